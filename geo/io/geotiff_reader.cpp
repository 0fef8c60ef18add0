#include "geo/io/geotiff_reader.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <new>

#include "geo/io/gdal_library.hpp"
#include "geo/io/gdal_session.hpp"
#include "geo/io/geotiff_check.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Result;

Problem unreadable(const GdalMessages& messages) {
  return {"file-unreadable", "The GeoTIFF could not be read.", "", twin::excerpt(messages.first()), "Fetch or write the file again."};
}

/// "EPSG:3879" of a system, or of its heights ("VERT_CS"); "" where it has no code.
std::string code_of(OGRSpatialReferenceH reference, const char* node) {
  const char* const authority = gdal().OSRGetAuthorityName(reference, node);
  const char* const code = gdal().OSRGetAuthorityCode(reference, node);
  if (authority == nullptr || code == nullptr || std::string_view(authority) != "EPSG") return "";
  return fmt::format("EPSG:{}", code);
}

void take_crs(GDALDatasetH dataset, HeightRaster& out) {
  const OGRSpatialReferenceH reference = gdal().GDALGetSpatialRef(dataset);
  if (reference == nullptr) return;
  const OwnedSystem plane(gdal().OSRClone(reference));
  if (gdal().OSRIsCompound(plane.get()) != 0) {
    out.height_crs = code_of(plane.get(), "VERT_CS");
    gdal().OSRStripVertical(plane.get());
  }
  if (gdal().OSRGetAuthorityCode(plane.get(), nullptr) == nullptr) gdal().OSRAutoIdentifyEPSG(plane.get());
  out.crs = code_of(plane.get(), nullptr);
}

}  // namespace

Result<HeightRaster> read_geotiff(std::string& bytes, twin::Diagnostics& diagnostics) {
  TWIN_TRY(const GeoTiffFacts facts, check_geotiff(bytes));
  TWIN_CHECK(prepare_gdal());
  const GdalMessages messages;
  const MemoryFile file(bytes, "tif");
  const char* const drivers[] = {"GTiff", nullptr};
  const char* const no_options[] = {nullptr};
  const OwnedDataset dataset(
      gdal().GDALOpenEx(file.path().c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, no_options, nullptr));
  if (!dataset || gdal().GDALGetRasterCount(dataset.get()) != 1 ||
      gdal().GDALGetRasterXSize(dataset.get()) != static_cast<int>(facts.columns) ||
      gdal().GDALGetRasterYSize(dataset.get()) != static_cast<int>(facts.rows)) {
    return unreadable(messages);
  }
  HeightRaster out;
  out.columns = static_cast<int>(facts.columns);
  out.rows = static_cast<int>(facts.rows);
  take_crs(dataset.get(), out);
  const auto& t = out.transform;
  if (gdal().GDALGetGeoTransform(dataset.get(), out.transform.data()) != CE_None || !(std::abs(t[1] * t[5] - t[2] * t[4]) > 0) ||
      !std::isfinite(t[0] + t[1] + t[2] + t[3] + t[4] + t[5])) {
    return Problem{"location-unusable", "The raster says nothing of where it lies.", "", "", "Write it as GeoTIFF with its place and system."};
  }
  const GDALRasterBandH band = gdal().GDALGetRasterBand(dataset.get(), 1);
  const char* const told_unit = gdal().GDALGetRasterUnitType(band);
  const std::string unit = told_unit != nullptr ? told_unit : "";
  if (!unit.empty() && unit != "m" && unit != "metre" && unit != "meter" && unit != "metres" && unit != "meters") {
    return Problem{"unit-unknown", "Heights are read in metres.", "", twin::excerpt(unit), "Convert the heights to metres."};
  }
  int has_scale = 0, has_offset = 0, has_missing = 0;
  const double scale = gdal().GDALGetRasterScale(band, &has_scale), offset = gdal().GDALGetRasterOffset(band, &has_offset);
  const double missing = gdal().GDALGetRasterNoDataValue(band, &has_missing);
  try {
    out.heights_m.resize(static_cast<std::size_t>(out.columns) * static_cast<std::size_t>(out.rows));
  } catch (const std::bad_alloc&) {
    return Problem{"object-too-large", "There is not enough memory for this raster.", "", "", "Cut it into tiles."};
  }
  std::vector<double> line(static_cast<std::size_t>(out.columns));
  std::size_t implausible = 0;
  double first_implausible = 0;
  for (int row = 0; row < out.rows; ++row) {
    if (gdal().GDALRasterIO(band, GF_Read, 0, row, out.columns, 1, line.data(), out.columns, 1, GDT_Float64, 0, 0) != CE_None) {
      return unreadable(messages);
    }
    for (std::size_t column = 0; column < line.size(); ++column) {
      double height = line[column];
      // A value of 32 bits and the same one told in a text need not agree to the last bit.
      const bool none = !std::isfinite(height) || (has_missing != 0 && std::abs(height - missing) <= 1e-6 * std::abs(missing));
      if (!none && has_scale != 0) height *= scale;
      if (!none && has_offset != 0) height += offset;
      const bool plausible = height >= -500 && height <= 9000;
      if (!none && !plausible && implausible++ == 0) first_implausible = height;
      out.heights_m[static_cast<std::size_t>(row) * line.size() + column] =
          none || !plausible ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(height);
    }
  }
  if (implausible > 0) {
    diagnostics.add({"value-out-of-range", twin::Severity::kWarning, "", "", fmt::format("{} pixels", implausible),
                     fmt::format("{}", first_implausible), "Heights outside -500 to 9,000 m count as missing: name the value for no data in the file."});
  }
  return out;
}

}  // namespace geo
