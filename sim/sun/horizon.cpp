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

twin::Offset<twin::Working> direction_of(double azimuth_deg, double elevation_deg) {
  const double azimuth = azimuth_deg * twin::kPi / 180, elevation = elevation_deg * twin::kPi / 180;
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
    const int start = static_cast<int>(std::floor(first / kHorizonStep_deg)), end = static_cast<int>(std::floor(last / kHorizonStep_deg)) + 1;
    for (int direction = start; direction <= end; ++direction) {
      auto& range = out.directions[static_cast<std::size_t>(direction + 2 * static_cast<int>(kDirections)) % kDirections];
      range.low_deg = std::min(range.low_deg, low);
      range.high_deg = std::max(range.high_deg, high);
    }
  }
  return out;
}

namespace {

using Edge = Horizon::Edge;

constexpr std::size_t kPartsPerStep = static_cast<std::size_t>(kHorizonStep_deg / kHorizonFineness_deg);
constexpr double kJump_deg = 3;        ///< of the horizon between two directions: another is asked between
constexpr std::size_t kMostJumps = 6;  ///< that are looked into at a time, the highest

/// Between two directions that were asked.
struct Span {
  std::size_t first = 0, parts = 0;  ///< from the first part on
  Edge left, right;
  double jump_deg = 0;
};

std::pair<Edge, Edge> low_and_high(const Span& span) {
  return span.left.free_deg < span.right.free_deg ? std::pair(span.left, span.right) : std::pair(span.right, span.left);
}

Edge either(const Edge& a, const Edge& b) { return {std::min(a.hidden_deg, b.hidden_deg), std::max(a.free_deg, b.free_deg)}; }

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

/// The horizon in every direction of the band.
std::vector<Edge> edges_around(const geo::Occlusion& occlusion, const SunBand& seen, const twin::WorkingPosition& from,
                               std::uint64_t& rays) {
  std::vector<Edge> out(kDirections);
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
      const auto [hidden, free] = lanes[lane].edge();
      out[direction[lane]] = {hidden, free};
      lanes[lane].next();
      running[lane] = lanes[lane].start(direction[lane]);
    }
  }
  return out;
}

/// The horizon in the middle of each span, as far as two lines tell: it is that of the lower or of the higher side, else between.
std::vector<Edge> middles_of(const geo::Occlusion& occlusion, std::span<const Span> spans, const twin::WorkingPosition& from,
                             std::uint64_t& rays) {
  std::vector<Edge> out;
  std::vector<twin::Offset<twin::Working>> lines;
  std::vector<std::uint8_t> cut(spans.size());
  const auto azimuth = [](const Span& span) {
    return (static_cast<double>(span.first) + static_cast<double>(span.parts) / 2) * kHorizonFineness_deg;
  };
  for (const Span& span : spans) lines.push_back(direction_of(azimuth(span), std::min(span.left.free_deg, span.right.free_deg)));
  occlusion.ask_from(from, lines, cut);
  rays += lines.size();
  std::vector<std::size_t> open;
  lines.clear();
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const auto [low, high] = low_and_high(spans[i]);
    out.push_back(cut[i] ? Edge{low.free_deg, high.free_deg} : low);
    if (!cut[i] || high.hidden_deg <= low.free_deg) continue;
    open.push_back(i);
    lines.push_back(direction_of(azimuth(spans[i]), high.hidden_deg));
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
  const std::vector<Edge> edges = edges_around(occlusion, seen, from, rays);
  std::vector<Span> spans;
  const auto settle = [&](const Span& span) {
    std::fill_n(out.parts_.begin() + static_cast<std::ptrdiff_t>(span.first), span.parts, either(span.left, span.right));
  };
  const auto offer = [&](Span span) {
    const auto &left = seen.directions[span.first / kPartsPerStep], &right = seen.directions[(span.first / kPartsPerStep + 1) % kDirections];
    const Edge range = either(span.left, span.right);
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
    const auto middles = middles_of(occlusion, spans, from, rays);
    for (const auto halved = std::exchange(spans, {}); const Span& span : halved) {
      const Edge& middle = middles[static_cast<std::size_t>(&span - halved.data())];
      offer({span.first, span.parts / 2, span.left, middle});
      offer({span.first + span.parts / 2, span.parts / 2, middle, span.right});
    }
  }
  return out;
}

Horizon::Answer Horizon::ask(double azimuth_deg, double elevation_deg) const {
  const Edge& edge = parts_[static_cast<std::size_t>(azimuth_deg / kHorizonFineness_deg) % kParts];
  if (elevation_deg >= edge.free_deg) return Answer::kLit;
  if (elevation_deg <= edge.hidden_deg) return Answer::kHidden;
  return Answer::kUnsure;
}

}  // namespace sim
