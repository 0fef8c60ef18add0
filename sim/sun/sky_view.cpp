#include "sim/sun/sky_view.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "twin_core/base/units.hpp"

namespace sim {
namespace {

constexpr std::size_t kBundle = 512;
constexpr double kBelowHorizon = 1e-12;

/// East along the surface, up along the surface, and its normal.
Eigen::Matrix3d axes_of(const Eigen::Vector3d& normal) {
  const Eigen::Vector3d up(0, 0, 1);
  Eigen::Vector3d level = up.cross(normal);
  level = level.norm() > 1e-6 ? Eigen::Vector3d(level.normalized()) : Eigen::Vector3d(1, 0, 0);
  Eigen::Matrix3d out;
  out << level, normal.cross(level), normal;
  return out;
}

}  // namespace

SkyPattern::SkyPattern(std::size_t least_rays, SkyWeighting weighting)
    : rings_(std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(least_rays) / 2))))),
      weighting_(weighting) {
  for (std::size_t ring = 0; ring < rings_; ++ring) {
    const double share = (static_cast<double>(ring) + 0.5) / static_cast<double>(rings_);
    const double sine = weighting == SkyWeighting::kCosine ? std::sqrt(share) : std::sqrt(1 - (1 - share) * (1 - share));
    const double cosine = weighting == SkyWeighting::kCosine ? std::sqrt(1 - share) : 1 - share;
    for (std::size_t sector = 0; sector < sectors(); ++sector) {
      const double azimuth = 2 * twin::kPi * (static_cast<double>(sector) + 0.5) / static_cast<double>(sectors());
      directions_.emplace_back(sine * std::cos(azimuth), sine * std::sin(azimuth), cosine);
    }
  }
}

ReceiverSky look_at_sky(const geo::Occlusion& occlusion, const SkyPattern& pattern, const Receiver& receiver, std::uint64_t& rays) {
  thread_local std::vector<geo::SightLine> lines;
  thread_local std::vector<std::size_t> line_of;
  thread_local std::vector<std::uint8_t> cut, seen;
  lines.clear();
  line_of.clear();
  const Eigen::Matrix3d axes = axes_of(receiver.normal);
  const twin::WorkingPosition from = lifted(receiver);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const Eigen::Vector3d direction = axes * pattern.directions()[i];
    if (direction.z() <= kBelowHorizon) continue;
    lines.push_back({from, {direction.x(), direction.y(), direction.z()}});
    line_of.push_back(i);
  }
  cut.assign(lines.size(), 0);
  for (std::size_t start = 0; start < lines.size(); start += kBundle) {
    const std::size_t count = std::min(kBundle, lines.size() - start);
    occlusion.ask(std::span(lines).subspan(start, count), std::span(cut).subspan(start, count));
  }
  rays += lines.size();

  seen.assign(pattern.size(), 0);
  ReceiverSky out;
  std::size_t visible = 0;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    if (cut[k] != 0) continue;
    ++visible;
    seen[line_of[k]] = 1;
    // L(γ) / Lz = (1 + 2 sin γ) / 3, and a whole sky of it gives level ground 7/9 π Lz.
    const double cosine = pattern.weighting() == SkyWeighting::kCosine ? 1 : 2 * pattern.directions()[line_of[k]].z();
    out.overcast_share += cosine * (1 + 2 * lines[k].direction.up) / 3 * 9 / 7;
  }
  std::size_t edges = 0;
  const std::size_t sectors = pattern.sectors();
  for (std::size_t ring = 0; ring < pattern.rings(); ++ring) {
    for (std::size_t sector = 0; sector < sectors; ++sector) {
      const auto here = seen[ring * sectors + sector];
      edges += here != seen[ring * sectors + (sector + 1) % sectors];
      if (ring + 1 < pattern.rings()) edges += here != seen[(ring + 1) * sectors + sector];
    }
  }
  const auto pieces = static_cast<double>(pattern.size());
  out.view_factor = static_cast<double>(visible) / pieces;
  out.overcast_share /= pieces;
  out.bound = (0.5 * static_cast<double>(edges) + 1) / pieces;
  return out;
}

}  // namespace sim
