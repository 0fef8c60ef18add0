#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "geo/io/did_you_mean.hpp"
#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_forms.hpp"
#include "geo/io/plan_parts.hpp"
#include "geo/io/plan_polygon.hpp"
#include "geo/io/plan_unit_check.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/plan_document.hpp"

namespace geo {
namespace {

using twin::Done;
using twin::Json;
using twin::Problem;
using twin::Result;
using twin::Status;
using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 6> kPlanMembers = {"type",   "version", "crs",
                                                          "source", "name",    "units"};
constexpr std::array<std::string_view, 8> kUnitMembers = {
    "id", "name", "symbol", "use_codes", "boundary", "ground_level_n2000_m", "regulations", "assumptions"};

/// `names` and those that plan_document.hpp reads.
std::vector<std::string_view> with(Names names, Names more) {
  std::vector<std::string_view> out(names.begin(), names.end());
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

constexpr std::array<std::string_view, 3> kLanguages = {"fi", "sv", "en"};
constexpr std::array<std::string_view, 8> kRegulationMembers = {
    "type", "value", "value_max", "unit", "text", "angle_deg", "start_height_m", "edges"};
constexpr std::array<std::string_view, 5> kAssumptionMembers = {
    "storey_height_m", "net_ratio", "m2_per_resident", "k_m2_per_dwelling", "k_m2_per_parking_space"};

Problem invalid(std::string pointer, const Json& found, std::string rule) {
  return {"input-invalid", rule, std::move(pointer),
          twin::excerpt(found.dump(-1, ' ', false, Json::error_handler_t::replace)), "Correct this member."};
}

Status check_members(const Json& object, Names known, const std::string& pointer) {
  if (!object.is_object()) return invalid(pointer, object, "An object is expected here.");
  for (const auto& [key, value] : object.items()) {
    bool found = false;
    for (const auto name : known) found |= name == key;
    if (!found) {
      return Problem{"member-unknown", "The plan form does not know this member.",
                     pointer + "/" + twin::excerpt(key), twin::excerpt(key), did_you_mean(key, known)};
    }
  }
  return Done{};
}

Status take_text(const Json& object, const char* key, const std::string& pointer, std::string& into) {
  if (!object.contains(key)) return Done{};
  if (!object[key].is_string()) return invalid(pointer + "/" + key, object[key], "A text is expected here.");
  into = object[key].get<std::string>();
  return Done{};
}

Result<double> number_at(const Json& value, const std::string& pointer) {
  if (!value.is_number() || !std::isfinite(value.get<double>())) {
    return invalid(pointer, value, "A number is expected here.");
  }
  return value.get<double>();
}

template <class Into>
Status take_number(const Json& object, const char* key, const std::string& pointer, Into& into) {
  if (!object.contains(key)) return Done{};
  TWIN_TRY(into, number_at(object[key], pointer + "/" + key));
  return Done{};
}

Status take_texts(const Json& object, const char* key, const std::string& pointer,
                  std::vector<std::string>& into) {
  if (!object.contains(key)) return Done{};
  if (!object[key].is_array())
    return invalid(pointer + "/" + key, object[key], "An array of texts is expected here.");
  for (const auto& item : object[key]) {
    if (!item.is_string()) return invalid(pointer + "/" + key, item, "A text is expected here.");
    into.push_back(item.get<std::string>());
  }
  return Done{};
}

Status take_edges(const Json& object, const std::string& pointer, twin::Regulation& into) {
  if (!object.contains("edges")) return Done{};
  const auto& edges = object["edges"];
  if (!edges.is_array())
    return invalid(pointer + "/edges", edges, "An array of edge numbers is expected here.");
  for (const auto& edge : edges) {
    if (!edge.is_number_unsigned() || edge.get<std::uint64_t>() > 20'000) {
      return invalid(pointer + "/edges", edge, "Edges are numbered from 0.");
    }
    into.edges.push_back(edge.get<std::uint32_t>());
  }
  return Done{};
}

Result<twin::Regulation> read_regulation(const Json& json, const std::string& pointer) {
  TWIN_CHECK(check_members(json, with(kRegulationMembers, twin::regulation_member_names()), pointer));
  twin::Regulation out;
  TWIN_CHECK(take_text(json, "type", pointer, out.type));
  if (out.type.empty()) {
    return Problem{"value-missing", "A regulation has a type.", pointer + "/type", "",
                   "Name the regulation's type."};
  }
  TWIN_CHECK(take_number(json, "value", pointer, out.value));
  TWIN_CHECK(take_number(json, "value_max", pointer, out.value_max));
  TWIN_CHECK(take_text(json, "unit", pointer, out.unit));
  TWIN_CHECK(take_text(json, "text", pointer, out.text));
  TWIN_CHECK(take_number(json, "angle_deg", pointer, out.angle_deg));
  TWIN_CHECK(take_number(json, "start_height_m", pointer, out.start_height_m));
  TWIN_CHECK(take_edges(json, pointer, out));
  TWIN_CHECK(twin::take_regulation_members(json, pointer, out));
  return out;
}

Status take_assumptions(const Json& unit, const std::string& pointer, twin::CapacityAssumptions& into) {
  if (!unit.contains("assumptions")) return Done{};
  const auto& json = unit["assumptions"];
  const auto here = pointer + "/assumptions";
  TWIN_CHECK(check_members(json, kAssumptionMembers, here));
  TWIN_CHECK(take_number(json, "storey_height_m", here, into.storey_height_m));
  TWIN_CHECK(take_number(json, "net_ratio", here, into.net_ratio));
  TWIN_CHECK(take_number(json, "m2_per_resident", here, into.m2_per_resident));
  TWIN_CHECK(take_number(json, "k_m2_per_dwelling", here, into.k_m2_per_dwelling));
  TWIN_CHECK(take_number(json, "k_m2_per_parking_space", here, into.k_m2_per_parking_space));
  for (const auto& [key, value] : json.items()) {
    if (value.get<double>() <= 0) {
      return Problem{"value-not-positive", "An assumption is a positive number.", here + "/" + key,
                     twin::excerpt(value.dump()), "Write a number above 0."};
    }
  }
  return Done{};
}

Status take_names(const Json& json, const std::string& pointer, twin::PlanUnit& unit) {
  if (!json.contains("name")) return Done{};
  const auto here = pointer + "/name";
  TWIN_CHECK(check_members(json["name"], kLanguages, here));
  TWIN_CHECK(take_text(json["name"], "fi", here, unit.name_fi));
  TWIN_CHECK(take_text(json["name"], "sv", here, unit.name_sv));
  return take_text(json["name"], "en", here, unit.name_en);
}

/// The members of a unit but its boundary.
Result<twin::PlanUnit> read_unit(const Json& json, const std::string& pointer) {
  TWIN_CHECK(check_members(json, with(kUnitMembers, twin::plan_member_names()), pointer));
  twin::PlanUnit unit;
  TWIN_CHECK(take_text(json, "id", pointer, unit.id));
  if (unit.id.empty()) {
    return Problem{"value-missing", "A plan unit has an id.", pointer + "/id", "",
                   "Give every unit its own id."};
  }
  TWIN_CHECK(take_names(json, pointer, unit));
  TWIN_CHECK(take_text(json, "symbol", pointer, unit.symbol));
  TWIN_CHECK(take_texts(json, "use_codes", pointer, unit.use_codes));
  TWIN_CHECK(take_number(json, "ground_level_n2000_m", pointer, unit.ground_level_m));
  TWIN_CHECK(take_assumptions(json, pointer, unit.assumptions));
  TWIN_CHECK(twin::take_plan_members(json, pointer, unit));
  if (!json.contains("regulations")) return unit;
  if (!json["regulations"].is_array())
    return invalid(pointer + "/regulations", json["regulations"], "An array is expected here.");
  for (std::size_t i = 0; i < json["regulations"].size(); ++i) {
    TWIN_TRY(auto regulation,
             read_regulation(json["regulations"][i], fmt::format("{}/regulations/{}", pointer, i)));
    unit.regulations.push_back(std::move(regulation));
  }
  return unit;
}

/// A negative right rejects the unit: without it the plan would allow something else.
bool negative_right(const twin::PlanUnit& unit, const std::string& pointer, twin::Diagnostics& out) {
  bool found = false;
  for (std::size_t i = 0; i < unit.regulations.size(); ++i) {
    const auto& regulation = unit.regulations[i];
    const double lowest = std::min(regulation.value.value_or(0), regulation.value_max.value_or(0));
    if (lowest >= 0 || !must_not_be_negative(regulation.type)) continue;
    found = true;
    out.add({"value-not-positive", twin::Severity::kError, unit.id, "",
             fmt::format("{}/regulations/{}", pointer, i),
             fmt::format("{} {} {}", regulation.type, lowest, regulation.unit),
             "Write a number of 0 or more."});
  }
  return found;
}

/// The outer ring of a boundary that `read_plan_area` has taken, as sent.
const Json& outer_ring(const Json& boundary) {
  const auto& coordinates = boundary["coordinates"];
  return boundary["type"] == "MultiPolygon" ? coordinates[0][0] : coordinates[0];
}

Status read_unit_into(const Json& json, const std::string& pointer, PlanDraft draft, PlanIds& ids,
                      PlanFile& out) {
  auto& tally = out.diagnostics.tally;
  const auto source = draft.unit.source;
  draft.place = pointer;
  TWIN_TRY(draft.unit, read_unit(json, pointer));
  auto& unit = draft.unit;
  unit.source = source;
  if (!json.contains("boundary")) {
    return Problem{"value-missing", "A plan unit has a boundary.", pointer + "/boundary", "",
                   "Send a GeoJSON Polygon."};
  }
  ++tally.read;
  ids.saw(unit.id, pointer + "/id");
  // Numbers of edges are those of one ring.
  const bool has_edges = std::any_of(unit.regulations.begin(), unit.regulations.end(), [](const auto& regulation) { return !regulation.edges.empty(); });
  auto area = read_plan_area(json["boundary"], unit.id, pointer + "/boundary", has_edges);
  for (auto& finding : area.findings) out.diagnostics.add(std::move(finding));
  bool rejected = area.rejected;
  rejected |=
      !check_identity_and_ground(unit, pointer + "/id", pointer + "/ground_level_n2000_m", out.diagnostics);
  rejected |= negative_right(unit, pointer, out.diagnostics);
  if (!area.rejected)
    rejected |= !settle_sky_planes(unit, outer_ring(json["boundary"]), pointer, out.diagnostics);
  note_unknown_codes(unit, pointer, out.diagnostics);
  unit.boundary = std::move(area.polygon);
  draft.repaired = area.repaired;
  ++(rejected ? tally.rejected : draft.repaired ? tally.repaired : tally.accepted);
  if (!rejected) take_unit(std::move(draft), std::move(area.further), ids, out);
  return Done{};
}

}  // namespace

bool is_simple_plan(const Json& document) {
  return document.is_object() && document.contains("type") && document["type"] == "kaksonen-plan";
}

Result<PlanFile> read_simple_plan(std::string_view name, const Json& document) {
  TWIN_CHECK(check_members(document, kPlanMembers, ""));
  if (!document.contains("version") || document["version"] != 1) {
    return Problem{"version-unsupported", "Only version 1 of this plan form is read.", "/version",
                   twin::excerpt(document.value("version", Json()).dump()), "Write \"version\": 1."};
  }
  std::string source(name), crs, title;
  TWIN_CHECK(take_text(document, "source", "", source));
  TWIN_CHECK(take_text(document, "crs", "", crs));
  TWIN_CHECK(take_text(document, "name", "", title));
  if (!document.contains("units") || !document["units"].is_array()) {
    return Problem{"value-missing", "A plan has an array of units.", "/units", "", "Send \"units\": […]."};
  }
  PlanFile out;
  PlanIds ids;
  for (std::size_t i = 0; i < document["units"].size(); ++i) {
    PlanDraft draft;
    draft.unit.source = source;
    draft.crs = crs;
    TWIN_CHECK(read_unit_into(document["units"][i], fmt::format("/units/{}", i), std::move(draft), ids, out));
  }
  ids.reject_repeated(out);
  return out;
}

}  // namespace geo
