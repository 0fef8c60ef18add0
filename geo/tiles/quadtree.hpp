#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "geo/tiles/tileset.hpp"

namespace geo {

/// Column and row of a square within its level.
struct QuadAddress {
  std::uint32_t x = 0, y = 0;
  auto operator<=>(const QuadAddress&) const = default;
};

/// The squares hang on the working frame itself, not on the data: an edit in one place never renames
/// the tiles of another. Level 0 is the square from -131,072 km to +131,072 km in both axes; each level
/// halves it, and level 20 has the usual leaves of 250 m.
inline constexpr std::uint32_t kLeafLevel = 20, kDeepestLevel = 28;
double side_m(std::uint32_t level);

/// The buildings with geometry as cells of level 20, or deeper where a cell would hold more than
/// Tileset::kMaxFeatures, and the other city objects that are drawn in cells of their own; ordered by level, x,
/// y, buildings first. Only when that many stand within one metre do several cells of a kind share an address. `content_key` is not set yet.
std::vector<TileCell> divide(const twin::BranchState& state);

}  // namespace geo
