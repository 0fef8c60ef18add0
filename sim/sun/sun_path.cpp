#include "sim/sun/sun_path.hpp"

#include <algorithm>
#include <cmath>

#include "twin_core/base/units.hpp"

namespace sim {
namespace {

constexpr double kSquare_m = 250;

}  // namespace

std::vector<SunStep> steps_of(std::span<const SunPeriod> periods, std::chrono::microseconds step) {
  std::vector<SunStep> out;
  for (const auto& [from, to] : periods) {
    for (twin::Instant at = from; at < to; at += step) {
      const auto length = std::min<std::chrono::microseconds>(step, to - at);
      out.push_back({at + length / 2, length, at == from});
    }
  }
  return out;
}

SunSky::SunSky(SunFrame frame, std::vector<SunStep> steps, Air air)
    : frame_(std::move(frame)), steps_(std::move(steps)), air_(air) {
  suns_.reserve(steps_.size());
  for (const SunStep& step : steps_) suns_.push_back(sun_ephemeris(step.middle, delta_t_at(step.middle)));
}

SunSky::Square SunSky::square_of(const twin::PlanPosition& position) const {
  if (frame_.name() == "local") return {};
  return {static_cast<std::int64_t>(std::floor(position.east / kSquare_m)),
          static_cast<std::int64_t>(std::floor(position.north / kSquare_m))};
}

SunPath SunSky::path_over(const Square& square) const {
  SunPath out;
  const SunPlace place = frame_.at({(static_cast<double>(square.column) + 0.5) * kSquare_m,
                                    (static_cast<double>(square.row) + 0.5) * kSquare_m});
  if (!std::isfinite(place.latitude_deg)) return out;
  const SunObserver observer{place.latitude_deg, place.longitude_deg, 0, air_.pressure_hpa, air_.temperature_c};
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const SolarPosition sun = solar_position(suns_[i], observer);
    if (!(sun.elevation_deg > 0)) continue;
    SunDirection direction;
    direction.step = static_cast<std::uint32_t>(i);
    direction.azimuth_deg = std::fmod(sun.azimuth_deg - place.convergence_deg + 360, 360);
    direction.elevation_deg = sun.elevation_deg;
    const double azimuth = direction.azimuth_deg * twin::kPi / 180, elevation = sun.elevation_deg * twin::kPi / 180;
    direction.towards = {std::sin(azimuth) * std::cos(elevation), std::cos(azimuth) * std::cos(elevation), std::sin(elevation)};
    out.push_back(direction);
  }
  return out;
}

std::chrono::microseconds SunSky::longest_step() const {
  std::chrono::microseconds out{0};
  for (const SunStep& step : steps_) out = std::max(out, step.length);
  return out;
}

}  // namespace sim
