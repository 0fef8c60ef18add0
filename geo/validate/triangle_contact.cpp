#include "geo/validate/triangle_contact.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>

namespace geo {

using Vec = Eigen::Vector3d;

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

namespace {

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

}  // namespace

bool overlap_in_plane(const FaceTriangle& a, const FaceTriangle& b, const Vec& normal, double coplanar,
                      double tolerance, Vec& at) {
  for (const Vec& corner : b.corners) {
    if (std::abs((corner - a.corners[0]).dot(normal)) > coplanar) return false;
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

Vec unit_normal(const FaceTriangle& t, double tolerance) {
  const Vec u = t.corners[1] - t.corners[0], v = t.corners[2] - t.corners[0];
  const Vec area = u.cross(v);
  const double longest = std::max({u.norm(), v.norm(), (t.corners[2] - t.corners[1]).norm()});
  return area.norm() > tolerance * longest ? area.normalized() : Vec(Vec::Zero());
}

}  // namespace geo
