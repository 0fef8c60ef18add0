#pragma once

#include <vector>

#include "viewer/desktop/space.hpp"

namespace viewer {

/// A smooth ground under the city, guessed from where the buildings stand; tiles carry no terrain.
/// It is scenery only: nothing is measured on it.
struct GroundSurface {
  static constexpr int kCells = 48;

  Extent extent;               ///< of the grid, wider than the city
  double level = 0;            ///< metres; mean of the feet, and the height of the rim
  std::vector<double> heights; ///< (kCells + 1)² grid points, row by row from the south-west

  Vector point(int column, int row) const;

  /// @param feet   lowest points of the buildings, scene frame
  /// @param city   what the ground lies under
  static GroundSurface under(const std::vector<Vector>& feet, const Extent& city);
};

}  // namespace viewer
