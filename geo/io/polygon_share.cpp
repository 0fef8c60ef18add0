#include "geo/io/polygon_share.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "geo/io/ring_crossing.hpp"

namespace geo {
namespace {

constexpr int kLines = 256;

void add_crossings(const twin::PlanRing& ring, double north, std::vector<double>& out) {
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    if ((a.north > north) == (b.north > north)) continue;
    out.push_back(a.east + (north - a.north) / (b.north - a.north) * (b.east - a.east));
  }
}

/// Where a line from west to east enters and leaves the polygon, in pairs.
std::vector<double> crossings(const twin::PlanPolygon& polygon, double north) {
  std::vector<double> out;
  add_crossings(polygon.outer, north, out);
  for (const auto& hole : polygon.holes) add_crossings(hole, north, out);
  std::sort(out.begin(), out.end());
  if (out.size() % 2 != 0) out.pop_back();
  return out;
}

double overlap(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    sum += std::max(0.0, std::min(a[i + 1], b[j + 1]) - std::max(a[i], b[j]));
    (a[i + 1] < b[j + 1] ? i : j) += 2;
  }
  return sum;
}

}  // namespace

double share_inside(const twin::PlanPolygon& part, const twin::PlanPolygon& whole) {
  if (part.outer.empty()) return 0;
  const auto [low, high] = std::minmax_element(
      part.outer.begin(), part.outer.end(), [](const auto& a, const auto& b) { return a.north < b.north; });
  double all = 0, inside = 0;
  for (int line = 0; line < kLines; ++line) {
    const double north = low->north + (high->north - low->north) * (line + 0.5) / kLines;
    const auto of_part = crossings(part, north);
    all += overlap(of_part, of_part);
    inside += overlap(of_part, crossings(whole, north));
  }
  return all > 0 ? std::min(1.0, inside / all) : 0;
}

double area_of_plan(const twin::PlanPolygon& polygon) {
  double area = std::abs(signed_area(polygon.outer));
  for (const auto& hole : polygon.holes) area -= std::abs(signed_area(hole));
  return area;
}

bool contains(const twin::PlanPolygon& polygon, const twin::PlanPosition& point) {
  const auto at = crossings(polygon, point.north);
  for (std::size_t i = 0; i + 1 < at.size(); i += 2) {
    if (at[i] <= point.east && point.east <= at[i + 1]) return true;
  }
  return false;
}

}  // namespace geo
