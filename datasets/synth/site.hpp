#pragma once

#include <cstdint>
#include <vector>

#include "datasets/synth/lie_of_land.hpp"

namespace datasets {

/// Millimetres of EPSG:3879.
struct Corner {
  std::int64_t east = 0, north = 0;
  bool operator==(const Corner&) const = default;
};

/// Counter-clockwise unless it is said to be a courtyard.
using Footprint = std::vector<Corner>;

/// Where the synthetic city stands: its plane turned by the angle of the triangle 9, 40, 41 (12.7 degrees)
/// about easting 25,498,000, northing 6,673,000 (the middle of the town), and the heights of its land.
class Site {
 public:
  explicit Site(std::uint64_t seed) : seed_(seed), land_(seed) {}

  Corner corner(Spot spot) const;
  Footprint footprint(const Quad& quad) const;
  Footprint footprint(const Polygon& ring) const;

  /// Height of the ground, millimetres of N2000, whole decimetres between 2 and 12 m; rolling hills
  /// that fall to the shore.
  std::int64_t ground(Spot spot) const;
  /// The lowest ground under the corners, so that no house floats.
  std::int64_t ground(const Quad& quad) const;
  std::int64_t ground(const Polygon& ring) const;

 private:
  std::uint64_t seed_;
  LieOfLand land_;
};

/// Area in m2.
double area_m2(const Footprint& ring);

}  // namespace datasets
