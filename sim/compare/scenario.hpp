#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/check/building_facts.hpp"
#include "sim/kpi/kpi_set.hpp"
#include "sim/run/process.hpp"
#include "sim/zoning/zoning_capacity.hpp"

namespace sim {

/// A plan unit of a scenario.
struct ScenarioUnit {
  ZoningInput input;
  twin::Digest value;             ///< of what was read: the branch's record, or the JSON as sent
  twin::FeatureNumber number = 0;  ///< on the branch
  bool counts_land = true;        ///< false: part of another unit, whose area holds it already
};

/// A building that stands in a scenario, or is proposed by it.
struct ScenarioBuilding {
  BuildingFacts facts;
  twin::Digest value;
  bool linked = false;  ///< to a register row
};

/// One of the states that are compared.
struct Scenario {
  std::string name, branch;                 ///< branch "": sent inline
  twin::Snapshot state;                     ///< null for one sent inline
  std::vector<ScenarioUnit> units;
  std::vector<ScenarioBuilding> sent;       ///< buildings of the request, beside those of the state
  std::map<std::string, double> figures;    ///< inputs of key figures that the request gives itself, in their units
  std::vector<std::string> warnings;
};

inline constexpr std::size_t kMostScenarios = 10;

/// Reads `scenarios`: 2 to 10 of "BRANCH" (or "BRANCH@AS_OF") or {"name", "branch" | "units", "buildings", "figures"}; of a branch
/// all plan units that have not ended and are neither plots nor below ground, or those that `plan_units` names.
/// Errors, with JSON pointers: `input-invalid`, `member-unknown`, `branch-unknown`, `reference-missing`, those of the inputs of
/// `zoning-capacity` and of the buildings of `check-plan`.
twin::Result<std::vector<Scenario>> read_scenarios(const twin::Json& inputs, const KpiSet& kpis, const RunContext& context);

/// For each unit of the scenario the buildings whose bounds meet its own, in order of feature number, those sent behind them.
std::vector<std::vector<ScenarioBuilding>> buildings_of_units(const Scenario& scenario);

}  // namespace sim
