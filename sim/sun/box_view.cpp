#include "sim/sun/box_view.hpp"

#include <algorithm>
#include <cmath>

#include "twin_core/base/units.hpp"

namespace sim {
namespace {

constexpr double kMargin_m = 0.05;

double azimuth_deg(double east, double north) { return std::atan2(east, north) * 180 / twin::kPi; }

}  // namespace

double BoxView::elevation_deg(double above_m) const { return std::atan2(above_m, nearest_m) * 180 / twin::kPi; }

BoxView view_of(const twin::Box& box, const twin::WorkingPosition& from) {
  const double west = box.low.east - kMargin_m - from.east, east = box.high.east + kMargin_m - from.east;
  const double south = box.low.north - kMargin_m - from.north, north = box.high.north + kMargin_m - from.north;
  BoxView out;
  out.nearest_m = std::hypot(std::max({0.0, west, -east}), std::max({0.0, south, -north}));
  out.all_round = out.nearest_m <= 0;
  if (out.all_round) return out;
  const double middle = azimuth_deg(west + east, south + north);
  double left = 0, right = 0;
  for (const double x : {west, east}) {
    for (const double y : {south, north}) {
      const double aside = std::remainder(azimuth_deg(x, y) - middle, 360.0);
      left = std::min(left, aside);
      right = std::max(right, aside);
    }
  }
  out.from_azimuth_deg = middle + left;
  out.to_azimuth_deg = middle + right;
  return out;
}

}  // namespace sim
