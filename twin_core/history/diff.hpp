#pragma once

#include <vector>

#include "twin_core/history/branch_state.hpp"

namespace twin {

struct FeatureDifference {
  FeatureNumber number = 0;
  EntityKind kind = EntityKind::kBuilding;
  std::string id;
  Digest in_a, in_b;  ///< nothing = absent there
};

/// Features that differ between two states of one twin, by feature number. Shared chunks are skipped.
std::vector<FeatureDifference> diff(const BranchState& a, const BranchState& b);

}  // namespace twin
