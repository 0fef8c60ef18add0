#pragma once

#include <cstddef>
#include <string_view>

#include "geo/io/citygml_building.hpp"
#include "geo/io/json_alike.hpp"

namespace geo::cityjson {

/// Takes "attributes" straight from the text where all of them are scalars: what `read_attributes` makes of them, only
/// sooner (tested).
/// @param alike  walks from one building's attributes to the next
/// @returns false for any other attributes, of which nothing was taken
bool read_plain_attributes(std::string_view attributes, json_text::AlikeObjects& alike, RawPart& part, std::size_t& text_bytes);

}  // namespace geo::cityjson
