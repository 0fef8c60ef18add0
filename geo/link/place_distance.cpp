#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/link/place_match.hpp"

namespace geo {
namespace {

double to_segment(const twin::PlanPosition& a, const twin::PlanPosition& b, const twin::PlanPosition& p) {
  const double east = b.east - a.east, north = b.north - a.north;
  const double length2 = east * east + north * north;
  double along = 0;
  if (length2 > 0) along = std::clamp(((p.east - a.east) * east + (p.north - a.north) * north) / length2, 0.0, 1.0);
  return std::hypot(p.east - (a.east + along * east), p.north - (a.north + along * north));
}

/// Whether an eastward ray from the point crosses the ring an odd number of times; the nearest edge.
bool odd_crossings(const twin::PlanRing& ring, const twin::PlanPosition& p, double& nearest) {
  bool odd = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    nearest = std::min(nearest, to_segment(a, b, p));
    if ((a.north > p.north) == (b.north > p.north)) continue;
    const double east = a.east + (p.north - a.north) / (b.north - a.north) * (b.east - a.east);
    if (p.east < east) odd = !odd;
  }
  return odd;
}

}  // namespace

double distance_to(const twin::PlanPolygon& polygon, const twin::PlanPosition& point) {
  double nearest = std::numeric_limits<double>::infinity();
  bool inside = odd_crossings(polygon.outer, point, nearest);
  for (const auto& hole : polygon.holes) inside = odd_crossings(hole, point, nearest) ? false : inside;
  return inside ? 0 : nearest;
}

}  // namespace geo
