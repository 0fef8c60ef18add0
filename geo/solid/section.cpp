#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "geo/solid/envelope.hpp"
#include "geo/solid/local_plan.hpp"

namespace geo {
namespace {

/// Storey heights multiplied up meet a limit to within this, m.
constexpr double kHeightSlack = 1e-9;

/// The part of a ring at distance >= `least` from the plane's edge line. Cut pieces stay joined along
/// the line, so the signed area is right for concave rings too.
LocalRing clip(const LocalRing& ring, const HeightPlane& plane, double least) {
  LocalRing out;
  out.reserve(ring.size() + 2);
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    const double da = plane.distance(a) - least;
    const double db = plane.distance(b) - least;
    if (da >= 0) out.push_back(a);
    if ((da >= 0) != (db >= 0)) out.push_back(a + (b - a) * (da / (da - db)));
  }
  return out;
}

double clipped_area(LocalRing ring, const std::vector<const HeightPlane*>& planes, double height) {
  for (const auto* plane : planes) {
    ring = clip(ring, *plane, (height - plane->start_m) / plane->slope);
    if (ring.size() < 3) return 0;
  }
  return signed_area(ring);
}

double clipped_area(const std::vector<twin::PlanPolygon>& area, const std::vector<const HeightPlane*>& planes,
                    double height) {
  double sum = 0;
  for (const auto& polygon : area) {
    const LocalPolygon local = to_local(polygon, {});
    sum += clipped_area(local.outer, planes, height);
    for (const auto& hole : local.holes) sum += clipped_area(hole, planes, height);
  }
  return sum;
}

/// Section area with one limit (or none, -1) left out.
double section_without(const Envelope& envelope, double height_m, int without) {
  const double height = height_m - kHeightSlack * std::max(1.0, std::abs(height_m));
  if (without != 0 && envelope.heights.flat_m && height > *envelope.heights.flat_m) return 0;
  std::vector<const HeightPlane*> cutting;
  const auto add = [&](const std::vector<HeightPlane>& planes) {
    for (const auto& plane : planes) {
      if (plane.limit != without && height > plane.start_m) cutting.push_back(&plane);
    }
  };
  add(envelope.heights.planes);
  if (envelope.zones.empty()) return std::max(0.0, clipped_area(envelope.base, cutting, height));
  double area = 0;
  const auto everywhere = cutting;
  for (const auto& zone : envelope.zones) {
    if (zone.step_m && zone.step_limit != without && height > *zone.step_m) continue;
    cutting = everywhere;
    add(zone.planes);
    area += clipped_area(zone.base, cutting, height);
  }
  return std::max(0.0, area);
}

/// The limit under which most of the tops below `height_m` lie.
int lowest_limit(const Envelope& envelope, double height_m) {
  std::map<int, double> area;
  for (const auto& solid : envelope.solids) {
    for (const auto& face : solid.faces) {
      if (face.limit < 0) continue;
      LocalRing ring;
      double low = height_m;
      for (auto vertex : face.rings.front()) {
        const auto& p = solid.vertices[vertex];
        ring.emplace_back(p.east - envelope.origin.east, p.north - envelope.origin.north);
        low = std::min(low, p.up);
      }
      if (low < height_m) area[face.limit] += signed_area(ring);
    }
  }
  const auto most = std::max_element(area.begin(), area.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most != area.end()) return most->first;
  return envelope.heights.flat_m           ? 0
         : envelope.heights.planes.empty() ? -1
                                           : envelope.heights.planes.front().limit;
}

}  // namespace

double HeightFunction::at(const Eigen::Vector2d& p) const {
  double height = flat_m.value_or(std::numeric_limits<double>::infinity());
  for (const auto& plane : planes) height = std::min(height, plane.at(p));
  return height;
}

double Envelope::section_area(double height_m) const {
  return section_without(*this, height_m, -1);
}

int Envelope::limiting_at(double height_m) const {
  double whole = 0;
  for (const auto& polygon : base) whole += signed_area(to_local(polygon, {}));
  const double now = section_area(height_m);
  const double noise = 1e-9 * whole;
  if (now >= whole - noise) return -1;

  int best = -1;
  double gain = noise;
  const auto consider = [&](int limit) {
    const double more = section_without(*this, height_m, limit) - now;
    if (more > gain) {
      gain = more;
      best = limit;
    }
  };
  if (heights.flat_m) consider(0);
  for (const auto& plane : heights.planes) consider(plane.limit);
  std::set<int> of_zones;
  for (const auto& zone : zones) {
    if (zone.step_m) of_zones.insert(zone.step_limit);
    for (const auto& plane : zone.planes) of_zones.insert(plane.limit);
  }
  for (const int limit : of_zones) consider(limit);
  return best >= 0 ? best : lowest_limit(*this, height_m);
}

}  // namespace geo
