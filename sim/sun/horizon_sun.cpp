#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/sun/horizon.hpp"
#include "twin_core/base/units.hpp"

namespace sim {
namespace {

/// Shares of a way that are light and unsure.
struct Shares {
  double lit = 0, unsure = 0;
};

/// Share of the way on which a value that goes evenly from `start` to `end` lies above a level.
double share_above(double start, double end, double level) {
  if (start > level && end > level) return 1;
  if (start <= level && end <= level) return 0;
  const double high = std::max(start, end);
  return (high - level) / std::abs(start - end);
}

/// Share of it between two levels.
double share_between(double start, double end, double low, double high) {
  return low < high ? share_above(start, end, low) - share_above(start, end, high) : 0;
}

/// Along the way from a share to another, before the surface.
Shares shares_of(const Horizon& horizon, const SunWay& way, double from, double to, double slack_deg) {
  Shares out;
  const double azimuth = way.from_azimuth_deg - kHorizonTurn_deg, turn = way.to_azimuth_deg - way.from_azimuth_deg;
  const double rise = way.to_elevation_deg - way.from_elevation_deg;
  constexpr auto kParts = static_cast<long>(Horizon::kParts);
  while (from < to) {
    const double place = (azimuth + from * turn) / kHorizonFineness_deg;
    // The next line between two parts on the way; where the way starts on one, the part that it enters.
    double until = to;
    long part = static_cast<long>(std::floor(place));
    if (turn != 0) {
      if (turn < 0 && place == std::floor(place)) --part;
      const double line = turn > 0 ? static_cast<double>(part) + 1 : static_cast<double>(part);
      until = std::clamp((line * kHorizonFineness_deg - azimuth) / turn, from + 1e-9, to);
      if (to - until < 1e-9) until = to;
    }
    const Horizon::Edge& edge = horizon.part(static_cast<std::size_t>(((part % kParts) + kParts) % kParts));
    const double start = way.from_elevation_deg + from * rise, end = way.from_elevation_deg + until * rise;
    double lit = share_above(start, end, edge.free_deg + slack_deg), not_hidden = share_above(start, end, edge.hidden_deg - slack_deg);
    if (edge.below != 0) {
      const SkyBelow& below = horizon.below(edge);
      for (const auto& range : below.light) lit += share_between(start, end, range.from_deg + slack_deg, range.to_deg - slack_deg);
      for (const auto& range : below.open) not_hidden += share_between(start, end, range.from_deg - slack_deg, range.to_deg + slack_deg);
    }
    lit = std::min(lit, 1.0);
    not_hidden = std::max(lit, std::min(not_hidden, 1.0));
    out.lit += lit * (until - from);
    out.unsure += (not_hidden - lit) * (until - from);
    from = until;
  }
  return out;
}

/// What holds wherever the sun goes from a direction of `kHorizonStep_deg` on without turning by more than two of them.
class Surroundings {
 public:
  explicit Surroundings(const Horizon& horizon) {
    for (std::size_t i = 0; i < kSteps; ++i) {
      for (std::size_t part = kPartsPerStep * i; part < kPartsPerStep * (i + 5); ++part) {
        Horizon::Edge& edge = edges_[(i + 2) % kSteps];
        const Horizon::Edge& one = horizon.part(part % Horizon::kParts);
        const auto& open = horizon.below(one).open;
        edge.hidden_deg = std::min(edge.hidden_deg, open.empty() ? one.hidden_deg : open.front().from_deg);
        edge.free_deg = std::max(edge.free_deg, one.free_deg);
      }
    }
  }
  /// Light or dark all the way, or nothing.
  std::optional<bool> lit(const SunWay& way, double slack_deg) const {
    if (!(std::abs(way.to_azimuth_deg - way.from_azimuth_deg) <= 2 * kHorizonStep_deg)) return std::nullopt;
    const auto& edge = edges_[static_cast<std::size_t>((way.from_azimuth_deg - kHorizonTurn_deg + 360) / kHorizonStep_deg) % kSteps];
    const auto [low, high] = std::minmax(way.from_elevation_deg, way.to_elevation_deg);
    if (low > edge.free_deg + slack_deg) return true;
    if (high <= edge.hidden_deg - slack_deg) return false;
    return std::nullopt;
  }

 private:
  static constexpr std::size_t kSteps = static_cast<std::size_t>(360 / kHorizonStep_deg);
  static constexpr std::size_t kPartsPerStep = Horizon::kParts / kSteps;
  std::vector<Horizon::Edge> edges_ = std::vector<Horizon::Edge>(kSteps, {91, -90, 0});
};

}  // namespace

ReceiverSun look_up_sun(const Horizon& horizon, const SunSky& sky, std::span<const SunWay> ways, const Receiver& receiver) {
  const Surroundings around(horizon);
  double lit_us = 0, bound_us = 0;
  for (const SunWay& way : ways) {
    const double before = receiver.normal.dot(way.from.vector()), after = receiver.normal.dot(way.to.vector());
    if (!(before > 0) && !(after > 0)) continue;
    const double from = before > 0 ? 0 : before / (before - after), to = after > 0 ? 1 : before / (before - after);
    // The sun goes round in a day: what an even way errs by across itself, and along itself.
    const double length_us = static_cast<double>(way.length.count()), angle = 2 * twin::kPi * length_us / 86'400e6;
    const double slack_deg = angle * angle / 8 * 180 / twin::kPi;
    const auto all = around.lit(way, slack_deg);
    const Shares shares = all ? Shares{*all ? to - from : 0, 0} : shares_of(horizon, way, from, to, slack_deg);
    lit_us += (shares.lit + shares.unsure / 2) * length_us;
    bound_us += shares.unsure / 2 * length_us;
    const bool changes = way.at_edge || from > 0 || to < 1 || (shares.lit > 0 && shares.lit < 1 - 1e-9) || shares.unsure > 0;
    if (!changes) continue;
    const double highest = std::cos(std::max(way.from_elevation_deg, way.to_elevation_deg) * twin::kPi / 180);
    bound_us += std::min(0.5, angle / (4 * highest * highest)) * length_us + 2e6;
  }
  ReceiverSun out;
  out.lit = std::chrono::microseconds(std::llround(lit_us));
  out.bound = sky.longest_step() + std::chrono::microseconds(std::llround(bound_us));
  return out;
}

}  // namespace sim
