#pragma once

#include <string>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// The plan unit document of server/README.md. `feature`, `digest` and `edit_lock` come from the twin.
twin::Json plan_unit_to_json(const twin::PlanUnit& unit, twin::FeatureNumber feature,
                             const twin::Digest& value, const std::vector<twin::Claim>& locks);

/// Reads a document; members the server owns (`feature`, `digest`, `edit_lock`) are ignored, others
/// unknown are `member-unknown`. The boundary is checked (`geo::check_polygon`) and every regulation
/// is one that sim/zoning knows. `id` is taken from the address, not from the document.
twin::Result<twin::PlanUnit> plan_unit_from_json(const twin::Json& document, const std::string& id);

/// Key of the claim that an edit lock is: "plan_unit/<branch>/<id>".
std::string lock_key(const std::string& branch, const std::string& id);

/// Every edit carries a claim on its unit, so that it collides with somebody else's lock. Without
/// `seconds` the claim is over at once and leaves nothing behind.
twin::Claim edit_claim(const std::string& branch, const std::string& id, const std::string& author, double seconds);
/// A collision of that claim, in the words of edit locks; another problem as it is.
twin::Problem locked_problem(twin::Problem problem);

}  // namespace server
