#include "geo/solid/section_area.hpp"

#include <algorithm>
#include <cmath>

#include "geo/solid/overlay.hpp"

namespace geo {
namespace {

constexpr double kHeightSlack = 1e-9;

double extent_of(const std::vector<LocalPolygon>& area) {
  double most = 1;
  for (const auto& polygon : area) {
    for (const auto& p : polygon.outer) most = std::max(most, p.cwiseAbs().maxCoeff());
  }
  return most;
}

/// All that lies at least `least` inside of the plane's edge, as far as `area` reaches.
LocalPolygon half_plane(const HeightPlane& plane, double least, const std::vector<LocalPolygon>& area) {
  const double reach = 4 * (extent_of(area) + plane.edge_start.cwiseAbs().maxCoeff() + std::abs(least));
  const Eigen::Vector2d along = plane.along.normalized(), inwards(-along.y(), along.x());
  const Eigen::Vector2d start = plane.edge_start + least * inwards;
  return {{start - reach * along, start + reach * along, start + reach * along + reach * inwards,
           start - reach * along + reach * inwards}, {}};
}

twin::Result<std::vector<LocalPolygon>> cut(std::vector<LocalPolygon> area, const std::vector<HeightPlane>& planes, double height) {
  for (const auto& plane : planes) {
    if (height <= plane.start_m || area.empty()) continue;
    const LocalPolygon kept = half_plane(plane, (height - plane.start_m) / plane.slope, area);
    TWIN_TRY(area, intersection_of(area, {kept}));
  }
  return area;
}

std::vector<LocalPolygon> local(const std::vector<twin::PlanPolygon>& area) {
  std::vector<LocalPolygon> out;
  for (const auto& polygon : area) out.push_back(to_local(polygon, {}));
  return out;
}

/// The section about the envelope's origin.
twin::Result<std::vector<LocalPolygon>> local_section(const Envelope& envelope, double height_m) {
  const double height = height_m - kHeightSlack * std::max(1.0, std::abs(height_m));
  std::vector<LocalPolygon> out;
  if (envelope.heights.flat_m && height > *envelope.heights.flat_m) return out;
  if (envelope.zones.empty()) return cut(local(envelope.base), envelope.heights.planes, height);
  for (const auto& zone : envelope.zones) {
    if (zone.step_m && height > *zone.step_m) continue;
    TWIN_TRY(auto area, cut(local(zone.base), envelope.heights.planes, height));
    TWIN_TRY(area, cut(std::move(area), zone.planes, height));
    out.insert(out.end(), area.begin(), area.end());
  }
  return out;
}

}  // namespace

twin::Result<std::vector<twin::PlanPolygon>> section_of(const Envelope& envelope, double height_m) {
  TWIN_TRY(const auto section, local_section(envelope, height_m));
  std::vector<twin::PlanPolygon> out;
  for (const auto& polygon : section) out.push_back(to_plan(polygon, envelope.origin));
  return out;
}

twin::Result<std::optional<double>> least_height_over(const Envelope& envelope, const std::vector<twin::PlanPolygon>& area) {
  if (area.empty()) return std::optional<double>();
  std::vector<LocalPolygon> wanted;
  double whole = 0;
  for (const auto& polygon : area) {
    wanted.push_back(to_local(polygon, envelope.origin));
    whole += signed_area(wanted.back());
  }
  const double sliver = 1e-6 * std::max(1.0, whole);
  const auto size = [](const std::vector<LocalPolygon>& polygons) {
    double sum = 0;
    for (const auto& polygon : polygons) sum += signed_area(polygon);
    return sum;
  };
  TWIN_TRY(const auto beside, difference_of(wanted, local(envelope.base)));
  if (size(beside) > sliver) return std::optional(0.0);
  // Over a polygon the least of a plane, and so of several, stands at a corner.
  double least = envelope.heights.flat_m.value_or(2000);
  const auto lower = [&](const std::vector<LocalPolygon>& polygons, const std::vector<HeightPlane>& planes) {
    for (const auto& polygon : polygons) {
      for (const auto& plane : planes) {
        for (const auto& p : polygon.outer) least = std::min(least, plane.at(p));
      }
    }
  };
  lower(wanted, envelope.heights.planes);
  for (const auto& zone : envelope.zones) {
    TWIN_TRY(const auto over, intersection_of(wanted, local(zone.base)));
    if (size(over) <= sliver) continue;
    if (zone.step_m) least = std::min(least, *zone.step_m);
    lower(over, zone.planes);
  }
  return std::optional(std::round(least * 1e6) / 1e6);
}

}  // namespace geo
