#include "sim/sun/scene_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/rays/city_obstacles.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr double kReach_m = 2'000, kMostFromOrigin_m = 16'000;
constexpr std::size_t kMostObstacles = 200'000;

bool is_local(const RunContext& context) { return context.city->manifest() == nullptr || context.city->manifest()->crs == "local"; }

/// The frame that coordinates are in: the city's own, else the one named.
twin::Result<std::string> read_frame(const Json& inputs, const RunContext& context) {
  const std::string own = context.city == nullptr || is_local(context) ? "" : context.city->manifest()->crs;
  if (!inputs.contains("crs")) return own;
  TWIN_TRY(const std::string name, read_text(inputs["crs"], "/crs"));
  std::string sent;
  if (!name.empty() && name != "local") {
    auto crs = geo::find_crs(name);
    if (!crs) {
      twin::Problem problem = crs.problem();
      problem.place = "/crs";
      return problem;
    }
    if (crs->geographic) {
      return twin::Problem{"crs-not-accepted", "Shadows need a metric frame.", "/crs", twin::excerpt(name),
                           "Send easting and northing, e.g. in EPSG:3879."};
    }
    sent = crs->name();
  }
  if (context.city != nullptr && context.city->manifest() != nullptr && sent != own) {
    return twin::Problem{"crs-mismatch", "Coordinates beside a twin are in its own frame.", "/crs", twin::excerpt(name),
                         fmt::format("Leave crs out; the twin's is {}.", own.empty() ? "local" : own)};
  }
  return sent;
}

twin::Result<SentObstacle> read_obstacle(const Json& json, std::string_view pointer, const std::string& crs) {
  TWIN_CHECK(expect_members(json, pointer, {"type", "coordinates", "base_n2000_m", "height_m"}));
  Json polygon = json;
  polygon.erase("base_n2000_m");
  polygon.erase("height_m");
  SentObstacle out;
  TWIN_TRY(out.polygon, read_area(polygon, pointer, crs));
  if (!json.contains("height_m")) {
    return input_invalid(pointer_to(pointer, "height_m"), "An obstacle has a height above its base.", Json(),
                         "Send height_m in metres, and base_n2000_m where its base is not at 0.");
  }
  TWIN_TRY(out.height_m, read_number(json["height_m"], pointer_to(pointer, "height_m"), {0.001, 2'000}));
  if (json.contains("base_n2000_m")) {
    TWIN_TRY(out.base_m, read_number(json["base_n2000_m"], pointer_to(pointer, "base_n2000_m"), {-500, 9'000}));
  }
  auto mesh = geo::prism(out.polygon, out.base_m, out.height_m);
  if (!mesh) {
    twin::Problem problem = mesh.problem();
    problem.place = std::string(pointer);
    return problem;
  }
  out.mesh = *std::move(mesh);
  return out;
}

twin::Status check_known(const std::set<std::string>& ids, const RunContext& context) {
  if (ids.empty()) return twin::Done{};
  std::set<std::string> missing = ids;
  std::vector<std::string> known;
  context.city->for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
    missing.erase(building.id);
    known.push_back(building.id);
  });
  if (missing.empty()) return twin::Done{};
  const std::vector<std::string_view> names(known.begin(), known.end());
  const auto near = nearest_word(*missing.begin(), names);
  return twin::Problem{"reference-missing", "There is no building of this id on this branch.", "/without",
                       twin::excerpt(*missing.begin()), near ? did_you_mean(*missing.begin(), names) : "Send the id of one of its buildings."};
}

}  // namespace

twin::Status check_position(const twin::PlanPosition& position, std::string_view pointer, const std::string& crs) {
  if (crs.empty()) return twin::Done{};
  TWIN_TRY(const geo::Crs frame, geo::find_crs(crs));
  if (frame.contains(position.east, position.north)) return twin::Done{};
  return twin::Problem{"coordinates-outside-area", fmt::format("A position lies outside the area of its frame, {}.", crs),
                       std::string(pointer), fmt::format("({:.3f}, {:.3f})", position.east, position.north),
                       fmt::format("Send easting and northing in metres of {}, or name their own frame with crs.", crs)};
}

twin::Result<twin::PlanPolygon> read_area(const Json& json, std::string_view pointer, const std::string& crs) {
  TWIN_TRY(twin::PlanPolygon out, polygon_from_json(json, pointer));
  if (auto valid = geo::check_polygon(out); !valid) {
    twin::Problem problem = valid.problem();
    problem.place = problem.place.empty() ? std::string(pointer) : fmt::format("{} {}", pointer, problem.place);
    return problem;
  }
  for (std::size_t i = 0; i < out.outer.size(); ++i) {
    TWIN_CHECK(check_position(out.outer[i], fmt::format("{}/coordinates/0/{}", pointer, i), crs));
  }
  return out;
}

twin::Result<std::vector<SentObstacle>> read_obstacles(const Json& json, std::string_view pointer, const std::string& crs) {
  if (!json.is_array()) {
    return input_invalid(pointer, "Obstacles are a list.", json,
                         "Send [{\"type\": \"Polygon\", \"coordinates\": […], \"base_n2000_m\": …, \"height_m\": …}, …].");
  }
  if (json.size() > kMostObstacles) {
    return twin::Problem{"value-out-of-range", fmt::format("A request has at most {} obstacles.", kMostObstacles),
                         std::string(pointer), fmt::format("{}", json.size()), "Import the city into a twin, and ask about that."};
  }
  std::vector<SentObstacle> out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    TWIN_TRY(SentObstacle obstacle, read_obstacle(json[i], pointer_to(pointer, i), crs));
    out.push_back(std::move(obstacle));
  }
  return out;
}

twin::Result<SceneInputs> read_scene(const Json& inputs, const RunContext& context) {
  SceneInputs out;
  out.reach_m = kReach_m;
  TWIN_TRY(out.crs, read_frame(inputs, context));
  if (inputs.contains("obstacles")) {
    TWIN_TRY(out.obstacles, read_obstacles(inputs["obstacles"], "/obstacles", out.crs));
  }
  for (const char* name : {"without", "reach_m"}) {
    if (inputs.contains(name) && context.city == nullptr) {
      return input_invalid(pointer_to("", name), "This is about a twin's buildings, and there is no twin.", inputs[name],
                           "Name the twin, or leave it out.");
    }
  }
  if (inputs.contains("without")) {
    const Json& ids = inputs["without"];
    if (!ids.is_array()) return input_invalid("/without", "Buildings to leave out are a list of ids.", ids, "Send [\"id\", …].");
    for (std::size_t i = 0; i < ids.size(); ++i) {
      TWIN_TRY(std::string id, read_text(ids[i], pointer_to("/without", i)));
      out.without.insert(std::move(id));
    }
    TWIN_CHECK(check_known(out.without, context));
  }
  if (inputs.contains("reach_m")) {
    TWIN_TRY(out.reach_m, read_number(inputs["reach_m"], "/reach_m", {50, 15'000}));
  }
  return out;
}

std::vector<std::string_view> scene_members() { return {"obstacles", "crs", "without", "reach_m"}; }

Json obstacles_schema(const char* title) {
  Json properties;
  properties["type"] = {{"type", "string"}, {"enum", {"Polygon"}}};
  properties["coordinates"] = {{"type", "array"},
                               {"items", {{"type", "array"}, {"items", {{"type", "array"}, {"items", {{"type", "number"}}}}}}},
                               {"description", "GeoJSON rings of easting and northing, metres."}};
  properties["base_n2000_m"] = number_schema("Height of its base", "Metres above the zero of the height reference; 0 where left out.");
  properties["height_m"] = number_schema("Height above its base", 0.001, 2'000);
  return {{"type", "array"},
          {"title", title},
          {"description", "Prisms over polygons."},
          {"items",
           {{"type", "object"},
            {"required", {"type", "coordinates", "height_m"}},
            {"additionalProperties", false},
            {"properties", std::move(properties)}}}};
}

void add_scene_schema(Json& properties) {
  properties["obstacles"] = obstacles_schema("Obstacles");
  properties["obstacles"]["description"] = "Prisms over polygons; with a twin they stand beside its buildings, bridges, other structures and terrain.";
  properties["crs"] = text_schema("Coordinate system", "Metric, e.g. EPSG:3879, or local; none: that of the twin, without a twin a local one.");
  properties["without"] = {{"type", "array"}, {"title", "Buildings left out"}, {"items", {{"type", "string"}}},
                           {"description", "Ids of buildings of the twin, e.g. those to be demolished."}};
  properties["reach_m"] = number_schema("How far from the receivers the twin's obstacles count, m", 50, 15'000, kReach_m);
}

twin::Result<geo::ObstacleMesh> obstacle_in_scene(const twin::BranchState::Feature& feature, const RunContext& context, const twin::Box& around) {
  constexpr double kBelow_m = 0.01;  // lines of sight of a surface that faces down start a little below it
  return geo::obstacle_of(feature, context.blobs, around.low.up - kBelow_m);
}

twin::Result<geo::EmbreeOcclusion> build_scene(const SceneInputs& scene, const RunContext& context, const twin::Box& around,
                                               geo::EmbreeOcclusion::Use use) {
  twin::WorkingPosition origin;
  if (context.city != nullptr && context.city->manifest() != nullptr) {
    origin = context.city->manifest()->scene_origin;
  } else if (!around.empty()) {
    const auto whole_km = [](double metres) { return std::floor(metres / 1000) * 1000; };
    origin = {whole_km(around.low.east), whole_km(around.low.north), 0};
  }
  if (!around.empty()) {
    const double furthest = std::max({std::abs(around.low.east - origin.east), std::abs(around.high.east - origin.east),
                                      std::abs(around.low.north - origin.north), std::abs(around.high.north - origin.north)});
    if (!(furthest <= kMostFromOrigin_m)) {
      return twin::Problem{"value-out-of-range", "Receivers lie within 16 km of the scene's origin.", "/receivers",
                           fmt::format("{:.0f} m", furthest), "Ask about a smaller area at a time."};
    }
  }
  geo::EmbreeOcclusion out(origin, use);
  if (context.city != nullptr && !around.empty()) {
    twin::Box box = around;
    box.add(twin::WorkingPosition{around.low.east - scene.reach_m, around.low.north - scene.reach_m, around.low.up});
    box.add(twin::WorkingPosition{around.high.east + scene.reach_m, around.high.north + scene.reach_m, around.high.up});
    for (const twin::FeatureNumber number : geo::obstacles_within(*context.city, box)) {
      const auto& feature = *context.city->feature(number);
      if (const auto* building = feature.as<twin::Building>(); building != nullptr && scene.without.contains(building->id)) continue;
      TWIN_TRY(const geo::ObstacleMesh mesh, obstacle_in_scene(feature, context, around));
      out.put(number, mesh);
    }
  }
  for (std::size_t i = 0; i < scene.obstacles.size(); ++i) out.put(kSentKey + i, scene.obstacles[i].mesh);
  TWIN_CHECK(out.commit());
  return out;
}

}  // namespace sim
