#include "sim/sun/sun_ephemeris.hpp"

#include <array>
#include <cmath>

#include "sim/sun/spa_terms.hpp"
#include "twin_core/base/units.hpp"

namespace sim {
namespace {

constexpr double kDegree = twin::kPi / 180;

double within_turn(double degrees) {
  const double rest = std::fmod(degrees, 360);
  return rest < 0 ? rest + 360 : rest;
}

/// Equations 9 to 12: Σ_k t^k Σ_i A cos(B + C t), in 1e-8.
double series(std::span<const std::span<const spa::Term>> orders, double t) {
  double sum = 0, power = 1;
  for (const auto& order : orders) {
    double part = 0;
    for (const auto& term : order) part += term.a * std::cos(term.b + term.c * t);
    sum += part * power;
    power *= t;
  }
  return sum / 1e8;
}

double polynomial(double x, std::initializer_list<double> from_highest) {
  double sum = 0;
  for (const double factor : from_highest) sum = sum * x + factor;
  return sum;
}

struct Nutation {
  double longitude_deg = 0, obliquity_deg = 0;
};

/// Equations 15 to 23; t in Julian centuries of terrestrial time.
Nutation nutation(double t) {
  const std::array<double, 5> x{
      polynomial(t, {1.0 / 189474, -0.0019142, 445267.11148, 297.85036}),
      polynomial(t, {-1.0 / 300000, -0.0001603, 35999.05034, 357.52772}),
      polynomial(t, {1.0 / 56250, 0.0086972, 477198.867398, 134.96298}),
      polynomial(t, {1.0 / 327270, -0.0036825, 483202.017538, 93.27191}),
      polynomial(t, {1.0 / 450000, 0.0020708, -1934.136261, 125.04452}),
  };
  Nutation out;
  for (const auto& term : spa::nutation_terms()) {
    double angle = 0;
    for (std::size_t i = 0; i < x.size(); ++i) angle += x[i] * term.of[i];
    out.longitude_deg += (term.a + term.b * t) * std::sin(angle * kDegree);
    out.obliquity_deg += (term.c + term.d * t) * std::cos(angle * kDegree);
  }
  out.longitude_deg /= 36'000'000;
  out.obliquity_deg /= 36'000'000;
  return out;
}

/// Equation 24, arc seconds; u in ten thousands of years.
double mean_obliquity_arcsec(double u) {
  return polynomial(u, {2.45, 5.79, 27.87, 7.12, -39.05, -249.67, -51.38, 1999.25, -1.55, -4680.93, 84381.448});
}

}  // namespace

SunEphemeris sun_ephemeris(twin::Instant instant, double delta_t_s) {
  SunEphemeris out;
  const double seconds = static_cast<double>(instant.time_since_epoch().count()) / 1e6;
  out.julian_day = seconds / 86400 + 2440587.5;
  const double centuries_ut = (out.julian_day - 2451545) / 36525;
  const double centuries = (out.julian_day + delta_t_s / 86400 - 2451545) / 36525;
  const double millennia = centuries / 10;

  out.heliocentric_longitude_deg = within_turn(series(spa::longitude_terms(), millennia) / kDegree);
  out.heliocentric_latitude_deg = series(spa::latitude_terms(), millennia) / kDegree;
  out.distance_au = series(spa::radius_terms(), millennia);

  const Nutation nutation_now = nutation(centuries);
  out.obliquity_deg = mean_obliquity_arcsec(millennia / 10) / 3600 + nutation_now.obliquity_deg;
  const double aberration_deg = -20.4898 / (3600 * out.distance_au);
  const double longitude = (out.heliocentric_longitude_deg + 180 + nutation_now.longitude_deg + aberration_deg) * kDegree;
  const double latitude = -out.heliocentric_latitude_deg * kDegree;
  const double obliquity = out.obliquity_deg * kDegree;

  const double mean_sidereal_deg = 280.46061837 + 360.98564736629 * (out.julian_day - 2451545) +
                                   centuries_ut * centuries_ut * (0.000387933 - centuries_ut / 38710000);
  out.sidereal_time_deg = within_turn(mean_sidereal_deg + nutation_now.longitude_deg * std::cos(obliquity));
  out.right_ascension_deg =
      within_turn(std::atan2(std::sin(longitude) * std::cos(obliquity) - std::tan(latitude) * std::sin(obliquity),
                             std::cos(longitude)) / kDegree);
  out.declination_deg = std::asin(std::sin(latitude) * std::cos(obliquity) +
                                  std::cos(latitude) * std::sin(obliquity) * std::sin(longitude)) / kDegree;
  return out;
}

double delta_t_at(twin::Instant instant) {
  struct Known {
    double year, seconds;
  };
  // International Earth Rotation Service and the Astronomical Almanac, rounded to 0.1 s.
  constexpr std::array kKnown{Known{1900, -2.8}, Known{1910, 10.4}, Known{1920, 21.2}, Known{1930, 24.0}, Known{1940, 24.3},
                              Known{1950, 29.1}, Known{1960, 33.2}, Known{1970, 40.2}, Known{1980, 50.5}, Known{1990, 56.9},
                              Known{2000, 63.8}, Known{2005, 64.7}, Known{2010, 66.1}, Known{2015, 67.6}, Known{2020, 69.4},
                              Known{2025, 69.1}};
  const double year = 1970 + static_cast<double>(instant.time_since_epoch().count()) / 1e6 / 86400 / 365.2425;
  if (year <= kKnown.front().year) return kKnown.front().seconds;
  for (std::size_t i = 1; i < kKnown.size(); ++i) {
    const Known &a = kKnown[i - 1], &b = kKnown[i];
    if (year <= b.year) return a.seconds + (b.seconds - a.seconds) * (year - a.year) / (b.year - a.year);
  }
  return kKnown.back().seconds;
}

}  // namespace sim
