#include "sim/check/building_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "geo/solid/envelope.hpp"
#include "sim/check/roof_facts.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/city/record.hpp"

namespace sim {
namespace {

using twin::Json;

/// A number of the JSON and where it goes.
struct Member {
  std::string_view name;
  std::optional<double> BuildingFacts::*into;
  NumberRange range;
  const char* title;
};
constexpr NumberRange kLevel{-500, 3000};
constexpr auto kNumbers = std::to_array<Member>({
    {"base_n2000_m", &BuildingFacts::ground_m, kLevel, "Ground at the building"},
    {"top_n2000_m", &BuildingFacts::top_m, kLevel, "Highest point of the roof"},
    {"eaves_n2000_m", &BuildingFacts::eaves_m, kLevel, "Where facade and roof meet; the top for a flat roof"},
    {"lowest_floor_n2000_m", &BuildingFacts::lowest_floor_m, kLevel, "Lowest floor of what moisture harms"},
    {"lowest_level_n2000_m", &BuildingFacts::lowest_level_m, kLevel, "Lowest level below ground"},
    {"floor_area_k_m2", &BuildingFacts::floor_area_k_m2, {0, 1e8}, "Floor area; measured from storeys where left out"},
    {"volume_m3", &BuildingFacts::volume_m3, {0, 1e9}, "Volume"},
    {"car_spaces", &BuildingFacts::car_spaces, {0, 1e6}, "Car spaces provided"},
    {"roof_slope_deg", &BuildingFacts::roof_slope_deg, {0, 90}, "Slope of the steepest roof surface, from the horizontal"},
    {"bicycle_places", &BuildingFacts::bicycle_places, {0, 1e6}, "Bicycle places provided"},
});
struct Count {
  std::string_view name;
  std::optional<int> BuildingFacts::*into;
  const char* title;
};
constexpr auto kCounts = std::to_array<Count>({
    {"storeys", &BuildingFacts::storeys, "Full storeys above ground"},
    {"storeys_below", &BuildingFacts::storeys_below, "Storeys below ground"},
    {"dwellings", &BuildingFacts::dwellings, "Dwellings"},
});

struct Part {
  std::optional<double> area_m2;
  std::optional<bool> main_use;
};

twin::Result<Part> read_part(const Json& json, std::string_view pointer) {
  TWIN_CHECK(expect_members(json, pointer, {"area_m2", "main_use"}));
  Part out;
  if (!json.contains("area_m2")) return input_invalid(pointer, "Its area is missing.", json, "Send area_m2, within the outer face of the walls.");
  TWIN_TRY(out.area_m2, read_number(json["area_m2"], pointer_to(pointer, "area_m2"), {0, 1e7}));
  if (!json.contains("main_use")) return out;
  if (!json["main_use"].is_boolean())
    return input_invalid(pointer_to(pointer, "main_use"), "Whether main use is or can be placed there.", json["main_use"], "Send true or false.");
  out.main_use = json["main_use"].get<bool>();
  return out;
}

/// A class of buildings, digits.
twin::Status read_class(const Json& json, std::string_view pointer, std::string_view name, std::size_t least, std::size_t most, std::string& into) {
  if (!json.contains(name)) return twin::Done{};
  const auto place = pointer_to(pointer, name);
  const Json& value = json[std::string(name)];
  TWIN_TRY(into, read_text(value, place));
  const bool digits = std::all_of(into.begin(), into.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits && into.size() >= least && into.size() <= most) return twin::Done{};
  return input_invalid(place, "This is no class of Statistics Finland's classification of buildings.", value,
                       name == "use_2018" ? "Send its digits as text: \"0121\"." : "Send its three digits as text: \"039\".");
}

/// Storeys as the rules of floor area measure them.
twin::Status measure(const Part& cellar, const Part& attic, std::optional<double> walls, const FloorAreaRules& rules, BuildingFacts& into) {
  if (!into.storeys || into.footprint.outer.empty()) return twin::Done{};
  std::vector<MeasuredStorey> storeys;
  for (int i = 0; i < *into.storeys; ++i) storeys.push_back({StoreyKind::kStorey, {into.footprint}, 0, {}, walls});
  if (cellar.area_m2) storeys.push_back({StoreyKind::kCellar, {}, *cellar.area_m2, cellar.main_use, {}});
  if (attic.area_m2) storeys.push_back({StoreyKind::kAttic, {}, *attic.area_m2, attic.main_use, {}});
  TWIN_TRY(auto measured, floor_area_of(storeys, rules));
  into.may_exceed_k_m2 = measured.may_exceed_k_m2;
  into.deductions = std::move(measured.deductions);
  const auto counted = [&](const Part& part, PartCounts rule) -> std::optional<double> {
    if (!part.area_m2) return std::nullopt;
    if (rule == PartCounts::kNever || (rule == PartCounts::kMainUse && part.main_use == false)) return 0.0;
    return rule == PartCounts::kAlways || part.main_use ? part.area_m2 : std::nullopt;
  };
  into.cellar_k_m2 = counted(cellar, rules.cellar);
  into.attic_k_m2 = counted(attic, rules.attic);
  if (into.floor_area_k_m2 || !measured.unknown.empty()) return twin::Done{};
  into.floor_area_k_m2 = measured.counted_k_m2;
  into.floor_area_source = "measured";
  return twin::Done{};
}

}  // namespace

BuildingFacts facts_of(const twin::Building& building) {
  BuildingFacts out;
  out.id = building.id;
  out.footprint = building.footprint;
  if (building.height_m > 0) {
    out.ground_m = building.ground_m;
    out.top_m = building.ground_m + building.height_m;
    if (building.roof_type == "1000") out.eaves_m = out.top_m;
  }
  out.storeys = building.card.storeys;
  out.dwellings = building.card.dwellings;
  out.floor_area_k_m2 = building.card.floor_area_m2;
  if (out.floor_area_k_m2) out.floor_area_source = "register";
  out.volume_m3 = building.card.volume_m3;
  out.use_2018 = building.card.use_code_2018.str();
  out.use_1994 = building.card.use_code.str();
  out.shape = building.shape;
  return out;
}

twin::Status add_shape_facts(const std::function<twin::Result<twin::Bytes>(const twin::Digest&)>& read, BuildingFacts& into) {
  if (into.shape.is_nothing()) return twin::Done{};
  TWIN_TRY(const twin::Bytes bytes, read(into.shape));
  TWIN_TRY(const twin::BuildingShape shape, twin::decode_building_shape(bytes));
  const RoofFacts roof = roof_facts(shape);
  if (roof.steepest) into.roof_slope_deg = std::atan(*roof.steepest) * 180 / std::numbers::pi;
  // Surfaces say it better than the type of the roof, but never above its top.
  if (roof.eaves_m && into.top_m) into.eaves_m = std::min(*roof.eaves_m, *into.top_m);
  return twin::Done{};
}

twin::Result<BuildingFacts> facts_from_json(const Json& json, std::string_view pointer, const FloorAreaRules& rules,
                                            double storey_height_m) {
  std::vector<std::string_view> names{"id", "footprint", "wall_thickness_m", "cellar", "attic", "use_2018", "use_1994"};
  for (const auto& member : kNumbers) names.push_back(member.name);
  for (const auto& member : kCounts) names.push_back(member.name);
  TWIN_CHECK(expect_members(json, pointer, names));
  BuildingFacts out;
  out.proposed = true;
  if (json.contains("id")) {
    TWIN_TRY(out.id, read_text(json["id"], pointer_to(pointer, "id")));
  }
  TWIN_CHECK(read_class(json, pointer, "use_2018", 2, 4, out.use_2018));
  TWIN_CHECK(read_class(json, pointer, "use_1994", 3, 3, out.use_1994));
  if (!json.contains("footprint")) return input_invalid(pointer, "A building has its footprint.", json, "Send footprint, a GeoJSON Polygon.");
  const auto place = pointer_to(pointer, "footprint");
  TWIN_TRY(out.footprint, polygon_from_json(json["footprint"], place));
  if (auto checked = geo::check_polygon(out.footprint); !checked) {
    twin::Problem problem = checked.problem();
    problem.place = place + ": " + problem.place;
    return problem;
  }
  for (const auto& member : kNumbers) {
    if (!json.contains(member.name)) continue;
    TWIN_TRY(out.*member.into, read_number(json[std::string(member.name)], pointer_to(pointer, member.name), member.range));
  }
  for (const auto& member : kCounts) {
    if (!json.contains(member.name)) continue;
    const auto where = pointer_to(pointer, member.name);
    const Json& value = json[std::string(member.name)];
    TWIN_TRY(const double number, read_number(value, where, {0, 1e6}));
    if (number != std::floor(number)) return input_invalid(where, "A whole number is expected here.", value, "Send 5, not 5.5.");
    if (member.name != "dwellings") TWIN_CHECK(expect_in_range(number, where, {0, 300}));
    out.*member.into = static_cast<int>(number);
  }
  if (out.top_m && out.eaves_m && *out.eaves_m > *out.top_m)
    return input_invalid(pointer_to(pointer, "eaves_n2000_m"), "The eaves lie above the highest point.", json["eaves_n2000_m"], "Swap eaves and top.");
  if (out.top_m && out.ground_m && *out.top_m < *out.ground_m)
    return input_invalid(pointer_to(pointer, "top_n2000_m"), "The highest point lies below the ground.", json["top_n2000_m"], "Send levels of one height reference.");
  if (out.floor_area_k_m2) out.floor_area_source = "sent";
  Part cellar, attic;
  if (json.contains("cellar")) {
    TWIN_TRY(cellar, read_part(json["cellar"], pointer_to(pointer, "cellar")));
  }
  if (json.contains("attic")) {
    TWIN_TRY(attic, read_part(json["attic"], pointer_to(pointer, "attic")));
  }
  std::optional<double> walls;
  if (json.contains("wall_thickness_m")) {
    TWIN_TRY(walls, read_number(json["wall_thickness_m"], pointer_to(pointer, "wall_thickness_m"), {0, 3}));
  }
  TWIN_CHECK(measure(cellar, attic, walls, rules, out));
  if (!out.volume_m3 && out.storeys)
    out.volume_m3 = geo::area_of(out.footprint) * *out.storeys * storey_height_m;
  return out;
}

Json building_schema() {
  Json properties;
  properties["id"] = {{"type", "string"}};
  properties["footprint"] = {{"type", "object"}, {"description", "GeoJSON Polygon, the outer face of the walls"}};
  for (const auto& member : kNumbers)
    properties[std::string(member.name)] = {{"type", "number"}, {"title", member.title}};
  for (const auto& member : kCounts)
    properties[std::string(member.name)] = {{"type", "integer"}, {"minimum", 0}, {"title", member.title}};
  properties["use_2018"] = {{"type", "string"}, {"pattern", "^[0-9]{2,4}$"}, {"title", "Class of its main use, Statistics Finland 2018"}};
  properties["use_1994"] = {{"type", "string"}, {"pattern", "^[0-9]{3}$"}, {"title", "Class of its main use, Statistics Finland 1994"}};
  properties["wall_thickness_m"] = {{"type", "number"}, {"title", "Thickness of the external walls"}};
  for (const char* part : {"cellar", "attic"}) {
    properties[part] = {{"type", "object"},
                        {"properties", {{"area_m2", {{"type", "number"}}}, {"main_use", {{"type", "boolean"}}}}},
                        {"required", {"area_m2"}},
                        {"additionalProperties", false}};
  }
  return {{"type", "object"}, {"required", {"footprint"}}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

}  // namespace sim
