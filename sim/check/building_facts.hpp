#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/process.hpp"
#include "sim/tables/floor_area.hpp"
#include "twin_core/city/building.hpp"

namespace sim {

/// What is known of a building that a plan may ask about. Absent = not known, never 0. Levels are frame heights.
struct BuildingFacts {
  std::string id;
  bool proposed = false;                    ///< sent inline; else of the branch
  twin::PlanPolygon footprint;              ///< empty: not known
  std::optional<double> ground_m, top_m, eaves_m;
  std::optional<double> lowest_floor_m, lowest_level_m;
  std::optional<int> storeys, storeys_below, dwellings;
  std::optional<double> floor_area_k_m2, volume_m3;
  std::optional<double> may_exceed_k_m2;    ///< part of the floor area by which the permitted one may be exceeded
  std::optional<double> cellar_k_m2, attic_k_m2;  ///< parts of the floor area
  std::optional<double> car_spaces, bicycle_places;
  std::optional<double> roof_slope_deg;     ///< of the steepest roof surface
  std::vector<FloorAreaDeduction> deductions;
  std::string use_2018, use_1994;           ///< class of its main use (Statistics Finland); "" = not known
  std::string floor_area_source;            ///< "register", "sent", "measured"
  twin::Digest shape;                       ///< of a building of the city: its surfaces, read where a rule asks for them
};

/// A building of the city as model and register know it. Without its surfaces the eaves are known where the roof is flat (CityGML 1000).
BuildingFacts facts_of(const twin::Building& building);

/// What the building's surfaces add: slope of the roof, and the eaves where they were not known. `read` gives the bytes of a shape.
twin::Status add_shape_facts(const std::function<twin::Result<twin::Bytes>(const twin::Digest&)>& read, BuildingFacts& into);

/// A building sent inline; floor area is measured by the rules where it is not given. `pointer` is its place. Errors:
/// `input-invalid`, `member-unknown`, `value-out-of-range`, those of `geo::check_polygon`.
twin::Result<BuildingFacts> facts_from_json(const twin::Json& json, std::string_view pointer, const FloorAreaRules& rules,
                                            double storey_height_m);

twin::Json building_schema();

}  // namespace sim
