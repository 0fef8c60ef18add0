#pragma once

#include <vector>

#include "sim/sun/sun_hours.hpp"

namespace sim {

enum class SkyWeighting {
  kCosine,      ///< what a surface receives of a sky of even brightness
  kUnweighted,  ///< share of the half-space above the surface
};

/// Directions of equal weight about the normal (0, 0, 1): rings by azimuth sectors, each direction in the middle of its own
/// piece of the half-space. Twice as many sectors as rings.
class SkyPattern {
 public:
  SkyPattern(std::size_t least_rays, SkyWeighting weighting);

  std::size_t size() const { return directions_.size(); }
  std::size_t rings() const { return rings_; }
  std::size_t sectors() const { return 2 * rings_; }
  SkyWeighting weighting() const { return weighting_; }
  /// Ring after ring from the normal outwards.
  const std::vector<Eigen::Vector3d>& directions() const { return directions_; }

 private:
  std::size_t rings_;
  SkyWeighting weighting_;
  std::vector<Eigen::Vector3d> directions_;
};

/// What a receiver sees of the sky.
struct ReceiverSky {
  double view_factor = 0;    ///< sky seen, of the half-space before the surface, weighted; what is below the horizon is no sky
  double bound = 0;          ///< of it: half a piece for every pair of neighbours that answer differently
  double overcast_share = 0; ///< light of a CIE overcast sky on the surface, of that on open level ground (Moon & Spencer 1942)
};

/// @param rays  grows by the lines asked
ReceiverSky look_at_sky(const geo::Occlusion& occlusion, const SkyPattern& pattern, const Receiver& receiver, std::uint64_t& rays);

}  // namespace sim
