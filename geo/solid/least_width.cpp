#include "geo/solid/least_width.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/convex_hull_2.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

namespace geo {

double least_width(const twin::PlanPolygon& polygon) {
  using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
  std::vector<Kernel::Point_2> points, hull;
  for (const auto& p : polygon.outer) points.emplace_back(p.east, p.north);
  CGAL::convex_hull_2(points.begin(), points.end(), std::back_inserter(hull));
  if (hull.size() < 3) return 0;
  // The narrowest strip lies along an edge of the hull (Freeman and Shapira 1975 for rectangles; the same argument).
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const auto& a = hull[i];
    const auto edge = hull[(i + 1) % hull.size()] - a;
    const double length = std::sqrt(edge.squared_length());
    double width = 0;
    for (const auto& p : hull) width = std::max(width, std::abs(edge.x() * (p.y() - a.y()) - edge.y() * (p.x() - a.x())) / length);
    least = std::min(least, width);
  }
  return least;
}

}  // namespace geo
