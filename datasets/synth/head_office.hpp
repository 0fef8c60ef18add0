#pragma once

#include "datasets/synth/plane.hpp"

namespace datasets {

/// The office house of the town, of the size of a city department: a spine along the north side with three
/// wings to the south, seven storeys and a recessed eighth, some 40,000 m2.
struct HeadOffice {
  explicit HeadOffice(const Polygon& plot);

  bool fits = false;
  double width_m = 0, depth_m = 0, spine_m = 19, wing_m = 19;
  Ground ground;

  static constexpr int kStoreys = 8;  ///< the last one recessed by kTerraceM
  static constexpr double kStoreyM = 3.6, kTerraceM = 1.8;

  Polygon outline() const;             ///< counter-clockwise
  double wing_from(int wing) const;    ///< along u; wings 0 to 2
};

}  // namespace datasets
