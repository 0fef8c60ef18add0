#pragma once

#include <optional>
#include <span>

#include "twin_core/base/position.hpp"

namespace geo {

/// Positive for a counter-clockwise ring; square units of its coordinates.
double signed_area(const twin::PlanRing& ring);

/// True when all vertices lie on one line.
bool is_collinear(const twin::PlanRing& ring);

/// A point where a ring meets itself away from its corners (crossing, touching, folding back), or
/// where two rings cross; nothing when there is none. Rings may touch each other.
std::optional<twin::PlanPosition> find_crossing(std::span<const twin::PlanRing* const> rings);

/// True when no vertex of `inner` lies outside `outer`, given that the rings do not cross.
bool contains(const twin::PlanRing& outer, const twin::PlanRing& inner);

}  // namespace geo
