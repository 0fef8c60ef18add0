#pragma once

#include <utility>

#include "sim/sun/box_view.hpp"
#include "sim/sun/sky_edge.hpp"
#include "sim/sun/sun_hours.hpp"
#include "sim/sun/sun_way.hpp"

namespace sim {

/// Between which elevations the sun passes each direction of the compass over a path: one entry per direction of
/// `kHorizonStep_deg`, from grid north clockwise, the sun's way between two steps and down to the horizon counted in. Where the sun
/// never is, low > high.
/// Directions are turned by `kHorizonTurn_deg`.
struct SunBand {
  struct Range {
    double low_deg = 91, high_deg = -1;
  };
  std::vector<Range> directions;
};

inline constexpr double kHorizonStep_deg = 2;        ///< between directions
/// From grid north to the first direction: walls along the axes of the grid, and receivers in line with them, are common, and a line of
/// sight along a wall is answered by rounding.
inline constexpr double kHorizonTurn_deg = 0.13;
inline constexpr double kHorizonFineness_deg = 0.5;  ///< of an elevation, and of a direction where the horizon jumps

SunBand band_of(std::span<const SunWay> ways);

/// The directions between which a box lies, by their numbers, which are taken modulo their count.
std::pair<int, int> directions_towards(const BoxView& box);

/// False where what is in the boxes cuts none of the lines of sight that `Horizon::around` asks.
bool can_reach(const SunBand& band, const Receiver& receiver, std::span<const twin::Box> boxes);

/// How high the obstacles around one receiver stand in each direction that the sun can have. Found with some three lines of
/// sight per direction, and some more between two directions where it jumps, after which any date within the band is looked up
/// without any.
///
/// Between two directions the horizon is taken to lie between theirs: what rises narrower than 2° from a lower horizon may be missed.
/// What stands on the ground hides all below its top. Where `Occlusion::for_each_raised` tells of more, every elevation up to its
/// foot is asked in steps of `kHorizonFineness_deg`, and the sky below it counts as it is; a gap lower than a step may be missed.
class Horizon {
 public:
  /// @param rays  grows by the lines asked
  static Horizon around(const geo::Occlusion& occlusion, const SunBand& band, const Receiver& receiver, std::uint64_t& rays);

  enum class Answer { kLit, kHidden, kUnsure };
  Answer ask(double azimuth_deg, double elevation_deg) const;

  /// Within half a degree of azimuth, from `kHorizonTurn_deg` on.
  using Edge = SkyEdge;
  static constexpr std::size_t kParts = static_cast<std::size_t>(360 / kHorizonFineness_deg);
  const Edge& part(std::size_t number) const { return parts_[number]; }
  const SkyBelow& below(const Edge& edge) const { return edges_.below(edge); }

 private:
  SkyEdges edges_;
  std::vector<Edge> parts_ = std::vector<Edge>(kParts);
};

/// Sun on one receiver by its horizon, as the sun goes evenly from step to step. What is unsure counts half, and the bound has the
/// other half. Where something changes between two middles it has besides what the even way errs by (18 s at most in steps of 10 min up to
/// 53° of elevation), and 2 s; and one step for what comes and goes unseen.
/// @param ways  of the path over the receiver's square
ReceiverSun look_up_sun(const Horizon& horizon, const SunSky& sky, std::span<const SunWay> ways, const Receiver& receiver);

}  // namespace sim
