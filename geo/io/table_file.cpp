#include "geo/io/table_file.hpp"

#include <fmt/format.h>

#include "geo/io/gdal_library.hpp"
#include "geo/io/gdal_session.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

twin::Problem unreadable(const GdalMessages& messages) {
  return {"file-unreadable", "The table could not be read.", "row 1", twin::excerpt(messages.first()),
          "Send plain text with one record per row."};
}

}  // namespace

twin::Status for_each_table_row(const RegisterTable& table, std::string_view bytes, const TakeTableRow& take) {
  TWIN_CHECK(prepare_gdal());
  const GdalMessages messages;
  const MemoryFile file(bytes, "csv");
  const char* const drivers[] = {"CSV", nullptr};
  const std::string separator = table.separator == ';'    ? "SEPARATOR=SEMICOLON"
                                : table.separator == '\t' ? "SEPARATOR=TAB"
                                                          : "SEPARATOR=COMMA";
  const char* const open_options[] = {separator.c_str(), "HEADERS=YES", "AUTODETECT_TYPE=NO",
                                      "EMPTY_STRING_AS_NULL=YES", nullptr};
  const OwnedDataset dataset(
      gdal().GDALOpenEx(file.path().c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, open_options, nullptr));
  const OGRLayerH layer = dataset ? gdal().GDALDatasetGetLayer(dataset.get(), 0) : nullptr;
  if (layer == nullptr ||
      static_cast<std::size_t>(gdal().OGR_FD_GetFieldCount(gdal().OGR_L_GetLayerDefn(layer))) != table.columns.size()) {
    return unreadable(messages);
  }
  std::size_t record = 0;
  std::vector<const char*> cells(table.columns.size());
  gdal().OGR_L_ResetReading(layer);
  while (const OwnedFeature feature{gdal().OGR_L_GetNextFeature(layer)}) {
    if (record == table.row_numbers.size()) return unreadable(messages);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const int field = static_cast<int>(i);
      const bool there = gdal().OGR_F_IsFieldSetAndNotNull(feature.get(), field) != 0;
      cells[i] = there ? gdal().OGR_F_GetFieldAsString(feature.get(), field) : nullptr;
    }
    take(cells, fmt::format("row {}", table.row_numbers[record++]));
  }
  if (record != table.row_numbers.size()) return unreadable(messages);
  return twin::Done{};
}

}  // namespace geo
