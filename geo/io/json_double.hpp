#pragma once

#include <optional>
#include <string_view>

#include "geo/io/json_text.hpp"

namespace geo::json_text {

/// The double nearest to a number; nothing where there is none.
/// @param text  the number as it stands there
std::optional<double> double_of(const Number& number, std::string_view text);

/// True when the text of a number with a point is the one that simdjson writes for `value`, the double nearest to it:
/// the shortest that is read as this double, without exponent.
/// False also where that is not certain.
bool is_shortest(const Number& number, std::string_view text, double value);

}  // namespace geo::json_text
