#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "geo/io/code_list.hpp"
#include "geo/io/register_field.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// How a column is read.
struct ColumnRule {
  RegisterField field{};
  std::vector<std::string> names;   ///< folded
  double factor = 1;                ///< from the column's unit to the field's
  const CodeList* codes = nullptr;  ///< the column holds codes of this list
  /// A value that is neither a code nor a label of one of these is told; all are kept as sent, for what a code means depends on the list.
  std::vector<const CodeList*> known = {};
  bool zero_is_unknown = false;
  bool iso_dates = true, finnish_dates = true, years = true;  ///< spellings of a date that are read
  int earliest_year = 1200, latest_year = 2100;               ///< dates outside are fillers
};

/// What the columns of one source mean; written as a small TOML file (`datasets/mappings`).
struct RegisterMapping {
  std::string name, title, source;
  std::vector<std::string> needs;  ///< folded; only a table with all of these columns is read by it without being asked
  std::vector<std::string> never_with;  ///< folded; a table with one of these is about something else than buildings
  std::string crs;  ///< of easting and northing columns; "" for the frame of the twin
  std::string encoding;  ///< of tables that do not tell theirs, a name of `text_encoding_names`; "" for UTF-8
  std::vector<ColumnRule> columns;
  std::unordered_map<std::string, std::size_t> by_name;  ///< folded name → first of `columns` that has it
  std::shared_ptr<const RegisterMapping> base;  ///< read for columns that this one does not name

  /// nullptr for columns that are not read.
  const ColumnRule* rule_of(std::string_view column) const;
  /// Columns that this mapping reads, by its own names or those of its base.
  std::size_t reads(std::span<const std::string> names) const;
  /// True for a column of `never_with`, its own or its base's.
  bool excludes(std::string_view column) const;
  /// True when every column of `needs` is there.
  bool suits(std::span<const std::string> names) const;
  /// Columns that this mapping itself names.
  std::size_t matches(std::span<const std::string> names) const;
};

using MappingPtr = std::shared_ptr<const RegisterMapping>;

/// Reads a mapping. Keys: name (needed), title, source, extends (the name of a mapping that is built in), needs, never_with, crs,
/// encoding, and
/// [[column]] tables with field and names (needed), unit (m2, ha, m3, l; only for fields that have one), codes (a
/// list of `code_lists`), known (several of them), zero = "unknown", dates (of "iso", "finnish", "year"), earliest_year, latest_year.
/// Errors, with the line: `member-unknown` for a key nobody knows ("did you mean …"), `mapping-invalid` for everything else.
/// A mapping file has at most 256 KiB.
twin::Result<MappingPtr> parse_mapping(std::string_view file, std::string_view text);

/// The mappings of `datasets/mappings`; the common one first.
const std::vector<MappingPtr>& built_in_mappings();

/// The one that reads most of the columns, of those that suit; among equals the one that names most of them itself, then the first.
MappingPtr choose_mapping(std::span<const std::string> columns);

/// Letters and digits in lower case; ä and å become a, ö becomes o. A namespace in front ("bldg:") stays.
std::string fold_column_name(std::string_view name);

}  // namespace geo
