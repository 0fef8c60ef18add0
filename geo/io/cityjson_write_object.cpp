#include "geo/io/cityjson_write_object.hpp"

#include <algorithm>
#include <string_view>

#include "geo/io/cityjson_classes.hpp"
#include "geo/io/cityjson_names.hpp"
#include "geo/io/cityjson_write_attributes.hpp"
#include "geo/io/cityjson_write_geometry.hpp"
#include "twin_core/city/other_levels.hpp"

namespace geo::cityjson {
namespace {

using twin::Json;

/// A relief is one composite surface for CityJSON, whatever the shape's surfaces are to each other.
void make_composite(Json& geometries) {
  for (auto& geometry : geometries) geometry["type"] = "CompositeSurface";
}

/// Kinds of surfaces are words of buildings, bridges and what may be anything.
bool has_kinds(std::string_view type) {
  return type.starts_with("Building") || type.starts_with("Bridge") || type.starts_with("Tunnel") || type == "GenericCityObject" ||
         type == "OtherConstruction";
}

Json geometry_of(const twin::BuildingShape& shape, std::size_t i, const WrittenClass& as, WriteTables& tables) {
  if (!as.only_surfaces && has_kinds(as.type)) return geometries_of(shape.parts[i], i, shape.appearance, tables);
  auto part = shape.parts[i];
  if (as.only_surfaces) part.solids.clear();
  for (auto& polygon : part.polygons) {
    polygon.kind = twin::SurfaceKind::kUnspecified;
    polygon.wall = 0;
  }
  auto out = geometries_of(part, i, shape.appearance, tables);
  if (as.type == "TINRelief") make_composite(out);
  return out;
}

/// The official schema has lines where something flows or is driven on, points and lines where anything may stand.
bool carries(std::string_view type, const twin::ObjectLines& lines) {
  const bool anything = type == "GenericCityObject" || type == "CityFurniture" || type == "SolitaryVegetationObject" ||
                        type == "OtherConstruction" || type.ends_with("Furniture") || type.ends_with("ConstructiveElement");
  const bool flows = type == "Road" || type == "Railway" || type == "TransportSquare" || type == "Waterway" || type == "WaterBody";
  return anything || (flows && !lines.points);
}

/// What the object is written as. One whose class has no place for its points or lines becomes a generic one.
const WrittenClass& class_for(const twin::CityObject& object, bool has_parent, std::size_t parts, const std::vector<twin::ObjectLines>& lines) {
  const auto& as = written_class(object.type.str(), has_parent);
  const bool carried = std::all_of(lines.begin(), lines.end(), [&](const auto& each) { return carries(as.type, each); });
  return carried || as.needs_parent || parts > 1 ? as : written_class("", false);
}

/// What an import takes back and CityJSON has no member for.
void put_own(Json& attributes, const twin::CityObject& object, const WrittenClass& as, const Kin& kin) {
  const auto put = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) attributes[std::string(name)] = value;
  };
  if (as.type != object.type.str()) put(kClassAttribute, object.type.str());
  if (object.parent != kin.parent) put(kParentAttribute, object.parent);
  put(kSourceAttribute, object.source.str());
  if (object.name.empty()) return;
  const bool has_other = attributes.contains("name");
  if (has_other && attributes["name"] == object.name) return;  // an import takes it for the name
  if (!has_other) attributes["name"] = object.name;
  put(kNameAttribute, object.name);
}

}  // namespace

void add_children(Json& object, const std::vector<std::string>& children) {
  for (const auto& child : children) object["children"].push_back(child);
}

Json city_objects_of(const twin::CityObject& object, const Kin& kin, const twin::BuildingShape& shape, ObjectIds& ids,
                     WriteTables& tables) {
  const auto lines = twin::lines_of(shape);
  const auto& as = class_for(object, !kin.parent.empty(), shape.parts.size(), lines);
  auto written = write_attributes(shape, as.type == "Building" ? AttributesOf::kBuilding : AttributesOf::kObject);
  const bool has_parts = as.type == "Bridge" || as.type == "Tunnel";
  auto out = Json::object(), geometry = Json::array();
  Json own{{"type", as.type}};
  const auto aside = twin::other_levels_of(shape);
  for (std::size_t i = 0; i < shape.parts.size(); ++i) {
    auto of_part = geometry_of(shape, i, as, tables);
    for (std::size_t level = 0; level < aside.part_of.size(); ++level) {
      if (aside.part_of[level] != i) continue;
      for (auto& one : geometry_of(aside.shape, level, as, tables)) of_part.push_back(std::move(one));
    }
    if (i == 0 || !has_parts) {
      for (auto& one : of_part) geometry.push_back(std::move(one));
      continue;
    }
    const auto id = ids.take_part(shape.parts[i].id, object.id, i);
    out[id] = {{"type", std::string(as.type) + "Part"}, {"geometry", std::move(of_part)}, {"parents", Json::array({object.id})}};
    if (!written.of_part[i].empty()) out[id]["attributes"] = std::move(written.of_part[i]);
    add_children(own, {id});
  }
  for (const auto& each : lines) {
    if (carries(as.type, each)) geometry.push_back(cityjson::geometry_of(each, tables));
  }
  own["geometry"] = std::move(geometry);
  auto attributes = std::move(written.of_part.front());
  put_own(attributes, object, as, kin);
  if (!attributes.empty()) own["attributes"] = std::move(attributes);
  if (!written.addresses.empty()) own["address"] = std::move(written.addresses);
  if (!kin.parent.empty()) own["parents"] = Json::array({kin.parent});
  add_children(own, kin.children);
  out[object.id] = std::move(own);
  return out;
}

}  // namespace geo::cityjson
