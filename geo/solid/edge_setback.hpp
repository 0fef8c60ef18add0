#pragma once

#include <span>
#include <vector>

#include "twin_core/base/position.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// The polygon without a strip of its own width along each edge of the outer ring as sent (edge i joins vertices i and
/// i+1; edges beyond the list have none). Equal widths all round give `set_back`; over a convex ring each strip reaches
/// as far as its edge's line, elsewhere it ends at the edge's ends: mitred at reflex corners, led on to the
/// neighbour's line at convex ones. Holes stay.
/// Errors: those of `set_back`, `envelope-failed`.
twin::Result<std::vector<twin::PlanPolygon>> set_back_edges(const twin::PlanPolygon& polygon,
                                                            std::span<const double> distances_m);

}  // namespace geo
