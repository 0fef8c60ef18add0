#include "sim/sun/receiver_layout.hpp"

#include <Eigen/Geometry>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/tiles/triangulate.hpp"
#include "twin_core/city/openings.hpp"
#include "twin_core/city/record.hpp"

namespace sim {
namespace {

constexpr std::size_t kMostReceivers = 2'000'000;
constexpr double kUpright = 0.0872;  // sin 5°

bool crosses_ray(double x, double y, double ax, double ay, double bx, double by) {
  return (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax;
}

bool in_ring(const twin::PlanRing& ring, double x, double y) {
  bool in = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    if (crosses_ray(x, y, ring[i].east, ring[i].north, ring[j].east, ring[j].north)) in = !in;
  }
  return in;
}

/// Heights of the ground: terrain where there is some, else the nearest building's lowest ground.
class Ground {
 public:
  static twin::Result<Ground> of(const RunContext& context, const twin::Box& area) {
    Ground out;
    if (context.city == nullptr) return out;
    std::vector<std::pair<const twin::Terrain*, twin::Digest>> found;
    context.city->for_each<twin::Terrain>([&](twin::FeatureNumber, const twin::Terrain& terrain) {
      if (!terrain.heights.is_nothing()) found.emplace_back(&terrain, terrain.heights);
    });
    for (const auto& [terrain, digest] : found) {
      TWIN_TRY(const twin::Bytes bytes, context.blobs(digest));
      TWIN_TRY(twin::TerrainHeights heights, twin::decode_terrain_heights(bytes));
      out.terrains_.emplace_back(terrain, std::move(heights));
    }
    context.city->for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
      constexpr double kAround_m = 500;
      const auto& box = building.bounds;
      if (box.empty() || box.low.east > area.high.east + kAround_m || box.high.east < area.low.east - kAround_m ||
          box.low.north > area.high.north + kAround_m || box.high.north < area.low.north - kAround_m) {
        return;
      }
      out.buildings_.push_back({(box.low.east + box.high.east) / 2, (box.low.north + box.high.north) / 2, building.ground_m});
    });
    return out;
  }

  std::optional<double> at(const twin::PlanPosition& position) const {
    for (const auto& [terrain, heights] : terrains_) {
      if (const auto height = twin::height_at(*terrain, heights, position)) return height;
    }
    std::optional<double> out;
    double nearest = std::numeric_limits<double>::infinity();
    for (const auto& building : buildings_) {
      const double distance = std::hypot(building.east - position.east, building.north - position.north);
      if (distance >= nearest) continue;
      nearest = distance;
      out = building.up;
    }
    return out;
  }

 private:
  std::vector<std::pair<const twin::Terrain*, twin::TerrainHeights>> terrains_;
  std::vector<twin::WorkingPosition> buildings_;
};

/// Footprints that may cover the area.
std::vector<const twin::PlanPolygon*> footprints(const SceneInputs& scene, const RunContext& context, const twin::Box& area) {
  std::vector<const twin::PlanPolygon*> out;
  for (const SentObstacle& obstacle : scene.obstacles) out.push_back(&obstacle.polygon);
  if (context.city == nullptr) return out;
  context.city->for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
    if (building.footprint.outer.size() < 3 || scene.without.contains(building.id)) return;
    twin::Box box;
    for (const auto& p : building.footprint.outer) box.add(twin::WorkingPosition{p.east, p.north, 0});
    if (box.low.east <= area.high.east && box.high.east >= area.low.east && box.low.north <= area.high.north &&
        box.high.north >= area.low.north) {
      out.push_back(&building.footprint);
    }
  });
  return out;
}

void lay_out_roof_surface(const twin::Polygon3& roof, double spacing_m, std::int32_t owner, ReceiverSet& into) {
  if (roof.exterior.points.size() < 3) return;
  Eigen::Vector3d area = geo::area_vector(roof.exterior);
  for (const auto& hole : roof.interiors) {
    const Eigen::Vector3d cut_out = geo::area_vector(hole);
    area += cut_out.dot(area) < 0 ? cut_out : Eigen::Vector3d(-cut_out);
  }
  const double area_m2 = area.norm();
  if (area_m2 < 0.01) return;
  const Eigen::Vector3d normal = area / area_m2;
  if (normal.z() < kUpright) return;
  const auto flat = [](const twin::Ring3& ring) {
    twin::PlanRing out;
    for (const auto& p : ring.points) out.push_back({p.east, p.north});
    return out;
  };
  twin::PlanPolygon plan{flat(roof.exterior), {}};
  for (const auto& hole : roof.interiors) plan.holes.push_back(flat(hole));
  twin::Box box;
  Eigen::Vector3d middle = Eigen::Vector3d::Zero();
  for (const auto& p : roof.exterior.points) {
    box.add(p);
    middle += p.vector() / static_cast<double>(roof.exterior.points.size());
  }
  const auto height_at = [&](double east, double north) {
    return middle.z() - (normal.x() * (east - middle.x()) + normal.y() * (north - middle.y())) / normal.z();
  };
  const std::size_t first = into.receivers.size();
  for (double row = std::floor(box.low.north / spacing_m); row <= std::floor(box.high.north / spacing_m); ++row) {
    for (double column = std::floor(box.low.east / spacing_m); column <= std::floor(box.high.east / spacing_m); ++column) {
      const twin::PlanPosition at{(column + 0.5) * spacing_m, (row + 0.5) * spacing_m};
      if (lies_in(plan, at)) into.receivers.push_back({{at.east, at.north, height_at(at.east, at.north)}, normal});
    }
  }
  if (into.receivers.size() == first) {
    const geo::TrianglePatch patch = geo::triangulate(roof);
    double largest = 0;
    Eigen::Vector3d inside = middle;
    for (const auto& t : patch.triangles) {
      const Eigen::Vector3d a = patch.points[t[0]].vector(), b = patch.points[t[1]].vector(), c = patch.points[t[2]].vector();
      const double size = (b - a).cross(c - a).norm();
      if (size <= largest) continue;
      largest = size;
      inside = (a + b + c) / 3;
    }
    into.receivers.push_back({twin::WorkingPosition::from(inside), normal});
  }
  const auto count = static_cast<double>(into.receivers.size() - first);
  for (std::size_t i = first; i < into.receivers.size(); ++i) {
    into.places.push_back({owner, 0});
    into.areas_m2.push_back(area_m2 / count);
  }
}

}  // namespace

void lay_out_roofs(const twin::BuildingShape& shape, double spacing_m, std::int32_t owner, ReceiverSet& into) {
  for (const auto& part : shape.parts) {
    const auto kinds = twin::skin_kinds(part);
    for (std::size_t i = 0; i < part.polygons.size(); ++i) {
      if (kinds[i] == twin::SurfaceKind::kRoof) lay_out_roof_surface(part.polygons[i], spacing_m, owner, into);
    }
  }
}

void lay_out_roof(const twin::PlanPolygon& polygon, double top_m, double spacing_m, std::int32_t owner, ReceiverSet& into) {
  const auto raised = [&](const twin::PlanRing& ring, bool forward) {
    twin::Ring3 out;
    for (const auto& p : ring) out.points.push_back({p.east, p.north, top_m});
    if ((geo::area_vector(out).z() > 0) != forward) std::reverse(out.points.begin(), out.points.end());
    return out;
  };
  twin::Polygon3 roof;
  roof.exterior = raised(polygon.outer, true);
  for (const auto& hole : polygon.holes) roof.interiors.push_back(raised(hole, false));
  lay_out_roof_surface(roof, spacing_m, owner, into);
}

bool lies_in(const twin::PlanPolygon& polygon, const twin::PlanPosition& position) {
  if (polygon.outer.size() < 3) return false;
  bool in = in_ring(polygon.outer, position.east, position.north);
  for (const auto& hole : polygon.holes) {
    if (hole.size() >= 3 && in_ring(hole, position.east, position.north)) in = !in;
  }
  return in;
}

twin::Result<ReceiverSet> lay_out_ground(const GroundLayout& layout, const SceneInputs& scene, const RunContext& context,
                                         std::string_view pointer) {
  twin::Box box;
  for (const auto& p : layout.area.outer) box.add(twin::WorkingPosition{p.east, p.north, 0});
  const auto first = [&](double low) { return std::floor(low / layout.spacing_m); };
  const double columns = first(box.high.east) - first(box.low.east) + 1, rows = first(box.high.north) - first(box.low.north) + 1;
  if (columns * rows > static_cast<double>(kMostReceivers) * 4) {
    return twin::Problem{"value-out-of-range", fmt::format("A run has at most {} receivers.", kMostReceivers), std::string(pointer),
                         fmt::format("{:.0f} squares", columns * rows), "Space them wider, or ask about a smaller area."};
  }
  TWIN_TRY(const Ground ground, Ground::of(context, box));
  const auto covered = footprints(scene, context, box);
  ReceiverSet out;
  out.generated = true;
  bool guessed = false;
  for (double row = first(box.low.north); row <= first(box.high.north); ++row) {
    for (double column = first(box.low.east); column <= first(box.high.east); ++column) {
      const twin::PlanPosition at{(column + 0.5) * layout.spacing_m, (row + 0.5) * layout.spacing_m};
      if (!lies_in(layout.area, at)) continue;
      if (std::any_of(covered.begin(), covered.end(), [&](const auto* polygon) { return lies_in(*polygon, at); })) continue;
      auto height = layout.ground_m ? layout.ground_m : ground.at(at);
      guessed = guessed || !height;
      out.receivers.push_back({{at.east, at.north, height.value_or(0) + layout.height_m}, {0, 0, 1}});
      out.areas_m2.push_back(layout.spacing_m * layout.spacing_m);
    }
  }
  if (guessed) out.warnings.push_back("Nothing tells the height of the ground; it is taken to be 0. Send ground_n2000_m.");
  return out;
}

void lay_out_wall(const twin::Polygon3& wall, double ground_m, const FacadeLayout& layout, std::int32_t owner, ReceiverSet& into) {
  if (wall.exterior.points.size() < 3) return;
  const Eigen::Vector3d area = geo::area_vector(wall.exterior);
  if (area.norm() < 0.01 || std::abs(area.normalized().z()) > kUpright) return;
  const Eigen::Vector3d normal = Eigen::Vector3d(area.x(), area.y(), 0).normalized(), along(-normal.y(), normal.x(), 0);
  const Eigen::Vector3d origin = wall.exterior.points.front().vector();
  const auto flat = [&](const twin::Ring3& ring) {
    twin::PlanRing out;
    for (const auto& p : ring.points) out.push_back({along.dot(p.vector() - origin), p.up - ground_m});
    return out;
  };
  twin::PlanPolygon on_wall{flat(wall.exterior), {}};
  for (const auto& hole : wall.interiors) on_wall.holes.push_back(flat(hole));
  twin::Box box;
  for (const auto& p : on_wall.outer) box.add(twin::WorkingPosition{p.east, p.north, 0});
  const double width = box.high.east - box.low.east;
  const auto pieces = static_cast<int>(std::ceil(width / layout.spacing_m - 1e-9));
  for (int storey = std::max(0, static_cast<int>(std::floor(box.low.north / layout.storey_height_m))); ; ++storey) {
    const double up = (storey + 0.5) * layout.storey_height_m;
    if (up >= box.high.north) break;
    for (int piece = 0; piece < pieces; ++piece) {
      const double u = box.low.east + width * (piece + 0.5) / pieces;
      if (!lies_in(on_wall, {u, up})) continue;
      // On the wall's own plane, which may lean a little.
      const Eigen::Vector3d upright = origin + u * along + Eigen::Vector3d(0, 0, up + ground_m - origin.z());
      const Eigen::Vector3d leaning = area.normalized();
      const double off = leaning.dot(upright - origin) / leaning.dot(normal);
      into.receivers.push_back({twin::WorkingPosition::from(upright - off * normal), normal});
      into.places.push_back({owner, storey + 1});
      into.areas_m2.push_back(width / pieces * layout.storey_height_m);
    }
  }
}

void lay_out_facades(const twin::BuildingShape& shape, double ground_m, const FacadeLayout& layout, std::int32_t owner,
                     ReceiverSet& into) {
  bool marked = false;
  std::vector<std::vector<twin::SurfaceKind>> kinds;
  for (const auto& part : shape.parts) {
    kinds.push_back(twin::skin_kinds(part));
    for (const auto kind : kinds.back()) marked = marked || kind == twin::SurfaceKind::kWall;
  }
  for (std::size_t p = 0; p < shape.parts.size(); ++p) {
    const auto& polygons = shape.parts[p].polygons;
    for (std::size_t i = 0; i < polygons.size(); ++i) {
      if (!marked || kinds[p][i] == twin::SurfaceKind::kWall) lay_out_wall(polygons[i], ground_m, layout, owner, into);
    }
  }
}

void lay_out_facades(const twin::PlanPolygon& polygon, double base_m, double height_m, const FacadeLayout& layout,
                     std::int32_t owner, ReceiverSet& into) {
  const auto ring = [&](const twin::PlanRing& corners, bool outer) {
    double twice_area = 0;
    for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
      twice_area += (corners[j].east - corners[0].east) * (corners[i].north - corners[0].north) -
                    (corners[i].east - corners[0].east) * (corners[j].north - corners[0].north);
    }
    const bool forward = (twice_area > 0) == outer;  // the inside lies to the left
    for (std::size_t i = 0; i < corners.size(); ++i) {
      twin::PlanPosition a = corners[i], b = corners[(i + 1) % corners.size()];
      if (!forward) std::swap(a, b);
      twin::Polygon3 wall;
      wall.exterior.points = {{a.east, a.north, base_m}, {b.east, b.north, base_m}, {b.east, b.north, base_m + height_m}, {a.east, a.north, base_m + height_m}};
      lay_out_wall(wall, base_m, layout, owner, into);
    }
  };
  ring(polygon.outer, true);
  for (const auto& hole : polygon.holes) ring(hole, false);
}

}  // namespace sim
