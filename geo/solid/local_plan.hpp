#pragma once

#include <Eigen/Core>
#include <vector>

#include "twin_core/base/position.hpp"

namespace geo {

/// Plan geometry about a local origin: at eastings of 25,500,000 m a product of two coordinates has
/// lost the millimetres, about an origin nearby it has not.
using LocalRing = std::vector<Eigen::Vector2d>;

/// Outer ring counter-clockwise, holes clockwise, no vertex repeated in a row or at the end.
struct LocalPolygon {
  LocalRing outer;
  std::vector<LocalRing> holes;
};

/// The first vertex; differences of nearby coordinates to it are exact.
twin::PlanPosition local_origin(const twin::PlanPolygon& polygon);

LocalPolygon to_local(const twin::PlanPolygon& polygon, const twin::PlanPosition& origin);
twin::PlanPolygon to_plan(const LocalPolygon& polygon, const twin::PlanPosition& origin);

/// The ring without vertices repeated in a row, and without the first one repeated at the end.
twin::PlanRing without_repeats(const twin::PlanRing& ring);

/// Positive when counter-clockwise, m2.
double signed_area(const LocalRing& ring);
double signed_area(const LocalPolygon& polygon);

}  // namespace geo
