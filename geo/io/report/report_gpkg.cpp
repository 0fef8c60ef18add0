#include "geo/io/report/report_gpkg.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "geo/crs/crs.hpp"
#include "geo/io/gdal_session.hpp"
#include "geo/io/report/code_words.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Status;

struct Column {
  const char* name;
  OGRFieldType type;
};
constexpr auto kColumns = std::to_array<Column>({{"code", OFTString},
                                                 {"title", OFTString},
                                                 {"severity", OFTString},
                                                 {"building_id", OFTString},
                                                 {"feature_number", OFTInteger64},
                                                 {"permanent_id", OFTString},
                                                 {"address", OFTString},
                                                 {"lod", OFTString},
                                                 {"place", OFTString},
                                                 {"value", OFTString},
                                                 {"remedy", OFTString},
                                                 {"rank", OFTInteger64}});

void set(OGRFeature& feature, const char* name, const std::string& text) {
  if (!text.empty()) feature.SetField(name, text.c_str());
}

bool add(OGRLayer& layer, const FlawedBuilding& flawed, const twin::Finding& finding, std::size_t rank) {
  const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer.GetLayerDefn()));
  set(*feature, "code", finding.code);
  set(*feature, "title", title_of_code(finding.code, ReportLanguage::kEnglish));
  set(*feature, "severity", std::string(twin::name_of(finding.severity)));
  set(*feature, "building_id", flawed.building->id);
  feature->SetField("feature_number", static_cast<GIntBig>(flawed.number));
  set(*feature, "permanent_id", flawed.building->card.permanent_id);
  set(*feature, "address", flawed.building->card.address.str());
  set(*feature, "lod", finding.lod);
  set(*feature, "place", finding.place);
  set(*feature, "value", finding.value);
  set(*feature, "remedy", finding.remedy);
  feature->SetField("rank", static_cast<GIntBig>(rank));
  const auto at = point_of(finding, *flawed.building);
  feature->SetGeometryDirectly(new OGRPoint(at.east, at.north, at.up));
  return layer.CreateFeature(feature.get()) == OGRERR_NONE;
}

bool write(const QualityReport& report, const Crs& crs, const std::filesystem::path& path) {
  OGRSpatialReference srs;
  if (srs.importFromEPSG(crs.epsg) != OGRERR_NONE) return false;
  srs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);  // coordinates are handed over easting first
  GDALDriver* const driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  if (driver == nullptr) return false;
  const GDALDatasetUniquePtr dataset(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset) return false;
  OGRLayer* const layer = dataset->CreateLayer("findings", &srs, wkbPoint25D, nullptr);
  if (layer == nullptr) return false;
  for (const auto& column : kColumns) {
    OGRFieldDefn definition(column.name, column.type);
    if (layer->CreateField(&definition) != OGRERR_NONE) return false;
  }
  if (dataset->StartTransaction() != OGRERR_NONE) return false;
  for (std::size_t i = 0; i < report.flawed.size(); ++i) {
    for (const auto& finding : report.flawed[i].findings) {
      if (!add(*layer, report.flawed[i], finding, i + 1)) return false;
    }
  }
  if (dataset->CommitTransaction() != OGRERR_NONE) return false;
  dataset->FlushCache(true);
  return true;
}

}  // namespace

Status write_findings_gpkg(const QualityReport& report, const std::filesystem::path& path) {
  const auto crs = find_crs(report.crs);
  if (!crs) {
    return Problem{"frame-not-placed", "The twin has no real coordinate system: a GeoPackage must name one.", "", report.crs,
                   "Take the JSON, or import into a twin with a named coordinate reference system."};
  }
  prepare_gdal();
  const GdalMessages messages;
  if (write(report, *crs, path) && messages.first().empty()) return twin::Done{};
  return Problem{"file-not-writable", "The GeoPackage cannot be written.", path.filename().string(), twin::excerpt(messages.first()),
                 "Check that the folder is writable and has room."};
}

}  // namespace geo
