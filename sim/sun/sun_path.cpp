#include "sim/sun/sun_path.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "twin_core/base/units.hpp"

namespace sim {
namespace {

constexpr double kSquare_m = 250, kDegree = twin::kPi / 180;

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
  stands_.reserve(steps_.size());
  for (const SunStep& step : steps_) {
    longest_step_ = std::max(longest_step_, step.length);
    const SunEphemeris sun = sun_ephemeris(step.middle, delta_t_at(step.middle));
    const double declination = sun.declination_deg * kDegree;
    const double angle = (sun.sidereal_time_deg - sun.right_ascension_deg) * kDegree;
    stands_.push_back({std::sin(declination), std::cos(declination), std::sin(angle), std::cos(angle), sine_of_parallax(sun.distance_au)});
  }
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
  // The formulas of `solar_position` as one vector: from the observer to the sun, in the earth's axes, then in the observer's.
  const double latitude = place.latitude_deg * kDegree, longitude = place.longitude_deg * kDegree, turn = place.convergence_deg * kDegree;
  const double sin_latitude = std::sin(latitude), cos_latitude = std::cos(latitude);
  const double sin_longitude = std::sin(longitude), cos_longitude = std::cos(longitude);
  const double sin_turn = std::sin(turn), cos_turn = std::cos(turn);
  const auto [from_axis, from_equator] = observer_on_ellipsoid(latitude);
  // Near the horizon the bare elevation goes evenly, the apparent one does not.
  double rising_deg = 0;
  for (int round = 0; round < 8; ++round) rising_deg = -refraction_deg(rising_deg, air_.pressure_hpa, air_.temperature_c);
  const auto share = [&](double above_deg, double below_deg) {
    return static_cast<float>(std::clamp((above_deg - rising_deg) / (above_deg - below_deg), 0.0, 1.0));
  };
  const auto bare = [](const std::pair<double, double>& up_and_level) { return std::atan2(up_and_level.first, up_and_level.second) / kDegree; };
  std::pair<double, double> here{-1, 0};
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Stand& sun = stands_[i];
    const double cos_angle = sun.cos_hour_angle * cos_longitude - sun.sin_hour_angle * sin_longitude;
    const double sin_angle = sun.sin_hour_angle * cos_longitude + sun.cos_hour_angle * sin_longitude;
    const double outwards = sun.cos_declination * cos_angle - from_axis * sun.sin_parallax;
    const double polewards = sun.sin_declination - from_equator * sun.sin_parallax;
    const double up = cos_latitude * outwards + sin_latitude * polewards, north = cos_latitude * polewards - sin_latitude * outwards;
    const double east = -sun.cos_declination * sin_angle;
    const bool up_before = !out.empty() && out.back().step + 1 == i && !steps_[i].first;
    const double level = std::sqrt(east * east + north * north);
    const auto before = std::exchange(here, {up, level});
    if (up < -0.02 && !up_before) continue;  // 1.1° below: no refraction lifts it
    const double bare_deg = bare(here);
    const double elevation_deg = bare_deg + refraction_deg(bare_deg, air_.pressure_hpa, air_.temperature_c);
    if (!(elevation_deg > 0)) {
      if (up_before) out.back().sets = share(bare(before), bare_deg);
      continue;
    }
    SunDirection direction;
    direction.step = static_cast<std::uint32_t>(i);
    direction.elevation_deg = elevation_deg;
    const double grid_east = east * cos_turn - north * sin_turn, grid_north = north * cos_turn + east * sin_turn;
    direction.azimuth_deg = std::atan2(grid_east, grid_north) / kDegree;
    if (direction.azimuth_deg < 0) direction.azimuth_deg += 360;
    if (direction.azimuth_deg >= 360) direction.azimuth_deg = 0;  // a hair west of north
    const double elevation = elevation_deg * kDegree, shorten = std::cos(elevation) / std::max(level, 1e-12);
    if (!up_before && !steps_[i].first) direction.risen = share(bare_deg, bare(before));
    direction.towards = {grid_east * shorten, grid_north * shorten, std::sin(elevation)};
    out.push_back(direction);
  }
  return out;
}

}  // namespace sim
