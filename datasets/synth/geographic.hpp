#pragma once

#include <string>

#include "datasets/synth/site.hpp"

namespace datasets {

/// Degrees of ETRS89 (WGS 84 to half a metre), as OSM and GeoJSON want them.
struct Geographic {
  double longitude = 0, latitude = 0;
};

/// Polynomials in easting and northing about the middle of the town, fitted to PROJ's EPSG:3879 -> EPSG:4258 at
/// 121 places: within 6e-9 degrees (0.6 mm) up to 40 km away. Polynomials, because sines and PROJ differ in the
/// last bits from one machine to the next.
Geographic geographic_of(Corner corner);

/// Appends degrees with seven decimals: a centimetre.
void append_degrees(std::string& out, double degrees);

}  // namespace datasets
