#include "sim/sun/solar_position.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "twin_core/base/units.hpp"

namespace sim {
namespace {

using twin::Instant;
using std::chrono::microseconds;

constexpr double kDegree = twin::kPi / 180;
constexpr double kDiscRadius_deg = 0.26667, kRefractionAtHorizon_deg = 0.5667;
constexpr double kRising_deg = -0.8333;

double hour_angle(const SunEphemeris& sun, const SunObserver& observer) {
  return (sun.sidereal_time_deg + observer.longitude_deg - sun.right_ascension_deg) * kDegree;
}

double geocentric_elevation_deg(const SunEphemeris& sun, const SunObserver& observer) {
  const double latitude = observer.latitude_deg * kDegree, declination = sun.declination_deg * kDegree;
  const double sine = std::sin(latitude) * std::sin(declination) +
                      std::cos(latitude) * std::cos(declination) * std::cos(hour_angle(sun, observer));
  return std::asin(std::clamp(sine, -1.0, 1.0)) / kDegree;
}

/// Time between `low` and `high` where the function changes its sign, to 0.05 s.
Instant zero_between(Instant low, Instant high, const std::function<double(Instant)>& value) {
  const bool rises = value(low) < 0;
  while (high - low > std::chrono::milliseconds(50)) {
    const Instant middle = low + (high - low) / 2;
    ((value(middle) < 0) == rises ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

}  // namespace

double sine_of_parallax(double distance_au) { return std::sin(8.794 / (3600 * distance_au) * kDegree); }

std::pair<double, double> observer_on_ellipsoid(double latitude, double elevation_m) {
  const double u = std::atan(0.99664719 * std::tan(latitude));
  return {std::cos(u) + elevation_m / 6378140 * std::cos(latitude), 0.99664719 * std::sin(u) + elevation_m / 6378140 * std::sin(latitude)};
}

double refraction_deg(double bare_deg, double pressure_hpa, double temperature_c) {
  if (!(bare_deg >= -(kDiscRadius_deg + kRefractionAtHorizon_deg))) return 0;
  return pressure_hpa / 1010 * 283 / (273 + temperature_c) * 1.02 / (60 * std::tan((bare_deg + 10.3 / (bare_deg + 5.11)) * kDegree));
}

SolarPosition solar_position(const SunEphemeris& sun, const SunObserver& observer) {
  const double latitude = observer.latitude_deg * kDegree, declination = sun.declination_deg * kDegree;
  const double sin_parallax = sine_of_parallax(sun.distance_au);
  const auto [x, y] = observer_on_ellipsoid(latitude, observer.elevation_m);

  const double angle = hour_angle(sun, observer);
  const double from_centre = std::cos(declination) - x * sin_parallax * std::cos(angle);
  const double moved = std::atan2(-x * sin_parallax * std::sin(angle), from_centre);
  const double seen_declination =
      std::atan2((std::sin(declination) - y * sin_parallax) * std::cos(moved), from_centre);
  const double seen_angle = angle - moved;

  const double sine = std::sin(latitude) * std::sin(seen_declination) +
                      std::cos(latitude) * std::cos(seen_declination) * std::cos(seen_angle);
  const double bare_deg = std::asin(std::clamp(sine, -1.0, 1.0)) / kDegree;
  SolarPosition out;
  out.refraction_deg = refraction_deg(bare_deg, observer.pressure_hpa, observer.temperature_c);
  out.elevation_deg = bare_deg + out.refraction_deg;
  out.zenith_deg = 90 - out.elevation_deg;
  const double from_south = std::atan2(std::sin(seen_angle), std::cos(seen_angle) * std::sin(latitude) -
                                                                 std::tan(seen_declination) * std::cos(latitude));
  out.azimuth_deg = std::fmod(from_south / kDegree + 180 + 360, 360);
  return out;
}

double incidence_deg(const SolarPosition& sun, double slope_deg, double rotation_deg) {
  const double zenith = sun.zenith_deg * kDegree, slope = slope_deg * kDegree;
  const double cosine = std::cos(zenith) * std::cos(slope) +
                        std::sin(slope) * std::sin(zenith) * std::cos((sun.azimuth_deg - 180 - rotation_deg) * kDegree);
  return std::acos(std::clamp(cosine, -1.0, 1.0)) / kDegree;
}

SunTimes sun_times(Instant start, const SunObserver& observer, double delta_t_s) {
  const auto above_rising = [&](Instant at) {
    return geocentric_elevation_deg(sun_ephemeris(at, delta_t_s), observer) - kRising_deg;
  };
  const auto from_meridian = [&](Instant at) { return std::sin(hour_angle(sun_ephemeris(at, delta_t_s), observer)); };
  constexpr auto kStep = std::chrono::minutes(10);
  const Instant end = start + std::chrono::hours(24);
  SunTimes out;
  std::vector<Instant> risings, settings;
  bool ever_above = false;
  for (Instant low = start; low < end; low += kStep) {
    const Instant high = low + kStep;
    const bool above = above_rising(low) >= 0, above_next = above_rising(high) >= 0;
    ever_above = ever_above || above || above_next;
    if (above != above_next) (above ? settings : risings).push_back(zero_between(low, high, above_rising));
    // The lower meridian passage crosses zero the other way.
    if (!out.transit && from_meridian(low) < 0 && from_meridian(high) >= 0) out.transit = zero_between(low, high, from_meridian);
  }
  if (out.transit) {
    out.transit_elevation_deg = geocentric_elevation_deg(sun_ephemeris(*out.transit, delta_t_s), observer);
  }
  if (!risings.empty()) out.sunrise = risings.front();
  for (const Instant setting : settings) {
    if (!out.sunset || (out.sunrise && *out.sunset < *out.sunrise)) out.sunset = setting;
  }
  if (risings.empty() && settings.empty()) out.kind = ever_above ? DayKind::kPolarDay : DayKind::kPolarNight;
  return out;
}

}  // namespace sim
