#pragma once

#include <vector>

#include "geo/rays/obstacle_mesh.hpp"

namespace geo {

/// What obstacles leave dark of level ground at `ground_m` under light that travels along `falling` (up < 0): pieces that do not
/// overlap, outer rings counter-clockwise, holes clockwise. Ground covered by an obstacle that stands on it is dark too. What lies
/// below the ground casts no shadow.
///
/// Exact up to the rounding of each triangle's corners to doubles as they fall on the ground: 1e-9 of the shadow's length.
/// Holds (tested): for a convex prism the area is its footprint's plus its width across the light times the shadow's length.
std::vector<twin::PlanPolygon> shadow_on_ground(const std::vector<ObstacleMesh>& obstacles, double ground_m,
                                                const twin::Offset<twin::Working>& falling);

}  // namespace geo
