#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/check/building_facts.hpp"
#include "sim/zoning/zoning_capacity.hpp"

namespace sim {

enum class CheckStatus : unsigned char { kFulfilled, kBreached, kCannotTell };

/// One building, or all of a unit's together, against one regulation.
struct Check {
  std::string rule;
  CheckStatus status = CheckStatus::kCannotTell;
  std::optional<double> measured, limit;  ///< in `unit`; levels are frame heights
  std::string unit;
  double excess = 0;                      ///< how far beyond the limit, in `unit`
  std::string sentence;                   ///< why it cannot be told, or what is meant
  std::vector<twin::PlanPolygon> where;   ///< the part of the footprint in excess
  std::optional<double> from_m, to_m;     ///< levels between which it is
};

struct CheckedBuilding {
  BuildingFacts facts;
  double share = 1;  ///< of the footprint that lies within the unit
  std::vector<Check> checks;
};

struct CheckedUnit {
  std::string id, symbol;
  double plot_area_m2 = 0;
  std::optional<double> floor_area_allowed_k_m2, floor_area_used_k_m2, reserve_k_m2;
  double floor_area_may_exceed_k_m2 = 0;
  int buildings_without_floor_area = 0;
  std::vector<Check> checks;  ///< of all buildings together
  std::vector<CheckedBuilding> buildings;
  std::vector<Contradiction> contradictions;
  std::vector<std::string> warnings;
};

/// Buildings against one unit: those whose footprint lies in it by a twentieth or more (a unit that has none of them
/// is checked as empty). `read` gives the bytes of a building's shape; none: roofs are as their facts say.
/// Errors: those of `zoning_capacity` and of `read`.
using ReadShape = std::function<twin::Result<twin::Bytes>(const twin::Digest&)>;
twin::Result<CheckedUnit> check_unit(const ZoningInput& input, const std::vector<BuildingFacts>& buildings, const ReadShape& read = {});

/// Rules that hold for each building by itself; `building` is one of `all`.
twin::Result<std::vector<Check>> check_building(const CheckedBuilding& building, const ZoningInput& input,
                                                const ZoningCapacity& capacity,
                                                const std::vector<CheckedBuilding>& all);

/// `measured` against an upper or a lower limit, with 1e-6 of slack; cannot tell where it is not known.
Check at_most_check(std::string rule, std::optional<double> measured, double limit, std::string unit);
Check at_least_check(std::string rule, std::optional<double> measured, double limit, std::string unit);

twin::Json to_json(const CheckedUnit& unit);

}  // namespace sim
