#pragma once

#include <string>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo {

/// The units of a branch that go out in one plan document.
struct ChosenPlan {
  std::vector<twin::PlanUnit> units;  ///< in feature order; at least one
  std::string identifier;             ///< of the plan matter or plot division; may be ""
};

/// The plan of this key, identifier or name; where `plan` is empty, the only one of the branch. Units that were drawn without a plan
/// go with it where they lie within the box around it (with the only plan all of them), under its name; told: `plan-unit-joined`.
/// Errors: `value-missing` (the branch has no plan unit), `parameter-invalid` (several plans, or none of this name; the remedy lists them).
twin::Result<ChosenPlan> choose_plan(const twin::BranchState& state, const std::string& plan, twin::Diagnostics& told);

/// All units, or those of the plan of this name; of none is said anything. Errors as above.
twin::Result<std::vector<twin::PlanUnit>> units_of_plan(const twin::BranchState& state, const std::string& plan);

}  // namespace geo
