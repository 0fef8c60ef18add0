#include "sim/compare/unit_figures.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "geo/solid/envelope.hpp"
#include "sim/check/check_plan_process.hpp"
#include "twin_core/base/byte_codec.hpp"

namespace sim {
namespace {

/// The groups that a use ("a + b" for several) belongs to; `none` for those of no group.
std::vector<std::size_t> groups_of(std::string_view use, const KpiSet& kpis) {
  std::vector<std::size_t> out;
  while (!use.empty()) {
    const auto end = use.find(" + ");
    const auto code = use.substr(0, end);
    use = end == std::string_view::npos ? std::string_view() : use.substr(end + 3);
    const auto group = std::find_if(kpis.use_groups.begin(), kpis.use_groups.end(),
                                    [&](const UseGroup& one) { return std::find(one.uses.begin(), one.uses.end(), code) != one.uses.end(); });
    out.push_back(static_cast<std::size_t>(group - kpis.use_groups.begin()));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Floor area among groups: all of one; where housing is one of several, the assumed share for it and the others evenly.
void divide(double k_m2, const std::vector<std::size_t>& groups, const KpiSet& kpis, std::map<std::size_t, UseArea>& into) {
  const auto is_housing_group = [&](std::size_t group) { return group < kpis.use_groups.size() && kpis.use_groups[group].housing; };
  const auto housing = static_cast<double>(std::count_if(groups.begin(), groups.end(), is_housing_group));
  const double others = static_cast<double>(groups.size()) - housing;
  for (const std::size_t group : groups) {
    UseArea& area = into.try_emplace(group, UseArea{group, 0, 0}).first->second;
    if (housing == 0 || others == 0) {
      area.fixed_k_m2 += k_m2 / static_cast<double>(groups.size());
    } else if (is_housing_group(group)) {
      area.part_k_m2 += k_m2 / housing;
    } else {
      area.fixed_k_m2 += k_m2 / others;
      area.part_k_m2 -= k_m2 / others;
    }
  }
}

void divide_uses(const ZoningInput& input, const KpiSet& kpis, UnitAllowance& out) {
  const auto& capacity = out.capacity;
  if (!capacity.floor_area_reachable_k_m2) return;
  std::map<std::size_t, UseArea> areas;
  double rest = *capacity.floor_area_reachable_k_m2;
  for (const auto& share : capacity.floor_area_by_use) {
    const double k_m2 = std::min(rest, share.reachable_k_m2.value_or(0));
    const auto groups = groups_of(share.use, kpis);
    out.undivided |= groups.size() > 1;
    divide(k_m2, groups, kpis, areas);
    rest -= k_m2;
  }
  if (rest > 0) {
    std::string uses;
    for (const auto& code : input.unit.use_codes) uses += (uses.empty() ? "" : " + ") + code;
    auto groups = groups_of(uses, kpis);
    if (groups.empty()) groups.push_back(kpis.use_groups.size());
    out.undivided |= groups.size() > 1;
    divide(rest, groups, kpis, areas);
  }
  for (const auto& [group, area] : areas) out.uses.push_back(area);
}

void take_checks(const CheckedUnit& checked, UnitFigures& into) {
  const auto take = [&](const std::vector<Check>& checks, const std::string& building) {
    for (const auto& check : checks) {
      if (check.status == CheckStatus::kCannotTell) ++into.checks_unknown;
      if (check.status == CheckStatus::kBreached) into.breaches.push_back({checked.id, building, check.rule, check.unit, check.excess});
    }
  };
  take(checked.checks, "");
  for (const auto& building : checked.buildings) take(building.checks, building.facts.id);
}

void take_buildings(const CheckedUnit& checked, const std::vector<ScenarioBuilding>& near, double storey_height_m, UnitFigures& into) {
  std::optional<double> cars = 0, bicycles = 0;
  for (const auto& building : checked.buildings) {
    const auto& facts = building.facts;
    ++into.buildings;
    into.standing_footprint_m2 += building.share * geo::area_of(facts.footprint);
    auto k_m2 = facts.floor_area_k_m2;
    if (!k_m2) {
      k_m2 = estimated_floor_area(facts, storey_height_m);
      ++into.imputed;
    }
    into.standing_k_m2 += building.share * k_m2.value_or(0);
    const auto source = std::find_if(near.begin(), near.end(), [&](const ScenarioBuilding& one) { return one.facts.id == facts.id; });
    into.linked += source != near.end() && source->linked;
    cars = cars && facts.car_spaces ? std::optional(*cars + building.share * *facts.car_spaces) : std::nullopt;
    bicycles = bicycles && facts.bicycle_places ? std::optional(*bicycles + building.share * *facts.bicycle_places) : std::nullopt;
  }
  if (into.buildings == 0) return;
  into.car_spaces = cars;
  into.bicycle_places = bicycles;
}

}  // namespace

std::optional<double> estimated_floor_area(const BuildingFacts& facts, double storey_height_m) {
  if (facts.footprint.outer.empty()) return std::nullopt;
  double storeys = 0;
  if (facts.storeys) {
    storeys = *facts.storeys;
  } else if (facts.top_m && facts.ground_m) {
    storeys = std::max(1.0, std::round((*facts.top_m - *facts.ground_m) / storey_height_m));
  } else {
    return std::nullopt;
  }
  return storeys * geo::area_of(facts.footprint);
}

twin::Digest key_of(const ScenarioUnit& unit, const std::vector<ScenarioBuilding>& near, const KpiSet& kpis) {
  twin::ByteWriter out;
  out.text("scenario-comparison unit 1");
  out.text(kZoningCapacityVersion);
  out.text(check_plan_process().version());
  out.text(unit.value.hex());
  out.text(unit.input.crs);
  out.text(unit.input.zone);
  out.text(unit.input.day);
  out.text(assumptions_to_json(unit.input.unit.assumptions).dump());
  if (unit.input.tables) out.text(table_rules_to_json(*unit.input.tables).dump());
  for (const auto& group : kpis.use_groups) {
    out.text(group.id);
    out.text(group.housing ? "housing" : "");
    for (const auto& use : group.uses) out.text(use);
  }
  for (const auto& building : near) {
    out.text(building.value.hex());
    out.text(building.linked ? "linked" : "");
  }
  return twin::sha256(out.bytes());
}

twin::Result<UnitAllowance> allowance_of(const ZoningInput& input, const KpiSet& kpis) {
  UnitAllowance out;
  TWIN_TRY(out.capacity, zoning_capacity(input));
  out.capacity.envelope.reset();
  out.capacity.warnings.clear();
  out.capacity.rules.building_areas.clear();
  out.capacity.rules.tiers.clear();
  out.capacity.rules.demands.clear();
  divide_uses(input, kpis, out);
  return out;
}

UnitFigures figures_of(const ScenarioUnit& unit, const std::vector<ScenarioBuilding>& near, const KpiSet& kpis, const ReadShape& read) {
  UnitFigures out;
  out.input = unit.input;
  auto allowance = allowance_of(unit.input, kpis);
  if (!allowance) {
    out.problem = allowance.problem();
    return out;
  }
  for (const auto& one : allowance->capacity.rules.contradictions) out.contradictions.push_back(one.sentence);
  out.allowance = std::make_shared<const UnitAllowance>(std::move(*allowance));
  if (near.empty()) return out;
  std::vector<BuildingFacts> facts;
  for (const auto& building : near) facts.push_back(building.facts);
  const auto checked = check_unit(unit.input, facts, read);
  if (!checked) {
    out.problem = checked.problem();
    return out;
  }
  take_buildings(*checked, near, unit.input.unit.assumptions.storey_height_m, out);
  // An empty unit breaks nothing yet.
  if (out.buildings > 0) take_checks(*checked, out);
  return out;
}

}  // namespace sim
