#include "viewer/desktop/ground_surface.hpp"

#include <algorithm>

namespace viewer {
namespace {

constexpr int kPoints = GroundSurface::kCells + 1;
constexpr int kSmoothings = 400;

std::size_t slot(int column, int row) {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(kPoints) + static_cast<std::size_t>(column);
}

}  // namespace

Vector GroundSurface::point(int column, int row) const {
  return {extent.low.x + (extent.high.x - extent.low.x) * column / kCells,
          extent.low.y + (extent.high.y - extent.low.y) * row / kCells, heights[slot(column, row)]};
}

GroundSurface GroundSurface::under(const std::vector<Vector>& feet, const Extent& city) {
  GroundSurface ground;
  const double margin = std::max(50.0, city.radius() * 0.25);
  ground.extent.low = city.low - Vector{margin, margin, 0};
  ground.extent.high = city.high + Vector{margin, margin, 0};
  for (const auto& foot : feet) ground.level += foot.z / static_cast<double>(feet.size());
  ground.heights.assign(slot(0, kPoints), ground.level);

  std::vector<double> sums(ground.heights.size(), 0), counts(ground.heights.size(), 0);
  for (const auto& foot : feet) {
    const auto index = [](double at, double low, double high) {
      return std::clamp(static_cast<int>(std::lround((at - low) / (high - low) * kCells)), 0, kCells);
    };
    const auto place = slot(index(foot.x, ground.extent.low.x, ground.extent.high.x),
                            index(foot.y, ground.extent.low.y, ground.extent.high.y));
    sums[place] += foot.z;
    counts[place] += 1;
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (counts[i] > 0) ground.heights[i] = sums[i] / counts[i];
  }
  // Between known points the heights relax towards their neighbours' mean (Gauss and Seidel); the rim stays level.
  for (int round = 0; round < kSmoothings; ++round) {
    for (int row = 1; row < kPoints - 1; ++row) {
      for (int column = 1; column < kPoints - 1; ++column) {
        if (counts[slot(column, row)] > 0) continue;
        ground.heights[slot(column, row)] =
            (ground.heights[slot(column - 1, row)] + ground.heights[slot(column + 1, row)] +
             ground.heights[slot(column, row - 1)] + ground.heights[slot(column, row + 1)]) / 4;
      }
    }
  }
  return ground;
}

}  // namespace viewer
