#include "twin_core/store/replay.hpp"

#include <fmt/format.h>

namespace twin {

Problem corrupt_at(std::uint64_t sequence, std::string message, std::string value) {
  return {"store-corrupt", std::move(message), fmt::format("commit {}", sequence), std::move(value),
          "Run `kaksonen verify` to see the whole damage, and restore the twin from a backup."};
}

Replay::Replay(const TwinFile& file, const FeatureIndex& features, Values values)
    : features_(features), values_(values), walk_(file) {
  editors_.emplace(kMainBranch, BranchStateEditor(*ledgers_.branch(kMainBranch)->state));
}

const BranchState* Replay::branch(const std::string& name) const {
  const auto found = editors_.find(name);
  return found == editors_.end() ? nullptr : &found->second.state();
}

/// The feature where a branch has this very value of it: branches share what they have in common, also what one took over
/// from another.
const BranchState::Feature* Replay::at_hand(const Change& change) const {
  if (editors_.size() < 2 || !is_feature(change.entity.kind)) return nullptr;
  const auto number = features_.find(change.entity);
  if (!number) return nullptr;
  for (const auto& [name, editor] : editors_) {
    const BranchState::Feature* found = editor.state().feature(*number);
    if (found && found->value == change.after) return found;
  }
  return nullptr;
}

Result<EntityValue> Replay::value_of(const Change& change) {
  const bool wanted = values_ == Values::kDecoded || change.entity.kind == EntityKind::kBranch;
  if (change.after.is_nothing() || !wanted) return EntityValue{};
  if (const BranchState::Feature* found = at_hand(change)) {
    EntityValue shared;
    shared.feature = found->content;
    return shared;
  }
  TWIN_TRY(const auto bytes, walk_.value(change.after));
  if (!bytes) return Problem{"blob-missing", "A value is not in the file.", "", change.after.hex(), ""};
  return decode_value(change.entity, *bytes);
}

Status Replay::begin(std::uint64_t sequence, const Commit& commit) const {
  if (commit.ledger == Ledger::kCity && !editors_.contains(commit.branch)) {
    return corrupt_at(sequence, "The commit belongs to a branch that is not there.", commit.branch);
  }
  return Done{};
}

Status Replay::change(const Change& change, Effect& effect) {
  const std::uint64_t sequence = effect.entry.sequence;
  const Commit& commit = effect.entry.commit;
  auto value = value_of(change);
  if (!value) return corrupt_at(sequence, value.problem().message, change.entity.id);
  if (ledger_of(change.entity.kind) != commit.ledger || (is_feature(change.entity.kind) && !features_.find(change.entity))) {
    return corrupt_at(sequence, "The commit changes an entity that it cannot know.", change.entity.id);
  }
  if (commit.ledger == Ledger::kCity) {
    write_change(editors_.at(commit.branch), features_, change, std::move(*value));
  } else if (change.entity.kind == EntityKind::kBranch) {
    if (change.after.is_nothing()) {
      editors_.erase(change.entity.id);
      return Done{};
    }
    const auto parent = editors_.find(value->branch->parent);
    if (parent == editors_.end()) return corrupt_at(sequence, "A branch has no parent.", change.entity.id);
    effect.made = *value->branch;
    BranchStateEditor made(*parent->second.publish());
    made.set_head(effect.made->name, effect.made->head, ledgers_.branch(effect.made->parent)->info.sequence);
    editors_.insert_or_assign(effect.made->name, std::move(made));
  }
  return Done{};
}

void Replay::end(const Effect& effect) {
  const auto& [hash, sequence, commit] = effect.entry;
  if (commit.ledger == Ledger::kCity) editors_.at(commit.branch).set_head(commit.branch, hash, sequence);
  ledgers_.apply(effect);
}

Status Replay::apply(std::uint64_t sequence, const Digest& hash, Commit commit) {
  TWIN_CHECK(begin(sequence, commit));
  Effect effect;
  effect.entry = {hash, sequence, std::move(commit)};
  for (const Change& each : effect.entry.commit.changes) TWIN_CHECK(change(each, effect));
  end(effect);
  return Done{};
}

Status Replay::apply(std::uint64_t sequence, const Digest& hash, Commit head, CommitReader& rest) {
  TWIN_CHECK(begin(sequence, head));
  Effect effect;
  effect.entry = {hash, sequence, std::move(head)};
  Commit& commit = effect.entry.commit;
  const bool is_city = commit.ledger == Ledger::kCity;
  while (true) {
    auto next = rest.next();
    if (!next) return corrupt_at(sequence, next.problem().message);
    if (!*next) break;
    TWIN_CHECK(change(**next, effect));
    if (is_city) ledgers_.release_claims(commit, (*next)->entity);
    // Of the city's changes the ledgers ask for the first one only, whose entity the commit's claims belong to.
    if (!is_city || commit.changes.empty()) commit.changes.push_back(std::move(**next));
  }
  if (const Status read = rest.tail(commit); !read) return corrupt_at(sequence, read.problem().message);
  end(effect);
  return Done{};
}

LedgerState Replay::finish() && {
  for (auto& [name, editor] : editors_) ledgers_.set_state(name, editor.publish());
  return std::move(ledgers_);
}

}  // namespace twin
