#pragma once

#include <optional>
#include <vector>

#include "geo/solid/local_plan.hpp"

namespace geo {

/// Set-back of a convex ring without holes in one pass, or nothing where another edge order results
/// (an edge vanishes on the way) or the ring is not convex: then the straight skeleton decides.
std::optional<std::vector<LocalPolygon>> convex_inset(const LocalPolygon& polygon, double distance_m);

}  // namespace geo
