#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "geo/io/register_mapping.hpp"
#include "geo/io/register_text.hpp"
#include "geo/link/register_row.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// What one register file gave; the tally counts its rows.
struct RegisterFile {
  std::vector<RegisterRow> rows;
  twin::Diagnostics diagnostics;
  std::string mapping;  ///< name of the mapping that was used
};

/// This year by the clock: dates after it are still to come.
int current_year();

struct RegisterOptions {
  MappingPtr mapping;  ///< nothing: the built-in one that names most of the columns
  int current_year = geo::current_year();
  std::string crs = {};  ///< of places whose file and mapping name none: "EPSG:3879"; "" for the system of the twin
  bool local = false;    ///< the twin has a frame of its own, which no file can name
};

/// Reads a building register: a table of UTF-8 text, fields separated by comma or semicolon, columns as the mapping
/// names them. `name` is what cards call the file.
///
/// A row with an unusable permanent id, without any identifier, or with the key of another row is
/// rejected (`building-id-format`, `identifier-missing`, `duplicate-key`: both rows); a row of which
/// one value was unusable is taken without it and counts as repaired.
/// Contradictions within a row and missing values are findings (`geo/io/register_quality.hpp`).
/// Errors: those of `check_register_text`, and `column-missing` when no column can identify a
/// building; the file is then refused as a whole.
twin::Result<RegisterFile> read_register(std::string_view name, std::string_view bytes,
                                         const RegisterOptions& options = {});

/// The same of a text that `check_register_text` has found in order.
twin::Result<RegisterFile> read_register(std::string_view name, const RegisterTable& table, std::string_view bytes,
                                         const RegisterOptions& options = {});

}  // namespace geo
