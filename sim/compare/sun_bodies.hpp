#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "geo/rays/obstacle_mesh.hpp"
#include "sim/compare/scenario.hpp"
#include "sim/compare/sun_order.hpp"
#include "sim/sun/receiver_layout.hpp"

namespace sim {

/// A building of a scenario as light meets it: one that stands, one that the request sends, or what is built on an empty unit.
struct SunBody {
  std::string id;
  twin::Digest value;         ///< of all that it follows from
  twin::FeatureNumber number = 0;
  bool of_city = false;       ///< the scene has it from the branch, by its number
  twin::BuildingShape shape;  ///< surfaces marked as walls and roofs
  std::vector<twin::PlanPolygon> footprints;
  double ground_m = 0;
};

/// What stands in a scenario, as far as figures of sun ask.
struct SunStand {
  std::vector<SunBody> within;      ///< the plan units
  std::vector<SunBody> neighbours;  ///< other buildings, up to the order's distance from the units of any scenario
  std::vector<SunBody> beyond;      ///< sent buildings farther off: they cast shadow
  std::vector<double> grounds_m;    ///< of each unit
  std::vector<std::string> notes;   ///< sentences on what was taken, or could not be
};

/// A building belongs to the unit that has more than half of the corners of its footprint. Units without any, and with a floor area, get
/// what the order builds, but no part of a unit that has something. `around`: where the units of all scenarios are. Errors: of the store. Units and buildings that cannot be computed are told in the notes.
twin::Result<SunStand> bodies_of(const Scenario& scenario, const SunOrder& order, std::span<const twin::Box> around, const RunContext& context);

/// The extents of the plan units of all scenarios, m.
std::vector<twin::Box> unit_boxes(const std::vector<Scenario>& scenarios);

/// The extent of a scenario's plan units; empty where it has none.
twin::Box extent_of(const Scenario& scenario);

}  // namespace sim
