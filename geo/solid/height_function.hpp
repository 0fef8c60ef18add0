#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

namespace geo {

/// One sky plane over its edge, about the envelope's local origin, metres:
/// start + slope · max(0, d), d the distance from the edge's line, positive to the left of `along`.
struct HeightPlane {
  Eigen::Vector2d edge_start = Eigen::Vector2d::Zero();
  Eigen::Vector2d along = Eigen::Vector2d::UnitX();  ///< edge vector, turned so that the inside is left
  double start_m = 0;
  double slope = 1;  ///< tangent of the angle above the horizon
  int limit = 1;     ///< as EnvelopeFace::limit

  double distance(const Eigen::Vector2d& p) const {
    const Eigen::Vector2d to = p - edge_start;
    return (along.x() * to.y() - along.y() * to.x()) / along.norm();
  }
  double at(const Eigen::Vector2d& p) const {
    const double d = distance(p);
    return d > 0 ? start_m + slope * d : start_m;
  }
};

/// Allowed height above ground at a place: the least of all limits. At least one is present.
struct HeightFunction {
  std::optional<double> flat_m;
  std::vector<HeightPlane> planes;

  double at(const Eigen::Vector2d& p) const;
};

}  // namespace geo
