#include "datasets/synth/site.hpp"

#include <algorithm>
#include <cmath>

#include "datasets/synth/noise.hpp"

namespace datasets {
namespace {

constexpr std::int64_t kEastM = 25'498'000, kNorthM = 6'673'000;
constexpr double kHillM = 260;

std::int64_t to_mm(double metres) {
  return static_cast<std::int64_t>(std::floor(metres * 1000 + 0.5));
}

}  // namespace

Corner Site::corner(Spot spot) const {
  return {kEastM * 1000 + to_mm((40 * spot.x - 9 * spot.y) / 41),
          kNorthM * 1000 + to_mm((9 * spot.x + 40 * spot.y) / 41)};
}

Footprint Site::footprint(const Quad& quad) const {
  return {corner(quad[0]), corner(quad[1]), corner(quad[2]), corner(quad[3])};
}

Footprint Site::footprint(const Polygon& ring) const {
  Footprint out;
  for (Spot spot : ring) {
    out.push_back(corner(spot));
  }
  return out;
}

std::int64_t Site::ground(Spot spot) const {
  const double hill = 5 + 5 * noise(seed_, 30, spot.x / kHillM, spot.y / kHillM);
  const double rise = std::clamp(land_.from_shore(spot) / 260, 0.0, 1.0);
  return static_cast<std::int64_t>(std::floor((2 + hill * rise) * 10)) * 100;
}

std::int64_t Site::ground(const Quad& quad) const {
  return std::min({ground(quad[0]), ground(quad[1]), ground(quad[2]), ground(quad[3])});
}

std::int64_t Site::ground(const Polygon& ring) const {
  std::int64_t lowest = ground(ring.front());
  for (Spot spot : ring) {
    lowest = std::min(lowest, ground(spot));
  }
  return lowest;
}

double area_m2(const Footprint& ring) {
  std::int64_t doubled = 0;  // mm2, of corners relative to the first
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    doubled += (ring[i].east - ring[0].east) * (ring[i + 1].north - ring[0].north) -
               (ring[i + 1].east - ring[0].east) * (ring[i].north - ring[0].north);
  }
  return static_cast<double>(doubled) / 2e6;
}

}  // namespace datasets
