#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "geo/crs/crs.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Surface classes of a tile, in the order of their primitives: those of buildings, then those of the city
/// around them.
enum class SurfaceClass : std::uint8_t {
  kGround, kWall, kRoof, kOpening, kOther,
  kTerrain, kWater, kLand, kGreen, kRoad, kTree, kBridge, kObject,
};
inline constexpr std::size_t kSurfaceClasses = 13;

/// "ground", "wall", "roof", "opening", "other"; "terrain", "water", "land", "green", "road", "tree", "bridge", "object".
std::string_view name_of(SurfaceClass surface);
SurfaceClass class_of(twin::SurfaceKind kind);  ///< ground, wall, roof, windows and doors; all else is "other"

/// Triangles of one surface class; axes as glTF wants them (x east, y up, z south), metres from the
/// tile's centre.
struct SurfaceMesh {
  std::vector<std::array<float, 3>> positions, normals;
  std::vector<float> features;  ///< tile-local feature id of each vertex, exact below 2^24
  std::vector<std::uint32_t> indices;
  std::uint32_t feature_count = 0;  ///< different ids in `features`
};

/// Everything visible of one tile.
struct TileMesh {
  twin::ScenePosition centre;
  std::array<SurfaceMesh, kSurfaceClasses> surfaces;

  /// Adds a building. Calls come with rising `feature`. A polygon that its solid uses only reversed is
  /// turned; each is drawn once, however many solids share it. Polygons that reach outside the frame's
  /// validity are left out.
  void add(std::uint32_t feature, const twin::BuildingShape& shape, const SceneFrame& scene);
  /// Adds another city object, all of it in one class. What lies on the ground is turned to face the sky:
  /// files are careless about its orientation.
  void add(std::uint32_t feature, const twin::BuildingShape& shape, SurfaceClass drawn_as, const SceneFrame& scene);
};

}  // namespace geo
