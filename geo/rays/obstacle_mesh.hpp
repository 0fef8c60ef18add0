#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "twin_core/base/position.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/terrain.hpp"

namespace geo {

/// Surfaces that cut lines of sight, as triangles in the working frame. Orientation does not matter.
struct ObstacleMesh {
  std::vector<twin::WorkingPosition> points;
  std::vector<std::array<std::uint32_t, 3>> triangles;

  bool empty() const { return triangles.empty(); }
  twin::Box bounds() const;  ///< of all points
  void add(const ObstacleMesh& other);
};

/// All surfaces of a building or another object, cut into triangles as its tile shows them.
ObstacleMesh obstacle_of(const twin::BuildingShape& shape);

/// A closed prism over a polygon in plan: walls, floor and top.
/// Errors: those of `check_polygon`; `value-out-of-range` where the height is not above 0.
twin::Result<ObstacleMesh> prism(const twin::PlanPolygon& polygon, double base_m, double height_m);

/// The ground. Posts are left out evenly until at most `most_triangles` remain.
ObstacleMesh obstacle_of(const twin::Terrain& terrain, const twin::TerrainHeights& heights, std::size_t most_triangles);

}  // namespace geo
