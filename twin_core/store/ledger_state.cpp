#include "twin_core/store/ledger_state.hpp"

namespace twin {

LedgerState::LedgerState() {
  BranchEntry& main = branches_[kMainBranch];
  main.info.name = kMainBranch;
  BranchStateEditor editor{BranchState{}};
  editor.set_head(kMainBranch, {}, 0);
  main.state = editor.publish();
}

const BranchEntry* LedgerState::branch(const std::string& name) const {
  const auto found = branches_.find(name);
  return found == branches_.end() ? nullptr : &found->second;
}

Digest LedgerState::operations_value(const EntityKey& entity) const {
  const auto found = operations_.find(entity);
  return found == operations_.end() ? Digest{} : found->second;
}

void LedgerState::apply(const Effect& effect) {
  const Commit& commit = effect.entry.commit;
  claims_.apply(commit);
  if (commit.ledger == Ledger::kOperations) {
    operations_head_ = effect.entry.hash;
    operations_sequence_ = effect.entry.sequence;
    for (const Change& change : commit.changes) apply_operation(effect, change);
    return;
  }
  BranchEntry& branch = branches_.at(commit.branch);
  if (branch.info.name == kMainBranch && branch.info.head.is_nothing()) {
    branch.info.created_by = commit.author;
    branch.info.created_at = commit.time;
  }
  branch.info.head = effect.entry.hash;
  branch.info.sequence = effect.entry.sequence;
  if (effect.after) branch.state = effect.after;
}

void LedgerState::apply_operation(const Effect& effect, const Change& change) {
  const bool deleted = change.after.is_nothing();
  if (deleted) {
    operations_.erase(change.entity);
  } else {
    operations_[change.entity] = change.after;
  }
  if (change.entity.kind != EntityKind::kBranch) return;
  if (deleted) {
    branches_.erase(change.entity.id);
    claims_.forget_branch(change.entity.id);
  } else if (effect.made) {
    const BranchRecord& record = *effect.made;
    const BranchEntry& parent = branches_.at(record.parent);
    BranchEntry made;
    made.info = {record.name,   record.head,                  parent.info.sequence,
                 record.parent, effect.entry.commit.author, effect.entry.commit.time};
    made.state = effect.after;
    branches_[record.name] = std::move(made);
  }
}

std::pair<std::vector<Digest>, std::uint64_t> LedgerState::next_parents(Ledger ledger,
                                                                        const std::string& branch) const {
  const Digest& head = ledger == Ledger::kOperations ? operations_head_ : branches_.at(branch).info.head;
  const std::uint64_t sequence =
      ledger == Ledger::kOperations ? operations_sequence_ : branches_.at(branch).info.sequence;
  if (head.is_nothing()) return {{}, 0};
  return {{head}, sequence};
}

}  // namespace twin
