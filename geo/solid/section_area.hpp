#pragma once

#include <vector>

#include "geo/solid/envelope.hpp"

namespace geo {

/// Where `height_m` above ground is allowed, in the frame of the envelope's input; a limit met exactly (1e-9) still
/// allows it. Error: `envelope-failed`.
twin::Result<std::vector<twin::PlanPolygon>> section_of(const Envelope& envelope, double height_m);

/// The least height allowed over polygons that lie within the buildable area, m above ground: at their corners or
/// where limits meet, to 1 µm; 0 where they reach beyond it. Nothing for an empty list. Error: `envelope-failed`.
twin::Result<std::optional<double>> least_height_over(const Envelope& envelope, const std::vector<twin::PlanPolygon>& area);

}  // namespace geo
