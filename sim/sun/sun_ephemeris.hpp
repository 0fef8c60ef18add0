#pragma once

#include "twin_core/base/instant.hpp"

namespace sim {

/// Where the sun stands as seen from the centre of the earth. Independent of the observer, so it is computed once for
/// many places. Degrees; distance in astronomical units.
struct SunEphemeris {
  double julian_day = 0;         ///< of the instant, UTC taken for UT1 (they differ by less than 0.9 s)
  double heliocentric_longitude_deg = 0, heliocentric_latitude_deg = 0;
  double distance_au = 0;
  double obliquity_deg = 0;      ///< true obliquity of the ecliptic
  double right_ascension_deg = 0, declination_deg = 0;
  double sidereal_time_deg = 0;  ///< apparent, at Greenwich
};

/// @param delta_t_s  terrestrial time less universal time, seconds
/// @source Reda & Andreas 2004, sections 3.1 to 3.9: ±0.0003° in the years -2000 to 6000
SunEphemeris sun_ephemeris(twin::Instant instant, double delta_t_s);

/// Terrestrial less universal time as observed, between its values every five to ten years, within 1.5 s from 1900 to 2030;
/// outside it stays at the nearest known value. 10 s of error move the sun by 0.0001°.
double delta_t_at(twin::Instant instant);

}  // namespace sim
