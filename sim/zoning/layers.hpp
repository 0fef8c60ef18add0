#pragma once

#include <string>
#include <vector>

#include "twin_core/city/plan_unit.hpp"

namespace sim {

/// A zone type or an overlay type: regulations that many units share.
struct ZoningLayer {
  std::string label;
  std::vector<twin::Regulation> regulations;
};

/// Where a regulation that counts came from: "zone …", "overlay …" or "unit".
struct AppliedRegulation {
  std::string type;
  std::string from;
};

struct LayeredRegulations {
  std::vector<twin::Regulation> regulations;
  std::vector<AppliedRegulation> applied;  ///< one per regulation
};

/// What holds for a unit: overlays override zone types, the unit's own regulations beat both, and of several overlays
/// the later one. A layer replaces what lower layers say of the same matter: the same type, meant for the same use and
/// for the same edges by orientation and adjacency.
LayeredRegulations layered(const std::vector<ZoningLayer>& zones, const std::vector<ZoningLayer>& overlays,
                           const std::vector<twin::Regulation>& unit);

}  // namespace sim
