#pragma once

#include <Eigen/Geometry>
#include <cmath>
#include <map>
#include <random>
#include <vector>

#include "geo/solid/envelope.hpp"

// Shapes and independent measurements for the tests of geo/solid: nothing here calls the code under test.
namespace shapes {

inline twin::PlanPolygon rectangle(double width, double depth, double east = 0, double north = 0) {
  return {{{east, north}, {east + width, north}, {east + width, north + depth}, {east, north + depth}}, {}};
}

inline twin::PlanPolygon shifted(twin::PlanPolygon polygon, double east, double north) {
  const auto move = [&](twin::PlanRing& ring) {
    for (auto& p : ring) p = {p.east + east, p.north + north};
  };
  move(polygon.outer);
  for (auto& hole : polygon.holes) move(hole);
  return polygon;
}

inline twin::PlanPolygon turned(twin::PlanPolygon polygon, double degrees) {
  const double c = std::cos(degrees * M_PI / 180), s = std::sin(degrees * M_PI / 180);
  const auto turn = [&](twin::PlanRing& ring) {
    for (auto& p : ring) p = {c * p.east - s * p.north, s * p.east + c * p.north};
  };
  turn(polygon.outer);
  for (auto& hole : polygon.holes) turn(hole);
  return polygon;
}

/// Star-shaped about the origin, corners at radii 12 to 40 m: simple, mostly concave.
inline twin::PlanPolygon random_star(std::mt19937& random, int corners) {
  std::uniform_real_distribution<double> radius(12, 40), wobble(-0.3, 0.3);
  twin::PlanPolygon out;
  for (int k = 0; k < corners; ++k) {
    const double angle = 2 * M_PI * (k + wobble(random)) / corners, r = radius(random);
    out.outer.push_back({r * std::cos(angle), r * std::sin(angle)});
  }
  return out;
}

inline bool covers(const twin::PlanRing& ring, double east, double north) {
  bool in = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const auto &a = ring[i], &b = ring[j];
    if ((a.north > north) != (b.north > north) &&
        east < (b.east - a.east) * (north - a.north) / (b.north - a.north) + a.east) {
      in = !in;
    }
  }
  return in;
}

inline bool covers(const twin::PlanPolygon& polygon, double east, double north) {
  if (!covers(polygon.outer, east, north)) return false;
  for (const auto& hole : polygon.holes) {
    if (covers(hole, east, north)) return false;
  }
  return true;
}

/// The rule of the contract, straight from its words: min(flat, start + tan(angle) · max(0, d)), over a ring with reflex
/// corners only within each edge's reach.
inline double allowed_height(const twin::PlanPolygon& unit, const geo::EnvelopeLimits& limits, double east,
                             double north) {
  std::vector<Eigen::Vector2d> ring;
  for (const auto& p : unit.outer) ring.emplace_back(p.east, p.north);
  const std::size_t n = ring.size();
  const auto cross = [](const Eigen::Vector2d& a, const Eigen::Vector2d& b) { return a.x() * b.y() - a.y() * b.x(); };
  double twice = 0;
  for (std::size_t i = 0; i < n; ++i) twice += cross(ring[i] - ring[0], ring[(i + 1) % n] - ring[0]);
  const double side = twice < 0 ? -1 : 1;
  const auto turn = [&](std::size_t corner) {  // radians, positive at a convex corner
    const Eigen::Vector2d u = ring[corner % n] - ring[(corner + n - 1) % n], v = ring[(corner + 1) % n] - ring[corner % n];
    return side * std::atan2(cross(u, v), u.dot(v));
  };
  bool concave = false;
  for (std::size_t i = 0; i < n; ++i) concave = concave || turn(i) < -1e-9;
  double height = limits.height_m.value_or(1e300);
  for (const auto& sky : limits.sky_planes) {
    const Eigen::Vector2d a = ring[sky.edge], b = ring[(sky.edge + 1) % n], along = (b - a).normalized();
    const Eigen::Vector2d p(east, north);
    const double d = side * cross(along, p - a);
    const auto reach = [&](std::size_t corner) {
      const double angle = turn(corner);
      if (angle < 0) return d * std::min(5.0, std::tan(-angle / 2));
      return angle < M_PI / 6 || angle >= M_PI / 2 ? 0 : d / std::tan(angle);
    };
    const bool within = d >= 0 && (p - a).dot(along) >= -reach(sky.edge) && (p - b).dot(along) <= reach(sky.edge + 1);
    if (concave && !within) continue;
    height = std::min(height, sky.start_height_m + std::tan(sky.angle_deg * M_PI / 180) * std::max(0.0, d - sky.offset_m));
  }
  return std::max(0.0, height);
}

/// Mid-point sum of the allowed height over the area, `cells` along each side of the bounding box.
inline double sampled_volume(const twin::PlanPolygon& unit, const std::vector<twin::PlanPolygon>& area,
                             const geo::EnvelopeLimits& limits, int cells) {
  double west = 1e300, east = -1e300, south = 1e300, north = -1e300;
  for (const auto& p : unit.outer) {
    west = std::min(west, p.east), east = std::max(east, p.east);
    south = std::min(south, p.north), north = std::max(north, p.north);
  }
  const double dx = (east - west) / cells, dy = (north - south) / cells;
  double sum = 0;
  for (int i = 0; i < cells; ++i) {
    for (int j = 0; j < cells; ++j) {
      const double x = west + (i + 0.5) * dx, y = south + (j + 0.5) * dy;
      for (const auto& piece : area) {
        if (covers(piece, x, y)) sum += allowed_height(unit, limits, x, y) * dx * dy;
      }
    }
  }
  return sum;
}

/// What a closed shell must satisfy, measured face by face.
struct ShellReport {
  double volume = 0;       ///< divergence theorem; positive when the faces look outwards
  int open_edges = 0;      ///< edges not used once in each direction
  double worst_plane = 0;  ///< largest distance of a vertex from its face's plane, m
  double lowest_top = 1e300;
  double highest = 0;
  double bottom_area = 0;
};

inline ShellReport inspect(const geo::EnvelopeSolid& solid) {
  ShellReport out;
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> uses;
  const Eigen::Vector3d origin = solid.vertices.front().vector();
  const auto at = [&](std::uint32_t i) -> Eigen::Vector3d { return solid.vertices[i].vector() - origin; };
  for (const auto& face : solid.faces) {
    Eigen::Vector3d twice = Eigen::Vector3d::Zero();  // twice the area vector, outer ring less holes
    for (const auto& ring : face.rings) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto a = ring[i], b = ring[(i + 1) % ring.size()];
        uses[{a, b}] += 1;
        twice += at(a).cross(at(b));
      }
    }
    const Eigen::Vector3d normal = twice.normalized();
    const Eigen::Vector3d p = at(face.rings[0][0]);
    out.volume += p.dot(twice) / 6;
    for (const auto& ring : face.rings) {
      for (auto v : ring) {
        out.worst_plane = std::max(out.worst_plane, std::abs((at(v) - p).dot(normal)));
        out.highest = std::max(out.highest, solid.vertices[v].up);
        if (face.limit >= 0) out.lowest_top = std::min(out.lowest_top, solid.vertices[v].up);
      }
    }
    if (normal.z() < -0.999) out.bottom_area += -twice.z() / 2;
  }
  for (const auto& [edge, count] : uses) {
    const auto back = uses.find({edge.second, edge.first});
    if (count != 1 || back == uses.end() || back->second != 1) ++out.open_edges;
  }
  return out;
}

}  // namespace shapes
