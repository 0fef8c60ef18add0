#pragma once

#include <vector>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace geo {

/// A document of the national form for units that came in none, without its objects: a plan; a plan matter where an identifier or a
/// kind of plan is known, which only that can say; a binding plot division where the units are plots. All of one plan; at least one.
twin::Json plan_skeleton(const std::vector<twin::PlanUnit>& units, const std::string& srid);

/// A plan of its own inside such a document ("plans" of a decision).
twin::Json bare_plan(const std::vector<const twin::PlanUnit*>& units, const std::string& srid, bool in_matter);

}  // namespace geo
