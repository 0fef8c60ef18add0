#include "sim/sun/horizon.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "twin_core/base/units.hpp"

namespace sim {
namespace {

constexpr std::size_t kDirections = static_cast<std::size_t>(360 / kHorizonStep_deg);
constexpr std::size_t kLanes = 8;

/// With the azimuth from the first direction on.
twin::Offset<twin::Working> direction_of(double azimuth_deg, double elevation_deg) {
  const double azimuth = (azimuth_deg + kHorizonTurn_deg) * twin::kPi / 180, elevation = elevation_deg * twin::kPi / 180;
  return {std::sin(azimuth) * std::cos(elevation), std::cos(azimuth) * std::cos(elevation), std::sin(elevation)};
}

/// Finds, direction after direction, the lowest free of the elevations low + k · fineness. Starts where the neighbour's
/// was: most neighbours agree, and two lines confirm it.
class Lane {
 public:
  Lane(const SunBand& band, std::size_t from, std::size_t to) : band_(&band), at_(from), end_(to) {}

  /// Goes to the next direction that the sun has; false: none left.
  bool start(std::size_t& direction) {
    while (at_ < end_ && band_->directions[at_].low_deg > band_->directions[at_].high_deg) ++at_;
    if (at_ >= end_) return false;
    direction = at_;
    const auto& range = band_->directions[at_];
    last_ = static_cast<int>(std::ceil((range.high_deg - range.low_deg) / kHorizonFineness_deg));
    hidden_ = -1;
    free_ = last_ + 1;
    probe_ = std::clamp(static_cast<int>(std::lround((guess_deg_ - range.low_deg) / kHorizonFineness_deg)), 0, last_);
    stride_ = 1;
    return true;
  }
  double probe_deg() const { return level_deg(probe_); }

  /// Takes the answer to the probe; true when the edge of this direction is known.
  bool take(bool cut) {
    (cut ? hidden_ : free_) = probe_;
    if (free_ - hidden_ == 1) {
      guess_deg_ = level_deg(std::min(free_, last_));
      return true;
    }
    const bool open_above = free_ > last_, open_below = hidden_ < 0;
    if (cut && open_above && stride_ < last_) {
      probe_ = std::min(hidden_ + stride_, last_);
      stride_ *= 3;
    } else if (!cut && open_below && stride_ < last_) {
      probe_ = std::max(free_ - stride_, 0);
      stride_ *= 3;
    } else {
      probe_ = std::clamp((hidden_ + free_) / 2, hidden_ + 1, std::min(free_ - 1, last_));
    }
    return false;
  }
  std::pair<float, float> edge() const {
    return {hidden_ < 0 ? -90.0F : static_cast<float>(level_deg(hidden_)), free_ > last_ ? 91.0F : static_cast<float>(level_deg(free_))};
  }
  void next() { ++at_; }
  double azimuth_deg() const { return static_cast<double>(at_) * kHorizonStep_deg; }

 private:
  double level_deg(int level) const { return band_->directions[at_].low_deg + level * kHorizonFineness_deg; }

  const SunBand* band_;
  std::size_t at_, end_;
  int hidden_ = -1, free_ = 0, last_ = 0, probe_ = 0, stride_ = 1;
  double guess_deg_ = 0;
};

}  // namespace

SunBand band_of(std::span<const SunWay> ways) {
  SunBand out;
  out.directions.resize(kDirections);
  for (const SunWay& way : ways) {
    const auto [low, high] = std::minmax(way.from_elevation_deg, way.to_elevation_deg);
    const auto [first, last] = std::minmax(way.from_azimuth_deg, way.to_azimuth_deg);
    const int start = static_cast<int>(std::floor((first - kHorizonTurn_deg) / kHorizonStep_deg));
    const int end = static_cast<int>(std::floor((last - kHorizonTurn_deg) / kHorizonStep_deg)) + 1;
    for (int direction = start; direction <= end; ++direction) {
      auto& range = out.directions[static_cast<std::size_t>(direction + 2 * static_cast<int>(kDirections)) % kDirections];
      range.low_deg = std::min(range.low_deg, low);
      range.high_deg = std::max(range.high_deg, high);
    }
  }
  return out;
}

namespace {

using Edge = SkyEdge;

constexpr std::size_t kPartsPerStep = static_cast<std::size_t>(kHorizonStep_deg / kHorizonFineness_deg);
constexpr double kJump_deg = 3;        ///< of the horizon between two directions: another is asked between
constexpr std::size_t kMostJumps = 6;  ///< that are looked into at a time, the highest

/// Between two directions that were asked.
struct Span {
  std::size_t first = 0, parts = 0;  ///< from the first part on
  Edge left, right;
  double jump_deg = 0;
};

double middle_deg(const Span& span) { return (static_cast<double>(span.first) + static_cast<double>(span.parts) / 2) * kHorizonFineness_deg; }

std::pair<Edge, Edge> low_and_high(const Span& span) {
  return span.left.free_deg < span.right.free_deg ? std::pair(span.left, span.right) : std::pair(span.right, span.left);
}

/// Directions behind the surface are not asked: a look-up there is never made.
SunBand before_surface(const SunBand& band, const Receiver& receiver) {
  SunBand out = band;
  for (std::size_t i = 0; i < kDirections; ++i) {
    auto& range = out.directions[i];
    const double azimuth = static_cast<double>(i) * kHorizonStep_deg;
    bool faces = false;
    for (const double aside : {-kHorizonStep_deg, 0.0, kHorizonStep_deg}) {
      for (const double elevation : {range.low_deg, range.high_deg}) {
        faces = faces || receiver.normal.dot(direction_of(azimuth + aside, elevation).vector()) > 0;
      }
    }
    if (!faces) range = {};
  }
  return out;
}

/// The highest hidden and the lowest free elevation above each range's low end, for which what lies below the horizon is hidden.
std::vector<std::pair<float, float>> tops_around(const geo::Occlusion& occlusion, const SunBand& seen, const twin::WorkingPosition& from,
                                                 std::uint64_t& rays) {
  std::vector<std::pair<float, float>> out(kDirections, {-90.0F, -90.0F});
  std::vector<Lane> lanes;
  std::array<std::size_t, kLanes> direction{};
  std::array<bool, kLanes> running{};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    lanes.emplace_back(seen, kDirections * lane / kLanes, kDirections * (lane + 1) / kLanes);
    running[lane] = lanes[lane].start(direction[lane]);
  }
  std::array<twin::Offset<twin::Working>, kLanes> bundle;
  std::array<std::uint8_t, kLanes> cut{};
  std::array<std::size_t, kLanes> lane_of{};
  for (;;) {
    std::size_t count = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (!running[lane]) continue;
      bundle[count] = direction_of(lanes[lane].azimuth_deg(), lanes[lane].probe_deg());
      lane_of[count++] = lane;
    }
    if (count == 0) break;
    occlusion.ask_from(from, std::span(bundle).first(count), std::span(cut).first(count));
    rays += count;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t lane = lane_of[i];
      if (!lanes[lane].take(cut[i] != 0)) continue;
      out[direction[lane]] = lanes[lane].edge();
      lanes[lane].next();
      running[lane] = lanes[lane].start(direction[lane]);
    }
  }
  return out;
}

std::size_t index_of(int direction) {
  constexpr auto kCount = static_cast<int>(kDirections);
  return static_cast<std::size_t>(((direction % kCount) + kCount) % kCount);
}

/// For each direction the elevation up to which there may be free sky below an obstacle; -90: none. Empty where there is nothing of the kind.
std::vector<double> open_up_to(const geo::Occlusion& occlusion, const twin::WorkingPosition& from) {
  constexpr double kMargin_m = 0.01;
  std::vector<double> out;
  occlusion.for_each_raised(from.up, [&](const geo::RaisedSurface& raised) {
    if (out.empty()) out.resize(kDirections, -90);
    const BoxView view = view_of(raised.box, from);
    const double up_to_deg = view.elevation_deg(raised.foot_m + kMargin_m - from.up);
    const auto [first, last] = directions_towards(view);
    for (int i = first; i <= last; ++i) out[index_of(i)] = std::max(out[index_of(i)], up_to_deg);
  });
  return out;
}

int levels_within(const SunBand::Range& range, double up_to_deg) {
  if (range.low_deg > range.high_deg || up_to_deg < range.low_deg) return 0;
  const auto all = static_cast<int>(std::ceil((range.high_deg - range.low_deg) / kHorizonFineness_deg)) + 1;
  return std::min(all, static_cast<int>((up_to_deg - range.low_deg) / kHorizonFineness_deg) + 1);
}

/// Asks the lowest `count` levels of a range, one by one.
void sample(const geo::Occlusion& occlusion, const twin::WorkingPosition& from, double azimuth_deg, double low_deg, int count, std::uint64_t& rays,
            std::vector<SkySample>& out) {
  std::vector<twin::Offset<twin::Working>> lines;
  std::vector<std::uint8_t> cut(static_cast<std::size_t>(count));
  for (int level = 0; level < count; ++level) lines.push_back(direction_of(azimuth_deg, low_deg + level * kHorizonFineness_deg));
  occlusion.ask_from(from, lines, cut);
  rays += lines.size();
  for (std::size_t i = 0; i < cut.size(); ++i) out.push_back({static_cast<float>(low_deg + static_cast<double>(i) * kHorizonFineness_deg), cut[i] != 0});
}

/// The horizon in every direction of the band.
std::vector<Edge> edges_around(const geo::Occlusion& occlusion, const SunBand& seen, std::span<const double> open, const twin::WorkingPosition& from,
                               SkyEdges& edges, std::uint64_t& rays) {
  std::vector<Edge> out(kDirections);
  SunBand above = seen;
  for (std::size_t i = 0; i < open.size(); ++i) {
    auto& range = above.directions[i];
    range.low_deg += levels_within(range, open[i]) * kHorizonFineness_deg;
  }
  const auto tops = tops_around(occlusion, above, from, rays);
  std::vector<SkySample> samples;
  for (std::size_t i = 0; i < kDirections; ++i) {
    const auto [hidden, free] = tops[i];
    const int levels = open.empty() ? 0 : levels_within(seen.directions[i], open[i]);
    if (levels == 0) {
      out[i] = {hidden, free, 0};
      continue;
    }
    samples.clear();
    sample(occlusion, from, static_cast<double>(i) * kHorizonStep_deg, seen.directions[i].low_deg, levels, rays, samples);
    const auto& range = above.directions[i];
    if (range.low_deg <= range.high_deg) {
      if (hidden >= 0) samples.push_back({static_cast<float>(range.low_deg), true});
      if (hidden > static_cast<float>(range.low_deg)) samples.push_back({hidden, true});
      if (free < 91) samples.push_back({free, false});
    }
    out[i] = edges.edge_of(samples);
  }
  return out;
}

/// The horizon in the middle of a span with sky below an obstacle: as high as its sides go, level by level.
Edge middle_below(const geo::Occlusion& occlusion, const Span& span, const SunBand& seen, const twin::WorkingPosition& from, SkyEdges& edges,
                  std::uint64_t& rays) {
  const std::size_t at = span.first / kPartsPerStep;
  const auto &left = seen.directions[at], &right = seen.directions[(at + 1) % kDirections];
  const SunBand::Range both{std::min(left.low_deg, right.low_deg), std::max(left.high_deg, right.high_deg)};
  std::vector<SkySample> samples;
  sample(occlusion, from, middle_deg(span), both.low_deg, levels_within(both, std::max(span.left.free_deg, span.right.free_deg)), rays, samples);
  return edges.edge_of(samples);
}

/// The horizon in the middle of each span, as far as two lines tell: it is that of the lower or of the higher side, else between.
std::vector<Edge> middles_of(const geo::Occlusion& occlusion, std::span<const Span> spans, const twin::WorkingPosition& from,
                             std::uint64_t& rays) {
  std::vector<Edge> out;
  std::vector<twin::Offset<twin::Working>> lines;
  std::vector<std::uint8_t> cut(spans.size());
  for (const Span& span : spans) lines.push_back(direction_of(middle_deg(span), std::min(span.left.free_deg, span.right.free_deg)));
  occlusion.ask_from(from, lines, cut);
  rays += lines.size();
  std::vector<std::size_t> open;
  lines.clear();
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const auto [low, high] = low_and_high(spans[i]);
    out.push_back(cut[i] ? Edge{low.free_deg, high.free_deg, 0} : low);
    if (!cut[i] || high.hidden_deg <= low.free_deg) continue;
    open.push_back(i);
    lines.push_back(direction_of(middle_deg(spans[i]), high.hidden_deg));
  }
  occlusion.ask_from(from, lines, std::span(cut).first(lines.size()));
  rays += lines.size();
  for (std::size_t i = 0; i < open.size(); ++i) {
    const Span& span = spans[open[i]];
    const float high_hidden = std::max(span.left.hidden_deg, span.right.hidden_deg);
    (cut[i] ? out[open[i]].hidden_deg : out[open[i]].free_deg) = high_hidden;
  }
  return out;
}

}  // namespace

Horizon Horizon::around(const geo::Occlusion& occlusion, const SunBand& band, const Receiver& receiver, std::uint64_t& rays) {
  Horizon out;
  const SunBand seen = before_surface(band, receiver);
  const twin::WorkingPosition from = lifted(receiver);
  const std::vector<double> open = open_up_to(occlusion, from);
  const std::vector<Edge> edges = edges_around(occlusion, seen, open, from, out.edges_, rays);
  std::vector<Span> spans;
  const auto is_open = [&](const Span& span) {
    const std::size_t at = span.first / kPartsPerStep, next = (at + 1) % kDirections;
    return !open.empty() && (levels_within(seen.directions[at], open[at]) > 0 || levels_within(seen.directions[next], open[next]) > 0);
  };
  const auto settle = [&](const Span& span) {
    std::fill_n(out.parts_.begin() + static_cast<std::ptrdiff_t>(span.first), span.parts, out.edges_.either(span.left, span.right));
  };
  const auto offer = [&](Span span) {
    const auto &left = seen.directions[span.first / kPartsPerStep], &right = seen.directions[(span.first / kPartsPerStep + 1) % kDirections];
    const Edge range{std::min(span.left.hidden_deg, span.right.hidden_deg), std::max(span.left.free_deg, span.right.free_deg), 0};
    span.jump_deg = std::min<double>(range.free_deg, std::max(left.high_deg, right.high_deg)) -
                    std::max<double>(range.hidden_deg, std::min(left.low_deg, right.low_deg));
    const bool asked = left.low_deg <= left.high_deg && right.low_deg <= right.high_deg;
    if (span.parts > 1 && asked && span.jump_deg > kJump_deg) spans.push_back(span);
    else settle(span);
  };
  for (std::size_t i = 0; i < kDirections; ++i) offer({i * kPartsPerStep, kPartsPerStep, edges[i], edges[(i + 1) % kDirections]});
  while (!spans.empty()) {
    std::stable_sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.jump_deg > b.jump_deg; });
    for (std::size_t i = kMostJumps; i < spans.size(); ++i) settle(spans[i]);
    spans.resize(std::min(spans.size(), kMostJumps));
    // Those with sky below an obstacle come last.
    const auto plain_end = std::stable_partition(spans.begin(), spans.end(), [&](const Span& span) { return !is_open(span); });
    auto middles = middles_of(occlusion, {spans.begin(), plain_end}, from, rays);
    for (auto span = plain_end; span != spans.end(); ++span) middles.push_back(middle_below(occlusion, *span, seen, from, out.edges_, rays));
    for (const auto halved = std::exchange(spans, {}); const Span& span : halved) {
      const Edge& middle = middles[static_cast<std::size_t>(&span - halved.data())];
      offer({span.first, span.parts / 2, span.left, middle});
      offer({span.first + span.parts / 2, span.parts / 2, middle, span.right});
    }
  }
  return out;
}

Horizon::Answer Horizon::ask(double azimuth_deg, double elevation_deg) const {
  const Edge& edge = parts_[static_cast<std::size_t>((azimuth_deg - kHorizonTurn_deg + 360) / kHorizonFineness_deg) % kParts];
  const auto within = [&](const ElevationRange& range) { return elevation_deg >= range.from_deg && elevation_deg <= range.to_deg; };
  const SkyBelow& under = below(edge);
  if (elevation_deg >= edge.free_deg || std::any_of(under.light.begin(), under.light.end(), within)) return Answer::kLit;
  if (elevation_deg > edge.hidden_deg || std::any_of(under.open.begin(), under.open.end(), within)) return Answer::kUnsure;
  return Answer::kHidden;
}

std::pair<int, int> directions_towards(const BoxView& box) {
  return {static_cast<int>(std::floor((box.from_azimuth_deg - kHorizonTurn_deg) / kHorizonStep_deg)),
          static_cast<int>(std::ceil((box.to_azimuth_deg - kHorizonTurn_deg) / kHorizonStep_deg))};
}

bool can_reach(const SunBand& band, const Receiver& receiver, std::span<const twin::Box> boxes) {
  constexpr double kMargin_m = 0.1;
  const twin::WorkingPosition from = lifted(receiver);
  const SunBand seen = before_surface(band, receiver);
  return std::any_of(boxes.begin(), boxes.end(), [&](const twin::Box& box) {
    if (box.empty() || box.high.up + kMargin_m < from.up) return false;
    const BoxView view = view_of(box, from);
    const double top_deg = view.elevation_deg(box.high.up + kMargin_m - from.up);
    const auto [first, last] = directions_towards(view);
    for (int i = first; i <= last; ++i) {
      const auto& range = seen.directions[index_of(i)];
      if (range.low_deg <= range.high_deg && top_deg >= range.low_deg) return true;
    }
    return false;
  });
}

}  // namespace sim
