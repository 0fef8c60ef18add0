#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/check/plan_check.hpp"
#include "sim/compare/scenario.hpp"
#include "sim/zoning/zoning_capacity.hpp"

namespace sim {

/// Floor area of one use group: `fixed` plus `part` times the share of housing that is assumed where the plan leaves it open.
struct UseArea {
  std::size_t group = 0;  ///< of the KPI set; one past them: no group
  double fixed_k_m2 = 0, part_k_m2 = 0;
  double at(double housing_share) const { return fixed_k_m2 + part_k_m2 * housing_share; }
};

/// What a unit's regulations allow, as far as key figures ask.
struct UnitAllowance {
  std::vector<UseArea> uses;
  bool undivided = false;   ///< the plan leaves open how uses share the floor area
  ZoningCapacity capacity;  ///< without its envelope and sentences
};

/// A regulation that is broken.
struct Breach {
  std::string plan_unit, building;  ///< building "": all of the unit's together
  std::string rule, unit;
  double excess = 0;                ///< in `unit`
};

/// One plan unit of a scenario with the buildings in it. A pure function of its inputs, shared by all scenarios that have it.
struct UnitFigures {
  ZoningInput input;
  std::shared_ptr<const UnitAllowance> allowance;  ///< null: `problem` says why
  std::optional<twin::Problem> problem;
  twin::Digest key;                                ///< of all that it follows from
  double standing_k_m2 = 0, standing_footprint_m2 = 0;
  int buildings = 0, linked = 0, imputed = 0;
  std::vector<Breach> breaches;
  std::vector<std::string> contradictions;
  int checks_unknown = 0;
  std::optional<double> car_spaces, bicycle_places;  ///< of the buildings, where each tells them
};

twin::Digest key_of(const ScenarioUnit& unit, const std::vector<ScenarioBuilding>& near, const KpiSet& kpis);

/// `near` are buildings that may lie in it; `read` gives their shapes, where a rule asks for roofs.
UnitFigures figures_of(const ScenarioUnit& unit, const std::vector<ScenarioBuilding>& near, const KpiSet& kpis, const ReadShape& read);

/// The same unit with another storey height. Errors: those of `zoning_capacity`.
twin::Result<UnitAllowance> allowance_of(const ZoningInput& input, const KpiSet& kpis);

/// Floor area of a building that no register tells: footprint times storeys, from the height where these are not known
/// either; nothing where that is not known.
std::optional<double> estimated_floor_area(const BuildingFacts& facts, double storey_height_m);

}  // namespace sim
