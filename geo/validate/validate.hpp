#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// val3dity's tolerances with its defaults and, in the flags, its names.
struct ValidationTolerances {
  double snap_m = 0.001;              ///< --snap-tolerance: closer vertices are one
  double planarity_m = 0.01;          ///< --planarity-d2p-tolerance
  double planarity_normals_deg = 20;  ///< --planarity-n-tolerance
  double overlap_m = 0;               ///< --overlap-tolerance of solids; at least the snap tolerance is taken
};

/// What a tolerance in metres may be: beyond the rounding of coordinates, below the size of a building.
inline constexpr double kLeastTolerance = 1e-9, kGreatestTolerance = 10;

/// True for tolerances that mean something; the wire may bring any number.
bool are_usable(const ValidationTolerances& tolerances);

/// What to do with the geometry of a building that was read.
struct ShapeChecks {
  ValidationTolerances tolerances;
  bool repair = false;  ///< mend what can be mended (`repair.hpp`)
  bool every_level = false;  ///< check the levels of detail that are not taken, too
};

/// Of every solid of every part the code of the error that leaves its volume unknown (a ring that crosses
/// itself, an open shell, …); empty where it is sound.
using SolidVerdicts = std::vector<std::vector<std::string>>;

/// Geometry findings of one building with val3dity's numbers: ring 101 102 104, polygon 201 203 204
/// 205 206 207 208, shell 300-307, solid 401-405, solids of one part 501-503, parts 601, a solid without
/// faces 902. Every finding names id, lod and place
/// ("solid 1, shell 1, face 12, ring 1" or an edge's coordinates). Polygons that belong to no solid
/// are checked as multi-surface (ring and polygon codes only).
SolidVerdicts validate_shape(const twin::BuildingShape& shape, std::string_view building_id,
                             const ValidationTolerances& tolerances, twin::Diagnostics& out);

/// Volume of the closed exterior less cavities, m3; positive for outward-oriented faces.
double signed_volume(const twin::ShapePart& part, const twin::Solid& solid);

}  // namespace geo
