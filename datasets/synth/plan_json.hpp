#pragma once

#include <cstdint>
#include <string>

namespace datasets {

/// Plan units of the first district in the simple plan form (type "kaksonen-plan", version 1).
struct SyntheticPlan {
  std::string json;
  std::uint64_t units = 0;
};
SyntheticPlan make_plan(std::uint64_t seed);

}  // namespace datasets
