#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/desktop/outcome.hpp"
#include "viewer/desktop/space.hpp"

namespace viewer {

/// What a face is: of a building, or from kTerrain on of the city around it.
enum class Surface : std::uint8_t {
  kOther = 0, kRoof = 1, kWall = 2, kGround = 3,
  kTerrain = 4, kWater = 5, kLand = 6, kGreen = 7, kRoad = 8, kTree = 9, kBridge = 10, kObject = 11,
};
inline constexpr std::size_t kSurroundings = 8;  ///< from kTerrain to kObject
/// Their names in tiles and in colours.json, in this order.
inline constexpr std::array<std::string_view, kSurroundings> kSurroundingNames{"terrain", "water", "land",   "green",
                                                                              "road",    "tree",  "bridge", "object"};
inline bool is_around(Surface surface) { return surface >= Surface::kTerrain; }
/// What lies on the ground around the buildings; each is drawn over the one before.
inline bool is_ground_cover(Surface surface) { return is_around(surface) && surface <= Surface::kRoad; }

/// The buildings of one tile, or the other objects of the city, ready to draw and to pick. Positions are relative to `centre` so that
/// floats suffice.
struct TileContent {
  Vector centre;                         ///< scene frame
  std::vector<float> positions;          ///< triples: east, north, up; metres
  std::vector<float> normals;            ///< triples, one per vertex
  std::vector<std::uint32_t> features;   ///< twin-wide feature number, one per vertex
  std::vector<Surface> surfaces;         ///< one per vertex
  std::vector<float> above_base;         ///< metres above the lowest point of the vertex's building
  std::vector<std::uint32_t> triangles;  ///< triples of vertex numbers
  std::vector<std::uint32_t> edges;      ///< pairs of vertex numbers: the creases and borders worth drawing
  std::map<std::uint32_t, std::string> ids;  ///< feature number → building id
  std::map<std::uint32_t, Vector> feet;      ///< feature number → a lowest point of it, scene frame

  Extent extent() const;  ///< scene frame
  /// No buildings but what is around them: the server never mixes the two in one tile.
  bool around() const { return !surfaces.empty() && is_around(surfaces.front()); }
};

/// Reads a binary glTF 2.0 tile: y up, `_FEATURE_ID_0` with EXT_mesh_features, a property table of
/// EXT_structural_metadata with columns `feature` (UINT32) and `id` (STRING), surface class by material
/// name. Without a table the tile-local ids count as feature numbers. Fails with a sentence.
Outcome<TileContent> read_tile(const std::string& glb, const Transform& placement);

/// Fills `edges`, `above_base` and `feet` from the rest.
void find_edges(TileContent& tile);

}  // namespace viewer
