#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <array>

#include "geo/crs/crs.hpp"
#include "geo/io/export_columns.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/gdal_session.hpp"
#include "geo/io/plan_json.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Status;

constexpr auto kSurfaceKinds = std::to_array<const char*>(
    {"unspecified", "ground", "wall", "roof", "outer_ceiling", "outer_floor", "closure"});

class GpkgWriter {
 public:
  GpkgWriter(const GdalMessages& messages, const std::filesystem::path& path)
      : messages_(messages), path_(path) {}

  Status open(const Crs& crs) {
    if (srs_.importFromEPSG(crs.epsg) != OGRERR_NONE) return failed();
    // Coordinates are handed over easting first.
    srs_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    GDALDriver* const driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    if (driver == nullptr) return failed();
    dataset_.reset(driver->Create(path_.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset_) return failed();
    TWIN_CHECK(make_layers());
    if (dataset_->StartTransaction() != OGRERR_NONE) return failed();
    return twin::Done{};
  }

  Status add(twin::FeatureNumber number, const twin::Building& building) {
    const OGRFeatureUniquePtr feature = new_feature(buildings_);
    const auto values = building_values(number, building);
    for (std::size_t i = 0; i < values.size(); ++i) set(*feature, static_cast<int>(i), values[i]);
    feature->SetGeometryDirectly(polygon(building.footprint));
    return store(buildings_, *feature);
  }

  Status add_surfaces(twin::FeatureNumber number, const twin::Building& building,
                      const twin::BuildingShape& shape) {
    for (const auto& part : shape.parts) {
      for (const auto& polygon3 : part.polygons) {
        const OGRFeatureUniquePtr feature = new_feature(surfaces_);
        feature->SetField("building_number", static_cast<GIntBig>(number));
        feature->SetField("building_id", building.id.c_str());
        feature->SetField("part_id", part.id.c_str());
        feature->SetField("lod", part.lod.c_str());
        feature->SetField("kind", kSurfaceKinds.at(static_cast<std::size_t>(polygon3.kind)));
        feature->SetGeometryDirectly(polygon(polygon3));
        TWIN_CHECK(store(surfaces_, *feature));
      }
    }
    return twin::Done{};
  }

  Status add(twin::FeatureNumber number, const twin::PlanUnit& unit) {
    const OGRFeatureUniquePtr feature = new_feature(units_);
    feature->SetField("feature_number", static_cast<GIntBig>(number));
    feature->SetField("id", unit.id.c_str());
    feature->SetField("name_fi", unit.name_fi.c_str());
    feature->SetField("name_sv", unit.name_sv.c_str());
    feature->SetField("name_en", unit.name_en.c_str());
    feature->SetField("symbol", unit.symbol.c_str());
    feature->SetField("use_codes", fmt::format("{}", fmt::join(unit.use_codes, ", ")).c_str());
    feature->SetField("ground_level_m", unit.ground_level_m);
    feature->SetField("regulations_json", regulations_text(unit.regulations).c_str());
    feature->SetField("source", unit.source.c_str());
    feature->SetGeometryDirectly(polygon(unit.boundary));
    return store(units_, *feature);
  }

  Status close() {
    if (dataset_->CommitTransaction() != OGRERR_NONE) return failed();
    dataset_->FlushCache(true);
    dataset_.reset();
    if (!messages_.first().empty()) return failed();
    return twin::Done{};
  }

 private:
  struct Field {
    const char* name;
    OGRFieldType type;
  };

  Problem failed() const {
    return {"file-not-writable", "The GeoPackage cannot be written.", path_.filename().string(),
            twin::excerpt(messages_.first()), "Check that the folder is writable and has room."};
  }

  Status make_layers() {
    std::vector<Field> columns;
    for (const auto& column : building_columns()) {
      columns.push_back({column.name.data(), column.type == ColumnType::kText     ? OFTString
                                             : column.type == ColumnType::kNumber ? OFTReal
                                                                                  : OFTInteger64});
    }
    TWIN_TRY(buildings_, make_layer("building", wkbPolygon, columns));
    TWIN_TRY(surfaces_, make_layer("building_surface", wkbPolygon25D,
                                   {{"building_number", OFTInteger64},
                                    {"building_id", OFTString},
                                    {"part_id", OFTString},
                                    {"lod", OFTString},
                                    {"kind", OFTString}}));
    TWIN_TRY(units_, make_layer("plan_unit", wkbPolygon,
                                {{"feature_number", OFTInteger64},
                                 {"id", OFTString},
                                 {"name_fi", OFTString},
                                 {"name_sv", OFTString},
                                 {"name_en", OFTString},
                                 {"symbol", OFTString},
                                 {"use_codes", OFTString},
                                 {"ground_level_m", OFTReal},
                                 {"regulations_json", OFTString},
                                 {"source", OFTString}}));
    return twin::Done{};
  }

  twin::Result<OGRLayer*> make_layer(const char* name, OGRwkbGeometryType type,
                                     const std::vector<Field>& fields) {
    OGRLayer* const layer = dataset_->CreateLayer(name, &srs_, type, nullptr);
    if (layer == nullptr) return failed();
    for (const auto& field : fields) {
      OGRFieldDefn definition(field.name, field.type);
      if (layer->CreateField(&definition) != OGRERR_NONE) return failed();
    }
    return layer;
  }

  static OGRFeatureUniquePtr new_feature(OGRLayer* layer) {
    return OGRFeatureUniquePtr(OGRFeature::CreateFeature(layer->GetLayerDefn()));
  }

  Status store(OGRLayer* layer, OGRFeature& feature) {
    if (layer->CreateFeature(&feature) != OGRERR_NONE) return failed();
    return twin::Done{};
  }

  static void set(OGRFeature& feature, int field, const ExportValue& value) {
    if (const auto* const text = std::get_if<std::string>(&value)) feature.SetField(field, text->c_str());
    if (const auto* const real = std::get_if<double>(&value)) feature.SetField(field, *real);
    if (const auto* const integer = std::get_if<std::int64_t>(&value)) {
      feature.SetField(field, static_cast<GIntBig>(*integer));
    }
  }

  /// Null where there are no three corners.
  static OGRGeometry* polygon(const twin::PlanPolygon& source) {
    if (source.outer.size() < 3) return nullptr;
    auto out = std::make_unique<OGRPolygon>();
    const auto add_ring = [&](const twin::PlanRing& ring) {
      auto line = std::make_unique<OGRLinearRing>();
      for (const auto& point : ring) line->addPoint(point.east, point.north);
      line->closeRings();
      out->addRingDirectly(line.release());
    };
    add_ring(source.outer);
    for (const auto& hole : source.holes) add_ring(hole);
    return out.release();
  }

  static OGRGeometry* polygon(const twin::Polygon3& source) {
    auto out = std::make_unique<OGRPolygon>();
    const auto add_ring = [&](const twin::Ring3& ring) {
      auto line = std::make_unique<OGRLinearRing>();
      for (const auto& point : ring.points) line->addPoint(point.east, point.north, point.up);
      line->closeRings();
      out->addRingDirectly(line.release());
    };
    add_ring(source.exterior);
    for (const auto& interior : source.interiors) add_ring(interior);
    return out.release();
  }

  const GdalMessages& messages_;
  const std::filesystem::path& path_;
  OGRSpatialReference srs_;
  GDALDatasetUniquePtr dataset_;
  OGRLayer* buildings_ = nullptr;
  OGRLayer* surfaces_ = nullptr;
  OGRLayer* units_ = nullptr;
};

}  // namespace

Status export_gpkg(const twin::BranchState& state, const ShapeLoader& shapes,
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
  Status done = twin::Done{};
  state.for_each_building([&](twin::FeatureNumber number, const twin::Building& building) {
    if (done) done = writer.add(number, building);
    if (!done) return;
    const auto shape = shapes(building.shape);
    done = shape ? writer.add_surfaces(number, building, *shape) : Status(shape.problem());
  });
  state.for_each_plan_unit([&](twin::FeatureNumber number, const twin::PlanUnit& unit) {
    if (done) done = writer.add(number, unit);
  });
  TWIN_CHECK(done);
  return writer.close();
}

}  // namespace geo
