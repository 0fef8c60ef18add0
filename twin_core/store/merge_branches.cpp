#include "twin_core/store/merge_branches.hpp"

#include <fmt/format.h>

#include <map>

#include "twin_core/base/text.hpp"
#include "twin_core/history/diff.hpp"
#include "twin_core/store/commit_series.hpp"
#include "twin_core/store/settle_rows.hpp"

namespace twin {
namespace {

constexpr int kMostTries = 8;
constexpr std::size_t kLogPage = 256;

struct Span {
  std::optional<Instant> valid_from, valid_to;
};

Digest value_in(const Store& store, const BranchState& state, const EntityKey& entity) {
  if (entity.kind == EntityKind::kManifest) return state.manifest_digest();
  const auto number = store.feature_number(entity);
  const BranchState::Feature* found = number ? state.feature(*number) : nullptr;
  return found ? found->value : Digest{};
}

/// Adds the write of one merged entity to the command, when it changes anything.
Status add_merged(const Store& store, const EntityKey& entity, const ThreeValues& values, const Span& span, Take take,
                  Command& command, MergeAnswer& answer) {
  TWIN_TRY(MergedEntity merged, merge_entity(store, entity, values, take, answer.conflicts));
  if (merged.value == values.ours) return Done{};
  Write write;
  write.entity = entity;
  write.valid_from = span.valid_from;
  write.valid_to = span.valid_to;
  if (merged.bytes) {
    write.value = std::move(*merged.bytes);
  } else if (!merged.value.is_nothing()) {
    TWIN_TRY(write.value, store.blob(merged.value));
  }
  if (merged.shape) command.blobs.push_back(std::move(*merged.shape));
  command.writes.push_back(std::move(write));
  ++answer.changes;
  return Done{};
}

/// Commits unless conflicts stand in the way.
Status finish(Store& store, const BranchState& ours, Command command, Take take, MergeAnswer& answer) {
  if (!answer.conflicts.empty() && take == Take::kNone) return Done{};
  TWIN_CHECK(settle_rows(ours, command));
  answer.changes = command.writes.size();
  auto receipt = store.commit(std::move(command));
  if (receipt) {
    answer.receipt = *receipt;
  } else if (receipt.problem().code != "nothing-to-do") {
    return receipt.problem();
  }
  return Done{};
}

/// Spans of the newest change of each entity on the branch's chain after `base`: what a merge takes over
/// holds in the real world when its branch said it does.
Result<std::map<EntityKey, Span>> spans_since(const Store& store, const BranchState& theirs, const Digest& base) {
  std::map<EntityKey, Span> out;
  std::uint64_t base_sequence = 0;
  if (!base.is_nothing()) {
    TWIN_TRY(const LogEntry entry, store.find_commit(base.hex()));
    base_sequence = entry.sequence;
  }
  std::uint64_t before = theirs.sequence() + 1;
  while (true) {
    TWIN_TRY(const auto page, store.log(Ledger::kCity, theirs.branch(), kLogPage, before));
    for (const LogEntry& entry : page) {
      if (entry.sequence <= base_sequence) return out;
      for (const Change& change : entry.commit.changes) {
        out.try_emplace(change.entity, Span{change.valid_from, change.valid_to});
      }
    }
    if (page.size() < kLogPage) return out;
    before = page.back().sequence;
  }
}

Result<MergeAnswer> merge_once(Store& store, const MergeOrder& order) {
  MergeAnswer answer;
  TWIN_TRY(const Snapshot theirs, store.snapshot(order.from));
  TWIN_TRY(const Snapshot ours, store.snapshot(order.into));
  if (theirs->head().is_nothing() || theirs->head() == ours->head()) {
    answer.base = ours->head();
    return answer;
  }
  TWIN_TRY(answer.base, store.common_ancestor(theirs->head(), ours->head()));
  if (answer.base == theirs->head()) return answer;  // ours has it all
  const std::string moment = answer.base.is_nothing() ? "0" : answer.base.hex();
  TWIN_TRY(const Snapshot base, store.snapshot_at(order.from, {moment, {}}));
  TWIN_TRY(const auto spans, spans_since(store, *theirs, answer.base));

  Command command;
  command.branch = order.into;
  command.author = order.author;
  command.purpose = "merge";
  command.message = order.message.empty() ? "Merge " + order.from + " into " + order.into : order.message;
  command.head = ours->head();
  command.merges = theirs->head();
  const auto add = [&](const EntityKey& entity, const Digest& in_base, const Digest& in_theirs) {
    const auto found = spans.find(entity);
    return add_merged(store, entity, {in_base, value_in(store, *ours, entity), in_theirs},
                      found == spans.end() ? Span{} : found->second, order.take, command, answer);
  };
  if (base->manifest_digest() != theirs->manifest_digest()) {
    TWIN_CHECK(add({EntityKind::kManifest, "twin"}, base->manifest_digest(), theirs->manifest_digest()));
  }
  for (const FeatureDifference& difference : diff(*base, *theirs)) {
    TWIN_CHECK(add({difference.kind, difference.id}, difference.in_a, difference.in_b));
  }
  TWIN_CHECK(finish(store, *ours, std::move(command), order.take, answer));
  return answer;
}

/// What a series left as it was before, with other values in between: as it is, for all that time. Nothing when it has changed since.
Status restate(const Store& store, const BranchState& ours, const Change& change, Command& command, MergeAnswer& answer) {
  if (value_in(store, ours, change.entity) != change.after) return Done{};
  Write write;
  write.entity = change.entity;
  write.valid_from = change.valid_from;
  write.valid_to = change.valid_to;
  write.restates = true;
  if (!change.after.is_nothing()) {
    TWIN_TRY(write.value, store.blob(change.after));
  }
  command.writes.push_back(std::move(write));
  ++answer.changes;
  return Done{};
}

Result<MergeAnswer> revert_once(Store& store, const RevertOrder& order) {
  MergeAnswer answer;
  TWIN_TRY(const Snapshot ours, store.snapshot(order.branch));
  TWIN_TRY(const LogEntry taken_back, store.find_commit(order.commit));
  const bool of_city = taken_back.commit.ledger == Ledger::kCity && !ours->head().is_nothing();
  Digest ancestor;
  if (of_city) {
    TWIN_TRY(ancestor, store.common_ancestor(ours->head(), taken_back.hash));
  }
  if (ancestor != taken_back.hash) {
    return Problem{"commit-unknown", "The branch's history has no such commit.", order.branch, excerpt(order.commit),
                   "Take a commit from the branch's log."};
  }
  answer.base = taken_back.hash;
  Command command;
  command.branch = order.branch;
  command.author = order.author;
  command.purpose = "undo";
  command.message = order.message.empty()
                        ? fmt::format("Undo {}: {}", taken_back.hash.short_hex(), taken_back.commit.message)
                        : order.message;
  command.head = ours->head();
  const auto commit_at = [&](std::uint64_t number) -> Result<std::optional<Commit>> {
    auto found = store.find_commit(fmt::format("{}", number));
    if (found) return std::optional<Commit>(std::move(found->commit));
    if (found.problem().code != "commit-unknown") return found.problem();
    return std::optional<Commit>{};
  };
  TWIN_TRY(const std::vector<Change> changes, changes_of_series(taken_back.commit, taken_back.sequence, commit_at));
  const bool is_series = series_of(taken_back.commit, taken_back.sequence).has_value();
  for (const Change& change : changes) {
    if (is_series && change.before == change.after) {
      TWIN_CHECK(restate(store, *ours, change, command, answer));
      continue;
    }
    const ThreeValues values{change.after, value_in(store, *ours, change.entity), change.before};
    TWIN_CHECK(add_merged(store, change.entity, values, {change.valid_from, change.valid_to}, order.take, command, answer));
  }
  TWIN_CHECK(finish(store, *ours, std::move(command), order.take, answer));
  return answer;
}

/// A branch that moves while its merge is worked out is looked at again.
template <class Once>
Result<MergeAnswer> until_it_stands(Once once) {
  Result<MergeAnswer> answer = once();
  for (int tries = 1; tries < kMostTries && !answer && answer.problem().code == "branch-moved"; ++tries) answer = once();
  return answer;
}

}  // namespace

Result<MergeAnswer> merge_branches(Store& store, const MergeOrder& order) {
  return until_it_stands([&] { return merge_once(store, order); });
}

Result<MergeAnswer> revert_commit(Store& store, const RevertOrder& order) {
  return until_it_stands([&] { return revert_once(store, order); });
}

}  // namespace twin
