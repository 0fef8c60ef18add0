#include "sim/compare/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>

#include "sim/kpi/kpi_inputs.hpp"
#include "sim/run/in_blocks.hpp"
#include "twin_core/base/byte_codec.hpp"
#include "twin_core/history/diff.hpp"

namespace sim {
namespace {

/// One unit to compute, and where its figures go.
struct Job {
  ScenarioUnit* unit = nullptr;
  const std::vector<ScenarioBuilding>* near = nullptr;
  twin::Digest key;
  std::shared_ptr<const UnitFigures> made;
};

/// Floor area of the buildings that the first scenario has and this one has not.
std::optional<double> demolished(const Scenario& first, const Scenario& other) {
  double out = 0;
  bool known = true;
  const auto add = [&](const BuildingFacts& facts) {
    const auto k_m2 = facts.floor_area_k_m2 ? facts.floor_area_k_m2 : estimated_floor_area(facts, twin::CapacityAssumptions{}.storey_height_m);
    known = known && k_m2;
    out += k_m2.value_or(0);
  };
  if (first.state && other.state) {
    for (const auto& difference : twin::diff(*first.state, *other.state)) {
      if (difference.kind != twin::EntityKind::kBuilding || !difference.in_b.is_nothing()) continue;
      if (const auto* building = first.state->building(difference.number)) add(facts_of(*building));
    }
  } else if (first.state || other.state) {
    return std::nullopt;  // a branch against figures sent inline: nothing tells what became of its buildings
  }
  for (const auto& building : first.sent) {
    if (std::none_of(other.sent.begin(), other.sent.end(), [&](const ScenarioBuilding& one) { return one.facts.id == building.facts.id; })) add(building.facts);
  }
  return known ? std::optional(out) : std::nullopt;
}

bool comes_from_buildings(const Kpi& kpi) {
  return std::any_of(kpi.formula.inputs().begin(), kpi.formula.inputs().end(), [](const std::string& name) {
    const KpiInput* const input = find_kpi_input(name);
    return input != nullptr && (input->source == InputSource::kStanding || input->source == InputSource::kCheck);
  });
}

/// What the bounds of its inputs do to a figure: each moved by its own, the changes added up (exact for sums and shares of one such input).
/// Nothing where no input has one.
std::optional<double> bound_of(const Kpi& kpi, const InputValues& inputs, std::vector<std::optional<double>> values, double value) {
  std::optional<double> out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double bound = inputs.find(kpi.formula.inputs()[i])->second.bound;
    if (!values[i] || !(bound > 0)) continue;
    const double own = *values[i];
    double most = 0;
    for (const double moved : {own - bound, own + bound}) {
      values[i] = moved;
      if (const auto other = kpi.formula.evaluate(values).value) most = std::max(most, std::abs(*other - value));
    }
    values[i] = own;
    out = out.value_or(0) + most;
  }
  return out;
}

KpiValue evaluate(const Kpi& kpi, const InputValues& inputs, const twin::Digest& scenario) {
  KpiValue out;
  std::vector<std::optional<double>> values;
  std::vector<std::string> notes;
  twin::ByteWriter followed;
  followed.text(kpi.id);
  followed.text(kpi.version);
  followed.text(kpi.formula_text);
  followed.text(kpi.unit_text);
  followed.text(scenario.hex());
  for (const auto& name : kpi.formula.inputs()) {
    const auto& input = inputs.find(name)->second;
    values.push_back(input.value);
    followed.text(name);
    followed.text(input.value ? fmt::format("{}", *input.value) : "");
    if (!input.note.empty() && std::find(notes.begin(), notes.end(), input.note) == notes.end()) notes.push_back(input.note);
  }
  out.hash = twin::sha256(followed.bytes());
  out.of_buildings = comes_from_buildings(kpi);
  const FormulaValue value = kpi.formula.evaluate(values);
  out.value = value.value;
  if (!value.value && value.missing != FormulaValue::kNone) {
    const auto& name = kpi.formula.inputs()[value.missing];
    out.reason = fmt::format("{}: {}", name, inputs.find(name)->second.reason);
  } else if (!value.value) {
    out.reason = "Its formula divides by 0 here.";
  }
  if (!out.value) return out;
  out.bound = bound_of(kpi, inputs, values, *value.value);
  for (const auto& note : notes) out.note += (out.note.empty() ? "" : " ") + note;
  return out;
}

}  // namespace

twin::Status compute_figures(Comparison& comparison, const RunContext& context, Sink& sink) {
  RunMemory* const memory = context.memory;
  const Draw draw = median_draw(comparison.order.assumptions);
  std::vector<std::vector<std::vector<ScenarioBuilding>>> near;
  for (auto& scenario : comparison.scenarios) {
    for (auto& unit : scenario.units) unit.input.unit.assumptions = with_draw(unit.input.unit.assumptions, draw);
    near.push_back(buildings_of_units(scenario));
  }
  // Jobs by key, each once; `of` says which job each unit has.
  std::map<twin::Digest, std::size_t> known;
  std::vector<Job> jobs;
  std::vector<std::vector<std::size_t>> of;
  for (std::size_t s = 0; s < comparison.scenarios.size(); ++s) {
    auto& list = of.emplace_back();
    auto& units = comparison.scenarios[s].units;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const auto key = key_of(units[i], near[s][i], comparison.kpis);
      const auto [found, added] = known.try_emplace(key, jobs.size());
      if (added) {
        jobs.push_back({&units[i], &near[s][i], key, memory == nullptr ? nullptr : memory->find<UnitFigures>(key)});
        ++(jobs.back().made ? comparison.units_known : comparison.units_computed);
      }
      list.push_back(found->second);
    }
  }
  std::atomic<std::size_t> done{0};
  std::atomic<bool> cancelled{false};
  in_blocks(jobs.size(), 1, 0, [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to && !cancelled; ++i) {
      if (!jobs[i].made) {
        auto made = std::make_shared<UnitFigures>(figures_of(*jobs[i].unit, *jobs[i].near, comparison.kpis, context.blobs));
        made->key = jobs[i].key;
        jobs[i].made = made;
        if (memory != nullptr) memory->keep<UnitFigures>(jobs[i].key, made);
      }
      ++done;
      if (sink.cancelled()) cancelled = true;
    }
  });
  if (cancelled) return twin::Problem{"run-cancelled", "The run was cancelled.", "", "", "Start it again."};
  for (std::size_t s = 0; s < comparison.scenarios.size(); ++s) {
    const Scenario& scenario = comparison.scenarios[s];
    ScenarioFigures& figures = comparison.figures.emplace_back();
    figures.scenario = &scenario;
    twin::ByteWriter followed;
    for (const std::size_t job : of[s]) {
      figures.units.push_back(jobs[job].made);
      followed.text(jobs[job].key.hex());
    }
    figures.demolished_k_m2 = demolished(comparison.scenarios.front(), scenario);
    for (const auto& [name, value] : scenario.figures) followed.text(fmt::format("{}={}", name, value));
    sum_inputs(figures, comparison.kpis, draw);
    comparison.inputs_hashes.push_back(twin::sha256(followed.bytes()));
  }
  return twin::Done{};
}

twin::Status add_sun(Comparison& comparison, const RunContext& context, Sink& sink) {
  const SunOrder& order = *comparison.order.sun;
  TWIN_TRY(comparison.sun, compute_sun(comparison.scenarios, order, context, sink));
  for (std::size_t s = 0; s < comparison.sun.size(); ++s) {
    const ScenarioSun& sun = *comparison.sun[s];
    for (const auto name : kSunInputs) {
      const auto input = comparison.figures[s].inputs.find(name);
      if (input == comparison.figures[s].inputs.end() || input->second.given) continue;
      InputValue& into = input->second;
      into = {};
      if (const auto found = sun.figures.find(name); found != sun.figures.end()) {
        into.value = found->second.value;
        into.bound = found->second.bound;
        into.note = sun.note;
      } else if (const auto missing = sun.missing.find(name); missing != sun.missing.end()) {
        into.reason = missing->second;
      }
    }
    // What stands around the units counts now too.
    twin::ByteWriter followed;
    followed.text(comparison.inputs_hashes[s].hex());
    followed.text(order.to_json().dump());
    for (const std::size_t one : {std::size_t{0}, s}) followed.text(comparison.scenarios[one].state ? comparison.scenarios[one].state->head().hex() : "");
    comparison.inputs_hashes[s] = twin::sha256(followed.bytes());
  }
  return twin::Done{};
}

void evaluate_table(Comparison& comparison) {
  comparison.table.clear();
  comparison.criteria.clear();
  comparison.left_out.clear();
  for (const Kpi* kpi : comparison.order.shown) {
    auto& row = comparison.table.emplace_back();
    for (std::size_t s = 0; s < comparison.figures.size(); ++s) row.push_back(evaluate(*kpi, comparison.figures[s].inputs, comparison.inputs_hashes[s]));
    const auto weight = comparison.order.weights.find(kpi->id);
    if (kpi->better == Better::kNeither) {
      if (weight != comparison.order.weights.end()) comparison.left_out.push_back({kpi->id, "Neither more nor less of it is better."});
      continue;
    }
    Criterion criterion{kpi->id, kpi->better, weight == comparison.order.weights.end() ? kpi->weight : weight->second, {}};
    std::vector<std::string> missing;
    for (std::size_t s = 0; s < row.size(); ++s) {
      if (!row[s].value) missing.push_back(comparison.scenarios[s].name);
      criterion.values.push_back(row[s].value.value_or(0));
    }
    if (missing.empty()) {
      comparison.criteria.push_back(std::move(criterion));
    } else {
      comparison.left_out.push_back({kpi->id, fmt::format("{} of {} scenarios do not have it.", missing.size(), row.size())});
    }
  }
}

}  // namespace sim
