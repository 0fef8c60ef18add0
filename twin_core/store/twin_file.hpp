#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/feature.hpp"
#include "twin_core/history/commit.hpp"
#include "twin_core/history/commit_reader.hpp"
#include "twin_core/store/commit_graph.hpp"
#include "twin_core/store/sqlite_file.hpp"

namespace twin {

/// A commit as the file holds it.
struct CommitRow {
  std::uint64_t sequence = 0;
  Digest hash;
  Ledger ledger = Ledger::kCity;
  std::string branch;
  std::string key;
  Digest request;   ///< of the command's body, see prepare(); nothing without a key
  Bytes bytes;      ///< encode(commit); empty where they are read in stretches
};

struct HeadRow {
  Ledger ledger = Ledger::kCity;
  std::string branch;
  Digest head;
  std::uint64_t sequence = 0;
};

/// The tables of a twin's file, on the one connection that owns it. Every call may come from any
/// thread; `guard()` keeps other threads out over several calls.
///
/// Values are content-addressed in two tables: `record` (light, read whole when the twin is opened) and
/// `blob` (heavy, read on demand), so that opening reads a compact stretch of the file.
///
/// Pages are kept in a cache of 1 MiB; the system has the others at hand. A large commit has 16 MiB while it is made,
/// for its digests go all over the indexes.
class TwinFile {
 public:
  /// Errors as Store::open.
  static Result<std::unique_ptr<TwinFile>> open(const std::filesystem::path& file, bool create);

  std::unique_lock<std::recursive_mutex> guard() const { return std::unique_lock(mutex_); }

  /// `bytes`: about so many are to be written until `commit`. Many go straight into the file, with what they replace in
  /// a rollback journal: the write-ahead log would write each of them twice. Either way a commit is whole or not there.
  Status begin(std::size_t bytes = 0);
  Status commit();
  void rollback();

  Status insert_commit(const CommitRow& row);
  Status insert_record(const Digest& digest, ByteView bytes);  ///< nothing happens if it is there
  Status insert_blob(const Digest& digest, ByteView bytes);
  Status insert_feature(FeatureNumber number, const EntityKey& entity);
  Status set_head(const HeadRow& head);
  Status remove_head(Ledger ledger, const std::string& branch);

  Result<std::optional<Bytes>> value(const Digest& digest) const;  ///< of either table
  Result<bool> has_value(const Digest& digest) const;
  Result<std::optional<CommitRow>> commit_at(std::uint64_t sequence) const;
  Result<std::optional<CommitRow>> commit_with_key(const std::string& key) const;
  Result<std::optional<std::uint64_t>> sequence_of(const Digest& commit) const;
  /// Sequence numbers of at most two commits with hashes from `first` to `last`.
  Result<std::vector<std::uint64_t>> sequences_between(const Digest& first, const Digest& last) const;
  /// Place of a commit in the graph, given the number of the head before it. Error `store-corrupt`: the
  /// file does not have its second parent.
  Result<CommitGraph::Node> node_of(const Commit& commit, std::uint64_t head_before) const;

  /// Visits stop at the first problem that `visit` answers, and answer it.
  Status for_each_commit(const std::function<Status(const CommitRow&)>& visit) const;
  /// The same with a reader in place of the bytes, which may be those of a whole city.
  Status for_each_commit_in_stretches(const std::function<Status(const CommitRow&, CommitReader&)>& visit) const;
  Status for_each_value(const std::function<Status(const Digest&, ByteView)>& visit) const;
  Status for_each_feature(const std::function<Status(FeatureNumber, const EntityKey&)>& visit) const;
  Status for_each_head(const std::function<Status(const HeadRow&)>& visit) const;

  struct FeatureSizes {
    std::size_t features = 0, id_bytes = 0;
  };
  Result<FeatureSizes> feature_sizes() const;

  std::vector<std::string> damages() const;  ///< what SQLite's own check finds, at most 100

 private:
  friend class ValueWalk;
  struct Statements {
    SqliteStatement insert_commit, insert_record, insert_blob, insert_feature, set_head, remove_head;
    SqliteStatement record, blob, has_record, has_blob, commit_at, commit_with_key, sequence_of,
        sequences_between;
  };

  explicit TwinFile(SqliteFile file) : file_(std::move(file)) {}
  Status prepare_statements();
  /// Asks for the write-ahead log, or for none; SQLite may keep the one it has.
  void keep_log(bool kept);
  void keep_cache(std::size_t kib) const;
  void settle();
  Result<std::optional<Bytes>> value_in(SqliteStatement& statement, const Digest& digest) const;
  Result<std::optional<CommitRow>> one_commit(StatementUse& use) const;
  Status for_each_row(std::string_view sql, const std::function<Status(SqliteStatement&)>& visit) const;

  mutable std::recursive_mutex mutex_;
  mutable SqliteFile file_;
  bool has_log_ = true;
  bool large_ = false;  ///< the commit under way has the cache of large ones
  mutable Statements statements_;
};

}  // namespace twin
