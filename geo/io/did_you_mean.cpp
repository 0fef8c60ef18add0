#include "geo/io/did_you_mean.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "twin_core/base/word_distance.hpp"

namespace geo {
std::string_view nearest_of(std::string_view found, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t least = std::min<std::size_t>(found.size(), 64) / 3 + 1;
  for (const auto candidate : candidates) {
    if (found.size() > 64) break;
    const auto wrong = twin::word_distance(found, candidate);
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
