#include "geo/io/shape_placing.hpp"

#include <algorithm>
#include <vector>

#include "geo/io/appearance_follow.hpp"

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
    const auto& points = ring.points;
    const bool repeats = std::adjacent_find(points.begin(), points.end()) != points.end() ||
                         (points.size() > 1 && points.front() == points.back());
    if (!repeats) return;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < ring.points.size(); ++i) {
      if (kept.empty() || !(ring.points[i] == ring.points[kept.back()])) kept.push_back(i);
    }
    while (kept.size() > 1 && ring.points[kept.front()] == ring.points[kept.back()]) kept.pop_back();
    // A ring that would vanish stays as it is: the finding says what is wrong with it.
    if (kept.size() < 3 || kept.size() == ring.points.size()) return;
    dropped += ring.points.size() - kept.size();
    keep_texture_coordinates(shape, ring, kept);
    for (std::size_t i = 0; i < kept.size(); ++i) ring.points[i] = ring.points[kept[i]];
    ring.points.resize(kept.size());
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
