#include "geo/io/cityjson_write_plan.hpp"

#include <algorithm>

#include "geo/io/cityjson_names.hpp"
#include "geo/io/cityjson_write_geometry.hpp"
#include "geo/io/export_json.hpp"
#include "geo/io/ring_crossing.hpp"

namespace geo::cityjson {
namespace {

using twin::Json;

/// Level and seen from above: outer rings turn left, holes right.
twin::Ring3 level_ring(twin::PlanRing points, double up, bool outer) {
  if ((signed_area(points) > 0) != outer) std::reverse(points.begin(), points.end());
  twin::Ring3 out;
  for (const auto& point : points) out.points.push_back({point.east, point.north, up});
  return out;
}

twin::ShapePart level_area(const ExportFeature& unit) {
  twin::ShapePart out;
  out.lod = "0";
  for (const auto& polygon : unit.polygons) {
    auto& surface = out.polygons.emplace_back();
    surface.exterior = level_ring(polygon.outer, unit.up_m, true);
    for (const auto& hole : polygon.holes) surface.interiors.push_back(level_ring(hole, unit.up_m, false));
  }
  return out;
}

}  // namespace

Json city_objects_of(const ExportFeature& unit, std::span<const ExportColumn> columns, ObjectIds& ids, WriteTables& tables) {
  const auto id = "plan_unit:" + unit.id;
  Json out = Json::object();
  if (!ids.take(id)) return out;
  Json attributes = layer_properties(columns, unit.values);
  attributes[std::string(kClassAttribute)] = kPlanUnitClass;
  out[id] = {{"type", "LandUse"}, {"attributes", std::move(attributes)}, {"geometry", geometries_of(level_area(unit), 0, {}, tables)}};
  return out;
}

Json city_objects_of(const PlanSolid& solid, ObjectIds& ids, WriteTables& tables) {
  Json out = Json::object(), geometry = Json::array();
  if (!ids.take(solid.id)) return out;
  for (std::size_t i = 0; i < solid.shape.parts.size(); ++i) {
    for (auto& one : geometries_of(solid.shape.parts[i], i, {}, tables)) geometry.push_back(std::move(one));
  }
  Json attributes = solid.attributes;
  attributes["plan_unit"] = solid.unit;
  attributes[std::string(kClassAttribute)] = solid.massing ? kMassingClass : kEnvelopeClass;
  out[solid.id] = {{"type", "GenericCityObject"}, {"attributes", std::move(attributes)}, {"geometry", std::move(geometry)}};
  return out;
}

}  // namespace geo::cityjson
