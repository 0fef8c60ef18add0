#pragma once

#include "geo/io/file_ingest.hpp"
#include "geo/io/layer_file.hpp"

namespace geo {

/// Reads the layers of a file that tell of buildings (registers) or residents (population): those that `options.layers` names, else all
/// whose columns fit. Beside a layer with ids or sizes of buildings one that has nothing but addresses is no register. Every other layer that has
/// rows is a finding `layer-not-read` with their number and what is missing. Layers of registers count as files of their own: of rows that
/// share an identifier the later one wins in the columns that it has, which is told.
/// Errors: `parameter-invalid` (no such layer), those of `LayerFile`, and where nothing fits those of the reader of the layer that
/// came nearest, `layer-not-read` for one of our own exports.
twin::Status ingest_layers(const InputFile& file, LayerFormat format, std::string_view bytes, const ReadOptions& options,
                           FrameAgreement& agreement, IngestedFile& out);

}  // namespace geo
