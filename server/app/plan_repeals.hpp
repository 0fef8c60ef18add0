#pragma once

#include <optional>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "twin_core/base/instant.hpp"
#include "twin_core/history/branch_state.hpp"

namespace server {

/// A unit of the branch that an imported plan ends or narrows, as it is from a day on.
struct RepealedUnit {
  twin::PlanUnit unit;
  std::optional<twin::Instant> from;  ///< nothing: the plan does not tell the day
};

/// Applies what the plans of a batch repeal of earlier ones, and tells each as a finding of the file that
/// brought it.
///
/// A unit that ends keeps its place and gets the life cycle "14", the last day and the plan that ended it;
/// one that is narrowed gets the boundary where it stays valid; a regulation group that ends leaves its
/// regulations marked. Only plans in force repeal. Units of the batch itself are changed there; a unit that
/// an earlier import had marked stays so when its own plan comes again. The same batch twice changes nothing.
///
/// Findings: `plan-object-repealed` (info), `repeal-pending` (info: the plan is not in force),
/// `repeal-contradictory` (ended here, narrowed there: it is narrowed), `reference-missing` (not in the
/// twin), `repeal-not-applied` (the area where it should stay valid is not its own), `plan-object-outside`
/// (that area leaves the unit's).
std::vector<RepealedUnit> apply_repeals(const twin::BranchState& state, geo::CityBatch& batch);

}  // namespace server
