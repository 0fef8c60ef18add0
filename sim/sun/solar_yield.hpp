#pragma once

#include <functional>

#include "sim/sun/clear_sky.hpp"
#include "sim/sun/horizon.hpp"
#include "sim/sun/sky_view.hpp"

namespace sim {

/// Energy on a receiver over a run, Wh/m2.
struct ReceiverYield {
  double beam = 0, diffuse = 0, reflected = 0;
  double bound = 0;  ///< of the sum: unsure and changing steps, and the sky view factor's
  double total() const { return beam + diffuse + reflected; }
};

/// For each direction of a path the irradiance of its step times the step's length, Wh/m2.
struct SunEnergy {
  std::vector<Irradiance> of_direction;
  double global_level = 0, diffuse_level = 0;  ///< over the run
};

/// @param irradiance  of a step and the sun's apparent elevation in it
SunEnergy energy_along(const SunSky& sky, const SunPath& path, const std::function<Irradiance(const SunStep&, double elevation_deg)>& irradiance);

/// Beam where the sun is seen; the sky's light even over the sky, by the cosine-weighted view factor; the ground's reflection
/// albedo · global · (1 - cos slope) / 2.
/// @source Liu & Jordan 1963 (isotropic sky)
ReceiverYield solar_yield(const geo::Occlusion& occlusion, const SunPath& path, const SunEnergy& energy, const Horizon* horizon,
                          const SkyPattern& pattern, const Receiver& receiver, double albedo, std::uint64_t& rays);

}  // namespace sim
