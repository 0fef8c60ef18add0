#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/solid/envelope.hpp"
#include "geo/solid/local_plan.hpp"
#include "geo/solid/roof_plan.hpp"
#include "geo/solid/shell.hpp"

namespace geo {
namespace {

twin::Problem out_of_range(std::string message, double value, std::string remedy) {
  return {"value-out-of-range", std::move(message), "sky plane", fmt::format("{}", value), std::move(remedy)};
}

/// Whether the ring as sent turns counter-clockwise, i.e. has its inside on the left of each edge.
bool turns_left(const twin::PlanRing& ring, const twin::PlanPosition& origin) {
  LocalRing local;
  for (const auto& p : ring) local.emplace_back(p.east - origin.east, p.north - origin.north);
  return signed_area(local) > 0;
}

twin::Result<HeightPlane> height_plane(const twin::PlanPolygon& unit, const twin::PlanPosition& origin,
                                       const SkyPlane& sky, int limit) {
  if (!std::isfinite(sky.angle_deg) || sky.angle_deg <= 0 || sky.angle_deg >= 90) {
    return out_of_range("A sky plane's angle lies between 0 and 90 degrees above the horizon.", sky.angle_deg,
                        "Send degrees, both ends excluded.");
  }
  if (!std::isfinite(sky.start_height_m) || sky.start_height_m < 0) {
    return out_of_range("A sky plane starts at the ground or above it.", sky.start_height_m,
                        "Send metres above the unit's ground level.");
  }
  const auto& ring = unit.outer;
  // A ring that repeats its first vertex at the end has no edge there.
  const std::size_t count = ring.size() > 1 && ring.front() == ring.back() ? ring.size() - 1 : ring.size();
  const auto unknown = [&](std::string message) {
    return twin::Problem{
        "edge-unknown", std::move(message), "sky plane", fmt::format("{}", sky.edge),
        fmt::format("Edges are numbered 0 to {}; edge i joins vertices i and i+1.", count - 1)};
  };
  if (sky.edge >= count) return unknown("The outer ring has no such edge.");
  auto a = ring[sky.edge];
  auto b = ring[(sky.edge + 1) % count];
  if (a == b) return unknown("The edge has no length.");
  if (!turns_left(ring, origin)) std::swap(a, b);
  HeightPlane out;
  out.edge_start = {a.east - origin.east, a.north - origin.north};
  out.along = {b.east - a.east, b.north - a.north};
  out.start_m = sky.start_height_m;
  out.slope = std::tan(sky.angle_deg * std::numbers::pi / 180);
  out.limit = limit;
  return out;
}

/// One sixth of the triple products of a fan over every face, about the solid's own origin.
double volume_of(const EnvelopeSolid& solid, const twin::PlanPosition& origin) {
  double six = 0;
  const auto at = [&](std::uint32_t i) {
    const auto& p = solid.vertices[i];
    return Eigen::Vector3d(p.east - origin.east, p.north - origin.north, p.up);
  };
  for (const auto& face : solid.faces) {
    for (const auto& ring : face.rings) {
      for (std::size_t i = 1; i + 1 < ring.size(); ++i)
        six += at(ring[0]).dot(at(ring[i]).cross(at(ring[i + 1])));
    }
  }
  return six / 6;
}

}  // namespace

twin::Result<Envelope> legal_envelope(const twin::PlanPolygon& unit,
                                      const std::vector<twin::PlanPolygon>& buildable,
                                      const EnvelopeLimits& limits) {
  if (!limits.height_m && limits.sky_planes.empty()) {
    return twin::Problem{"envelope-unbounded",
                         "Without a height limit or a sky plane the envelope has no top.", "limits", "",
                         "Add a height limit or a sky plane."};
  }
  if (limits.height_m && !std::isfinite(*limits.height_m)) {
    return twin::Problem{"number-not-finite", "A height limit must be a finite number.", "height limit",
                         fmt::format("{}", *limits.height_m), "Send metres above the unit's ground level."};
  }
  TWIN_CHECK(check_polygon(unit));

  Envelope out;
  out.origin = local_origin(unit);
  out.heights.flat_m = limits.height_m;
  for (std::size_t k = 0; k < limits.sky_planes.size(); ++k) {
    TWIN_TRY(auto plane, height_plane(unit, out.origin, limits.sky_planes[k], static_cast<int>(k) + 1));
    out.heights.planes.push_back(plane);
  }
  std::vector<LocalPolygon> area;
  for (const auto& polygon : buildable) {
    area.push_back(to_local(polygon, out.origin));
    out.base.push_back(to_plan(area.back(), {}));
  }
  if (area.empty() || (limits.height_m && *limits.height_m <= kWeld)) return out;

  TWIN_TRY(const auto plan, roof_plan(area, out.heights));
  out.solids = shells(welded(plan), out.origin);
  for (const auto& solid : out.solids) out.volume_m3 += volume_of(solid, out.origin);
  return out;
}

}  // namespace geo
