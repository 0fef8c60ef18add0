#include "geo/io/plan_regulation.hpp"

#include <cmath>

#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_values.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::RegulationInformation;

void take_value(const Json& json, NationalRegulation& out) {
  auto& regulation = out.regulation;
  const auto value = read_plan_value(json);
  regulation.value = value.value;
  regulation.value_max = value.value_max;
  regulation.unit = value.unit;
  regulation.code = value.code;
  regulation.text = value.text;
  const bool has_number = value.value || value.value_max;
  if (has_number && regulation.unit.empty()) {
    regulation.unit = unit_of_type(regulation.type);
    out.unit_supplied = !regulation.unit.empty();
  }
  if (const auto lowest = value.lowest();
      lowest && *lowest < 0 && (value.positive || must_not_be_negative(regulation.type))) {
    out.negative = lowest;
  }
}

/// The text in the languages that `regulation.text` is not in.
void take_translations(const Json& value, NationalRegulation& out) {
  if (!value.is_object() || !value.contains("text")) return;
  for (const char* const language : {"fin", "swe", "eng", "sme", "smn", "sms"}) {
    auto text = text_at(value["text"], language);
    if (text.empty() || text == out.regulation.text) continue;
    out.regulation.information.push_back({"translation", language, {}, {}, "", std::move(text)});
  }
}

void take_codes(const Json& json, const char* member, const char* type, NationalRegulation& out) {
  for (const auto& item : array_at(json, member)) {
    if (!item.is_string()) continue;
    const auto code = std::string(code_of_uri(item.get_ref<const std::string&>()));
    out.regulation.information.push_back({type, code, {}, {}, "", ""});
  }
}

/// What our own export says of types that the national list does not have; a number that is no edge is left as it is.
bool take_own_figure(const RegulationInformation& information, twin::Regulation& regulation) {
  constexpr double kMostEdges = 20'000;
  if (is_national_type(regulation.type) || !information.value) return false;
  const double value = *information.value;
  if (information.type == "angle_deg") {
    regulation.angle_deg = value;
  } else if (information.type == "start_height_m") {
    regulation.start_height_m = value;
  } else if (information.type == "edge" && value >= 0 && value <= kMostEdges && value == std::floor(value)) {
    regulation.edges.push_back(static_cast<std::uint32_t>(value));
  } else {
    return false;
  }
  return true;
}

}  // namespace

NationalRegulation read_national_regulation(const Json& json) {
  NationalRegulation out;
  out.key = text_at(json, "planRegulationKey");
  out.regulation.type = regulation_type(code_at(json, "type"));
  if (!json.is_object()) return out;
  out.regulation.life_cycle = code_at(json, "lifeCycleStatus");
  out.regulation.valid = days_at(json, "periodOfValidity");
  const Json value = json.value("value", Json());
  take_value(value, out);
  for (const auto& item : array_at(json, "additionalInformations")) {
    const auto read = read_plan_value(item.is_object() ? item.value("value", Json()) : Json());
    RegulationInformation information{code_at(item, "type"), read.code, read.value,
                                      read.value_max,        read.unit, read.text};
    if (information.type.empty() || take_own_figure(information, out.regulation)) continue;
    out.main_use |= information.type == "paakayttotarkoitus";
    out.regulation.information.push_back(std::move(information));
  }
  take_codes(json, "verbalRegulations", "verbalRegulation", out);
  take_codes(json, "planThemes", "planTheme", out);
  for (const auto& item : array_at(json, "subjectIdentifiers")) {
    if (item.is_string()) {
      out.regulation.information.push_back({"subjectIdentifier", "", {}, {}, "", item.get<std::string>()});
    }
  }
  take_translations(value, out);
  return out;
}

}  // namespace geo
