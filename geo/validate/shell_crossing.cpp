#include "geo/validate/shell_crossing.hpp"

#include <algorithm>

#include "geo/validate/pair_sweep.hpp"

namespace geo {
namespace {

using Vec = Eigen::Vector3d;

/// Faces closer than this, metres, lie in one plane.
constexpr double kCoplanar = 1e-5;

}  // namespace

CrossingAnswer find_crossing(const std::vector<FaceTriangle>& triangles, double tolerance,
                             FaceCrossing& found) {
  std::vector<SweepBox> boxes;
  std::vector<Vec> normals;
  boxes.reserve(triangles.size());
  normals.reserve(triangles.size());
  for (const auto& t : triangles) {
    Vec low = t.corners[0], high = t.corners[0];
    for (const Vec& c : t.corners) {
      low = low.cwiseMin(c);
      high = high.cwiseMax(c);
    }
    boxes.push_back({low.x(), low.y(), high.x(), high.y()});
    normals.push_back(unit_normal(t, tolerance));
  }
  bool crossing = false;
  const auto test = [&](std::size_t i, std::size_t j) {
    const auto &a = triangles[i], &b = triangles[j];
    if (a.face == b.face || normals[i].isZero() || normals[j].isZero()) return true;
    for (std::size_t k = 0; k < 3 && !crossing; ++k) {
      crossing = pierces(a.corners[k], a.corners[(k + 1) % 3], b, normals[j], tolerance, found.at) ||
                 pierces(b.corners[k], b.corners[(k + 1) % 3], a, normals[i], tolerance, found.at);
    }
    crossing = crossing || overlap_in_plane(a, b, normals[i], kCoplanar, tolerance, found.at);
    if (crossing) {
      found.first = std::min(a.face, b.face);
      found.second = std::max(a.face, b.face);
    }
    return !crossing;
  };
  if (!for_overlapping_pairs(boxes, kSweepBudget, test)) return CrossingAnswer::kTooMany;
  return crossing ? CrossingAnswer::kFound : CrossingAnswer::kNone;
}

}  // namespace geo
