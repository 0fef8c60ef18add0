#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geo/solid/envelope.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// A limit and the type of the regulation that sets it.
struct Bound {
  double value = 0;
  std::string type;
};

/// The regulations of one unit, each kind reduced to what binds: the least one, of setbacks the largest.
struct Rules {
  std::optional<Bound> floor_area_k_m2;
  std::optional<Bound> storeys;
  std::optional<Bound> coverage_percent;
  std::optional<Bound> setback_m;
  std::optional<Bound> height_m;  ///< flat, above `ground_level_m`
  std::vector<geo::SkyPlane> sky_planes;
  std::vector<std::string> sky_plane_types;  ///< of each sky plane
  double ground_level_m = 0;
  double k_m2_per_parking_space = 0;
  std::vector<std::string> warnings;
};

/// Errors as `check_regulation` (but an unknown type is a warning), `edge-unknown`, and
/// `value-out-of-range` for more than 250 sky planes.
twin::Result<Rules> rules_of(const twin::PlanUnit& unit, double plot_area_m2);

}  // namespace sim
