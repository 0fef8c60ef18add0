#pragma once

namespace sim {

/// Power on a plane, W/m2.
struct Irradiance {
  double beam_normal = 0;    ///< on a plane that faces the sun
  double diffuse_level = 0;  ///< of the sky, on a level plane
  double global_level = 0;
};

/// Solar constant, W/m2 (Kopp & Lean 2011).
inline constexpr double kSolarConstant = 1361;

/// A sky without clouds.
///
/// @param elevation_deg  apparent elevation of the sun; at or below 0 all is 0
/// @param distance_au    of the sun
/// @param altitude_m     above sea level, [-500, 9000]
/// @param linke_turbidity  at air mass 2, [1, 10]: 2 very clear and cold, 3 clear, 5 hazy
/// @source Ineichen & Perez 2002, "A new airmass independent formulation for the Linke turbidity coefficient", Solar Energy 73,
///         equations 8 to 10, without the factor exp(0.01 AM^1.8), which near the horizon passes all light; air mass of Kasten & Young 1989. 5 % against stations at the right turbidity.
/// Holds (tested): nothing below 0; beam falls with turbidity; global = diffuse + beam · sin e.
Irradiance clear_sky(double elevation_deg, double distance_au, double altitude_m, double linke_turbidity);

/// Energy that reaches a level plane outside the atmosphere in a day, MJ/m2.
/// @source Allen et al. 1998 (FAO-56), equations 21 to 25
double extraterrestrial_mj_m2(double latitude_deg, int day_of_year);
double daylight_h(double latitude_deg, int day_of_year);  ///< equation 34

}  // namespace sim
