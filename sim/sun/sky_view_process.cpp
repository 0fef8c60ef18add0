#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "sim/run/in_blocks.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/receiver_inputs.hpp"
#include "sim/sun/sky_view.hpp"
#include "sim/sun/sun_processes.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kRays = 2'048;
constexpr double kMostRays = 2e10, kUpright = 0.0872;  // sin 5°
constexpr std::size_t kBlock = 16, kBetweenLooks = 1'024;

class SkyViewProcess final : public Process {
 public:
  std::string_view id() const override { return "sky-view"; }
  std::string_view version() const override { return "1.1.0"; }
  std::string_view title() const override { return "Sky view factor"; }
  std::string_view summary() const override {
    return "How much of the sky points of the ground and of facades see, weighted by the cosine or not, and the vertical sky "
           "component of facades, with an error bound.";
  }
  Json input_schema() const override;
  Json output_schema() const override;
  Json example() const override;
  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override;
};

twin::Result<SkyPattern> read_pattern(const Json& inputs) {
  double rays = kRays;
  if (inputs.contains("rays")) {
    TWIN_TRY(rays, read_number(inputs["rays"], "/rays", {8, 1e6}));
  }
  SkyWeighting weighting = SkyWeighting::kCosine;
  if (inputs.contains("weighting")) {
    TWIN_TRY(const std::string name, read_text(inputs["weighting"], "/weighting"));
    if (name != "cosine" && name != "unweighted") {
      return input_invalid("/weighting", "There is no weighting of this name.", inputs["weighting"], "Send cosine or unweighted.");
    }
    if (name == "unweighted") weighting = SkyWeighting::kUnweighted;
  }
  return SkyPattern(static_cast<std::size_t>(std::ceil(rays)), weighting);
}

twin::Result<Json> SkyViewProcess::run(const Json& inputs, const RunContext& context, Sink& sink) const {
  sink.progress(0, "inputs");
  auto members = scene_members();
  for (const char* name : {"receivers", "rays", "weighting"}) members.emplace_back(name);
  TWIN_CHECK(expect_members(inputs, "", members));
  TWIN_TRY(const SceneInputs scene, read_scene(inputs, context));
  TWIN_TRY(const SkyPattern pattern, read_pattern(inputs));
  TWIN_TRY(const ReceiverSet set, read_receivers(inputs, scene, context));
  const double total = static_cast<double>(pattern.size()) * static_cast<double>(set.receivers.size());
  if (total > kMostRays) {
    return twin::Problem{"value-out-of-range", fmt::format("A run asks at most {:.0f} rays.", kMostRays), "/rays",
                         fmt::format("{:.0f}", total), "Send fewer rays, or fewer receivers."};
  }
  sink.progress(0.02, "obstacles");
  TWIN_TRY(const geo::EmbreeOcclusion occlusion, build_scene(scene, context, set.bounds()));

  std::vector<ReceiverSky> skies(set.receivers.size());
  std::atomic<std::uint64_t> rays{0};
  for (std::size_t start = 0; start < skies.size(); start += kBetweenLooks) {
    if (sink.cancelled()) return twin::Problem{"run-cancelled", "The run was cancelled before it ended.", "", "", "Run it again; nothing of it was kept."};
    const std::size_t count = std::min(kBetweenLooks, skies.size() - start);
    in_blocks(count, kBlock, 0, [&](std::size_t from, std::size_t to) {
      std::uint64_t asked = 0;
      for (std::size_t i = start + from; i < start + to; ++i) skies[i] = look_at_sky(occlusion, pattern, set.receivers[i], asked);
      rays += asked;
    });
    sink.progress(static_cast<double>(start + count) / static_cast<double>(skies.size()), "sky");
  }

  Json factors = Json::array(), bounds = Json::array(), components = Json::array();
  double worst = 0;
  for (std::size_t i = 0; i < skies.size(); ++i) {
    factors.push_back(skies[i].view_factor);
    bounds.push_back(skies[i].bound);
    const bool upright = std::abs(set.receivers[i].normal.z()) <= kUpright;
    components.push_back(upright ? Json(100 * skies[i].overcast_share) : Json());
    worst = std::max(worst, skies[i].bound);
  }
  return Json{{"svf", std::move(factors)},
              {"error_bound", worst},
              {"error_bounds", std::move(bounds)},
              {"vertical_sky_component_percent", std::move(components)},
              {"weighting", pattern.weighting() == SkyWeighting::kCosine ? "cosine" : "unweighted"},
              {"rays_per_receiver", pattern.size()},
              {"rays", rays.load()},
              {"receivers", receivers_json(set)},
              {"warnings", set.warnings},
              {"lineage", lineage_of(*this, inputs, context)}};
}

Json SkyViewProcess::input_schema() const {
  Json properties;
  add_scene_schema(properties);
  properties["receivers"] = receivers_schema();
  properties["rays"] = number_schema("Lines of sight of each receiver, at least", 8, 1e6, kRays);
  properties["weighting"] = {{"type", "string"}, {"title", "Weighting"}, {"enum", {"cosine", "unweighted"}}, {"default", "cosine"},
                             {"description", "cosine: what the surface receives of an even sky; unweighted: share of the half-space before it."}};
  return {{"type", "object"}, {"additionalProperties", false}, {"required", {"receivers"}}, {"properties", std::move(properties)}};
}

Json SkyViewProcess::output_schema() const {
  Json properties;
  properties["svf"] = numbers_schema("Sky view factor of each receiver", "0 to 1; an open upright wall has 0.5.");
  properties["error_bound"] = number_schema("Error bound", "The truth lies within svf ± this, for every receiver.");
  properties["error_bounds"] = numbers_schema("Error bound of each receiver", "Half a piece of the pattern for every pair of neighbours that answer differently.");
  properties["vertical_sky_component_percent"] = numbers_schema(
      "Vertical sky component of each receiver, %", "Light of a CIE overcast sky on an upright surface, of that on open level ground; null for others.");
  properties["weighting"] = {{"type", "string"}, {"title", "Weighting used"}};
  properties["rays_per_receiver"] = {{"type", "integer"}, {"title", "Directions of the pattern"}};
  properties["rays"] = {{"type", "integer"}, {"title", "Lines of sight asked"}};
  properties["receivers"] = receivers_output_schema();
  properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
  properties["lineage"] = lineage_schema();
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json SkyViewProcess::example() const {
  // A street of 20 m between two rows of 20 m.
  constexpr double kEast = 25'497'000, kNorth = 6'673'000, kHalf = 500;
  const auto block = [](double south) {
    const double low = kNorth + south, high = low + 10;
    Json out;
    out["type"] = "Polygon";
    out["coordinates"] = {{{kEast - kHalf, low}, {kEast + kHalf, low}, {kEast + kHalf, high}, {kEast - kHalf, high}, {kEast - kHalf, low}}};
    out["height_m"] = 20;
    return out;
  };
  Json out;
  out["obstacles"] = {block(-20), block(10)};
  out["receivers"]["points"] = {{kEast, kNorth, 0, 0, 0, 1}, {kEast, kNorth + 10, 10, 0, -1, 0}};
  out["crs"] = "EPSG:3879";
  out["rays"] = kRays;
  out["weighting"] = "cosine";
  return out;
}

}  // namespace

const Process& sky_view_process() {
  static const SkyViewProcess process;
  return process;
}

}  // namespace sim
