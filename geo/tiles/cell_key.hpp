#pragma once

#include <string_view>

#include "geo/tiles/tileset.hpp"

namespace geo {

/// Part of every content key: raise the number whenever the bytes of a tile change for equal input.
inline constexpr std::string_view kTileGenerator = "kaksonen tiles 1";

/// Of everything that decides where a working position lies in the scene.
twin::Digest frame_key(const twin::BranchState& state, const SceneFrame& scene);

/// SHA-256 over generator, frame, the cell's bounds and, in order, each feature's number, id and shape digest,
/// of city objects the class too. Reads no blob.
twin::Digest cell_key(const twin::Digest& frame, const twin::BranchState& state, const TileCell& cell);

}  // namespace geo
