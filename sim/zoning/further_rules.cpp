#include "sim/zoning/further_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <cmath>
#include <numbers>

#include "geo/solid/envelope.hpp"
#include "sim/run/input_reading.hpp"

namespace sim {
namespace {

using twin::Regulation;
using enum RegulationKind;

bool is_one_of(std::string_view unit, std::initializer_list<std::string_view> units) {
  return std::find(units.begin(), units.end(), unit) != units.end();
}

/// Rise per run of the steepest roof that the regulation allows.
double slope_of(const Regulation& regulation) {
  const double least = regulation.value.value_or(*regulation.value_max), most = figure_of(regulation);
  if (regulation.unit == "1:x") return 1 / std::min(least, most);
  if (regulation.unit == "%") return most / 100;
  return std::tan(most * std::numbers::pi / 180);
}

/// The same of the flattest, where the regulation is a range.
std::optional<double> least_slope_of(const Regulation& regulation) {
  if (!regulation.value || !regulation.value_max) return std::nullopt;
  const auto [least, most] = std::minmax(*regulation.value, *regulation.value_max);
  if (regulation.unit == "1:x") return 1 / most;
  if (regulation.unit == "%") return least / 100;
  return std::tan(least * std::numbers::pi / 180);
}

/// Clockwise from grid north.
double ridge_direction(const Regulation& regulation) {
  if (regulation.place.size() < 2) return figure_of(regulation);
  const auto &a = regulation.place.front(), &b = regulation.place.back();
  return std::atan2(b.east - a.east, b.north - a.north) * 180 / std::numbers::pi;
}

void demand(const Regulation& regulation, double value, std::string unit, std::string sentence, Rules& rules) {
  rules.demands.push_back({regulation.type, value, std::move(unit), std::move(sentence), regulation.edges, regulation.place});
}

void take_extra(const Regulation& regulation, double figure, Rules& rules) {
  const auto add = [&](std::optional<Bound>& sum) {
    sum = Bound{(sum ? sum->value : 0) + figure, regulation.type, {}};
  };
  if (is_one_of(regulation.unit, {"m3", "m³", "k-m3"})) {
    add(rules.extra_volume_m3);
  } else if (regulation.unit == "%") {
    if (rules.floor_area_k_m2) figure *= rules.floor_area_k_m2->value / 100;
    if (rules.floor_area_k_m2) add(rules.extra_floor_area_k_m2);
  } else {
    add(rules.extra_floor_area_k_m2);
  }
}

void take_count(const Regulation& regulation, PlaceRule& into) {
  if (regulation.value) at_least(into.least, *regulation.value, regulation.type);
  if (regulation.value_max) at_most(into.most, *regulation.value_max, regulation.type);
}

/// The strictest value counts; of every other type its own strictest is kept beside it.
template <class Stricter>
void bind(std::optional<Bound>& bound, double value, const std::string& type, Stricter stricter) {
  if (!bound) {
    bound = Bound{value, type, {}};
    return;
  }
  if (type == bound->type) {
    if (stricter(value, bound->value)) bound->value = value;
    return;
  }
  Bound loser{value, type, {}};
  if (stricter(value, bound->value)) {
    std::swap(loser.value, bound->value);
    std::swap(loser.type, bound->type);
    std::erase_if(bound->weaker, [&](const Bound& other) { return other.type == bound->type; });
  }
  const auto same = std::find_if(bound->weaker.begin(), bound->weaker.end(), [&](const Bound& other) { return other.type == loser.type; });
  if (same == bound->weaker.end()) {
    bound->weaker.push_back(std::move(loser));
  } else if (stricter(loser.value, same->value)) {
    same->value = loser.value;
  }
}

}  // namespace

void at_most(std::optional<Bound>& bound, double value, const std::string& type) {
  bind(bound, value, type, std::less<>());
}

void at_least(std::optional<Bound>& bound, double value, const std::string& type) {
  bind(bound, value, type, std::greater<>());
}

std::vector<Bound> each_of(const std::optional<Bound>& bound) {
  if (!bound) return {};
  std::vector<Bound> out{{bound->value, bound->type, {}}};
  out.insert(out.end(), bound->weaker.begin(), bound->weaker.end());
  return out;
}

bool counts_at_its_place(RegulationKind kind, const twin::PlanRing& place) {
  if (is_area(place)) return kind == kBuildingArea || kind == kHeightAbsolute || kind == kHeightRelative;
  return kind == kNoiseInsulation || (kind == kRidgeDirection && place.size() >= 2);
}

bool lacks_its_figure(const Regulation& regulation, RegulationKind kind) {
  if (!form_of(kind).may_be_empty || regulation.value || regulation.value_max) {
    if (kind != kRoofSlope) return false;
    const double figure = figure_of(regulation);
    return !is_one_of(regulation.unit, {"deg", "°", "1:x", "%"}) || !(figure > 0) ||
           (is_one_of(regulation.unit, {"deg", "°"}) && figure >= 90) ||
           (regulation.unit == "1:x" && regulation.value && *regulation.value <= 0);
  }
  return kind != kGreenFactor && kind != kBuildingArea && kind != kEdgeOrientation && kind != kEdgeAdjacency &&
         kind != kStored && !(kind == kRidgeDirection && !regulation.place.empty());
}

twin::Result<twin::PlanPolygon> area_at(const Regulation& regulation, std::size_t index) {
  twin::PlanPolygon area;
  area.outer.assign(regulation.place.begin(), regulation.place.end() - 1);
  if (auto checked = geo::check_polygon(area); !checked) {
    twin::Problem problem = checked.problem();
    problem.place = pointer_to(pointer_to("/regulations", index), "place") + ": " + problem.place;
    return problem;
  }
  return area;
}

void take_places(const std::string& use, double figure, const std::string& type, PlaceRule& into) {
  if (use.empty()) {
    at_most(into.k_m2_per_place, figure, type);
    return;
  }
  const auto [entry, first] = into.k_m2_per_place_of.try_emplace(use, figure);
  if (!first) entry->second = std::min(entry->second, figure);
}

twin::Status take_further(const Regulation& regulation, RegulationKind kind, std::size_t index, Rules& rules) {
  const double figure = figure_of(regulation);
  const double least = regulation.value.value_or(figure);
  const auto& type = regulation.type;
  switch (kind) {
    case kVolume: at_most(rules.volume_m3, figure, type); break;
    case kStoreysBelow: at_most(rules.storeys_below, figure, type); break;
    case kCellarShare: at_most(rules.cellar_percent, figure, type); break;
    case kAtticShare: at_most(rules.attic_percent, figure, type); break;
    case kBuildingSites: at_most(rules.building_sites, figure, type); break;
    case kExtraFloorArea: take_extra(regulation, figure, rules); break;
    case kBuildingArea:
      if (!regulation.place.empty()) {
        TWIN_TRY(auto area, area_at(regulation, index));
        rules.building_areas.push_back(std::move(area));
      }
      break;
    case kRoofSlope:
      at_most(rules.roof_slope, slope_of(regulation), type);
      if (const auto flattest = least_slope_of(regulation)) at_least(rules.roof_slope_least, *flattest, type);
      break;
    case kRidgeDirection: rules.ridge_deg = ridge_direction(regulation); break;
    case kLowestStructure: at_least(rules.lowest_structure_m, least, type); break;
    case kUnderground:
      at_least(rules.underground_m, least, type);
      demand(regulation, least, "m", fmt::format("Nothing below ground lies lower than {} m.", least), rules);
      break;
    case kFloodSafe:
      at_least(rules.flood_safe_m, least, type);
      demand(regulation, least, "m", fmt::format("What moisture harms is built at {} m or higher.", least), rules);
      break;
    case kSewerLevel:
      at_least(rules.sewer_m, least, type);
      demand(regulation, least, "m", fmt::format("Floors below {} m do not drain by gravity: they are pumped.", least), rules);
      break;
    case kParkingCount: take_count(regulation, rules.cars); break;
    case kParkingPerDwelling: at_least(rules.cars.per_dwelling, least, type); break;
    case kBicycles: take_places(use_meant(regulation), figure, type, rules.bicycles); break;
    case kBicycleCount: take_count(regulation, rules.bicycles); break;
    case kBicyclesPerDwelling: at_least(rules.bicycles.per_dwelling, least, type); break;
    case kDwellings: at_most(rules.dwellings, figure, type); break;
    case kDwellingDensity: at_most(rules.dwellings_per_ha, figure, type); break;
    case kGreenFactor:
      rules.green_factor_required = true;
      if (regulation.value || regulation.value_max) at_least(rules.green_factor, least, type);
      break;
    case kNoiseInsulation:
      demand(regulation, least, "dB", fmt::format("The facade keeps out {} dB at least.", least), rules);
      break;
    case kFloorsMin: rules.minimums.push_back({type, figure, "", {}}); break;
    case kLotSizeMin: at_least(rules.lot_size_m2, figure, type); break;
    case kLotWidthMin: at_least(rules.lot_width_m, figure, type); break;
    case kStoreyHeight: at_least(rules.storey_height_m, figure, type); break;
    case kGroundFloorHeight: at_least(rules.ground_floor_height_m, figure, type); break;
    case kFacadeLength: at_most(rules.facade_length_m, figure, type); break;
    case kTowerSeparation: at_least(rules.building_distance_m, figure, type); break;
    case kInclusionaryShare:
      demand(regulation, figure, "%", fmt::format("{} % of the housing is for those whom the market leaves out.", figure), rules);
      break;
    case kOpenSpace:
      demand(regulation, figure, "m2", fmt::format("{} m2 of open space for each dwelling.", figure), rules);
      break;
    default: break;
  }
  return twin::Done{};
}

}  // namespace sim
