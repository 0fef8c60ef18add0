// What a command comes to, decided against everything that was accepted before it.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "twin_core/base/text.hpp"
#include "twin_core/history/diff.hpp"
#include "twin_core/store/commit_series.hpp"
#include "twin_core/store/edit_lock.hpp"
#include "twin_core/store/settle_rows.hpp"
#include "twin_core/store/sqlite_store.hpp"

namespace twin {
namespace {

Problem branch_unknown(const std::string& name) {
  return {"branch-unknown", "The twin has no such branch.", "branch", excerpt(name),
          "List the branches, or create this one first."};
}

std::string shown(const EntityKey& entity) { return fmt::format("{} {}", name_of(entity.kind), excerpt(entity.id)); }

}  // namespace

Result<PreparedCommand> SqliteStore::command_of(Job& job) {
  if (auto* command = std::get_if<PreparedCommand>(&job.order)) return std::move(*command);
  if (const auto* order = std::get_if<BranchOrder>(&job.order)) return branch_command(*order);
  if (const auto* order = std::get_if<BranchEnd>(&job.order)) return branch_end_command(*order);
  return undo_command(std::get<UndoOrder>(job.order));
}

/// What the order's key made: the parent may have gone on since, and the repeated order must still be the same command.
Result<std::optional<BranchRecord>> SqliteStore::branch_made_before(const BranchOrder& order) const {
  std::optional<BranchRecord> out;
  if (order.key.empty()) return out;
  TWIN_TRY(const auto row, file_->commit_with_key(order.key));
  if (!row || row->ledger != Ledger::kOperations) return out;
  TWIN_TRY(const Commit commit, decode_commit(row->bytes));
  for (const Change& change : commit.changes) {
    if (change.entity != EntityKey{EntityKind::kBranch, order.name} || change.after.is_nothing()) continue;
    TWIN_TRY(const auto bytes, file_->value(change.after));
    if (!bytes) return Problem{"blob-missing", "The branch's record is missing.", shown(change.entity), "", ""};
    TWIN_TRY(out, decode_branch_record(*bytes));
  }
  return out;
}

Result<PreparedCommand> SqliteStore::branch_command(const BranchOrder& order) const {
  if (!is_branch_name(order.name)) {
    return Problem{"name-invalid", "A branch's name is 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-', a letter first.",
                   "branch", excerpt(order.name), "Choose such a name."};
  }
  TWIN_TRY(std::optional<BranchRecord> record, branch_made_before(order));
  if (record && record->parent != order.from) record.reset();
  if (!record && pending_.branch(order.name)) {
    return Problem{"branch-exists", "There is a branch of this name already.", "branch", order.name,
                   "Choose another name, or delete that branch first."};
  }
  if (!record) {
    const BranchEntry* parent = pending_.branch(order.from);
    if (!parent) return branch_unknown(order.from);
    record = BranchRecord{order.name, order.from, parent->info.head};
  }
  Command command;
  command.ledger = Ledger::kOperations;
  command.author = order.author;
  command.purpose = "branch";
  command.message = order.message;
  command.writes.push_back({{EntityKind::kBranch, order.name},
                            encode(*record), {}, {}});
  command.key = order.key;
  return prepare(std::move(command), BranchRecords::kAllowed);
}

Result<PreparedCommand> SqliteStore::branch_end_command(const BranchEnd& order) const {
  if (order.name == kMainBranch) {
    return Problem{"branch-protected", "The city as it stands is never deleted.", "branch", order.name,
                   "Delete another branch, or undo commits of this one."};
  }
  if (!pending_.branch(order.name)) return branch_unknown(order.name);
  Command command;
  command.ledger = Ledger::kOperations;
  command.author = order.author;
  command.purpose = "branch";
  command.message = "Delete branch " + order.name;
  command.writes.push_back({{EntityKind::kBranch, order.name}, std::nullopt, {}, {}});
  return prepare(std::move(command), BranchRecords::kAllowed);
}

Result<PreparedCommand> SqliteStore::undo_command(const UndoOrder& order) const {
  const BranchEntry* branch = pending_.branch(order.branch);
  if (!branch) return branch_unknown(order.branch);
  TWIN_TRY(const auto sequence, file_->sequence_of(order.commit));
  if (!sequence || !graph_.reaches(branch->info.sequence, *sequence)) {
    return Problem{"commit-unknown", "The branch has no such commit.", order.branch, order.commit.hex(),
                   "Take a commit from the branch's log."};
  }
  TWIN_TRY(const auto row, file_->commit_at(*sequence));
  if (!row) return Problem{"store-corrupt", "The commit is missing.", order.branch, order.commit.hex(), ""};
  TWIN_TRY(const Commit undone, decode_commit(row->bytes));
  Command command;
  command.branch = order.branch;
  command.author = order.author;
  command.purpose = "undo";
  command.message = fmt::format("Undo {}: {}", order.commit.short_hex(), undone.message);
  const auto commit_at = [this](std::uint64_t number) -> Result<std::optional<Commit>> {
    TWIN_TRY(const auto found, file_->commit_at(number));
    if (!found) return std::optional<Commit>{};
    TWIN_TRY(Commit commit, decode_commit(found->bytes));
    return std::optional<Commit>(std::move(commit));
  };
  TWIN_TRY(const std::vector<Change> changes, changes_of_series(undone, *sequence, commit_at));
  for (const Change& change : changes) {
    if (current(order.branch, change.entity) != change.after) {
      return Problem{"undo-conflict", "It has changed since the commit that you want to undo.", order.branch,
                     shown(change.entity), "Undo the later commit first."};
    }
    Write write;
    write.entity = change.entity;
    write.restates = change.before == change.after;  // of a series: there in between
    if (!change.before.is_nothing()) {
      TWIN_TRY(auto bytes, file_->value(change.before));
      if (!bytes) return Problem{"blob-missing", "An earlier value is missing.", shown(change.entity), "", ""};
      write.value = std::move(*bytes);
    }
    command.writes.push_back(std::move(write));
  }
  TWIN_CHECK(settle_rows(*branch->state, command));
  return prepare(std::move(command));
}

Result<std::optional<Receipt>> SqliteStore::earlier_answer(const PreparedCommand& command) const {
  if (command.key.empty()) return std::optional<Receipt>{};
  TWIN_TRY(const auto row, file_->commit_with_key(command.key));
  if (!row) return std::optional<Receipt>{};
  if (row->request != command.request) {
    return Problem{"idempotency-key-reused", "The key has acted before, for another command.", "key",
                   excerpt(command.key), "Make a new key for every command."};
  }
  TWIN_TRY(const Commit first, decode_commit(row->bytes));
  return std::optional<Receipt>(Receipt{row->hash, row->sequence, first.time, true});
}

Digest SqliteStore::current(const std::string& branch, const EntityKey& entity) const {
  if (ledger_of(entity.kind) == Ledger::kOperations) return pending_.operations_value(entity);
  const BranchEntry* found = pending_.branch(branch);
  return found ? value_in(*found->state, features_, entity) : Digest{};
}

Status SqliteStore::check_head(const PreparedCommand& command) const {
  if (command.ledger != Ledger::kCity) return Done{};
  const BranchInfo& branch = pending_.branch(command.branch)->info;
  if (command.head && *command.head != branch.head) {
    return Problem{"branch-moved", "The branch has a newer commit than the one that this rests on.", command.branch,
                   branch.head.is_nothing() ? "no commit" : branch.head.short_hex(), "Try again."};
  }
  if (command.merges.is_nothing()) return Done{};
  TWIN_TRY(const auto sequence, file_->sequence_of(command.merges));
  std::optional<CommitRow> row;
  if (sequence) {
    TWIN_TRY(row, file_->commit_at(*sequence));
  }
  if (row && row->ledger == Ledger::kCity) return Done{};
  return Problem{"commit-unknown", "The commit to merge is none of the city's.", command.branch, command.merges.hex(),
                 "Take a commit from a branch's log."};
}

Status SqliteStore::check_basis(const PreparedCommand& command) const {
  const Snapshot& then = command.basis.state;  // no structured binding: clang 14 cannot capture one
  const auto& kinds = command.basis.kinds;
  if (!then || command.ledger != Ledger::kCity) return Done{};
  const BranchState& now = *pending_.branch(command.branch)->state;
  if (now.head() == then->head()) return Done{};
  const auto rests_on = [&](EntityKind kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); };
  std::optional<EntityKey> moved;
  if (rests_on(EntityKind::kManifest) && now.manifest_digest() != then->manifest_digest()) moved = {EntityKind::kManifest, "twin"};
  for (const FeatureDifference& difference : diff(*then, now)) {
    if (moved) break;
    if (rests_on(difference.kind)) moved = {difference.kind, difference.id};
  }
  if (!moved) return Done{};
  return Problem{"branch-moved", "The branch has another value since of what this rests on.", command.branch, shown(*moved), "Try again."};
}

Status SqliteStore::check_expectations(const PreparedCommand& command) const {
  for (const Expectation& expectation : command.expects) {
    const Digest value = current(command.branch, expectation.entity);
    if (value == expectation.value) continue;
    return Problem{"expectation-failed",
                   fmt::format("It has changed in the meantime: its value is {}, {} was expected.",
                               value.is_nothing() ? "nothing" : value.short_hex(),
                               expectation.value.is_nothing() ? "nothing" : expectation.value.short_hex()),
                   command.branch, shown(expectation.entity), "Read it again and repeat your change."};
  }
  return Done{};
}

Status SqliteStore::check_claims(const PreparedCommand& command, Instant now) const {
  for (const Claim& claim : command.claims) {
    const Claim* held = pending_.claims().obstacle(claim, now);
    if (!held) continue;
    const std::string end = held->expires_at ? " until " + to_rfc3339(*held->expires_at) : std::string{};
    return Problem{"claim-collision", fmt::format("{} holds it{}.", excerpt(held->owner), end), "",
                   excerpt(claim.key), "Wait until the claim ends, or ask its owner to give it up."};
  }
  if (command.ledger == Ledger::kCity) {
    for (const PreparedWrite& write : command.writes) TWIN_CHECK(check_edit_lock(command, write, now));
  }
  return Done{};
}

Status SqliteStore::check_edit_lock(const PreparedCommand& command, const PreparedWrite& write, Instant now) const {
  const auto question = edit_lock_question(command.branch, write.entity, command.author);
  if (!question) return Done{};
  const Claim* held = pending_.claims().obstacle(*question, now);
  if (!held || current(command.branch, write.entity) == write.value) return Done{};
  const std::string end = held->expires_at ? " until " + to_rfc3339(*held->expires_at) : std::string{};
  return Problem{"edit-locked", fmt::format("{} is editing it{}.", excerpt(held->owner), end), command.branch,
                 shown(write.entity), "Wait until the lock ends, ask its owner to release it, or edit another branch."};
}

/// The shapes of a series may come with any of its commands.
Status SqliteStore::check_shapes(std::span<const PreparedCommand> commands) const {
  std::unordered_set<Digest, DigestHash> sent;
  for (const PreparedCommand& command : commands) {
    sent.reserve(sent.size() + command.blobs.size());
    for (const auto& [digest, bytes] : command.blobs) sent.insert(digest);
  }
  for (const PreparedCommand& command : commands) {
    for (const PreparedWrite& write : command.writes) {
      const Digest shape = write.decoded.blob();
      if (shape.is_nothing() || sent.contains(shape)) continue;
      TWIN_TRY(const bool stored, file_->has_value(shape));
      if (!stored) {
        return Problem{"blob-missing", "What the value refers to is neither in the twin nor in the command.",
                       shown(write.entity), shape.hex(), "Send it among the command's blobs."};
      }
    }
  }
  return Done{};
}

std::vector<Change> SqliteStore::changes_of(const PreparedCommand& command, Instant now) const {
  bool carries_claims = std::any_of(command.claims.begin(), command.claims.end(),
                                    [&](const Claim& claim) { return stays(claim, now); });
  std::vector<Change> out;
  out.reserve(command.writes.size());
  for (const PreparedWrite& write : command.writes) {
    const Digest before = current(command.branch, write.entity);
    const bool owns_claims = carries_claims && !write.value.is_nothing();
    if (before == write.value && !owns_claims && !write.restates) continue;
    carries_claims = false;
    out.push_back({write.entity, before, write.value, write.valid_from, write.valid_to});
  }
  return out;
}

Status SqliteStore::check(std::span<const PreparedCommand> commands, Instant now) const {
  for (const PreparedCommand& command : commands) {
    if (command.author.empty()) {
      return Problem{"author-missing", "Every change is made by somebody.", "author", "", "Say who you are."};
    }
    if (command.problem) return *command.problem;
    if (command.ledger == Ledger::kCity && !pending_.branch(command.branch)) return branch_unknown(command.branch);
    TWIN_CHECK(check_head(command));
    TWIN_CHECK(check_basis(command));
    TWIN_CHECK(check_expectations(command));
    TWIN_CHECK(check_claims(command, now));
  }
  return check_shapes(commands);
}

Result<Effect> SqliteStore::decide(const PreparedCommand& command, Instant now) {
  Effect effect;
  effect.entry.sequence = graph_.last() + 1;
  Commit& commit = effect.entry.commit;
  commit.changes = changes_of(command, now);
  const bool claims_something =
      std::any_of(command.claims.begin(), command.claims.end(), [&](const Claim& claim) { return stays(claim, now); });
  if (commit.changes.empty() && !claims_something && command.merges.is_nothing()) {
    return Problem{"nothing-to-do", "Every value is there already.", command.branch, "", "Nothing needs to be done."};
  }
  commit.ledger = command.ledger;
  commit.branch = command.branch;
  commit.parents = pending_.next_parents(command.ledger, command.branch).first;
  if (!command.merges.is_nothing()) commit.parents.push_back(command.merges);
  commit.author = command.author;
  commit.purpose = command.purpose;
  commit.time = now;
  commit.message = command.message;
  commit.claims = command.claims;
  commit.expects = command.expects;
  commit.key = command.key;
  fill_states(command, effect);
  return effect;
}

void SqliteStore::fill_states(const PreparedCommand& command, Effect& effect) {
  const Bytes bytes = encode(effect.entry.commit);
  effect.entry.hash = sha256(bytes);
  if (command.ledger == Ledger::kOperations) {
    for (const PreparedWrite& write : command.writes) {
      if (!write.decoded.branch) continue;
      const BranchEntry& parent = *pending_.branch(write.decoded.branch->parent);
      effect.made = *write.decoded.branch;
      BranchStateEditor editor(*parent.state);
      editor.set_head(effect.made->name, effect.made->head, parent.info.sequence);
      effect.after = editor.publish();
    }
    return;
  }
  effect.before = pending_.branch(command.branch)->state;
  BranchStateEditor editor(*effect.before);
  std::size_t next = 0;
  for (const Change& change : effect.entry.commit.changes) {
    while (command.writes[next].entity != change.entity) ++next;  // changes keep the order of writes
    if (is_feature(change.entity.kind) && !features_.find(change.entity)) features_.add(change.entity);
    write_change(editor, features_, change, command.writes[next].decoded);
  }
  editor.set_head(command.branch, effect.entry.hash, effect.entry.sequence);
  effect.after = editor.publish();
}

}  // namespace twin
