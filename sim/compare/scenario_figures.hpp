#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/compare/distribution.hpp"
#include "sim/compare/unit_figures.hpp"

namespace sim {

/// The assumptions of a comparison: what the request says, else each unit's own, else the files'.
struct Assumptions {
  /// storey_height_m, net_ratio, m2_per_resident, k_m2_per_dwelling, k_m2_per_parking_space (of all units), and those of the files.
  std::map<std::string, Distribution, std::less<>> said;

  /// Reads `assumptions`. Errors: `input-invalid`, `member-unknown`, `value-out-of-range`.
  static twin::Result<Assumptions> read(const twin::Json& inputs, const KpiSet& kpis);
  bool any_spread() const;
};

/// One draw of all assumptions; without a number each unit's own counts.
struct Draw {
  std::map<std::string, double, std::less<>> numbers;
  std::optional<double> of(std::string_view name) const;
};
Draw median_draw(const Assumptions& assumptions);

/// Puts the draw's figures over a unit's own.
twin::CapacityAssumptions with_draw(twin::CapacityAssumptions own, const Draw& draw);

/// The least share of housing assumption's id: where the plan leaves open how housing and other uses share a floor area.
inline constexpr std::string_view kHousingShare = "housing_share_of_undivided";

/// A named input of a scenario: a number in its unit, or why there is none.
struct InputValue {
  std::optional<double> value;
  std::string reason;  ///< where there is none
  std::string note;    ///< what must be known to read it
  bool given = false;  ///< by the scenario itself
  double bound = 0;    ///< of what lines of sight gave: the truth lies within value ± bound
};
using InputValues = std::map<std::string, InputValue, std::less<>>;

/// What changes with a draw, of one unit.
struct UnitPeople {
  std::vector<double> by_group;  ///< k-m2; one past the groups: of no group
  double dwellings = 0, residents = 0;
  std::optional<double> cars, bicycles;
};
UnitPeople people_of(const UnitFigures& unit, const UnitAllowance& allowance, const KpiSet& kpis, const Draw& draw);

/// A scenario and the figures of its units, in their order.
struct ScenarioFigures {
  const Scenario* scenario = nullptr;
  std::vector<std::shared_ptr<const UnitFigures>> units;
  std::optional<double> demolished_k_m2;
  InputValues inputs;
};

/// Sums the units to inputs; figures that the scenario gives count instead. Inputs of sun are left to the caller.
void sum_inputs(ScenarioFigures& figures, const KpiSet& kpis, const Draw& draw);

/// Sums over the units of what changes with a draw. `allowances` replace the units' own where not null (another storey height).
struct PlanSums {
  double land_m2 = 0, allowed_k_m2 = 0, reachable_k_m2 = 0, footprint_m2 = 0, new_k_m2 = 0, undivided_k_m2 = 0;
  double dwellings = 0, residents = 0, cars = 0, bicycles = 0;
  std::vector<double> by_group;
  int units = 0, with_area = 0, with_allowed = 0, with_bicycles = 0, undivided = 0;
  void add(const UnitFigures& unit, const UnitAllowance& allowance, const UnitPeople& people, bool counts_land);
};
/// The inputs that the sums tell, by name.
void tell_sums(const PlanSums& sums, const KpiSet& kpis, std::map<std::string, double, std::less<>>& into);

}  // namespace sim
