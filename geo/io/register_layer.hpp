#pragma once

#include <cstddef>
#include <string_view>

#include "geo/io/layer_file.hpp"
#include "geo/io/register_reader.hpp"
#include "geo/io/register_rows.hpp"

namespace geo {

/// Whether a layer is one of a building register: `RegisterRows::make` of its columns, which says what is missing.
twin::Result<RegisterRows> register_rows_of(std::string_view name, const LayerFile::Layer& layer, const RegisterOptions& options);

/// Reads the layer `number` of a file as a building register. A row's place is "layer name feature 7"; its point or footprint (the largest
/// polygon) is kept on the row, easting or longitude first, in the layer's coordinate system; where the layer names none in
/// `options.crs`, and where that is "" too in the system of the twin, which is told (`crs-missing`).
/// Errors: `column-missing`, `table-not-register`, and those of `LayerFile::for_each`.
twin::Result<RegisterFile> read_register_layer(std::string_view name, LayerFile& file, std::size_t number, const RegisterOptions& options = {});

}  // namespace geo
