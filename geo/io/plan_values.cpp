#include "geo/io/plan_values.hpp"

#include <algorithm>
#include <cmath>

#include "geo/io/plan_codes.hpp"

namespace geo {
namespace {

using twin::Json;

const Json kNothing = Json::array();
constexpr std::size_t kDay = 10;

const Json* member(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string day_of(std::string text) {
  if (text.size() > kDay && text[kDay] == 'T') text.resize(kDay);
  return text;
}

/// "2025-05-01/2025-10-31" (ISO 8601), either end may be open.
std::string period_text(const Json& value) {
  for (const auto& [begin, end] : {std::pair{"begin", "end"}, std::pair{"beginUtc", "endUtc"}}) {
    const auto from = text_at(value, begin), to = text_at(value, end);
    if (!from.empty() || !to.empty()) return (from.empty() ? ".." : from) + "/" + (to.empty() ? ".." : to);
  }
  return "";
}

std::string identifier_text(const Json& value) {
  const auto identifier = text_at(value, "identifier");
  auto register_name = localized_at(value, "registerName");
  if (register_name.empty()) register_name = text_at(value, "registerIdentifier");
  return identifier.empty() || register_name.empty() ? identifier : identifier + " (" + register_name + ")";
}

}  // namespace

std::string text_at(const Json& object, const char* key) {
  const Json* const value = member(object, key);
  if (value == nullptr) return "";
  if (value->is_string()) return value->get<std::string>();
  return value->is_number_integer() ? value->dump() : "";
}

std::optional<double> number_at(const Json& object, const char* key) {
  const Json* const value = member(object, key);
  if (value == nullptr || !value->is_number() || !std::isfinite(value->get<double>())) return std::nullopt;
  return value->get<double>();
}

std::string localized_at(const Json& object, const char* key) {
  const Json* const value = member(object, key);
  if (value == nullptr) return "";
  if (value->is_string()) return value->get<std::string>();
  for (const char* const language : {"fin", "swe", "eng", "sme", "smn", "sms"}) {
    if (auto text = text_at(*value, language); !text.empty()) return text;
  }
  return "";
}

std::string code_at(const Json& object, const char* key) {
  return std::string(code_of_uri(text_at(object, key)));
}

twin::DaySpan days_at(const Json& object, const char* key) {
  const Json* const value = member(object, key);
  if (value == nullptr) return {};
  return {day_of(text_at(*value, "begin")), day_of(text_at(*value, "end"))};
}

const Json& array_at(const Json& object, const char* key) {
  const Json* const value = member(object, key);
  return value != nullptr && value->is_array() ? *value : kNothing;
}

std::optional<double> PlanValue::lowest() const {
  if (!value || !value_max) return value ? value : value_max;
  return std::min(*value, *value_max);
}

PlanValue read_plan_value(const Json& json) {
  PlanValue out;
  if (!json.is_object()) return out;
  out.unit = text_at(json, "unitOfMeasure");
  out.value = number_at(json, "number");
  if (!out.value) {
    out.value = number_at(json, "minimumValue");
    out.value_max = number_at(json, "maximumValue");
    // A range with an upper end only is a limit like a single number.
    if (!out.value) std::swap(out.value, out.value_max);
  }
  out.code = code_at(json, "code");
  out.text = localized_at(json, "text");
  if (out.text.empty()) out.text = identifier_text(json);
  if (out.text.empty()) out.text = period_text(json);
  out.positive = text_at(json, "dataType").starts_with("Positive");
  return out;
}

}  // namespace geo
