#include "sim/sun/sky_edge.hpp"

#include <algorithm>
#include <utility>

namespace sim {
namespace {

using Ranges = std::vector<ElevationRange>;

constexpr float kLowest_deg = -90, kNone_deg = 91, kTop_deg = 180;

Ranges with_top(const Ranges& below, float from_deg) {
  Ranges out = below;
  out.push_back({from_deg, kTop_deg});
  return out;
}

Ranges common(const Ranges& a, const Ranges& b) {
  Ranges out;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const ElevationRange both{std::max(a[i].from_deg, b[j].from_deg), std::min(a[i].to_deg, b[j].to_deg)};
    if (both.from_deg <= both.to_deg) out.push_back(both);
    ++(a[i].to_deg < b[j].to_deg ? i : j);
  }
  return out;
}

Ranges together(const Ranges& a, const Ranges& b) {
  Ranges all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end(), [](const auto& left, const auto& right) { return left.from_deg < right.from_deg; });
  Ranges out;
  for (const ElevationRange& range : all) {
    if (out.empty() || range.from_deg > out.back().to_deg) out.push_back(range);
    else out.back().to_deg = std::max(out.back().to_deg, range.to_deg);
  }
  return out;
}

}  // namespace

SkyEdge SkyEdges::keep(SkyEdge edge, SkyBelow below) {
  if (below.light.empty() && below.open.empty()) return edge;
  edge.below = static_cast<std::uint32_t>(below_.size());
  below_.push_back(std::move(below));
  return edge;
}

SkyEdge SkyEdges::edge_of(std::span<const SkySample> samples) {
  std::size_t above = samples.size();  // from here on all is light
  while (above > 0 && !samples[above - 1].cut) --above;
  SkyEdge out;
  out.hidden_deg = above == 0 ? kLowest_deg : samples[above - 1].elevation_deg;
  out.free_deg = above == samples.size() ? kNone_deg : samples[above].elevation_deg;
  SkyBelow below;
  for (std::size_t first = 0; first < above; ++first) {
    if (samples[first].cut) continue;
    std::size_t last = first;
    while (!samples[last + 1].cut) ++last;  // the one below `above` is cut
    below.light.push_back({first == 0 ? kLowest_deg : samples[first].elevation_deg, samples[last].elevation_deg});
    below.open.push_back({first == 0 ? kLowest_deg : samples[first - 1].elevation_deg, samples[last + 1].elevation_deg});
    first = last;
  }
  return keep(out, std::move(below));
}

SkyEdge SkyEdges::either(const SkyEdge& a, const SkyEdge& b) {
  if (a.below == 0 && b.below == 0) return {std::min(a.hidden_deg, b.hidden_deg), std::max(a.free_deg, b.free_deg), 0};
  SkyBelow out{common(with_top(below(a).light, a.free_deg), with_top(below(b).light, b.free_deg)),
               together(with_top(below(a).open, a.hidden_deg), with_top(below(b).open, b.hidden_deg))};
  const SkyEdge edge{out.open.back().from_deg, out.light.back().from_deg, 0};
  out.light.pop_back();
  out.open.pop_back();
  return keep(edge, std::move(out));
}

}  // namespace sim
