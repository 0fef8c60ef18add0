#include "geo/io/cityjson_write_object.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "geo/io/cityjson_write_attributes.hpp"
#include "geo/io/cityjson_write_geometry.hpp"

namespace geo::cityjson {
namespace {

using twin::Json;

using Named = std::pair<std::string_view, std::string_view>;
constexpr auto kNames = std::to_array<Named>({
    {"Bridge", "Bridge"},
    {"Building", "Building"},  // one without surfaces
    {"CityFurniture", "CityFurniture"},
    {"GenericCityObject", "GenericCityObject"},
    {"LandUse", "LandUse"},
    {"OtherConstruction", "OtherConstruction"},
    {"PlantCover", "PlantCover"},
    {"Railway", "Railway"},
    {"ReliefFeature", "TINRelief"},
    {"Road", "Road"},
    {"SolitaryVegetationObject", "SolitaryVegetationObject"},
    {"Square", "TransportSquare"},
    {"TINRelief", "TINRelief"},
    {"Track", "Road"},
    {"TransportSquare", "TransportSquare"},
    {"TransportationComplex", "Road"},
    {"Tunnel", "Tunnel"},
    {"WaterBody", "WaterBody"},
    {"Waterway", "Waterway"},
});

/// A relief is one composite surface for CityJSON, whatever the shape's surfaces are to each other.
Json as_relief(Json geometries) {
  Json out = Json::array();
  for (auto& geometry : geometries) {
    if (geometry["type"] != "MultiSurface") continue;
    geometry["type"] = "CompositeSurface";
    out.push_back(std::move(geometry));
  }
  return out;
}

}  // namespace

std::optional<std::string> class_in_cityjson(const twin::CityObject& object) {
  if (!object.parent.empty()) return std::nullopt;
  const auto* found = std::find_if(kNames.begin(), kNames.end(), [&](const Named& name) { return name.first == object.type.str(); });
  return found == kNames.end() ? std::nullopt : std::optional<std::string>(found->second);
}

Json city_objects_of(const twin::CityObject& object, const std::string& type, const twin::BuildingShape& shape,
                     ObjectIds& ids, WriteTables& tables) {
  auto written = write_attributes(shape);
  const bool has_parts = type == "Bridge" || type == "Tunnel";
  auto out = Json::object(), children = Json::array(), geometry = Json::array();
  for (std::size_t i = 0; i < shape.parts.size(); ++i) {
    auto of_part = geometries_of(shape.parts[i], i, shape.appearance, tables);
    if (i == 0 || !has_parts) {
      for (auto& one : of_part) geometry.push_back(std::move(one));
      continue;
    }
    const auto id = ids.take_part(shape.parts[i].id, object.id, i);
    out[id] = {{"type", type + "Part"}, {"geometry", std::move(of_part)}, {"parents", Json::array({object.id})}};
    if (!written.of_part[i].empty()) out[id]["attributes"] = std::move(written.of_part[i]);
    children.push_back(id);
  }
  if (type == "TINRelief") geometry = as_relief(std::move(geometry));
  Json own{{"type", type}, {"geometry", std::move(geometry)}};
  auto attributes = std::move(written.of_part.front());
  if (!object.name.empty() && !attributes.contains("name")) attributes["name"] = object.name;
  if (!attributes.empty()) own["attributes"] = std::move(attributes);
  if (!children.empty()) own["children"] = std::move(children);
  out[object.id] = std::move(own);
  return out;
}

}  // namespace geo::cityjson
