#include "geo/solid/overlay.hpp"

#include <CGAL/Boolean_set_operations_2.h>
#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <CGAL/Polygon_set_2.h>

#include <algorithm>
#include <cmath>

#include "geo/solid/envelope.hpp"

namespace geo {
namespace {

using Exact = CGAL::Exact_predicates_exact_constructions_kernel;
using Set = CGAL::Polygon_set_2<Exact>;

constexpr double kSmallest = 1e-6;  ///< m2, and m between two corners

CGAL::Polygon_2<Exact> to_cgal(const LocalRing& ring) {
  CGAL::Polygon_2<Exact> out;
  for (const auto& p : ring) out.push_back({p.x(), p.y()});
  return out;
}

Set set_of(const std::vector<LocalPolygon>& polygons) {
  Set out;
  for (const auto& polygon : polygons) {
    CGAL::Polygon_with_holes_2<Exact> one(to_cgal(polygon.outer));
    for (const auto& hole : polygon.holes) one.add_hole(to_cgal(hole));
    out.join(one);
  }
  return out;
}

LocalRing from_cgal(const CGAL::Polygon_2<Exact>& ring) {
  LocalRing out;
  for (const auto& p : ring) {
    const Eigen::Vector2d q(CGAL::to_double(CGAL::exact(p.x())), CGAL::to_double(CGAL::exact(p.y())));
    if (out.empty() || (out.back() - q).norm() > kSmallest) out.push_back(q);
  }
  while (out.size() > 1 && (out.back() - out.front()).norm() <= kSmallest) out.pop_back();
  return out;
}

std::vector<LocalPolygon> pieces_of(const Set& set) {
  std::vector<CGAL::Polygon_with_holes_2<Exact>> pieces;
  set.polygons_with_holes(std::back_inserter(pieces));
  std::vector<LocalPolygon> out;
  for (const auto& piece : pieces) {
    LocalPolygon local{from_cgal(piece.outer_boundary()), {}};
    if (local.outer.size() < 3 || std::abs(signed_area(local.outer)) < kSmallest) continue;
    for (auto hole = piece.holes_begin(); hole != piece.holes_end(); ++hole) {
      LocalRing ring = from_cgal(*hole);
      if (ring.size() >= 3 && std::abs(signed_area(ring)) >= kSmallest) local.holes.push_back(std::move(ring));
    }
    out.push_back(std::move(local));
  }
  return out;
}

template <class Combine>
twin::Result<std::vector<LocalPolygon>> combined(const std::vector<LocalPolygon>& a,
                                                 const std::vector<LocalPolygon>& b, const Combine& combine) {
  try {
    Set set = set_of(a);
    combine(set, set_of(b));
    return pieces_of(set);
  } catch (const std::exception& error) {
    return twin::Problem{"envelope-failed", "Two plan areas could not be laid over each other.", "plan areas",
                         error.what(), "Simplify the boundaries: remove very short edges and touching corners."};
  }
}

template <class Combine>
twin::Result<std::vector<twin::PlanPolygon>> combined_in_plan(const std::vector<twin::PlanPolygon>& a,
                                                              const std::vector<twin::PlanPolygon>& b,
                                                              const Combine& combine) {
  if (a.empty()) return std::vector<twin::PlanPolygon>{};
  const auto origin = local_origin(a.front());
  std::vector<LocalPolygon> one, two;
  for (const auto& polygon : a) one.push_back(to_local(polygon, origin));
  for (const auto& polygon : b) two.push_back(to_local(polygon, origin));
  TWIN_TRY(const auto pieces, combine(one, two));
  std::vector<twin::PlanPolygon> out;
  for (const auto& piece : pieces) out.push_back(to_plan(piece, origin));
  return out;
}

}  // namespace

twin::Result<std::vector<LocalPolygon>> intersection_of(const std::vector<LocalPolygon>& a,
                                                        const std::vector<LocalPolygon>& b) {
  if (a.empty() || b.empty()) return std::vector<LocalPolygon>{};
  return combined(a, b, [](Set& one, const Set& two) { one.intersection(two); });
}

twin::Result<std::vector<LocalPolygon>> difference_of(const std::vector<LocalPolygon>& a,
                                                      const std::vector<LocalPolygon>& b) {
  if (a.empty() || b.empty()) return a;
  return combined(a, b, [](Set& one, const Set& two) { one.difference(two); });
}

twin::Result<std::vector<twin::PlanPolygon>> intersection_of(const std::vector<twin::PlanPolygon>& a,
                                                             const std::vector<twin::PlanPolygon>& b) {
  return combined_in_plan(a, b, [](const auto& one, const auto& two) { return intersection_of(one, two); });
}

twin::Result<std::vector<twin::PlanPolygon>> difference_of(const std::vector<twin::PlanPolygon>& a,
                                                           const std::vector<twin::PlanPolygon>& b) {
  return combined_in_plan(a, b, [](const auto& one, const auto& two) { return difference_of(one, two); });
}

double area_of(const std::vector<twin::PlanPolygon>& polygons) {
  double area = 0;
  for (const auto& polygon : polygons) area += area_of(polygon);
  return area;
}

}  // namespace geo
