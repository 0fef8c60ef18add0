#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "geo/crs/crs.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Surface classes of a tile, in the order of their primitives.
enum class SurfaceClass : std::uint8_t { kGround, kWall, kRoof, kOther };
inline constexpr std::size_t kSurfaceClasses = 4;

std::string_view name_of(SurfaceClass surface);  ///< "ground", "wall", "roof", "other"
SurfaceClass class_of(twin::SurfaceKind kind);   ///< ground, wall, roof; all else is "other"

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
};

}  // namespace geo
