#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <array>

#include "geo/crs/crs.hpp"
#include "geo/io/export_forms.hpp"
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

template <class Ring, class Add>
void add_ring(OGRPolygon& polygon, const Ring& points, const Add& add) {
  auto line = std::make_unique<OGRLinearRing>();
  for (const auto& point : points) add(*line, point);
  line->closeRings();
  polygon.addRingDirectly(line.release());
}

void add_flat(OGRSimpleCurve& line, const twin::PlanPosition& point) {
  line.addPoint(point.east, point.north);
}

void add_high(OGRSimpleCurve& line, const twin::WorkingPosition& point) {
  line.addPoint(point.east, point.north, point.up);
}

std::unique_ptr<OGRGeometry> polygon_of(const twin::PlanPolygon& source) {
  auto out = std::make_unique<OGRPolygon>();
  add_ring(*out, source.outer, add_flat);
  for (const auto& hole : source.holes) add_ring(*out, hole, add_flat);
  out->flattenTo2D();
  return out;
}

std::unique_ptr<OGRGeometry> polygon_of(const twin::Polygon3& source) {
  auto out = std::make_unique<OGRPolygon>();
  add_ring(*out, source.exterior.points, add_high);
  for (const auto& interior : source.interiors) add_ring(*out, interior.points, add_high);
  return out;
}

std::unique_ptr<OGRGeometry> line_of(const twin::PlanRing& points) {
  auto out = std::make_unique<OGRLineString>();
  for (const auto& point : points) add_flat(*out, point);
  out->flattenTo2D();
  return out;
}

/// The parts of a feature: what covers the ground where there are no surfaces.
std::vector<std::unique_ptr<OGRGeometry>> parts_of(const ExportFeature& feature) {
  std::vector<std::unique_ptr<OGRGeometry>> out;
  if (feature.point) out.push_back(std::make_unique<OGRPoint>(feature.point->east, feature.point->north));
  for (const auto& line : feature.lines) out.push_back(line_of(line));
  for (const auto& polygon : feature.polygons) {
    if (polygon.outer.size() >= 3) out.push_back(polygon_of(polygon));
  }
  for (const auto* const surface : feature.surfaces) out.push_back(polygon_of(*surface));
  return out;
}

/// Null where a feature has no place.
std::unique_ptr<OGRGeometry> geometry_of(LayerShape shape, const ExportFeature& feature) {
  auto parts = parts_of(feature);
  if (parts.empty()) return nullptr;
  const auto type = wkbFlatten(type_of(shape));
  if (type != wkbMultiPolygon && type != wkbMultiLineString) return std::move(parts.front());
  std::unique_ptr<OGRGeometry> out{OGRGeometryFactory::createGeometry(type_of(shape))};
  for (auto& part : parts) out->toGeometryCollection()->addGeometryDirectly(part.release());
  return out;
}

class GpkgWriter {
 public:
  GpkgWriter(const GdalMessages& messages, const std::filesystem::path& path) : messages_(messages), path_(path) {}

  Status open(const Crs& crs) {
    if (srs_.importFromEPSG(crs.epsg) != OGRERR_NONE) return failed();
    // Coordinates are handed over easting first.
    srs_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    GDALDriver* const driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    if (driver == nullptr) return failed();
    dataset_.reset(driver->Create(path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset_) return failed();
    if (dataset_->StartTransaction() != OGRERR_NONE) return failed();
    return twin::Done{};
  }

  /// Makes the layer, empty or not, when `always`; else with its first feature.
  Status write(const twin::BranchState& state, const ShapeLoader& shapes, const ExportLayer& layer, bool always) {
    OGRLayer* table = nullptr;
    if (always) TWIN_CHECK(make(layer, table));
    return layer.for_each(state, shapes, [&](const ExportFeature& feature) -> Status {
      if (table == nullptr) TWIN_CHECK(make(layer, table));
      const OGRFeatureUniquePtr row{OGRFeature::CreateFeature(table->GetLayerDefn())};
      for (std::size_t i = 0; i < feature.values.size(); ++i) set(*row, static_cast<int>(i), feature.values[i]);
      row->SetGeometryDirectly(geometry_of(layer.shape, feature).release());
      if (table->CreateFeature(row.get()) != OGRERR_NONE) return failed();
      return twin::Done{};
    });
  }

  Status close() {
    if (dataset_->CommitTransaction() != OGRERR_NONE) return failed();
    dataset_->FlushCache(true);
    dataset_.reset();
    if (!messages_.first().empty()) return failed();
    return twin::Done{};
  }

 private:
  Problem failed() const {
    return {"file-not-writable", "The GeoPackage cannot be written.", path_.filename().string(),
            twin::excerpt(messages_.first()), "Check that the folder is writable and has room."};
  }

  Status make(const ExportLayer& layer, OGRLayer*& out) {
    CPLStringList options;
    options.SetNameValue("DESCRIPTION", std::string(layer.says).c_str());
    out = dataset_->CreateLayer(std::string(layer.name).c_str(), &srs_, type_of(layer.shape), options.List());
    if (out == nullptr) return failed();
    for (const auto& column : layer.columns) {
      OGRFieldDefn definition(std::string(column.name).c_str(), type_of(column.type));
      if (out->CreateField(&definition) != OGRERR_NONE) return failed();
    }
    return twin::Done{};
  }

  static void set(OGRFeature& feature, int field, const ExportValue& value) {
    if (const auto* const text = std::get_if<std::string>(&value)) feature.SetField(field, text->c_str());
    if (const auto* const list = std::get_if<std::vector<std::string>>(&value)) feature.SetField(field, joined(*list).c_str());
    if (const auto* const real = std::get_if<double>(&value)) feature.SetField(field, *real);
    if (const auto* const integer = std::get_if<std::int64_t>(&value)) {
      feature.SetField(field, static_cast<GIntBig>(*integer));
    }
  }

  const GdalMessages& messages_;
  const std::filesystem::path& path_;
  OGRSpatialReference srs_;
  GDALDatasetUniquePtr dataset_;
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
  prepare_gdal();
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
