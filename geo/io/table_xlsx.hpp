#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "twin_core/base/result.hpp"

namespace geo {

/// Empty, a number or a text.
using TableCell = std::variant<std::monostate, double, std::string>;

struct Table {
  struct Column {
    std::string name;
    bool numbers = false;
  };
  std::string name;  ///< of the sheet
  std::vector<Column> columns;
  std::vector<std::vector<TableCell>> rows;  ///< each as long as the columns
};

/// Writes an Office Open XML workbook of one sheet, its first row the columns' names. Texts stay texts: nothing of them is run.
/// Error `file-not-writable`.
twin::Status write_xlsx(const Table& table, const std::filesystem::path& path);

}  // namespace geo
