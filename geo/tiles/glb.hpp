#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/tiles/tile_mesh.hpp"
#include "geo/tiles/tileset.hpp"
#include "twin_core/city/feature.hpp"

namespace geo {

/// Columns of a tile's property table; row i belongs to tile-local feature id i.
struct TileProperties {
  TileCell::Holds holds = TileCell::Holds::kBuildings;
  std::vector<twin::FeatureNumber> features;  ///< twin-wide
  std::vector<std::string> ids;
};

/// Binary glTF 2.0 with `EXT_mesh_features` and `EXT_structural_metadata` (schema "kaksonen", class
/// "building" or "city_object"). The binary chunk begins at a multiple of 8 bytes, as the property table asks. Equal input
/// gives equal bytes.
std::string write_glb(const TileMesh& mesh, const TileProperties& properties);

}  // namespace geo
