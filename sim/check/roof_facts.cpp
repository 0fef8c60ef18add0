#include "sim/check/roof_facts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "geo/tiles/triangulate.hpp"
#include "twin_core/city/openings.hpp"

namespace sim {
namespace {

constexpr double kDetailShare = 0.05;
constexpr double kLevel = 1e-3;  ///< rise per run of what is drawn as level

struct Plane {
  double area_m2 = 0, slope = 0, lowest_m = 0;
};

std::vector<Plane> planes_of(const twin::BuildingShape& shape, const std::string& lod) {
  std::vector<Plane> out;
  for (const auto& part : shape.parts) {
    if (part.lod != lod) continue;
    const auto kinds = twin::skin_kinds(part);
    for (std::size_t i = 0; i < part.polygons.size(); ++i) {
      if (kinds[i] != twin::SurfaceKind::kRoof) continue;
      const auto& polygon = part.polygons[i];
      Eigen::Vector3d area = geo::area_vector(polygon.exterior);
      for (const auto& hole : polygon.interiors) area += geo::area_vector(hole);
      if (!(std::abs(area.z()) > 0)) continue;  // upright: a step between two roofs
      Plane plane{area.norm(), std::hypot(area.x(), area.y()) / std::abs(area.z()), std::numeric_limits<double>::infinity()};
      for (const auto& point : polygon.exterior.points) plane.lowest_m = std::min(plane.lowest_m, point.up);
      out.push_back(plane);
    }
  }
  return out;
}

}  // namespace

RoofFacts roof_facts(const twin::BuildingShape& shape, double eaves_tolerance_m) {
  std::vector<std::string> levels;
  for (const auto& part : shape.parts) levels.push_back(part.lod);
  std::sort(levels.rbegin(), levels.rend());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  RoofFacts out;
  for (const auto& lod : levels) {
    const auto planes = planes_of(shape, lod);
    if (planes.empty()) continue;
    double whole = 0;
    for (const auto& plane : planes) whole += plane.area_m2;
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    for (const auto& plane : planes) {
      if (plane.area_m2 < kDetailShare * whole) continue;
      out.steepest = std::max(out.steepest.value_or(0), plane.slope < kLevel ? 0 : plane.slope);
      lowest = std::min(lowest, plane.lowest_m);
      highest = std::max(highest, plane.lowest_m);
    }
    if (out.steepest && highest - lowest <= eaves_tolerance_m) out.eaves_m = highest;
    return out;
  }
  return out;
}

}  // namespace sim
