#pragma once

#include <vector>

#include "twin_core/city/building.hpp"

namespace twin {

/// What each polygon of a part is of the building's skin: a window or door counts as the surface it is in, one that is
/// in none as wall.
std::vector<SurfaceKind> skin_kinds(const ShapePart& part);

}  // namespace twin
