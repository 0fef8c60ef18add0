#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/register_columns.hpp"
#include "geo/io/register_reader.hpp"

namespace geo {

/// Turns the rows of a table, from whatever format, into register rows. One object per table:
/// `RegisterRows::make`, `add` for every row, `finish` once.
class RegisterRows {
 public:
  /// `options.mapping`, or the built-in one that names most of the columns. Error `column-missing` when no column can
  /// identify a building, and place cannot either: that takes a location (easting and northing, or `with_geometry`)
  /// and one of address, floor area, volume, storeys. Error `table-not-register` when nobody asked for the mapping and a
  /// column tells that the table is about something else (`RegisterMapping::never_with`).
  static twin::Result<RegisterRows> make(std::string_view name, std::vector<std::string> columns,
                                         const RegisterOptions& options, bool with_geometry = false);

  /// One row; `cells` as many as columns, nullptr where nothing stands. `located` brings the geometry of the row in
  /// `location_crs`, if any; easting and northing columns come after it.
  void add(std::span<const char* const> cells, std::string place, RegisterRow&& located = {});

  /// So many rows are to come.
  void expect(std::size_t rows) { rows_.reserve(rows); }

  /// Checks what concerns several rows and counts.
  RegisterFile finish() &&;

  const RegisterMapping& mapping() const { return *mapping_; }
  /// False when nothing but a place and addresses could tell which building a row is about.
  bool tells_buildings() const { return tells_buildings_; }

 private:
  struct ReadRow {
    RegisterRow row;
    bool repaired = false;
    bool rejected = false;
  };

  RegisterRows() = default;
  static std::string key_of(const RegisterRow& row);
  void take(ReadRow& out, RegisterDraft& draft, std::size_t column, std::string_view value);
  void reject_duplicates();
  void guess(const std::string& column);

  std::string name_;
  MappingPtr mapping_;
  std::vector<std::string> columns_;
  std::vector<const ColumnRule*> rules_;
  twin::CardFields given_;  ///< that the columns give
  int current_year_ = 0;
  std::string crs_;  ///< of easting and northing columns
  bool tells_buildings_ = false;
  std::vector<ReadRow> rows_;
  std::vector<twin::Finding> findings_;
};

}  // namespace geo
