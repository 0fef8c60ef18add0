#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>

namespace geo {

/// A triangle of a face, metres about a local origin.
struct FaceTriangle {
  std::array<Eigen::Vector3d, 3> corners;
  std::size_t face = 0;
};

/// Unit normal; zero where the triangle is thinner than the tolerance: its neighbours stand for it.
Eigen::Vector3d unit_normal(const FaceTriangle& triangle, double tolerance);

/// Distance of the projection of p inside the triangle from its border; negative outside.
double depth_inside(const Eigen::Vector3d& p, const FaceTriangle& triangle, const Eigen::Vector3d& normal);

/// True where the segment goes through the triangle with both its ends farther than the tolerance from its
/// plane and the triangle's border farther from `at` than that.
bool pierces(const Eigen::Vector3d& from, const Eigen::Vector3d& to, const FaceTriangle& triangle,
             const Eigen::Vector3d& normal, double tolerance, Eigen::Vector3d& at);

/// True where b lies in the plane of a (within `coplanar` metres) and they share more than a strip of the
/// tolerance's width. `normal` is a's.
bool overlap_in_plane(const FaceTriangle& a, const FaceTriangle& b, const Eigen::Vector3d& normal,
                      double coplanar, double tolerance, Eigen::Vector3d& at);

}  // namespace geo
