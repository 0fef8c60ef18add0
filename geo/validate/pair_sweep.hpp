#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace geo {

/// An axis-parallel rectangle in whatever plane the caller works in.
struct SweepBox {
  double low_x = 0, low_y = 0, high_x = 0, high_y = 0;
};

/// Calls `visit(i, j)` once for every pair of boxes that overlap or touch; stops when it answers
/// false. Takes at most `budget` comparisons, since a file may be made so that every box meets every
/// other one.
/// @returns  false when the budget ran out
template <class Visit>
bool for_overlapping_pairs(const std::vector<SweepBox>& boxes, std::size_t budget, Visit visit) {
  std::vector<std::size_t> order(boxes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return boxes[a].low_x < boxes[b].low_x; });
  for (std::size_t a = 0; a < order.size(); ++a) {
    const SweepBox& first = boxes[order[a]];
    for (std::size_t b = a + 1; b < order.size(); ++b) {
      const SweepBox& second = boxes[order[b]];
      if (second.low_x > first.high_x) break;
      if (budget-- == 0) return false;
      if (first.low_y > second.high_y || second.low_y > first.high_y) continue;
      if (!visit(order[a], order[b])) return true;
    }
  }
  return true;
}

/// Comparisons that one polygon or shell may take: some tenths of a second.
inline constexpr std::size_t kSweepBudget = 20'000'000;

}  // namespace geo
