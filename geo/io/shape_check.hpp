#pragma once

#include <string>
#include <vector>

#include "geo/io/citygml_building.hpp"
#include "geo/io/frame_agreement.hpp"
#include "geo/validate/validate.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Checks a shape that lies in the twin's frame, with everything that `validate_shape` knows, and mends it where
/// `checks` asks for that. Vertices repeated one after another are left out in any case; what a repair changed has lost
/// its appearance (`appearance-left-out`, at `place`).
/// @returns true when something was mended or left out, or a solid given up
bool check_shape(twin::BuildingShape& shape, const std::string& id, const std::string& place, const ShapeChecks& checks,
                 twin::Diagnostics& out);

/// What is wrong with the levels of detail that the twin does not take, part by part. They are mended by no repair. A
/// level that the frame has no place for is passed over: the one that is taken says so.
void check_other_levels(std::vector<RawPart>& parts, const std::string& id, const Placement& placement, AxisOrder order,
                        const ValidationTolerances& tolerances, twin::Diagnostics& out);

}  // namespace geo
