#pragma once

#include <vector>

#include "sim/sun/sun_path.hpp"

namespace sim {

/// The sun's way between the middles of two steps, or a part of it, taken as even.
struct SunWay {
  twin::Offset<twin::Working> from, to;  ///< towards the sun
  double from_azimuth_deg = 0, to_azimuth_deg = 0;  ///< grid; may lie beyond 0 and 360, differ by less than 180
  double from_elevation_deg = 0, to_elevation_deg = 0;
  std::chrono::microseconds length{0};
  bool at_edge = false;  ///< it rises or sets, or the period begins or ends
};

/// The time that the sun is up, in order: from where it rises or a period begins, from middle to middle, to where it sets or the period ends.
std::vector<SunWay> ways_along(const SunSky& sky, const SunPath& path);

}  // namespace sim
