#include "geo/io/register_reader.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

#include "geo/io/register_rows.hpp"
#include "geo/io/register_text.hpp"
#include "geo/io/register_values.hpp"
#include "geo/io/table_file.hpp"

namespace geo {
namespace {

/// An apostrophe before what a spreadsheet would run says that it is text, as our own exports do.
const char* without_text_mark(const char* cell) {
  return cell != nullptr && cell[0] == '\'' && looks_like_formula(cell + 1) ? cell + 1 : cell;
}

}  // namespace

int current_year() {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
  return static_cast<int>(today.year());
}

twin::Result<RegisterFile> read_register(std::string_view name, std::string_view bytes,
                                         const RegisterOptions& options) {
  TWIN_TRY(const RegisterTable table, check_register_text(bytes));
  return read_register(name, table, bytes, options);
}

twin::Result<RegisterFile> read_register(std::string_view name, const RegisterTable& table, std::string_view bytes,
                                         const RegisterOptions& options) {
  TWIN_TRY(RegisterRows rows, RegisterRows::make(name, table.columns, options));
  rows.expect(table.row_numbers.size());
  std::vector<const char*> plain;
  TWIN_CHECK(for_each_table_row(table, bytes, [&](std::span<const char* const> cells, std::string place) {
    plain.assign(cells.begin(), cells.end());
    std::transform(plain.begin(), plain.end(), plain.begin(), without_text_mark);
    rows.add(plain, std::move(place));
  }));
  auto out = std::move(rows).finish();
  for (auto& finding : repeated_columns(table)) out.diagnostics.add(std::move(finding));
  return out;
}

}  // namespace geo
