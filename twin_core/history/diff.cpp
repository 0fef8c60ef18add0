#include "twin_core/history/diff.hpp"

#include <algorithm>

namespace twin {
std::vector<FeatureDifference> diff(const BranchState& a, const BranchState& b) {
  std::vector<FeatureDifference> out;
  const FeatureNumber limit = std::max(a.feature_limit(), b.feature_limit());
  for (std::size_t chunk = 0; chunk * BranchState::kChunk < limit; ++chunk) {
    if (a.shares_chunk(b, chunk)) continue;
    const auto first = static_cast<FeatureNumber>(chunk * BranchState::kChunk);
    for (FeatureNumber number = first; number < first + BranchState::kChunk; ++number) {
      const BranchState::Feature* in_a = a.feature(number);
      const BranchState::Feature* in_b = b.feature(number);
      const Digest value_a = in_a ? in_a->value : Digest{};
      const Digest value_b = in_b ? in_b->value : Digest{};
      if (value_a == value_b) continue;
      const BranchState::Feature& present = in_a ? *in_a : *in_b;
      out.push_back({number, present.kind, present.id(), value_a, value_b});
    }
  }
  return out;
}

}  // namespace twin
