#pragma once

#include "geo/solid/envelope_zones.hpp"

namespace geo {

/// Zones over each of which the sky planes that reach it are among `planes`, and points where the planes of two
/// neighbours are level along the line between them.
struct ReachedZones {
  std::vector<LocalZone> zones;
  LocalRing level;
};

/// Every zone cut where a sky plane's reach ends, for units with reflex corners. A plane acts in the strip inwards of its
/// own edge; at a reflex corner up to the bisector, at a convex one up to the perpendicular or, where the neighbouring edge
/// leans outwards, up to that edge's line (turns below 30 degrees count as straight). `planes` belong to `edges`, numbers in
/// `ring` (counter-clockwise). A strip ends where its plane meets the flat limit, or so many times `deeper` (>= 1), which
/// changes the zones and no height; without a flat limit it goes through all of the unit. Error: `envelope-failed`.
twin::Result<ReachedZones> reached_zones(std::vector<LocalZone> zones, const LocalRing& ring,
                                         const std::vector<HeightPlane>& planes, const std::vector<std::size_t>& edges,
                                         std::optional<double> flat_m, double deeper = 1);

}  // namespace geo
