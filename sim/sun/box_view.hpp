#pragma once

#include "twin_core/base/position.hpp"

namespace sim {

/// How a box looks from a place.
struct BoxView {
  bool all_round = false;  ///< the place lies in it, in plan
  double nearest_m = 0;    ///< in plan
  double from_azimuth_deg = 0, to_azimuth_deg = 360;  ///< clockwise from grid north, less than 180 apart unless all round; may lie beyond 0 and 360

  /// Of a point `above_m` above the place at the box's nearest side.
  double elevation_deg(double above_m) const;
};

/// Of the box grown by 5 cm.
BoxView view_of(const twin::Box& box, const twin::WorkingPosition& from);

}  // namespace sim
