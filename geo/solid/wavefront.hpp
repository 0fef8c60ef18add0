#pragma once

#include <optional>
#include <vector>

#include "geo/solid/local_plan.hpp"

namespace geo {

/// Set-back of a simple ring (counter-clockwise, no holes, about a local origin) whose edges meet on the way in: the straight
/// skeleton's offset, event by event. Edges that shrink away are left out, a reflex corner that reaches another edge cuts the ring in
/// two, and a ring without reflex corners is cut by its half planes. No ring left: empty.
///
/// Computed in doubles. Corners of rings within 3 km lie within 1e-8 m of their place (edges that meet anew turn by a sine of 1e-3
/// at least), and every decision has a margin of 1e-6 m: two events nearer to each other than that, an event at the very
/// distance, a corner that meets a corner, a larger ring: nothing, and exact arithmetic decides.
std::optional<std::vector<LocalRing>> wavefront_inset(const LocalRing& ring, double distance_m);

}  // namespace geo
