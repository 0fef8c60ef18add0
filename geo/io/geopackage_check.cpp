#include "geo/io/geopackage_check.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string>

#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;

constexpr int kStepsBetweenCalls = 10'000;
constexpr int kMostCalls = 2'000;  // 20 million steps of SQLite's machine: a second or so

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

int count_down(void* left) {
  return --*static_cast<int*>(left) < 0 ? 1 : 0;
}

void lock_down(sqlite3* database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
  sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024);
  sqlite3_limit(database, SQLITE_LIMIT_EXPR_DEPTH, 64);
}

Problem unreadable(std::string_view why) {
  return {"file-unreadable", "The GeoPackage cannot be read.", "sqlite_schema", twin::excerpt(why),
          "Save the file anew as GeoPackage."};
}

Problem unsafe(std::string_view name, std::string_view what) {
  return {"geopackage-unsafe", fmt::format("The GeoPackage holds {}, which is not read from foreign files.", what),
          "sqlite_schema", twin::excerpt(name), "Save the layer as a plain GeoPackage, without views and generated columns."};
}

std::string lower(const unsigned char* text) {
  std::string out = text == nullptr ? "" : reinterpret_cast<const char*>(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace

twin::Status check_geopackage(std::string_view bytes) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOFOLLOW, nullptr);
  const std::unique_ptr<sqlite3, CloseDatabase> database(raw);
  if (opened != SQLITE_OK) return unreadable("no memory");
  // SQLite only reads these bytes; its interface takes them without const.
  auto* const data = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  if (sqlite3_deserialize(raw, "main", data, size, size, SQLITE_DESERIALIZE_READONLY) != SQLITE_OK) {
    return unreadable(sqlite3_errmsg(raw));
  }
  lock_down(raw);
  int calls_left = kMostCalls;
  sqlite3_progress_handler(raw, kStepsBetweenCalls, count_down, &calls_left);
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(raw, "SELECT type, name, sql FROM sqlite_schema", -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, FinishStatement> statement(prepared);
  if (!statement) return unreadable(sqlite3_errmsg(raw));
  bool geopackage = false;
  for (;;) {
    const int step = sqlite3_step(prepared);
    if (step == SQLITE_DONE) break;
    if (step != SQLITE_ROW) return unreadable(sqlite3_errmsg(raw));
    const std::string type = lower(sqlite3_column_text(prepared, 0)), name = lower(sqlite3_column_text(prepared, 1)),
                      sql = lower(sqlite3_column_text(prepared, 2));
    geopackage |= name == "gpkg_contents";
    if (type == "view") return unsafe(name, "a view");
    if (type != "table") continue;  // indexes hold values; triggers never run in a file that is only read
    const bool is_virtual = sql.starts_with("create virtual table");
    if (is_virtual && sql.find("using rtree") == std::string::npos) return unsafe(name, "a virtual table");
    if (sql.find("generated always") != std::string::npos) return unsafe(name, "a generated column");
  }
  if (!geopackage) return unreadable("no table gpkg_contents");
  return twin::Done{};
}

}  // namespace geo
