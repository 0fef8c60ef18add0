#include "geo/link/ground.hpp"

namespace geo {

Ground ground_of(const twin::PlanPolygon& polygon) {
  if (polygon.outer.empty()) return {};
  const auto origin = polygon.outer.front();
  double area = 0, east = 0, north = 0;
  const auto take = [&](const twin::PlanRing& ring, double sign) {
    double twice = 0, sum_east = 0, sum_north = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto& p = ring[i];
      const auto& q = ring[(i + 1) % ring.size()];
      const double a_east = p.east - origin.east, a_north = p.north - origin.north;
      const double b_east = q.east - origin.east, b_north = q.north - origin.north;
      const double cross = a_east * b_north - b_east * a_north;
      twice += cross;
      sum_east += cross * (a_east + b_east);
      sum_north += cross * (a_north + b_north);
    }
    const double turn = twice < 0 ? -sign : sign;
    area += turn * twice / 2;
    east += turn * sum_east / 6;
    north += turn * sum_north / 6;
  };
  take(polygon.outer, 1);
  for (const auto& hole : polygon.holes) take(hole, -1);
  if (!(area > 0)) return {0, origin};
  return {area, {origin.east + east / area, origin.north + north / area}};
}

bool is_inside(const twin::PlanRing& ring, const twin::PlanPosition& point) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const auto &a = ring[i], &b = ring[j];
    if ((a.north > point.north) != (b.north > point.north) &&
        point.east < a.east + (b.east - a.east) * (point.north - a.north) / (b.north - a.north)) {
      inside = !inside;
    }
  }
  return inside;
}

bool is_inside(const twin::PlanPolygon& polygon, const twin::PlanPosition& point) {
  return is_inside(polygon.outer, point) &&
         std::none_of(polygon.holes.begin(), polygon.holes.end(), [&](const auto& hole) { return is_inside(hole, point); });
}

Neighbourhood::Neighbourhood(std::span<const twin::PlanPolygon* const> footprints, double reach_m) : cell_m_(std::max(50.0, reach_m)) {
  for (std::size_t i = 0; i < footprints.size(); ++i) {
    const auto& ring = footprints[i]->outer;
    if (ring.empty()) continue;
    auto low = ring.front(), high = ring.front();
    for (const auto& p : ring) {
      low = {std::min(low.east, p.east), std::min(low.north, p.north)};
      high = {std::max(high.east, p.east), std::max(high.north, p.north)};
    }
    // A footprint of many kilometres is no footprint: it is asked for everywhere instead of filed everywhere.
    const auto cells = ((high.east - low.east + 2 * reach_m) / cell_m_ + 1) * ((high.north - low.north + 2 * reach_m) / cell_m_ + 1);
    if (!(cells < 10'000)) {
      everywhere_.push_back(i);
      continue;
    }
    for (auto x = number(low.east - reach_m); x <= number(high.east + reach_m); ++x) {
      for (auto y = number(low.north - reach_m); y <= number(high.north + reach_m); ++y) cells_[key(x, y)].push_back(i);
    }
  }
}

}  // namespace geo
