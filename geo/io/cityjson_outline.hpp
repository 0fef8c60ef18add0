#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "geo/io/cityjson_family.hpp"

namespace geo::cityjson {

/// The root object of a document or feature, taken apart by its brackets. What is in the parts is not checked.
struct Outline {
  std::string rest;  ///< the members but for the two below, as an object with `json_text::kPadding` bytes behind it
  std::optional<std::string_view> objects, vertices;  ///< "CityObjects" and "vertices", as they stand in the text
  bool doubled = false;                               ///< one of the two comes twice
  /// The objects, where nothing had to be said of them; their relatives are not yet linked.
  std::optional<Family> family;

  std::string_view rest_text() const;
};

/// False when the text, with its padding behind it, is not one whole object. `out` may hold what was there before: its
/// memory is used again. Texts with escapes go to `parsers.texts`.
bool take_apart(std::string_view text, Parsers& parsers, Outline& out);

}  // namespace geo::cityjson
