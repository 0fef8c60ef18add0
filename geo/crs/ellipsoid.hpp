#pragma once

#include "twin_core/base/position.hpp"

namespace geo {

/// WGS 84 ellipsoid (NIMA TR8350.2, table 3.1), the one 3D Tiles are drawn on. GRS 80 differs from
/// it by 0.1 mm in the polar axis.
inline constexpr double kSemiMajorAxis_m = 6'378'137.0;
inline constexpr double kInverseFlattening = 298.257223563;

/// Geodetic to earth-centred, exact.
twin::EcefPosition ecef_of(const twin::GeographicPosition& position);

/// The inverse, to 1e-9 m for heights within 100 km of the surface.
/// @source Bowring 1985, "The accuracy of geodetic latitude and height equations", iterated once more
twin::GeographicPosition geographic_of(const twin::EcefPosition& position);

/// Rows: unit vectors east, north and up at a position, in earth-centred axes.
Eigen::Matrix3d east_north_up_at(double longitude_deg, double latitude_deg);

}  // namespace geo
