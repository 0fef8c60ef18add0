#pragma once

#include <string_view>

#include "geo/validate/validate.hpp"

namespace geo {

/// What a repair did to one building.
struct RepairOutcome {
  bool repaired = false;            ///< the shape changed
  std::size_t solids_given_up = 0;  ///< kept as surfaces
};

/// Mends what can be mended without guessing a shape: positions written twice and rings without area are left
/// out; inner rings, faces and shells turned; faces that are not planar divided into triangles; vertices of
/// open edges closer than ten snap tolerances joined, and vertices on an open edge put into it.
///
/// Each repair is a finding (severity info) with the defect's code, its place, what was there before and, as
/// remedy, what was done. A part is exchanged only for a better one (fewer broken solids, then fewer errors).
/// What is still wrong then is reported as `validate_shape` would, and a solid with an error of ring,
/// polygon, shell or solid is kept as surfaces, with a warning: its polygons stay in the part, its volume is
/// not known.
///
/// Holds for every shape (tested): (1) one without findings is not changed; (2) repairing twice is repairing
/// once; (3) no polygon with an area is lost.
RepairOutcome repair_shape(twin::BuildingShape& shape, std::string_view building_id,
                           const ValidationTolerances& tolerances, twin::Diagnostics& out);

}  // namespace geo
