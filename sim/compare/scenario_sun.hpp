#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/compare/scenario.hpp"
#include "sim/compare/sun_order.hpp"

namespace sim {

/// An input of key figures that lines of sight gave.
struct SunFigure {
  double value = 0, bound = 0;  ///< in the input's unit; the truth lies within value ± bound
};

/// What sun and sky give of one scenario.
struct ScenarioSun {
  std::map<std::string, SunFigure, std::less<>> figures;    ///< by the input's name
  std::map<std::string, std::string, std::less<>> missing;  ///< inputs that cannot be told, and why
  std::string note;                 ///< what must be known to read them
  std::size_t yard_points = 0, facade_points = 0, neighbour_points = 0, roof_points = 0;
  std::size_t neighbour_points_reached = 0;  ///< that what changed against the first scenario can reach
  std::uint64_t rays = 0;
};

/// Sun in yards, on facades and on neighbours, daylight and solar yield of each scenario, in what stands there: its buildings, terrain and other
/// obstacles, those sent inline, and on plan units without a building what the order builds. One scene, changed from scenario to
/// scenario, so that neighbours which no change reaches have the same bits and lose nothing.
///
/// - yard_area: ground of the plan units (parts of other units are not counted again) that nothing stands on; yard_area_sunny: of it with the order's hours
///   on each date. facade_area: walls of what stands in the units, facade_area_sunny likewise; facade_area_daylight and facade_area_dim: vertical
///   sky component of 27 % or more, of less than 15 %.
/// - lost_sun: over neighbours' facades that stand in the first scenario and in this one, Σ area · max(0, hours in the first − hours now), all dates together.
/// - solar_yield: Σ area · energy of the year of the first date · efficiency · performance ratio over roofs and facades with enough of it.
/// Bounds of areas: that of points so near to a threshold that their own bound passes it.
///
/// `memory` of the context keeps a scenario's figures, so that only edited ones are computed again.
/// Errors: `crs-mismatch` (scenarios in two frames), `input-invalid` (a local frame without a place), `value-out-of-range` (too many
/// points), `run-cancelled`, those of the scene and the store.
twin::Result<std::vector<std::shared_ptr<const ScenarioSun>>> compute_sun(const std::vector<Scenario>& scenarios, const SunOrder& order, const RunContext& context, Sink& sink);

}  // namespace sim
