#pragma once

#include "twin_core/base/position.hpp"

namespace geo {

/// How much of `part` lies inside `whole`, 0 to 1, measured along 256 lines from west to east: to about 1 %
/// for shapes without features finer than a hundredth of their height. 0 for a part without area.
double share_inside(const twin::PlanPolygon& part, const twin::PlanPolygon& whole);

/// Square units of the polygon's coordinates, holes taken off.
double area_of_plan(const twin::PlanPolygon& polygon);

bool contains(const twin::PlanPolygon& polygon, const twin::PlanPosition& point);

}  // namespace geo
