#include "twin_core/store/commit_graph.hpp"

#include <cassert>
#include <mutex>

namespace twin {

void CommitGraph::add(std::uint64_t sequence, std::uint64_t parent) {
  const std::unique_lock lock(mutex_);
  assert(sequence == parents_.size() + 1 && parent < sequence);
  parents_.push_back(parent);
}

std::uint64_t CommitGraph::parent(std::uint64_t sequence) const {
  const std::shared_lock lock(mutex_);
  return parents_[sequence - 1];
}

std::uint64_t CommitGraph::last() const {
  const std::shared_lock lock(mutex_);
  return parents_.size();
}

std::vector<std::uint64_t> CommitGraph::walk(std::uint64_t head, std::size_t limit, std::uint64_t before) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::uint64_t> out;
  for (std::uint64_t at = head; at != 0 && out.size() < limit; at = parents_[at - 1]) {
    if (at < before) out.push_back(at);
  }
  return out;
}

bool CommitGraph::reaches(std::uint64_t head, std::uint64_t sequence) const {
  const std::shared_lock lock(mutex_);
  std::uint64_t at = head;
  while (at > sequence) at = parents_[at - 1];
  return at == sequence && sequence != 0;
}

}  // namespace twin
