#include "sim/run/nearest_word.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "twin_core/base/word_distance.hpp"

namespace sim {
std::optional<std::string_view> nearest_word(std::string_view word,
                                             std::span<const std::string_view> candidates) {
  constexpr std::size_t kLongest = 100;  // nothing that we know is longer
  if (word.size() > kLongest) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto candidate : candidates) {
    const auto distance = twin::word_distance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  if (const auto near = nearest_word(word, candidates)) return fmt::format("Did you mean {}?", *near);
  return fmt::format("Known are {}.", fmt::join(candidates, ", "));
}

}  // namespace sim
