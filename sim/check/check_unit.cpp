#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "geo/solid/envelope.hpp"
#include "geo/solid/least_width.hpp"
#include "geo/solid/overlay.hpp"
#include "sim/check/plan_check.hpp"
#include "sim/check/use_checks.hpp"
#include "sim/zoning/regulation_types.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace sim {
namespace {

/// A building with less of its footprint in a unit is a neighbour whose wall stands on the line.
constexpr double kLeastShare = 0.05;
/// With more it lies in the unit alone.
constexpr double kWholeShare = 0.95;
/// Footprints of neighbours that were measured one by one cross by less.
constexpr double kLeastOverlap_m2 = 1;

struct Extent {
  double west = 1e300, south = 1e300, east = -1e300, north = -1e300;
  explicit Extent(const twin::PlanRing& ring) {
    for (const auto& p : ring) {
      west = std::min(west, p.east), east = std::max(east, p.east);
      south = std::min(south, p.north), north = std::max(north, p.north);
    }
  }
  bool meets(const Extent& other) const {
    return west <= other.east && other.west <= east && south <= other.north && other.south <= north;
  }
};

/// Footprints of the city that are no valid polygon lie in no unit.
twin::Result<double> share_within(const twin::PlanPolygon& footprint, const twin::PlanPolygon& unit, const Extent& extent) {
  if (footprint.outer.empty() || !extent.meets(Extent(footprint.outer))) return 0.0;
  if (auto checked = geo::check_polygon(footprint); !checked) return 0.0;
  TWIN_TRY(const auto common, geo::intersection_of({footprint}, {unit}));
  const double share = geo::area_of(common) / geo::area_of(footprint);
  return share < kLeastShare ? 0.0 : share > kWholeShare ? 1.0 : share;
}

/// Sum over all buildings of a figure, times their share; nothing where one does not have it.
template <class Figure>
std::optional<double> sum_of(const std::vector<CheckedBuilding>& buildings, const Figure& figure) {
  double sum = 0;
  for (const auto& building : buildings) {
    const auto value = figure(building.facts);
    if (!value) return std::nullopt;
    sum += static_cast<double>(*value) * building.share;
  }
  return sum;
}

twin::Result<double> built_area(const std::vector<CheckedBuilding>& buildings, const twin::PlanPolygon& unit) {
  std::vector<twin::PlanPolygon> footprints;
  for (const auto& building : buildings) footprints.push_back(building.facts.footprint);
  if (footprints.empty()) return 0.0;
  TWIN_TRY(const auto within, geo::intersection_of({unit}, footprints));
  return geo::area_of(within);
}

class UnitChecker {
 public:
  UnitChecker(const ZoningInput& input, const ZoningCapacity& capacity, CheckedUnit& out)
      : input_(input), capacity_(capacity), rules_(capacity.rules), uses_(input, out.buildings), out_(out) {}

  twin::Status run() {
    use_floor_area();
    for (auto& check : uses_.of_unit(rules_.shares)) add(std::move(check));
    TWIN_TRY(const double built, built_area(out_.buildings, input_.unit.boundary));
    TWIN_CHECK(warn_of_overlap());
    at_most_each(rules_.coverage_percent, built / out_.plot_area_m2 * 100, "%");
    at_most_each(rules_.volume_m3, sum_of(out_.buildings, [](const auto& b) { return b.volume_m3; }), "m3");
    at_most_each(rules_.building_sites, static_cast<double>(out_.buildings.size()), "");
    const auto dwellings = sum_of(out_.buildings, [](const auto& b) { return b.dwellings; });
    at_most_each(rules_.dwellings, dwellings, "");
    at_most_each(rules_.dwellings_per_ha, dwellings ? std::optional(*dwellings / out_.plot_area_m2 * 1e4) : std::nullopt, "1/ha");
    places(rules_.cars, dwellings, sum_of(out_.buildings, [](const auto& b) { return b.car_spaces; }),
           "kerrosneliomaaraYhtaAutopaikkaaKohden");
    places(rules_.bicycles, dwellings, sum_of(out_.buildings, [](const auto& b) { return b.bicycle_places; }),
           "kerrosneliomaaraYhtaPyorapaikkaaKohden");
    minimums(dwellings);
    for (const auto& bound : each_of(rules_.lot_size_m2)) add(at_least_check(bound.type, out_.plot_area_m2, bound.value, "m2"));
    for (const auto& bound : each_of(rules_.lot_width_m)) add(at_least_check(bound.type, geo::least_width(input_.unit.boundary), bound.value, "m"));
    rest();
    return twin::Done{};
  }

 private:
  void add(Check check) { out_.checks.push_back(std::move(check)); }

  void at_most_each(const std::optional<Bound>& limit, const std::optional<double>& measured, const char* unit) {
    for (const auto& bound : each_of(limit)) add(at_most_check(bound.type, measured, bound.value, unit));
  }

  /// Ground that two footprints claim: their floor areas count twice, the ground once.
  twin::Status warn_of_overlap() {
    if (out_.buildings.size() < 2) return twin::Done{};
    std::vector<twin::PlanPolygon> footprints;
    for (const auto& building : out_.buildings) footprints.push_back(building.facts.footprint);
    TWIN_TRY(const auto covered, geo::intersection_of(footprints, footprints));
    const double twice = geo::area_of(footprints) - geo::area_of(covered);
    if (twice > kLeastOverlap_m2)
      out_.warnings.push_back(fmt::format("Buildings stand in one another on {:.1f} m2: their floor areas both count, that ground counts once.", twice));
    return twin::Done{};
  }

  void use_floor_area() {
    double used = 0;
    for (const auto& building : out_.buildings) {
      if (!building.facts.floor_area_k_m2) ++out_.buildings_without_floor_area;
      used += building.facts.floor_area_k_m2.value_or(0) * building.share;
      out_.floor_area_may_exceed_k_m2 += building.facts.may_exceed_k_m2.value_or(0) * building.share;
    }
    const bool known = out_.buildings_without_floor_area == 0;
    if (known) out_.floor_area_used_k_m2 = used;
    const auto& allowed = capacity_.floor_area_allowed_k_m2;
    if (known && allowed) out_.reserve_k_m2 = *allowed - used;
    for (const auto& bound : each_of(rules_.floor_area_k_m2)) add(floor_area_check(bound, used, known));
  }

  Check floor_area_check(const Bound& bound, double used, bool known) const {
    Check check = at_most_check(bound.type, out_.floor_area_used_k_m2, bound.value, "k-m2");
    if (!known && used > bound.value) {
      check.status = CheckStatus::kBreached;
      check.measured = used;
      check.excess = used - bound.value;
      check.sentence = fmt::format("Already without {} buildings whose floor area is not known.", out_.buildings_without_floor_area);
    } else if (!known) {
      check.sentence = fmt::format("The floor area of {} buildings is not known.", out_.buildings_without_floor_area);
    } else if (check.status == CheckStatus::kBreached && check.excess <= out_.floor_area_may_exceed_k_m2) {
      check.status = CheckStatus::kFulfilled;
      check.excess = 0;
      check.sentence = fmt::format("It may be exceeded by {:.1f} k-m2, the part of walls beyond {} mm.", out_.floor_area_may_exceed_k_m2,
                                   std::lround(floor_area_rules().wall_limit_m * 1000));
    }
    return check;
  }

  const FloorAreaRules& floor_area_rules() const {
    return input_.tables ? input_.tables->floor_area : shipped_zoning_tables().floor_area;
  }

  void places(const PlaceRule& rule, const std::optional<double>& dwellings, const std::optional<double>& provided, const char* by_area) {
    const auto ceiling = [](double count) { return std::ceil(count - 1e-9 * std::max(1.0, count)); };
    if (rule.k_m2_per_place || !rule.k_m2_per_place_of.empty()) {
      Check check{by_area, CheckStatus::kCannotTell, provided, {}, "", 0, "The floor area by use is not known of all buildings.", {}, {}, {}};
      if (const auto asked = places_by_area(rule)) check = at_least_check(by_area, provided, ceiling(*asked), "");
      add(std::move(check));
    }
    if (rule.per_dwelling) {
      Check check{rule.per_dwelling->type, CheckStatus::kCannotTell, provided, {}, "", 0, "The number of dwellings is not known.", {}, {}, {}};
      if (dwellings) check = at_least_check(rule.per_dwelling->type, provided, ceiling(*dwellings * rule.per_dwelling->value), "");
      add(std::move(check));
    }
    if (rule.least) add(at_least_check(rule.least->type, provided, rule.least->value, ""));
    if (rule.most) add(at_most_check(rule.most->type, provided, rule.most->value, ""));
  }

  /// Places that the floor area asks for, before rounding: a use with a figure of its own by that one, the rest by the general one.
  std::optional<double> places_by_area(const PlaceRule& rule) const {
    if (!out_.floor_area_used_k_m2) return std::nullopt;
    double rest = *out_.floor_area_used_k_m2, places = 0;
    for (const auto& [use, k_m2] : rule.k_m2_per_place_of) {
      const auto area = uses_.floor_area_of(use);
      if (area.unsure_k_m2 > 0) return std::nullopt;
      const double own = std::min(rest, area.k_m2);
      places += own / k_m2;
      rest -= own;
    }
    return rule.k_m2_per_place ? places + rest / rule.k_m2_per_place->value : places;
  }

  void minimums(const std::optional<double>& dwellings) {
    for (const auto& minimum : rules_.minimums) {
      const auto* const type = find_regulation_type(minimum.type);
      if (type == nullptr) continue;
      if (type->kind == RegulationKind::kFloorArea) add(at_least_check(minimum.type, out_.floor_area_used_k_m2, minimum.value, "k-m2"));
      if (type->kind == RegulationKind::kEfficiency)
        add(at_least_check(minimum.type, out_.floor_area_used_k_m2 ? std::optional(*out_.floor_area_used_k_m2 / out_.plot_area_m2) : std::nullopt,
                           minimum.value, ""));
      if (type->kind == RegulationKind::kDwellings) add(at_least_check(minimum.type, dwellings, minimum.value, ""));
    }
  }

  /// Every regulation in force has an answer: what none of the above asks cannot be told from figures.
  void rest() {
    std::set<std::string> answered;
    for (const auto& check : out_.checks) answered.insert(check.rule);
    for (const auto& building : out_.buildings) {
      for (const auto& check : building.checks) answered.insert(check.rule);
    }
    for (const auto& regulation : input_.unit.regulations) {
      if (twin::phase_of(regulation.life_cycle.str()) == twin::PlanPhase::kEnded || !is_in_force(regulation, input_.day)) continue;
      const auto* const type = find_regulation_type(regulation.type);
      const bool tells_only = type != nullptr && (type->kind == RegulationKind::kGroundLevel || type->kind == RegulationKind::kEdgeAdjacency ||
                                                  type->kind == RegulationKind::kEdgeOrientation);
      if (tells_only || !answered.insert(regulation.type).second) continue;
      const char* why = out_.buildings.empty() ? "There is no building in the unit."
                        : type != nullptr && type->kind != RegulationKind::kStored
                            ? "The buildings' data do not tell."
                            : "Kept and shown; no figure of the buildings tells it.";
      add({regulation.type, CheckStatus::kCannotTell, {}, {}, "", 0, why, {}, {}, {}});
    }
  }

  const ZoningInput& input_;
  const ZoningCapacity& capacity_;
  const Rules& rules_;
  const UseChecker uses_;
  CheckedUnit& out_;
};

}  // namespace

twin::Result<CheckedUnit> check_unit(const ZoningInput& input, const std::vector<BuildingFacts>& buildings, const ReadShape& read) {
  TWIN_TRY(const auto capacity, zoning_capacity(input));
  CheckedUnit out;
  out.id = input.unit.id;
  out.symbol = input.unit.symbol;
  out.plot_area_m2 = capacity.plot_area_m2;
  out.floor_area_allowed_k_m2 = capacity.floor_area_allowed_k_m2;
  out.contradictions = capacity.rules.contradictions;
  out.warnings = capacity.rules.warnings;
  const Extent extent(input.unit.boundary.outer);
  for (const auto& facts : buildings) {
    TWIN_TRY(const double share, share_within(facts.footprint, input.unit.boundary, extent));
    if (share > 0) out.buildings.push_back({facts, share, {}});
  }
  for (auto& building : out.buildings) {
    if (read) TWIN_CHECK(add_shape_facts(read, building.facts));
    TWIN_TRY(building.checks, check_building(building, input, capacity, out.buildings));
  }
  const UseChecker uses(input, out.buildings);
  for (auto& building : out.buildings) {
    if (auto check = uses.of_building(building)) building.checks.push_back(std::move(*check));
  }
  TWIN_CHECK(UnitChecker(input, capacity, out).run());
  return out;
}

}  // namespace sim
