#include "server/stream/capacity_cache.hpp"

namespace server {

std::shared_ptr<const UnitCapacity> CapacityCache::of(const twin::Digest& value, const twin::PlanUnit& unit,
                                                      const std::string& crs) {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = by_value_.find(value); found != by_value_.end()) {
      recent_.splice(recent_.begin(), recent_, found->second);
      return found->second->second;
    }
  }
  // Two threads may compute the same value at once: both get the same answer, one is kept.
  sim::ZoningInput input{unit, crs};
  auto capacity = sim::zoning_capacity(input);
  auto answer = std::make_shared<const UnitCapacity>(UnitCapacity{std::move(input), std::move(capacity)});
  const std::scoped_lock lock(mutex_);
  ++computed_;
  if (const auto found = by_value_.find(value); found != by_value_.end()) return found->second->second;
  recent_.emplace_front(value, answer);
  by_value_[value] = recent_.begin();
  if (recent_.size() > limit_) {
    by_value_.erase(recent_.back().first);
    recent_.pop_back();
  }
  return answer;
}

std::size_t CapacityCache::computed() const {
  const std::scoped_lock lock(mutex_);
  return computed_;
}

}  // namespace server
