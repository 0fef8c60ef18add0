#include "twin_core/base/shared_text.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_set>

namespace twin::text_pool {

/// `uses` reaches 0 only under the lock of its shard, and `acquire` hands out an entry only under that lock:
/// so nobody finds an entry that is about to go.
struct Entry {
  explicit Entry(std::string_view of) : text(of) {}
  std::atomic<std::uint64_t> uses{1};
  const std::string text;
};

namespace {

struct ByText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  std::size_t operator()(const Entry* entry) const { return (*this)(entry->text); }
  bool operator()(const Entry* a, const Entry* b) const { return a->text == b->text; }
  bool operator()(const Entry* a, std::string_view b) const { return a->text == b; }
  bool operator()(std::string_view a, const Entry* b) const { return a == b->text; }
};

struct Shard {
  std::mutex mutex;
  std::unordered_set<Entry*, ByText, ByText> entries;
};

constexpr std::size_t kShards = 16;

/// Never destroyed: texts in static objects may outlive everything else.
std::array<Shard, kShards>& shards() {
  static auto* const all = new std::array<Shard, kShards>;
  return *all;
}

Shard& shard_of(std::string_view text) {
  return shards()[(std::hash<std::string_view>{}(text) >> 20) % kShards];
}

}  // namespace

Entry* acquire(std::string_view text) {
  Shard& shard = shard_of(text);
  const std::lock_guard lock(shard.mutex);
  if (const auto known = shard.entries.find(text); known != shard.entries.end()) {
    keep(*known);
    return *known;
  }
  auto* const fresh = new Entry(text);
  try {
    shard.entries.insert(fresh);
  } catch (...) {
    delete fresh;
    throw;
  }
  return fresh;
}

void keep(Entry* entry) noexcept {
  entry->uses.fetch_add(1, std::memory_order_relaxed);
}

void release(Entry* entry) noexcept {
  std::uint64_t uses = entry->uses.load(std::memory_order_relaxed);
  while (uses > 1) {
    if (entry->uses.compare_exchange_weak(uses, uses - 1, std::memory_order_release)) return;
  }
  Shard& shard = shard_of(entry->text);
  const std::lock_guard lock(shard.mutex);
  if (entry->uses.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
  shard.entries.erase(entry);
  delete entry;
}

const std::string& text_of(const Entry* entry) noexcept {
  static const auto* const kEmpty = new std::string;
  return entry == nullptr ? *kEmpty : entry->text;
}

std::size_t size() {
  std::size_t out = 0;
  for (Shard& shard : shards()) {
    const std::lock_guard lock(shard.mutex);
    out += shard.entries.size();
  }
  return out;
}

}  // namespace twin::text_pool
