#include <fmt/format.h>

#include <algorithm>

#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/receiver_inputs.hpp"
#include "sim/sun/sun_inputs.hpp"
#include "sim/sun/sun_processes.hpp"

namespace sim {
namespace {

using twin::Json;

Json hours_so_far(const SunField& field) {
  Json out = Json::array();
  for (std::size_t i = 0; i < field.receivers().size(); ++i) {
    out.push_back(field.known(i) ? Json(hours(field.at(i).lit)) : Json());
  }
  return out;
}

class SunHoursProcess final : public Process {
 public:
  std::string_view id() const override { return "sun-hours"; }
  std::string_view version() const override { return "1.1.0"; }
  std::string_view title() const override { return "Sun hours"; }
  std::string_view summary() const override {
    return "How long the sun shines on points of the ground and of facades, behind obstacles, the twin's buildings and its "
           "terrain, over days or a whole year, with an error bound.";
  }
  Json input_schema() const override;
  Json output_schema() const override;
  Json example() const override;
  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override;
};

twin::Result<Json> SunHoursProcess::run(const Json& inputs, const RunContext& context, Sink& sink) const {
  sink.progress(0, "inputs");
  auto members = scene_members();
  for (const auto& name : sun_members()) members.push_back(name);
  members.push_back("receivers");
  TWIN_CHECK(expect_members(inputs, "", members));
  TWIN_TRY(const SceneInputs scene, read_scene(inputs, context));
  TWIN_TRY(const SunInputs sun, read_sun(inputs, scene.crs));
  TWIN_TRY(const ReceiverSet set, read_receivers(inputs, scene, context));
  TWIN_TRY(SunSky sky, sun.sky(scene.crs));
  sink.progress(0.02, "obstacles");
  TWIN_TRY(const geo::EmbreeOcclusion occlusion, build_scene(scene, context, set.bounds()));

  SunField field(std::move(sky), set.receivers, sun.method);
  Json places = receivers_json(set);
  TWIN_CHECK(field.compute(occlusion, sink, [&](const SunField& known) {
    Json outputs = {{"hours", hours_so_far(known)}};
    outputs["receivers"].swap(places);  // millions of them are not copied
    sink.partial(outputs);
    outputs["receivers"].swap(places);
  }, fmt::format("{} {}", id(), version())));

  Json bounds = Json::array();
  std::chrono::microseconds worst{0};
  for (std::size_t i = 0; i < set.receivers.size(); ++i) {
    bounds.push_back(hours(field.at(i).bound));
    worst = std::max(worst, field.at(i).bound);
  }
  Json up_h, convergence;
  if (!set.receivers.empty()) {
    const twin::PlanPosition first{set.receivers[0].at.east, set.receivers[0].at.north};
    std::chrono::microseconds up{0};
    for (const SunDirection& direction : field.sky().path_over(field.sky().square_of(first))) {
      up += field.sky().steps()[direction.step].length;
    }
    up_h = hours(up);
    convergence = field.sky().frame().at(first).convergence_deg;
  }
  return Json{{"hours", hours_so_far(field)},
              {"error_bound_h", hours(worst)},
              {"error_bounds_h", std::move(bounds)},
              {"sun_up_h", std::move(up_h)},
              {"meridian_convergence_deg", std::move(convergence)},
              {"method", sun.method == SunMethod::kRays ? "rays" : "horizon"},
              {"rays", field.rays()},
              {"triangles", occlusion.triangle_count()},
              {"receivers", std::move(places)},
              {"warnings", set.warnings},
              {"lineage", lineage_of(*this, inputs, context)}};
}

Json SunHoursProcess::input_schema() const {
  Json properties;
  add_scene_schema(properties);
  add_sun_schema(properties);
  properties["receivers"] = receivers_schema();
  return {{"type", "object"}, {"additionalProperties", false}, {"required", {"receivers"}}, {"properties", std::move(properties)}};
}

Json SunHoursProcess::output_schema() const {
  Json properties;
  properties["hours"] = numbers_schema("Sun hours of each receiver", "Over all periods; in partial results null where not known yet.");
  properties["error_bound_h"] = number_schema("Error bound, h", "The truth lies within hours ± this, for every receiver.");
  properties["error_bounds_h"] = numbers_schema("Error bound of each receiver, h",
                                                "Half a step for each change from sun to shadow, and one step for one that falls between two steps.");
  properties["sun_up_h"] = nullable(number_schema("Hours with the sun above the horizon of the first receiver"));
  properties["meridian_convergence_deg"] = nullable(number_schema("From true north clockwise to grid north, at the first receiver"));
  properties["method"] = {{"type", "string"}, {"title", "Method used"}, {"enum", {"rays", "horizon"}}};
  properties["rays"] = {{"type", "integer"}, {"title", "Lines of sight asked"}};
  properties["triangles"] = {{"type", "integer"}, {"title", "Triangles of the obstacles"}};
  properties["receivers"] = receivers_output_schema();
  properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
  properties["lineage"] = lineage_schema();
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json SunHoursProcess::example() const {
  const Json ring = {{25497010, 6673005}, {25497050, 6673005}, {25497050, 6673020}, {25497010, 6673020}, {25497010, 6673005}};
  Json block;
  block["type"] = "Polygon";
  block["coordinates"] = Json::array({ring});
  block["base_n2000_m"] = 3;
  block["height_m"] = 18;
  Json out;
  out["obstacles"] = Json::array({block});
  out["receivers"]["points"] = {{25497030, 6673040, 3, 0, 0, 1}, {25497030, 6673020, 6, 0, 1, 0}, {25497030, 6673005, 6, 0, -1, 0}};
  out["crs"] = "EPSG:3879";
  out["from"] = "2026-03-20T00:00:00+02:00";
  out["to"] = "2026-03-21T00:00:00+02:00";
  out["step"] = "10min";
  return out;
}

}  // namespace

const Process& sun_hours_process() {
  static const SunHoursProcess process;
  return process;
}

}  // namespace sim
