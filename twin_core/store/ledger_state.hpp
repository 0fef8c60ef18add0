#pragma once

#include <map>
#include <optional>
#include <string>

#include "twin_core/history/branch_record.hpp"
#include "twin_core/store/claim_table.hpp"
#include "twin_core/store/store.hpp"

namespace twin {

struct BranchEntry {
  BranchInfo info;
  Snapshot state;
};

/// One commit and what it brings about.
struct Effect {
  LogEntry entry;
  std::optional<BranchRecord> made;  ///< the branch that this commit makes
  Snapshot before;                   ///< city: of the branch, before the commit
  Snapshot after;                    ///< city: of the branch; a branch made: its first state
};

/// What the commits so far add up to, beside the values themselves: branches with their heads, entities
/// of the operations ledger, claims. A fold: the same commits give the same state.
class LedgerState {
 public:
  LedgerState();  ///< an empty twin: branch "main" without a commit

  const std::map<std::string, BranchEntry>& branches() const { return branches_; }
  const BranchEntry* branch(const std::string& name) const;
  void set_state(const std::string& branch, Snapshot state) { branches_.at(branch).state = std::move(state); }

  const Digest& operations_head() const { return operations_head_; }
  std::uint64_t operations_sequence() const { return operations_sequence_; }
  Digest operations_value(const EntityKey& entity) const;  ///< nothing when it is not there
  const ClaimTable& claims() const { return claims_; }

  /// The commit's branch, and the parent of a branch it makes, must be there.
  void apply(const Effect& effect);

  /// Claims of one entity go, as when a commit that changes it is applied.
  void release_claims(const Commit& commit, const EntityKey& entity) { claims_.release(commit, entity); }

  /// Parents that the next commit of a ledger and branch has, and the parent's sequence (0: none).
  std::pair<std::vector<Digest>, std::uint64_t> next_parents(Ledger ledger, const std::string& branch) const;

 private:
  void apply_operation(const Effect& effect, const Change& change);

  std::map<std::string, BranchEntry> branches_;
  std::map<EntityKey, Digest> operations_;
  Digest operations_head_;
  std::uint64_t operations_sequence_ = 0;
  ClaimTable claims_;
};

}  // namespace twin
