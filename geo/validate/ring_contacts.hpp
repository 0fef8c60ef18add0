#pragma once

#include <vector>

#include "geo/validate/polygon_check.hpp"

namespace geo {

/// Rings of one polygon in its plane: 104 (a ring crosses or touches itself, or encloses nothing), and
/// when no ring does, 201, 202, 205, 206, 207, 208 between rings. `999` (a warning) when there are too
/// many segments close together to compare them all.
void check_rings(const IndexedFace& face, const VertexIndex& vertices, std::vector<GeometryFault>& faults);

}  // namespace geo
