#pragma once

#include <optional>

#include "twin_core/city/building.hpp"

namespace sim {

/// What the roof surfaces of a model tell that a plan may ask about.
struct RoofFacts {
  std::optional<double> steepest;  ///< rise per run of the steepest roof surface that is more than a detail
  std::optional<double> eaves_m;   ///< frame height where facade and roof meet; absent where the surfaces do not agree
};

/// From the surfaces of class RoofSurface of the finest level of detail that has any; details (under a twentieth of the
/// roof's area: dormers, chimneys) are left out. The eaves are the lowest points of the surfaces, where these lie within
/// `eaves_tolerance_m` of each other: a mansard or stepped roof has no one eaves height, and none is given.
RoofFacts roof_facts(const twin::BuildingShape& shape, double eaves_tolerance_m = 0.3);

}  // namespace sim
