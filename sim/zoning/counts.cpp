#include "sim/zoning/counts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/zoning/regulation_types.hpp"

namespace sim {
namespace {

constexpr double kCountSlack = 1e-9;
constexpr double kLargestCount = 1e9;

const ZoningTables& tables_of(const ZoningInput& input) {
  return input.tables ? *input.tables : shipped_zoning_tables();
}

/// The uses of a unit: its codes, and regulations that are uses.
std::vector<std::string> uses_of(const twin::PlanUnit& unit) {
  auto out = unit.use_codes;
  for (const auto& regulation : unit.regulations) out.push_back(regulation.type);
  return out;
}

/// Spaces before rounding: shares whose use has a rule of its own by that one, everything else by the general one.
double places_by_area(double general, const std::map<std::string, double>& of_use, const std::vector<UseShare>& shares,
                      double reachable_k_m2) {
  if (shares.empty()) {
    for (const auto& [use, k_m2] : of_use) general = std::min(general, k_m2);
  }
  double spaces = 0, rest = reachable_k_m2;
  for (const auto& share : shares) {
    const auto own = of_use.find(share.use);
    if (own == of_use.end()) continue;
    const double k_m2 = std::min(rest, share.reachable_k_m2.value_or(0));
    spaces += k_m2 / own->second;
    rest -= k_m2;
  }
  return spaces + rest / general;
}

/// The most that any of the plan's forms asks for; nothing where it has none.
std::optional<long long> places_by_rule(const PlaceRule& rule, const ZoningCapacity& out, double general) {
  std::optional<double> most;
  const auto ask = [&](double places) { most = std::max(most.value_or(0), places); };
  if (rule.k_m2_per_place || !rule.k_m2_per_place_of.empty())
    ask(places_by_area(general, rule.k_m2_per_place_of, out.floor_area_by_use, *out.floor_area_reachable_k_m2));
  if (rule.per_dwelling && out.dwellings) ask(rule.per_dwelling->value * static_cast<double>(*out.dwellings));
  if (rule.least) ask(rule.least->value);
  return most ? rounded_up(*most) : std::nullopt;
}

/// What the row asks for so much floor area: by area, by dwellings, the more of the two.
double places_of(const PlaceRow& row, double k_m2, double dwellings) {
  return std::max(row.k_m2_per_place ? k_m2 / *row.k_m2_per_place : 0, row.per_dwelling.value_or(0) * dwellings);
}

/// Car spaces where the plan is silent: each share by the table's row for its use, the rest by the row for the unit's use
/// or for any; by the assumption where that is not the usual one, or the table has no row.
std::optional<long long> places_of_silent_plan(const ZoningInput& input, const ZoningCapacity& out) {
  const double reachable = *out.floor_area_reachable_k_m2, assumed = input.unit.assumptions.k_m2_per_parking_space;
  if (assumed != twin::CapacityAssumptions{}.k_m2_per_parking_space) return rounded_up(reachable / assumed);
  const auto& table = tables_of(input).parking;
  const double dwellings = static_cast<double>(out.dwellings.value_or(0));
  double places = 0, rest = reachable;
  for (const auto& share : out.floor_area_by_use) {
    const auto* const row = table.row_for(share.use, input.zone);
    if (row == nullptr) continue;
    const double k_m2 = std::min(rest, share.reachable_k_m2.value_or(0));
    places += places_of(*row, k_m2, dwellings);
    rest -= k_m2;
  }
  const PlaceRow* general = table.row_for("", input.zone);
  for (const auto& use : uses_of(input.unit)) {
    if (const auto* const row = table.row_for(use, input.zone); row != nullptr && out.floor_area_by_use.empty()) {
      general = row;
      break;
    }
  }
  places += general != nullptr ? places_of(*general, rest, out.floor_area_by_use.empty() ? dwellings : 0) : rest / assumed;
  return table.rounds_up ? rounded_up(places) : std::optional(std::llround(places));
}

void count_cars(const ZoningInput& input, ZoningCapacity& out) {
  const auto& rules = out.rules;
  out.parking_spaces = rules.cars.empty() || (rules.cars.most && !rules.cars.least && !rules.cars.k_m2_per_place &&
                                              rules.cars.k_m2_per_place_of.empty() && !rules.cars.per_dwelling)
                           ? places_of_silent_plan(input, out)
                           : places_by_rule(rules.cars, out, rules.k_m2_per_parking_space);
  if (!rules.cars.most || !out.parking_spaces || static_cast<double>(*out.parking_spaces) <= rules.cars.most->value) return;
  out.rules.contradictions.push_back(
      {{rules.cars.most->type}, fmt::format("{} car spaces are needed, {} are allowed.", *out.parking_spaces, rules.cars.most->value)});
}

/// By the plan, else by the table for the floor area whose use it knows.
void count_bicycles(const ZoningInput& input, ZoningCapacity& out) {
  const double reachable = *out.floor_area_reachable_k_m2;
  if (!out.rules.bicycles.empty()) {
    const auto& area = out.rules.bicycles.k_m2_per_place;
    out.bicycle_places = places_by_rule(out.rules.bicycles, out, area ? area->value : kLargestCount * kLargestCount);
    return;
  }
  const auto& table = tables_of(input).bicycles;
  std::optional<double> places;
  const auto add = [&](std::string_view use, double k_m2) {
    const auto* const row = table.row_for(use, input.zone);
    if (row == nullptr || !row->k_m2_per_place) return false;
    places = places.value_or(0) + k_m2 / *row->k_m2_per_place;
    return true;
  };
  for (const auto& share : out.floor_area_by_use) add(share.use, share.reachable_k_m2.value_or(0));
  if (out.floor_area_by_use.empty()) {
    for (const auto& use : uses_of(input.unit)) {
      if (add(use, reachable)) break;
    }
  }
  if (!places) return;
  out.bicycle_places = table.rounds_up ? rounded_up(*places) : std::optional(std::llround(*places));
}

void count_green(const ZoningInput& input, ZoningCapacity& out) {
  if (out.rules.green_factor) out.green_factor_min = out.rules.green_factor->value;
  if (!out.rules.green_factor_required) return;
  for (const auto& use : uses_of(input.unit)) {
    const auto* const row = tables_of(input).green_factor.row_for(use);
    if (row == nullptr) continue;
    if (!out.green_factor_min) out.green_factor_min = row->minimum;
    out.green_factor_target = row->target;
    return;
  }
  if (!out.green_factor_min)
    out.warnings.emplace_back("vihertehokkuus has no figure, and the unit no use that the table of green factors knows.");
}

/// What the sound insulation means by the table of guide values.
void explain_noise(const ZoningInput& input, ZoningCapacity& out) {
  const auto* const indoors = tables_of(input).noise.row_for("indoors", "housing");
  for (auto& demand : out.rules.demands) {
    if (demand.unit != "dB" || indoors == nullptr || !indoors->day_db) continue;
    demand.sentence += fmt::format(" Indoors {} dB by day hold for up to {} dB at the facade.", *indoors->day_db,
                                   *indoors->day_db + demand.value.value_or(0));
  }
}

/// Full storeys within the limits; nothing where no rule bounds them.
std::optional<int> storeys_that_fit(const StoreyStack& stack) {
  if (stack.envelope == nullptr) return stack.storey_limit ? std::optional(static_cast<int>(*stack.storey_limit)) : std::nullopt;
  constexpr int kMost = 200;  // the highest storey limit
  int count = 0;
  while (count < kMost && (!stack.storey_limit || count < *stack.storey_limit) &&
         stack.area_of(count + 1) > kCountSlack * stack.plot_area_m2)
    ++count;
  return count;
}

}  // namespace

std::optional<long long> rounded_up(double count) {
  if (!(count <= kLargestCount)) return std::nullopt;
  return static_cast<long long>(std::ceil(count - kCountSlack * std::max(1.0, count)));
}

StoreyStack stack_of(const twin::PlanUnit& unit, const Rules& rules, const ZoningCapacity& measured) {
  StoreyStack stack;
  stack.plot_area_m2 = measured.plot_area_m2;
  stack.buildable_m2 = measured.buildable_area_m2;
  stack.footprint_m2 = measured.footprint_max_m2;
  stack.storey_height_m = rules.storey_height_m ? rules.storey_height_m->value : unit.assumptions.storey_height_m;
  if (rules.ground_floor_height_m) stack.ground_floor_m = rules.ground_floor_height_m->value;
  stack.envelope = measured.envelope ? &*measured.envelope : nullptr;
  if (rules.storeys) stack.storey_limit = rules.storeys->value;
  if (rules.floor_area_k_m2) stack.floor_area_k_m2 = rules.floor_area_k_m2->value;
  if (rules.flood_safe_m) stack.base_m = std::max(0.0, rules.flood_safe_m->value - rules.ground_level_m);
  if (rules.attic_percent) stack.attic_share = rules.attic_percent->value / 100;
  const bool cellar_floods = rules.flood_safe_m && rules.flood_safe_m->value > rules.ground_level_m - stack.storey_height_m;
  if (rules.cellar_percent && !cellar_floods) stack.cellar_share = rules.cellar_percent->value / 100;
  return stack;
}

void tell_storeys(const StoreyStack& stack, const Reach& reach, ZoningCapacity& out) {
  const auto& rules = out.rules;
  out.storeys_max = storeys_that_fit(stack);
  out.lowest_floor_m = out.ground_level_m + stack.base_m;
  if (stack.base_m > 0) {
    out.warnings.push_back(fmt::format("The lowest floor lies {:.2f} m above the ground, at the flood-safe level of {} m.",
                                       stack.base_m, rules.flood_safe_m->value));
  }
  if (rules.cellar_percent) out.cellar_max_k_m2 = cellar_of(stack);
  if (rules.cellar_percent && rules.cellar_percent->value > 0 && stack.cellar_share == 0)
    out.warnings.emplace_back("A cellar would lie below the flood-safe level and adds no floor area.");
  if (rules.attic_percent) out.attic_max_k_m2 = attic_of(stack, reach.storeys);
  if (rules.storeys_below) out.storeys_below_max = static_cast<int>(rules.storeys_below->value);
  if (rules.underground_m) {
    const double deep = std::max(0.0, out.ground_level_m - rules.underground_m->value);
    const int fit = static_cast<int>(std::floor(deep / stack.storey_height_m + kCountSlack));
    out.storeys_below_max = std::min(out.storeys_below_max.value_or(fit), fit);
  }
  if (rules.volume_m3) out.volume_allowed_m3 = rules.volume_m3->value;
  if (rules.extra_floor_area_k_m2) out.extra_floor_area_k_m2 = rules.extra_floor_area_k_m2->value;
  if (rules.extra_volume_m3) out.extra_volume_m3 = rules.extra_volume_m3->value;
  if (rules.building_sites) out.building_sites_max = static_cast<long long>(rules.building_sites->value);
  if (rules.lot_size_m2) {
    const auto fit = static_cast<long long>(std::floor(out.plot_area_m2 / rules.lot_size_m2->value + kCountSlack));
    out.building_sites_max = std::min(out.building_sites_max.value_or(fit), fit);
  }
  if (rules.dwellings) out.dwellings_max = static_cast<long long>(rules.dwellings->value);
  if (rules.dwellings_per_ha) {
    const auto fit = static_cast<long long>(std::floor(rules.dwellings_per_ha->value * out.plot_area_m2 / 1e4 + kCountSlack));
    out.dwellings_max = std::min(out.dwellings_max.value_or(fit), fit);
  }
}

void count_people_and_places(const ZoningInput& input, ZoningCapacity& out) {
  explain_noise(input, out);
  count_green(input, out);
  if (!out.floor_area_reachable_k_m2) return;
  const auto& assumptions = input.unit.assumptions;
  const double reachable = *out.floor_area_reachable_k_m2;
  out.floor_area_by_use = out.rules.shares;
  settle_reachable(out.floor_area_by_use, out.floor_area_allowed_k_m2, reachable);
  const double housing = housing_floor_area(out.floor_area_by_use, reachable);
  out.dwellings = rounded_up(housing / assumptions.k_m2_per_dwelling);
  if (out.dwellings && out.dwellings_max) out.dwellings = std::min(*out.dwellings, *out.dwellings_max);
  out.residents = housing * assumptions.net_ratio / assumptions.m2_per_resident;
  count_cars(input, out);
  count_bicycles(input, out);
}

void find_unmet_minimums(ZoningCapacity& out) {
  for (auto& minimum : out.rules.minimums) {
    const auto* const type = find_regulation_type(minimum.type);
    if (type == nullptr) continue;
    if (type->kind == RegulationKind::kFloorArea) minimum.reachable = out.floor_area_reachable_k_m2;
    if (type->kind == RegulationKind::kEfficiency && out.floor_area_reachable_k_m2)
      minimum.reachable = *out.floor_area_reachable_k_m2 / out.plot_area_m2;
    if (type->kind == RegulationKind::kStoreys || type->kind == RegulationKind::kFloorsMin) {
      if (out.storeys_max) minimum.reachable = *out.storeys_max;
    }
    if (type->kind == RegulationKind::kDwellings && out.dwellings) minimum.reachable = static_cast<double>(*out.dwellings);
    if (minimum.met()) continue;
    out.rules.contradictions.push_back(
        {{minimum.type, out.binding_rule.value_or(minimum.type)},
         fmt::format("{} asks for {} at least; {:.6g} can be reached.", minimum.type, minimum.value, *minimum.reachable)});
  }
}

}  // namespace sim
