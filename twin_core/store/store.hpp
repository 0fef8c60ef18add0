#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/instant.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/history/branch_state.hpp"
#include "twin_core/history/commit.hpp"

namespace twin {

/// One entity to write. `value` empty (nullopt) deletes it.
struct Write {
  EntityKey entity;
  std::optional<Bytes> value;  ///< canonical record, see city/record.hpp
  std::optional<Instant> valid_from, valid_to;
};

/// What a command was worked out from. When the branch has another value since of an entity of one of these kinds, the
/// command may rest on what is no more: error `branch-moved`.
struct Basis {
  Snapshot state;                  ///< of the command's branch; null: it rests on nothing
  std::vector<EntityKind> kinds;
};

/// What somebody wants done. Becomes exactly one commit, whole or not at all.
struct Command {
  Ledger ledger = Ledger::kCity;
  std::string branch = "main";   ///< ignored by the operations ledger
  std::string author;            ///< required: error `author-missing`
  std::string purpose;
  std::string message;
  std::vector<Write> writes;
  std::vector<Bytes> blobs;      ///< values the writes refer to by digest (building shapes)
  std::vector<Claim> claims;
  std::vector<Expectation> expects;
  std::string key;               ///< idempotency key: acts once; the same key with another body (author,
                                 ///< branch, writes or claims) is `idempotency-key-reused`; not "series:…"
  std::optional<Digest> head;    ///< the branch's head that this rests on; another one: error `branch-moved`
  Basis basis;                   ///< the same for some kinds of entities only; not kept in the commit
  Digest merges;                 ///< second parent: a city commit whose history this one takes in
};

/// Which state of a branch is meant: as it was recorded, and what of that held in the real world.
struct Moment {
  std::string as_of;                ///< RFC 3339 instant or date (UTC), commit hash or its first 8 or more
                                    ///< digits, or a sequence number; empty: the head
  std::optional<Instant> valid_at;  ///< nothing: as recorded, whenever it holds
};

struct Receipt {
  Digest commit;
  std::uint64_t sequence = 0;    ///< store-wide, 1, 2, 3 …
  Instant time;
  bool replayed = false;         ///< the key had acted before; this is the first answer again
};

struct LogEntry {
  Digest hash;
  std::uint64_t sequence = 0;
  Commit commit;
};

struct BranchInfo {
  std::string name;
  Digest head;
  std::uint64_t sequence = 0;
  std::string parent;            ///< branch it was made from; empty for main
  std::string created_by;
  Instant created_at;
};

/// A city commit that is durable: what the stream and the caches hear, in commit order, on the
/// writer's thread. Must return quickly and must not call commit().
struct Published {
  LogEntry entry;
  Snapshot before, after;        ///< of the branch; null for the operations ledger
};

/// The twin's one file. One process owns it; one writer thread decides, applies and makes durable
/// (group commit); readers take snapshots and never wait.
///
/// Errors of commit(): `branch-unknown`, `author-missing`, `expectation-failed` (an `expects` no
/// longer holds; value = the entity), `claim-collision` (value = key, message names the owner),
/// `edit-locked` (somebody else holds the edit lock of a plan unit that would change, see `edit_lock.hpp`),
/// `idempotency-key-reused`, `record-malformed`, `name-invalid`, `nothing-to-do` (no write changes
/// anything and no claim is made), `duplicate-id` (one entity written twice), `blob-missing` (a building's
/// shape is neither in the twin nor among the command's blobs), `store-read-only` (after a failed write to
/// disk). The first thing wrong is answered, in this order: key, author, form, branch, expects, claims.
///
/// A write of the value that is there already is dropped, unless it carries the command's claims. Claims
/// belong to the entity of the first change left; a claim without duration, or one that is over at the
/// commit, is only a question whether somebody else's claim stands in the way.
///
/// With `head`, `basis` and `merges` also `branch-moved` and `commit-unknown`. A merge is committed though no value changes.
///
/// Errors of the others: `branch-exists`, `branch-protected` (main is not deleted), `commit-unknown`.
class Store {
 public:
  enum class Mode { kOpenExisting, kCreateIfMissing };

  /// Errors: `twin-missing`, `twin-busy` (another process has it open), `not-a-twin`,
  /// `format-too-new`, `store-corrupt`.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, Mode mode,
                                             Clock clock = system_clock());
  virtual ~Store() = default;

  virtual Result<Receipt> commit(Command command) = 0;                ///< waits until durable
  virtual std::future<Result<Receipt>> submit(Command command) = 0;   ///< the same, later
  /// Commits that belong together, on one branch and in this order, all of them or none: nobody sees some of them, also
  /// not after the process died. Each is judged against what was there before the first. Those that change nothing are
  /// left out; the receipt is the last one's. See commit_series.hpp for how they are known again.
  virtual std::future<Result<Receipt>> submit_series(std::vector<Command> commands) = 0;

  /// Branch names: 1 to 64 of [A-Za-z0-9._-], starting with a letter. "main" always exists.
  /// `key` as in Command: the same name, parent and author again is answered as the first time.
  virtual Result<Receipt> create_branch(const std::string& name, const std::string& from,
                                        const std::string& author, const std::string& message,
                                        const std::string& key = {}) = 0;
  virtual Result<Receipt> delete_branch(const std::string& name, const std::string& author) = 0;
  virtual std::vector<BranchInfo> branches() const = 0;

  /// Reverts one commit of the branch, or the whole series that it belongs to, as a new commit: every entity it
  /// changed gets its earlier value back. Error `undo-conflict` when one of them changed since (`revert_commit` then
  /// still gives back the attributes that nobody else changed).
  virtual Result<Receipt> undo(const std::string& branch, const Digest& commit,
                               const std::string& author) = 0;

  virtual Result<Snapshot> snapshot(const std::string& branch) const = 0;
  /// A state of the past. An instant and a number mean the newest commit of the branch's own chain up
  /// to them (an empty city before the first); a hash means any city commit. Of a real-world time, each
  /// entity has the value of the latest commit whose span has it. Errors: `branch-unknown`,
  /// `commit-unknown`, `parameter-invalid`.
  virtual Result<Snapshot> snapshot_at(const std::string& branch, const Moment& moment) const = 0;
  /// The commit of a hash, of the first 8 or more digits of one, or of a sequence number. Error
  /// `commit-unknown`, also for digits that several commits begin with.
  virtual Result<LogEntry> find_commit(const std::string& name) const = 0;
  /// Newest city commit that both come after, through all their parents; nothing: none. Error `commit-unknown`.
  virtual Result<Digest> common_ancestor(const Digest& a, const Digest& b) const = 0;
  virtual Result<Bytes> blob(const Digest& digest) const = 0;         ///< error `blob-missing`
  virtual std::optional<FeatureNumber> feature_number(const EntityKey& entity) const = 0;
  virtual std::optional<EntityKey> feature_key(FeatureNumber number) const = 0;

  /// Newest first. City: the branch's own chain through its parents; operations: branch ignored.
  virtual Result<std::vector<LogEntry>> log(Ledger ledger, const std::string& branch,
                                            std::size_t limit, std::uint64_t before = UINT64_MAX) const = 0;
  virtual std::vector<Claim> claims_on(const std::string& key) const = 0;  ///< unexpired ones

  /// Recomputes every hash, chain, digest, feature number and head from the file's bytes.
  struct Verification {
    std::uint64_t commits = 0, values = 0, features = 0;
    std::vector<Finding> findings;   ///< empty = whole; codes `chain-broken`, `blob-corrupt`, …
  };
  /// Commits wait meanwhile.
  virtual Verification verify() const = 0;

  /// The same for a file too damaged to open. Errors: as open(), without `store-corrupt`.
  static Result<Verification> inspect(const std::filesystem::path& file);

  using Listener = std::function<void(const Published&)>;
  virtual void listen(Listener listener) = 0;   ///< before the first commit of interest
};

}  // namespace twin
