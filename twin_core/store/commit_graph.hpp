#pragma once

#include <cstdint>
#include <shared_mutex>
#include <vector>

#include "twin_core/base/instant.hpp"

namespace twin {

/// Which commit follows which, by store-wide sequence number (1, 2, 3 …): 32 bytes per commit, so that
/// walking a branch's history reads no file. One thread adds; any thread may ask.
///
/// First parents form a tree (the chain of each branch); a merge has a second parent, which only
/// `reaches` and `common_ancestor` follow. Numbers rise along every edge. 0 stands for "no commit": the
/// root of the tree, where nothing is there yet.
class CommitGraph {
 public:
  struct Node {
    std::uint64_t parent = 0;   ///< 0: none
    std::uint64_t merged = 0;   ///< second parent of a merge; 0: none
    Instant time;
    bool has_spans = false;     ///< one of its changes says when it holds in the real world
  };

  void add(std::uint64_t sequence, Node node);
  std::uint64_t parent(std::uint64_t sequence) const;
  std::uint64_t last() const;                              ///< 0 in an empty twin

  /// Newest first from `head`: at most `limit` sequence numbers below `before`.
  std::vector<std::uint64_t> walk(std::uint64_t head, std::size_t limit, std::uint64_t before) const;

  /// True when `sequence` is `head` or comes before it, through first or second parents.
  bool reaches(std::uint64_t head, std::uint64_t sequence) const;
  /// Newest commit that both reach; 0 when there is none.
  std::uint64_t common_ancestor(std::uint64_t a, std::uint64_t b) const;

  /// Where the chains of first parents of both meet; 0 at the latest.
  std::uint64_t fork(std::uint64_t a, std::uint64_t b) const;
  /// Commits on the chain from `from` (included) to `to` (left out), newest first; `to` lies on it.
  std::vector<std::uint64_t> chain(std::uint64_t from, std::uint64_t to) const;
  /// Newest commit on the chain of `head` that was there at an instant, or among the first so many; 0: none.
  std::uint64_t newest_until(std::uint64_t head, Instant instant) const;
  std::uint64_t newest_until(std::uint64_t head, std::uint64_t sequence) const;
  /// True when this commit or one before it on its chain has spans.
  bool has_spans(std::uint64_t sequence) const;

 private:
  mutable std::shared_mutex mutex_;
  std::vector<Node> nodes_;
};

}  // namespace twin
