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

/// A square of the working frame with the buildings whose footprint centre lies in it.
struct TileCell {
  std::uint32_t level = 0, x = 0, y = 0;
  std::vector<twin::FeatureNumber> features;
  twin::Box bounds;
  twin::Digest content_key;  ///< of everything the content is made from: same key, same bytes
  std::string uri() const;   ///< relative to tileset.json: "{level}-{x}-{y}-{key, 16 hex}.glb"
};

/// The cells and tileset.json of one branch state. Content is made on demand; two branches whose
/// cell holds the same values share its uri, bytes and ETag.
struct Tileset {
  std::string json;                 ///< 3D Tiles 1.1
  twin::Digest key;                 ///< of `json`
  std::vector<TileCell> cells;      ///< at most kMaxFeatures buildings each
  static constexpr std::size_t kMaxFeatures = 4096;

  const TileCell* find(const std::string& uri) const;
};

Tileset make_tileset(const twin::BranchState& state, const SceneFrame& scene);

/// One cell as binary glTF 2.0: one primitive per surface class (ground, wall, roof, other) at most,
/// flat normals, positions relative to the cell's centre, `EXT_mesh_features` ids and an
/// `EXT_structural_metadata` property table: `feature` (UINT32, twin-wide), `id` (STRING),
/// `surface` per primitive by material name ("roof", "wall", "ground", "other").
twin::Result<std::string> make_tile(const twin::BranchState& state, const TileCell& cell,
                                    const SceneFrame& scene, const TileShapeLoader& shapes);

}  // namespace geo
