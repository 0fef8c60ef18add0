#include "sim/sun/horizon.hpp"

#include <algorithm>
#include <array>
#include <cmath>

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

SunBand band_of(const SunPath& path) {
  SunBand out;
  out.directions.resize(kDirections);
  for (const SunDirection& sun : path) {
    const auto left = static_cast<std::size_t>(sun.azimuth_deg / kHorizonStep_deg) % kDirections;
    for (const std::size_t direction : {left, (left + 1) % kDirections}) {
      auto& range = out.directions[direction];
      range.low_deg = std::min(range.low_deg, sun.elevation_deg);
      range.high_deg = std::max(range.high_deg, sun.elevation_deg);
    }
  }
  return out;
}

Horizon Horizon::around(const geo::Occlusion& occlusion, const SunBand& band, const Receiver& receiver, std::uint64_t& rays) {
  Horizon out;
  out.edges_.resize(kDirections);
  // Directions behind the surface are not asked: a look-up there is never made.
  SunBand seen = band;
  for (std::size_t i = 0; i < kDirections; ++i) {
    auto& range = seen.directions[i];
    const double azimuth = static_cast<double>(i) * kHorizonStep_deg;
    bool faces = false;
    for (const double aside : {-kHorizonStep_deg, 0.0, kHorizonStep_deg}) {
      for (const double elevation : {range.low_deg, range.high_deg}) {
        faces = faces || receiver.normal.dot(direction_of(azimuth + aside, elevation).vector()) > 0;
      }
    }
    if (!faces) range = {};
  }
  const twin::WorkingPosition from = lifted(receiver);
  std::vector<Lane> lanes;
  std::array<std::size_t, kLanes> direction{};
  std::array<bool, kLanes> running{};
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    lanes.emplace_back(seen, kDirections * lane / kLanes, kDirections * (lane + 1) / kLanes);
    running[lane] = lanes[lane].start(direction[lane]);
  }
  std::array<geo::SightLine, kLanes> bundle;
  std::array<std::uint8_t, kLanes> cut{};
  std::array<std::size_t, kLanes> lane_of{};
  for (;;) {
    std::size_t count = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (!running[lane]) continue;
      bundle[count] = {from, direction_of(lanes[lane].azimuth_deg(), lanes[lane].probe_deg())};
      lane_of[count++] = lane;
    }
    if (count == 0) break;
    occlusion.ask(std::span(bundle).first(count), std::span(cut).first(count));
    rays += count;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t lane = lane_of[i];
      if (!lanes[lane].take(cut[i] != 0)) continue;
      const auto [hidden, free] = lanes[lane].edge();
      out.edges_[direction[lane]] = {hidden, free};
      lanes[lane].next();
      running[lane] = lanes[lane].start(direction[lane]);
    }
  }
  return out;
}

Horizon::Answer Horizon::ask(double azimuth_deg, double elevation_deg) const {
  const auto left = static_cast<std::size_t>(azimuth_deg / kHorizonStep_deg) % kDirections;
  const Edge &a = edges_[left], &b = edges_[(left + 1) % kDirections];
  if (elevation_deg >= std::max(a.free_deg, b.free_deg)) return Answer::kLit;
  if (elevation_deg <= std::min(a.hidden_deg, b.hidden_deg)) return Answer::kHidden;
  return Answer::kUnsure;
}

ReceiverSun look_up_sun(const Horizon& horizon, const SunSky& sky, const SunPath& path, const Receiver& receiver) {
  ReceiverSun out;
  const auto& steps = sky.steps();
  out.bound = sky.longest_step();
  std::size_t next = 0;
  auto before = Horizon::Answer::kHidden;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    auto answer = Horizon::Answer::kHidden;
    if (next < path.size() && path[next].step == i) {
      const SunDirection& sun = path[next++];
      if (receiver.normal.dot(sun.towards.vector()) > 0) answer = horizon.ask(sun.azimuth_deg, sun.elevation_deg);
    }
    if (answer == Horizon::Answer::kLit) out.lit += steps[i].length;
    if (answer == Horizon::Answer::kUnsure) {
      out.lit += steps[i].length / 2;
      out.bound += steps[i].length / 2;
    }
    if (!steps[i].first && answer != before) out.bound += steps[i].length / 2 + std::chrono::seconds(2);
    before = answer;
  }
  return out;
}

}  // namespace sim
