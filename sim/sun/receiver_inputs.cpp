#include "sim/sun/receiver_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/sun/receiver_layout.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/record.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kMostReceivers = 2'000'000;
constexpr NumberRange kSpacing{0.1, 1'000}, kStorey{1, 20};

twin::Status check_count(const ReceiverSet& set, std::string_view pointer) {
  if (set.receivers.size() <= kMostReceivers) return twin::Done{};
  return twin::Problem{"value-out-of-range", fmt::format("A run has at most {} receivers.", kMostReceivers), std::string(pointer),
                       fmt::format("{}", set.receivers.size()), "Space them wider, or ask about fewer at a time."};
}

twin::Result<Receiver> read_point(const Json& json, std::string_view pointer, const geo::Crs* frame) {
  if (!json.is_array() || (json.size() != 3 && json.size() != 6)) {
    return input_invalid(pointer, "A receiver is a place, and the direction that it faces.", json,
                         "Send [easting, northing, height, nx, ny, nz], or three numbers for one that faces up.");
  }
  std::array<double, 6> n{0, 0, 0, 0, 0, 1};
  for (std::size_t i = 0; i < json.size(); ++i) {
    const NumberRange range = i == 2 ? NumberRange{-500, 9'000} : i > 2 ? NumberRange{-1e6, 1e6} : NumberRange{-1e9, 1e9};
    if (!json[i].is_number()) TWIN_CHECK(read_number(json[i], pointer_to(pointer, i), range));
    n[i] = json[i].get<double>();
    if (!(n[i] >= range.least && n[i] <= range.most)) TWIN_CHECK(expect_in_range(n[i], pointer_to(pointer, i), range));
  }
  if (frame != nullptr && !frame->contains(n[0], n[1])) return check_position({n[0], n[1]}, pointer, frame->name()).problem();
  const Eigen::Vector3d normal(n[3], n[4], n[5]);
  if (!(normal.norm() > 1e-9)) {
    return input_invalid(pointer, "A direction has a length.", json, "Send a normal such as 0, 0, 1.");
  }
  return Receiver{{n[0], n[1], n[2]}, normal.normalized()};
}

twin::Result<ReceiverSet> read_points(const Json& json, const std::string& crs) {
  if (!json.is_array()) return input_invalid("/receivers/points", "Points are a list.", json, "Send [[e, n, z, nx, ny, nz], …].");
  std::optional<geo::Crs> frame;
  if (!crs.empty()) {
    TWIN_TRY(frame, geo::find_crs(crs));
  }
  ReceiverSet out;
  out.receivers.reserve(std::min(json.size(), kMostReceivers));
  for (std::size_t i = 0; i < json.size(); ++i) {
    TWIN_TRY(const Receiver point, read_point(json[i], fmt::format("/receivers/points/{}", i), frame ? &*frame : nullptr));
    out.receivers.push_back(point);
    TWIN_CHECK(check_count(out, "/receivers/points"));
  }
  return out;
}

twin::Status read_optional(const Json& json, std::string_view pointer, const char* name, const NumberRange& range, double& into) {
  if (!json.contains(name)) return twin::Done{};
  TWIN_TRY(into, read_number(json[name], pointer_to(pointer, name), range));
  return twin::Done{};
}

twin::Result<ReceiverSet> read_ground(const Json& json, const SceneInputs& scene, const RunContext& context) {
  constexpr std::string_view place = "/receivers/ground";
  TWIN_CHECK(expect_members(json, place, {"area", "spacing_m", "height_m", "ground_n2000_m"}));
  if (!json.contains("area")) return input_invalid("/receivers/ground/area", "Which ground is missing.", Json(), "Send a GeoJSON Polygon.");
  GroundLayout layout;
  TWIN_TRY(layout.area, read_area(json["area"], "/receivers/ground/area", scene.crs));
  TWIN_CHECK(read_optional(json, place, "spacing_m", kSpacing, layout.spacing_m));
  TWIN_CHECK(read_optional(json, place, "height_m", {0, 100}, layout.height_m));
  if (json.contains("ground_n2000_m")) {
    TWIN_TRY(layout.ground_m, read_number(json["ground_n2000_m"], "/receivers/ground/ground_n2000_m", {-500, 9'000}));
  }
  return lay_out_ground(layout, scene, context, place);
}

twin::Result<ReceiverSet> read_plan_unit(const Json& json, const SceneInputs& scene, const RunContext& context) {
  TWIN_CHECK(expect_members(json, "/receivers", {"plan_unit", "spacing_m"}));
  TWIN_TRY(const std::string id, read_text(json["plan_unit"], "/receivers/plan_unit"));
  const twin::PlanUnit* found = nullptr;
  std::vector<std::string_view> known;
  if (context.city != nullptr) {
    context.city->for_each<twin::PlanUnit>([&](twin::FeatureNumber, const twin::PlanUnit& unit) {
      known.push_back(unit.id);
      if (unit.id == id && found == nullptr) found = &unit;
    });
  }
  if (found == nullptr) {
    return twin::Problem{"reference-missing", "There is no plan unit of this id.", "/receivers/plan_unit", twin::excerpt(id),
                         nearest_word(id, known) ? did_you_mean(id, known) : "Name a twin and one of its plan units."};
  }
  GroundLayout layout;
  layout.area = found->boundary;
  if (found->ground_level_m != 0) layout.ground_m = found->ground_level_m;
  TWIN_CHECK(read_optional(json, "/receivers", "spacing_m", kSpacing, layout.spacing_m));
  return lay_out_ground(layout, scene, context, "/receivers");
}

/// What of a building receivers are laid out on.
struct SurfaceLayout {
  FacadeLayout facade;
  bool roofs = false;
  std::string place;  ///< pointer
};

void add_prism(const twin::PlanPolygon& polygon, double base_m, double height_m, const SurfaceLayout& layout, std::int32_t owner, ReceiverSet& out) {
  if (layout.roofs) {
    lay_out_roof(polygon, base_m + height_m, layout.facade.spacing_m, owner, out);
  } else {
    lay_out_facades(polygon, base_m, height_m, layout.facade, owner, out);
  }
}

/// The walls or roofs of one building of the twin.
twin::Status add_building(const twin::Building& building, const SurfaceLayout& layout, const RunContext& context, ReceiverSet& out) {
  const auto owner = static_cast<std::int32_t>(out.owners.size());
  out.owners.push_back(building.id);
  if (building.shape.is_nothing()) {
    if (building.footprint.outer.size() >= 3 && building.height_m > 0) {
      add_prism(building.footprint, building.ground_m, building.height_m, layout, owner, out);
    }
  } else {
    TWIN_TRY(const twin::Bytes bytes, context.blobs(building.shape));
    TWIN_TRY(const twin::BuildingShape shape, twin::decode_building_shape(bytes));
    if (layout.roofs) {
      lay_out_roofs(shape, layout.facade.spacing_m, owner, out);
    } else {
      lay_out_facades(shape, building.ground_m, layout.facade, owner, out);
    }
  }
  return check_count(out, layout.place);
}

twin::Status add_named(const Json& ids, const SurfaceLayout& layout, const RunContext& context, ReceiverSet& out) {
  const std::string place = layout.place + "/buildings";
  if (!ids.is_array()) return input_invalid(place, "Buildings are a list of ids.", ids, "Send [\"id\", …].");
  std::map<std::string, const twin::Building*, std::less<>> by_id;
  if (context.city != nullptr) {
    context.city->for_each<twin::Building>([&](twin::FeatureNumber, const twin::Building& building) { by_id.emplace(building.id, &building); });
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    TWIN_TRY(const std::string id, read_text(ids[i], pointer_to(place, i)));
    const auto found = by_id.find(id);
    if (found == by_id.end()) {
      std::vector<std::string_view> known;
      for (const auto& [name, building] : by_id) known.push_back(name);
      return twin::Problem{"reference-missing", "There is no building of this id.", pointer_to(place, i), twin::excerpt(id),
                           nearest_word(id, known) ? did_you_mean(id, known) : "Name a twin and the ids of its buildings."};
    }
    TWIN_CHECK(add_building(*found->second, layout, context, out));
  }
  return twin::Done{};
}

twin::Status add_sent(const Json& numbers, const SurfaceLayout& layout, const SceneInputs& scene, ReceiverSet& out) {
  const std::string place = layout.place + "/obstacles";
  if (!numbers.is_array()) return input_invalid(place, "Obstacles are a list of their numbers.", numbers, "Send [0, …].");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!numbers[i].is_number_integer() || numbers[i].get<std::int64_t>() < 0 ||
        numbers[i].get<std::uint64_t>() >= scene.obstacles.size()) {
      return input_invalid(pointer_to(place, i), "There is no obstacle of this number.", numbers[i],
                           fmt::format("They count from 0; {} were sent.", scene.obstacles.size()));
    }
    const SentObstacle& obstacle = scene.obstacles[numbers[i].get<std::size_t>()];
    const auto owner = static_cast<std::int32_t>(out.owners.size());
    out.owners.push_back(fmt::format("obstacle {}", numbers[i].get<std::size_t>()));
    add_prism(obstacle.polygon, obstacle.base_m, obstacle.height_m, layout, owner, out);
    TWIN_CHECK(check_count(out, layout.place));
  }
  return twin::Done{};
}

twin::Result<ReceiverSet> read_surfaces(const Json& json, bool roofs, const SceneInputs& scene, const RunContext& context) {
  SurfaceLayout layout;
  layout.roofs = roofs;
  layout.place = roofs ? "/receivers/roofs" : "/receivers/facades";
  std::vector<std::string_view> members{"buildings", "area", "obstacles", "spacing_m"};
  if (!roofs) members.emplace_back("storey_height_m");
  TWIN_CHECK(expect_members(json, layout.place, members));
  if (roofs) layout.facade.spacing_m = 2;
  TWIN_CHECK(read_optional(json, layout.place, "spacing_m", kSpacing, layout.facade.spacing_m));
  TWIN_CHECK(read_optional(json, layout.place, "storey_height_m", kStorey, layout.facade.storey_height_m));
  if (json.contains("buildings") + json.contains("area") + json.contains("obstacles") != 1) {
    return input_invalid(layout.place, "Whose surfaces is said once.", json, "Send one of buildings, area and obstacles.");
  }
  ReceiverSet out;
  out.generated = true;
  if (json.contains("buildings")) TWIN_CHECK(add_named(json["buildings"], layout, context, out));
  if (json.contains("obstacles")) TWIN_CHECK(add_sent(json["obstacles"], layout, scene, out));
  if (!json.contains("area")) return out;
  TWIN_TRY(const twin::PlanPolygon area, read_area(json["area"], layout.place + "/area", scene.crs));
  std::vector<const twin::Building*> inside;
  if (context.city != nullptr) {
    context.city->for_each<twin::Building>([&](twin::FeatureNumber, const twin::Building& building) {
      const auto& box = building.bounds;
      if (box.empty() || scene.without.contains(building.id)) return;
      if (lies_in(area, {(box.low.east + box.high.east) / 2, (box.low.north + box.high.north) / 2})) inside.push_back(&building);
    });
  }
  for (const twin::Building* building : inside) TWIN_CHECK(add_building(*building, layout, context, out));
  return out;
}

}  // namespace

twin::Box ReceiverSet::bounds() const {
  twin::Box out;
  for (const Receiver& receiver : receivers) out.add(receiver.at);
  return out;
}

twin::Result<ReceiverSet> read_receivers(const Json& inputs, const SceneInputs& scene, const RunContext& context) {
  const char* const forms = "Send {\"points\": […]}, {\"ground\": {…}}, {\"plan_unit\": …}, {\"facades\": {…}} or {\"roofs\": {…}}.";
  if (!inputs.contains("receivers")) return input_invalid("/receivers", "Where the answer is wanted is missing.", Json(), forms);
  const Json& json = inputs["receivers"];
  if (!json.is_object()) return input_invalid("/receivers", "An object is expected here.", json, forms);
  if (json.contains("plan_unit")) return read_plan_unit(json, scene, context);
  TWIN_CHECK(expect_members(json, "/receivers", {"points", "ground", "facades", "roofs", "plan_unit"}));
  if (json.size() != 1) return input_invalid("/receivers", "Receivers are said in one way.", json, forms);
  if (json.contains("points")) return read_points(json["points"], scene.crs);
  if (json.contains("ground")) return read_ground(json["ground"], scene, context);
  return json.contains("roofs") ? read_surfaces(json["roofs"], true, scene, context) : read_surfaces(json["facades"], false, scene, context);
}

Json receivers_schema() {
  const auto object = [](const char* title, Json properties) {
    return Json{{"type", "object"}, {"title", title}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  };
  const Json polygon = {{"type", "object"}, {"description", "GeoJSON Polygon of easting and northing, metres."}};
  const Json names = {{"type", "array"}, {"items", {{"type", "string"}}}};
  Json ground, facades, properties;
  ground["area"] = polygon;
  ground["spacing_m"] = number_schema("Distance of points", 0.1, 1'000, 2);
  ground["height_m"] = number_schema("Height above the ground", 0, 100, 0);
  ground["ground_n2000_m"] = number_schema("Height of the ground", "None: the twin's terrain, else the lowest ground of the nearest building.");
  facades["buildings"] = names;
  facades["area"] = polygon;
  facades["obstacles"] = {{"type", "array"}, {"items", {{"type", "integer"}, {"minimum", 0}}}};
  facades["spacing_m"] = number_schema("Distance of points along a wall, at most", 0.1, 1'000, 3);
  facades["storey_height_m"] = number_schema("Height of a storey; points are in its middle", 1, 20, 3);
  Json roofs = facades;
  roofs.erase("storey_height_m");
  roofs["spacing_m"] = number_schema("Distance of points in plan", 0.1, 1'000, 2);
  properties["points"] = {{"type", "array"},
                          {"description", "Easting, northing, height, and the normal of the surface; [e, n, z] faces up."},
                          {"items", {{"type", "array"}, {"items", {{"type", "number"}}}, {"minItems", 3}, {"maxItems", 6}}}};
  properties["ground"] = object("A grid over an area, outside of buildings", std::move(ground));
  properties["plan_unit"] = text_schema("Id of a plan unit of the twin, whose ground is meant");
  properties["spacing_m"] = number_schema("Distance of points over the plan unit", 0.1, 1'000, 2);
  properties["facades"] = object("Points on walls, storey by storey", std::move(facades));
  properties["roofs"] = object("Points on roofs", std::move(roofs));
  Json out = object("Receivers", std::move(properties));
  out["description"] = "One of points, ground, plan_unit, facades and roofs.";
  return out;
}

Json receivers_json(const ReceiverSet& set) {
  if (!set.generated) return Json();
  Json out = Json::array();
  for (std::size_t i = 0; i < set.receivers.size(); ++i) {
    const auto& [at, n] = set.receivers[i];
    Json entry = {{"at", {at.east, at.north, at.up, n.x(), n.y(), n.z()}}};
    if (!set.places.empty()) {
      entry["owner"] = set.owners[static_cast<std::size_t>(set.places[i].owner)];
      entry["storey"] = set.places[i].storey;
    }
    entry["area_m2"] = set.areas_m2[i];
    out.push_back(std::move(entry));
  }
  return out;
}

Json receivers_output_schema() {
  Json out = {{"type", "array"},
              {"title", "Where the receivers are"},
              {"description", "{\"at\": [e, n, z, nx, ny, nz]}, of facades and roofs with owner and storey (0: roof), and area_m2; null for points as sent."},
              {"items", {{"type", "object"}}}};
  return nullable(std::move(out));
}

}  // namespace sim
