#include "datasets/synth/layout.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace datasets {
namespace {

struct Place {
  int x, y;
};

/// The places of a square ring, the nearest to its middle first.
std::vector<Place> ring_of(int ring) {
  std::vector<Place> out;
  for (int y = -ring; y <= ring; ++y) {
    for (int x = -ring; x <= ring; ++x) {
      if (std::max(std::abs(x), std::abs(y)) == ring) {
        out.push_back({x, y});
      }
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](Place a, Place b) { return a.x * a.x + a.y * a.y < b.x * b.x + b.y * b.y; });
  return out;
}

}  // namespace

void Layout::for_each_district(const std::function<bool(const District&)>& visit) const {
  std::uint64_t serial = 0;
  for (int ring = 0;; ++ring) {
    for (Place place : ring_of(ring)) {
      const District district(seed_, place.x, place.y, serial);
      if (district.blocks.empty()) {
        continue;
      }
      ++serial;
      if (!visit(district)) {
        return;
      }
    }
  }
}

}  // namespace datasets
