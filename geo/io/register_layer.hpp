#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "geo/io/register_reader.hpp"

namespace geo {

/// Table formats other than plain text, all read through GDAL by exactly the driver named.
enum class LayerFormat : std::uint8_t { kGeoPackage, kGeoJson, kGml, kShapefile };

std::string_view name_of(LayerFormat format);  ///< "GeoPackage", "GeoJSON", "GML", "Shapefile"

/// Reads a building register from the one layer of a file (the one whose columns the mapping knows best, where there
/// are several). A row's place is "layer name, feature 7"; its point or footprint is kept on the row, in the layer's
/// coordinate system, easting or longitude first.
///
/// A GeoPackage is first checked as the foreign database it is (`check_geopackage`), and opened read-only in memory.
/// A Shapefile needs its `path`, with .dbf beside it; every other format is read from `bytes`.
/// Errors: `file-unreadable`, `column-missing`, `too-many-columns`, `geopackage-unsafe`.
twin::Result<RegisterFile> read_register_layer(std::string_view name, LayerFormat format, std::string_view bytes,
                                               const std::string& path, const RegisterOptions& options = {});

}  // namespace geo
