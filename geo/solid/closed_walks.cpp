#include "geo/solid/closed_walks.hpp"

namespace geo {

std::vector<std::vector<std::uint32_t>> closed_walks(std::multimap<std::uint32_t, std::uint32_t> next) {
  std::vector<std::vector<std::uint32_t>> out;
  while (!next.empty()) {
    const auto start = next.begin()->first;
    auto& ring = out.emplace_back();
    auto node = start;
    do {
      const auto step = next.find(node);
      if (step == next.end()) break;
      ring.push_back(node);
      node = step->second;
      next.erase(step);
    } while (node != start);
  }
  return out;
}

}  // namespace geo
