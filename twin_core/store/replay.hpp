#pragma once

#include <functional>
#include <map>
#include <string>

#include "twin_core/store/entity_value.hpp"
#include "twin_core/store/ledger_state.hpp"
#include "twin_core/store/twin_file.hpp"
#include "twin_core/store/value_walk.hpp"

namespace twin {

/// Builds the state of a twin from its commits, oldest first. Opening a twin replays with values,
/// verifying it without them (states then hold digests only).
class Replay {
 public:
  enum class Values { kDecoded, kDigestsOnly };

  /// `features` must know every feature by the time that a commit names it.
  Replay(const TwinFile& file, const FeatureIndex& features, Values values);

  /// Errors: `store-corrupt` for a commit that does not fit what came before it.
  Status apply(std::uint64_t sequence, const Digest& hash, Commit commit);
  /// The same, with the changes and what stands behind them still to be read: they are not held together.
  Status apply(std::uint64_t sequence, const Digest& hash, Commit head, CommitReader& rest);

  /// State of a branch after the commits so far, or null.
  const BranchState* branch(const std::string& name) const;
  const LedgerState& ledgers() const { return ledgers_; }

  /// The whole result, with every branch's state published.
  LedgerState finish() &&;

 private:
  Status begin(std::uint64_t sequence, const Commit& commit) const;
  Status change(const Change& change, Effect& effect);
  void end(const Effect& effect);
  Result<EntityValue> value_of(const Change& change);
  const BranchState::Feature* at_hand(const Change& change) const;

  const FeatureIndex& features_;
  Values values_;
  LedgerState ledgers_;
  std::map<std::string, BranchStateEditor> editors_;
  ValueWalk walk_;
};

/// The damage of a twin's file at one commit.
Problem corrupt_at(std::uint64_t sequence, std::string message, std::string value = {});

}  // namespace twin
