#pragma once

#include <optional>
#include <string>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace geo {

/// Members of the national form, whatever stands there: what is missing or of another type is "" or nothing.
std::string text_at(const twin::Json& object, const char* key);  ///< a whole number as its digits
std::optional<double> number_at(const twin::Json& object, const char* key);
/// A text in several languages: Finnish where there is a choice, it is the language of the decision.
std::string localized_at(const twin::Json& object, const char* key);
/// The last part of a code URI under this key.
std::string code_at(const twin::Json& object, const char* key);
/// A period of days; instants lose their time of day.
twin::DaySpan days_at(const twin::Json& object, const char* key);
const twin::Json& array_at(const twin::Json& object, const char* key);  ///< an empty one where there is none

/// A value of any kind: number, range, spot elevation; code; text, identifier, period.
struct PlanValue {
  std::optional<double> value, value_max;
  std::string unit, code, text;
  bool positive = false;  ///< its data type takes no negative number

  std::optional<double> lowest() const;
};

PlanValue read_plan_value(const twin::Json& value);

}  // namespace geo
