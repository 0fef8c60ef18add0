#pragma once

#include <cstddef>

#include "geo/io/frame_agreement.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Takes every vertex into the twin's frame; false when the frame has no answer for one of them.
bool place_shape(twin::BuildingShape& shape, const Placement& placement, AxisOrder order);

/// Leaves out vertices that repeat the one before; a ring that would vanish stays as it is.
/// @returns how many were left out
std::size_t drop_repeated_vertices(twin::BuildingShape& shape);

/// Around all exterior rings; empty without surfaces.
twin::Box bounds_of(const twin::BuildingShape& shape);

}  // namespace geo
