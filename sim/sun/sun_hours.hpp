#pragma once

#include <Eigen/Core>
#include <span>

#include "geo/rays/occlusion.hpp"
#include "sim/sun/sun_path.hpp"

namespace sim {

/// A small piece of a surface that may be in the sun.
struct Receiver {
  twin::WorkingPosition at;
  Eigen::Vector3d normal{0, 0, 1};  ///< unit vector; the side that counts
};

/// Lines of sight start this far in front of the surface, so that it does not shade itself by rounding.
inline constexpr double kLift_m = 0.005;

/// Where the receiver's lines of sight start.
twin::WorkingPosition lifted(const Receiver& receiver);

/// What a run says of one receiver.
struct ReceiverSun {
  std::chrono::microseconds lit{0};
  std::chrono::microseconds bound{0};  ///< the truth lies within lit ± bound
  bool operator==(const ReceiverSun&) const = default;
};

/// Sun on one receiver by a line of sight to every step's sun.
///
/// Lit is a step whose sun, at its middle and the centre of the disc, stands above the horizon, before the surface, and
/// behind no obstacle. The bound is half a step and 2 s for every change from one step to the next, and one step for a
/// shadow or a ray of sun that comes and goes between two middles.
/// @param path  over the receiver's square
/// @param rays  grows by the lines asked
ReceiverSun trace_sun(const geo::Occlusion& occlusion, const SunSky& sky, const SunPath& path, const Receiver& receiver,
                      std::uint64_t& rays);

/// True where one of the receiver's lines of sight crosses a box: only then can what is in the box matter to it.
bool can_reach(const SunPath& path, const Receiver& receiver, std::span<const twin::Box> boxes);

}  // namespace sim
