#pragma once

#include "twin_core/city/plan_unit.hpp"

namespace geo {

/// Width of the narrowest strip between two parallel lines that holds the polygon, in m: of a rectangle its shorter side.
/// 0 for fewer than three corners or corners on one line.
double least_width(const twin::PlanPolygon& polygon);

}  // namespace geo
