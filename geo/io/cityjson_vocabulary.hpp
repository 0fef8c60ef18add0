#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace geo {
namespace cityjson {

/// True for a city object class of CityJSON 1.0, 1.1 or 2.0.
bool is_class(std::string_view name);
/// "did you mean Building?", or the known classes.
std::string nearest_class(std::string_view name);

}  // namespace cityjson

enum class CityJsonGuess : std::uint8_t { kYes, kNo, kUndecided };

/// Looks at the members of a JSON text's root, without parsing the rest: CityJSON and its features have
/// a "type" that says so, or "CityObjects". Undecided when the text, which may be the beginning of a
/// file, ends before either.
CityJsonGuess guess_cityjson(std::string_view text);

}  // namespace geo
