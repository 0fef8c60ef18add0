#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "twin_core/city/feature.hpp"

namespace twin {

/// Which feature has which number. Numbers are dense, given in order of first commit, never reused.
///
/// One thread adds; any thread may ask. Features that `publish()` has not covered yet are seen only by
/// `find`, the writer's own question. Costs about 20 bytes and the id per feature.
class FeatureIndex {
 public:
  std::optional<FeatureNumber> find(const EntityKey& entity) const;
  FeatureNumber add(const EntityKey& entity);  ///< the entity must not be there yet
  std::size_t size() const;
  /// Makes room for so many features in all, with ids of so many bytes in all: no more memory than they need.
  void reserve(std::size_t features, std::size_t id_bytes);

  void publish() { published_.store(size(), std::memory_order_release); }
  std::optional<FeatureNumber> find_published(const EntityKey& entity) const;
  std::optional<EntityKey> published_key(FeatureNumber number) const;

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX;

  std::size_t slot_of(EntityKind kind, std::string_view id) const;
  std::string_view id_of(FeatureNumber number) const;
  void grow(std::size_t features);

  mutable std::shared_mutex mutex_;
  std::atomic<std::size_t> published_{0};
  std::string ids_;                      ///< all ids, one after the other
  std::vector<std::uint64_t> id_ends_;   ///< by number
  std::vector<EntityKind> kinds_;        ///< by number
  std::vector<std::uint32_t> slots_;     ///< open addressing, a power of two, at most three quarters full
};

}  // namespace twin
