#pragma once

#include <optional>
#include <string_view>

#include "twin_core/base/position.hpp"

namespace geo {

/// A square cell of a statistical grid.
struct GridCell {
  twin::PlanPosition corner;  ///< in the south-west
  double size_m = 0;
  int epsg = 0;               ///< 0: the id does not say

  twin::PlanPolygon outline() const;
};

/// Reads the id of a cell: "1kmN6672E0385" and "250mN667175E38600", in which northing and easting lack as many zeros as the
/// size ends in, or the long form "CRS3067RES250mN6671750E386000" in whole metres. Nothing for any other text.
/// @source  Commission Regulation (EU) 1089/2010, Annex II, 2.2.1; Eurostat GEOSTAT for the short form
std::optional<GridCell> grid_cell(std::string_view id);

}  // namespace geo
