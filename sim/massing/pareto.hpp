#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace sim {

/// What options are compared by; more is better of each (what should be small is given with its sign turned).
using Merits = std::array<double, 3>;

/// Indices of the options that no other one beats: none is at least as good in everything and better in something. Of equal
/// ones the first stays. In order of the list.
std::vector<std::size_t> undominated(std::span<const Merits> options);

}  // namespace sim
