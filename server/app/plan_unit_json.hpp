#pragma once

#include <string>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// The plan unit document of server/README.md. `feature`, `digest` and `edit_lock` come from the twin.
twin::Json plan_unit_to_json(const twin::PlanUnit& unit, twin::FeatureNumber feature,
                             const twin::Digest& value, const std::vector<twin::Claim>& locks);

/// Reads a document. `feature`, `digest` and `edit_lock` are the server's: they may come back as they were read and
/// are ignored; `id` must be the one of the address (else `input-invalid`). Other members are `member-unknown`.
/// The boundary is checked (`geo::check_polygon`); every regulation is one that sim/zoning knows, or stands in
/// `before` already. Ids and texts hold no control characters (`name-invalid`), ids up to 128 bytes, texts 4,000.
twin::Result<twin::PlanUnit> plan_unit_from_json(const twin::Json& document, const std::string& id,
                                                 const twin::PlanUnit* before = nullptr);

/// Key of the claim that an edit lock is: "plan_unit/<branch>/<id>".
std::string lock_key(const std::string& branch, const std::string& id);

/// The claim that an edit lock is. The store asks for it with every write of the unit.
twin::Claim edit_claim(const std::string& branch, const std::string& id, const std::string& author, double seconds);
/// A collision of that claim, in the words of edit locks; another problem as it is.
twin::Problem locked_problem(twin::Problem problem);

}  // namespace server
