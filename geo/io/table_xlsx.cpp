#include "geo/io/table_xlsx.hpp"

#include "geo/io/gdal_library.hpp"
#include "geo/io/gdal_session.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

bool write(const Table& table, const std::filesystem::path& path) {
  const GDALDriverH driver = gdal().GDALGetDriverByName("XLSX");
  if (driver == nullptr) return false;
  const OwnedDataset dataset(gdal().GDALCreate(driver, path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset) return false;
  const OGRLayerH layer = gdal().GDALDatasetCreateLayer(dataset.get(), table.name.c_str(), nullptr, wkbNone, nullptr);
  if (layer == nullptr) return false;
  for (const auto& column : table.columns) {
    const OwnedFieldDefinition definition(gdal().OGR_Fld_Create(column.name.c_str(), column.numbers ? OFTReal : OFTString));
    if (gdal().OGR_L_CreateField(layer, definition.get(), TRUE) != OGRERR_NONE) return false;
  }
  for (const auto& row : table.rows) {
    const OwnedFeature feature(gdal().OGR_F_Create(gdal().OGR_L_GetLayerDefn(layer)));
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (const auto* const number = std::get_if<double>(&row[c])) gdal().OGR_F_SetFieldDouble(feature.get(), static_cast<int>(c), *number);
      if (const auto* const text = std::get_if<std::string>(&row[c])) gdal().OGR_F_SetFieldString(feature.get(), static_cast<int>(c), text->c_str());
    }
    if (gdal().OGR_L_CreateFeature(layer, feature.get()) != OGRERR_NONE) return false;
  }
  return gdal().GDALFlushCache(dataset.get()), true;
}

}  // namespace

twin::Status write_xlsx(const Table& table, const std::filesystem::path& path) {
  TWIN_CHECK(prepare_gdal());
  std::error_code none;
  std::filesystem::remove(path, none);  // the driver opens what is there to add to it
  const GdalMessages messages;
  if (write(table, path) && messages.first().empty()) return twin::Done{};
  return twin::Problem{"file-not-writable", "The workbook cannot be written.", path.filename().string(), twin::excerpt(messages.first()), "Check that the folder is writable and has room."};
}

}  // namespace geo
