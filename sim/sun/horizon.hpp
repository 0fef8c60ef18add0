#pragma once

#include "sim/sun/sun_hours.hpp"
#include "sim/sun/sun_way.hpp"

namespace sim {

/// Between which elevations the sun passes each direction of the compass over a path: one entry per direction of
/// `kHorizonStep_deg`, from grid north clockwise, the sun's way between two steps and down to the horizon counted in. Where the sun
/// never is, low > high.
struct SunBand {
  struct Range {
    double low_deg = 91, high_deg = -1;
  };
  std::vector<Range> directions;
};

inline constexpr double kHorizonStep_deg = 2;        ///< between directions
inline constexpr double kHorizonFineness_deg = 0.5;  ///< of an elevation, and of a direction where the horizon jumps

SunBand band_of(std::span<const SunWay> ways);

/// How high the obstacles around one receiver stand in each direction that the sun can have. Found with some three lines of
/// sight per direction, and some more between two directions where it jumps, after which any date within the band is looked up
/// without any.
///
/// Between two directions the horizon is taken to lie between theirs: what rises narrower than 2° from a lower horizon may be missed.
/// Obstacles are taken to stand on the ground: what is below the horizon is hidden. Under a bridge or an overhang the
/// hours are therefore too few.
class Horizon {
 public:
  /// @param rays  grows by the lines asked
  static Horizon around(const geo::Occlusion& occlusion, const SunBand& band, const Receiver& receiver, std::uint64_t& rays);

  enum class Answer { kLit, kHidden, kUnsure };
  Answer ask(double azimuth_deg, double elevation_deg) const;

  /// Up to where it is surely dark and from where on surely light, within half a degree of azimuth.
  struct Edge {
    float hidden_deg = -90, free_deg = -90;
  };
  static constexpr std::size_t kParts = static_cast<std::size_t>(360 / kHorizonFineness_deg);
  const Edge& part(std::size_t number) const { return parts_[number]; }

 private:
  std::vector<Edge> parts_ = std::vector<Edge>(kParts);
};

/// Sun on one receiver by its horizon, as the sun goes evenly from step to step. What is unsure counts half, and the bound has the
/// other half. Where something changes between two middles it has besides what the even way errs by (18 s at most in steps of 10 min up to
/// 53° of elevation), and 2 s; and one step for what comes and goes unseen.
/// @param ways  of the path over the receiver's square
ReceiverSun look_up_sun(const Horizon& horizon, const SunSky& sky, std::span<const SunWay> ways, const Receiver& receiver);

}  // namespace sim
