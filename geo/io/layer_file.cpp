#include "geo/io/layer_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>

#include "geo/io/gdal_library.hpp"
#include "geo/io/gdal_session.hpp"
#include "geo/io/geopackage_check.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Result;

constexpr int kMostColumns = 512, kMostLayers = 256, kMostVertices = 100'000;
constexpr std::uint64_t kLargestPart = std::uint64_t{1} << 31;  // a .dbf or .shp has at most 2 GiB

Problem unreadable(LayerFormat format, std::string_view why) {
  return {"file-unreadable", fmt::format("The {} file could not be read.", name_of(format)), "", twin::excerpt(why),
          format == LayerFormat::kShapefile ? "Keep .shp, .shx and .dbf side by side, or save the layer as GeoPackage."
                                            : "Save the layer anew, or as GeoPackage."};
}

Result<std::string> load_part(const std::filesystem::path& path, LayerFormat format) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > kLargestPart) return unreadable(format, path.extension().string() + " is missing or too large");
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  if (!in) return unreadable(format, path.extension().string() + " cannot be read");
  return std::move(out).str();
}

template <class Opened>
twin::Status add_shapefile(Opened& out, const std::string& path) {
  const auto stem = fmt::format("/vsimem/kaksonen-shape-{}", static_cast<const void*>(&out));
  for (const std::string_view extension : {".shp", ".shx", ".dbf", ".prj", ".cpg"}) {
    auto part = std::filesystem::path(path);
    part.replace_extension(extension);
    std::error_code ignored;
    const bool needed = extension == ".shp" || extension == ".dbf";
    if (!needed && !std::filesystem::is_regular_file(part, ignored)) continue;
    TWIN_TRY(std::string bytes, load_part(part, LayerFormat::kShapefile));
    out.parts.push_back(std::move(bytes));  // a deque: the memory file points into it
    out.files.push_back(MemoryFile::named(out.parts.back(), stem + std::string(extension)));
  }
  out.path = stem + ".shp";
  return twin::Done{};
}

const char* driver_of(LayerFormat format) {
  switch (format) {
    case LayerFormat::kGeoPackage: return "GPKG";
    case LayerFormat::kGeoJson: return "GeoJSON";
    case LayerFormat::kGml: return "GML";
    case LayerFormat::kShapefile: return "ESRI Shapefile";
  }
  return "GPKG";
}

/// GML may name a document type or a schema elsewhere; neither is looked at.
twin::Status check_gml(std::string_view bytes) {
  if (bytes.substr(0, 64u * 1024).find("<!DOCTYPE") == std::string_view::npos &&
      bytes.find("<!ENTITY") == std::string_view::npos) {
    return twin::Done{};
  }
  return Problem{"xml-doctype-forbidden", "The file declares a document type.", "", "<!DOCTYPE", "Remove the declaration."};
}

template <class Opened>
twin::Status open_into(Opened& out, LayerFormat format, std::string_view bytes, const std::string& path, const std::string& encoding) {
  TWIN_CHECK(prepare_gdal());
  if (format == LayerFormat::kGeoPackage) TWIN_CHECK(check_geopackage(bytes));
  if (format == LayerFormat::kGml) TWIN_CHECK(check_gml(bytes));
  if (format == LayerFormat::kShapefile) {
    if (path.empty()) return unreadable(format, "a Shapefile is several files");
    TWIN_CHECK(add_shapefile(out, path));
  } else {
    const char* const extension = format == LayerFormat::kGeoPackage ? "gpkg" : format == LayerFormat::kGml ? "gml" : "geojson";
    out.files.push_back(std::make_unique<MemoryFile>(bytes, extension));
    out.path = out.files.front()->path();
  }
  const char* const drivers[] = {driver_of(format), nullptr};
  const char* const gml_options[] = {"DOWNLOAD_SCHEMA=NO", "WRITE_GFS=NO", "EXPOSE_GML_ID=NO", "EXPOSE_FID=NO", nullptr};
  const std::string shape_encoding = "ENCODING=" + encoding;
  const char* const shape_options[] = {shape_encoding.c_str(), nullptr};
  const char* const no_options[] = {nullptr};
  const bool told = format == LayerFormat::kShapefile && !encoding.empty();
  const char* const* const options = format == LayerFormat::kGml ? gml_options : told ? shape_options : no_options;
  const GdalMessages messages;
  out.dataset.reset(gdal().GDALOpenEx(out.path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, options, nullptr));
  if (!out.dataset || gdal().GDALDatasetGetLayerCount(out.dataset.get()) == 0) return unreadable(format, messages.first());
  return twin::Done{};
}

std::vector<std::string> columns_of(OGRLayerH layer) {
  std::vector<std::string> out;
  const OGRFeatureDefnH definition = gdal().OGR_L_GetLayerDefn(layer);
  for (int i = 0; i < gdal().OGR_FD_GetFieldCount(definition); ++i) {
    out.emplace_back(gdal().OGR_Fld_GetNameRef(gdal().OGR_FD_GetFieldDefn(definition, i)));
  }
  return out;
}

/// "" for systems without a code of EPSG. CRS84 is EPSG:4326 with longitude first, which is how layers are read.
std::string crs_of(OGRLayerH layer) {
  const OGRSpatialReferenceH reference = gdal().OGR_L_GetSpatialRef(layer);
  if (reference == nullptr) return "";
  const OwnedSystem copy(gdal().OSRClone(reference));
  if (gdal().OSRGetAuthorityCode(copy.get(), nullptr) == nullptr) gdal().OSRAutoIdentifyEPSG(copy.get());
  const char* const authority = gdal().OSRGetAuthorityName(copy.get(), nullptr);
  const char* const code = gdal().OSRGetAuthorityCode(copy.get(), nullptr);
  if (authority == nullptr || code == nullptr) return "";
  if (std::string_view(code) == "CRS84") return "EPSG:4326";
  return std::string_view(authority) == "EPSG" ? fmt::format("EPSG:{}", code) : "";
}

twin::PlanRing ring_of(OGRGeometryH ring) {
  if (ring == nullptr || gdal().OGR_G_GetPointCount(ring) > kMostVertices) return {};
  constexpr int kStep = sizeof(twin::PlanPosition);
  twin::PlanRing out(static_cast<std::size_t>(gdal().OGR_G_GetPointCount(ring)));
  if (!out.empty()) gdal().OGR_G_GetPoints(ring, &out.front().east, kStep, &out.front().north, kStep, nullptr, 0);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > 1 && out.front() == out.back()) out.pop_back();
  return out;
}

/// A point; or all polygons that there are.
void take_geometry(OGRGeometryH geometry, LayerRow& row) {
  if (geometry == nullptr || gdal().OGR_G_IsEmpty(geometry) != 0) return;
  const auto add = [&](OGRGeometryH polygon) {
    twin::PlanPolygon out;
    const int rings = gdal().OGR_G_GetGeometryCount(polygon);
    if (rings > 0) out.outer = ring_of(gdal().OGR_G_GetGeometryRef(polygon, 0));
    if (out.outer.size() < 3) return;
    for (int i = 1; i < rings; ++i) {
      if (auto hole = ring_of(gdal().OGR_G_GetGeometryRef(polygon, i)); hole.size() >= 3) out.holes.push_back(std::move(hole));
    }
    row.polygons.push_back(std::move(out));
  };
  const auto type = gdal().OGR_GT_Flatten(gdal().OGR_G_GetGeometryType(geometry));
  if (type == wkbPoint) row.point = {gdal().OGR_G_GetX(geometry, 0), gdal().OGR_G_GetY(geometry, 0)};
  if (type == wkbPolygon) add(geometry);
  if (type == wkbMultiPolygon) {
    for (int i = 0; i < gdal().OGR_G_GetGeometryCount(geometry); ++i) add(gdal().OGR_G_GetGeometryRef(geometry, i));
  }
}

/// What stands in a field as text; the first item of a list. nullopt where nothing stands.
std::optional<std::string> cell_of(OGRFeatureH feature, int field) {
  if (gdal().OGR_F_IsFieldSetAndNotNull(feature, field) == 0) return std::nullopt;
  const auto type = gdal().OGR_Fld_GetType(gdal().OGR_F_GetFieldDefnRef(feature, field));
  if (type == OFTStringList) {
    char** const list = gdal().OGR_F_GetFieldAsStringList(feature, field);
    if (list == nullptr || *list == nullptr) return std::nullopt;
    return std::string(*list);
  }
  if (type == OFTReal) return fmt::format("{}", gdal().OGR_F_GetFieldAsDouble(feature, field));
  if (type == OFTDate || type == OFTDateTime) {
    int year = 0, month = 0, day = 0, ignored = 0;
    gdal().OGR_F_GetFieldAsDateTime(feature, field, &year, &month, &day, &ignored, &ignored, &ignored, &ignored);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
  }
  return std::string(gdal().OGR_F_GetFieldAsString(feature, field));
}

}  // namespace

/// Files of GDAL's memory file system under one name of our own: what a user calls a file never reaches GDAL.
struct LayerFile::Opened {
  std::string path;
  std::vector<std::unique_ptr<MemoryFile>> files;
  std::deque<std::string> parts;
  OwnedDataset dataset;

  ~Opened() { dataset.reset(); }
};

std::string_view name_of(LayerFormat format) {
  switch (format) {
    case LayerFormat::kGeoPackage: return "GeoPackage";
    case LayerFormat::kGeoJson: return "GeoJSON";
    case LayerFormat::kGml: return "GML";
    case LayerFormat::kShapefile: return "Shapefile";
  }
  return "GeoPackage";
}

LayerFile::LayerFile() : opened_(std::make_unique<Opened>()) {}
LayerFile::~LayerFile() = default;
LayerFile::LayerFile(LayerFile&&) noexcept = default;
LayerFile& LayerFile::operator=(LayerFile&&) noexcept = default;

Result<LayerFile> LayerFile::open(LayerFormat format, std::string_view bytes, const std::string& path, const std::string& encoding) {
  LayerFile out;
  out.format_ = format;
  TWIN_CHECK(open_into(*out.opened_, format, bytes, path, encoding));
  const GdalMessages messages;
  const GDALDatasetH dataset = out.opened_->dataset.get();
  for (int i = 0; i < std::min(gdal().GDALDatasetGetLayerCount(dataset), kMostLayers); ++i) {
    const OGRLayerH layer = gdal().GDALDatasetGetLayer(dataset, i);
    if (layer == nullptr) return unreadable(format, messages.first());
    // Where the format has no names, GDAL takes that of the file, which is our own making.
    const std::string_view called = gdal().OGR_L_GetName(layer);
    const bool named = !called.starts_with("kaksonen-");
    out.layers_.push_back({named ? twin::excerpt(called) : std::string(), columns_of(layer), crs_of(layer), gdal().OGR_L_GetGeomType(layer) != wkbNone});
  }
  return out;
}

std::optional<std::uint64_t> LayerFile::row_count(std::size_t number) const {
  const GdalMessages messages;
  const auto count = gdal().OGR_L_GetFeatureCount(gdal().GDALDatasetGetLayer(opened_->dataset.get(), static_cast<int>(number)), 1);
  if (count < 0) return std::nullopt;
  return static_cast<std::uint64_t>(count);
}

twin::Status LayerFile::for_each(std::size_t number, const std::function<twin::Status(LayerRow&&)>& take) {
  const GdalMessages messages;
  const OGRLayerH layer = gdal().GDALDatasetGetLayer(opened_->dataset.get(), static_cast<int>(number));
  const auto& name = layers_[number].name;
  const auto& columns = layers_[number].columns;
  if (columns.size() > kMostColumns) {
    return Problem{"too-many-columns", "A table has at most 512 columns.", name, fmt::format("{}", columns.size()),
                   "Leave out columns."};
  }
  std::vector<std::optional<std::string>> values(columns.size());
  std::vector<const char*> cells(columns.size());
  gdal().OGR_L_ResetReading(layer);
  while (const OwnedFeature feature{gdal().OGR_L_GetNextFeature(layer)}) {
    LayerRow row;
    row.place = fmt::format("feature {}", gdal().OGR_F_GetFID(feature.get()));
    if (!name.empty()) row.place = fmt::format("layer {} {}", name, row.place);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = cell_of(feature.get(), static_cast<int>(i));
      if (values[i] && !twin::is_valid_utf8(*values[i])) {
        return Problem{"encoding-invalid", "A value is not UTF-8 text.", row.place, twin::excerpt(*values[i]),
                       "Save the layer as UTF-8."};
      }
      cells[i] = values[i] ? values[i]->c_str() : nullptr;
    }
    row.cells = cells;
    take_geometry(gdal().OGR_F_GetGeometryRef(feature.get()), row);
    TWIN_CHECK(take(std::move(row)));
  }
  if (gdal().CPLGetLastErrorType() >= CE_Failure) return unreadable(format_, messages.first());
  return twin::Done{};
}

}  // namespace geo
