#include "sim/massing/pareto.hpp"

namespace sim {
namespace {

bool at_least_as_good(const Merits& a, const Merits& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] < b[i]) return false;
  }
  return true;
}

}  // namespace

std::vector<std::size_t> undominated(std::span<const Merits> options) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < options.size(); ++i) {
    bool beaten = false;
    for (std::size_t j = 0; j < options.size() && !beaten; ++j) {
      if (i == j || !at_least_as_good(options[j], options[i])) continue;
      beaten = options[j] != options[i] || j < i;
    }
    if (!beaten) out.push_back(i);
  }
  return out;
}

}  // namespace sim
