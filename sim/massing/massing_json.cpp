#include <fmt/format.h>

#include "sim/massing/massing.hpp"
#include "sim/zoning/envelope_document.hpp"

namespace sim {
namespace {

using twin::Json;

Json multi_polygon(const std::vector<twin::PlanPolygon>& area) {
  Json polygons = Json::array();
  for (const auto& polygon : area) polygons.push_back(polygon_to_json(polygon)["coordinates"]);
  return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

Json building_to_json(const MassingBuilding& building, const std::string& id, double ground_m) {
  Json floors = Json::array(), staircases = Json::array();
  double area = 0;
  for (const auto& floor : building.floors) {
    area += floor.area_k_m2;
    floors.push_back({{"storey", floor.storey}, {"floor_n2000_m", floor.floor_m + ground_m}, {"top_n2000_m", floor.top_m + ground_m},
                      {"area_k_m2", floor.area_k_m2}, {"outline", multi_polygon(floor.outline)}});
  }
  for (const auto& p : building.staircases) staircases.push_back(Json::array({p.east, p.north}));
  Json out = {{"id", id},
              {"storeys", building.floors.size()},
              {"floor_area_k_m2", area},
              {"base_n2000_m", ground_m},
              {"top_n2000_m", building.floors.back().top_m + ground_m},
              {"frame_length_m", building.frame_length_m},
              {"floors", std::move(floors)},
              {"staircases", {{"type", "MultiPoint"}, {"coordinates", std::move(staircases)}}}};
  if (building.units > 0) out["units"] = building.units;
  return out;
}

}  // namespace

Json to_json(const Massing& massing, const ZoningInput& input) {
  Json buildings = Json::array(), obstacles = Json::array();
  std::vector<SolidBuilding> solids;
  for (std::size_t i = 0; i < massing.buildings.size(); ++i) {
    const auto id = fmt::format("{}-{}", massing.kind, i + 1);
    buildings.push_back(building_to_json(massing.buildings[i], id, massing.ground_level_m));
    solids.push_back({id, &massing.buildings[i].shape,
                      {{"storeysAboveGround", massing.buildings[i].floors.size()}, {"floor_area_k_m2", buildings.back()["floor_area_k_m2"]}}});
  }
  for (const auto& obstacle : massing.obstacles)
    obstacles.push_back({{"rule", obstacle.rule}, {"loss_k_m2", obstacle.loss_k_m2}, {"sentence", obstacle.sentence}});
  const auto& allowed = massing.floor_area_allowed_k_m2;
  return {{"kind", massing.kind},
          {"floor_area_allowed_k_m2", allowed ? Json(*allowed) : Json()},
          {"floor_area_k_m2", massing.floor_area_k_m2},
          {"footprint_m2", massing.footprint_m2},
          {"prevented_by", std::move(obstacles)},
          {"buildings", std::move(buildings)},
          {"warnings", massing.warnings},
          {"model", buildings_document(solids, massing.ground_level_m, input.crs)}};
}

}  // namespace sim
