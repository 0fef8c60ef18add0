#pragma once

#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "twin_core/history/branch_state.hpp"
#include "twin_core/history/commit.hpp"
#include "twin_core/store/commit_graph.hpp"
#include "twin_core/store/feature_index.hpp"
#include "twin_core/store/twin_file.hpp"

namespace twin {

/// The city after any commit, made from the nearest state at hand (a branch's head, or one made
/// before) by taking back or repeating the commits between. A state made so shares the chunks that it
/// has in common with that one, so comparing both stays cheap. Long ways leave a checkpoint every 512
/// commits; the 24 states used last are kept. Thread-safe.
class PastStates {
 public:
  PastStates(const TwinFile& file, const FeatureIndex& features, const CommitGraph& graph)
      : file_(file), features_(features), graph_(graph) {}

  /// The city right after a city commit (0: before the first). `heads` are states at hand.
  Result<Snapshot> after(std::uint64_t sequence, const std::vector<Snapshot>& heads);

  /// What of this state holds at an instant of the real world: of each entity the value of the latest
  /// commit whose span has the instant in it. A change that names no time holds at all times.
  Result<Snapshot> holding_at(const Snapshot& state, Instant instant);

 private:
  struct Kept {
    std::uint64_t sequence = 0;
    std::optional<Instant> instant;
    Snapshot state;
  };
  using Values = std::map<EntityKey, Digest>;

  Snapshot find(std::uint64_t sequence, const std::optional<Instant>& instant);
  void keep(std::uint64_t sequence, const std::optional<Instant>& instant, const Snapshot& state);
  std::vector<Snapshot> at_hand(const std::vector<Snapshot>& heads);
  Result<Commit> commit_at(std::uint64_t sequence, Digest* hash = nullptr) const;
  Status write(BranchStateEditor& editor, const Values& values) const;
  Result<Snapshot> walk(const Snapshot& from, std::uint64_t sequence);
  Result<Snapshot> publish(BranchStateEditor& editor, Values& values, std::uint64_t sequence);

  const TwinFile& file_;
  const FeatureIndex& features_;
  const CommitGraph& graph_;
  std::mutex mutex_;
  std::list<Kept> kept_;  ///< used last in front
};

}  // namespace twin
