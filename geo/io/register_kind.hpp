#pragma once

#include <optional>
#include <string_view>

#include "geo/io/layer_file.hpp"

namespace geo {

/// The table format behind the first bytes of a file (64 KiB do): a GeoPackage, a Shapefile's main file, a GeoJSON or
/// GML feature collection. Nothing for anything else, a city model or a plan among them.
std::optional<LayerFormat> layer_format_of(std::string_view head);

/// The local name of the first element of an XML text; "" when it holds none.
std::string_view root_element(std::string_view head);

}  // namespace geo
