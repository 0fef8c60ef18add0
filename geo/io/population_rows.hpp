#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/population_mapping.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// An area whose boundary is still in its source's system, easting or longitude first.
struct PopulationDraft {
  twin::PopulationArea area;
  std::string crs;     ///< of the boundary; "" for what the caller takes where a file names none
  std::string place;   ///< "row 7"
  bool repaired = false;
};

struct PopulationFile {
  std::vector<PopulationDraft> areas;
  twin::Diagnostics diagnostics;  ///< the tally counts rows
};

/// Turns the rows of a table, from whatever format, into areas: `add` for every row, `finish` once.
///
/// Rejected are rows without an id, with the id of another (all that carry it), with residents that are negative or no
/// whole number, and without any place. Another unusable value is left out and told (repaired). Classes of age
/// that do not add up to the residents are told (`age-sum-differs`).
class PopulationRows {
 public:
  /// Error `column-missing` when nothing names or places an area.
  static twin::Result<PopulationRows> make(std::string_view name, std::vector<std::string> columns, PopulationMappingPtr mapping);

  /// `polygons` in `crs`, if the source has any.
  void add(std::span<const char* const> cells, std::string place, std::vector<twin::PlanPolygon> polygons = {}, std::string crs = "");

  PopulationFile finish() &&;

 private:
  struct Row;
  PopulationRows() = default;
  void take(Row& row, std::size_t column, std::string_view value);
  void take_ages(Row& row, std::size_t column, std::string_view value);
  void settle_ages(Row& row);
  void settle_place(Row& row, std::vector<twin::PlanPolygon> polygons, std::string crs);
  void tell(Row& row, std::string code, twin::Severity severity, std::string place, std::string_view value, std::string remedy);
  void reject_duplicates();

  std::string name_;
  PopulationMappingPtr mapping_;
  std::vector<std::string> columns_;
  std::vector<std::optional<PopulationRule>> rules_;
  std::vector<PopulationDraft> drafts_;
  std::vector<bool> rejected_;
  std::vector<twin::Finding> findings_;
};

}  // namespace geo
