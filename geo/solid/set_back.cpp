#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Polygon_with_holes_2.h>
#include <CGAL/create_offset_polygons_from_polygon_with_holes_2.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "geo/solid/envelope.hpp"
#include "geo/solid/local_plan.hpp"
#include "geo/solid/plain_inset.hpp"
#include "geo/solid/set_back_way.hpp"
#include "geo/solid/wavefront.hpp"

namespace geo {
namespace {

/// Corners closer than this, m, are one corner; pieces smaller than this, m2, are none.
constexpr double kSmallest = 1e-6;

template <class Kernel>
CGAL::Polygon_2<Kernel> to_cgal(const LocalRing& ring) {
  CGAL::Polygon_2<Kernel> out;
  for (const auto& p : ring) out.push_back({p.x(), p.y()});
  return out;
}

template <class Ring>
LocalRing from_cgal(const Ring& ring) {
  LocalRing out;
  for (const auto& p : ring) {
    const Eigen::Vector2d q(CGAL::to_double(p.x()), CGAL::to_double(p.y()));
    if (out.empty() || (out.back() - q).norm() > kSmallest) out.push_back(q);
  }
  while (out.size() > 1 && (out.back() - out.front()).norm() <= kSmallest) out.pop_back();
  return out;
}

double squared_distance_to_segment(const Eigen::Vector2d& p, const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
  const Eigen::Vector2d along = b - a;
  const double t = std::clamp((p - a).dot(along) / along.squaredNorm(), 0.0, 1.0);
  return (p - a - t * along).squaredNorm();
}

/// No corner of a set-back polygon may be nearer to the boundary than the distance.
bool keeps_distance(const std::vector<LocalPolygon>& pieces, const LocalPolygon& from, double distance) {
  std::vector<const LocalRing*> boundary{&from.outer};
  for (const auto& hole : from.holes) boundary.push_back(&hole);
  const double least = distance * (1 - 1e-6), least_squared = least * least;
  const auto ring_keeps = [&](const LocalRing& ring) {
    for (const auto& p : ring) {
      for (const auto* edges : boundary) {
        for (std::size_t i = 0; i < edges->size(); ++i) {
          if (squared_distance_to_segment(p, (*edges)[i], (*edges)[i + 1 == edges->size() ? 0 : i + 1]) < least_squared) return false;
        }
      }
    }
    return true;
  };
  for (const auto& piece : pieces) {
    if (!ring_keeps(piece.outer)) return false;
    for (const auto& hole : piece.holes) {
      if (!ring_keeps(hole)) return false;
    }
  }
  return true;
}

/// Nothing where the library throws or gives corners too near to the boundary.
template <class Kernel>
std::optional<std::vector<LocalPolygon>> skeleton_offset(const LocalPolygon& polygon, double distance) {
  try {
    CGAL::Polygon_with_holes_2<Kernel> input(to_cgal<Kernel>(polygon.outer));
    for (const auto& hole : polygon.holes) input.add_hole(to_cgal<Kernel>(hole));
    std::vector<LocalPolygon> out;
    for (const auto& piece : CGAL::create_interior_skeleton_and_offset_polygons_with_holes_2(
             distance, input, Kernel(), Kernel())) {
      LocalPolygon local{from_cgal(piece->outer_boundary()), {}};
      if (local.outer.size() < 3 || std::abs(signed_area(local.outer)) < kSmallest) continue;
      for (auto hole = piece->holes_begin(); hole != piece->holes_end(); ++hole) {
        LocalRing ring = from_cgal(*hole);
        if (ring.size() >= 3 && std::abs(signed_area(ring)) >= kSmallest)
          local.holes.push_back(std::move(ring));
      }
      out.push_back(std::move(local));
    }
    if (!keeps_distance(out, polygon, distance)) return std::nullopt;
    return out;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/// By doubles with margins; nothing where they cannot tell.
std::optional<std::vector<LocalPolygon>> event_offset(const LocalPolygon& polygon, double distance) {
  auto rings = wavefront_inset(polygon.outer, distance);
  if (!rings) return std::nullopt;
  std::vector<LocalPolygon> out;
  for (auto& ring : *rings) out.push_back({std::move(ring), {}});
  if (!keeps_distance(out, polygon, distance)) return std::nullopt;
  return out;
}

/// As `check_polygon` asks for coordinates, with room to spare.
bool is_within_frames(const LocalRing& ring, const twin::PlanPosition& origin) {
  return std::abs(origin.east) < 9e7 && std::abs(origin.north) < 9e7 &&
         std::all_of(ring.begin(), ring.end(), [](const auto& p) { return p.cwiseAbs().maxCoeff() < 1e6; });
}

}  // namespace

SetBackWay way_of_set_back(const twin::PlanPolygon& polygon, double distance_m) {
  const LocalPolygon local = to_local(polygon, local_origin(polygon));
  if (!local.holes.empty()) return SetBackWay::kExact;
  if (PlainRing(local.outer).inset(distance_m)) return SetBackWay::kPlain;
  return event_offset(local, distance_m) ? SetBackWay::kEvents : SetBackWay::kExact;
}

twin::Result<std::vector<twin::PlanPolygon>> set_back(const twin::PlanPolygon& polygon, double distance_m) {
  if (!std::isfinite(distance_m) || distance_m < 0) {
    return twin::Problem{"value-out-of-range", "A setback is a distance of zero or more.", "setback",
                         fmt::format("{}", distance_m), "Send the setback in metres, inwards."};
  }
  const auto origin = local_origin(polygon);
  const LocalPolygon local = to_local(polygon, origin);
  // Most parcels: no pair of edges meets, and none vanishes on the way in.
  const PlainRing plain(local.outer);
  const bool simple = distance_m > 0 && local.holes.empty() && is_within_frames(local.outer, origin) && plain.is_simple();
  if (!simple) TWIN_CHECK(check_polygon(polygon));
  if (distance_m == 0) return std::vector<twin::PlanPolygon>{polygon};
  std::vector<twin::PlanPolygon> out;
  std::optional<std::vector<LocalPolygon>> pieces;
  if (local.holes.empty()) {
    if (auto ring = plain.inset(distance_m)) {
      out.push_back(to_plan({std::move(*ring), {}}, origin));
      return out;
    }
    pieces = event_offset(local, distance_m);
  }
  if (!pieces)
    pieces = skeleton_offset<CGAL::Exact_predicates_inexact_constructions_kernel>(local, distance_m);
  if (!pieces) pieces = skeleton_offset<CGAL::Exact_predicates_exact_constructions_kernel>(local, distance_m);
  if (!pieces) {
    return twin::Problem{"offset-failed", "The setback of this boundary could not be computed.", "setback",
                         fmt::format("{} m", distance_m),
                         "Simplify the boundary: remove very short edges and nearly straight corners."};
  }
  out.reserve(pieces->size());
  for (const auto& piece : *pieces) out.push_back(to_plan(piece, origin));
  return out;
}

}  // namespace geo
