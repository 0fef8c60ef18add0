#include "sim/compare/scenario_figures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/kpi/kpi_inputs.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/zoning/counts.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

struct UnitAssumption {
  std::string_view name;
  double twin::CapacityAssumptions::*figure;
  double least, most;
};
constexpr UnitAssumption kOfUnits[] = {
    {"storey_height_m", &twin::CapacityAssumptions::storey_height_m, 0.5, 50},
    {"net_ratio", &twin::CapacityAssumptions::net_ratio, 0.001, 1},
    {"m2_per_resident", &twin::CapacityAssumptions::m2_per_resident, 0.1, 1e6},
    {"k_m2_per_dwelling", &twin::CapacityAssumptions::k_m2_per_dwelling, 0.1, 1e6},
    {"k_m2_per_parking_space", &twin::CapacityAssumptions::k_m2_per_parking_space, 0.1, 1e6},
};

double assumption_of(const KpiSet& kpis, const Draw& draw, std::string_view id) {
  if (const auto drawn = draw.of(id)) return *drawn;
  const auto found = std::find_if(kpis.assumptions.begin(), kpis.assumptions.end(), [&](const KpiAssumption& one) { return one.id == id; });
  return found == kpis.assumptions.end() ? 1 : found->value;
}

/// "VP-8, VL-2 and 12 more".
std::string some_of(const std::vector<std::string>& ids) {
  constexpr std::size_t kShown = 5;
  const std::vector<std::string> shown(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, ids.size())));
  std::string out = fmt::format("{}", fmt::join(shown, ", "));
  if (ids.size() > kShown) out += fmt::format(" and {} more", ids.size() - kShown);
  return out;
}

}  // namespace

twin::Result<Assumptions> Assumptions::read(const Json& inputs, const KpiSet& kpis) {
  Assumptions out;
  if (!inputs.contains("assumptions")) return out;
  const Json& json = inputs["assumptions"];
  if (!json.is_object()) return input_invalid("/assumptions", "Assumptions are an object.", json, "Send {\"m2_per_resident\": 40}.");
  for (const auto& [name, value] : json.items()) {
    const auto pointer = pointer_to("/assumptions", twin::excerpt(name));
    const auto* const of_units = std::find_if(std::begin(kOfUnits), std::end(kOfUnits), [&id = name](const UnitAssumption& one) { return one.name == id; });
    const bool of_files = std::any_of(kpis.assumptions.begin(), kpis.assumptions.end(), [&id = name](const KpiAssumption& one) { return one.id == id; });
    if (of_units == std::end(kOfUnits) && !of_files) {
      std::vector<std::string_view> known;
      for (const auto& one : kOfUnits) known.push_back(one.name);
      for (const auto& one : kpis.assumptions) known.push_back(one.id);
      return twin::Problem{"member-unknown", "There is no assumption of this name.", pointer, twin::excerpt(name), did_you_mean(name, known)};
    }
    double least = -1e12, most = 1e12;
    if (of_units != std::end(kOfUnits)) least = of_units->least, most = of_units->most;
    if (name == kHousingShare) least = 0, most = 1;
    TWIN_TRY(auto read, Distribution::read(value, pointer, least, most));
    out.said.emplace(name, std::move(read));
  }
  return out;
}

bool Assumptions::any_spread() const {
  return std::any_of(said.begin(), said.end(), [](const auto& one) { return !one.second.is_fixed(); });
}

std::optional<double> Draw::of(std::string_view name) const {
  const auto found = numbers.find(name);
  return found == numbers.end() ? std::nullopt : std::optional(found->second);
}

Draw median_draw(const Assumptions& assumptions) {
  Draw out;
  for (const auto& [name, distribution] : assumptions.said) out.numbers[name] = distribution.median();
  return out;
}

twin::CapacityAssumptions with_draw(twin::CapacityAssumptions own, const Draw& draw) {
  for (const auto& one : kOfUnits) {
    if (const auto drawn = draw.of(one.name)) own.*one.figure = *drawn;
  }
  return own;
}

UnitPeople people_of(const UnitFigures& unit, const UnitAllowance& allowance, const KpiSet& kpis, const Draw& draw) {
  UnitPeople out;
  out.by_group.resize(kpis.use_groups.size() + 1, 0);
  const double share = assumption_of(kpis, draw, kHousingShare);
  double housing = 0;
  for (const auto& area : allowance.uses) {
    const double k_m2 = area.at(share);
    out.by_group[area.group] += k_m2;
    // Where nothing says what is built, dwellings are: as zoning-capacity counts.
    if (area.group == kpis.use_groups.size() ? unit.input.unit.use_codes.empty() : kpis.use_groups[area.group].housing) housing += k_m2;
  }
  const auto assumptions = with_draw(unit.input.unit.assumptions, draw);
  out.dwellings = static_cast<double>(rounded_up(housing / assumptions.k_m2_per_dwelling).value_or(0));
  if (allowance.capacity.dwellings_max) out.dwellings = std::min(out.dwellings, static_cast<double>(*allowance.capacity.dwellings_max));
  out.residents = housing * assumptions.net_ratio / assumptions.m2_per_resident;
  std::optional<long long> cars = allowance.capacity.parking_spaces, bicycles = allowance.capacity.bicycle_places;
  if (!(assumptions == unit.input.unit.assumptions) && allowance.capacity.floor_area_reachable_k_m2) {
    ZoningInput input{{}, {}, 0, unit.input.tables, unit.input.zone, {}};
    input.unit.use_codes = unit.input.unit.use_codes;
    input.unit.assumptions = assumptions;
    ZoningCapacity again = allowance.capacity;
    again.parking_spaces.reset();
    again.bicycle_places.reset();
    count_people_and_places(input, again);
    cars = again.parking_spaces;
    bicycles = again.bicycle_places;
  }
  if (cars) out.cars = static_cast<double>(*cars);
  if (bicycles) out.bicycles = static_cast<double>(*bicycles);
  return out;
}

void PlanSums::add(const UnitFigures& unit, const UnitAllowance& allowance, const UnitPeople& people, bool counts_land) {
  const auto& capacity = allowance.capacity;
  ++units;
  if (counts_land) land_m2 += capacity.plot_area_m2;
  by_group.resize(people.by_group.size(), 0);
  for (std::size_t i = 0; i < by_group.size(); ++i) by_group[i] += people.by_group[i];
  if (capacity.floor_area_allowed_k_m2) ++with_allowed, allowed_k_m2 += *capacity.floor_area_allowed_k_m2;
  if (!capacity.floor_area_reachable_k_m2) return;
  ++with_area;
  const double reachable = *capacity.floor_area_reachable_k_m2;
  reachable_k_m2 += reachable;
  new_k_m2 += std::max(0.0, reachable - unit.standing_k_m2);
  // Ground that no floor area can stand on is not built over: a park without rights has no footprint.
  footprint_m2 += capacity.footprint_max_m2;
  if (allowance.undivided) ++undivided, undivided_k_m2 += reachable;
  dwellings += people.dwellings;
  residents += people.residents;
  cars += people.cars.value_or(0);
  if (people.bicycles) ++with_bicycles, bicycles += *people.bicycles;
}

void tell_sums(const PlanSums& sums, const KpiSet& kpis, std::map<std::string, double, std::less<>>& into) {
  if (sums.units > 0) into["land_area"] = sums.land_m2;
  if (sums.with_allowed > 0) into["floor_area_allowed"] = sums.allowed_k_m2;
  if (sums.with_area == 0) return;
  into["floor_area"] = sums.reachable_k_m2;
  into["floor_area_new"] = sums.new_k_m2;
  into["floor_area_undivided"] = sums.undivided_k_m2;
  into["footprint_allowed"] = sums.footprint_m2;
  into["dwellings"] = sums.dwellings;
  into["residents"] = sums.residents;
  into["parking_required"] = sums.cars;
  if (sums.with_bicycles > 0) into["bicycles_required"] = sums.bicycles;
  for (std::size_t i = 0; i < kpis.use_groups.size(); ++i) into["floor_area_" + kpis.use_groups[i].id] = sums.by_group[i];
}

namespace {

/// What buildings and checks of the units come to.
void tell_standing(const ScenarioFigures& figures, std::map<std::string, double, std::less<>>& into, std::vector<std::string>& uncomputed) {
  double k_m2 = 0, footprint = 0, buildings = 0, linked = 0, imputed = 0, breaches = 0, unknown = 0, metres = 0, area = 0, contradictions = 0;
  double green_minimum = 0, green_target = 0, green_area = 0;
  bool has_minimum = false, has_target = false;
  std::optional<double> cars = 0, bicycles = 0;
  bool tells = false;
  for (const auto& unit : figures.units) {
    if (unit->problem) uncomputed.push_back(unit->input.unit.id);
    k_m2 += unit->standing_k_m2, footprint += unit->standing_footprint_m2;
    buildings += unit->buildings, linked += unit->linked, imputed += unit->imputed;
    breaches += static_cast<double>(unit->breaches.size()), unknown += unit->checks_unknown;
    contradictions += static_cast<double>(unit->contradictions.size());
    for (const auto& breach : unit->breaches) {
      if (breach.unit == "m") metres += breach.excess;
      if (breach.unit == "k-m2") area += breach.excess;
    }
    if (unit->buildings > 0) {
      tells = true;
      cars = cars && unit->car_spaces ? std::optional(*cars + *unit->car_spaces) : std::nullopt;
      bicycles = bicycles && unit->bicycle_places ? std::optional(*bicycles + *unit->bicycle_places) : std::nullopt;
    }
    if (!unit->allowance) continue;
    const auto& capacity = unit->allowance->capacity;
    if (!capacity.green_factor_min && !capacity.green_factor_target) continue;
    green_area += capacity.plot_area_m2;
    has_minimum |= capacity.green_factor_min.has_value(), has_target |= capacity.green_factor_target.has_value();
    green_minimum += capacity.green_factor_min.value_or(0) * capacity.plot_area_m2;
    green_target += capacity.green_factor_target.value_or(capacity.green_factor_min.value_or(0)) * capacity.plot_area_m2;
  }
  into["floor_area_standing"] = k_m2;
  into["footprint_standing"] = footprint;
  into["buildings"] = buildings;
  into["buildings_linked"] = linked;
  into["buildings_imputed"] = imputed;
  into["breaches"] = breaches;
  into["breach_excess_m"] = metres;
  into["breach_excess_floor_area"] = area;
  into["checks_unknown"] = unknown;
  into["contradictions"] = contradictions;
  if (has_minimum) into["green_weighted_minimum"] = green_minimum;
  if (has_target) into["green_weighted_target"] = green_target;
  if (green_area > 0) into["green_area"] = green_area;
  if (tells && cars) into["parking_provided"] = *cars;
  if (tells && bicycles) into["bicycles_provided"] = *bicycles;
  if (figures.demolished_k_m2) into["floor_area_demolished"] = *figures.demolished_k_m2;
}

std::string reason_of(std::string_view name, const ScenarioFigures& figures) {
  const KpiInput* const input = find_kpi_input(name);
  if (input != nullptr && input->source == InputSource::kSun) return "Sun and sky were not asked for: send sun, or what sun-hours, lost-sun and sky-view give in the scenario's figures.";
  if (input != nullptr && input->source == InputSource::kGiven) return "Nothing in the twin tells it: send it in the scenario's figures.";
  if (figures.units.empty()) return "The scenario has no plan unit: send it in the scenario's figures.";
  if (name == "bicycles_required") return "Neither the plan nor the table of bicycle places asks for any.";
  if (name.starts_with("green_")) return "No plan unit has a green factor (vihertehokkuus).";
  if (name == "land_area") return "No plan unit could be computed.";
  return "No plan unit has a rule on floor area.";
}

}  // namespace

void sum_inputs(ScenarioFigures& figures, const KpiSet& kpis, const Draw& draw) {
  PlanSums sums;
  std::map<std::string, double, std::less<>> told;
  std::vector<std::string> without_area, uncomputed;
  for (std::size_t i = 0; i < figures.units.size(); ++i) {
    const auto& unit = *figures.units[i];
    if (!unit.allowance) continue;
    sums.add(unit, *unit.allowance, people_of(unit, *unit.allowance, kpis, draw), figures.scenario->units[i].counts_land);
    if (!unit.allowance->capacity.floor_area_reachable_k_m2) without_area.push_back(unit.input.unit.id);
  }
  if (!figures.units.empty()) {
    tell_sums(sums, kpis, told);
    tell_standing(figures, told, uncomputed);
  }
  std::string note;
  if (!without_area.empty()) note += fmt::format("{} of {} plan units have no rule on floor area and count as 0: {}.", without_area.size(), figures.units.size(), some_of(without_area));
  if (!uncomputed.empty()) note += fmt::format("{}{} plan units could not be computed and are left out: {}.", note.empty() ? "" : " ", uncomputed.size(), some_of(uncomputed));
  const std::string divided = sums.undivided == 0 ? "" : fmt::format("{} plan units leave open how uses share {:.0f} k-m2: housing takes the assumed share, other uses the rest evenly.", sums.undivided, sums.undivided_k_m2);
  for (const auto& [name, unit] : kpis.inputs) {
    InputValue& out = figures.inputs[name];
    out = {};
    if (const auto given = figures.scenario->figures.find(name); given != figures.scenario->figures.end()) {
      out.value = given->second;
      out.given = true;
    } else if (const auto found = told.find(name); found != told.end()) {
      out.value = found->second;
      const KpiInput* const input = find_kpi_input(name);
      const bool of_plan = input == nullptr || input->source == InputSource::kPlan;
      if (of_plan && name != "land_area") out.note = note;
      const bool by_use = input == nullptr || name == "dwellings" || name == "residents";
      if (by_use && !divided.empty()) out.note += (out.note.empty() ? "" : " ") + divided;
    } else if (const auto assumption = std::find_if(kpis.assumptions.begin(), kpis.assumptions.end(), [&id = name](const KpiAssumption& one) { return one.id == id; });
               assumption != kpis.assumptions.end()) {
      out.value = draw.of(name).value_or(assumption->value);
    } else {
      out.reason = reason_of(name, figures);
    }
  }
}

}  // namespace sim
