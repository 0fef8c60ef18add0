#include "geo/rays/shadow_polygon.hpp"

#include <CGAL/Boolean_set_operations_2.h>
#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <CGAL/Polygon_set_2.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

using Kernel = CGAL::Exact_predicates_exact_constructions_kernel;
using Ring = CGAL::Polygon_2<Kernel>;
using Set = CGAL::Polygon_set_2<Kernel>;

/// The part of a triangle at or above the ground, as at most four corners.
std::vector<Eigen::Vector3d> above(const std::array<Eigen::Vector3d, 3>& corners, double ground_m) {
  std::vector<Eigen::Vector3d> out;
  for (std::size_t i = 0; i < 3; ++i) {
    const Eigen::Vector3d &a = corners[i], &b = corners[(i + 1) % 3];
    if (a.z() >= ground_m) out.push_back(a);
    if ((a.z() < ground_m) != (b.z() < ground_m)) out.push_back(a + (ground_m - a.z()) / (b.z() - a.z()) * (b - a));
  }
  return out;
}

twin::PlanRing to_plan(const Ring& ring, const Eigen::Vector3d& origin) {
  twin::PlanRing out;
  for (const auto& p : ring.vertices()) out.push_back({CGAL::to_double(p.x()) + origin.x(), CGAL::to_double(p.y()) + origin.y()});
  return out;
}

}  // namespace

std::vector<twin::PlanPolygon> shadow_on_ground(const std::vector<ObstacleMesh>& obstacles, double ground_m,
                                                const twin::Offset<twin::Working>& falling) {
  std::vector<twin::PlanPolygon> out;
  const auto first = std::find_if(obstacles.begin(), obstacles.end(), [](const auto& mesh) { return !mesh.points.empty(); });
  if (first == obstacles.end()) return out;
  const Eigen::Vector3d origin(std::round(first->points[0].east), std::round(first->points[0].north), 0);
  const Eigen::Vector3d drift(-falling.east / falling.up, -falling.north / falling.up, 0);  // per metre of height
  std::vector<Ring> dark;
  for (const ObstacleMesh& mesh : obstacles) {
    for (const auto& t : mesh.triangles) {
      const std::array<Eigen::Vector3d, 3> corners{mesh.points[t[0]].vector() - origin, mesh.points[t[1]].vector() - origin,
                                                   mesh.points[t[2]].vector() - origin};
      Ring ring;
      for (const Eigen::Vector3d& corner : above(corners, ground_m)) {
        const Eigen::Vector3d fallen = corner + (corner.z() - ground_m) * drift;
        const Kernel::Point_2 point(fallen.x(), fallen.y());
        if (ring.is_empty() || ring[ring.size() - 1] != point) ring.push_back(point);
      }
      while (ring.size() > 1 && ring[0] == ring[ring.size() - 1]) ring.erase(ring.vertices_end() - 1);
      if (ring.size() < 3 || !ring.is_simple() || ring.area() == 0) continue;  // seen on edge
      if (ring.orientation() == CGAL::CLOCKWISE) ring.reverse_orientation();
      dark.push_back(std::move(ring));
    }
  }
  Set joined;
  joined.join(dark.begin(), dark.end());
  std::vector<CGAL::Polygon_with_holes_2<Kernel>> pieces;
  joined.polygons_with_holes(std::back_inserter(pieces));
  for (const auto& piece : pieces) {
    twin::PlanPolygon polygon;
    polygon.outer = to_plan(piece.outer_boundary(), origin);
    for (const auto& hole : piece.holes()) polygon.holes.push_back(to_plan(hole, origin));
    out.push_back(std::move(polygon));
  }
  return out;
}

}  // namespace geo
