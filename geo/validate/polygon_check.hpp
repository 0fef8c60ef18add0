#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "geo/validate/validate.hpp"
#include "geo/validate/vertex_index.hpp"

namespace geo {

/// Something wrong with a face or a shell; `where` continues the place that the caller knows.
struct GeometryFault {
  const char* code = "";
  std::string where;  ///< "ring 2", an edge's coordinates, or empty
  std::string value;
  std::string remedy;
};

/// A face by vertex numbers: exterior first, not closed, no vertex twice in a row.
struct IndexedFace {
  std::vector<std::vector<std::uint32_t>> rings;
  std::vector<std::array<std::uint32_t, 3>> triangles;  ///< of a usable face, turned as it is
};

/// What the checks of one polygon found. `usable` faces can take part in the checks of a shell: their
/// rings are fine, though the polygon may not be planar.
struct PolygonReport {
  std::vector<GeometryFault> faults;
  IndexedFace face;
  bool usable = false;
};

/// Ring codes 101, 102, 104; then 201, 202, 205 to 208; then 203; then 204. A group is looked at when the
/// ones before found nothing (102 apart).
PolygonReport check_polygon(const twin::Polygon3& polygon, VertexIndex& vertices,
                            const ValidationTolerances& tolerances);

/// "(25499054.170 6674555.691 3.181)".
std::string coordinates_of(const twin::WorkingPosition& position);

/// Distance of the farthest position from their least-squares plane, metres.
struct FarthestOffPlane {
  double distance_m = 0;
  std::size_t position = 0;
};
FarthestOffPlane farthest_off_plane(const std::vector<Eigen::Vector3d>& positions, Eigen::Vector3d& normal);

}  // namespace geo
