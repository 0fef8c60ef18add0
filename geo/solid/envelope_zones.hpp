#pragma once

#include <vector>

#include "geo/solid/envelope.hpp"
#include "geo/solid/local_plan.hpp"

namespace geo {

/// A part of the buildable area, about the envelope's origin.
struct LocalZone {
  std::vector<LocalPolygon> area;
  std::vector<HeightPlane> planes;  ///< beside the sky planes
  std::optional<double> step_m;
  int step_limit = -1;
};

/// The area cut into parts over each of which the pitched roof is the least of its planes. Error: `envelope-failed`.
twin::Result<std::vector<LocalZone>> pitched_zones(const std::vector<LocalPolygon>& area, const RoofPitch& pitch,
                                                   int limit);

/// Every zone cut where a tier's area ends; what a tier leaves out ends at the tier's start. `first_limit` numbers the
/// tiers in their order. Error: `envelope-failed`.
twin::Result<std::vector<LocalZone>> tiered_zones(std::vector<LocalZone> zones, const std::vector<Tier>& tiers,
                                                  const twin::PlanPosition& origin, int first_limit);

}  // namespace geo
