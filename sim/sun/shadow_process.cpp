#include <cmath>
#include <map>

#include "geo/rays/city_obstacles.hpp"
#include "geo/rays/shadow_polygon.hpp"
#include "geo/solid/envelope.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/offset_time.hpp"
#include "sim/sun/scene_inputs.hpp"
#include "sim/sun/sun_inputs.hpp"
#include "sim/sun/sun_path.hpp"
#include "sim/sun/sun_processes.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/base/units.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kMostTriangles = 200'000;

class ShadowProcess final : public Process {
 public:
  std::string_view id() const override { return "shadow"; }
  std::string_view version() const override { return "1.0.0"; }
  std::string_view title() const override { return "Shadow at an instant"; }
  std::string_view summary() const override {
    return "What obstacles, or buildings of the twin, leave dark of level ground at one instant, as polygons without overlaps.";
  }
  Json input_schema() const override;
  Json output_schema() const override;
  Json example() const override;
  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override;
};

/// The named buildings of the twin.
twin::Result<std::vector<geo::ObstacleMesh>> named_buildings(const Json& ids, const RunContext& context) {
  std::vector<geo::ObstacleMesh> out;
  if (context.city == nullptr) {
    return input_invalid("/buildings", "There is no twin to take buildings from.", ids, "Name the twin, or send obstacles.");
  }
  if (!ids.is_array()) return input_invalid("/buildings", "Buildings are a list of ids.", ids, "Send [\"id\", …].");
  std::map<std::string, twin::FeatureNumber> numbers;
  context.city->for_each_building([&](twin::FeatureNumber number, const twin::Building& building) { numbers.emplace(building.id, number); });
  for (std::size_t i = 0; i < ids.size(); ++i) {
    TWIN_TRY(const std::string id, read_text(ids[i], pointer_to("/buildings", i)));
    const auto found = numbers.find(id);
    if (found == numbers.end()) {
      return twin::Problem{"reference-missing", "There is no building of this id on this branch.", pointer_to("/buildings", i),
                           twin::excerpt(id), "Send the id of one of its buildings."};
    }
    TWIN_TRY(geo::ObstacleMesh mesh, geo::obstacle_of(*context.city->feature(found->second), context.blobs));
    out.push_back(std::move(mesh));
  }
  return out;
}

/// GeoJSON MultiPolygon.
Json multi_polygon(const std::vector<twin::PlanPolygon>& pieces) {
  Json coordinates = Json::array();
  for (const auto& piece : pieces) coordinates.push_back(polygon_to_json(piece)["coordinates"]);
  return {{"type", "MultiPolygon"}, {"coordinates", std::move(coordinates)}};
}

twin::Result<Json> ShadowProcess::run(const Json& inputs, const RunContext& context, Sink& sink) const {
  TWIN_CHECK(expect_members(inputs, "", {"obstacles", "buildings", "crs", "time", "ground_n2000_m", "pressure_hpa",
                                         "temperature_c", "lat_deg", "lon_deg"}));
  TWIN_TRY(const SceneInputs scene, read_scene(inputs, context));
  if (!inputs.contains("time")) return input_invalid("/time", "A shadow falls at a time.", Json(), "Send it as RFC 3339.");
  TWIN_TRY(const OffsetTime time, read_time(inputs["time"], "/time"));
  // The same reading of air and place as of sun hours, over one second around the time.
  Json sun_members = inputs;
  for (const char* name : {"obstacles", "buildings", "crs", "ground_n2000_m"}) sun_members.erase(name);
  sun_members["from"] = sun_members["to"] = inputs["time"];
  sun_members.erase("time");
  sun_members["to"] = to_text(time.instant + std::chrono::seconds(2), std::chrono::minutes(0));
  TWIN_TRY(SunInputs sun, read_sun(sun_members, scene.crs));
  sun.periods = {{time.instant - std::chrono::milliseconds(500), time.instant + std::chrono::milliseconds(500)}};
  TWIN_TRY(const SunSky sky, sun.sky(scene.crs));

  std::vector<geo::ObstacleMesh> meshes;
  for (const SentObstacle& obstacle : scene.obstacles) meshes.push_back(obstacle.mesh);
  if (inputs.contains("buildings")) {
    TWIN_TRY(auto named, named_buildings(inputs["buildings"], context));
    for (auto& mesh : named) meshes.push_back(std::move(mesh));
  }
  twin::Box box;
  std::size_t triangles = 0;
  for (const auto& mesh : meshes) {
    box.add(mesh.bounds());
    triangles += mesh.triangles.size();
  }
  if (box.empty()) return input_invalid("/obstacles", "Nothing casts a shadow.", Json(), "Send obstacles, or ids of buildings.");
  if (triangles > kMostTriangles) {
    return twin::Problem{"value-out-of-range", "A shadow is made of at most 200,000 triangles.", "/obstacles", std::to_string(triangles),
                         "Ask about fewer obstacles at a time."};
  }
  double ground_m = box.low.up;
  if (inputs.contains("ground_n2000_m")) {
    TWIN_TRY(ground_m, read_number(inputs["ground_n2000_m"], "/ground_n2000_m", {-500, 9'000}));
  }

  const SunPath path = sky.path_over(sky.square_of({(box.low.east + box.high.east) / 2, (box.low.north + box.high.north) / 2}));
  std::vector<twin::PlanPolygon> pieces;
  Json area, azimuth, elevation, per_metre;
  std::vector<std::string> warnings;
  if (path.empty()) {
    warnings.push_back("The sun is below the horizon: all ground is dark.");
  } else {
    const auto& towards = path.front().towards;
    pieces = geo::shadow_on_ground(meshes, ground_m, {-towards.east, -towards.north, -towards.up});
    double sum = 0;
    for (const auto& piece : pieces) sum += geo::area_of(piece);
    area = sum;
    azimuth = path.front().azimuth_deg;
    elevation = path.front().elevation_deg;
    per_metre = 1 / std::tan(path.front().elevation_deg * twin::kPi / 180);
  }
  sink.progress(1, "done");
  const double height_m = box.high.up - ground_m;
  // The end of a shadow h / tan e moves by h / sin² e for an error of e.
  const double error_m = path.empty() ? 0 : 0.0035 * twin::kPi / 180 * height_m / std::pow(path.front().towards.up, 2);
  return Json{{"shadow", path.empty() ? Json() : multi_polygon(pieces)},
              {"area_m2", std::move(area)},
              {"sun_azimuth_grid_deg", std::move(azimuth)},
              {"sun_elevation_deg", std::move(elevation)},
              {"length_per_metre", std::move(per_metre)},
              {"ground_n2000_m", ground_m},
              {"error_bound_m", path.empty() ? Json() : Json(error_m)},
              {"warnings", warnings},
              {"lineage", lineage_of(*this, inputs, context)}};
}

Json ShadowProcess::input_schema() const {
  Json properties, whole;
  add_scene_schema(whole);
  properties["obstacles"] = whole["obstacles"];
  properties["obstacles"]["description"] = "Prisms over polygons; only these and the buildings named cast the shadow.";
  properties["crs"] = whole["crs"];
  whole = Json();
  add_sun_schema(whole);
  for (const char* name : {"pressure_hpa", "temperature_c", "lat_deg", "lon_deg"}) properties[name] = whole[name];
  properties["buildings"] = {{"type", "array"}, {"title", "Ids of buildings of the twin that cast a shadow too"}, {"items", {{"type", "string"}}}};
  properties["time"] = text_schema("Time", "RFC 3339");
  properties["time"]["format"] = "date-time";
  properties["ground_n2000_m"] = number_schema("Height of the level ground", "None: the lowest point of what casts the shadow.");
  return {{"type", "object"}, {"additionalProperties", false}, {"required", {"time"}}, {"properties", std::move(properties)}};
}

Json ShadowProcess::output_schema() const {
  Json properties;
  properties["shadow"] = {{"type", "object"}, {"nullable", true}, {"title", "Dark ground, a GeoJSON MultiPolygon"},
                          {"description", "Easting and northing; the ground under obstacles counts as dark. Null while the sun is down."}};
  properties["area_m2"] = nullable(number_schema("Its area, m2"));
  properties["sun_azimuth_grid_deg"] = nullable(number_schema("Azimuth of the sun, clockwise from grid north", "The shadow points the other way."));
  properties["sun_elevation_deg"] = nullable(number_schema("Elevation of the sun, with refraction"));
  properties["length_per_metre"] = nullable(number_schema("Length of the shadow of a metre of height"));
  properties["ground_n2000_m"] = number_schema("Height of the ground used");
  properties["error_bound_m"] = nullable(number_schema("How far the shadow's far edge may be off, m", "From the sun's place, 0.0035 degrees."));
  properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
  properties["lineage"] = lineage_schema();
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json ShadowProcess::example() const {
  const Json ring = {{25497010, 6673005}, {25497050, 6673005}, {25497050, 6673020}, {25497010, 6673020}, {25497010, 6673005}};
  Json block;
  block["type"] = "Polygon";
  block["coordinates"] = Json::array({ring});
  block["base_n2000_m"] = 3;
  block["height_m"] = 20;
  Json out;
  out["obstacles"] = Json::array({block});
  out["crs"] = "EPSG:3879";
  out["time"] = "2026-03-20T12:00:00+02:00";
  return out;
}

}  // namespace

const Process& shadow_process() {
  static const ShadowProcess process;
  return process;
}

}  // namespace sim
