#pragma once

#include <string>
#include <vector>

#include "viewer/desktop/outcome.hpp"
#include "viewer/desktop/space.hpp"

namespace viewer {

/// One piece of content of a tileset.
struct TileEntry {
  std::string uri;      ///< relative to tileset.json
  Extent extent;        ///< of its bounding box, scene frame
  Transform placement;  ///< tile frame to scene frame
};

/// The contents of an explicit 3D Tiles 1.1 tileset that make up the whole city: of a tile with
/// children that it is replaced by, only the children. The root's transform places the scene on
/// the globe and is left out: the viewer works in the scene frame.
/// Fails with a sentence on anything that is no such tileset.
Outcome<std::vector<TileEntry>> read_tile_list(const std::string& tileset_json);

}  // namespace viewer
