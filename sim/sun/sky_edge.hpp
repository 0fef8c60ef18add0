#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sim {

/// In one direction: up to where it is surely dark and from where on surely light, but for what is seen below an obstacle that floats.
struct SkyEdge {
  float hidden_deg = -90, free_deg = -90;
  std::uint32_t below = 0;  ///< number of a `SkyBelow`; 0: none
};

struct ElevationRange {
  float from_deg, to_deg;
};

/// Sky below the highest obstacle of a direction, from low to high.
struct SkyBelow {
  std::vector<ElevationRange> light;  ///< surely light, below `free_deg`
  std::vector<ElevationRange> open;   ///< not surely dark, below `hidden_deg`
};

/// One line of sight.
struct SkySample {
  float elevation_deg;
  bool cut;
};

/// Edges, and the sky below them.
class SkyEdges {
 public:
  /// Of lines from low to high; between two that agree it is taken to be as they say. What lies below the lowest one is as that says.
  SkyEdge edge_of(std::span<const SkySample> samples);

  /// Of all directions between two: light where both are, dark where both are, else unsure.
  SkyEdge either(const SkyEdge& a, const SkyEdge& b);

  const SkyBelow& below(const SkyEdge& edge) const { return below_[edge.below]; }

 private:
  SkyEdge keep(SkyEdge edge, SkyBelow below);

  std::vector<SkyBelow> below_ = std::vector<SkyBelow>(1);
};

}  // namespace sim
