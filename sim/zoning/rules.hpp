#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/solid/envelope.hpp"
#include "sim/zoning/use_shares.hpp"
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
  std::map<std::string, double> k_m2_per_parking_space_of;  ///< for single uses
  std::vector<UseShare> shares;                             ///< floor area by use, as far as the plan says
  std::vector<std::string> warnings;
};

/// Not evaluated, with a warning: regulations that have ended (life cycle), and those at a line or point of the unit.
/// The unit's vertical limit counts as a height limit of type "verticalLimit" and, where it begins above the ground, as
/// ground level. Floor area meant for single uses adds up, unless a right for any use stands beside it.
/// Errors as `check_regulation` (but an unknown type is a warning), `edge-unknown`, and
/// `value-out-of-range` for more than 250 sky planes.
twin::Result<Rules> rules_of(const twin::PlanUnit& unit, double plot_area_m2);

}  // namespace sim
