#pragma once

#include <string_view>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Tolerances of val3dity's defaults.
struct ValidationTolerances {
  double snap_m = 0.001;
  double planarity_m = 0.01;
  double planarity_normals_deg = 20;
};

/// Geometry findings of one building with val3dity's numbers: ring 101 102 104, polygon 201 203 204
/// 205 206 207 208, shell 300-307, solid 401-405. Every finding names id, lod and place
/// ("solid 1, shell 1, face 12, ring 1" or an edge's coordinates). Polygons that belong to no solid
/// are checked as multi-surface (ring and polygon codes only).
void validate_shape(const twin::BuildingShape& shape, std::string_view building_id,
                    const ValidationTolerances& tolerances, twin::Diagnostics& out);

/// Volume of the closed exterior less cavities, m3; positive for outward-oriented faces.
double signed_volume(const twin::ShapePart& part, const twin::Solid& solid);

}  // namespace geo
