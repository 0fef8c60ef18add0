#include "server/ogc/feature_text.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "geo/io/plan_outline.hpp"
#include "server/ogc/field_properties.hpp"
#include "server/ogc/router.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/city/object_lines.hpp"

namespace server {
namespace {

using twin::Json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}
Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// Null instead of an empty list, as of everything that is not known.
Json names_of(const twin::CardFields& fields) {
  Json out = Json::array();
  for (std::uint8_t i = 0; i < twin::kCardFieldCount; ++i) {
    if (const auto field = static_cast<twin::CardField>(i); fields.has(field)) out.push_back(twin::name_of(field));
  }
  return out.empty() ? Json(nullptr) : out;
}

Json properties_of(twin::FeatureNumber number, const twin::Building& building) {
  const twin::RegisterCard& card = building.card;
  const twin::LinkDetails& details = *building.details;
  const auto conflicts = twin::conflict_sentences(building);
  std::vector<std::string> rows;
  for (const auto& row : details.rows) rows.push_back(row.row);
  return {{"feature", number},
          {"permanent_id", or_null(card.permanent_id)},
          {"municipal_number", or_null(card.municipal_number)},
          {"property_id", or_null(card.property_id)},
          {"use_code", or_null(card.use_code)},
          {"use_code_2018", or_null(card.use_code_2018)},
          {"use_text", or_null(card.use_text)},
          {"floor_area_m2", or_null(card.floor_area_m2)},
          {"total_area_m2", or_null(card.total_area_m2)},
          {"basement_area_m2", or_null(card.basement_area_m2)},
          {"volume_m3", or_null(card.volume_m3)},
          {"storeys", or_null(card.storeys)},
          {"dwellings", or_null(card.dwellings)},
          {"completed", or_null(card.completed)},
          {"completion_year", or_null(card.completion_year)},
          {"material", or_null(card.material)},
          {"facade_material", or_null(card.facade_material)},
          {"heating_mode", or_null(card.heating_mode)},
          {"heating_source", or_null(card.heating_source)},
          {"lift", or_null(card.lift)},
          {"connected_sewer", or_null(card.connections.sewer)},
          {"connected_water", or_null(card.connections.water)},
          {"connected_electricity", or_null(card.connections.electricity)},
          {"connected_gas", or_null(card.connections.gas)},
          {"connected_cable", or_null(card.connections.cable)},
          {"address", or_null(card.address.str())},
          {"address_sv", or_null(card.address_sv.str())},
          {"status", or_null(card.status)},
          {"owner_type", or_null(card.owner_type)},
          {"register_source", or_null(card.source.str())},
          {"link", twin::name_of(building.link)},
          {"link_note", or_null(building.link_note)},
          {"link_probability", details.probability > 0 ? Json(details.probability) : Json(nullptr)},
          {"link_runner_up", details.runner_up ? Json(details.runner_up->id) : Json(nullptr)},
          {"link_runner_up_kind", details.runner_up ? Json(details.runner_up->is_row ? "row" : "building") : Json(nullptr)},
          {"link_runner_up_probability", details.runner_up ? Json(details.runner_up->probability) : Json(nullptr)},
          {"link_rows", rows.empty() ? Json(nullptr) : Json(rows)},
          {"link_shared_by", details.shared_by > 1 ? Json(details.shared_by) : Json(nullptr)},
          {"register_date", or_null(card.updated)},
          {"model_date", or_null(building.surveyed)},
          {"from_model", names_of(building.from_model)},
          {"conflicts", conflicts.empty() ? Json(nullptr) : Json(conflicts)},
          {"height_m", building.bounds.empty() ? Json(nullptr) : Json(building.height_m)},
          {"ground_m", building.bounds.empty() ? Json(nullptr) : Json(building.ground_m)},
          {"roof_type", or_null(building.roof_type)},
          {"source", or_null(building.source)}};
}

Json properties_of(twin::FeatureNumber number, const twin::PlanUnit& unit, const twin::Digest& value) {
  return {{"feature", number},
          {"digest", value.hex()},
          {"name_fi", or_null(unit.name_fi)},
          {"name_sv", or_null(unit.name_sv)},
          {"name_en", or_null(unit.name_en)},
          {"symbol", or_null(unit.symbol)},
          {"use_codes", unit.use_codes},
          {"ground_level_n2000_m", unit.ground_level_m},
          {"regulations", sim::regulations_to_json(unit.regulations)},
          {"source", or_null(unit.source)},
          {"kind", or_null(unit.kind.str())},
          {"plan_identifier", or_null(unit.plan.identifier.str())},
          {"plan_key", or_null(unit.plan.key.str())},
          {"plan_name", or_null(unit.plan.name.str())},
          {"plan_kind", or_null(unit.plan.kind.str())},
          {"plan_approved", or_null(unit.plan.approved.str())},
          {"planner", or_null(unit.plan.planner.str())},
          {"life_cycle", or_null(unit.life_cycle.str())},
          {"valid_from", or_null(unit.valid.from)},
          {"valid_to", or_null(unit.valid.to)},
          {"repealed_by", or_null(unit.repealed_by.str())},
          {"underground", or_null(unit.underground.str())},
          {"vertical_low_n2000_m", or_null(unit.vertical_low_m)},
          {"vertical_high_n2000_m", or_null(unit.vertical_high_m)},
          {"description", or_null(unit.description)},
          {"related", unit.related},
          {"property_ids", unit.property_ids}};
}

double rounded(double degrees) { return std::round(degrees * 1e9) / 1e9; }

double signed_area(const twin::PlanRing& ring) {
  double sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    sum += (a.east - ring[0].east) * (b.north - ring[0].north) - (b.east - ring[0].east) * (a.north - ring[0].north);
  }
  return sum;
}

/// Degrees; outer rings counter-clockwise and holes clockwise; the closing vertex not repeated.
std::optional<twin::PlanRing> to_degrees(const twin::PlanRing& ring, const geo::SceneFrame& scene, bool hole) {
  twin::PlanRing out;
  for (const auto& point : ring) {
    const auto at = scene.to_geographic({point.east, point.north, 0});
    if (!at || !std::isfinite(at->longitude_deg) || !std::isfinite(at->latitude_deg)) return std::nullopt;
    const twin::PlanPosition degrees{rounded(at->longitude_deg), rounded(at->latitude_deg)};
    if (out.empty() || !(out.back() == degrees)) out.push_back(degrees);
  }
  if (out.size() > 1 && out.front() == out.back()) out.pop_back();
  if (out.size() < 3) return std::nullopt;
  if ((signed_area(out) < 0) != hole) std::reverse(out.begin(), out.end());
  return out;
}

/// Of several polygons those whose outer ring can be placed.
std::vector<twin::PlanPolygon> to_degrees(const std::vector<twin::PlanPolygon>& polygons, const geo::SceneFrame& scene) {
  std::vector<twin::PlanPolygon> out;
  for (const auto& polygon : polygons) {
    const auto outer = to_degrees(polygon.outer, scene, false);
    if (!outer) continue;
    out.push_back({*outer, {}});
    for (const auto& hole : polygon.holes) {
      if (auto ring = to_degrees(hole, scene, true)) out.back().holes.push_back(std::move(*ring));
    }
  }
  return out;
}

/// A line of at least two places; nothing where one of them cannot be placed.
std::optional<twin::PlanRing> line_to_degrees(const twin::PlanRing& line, const geo::SceneFrame& scene) {
  twin::PlanRing out;
  for (const auto& position : line) {
    const auto at = scene.to_geographic({position.east, position.north, 0});
    if (!at || !std::isfinite(at->longitude_deg) || !std::isfinite(at->latitude_deg)) return std::nullopt;
    out.push_back({rounded(at->longitude_deg), rounded(at->latitude_deg)});
  }
  return out;
}

Json ring_json(const twin::PlanRing& ring, bool closed) {
  Json out = Json::array();
  for (const auto& p : ring) out.push_back({p.east, p.north});
  if (closed) out.push_back({ring.front().east, ring.front().north});
  return out;
}

/// A single part is of the plain type, several of the type with "Multi" in front.
Json geometry_of(const DegreeShape& shape) {
  if (shape.empty()) return nullptr;
  Json parts = Json::array();
  for (const auto& polygon : shape.polygons) {
    Json rings = Json::array({ring_json(polygon.outer, true)});
    for (const auto& hole : polygon.holes) rings.push_back(ring_json(hole, true));
    parts.push_back(std::move(rings));
  }
  for (const auto& line : shape.lines) parts.push_back(ring_json(line, false));
  const std::string type = shape.lines.empty() ? "Polygon" : "LineString";
  if (parts.size() == 1) return {{"type", type}, {"coordinates", std::move(parts[0])}};
  return {{"type", "Multi" + type}, {"coordinates", std::move(parts)}};
}

Json properties_of(twin::FeatureNumber number, const twin::CityObject& object) {
  return {{"feature", number},
          {"type", or_null(object.type.str())},
          {"name", or_null(object.name)},
          {"parent", or_null(object.parent)},
          {"ground_m", object.bounds.empty() ? Json(nullptr) : Json(object.bounds.low.up)},
          {"height_m", object.bounds.empty() ? Json(nullptr) : Json(object.bounds.high.up - object.bounds.low.up)},
          {"source", or_null(object.source.str())}};
}

Json properties_of(twin::FeatureNumber number, const twin::KeptRow& row) {
  const twin::RegisterCard& card = row.card;
  const auto* best = row.buildings.empty() && !row.candidates.empty() ? &row.candidates.front() : nullptr;
  return {{"feature", number},
          {"status", !row.buildings.empty() ? "linked" : best != nullptr ? "review" : "unlinked"},
          {"buildings", row.buildings},
          {"candidate", best != nullptr ? Json(best->building) : Json(nullptr)},
          {"probability", best != nullptr ? Json(best->probability) : Json(nullptr)},
          {"reason", best != nullptr ? or_null(best->reason) : Json(nullptr)},
          {"permanent_id", or_null(card.permanent_id)},
          {"municipal_number", or_null(card.municipal_number)},
          {"use_code", or_null(card.use_code)},
          {"use_text", or_null(card.use_text)},
          {"floor_area_m2", or_null(card.floor_area_m2)},
          {"volume_m3", or_null(card.volume_m3)},
          {"storeys", or_null(card.storeys)},
          {"completion_year", or_null(card.completion_year)},
          {"address", or_null(card.address.str())},
          {"register_source", or_null(card.source.str())}};
}

Json properties_of(twin::FeatureNumber number, const twin::BranchState::Feature& feature) {
  if (const auto* building = feature.as<twin::Building>()) return properties_of(number, *building);
  if (const auto* unit = feature.as<twin::PlanUnit>()) return properties_of(number, *unit, feature.value);
  if (const auto* street = feature.as<twin::Street>()) return server::properties_of(number, *street);
  if (const auto* area = feature.as<twin::PopulationArea>()) return server::properties_of(number, *area);
  if (const auto* terrain = feature.as<twin::Terrain>()) return server::properties_of(number, *terrain);
  if (const auto* object = feature.as<twin::CityObject>()) return properties_of(number, *object);
  if (const auto* row = feature.as<twin::KeptRow>()) return properties_of(number, *row);
  return {{"feature", number}};  // of a kind that no collection shows
}

std::vector<twin::PlanPolygon> rectangle(const twin::Box& box) {
  if (box.empty()) return {};
  const auto &low = box.low, &high = box.high;
  return {{{{low.east, low.north}, {high.east, low.north}, {high.east, high.north}, {low.east, high.north}}, {}}};
}

/// Where a register row says its building is; a point is a square metre around it. Nowhere as long as it is not placed.
std::vector<twin::PlanPolygon> outline_of(const twin::KeptRow& row) {
  if (!row.location_crs.empty()) return {};
  if (!row.point) return {row.footprint};
  const auto [east, north] = *row.point;
  return {{{{east - 0.5, north - 0.5}, {east + 0.5, north - 0.5}, {east + 0.5, north + 0.5}, {east - 0.5, north + 0.5}}, {}}};
}

/// What the surfaces of an object cover; where they are not to be had, the box around it.
std::vector<twin::PlanPolygon> outline_of(const twin::CityObject& object, const geo::ShapeLoader& shapes) {
  if (!shapes || object.shape.is_nothing()) return rectangle(object.bounds);
  const auto shape = shapes(object.shape);
  return shape ? geo::plan_outline(*shape) : rectangle(object.bounds);
}

/// In plan; of terrain the box around it.
std::vector<twin::PlanPolygon> outlines_of(const twin::BranchState::Feature& feature, const geo::ShapeLoader& shapes) {
  if (const auto* building = feature.as<twin::Building>()) return {building->footprint};
  if (const auto* unit = feature.as<twin::PlanUnit>()) return {unit->boundary};
  if (const auto* area = feature.as<twin::PopulationArea>()) return area->boundary;
  if (const auto* terrain = feature.as<twin::Terrain>()) return rectangle(terrain->bounds());
  if (const auto* object = feature.as<twin::CityObject>()) return outline_of(*object, shapes);
  if (const auto* row = feature.as<twin::KeptRow>()) return outline_of(*row);
  return {};
}

twin::PlanRing in_plan(std::span<const twin::StreetNode> nodes) {
  twin::PlanRing out;
  for (const auto& node : nodes) out.push_back({node.position.east, node.position.north});
  return out;
}

/// Its lines in plan, where it has no surfaces.
std::vector<twin::PlanRing> lines_of(const twin::CityObject& object, const geo::ShapeLoader& shapes) {
  std::vector<twin::PlanRing> out;
  if (!shapes || object.shape.is_nothing()) return out;
  const auto shape = shapes(object.shape);
  if (!shape) return out;
  for (const auto& lines : twin::lines_of(*shape)) {
    if (lines.points) continue;
    for (const auto& line : lines.lines) {
      auto& plan = out.emplace_back();
      for (const auto& at : line) plan.push_back({at.east, at.north});
    }
  }
  return out;
}

DegreeShape shape_of(const twin::BranchState::Feature& feature, const geo::SceneFrame& scene, const geo::ShapeLoader& shapes) {
  DegreeShape out;
  out.polygons = to_degrees(outlines_of(feature, shapes), scene);
  if (const auto* street = feature.as<twin::Street>()) {
    for (const auto& piece : street->pieces()) {
      if (auto line = line_to_degrees(in_plan(piece), scene)) out.lines.push_back(std::move(*line));
    }
  }
  if (const auto* object = feature.as<twin::CityObject>(); object != nullptr && out.polygons.empty()) {
    for (const auto& piece : lines_of(*object, shapes)) {
      if (auto line = line_to_degrees(piece, scene)) out.lines.push_back(std::move(*line));
    }
  }
  return out;
}

DegreeBox bounds_of(const DegreeShape& shape) {
  DegreeBox out = {180, 90, -180, -90};
  const auto add = [&](const twin::PlanRing& ring) {
    for (const auto& p : ring) {
      out = {std::min(out[0], p.east), std::min(out[1], p.north), std::max(out[2], p.east), std::max(out[3], p.north)};
    }
  };
  for (const auto& polygon : shape.polygons) add(polygon.outer);
  for (const auto& line : shape.lines) add(line);
  return out;
}

}  // namespace

FeatureText write_feature(twin::FeatureNumber number, const twin::BranchState::Feature& feature,
                          const geo::SceneFrame* scene, const geo::ShapeLoader& shapes) {
  FeatureText out;
  out.kind = feature.kind;
  out.value = feature.value;
  if (const auto* object = feature.as<twin::CityObject>()) out.type = object->type;
  if (scene != nullptr) out.shape = shape_of(feature, *scene, shapes);
  if (!out.shape.empty()) out.bounds = bounds_of(out.shape);
  const Json document = {
      {"type", "Feature"},
      {"id", feature.id()},
      {"geometry", geometry_of(out.shape)},
      {"properties", properties_of(number, feature)}};
  out.json = std::make_shared<const std::string>(json_text(document));
  return out;
}

}  // namespace server
