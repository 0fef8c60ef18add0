#include "server/stream/capacity_cache.hpp"

#include "sim/zoning/table_input.hpp"

namespace server {

CityRules rules_of(const twin::BranchState& city) {
  CityRules out;
  if (city.manifest() != nullptr) out.crs = city.manifest()->crs;
  std::string values;
  city.for_each<twin::RuleTable>([&](twin::FeatureNumber number, const twin::RuleTable&) { values += city.feature(number)->value.hex(); });
  if (values.empty()) return out;
  out.tables_digest = twin::sha256(values);
  if (auto tables = sim::tables_of(city)) {
    out.tables = std::move(*tables);
  } else {
    out.fault = tables.problem();
  }
  return out;
}

std::shared_ptr<const UnitCapacity> CapacityCache::of(const twin::Digest& unit_value, const twin::PlanUnit& unit,
                                                      const CityRules& rules) {
  const twin::Digest value = rules.tables_digest.is_nothing() ? unit_value : twin::sha256(unit_value.hex() + rules.tables_digest.hex());
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = by_value_.find(value); found != by_value_.end()) {
      recent_.splice(recent_.begin(), recent_, found->second);
      return found->second->second;
    }
  }
  // Two threads may compute the same value at once: both get the same answer, one is kept.
  sim::ZoningInput input{unit, rules.crs};
  input.tables = rules.tables;
  auto capacity = rules.fault ? twin::Result<sim::ZoningCapacity>(*rules.fault) : sim::zoning_capacity(input);
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
