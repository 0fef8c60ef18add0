#include "geo/rays/city_obstacles.hpp"

#include "geo/tiles/object_class.hpp"
#include "twin_core/city/record.hpp"

namespace geo {
namespace {

constexpr std::size_t kMostTerrainTriangles = 2'000'000;

bool casts_shadow(const twin::CityObject& object) {
  const auto drawn = drawn_as(object.type.str());
  if (!drawn || object.shape.is_nothing()) return false;
  return *drawn == SurfaceClass::kBridge || *drawn == SurfaceClass::kTerrain || *drawn == SurfaceClass::kObject;
}

twin::Result<ObstacleMesh> from_shape(const twin::Digest& digest, const BlobLoader& blobs) {
  TWIN_TRY(const twin::Bytes bytes, blobs(digest));
  TWIN_TRY(const twin::BuildingShape shape, twin::decode_building_shape(bytes));
  return obstacle_of(shape);
}

twin::Result<ObstacleMesh> from_footprint(const twin::Building& building) {
  if (building.footprint.outer.size() < 3 || !(building.height_m > 0)) return ObstacleMesh{};
  auto mesh = prism(building.footprint, building.ground_m, building.height_m);
  return mesh ? mesh : twin::Result<ObstacleMesh>(ObstacleMesh{});  // a footprint that crosses itself stands for nothing
}

/// Empty: puts nothing in the way.
twin::Box bounds_of(const twin::BranchState::Feature& feature) {
  if (const auto* building = feature.as<twin::Building>()) {
    if (!building->shape.is_nothing()) return building->bounds;
    twin::Box out;
    for (const auto& p : building->footprint.outer) out.add(twin::WorkingPosition{p.east, p.north, building->ground_m});
    return out;
  }
  if (const auto* object = feature.as<twin::CityObject>()) return casts_shadow(*object) ? object->bounds : twin::Box{};
  if (const auto* terrain = feature.as<twin::Terrain>()) return terrain->bounds();
  return {};
}

bool apart(const twin::Box& a, const twin::Box& b) {
  return a.low.east > b.high.east || b.low.east > a.high.east || a.low.north > b.high.north || b.low.north > a.high.north;
}

}  // namespace

twin::Result<ObstacleMesh> obstacle_of(const twin::BranchState::Feature& feature, const BlobLoader& blobs) {
  if (const auto* building = feature.as<twin::Building>()) {
    return building->shape.is_nothing() ? from_footprint(*building) : from_shape(building->shape, blobs);
  }
  if (const auto* object = feature.as<twin::CityObject>()) {
    return casts_shadow(*object) ? from_shape(object->shape, blobs) : twin::Result<ObstacleMesh>(ObstacleMesh{});
  }
  if (const auto* terrain = feature.as<twin::Terrain>(); terrain != nullptr && !terrain->heights.is_nothing()) {
    TWIN_TRY(const twin::Bytes bytes, blobs(terrain->heights));
    TWIN_TRY(const twin::TerrainHeights heights, twin::decode_terrain_heights(bytes));
    return obstacle_of(*terrain, heights, kMostTerrainTriangles);
  }
  return ObstacleMesh{};
}

bool same_obstacle(const twin::BranchState::Feature* a, const twin::BranchState::Feature* b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (a->kind != b->kind) return false;
  if (const auto *before = a->as<twin::Building>(), *after = b->as<twin::Building>(); before != nullptr && after != nullptr) {
    if (before->shape != after->shape) return false;
    return !before->shape.is_nothing() || (before->footprint == after->footprint && before->ground_m == after->ground_m &&
                                           before->height_m == after->height_m);
  }
  return a->value == b->value;
}

std::vector<twin::FeatureNumber> obstacles_within(const twin::BranchState& state, const twin::Box& box) {
  std::vector<twin::FeatureNumber> out;
  for (twin::FeatureNumber number = 0; number < state.feature_limit(); ++number) {
    const auto* feature = state.feature(number);
    if (feature == nullptr) continue;
    const twin::Box bounds = bounds_of(*feature);
    if (!bounds.empty() && (box.empty() || !apart(bounds, box))) out.push_back(number);
  }
  return out;
}

}  // namespace geo
