#include "sim/sun/sun_hours.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sim {
namespace {

using std::chrono::microseconds;

constexpr microseconds kPerChange = std::chrono::seconds(2);  // 0.0035° of the sun's place, and the lift
constexpr double kBoxMargin_m = 0.05;

bool faces(const Receiver& receiver, const SunDirection& sun) { return receiver.normal.dot(sun.towards.vector()) > 0; }

/// Slabs; true also where the line only touches the box.
bool crosses(const twin::WorkingPosition& from, const twin::Offset<twin::Working>& towards, const twin::Box& box) {
  double enters = 0, leaves = std::numeric_limits<double>::infinity();
  const std::array<std::array<double, 4>, 3> axes{{{from.east, towards.east, box.low.east, box.high.east},
                                                   {from.north, towards.north, box.low.north, box.high.north},
                                                   {from.up, towards.up, box.low.up, box.high.up}}};
  for (const auto& [start, slope, low, high] : axes) {
    if (slope == 0) {
      if (start < low - kBoxMargin_m || start > high + kBoxMargin_m) return false;
      continue;
    }
    const double a = (low - kBoxMargin_m - start) / slope, b = (high + kBoxMargin_m - start) / slope;
    enters = std::max(enters, std::min(a, b));
    leaves = std::min(leaves, std::max(a, b));
  }
  return enters <= leaves;
}

}  // namespace

twin::WorkingPosition lifted(const Receiver& receiver) {
  return twin::WorkingPosition::from(receiver.at.vector() + kLift_m * receiver.normal);
}

ReceiverSun trace_sun(const geo::Occlusion& occlusion, const SunSky& sky, const SunPath& path, const Receiver& receiver,
                      std::uint64_t& rays) {
  thread_local std::vector<twin::Offset<twin::Working>> lines;
  thread_local std::vector<std::uint32_t> step_of;
  thread_local std::vector<std::uint8_t> cut;
  lines.resize(path.size());
  step_of.resize(path.size());
  cut.resize(path.size());
  std::size_t count = 0;
  for (const SunDirection& sun : path) {
    lines[count] = sun.towards;
    step_of[count] = sun.step;
    count += faces(receiver, sun) ? 1 : 0;
  }
  // One bundle: which line is in which packet depends on the receiver alone.
  occlusion.ask_from(lifted(receiver), std::span(lines).first(count), std::span(cut).first(count));
  rays += count;

  ReceiverSun out;
  const auto& steps = sky.steps();
  out.bound = sky.longest_step();
  // Between a step's middle and that before it; nothing is known of the time before a period.
  const auto add_change = [&](std::size_t step) {
    if (steps[step].first) return;
    const microseconds before = step == 0 ? microseconds{0} : steps[step - 1].length;
    out.bound += std::max(steps[step].length, before) / 2 + kPerChange;
  };
  std::size_t next = 0, expected = 0;
  bool before = false;
  for (const SunDirection& sun : path) {
    if (sun.step != expected) {  // a night between
      if (before) add_change(expected);
      before = false;
    }
    bool lit = false;
    if (next < count && step_of[next] == sun.step) lit = cut[next++] == 0;
    if (lit) out.lit += steps[sun.step].length;
    if (lit != before) add_change(sun.step);
    before = lit;
    expected = sun.step + 1;
  }
  if (before && expected < steps.size()) add_change(expected);
  return out;
}

bool can_reach(const SunPath& path, const Receiver& receiver, std::span<const twin::Box> boxes) {
  const twin::WorkingPosition from = lifted(receiver);
  return std::any_of(boxes.begin(), boxes.end(), [&](const twin::Box& box) {
    if (box.empty() || box.high.up + kBoxMargin_m < from.up) return false;  // the sun is never below
    // Steeper than to the top at the box's nearest side: over it.
    const double east = std::max({0.0, box.low.east - kBoxMargin_m - from.east, from.east - box.high.east - kBoxMargin_m});
    const double north = std::max({0.0, box.low.north - kBoxMargin_m - from.north, from.north - box.high.north - kBoxMargin_m});
    const double top = box.high.up + 2 * kBoxMargin_m - from.up;
    const double steepest = top / std::sqrt(top * top + east * east + north * north);
    return std::any_of(path.begin(), path.end(), [&](const SunDirection& sun) {
      return sun.towards.up <= steepest && faces(receiver, sun) && crosses(from, sun.towards, box);
    });
  });
}

}  // namespace sim
