#include "geo/io/register_reader.hpp"

#include <chrono>

#include "geo/io/register_rows.hpp"
#include "geo/io/register_text.hpp"
#include "geo/io/table_file.hpp"

namespace geo {

int current_year() {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
  return static_cast<int>(today.year());
}

twin::Result<RegisterFile> read_register(std::string_view name, std::string_view bytes,
                                         const RegisterOptions& options) {
  TWIN_TRY(const RegisterTable table, check_register_text(bytes));
  TWIN_TRY(RegisterRows rows, RegisterRows::make(name, table.columns, options));
  TWIN_CHECK(for_each_table_row(
      table, bytes, [&](std::span<const char* const> cells, std::string place) { rows.add(cells, std::move(place)); }));
  auto out = std::move(rows).finish();
  for (auto& finding : repeated_columns(table)) out.diagnostics.add(std::move(finding));
  return out;
}

}  // namespace geo
