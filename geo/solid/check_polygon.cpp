#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Polygon_2_algorithms.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/solid/envelope.hpp"
#include "geo/solid/local_plan.hpp"

namespace geo {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using Point = Kernel::Point_2;

/// Farther from the origin no metric frame reaches.
constexpr double kFarthest = 1e8;
/// A ring thinner than this, m, encloses nothing.
constexpr double kThinnest = 1e-6;

std::string coordinates_of(const twin::PlanPosition& p) {
  return fmt::format("easting {:.3f}, northing {:.3f}", p.east, p.north);
}

std::string ring_name(std::size_t ring) {
  return ring == 0 ? "outer ring" : fmt::format("hole {}", ring - 1);
}

twin::Problem problem(std::string code, std::string message, std::string place, std::string value,
                      std::string remedy) {
  return {std::move(code), std::move(message), std::move(place), std::move(value), std::move(remedy)};
}

twin::Status check_numbers(const twin::PlanRing& ring, std::size_t number) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    for (double c : {ring[i].east, ring[i].north}) {
      const auto place = fmt::format("{}, vertex {}", ring_name(number), i);
      if (!std::isfinite(c)) {
        return problem("number-not-finite", "A coordinate must be a finite number.", place,
                       fmt::format("{}", c), "Send easting and northing in metres.");
      }
      if (std::abs(c) > kFarthest) {
        return problem("value-out-of-range", "A coordinate lies outside every metric frame (±100,000,000 m).",
                       place, fmt::format("{}", c), "Send easting and northing in metres.");
      }
    }
  }
  return twin::Done{};
}

/// Points, and extent across the longest diagonal.
twin::Status check_extent(const twin::PlanRing& ring, std::size_t number) {
  std::vector<twin::PlanPosition> distinct;
  for (const auto& p : ring) {
    if (std::find(distinct.begin(), distinct.end(), p) == distinct.end()) distinct.push_back(p);
    if (distinct.size() == 3) break;
  }
  if (distinct.size() < 3) {
    return problem("polygon-too-few-points", "A ring needs at least three distinct points.",
                   ring_name(number), fmt::format("{}", distinct.size()),
                   "Draw the boundary with three or more corners.");
  }
  const auto distance = [](const twin::PlanPosition& a, const twin::PlanPosition& b) {
    return std::hypot(a.east - b.east, a.north - b.north);
  };
  const auto& far = *std::max_element(ring.begin(), ring.end(), [&](const auto& a, const auto& b) {
    return distance(ring[0], a) < distance(ring[0], b);
  });
  const double length = distance(ring[0], far);
  double width = 0;
  for (const auto& p : ring) {
    const double cross = (far.east - ring[0].east) * (p.north - ring[0].north) -
                         (far.north - ring[0].north) * (p.east - ring[0].east);
    width = std::max(width, std::abs(cross) / length);
  }
  if (width < kThinnest) {
    return problem("polygon-zero-area", "All points of the ring lie on one line.", ring_name(number),
                   fmt::format("width {} m", width), "Draw a boundary that encloses an area.");
  }
  return twin::Done{};
}

struct Edge {
  Point from, to;
  std::size_t ring, index, ring_size;
};

bool on_segment(const Edge& e, const Point& p) {
  return CGAL::orientation(e.from, e.to, p) == CGAL::COLLINEAR &&
         CGAL::collinear_are_ordered_along_line(e.from, p, e.to);
}

twin::PlanPosition crossing_of(const Edge& a, const Edge& b) {
  const double ox = a.from.x(), oy = a.from.y();
  const double ux = a.to.x() - ox, uy = a.to.y() - oy;
  const double vx = b.to.x() - b.from.x(), vy = b.to.y() - b.from.y();
  const double wx = b.from.x() - ox, wy = b.from.y() - oy;
  const double t = (wx * vy - wy * vx) / (ux * vy - uy * vx);
  return {ox + t * ux, oy + t * uy};
}

/// Where two edges meet although they should not.
std::optional<twin::PlanPosition> meeting(const Edge& a, const Edge& b) {
  const auto at = [](const Point& p) { return twin::PlanPosition{p.x(), p.y()}; };
  const bool follows = a.ring == b.ring && (a.index + 1) % a.ring_size == b.index;
  const bool precedes = a.ring == b.ring && (b.index + 1) % b.ring_size == a.index;
  if (follows || precedes) {  // they share one vertex; more is a fold
    const Edge& first = follows ? a : b;
    const Edge& second = follows ? b : a;
    if (on_segment(first, second.to)) return at(second.to);
    if (on_segment(second, first.from)) return at(first.from);
    return std::nullopt;
  }
  for (const Point& p : {b.from, b.to}) {
    if (on_segment(a, p)) return at(p);
  }
  for (const Point& p : {a.from, a.to}) {
    if (on_segment(b, p)) return at(p);
  }
  const bool crosses = CGAL::orientation(a.from, a.to, b.from) != CGAL::orientation(a.from, a.to, b.to) &&
                       CGAL::orientation(b.from, b.to, a.from) != CGAL::orientation(b.from, b.to, a.to);
  if (crosses) return crossing_of(a, b);
  return std::nullopt;
}

twin::Status check_crossings(std::vector<Edge> edges) {
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return std::min(a.from.x(), a.to.x()) < std::min(b.from.x(), b.to.x());
  });
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const Edge& a = edges[i];
    const auto [low, high] = std::minmax(a.from.y(), a.to.y());
    const double right = std::max(a.from.x(), a.to.x());
    for (std::size_t j = i + 1; j < edges.size(); ++j) {
      const Edge& b = edges[j];
      if (std::min(b.from.x(), b.to.x()) > right) break;
      if (std::max(b.from.y(), b.to.y()) < low || std::min(b.from.y(), b.to.y()) > high) continue;
      if (const auto place = meeting(a, b)) {
        return problem(
            "polygon-self-intersection", "The boundary crosses or touches itself.", coordinates_of(*place),
            fmt::format("{} edge {}, {} edge {}", ring_name(a.ring), a.index, ring_name(b.ring), b.index),
            "Move the vertices so that no two edges meet but at their shared corner.");
      }
    }
  }
  return twin::Done{};
}

bool inside(const std::vector<Point>& ring, const Point& p) {
  return CGAL::bounded_side_2(ring.begin(), ring.end(), p, Kernel()) == CGAL::ON_BOUNDED_SIDE;
}

twin::Status check_holes(const std::vector<std::vector<Point>>& rings) {
  for (std::size_t hole = 1; hole < rings.size(); ++hole) {
    const Point& p = rings[hole].front();
    const auto fail = [&](std::string message) {
      return problem("polygon-hole-outside", std::move(message), coordinates_of({p.x(), p.y()}),
                     ring_name(hole), "Keep every hole inside the outer ring and beside the other holes.");
    };
    if (!inside(rings[0], p)) return fail("A hole lies outside the outer ring.");
    for (std::size_t other = 1; other < rings.size(); ++other) {
      if (other != hole && inside(rings[other], p)) return fail("A hole lies inside another hole.");
    }
  }
  return twin::Done{};
}

}  // namespace

twin::Status check_polygon(const twin::PlanPolygon& polygon) {
  std::vector<twin::PlanRing> sent{polygon.outer};
  sent.insert(sent.end(), polygon.holes.begin(), polygon.holes.end());
  std::vector<std::vector<Point>> rings;
  std::vector<Edge> edges;
  for (std::size_t r = 0; r < sent.size(); ++r) {
    TWIN_CHECK(check_numbers(sent[r], r));
    const auto ring = without_repeats(sent[r]);
    TWIN_CHECK(check_extent(ring, r));
    auto& points = rings.emplace_back();
    for (const auto& p : ring) points.emplace_back(p.east, p.north);
    for (std::size_t i = 0; i < points.size(); ++i) {
      edges.push_back({points[i], points[(i + 1) % points.size()], r, i, points.size()});
    }
  }
  TWIN_CHECK(check_crossings(std::move(edges)));
  return check_holes(rings);
}

}  // namespace geo
