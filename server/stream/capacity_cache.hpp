#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/digest.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace server {

/// The zoning capacity of a plan unit value, or why there is none.
struct UnitCapacity {
  sim::ZoningInput input;
  twin::Result<sim::ZoningCapacity> capacity;
};

/// Capacities by the digest of the plan unit's value: branches that share a unit share its answer.
/// Thread-safe; the least recently used answer goes first.
class CapacityCache {
 public:
  explicit CapacityCache(std::size_t limit = 16'384) : limit_(limit) {}

  /// `crs` is one per twin and so no part of the key.
  std::shared_ptr<const UnitCapacity> of(const twin::Digest& value, const twin::PlanUnit& unit, const std::string& crs);
  std::size_t computed() const;

 private:
  using Entry = std::pair<twin::Digest, std::shared_ptr<const UnitCapacity>>;
  mutable std::mutex mutex_;
  std::list<Entry> recent_;
  std::unordered_map<twin::Digest, std::list<Entry>::iterator, twin::DigestHash> by_value_;
  std::size_t limit_;
  std::size_t computed_ = 0;
};

}  // namespace server
