#pragma once

#include <string>

#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// Refuses a plan of the national form with a member that the form does not have, in the plan itself, its
/// plan objects, regulation groups, regulations, their additional information and relations. What these hold
/// further down is not looked at. `pointer` is where the plan stands in the document.
/// Error: `member-unknown` with JSON pointer and "did you mean …".
twin::Status check_plan_members(const twin::Json& plan, const std::string& pointer);

/// The same for a plan matter, its phases and decisions; nothing is refused in a document that is a plan.
twin::Status check_matter_members(const twin::Json& document);

}  // namespace geo
