#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_blob;

namespace twin {

/// One prepared statement. Bind from 1, step through rows, then `reset` before the next use.
class SqliteStatement {
 public:
  SqliteStatement() = default;
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}

  void bind(int index, std::uint64_t value);
  void bind(int index, std::string_view value);
  void bind(int index, ByteView value);
  void bind(int index, const Digest& value) { bind(index, ByteView(value.bytes)); }

  /// True with a row, false at the end. Errors: `store-corrupt` or `store-read-only`, see problem_of.
  Result<bool> step();
  void reset();

  std::uint64_t number(int column) const;
  std::string text(int column) const;
  ByteView bytes(int column) const;         ///< valid until the next step or reset
  Digest digest(int column) const;          ///< nothing when the column holds no 32 bytes

 private:
  struct Finalise {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

/// Resets a statement when its use ends, however it ends.
class StatementUse {
 public:
  explicit StatementUse(SqliteStatement& statement) : statement_(statement) {}
  ~StatementUse() { statement_.reset(); }
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;
  SqliteStatement* operator->() { return &statement_; }
  const SqliteStatement& statement() const { return statement_; }

 private:
  SqliteStatement& statement_;
};

/// The bytes of one column of one row, read a stretch at a time: a value of any length without holding it.
class SqliteBytes {
 public:
  explicit SqliteBytes(sqlite3_blob* handle) : handle_(handle) {}
  std::size_t size() const;
  /// Errors: as `SqliteStatement::step`, also for a stretch that is not within the value.
  Result<Bytes> read(std::size_t offset, std::size_t size);

 private:
  struct Close {
    void operator()(sqlite3_blob* handle) const;
  };
  std::unique_ptr<sqlite3_blob, Close> handle_;
};

/// One SQLite connection; not for use from two threads at once.
class SqliteFile {
 public:
  /// Opens for reading and writing. Errors: `twin-missing`, `file-unreadable`, `file-not-writable`.
  static Result<SqliteFile> open(const std::filesystem::path& file, bool create);

  Status run(const char* sql);
  Result<SqliteStatement> prepare(std::string_view sql);
  Result<std::uint64_t> number(std::string_view sql);  ///< first column of the first row
  Result<std::string> text(std::string_view sql);
  Result<SqliteBytes> bytes(const char* table, const char* column, std::uint64_t row);

  void give_back_cache();  ///< pages that nobody uses now go back to the system

  /// The last error as a problem: `twin-busy`, `not-a-twin`, `store-corrupt`, or `store-read-only`
  /// for everything that went wrong between SQLite and the disk.
  Problem last_problem() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> connection_;
};

/// The problem behind an SQLite result code.
Problem sqlite_problem(int code, std::string_view text);

}  // namespace twin
