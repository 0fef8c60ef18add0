#include "geo/validate/shell_crossing.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/validate/pair_sweep.hpp"

namespace geo {
namespace {

using Vec = Eigen::Vector3d;

/// Faces closer than this, metres, lie in one plane.
constexpr double kCoplanar = 1e-5;

/// Distance of the projection of p inside the triangle from its border; negative outside.
double depth_inside(const Vec& p, const FaceTriangle& triangle, const Vec& normal) {
  double depth = std::numeric_limits<double>::max();
  for (std::size_t i = 0; i < 3; ++i) {
    const Vec &a = triangle.corners[i], &b = triangle.corners[(i + 1) % 3];
    const Vec inwards = normal.cross(b - a).normalized();
    depth = std::min(depth, (p - a).dot(inwards));
  }
  return depth;
}

bool pierces(const Vec& from, const Vec& to, const FaceTriangle& triangle, const Vec& normal,
             double tolerance, Vec& at) {
  const double above = (from - triangle.corners[0]).dot(normal),
               below = (to - triangle.corners[0]).dot(normal);
  if (std::abs(above) <= tolerance || std::abs(below) <= tolerance || (above > 0) == (below > 0))
    return false;
  at = from + (to - from) * (above / (above - below));
  return depth_inside(at, triangle, normal) > tolerance;
}

/// Part of `subject` on the inner side of each edge of `clip` (Sutherland and Hodgman).
std::vector<Vec> clip(const FaceTriangle& subject, const FaceTriangle& by, const Vec& normal) {
  std::vector<Vec> polygon(subject.corners.begin(), subject.corners.end());
  for (std::size_t i = 0; i < 3 && !polygon.empty(); ++i) {
    const Vec& a = by.corners[i];
    const Vec inwards = normal.cross(by.corners[(i + 1) % 3] - a);
    std::vector<Vec> kept;
    for (std::size_t k = 0; k < polygon.size(); ++k) {
      const Vec &p = polygon[k], &q = polygon[(k + 1) % polygon.size()];
      const double dp = (p - a).dot(inwards), dq = (q - a).dot(inwards);
      if (dp >= 0) kept.push_back(p);
      if ((dp >= 0) != (dq >= 0)) kept.push_back(p + (q - p) * (dp / (dp - dq)));
    }
    polygon = std::move(kept);
  }
  return polygon;
}

bool overlaps_in_plane(const FaceTriangle& a, const FaceTriangle& b, const Vec& normal, double tolerance,
                       Vec& at) {
  for (const Vec& corner : b.corners) {
    if (std::abs((corner - a.corners[0]).dot(normal)) > kCoplanar) return false;
  }
  const auto shared = clip(b, a, normal);
  if (shared.size() < 3) return false;
  Vec area = Vec::Zero();
  double length = 0;
  at = Vec::Zero();
  for (std::size_t i = 0; i < shared.size(); ++i) {
    const Vec& next = shared[(i + 1) % shared.size()];
    area += (shared[i] - shared[0]).cross(next - shared[0]) / 2;
    length += (next - shared[i]).norm();
    at += shared[i] / static_cast<double>(shared.size());
  }
  return area.norm() > tolerance * length;
}

}  // namespace

CrossingAnswer find_crossing(const std::vector<FaceTriangle>& triangles, double tolerance,
                             FaceCrossing& found) {
  std::vector<SweepBox> boxes;
  std::vector<Vec> normals;
  for (const auto& t : triangles) {
    Vec low = t.corners[0], high = t.corners[0];
    for (const Vec& c : t.corners) {
      low = low.cwiseMin(c);
      high = high.cwiseMax(c);
    }
    boxes.push_back({low.x(), low.y(), high.x(), high.y()});
    const Vec area = (t.corners[1] - t.corners[0]).cross(t.corners[2] - t.corners[0]);
    const double longest =
        std::max({(t.corners[1] - t.corners[0]).norm(), (t.corners[2] - t.corners[1]).norm(),
                  (t.corners[0] - t.corners[2]).norm()});
    // Thinner than the tolerance: its neighbours stand for it.
    normals.push_back(area.norm() > tolerance * longest ? area.normalized() : Vec(Vec::Zero()));
  }
  bool crossing = false;
  const auto test = [&](std::size_t i, std::size_t j) {
    const auto &a = triangles[i], &b = triangles[j];
    if (a.face == b.face || normals[i].isZero() || normals[j].isZero()) return true;
    for (std::size_t k = 0; k < 3 && !crossing; ++k) {
      crossing = pierces(a.corners[k], a.corners[(k + 1) % 3], b, normals[j], tolerance, found.at) ||
                 pierces(b.corners[k], b.corners[(k + 1) % 3], a, normals[i], tolerance, found.at);
    }
    crossing = crossing || overlaps_in_plane(a, b, normals[i], tolerance, found.at);
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
