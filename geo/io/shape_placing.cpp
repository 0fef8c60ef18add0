#include "geo/io/shape_placing.hpp"

#include <algorithm>

namespace geo {
namespace {

using twin::BuildingShape;
using twin::Ring3;

template <class Visit>
void for_each_ring(BuildingShape& shape, const Visit& visit) {
  for (auto& part : shape.parts) {
    for (auto& polygon : part.polygons) {
      visit(polygon.exterior);
      for (auto& ring : polygon.interiors) visit(ring);
    }
  }
}

}  // namespace

bool place_shape(BuildingShape& shape, const Placement& placement, AxisOrder order) {
  bool fine = true;
  for_each_ring(shape, [&](Ring3& ring) {
    for (auto& point : ring.points) {
      const auto placed = placement.place(point, order);
      fine &= placed.has_value();
      if (placed) point = *placed;
    }
  });
  return fine;
}

std::size_t drop_repeated_vertices(BuildingShape& shape) {
  std::size_t dropped = 0;
  for_each_ring(shape, [&](Ring3& ring) {
    auto points = ring.points;
    points.erase(std::unique(points.begin(), points.end()), points.end());
    while (points.size() > 1 && points.front() == points.back()) points.pop_back();
    // A ring that would vanish stays as it is: the finding says what is wrong with it.
    if (points.size() < 3 || points.size() == ring.points.size()) return;
    dropped += ring.points.size() - points.size();
    ring.points = std::move(points);
  });
  return dropped;
}

twin::Box bounds_of(const BuildingShape& shape) {
  twin::Box out;
  for (const auto& part : shape.parts) {
    for (const auto& polygon : part.polygons) {
      for (const auto& point : polygon.exterior.points) out.add(point);
    }
  }
  return out;
}

}  // namespace geo
