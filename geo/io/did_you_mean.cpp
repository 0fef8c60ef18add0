#include "geo/io/did_you_mean.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace geo {
namespace {

/// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto replaced = diagonal + (a[i] == b[j] ? 0u : 1u);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_of(std::string_view found, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t least = std::min<std::size_t>(found.size(), 64) / 3 + 1;
  for (const auto candidate : candidates) {
    if (found.size() > 64) break;
    const auto wrong = distance(found, candidate);
    if (wrong < least) {
      least = wrong;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view found, std::span<const std::string_view> candidates) {
  if (const auto best = nearest_of(found, candidates); !best.empty())
    return fmt::format("did you mean {}?", best);
  return fmt::format("known are {}", fmt::join(candidates, ", "));
}

}  // namespace geo
