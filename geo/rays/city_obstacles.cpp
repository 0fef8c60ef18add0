#include "geo/rays/city_obstacles.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "geo/tiles/object_class.hpp"
#include "twin_core/city/record.hpp"

namespace geo {
namespace {

constexpr std::size_t kMostTerrainTriangles = 2'000'000;
constexpr double kSkirtFrom_m = 0.02;  // as add_skirt has it

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

twin::Result<ObstacleMesh> from_footprint(const twin::Building& building, std::optional<double> down_to_m) {
  if (building.footprint.outer.size() < 3 || !(building.height_m > 0)) return ObstacleMesh{};
  const double base_m = down_to_m && building.ground_m > *down_to_m + kSkirtFrom_m ? *down_to_m : building.ground_m;
  auto mesh = prism(building.footprint, base_m, building.ground_m + building.height_m - base_m);
  return mesh ? mesh : twin::Result<ObstacleMesh>(ObstacleMesh{});  // a footprint that crosses itself stands for nothing
}

/// Its normal's up over the normal's length times the area, by Newell; and its highest point.
std::pair<double, double> facing_and_top(const twin::Polygon3& polygon) {
  const auto& ring = polygon.exterior.points;
  Eigen::Vector3d normal = Eigen::Vector3d::Zero();
  double top_m = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < ring.size(); ++i) {
    normal += (ring[i] - ring[0]).vector().cross((ring[(i + 1) % ring.size()] - ring[0]).vector());
    top_m = std::max(top_m, ring[i].up);
  }
  const double length = normal.norm();
  return {length > 0 ? normal.z() / length : 0, top_m};
}

/// With walls down to where the ground is, and a foot.
void stand_on_ground(ObstacleMesh& mesh, const twin::Building& building, const twin::BuildingShape& shape, std::optional<double> down_to_m) {
  constexpr double kUnderside = -0.05, kStep_m = 0.05;
  bool has_ground = false;
  double lowest_m = building.ground_m, ground_top_m = building.ground_m, underside_m = -std::numeric_limits<double>::infinity();
  for (const twin::ShapePart& part : shape.parts) {
    for (const twin::Polygon3& polygon : part.polygons) {
      const auto [facing, top_m] = facing_and_top(polygon);
      for (const auto& p : polygon.exterior.points) lowest_m = std::min(lowest_m, p.up);
      if (polygon.kind == twin::SurfaceKind::kGround) {
        has_ground = true;
        ground_top_m = std::max(ground_top_m, top_m);
        if (!down_to_m) continue;
        add_skirt(mesh, polygon.exterior.points, *down_to_m);
        for (const auto& hole : polygon.interiors) add_skirt(mesh, hole.points, *down_to_m);
      } else if (facing < kUnderside) {
        underside_m = std::max(underside_m, top_m);
      }
    }
  }
  if (!has_ground && down_to_m) {
    const auto skirt_below = [&](const twin::PlanRing& ring) {
      std::vector<twin::WorkingPosition> points;
      for (const auto& p : ring) points.push_back({p.east, p.north, building.ground_m});
      add_skirt(mesh, points, *down_to_m);
    };
    skirt_below(building.footprint.outer);
    for (const auto& hole : building.footprint.holes) skirt_below(hole);
  }
  mesh.foot_m = down_to_m ? std::min(lowest_m, *down_to_m) : ground_top_m;
  const double stands_up_to_m = has_ground ? lowest_m : building.ground_m;
  if (underside_m > stands_up_to_m + kStep_m) mesh.foot_m = std::max(mesh.foot_m, underside_m);
}

twin::Result<ObstacleMesh> from_building(const twin::Building& building, const BlobLoader& blobs, std::optional<double> down_to_m) {
  if (building.shape.is_nothing()) return from_footprint(building, down_to_m);
  TWIN_TRY(const twin::Bytes bytes, blobs(building.shape));
  TWIN_TRY(const twin::BuildingShape shape, twin::decode_building_shape(bytes));
  ObstacleMesh out = obstacle_of(shape);
  if (!out.empty()) stand_on_ground(out, building, shape, down_to_m);
  return out;
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

twin::Result<ObstacleMesh> obstacle_of(const twin::BranchState::Feature& feature, const BlobLoader& blobs, std::optional<double> down_to_m) {
  if (const auto* building = feature.as<twin::Building>()) return from_building(*building, blobs, down_to_m);
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
