#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "twin_core/base/position.hpp"

namespace geo {

/// Area and centroid of a footprint, holes taken off. Turning of the rings does not matter.
struct Ground {
  double area_m2 = 0;
  twin::PlanPosition centre;
};
Ground ground_of(const twin::PlanPolygon& polygon);

/// True within a ring, or within a polygon and in none of its holes. On an edge it may be either.
bool is_inside(const twin::PlanRing& ring, const twin::PlanPosition& point);
bool is_inside(const twin::PlanPolygon& polygon, const twin::PlanPosition& point);

/// Footprints by the squares of ground that their surroundings touch: `near` visits every footprint that may lie
/// within `reach_m` of a point, and some more. Empty footprints are never visited.
class Neighbourhood {
 public:
  Neighbourhood(std::span<const twin::PlanPolygon* const> footprints, double reach_m);

  template <class Visit>
  void near(const twin::PlanPosition& p, Visit visit) const {
    const auto found = cells_.find(key(number(p.east), number(p.north)));
    if (found != cells_.end()) std::for_each(found->second.begin(), found->second.end(), visit);
    std::for_each(everywhere_.begin(), everywhere_.end(), visit);
  }

 private:
  std::int64_t number(double metres) const { return static_cast<std::int64_t>(std::floor(metres / cell_m_)); }
  static std::uint64_t key(std::int64_t x, std::int64_t y) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(x)) << 32 | static_cast<std::uint32_t>(y);
  }

  double cell_m_;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> cells_;
  std::vector<std::size_t> everywhere_;
};

}  // namespace geo
