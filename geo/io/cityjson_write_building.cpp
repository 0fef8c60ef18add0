#include "geo/io/cityjson_write_building.hpp"

#include <fmt/format.h>

#include <functional>

#include "geo/io/cityjson_names.hpp"
#include "geo/io/cityjson_write_attributes.hpp"
#include "geo/io/cityjson_write_geometry.hpp"
#include "geo/io/export_json.hpp"
#include "twin_core/city/other_levels.hpp"

namespace geo::cityjson {
namespace {

using twin::Json;

/// The columns of the export table under this program's own names; "id" is the name of the object.
void put_columns(Json& attributes, twin::FeatureNumber number, const twin::Building& building) {
  const auto columns = building_properties(number, building);
  for (const auto& [name, value] : columns.items()) {
    if (name != "id") attributes[std::string(kOwnPrefix) + name] = value;
  }
}

Json object_of(const char* type, Json geometry, Json attributes) {
  Json out{{"type", type}, {"geometry", std::move(geometry)}};
  if (!attributes.empty()) out["attributes"] = std::move(attributes);
  return out;
}

}  // namespace

bool ObjectIds::take(std::string_view id) {
  return taken_.insert(std::hash<std::string_view>{}(id)).second;
}

std::string ObjectIds::take_part(std::string_view id, std::string_view parent, std::size_t number) {
  std::string out(id);
  if (!out.empty() && take(out)) return out;
  for (std::string dash = "-";; dash += '-') {
    out = fmt::format("{}{}part-{}", parent, dash, number);
    if (take(out)) return out;
  }
}

Json city_objects_of(twin::FeatureNumber number, const twin::Building& building, const twin::BuildingShape& shape,
                     ObjectIds& ids, WriteTables& tables) {
  auto written = write_attributes(shape);
  put_columns(written.of_part.front(), number, building);
  auto out = Json::object(), children = Json::array();
  const auto aside = twin::other_levels_of(shape);
  const auto geometry_of = [&](std::uint32_t part) {
    auto geometries = geometries_of(shape.parts[part], part, shape.appearance, tables);
    for (std::size_t i = 0; i < aside.part_of.size(); ++i) {
      if (aside.part_of[i] != part) continue;
      for (auto& one : geometries_of(aside.shape.parts[i], i, aside.shape.appearance, tables)) geometries.push_back(std::move(one));
    }
    return geometries;
  };
  for (std::uint32_t i = 1; i < shape.parts.size(); ++i) {
    const auto id = ids.take_part(shape.parts[i].id, building.id, i);
    auto part = object_of("BuildingPart", geometry_of(i),
                          std::move(written.of_part[i]));
    part["parents"] = Json::array({building.id});
    out[id] = std::move(part);
    children.push_back(id);
  }
  auto own = object_of("Building",
                       shape.parts.empty() ? Json::array() : geometry_of(0),
                       std::move(written.of_part.front()));
  if (!children.empty()) own["children"] = std::move(children);
  if (!written.addresses.empty()) own["address"] = std::move(written.addresses);
  out[building.id] = std::move(own);
  return out;
}

}  // namespace geo::cityjson
