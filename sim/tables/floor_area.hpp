#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/tables/zoning_tables.hpp"
#include "twin_core/base/position.hpp"

namespace sim {

enum class StoreyKind : unsigned char { kStorey, kCellar, kAttic };

/// One storey of a building, measured to the outer face of its external walls.
struct MeasuredStorey {
  StoreyKind kind = StoreyKind::kStorey;
  std::vector<twin::PlanPolygon> outline;   ///< outer face; empty: only the area is known
  double area_m2 = 0;                       ///< within the outer face
  std::optional<bool> main_use{};           ///< cellar, attic: space for the main use is or can be placed there
  std::optional<double> wall_thickness_m{};  ///< of the external walls
};

/// What was left out, or may exceed what is permitted, and why.
struct FloorAreaDeduction {
  std::size_t storey = 0;
  std::string rule;  ///< "cellar-without-main-use", "attic-without-main-use", "thick-walls"
  double k_m2 = 0;
};

struct MeasuredFloorArea {
  double gross_m2 = 0;                ///< within the outer faces, all storeys
  double counted_k_m2 = 0;            ///< floor area
  double may_exceed_k_m2 = 0;         ///< part of it by which the permitted floor area may be exceeded
  std::vector<FloorAreaDeduction> deductions;
  std::vector<std::size_t> unknown;   ///< storeys that count only if they hold main use, which is not told; counted
};

/// Floor area after the rules of the table. The wall share of a storey is the strip inside its outline as wide as its
/// walls are thicker than the limit; without an outline none. Errors: those of `geo::set_back`.
twin::Result<MeasuredFloorArea> floor_area_of(const std::vector<MeasuredStorey>& storeys, const FloorAreaRules& rules);

}  // namespace sim
