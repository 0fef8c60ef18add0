#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "geo/solid/envelope.hpp"

namespace geo {

/// What a viewer draws: triangles, counter-clockwise seen from outside, and the real outlines of the
/// faces as vertex pairs (no inner diagonal, each edge once).
struct TriangleMesh {
  std::vector<twin::WorkingPosition> vertices;
  std::vector<std::array<std::uint32_t, 3>> triangles;
  std::vector<std::array<std::uint32_t, 2>> edges;
};

/// The shell in its own vertices, heights above ground as in the solid.
TriangleMesh triangulate(const EnvelopeSolid& solid);

/// A polygon with holes lying flat at `height`, facing up. Empty where the polygon is not valid.
TriangleMesh triangulate_flat(const twin::PlanPolygon& polygon, double height);

}  // namespace geo
