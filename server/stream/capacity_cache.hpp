#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/digest.hpp"
#include "twin_core/city/plan_unit.hpp"
#include "twin_core/history/branch_state.hpp"

namespace server {

/// The zoning capacity of a plan unit value, or why there is none.
struct UnitCapacity {
  sim::ZoningInput input;
  twin::Result<sim::ZoningCapacity> capacity;
};

/// What a branch says of all of its plan units: its frame, and the rule tables that it has of its own.
struct CityRules {
  std::string crs;
  std::shared_ptr<const sim::ZoningTables> tables;  ///< null: those shipped
  twin::Digest tables_digest;                       ///< nothing: those shipped
  std::optional<twin::Problem> fault;               ///< the branch's tables cannot be read
};
CityRules rules_of(const twin::BranchState& city);

/// Capacities by the digest of the plan unit's value and of the tables: branches that share both share an answer.
/// Thread-safe; the least recently used answer goes first.
class CapacityCache {
 public:
  explicit CapacityCache(std::size_t limit = 16'384) : limit_(limit) {}

  /// The frame is one per twin and so no part of the key.
  std::shared_ptr<const UnitCapacity> of(const twin::Digest& value, const twin::PlanUnit& unit, const CityRules& rules);
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
