#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/crs/crs.hpp"
#include "twin_core/base/digest.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo {

using TileShapeLoader = std::function<twin::Result<twin::BuildingShape>(const twin::Digest&)>;

/// A square of the working frame with the buildings, or the other city objects, whose middle lies in it.
/// The two never share a tile: an edit of a building leaves the bytes of its surroundings as they are.
struct TileCell {
  enum class Holds : std::uint8_t { kBuildings, kCityObjects };

  std::uint32_t level = 0, x = 0, y = 0;
  Holds holds = Holds::kBuildings;
  std::vector<twin::FeatureNumber> features;
  twin::Box bounds;
  twin::Digest content_key;  ///< of everything the content is made from: same key, same bytes
  std::string uri() const;   ///< relative to tileset.json: "{level}-{x}-{y}-{key, 16 hex}.glb"
};

/// The cells and tileset.json of one branch state. Content is made on demand; two branches whose
/// cell holds the same values share its uri, bytes and ETag.
struct Tileset {
  /// 3D Tiles 1.1. `extras.buildings.box`, where there is more than buildings: what to look at first, since a
  /// sea or a terrain reaches far beyond them.
  std::string json;
  twin::Digest key;                 ///< of `json`
  std::vector<TileCell> cells;      ///< at most kMaxFeatures each
  static constexpr std::size_t kMaxFeatures = 4096;

  const TileCell* find(const std::string& uri) const;
};

Tileset make_tileset(const twin::BranchState& state, const SceneFrame& scene);

/// One cell as binary glTF 2.0: one primitive per surface class of `tile_mesh.hpp` at most,
/// flat normals, positions relative to the cell's centre, `EXT_mesh_features` ids and an
/// `EXT_structural_metadata` property table: `feature` (UINT32, twin-wide), `id` (STRING),
/// the class of each primitive by the name of its material. What is inside buildings has no tile (`is_drawn`).
twin::Result<std::string> make_tile(const twin::BranchState& state, const TileCell& cell,
                                    const SceneFrame& scene, const TileShapeLoader& shapes);

}  // namespace geo
