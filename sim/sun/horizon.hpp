#pragma once

#include "sim/sun/sun_hours.hpp"

namespace sim {

/// Between which elevations the sun passes each direction of the compass over a path: one entry per direction of
/// `kHorizonStep_deg`, from grid north clockwise. Where the sun never is, low > high.
struct SunBand {
  struct Range {
    double low_deg = 91, high_deg = -1;
  };
  std::vector<Range> directions;
};

inline constexpr double kHorizonStep_deg = 2;     ///< between directions
inline constexpr double kHorizonFineness_deg = 0.5;  ///< of an elevation

SunBand band_of(const SunPath& path);

/// How high the obstacles around one receiver stand in each direction that the sun can have. Found with some three lines of
/// sight per direction, after which any date within the band is looked up without any.
///
/// Obstacles are taken to stand on the ground: what is below the horizon is hidden. Under a bridge or an overhang the
/// hours are therefore too few.
class Horizon {
 public:
  /// @param rays  grows by the lines asked
  static Horizon around(const geo::Occlusion& occlusion, const SunBand& band, const Receiver& receiver, std::uint64_t& rays);

  enum class Answer { kLit, kHidden, kUnsure };
  /// Unsure where the horizons of the two directions around differ, or within their fineness.
  Answer ask(double azimuth_deg, double elevation_deg) const;

 private:
  struct Edge {
    float hidden_deg = -90, free_deg = -90;  ///< up to, and from
  };
  std::vector<Edge> edges_;
};

/// Sun on one receiver by its horizon. Unsure steps count half; the bound has half of them, and half a step and 2 s for
/// every change.
ReceiverSun look_up_sun(const Horizon& horizon, const SunSky& sky, const SunPath& path, const Receiver& receiver);

}  // namespace sim
