#pragma once

#include <cstdint>

#include "datasets/synth/plane.hpp"

namespace datasets {

/// The shape that streets and the sea follow: a straight drawing board bent into hills, bays and islands.
class LieOfLand {
 public:
  explicit LieOfLand(std::uint64_t seed) : seed_(seed) {}

  /// Where a spot of the drawing board comes to lie. Smooth, and one to one.
  Spot bent(Spot board) const;

  /// About how many metres a place is from the shore; negative in the sea.
  double from_shore(Spot place) const;

 private:
  std::uint64_t seed_;
};

}  // namespace datasets
