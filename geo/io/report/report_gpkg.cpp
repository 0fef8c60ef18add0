#include "geo/io/report/report_gpkg.hpp"

#include <array>

#include "geo/crs/crs.hpp"
#include "geo/io/gdal_library.hpp"
#include "geo/io/gdal_session.hpp"
#include "geo/io/report/code_words.hpp"
#include "geo/io/report/sentences.hpp"
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
                                                 {"rank", OFTInteger64},
                                                 {"file", OFTString},
                                                 {"record", OFTString}});

void set(OGRFeatureH feature, const char* name, const std::string& text) {
  if (!text.empty()) gdal().OGR_F_SetFieldString(feature, gdal().OGR_F_GetFieldIndex(feature, name), text.c_str());
}

void set(OGRFeatureH feature, const char* name, std::uint64_t number) {
  gdal().OGR_F_SetFieldInteger64(feature, gdal().OGR_F_GetFieldIndex(feature, name), static_cast<GIntBig>(number));
}

std::string in_language(const std::string& english, ReportLanguage language) { return sentence_in(english, language).value_or(english); }

void set_finding(OGRFeatureH feature, const twin::Finding& finding, ReportLanguage language) {
  set(feature, "code", finding.code);
  set(feature, "title", title_of_code(finding.code, language));
  set(feature, "severity", std::string(twin::name_of(finding.severity)));
  set(feature, "lod", finding.lod);
  set(feature, "place", in_language(finding.place, language));
  set(feature, "value", in_language(finding.value, language));
  set(feature, "remedy", in_language(finding.remedy, language));
}

bool add(OGRLayerH layer, const FlawedBuilding& flawed, const twin::Finding& finding, std::size_t rank, ReportLanguage language) {
  const OwnedFeature feature(gdal().OGR_F_Create(gdal().OGR_L_GetLayerDefn(layer)));
  set_finding(feature.get(), finding, language);
  set(feature.get(), "building_id", flawed.building->id);
  set(feature.get(), "feature_number", flawed.number);
  set(feature.get(), "permanent_id", flawed.building->card.permanent_id);
  set(feature.get(), "address", flawed.building->card.address.str());
  set(feature.get(), "rank", rank);
  if (flawed.building->bounds.empty()) return gdal().OGR_L_CreateFeature(layer, feature.get()) == OGRERR_NONE;  // of words alone
  const auto at = point_of(finding, *flawed.building);
  OwnedGeometry point(gdal().OGR_G_CreateGeometry(wkbPoint25D));
  gdal().OGR_G_SetPoint(point.get(), 0, at.east, at.north, at.up);
  gdal().OGR_F_SetGeometryDirectly(feature.get(), point.release());
  return gdal().OGR_L_CreateFeature(layer, feature.get()) == OGRERR_NONE;
}

bool add(OGRLayerH layer, const RecordFinding& record, ReportLanguage language) {
  const OwnedFeature feature(gdal().OGR_F_Create(gdal().OGR_L_GetLayerDefn(layer)));
  set_finding(feature.get(), record.finding, language);
  set(feature.get(), "file", record.file);
  set(feature.get(), "record", record.finding.id);
  return gdal().OGR_L_CreateFeature(layer, feature.get()) == OGRERR_NONE;
}

bool write(const QualityReport& report, const Crs& crs, const std::filesystem::path& path, ReportLanguage language) {
  const OwnedSystem srs(gdal().OSRNewSpatialReference(nullptr));
  if (gdal().OSRImportFromEPSG(srs.get(), crs.epsg) != OGRERR_NONE) return false;
  gdal().OSRSetAxisMappingStrategy(srs.get(), OAMS_TRADITIONAL_GIS_ORDER);  // coordinates are handed over easting first
  const GDALDriverH driver = gdal().GDALGetDriverByName("GPKG");
  if (driver == nullptr) return false;
  const OwnedDataset dataset(gdal().GDALCreate(driver, path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!dataset) return false;
  const OGRLayerH layer = gdal().GDALDatasetCreateLayer(dataset.get(), "findings", srs.get(), wkbPoint25D, nullptr);
  if (layer == nullptr) return false;
  for (const auto& column : kColumns) {
    const OwnedFieldDefinition definition(gdal().OGR_Fld_Create(column.name, column.type));
    if (gdal().OGR_L_CreateField(layer, definition.get(), TRUE) != OGRERR_NONE) return false;
  }
  if (gdal().GDALDatasetStartTransaction(dataset.get(), FALSE) != OGRERR_NONE) return false;
  std::size_t rank = 0;
  for (const auto* const some : {&report.flawed, &report.noted}) {
    for (const auto& flawed : *some) {
      ++rank;
      for (const auto& finding : flawed.findings) {
        if (!add(layer, flawed, finding, rank, language)) return false;
      }
    }
  }
  for (const auto& record : report.records) {
    if (!add(layer, record, language)) return false;
  }
  if (gdal().GDALDatasetCommitTransaction(dataset.get()) != OGRERR_NONE) return false;
  gdal().GDALFlushCache(dataset.get());
  return true;
}

}  // namespace

Status write_findings_gpkg(const QualityReport& report, const std::filesystem::path& path, ReportLanguage language) {
  const auto crs = find_crs(report.crs);
  if (!crs) {
    return Problem{"frame-not-placed", "The twin has no real coordinate system: a GeoPackage must name one.", "", report.crs,
                   "Take the JSON, or import into a twin with a named coordinate reference system."};
  }
  TWIN_CHECK(prepare_gdal());
  const GdalMessages messages;
  if (write(report, *crs, path, language) && messages.first().empty()) return twin::Done{};
  return Problem{"file-not-writable", "The GeoPackage cannot be written.", path.filename().string(), twin::excerpt(messages.first()),
                 "Check that the folder is writable and has room."};
}

}  // namespace geo
