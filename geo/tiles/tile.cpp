#include <fmt/format.h>

#include "geo/tiles/glb.hpp"
#include "geo/tiles/object_class.hpp"
#include "geo/tiles/tile_mesh.hpp"
#include "geo/tiles/tileset.hpp"

namespace geo {
namespace {

twin::Problem stale(const TileCell& cell, twin::FeatureNumber feature) {
  return {"tile-stale", "a tile is made from the branch state its cell was cut from", cell.uri(),
          fmt::format("feature {}", feature), "read tileset.json again"};
}

}  // namespace

twin::Result<std::string> make_tile(const twin::BranchState& state, const TileCell& cell,
                                    const SceneFrame& scene, const TileShapeLoader& shapes) {
  const twin::Box& box = cell.bounds;
  TileMesh mesh;
  mesh.centre = scene.to_scene({(box.low.east + box.high.east) / 2, (box.low.north + box.high.north) / 2,
                                (box.low.up + box.high.up) / 2});
  TileProperties properties;
  properties.holds = cell.holds;
  for (twin::FeatureNumber feature : cell.features) {
    const auto row = static_cast<std::uint32_t>(properties.features.size());
    properties.features.push_back(feature);
    if (const twin::Building* building = state.building(feature)) {
      properties.ids.push_back(building->id);
      if (building->shape.is_nothing()) continue;
      TWIN_TRY(const twin::BuildingShape shape, shapes(building->shape));
      mesh.add(row, shape, scene);
    } else if (const auto* object = state.get<twin::CityObject>(feature)) {
      properties.ids.push_back(object->id);
      const auto surface = drawn_as(object->type.str());
      if (object->shape.is_nothing() || !surface) continue;
      TWIN_TRY(const twin::BuildingShape shape, shapes(object->shape));
      mesh.add(row, shape, *surface, scene);
    } else {
      return stale(cell, feature);
    }
  }
  return write_glb(mesh, properties);
}

}  // namespace geo
