#pragma once

#include <cstdint>
#include <vector>

#include "geo/solid/creases.hpp"
#include "geo/solid/local_plan.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// One part of the plan over which the allowed height is one plane. Rings as node numbers, the area to
/// their left.
struct RoofCell {
  std::vector<std::vector<std::uint32_t>> rings;
  RoofPlane plane;
  int limit = -1;
  std::uint32_t part = 0;  ///< cells of one part are joined by edges; each part becomes one solid
};

/// The buildable area cut along the creases of the height function. Neighbours share their nodes.
struct RoofPlan {
  std::vector<Eigen::Vector2d> nodes;
  std::vector<char> corner;  ///< node is a vertex of the buildable area
  std::vector<RoofCell> cells;
};

/// Part of the buildable area with limits of its own; parts do not overlap. Where two meet their heights may differ.
struct RoofZone {
  std::vector<LocalPolygon> area;
  std::vector<RoofLimit> limits;
};

/// Exact arrangement of boundaries and creases (CGAL); places where nothing may rise are left out. `corners`: the
/// vertices that stay even in the middle of a straight edge. Error: `envelope-failed`.
twin::Result<RoofPlan> roof_plan(const std::vector<RoofZone>& zones, const std::vector<LocalPolygon>& corners);

/// Joins nodes closer than kWeld, splits edges at nodes this near, leaves out cells that vanish by it
/// and nodes in the middle of a straight edge.
RoofPlan welded(const RoofPlan& plan);

}  // namespace geo
