#include "geo/solid/local_plan.hpp"

#include <algorithm>
#include <cmath>

#include "geo/solid/envelope.hpp"

namespace geo {
namespace {

LocalRing local_ring(const twin::PlanRing& ring, const twin::PlanPosition& origin, bool counter_clockwise) {
  LocalRing out;
  out.reserve(ring.size());
  for (const auto& p : ring) {
    const Eigen::Vector2d q(p.east - origin.east, p.north - origin.north);
    if (out.empty() || out.back() != q) out.push_back(q);
  }
  while (out.size() > 1 && out.back() == out.front()) out.pop_back();
  if ((signed_area(out) > 0) != counter_clockwise) std::reverse(out.begin(), out.end());
  return out;
}

twin::PlanRing plan_ring(const LocalRing& ring, const twin::PlanPosition& origin) {
  twin::PlanRing out;
  out.reserve(ring.size());
  for (const auto& p : ring) out.push_back({p.x() + origin.east, p.y() + origin.north});
  return out;
}

}  // namespace

twin::PlanPosition local_origin(const twin::PlanPolygon& polygon) {
  return polygon.outer.empty() ? twin::PlanPosition{} : polygon.outer.front();
}

twin::PlanRing without_repeats(const twin::PlanRing& ring) {
  twin::PlanRing out;
  out.reserve(ring.size());
  for (const auto& p : ring) {
    if (out.empty() || !(out.back() == p)) out.push_back(p);
  }
  while (out.size() > 1 && out.back() == out.front()) out.pop_back();
  return out;
}

LocalPolygon to_local(const twin::PlanPolygon& polygon, const twin::PlanPosition& origin) {
  LocalPolygon out;
  out.outer = local_ring(polygon.outer, origin, true);
  for (const auto& hole : polygon.holes) out.holes.push_back(local_ring(hole, origin, false));
  return out;
}

twin::PlanPolygon to_plan(const LocalPolygon& polygon, const twin::PlanPosition& origin) {
  twin::PlanPolygon out;
  out.outer = plan_ring(polygon.outer, origin);
  for (const auto& hole : polygon.holes) out.holes.push_back(plan_ring(hole, origin));
  return out;
}

double signed_area(const LocalRing& ring) {
  if (ring.size() < 3) return 0;
  double twice = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    const Eigen::Vector2d a = ring[i] - ring[0];
    const Eigen::Vector2d b = ring[i + 1] - ring[0];
    twice += a.x() * b.y() - a.y() * b.x();
  }
  return twice / 2;
}

double signed_area(const LocalPolygon& polygon) {
  double area = signed_area(polygon.outer);
  for (const auto& hole : polygon.holes) area += signed_area(hole);
  return area;
}

namespace {

double area_of_ring(const twin::PlanRing& ring) {
  double twice = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    const double east = ring[i].east - ring[0].east, north = ring[i].north - ring[0].north;
    twice += east * (ring[i + 1].north - ring[0].north) - north * (ring[i + 1].east - ring[0].east);
  }
  return std::abs(twice / 2);
}

}  // namespace

double area_of(const twin::PlanPolygon& polygon) {
  double area = area_of_ring(polygon.outer);
  for (const auto& hole : polygon.holes) area -= area_of_ring(hole);
  return std::max(0.0, area);
}

}  // namespace geo
