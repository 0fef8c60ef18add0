#include "sim/massing/trials.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "twin_core/base/random_stream.hpp"

namespace sim {
namespace {

/// Of the longest edge, clockwise from grid north, 0 to 180.
double longest_direction(const twin::PlanRing& ring) {
  double longest = 0, direction = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto &a = ring[i], &b = ring[(i + 1) % ring.size()];
    const double east = b.east - a.east, north = b.north - a.north, length = std::hypot(east, north);
    if (length <= longest) continue;
    longest = length;
    direction = std::fmod(std::atan2(east, north) * 180 / std::numbers::pi + 360, 180);
  }
  return direction;
}

std::set<int> storey_limits(const MassingKind& kind, int storeys) {
  const int most = std::min(storeys, kind.storeys_max);
  std::set<int> out;
  for (const double share : {0.75, 0.5}) {
    if (const int limit = static_cast<int>(std::ceil(share * most)); limit < most && limit > 0) out.insert(limit);
  }
  return out;
}

/// Shapes of one kind beside the kind as it is: directions and gaps of lines, depth of a perimeter block.
std::vector<Trial> shapes_of(const MassingKind& kind, double longest_deg) {
  std::vector<Trial> out;
  if (kind.courtyard_min_m > 0) {
    Trial thin{kind, {}};
    thin.kind.depth_m = kind.depth_min_m;
    if (kind.depth_min_m < kind.depth_m) out.push_back(thin);
    return out;
  }
  for (const double turn : {0.0, 90.0}) {
    for (const double gap : {1.0, 1.5}) {
      Trial one{kind, std::fmod(longest_deg + turn, 180)};
      one.kind.gap_across_m *= gap;
      out.push_back(one);
    }
  }
  return out;
}

}  // namespace

std::vector<Trial> trials_of(const twin::PlanPolygon& unit, const std::vector<MassingKind>& kinds, int storeys, std::size_t most,
                             std::uint64_t seed) {
  const double longest_deg = longest_direction(unit.outer);
  std::vector<Trial> out, rest;
  for (const auto& kind : kinds) {
    out.push_back({kind, {}});
    auto shapes = shapes_of(kind, longest_deg);
    rest.insert(rest.end(), shapes.begin(), shapes.end());
    shapes.insert(shapes.begin(), out.back());
    for (const int limit : storey_limits(kind, storeys)) {
      for (Trial lower : shapes) {
        lower.kind.storeys_max = limit;
        rest.push_back(lower);
      }
    }
  }
  twin::RandomStream random(seed, "optimise", "trials");
  for (std::size_t i = rest.size(); i > 1; --i) std::swap(rest[i - 1], rest[random.below(i)]);
  for (const auto& one : rest) {
    if (out.size() >= most) break;
    out.push_back(one);
  }
  if (out.size() > most) out.resize(most);
  return out;
}

}  // namespace sim
