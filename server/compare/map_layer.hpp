#pragma once

#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// The map of a comparison (GeoJSON in the twin's frame) as a layer for GIS: in degrees (RFC 7946), or, in a local frame, in its metres as
/// they are. Errors: those of `geo::Transformer`.
twin::Result<twin::Json> map_layer(const twin::Json& map);

}  // namespace server
