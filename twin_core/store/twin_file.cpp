#include "twin_core/store/twin_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace twin {
namespace {

constexpr std::string_view kCommitColumns = "SELECT sequence, hash, ledger, branch, key, request, bytes FROM history ";
constexpr std::size_t kCacheKib = 1'024;  // as when the file is opened
constexpr int kBytesColumn = 6;

CommitRow commit_row(const SqliteStatement& row) {
  CommitRow out;
  out.sequence = row.number(0);
  out.hash = row.digest(1);
  out.ledger = static_cast<Ledger>(row.number(2));
  out.branch = row.text(3);
  out.key = row.text(4);
  out.request = row.digest(5);
  return out;
}

CommitRow whole_commit_row(const SqliteStatement& row) {
  CommitRow out = commit_row(row);
  const ByteView bytes = row.bytes(kBytesColumn);
  out.bytes.assign(bytes.begin(), bytes.end());
  return out;
}

Status run_once(StatementUse& use) {
  TWIN_CHECK(use->step());
  return Done{};
}

}  // namespace

Status TwinFile::prepare_statements() {
  const std::string columns(kCommitColumns);
  struct Entry {
    SqliteStatement& statement;
    std::string sql;
  };
  const Entry entries[] = {
      {statements_.insert_commit,
       "INSERT INTO history (sequence, hash, ledger, branch, key, request, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)"},
      {statements_.insert_record, "INSERT OR IGNORE INTO record (digest, bytes) VALUES (?, ?)"},
      {statements_.insert_blob, "INSERT OR IGNORE INTO blob (digest, bytes) VALUES (?, ?)"},
      {statements_.insert_feature, "INSERT INTO feature (number, kind, id) VALUES (?, ?, ?)"},
      {statements_.set_head, "INSERT OR REPLACE INTO head (ledger, branch, hash, sequence) VALUES (?, ?, ?, ?)"},
      {statements_.remove_head, "DELETE FROM head WHERE ledger = ? AND branch = ?"},
      {statements_.record, "SELECT bytes FROM record WHERE digest = ?"},
      {statements_.blob, "SELECT bytes FROM blob WHERE digest = ?"},
      {statements_.has_record, "SELECT 1 FROM record WHERE digest = ?"},
      {statements_.has_blob, "SELECT 1 FROM blob WHERE digest = ?"},
      {statements_.commit_at, columns + "WHERE sequence = ?"},
      {statements_.commit_with_key, columns + "WHERE key = ? AND key <> ''"},
      {statements_.sequence_of, "SELECT sequence FROM history WHERE hash = ?"},
      {statements_.sequences_between, "SELECT sequence FROM history WHERE hash BETWEEN ? AND ? LIMIT 2"},
  };
  for (const Entry& entry : entries) {
    TWIN_TRY(entry.statement, file_.prepare(entry.sql));
  }
  return Done{};
}

void TwinFile::keep_log(bool kept) {
  if (has_log_ == kept) return;
  // TRUNCATE, not DELETE: with synchronous = FULL an emptied journal is synced, a removed one may come back after a power
  // cut and take the commit with it.
  const auto mode = file_.text(kept ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = TRUNCATE");
  if (mode) has_log_ = *mode == "wal";
}

void TwinFile::keep_cache(std::size_t kib) const {
  // A cache of another size is no better and no worse for what the file says.
  (void)file_.run(fmt::format("PRAGMA cache_size = -{}", kib).c_str());
  file_.give_back_cache();
}

Status TwinFile::begin(std::size_t bytes) {
  constexpr std::size_t kMany = 32U << 20U;
  constexpr std::size_t kCacheOfManyKib = 16'384;
  const auto lock = guard();
  keep_log(bytes < kMany);
  large_ = bytes >= kMany;
  if (large_) keep_cache(kCacheOfManyKib);
  return file_.run("BEGIN IMMEDIATE");
}

Status TwinFile::commit() {
  const auto lock = guard();
  TWIN_CHECK(file_.run("COMMIT"));
  settle();  // if the log cannot be had now, the commit stands all the same
  return Done{};
}

void TwinFile::rollback() {
  const auto lock = guard();
  // SQLite may have rolled back by itself already; then there is nothing left to do.
  (void)file_.run("ROLLBACK");
  settle();
}

/// The cache and the log of small commits again.
void TwinFile::settle() {
  if (std::exchange(large_, false)) keep_cache(kCacheKib);
  keep_log(true);
}

Status TwinFile::insert_commit(const CommitRow& row) {
  const auto lock = guard();
  StatementUse use(statements_.insert_commit);
  use->bind(1, row.sequence);
  use->bind(2, row.hash);
  use->bind(3, static_cast<std::uint64_t>(row.ledger));
  use->bind(4, row.branch);
  use->bind(5, row.key);
  use->bind(6, row.request);
  use->bind(7, ByteView(row.bytes));
  return run_once(use);
}

Status TwinFile::insert_record(const Digest& digest, ByteView bytes) {
  const auto lock = guard();
  StatementUse use(statements_.insert_record);
  use->bind(1, digest);
  use->bind(2, bytes);
  return run_once(use);
}

Status TwinFile::insert_blob(const Digest& digest, ByteView bytes) {
  const auto lock = guard();
  StatementUse use(statements_.insert_blob);
  use->bind(1, digest);
  use->bind(2, bytes);
  return run_once(use);
}

Status TwinFile::insert_feature(FeatureNumber number, const EntityKey& entity) {
  const auto lock = guard();
  StatementUse use(statements_.insert_feature);
  use->bind(1, std::uint64_t{number});
  use->bind(2, static_cast<std::uint64_t>(entity.kind));
  use->bind(3, entity.id);
  return run_once(use);
}

Status TwinFile::set_head(const HeadRow& head) {
  const auto lock = guard();
  StatementUse use(statements_.set_head);
  use->bind(1, static_cast<std::uint64_t>(head.ledger));
  use->bind(2, head.branch);
  use->bind(3, head.head);
  use->bind(4, head.sequence);
  return run_once(use);
}

Status TwinFile::remove_head(Ledger ledger, const std::string& branch) {
  const auto lock = guard();
  StatementUse use(statements_.remove_head);
  use->bind(1, static_cast<std::uint64_t>(ledger));
  use->bind(2, branch);
  return run_once(use);
}

Result<std::optional<Bytes>> TwinFile::value_in(SqliteStatement& statement, const Digest& digest) const {
  StatementUse use(statement);
  use->bind(1, digest);
  TWIN_TRY(const bool row, use->step());
  if (!row) return std::optional<Bytes>{};
  const ByteView bytes = use->bytes(0);
  return std::optional<Bytes>(Bytes(bytes.begin(), bytes.end()));
}

Result<std::optional<Bytes>> TwinFile::value(const Digest& digest) const {
  const auto lock = guard();
  TWIN_TRY(auto light, value_in(statements_.record, digest));
  if (light) return light;
  return value_in(statements_.blob, digest);
}

Result<bool> TwinFile::has_value(const Digest& digest) const {
  const auto lock = guard();
  for (SqliteStatement* statement : {&statements_.has_record, &statements_.has_blob}) {
    StatementUse use(*statement);
    use->bind(1, digest);
    TWIN_TRY(const bool row, use->step());
    if (row) return true;
  }
  return false;
}

Result<std::optional<CommitRow>> TwinFile::one_commit(StatementUse& use) const {
  TWIN_TRY(const bool row, use->step());
  if (!row) return std::optional<CommitRow>{};
  return std::optional<CommitRow>(whole_commit_row(use.statement()));
}

Result<std::optional<CommitRow>> TwinFile::commit_at(std::uint64_t sequence) const {
  const auto lock = guard();
  StatementUse use(statements_.commit_at);
  use->bind(1, sequence);
  return one_commit(use);
}

Result<std::optional<CommitRow>> TwinFile::commit_with_key(const std::string& key) const {
  const auto lock = guard();
  StatementUse use(statements_.commit_with_key);
  use->bind(1, key);
  return one_commit(use);
}

Result<std::optional<std::uint64_t>> TwinFile::sequence_of(const Digest& commit) const {
  const auto lock = guard();
  StatementUse use(statements_.sequence_of);
  use->bind(1, commit);
  TWIN_TRY(const bool row, use->step());
  return row ? std::optional<std::uint64_t>(use->number(0)) : std::nullopt;
}

Result<std::vector<std::uint64_t>> TwinFile::sequences_between(const Digest& first, const Digest& last) const {
  const auto lock = guard();
  StatementUse use(statements_.sequences_between);
  use->bind(1, first);
  use->bind(2, last);
  std::vector<std::uint64_t> out;
  while (true) {
    TWIN_TRY(const bool row, use->step());
    if (!row) return out;
    out.push_back(use->number(0));
  }
}

Result<CommitGraph::Node> TwinFile::node_of(const Commit& commit, std::uint64_t head_before) const {
  CommitGraph::Node node;
  node.parent = head_before;
  node.time = commit.time;
  node.has_spans = std::any_of(commit.changes.begin(), commit.changes.end(),
                               [](const Change& change) { return change.valid_from || change.valid_to; });
  const std::size_t own_parents = head_before == 0 ? 0 : 1;
  if (commit.parents.size() > own_parents) {
    TWIN_TRY(const auto merged, sequence_of(commit.parents.back()));
    if (!merged) {
      return Problem{"store-corrupt", "The commit that this one merges is missing.", "", commit.parents.back().hex(),
                     "Restore the twin from a backup."};
    }
    node.merged = *merged;
  }
  return node;
}

Status TwinFile::for_each_row(std::string_view sql, const std::function<Status(SqliteStatement&)>& visit) const {
  const auto lock = guard();
  TWIN_TRY(SqliteStatement statement, file_.prepare(sql));
  while (true) {
    TWIN_TRY(const bool row, statement.step());
    if (!row) return Done{};
    TWIN_CHECK(visit(statement));
  }
}

Status TwinFile::for_each_commit(const std::function<Status(const CommitRow&)>& visit) const {
  return for_each_row(std::string(kCommitColumns) + "ORDER BY sequence",
                      [&](SqliteStatement& row) { return visit(whole_commit_row(row)); });
}

Status TwinFile::for_each_commit_in_stretches(const std::function<Status(const CommitRow&, CommitReader&)>& visit) const {
  // A column that is selected is read whole, so the bytes are not.
  return for_each_row("SELECT sequence, hash, ledger, branch, key, request FROM history ORDER BY sequence", [&](SqliteStatement& row) -> Status {
    const CommitRow commit = commit_row(row);
    TWIN_TRY(SqliteBytes bytes, file_.bytes("history", "bytes", commit.sequence));
    CommitReader reader(bytes.size(), [&](std::size_t offset, std::size_t size) { return bytes.read(offset, size); });
    return visit(commit, reader);
  });
}

Result<TwinFile::FeatureSizes> TwinFile::feature_sizes() const {
  const auto lock = guard();
  FeatureSizes out;
  TWIN_TRY(SqliteStatement sums, file_.prepare("SELECT count(*), coalesce(sum(length(CAST(id AS BLOB))), 0) FROM feature"));
  TWIN_TRY(const bool row, sums.step());
  if (row) out = {sums.number(0), sums.number(1)};
  return out;
}

Status TwinFile::for_each_value(const std::function<Status(const Digest&, ByteView)>& visit) const {
  const auto visit_row = [&](SqliteStatement& row) { return visit(row.digest(0), row.bytes(1)); };
  TWIN_CHECK(for_each_row("SELECT digest, bytes FROM record ORDER BY rowid", visit_row));
  return for_each_row("SELECT digest, bytes FROM blob ORDER BY rowid", visit_row);
}

Status TwinFile::for_each_feature(const std::function<Status(FeatureNumber, const EntityKey&)>& visit) const {
  return for_each_row("SELECT number, kind, id FROM feature ORDER BY number", [&](SqliteStatement& row) {
    return visit(static_cast<FeatureNumber>(row.number(0)),
                 EntityKey{static_cast<EntityKind>(row.number(1)), row.text(2)});
  });
}

Status TwinFile::for_each_head(const std::function<Status(const HeadRow&)>& visit) const {
  return for_each_row("SELECT ledger, branch, hash, sequence FROM head ORDER BY ledger, branch",
                      [&](SqliteStatement& row) {
                        return visit({static_cast<Ledger>(row.number(0)), row.text(1), row.digest(2), row.number(3)});
                      });
}

std::vector<std::string> TwinFile::damages() const {
  std::vector<std::string> out;
  const Status checked = for_each_row("PRAGMA integrity_check(100)", [&](SqliteStatement& row) -> Status {
    if (std::string text = row.text(0); text != "ok") out.push_back(std::move(text));
    return Done{};
  });
  if (!checked) out.push_back(checked.problem().value);
  return out;
}

}  // namespace twin
