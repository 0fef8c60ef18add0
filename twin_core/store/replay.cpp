#include "twin_core/store/replay.hpp"

#include <fmt/format.h>

namespace twin {

Problem corrupt_at(std::uint64_t sequence, std::string message, std::string value) {
  return {"store-corrupt", std::move(message), fmt::format("commit {}", sequence), std::move(value),
          "Run `kaksonen verify` to see the whole damage, and restore the twin from a backup."};
}

Replay::Replay(const TwinFile& file, const FeatureIndex& features, Values values)
    : file_(file), features_(features), values_(values) {
  editors_.emplace(kMainBranch, BranchStateEditor(*ledgers_.branch(kMainBranch)->state));
}

const BranchState* Replay::branch(const std::string& name) const {
  const auto found = editors_.find(name);
  return found == editors_.end() ? nullptr : &found->second.state();
}

Result<EntityValue> Replay::value_of(const Change& change) {
  const bool wanted = values_ == Values::kDecoded || change.entity.kind == EntityKind::kBranch;
  if (change.after.is_nothing() || !wanted) return EntityValue{};
  if (const auto found = decoded_.find(change.after); found != decoded_.end()) return found->second;
  TWIN_TRY(const auto bytes, file_.value(change.after));
  if (!bytes) return Problem{"blob-missing", "A value is not in the file.", "", change.after.hex(), ""};
  TWIN_TRY(EntityValue value, decode_value(change.entity, *bytes));
  decoded_.emplace(change.after, value);
  return value;
}

Status Replay::apply(std::uint64_t sequence, const Digest& hash, Commit commit) {
  Effect effect;
  effect.entry = {hash, sequence, std::move(commit)};
  const Commit& done = effect.entry.commit;
  const auto editor = editors_.find(done.branch);
  if (done.ledger == Ledger::kCity && editor == editors_.end()) {
    return corrupt_at(sequence, "The commit belongs to a branch that is not there.", done.branch);
  }
  for (const Change& change : done.changes) {
    auto value = value_of(change);
    if (!value) return corrupt_at(sequence, value.problem().message, change.entity.id);
    if (ledger_of(change.entity.kind) != done.ledger ||
        (is_feature(change.entity.kind) && !features_.find(change.entity))) {
      return corrupt_at(sequence, "The commit changes an entity that it cannot know.", change.entity.id);
    }
    if (done.ledger == Ledger::kCity) {
      write_change(editor->second, features_, change, std::move(*value));
    } else if (change.entity.kind == EntityKind::kBranch) {
      if (change.after.is_nothing()) {
        editors_.erase(change.entity.id);
        continue;
      }
      const auto parent = editors_.find(value->branch->parent);
      if (parent == editors_.end()) return corrupt_at(sequence, "A branch has no parent.", change.entity.id);
      effect.made = *value->branch;
      BranchStateEditor made(*parent->second.publish());
      made.set_head(effect.made->name, effect.made->head, ledgers_.branch(effect.made->parent)->info.sequence);
      editors_.insert_or_assign(effect.made->name, std::move(made));
    }
  }
  if (done.ledger == Ledger::kCity) editor->second.set_head(done.branch, hash, sequence);
  ledgers_.apply(effect);
  return Done{};
}

LedgerState Replay::finish() && {
  for (auto& [name, editor] : editors_) ledgers_.set_state(name, editor.publish());
  return std::move(ledgers_);
}

}  // namespace twin
