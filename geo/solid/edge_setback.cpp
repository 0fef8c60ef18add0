#include "geo/solid/edge_setback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/solid/envelope.hpp"
#include "geo/solid/overlay.hpp"

namespace geo {
namespace {

/// A corner that turns less, in degrees, counts as straight: strips of different widths end there side by side.
constexpr double kNearlyStraight = 30;
/// A mitre reaches no farther than so many widths.
constexpr double kLongestMitre = 5;

double cross(const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
  return a.x() * b.y() - a.y() * b.x();
}

/// Edges with length of the ring turned counter-clockwise, and their widths.
struct Edges {
  LocalRing ring;
  std::vector<double> widths;
};

Edges edges_of(const twin::PlanRing& sent, std::span<const double> widths, const twin::PlanPosition& origin) {
  std::size_t n = sent.size();
  if (n > 1 && sent.front() == sent.back()) --n;
  Edges out;
  for (std::size_t i = 0; i < n; ++i) {
    if (sent[i] == sent[(i + 1) % n]) continue;
    out.ring.emplace_back(sent[i].east - origin.east, sent[i].north - origin.north);
    out.widths.push_back(i < widths.size() ? widths[i] : 0.0);
  }
  if (signed_area(out.ring) < 0) {
    std::reverse(out.ring.begin(), out.ring.end());
    // Edge i ran from vertex i to i+1; reversed, vertex n-1-i comes after it.
    std::reverse(out.widths.begin(), out.widths.end());
    std::rotate(out.widths.begin(), out.widths.begin() + 1, out.widths.end());
  }
  return out;
}

bool is_convex(const LocalRing& ring) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Eigen::Vector2d a = ring[(i + 1) % ring.size()] - ring[i];
    const Eigen::Vector2d b = ring[(i + 2) % ring.size()] - ring[(i + 1) % ring.size()];
    if (cross(a, b) < -1e-9 * a.norm() * b.norm()) return false;
  }
  return true;
}

/// The part of a convex ring at least `width` left of the line from `a` to `b`.
LocalRing clipped(const LocalRing& ring, const Eigen::Vector2d& a, const Eigen::Vector2d& b, double width) {
  const Eigen::Vector2d along = (b - a).normalized();
  const auto beyond = [&](const Eigen::Vector2d& p) { return cross(along, p - a) - width; };
  LocalRing out;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto &p = ring[i], &q = ring[(i + 1) % ring.size()];
    const double dp = beyond(p), dq = beyond(q);
    if (dp >= 0) out.push_back(p);
    if ((dp > 0 && dq < 0) || (dp < 0 && dq > 0)) out.push_back(p + (q - p) * (dp / (dp - dq)));
  }
  return out;
}

/// How far a strip of width `own` reaches beyond the corner between its edge and the next one, by the corner's turn.
double reach(double turn, double own, double next) {
  if (turn > 0) {  // convex
    if (turn < kNearlyStraight * M_PI / 180 || turn >= M_PI / 2) return 0;
    return own / std::tan(turn);
  }
  if (next <= 0 || turn > -1e-6) return 0;
  const double mitre = (next - own * std::cos(turn)) / std::sin(-turn);
  return std::clamp(mitre, 0.0, kLongestMitre * std::max(own, next));
}

std::vector<LocalPolygon> strips_of(const Edges& edges) {
  const auto& ring = edges.ring;
  const std::size_t n = ring.size();
  const auto direction = [&](std::size_t i) -> Eigen::Vector2d { return (ring[(i + 1) % n] - ring[i % n]).normalized(); };
  const auto turn = [&](std::size_t before, std::size_t after) {
    const auto u = direction(before), v = direction(after);
    return std::atan2(cross(u, v), u.dot(v));
  };
  std::vector<LocalPolygon> out;
  for (std::size_t i = 0; i < n; ++i) {
    const double width = edges.widths[i];
    if (width <= 0) continue;
    const auto &a = ring[i], &b = ring[(i + 1) % n];
    const std::size_t before = (i + n - 1) % n, after = (i + 1) % n;
    const Eigen::Vector2d along = direction(i), inwards(-along.y(), along.x());
    const double past_b = reach(turn(i, after), width, edges.widths[after]);
    const double past_a = reach(turn(before, i), width, edges.widths[before]);
    out.push_back({{a, b, b + inwards * width + along * past_b, a + inwards * width - along * past_a}, {}});
  }
  return out;
}

}  // namespace

twin::Result<std::vector<twin::PlanPolygon>> set_back_edges(const twin::PlanPolygon& polygon,
                                                            std::span<const double> distances_m) {
  for (const double distance : distances_m) {
    if (std::isfinite(distance) && distance >= 0) continue;
    return twin::Problem{"value-out-of-range", "A setback is a distance of zero or more.", "setback",
                         fmt::format("{}", distance), "Send the setback in metres, inwards."};
  }
  TWIN_CHECK(check_polygon(polygon));
  const auto origin = local_origin(polygon);
  const Edges edges = edges_of(polygon.outer, distances_m, origin);
  const auto [least, most] = std::minmax_element(edges.widths.begin(), edges.widths.end());
  if (*most <= 0) return std::vector<twin::PlanPolygon>{polygon};
  if (*least == *most && polygon.holes.empty()) return set_back(polygon, *most);
  if (polygon.holes.empty() && is_convex(edges.ring)) {
    LocalRing ring = edges.ring;
    for (std::size_t i = 0; i < edges.ring.size() && ring.size() >= 3; ++i) {
      if (edges.widths[i] > 0)
        ring = clipped(ring, edges.ring[i], edges.ring[(i + 1) % edges.ring.size()], edges.widths[i]);
    }
    if (ring.size() < 3 || signed_area(ring) < 1e-6) return std::vector<twin::PlanPolygon>{};
    return std::vector<twin::PlanPolygon>{to_plan({std::move(ring), {}}, origin)};
  }
  TWIN_TRY(const auto pieces, difference_of({to_local(polygon, origin)}, strips_of(edges)));
  std::vector<twin::PlanPolygon> out;
  for (const auto& piece : pieces) out.push_back(to_plan(piece, origin));
  return out;
}

}  // namespace geo
