#pragma once

#include <vector>

#include "geo/solid/envelope.hpp"
#include "geo/solid/roof_plan.hpp"

namespace geo {

/// Lifts each part of a welded roof plan to a closed shell: its cells as the top, a wall under each
/// straight stretch of its outline, its outline as the bottom. Where the height is zero top and bottom
/// share their vertices. A part without height gives no solid.
std::vector<EnvelopeSolid> shells(const RoofPlan& plan, const twin::PlanPosition& origin);

/// The same where neighbouring cells may differ in height along their common edge: a wall closes each step, and
/// stacked volumes are one solid. Error: `envelope-failed`.
twin::Result<std::vector<EnvelopeSolid>> stepped_shells(const RoofPlan& plan, const twin::PlanPosition& origin);

}  // namespace geo
