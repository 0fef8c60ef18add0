#include "twin_core/city/plan_document.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "twin_core/base/text.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace twin {
namespace {

using Names = std::span<const std::string_view>;

constexpr auto kPlanMembers = std::to_array<std::string_view>(
    {"plan", "kind", "life_cycle", "valid", "underground", "vertical_limit_n2000_m", "description", "related",
     "property_ids", "repealed_by"});
constexpr auto kRegulationMembers =
    std::to_array<std::string_view>({"code", "information", "group", "life_cycle", "valid", "place"});
constexpr auto kInformationMembers =
    std::to_array<std::string_view>({"type", "code", "value", "value_max", "unit", "text"});
constexpr auto kSpanMembers = std::to_array<std::string_view>({"from", "to"});
constexpr auto kLimitMembers = std::to_array<std::string_view>({"low", "high"});
constexpr auto kPlaceMembers = std::to_array<std::string_view>({"type", "coordinates"});
constexpr std::size_t kMostItems = 1000, kMostPositions = 20'000;

struct PlanText {
  std::string_view name;
  SharedText PlanReference::*text;
};
constexpr auto kPlanTexts = std::to_array<PlanText>({{"key", &PlanReference::key},
                                                     {"identifier", &PlanReference::identifier},
                                                     {"name", &PlanReference::name},
                                                     {"kind", &PlanReference::kind},
                                                     {"approved", &PlanReference::approved},
                                                     {"planner", &PlanReference::planner}});

Problem invalid(std::string pointer, std::string rule, const Json& found) {
  return {"input-invalid", std::move(rule), std::move(pointer),
          excerpt(found.dump(-1, ' ', false, Json::error_handler_t::replace)), "Correct this member."};
}

/// The member, unless it is absent or null.
const Json* known(const Json& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

Status expect_object(const Json& object, const std::string& pointer, Names names) {
  if (!object.is_object()) return invalid(pointer, "An object is expected here.", object);
  for (const auto& [key, value] : object.items()) {
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    std::string list;
    for (const auto name : names) list += (list.empty() ? "" : ", ") + std::string(name);
    return Problem{"member-unknown", "There is no such member here.", pointer + "/" + excerpt(key),
                   excerpt(key), "Members are: " + list + "."};
  }
  return Done{};
}

template <class Text>
Status take_text(const Json& object, std::string_view name, const std::string& pointer, Text& into) {
  const Json* const value = known(object, name);
  into = {};
  if (value == nullptr) return Done{};
  if (!value->is_string())
    return invalid(pointer + "/" + std::string(name), "A text is expected here.", *value);
  into = value->get_ref<const std::string&>();
  return Done{};
}

Status take_number(const Json& object, std::string_view name, const std::string& pointer,
                   std::optional<double>& into) {
  const Json* const value = known(object, name);
  into.reset();
  if (value == nullptr) return Done{};
  if (!value->is_number() || !std::isfinite(value->get<double>())) {
    return invalid(pointer + "/" + std::string(name), "A number is expected here.", *value);
  }
  into = value->get<double>();
  return Done{};
}

Status take_texts(const Json& object, std::string_view name, const std::string& pointer,
                  std::vector<std::string>& into) {
  const Json* const list = known(object, name);
  into.clear();
  if (list == nullptr) return Done{};
  const std::string here = pointer + "/" + std::string(name);
  if (!list->is_array() || list->size() > kMostItems)
    return invalid(here, "A list of at most 1,000 texts is expected here.", *list);
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (!(*list)[i].is_string())
      return invalid(here + "/" + std::to_string(i), "A text is expected here.", (*list)[i]);
    into.push_back((*list)[i].get<std::string>());
  }
  return Done{};
}

Status check_day(const std::string& day, const std::string& pointer) {
  if (day.empty() || is_day(day)) return Done{};
  return Problem{"time-invalid", "A day is expected here.", pointer, excerpt(day), "Write it as 2025-05-01."};
}

Status take_span(const Json& object, const std::string& pointer, DaySpan& into) {
  const Json* const span = known(object, "valid");
  into = {};
  if (span == nullptr) return Done{};
  const std::string here = pointer + "/valid";
  TWIN_CHECK(expect_object(*span, here, kSpanMembers));
  TWIN_CHECK(take_text(*span, "from", here, into.from));
  TWIN_CHECK(take_text(*span, "to", here, into.to));
  TWIN_CHECK(check_day(into.from, here + "/from"));
  return check_day(into.to, here + "/to");
}

Status take_life_cycle(const Json& object, const std::string& pointer, SharedText& into) {
  TWIN_CHECK(take_text(object, "life_cycle", pointer, into));
  if (into.empty() || find_life_cycle(into.str()) != nullptr) return Done{};
  return Problem{"code-unknown", "The list kaavaelinkaari has no such state.", pointer + "/life_cycle",
                 excerpt(into.str()), "States are the codes 01 to 17; 13 is in force."};
}

void put_text(Json& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out[std::string(name)] = text;
}

void put_number(Json& out, std::string_view name, const std::optional<double>& number) {
  if (number) out[std::string(name)] = *number;
}

void put_span(Json& out, const DaySpan& span) {
  if (span == DaySpan{}) return;
  Json& valid = out["valid"] = Json::object();
  put_text(valid, "from", span.from);
  put_text(valid, "to", span.to);
}

/// An area is kept as its closed ring.
bool is_closed_ring(const PlanRing& place) {
  return place.size() >= 4 && place.front() == place.back();
}

Json place_to_json(const PlanRing& place) {
  Json points = Json::array();
  for (const auto& point : place) points.push_back({point.east, point.north});
  if (place.size() == 1) return {{"type", "Point"}, {"coordinates", points.front()}};
  if (is_closed_ring(place)) return {{"type", "Polygon"}, {"coordinates", Json::array({std::move(points)})}};
  return {{"type", "LineString"}, {"coordinates", std::move(points)}};
}

Status take_position(const Json& json, const std::string& pointer, PlanRing& into) {
  const bool fine = json.is_array() && json.size() >= 2 && json[0].is_number() && json[1].is_number();
  if (!fine) return invalid(pointer, "A position is easting and northing.", json);
  into.push_back({json[0].get<double>(), json[1].get<double>()});
  return Done{};
}

Status take_place(const Json& document, const std::string& pointer, PlanRing& into) {
  const Json* const place = known(document, "place");
  into.clear();
  if (place == nullptr) return Done{};
  const std::string here = pointer + "/place";
  TWIN_CHECK(expect_object(*place, here, kPlaceMembers));
  const Json type = place->value("type", Json()), coordinates = place->value("coordinates", Json());
  if (type == "Point") return take_position(coordinates, here + "/coordinates", into);
  const bool area = type == "Polygon" && coordinates.is_array() && coordinates.size() == 1;
  const Json& points = area ? coordinates[0] : coordinates;
  const std::string where = here + (area ? "/coordinates/0/" : "/coordinates/");
  if ((!area && type != "LineString") || !points.is_array() || points.size() < 2 || points.size() > kMostPositions) {
    return invalid(here, "A GeoJSON Point, LineString of at least two positions, or Polygon of one ring is expected here.", *place);
  }
  for (std::size_t i = 0; i < points.size(); ++i) TWIN_CHECK(take_position(points[i], where + std::to_string(i), into));
  if (!area || is_closed_ring(into)) return Done{};
  return invalid(here + "/coordinates/0", "A ring has three corners or more and ends where it begins.", points);
}

Json information_to_json(const RegulationInformation& information) {
  Json out = Json::object();
  put_text(out, "type", information.type);
  put_text(out, "code", information.code);
  put_number(out, "value", information.value);
  put_number(out, "value_max", information.value_max);
  put_text(out, "unit", information.unit);
  put_text(out, "text", information.text);
  return out;
}

Status take_information(const Json& document, const std::string& pointer,
                        std::vector<RegulationInformation>& into) {
  const Json* const list = known(document, "information");
  into.clear();
  if (list == nullptr) return Done{};
  const std::string here = pointer + "/information";
  if (!list->is_array() || list->size() > kMostItems)
    return invalid(here, "A list of at most 1,000 objects is expected here.", *list);
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Json& item = (*list)[i];
    const std::string where = here + "/" + std::to_string(i);
    TWIN_CHECK(expect_object(item, where, kInformationMembers));
    RegulationInformation& information = into.emplace_back();
    TWIN_CHECK(take_text(item, "type", where, information.type));
    TWIN_CHECK(take_text(item, "code", where, information.code));
    TWIN_CHECK(take_number(item, "value", where, information.value));
    TWIN_CHECK(take_number(item, "value_max", where, information.value_max));
    TWIN_CHECK(take_text(item, "unit", where, information.unit));
    TWIN_CHECK(take_text(item, "text", where, information.text));
    if (information.type.empty()) return invalid(where + "/type", "Additional information has a type.", item);
  }
  return Done{};
}

Status take_plan(const Json& document, const std::string& pointer, PlanReference& into) {
  const Json* const plan = known(document, "plan");
  into = {};
  if (plan == nullptr) return Done{};
  const std::string here = pointer + "/plan";
  std::vector<std::string_view> names;
  for (const auto& member : kPlanTexts) names.push_back(member.name);
  TWIN_CHECK(expect_object(*plan, here, names));
  for (const auto& member : kPlanTexts) TWIN_CHECK(take_text(*plan, member.name, here, into.*member.text));
  return check_day(into.approved.str(), here + "/approved");
}

Status take_vertical_limit(const Json& document, const std::string& pointer, PlanUnit& unit) {
  const Json* const limit = known(document, "vertical_limit_n2000_m");
  unit.vertical_low_m.reset();
  unit.vertical_high_m.reset();
  if (limit == nullptr) return Done{};
  const std::string here = pointer + "/vertical_limit_n2000_m";
  TWIN_CHECK(expect_object(*limit, here, kLimitMembers));
  TWIN_CHECK(take_number(*limit, "low", here, unit.vertical_low_m));
  TWIN_CHECK(take_number(*limit, "high", here, unit.vertical_high_m));
  if (!unit.vertical_low_m || !unit.vertical_high_m || *unit.vertical_low_m <= *unit.vertical_high_m)
    return Done{};
  return Problem{"value-out-of-range", "The upper limit lies below the lower one.", here,
                 excerpt(limit->dump()), "Swap low and high."};
}

}  // namespace

std::span<const std::string_view> plan_member_names() {
  return kPlanMembers;
}
std::span<const std::string_view> regulation_member_names() {
  return kRegulationMembers;
}

bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int year = 0;
  unsigned month = 0, day = 0;
  const auto number = [&](std::size_t from, std::size_t size, auto& into) {
    const char* const end = text.data() + from + size;
    const auto read = std::from_chars(text.data() + from, end, into);
    return read.ec == std::errc{} && read.ptr == end;
  };
  if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day) || year < 0) return false;
  return std::chrono::year_month_day{std::chrono::year(year), std::chrono::month(month),
                                     std::chrono::day(day)}
      .ok();
}

void put_plan_members(const PlanUnit& unit, Json& out) {
  if (unit.plan != PlanReference{}) {
    Json& plan = out["plan"] = Json::object();
    for (const auto& member : kPlanTexts) put_text(plan, member.name, (unit.plan.*member.text).str());
  }
  put_text(out, "kind", unit.kind);
  put_text(out, "life_cycle", unit.life_cycle);
  put_span(out, unit.valid);
  put_text(out, "underground", unit.underground);
  if (unit.vertical_low_m || unit.vertical_high_m) {
    Json& limit = out["vertical_limit_n2000_m"] = Json::object();
    put_number(limit, "low", unit.vertical_low_m);
    put_number(limit, "high", unit.vertical_high_m);
  }
  put_text(out, "description", unit.description);
  if (!unit.related.empty()) out["related"] = unit.related;
  if (!unit.property_ids.empty()) out["property_ids"] = unit.property_ids;
  put_text(out, "repealed_by", unit.repealed_by);
}

void put_regulation_members(const Regulation& regulation, Json& out) {
  put_text(out, "code", regulation.code);
  if (!regulation.information.empty()) {
    Json& list = out["information"] = Json::array();
    for (const auto& information : regulation.information) list.push_back(information_to_json(information));
  }
  put_text(out, "group", regulation.group);
  put_text(out, "life_cycle", regulation.life_cycle);
  put_span(out, regulation.valid);
  if (!regulation.place.empty()) out["place"] = place_to_json(regulation.place);
}

Status take_plan_members(const Json& document, const std::string& pointer, PlanUnit& unit) {
  TWIN_CHECK(take_plan(document, pointer, unit.plan));
  TWIN_CHECK(take_text(document, "kind", pointer, unit.kind));
  if (!unit.kind.empty() && unit.kind != "plot") {
    return invalid(pointer + "/kind", "A unit is a plan object (no kind) or a \"plot\".", document["kind"]);
  }
  TWIN_CHECK(take_life_cycle(document, pointer, unit.life_cycle));
  TWIN_CHECK(take_span(document, pointer, unit.valid));
  TWIN_CHECK(take_text(document, "underground", pointer, unit.underground));
  TWIN_CHECK(take_vertical_limit(document, pointer, unit));
  TWIN_CHECK(take_text(document, "description", pointer, unit.description));
  TWIN_CHECK(take_texts(document, "related", pointer, unit.related));
  TWIN_CHECK(take_texts(document, "property_ids", pointer, unit.property_ids));
  return take_text(document, "repealed_by", pointer, unit.repealed_by);
}

Status take_regulation_members(const Json& document, const std::string& pointer, Regulation& regulation) {
  TWIN_CHECK(take_text(document, "code", pointer, regulation.code));
  TWIN_CHECK(take_information(document, pointer, regulation.information));
  TWIN_CHECK(take_text(document, "group", pointer, regulation.group));
  TWIN_CHECK(take_life_cycle(document, pointer, regulation.life_cycle));
  TWIN_CHECK(take_span(document, pointer, regulation.valid));
  return take_place(document, pointer, regulation.place);
}

}  // namespace twin
