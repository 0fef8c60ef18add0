#include "twin_core/city/terrain.hpp"

#include <algorithm>
#include <cmath>

namespace twin {
namespace {

/// At a post its neighbours have no share, whatever rounding says.
constexpr double kNoShare = 1e-9;

/// Where a coordinate lies between two posts of an axis.
struct Between {
  std::uint32_t low = 0, high = 0;
  double share = 0;  ///< of `high`
};

std::optional<Between> between(double coordinate, double first, double step, std::uint32_t count) {
  const double at = (coordinate - first) / step;
  if (!(at >= -0.5 && at <= count - 0.5)) return std::nullopt;
  const double inside = std::clamp(at, 0.0, static_cast<double>(count - 1));
  Between out;
  out.low = static_cast<std::uint32_t>(inside);
  out.high = std::min(out.low + 1, count - 1);
  out.share = inside - out.low;
  return out;
}

}  // namespace

Box Terrain::bounds() const {
  Box out;
  if (columns == 0 || rows == 0) return out;
  const double half = step_m / 2;
  out.add(WorkingPosition{first.east - half, first.north - half, lowest_m});
  out.add(WorkingPosition{first.east + (columns - 0.5) * step_m, first.north + (rows - 0.5) * step_m, highest_m});
  return out;
}

std::optional<double> height_at(const Terrain& terrain, const TerrainHeights& heights, const PlanPosition& position) {
  if (heights.columns == 0 || heights.rows == 0) return std::nullopt;
  const auto east = between(position.east, terrain.first.east, terrain.step_m, heights.columns);
  const auto north = between(position.north, terrain.first.north, terrain.step_m, heights.rows);
  if (!east || !north) return std::nullopt;
  double sum = 0;
  for (const auto& [row, row_share] : {std::pair(north->low, 1 - north->share), std::pair(north->high, north->share)}) {
    for (const auto& [column, column_share] : {std::pair(east->low, 1 - east->share), std::pair(east->high, east->share)}) {
      const double share = row_share * column_share;
      if (share < kNoShare) continue;
      const std::int32_t height = heights.at(column, row);
      if (height == TerrainHeights::kMissing) return std::nullopt;
      sum += share * height;
    }
  }
  return sum / 1000;
}

}  // namespace twin
