#include "sim/sun/sun_way.hpp"

#include <algorithm>
#include <cmath>

#include "twin_core/base/units.hpp"

namespace sim {
namespace {

/// From `from` to `to` in degrees, the short way round.
double turn_deg(double from, double to) { return std::remainder(to - from, 360.0); }

SunWay between(const SunDirection& from, const SunDirection& to) {
  SunWay out;
  out.from = from.towards;
  out.to = to.towards;
  out.from_azimuth_deg = from.azimuth_deg;
  out.to_azimuth_deg = from.azimuth_deg + turn_deg(from.azimuth_deg, to.azimuth_deg);
  out.from_elevation_deg = from.elevation_deg;
  out.to_elevation_deg = to.elevation_deg;
  return out;
}

/// Where the sun was or will be, `share` of a step away from `here` and away from `other`; at the horizon where that is asked for.
SunDirection beyond(const SunDirection& here, const SunDirection* other, double share, bool at_horizon) {
  SunDirection out = here;
  if (other != nullptr) {
    out.azimuth_deg = std::fmod(here.azimuth_deg + share * turn_deg(other->azimuth_deg, here.azimuth_deg) + 720, 360);
    out.elevation_deg = std::max(0.0, here.elevation_deg + share * (here.elevation_deg - other->elevation_deg));
  }
  if (at_horizon) out.elevation_deg = 0;
  const double azimuth = out.azimuth_deg * twin::kPi / 180, elevation = out.elevation_deg * twin::kPi / 180;
  out.towards = {std::sin(azimuth) * std::cos(elevation), std::cos(azimuth) * std::cos(elevation), std::sin(elevation)};
  return out;
}

std::chrono::microseconds share_of(double share, std::chrono::microseconds length) {
  return std::chrono::microseconds(std::llround(share * static_cast<double>(length.count())));
}

/// From one step of the path.
void add_ways(const SunSky& sky, const SunPath& path, std::size_t step, std::vector<SunWay>& out) {
  const auto& steps = sky.steps();
  const SunDirection& here = path[step];
  const bool first = steps[here.step].first, last = here.step + 1 == steps.size() || steps[here.step + 1].first;
  const SunDirection* before = !first && step > 0 && path[step - 1].step + 1 == here.step ? &path[step - 1] : nullptr;
  const SunDirection* after = !last && step + 1 < path.size() && path[step + 1].step == here.step + 1 ? &path[step + 1] : nullptr;
  const auto way_until = [&](std::uint32_t other) { return (steps[here.step].length + steps[other].length) / 2; };
  if (before == nullptr) {
    SunWay way = between(beyond(here, after, first ? 0.5 : here.risen, !first), here);
    way.length = first ? steps[here.step].length / 2 : share_of(here.risen, way_until(here.step - 1));
    way.at_edge = true;
    out.push_back(way);
  }
  if (after != nullptr) {
    SunWay way = between(here, *after);
    way.length = way_until(after->step);
    out.push_back(way);
  } else {
    SunWay way = between(here, beyond(here, before, last ? 0.5 : here.sets, !last));
    way.length = last ? steps[here.step].length / 2 : share_of(here.sets, way_until(here.step + 1));
    way.at_edge = true;
    out.push_back(way);
  }
}

}  // namespace

std::vector<SunWay> ways_along(const SunSky& sky, const SunPath& path) {
  std::vector<SunWay> out;
  out.reserve(path.size() + path.size() / 16 + 2);
  for (std::size_t i = 0; i < path.size(); ++i) add_ways(sky, path, i, out);
  return out;
}

}  // namespace sim
