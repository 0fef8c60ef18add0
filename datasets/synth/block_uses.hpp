#pragma once

#include "datasets/synth/district.hpp"

namespace datasets {

/// What a district is like: the town at 0, 0; dense around it and in centres of its own further out; houses,
/// forests and industry at the edge.
Character character_of(std::uint64_t seed, int east, int north);

/// Says what stands in every block that is not taken by the shore.
void give_uses(District& district);

}  // namespace datasets
