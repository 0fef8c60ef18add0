#include "sim/zoning/zoning_process.hpp"

#include <fmt/format.h>

#include "geo/crs/crs.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/zoning/assumptions.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

/// The frame's name as `geo` knows it. Errors: `crs-unknown`, `crs-not-accepted`.
twin::Result<std::string> read_crs(const Json& json) {
  TWIN_TRY(const std::string name, read_text(json, "/crs"));
  if (name.empty() || name == "local") return std::string();
  auto crs = geo::find_crs(name);
  if (!crs) {
    twin::Problem problem = crs.problem();
    problem.place = "/crs";
    return problem;
  }
  if (crs->geographic) {
    return twin::Problem{"crs-not-accepted", "Areas and heights need a metric frame.", "/crs",
                         twin::excerpt(name), "Send easting and northing, e.g. in EPSG:3879."};
  }
  return crs->name();
}

/// In a frame on the globe a boundary lies where the frame holds: swapped axes, degrees and other frames show here.
twin::Status check_in_frame(const twin::PlanPolygon& boundary, const std::string& frame) {
  if (frame.empty()) return twin::Done{};
  TWIN_TRY(const geo::Crs crs, geo::find_crs(frame));
  for (std::size_t i = 0; i < boundary.outer.size(); ++i) {
    const auto& p = boundary.outer[i];
    if (crs.contains(p.east, p.north)) continue;
    return twin::Problem{"coordinates-outside-area",
                         fmt::format("The boundary lies outside the area of its frame, {}.", crs.name()),
                         fmt::format("/unit/coordinates/0/{}", i), fmt::format("({:.3f}, {:.3f})", p.east, p.north),
                         fmt::format("Send easting and northing in metres of {}, name their own frame with crs, or send "
                                     "\"crs\": \"local\" where they lie in none.",
                                     crs.name())};
  }
  return twin::Done{};
}

/// A unit of the city by its id.
twin::Result<twin::PlanUnit> stored_unit(const Json& json, const RunContext& context) {
  TWIN_TRY(const std::string id, read_text(json, "/plan_unit"));
  const auto missing = [&](std::string message, std::string remedy) {
    return twin::Problem{"reference-missing", std::move(message), "/plan_unit", twin::excerpt(id),
                         std::move(remedy)};
  };
  if (context.city == nullptr)
    return missing("There is no twin to take a plan unit from.", "Name the twin, or send the unit inline.");
  std::optional<twin::PlanUnit> found;
  std::vector<std::string> ids;
  context.city->for_each_plan_unit([&](twin::FeatureNumber, const twin::PlanUnit& unit) {
    ids.push_back(unit.id);
    if (unit.id == id && !found) found = unit;
  });
  if (found) return std::move(*found);
  const std::vector<std::string_view> known(ids.begin(), ids.end());
  const auto near = nearest_word(id, known);
  return missing("There is no plan unit of this id on this branch.",
                 near ? did_you_mean(id, known) : "List the branch's plan units, and send one of their ids.");
}

twin::Result<ZoningInput> read_input(const Json& inputs, const RunContext& context) {
  TWIN_CHECK(expect_members(
      inputs, "", {"unit", "plan_unit", "crs", "ground_level_n2000_m", "regulations", "assumptions"}));
  ZoningInput out;
  out.seed = context.seed;
  const bool stored = inputs.contains("plan_unit");
  if (stored == inputs.contains("unit")) {
    return input_invalid(
        "/unit",
        stored ? "Either an inline unit or a stored plan unit, not both." : "The unit's boundary is missing.",
        Json(), "Send unit (a GeoJSON Polygon), or plan_unit (the id of one in the twin).");
  }
  if (stored) {
    TWIN_TRY(out.unit, stored_unit(inputs["plan_unit"], context));
    if (inputs.contains("crs")) {
      return input_invalid("/crs", "A stored plan unit is in the twin's frame.", inputs["crs"],
                           "Leave crs out.");
    }
    const auto* const manifest = context.city->manifest();
    if (manifest != nullptr && manifest->crs != "local") out.crs = manifest->crs;
  } else {
    TWIN_TRY(out.unit.boundary, polygon_from_json(inputs["unit"], "/unit"));
    const auto* const manifest = context.city != nullptr ? context.city->manifest() : nullptr;
    if (inputs.contains("crs")) {
      TWIN_TRY(out.crs, read_crs(inputs["crs"]));
    } else if (manifest != nullptr && manifest->crs != "local") {
      out.crs = manifest->crs;
    }
    TWIN_CHECK(check_in_frame(out.unit.boundary, out.crs));
  }
  if (inputs.contains("ground_level_n2000_m")) {
    TWIN_TRY(out.unit.ground_level_m,
             read_number(inputs["ground_level_n2000_m"], "/ground_level_n2000_m", {-500, 2000}));
  }
  if (inputs.contains("regulations")) {
    TWIN_TRY(out.unit.regulations, regulations_from_json(inputs["regulations"], "/regulations"));
  }
  if (inputs.contains("assumptions")) {
    TWIN_TRY(out.unit.assumptions,
             changed_assumptions(out.unit.assumptions, inputs["assumptions"], "/assumptions"));
  }
  return out;
}

class ZoningProcess final : public Process {
 public:
  std::string_view id() const override { return "zoning-capacity"; }
  std::string_view version() const override { return kZoningCapacityVersion; }
  std::string_view title() const override { return "Zoning capacity"; }
  std::string_view summary() const override {
    return "What the regulations of one plan unit allow: floor area allowed and reachable, the rule that "
           "binds, the "
           "legal envelope as a closed solid, dwellings, residents and parking.";
  }
  Json input_schema() const override { return zoning_input_schema(); }
  Json output_schema() const override { return zoning_output_schema(); }
  Json example() const override { return zoning_example(); }

  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override {
    sink.progress(0, "inputs");
    TWIN_TRY(const ZoningInput input, read_input(inputs, context));
    sink.progress(0.1, "envelope and floor area");
    TWIN_TRY(const ZoningCapacity capacity, zoning_capacity(input));
    Json out = to_json(capacity, input);
    sink.progress(1, "done");
    return out;
  }
};

}  // namespace

const Process& zoning_process() {
  static const ZoningProcess process;
  return process;
}

}  // namespace sim
