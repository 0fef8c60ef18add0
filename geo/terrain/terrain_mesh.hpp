#pragma once

#include <cstddef>
#include <vector>

#include "twin_core/city/building.hpp"
#include "twin_core/city/terrain.hpp"

namespace geo {

/// The ground as triangles for drawing, upper side seen, two for each square between posts. Posts are left out evenly until at
/// most `most_triangles` remain; the outermost posts stay. Squares with a missing post have no triangles.
std::vector<twin::Polygon3> terrain_mesh(const twin::Terrain& terrain, const twin::TerrainHeights& heights, std::size_t most_triangles);

}  // namespace geo
