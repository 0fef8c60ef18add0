#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/solid/envelope.hpp"
#include "sim/tables/zoning_tables.hpp"
#include "sim/zoning/use_shares.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// A limit and the type of the regulation that sets it.
struct Bound {
  double value = 0;
  std::string type;
  std::vector<Bound> weaker;  ///< other types that limit the same less strictly; their `weaker` is empty
};

/// The strictest bound and the weaker ones, each by itself; empty for none.
std::vector<Bound> each_of(const std::optional<Bound>& bound);

/// Car spaces or bicycle places that a plan asks for, in its three forms; what it leaves open stays absent.
struct PlaceRule {
  std::optional<Bound> k_m2_per_place;          ///< the least: it asks for most places
  std::map<std::string, double> k_m2_per_place_of;  ///< for single uses
  std::optional<Bound> per_dwelling;            ///< the most
  std::optional<Bound> least, most;             ///< numbers
  bool empty() const { return !k_m2_per_place && k_m2_per_place_of.empty() && !per_dwelling && !least && !most; }
};

/// Above a height only a smaller area may be built over.
struct TierRule {
  double start_height_m = 0;                    ///< above ground; 0: from the ground on
  std::vector<double> setbacks_m;               ///< by edge of the outer ring as sent
  std::vector<twin::PlanPolygon> left_out;      ///< areas that are left out
  std::string type;
};

/// The lower end of a range, or a regulation that sets one.
struct Minimum {
  std::string type;
  double value = 0;
  std::string unit;
  std::optional<double> reachable;  ///< what the unit allows of the same, as far as it is computed
  bool met() const { return !reachable || *reachable >= value * (1 - 1e-9); }
};

/// Regulations that cannot hold at once, or say different things of one matter.
struct Contradiction {
  std::vector<std::string> types;
  std::string sentence;
};

/// What a regulation asks for beyond floor area and shape.
struct Demand {
  std::string type;
  std::optional<double> value;
  std::string unit;
  std::string sentence;
  std::vector<std::uint32_t> edges;
  twin::PlanRing place;  ///< empty: all of the unit
};

/// The regulations of one unit, each kind reduced to what binds: the least one, of setbacks the largest.
struct Rules {
  std::optional<Bound> floor_area_k_m2;
  std::optional<Bound> storeys;
  std::optional<Bound> coverage_percent;
  std::optional<Bound> setback_m;
  std::optional<Bound> height_m;  ///< flat, above `ground_level_m`
  std::vector<geo::SkyPlane> sky_planes;
  std::vector<std::string> sky_plane_types;  ///< of each sky plane
  double ground_level_m = 0;
  double k_m2_per_parking_space = 0;
  std::map<std::string, double> k_m2_per_parking_space_of;  ///< for single uses
  std::vector<UseShare> shares;                             ///< floor area by use, as far as the plan says

  std::optional<Bound> volume_m3, extra_floor_area_k_m2, extra_volume_m3;
  std::optional<Bound> storeys_below, cellar_percent, attic_percent, building_sites;
  std::optional<Bound> eaves_m;      ///< above `ground_level_m`; only with a roof slope, else a flat limit
  std::optional<Bound> roof_slope, roof_slope_least;   ///< rise per run
  std::optional<double> ridge_deg;   ///< clockwise from grid north
  std::optional<Bound> lowest_structure_m, underground_m, flood_safe_m, sewer_m;  ///< as the plan says, above the zero of the height reference
  std::optional<Bound> dwellings, dwellings_per_ha, green_factor;
  bool green_factor_required = false;  ///< also without a figure
  std::optional<Bound> lot_size_m2, lot_width_m, storey_height_m, ground_floor_height_m;
  std::optional<Bound> facade_length_m, building_distance_m;
  PlaceRule cars, bicycles;
  std::vector<twin::PlanPolygon> building_areas;  ///< the building lies within these; none: anywhere
  std::vector<TierRule> tiers;
  std::vector<Minimum> minimums;
  std::vector<Contradiction> contradictions;
  std::vector<Demand> demands;
  std::vector<std::string> warnings;
};

/// Whether a regulation is in force on a day (ISO); "" = whatever day. Its last day is the first without it.
bool is_in_force(const twin::Regulation& regulation, std::string_view day);

/// Not evaluated, with a warning: regulations that have ended (life cycle) or are not in force on the day, those at a line or point of the unit
/// (but a ridge and the facade that a sound insulation holds for), and those at an area (but a building area and heights).
/// The unit's vertical limit counts as a height limit of type "verticalLimit" and, where it begins above the ground, as
/// ground level. Floor area meant for single uses adds up, unless a right for any use stands beside it.
/// Errors as `check_regulation` (but an unknown type is a warning), `edge-unknown`, and
/// `value-out-of-range` for more than 250 sky planes or tiers.
/// `day`: ISO, "" = whatever day; `uses` tells which types are uses of land, of which buildings are asked.
twin::Result<Rules> rules_of(const twin::PlanUnit& unit, double plot_area_m2, std::string_view day, const BuildingUseTable& uses);

}  // namespace sim
