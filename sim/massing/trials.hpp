#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/massing/massing.hpp"

namespace sim {

/// One way to lay buildings out.
struct Trial {
  MassingKind kind;
  std::optional<double> direction_deg;  ///< none: the best of the boundary's edges
};

/// Every kind as it is, with fewer storeys (three quarters and half of those that the plan lets it reach), turned along and
/// across the longest edge, with half as much more space between lines, and perimeter blocks at their least depth. The kinds as
/// they are come first; of the rest the seed draws what exceeds `most`.
/// @param storeys  that the plan lets a building reach
std::vector<Trial> trials_of(const twin::PlanPolygon& unit, const std::vector<MassingKind>& kinds, int storeys, std::size_t most,
                             std::uint64_t seed);

}  // namespace sim
