#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/compare/decision.hpp"
#include "sim/compare/ensemble.hpp"
#include "sim/compare/scenario_figures.hpp"
#include "sim/compare/scenario_sun.hpp"

namespace sim {

/// A key figure of one scenario.
struct KpiValue {
  std::optional<double> value;
  std::string reason;   ///< why there is none
  std::string note;     ///< what must be known to read it
  std::optional<double> bound;  ///< the truth lies within value ± bound, as far as lines of sight are concerned
  twin::Digest hash;    ///< of definition, inputs and what these follow from
  bool of_buildings = false;  ///< its inputs come from buildings, whose trust is told
};

/// A figure that cannot decide, and why.
struct LeftOut {
  std::string id, reason;
};

/// What a request asks for beside its scenarios.
struct ComparisonOrder {
  std::vector<const Kpi*> shown;
  std::map<std::string, double, std::less<>> weights;  ///< over the files'
  Assumptions assumptions;
  std::size_t draws = 0;
  std::uint64_t seed = 0;
  bool map = false;
  std::optional<SunOrder> sun;
};

struct Comparison {
  KpiSet kpis;
  ComparisonOrder order;
  std::vector<Scenario> scenarios;
  std::vector<ScenarioFigures> figures;
  std::vector<twin::Digest> inputs_hashes;    ///< by scenario
  std::vector<std::vector<KpiValue>> table;   ///< by figure (as `order.shown`), scenario
  std::vector<Criterion> criteria;
  std::vector<LeftOut> left_out;
  std::optional<Ensemble> ensemble;
  std::vector<std::shared_ptr<const ScenarioSun>> sun;  ///< by scenario, where it was asked for
  std::size_t units_computed = 0, units_known = 0;
};

/// Figures of all scenarios: units that several share are computed once, in parallel. Error `run-cancelled`.
twin::Status compute_figures(Comparison& comparison, const RunContext& context, Sink& sink);

/// Figures of sun and sky, put among the scenarios' inputs where these do not give them themselves. Errors: those of `compute_sun`.
twin::Status add_sun(Comparison& comparison, const RunContext& context, Sink& sink);

/// Evaluates all figures, and takes those that can decide as criteria.
void evaluate_table(Comparison& comparison);

/// The answer of the process, without lineage.
twin::Json to_json(const Comparison& comparison);

/// What differs between the first scenario and each other one, and the features as GeoJSON with a column for each scenario and
/// for each difference from the first.
twin::Json feature_differences(const Comparison& comparison);
twin::Json difference_map(const Comparison& comparison);

}  // namespace sim
