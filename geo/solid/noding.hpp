#pragma once

#include <vector>

#include "geo/solid/creases.hpp"

namespace geo {

/// A stretch of boundary or crease between two points.
struct RoofLine {
  Eigen::Vector2d from, to;
  int zone = -1;  ///< whose boundary it is; -1: a crease
};

/// Boundary edges of the zones and creases with common points: ends within kWeld of each other become one point (a
/// corner of a boundary where there is one), and a line is led through every point this near to it.
/// Many creases may meet in one point of a symmetric roof; rounded apart they would make hundreds of
/// tiny crossings there. Corners of the first zone stay apart however near.
std::vector<RoofLine> noded(const std::vector<std::vector<LocalPolygon>>& zones, const std::vector<Segment>& creases);

}  // namespace geo
