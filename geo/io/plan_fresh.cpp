#include "geo/io/plan_fresh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_known_codes.hpp"
#include "twin_core/base/digest.hpp"

namespace geo::fresh {
namespace {

using twin::Json;
using twin::Regulation;
using twin::RegulationInformation;

constexpr std::string_view kLists = "http://uri.suomi.fi/codelist/rytj/";
constexpr std::string_view kTypes = "RY_Kaavamaarayslaji";

Json positions(const twin::PlanRing& points) {
  auto out = Json::array();
  for (const auto& point : points) out.push_back({point.east, point.north});
  return out;
}

Json ring(const twin::PlanRing& points) {
  auto out = positions(points);
  if (!points.empty()) out.push_back(Json(out.front()));
  return out;
}

bool is_whole(double value) { return value == std::floor(value) && std::abs(value) < 1e9; }

/// Heights may lie below the sea, and come with decimals.
bool is_height(std::string_view type) { return is_height_above_sea(type) || type == "maanpinnanKorkeusasema"; }

/// "PositiveNumeric", "Decimal", …: the data type of a number, without what says that it is a range.
std::string data_type(double low, double high, std::string_view type) {
  const bool whole = is_whole(low) && is_whole(high) && !is_height(type);
  const bool positive = low >= 0 && !is_height(type);
  return std::string(positive ? "Positive" : "") + (whole ? "Numeric" : "Decimal");
}

bool is_of_types(std::string_view code) {
  const auto types = known_regulation_types();
  const auto uses = known_use_codes();
  return std::find(uses.begin(), uses.end(), code) != uses.end() || std::find(types.begin(), types.end(), code) != types.end();
}

/// What a regulation and its additional information have in common.
struct Said {
  std::string_view type;
  std::optional<double> value, value_max;
  const std::string unit, code, text;
};

void put_number(const Said& said, Json& out) {
  if (said.value && said.value_max) {
    out["dataType"] = data_type(std::min(*said.value, *said.value_max), std::max(*said.value, *said.value_max), said.type) + "Range";
    out["minimumValue"] = number(*said.value);
    out["maximumValue"] = number(*said.value_max);
  } else {
    const double value = said.value ? *said.value : *said.value_max;
    out["dataType"] = data_type(value, value, said.type);
    out["number"] = number(value);
  }
  if (!said.unit.empty()) out["unitOfMeasure"] = said.unit;
}

void put_code(const Said& said, Json& out) {
  out.emplace("dataType", "Code");
  // A list that nobody told us of is not made up: the code alone is read again.
  const bool known = is_of_types(said.code);
  out["code"] = known ? code_uri(kTypes, said.code) : said.code;
  if (known) out["codeList"] = std::string(kLists) + std::string(kTypes);
}

/// Null where there is none.
Json value_of(const Said& said) {
  Json out;
  if (said.value || said.value_max) put_number(said, out);
  if (!said.code.empty()) put_code(said, out);
  if (said.text.empty()) return out;
  out.emplace("dataType", "LocalizedText");
  out["text"]["fin"] = said.text;
  return out;
}

/// Kinds of information that the national form has members for (see `read_national_regulation`).
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOwnMembers = {
    {{"verbalRegulation", "verbalRegulations"}, {"planTheme", "planThemes"}, {"subjectIdentifier", "subjectIdentifiers"}}};

void put_information(const RegulationInformation& one, Json& out) {
  if (one.type == "translation") {
    if (out.contains("value") && out["value"].contains("text")) out["value"]["text"][one.code] = one.text;
    return;
  }
  const auto own = std::find_if(kOwnMembers.begin(), kOwnMembers.end(), [&](const auto& row) { return row.first == one.type; });
  if (own != kOwnMembers.end()) {
    const std::string member(own->second);
    const auto list = one.type == "planTheme" ? "kaavoitusteema" : "RY_Sanallisen_Kaavamaarayksen_Laji";
    out[member].push_back(one.type == "subjectIdentifier" ? one.text : code_uri(list, one.code));
    return;
  }
  Json item{{"type", code_uri("RY_Kaavamaarayksen_Lisatiedonlaji", one.type)}};
  if (auto value = value_of({one.type, one.value, one.value_max, one.unit, one.code, one.text}); !value.is_null()) item["value"] = std::move(value);
  out["additionalInformations"].push_back(std::move(item));
}

/// A text in a language that is not Finnish is the regulation's only one: then no translation says so, and it goes out as Finnish.
Json with_value(const Regulation& regulation) {
  Json out{{"type", is_national_type(regulation.type) ? code_uri(kTypes, regulation.type) : regulation.type}};
  auto value = value_of({regulation.type, regulation.value, regulation.value_max, regulation.unit, regulation.code, regulation.text});
  if (!value.is_null()) out["value"] = std::move(value);
  return out;
}

/// What only types of our own have, as `take_own_figure` reads it.
void put_own_figures(const Regulation& regulation, Json& out) {
  const auto put = [&](const char* type, double value, const char* unit) {
    Json figure = value_of({type, value, {}, unit, {}, {}});
    out["additionalInformations"].push_back({{"type", type}, {"value", std::move(figure)}});
  };
  if (regulation.angle_deg) put("angle_deg", *regulation.angle_deg, "deg");
  if (regulation.start_height_m) put("start_height_m", *regulation.start_height_m, "m");
  for (const auto edge : regulation.edges) put("edge", edge, "");
}

/// A recommendation is a text and nothing else.
Json recommendation(const Regulation& regulation) {
  Json out{{"value", Json::object()}};
  if (!regulation.text.empty()) out["value"]["fin"] = regulation.text;
  return out;
}

void put_text(Json& out, const char* member, const std::string& text) {
  if (!text.empty()) out[member] = text;
}

}  // namespace

std::string key_of(std::string_view seed) {
  auto hex = twin::sha256(seed).hex();
  hex[12] = '8';
  hex[16] = "89ab"[hex[16] % 4];
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4), hex.substr(20, 12));
}

std::string code_uri(std::string_view list, std::string_view code) {
  return code.empty() ? std::string() : fmt::format("{}{}/code/{}", kLists, list, code);
}

std::string state_uri(std::string_view code) { return code_uri("kaavaelinkaari", code); }

Json geometry(const twin::PlanPolygon& area, const std::string& srid) {
  auto rings = Json::array({ring(area.outer)});
  for (const auto& hole : area.holes) rings.push_back(ring(hole));
  return {{"srid", srid}, {"geometry", {{"type", "Polygon"}, {"coordinates", std::move(rings)}}}};
}

Json geometry(const twin::PlanRing& place, const std::string& srid) {
  auto points = positions(place);
  Json shape{{"type", place.size() == 1 ? "Point" : "LineString"}};
  shape["coordinates"] = place.size() == 1 ? Json(points.front()) : std::move(points);
  return {{"srid", srid}, {"geometry", std::move(shape)}};
}

Json number(double value) { return is_whole(value) ? Json(static_cast<std::int64_t>(value)) : Json(value); }

Json quantity(double value, const std::string& unit) {
  Json out{{"dataType", data_type(value, value, "")}, {"number", number(value)}};
  put_text(out, "unitOfMeasure", unit);
  return out;
}

Json period(const twin::DaySpan& days) {
  Json out;
  if (!days.from.empty()) out["begin"] = days.from;
  if (!days.to.empty()) out["end"] = days.to;
  return out;
}

Json regulation(const Regulation& regulation) {
  Json out = regulation.type == "kaavasuositus" ? recommendation(regulation) : with_value(regulation);
  put_text(out, "lifeCycleStatus", state_uri(regulation.life_cycle.str()));
  if (auto days = period(regulation.valid); !days.is_null()) out["periodOfValidity"] = std::move(days);
  if (regulation.type == "kaavasuositus") return out;
  for (const auto& one : regulation.information) put_information(one, out);
  if (!is_national_type(regulation.type)) put_own_figures(regulation, out);
  return out;
}

Json object(const twin::PlanUnit& unit, const std::string& srid) {
  Json out{{"geometry", geometry(unit.boundary, srid)}};
  put_text(out, "lifeCycleStatus", state_uri(unit.life_cycle.str()));
  put_text(out, "undergroundStatus", code_uri("RY_MaanalaisuudenLaji", unit.underground.str()));
  const std::array<std::pair<const char*, const std::string*>, 3> names = {{{"fin", &unit.name_fi}, {"swe", &unit.name_sv}, {"eng", &unit.name_en}}};
  for (const auto& [language, name] : names) {
    if (!name->empty()) out["name"][language] = *name;
  }
  if (!unit.description.empty()) out["description"]["fin"] = unit.description;
  if (auto days = period(unit.valid); !days.is_null()) out["periodOfValidity"] = std::move(days);
  if (unit.vertical_low_m || unit.vertical_high_m) {
    Json& limit = out["verticalLimit"] = {{"dataType", "DecimalRange"}};
    if (unit.vertical_low_m) limit["minimumValue"] = number(*unit.vertical_low_m);
    if (unit.vertical_high_m) limit["maximumValue"] = number(*unit.vertical_high_m);
  }
  return out;
}

void patch(Json& original, const Json& before, const Json& now) {
  for (const auto& [key, value] : before.items()) {
    if (!now.contains(key)) original.erase(key);
  }
  for (const auto& [key, value] : now.items()) {
    const auto was = before.find(key);
    if (was != before.end() && *was == value) continue;
    const bool inside = key != "geometry" && value.is_object() && was != before.end() && was->is_object() && original.contains(key) && original[key].is_object();
    if (inside) {
      patch(original[key], *was, value);
    } else {
      original[key] = value;
    }
  }
}

}  // namespace geo::fresh
