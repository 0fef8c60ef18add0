#include "twin_core/store/sqlite_file.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

#include "twin_core/base/text.hpp"

namespace twin {

Problem sqlite_problem(int code, std::string_view text) {
  const std::string said = excerpt(text);
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {"twin-busy", "Another program has this twin open, and a twin is owned by one program at a time.", "",
              said,
              "Close the other program, or give its server's address instead of the file: "
              "--twin http://localhost:8080"};
    case SQLITE_NOTADB:
      return {"not-a-twin", "The file is no Kaksonen twin.", "", said,
              "Give a file that `kaksonen import` has made, or the name of a new one."};
    case SQLITE_ERROR:  // a table or column is not there
    case SQLITE_CORRUPT:
      return {"store-corrupt", "SQLite finds the twin's file damaged.", "", said,
              "Restore the twin from a backup."};
    default:
      return {"store-read-only", fmt::format("SQLite could not read or write the twin's file ({}).", code), "", said,
              "Check that the disk has room and works, then start the program again."};
  }
}

void SqliteStatement::Finalise::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

// Binding fails only for a wrong index or without memory; the step after it then reports the error.
void SqliteStatement::bind(int index, std::uint64_t value) {
  sqlite3_bind_int64(statement_.get(), index, static_cast<sqlite3_int64>(value));
}

void SqliteStatement::bind(int index, std::string_view value) {
  sqlite3_bind_text64(statement_.get(), index, value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
}

void SqliteStatement::bind(int index, ByteView value) {
  if (value.empty()) {
    sqlite3_bind_zeroblob(statement_.get(), index, 0);
  } else {
    sqlite3_bind_blob64(statement_.get(), index, value.data(), value.size(), SQLITE_STATIC);
  }
}

Result<bool> SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_problem(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())));
}

void SqliteStatement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::uint64_t SqliteStatement::number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

std::string SqliteStatement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

ByteView SqliteStatement::bytes(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Digest SqliteStatement::digest(int column) const {
  Digest out;
  const ByteView view = bytes(column);
  if (view.size() == out.bytes.size()) std::copy(view.begin(), view.end(), out.bytes.begin());
  return out;
}

std::size_t SqliteBytes::size() const { return static_cast<std::size_t>(sqlite3_blob_bytes(handle_.get())); }

Result<Bytes> SqliteBytes::read(std::size_t offset, std::size_t size) {
  Bytes out;
  if (offset > this->size() || size > this->size() - offset) return sqlite_problem(SQLITE_CORRUPT, "a value is shorter than it was");
  if (size == 0) return out;
  out.resize(size);
  const int code = sqlite3_blob_read(handle_.get(), out.data(), static_cast<int>(size), static_cast<int>(offset));
  if (code != SQLITE_OK) return sqlite_problem(code, sqlite3_errstr(code));
  return out;
}

void SqliteBytes::Close::operator()(sqlite3_blob* handle) const { sqlite3_blob_close(handle); }

void SqliteFile::Close::operator()(sqlite3* connection) const { sqlite3_close(connection); }

Result<SqliteFile> SqliteFile::open(const std::filesystem::path& file, bool create) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(file, ignored);
  if (!exists && !create) {
    return Problem{"twin-missing", "There is no such twin.", file.string(), "",
                   "Check the path; `kaksonen import FILE --twin NEW.twin` makes a new twin."};
  }
  SqliteFile out;
  sqlite3* connection = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(file.c_str(), &connection, flags, nullptr);
  out.connection_.reset(connection);
  if (code != SQLITE_OK) {
    return Problem{exists ? "file-unreadable" : "file-not-writable", "The twin's file cannot be opened.", file.string(),
                   excerpt(connection ? sqlite3_errmsg(connection) : "no memory"),
                   "Check the path and the rights on the file and its folder."};
  }
  if (sqlite3_db_readonly(connection, "main") == 1) {
    return Problem{"file-not-writable", "The twin's file is write-protected.", file.string(), "",
                   "Give yourself the right to write to the file and its folder."};
  }
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  constexpr int kPatienceMs = 300;  // a program that is just closing may hold the file a little longer
  sqlite3_busy_timeout(connection, kPatienceMs);
  return out;
}

Status SqliteFile::run(const char* sql) {
  if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return last_problem();
  return Done{};
}

Result<SqliteStatement> SqliteFile::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK) {
    return last_problem();
  }
  return SqliteStatement(statement);
}

Result<std::uint64_t> SqliteFile::number(std::string_view sql) {
  TWIN_TRY(SqliteStatement statement, prepare(sql));
  TWIN_TRY(const bool row, statement.step());
  return row ? statement.number(0) : std::uint64_t{0};
}

Result<std::string> SqliteFile::text(std::string_view sql) {
  TWIN_TRY(SqliteStatement statement, prepare(sql));
  TWIN_TRY(const bool row, statement.step());
  return row ? statement.text(0) : std::string{};
}

Result<SqliteBytes> SqliteFile::bytes(const char* table, const char* column, std::uint64_t row) {
  sqlite3_blob* handle = nullptr;
  constexpr int kReadOnly = 0;
  if (sqlite3_blob_open(connection_.get(), "main", table, column, static_cast<sqlite3_int64>(row), kReadOnly, &handle) != SQLITE_OK) {
    return last_problem();
  }
  return SqliteBytes(handle);
}

void SqliteFile::give_back_cache() { sqlite3_db_release_memory(connection_.get()); }

Problem SqliteFile::last_problem() const {
  return sqlite_problem(sqlite3_extended_errcode(connection_.get()), sqlite3_errmsg(connection_.get()));
}

}  // namespace twin
