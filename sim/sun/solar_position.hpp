#pragma once

#include <optional>
#include <utility>

#include "sim/sun/sun_ephemeris.hpp"

namespace sim {

/// Somebody who looks at the sun.
struct SunObserver {
  double latitude_deg = 0, longitude_deg = 0;  ///< north and east positive
  double elevation_m = 0;
  double pressure_hpa = 1013.25;  ///< 0: no refraction
  double temperature_c = 10;
};

/// Degrees; azimuth clockwise from true north in [0, 360).
struct SolarPosition {
  double zenith_deg = 0;     ///< topocentric, with refraction
  double elevation_deg = 0;  ///< 90 - zenith
  double azimuth_deg = 0;
  double refraction_deg = 0;
};

/// @source Reda & Andreas 2004, sections 3.10 to 3.14; refraction after its equation 42, which counts while the disc
///         touches the horizon (above -0.83° without refraction). ±0.0003° without refraction, whose own variation near
///         the horizon is larger.
SolarPosition solar_position(const SunEphemeris& sun, const SunObserver& observer);

/// Parts of the above. Sine of the sun's equatorial horizontal parallax (equation 33).
double sine_of_parallax(double distance_au);
/// Distances of an observer from the earth's axis and from the plane of the equator, in radii of the equator (equations 34 to 36);
/// latitude in radians.
std::pair<double, double> observer_on_ellipsoid(double latitude, double elevation_m = 0);
/// By which air lifts what stands at `bare_deg` (equation 42); 0 where the disc is wholly below the horizon.
double refraction_deg(double bare_deg, double pressure_hpa, double temperature_c);

/// Angle between the sun and the normal of a surface.
/// @param slope_deg     from the horizontal plane
/// @param rotation_deg  of the normal's direction from south, west positive (equation 47)
double incidence_deg(const SolarPosition& sun, double slope_deg, double rotation_deg);

enum class DayKind { kSunrise, kPolarDay, kPolarNight };

/// The sun's rising, highest stand and setting within a span of time, to 0.1 s of the algorithm: the centre of the disc
/// at -0.8333° (radius of the disc and refraction at the horizon), as seen from the centre of the earth.
struct SunTimes {
  DayKind kind = DayKind::kSunrise;
  std::optional<twin::Instant> sunrise, transit, sunset;
  double transit_elevation_deg = 0;  ///< geocentric, without refraction
};

/// @param start  of a span of 24 h, e.g. local midnight
/// @source Reda & Andreas 2004, appendix A.2 defines the times; here they are zeros of the elevation itself instead of
///         one step of interpolation, so they also hold where days are very long or short.
/// The first rising, and the first setting after it, else the first setting at all.
SunTimes sun_times(twin::Instant start, const SunObserver& observer, double delta_t_s);

}  // namespace sim
