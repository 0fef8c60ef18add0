#include "geo/solid/sky_reach.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geo/solid/creases.hpp"
#include "geo/solid/overlay.hpp"

namespace geo {
namespace {

/// A corner that turns less counts as straight, and a mitre reaches no farther than so many depths, as for setbacks of edges.
constexpr double kNearlyStraight = 30 * M_PI / 180;
constexpr double kLongestMitre = 5;

double cross(const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
  return a.x() * b.y() - a.y() * b.x();
}

/// The edges around a unit, inside to their left.
class Edges {
 public:
  explicit Edges(const LocalRing& ring) : ring_(ring) {}

  std::size_t after(std::size_t i) const { return (i + 1) % ring_.size(); }
  std::size_t before(std::size_t i) const { return (i + ring_.size() - 1) % ring_.size(); }
  const Eigen::Vector2d& start(std::size_t i) const { return ring_[i]; }
  Eigen::Vector2d along(std::size_t i) const { return (ring_[after(i)] - ring_[i]).normalized(); }
  Eigen::Vector2d inwards(std::size_t i) const {
    const Eigen::Vector2d u = along(i);
    return {-u.y(), u.x()};
  }
  /// How the way turns at the start of edge i; negative at a reflex corner.
  double turn(std::size_t i) const {
    const Eigen::Vector2d u = along(before(i)), v = along(i);
    return std::atan2(cross(u, v), u.dot(v));
  }
  /// From the corner at the start of edge i to where both its edges are 1 m away; nothing on a spike.
  std::optional<Eigen::Vector2d> bisector(std::size_t i) const {
    const Eigen::Vector2d m = inwards(before(i)), n = inwards(i);
    if (std::tan(-turn(i) / 2) > kLongestMitre) return std::nullopt;
    return (m + n) / (1 + m.dot(n));
  }

 private:
  const LocalRing& ring_;
};

/// Where the side of a strip stands at `depth` inside of the corner at the start of edge `corner`; `side` is +1 where
/// the strip's edge ends there and -1 where it starts.
Eigen::Vector2d side_of(const Edges& edges, std::size_t own, std::size_t corner, double side, double depth) {
  const Eigen::Vector2d straight = edges.start(corner) + depth * edges.inwards(own);
  const double turn = edges.turn(corner);
  if (turn >= 0) {
    const double past = turn < kNearlyStraight || turn >= M_PI / 2 ? 0 : depth / std::tan(turn);
    return straight + side * past * edges.along(own);
  }
  if (const auto both = edges.bisector(corner)) return edges.start(corner) + depth * *both;
  return straight + side * kLongestMitre * depth * edges.along(own);
}

bool apart(const LocalPolygon& strip, const std::vector<LocalPolygon>& area) {
  const auto box_of = [](const LocalRing& ring) {
    Eigen::Vector2d low = ring.front(), high = ring.front();
    for (const auto& p : ring) low = low.cwiseMin(p), high = high.cwiseMax(p);
    return std::pair(low, high);
  };
  const auto [low, high] = box_of(strip.outer);
  return std::none_of(area.begin(), area.end(), [&, low = low, high = high](const LocalPolygon& polygon) {
    const auto [from, to] = box_of(polygon.outer);
    return (from.array() < high.array()).all() && (to.array() > low.array()).all();
  });
}

/// Where both planes are level along the bisector of the corner.
void add_level(const Edges& edges, std::size_t corner, const HeightPlane& a, const HeightPlane& b, double longest, LocalRing& out) {
  const auto both = edges.bisector(corner);
  if (!both || edges.turn(corner) >= 0) return;
  const auto at = [&](double d) -> Eigen::Vector2d { return edges.start(corner) + d * *both; };
  const auto higher = [&](double d) { return a.at(at(d)) - b.at(at(d)); };
  // Linear between the offsets of the two.
  std::vector<double> stops{0, -a.distance(at(0)), -b.distance(at(0)), longest};
  std::sort(stops.begin(), stops.end());
  for (std::size_t i = 0; i + 1 < stops.size(); ++i) {
    const double from = higher(stops[i]), to = higher(stops[i + 1]);
    if (from * to < 0) out.push_back(at(stops[i] + (stops[i + 1] - stops[i]) * from / (from - to)));
  }
}

/// The points become corners of every ring that passes through them.
void insert_points(const LocalRing& points, LocalRing& ring) {
  for (const auto& p : points) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto &a = ring[i], &b = ring[(i + 1) % ring.size()];
      const Eigen::Vector2d edge = b - a;
      const double t = (p - a).dot(edge) / edge.norm();
      if (t <= kWeld || t >= edge.norm() - kWeld || std::abs(cross(edge, p - a)) > kWeld * edge.norm()) continue;
      ring.insert(ring.begin() + static_cast<std::ptrdiff_t>(i) + 1, p);
      break;
    }
  }
}

twin::Result<std::vector<LocalZone>> cut(std::vector<LocalZone> zones, const LocalPolygon& strip, const HeightPlane& plane) {
  std::vector<LocalZone> out;
  for (auto& zone : zones) {
    if (apart(strip, zone.area)) {
      out.push_back(std::move(zone));
      continue;
    }
    TWIN_TRY(auto within, intersection_of(zone.area, {strip}));
    TWIN_TRY(auto beyond, difference_of(zone.area, {strip}));
    if (!within.empty()) {
      LocalZone& reached = out.emplace_back(zone);
      reached.area = std::move(within);
      reached.planes.push_back(plane);
    }
    if (!beyond.empty()) {
      zone.area = std::move(beyond);
      out.push_back(std::move(zone));
    }
  }
  return out;
}

}  // namespace

twin::Result<ReachedZones> reached_zones(std::vector<LocalZone> zones, const LocalRing& ring,
                                         const std::vector<HeightPlane>& planes, const std::vector<std::size_t>& edges_of_planes,
                                         std::optional<double> flat_m, double deeper) {
  const Edges edges(ring);
  double through = 0;
  for (const auto& p : ring) through = std::max(through, (p - ring.front()).norm());
  through *= 2;
  ReachedZones out{std::move(zones), {}};
  for (std::size_t k = 0; k < planes.size(); ++k) {
    const auto& plane = planes[k];
    const std::size_t own = edges_of_planes[k], next = edges.after(own);
    if (flat_m && plane.start_m >= *flat_m) continue;
    const double offset = std::max(0.0, -plane.distance(edges.start(own)));
    const double depth = flat_m ? std::min(through, deeper * (offset + (*flat_m - plane.start_m) / plane.slope)) : through;
    const LocalRing strip{edges.start(own), edges.start(next), side_of(edges, own, next, 1, depth),
                          side_of(edges, own, own, -1, depth)};
    TWIN_TRY(out.zones, cut(std::move(out.zones), {strip, {}}, plane));
    for (std::size_t j = 0; j < planes.size(); ++j) {
      if (edges_of_planes[j] == next) add_level(edges, next, plane, planes[j], through, out.level);
    }
  }
  for (auto& zone : out.zones) {
    for (auto& polygon : zone.area) {
      insert_points(out.level, polygon.outer);
      for (auto& hole : polygon.holes) insert_points(out.level, hole);
    }
  }
  return out;
}

}  // namespace geo
