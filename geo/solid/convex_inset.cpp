#include "geo/solid/convex_inset.hpp"

namespace geo {
namespace {

double cross(const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
  return a.x() * b.y() - a.y() * b.x();
}

}  // namespace

std::optional<std::vector<LocalPolygon>> convex_inset(const LocalPolygon& polygon, double distance_m) {
  const LocalRing& ring = polygon.outer;
  const std::size_t n = ring.size();
  if (!polygon.holes.empty() || n < 3) return std::nullopt;
  LocalRing out;
  out.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Eigen::Vector2d before = (ring[i] - ring[(i + n - 1) % n]).normalized();
    const Eigen::Vector2d after = (ring[(i + 1) % n] - ring[i]).normalized();
    const double sine = cross(before, after);
    if (sine < 1e-6) return std::nullopt;  // reflex, or too straight to intersect well
    // Both shifted lines meet at the corner plus a vector u with cross(before, u) = cross(after, u) =
    // distance.
    out.push_back(ring[i] + (after - before) * (distance_m / sine));
  }
  for (std::size_t i = 0; i < n; ++i) {  // a turned edge has been consumed on the way in
    const Eigen::Vector2d was = ring[(i + 1) % n] - ring[i];
    const Eigen::Vector2d is = out[(i + 1) % n] - out[i];
    if (was.dot(is) <= 1e-9 * was.squaredNorm()) return std::nullopt;
  }
  return std::vector<LocalPolygon>{{std::move(out), {}}};
}

}  // namespace geo
