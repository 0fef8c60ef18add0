#include "geo/io/plan_regulation.hpp"

#include <fmt/format.h>

#include "geo/io/plan_codes.hpp"

namespace geo {
namespace {

using twin::Json;

std::string text_at(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key) || !object[key].is_string()) return "";
  return object[key].get<std::string>();
}

std::optional<double> number_at(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key) || !object[key].is_number()) return std::nullopt;
  return object[key].get<double>();
}

/// Finnish where there is a choice: it is the language of the decision.
std::string text_of_value(const Json& value) {
  if (!value.is_object()) return "";
  if (const auto code = text_at(value, "code"); !code.empty()) return std::string(code_of_uri(code));
  if (!value.contains("text")) return "";
  const auto& text = value["text"];
  if (text.is_string()) return text.get<std::string>();
  for (const char* const language : {"fin", "swe", "eng"}) {
    if (const auto found = text_at(text, language); !found.empty()) return found;
  }
  return "";
}

void append(std::string& text, const std::string& item) {
  if (item.empty()) return;
  if (!text.empty()) text += "; ";
  text += item;
}

void take_value(const Json& value, NationalRegulation& out) {
  auto& regulation = out.regulation;
  regulation.unit = text_at(value, "unitOfMeasure");
  regulation.value = number_at(value, "number");
  if (!regulation.value) {
    regulation.value = number_at(value, "minimumValue");
    regulation.value_max = number_at(value, "maximumValue");
    // A range with an upper end only is a limit like a single number.
    if (!regulation.value) std::swap(regulation.value, regulation.value_max);
  }
  append(regulation.text, text_of_value(value));
  const bool positive =
      text_at(value, "dataType").starts_with("Positive") || must_not_be_negative(regulation.type);
  for (const auto& number : {regulation.value, regulation.value_max}) {
    if (positive && number && *number < 0) out.negative = number;
  }
}

std::string describe(const Json& information) {
  auto out = std::string(code_of_uri(text_at(information, "type")));
  const Json value = information.is_object() ? information.value("value", Json()) : Json();
  if (const auto number = number_at(value, "number")) {
    out += fmt::format(" {}", *number);
    if (const auto unit = text_at(value, "unitOfMeasure"); !unit.empty()) out += " " + unit;
  }
  if (const auto text = text_of_value(value); !text.empty()) out += " " + text;
  return out;
}

}  // namespace

NationalRegulation read_national_regulation(const Json& json) {
  NationalRegulation out;
  out.key = text_at(json, "planRegulationKey");
  out.regulation.type = regulation_type(code_of_uri(text_at(json, "type")));
  if (!json.is_object()) return out;
  take_value(json.value("value", Json()), out);
  const auto information = json.value("additionalInformations", Json::array());
  if (!information.is_array()) return out;
  for (const auto& item : information) {
    const auto described = describe(item);
    out.main_use |= described == "paakayttotarkoitus";
    append(out.regulation.text, described);
  }
  return out;
}

}  // namespace geo
