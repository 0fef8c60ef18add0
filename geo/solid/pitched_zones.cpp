#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Polygon_with_holes_2.h>
#include <CGAL/create_straight_skeleton_from_polygon_with_holes_2.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/solid/envelope_zones.hpp"
#include "geo/solid/overlay.hpp"

namespace geo {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;

twin::Problem failed(const char* why) {
  return {"envelope-failed", "The pitched roof over this unit could not be computed.", "roof", why,
          "Simplify the boundary: remove very short edges and nearly straight corners."};
}

HeightPlane plane_over(const Eigen::Vector2d& from, const Eigen::Vector2d& to, const RoofPitch& pitch, int limit) {
  return {from, to - from, pitch.eaves_m, pitch.slope, limit};
}

/// Unit vector along the ridge.
Eigen::Vector2d along_ridge(const RoofPitch& pitch) {
  const double angle = pitch.ridge_deg.value_or(0) * std::numbers::pi / 180;
  return {std::sin(angle), std::cos(angle)};
}

bool is_eaves(const Eigen::Vector2d& edge, const RoofPitch& pitch) {
  if (!pitch.ridge_deg) return true;
  return std::abs(edge.normalized().dot(along_ridge(pitch))) >= std::numbers::sqrt2 / 2 - 1e-12;
}

bool is_convex(const LocalPolygon& polygon) {
  if (!polygon.holes.empty()) return false;
  const auto& ring = polygon.outer;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Eigen::Vector2d a = ring[(i + 1) % ring.size()] - ring[i];
    const Eigen::Vector2d b = ring[(i + 2) % ring.size()] - ring[(i + 1) % ring.size()];
    if (a.x() * b.y() - a.y() * b.x() < -1e-9 * a.norm() * b.norm()) return false;
  }
  return true;
}

template <class Visit>
void for_each_edge(const LocalPolygon& polygon, const Visit& visit) {
  const auto over = [&](const LocalRing& ring) {
    for (std::size_t i = 0; i < ring.size(); ++i) visit(ring[i], ring[(i + 1) % ring.size()]);
  };
  over(polygon.outer);
  for (const auto& hole : polygon.holes) over(hole);
}

LocalZone convex_zone(const LocalPolygon& polygon, const RoofPitch& pitch, int limit) {
  LocalZone out{{polygon}, {}, {}, -1};
  for_each_edge(polygon, [&](const auto& from, const auto& to) {
    if (is_eaves(to - from, pitch)) out.planes.push_back(plane_over(from, to, pitch, limit));
  });
  if (out.planes.empty()) {  // a thin piece across the ridge has gables only: its long sides carry the roof
    for_each_edge(polygon, [&](const auto& from, const auto& to) {
      out.planes.push_back(plane_over(from, to, pitch, limit));
    });
  }
  return out;
}

/// One zone per edge: the face of the straight skeleton.
twin::Status add_hipped(const LocalPolygon& polygon, const RoofPitch& pitch, int limit, std::vector<LocalZone>& out) {
  const auto ring_of = [](const LocalRing& ring) {
    CGAL::Polygon_2<Kernel> cgal;
    for (const auto& p : ring) cgal.push_back({p.x(), p.y()});
    return cgal;
  };
  try {
    CGAL::Polygon_with_holes_2<Kernel> input(ring_of(polygon.outer));
    for (const auto& hole : polygon.holes) input.add_hole(ring_of(hole));
    const auto skeleton = CGAL::create_interior_straight_skeleton_2(input);
    if (!skeleton) return failed("no straight skeleton");
    for (auto face = skeleton->faces_begin(); face != skeleton->faces_end(); ++face) {
      const auto first = face->halfedge();
      LocalRing ring;
      HeightPlane plane;
      auto edge = first;
      do {
        const auto& p = edge->vertex()->point();
        ring.emplace_back(p.x(), p.y());
        if (!edge->is_bisector()) {
          const auto& q = edge->opposite()->vertex()->point();
          plane = plane_over({q.x(), q.y()}, {p.x(), p.y()}, pitch, limit);
        }
        edge = edge->next();
      } while (edge != first);
      LocalPolygon area{std::move(ring), {}};
      if (signed_area(area) > 1e-9) out.push_back({{std::move(area)}, {plane}, {}, -1});
    }
    return twin::Done{};
  } catch (const std::exception& error) {
    return failed(error.what());
  }
}

/// Strips across the ridge direction through every corner; in each, what lies between two edges has these as eaves.
twin::Status add_strips(const LocalPolygon& polygon, const RoofPitch& pitch, int limit, std::vector<LocalZone>& out) {
  const Eigen::Vector2d along = along_ridge(pitch), across(-along.y(), along.x());
  std::vector<double> stations;
  double least = 1e300, most = -1e300;
  for_each_edge(polygon, [&](const auto& from, const auto&) {
    stations.push_back(from.dot(along));
    least = std::min(least, from.dot(across)), most = std::max(most, from.dot(across));
  });
  std::sort(stations.begin(), stations.end());
  for (std::size_t i = 0; i + 1 < stations.size(); ++i) {
    const double from = stations[i], to = stations[i + 1];
    if (to - from < 1e-6) continue;
    const auto corner = [&](double s, double t) -> Eigen::Vector2d { return s * along + t * across; };
    const LocalPolygon strip{{corner(from, least - 1), corner(to, least - 1), corner(to, most + 1), corner(from, most + 1)}, {}};
    TWIN_TRY(const auto pieces, intersection_of({polygon}, {strip}));
    for (const auto& piece : pieces) {
      LocalZone zone{{piece}, {}, {}, -1};
      for_each_edge(piece, [&](const auto& a, const auto& b) {
        const Eigen::Vector2d edge = b - a;
        const bool cut = std::abs(edge.normalized().dot(along)) < 1e-7;  // a strip's side, or a gable
        if (!cut && is_eaves(edge, pitch)) zone.planes.push_back(plane_over(a, b, pitch, limit));
      });
      out.push_back(zone.planes.empty() ? convex_zone(piece, pitch, limit) : std::move(zone));
    }
  }
  return twin::Done{};
}

}  // namespace

twin::Result<std::vector<LocalZone>> pitched_zones(const std::vector<LocalPolygon>& area, const RoofPitch& pitch,
                                                   int limit) {
  std::vector<LocalZone> out;
  for (const auto& polygon : area) {
    if (is_convex(polygon)) {
      out.push_back(convex_zone(polygon, pitch, limit));
    } else if (!pitch.ridge_deg) {
      TWIN_CHECK(add_hipped(polygon, pitch, limit, out));
    } else {
      TWIN_CHECK(add_strips(polygon, pitch, limit, out));
    }
  }
  return out;
}

}  // namespace geo
