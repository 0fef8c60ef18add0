#pragma once

#include <string>

#include "geo/validate/validate.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Checks a shape that lies in the twin's frame, with everything that `validate_shape` knows, and mends it where
/// `checks` asks for that. Vertices repeated one after another are left out in any case; what a repair changed has lost
/// its appearance (`appearance-left-out`, at `place`).
/// @returns true when something was mended or left out; a solid that is kept as surfaces is not mended
bool check_shape(twin::BuildingShape& shape, const std::string& id, const std::string& place, const ShapeChecks& checks,
                 twin::Diagnostics& out);

}  // namespace geo
