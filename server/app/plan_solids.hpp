#pragma once

#include <functional>
#include <string>
#include <vector>

#include "geo/io/export.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/history/branch_state.hpp"

namespace server {

/// Runs a process over all plan units of a branch.
using RunOverUnits = std::function<twin::Result<twin::Json>(const std::string& process, const twin::Json& inputs)>;

/// The solids that an export is asked to have beside the plan units: "envelope" (zoning-capacity), "massing" (buildings of the kind
/// slab) or "massing-KIND", with commas between them. Of units that the engines cannot compute it is told why, under the code of their refusal (warning).
/// Errors: `parameter-invalid` (another word), those of the processes.
twin::Result<std::vector<geo::PlanSolid>> plan_solids(const std::string& with, const twin::BranchState& state, const RunOverUnits& run,
                                                      twin::Diagnostics& told);

}  // namespace server
