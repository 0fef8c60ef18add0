#pragma once

#include <string_view>

#include "geo/io/layer_file.hpp"
#include "geo/io/register_reader.hpp"

namespace geo {

/// Reads a building register from the one layer of a file (the one whose columns the mapping knows best, where there
/// are several). A row's place is "layer name feature 7"; its point or footprint (the largest polygon) is kept on the
/// row, in the layer's coordinate system, easting or longitude first.
/// Errors: `column-missing`, and those of `LayerFile::for_each`.
twin::Result<RegisterFile> read_register_layer(std::string_view name, LayerFile& file, const RegisterOptions& options = {});

/// The same of a file not opened yet. Errors also those of `LayerFile::open`.
twin::Result<RegisterFile> read_register_layer(std::string_view name, LayerFormat format, std::string_view bytes,
                                               const std::string& path, const RegisterOptions& options = {});

}  // namespace geo
