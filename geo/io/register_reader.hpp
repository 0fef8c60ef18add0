#pragma once

#include <string_view>
#include <vector>

#include "geo/link/register_row.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// What one register file gave; the tally counts its rows.
struct RegisterFile {
  std::vector<RegisterRow> rows;
  twin::Diagnostics diagnostics;
};

/// Reads a building register: a table of UTF-8 text, fields separated by comma or semicolon, columns
/// under any of the names of `geo/io/register_columns`. `name` is what cards call the file.
///
/// A row with an unusable permanent id, without any identifier, or with the key of another row is
/// rejected (`building-id-format`, `identifier-missing`, `duplicate-key`: both rows); a row of which
/// one value was unusable is taken without it and counts as repaired.
/// Errors: those of `check_register_text`, and `column-missing` when no column can identify a
/// building; the file is then refused as a whole.
twin::Result<RegisterFile> read_register(std::string_view name, std::string_view bytes);

}  // namespace geo
