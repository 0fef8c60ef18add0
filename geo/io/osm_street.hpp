#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/io/osm_data.hpp"
#include "twin_core/city/street.hpp"

namespace geo {

/// A way with the tag highway, as far as its tags tell: everything but nodes and source.
struct OsmStreet {
  twin::Street street;
  /// Tags whose value is in no list that we know: key and value. They are kept as told where the street has a
  /// place for them.
  std::vector<std::pair<std::string_view, std::string>> unknown;
};

/// What a way's tags say. The more special key wins: "motorcar" over "motor_vehicle" over "vehicle" over "access". One-way
/// counts for vehicles; a roundabout and a motorway are one-way without a word.
/// @source  wiki.openstreetmap.org: Key:access, Key:oneway, Key:maxspeed, Key:lit
OsmStreet street_of(const OsmWay& way);

}  // namespace geo
