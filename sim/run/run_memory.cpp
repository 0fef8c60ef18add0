#include "sim/run/run_memory.hpp"

namespace sim {

std::shared_ptr<const void> RunMemory::find(const twin::Digest& key, std::type_index type) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || found->second->type != type) return nullptr;
  recent_.splice(recent_.begin(), recent_, found->second);
  return found->second->part;
}

void RunMemory::keep(const twin::Digest& key, std::type_index type, std::shared_ptr<const void> part) {
  const std::scoped_lock lock(mutex_);
  if (by_key_.contains(key)) return;  // two runs computed the same
  recent_.push_front({key, type, std::move(part)});
  by_key_[key] = recent_.begin();
  if (recent_.size() <= limit_) return;
  by_key_.erase(recent_.back().key);
  recent_.pop_back();
}

}  // namespace sim
