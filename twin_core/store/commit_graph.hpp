#pragma once

#include <cstdint>
#include <shared_mutex>
#include <vector>

namespace twin {

/// Which commit follows which, by store-wide sequence number (1, 2, 3 …): 8 bytes per commit, so that
/// walking a branch's history reads no file. One thread adds; any thread may ask.
class CommitGraph {
 public:
  void add(std::uint64_t sequence, std::uint64_t parent);  ///< parent 0: none
  std::uint64_t parent(std::uint64_t sequence) const;
  std::uint64_t last() const;                              ///< 0 in an empty twin

  /// Newest first from `head`: at most `limit` sequence numbers below `before`.
  std::vector<std::uint64_t> walk(std::uint64_t head, std::size_t limit, std::uint64_t before) const;

  /// True when `sequence` lies on the way from `head` to the first commit.
  bool reaches(std::uint64_t head, std::uint64_t sequence) const;

 private:
  mutable std::shared_mutex mutex_;
  std::vector<std::uint64_t> parents_;
};

}  // namespace twin
