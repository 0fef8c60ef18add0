#include "geo/tiles/tile_mesh.hpp"

#include <Eigen/Geometry>
#include <cmath>

#include "geo/tiles/triangulate.hpp"

namespace geo {
namespace {

std::array<float, 3> to_gltf(const Eigen::Vector3d& scene) {
  return {static_cast<float>(scene.x()), static_cast<float>(scene.z()), static_cast<float>(-scene.y())};
}

/// For each polygon: does every solid face that uses it use it reversed?
std::vector<bool> turned_polygons(const twin::ShapePart& part) {
  std::vector<bool> forward(part.polygons.size()), reversed(part.polygons.size());
  for (const twin::Solid& solid : part.solids) {
    for (const auto& shell : solid.shells) {
      for (const twin::ShellFace& face : shell) {
        if (face.polygon < part.polygons.size()) {
          (face.reversed ? reversed : forward)[face.polygon] = true;
        }
      }
    }
  }
  for (std::size_t i = 0; i < reversed.size(); ++i) {
    reversed[i] = reversed[i] && !forward[i];
  }
  return reversed;
}

enum class Facing { kAsGiven, kTurned, kSky };

bool lies_on_the_ground(SurfaceClass surface) {
  return surface >= SurfaceClass::kTerrain && surface <= SurfaceClass::kRoad;
}

void append(SurfaceMesh& mesh, std::uint32_t feature, const TrianglePatch& patch, Facing facing,
            const twin::ScenePosition& centre, const SceneFrame& scene) {
  std::vector<twin::ScenePosition> placed(patch.points.size());
  scene.to_scene(patch.points, placed);
  std::vector<Eigen::Vector3d> points;
  for (const twin::ScenePosition& p : placed) {
    points.push_back((p - centre).vector());
    if (!points.back().allFinite()) {
      return;
    }
  }
  Eigen::Vector3d normal = Eigen::Vector3d::Zero();
  for (const auto& t : patch.triangles) {
    normal += (points[t[1]] - points[t[0]]).cross(points[t[2]] - points[t[0]]);
  }
  const bool turned = facing == Facing::kTurned || (facing == Facing::kSky && normal.z() < 0);
  normal = (turned ? -normal : normal).normalized();

  const auto start = static_cast<std::uint32_t>(mesh.positions.size());
  const auto feature_id = static_cast<float>(feature);
  if (mesh.features.empty() || mesh.features.back() != feature_id) {
    ++mesh.feature_count;
  }
  for (const Eigen::Vector3d& p : points) {
    mesh.positions.push_back(to_gltf(p));
    mesh.normals.push_back(to_gltf(normal));
    mesh.features.push_back(feature_id);
  }
  for (const auto& t : patch.triangles) {
    for (std::size_t corner :
         {std::size_t{0}, std::size_t{turned ? 2u : 1u}, std::size_t{turned ? 1u : 2u}}) {
      mesh.indices.push_back(start + t[corner]);
    }
  }
}

}  // namespace

std::string_view name_of(SurfaceClass surface) {
  constexpr std::array<std::string_view, kSurfaceClasses> kNames{"ground", "wall", "roof", "opening", "other", "terrain", "water",
                                                                "land",   "green", "road", "tree", "bridge", "object"};
  return kNames[static_cast<std::size_t>(surface)];
}

SurfaceClass class_of(twin::SurfaceKind kind) {
  switch (kind) {
    case twin::SurfaceKind::kGround:
      return SurfaceClass::kGround;
    case twin::SurfaceKind::kWall:
      return SurfaceClass::kWall;
    case twin::SurfaceKind::kRoof:
      return SurfaceClass::kRoof;
    case twin::SurfaceKind::kWindow:
    case twin::SurfaceKind::kDoor:
      return SurfaceClass::kOpening;
    case twin::SurfaceKind::kUnspecified:
    case twin::SurfaceKind::kOuterCeiling:
    case twin::SurfaceKind::kOuterFloor:
    case twin::SurfaceKind::kClosure:
      return SurfaceClass::kOther;
  }
  return SurfaceClass::kOther;
}

void TileMesh::add(std::uint32_t feature, const twin::BuildingShape& shape, const SceneFrame& scene) {
  for (const twin::ShapePart& part : shape.parts) {
    const std::vector<bool> turned = turned_polygons(part);
    for (std::size_t i = 0; i < part.polygons.size(); ++i) {
      const TrianglePatch patch = triangulate(part.polygons[i]);
      if (!patch.triangles.empty()) {
        append(surfaces[static_cast<std::size_t>(class_of(part.polygons[i].kind))], feature, patch,
               turned[i] ? Facing::kTurned : Facing::kAsGiven, centre, scene);
      }
    }
  }
}

void TileMesh::add(std::uint32_t feature, const twin::BuildingShape& shape, SurfaceClass drawn_as,
                   const SceneFrame& scene) {
  for (const twin::ShapePart& part : shape.parts) {
    const std::vector<bool> turned = turned_polygons(part);
    for (std::size_t i = 0; i < part.polygons.size(); ++i) {
      const TrianglePatch patch = triangulate(part.polygons[i]);
      if (!patch.triangles.empty()) {
        append(surfaces[static_cast<std::size_t>(drawn_as)], feature, patch,
               lies_on_the_ground(drawn_as) ? Facing::kSky : turned[i] ? Facing::kTurned : Facing::kAsGiven, centre, scene);
      }
    }
  }
}

}  // namespace geo
