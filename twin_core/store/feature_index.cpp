#include "twin_core/store/feature_index.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <mutex>

namespace twin {

std::string_view FeatureIndex::id_of(FeatureNumber number) const {
  const std::uint64_t begin = number == 0 ? 0 : id_ends_[number - 1];
  return std::string_view(ids_).substr(begin, id_ends_[number] - begin);
}

/// The slot that holds the entity, or the free one where it belongs.
std::size_t FeatureIndex::slot_of(EntityKind kind, std::string_view id) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = (std::hash<std::string_view>{}(id) + static_cast<std::size_t>(kind)) & mask;
  while (slots_[slot] != kFree && (kinds_[slots_[slot]] != kind || id_of(slots_[slot]) != id)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

/// Slots for so many features.
void FeatureIndex::grow(std::size_t features) {
  constexpr std::size_t kFewest = 64;
  slots_.assign(std::bit_ceil(std::max(kFewest, (4 * features + 2) / 3)), kFree);
  for (FeatureNumber number = 0; number < kinds_.size(); ++number) {
    slots_[slot_of(kinds_[number], id_of(number))] = number;
  }
}

std::optional<FeatureNumber> FeatureIndex::find(const EntityKey& entity) const {
  const std::shared_lock lock(mutex_);
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t found = slots_[slot_of(entity.kind, entity.id)];
  return found == kFree ? std::nullopt : std::optional<FeatureNumber>(found);
}

FeatureNumber FeatureIndex::add(const EntityKey& entity) {
  const std::unique_lock lock(mutex_);
  if (4 * (kinds_.size() + 1) > 3 * slots_.size()) grow(kinds_.size() + 1);
  const auto number = static_cast<FeatureNumber>(kinds_.size());
  slots_[slot_of(entity.kind, entity.id)] = number;
  ids_ += entity.id;
  id_ends_.push_back(ids_.size());
  kinds_.push_back(entity.kind);
  return number;
}

void FeatureIndex::reserve(std::size_t features, std::size_t id_bytes) {
  const std::unique_lock lock(mutex_);
  ids_.reserve(id_bytes);
  id_ends_.reserve(features);
  kinds_.reserve(features);
  if (4 * features > 3 * slots_.size()) grow(features);
}

std::size_t FeatureIndex::size() const {
  const std::shared_lock lock(mutex_);
  return kinds_.size();
}

std::optional<FeatureNumber> FeatureIndex::find_published(const EntityKey& entity) const {
  const auto found = find(entity);
  return found && *found < published_.load(std::memory_order_acquire) ? found : std::nullopt;
}

std::optional<EntityKey> FeatureIndex::published_key(FeatureNumber number) const {
  if (number >= published_.load(std::memory_order_acquire)) return std::nullopt;
  const std::shared_lock lock(mutex_);
  return EntityKey{kinds_[number], std::string(id_of(number))};
}

}  // namespace twin
