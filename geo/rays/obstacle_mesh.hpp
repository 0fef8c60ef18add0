#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
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
  /// From this level up it has no free sky below it. As it stands here nothing is known of it, and it may float throughout.
  double foot_m = std::numeric_limits<double>::infinity();

  bool empty() const { return triangles.empty(); }
  twin::Box bounds() const;  ///< of all points
  void add(const ObstacleMesh& other);  ///< its foot becomes the higher one
};

/// All surfaces of a building or another object, cut into triangles as its tile shows them. Its foot is not known.
ObstacleMesh obstacle_of(const twin::BuildingShape& shape);

/// Walls below a ring that close what stands on it downwards, where it lies more than 2 cm above `down_to_m`.
void add_skirt(ObstacleMesh& mesh, const std::vector<twin::WorkingPosition>& ring, double down_to_m);

/// A closed prism over a polygon in plan: walls, floor and top.
/// Errors: those of `check_polygon`; `value-out-of-range` where the height is not above 0.
twin::Result<ObstacleMesh> prism(const twin::PlanPolygon& polygon, double base_m, double height_m);

/// The ground. Posts are left out evenly until at most `most_triangles` remain.
ObstacleMesh obstacle_of(const twin::Terrain& terrain, const twin::TerrainHeights& heights, std::size_t most_triangles);

}  // namespace geo
