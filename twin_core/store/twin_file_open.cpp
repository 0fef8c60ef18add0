// Taking possession of a twin's file: whose it is, which format, the tables of a new one.
#include <fmt/format.h>

#include "twin_core/store/twin_file.hpp"

namespace twin {
namespace {

constexpr std::uint64_t kApplicationId = 0x4B414B53;  // "KAKS"
constexpr std::uint64_t kFormat = 1;

constexpr const char* kTables = R"(
  CREATE TABLE history (
    sequence INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    ledger INTEGER NOT NULL,
    branch TEXT NOT NULL,
    key TEXT NOT NULL,
    request BLOB NOT NULL,
    bytes BLOB NOT NULL);
  CREATE UNIQUE INDEX history_key ON history (key) WHERE key <> '';
  CREATE TABLE record (digest BLOB PRIMARY KEY NOT NULL, bytes BLOB NOT NULL);
  CREATE TABLE blob (digest BLOB PRIMARY KEY NOT NULL, bytes BLOB NOT NULL);
  CREATE TABLE feature (number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL);
  CREATE TABLE head (
    ledger INTEGER NOT NULL,
    branch TEXT NOT NULL,
    hash BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (ledger, branch)) WITHOUT ROWID;
)";

Problem not_a_twin() {
  return {"not-a-twin", "The file is a database, but no Kaksonen twin.", "", "",
          "Give a file that `kaksonen import` has made, or the name of a new one."};
}

/// What is left where the making of a twin was cut off; the next import takes it over.
Problem nothing_yet() {
  return {"not-a-twin", "The file is an empty database: the first import into it was ended before it wrote anything.", "", "",
          "Import into it again, as if it were not there, or remove it."};
}

/// True for a database without any table, which a new twin may become.
Result<bool> is_blank(SqliteFile& file) {
  TWIN_TRY(const std::uint64_t application, file.number("PRAGMA application_id"));
  if (application == kApplicationId) {
    TWIN_TRY(const std::uint64_t format, file.number("PRAGMA user_version"));
    if (format > kFormat) {
      return Problem{"format-too-new", fmt::format("The twin has format {}; this program knows up to {}.", format, kFormat),
                     "", std::to_string(format), "Open it with a newer version of the program."};
    }
    return false;
  }
  if (application != 0) return not_a_twin();
  TWIN_TRY(const std::uint64_t tables, file.number("SELECT count(*) FROM sqlite_schema"));
  if (tables != 0) return not_a_twin();
  return true;
}

/// The order matters: the exclusive lock is taken before the write-ahead log is touched, so no second
/// connection ever shares a log (SQLite 3.40.1 can corrupt one that two connections reset at once).
Status take(SqliteFile& file, bool create) {
  TWIN_CHECK(file.run("PRAGMA locking_mode = EXCLUSIVE"));
  TWIN_TRY(const bool blank, is_blank(file));
  if (blank && !create) return nothing_yet();
  TWIN_TRY(const std::string journal, file.text("PRAGMA journal_mode = WAL"));
  if (journal != "wal") {
    return Problem{"file-not-writable", "The twin's folder does not take a write-ahead log.", "", journal,
                   "Keep the twin on a local disk."};
  }
  TWIN_CHECK(file.run("PRAGMA synchronous = FULL; PRAGMA cache_size = -1024; PRAGMA temp_store = MEMORY;"
                      "PRAGMA journal_size_limit = 67108864; PRAGMA cell_size_check = ON;"
                      "BEGIN IMMEDIATE"));
  if (blank) {
    TWIN_CHECK(file.run(kTables));
    const std::string marks = fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, kFormat);
    TWIN_CHECK(file.run(marks.c_str()));
  }
  return file.run("COMMIT");
}

}  // namespace

Result<std::unique_ptr<TwinFile>> TwinFile::open(const std::filesystem::path& path, bool create) {
  TWIN_TRY(SqliteFile file, SqliteFile::open(path, create));
  std::unique_ptr<TwinFile> out(new TwinFile(std::move(file)));
  Status ready = take(out->file_, create);
  if (ready) ready = out->prepare_statements();
  if (!ready) {
    Problem problem = ready.problem();
    if (problem.place.empty()) problem.place = path.string();
    return problem;
  }
  return out;
}

}  // namespace twin
