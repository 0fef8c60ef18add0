#include "datasets/synth/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "datasets/synth/draw.hpp"

namespace datasets {
namespace {

constexpr std::int64_t kEastM = 25'498'000, kNorthM = 6'673'000;
constexpr Spot kMiddle{371, 322};  // of the first district's middle block
constexpr double kHillM = 260;

std::int64_t to_mm(double metres) {
  return static_cast<std::int64_t>(std::floor(metres * 1000 + 0.5));
}

double smooth(double t) {
  return t * t * (3 - 2 * t);
}

}  // namespace

Corner Site::corner(Spot spot) const {
  const Spot p = spot - kMiddle;
  return {kEastM * 1000 + to_mm((40 * p.x - 9 * p.y) / 41),
          kNorthM * 1000 + to_mm((9 * p.x + 40 * p.y) / 41)};
}

Footprint Site::footprint(const Quad& quad) const {
  return {corner(quad[0]), corner(quad[1]), corner(quad[2]), corner(quad[3])};
}

Footprint Site::footprint(const std::vector<Spot>& ring) const {
  Footprint out;
  for (Spot spot : ring) {
    out.push_back(corner(spot));
  }
  return out;
}

std::int64_t Site::ground(Spot spot) const {
  const double u = spot.x / kHillM, v = spot.y / kHillM;
  const int i = static_cast<int>(std::floor(u)), j = static_cast<int>(std::floor(v));
  auto hill = [&](int column, int row) {
    return static_cast<double>(Draw(seed_, fmt::format("hill {} {}", column, row)).between(20, 120));
  };
  const double s = smooth(u - i), t = smooth(v - j);
  const double south = hill(i, j) * (1 - s) + hill(i + 1, j) * s;
  const double north = hill(i, j + 1) * (1 - s) + hill(i + 1, j + 1) * s;
  return static_cast<std::int64_t>(std::floor(south * (1 - t) + north * t)) * 100;
}

std::int64_t Site::ground(const Quad& quad) const {
  return std::min({ground(quad[0]), ground(quad[1]), ground(quad[2]), ground(quad[3])});
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
