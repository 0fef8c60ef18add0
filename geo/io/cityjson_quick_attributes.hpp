#pragma once

#include <cstddef>
#include <string_view>

#include "geo/io/citygml_building.hpp"

namespace geo::cityjson {

/// Takes "attributes" straight from the text where all of them are scalars: what `read_attributes` makes of them, only
/// sooner (tested).
/// @returns false for any other attributes, of which nothing was taken
bool read_plain_attributes(std::string_view attributes, RawPart& part, std::size_t& text_bytes);

}  // namespace geo::cityjson
