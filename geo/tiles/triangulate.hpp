#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

#include "twin_core/city/building.hpp"

namespace geo {

/// A polygon cut into triangles that turn the way the exterior ring does.
struct TrianglePatch {
  std::vector<twin::WorkingPosition> points;
  std::vector<std::array<std::uint32_t, 3>> triangles;
};

/// Area vector of a ring (Newell): length = area in m2, direction = the side from which it turns
/// counter-clockwise. Exact for planar rings, the best-fit plane's for others.
Eigen::Vector3d area_vector(const twin::Ring3& ring);

/// Cuts a polygon with holes into triangles in its best-fit plane. Vertices keep their 3D place.
///
/// Holds for every simple polygon, convex or not (tested): the triangles' area is the polygon's less its
/// holes'. Rings that cross or touch themselves are filled by the even-odd rule. Polygons with a
/// coordinate that is not finite or an area below 1 mm2 give no triangle.
TrianglePatch triangulate(const twin::Polygon3& polygon);

}  // namespace geo
