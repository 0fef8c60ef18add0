#include "twin_core/store/commit_graph.hpp"

#include <algorithm>
#include <cassert>
#include <mutex>
#include <queue>
#include <unordered_map>

namespace twin {

void CommitGraph::add(std::uint64_t sequence, Node node) {
  const std::unique_lock lock(mutex_);
  assert(sequence == nodes_.size() + 1 && node.parent < sequence && node.merged < sequence);
  // Said once for the whole chain, so that asking for a time costs nothing where nobody ever named one.
  node.has_spans = node.has_spans || (node.parent != 0 && nodes_[node.parent - 1].has_spans);
  nodes_.push_back(node);
}

std::uint64_t CommitGraph::parent(std::uint64_t sequence) const {
  const std::shared_lock lock(mutex_);
  return nodes_[sequence - 1].parent;
}

std::uint64_t CommitGraph::last() const {
  const std::shared_lock lock(mutex_);
  return nodes_.size();
}

bool CommitGraph::has_spans(std::uint64_t sequence) const {
  const std::shared_lock lock(mutex_);
  return sequence != 0 && nodes_[sequence - 1].has_spans;
}

std::vector<std::uint64_t> CommitGraph::walk(std::uint64_t head, std::size_t limit, std::uint64_t before) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::uint64_t> out;
  for (std::uint64_t at = head; at != 0 && out.size() < limit; at = nodes_[at - 1].parent) {
    if (at < before) out.push_back(at);
  }
  return out;
}

bool CommitGraph::reaches(std::uint64_t head, std::uint64_t sequence) const {
  return sequence != 0 && common_ancestor(head, sequence) == sequence;
}

std::uint64_t CommitGraph::common_ancestor(std::uint64_t a, std::uint64_t b) const {
  const std::shared_lock lock(mutex_);
  // Newest first, marked with the side it was reached from: the first one with both marks is the answer,
  // because whatever reaches an older common ancestor has been taken before it.
  std::unordered_map<std::uint64_t, unsigned> marks;
  std::priority_queue<std::uint64_t> waiting;
  const auto reach = [&](std::uint64_t sequence, unsigned mark) {
    if (sequence == 0) return;
    unsigned& held = marks[sequence];
    if (held == 0) waiting.push(sequence);
    held |= mark;
  };
  reach(a, 1);
  reach(b, 2);
  while (!waiting.empty()) {
    const std::uint64_t at = waiting.top();
    waiting.pop();
    const unsigned mark = marks[at];
    if (mark == 3) return at;
    reach(nodes_[at - 1].parent, mark);
    reach(nodes_[at - 1].merged, mark);
  }
  return 0;
}

std::uint64_t CommitGraph::fork(std::uint64_t a, std::uint64_t b) const {
  const std::shared_lock lock(mutex_);
  while (a != b) {
    std::uint64_t& later = a > b ? a : b;
    later = nodes_[later - 1].parent;
  }
  return a;
}

std::vector<std::uint64_t> CommitGraph::chain(std::uint64_t from, std::uint64_t to) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::uint64_t> out;
  for (std::uint64_t at = from; at != to && at != 0; at = nodes_[at - 1].parent) out.push_back(at);
  return out;
}

std::uint64_t CommitGraph::newest_until(std::uint64_t head, Instant instant) const {
  const std::shared_lock lock(mutex_);
  std::uint64_t at = head;
  while (at != 0 && nodes_[at - 1].time > instant) at = nodes_[at - 1].parent;
  return at;
}

std::uint64_t CommitGraph::newest_until(std::uint64_t head, std::uint64_t sequence) const {
  const std::shared_lock lock(mutex_);
  std::uint64_t at = head;
  while (at > sequence) at = nodes_[at - 1].parent;
  return at;
}

}  // namespace twin
