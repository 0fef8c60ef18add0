#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/solid/check_envelope.hpp"
#include "geo/solid/envelope.hpp"
#include "geo/solid/envelope_zones.hpp"
#include "geo/solid/local_plan.hpp"
#include "geo/solid/roof_plan.hpp"
#include "geo/solid/shell.hpp"
#include "geo/solid/sky_reach.hpp"

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
  if (!std::isfinite(sky.offset_m) || sky.offset_m < 0) {
    return out_of_range("A sky plane starts at its edge or inside of it.", sky.offset_m,
                        "Send metres from the edge, inwards.");
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
  out.edge_start += Eigen::Vector2d(-out.along.y(), out.along.x()).normalized() * sky.offset_m;
  out.start_m = sky.start_height_m;
  out.slope = std::tan(sky.angle_deg * std::numbers::pi / 180);
  out.limit = limit;
  return out;
}

twin::Status check_limits(const EnvelopeLimits& limits) {
  if (!limits.height_m && limits.sky_planes.empty() && !limits.pitch) {
    return twin::Problem{"envelope-unbounded",
                         "Without a height limit or a sky plane the envelope has no top.", "limits", "",
                         "Add a height limit or a sky plane."};
  }
  if (limits.height_m && !std::isfinite(*limits.height_m)) {
    return twin::Problem{"number-not-finite", "A height limit must be a finite number.", "height limit",
                         fmt::format("{}", *limits.height_m), "Send metres above the unit's ground level."};
  }
  if (limits.pitch && !(limits.pitch->slope > 0 && limits.pitch->slope < 1e3 && limits.pitch->eaves_m >= 0 &&
                        limits.pitch->eaves_m < 1e6 && std::isfinite(limits.pitch->ridge_deg.value_or(0)))) {
    return twin::Problem{"value-out-of-range", "A roof rises from eaves at the ground or above it.", "roof",
                         fmt::format("eaves {} m, slope {}", limits.pitch->eaves_m, limits.pitch->slope),
                         "Send the eaves in metres above the ground, and a slope above 0."};
  }
  for (const auto& tier : limits.tiers) {
    if (tier.start_height_m > 0 && tier.start_height_m < 1e6) continue;
    return twin::Problem{"value-out-of-range", "A tier starts above the ground.", "tier",
                         fmt::format("{}", tier.start_height_m), "Send metres above the unit's ground level."};
  }
  return twin::Done{};
}

/// Numbers of the limits after the sky planes.
int pitch_limit(const EnvelopeLimits& limits) { return 1 + static_cast<int>(limits.sky_planes.size()); }
int first_tier_limit(const EnvelopeLimits& limits) { return pitch_limit(limits) + (limits.pitch ? 1 : 0); }

twin::Result<std::vector<LocalZone>> zones_of(const std::vector<LocalPolygon>& area, const EnvelopeLimits& limits,
                                              const twin::PlanPosition& origin) {
  std::vector<LocalZone> zones{{area, {}, {}, -1}};
  if (limits.pitch) {
    TWIN_TRY(zones, pitched_zones(area, *limits.pitch, pitch_limit(limits)));
  }
  if (limits.tiers.empty()) return zones;
  return tiered_zones(std::move(zones), limits.tiers, origin, first_tier_limit(limits));
}

/// Limits that hold over one zone: the global ones and its own.
std::vector<RoofLimit> limits_over(const LocalZone& zone, const HeightFunction& global) {
  HeightFunction heights = global;
  const bool step_counts = zone.step_m && (!heights.flat_m || *zone.step_m < *heights.flat_m);
  if (step_counts) heights.flat_m = zone.step_m;
  heights.planes.insert(heights.planes.end(), zone.planes.begin(), zone.planes.end());
  auto out = roof_limits(heights, zone.area);
  if (step_counts) out.front().limit = zone.step_limit;
  return out;
}

/// A ring with a reflex corner has places that lie behind an edge's line, or before it but beside the edge.
bool has_reflex_corner(const LocalRing& ring) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Eigen::Vector2d a = ring[(i + 1) % ring.size()] - ring[i];
    const Eigen::Vector2d b = ring[(i + 2) % ring.size()] - ring[(i + 1) % ring.size()];
    if (a.x() * b.y() - a.y() * b.x() < -1e-9 * a.norm() * b.norm()) return true;
  }
  return false;
}

/// The edge of the counter-clockwise ring that a plane stands over.
std::size_t edge_under(const HeightPlane& plane, double offset_m, const LocalRing& ring) {
  const Eigen::Vector2d start = plane.edge_start - Eigen::Vector2d(-plane.along.y(), plane.along.x()).normalized() * offset_m;
  std::size_t best = 0;
  double least = 1e300;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const double off = (ring[i] - start).norm() + (ring[(i + 1) % ring.size()] - ring[i] - plane.along).norm();
    if (off < least) best = i, least = off;
  }
  return best;
}

/// The solids over the zones, and their volume; `zoned` tells that limits differ between them.
twin::Status build(const std::vector<LocalZone>& zones, bool zoned, const std::vector<LocalPolygon>& corners, Envelope& out) {
  std::vector<RoofZone> roof_zones;
  for (const auto& zone : zones) roof_zones.push_back({zone.area, limits_over(zone, out.heights)});
  out.zones.clear();
  if (zoned) {
    for (const auto& zone : zones) {
      EnvelopeZone& kept = out.zones.emplace_back(EnvelopeZone{{}, zone.planes, zone.step_m, zone.step_limit});
      for (const auto& polygon : zone.area) kept.base.push_back(to_plan(polygon, {}));
    }
  }
  TWIN_TRY(const auto plan, roof_plan(roof_zones, corners));
  if (out.zones.empty()) {
    out.solids = shells(welded(plan), out.origin);
  } else {
    TWIN_TRY(out.solids, stepped_shells(welded(plan), out.origin));
  }
  TWIN_TRY(out.volume_m3, checked_volume(out));
  return twin::Done{};
}

/// Whether the zones are as large as the area they were cut from.
bool covers(const std::vector<LocalZone>& zones, const std::vector<LocalPolygon>& area) {
  double whole = 0, sum = 0;
  for (const auto& polygon : area) whole += signed_area(polygon);
  for (const auto& zone : zones) {
    for (const auto& polygon : zone.area) sum += signed_area(polygon);
  }
  return std::abs(whole - sum) <= 1e-6 * whole;
}

/// Sky planes that act over their own edges only. False, with nothing changed, where a place would have no limit at all
/// or the strips cannot be joined: then the planes act along their edges' lines, which allows less.
bool build_by_reach(const LocalRing& ring, const EnvelopeLimits& limits, const std::vector<LocalZone>& zones,
                    const std::vector<LocalPolygon>& area, Envelope& out) {
  std::vector<std::size_t> edges;
  for (std::size_t k = 0; k < limits.sky_planes.size(); ++k)
    edges.push_back(edge_under(out.heights.planes[k], limits.sky_planes[k].offset_m, ring));
  auto planes = out.heights.planes;
  const auto open = [&](const LocalZone& zone) { return !limits.height_m && !zone.step_m && zone.planes.empty(); };
  // Ends of strips that nearly meet may not be joined; elsewhere they bound the same heights.
  for (const double deeper : {1.0, 1.0173, 1.0911, 1.313}) {
    auto reached = reached_zones(zones, ring, planes, edges, limits.height_m, deeper);
    if (!reached || !covers(reached->zones, area)) {  // pieces that touch themselves after rounding: other cuts first
      std::rotate(planes.begin(), planes.begin() + 1, planes.end());
      std::rotate(edges.begin(), edges.begin() + 1, edges.end());
      continue;
    }
    if (std::any_of(reached->zones.begin(), reached->zones.end(), open)) return false;
    Envelope by_reach = out;
    by_reach.heights.planes.clear();
    auto corners = area;
    corners.push_back({reached->level, {}});
    if (!build(reached->zones, true, corners, by_reach)) continue;
    out = std::move(by_reach);
    return true;
  }
  return false;
}

}  // namespace

twin::Result<Envelope> legal_envelope(const twin::PlanPolygon& unit,
                                      const std::vector<twin::PlanPolygon>& buildable,
                                      const EnvelopeLimits& limits) {
  TWIN_CHECK(check_limits(limits));
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

  TWIN_TRY(const auto zones, zones_of(area, limits, out.origin));
  const LocalRing ring = to_local(unit, out.origin).outer;
  if (!limits.sky_planes.empty() && has_reflex_corner(ring) && build_by_reach(ring, limits, zones, area, out)) return out;
  TWIN_CHECK(build(zones, limits.pitch || !limits.tiers.empty(), area, out));
  return out;
}

}  // namespace geo
