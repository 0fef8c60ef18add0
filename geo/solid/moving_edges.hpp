#pragma once

#include <Eigen/Core>
#include <cmath>

namespace geo {

/// Edges of a ring that move inwards together, at 1 m of way per metre of distance: what their corners do.

inline double cross(const Eigen::Vector2d& a, const Eigen::Vector2d& b) { return a.x() * b.y() - a.y() * b.x(); }

/// Sine of the least turn at a spike, where an edge goes nearly straight back.
inline constexpr double kLeastSpike = 1e-4;

/// Way of the corner between two edges per metre that both move to their left: u with cross(before, u) = cross(after, u) = 1.
/// Unit directions; where they go on nearly straight the mean of their normals, elsewhere the difference of directions, so that
/// the error stays below 1e-11 beside any corner but spikes of less than `kLeastSpike`.
inline Eigen::Vector2d corner_way(const Eigen::Vector2d& before, const Eigen::Vector2d& after) {
  const double along = before.dot(after);
  if (along > 0) {
    const Eigen::Vector2d sum = (before + after) / (1 + along);
    return {-sum.y(), sum.x()};
  }
  return (after - before) / cross(before, after);
}

}  // namespace geo
