#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

#include "geo/validate/polygon_check.hpp"

namespace geo {

/// A closed shell as triangles, turned as used in its solid (a cavity's face inwards).
struct TriangulatedShell {
  std::vector<Eigen::Vector3d> vertices;
  std::vector<std::array<std::uint32_t, 3>> triangles;
};

/// How the shells of one solid lie to each other, exterior first, with exact arithmetic (Nef polyhedra):
/// 401 cross or touch along a face, 402 the same shell twice, 403 a cavity outside the exterior,
/// 404 the interior falls apart. Shells may touch in points and lines. `999` (a warning) when they have
/// too many triangles, or are too flat in places, to be compared.
std::vector<GeometryFault> check_shells_of_solid(const std::vector<TriangulatedShell>& shells);

}  // namespace geo
