#include "geo/io/plan_placing.hpp"

#include <algorithm>

namespace geo {
namespace {

bool place_ring(twin::PlanRing& ring, const Placement& placement, AxisOrder order) {
  for (auto& point : ring) {
    const auto placed = placement.place({point.east, point.north, 0}, order);
    if (!placed) return false;
    point = {placed->east, placed->north};
  }
  return true;
}

}  // namespace

twin::Box bounds_of(const twin::PlanPolygon& polygon) {
  twin::Box out;
  for (const auto& point : polygon.outer) out.add(twin::WorkingPosition{point.east, point.north, 0});
  return out;
}

bool place_polygon(twin::PlanPolygon& polygon, const Placement& placement, AxisOrder order) {
  return place_ring(polygon.outer, placement, order) &&
         std::all_of(polygon.holes.begin(), polygon.holes.end(), [&](twin::PlanRing& hole) { return place_ring(hole, placement, order); });
}

bool place_unit(twin::PlanUnit& unit, const Placement& placement, AxisOrder order) {
  return place_polygon(unit.boundary, placement, order) &&
         std::all_of(unit.regulations.begin(), unit.regulations.end(),
                     [&](twin::Regulation& regulation) { return place_ring(regulation.place, placement, order); });
}

}  // namespace geo
