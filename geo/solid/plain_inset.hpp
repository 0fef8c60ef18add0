#pragma once

#include <optional>

#include "geo/solid/local_plan.hpp"

namespace geo {

/// True for a ring without holes that is simple by far: no corner is nearly straight back, and edges that are no
/// neighbours stay well apart compared with rounding. False says nothing: then the exact check decides.
bool is_plainly_simple(const LocalRing& ring);

/// Set-back of a simple ring (counter-clockwise, no holes) in one pass, edges moved and neighbours intersected; or
/// nothing where that might not be the straight skeleton's offset: an edge vanishes on the way, a reflex corner runs
/// into another edge, or a corner is too straight to intersect well.
std::optional<LocalRing> plain_inset(const LocalRing& ring, double distance_m);

}  // namespace geo
