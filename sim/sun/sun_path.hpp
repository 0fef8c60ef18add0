#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "sim/sun/solar_position.hpp"
#include "sim/sun/sun_frame.hpp"

namespace sim {

/// A step of a run; the sun stands still in it, where it is at its middle.
struct SunStep {
  twin::Instant middle;
  std::chrono::microseconds length{0};
  bool first = false;  ///< of its period: nothing is known of the step before
};

using SunPeriod = std::pair<twin::Instant, twin::Instant>;  ///< from, to

/// Steps of all periods in turn; the last step of a period is shorter where the step does not divide it.
std::vector<SunStep> steps_of(std::span<const SunPeriod> periods, std::chrono::microseconds step);

struct Air {
  double pressure_hpa = 1013.25, temperature_c = 10;
};

/// Towards the sun in one step: a unit vector of the working frame, turned to grid north.
struct SunDirection {
  std::uint32_t step = 0;
  twin::Offset<twin::Working> towards;
  double azimuth_deg = 0;    ///< from grid north
  double elevation_deg = 0;  ///< apparent, > 0
  /// Shares of the way from the middle of the step before, and to that of the step after, on which the sun is up.
  float risen = 1, sets = 1;
};

/// Steps with the centre of the disc above the horizon, apparent.
using SunPath = std::vector<SunDirection>;

/// The sun over a twin for the steps of a run. Immutable, shared between threads.
class SunSky {
 public:
  SunSky(SunFrame frame, std::vector<SunStep> steps, Air air);

  /// As seen anywhere within a square of 250 m (they hang on the frame): from its middle, 180 m away at most, which is 0.8 s of
  /// the sun's way. A local frame has one square.
  struct Square {
    std::int64_t column = 0, row = 0;
    auto operator<=>(const Square&) const = default;
  };
  Square square_of(const twin::PlanPosition& position) const;
  SunPath path_over(const Square& square) const;

  const SunFrame& frame() const { return frame_; }
  const std::vector<SunStep>& steps() const { return steps_; }
  std::chrono::microseconds longest_step() const { return longest_step_; }

 private:
  SunFrame frame_;
  /// Where the sun of a step stands over the equator's plane and the meridian of Greenwich.
  struct Stand {
    double sin_declination, cos_declination, sin_hour_angle, cos_hour_angle, sin_parallax;
  };
  std::vector<SunStep> steps_;
  std::vector<Stand> stands_;
  std::chrono::microseconds longest_step_{0};
  Air air_;
};

}  // namespace sim
