#pragma once

#include <string>
#include <string_view>

#include "geo/io/register_layer.hpp"

/// The register in the first layer of a file.
namespace first_layer {

inline twin::Result<geo::RegisterFile> read(std::string_view name, geo::LayerFormat format, std::string_view bytes, const std::string& path = "",
                                            const geo::RegisterOptions& options = {}) {
  TWIN_TRY(geo::LayerFile file, geo::LayerFile::open(format, bytes, path));
  return geo::read_register_layer(name, file, 0, options);
}

}  // namespace first_layer
