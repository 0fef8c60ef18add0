#include "geo/io/table_xlsx.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "geo/io/gdal_session.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

bool write(const Table& table, const std::filesystem::path& path) {
  GDALDriver* const driver = GetGDALDriverManager()->GetDriverByName("XLSX");
  if (driver == nullptr) return false;
  const GDALDatasetUniquePtr dataset(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset) return false;
  OGRLayer* const layer = dataset->CreateLayer(table.name.c_str(), nullptr, wkbNone, nullptr);
  if (layer == nullptr) return false;
  for (const auto& column : table.columns) {
    OGRFieldDefn definition(column.name.c_str(), column.numbers ? OFTReal : OFTString);
    if (layer->CreateField(&definition) != OGRERR_NONE) return false;
  }
  for (const auto& row : table.rows) {
    const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (const auto* const number = std::get_if<double>(&row[c])) feature->SetField(static_cast<int>(c), *number);
      if (const auto* const text = std::get_if<std::string>(&row[c])) feature->SetField(static_cast<int>(c), text->c_str());
    }
    if (layer->CreateFeature(feature.get()) != OGRERR_NONE) return false;
  }
  return dataset->FlushCache(true), true;
}

}  // namespace

twin::Status write_xlsx(const Table& table, const std::filesystem::path& path) {
  prepare_gdal();
  std::error_code none;
  std::filesystem::remove(path, none);  // the driver opens what is there to add to it
  const GdalMessages messages;
  if (write(table, path) && messages.first().empty()) return twin::Done{};
  return twin::Problem{"file-not-writable", "The workbook cannot be written.", path.filename().string(), twin::excerpt(messages.first()), "Check that the folder is writable and has room."};
}

}  // namespace geo
