#pragma once

#include "sim/massing/massing.hpp"
#include "sim/sun/receiver_inputs.hpp"
#include "sim/sun/sun_field.hpp"

namespace sim {

/// What a massing does to the sun.
struct TrialSun {
  std::optional<double> yard_h;             ///< mean sun hours of the plot's unbuilt part; none: all of it is built on
  double yard_bound_h = 0;                  ///< the truth lies within yard_h ± this
  double neighbours_lost_m2h = 0;           ///< lost hours times facade area, gains not counted against them
  double neighbours_bound_m2h = 0;
};

/// The sun around one plot, asked again for one massing after the other. What stood on the plot is not in the scene.
class TrialScene {
 public:
  /// @param yard        points on the plot's ground
  /// @param neighbours  points on facades around it, with the areas they stand for
  /// Error `run-cancelled`.
  static twin::Result<TrialScene> build(geo::EmbreeOcclusion scene, const SunSky& sky, SunMethod method, std::vector<Receiver> yard,
                                        const ReceiverSet& neighbours, Sink& sink);

  /// Puts the massing up, asks, and takes it down again. Errors: of `geo::prism`, `scene-failed`, `run-cancelled`.
  twin::Result<TrialSun> with(const Massing& massing, Sink& sink);

 private:
  TrialScene(geo::EmbreeOcclusion scene, SunField yard, SunField neighbours, std::vector<double> areas_m2)
      : scene_(std::move(scene)), yard_(std::move(yard)), neighbours_(std::move(neighbours)), areas_m2_(std::move(areas_m2)) {}

  geo::EmbreeOcclusion scene_;
  SunField yard_, neighbours_;  ///< without any massing
  std::vector<double> areas_m2_;
};

}  // namespace sim
