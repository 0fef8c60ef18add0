#include "geo/io/register_reader.hpp"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <chrono>

#include "geo/io/gdal_session.hpp"
#include "geo/io/register_rows.hpp"
#include "geo/io/register_text.hpp"
#include "geo/io/register_values.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

twin::Problem unreadable(const GdalMessages& messages) {
  return {"file-unreadable", "The table could not be read.", "row 1", twin::excerpt(messages.first()),
          "Send plain text with one building per row."};
}

/// An apostrophe before what a spreadsheet would run says that it is text, as our own exports do.
const char* without_text_mark(const char* cell) {
  return cell[0] == '\'' && looks_like_formula(cell + 1) ? cell + 1 : cell;
}

}  // namespace

int current_year() {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
  return static_cast<int>(today.year());
}

twin::Result<RegisterFile> read_register(std::string_view name, std::string_view bytes,
                                         const RegisterOptions& options) {
  TWIN_TRY(const RegisterTable table, check_register_text(bytes));
  TWIN_TRY(RegisterRows rows, RegisterRows::make(name, table.columns, options));
  prepare_gdal();
  const GdalMessages messages;
  const MemoryFile file(bytes, "csv");
  const char* const drivers[] = {"CSV", nullptr};
  const std::string separator = table.separator == ';' ? "SEPARATOR=SEMICOLON" : "SEPARATOR=COMMA";
  const char* const open_options[] = {separator.c_str(), "HEADERS=YES", "AUTODETECT_TYPE=NO",
                                      "EMPTY_STRING_AS_NULL=YES", nullptr};
  const GDALDatasetUniquePtr dataset(GDALDataset::Open(file.path().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers,
                                                       open_options, nullptr));
  OGRLayer* const layer = dataset ? dataset->GetLayer(0) : nullptr;
  if (layer == nullptr ||
      static_cast<std::size_t>(layer->GetLayerDefn()->GetFieldCount()) != table.columns.size()) {
    return unreadable(messages);
  }
  std::size_t record = 0;
  std::vector<const char*> cells(table.columns.size());
  layer->ResetReading();
  while (const OGRFeatureUniquePtr feature{layer->GetNextFeature()}) {
    if (record == table.row_numbers.size()) return unreadable(messages);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const int field = static_cast<int>(i);
      cells[i] = feature->IsFieldSetAndNotNull(field) ? without_text_mark(feature->GetFieldAsString(field)) : nullptr;
    }
    rows.add(cells, fmt::format("row {}", table.row_numbers[record++]));
  }
  if (record != table.row_numbers.size()) return unreadable(messages);
  auto out = std::move(rows).finish();
  for (auto& finding : repeated_columns(table)) out.diagnostics.add(std::move(finding));
  return out;
}

}  // namespace geo
