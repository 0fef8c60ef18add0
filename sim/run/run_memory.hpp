#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <typeindex>
#include <unordered_map>

#include "twin_core/base/digest.hpp"

namespace sim {

/// Parts of results that runs share, by the hash of all that they follow from: never an answer of its own, only one that need
/// not be computed again. Whoever keeps twins keeps one; the least recently used part goes first. Thread-safe.
class RunMemory {
 public:
  explicit RunMemory(std::size_t limit = 20'000) : limit_(limit) {}

  /// Null where there is none of this type.
  template <class Part>
  std::shared_ptr<const Part> find(const twin::Digest& key) {
    return std::static_pointer_cast<const Part>(find(key, typeid(Part)));
  }
  template <class Part>
  void keep(const twin::Digest& key, std::shared_ptr<const Part> part) {
    keep(key, typeid(Part), std::move(part));
  }

 private:
  struct Entry {
    twin::Digest key;
    std::type_index type;
    std::shared_ptr<const void> part;
  };
  std::shared_ptr<const void> find(const twin::Digest& key, std::type_index type);
  void keep(const twin::Digest& key, std::type_index type, std::shared_ptr<const void> part);

  std::mutex mutex_;
  std::list<Entry> recent_;
  std::unordered_map<twin::Digest, std::list<Entry>::iterator, twin::DigestHash> by_key_;
  std::size_t limit_;
};

}  // namespace sim
