#include "viewer/desktop/picking.hpp"

#include <algorithm>
#include <cmath>

#include "viewer/desktop/wire_mesh.hpp"

namespace viewer {
namespace {

/// Möller and Trumbore, "Fast, minimum storage ray/triangle intersection", 1997; both sides count.
std::optional<double> meet(const Ray& ray, const Vector& a, const Vector& b, const Vector& c) {
  const Vector ab = b - a, ac = c - a;
  const Vector p = cross(ray.direction, ac);
  const double determinant = dot(ab, p);
  if (std::abs(determinant) < 1e-12) return std::nullopt;
  const Vector from_a = ray.origin - a;
  const double u = dot(from_a, p) / determinant;
  if (u < 0 || u > 1) return std::nullopt;
  const Vector q = cross(from_a, ab);
  const double v = dot(ray.direction, q) / determinant;
  if (v < 0 || u + v > 1) return std::nullopt;
  const double distance = dot(ac, q) / determinant;
  return distance > 0 ? std::optional(distance) : std::nullopt;
}

}  // namespace

std::optional<double> distance_to(const Ray& ray, const Extent& extent) {
  double enter = 0, leave = 1e300;
  const auto clip = [&](double origin, double direction, double low, double high) {
    if (std::abs(direction) < 1e-12) return origin >= low && origin <= high;
    const double one = (low - origin) / direction, other = (high - origin) / direction;
    enter = std::max(enter, std::min(one, other));
    leave = std::min(leave, std::max(one, other));
    return enter <= leave;
  };
  const bool met = clip(ray.origin.x, ray.direction.x, extent.low.x, extent.high.x) &&
                   clip(ray.origin.y, ray.direction.y, extent.low.y, extent.high.y) &&
                   clip(ray.origin.z, ray.direction.z, extent.low.z, extent.high.z);
  return met ? std::optional(enter) : std::nullopt;
}

bool is_before(const Hit& one, const Hit& other) {
  constexpr double kOnePlace = 2;  // metres; covers of the ground hide nothing by being higher
  const bool painted = is_ground_cover(one.surface) && is_ground_cover(other.surface) &&
                       std::abs(one.distance - other.distance) < kOnePlace && one.surface != other.surface;
  return painted ? one.surface > other.surface : one.distance < other.distance;
}

std::optional<Hit> pick(const Ray& ray, const TileContent& tile) {
  const Ray local{ray.origin - tile.centre, ray.direction};
  const auto point = [&](std::uint32_t i) {
    const float* p = &tile.positions[3 * std::size_t{i}];
    return Vector{p[0], p[1], p[2]};
  };
  std::optional<Hit> nearest;
  for (std::size_t t = 0; t + 2 < tile.triangles.size(); t += 3) {
    const auto* corner = &tile.triangles[t];
    const auto distance = meet(local, point(corner[0]), point(corner[1]), point(corner[2]));
    if (!distance) continue;
    const Hit hit{tile.features[corner[0]], *distance, tile.surfaces[corner[0]]};
    if (!nearest || is_before(hit, *nearest)) nearest = hit;
  }
  return nearest;
}

std::optional<double> distance_to(const Ray& ray, const wire::Mesh& mesh) {
  const auto read = read_mesh(mesh);
  if (!read) return std::nullopt;
  std::optional<double> nearest;
  const auto& shape = read.value;
  for (std::size_t t = 0; t + 2 < shape.triangles.size(); t += 3) {
    const auto distance = meet(ray, shape.points[shape.triangles[t]], shape.points[shape.triangles[t + 1]],
                               shape.points[shape.triangles[t + 2]]);
    if (distance && (!nearest || *distance < *nearest)) nearest = distance;
  }
  return nearest;
}

}  // namespace viewer
