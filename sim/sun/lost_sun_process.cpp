#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "geo/rays/city_obstacles.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/receiver_inputs.hpp"
#include "sim/sun/sun_inputs.hpp"
#include "sim/sun/sun_processes.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::uint64_t kProposedKey = kSentKey << 1;

class LostSunProcess final : public Process {
 public:
  std::string_view id() const override { return "lost-sun"; }
  std::string_view version() const override { return "1.1.0"; }
  std::string_view title() const override { return "Lost sun"; }
  std::string_view summary() const override {
    return "Sun hours before and after a proposal is built and buildings are taken down; only receivers that the change can reach are "
           "computed twice.";
  }
  Json input_schema() const override;
  Json output_schema() const override;
  Json example() const override;
  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override;
};

struct Change {
  std::vector<SentObstacle> proposal;
  std::set<std::string> demolished;
};

twin::Result<Change> read_change(const Json& inputs, const SceneInputs& scene, const RunContext& context) {
  Change out;
  if (!inputs.contains("proposal") && !inputs.contains("demolished")) {
    return input_invalid("/proposal", "What changes is missing.", Json(), "Send proposal, a list of obstacles, or demolished, ids of buildings of the twin.");
  }
  if (inputs.contains("proposal")) {
    TWIN_TRY(out.proposal, read_obstacles(inputs["proposal"], "/proposal", scene.crs));
  }
  if (!inputs.contains("demolished")) return out;
  // Ids are read and checked as those of buildings left out.
  Json as_left_out = Json::object();
  as_left_out["without"] = inputs["demolished"];
  auto read = read_scene(as_left_out, context);
  if (!read) {
    twin::Problem problem = read.problem();
    if (problem.place.starts_with("/without")) problem.place.replace(0, 8, "/demolished");
    return problem;
  }
  out.demolished = std::move(read->without);
  return out;
}

/// Makes the change in the scene and tells where.
twin::Result<std::vector<twin::Box>> apply(const Change& change, const SceneInputs& scene, const RunContext& context, const twin::Box& around,
                                           geo::EmbreeOcclusion& occlusion) {
  std::vector<twin::Box> changed;
  for (std::size_t i = 0; i < change.proposal.size(); ++i) {
    occlusion.put(kProposedKey + i, change.proposal[i].mesh);
    changed.push_back(change.proposal[i].mesh.bounds());
  }
  if (!change.demolished.empty()) {
    twin::Box box = around;
    box.add(twin::WorkingPosition{around.low.east - scene.reach_m, around.low.north - scene.reach_m, around.low.up});
    box.add(twin::WorkingPosition{around.high.east + scene.reach_m, around.high.north + scene.reach_m, around.high.up});
    for (const twin::FeatureNumber number : geo::obstacles_within(*context.city, box)) {
      const twin::Building* building = context.city->building(number);
      if (building == nullptr || !change.demolished.contains(building->id)) continue;
      TWIN_TRY(const geo::ObstacleMesh mesh, obstacle_in_scene(*context.city->feature(number), context, around));
      changed.push_back(mesh.bounds());
      occlusion.erase(number);
    }
  }
  TWIN_CHECK(occlusion.commit());
  return changed;
}

twin::Result<Json> LostSunProcess::run(const Json& inputs, const RunContext& context, Sink& sink) const {
  sink.progress(0, "inputs");
  auto members = scene_members();
  for (const auto& name : sun_members()) members.push_back(name);
  for (const char* name : {"receivers", "proposal", "demolished"}) members.emplace_back(name);
  TWIN_CHECK(expect_members(inputs, "", members));
  TWIN_TRY(const SceneInputs scene, read_scene(inputs, context));
  TWIN_TRY(const SunInputs sun, read_sun(inputs, scene.crs));
  TWIN_TRY(const ReceiverSet set, read_receivers(inputs, scene, context));
  TWIN_TRY(const Change change, read_change(inputs, scene, context));
  TWIN_TRY(SunSky sky, sun.sky(scene.crs));
  sink.progress(0.02, "obstacles");
  TWIN_TRY(geo::EmbreeOcclusion occlusion, build_scene(scene, context, set.bounds(), geo::EmbreeOcclusion::Use::kEdits));

  SunField field(std::move(sky), set.receivers, sun.method);
  TWIN_CHECK(field.compute(occlusion, sink, {}, fmt::format("{} {}", id(), version())));
  std::vector<ReceiverSun> before;
  for (std::size_t i = 0; i < set.receivers.size(); ++i) before.push_back(field.at(i));
  std::vector<twin::Box> changed;
  if (!set.receivers.empty()) {
    TWIN_TRY(changed, apply(change, scene, context, set.bounds(), occlusion));
  }
  TWIN_TRY(const std::size_t recomputed, field.update(occlusion, changed, sink));

  Json hours_before = Json::array(), hours_after = Json::array(), lost = Json::array();
  double bound_h = 0, lost_m2h = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double was = hours(before[i].lit), is = hours(field.at(i).lit);
    hours_before.push_back(was);
    hours_after.push_back(is);
    lost.push_back(was - is);
    // Where nothing can have changed, both runs err alike.
    if (!(before[i] == field.at(i))) bound_h = std::max(bound_h, hours(before[i].bound) + hours(field.at(i).bound));
    if (!set.areas_m2.empty()) lost_m2h += std::max(0.0, was - is) * set.areas_m2[i];
  }
  return Json{{"hours_before", std::move(hours_before)},
              {"hours_after", std::move(hours_after)},
              {"lost_h", std::move(lost)},
              {"lost_m2h", set.areas_m2.empty() ? Json() : Json(lost_m2h)},
              {"error_bound_h", bound_h},
              {"receivers_recomputed", recomputed},
              {"rays", field.rays()},
              {"receivers", receivers_json(set)},
              {"warnings", set.warnings},
              {"lineage", lineage_of(*this, inputs, context)}};
}

Json LostSunProcess::input_schema() const {
  Json properties;
  add_scene_schema(properties);
  add_sun_schema(properties);
  properties["receivers"] = receivers_schema();
  properties["proposal"] = obstacles_schema("What is built");
  properties["demolished"] = {{"type", "array"}, {"title", "Ids of buildings of the twin that are taken down"}, {"items", {{"type", "string"}}}};
  return {{"type", "object"}, {"additionalProperties", false}, {"required", {"receivers"}}, {"properties", std::move(properties)}};
}

Json LostSunProcess::output_schema() const {
  Json properties;
  properties["hours_before"] = numbers_schema("Sun hours of each receiver before");
  properties["hours_after"] = numbers_schema("Sun hours of each receiver after");
  properties["lost_h"] = numbers_schema("Sun hours that each receiver loses", "Below 0 where it gains, by what is taken down.");
  properties["lost_m2h"] = nullable(number_schema("Sum of lost hours times area, m2 h", "Gains do not count against it; null for points as sent."));
  properties["error_bound_h"] = number_schema("Error bound of lost_h, h", "0 where nothing changes.");
  properties["receivers_recomputed"] = {{"type", "integer"}, {"title", "Receivers that the change can reach"}};
  properties["rays"] = {{"type", "integer"}, {"title", "Lines of sight asked"}};
  properties["receivers"] = receivers_output_schema();
  properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
  properties["lineage"] = lineage_schema();
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json LostSunProcess::example() const {
  Json out = sun_hours_process().example();
  Json tower;
  tower["type"] = "Polygon";
  tower["coordinates"] = {{{25497020, 6672950}, {25497040, 6672950}, {25497040, 6672970}, {25497020, 6672970}, {25497020, 6672950}}};
  tower["base_n2000_m"] = 3;
  tower["height_m"] = 50;
  out["proposal"] = Json::array({tower});
  return out;
}

}  // namespace

const Process& lost_sun_process() {
  static const LostSunProcess process;
  return process;
}

}  // namespace sim
