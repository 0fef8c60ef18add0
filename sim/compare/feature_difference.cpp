// Features that differ between scenarios, as a list and as a map.
#include <fmt/format.h>

#include <algorithm>

#include "sim/compare/comparison.hpp"
#include "twin_core/history/attributes.hpp"
#include "twin_core/history/diff.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kMostListed = 2000;

/// Names of the attributes that differ; a building's shape counts as its geometry, unread.
Json changed_names(const twin::BranchState::Feature& a, const twin::BranchState::Feature& b) {
  twin::Attributes in_a, in_b;
  const auto *building_a = a.as<twin::Building>(), *building_b = b.as<twin::Building>();
  if (a.as<twin::PlanUnit>() != nullptr && b.as<twin::PlanUnit>() != nullptr) {
    in_a = twin::attributes_of(*a.as<twin::PlanUnit>());
    in_b = twin::attributes_of(*b.as<twin::PlanUnit>());
  } else if (building_a != nullptr && building_b != nullptr) {
    in_a = twin::attributes_of(twin::WholeBuilding{*building_a, {}, false});
    in_b = twin::attributes_of(twin::WholeBuilding{*building_b, {}, false});
  }
  Json out = Json::array();
  for (const auto& attribute : twin::diff(in_a, in_b)) out.push_back(attribute.name);
  const bool other_shape = building_a != nullptr && building_b != nullptr && building_a->shape != building_b->shape;
  if (other_shape && std::find(out.begin(), out.end(), Json(twin::kGeometry)) == out.end()) out.push_back(twin::kGeometry);
  return out;
}

struct Listed {
  Json features = Json::array();
  std::size_t added = 0, removed = 0, changed = 0;

  void add(Json feature) {
    const auto& change = feature["change"];
    ++(change == "added" ? added : change == "removed" ? removed : changed);
    if (features.size() < kMostListed) features.push_back(std::move(feature));
  }
};

void list_states(const twin::BranchState& a, const twin::BranchState& b, Listed& into) {
  for (const auto& difference : twin::diff(a, b)) {
    if (difference.kind == twin::EntityKind::kImportReport) continue;
    Json feature = {{"kind", twin::name_of(difference.kind)}, {"id", difference.id}, {"feature", difference.number},
                    {"change", difference.in_a.is_nothing() ? "added" : difference.in_b.is_nothing() ? "removed" : "changed"}};
    if (feature["change"] == "changed" && into.features.size() < kMostListed) feature["attributes"] = changed_names(*a.feature(difference.number), *b.feature(difference.number));
    into.add(std::move(feature));
  }
}

/// Units of scenarios that are not both branches, by their ids.
void list_units(const Scenario& a, const Scenario& b, Listed& into) {
  const auto find = [](const Scenario& in, const std::string& id) {
    return std::find_if(in.units.begin(), in.units.end(), [&](const ScenarioUnit& unit) { return unit.input.unit.id == id; });
  };
  for (const auto& unit : a.units) {
    const auto other = find(b, unit.input.unit.id);
    if (other == b.units.end()) {
      into.add({{"kind", "plan_unit"}, {"id", unit.input.unit.id}, {"change", "removed"}});
    } else if (other->value != unit.value) {
      into.add({{"kind", "plan_unit"}, {"id", unit.input.unit.id}, {"change", "changed"}});
    }
  }
  for (const auto& unit : b.units) {
    if (find(a, unit.input.unit.id) == a.units.end()) into.add({{"kind", "plan_unit"}, {"id", unit.input.unit.id}, {"change", "added"}});
  }
}

/// A column of the map: how a unit's figures give it.
struct UnitColumn {
  const char *name, *title, *unit;
};
constexpr UnitColumn kUnitColumns[] = {
    {"floor_area", "Floor area that can be reached", "k-m2"},
    {"dwellings", "Dwellings", "dwelling"},
    {"residents", "Residents", "person"},
    {"reserve", "Floor-area reserve", "k-m2"},
    {"breaches", "Regulations broken", "1"},
    {"height", "Height of the building", "m"},
    {"register_floor_area", "Floor area after the register", "k-m2"},
};

using Figures = std::map<std::string, double>;

Figures figures_of(const UnitFigures& unit, const KpiSet& kpis, const Draw& draw) {
  Figures out;
  if (!unit.allowance) return out;
  const auto& capacity = unit.allowance->capacity;
  const auto people = people_of(unit, *unit.allowance, kpis, draw);
  if (capacity.floor_area_reachable_k_m2) {
    out["floor_area"] = *capacity.floor_area_reachable_k_m2;
    out["dwellings"] = people.dwellings;
    out["residents"] = people.residents;
  }
  if (capacity.floor_area_allowed_k_m2) out["reserve"] = *capacity.floor_area_allowed_k_m2 - unit.standing_k_m2;
  out["breaches"] = static_cast<double>(unit.breaches.size());
  return out;
}

Figures figures_of(const twin::Building& building) {
  Figures out{{"height", building.height_m}};
  if (building.card.floor_area_m2) out["register_floor_area"] = *building.card.floor_area_m2;
  return out;
}

/// One feature of the map over all scenarios: a column each, and B - A against the first.
Json feature(Json geometry, Json properties, const std::vector<std::optional<Figures>>& by_scenario) {
  for (const auto& column : kUnitColumns) {
    std::vector<std::optional<double>> values;
    for (const auto& figures : by_scenario) {
      const auto found = figures ? figures->find(column.name) : Figures::const_iterator();
      values.push_back(figures && found != figures->end() ? std::optional(found->second) : std::nullopt);
    }
    if (std::none_of(values.begin(), values.end(), [](const auto& value) { return value.has_value(); })) continue;
    for (std::size_t s = 0; s < values.size(); ++s) {
      properties[fmt::format("{}_{}", column.name, s + 1)] = values[s] ? Json(*values[s]) : Json();
      if (s > 0) properties[fmt::format("{}_{}_minus_1", column.name, s + 1)] = values[s] && values[0] ? Json(*values[s] - *values[0]) : Json();
    }
  }
  return {{"type", "Feature"}, {"geometry", std::move(geometry)}, {"properties", std::move(properties)}};
}

}  // namespace

Json feature_differences(const Comparison& comparison) {
  Json out = Json::array();
  const Scenario& first = comparison.scenarios.front();
  for (std::size_t s = 1; s < comparison.scenarios.size(); ++s) {
    const Scenario& other = comparison.scenarios[s];
    Listed listed;
    if (first.state && other.state) {
      list_states(*first.state, *other.state, listed);
    } else {
      list_units(first, other, listed);
    }
    const std::size_t all = listed.added + listed.removed + listed.changed;
    out.push_back({{"a", first.name}, {"b", other.name}, {"counts", {{"added", listed.added}, {"removed", listed.removed}, {"changed", listed.changed}}},
                   {"left_off", all - listed.features.size()}, {"features", std::move(listed.features)}});
  }
  return out;
}

Json difference_map(const Comparison& comparison) {
  const Draw draw = median_draw(comparison.order.assumptions);
  const std::size_t count = comparison.scenarios.size();
  std::string crs;
  // Units by id: a branch's unit has one id on all branches, and inline ones are matched by theirs.
  std::vector<std::string> ids;
  std::map<std::string, std::vector<const UnitFigures*>> units;
  std::map<std::string, Json> properties;
  for (std::size_t s = 0; s < count; ++s) {
    for (std::size_t i = 0; i < comparison.scenarios[s].units.size(); ++i) {
      const auto& unit = comparison.scenarios[s].units[i];
      if (!unit.input.crs.empty()) crs = unit.input.crs;
      auto [found, added] = units.try_emplace(unit.input.unit.id, count, nullptr);
      found->second[s] = comparison.figures[s].units[i].get();
      if (!added) continue;
      ids.push_back(unit.input.unit.id);
      Json about = {{"kind", "plan_unit"}, {"id", unit.input.unit.id}, {"symbol", unit.input.unit.symbol}};
      if (comparison.scenarios[s].state) about["feature"] = unit.number;
      properties[unit.input.unit.id] = std::move(about);
    }
  }
  Json features = Json::array();
  for (const auto& id : ids) {
    std::vector<std::optional<Figures>> by_scenario;
    const UnitFigures* newest = nullptr;
    for (const auto* unit : units[id]) {
      by_scenario.push_back(unit == nullptr ? std::nullopt : std::optional(figures_of(*unit, comparison.kpis, draw)));
      if (newest == nullptr) newest = unit;
    }
    features.push_back(feature(polygon_to_json(newest->input.unit.boundary), std::move(properties[id]), by_scenario));
  }
  // Buildings that differ from the first scenario in any other.
  std::map<twin::FeatureNumber, bool> changed;
  const auto& first = comparison.scenarios.front().state;
  for (std::size_t s = 1; first && s < count; ++s) {
    if (!comparison.scenarios[s].state) continue;
    for (const auto& difference : twin::diff(*first, *comparison.scenarios[s].state)) {
      if (difference.kind == twin::EntityKind::kBuilding) changed[difference.number] = true;
    }
  }
  for (const auto& [number, _] : changed) {
    std::vector<std::optional<Figures>> by_scenario;
    const twin::Building* shown = nullptr;
    for (const auto& scenario : comparison.scenarios) {
      const twin::Building* building = scenario.state ? scenario.state->building(number) : nullptr;
      by_scenario.push_back(building == nullptr ? std::nullopt : std::optional(figures_of(*building)));
      if (building != nullptr && (shown == nullptr || shown->footprint.outer.empty())) shown = building;
    }
    if (shown == nullptr || shown->footprint.outer.empty()) continue;
    features.push_back(feature(polygon_to_json(shown->footprint), {{"kind", "building"}, {"id", shown->id}, {"feature", number}}, by_scenario));
  }
  Json columns = Json::array();
  for (const auto& column : kUnitColumns) {
    for (std::size_t s = 0; s < count; ++s) {
      columns.push_back({{"name", fmt::format("{}_{}", column.name, s + 1)}, {"title", column.title}, {"unit", column.unit}, {"scenario", comparison.scenarios[s].name}});
      if (s > 0)
        columns.push_back({{"name", fmt::format("{}_{}_minus_1", column.name, s + 1)}, {"title", column.title}, {"unit", column.unit},
                           {"scenario", comparison.scenarios[s].name}, {"less", comparison.scenarios.front().name}});
    }
  }
  return {{"type", "FeatureCollection"}, {"crs_name", crs.empty() ? "local" : crs}, {"columns", std::move(columns)}, {"features", std::move(features)}};
}

}  // namespace sim
