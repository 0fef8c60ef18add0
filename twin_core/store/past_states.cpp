#include "twin_core/store/past_states.hpp"

#include <algorithm>

#include "twin_core/store/entity_value.hpp"
#include "twin_core/store/replay.hpp"

namespace twin {
namespace {

constexpr std::size_t kMostKept = 24;
constexpr std::size_t kCheckpoint = 512;

bool holds_at(const Change& change, Instant instant) {
  return (!change.valid_from || *change.valid_from <= instant) && (!change.valid_to || instant < *change.valid_to);
}

}  // namespace

Snapshot PastStates::find(std::uint64_t sequence, const std::optional<Instant>& instant) {
  const std::lock_guard lock(mutex_);
  for (auto entry = kept_.begin(); entry != kept_.end(); ++entry) {
    if (entry->sequence != sequence || entry->instant != instant) continue;
    kept_.splice(kept_.begin(), kept_, entry);
    return kept_.front().state;
  }
  return nullptr;
}

void PastStates::keep(std::uint64_t sequence, const std::optional<Instant>& instant, const Snapshot& state) {
  const std::lock_guard lock(mutex_);
  kept_.push_front({sequence, instant, state});
  if (kept_.size() > kMostKept) kept_.pop_back();
}

std::vector<Snapshot> PastStates::at_hand(const std::vector<Snapshot>& heads) {
  std::vector<Snapshot> out = heads;
  const std::lock_guard lock(mutex_);
  for (const Kept& kept : kept_) {
    if (!kept.instant) out.push_back(kept.state);
  }
  return out;
}

Result<Commit> PastStates::commit_at(std::uint64_t sequence, Digest* hash) const {
  TWIN_TRY(const auto row, file_.commit_at(sequence));
  if (!row) return corrupt_at(sequence, "The commit is missing.");
  if (hash) *hash = row->hash;
  return decode_commit(row->bytes);
}

Status PastStates::write(BranchStateEditor& editor, const Values& values) const {
  for (const auto& [entity, digest] : values) {
    if (value_in(editor.state(), features_, entity) == digest) continue;
    EntityValue value;
    if (!digest.is_nothing()) {
      TWIN_TRY(const auto bytes, file_.value(digest));
      if (!bytes) return Problem{"blob-missing", "A value is not in the file.", entity.id, digest.hex(), ""};
      TWIN_TRY(value, decode_value(entity, *bytes));
    }
    if (is_feature(entity.kind) && !features_.find(entity)) {
      return Problem{"store-corrupt", "A commit names a feature without a number.", entity.id, "",
                     "Restore the twin from a backup."};
    }
    write_change(editor, features_, Change{entity, {}, digest, {}, {}}, std::move(value));
  }
  return Done{};
}

Result<Snapshot> PastStates::publish(BranchStateEditor& editor, Values& values, std::uint64_t sequence) {
  TWIN_CHECK(write(editor, values));
  values.clear();
  Digest hash;
  std::string branch = kMainBranch;
  if (sequence != 0) {
    TWIN_TRY(Commit commit, commit_at(sequence, &hash));
    branch = std::move(commit.branch);
  }
  editor.set_head(std::move(branch), hash, sequence);
  Snapshot state = editor.publish();
  keep(sequence, std::nullopt, state);
  return state;
}

/// From a state over the fork of both chains to the state wanted. Of every entity only the last value
/// counts, so it is read and decoded once however often it changed on the way.
Result<Snapshot> PastStates::walk(const Snapshot& from, std::uint64_t sequence) {
  const std::uint64_t fork = graph_.fork(from->sequence(), sequence);
  std::vector<std::uint64_t> ahead = graph_.chain(sequence, fork);
  std::reverse(ahead.begin(), ahead.end());
  BranchStateEditor editor(*from);
  Values values;
  std::size_t steps = 0;
  for (const std::uint64_t at : graph_.chain(from->sequence(), fork)) {
    TWIN_TRY(const Commit commit, commit_at(at));
    for (const Change& change : commit.changes) values[change.entity] = change.before;
    const std::uint64_t reached = graph_.parent(at);
    if (++steps % kCheckpoint == 0 && reached != sequence) TWIN_CHECK(publish(editor, values, reached));
  }
  for (const std::uint64_t at : ahead) {
    TWIN_TRY(const Commit commit, commit_at(at));
    for (const Change& change : commit.changes) values[change.entity] = change.after;
    if (++steps % kCheckpoint == 0 && at != sequence) TWIN_CHECK(publish(editor, values, at));
  }
  return publish(editor, values, sequence);
}

Result<Snapshot> PastStates::after(std::uint64_t sequence, const std::vector<Snapshot>& heads) {
  if (Snapshot found = find(sequence, std::nullopt)) return found;
  Snapshot nearest;
  std::size_t least = 0;
  for (const Snapshot& state : at_hand(heads)) {
    if (state->sequence() == sequence) return state;
    const std::uint64_t fork = graph_.fork(state->sequence(), sequence);
    const std::size_t distance = graph_.chain(state->sequence(), fork).size() + graph_.chain(sequence, fork).size();
    if (nearest && distance >= least) continue;
    nearest = state;
    least = distance;
  }
  return walk(nearest, sequence);
}

Result<Snapshot> PastStates::holding_at(const Snapshot& state, Instant instant) {
  if (!graph_.has_spans(state->sequence())) return state;
  if (Snapshot found = find(state->sequence(), instant)) return found;
  Values values;                          // what differs from the state as recorded
  std::map<EntityKey, bool> settled;      // entities met so far, newest change first
  std::size_t open = 0;
  for (std::uint64_t at = state->sequence(); at != 0 && (open > 0 || graph_.has_spans(at)); at = graph_.parent(at)) {
    TWIN_TRY(const Commit commit, commit_at(at));
    for (const Change& change : commit.changes) {
      const auto [entry, first] = settled.try_emplace(change.entity, false);
      if (entry->second) continue;
      if (holds_at(change, instant)) {
        entry->second = true;
        if (!first) {
          --open;
          values[change.entity] = change.after;
        }
      } else if (first) {
        ++open;
      }
    }
  }
  for (const auto& [entity, is_settled] : settled) {
    if (!is_settled) values[entity] = {};
  }
  BranchStateEditor editor(*state);
  TWIN_CHECK(write(editor, values));
  Snapshot out = editor.publish();
  keep(state->sequence(), instant, out);
  return out;
}

}  // namespace twin
