#pragma once

#include <string>

#include "geo/io/file_ingest.hpp"
#include "geo/io/geotiff_reader.hpp"
#include "twin_core/city/terrain.hpp"

namespace geo {

/// Reads a GeoTIFF of heights into `out` as one terrain. Errors are those of `read_geotiff`. A file that contradicts the
/// frame sets `out.refused` instead.
twin::Status ingest_terrain(const InputFile& file, FrameAgreement& agreement, IngestedFile& out);

struct PlacedTerrain {
  twin::Terrain terrain;  ///< id, source and digest not set
  twin::TerrainHeights heights;
};

/// A raster in the frame of the twin: as it is where it lies in that system, north up, with square pixels; else
/// resampled, bilinear, to posts on whole multiples of a step. The step is the smaller side of the pixel in the middle of the
/// raster, rounded down to centimetres. Heights are rounded to millimetres.
///
/// Between posts of a row 16 steps apart, where they lie in the source is interpolated: within 1 % of a pixel in
/// the projections of the list. Errors: `transformation-missing`, `object-too-large`,
/// `coordinates-outside-area`.
twin::Result<PlacedTerrain> place_terrain(const HeightRaster& raster, const std::string& source_crs, const std::string& frame_crs);

}  // namespace geo
