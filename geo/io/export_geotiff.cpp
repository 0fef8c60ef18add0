#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "geo/crs/crs.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/gdal_library.hpp"
#include "geo/io/gdal_session.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Result;
using twin::Terrain;
using twin::TerrainHeights;

/// Below every height that is read (-500 m).
constexpr float kNoHeight = -9999;

/// The terrain of this id; of one alone the id may stay away.
Result<const Terrain*> find_terrain(const twin::BranchState& state, const std::string& id) {
  std::vector<const Terrain*> all;
  state.for_each<Terrain>([&](twin::FeatureNumber, const Terrain& terrain) { all.push_back(&terrain); });
  if (all.empty()) return Problem{"value-missing", "The branch has no terrain.", "--format geotiff", "", "Import a GeoTIFF of heights first."};
  std::vector<std::string> ids;
  for (const auto* const terrain : all) ids.push_back(terrain->id);
  if (id.empty() && all.size() == 1) return all.front();
  const auto found = std::find(ids.begin(), ids.end(), id);
  if (found != ids.end()) return all[static_cast<std::size_t>(found - ids.begin())];
  return Problem{"parameter-invalid", id.empty() ? "The branch has several terrains, and a GeoTIFF holds one." : "There is no terrain of this id.",
                 "--layer", twin::excerpt(id), "Known are " + joined(ids) + "."};
}

/// The plane system, with that of N2000 heights above it where the twin has those.
bool set_system(OGRSpatialReferenceH out, const Crs& crs, const std::string& height_reference) {
  constexpr int kN2000 = 3900;
  if (height_reference != "N2000") return gdal().OSRImportFromEPSG(out, crs.epsg) == OGRERR_NONE;
  const OwnedSystem plane(gdal().OSRNewSpatialReference(nullptr)), heights(gdal().OSRNewSpatialReference(nullptr));
  if (gdal().OSRImportFromEPSG(plane.get(), crs.epsg) != OGRERR_NONE ||
      gdal().OSRImportFromEPSG(heights.get(), kN2000) != OGRERR_NONE) {
    return false;
  }
  const auto name = fmt::format("{} + N2000 height", gdal().OSRGetName(plane.get()));
  return gdal().OSRSetCompoundCS(out, name.c_str(), plane.get(), heights.get()) == OGRERR_NONE;
}

/// From the north-west, as rasters go.
bool write_heights(GDALRasterBandH band, const TerrainHeights& heights) {
  std::vector<float> line(heights.columns);
  for (std::uint32_t row = 0; row < heights.rows; ++row) {
    for (std::uint32_t column = 0; column < heights.columns; ++column) {
      const auto height = heights.at(column, heights.rows - 1 - row);
      line[column] = height == TerrainHeights::kMissing ? kNoHeight : static_cast<float>(height / 1000.0);
    }
    const auto columns = static_cast<int>(heights.columns);
    if (gdal().GDALRasterIO(band, GF_Write, 0, static_cast<int>(row), columns, 1, line.data(), columns, 1, GDT_Float32, 0, 0) != CE_None) {
      return false;
    }
  }
  return true;
}

}  // namespace

twin::Status export_geotiff(const twin::BranchState& state, const HeightLoader& heights_of, const std::string& id,
                            const std::filesystem::path& path) {
  TWIN_TRY(const Terrain* const terrain, find_terrain(state, id));
  const auto crs = find_crs(state.manifest() != nullptr ? state.manifest()->crs : "");
  if (!crs) {
    return Problem{"frame-not-placed", "The twin has a local frame: a GeoTIFF must name a real one.", "", "",
                   "Import into a twin with a named coordinate reference system."};
  }
  TWIN_TRY(const TerrainHeights heights, heights_of(terrain->heights));
  TWIN_CHECK(prepare_gdal());
  const GdalMessages messages;
  const auto failed = [&] {
    return Problem{"file-not-writable", "The GeoTIFF cannot be written.", path.filename().string(), twin::excerpt(messages.first()),
                   "Check that the folder is writable and has room."};
  };
  const GDALDriverH driver = gdal().GDALGetDriverByName("GTiff");
  const char* const options[] = {"COMPRESS=DEFLATE", "PREDICTOR=3", nullptr};
  if (driver == nullptr) return failed();
  OwnedDataset dataset(gdal().GDALCreate(driver, path.c_str(), static_cast<int>(heights.columns), static_cast<int>(heights.rows),
                                         1, GDT_Float32, const_cast<char**>(options)));
  const OwnedSystem system(gdal().OSRNewSpatialReference(nullptr));
  if (!dataset || !set_system(system.get(), *crs, state.manifest()->height_reference)) return failed();
  const double step = terrain->step_m;
  std::array<double, 6> corner{terrain->first.east - step / 2, step, 0, terrain->first.north + step * (terrain->rows - 0.5), 0, -step};
  const GDALRasterBandH band = gdal().GDALGetRasterBand(dataset.get(), 1);
  if (gdal().GDALSetSpatialRef(dataset.get(), system.get()) != CE_None ||
      gdal().GDALSetGeoTransform(dataset.get(), corner.data()) != CE_None ||
      gdal().GDALSetRasterNoDataValue(band, kNoHeight) != CE_None || gdal().GDALSetRasterUnitType(band, "m") != CE_None ||
      !write_heights(band, heights)) {
    return failed();
  }
  dataset.reset();
  if (!messages.first().empty()) return failed();
  return twin::Done{};
}

}  // namespace geo
