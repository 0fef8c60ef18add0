#include "geo/crs/ellipsoid.hpp"

#include <cmath>

namespace geo {
namespace {

constexpr double kRadiansPerDegree = M_PI / 180;
constexpr double kFlattening = 1 / kInverseFlattening;
constexpr double kEccentricity2 = kFlattening * (2 - kFlattening);
constexpr double kSemiMinorAxis_m = kSemiMajorAxis_m * (1 - kFlattening);
constexpr double kSecondEccentricity2 = kEccentricity2 / (1 - kEccentricity2);

}  // namespace

twin::EcefPosition ecef_of(const twin::GeographicPosition& position) {
  const double latitude = position.latitude_deg * kRadiansPerDegree;
  const double longitude = position.longitude_deg * kRadiansPerDegree;
  const double s = std::sin(latitude), c = std::cos(latitude);
  const double normal = kSemiMajorAxis_m / std::sqrt(1 - kEccentricity2 * s * s);
  const double r = (normal + position.ellipsoidal_height_m) * c;
  return {r * std::cos(longitude), r * std::sin(longitude),
          (normal * (1 - kEccentricity2) + position.ellipsoidal_height_m) * s};
}

twin::GeographicPosition geographic_of(const twin::EcefPosition& position) {
  const double p = std::hypot(position.east, position.north), z = position.up;
  double reduced = std::atan2(z * kSemiMajorAxis_m, p * kSemiMinorAxis_m);
  double latitude = 0;
  for (int i = 0; i < 3; ++i) {
    const double s = std::sin(reduced), c = std::cos(reduced);
    latitude = std::atan2(z + kSecondEccentricity2 * kSemiMinorAxis_m * s * s * s,
                          p - kEccentricity2 * kSemiMajorAxis_m * c * c * c);
    reduced = std::atan2((1 - kFlattening) * std::sin(latitude), std::cos(latitude));
  }
  const double s = std::sin(latitude), c = std::cos(latitude);
  const double height = p * c + z * s - kSemiMajorAxis_m * std::sqrt(1 - kEccentricity2 * s * s);
  return {std::atan2(position.north, position.east) / kRadiansPerDegree, latitude / kRadiansPerDegree,
          height};
}

Eigen::Matrix3d east_north_up_at(double longitude_deg, double latitude_deg) {
  const double sl = std::sin(longitude_deg * kRadiansPerDegree),
               cl = std::cos(longitude_deg * kRadiansPerDegree);
  const double sp = std::sin(latitude_deg * kRadiansPerDegree),
               cp = std::cos(latitude_deg * kRadiansPerDegree);
  Eigen::Matrix3d rows;
  rows << -sl, cl, 0,          //
      -sp * cl, -sp * sl, cp,  //
      cp * cl, cp * sl, sp;
  return rows;
}

}  // namespace geo
