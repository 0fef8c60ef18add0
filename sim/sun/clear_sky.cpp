#include "sim/sun/clear_sky.hpp"

#include <algorithm>
#include <cmath>

#include "twin_core/base/units.hpp"

namespace sim {
namespace {

constexpr double kDegree = twin::kPi / 180;

struct DayGeometry {
  double inverse_distance, declination, sunset_angle;
};

DayGeometry geometry_of(double latitude_deg, int day_of_year) {
  const double angle = 2 * twin::kPi * day_of_year / 365;
  DayGeometry out{};
  out.inverse_distance = 1 + 0.033 * std::cos(angle);
  out.declination = 0.409 * std::sin(angle - 1.39);
  out.sunset_angle = std::acos(std::clamp(-std::tan(latitude_deg * kDegree) * std::tan(out.declination), -1.0, 1.0));
  return out;
}

}  // namespace

Irradiance clear_sky(double elevation_deg, double distance_au, double altitude_m, double linke_turbidity) {
  Irradiance out;
  if (!(elevation_deg > 0)) return out;
  const double sine = std::sin(elevation_deg * kDegree);
  const double outside = kSolarConstant / (distance_au * distance_au);
  const double relative_mass = 1 / (sine + 0.50572 * std::pow(elevation_deg + 6.07995, -1.6364));
  const double mass = relative_mass * std::exp(-altitude_m / 8434.5);
  const double fh1 = std::exp(-altitude_m / 8000), fh2 = std::exp(-altitude_m / 1250);
  const double cg1 = 5.09e-5 * altitude_m + 0.868, cg2 = 3.92e-5 * altitude_m + 0.0387;
  out.global_level = cg1 * outside * sine * std::exp(-cg2 * mass * (fh1 + fh2 * (linke_turbidity - 1)));
  const double b = 0.664 + 0.163 / fh1;
  const double by_turbidity = b * outside * std::exp(-0.09 * mass * (linke_turbidity - 1));
  const double by_global = out.global_level * (1 - (0.1 - 0.2 * std::exp(-linke_turbidity)) / (0.1 + 0.882 / fh1)) / sine;
  out.beam_normal = std::max(0.0, std::min(by_turbidity, by_global));
  out.diffuse_level = std::max(0.0, out.global_level - out.beam_normal * sine);
  return out;
}

double extraterrestrial_mj_m2(double latitude_deg, int day_of_year) {
  constexpr double kConstant = 0.0820;  // MJ/m2 min, as FAO-56 has it
  const DayGeometry day = geometry_of(latitude_deg, day_of_year);
  const double latitude = latitude_deg * kDegree;
  return 24 * 60 / twin::kPi * kConstant * day.inverse_distance *
         (day.sunset_angle * std::sin(latitude) * std::sin(day.declination) +
          std::cos(latitude) * std::cos(day.declination) * std::sin(day.sunset_angle));
}

double daylight_h(double latitude_deg, int day_of_year) { return 24 / twin::kPi * geometry_of(latitude_deg, day_of_year).sunset_angle; }

}  // namespace sim
