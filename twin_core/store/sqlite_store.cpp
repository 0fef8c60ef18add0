// Opening, closing and reading. Deciding and writing are in sqlite_store_decide.cpp and sqlite_store_write.cpp.
#include "twin_core/store/sqlite_store.hpp"

#include <fmt/format.h>

#include "twin_core/base/free_memory.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/store/replay.hpp"
#include "twin_core/store/verify_file.hpp"

namespace twin {

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file, Mode mode, Clock clock) {
  TWIN_TRY(auto store, SqliteStore::open(file, mode == Mode::kCreateIfMissing, std::move(clock)));
  return std::unique_ptr<Store>(std::move(store));
}

Result<Store::Verification> Store::inspect(const std::filesystem::path& path) {
  TWIN_TRY(const auto file, TwinFile::open(path, false));
  return verify_file(*file);
}

SqliteStore::SqliteStore(std::unique_ptr<TwinFile> file, Clock clock)
    : file_(std::move(file)), clock_(std::move(clock)) {}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& path, bool create, Clock clock) {
  TWIN_TRY(auto file, TwinFile::open(path, create));
  std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(file), std::move(clock)));
  if (Status loaded = store->load(); !loaded) return loaded.problem();
  store->writer_ = std::thread([raw = store.get()] { raw->write_batches(); });
  return store;
}

Status SqliteStore::load() {
  const auto alone = file_->guard();
  TWIN_TRY(const TwinFile::FeatureSizes sizes, file_->feature_sizes());
  features_.reserve(sizes.features, sizes.id_bytes);
  TWIN_CHECK(file_->for_each_feature([&](FeatureNumber number, const EntityKey& entity) -> Status {
    if (number != features_.size() || features_.find(entity)) {
      return Problem{"store-corrupt", "Feature numbers are not dense.", fmt::format("feature {}", number),
                     excerpt(entity.id), "Restore the twin from a backup."};
    }
    features_.add(entity);
    return Done{};
  }));
  Replay replay(*file_, features_, Replay::Values::kDecoded);
  TWIN_CHECK(file_->for_each_commit_in_stretches([&](const CommitRow& row, CommitReader& reader) -> Status {
    auto commit = reader.head();
    if (row.sequence != graph_.last() + 1) return corrupt_at(row.sequence, "A commit before this one is missing.");
    if (!commit) return corrupt_at(row.sequence, commit.problem().message);
    if (commit->ledger == Ledger::kCity && !replay.branch(commit->branch)) {
      return corrupt_at(row.sequence, "The commit belongs to a branch that is not there.", excerpt(commit->branch));
    }
    TWIN_TRY(CommitGraph::Node node, file_->node_of(*commit, replay.ledgers().next_parents(commit->ledger, commit->branch).second));
    if (Status applied = replay.apply(row.sequence, row.hash, std::move(*commit), reader); !applied) return applied;
    node.has_spans = reader.has_spans();
    graph_.add(row.sequence, node);
    return Done{};
  }));
  pending_ = std::move(replay).finish();
  published_ = pending_;
  features_.publish();
  give_back_free_memory();
  published_sequence_.store(graph_.last());
  return Done{};
}

SqliteStore::~SqliteStore() {
  {
    const std::lock_guard lock(queue_mutex_);
    stopping_ = true;
  }
  queue_filled_.notify_all();
  if (writer_.joinable()) writer_.join();
}

std::vector<BranchInfo> SqliteStore::branches() const {
  const std::shared_lock lock(published_mutex_);
  std::vector<BranchInfo> out;
  for (const auto& [name, branch] : published_.branches()) out.push_back(branch.info);
  return out;
}

Result<Snapshot> SqliteStore::snapshot(const std::string& branch) const {
  const std::shared_lock lock(published_mutex_);
  const BranchEntry* found = published_.branch(branch);
  if (!found) {
    return Problem{"branch-unknown", "The twin has no such branch.", "branch", excerpt(branch),
                   "List the branches, or create this one first."};
  }
  return found->state;
}

Result<Bytes> SqliteStore::blob(const Digest& digest) const {
  TWIN_TRY(auto bytes, file_->value(digest));
  if (!bytes) {
    return Problem{"blob-missing", "The twin holds no value of this digest.", "", digest.hex(),
                   "Ask for a digest that a record or a commit of this twin names."};
  }
  return std::move(*bytes);
}

std::optional<FeatureNumber> SqliteStore::feature_number(const EntityKey& entity) const {
  return features_.find_published(entity);
}

std::optional<EntityKey> SqliteStore::feature_key(FeatureNumber number) const {
  return features_.published_key(number);
}

Result<std::vector<LogEntry>> SqliteStore::log(Ledger ledger, const std::string& branch, std::size_t limit,
                                               std::uint64_t before) const {
  std::uint64_t head = 0;
  if (ledger == Ledger::kOperations) {
    const std::shared_lock lock(published_mutex_);
    head = published_.operations_sequence();
  } else {
    TWIN_TRY(const Snapshot state, snapshot(branch));
    head = state->sequence();
  }
  std::vector<LogEntry> out;
  for (const std::uint64_t sequence : graph_.walk(head, limit, before)) {
    TWIN_TRY(const auto row, file_->commit_at(sequence));
    if (!row) return corrupt_at(sequence, "The commit is missing.");
    TWIN_TRY(LogEntry entry, entry_of(*row));
    out.push_back(std::move(entry));
  }
  return out;
}

std::vector<Claim> SqliteStore::claims_on(const std::string& key) const {
  const std::shared_lock lock(published_mutex_);
  return published_.claims().on(key, clock_());
}

Store::Verification SqliteStore::verify() const {
  const std::lock_guard no_open_batch(transaction_mutex_);
  return verify_file(*file_);
}

void SqliteStore::listen(Listener listener) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.push_back(std::move(listener));
}

}  // namespace twin
