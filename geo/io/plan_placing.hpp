#pragma once

#include "geo/io/frame_agreement.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace geo {

/// Around the outer ring, at height 0.
twin::Box bounds_of(const twin::PlanPolygon& polygon);

/// Corners of the file become those of the frame, in place. False where the projection has no answer; what was placed until
/// then stays so.
bool place_polygon(twin::PlanPolygon& polygon, const Placement& placement, AxisOrder order);

/// The same of a unit's boundary and of the places of its regulations.
bool place_unit(twin::PlanUnit& unit, const Placement& placement, AxisOrder order);

}  // namespace geo
