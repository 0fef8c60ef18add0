#include "twin_core/store/edit_lock.hpp"

namespace twin {

std::string edit_lock_key(const std::string& branch, const EntityKey& entity) {
  return std::string(name_of(entity.kind)) + "/" + branch + "/" + entity.id;
}

std::optional<Claim> edit_lock_question(const std::string& branch, const EntityKey& entity, const std::string& author) {
  if (entity.kind != EntityKind::kPlanUnit) return std::nullopt;
  Claim claim;
  claim.key = edit_lock_key(branch, entity);
  claim.span_begin = Instant::min();
  claim.span_end = Instant::max();
  claim.owner = author;
  return claim;
}

}  // namespace twin
