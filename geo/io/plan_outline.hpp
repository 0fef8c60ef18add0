#pragma once

#include <span>
#include <vector>

#include "twin_core/city/building.hpp"

namespace geo {

/// What surfaces cover in plan: their union as polygons that do not overlap, outer rings counter-clockwise, holes
/// clockwise. Surfaces that stand upright cover nothing; where all do (a tree of two crossed panels), or where there are more
/// than `kMostOutlined` of them, it is the rectangle around. Empty for no surfaces. Heights and facing do not matter.
/// Metres of the working frame; corners stay where they are to within 1e-6 m.
std::vector<twin::PlanPolygon> plan_outline(std::span<const twin::Polygon3* const> surfaces);
std::vector<twin::PlanPolygon> plan_outline(const twin::BuildingShape& shape);

/// Larger than any road or bridge; the triangles of a terrain may be more.
inline constexpr std::size_t kMostOutlined = 50'000;

}  // namespace geo
