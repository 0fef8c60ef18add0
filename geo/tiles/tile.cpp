#include <fmt/format.h>

#include "geo/tiles/glb.hpp"
#include "geo/tiles/tile_mesh.hpp"
#include "geo/tiles/tileset.hpp"

namespace geo {

twin::Result<std::string> make_tile(const twin::BranchState& state, const TileCell& cell,
                                    const SceneFrame& scene, const TileShapeLoader& shapes) {
  const twin::Box& box = cell.bounds;
  TileMesh mesh;
  mesh.centre = scene.to_scene({(box.low.east + box.high.east) / 2, (box.low.north + box.high.north) / 2,
                                (box.low.up + box.high.up) / 2});
  TileProperties properties;
  for (twin::FeatureNumber feature : cell.features) {
    const twin::Building* building = state.building(feature);
    if (building == nullptr) {
      return twin::Problem{"tile-stale", "a tile is made from the branch state its cell was cut from",
                           cell.uri(), fmt::format("feature {}", feature), "read tileset.json again"};
    }
    const auto row = static_cast<std::uint32_t>(properties.features.size());
    properties.features.push_back(feature);
    properties.ids.push_back(building->id);
    if (!building->shape.is_nothing()) {
      TWIN_TRY(const twin::BuildingShape shape, shapes(building->shape));
      mesh.add(row, shape, scene);
    }
  }
  return write_glb(mesh, properties);
}

}  // namespace geo
