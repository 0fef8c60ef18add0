#include "geo/rays/obstacle_mesh.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/solid/envelope.hpp"
#include "geo/solid/mesh.hpp"
#include "geo/terrain/terrain_mesh.hpp"
#include "geo/tiles/triangulate.hpp"

namespace geo {
namespace {

using Triangle = std::array<std::uint32_t, 3>;

constexpr double kSkirtFrom_m = 0.02;

void append(ObstacleMesh& mesh, const std::vector<twin::WorkingPosition>& points, const std::vector<Triangle>& triangles) {
  const auto start = static_cast<std::uint32_t>(mesh.points.size());
  mesh.points.insert(mesh.points.end(), points.begin(), points.end());
  for (const Triangle& t : triangles) mesh.triangles.push_back({start + t[0], start + t[1], start + t[2]});
}

void append_walls(ObstacleMesh& mesh, const twin::PlanRing& ring, double base_m, double top_m) {
  const auto start = static_cast<std::uint32_t>(mesh.points.size());
  for (const auto& p : ring) {
    mesh.points.push_back({p.east, p.north, base_m});
    mesh.points.push_back({p.east, p.north, top_m});
  }
  const auto count = static_cast<std::uint32_t>(ring.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t here = start + 2 * i, next = start + 2 * ((i + 1) % count);
    mesh.triangles.push_back({here, next, next + 1});
    mesh.triangles.push_back({here, next + 1, here + 1});
  }
}

}  // namespace

twin::Box ObstacleMesh::bounds() const {
  twin::Box out;
  for (const auto& point : points) out.add(point);
  return out;
}

void ObstacleMesh::add(const ObstacleMesh& other) {
  if (other.empty()) return;
  foot_m = empty() ? other.foot_m : std::max(foot_m, other.foot_m);
  append(*this, other.points, other.triangles);
}

void add_skirt(ObstacleMesh& mesh, const std::vector<twin::WorkingPosition>& ring, double down_to_m) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto &here = ring[i], &next = ring[(i + 1) % ring.size()];
    if (std::max(here.up, next.up) <= down_to_m + kSkirtFrom_m) continue;
    const auto below = [&](const twin::WorkingPosition& p) { return twin::WorkingPosition{p.east, p.north, std::min(p.up, down_to_m)}; };
    append(mesh, {here, next, below(next), below(here)}, {{0, 1, 2}, {0, 2, 3}});
  }
}

ObstacleMesh obstacle_of(const twin::BuildingShape& shape) {
  ObstacleMesh out;
  for (const twin::ShapePart& part : shape.parts) {
    for (const twin::Polygon3& polygon : part.polygons) {
      const TrianglePatch patch = triangulate(polygon);
      append(out, patch.points, patch.triangles);
    }
  }
  return out;
}

twin::Result<ObstacleMesh> prism(const twin::PlanPolygon& polygon, double base_m, double height_m) {
  TWIN_CHECK(check_polygon(polygon));
  if (!(height_m > 0)) {
    return twin::Problem{"value-out-of-range", "An obstacle is higher than 0 m.", "", fmt::format("{} m", height_m),
                         "Send its height above its base in metres."};
  }
  const double top_m = base_m + height_m;
  ObstacleMesh out;
  out.foot_m = base_m;
  for (const double level : {base_m, top_m}) {
    const TriangleMesh flat = triangulate_flat(polygon, level);
    append(out, flat.vertices, flat.triangles);
  }
  append_walls(out, polygon.outer, base_m, top_m);
  for (const auto& hole : polygon.holes) append_walls(out, hole, base_m, top_m);
  return out;
}

ObstacleMesh obstacle_of(const twin::Terrain& terrain, const twin::TerrainHeights& heights, std::size_t most_triangles) {
  ObstacleMesh out;
  out.foot_m = -std::numeric_limits<double>::infinity();
  for (const twin::Polygon3& triangle : terrain_mesh(terrain, heights, most_triangles)) {
    append(out, triangle.exterior.points, {{0, 1, 2}});
  }
  return out;
}

}  // namespace geo
