#pragma once

#include <string>

#include "twin_core/history/commit.hpp"

namespace twin {

/// The claim key of an edit lock on an entity of a branch: "plan_unit/main/AK-1".
std::string edit_lock_key(const std::string& branch, const EntityKey& entity);

/// What every write of a lockable entity asks, whatever command it comes with (edit, undo, import, merge): does
/// anybody but `author` hold the lock? Nothing for entities that are not locked one by one.
std::optional<Claim> edit_lock_question(const std::string& branch, const EntityKey& entity, const std::string& author);

}  // namespace twin
