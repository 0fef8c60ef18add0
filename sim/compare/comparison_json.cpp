#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/compare/comparison.hpp"
#include "sim/kpi/kpi_inputs.hpp"
#include "sim/run/json_parts.hpp"

namespace sim {
namespace {

using twin::Json;

Json label_json(const KpiLabel& label) { return {{"fi", label.fi}, {"sv", label.sv}, {"en", label.en}}; }

const char* name_of(Better better) { return better == Better::kUp ? "up" : better == Better::kDown ? "down" : "neither"; }

/// Linked and estimated shares of the buildings behind a figure, percent.
Json trust_json(const ScenarioFigures& figures) {
  const auto number = [&](const char* name) { return figures.inputs.find(name)->second.value.value_or(0); };
  const double buildings = number("buildings");
  if (buildings <= 0) return nullptr;
  return {{"buildings", buildings}, {"linked_percent", 100 * number("buildings_linked") / buildings}, {"imputed_percent", 100 * number("buildings_imputed") / buildings}};
}

/// Draws of one scenario that are numbers, in order.
std::vector<double> numbers_of(const std::vector<double>& draws) {
  std::vector<double> out;
  std::copy_if(draws.begin(), draws.end(), std::back_inserter(out), [](double value) { return !std::isnan(value); });
  std::sort(out.begin(), out.end());
  return out;
}

Json value_json(const Comparison& comparison, std::size_t k, std::size_t s) {
  const KpiValue& value = comparison.table[k][s];
  Json out = {{"value", or_null(value.value)}, {"inputs_hash", value.hash.hex()}};
  if (!value.value) out["reason"] = value.reason;
  if (value.bound) out["error_bound"] = *value.bound;
  if (!value.note.empty()) out["note"] = value.note;
  if (value.value && value.of_buildings) {
    Json trust = trust_json(comparison.figures[s]);
    if (!trust.is_null()) out["trust"] = std::move(trust);
  }
  if (!comparison.ensemble) return out;
  const auto numbers = numbers_of(comparison.ensemble->values[k][s]);
  if (numbers.empty()) return out;
  out["p10"] = percentile(numbers, 0.1);
  out["p50"] = percentile(numbers, 0.5);
  out["p90"] = percentile(numbers, 0.9);
  return out;
}

Json kpi_json(const Comparison& comparison, std::size_t k) {
  const Kpi& kpi = *comparison.order.shown[k];
  const auto& row = comparison.table[k];
  Json values = Json::array(), differences = Json::array();
  for (std::size_t s = 0; s < row.size(); ++s) {
    values.push_back(value_json(comparison, k, s));
    differences.push_back(row[s].value && row[0].value ? Json(*row[s].value - *row[0].value) : Json());
  }
  Json out = {{"id", kpi.id}, {"label", label_json(kpi.label)}, {"group", kpi.group}, {"unit", kpi.unit_text}, {"better", name_of(kpi.better)},
              {"version", kpi.version}, {"formula", kpi.formula_text}, {"file", kpi.file}, {"decimals", kpi.decimals}, {"inputs", kpi.formula.inputs()},
              {"values", std::move(values)}, {"differences", std::move(differences)}};
  if (!kpi.note.empty()) out["note"] = kpi.note;
  const auto criterion = std::find_if(comparison.criteria.begin(), comparison.criteria.end(), [&](const Criterion& one) { return one.id == kpi.id; });
  if (criterion == comparison.criteria.end()) return out;
  out["regret"] = regrets(criterion->values, criterion->better);
  Json best = Json::array();
  const auto good = utilities(*criterion);
  for (std::size_t s = 0; s < good.size(); ++s) {
    if (good[s] == 1) best.push_back(comparison.scenarios[s].name);
  }
  out["best"] = std::move(best);
  return out;
}

Json dominance_json(const Comparison& comparison) {
  Json pairs = Json::array(), pareto = Json::array(), compared = Json::array(), left_out = Json::array();
  std::set<std::size_t> beaten;
  for (const auto& pair : dominance(comparison.criteria)) {
    pairs.push_back({{"winner", comparison.scenarios[pair.winner].name}, {"loser", comparison.scenarios[pair.loser].name}});
    beaten.insert(pair.loser);
  }
  for (std::size_t s = 0; s < comparison.scenarios.size(); ++s) {
    if (!beaten.contains(s)) pareto.push_back(comparison.scenarios[s].name);
  }
  for (const auto& criterion : comparison.criteria) compared.push_back(criterion.id);
  for (const auto& one : comparison.left_out) left_out.push_back({{"id", one.id}, {"reason", one.reason}});
  return {{"pairs", std::move(pairs)}, {"pareto", std::move(pareto)}, {"compared", std::move(compared)}, {"left_out", std::move(left_out)}};
}

Json ranking_json(const Comparison& comparison) {
  std::vector<Criterion> weighted;
  std::copy_if(comparison.criteria.begin(), comparison.criteria.end(), std::back_inserter(weighted), [](const Criterion& one) { return one.weight > 0; });
  const Ranking ranked = ranking(weighted);
  if (ranked.order.empty()) return nullptr;
  Json weights = Json::object(), order = Json::array(), flips = Json::array();
  for (const auto& criterion : weighted) weights[criterion.id] = criterion.weight;
  for (const std::size_t s : ranked.order) order.push_back(comparison.scenarios[s].name);
  for (const auto& flip : weight_flips(weighted)) {
    flips.push_back({{"kpi", weighted[flip.criterion].id}, {"weight", weighted[flip.criterion].weight}, {"turns_at", flip.weight},
                     {"above", comparison.scenarios[flip.above].name}, {"below", comparison.scenarios[flip.below].name}, {"first_place", flip.first_place}});
  }
  return {{"weights", std::move(weights)}, {"scores", ranked.scores}, {"order", std::move(order)}, {"flips", std::move(flips)}};
}

/// The largest share of a criterion's range that a scenario misses, and where.
Json regret_json(const Comparison& comparison) {
  if (comparison.criteria.empty()) return nullptr;
  Json max = Json::array();
  double least = 2;
  std::string chosen;
  for (std::size_t s = 0; s < comparison.scenarios.size(); ++s) {
    double worst = 0;
    std::string where;
    for (const auto& criterion : comparison.criteria) {
      const double missed = 1 - utilities(criterion)[s];
      if (missed > worst) worst = missed, where = criterion.id;
    }
    if (worst < least - 1e-12) least = worst, chosen = comparison.scenarios[s].name;
    max.push_back({{"scenario", comparison.scenarios[s].name}, {"share", worst}, {"kpi", where.empty() ? Json() : Json(where)}});
  }
  return {{"max", std::move(max)}, {"least", chosen}};
}

Json robustness_json(const Comparison& comparison) {
  if (!comparison.ensemble) return nullptr;
  const auto& ensemble = *comparison.ensemble;
  const std::size_t count = comparison.scenarios.size();
  Json list = Json::array();
  std::vector<const std::vector<std::vector<double>>*> weighted;
  std::vector<Criterion> criteria;
  for (std::size_t k = 0; k < comparison.order.shown.size(); ++k) {
    const Kpi& kpi = *comparison.order.shown[k];
    const auto criterion = std::find_if(comparison.criteria.begin(), comparison.criteria.end(), [&](const Criterion& one) { return one.id == kpi.id; });
    if (criterion == comparison.criteria.end()) continue;
    std::vector<std::vector<std::size_t>> wins(count, std::vector<std::size_t>(count, 0));
    std::vector<double> worst(count, 0), row(count);
    std::size_t draws = 0;
    for (std::size_t i = 0; i < ensemble.draws; ++i) {
      for (std::size_t s = 0; s < count; ++s) row[s] = ensemble.values[k][s][i];
      if (std::any_of(row.begin(), row.end(), [](double value) { return std::isnan(value); })) continue;
      ++draws;
      const auto missed = regrets(row, kpi.better);
      for (std::size_t a = 0; a < count; ++a) {
        worst[a] = std::max(worst[a], missed[a]);
        for (std::size_t b = 0; b < count; ++b) wins[a][b] += missed[a] < missed[b];
      }
    }
    if (draws == 0) continue;
    Json beats = Json::array();
    for (const auto& of : wins) {
      Json line = Json::array();
      for (const std::size_t times : of) line.push_back(static_cast<double>(times) / static_cast<double>(draws));
      beats.push_back(std::move(line));
    }
    list.push_back({{"kpi", kpi.id}, {"unit", kpi.unit_text}, {"draws", draws}, {"beats", std::move(beats)}, {"max_regret", worst}});
    if (criterion->weight > 0 && draws == ensemble.draws) weighted.push_back(&ensemble.values[k]), criteria.push_back(*criterion);
  }
  Json first = nullptr;
  if (!criteria.empty()) {
    std::vector<std::size_t> times(count, 0);
    for (std::size_t i = 0; i < ensemble.draws; ++i) {
      for (std::size_t c = 0; c < criteria.size(); ++c) {
        for (std::size_t s = 0; s < count; ++s) criteria[c].values[s] = (*weighted[c])[s][i];
      }
      ++times[ranking(criteria).order.front()];
    }
    first = Json::array();
    for (const std::size_t one : times) first.push_back(static_cast<double>(one) / static_cast<double>(ensemble.draws));
  }
  return {{"draws", ensemble.draws}, {"kpis", std::move(list)}, {"first_place", std::move(first)}};
}

Json scenario_json(const Comparison& comparison, std::size_t s) {
  const Scenario& scenario = comparison.scenarios[s];
  const ScenarioFigures& figures = comparison.figures[s];
  std::set<std::string> asked;
  for (const Kpi* kpi : comparison.order.shown) asked.insert(kpi->formula.inputs().begin(), kpi->formula.inputs().end());
  Json inputs = Json::object(), breaches = Json::array(), contradictions = Json::array(), warnings = scenario.warnings;
  for (const auto& name : asked) {
    const auto& input = figures.inputs.find(name)->second;
    const KpiInput* const known = find_kpi_input(name);
    Json one = {{"value", or_null(input.value)}, {"unit", comparison.kpis.inputs.find(name)->second.text()}};
    if (known != nullptr) one["unit"] = known->unit;
    one["source"] = input.given ? "given by the scenario" : known != nullptr ? std::string(name_of(known->source)) : name.starts_with("floor_area_") ? "plan" : "assumption";
    const auto assumption = std::find_if(comparison.kpis.assumptions.begin(), comparison.kpis.assumptions.end(), [&](const auto& entry) { return entry.id == name; });
    if (assumption != comparison.kpis.assumptions.end()) one["unit"] = assumption->unit_text;
    if (!input.value) one["reason"] = input.reason;
    if (known != nullptr && known->source == InputSource::kSun && input.value && !input.given) one["error_bound"] = input.bound;
    inputs[name] = std::move(one);
  }
  for (const auto& unit : figures.units) {
    for (const auto& breach : unit->breaches) {
      breaches.push_back({{"plan_unit", unit->input.unit.id}, {"building", breach.building.empty() ? Json() : Json(breach.building)}, {"rule", breach.rule}, {"excess", breach.excess}, {"unit", breach.unit}});
    }
    for (const auto& sentence : unit->contradictions) contradictions.push_back({{"plan_unit", unit->input.unit.id}, {"sentence", sentence}});
    if (unit->problem) warnings.push_back(fmt::format("{}: {} {}", unit->input.unit.id, unit->problem->message, unit->problem->value));
  }
  Json sun = nullptr;
  if (s < comparison.sun.size()) {
    const ScenarioSun& of = *comparison.sun[s];
    sun = {{"yard_points", of.yard_points}, {"facade_points", of.facade_points}, {"roof_points", of.roof_points}, {"neighbour_points", of.neighbour_points},
           {"neighbour_points_reached", of.neighbour_points_reached}, {"rays", of.rays}};
  }
  return {{"name", scenario.name}, {"sun", std::move(sun)}, {"branch", scenario.branch.empty() ? Json() : Json(scenario.branch)},
          {"commit", scenario.state ? Json(scenario.state->head().hex()) : Json()}, {"plan_units", scenario.units.size()},
          {"buildings", scenario.state ? Json(scenario.state->building_count()) : Json(scenario.sent.size())}, {"inputs_hash", comparison.inputs_hashes[s].hex()},
          {"inputs", std::move(inputs)}, {"breaches", std::move(breaches)}, {"contradictions", std::move(contradictions)}, {"warnings", std::move(warnings)}};
}

Json assumptions_json(const Comparison& comparison) {
  Json out = Json::array();
  std::set<std::string> told;
  for (const auto& [name, distribution] : comparison.order.assumptions.said) {
    const auto declared = std::find_if(comparison.kpis.assumptions.begin(), comparison.kpis.assumptions.end(), [&id = name](const KpiAssumption& one) { return one.id == id; });
    Json one = {{"id", name}, {"value", distribution.to_json()}, {"source", "this request"}};
    if (declared != comparison.kpis.assumptions.end()) {
      one["unit"] = declared->unit_text;
      one["label"] = label_json(declared->label);
    }
    out.push_back(std::move(one));
    told.insert(name);
  }
  for (const auto& one : comparison.kpis.assumptions) {
    if (told.contains(one.id)) continue;
    out.push_back({{"id", one.id}, {"value", one.value}, {"unit", one.unit_text}, {"source", one.source}, {"label", label_json(one.label)}});
  }
  // Of the units: one line each where all have the same, else the range.
  const auto of_units = [&](const char* name, double twin::CapacityAssumptions::*figure) {
    if (told.contains(name)) return;
    std::optional<double> low, high;
    for (const auto& scenario : comparison.scenarios) {
      for (const auto& unit : scenario.units) {
        const double value = unit.input.unit.assumptions.*figure;
        low = std::min(low.value_or(value), value), high = std::max(high.value_or(value), value);
      }
    }
    if (!low) return;
    Json value = *low;
    if (*low != *high) value = {{"least", *low}, {"most", *high}};
    out.push_back({{"id", name}, {"value", std::move(value)}, {"source", "the plan units"}});
  };
  of_units("storey_height_m", &twin::CapacityAssumptions::storey_height_m);
  of_units("net_ratio", &twin::CapacityAssumptions::net_ratio);
  of_units("m2_per_resident", &twin::CapacityAssumptions::m2_per_resident);
  of_units("k_m2_per_dwelling", &twin::CapacityAssumptions::k_m2_per_dwelling);
  of_units("k_m2_per_parking_space", &twin::CapacityAssumptions::k_m2_per_parking_space);
  return out;
}

}  // namespace

Json to_json(const Comparison& comparison) {
  Json scenarios = Json::array(), kpis = Json::array();
  for (std::size_t s = 0; s < comparison.scenarios.size(); ++s) scenarios.push_back(scenario_json(comparison, s));
  for (std::size_t k = 0; k < comparison.order.shown.size(); ++k) kpis.push_back(kpi_json(comparison, k));
  return {{"scenarios", std::move(scenarios)}, {"kpis", std::move(kpis)},           {"dominance", dominance_json(comparison)},
          {"ranking", ranking_json(comparison)}, {"regret", regret_json(comparison)}, {"robustness", robustness_json(comparison)},
          {"assumptions", assumptions_json(comparison)}};
}

}  // namespace sim
