#include "sim/compare/comparison_process.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/compare/comparison.hpp"
#include "sim/massing/massing_process.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/sun/sun_processes.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kMostKpiFiles = 20;
const std::vector<std::string_view> kMembers{"scenarios", "kpis",    "kpi_files",  "weights", "assumptions", "samples",
                                             "seed",      "plan_units", "parking_zone", "tables",  "date",        "map",     "sun"};

/// Files of key figures of the request; problems have "/kpi_files/0: my.toml line 3" as place.
twin::Result<KpiSet> read_own_kpis(const Json& inputs) {
  std::vector<KpiText> own;
  if (!inputs.contains("kpi_files")) return read_kpis(own);
  const Json& list = inputs["kpi_files"];
  if (!list.is_array() || list.size() > kMostKpiFiles) return input_invalid("/kpi_files", "Files are a list of at most 20.", list, "Send [{\"name\": \"own.toml\", \"text\": …}].");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto pointer = pointer_to("/kpi_files", i);
    TWIN_CHECK(expect_members(list[i], pointer, {"name", "text"}));
    if (!list[i].contains("name")) return input_invalid(pointer, "A file has a name.", list[i], "Send its name: problems are told by it.");
    TWIN_CHECK(read_text(list[i]["name"], pointer_to(pointer, "name")));
    if (!list[i].contains("text") || !list[i]["text"].is_string()) return input_invalid(pointer_to(pointer, "text"), "A file has a text.", list[i], "Send the TOML as text.");
    own.push_back({list[i]["name"].get_ref<const std::string&>(), list[i]["text"].get_ref<const std::string&>()});
  }
  auto out = read_kpis(own);
  if (out || out.problem().place.starts_with("kpi/")) return out;
  twin::Problem problem = out.problem();
  problem.place = "/kpi_files: " + problem.place;
  return problem;
}

twin::Problem unknown_kpi(const std::string& pointer, const std::string& id, const KpiSet& kpis) {
  std::vector<std::string_view> known;
  for (const auto& kpi : kpis.kpis) known.push_back(kpi.id);
  return {"code-unknown", "There is no key figure of this name.", pointer, twin::excerpt(id), did_you_mean(id, known)};
}

twin::Result<std::uint64_t> whole_number(const Json& json, const char* pointer, std::uint64_t most) {
  if (!json.is_number_integer() || (json.is_number_integer() && !json.is_number_unsigned() && json.get<std::int64_t>() < 0))
    return input_invalid(pointer, "A whole number from 0 is expected here.", json, "Send 1000.");
  const auto out = json.get<std::uint64_t>();
  if (out > most) return twin::Problem{"value-out-of-range", fmt::format("At most {}.", most), pointer, fmt::format("{}", out), "Send less."};
  return out;
}

twin::Status read_order(const Json& inputs, const RunContext& context, Comparison& into) {
  ComparisonOrder& order = into.order;
  order.seed = context.seed;
  if (inputs.contains("kpis")) {
    const Json& list = inputs["kpis"];
    if (!list.is_array() || list.empty()) return input_invalid("/kpis", "Key figures are a list of ids.", list, "Send [\"residents\"], or leave it out for all.");
    for (std::size_t i = 0; i < list.size(); ++i) {
      TWIN_TRY(const std::string id, read_text(list[i], pointer_to("/kpis", i)));
      const Kpi* const kpi = into.kpis.find(id);
      if (kpi == nullptr) return unknown_kpi(pointer_to("/kpis", i), id, into.kpis);
      if (std::find(order.shown.begin(), order.shown.end(), kpi) == order.shown.end()) order.shown.push_back(kpi);
    }
  } else {
    for (const auto& kpi : into.kpis.kpis) order.shown.push_back(&kpi);
  }
  if (inputs.contains("weights")) {
    const Json& weights = inputs["weights"];
    if (!weights.is_object()) return input_invalid("/weights", "Weights are an object.", weights, "Send {\"dwellings\": 2}.");
    for (const auto& [id, value] : weights.items()) {
      const auto pointer = pointer_to("/weights", twin::excerpt(id));
      const Kpi* const kpi = into.kpis.find(id);
      if (kpi == nullptr) return unknown_kpi(pointer, id, into.kpis);
      if (kpi->better == Better::kNeither)
        return input_invalid(pointer, "More of this figure is neither better nor worse: it cannot be ranked by.", value,
                             "Weigh a figure with a direction, or give it one (better = \"up\" or \"down\") in a file of your own.");
      TWIN_TRY(order.weights[id], read_number(value, pointer, {0, 1e6}));
    }
  }
  TWIN_TRY(order.assumptions, Assumptions::read(inputs, into.kpis));
  if (inputs.contains("samples")) {
    TWIN_TRY(order.draws, whole_number(inputs["samples"], "/samples", kMostDraws));
  } else if (order.assumptions.any_spread()) {
    order.draws = 1000;
  }
  if (inputs.contains("seed")) {
    TWIN_TRY(order.seed, whole_number(inputs["seed"], "/seed", ~std::uint64_t{0}));
  }
  if (inputs.contains("sun")) {
    TWIN_TRY(order.sun, SunOrder::read(inputs["sun"]));
  }
  if (!inputs.contains("map")) return twin::Done{};
  if (!inputs["map"].is_boolean()) return input_invalid("/map", "Whether a map is wanted.", inputs["map"], "Send true or false.");
  order.map = inputs["map"].get<bool>();
  return twin::Done{};
}

class ComparisonProcess final : public Process {
 public:
  std::string_view id() const override { return "scenario-comparison"; }
  std::string_view version() const override { return "1.1.0"; }
  std::string_view title() const override { return "Scenario comparison"; }
  std::string_view summary() const override {
    return "Key figures of 2 to 10 scenarios side by side: differences, dominance, a weighted ranking with the weights that turn it, regret; with spread "
           "assumptions P10, P50, P90 and how likely one is better than another; what differs on the map; where asked for, sun, daylight and solar yield of what "
           "stands in each.";
  }
  Json input_schema() const override { return comparison_input_schema(); }
  Json output_schema() const override { return comparison_output_schema(); }
  Json example() const override { return comparison_example(); }

  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override {
    sink.progress(0, "inputs");
    TWIN_CHECK(expect_members(inputs, "", kMembers));
    Comparison comparison;
    TWIN_TRY(comparison.kpis, read_own_kpis(inputs));
    TWIN_CHECK(read_order(inputs, context, comparison));
    TWIN_TRY(comparison.scenarios, read_scenarios(inputs, comparison.kpis, context));
    sink.progress(0.05, "plan units");
    TWIN_CHECK(compute_figures(comparison, context, sink));
    evaluate_table(comparison);
    if (comparison.order.sun) {
      sink.partial(answer(comparison, inputs, context));
      TWIN_CHECK(add_sun(comparison, context, sink));
      evaluate_table(comparison);
    }
    if (comparison.order.draws > 0 && comparison.order.assumptions.any_spread()) {
      // The table stands before the spread is known.
      sink.partial(answer(comparison, inputs, context));
      TWIN_TRY(comparison.ensemble, run_ensemble(comparison.figures, comparison.order.shown, comparison.kpis, comparison.order.assumptions, comparison.order.draws,
                                                 comparison.order.seed, context.memory, sink));
    }
    Json out = answer(comparison, inputs, context);
    sink.progress(1, "done");
    return out;
  }

 private:
  Json answer(const Comparison& comparison, const Json& inputs, const RunContext& context) const {
    Json out = to_json(comparison);
    out["differences"] = feature_differences(comparison);
    out["map"] = comparison.order.map ? difference_map(comparison) : Json();
    Json lineage = lineage_of(*this, inputs, context);
    lineage["seed"] = comparison.order.seed;
    lineage["zoning_capacity"] = kZoningCapacityVersion;
    for (const auto& file : comparison.kpis.files) lineage["kpi_files"].push_back({{"name", file.name}, {"hash", file.hash.hex()}});
    if (!comparison.sun.empty()) {
      Json& sun = lineage["sun"] = comparison.order.sun->to_json();
      for (const Process* engine : {&sun_hours_process(), &lost_sun_process(), &sky_view_process(), &solar_potential_process(), &massing_process()}) {
        sun["engines"][std::string(engine->id())] = engine->version();
      }
    }
    out["lineage"] = std::move(lineage);
    return out;
  }
};

}  // namespace

const Process& comparison_process() {
  static const ComparisonProcess process;
  return process;
}

}  // namespace sim
