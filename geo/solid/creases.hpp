#pragma once

#include <Eigen/Core>
#include <vector>

#include "geo/solid/height_function.hpp"
#include "geo/solid/local_plan.hpp"

namespace geo {

/// Points closer than this are one point, and points this near to a line lie on it, m.
inline constexpr double kWeld = 2e-6;

/// Height = a·x + b·y + c about the local origin.
struct RoofPlane {
  double a = 0, b = 0, c = 0;
  double at(const Eigen::Vector2d& p) const { return a * p.x() + b * p.y() + c; }
  double steepness() const { return Eigen::Vector2d(a, b).norm(); }
};

/// A height limit over the buildable area: the greater one of its planes. A sky plane has only one where
/// the area lies on one side of its edge's line.
struct RoofLimit {
  std::vector<RoofPlane> planes;  ///< one or two; the level one first
  int limit = 0;                  ///< as EnvelopeFace::limit

  double at(const Eigen::Vector2d& p) const;
};

/// All limits; a sky plane equal to an earlier one is left out.
std::vector<RoofLimit> roof_limits(const HeightFunction& heights, const std::vector<LocalPolygon>& area);

struct Segment {
  Eigen::Vector2d from, to;
};

/// Where the least limit changes from one plane to another, within the area's bounding box. No crease is
/// missing; where planes meet at a very small angle one may reach too far.
std::vector<Segment> creases(const std::vector<RoofLimit>& limits, const std::vector<LocalPolygon>& area);

}  // namespace geo
