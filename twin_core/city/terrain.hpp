#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/position.hpp"
#include "twin_core/base/shared_text.hpp"

namespace twin {

/// The ground as heights of posts, evenly spaced along east and north of the working frame. The heights themselves
/// are a blob.
struct Terrain {
  std::string id;               ///< the name of the file it came from, without its ending
  PlanPosition first;           ///< the post in the south-west
  double step_m = 0;            ///< between posts, both ways; more than 0
  std::uint32_t columns = 0, rows = 0;  ///< posts from west to east, from south to north
  double lowest_m = 0, highest_m = 0;   ///< frame heights; 0 and 0 where no post has one
  std::uint64_t missing = 0;    ///< posts without a height
  Digest heights;               ///< blob of TerrainHeights
  SharedText source;            ///< file name it came from
  bool operator==(const Terrain&) const = default;

  /// The ground the posts stand for: half a step beyond the outermost ones.
  Box bounds() const;
};

/// Heights in whole millimetres, row by row from the south-west.
struct TerrainHeights {
  static constexpr std::int32_t kMissing = std::numeric_limits<std::int32_t>::min();

  std::uint32_t columns = 0, rows = 0;
  std::vector<std::int32_t> millimetres;  ///< columns * rows of them
  bool operator==(const TerrainHeights&) const = default;

  std::int32_t at(std::uint32_t column, std::uint32_t row) const {
    return millimetres[static_cast<std::size_t>(row) * columns + column];
  }
};

/// Height of the ground, bilinear between the four posts around; level beyond the outermost posts, within the
/// bounds. Nothing outside the bounds and where a post that counts is missing. `heights` are those of `terrain`.
///
/// Holds (tested): (1) at a post it is the height of the post; (2) on a plane it is the plane, within 0.5 mm.
std::optional<double> height_at(const Terrain& terrain, const TerrainHeights& heights, const PlanPosition& position);

}  // namespace twin
