#pragma once

#include <optional>
#include <string>

#include "geo/crs/crs.hpp"
#include "twin_core/base/position.hpp"
#include "twin_core/base/result.hpp"

namespace sim {

/// A place of the working frame on the globe. Grid azimuth = true azimuth - convergence.
struct SunPlace {
  double latitude_deg = 0, longitude_deg = 0;
  double convergence_deg = 0;  ///< from true north clockwise to grid north: -1.79 in EPSG:3067 at Helsinki
};

/// Where a metric frame lies on the globe. Immutable, shared between threads.
class SunFrame {
 public:
  /// Errors: those of `geo::find_crs`, `crs-not-accepted` (degrees).
  static twin::Result<SunFrame> of_crs(const std::string& name);
  /// A frame on no map, whose north is true north: all of it is taken to lie at one place.
  static SunFrame local(double latitude_deg, double longitude_deg);

  /// Latitude NaN where the projection has no answer. Within 1e-5 degrees.
  SunPlace at(const twin::PlanPosition& position) const;
  /// False outside the frame's area of use; a local frame has none.
  bool contains(const twin::PlanPosition& position) const;
  std::string name() const;  ///< "EPSG:3879" or "local"

 private:
  std::optional<geo::SceneFrame> globe_;
  std::optional<geo::Crs> crs_;
  SunPlace place_;
};

}  // namespace sim
