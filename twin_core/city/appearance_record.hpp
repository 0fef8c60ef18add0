#pragma once

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/building.hpp"

namespace twin::record {

void put(ByteWriter& out, const Appearance& appearance);

/// What names a part, polygon, ring, material or texture that is not there is a failure, as are texture
/// coordinates that are not one pair for each point, so nobody has to check again.
Appearance take_appearance(ByteReader& in, const std::vector<ShapePart>& parts);

}  // namespace twin::record
