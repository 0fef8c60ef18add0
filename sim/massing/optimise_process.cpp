#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/massing/massing.hpp"
#include "sim/massing/massing_process.hpp"
#include "sim/massing/pareto.hpp"
#include "sim/massing/trial_sun.hpp"
#include "sim/massing/trials.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/receiver_layout.hpp"
#include "sim/sun/sun_inputs.hpp"
#include "sim/sun/sun_processes.hpp"
#include "sim/zoning/zoning_input.hpp"
#include "sim/zoning/zoning_process.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

struct Search {
  std::vector<MassingKind> kinds;
  std::size_t most = 24;
  double spacing_m = 3, neighbours_m = 60;
};

twin::Result<Search> read_search(const Json& inputs) {
  Search out;
  out.kinds = massing_kinds();
  if (inputs.contains("kinds")) {
    const Json& list = inputs["kinds"];
    if (!list.is_array() || list.empty()) return input_invalid("/kinds", "Kinds of buildings are a list.", list, "Send [\"perimeter\", \"slab\"], or leave it out for all.");
    std::vector<std::string_view> names;
    for (const auto& kind : massing_kinds()) names.push_back(kind.name);
    out.kinds.clear();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto place = pointer_to("/kinds", i);
      TWIN_TRY(const auto name, read_text(list[i], place));
      const auto* const known = find_massing_kind(name);
      if (known == nullptr)
        return twin::Problem{"code-unknown", "There is no massing of this kind.", place, twin::excerpt(name), did_you_mean(name, names)};
      out.kinds.push_back(*known);
    }
  }
  if (inputs.contains("trials_max")) {
    TWIN_TRY(const double most, read_number(inputs["trials_max"], "/trials_max", {1, 200}));
    out.most = static_cast<std::size_t>(most);
  }
  if (inputs.contains("spacing_m")) {
    TWIN_TRY(out.spacing_m, read_number(inputs["spacing_m"], "/spacing_m", {0.5, 50}));
  }
  if (inputs.contains("neighbours_within_m")) {
    TWIN_TRY(out.neighbours_m, read_number(inputs["neighbours_within_m"], "/neighbours_within_m", {0, 1000}));
  }
  return out;
}

/// The unit's extent and so much around it.
twin::PlanPolygon around(const twin::PlanPolygon& unit, double margin_m) {
  double west = unit.outer[0].east, east = west, south = unit.outer[0].north, north = south;
  for (const auto& p : unit.outer) {
    west = std::min(west, p.east), east = std::max(east, p.east);
    south = std::min(south, p.north), north = std::max(north, p.north);
  }
  west -= margin_m, south -= margin_m, east += margin_m, north += margin_m;
  return {{{west, south}, {east, south}, {east, north}, {west, north}}, {}};
}

/// Buildings that stand on the plot: most corners of their footprint lie in it.
std::vector<std::string> standing_on(const twin::PlanPolygon& unit, const RunContext& context) {
  std::vector<std::string> out;
  if (context.city == nullptr) return out;
  context.city->for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
    const auto& ring = building.footprint.outer;
    const auto within = std::count_if(ring.begin(), ring.end(), [&](const auto& p) { return lies_in(unit, p); });
    if (within * 2 > static_cast<std::ptrdiff_t>(ring.size())) out.push_back(building.id);
  });
  return out;
}

/// Facades around the plot: of the twin, and of obstacles that the request sends.
twin::Result<ReceiverSet> neighbours_of(const twin::PlanPolygon& unit, const Search& search, const SceneInputs& scene, const RunContext& context) {
  const Json spacing = {{"spacing_m", std::max(3.0, 2 * search.spacing_m)}, {"storey_height_m", 3}};
  ReceiverSet out;
  const auto take = [&](Json facades) -> twin::Status {
    facades.update(spacing);
    TWIN_TRY(ReceiverSet set, read_receivers({{"receivers", {{"facades", std::move(facades)}}}}, scene, context));
    out.receivers.insert(out.receivers.end(), set.receivers.begin(), set.receivers.end());
    out.areas_m2.insert(out.areas_m2.end(), set.areas_m2.begin(), set.areas_m2.end());
    return twin::Done{};
  };
  const auto area = around(unit, search.neighbours_m);
  if (context.city != nullptr) TWIN_CHECK(take({{"area", polygon_to_json(area)}}));
  Json sent = Json::array();
  for (std::size_t i = 0; i < scene.obstacles.size(); ++i) {
    const auto& ring = scene.obstacles[i].polygon.outer;
    if (std::any_of(ring.begin(), ring.end(), [&](const auto& p) { return lies_in(area, p); })) sent.push_back(i);
  }
  if (!sent.empty()) TWIN_CHECK(take({{"obstacles", std::move(sent)}}));
  return out;
}

struct Option {
  Trial trial;
  Massing massing;
  TrialSun sun;

  /// To the tenth of a k-m2, the hundredth of an hour and the m2·h: what differs by less is the same.
  Merits merits() const {
    const auto to = [](double value, double step) { return std::round(value / step) * step; };
    return {to(massing.floor_area_k_m2, 0.1), to(sun.yard_h.value_or(0), 0.01), to(-sun.neighbours_lost_m2h, 1)};
  }
};

Json option_to_json(const Option& option, const ZoningInput& input, bool with_buildings) {
  const auto& kind = option.trial.kind;
  Json layout = {{"frame_depth_m", kind.depth_m}, {"gap_across_m", kind.gap_across_m}, {"storeys_max", kind.storeys_max}};
  Json out = {{"kind", kind.name},
              {"layout", std::move(layout)},
              {"direction_deg", option.trial.direction_deg ? Json(*option.trial.direction_deg) : Json()},
              {"floor_area_k_m2", option.massing.floor_area_k_m2},
              {"footprint_m2", option.massing.footprint_m2},
              {"buildings", option.massing.buildings.size()},
              {"yard_sun_h", option.sun.yard_h ? Json(*option.sun.yard_h) : Json()},
              {"yard_sun_bound_h", option.sun.yard_bound_h},
              {"neighbours_lost_m2h", option.sun.neighbours_lost_m2h},
              {"neighbours_lost_bound_m2h", option.sun.neighbours_bound_m2h}};
  if (with_buildings) out["massing"] = to_json(option.massing, input);
  return out;
}

std::vector<std::size_t> front_of(const std::vector<Option>& options) {
  std::vector<Merits> merits;
  for (const auto& option : options) merits.push_back(option.merits());
  auto out = undominated(merits);
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return merits[a] > merits[b]; });
  return out;
}

Json front_to_json(const std::vector<Option>& options, const ZoningInput& input, bool with_buildings) {
  Json out = Json::array();
  for (const std::size_t i : front_of(options)) out.push_back(option_to_json(options[i], input, with_buildings));
  return out;
}

class OptimiseProcess final : public Process {
 public:
  std::string_view id() const override { return "optimise"; }
  std::string_view version() const override { return "1.1.0"; }
  std::string_view title() const override { return "Massing options"; }
  std::string_view summary() const override {
    return "Tries massings of one plan unit and proposes those that no other one beats: more floor area, more sun in the yard, less sun "
           "taken from the neighbours' facades.";
  }
  Json input_schema() const override;
  Json output_schema() const override;
  Json example() const override;
  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override;
};

std::vector<std::string_view> member_names() {
  auto names = zoning_members();
  const auto add = [&](const std::vector<std::string_view>& more) {
    for (const auto& name : more) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  };
  add(scene_members());
  add(sun_members());
  add({"kinds", "trials_max", "spacing_m", "neighbours_within_m", "seed"});
  return names;
}

twin::Result<Json> OptimiseProcess::run(const Json& inputs, const RunContext& context, Sink& sink) const {
  sink.progress(0, "inputs");
  TWIN_CHECK(expect_members(inputs, "", member_names()));
  TWIN_TRY(const Search search, read_search(inputs));
  TWIN_TRY(ZoningInput input, read_zoning_input(inputs, context));
  if (inputs.contains("seed")) {
    if (!inputs["seed"].is_number_integer() || inputs["seed"] < 0) return input_invalid("/seed", "A seed is a whole number from 0.", inputs["seed"], "Send 41.");
    input.seed = inputs["seed"].get<std::uint64_t>();
  }
  TWIN_TRY(SceneInputs scene, read_scene(inputs, context));
  TWIN_TRY(const SunInputs sun, read_sun(inputs, scene.crs));
  TWIN_TRY(const auto capacity, zoning_capacity(input));
  const auto replaced = standing_on(input.unit.boundary, context);
  scene.without.insert(replaced.begin(), replaced.end());

  sink.progress(0.02, "the sun as it is");
  TWIN_TRY(ReceiverSet neighbours, neighbours_of(input.unit.boundary, search, scene, context));
  TWIN_TRY(const ReceiverSet yard, lay_out_ground({input.unit.boundary, search.spacing_m, 0, capacity.ground_level_m}, scene, context, "/spacing_m"));
  twin::Box box = yard.bounds();
  if (!neighbours.receivers.empty()) {
    box.add(neighbours.bounds().low);
    box.add(neighbours.bounds().high);
  }
  TWIN_TRY(const SunSky sky, sun.sky(scene.crs));
  TWIN_TRY(auto occlusion, build_scene(scene, context, box, geo::EmbreeOcclusion::Use::kEdits));
  Sink silent;
  TWIN_TRY(TrialScene trial_scene, TrialScene::build(std::move(occlusion), sky, sun.method, yard.receivers, neighbours, silent));

  const auto trials = trials_of(input.unit.boundary, search.kinds, capacity.storeys_max.value_or(200), search.most, input.seed);
  std::vector<Option> options;
  std::size_t empty = 0;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (sink.cancelled()) return twin::Problem{"run-cancelled", "The run was cancelled.", "", "", "Run it again."};
    sink.progress(0.1 + 0.9 * static_cast<double>(i) / static_cast<double>(trials.size()), fmt::format("option {} of {}", i + 1, trials.size()));
    TWIN_TRY(auto massing, massing_of(input, trials[i].kind, trials[i].direction_deg));
    if (massing.buildings.empty()) {
      ++empty;
      continue;
    }
    TWIN_TRY(const auto trial_sun, trial_scene.with(massing, silent));
    options.push_back({trials[i], std::move(massing), trial_sun});
    sink.partial({{"options", front_to_json(options, input, false)}});
  }
  Json warnings = Json::array();
  if (options.empty()) warnings.push_back("No kind of building fits on the plot: massing tells for each what prevents it.");
  if (neighbours.receivers.empty()) warnings.push_back("There is no neighbour: nothing can lose sun.");
  sink.progress(1, "done");
  const auto beaten = options.size() - front_of(options).size();
  return Json{{"options", front_to_json(options, input, true)},
              {"tried", trials.size()},
              {"beaten", beaten},
              {"empty", empty},
              {"replaces", replaced},
              {"floor_area_allowed_k_m2", capacity.floor_area_allowed_k_m2 ? Json(*capacity.floor_area_allowed_k_m2) : Json()},
              {"warnings", std::move(warnings)},
              {"lineage", lineage_of(*this, inputs, context)}};
}

Json OptimiseProcess::input_schema() const {
  Json properties = zoning_member_schemas();
  const Json crs = properties["crs"];
  add_scene_schema(properties);
  add_sun_schema(properties);
  properties["crs"] = crs;
  Json kinds = Json::array();
  for (const auto& kind : massing_kinds()) kinds.push_back(kind.name);
  properties["kinds"] = {{"type", "array"}, {"title", "Kinds of buildings"}, {"description", "Left out: all."},
                         {"items", {{"type", "string"}, {"enum", std::move(kinds)}}}};
  properties["trials_max"] = {{"type", "integer"}, {"title", "Massings to try, at most"}, {"minimum", 1}, {"maximum", 200}, {"default", 24}};
  properties["spacing_m"] = number_schema("Distance of points in the yard, m", 0.5, 50, 3);
  properties["neighbours_within_m"] = number_schema("Facades count up to this far from the plot, m", 0, 1000, 60);
  properties["seed"] = {{"type", "integer"}, {"minimum", 0}, {"title", "Seed"}, {"description", "In place of the run's."}};
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

Json OptimiseProcess::output_schema() const {
  Json properties;
  properties["options"] = {{"type", "array"},
                           {"title", "Massings that no other one beats, most floor area first"},
                           {"description",
                            "{kind, layout, direction_deg, floor_area_k_m2, footprint_m2, buildings, yard_sun_h and yard_sun_bound_h (mean over the "
                            "unbuilt ground, over the periods asked for), neighbours_lost_m2h and its bound, massing (as the process massing)}"},
                           {"items", {{"type", "object"}}}};
  properties["tried"] = {{"type", "integer"}, {"title", "Massings tried"}};
  properties["beaten"] = {{"type", "integer"}, {"title", "Massings that another one beats"}};
  properties["empty"] = {{"type", "integer"}, {"title", "Trials in which no building fits"}};
  properties["replaces"] = {{"type", "array"}, {"title", "Buildings of the twin on the plot, taken as gone"}, {"items", {{"type", "string"}}}};
  properties["floor_area_allowed_k_m2"] = nullable(number_schema("Floor area allowed, k-m2"));
  properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
  properties["lineage"] = lineage_schema();
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json OptimiseProcess::example() const {
  Json out = zoning_example();
  const Json ring = {{25497010, 6673065}, {25497050, 6673065}, {25497050, 6673080}, {25497010, 6673080}, {25497010, 6673065}};
  Json neighbour;
  neighbour["type"] = "Polygon";
  neighbour["coordinates"] = Json::array({ring});
  neighbour["base_n2000_m"] = 0;
  neighbour["height_m"] = 12;
  out["obstacles"] = Json::array({neighbour});
  out["from"] = "2026-03-20T00:00:00+02:00";
  out["to"] = "2026-03-21T00:00:00+02:00";
  out["step"] = "30min";
  out["trials_max"] = 12;
  return out;
}

}  // namespace

const Process& optimise_process() {
  static const OptimiseProcess process;
  return process;
}

}  // namespace sim
