#include <fmt/format.h>

#include <array>

#include "geo/crs/crs.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/gdal_library.hpp"
#include "geo/io/gdal_session.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Status;

OGRwkbGeometryType type_of(LayerShape shape) {
  switch (shape) {
    case LayerShape::kPolygon: return wkbPolygon;
    case LayerShape::kMultiPolygon: return wkbMultiPolygon;
    case LayerShape::kMultiLine: return wkbMultiLineString;
    case LayerShape::kPoint: return wkbPoint;
    case LayerShape::kSurface: return wkbPolygon25D;
    case LayerShape::kSurfaces: return wkbMultiPolygon25D;
  }
  return wkbUnknown;
}

OGRFieldType type_of(ColumnType type) {
  if (type == ColumnType::kNumber) return OFTReal;
  return type == ColumnType::kInteger ? OFTInteger64 : OFTString;
}

template <class Ring>
void add_ring(OGRGeometryH polygon, const Ring& points) {
  gdal().OGR_G_AddGeometryDirectly(polygon, gdal_line(wkbLinearRing, points).release());
}

OwnedGeometry polygon_of(const twin::PlanPolygon& source) {
  OwnedGeometry out(gdal().OGR_G_CreateGeometry(wkbPolygon));
  add_ring(out.get(), source.outer);
  for (const auto& hole : source.holes) add_ring(out.get(), hole);
  return out;
}

OwnedGeometry polygon_of(const twin::Polygon3& source) {
  OwnedGeometry out(gdal().OGR_G_CreateGeometry(wkbPolygon));
  add_ring(out.get(), source.exterior.points);
  for (const auto& interior : source.interiors) add_ring(out.get(), interior.points);
  return out;
}

OwnedGeometry point_of(const twin::PlanPosition& at) {
  OwnedGeometry out(gdal().OGR_G_CreateGeometry(wkbPoint));
  gdal().OGR_G_SetPoint_2D(out.get(), 0, at.east, at.north);
  return out;
}

/// The parts of a feature: what covers the ground where there are no surfaces.
std::vector<OwnedGeometry> parts_of(const ExportFeature& feature) {
  std::vector<OwnedGeometry> out;
  if (feature.point) out.push_back(point_of(*feature.point));
  for (const auto& line : feature.lines) out.push_back(gdal_line(wkbLineString, line));
  for (const auto& polygon : feature.polygons) {
    if (polygon.outer.size() >= 3) out.push_back(polygon_of(polygon));
  }
  for (const auto* const surface : feature.surfaces) out.push_back(polygon_of(*surface));
  return out;
}

/// Null where a feature has no place.
OwnedGeometry geometry_of(LayerShape shape, const ExportFeature& feature) {
  auto parts = parts_of(feature);
  if (parts.empty()) return nullptr;
  const auto type = gdal().OGR_GT_Flatten(type_of(shape));
  if (type != wkbMultiPolygon && type != wkbMultiLineString) return std::move(parts.front());
  OwnedGeometry out(gdal().OGR_G_CreateGeometry(type_of(shape)));
  for (auto& part : parts) gdal().OGR_G_AddGeometryDirectly(out.get(), part.release());
  return out;
}

class GpkgWriter {
 public:
  GpkgWriter(const GdalMessages& messages, const std::filesystem::path& path) : messages_(messages), path_(path) {}

  Status open(const Crs& crs) {
    if (gdal().OSRImportFromEPSG(srs_.get(), crs.epsg) != OGRERR_NONE) return failed();
    // Coordinates are handed over easting first.
    gdal().OSRSetAxisMappingStrategy(srs_.get(), OAMS_TRADITIONAL_GIS_ORDER);
    const GDALDriverH driver = gdal().GDALGetDriverByName("GPKG");
    if (driver == nullptr) return failed();
    dataset_.reset(gdal().GDALCreate(driver, path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset_) return failed();
    if (gdal().GDALDatasetStartTransaction(dataset_.get(), FALSE) != OGRERR_NONE) return failed();
    return twin::Done{};
  }

  /// Makes the layer, empty or not, when `always`; else with its first feature.
  Status write(const twin::BranchState& state, const ShapeLoader& shapes, const ExportLayer& layer, bool always) {
    OGRLayerH table = nullptr;
    if (always) TWIN_CHECK(make(layer, table));
    return layer.for_each(state, shapes, [&](const ExportFeature& feature) -> Status {
      if (table == nullptr) TWIN_CHECK(make(layer, table));
      const OwnedFeature row(gdal().OGR_F_Create(gdal().OGR_L_GetLayerDefn(table)));
      for (std::size_t i = 0; i < feature.values.size(); ++i) set(row.get(), static_cast<int>(i), feature.values[i]);
      gdal().OGR_F_SetGeometryDirectly(row.get(), geometry_of(layer.shape, feature).release());
      if (gdal().OGR_L_CreateFeature(table, row.get()) != OGRERR_NONE) return failed();
      return twin::Done{};
    });
  }

  Status close() {
    if (gdal().GDALDatasetCommitTransaction(dataset_.get()) != OGRERR_NONE) return failed();
    gdal().GDALFlushCache(dataset_.get());
    dataset_.reset();
    if (!messages_.first().empty()) return failed();
    return twin::Done{};
  }

 private:
  Problem failed() const {
    return {"file-not-writable", "The GeoPackage cannot be written.", path_.filename().string(),
            twin::excerpt(messages_.first()), "Check that the folder is writable and has room."};
  }

  Status make(const ExportLayer& layer, OGRLayerH& out) {
    std::string description = "DESCRIPTION=" + std::string(layer.says);
    char* options[] = {description.data(), nullptr};
    out = gdal().GDALDatasetCreateLayer(dataset_.get(), std::string(layer.name).c_str(), srs_.get(), type_of(layer.shape), options);
    if (out == nullptr) return failed();
    for (const auto& column : layer.columns) {
      const OwnedFieldDefinition definition(gdal().OGR_Fld_Create(std::string(column.name).c_str(), type_of(column.type)));
      if (gdal().OGR_L_CreateField(out, definition.get(), TRUE) != OGRERR_NONE) return failed();
    }
    return twin::Done{};
  }

  static void set(OGRFeatureH feature, int field, const ExportValue& value) {
    if (const auto* const text = std::get_if<std::string>(&value)) gdal().OGR_F_SetFieldString(feature, field, text->c_str());
    if (const auto* const list = std::get_if<std::vector<std::string>>(&value)) {
      gdal().OGR_F_SetFieldString(feature, field, joined(*list).c_str());
    }
    if (const auto* const real = std::get_if<double>(&value)) gdal().OGR_F_SetFieldDouble(feature, field, *real);
    if (const auto* const integer = std::get_if<std::int64_t>(&value)) gdal().OGR_F_SetFieldInteger64(feature, field, *integer);
  }

  const GdalMessages& messages_;
  const std::filesystem::path& path_;
  OwnedSystem srs_{gdal().OSRNewSpatialReference(nullptr)};
  OwnedDataset dataset_;
};

/// Layers that a project may count on: they are there also while they have no feature.
bool is_always_there(const ExportLayer& layer) {
  return layer.name == "building" || layer.name == "building_surface" || layer.name == "plan_unit";
}

}  // namespace

Status export_gpkg(const twin::BranchState& state, const ShapeLoader& shapes, const ExportLayer* only,
                   const std::filesystem::path& path) {
  const auto crs = state.manifest() != nullptr ? find_crs(state.manifest()->crs)
                                               : twin::Result<Crs>(Problem{"crs-missing", "", "", "", ""});
  if (!crs) {
    return Problem{"frame-not-placed", "The twin has a local frame: a GeoPackage must name a real one.", "",
                   "",
                   "Export csv or cityjson, or import into a twin with a named coordinate reference system."};
  }
  TWIN_CHECK(prepare_gdal());
  const GdalMessages messages;
  GpkgWriter writer(messages, path);
  TWIN_CHECK(writer.open(*crs));
  for (const auto& layer : export_layers()) {
    if (only != nullptr && only->name != layer.name) continue;
    TWIN_CHECK(writer.write(state, shapes, layer, only != nullptr || is_always_there(layer)));
  }
  return writer.close();
}

}  // namespace geo
