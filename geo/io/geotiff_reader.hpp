#pragma once

#include <array>
#include <string>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// Heights as a GeoTIFF has them, row by row from its first line.
struct HeightRaster {
  std::string crs;                 ///< "EPSG:3879"; "": none, or one without a code of EPSG
  std::string height_crs;          ///< of the heights, as "EPSG:3900"; "": not told
  std::array<double, 6> transform{};  ///< GDAL's: x = t0 + t1 column + t2 row, y = t3 + t4 column + t5 row, of pixel corners
  int columns = 0, rows = 0;
  std::vector<float> heights_m;    ///< NaN where there is none

  /// Source coordinates, easting or longitude first, of a place counted in pixels from the corner.
  std::array<double, 2> source_of(double column, double row) const {
    return {transform[0] + transform[1] * column + transform[2] * row, transform[3] + transform[4] * column + transform[5] * row};
  }
};

/// Reads the one band of a GeoTIFF as heights in metres, by GDAL's driver for it and no other. `bytes` are changed by
/// `check_geotiff`. Heights outside -500 to 9,000 m count as missing and are told (`value-out-of-range`).
/// Errors: those of `check_geotiff`, `file-unreadable`, `location-unusable` (no place on the map), `unit-unknown`.
twin::Result<HeightRaster> read_geotiff(std::string& bytes, twin::Diagnostics& diagnostics);

}  // namespace geo
