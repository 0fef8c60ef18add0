#include "geo/io/cityjson_write_plan.hpp"

#include <algorithm>
#include <optional>

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

/// What validators take for one position, metres.
constexpr double kSamePlace = 1e-3;

/// Corners of a shape, those of one place as one.
class Corners {
 public:
  twin::WorkingPosition of(const twin::WorkingPosition& point) {
    const auto found = std::find_if(corners_.begin(), corners_.end(), [&](const auto& corner) { return (corner - point).vector().norm() <= kSamePlace; });
    if (found != corners_.end()) return *found;
    return corners_.emplace_back(point);
  }

 private:
  std::vector<twin::WorkingPosition> corners_;
};

/// Engines are finer than a file: corners that a reader takes for one become one, and a face that has less than three left is none.
void weld(twin::ShapePart& part) {
  Corners corners;
  const auto thin_out = [&](twin::Ring3& ring) {
    auto& points = ring.points;
    for (auto& point : points) point = corners.of(point);
    points.erase(std::unique(points.begin(), points.end()), points.end());
    while (points.size() > 1 && points.front() == points.back()) points.pop_back();
    return points.size() >= 3;
  };
  std::vector<std::optional<std::uint32_t>> now;
  std::vector<twin::Polygon3> kept;
  for (auto& polygon : part.polygons) {
    if (!thin_out(polygon.exterior)) {
      now.emplace_back();
      continue;
    }
    std::erase_if(polygon.interiors, [&](twin::Ring3& ring) { return !thin_out(ring); });
    now.emplace_back(static_cast<std::uint32_t>(kept.size()));
    kept.push_back(std::move(polygon));
  }
  part.polygons = std::move(kept);
  for (auto& solid : part.solids) {
    for (auto& shell : solid.shells) {
      std::erase_if(shell, [&](const auto& face) { return !now[face.polygon]; });
      for (auto& face : shell) face.polygon = *now[face.polygon];
    }
  }
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
    auto part = solid.shape.parts[i];
    weld(part);
    for (auto& one : geometries_of(part, i, {}, tables)) geometry.push_back(std::move(one));
  }
  Json attributes = solid.attributes;
  attributes["plan_unit"] = solid.unit;
  attributes[std::string(kClassAttribute)] = solid.massing ? kMassingClass : kEnvelopeClass;
  out[solid.id] = {{"type", "GenericCityObject"}, {"attributes", std::move(attributes)}, {"geometry", std::move(geometry)}};
  return out;
}

}  // namespace geo::cityjson
