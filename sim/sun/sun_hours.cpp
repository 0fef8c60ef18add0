#include "sim/sun/sun_hours.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sim {
namespace {

using std::chrono::microseconds;

constexpr std::size_t kBundle = 512;
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

/// Asks for the lines one bundle after another; which line is in which bundle depends on the receiver alone.
void ask(const geo::Occlusion& occlusion, std::span<const geo::SightLine> lines, std::span<std::uint8_t> cut) {
  for (std::size_t start = 0; start < lines.size(); start += kBundle) {
    const std::size_t count = std::min(kBundle, lines.size() - start);
    occlusion.ask(lines.subspan(start, count), cut.subspan(start, count));
  }
}

}  // namespace

twin::WorkingPosition lifted(const Receiver& receiver) {
  return twin::WorkingPosition::from(receiver.at.vector() + kLift_m * receiver.normal);
}

ReceiverSun trace_sun(const geo::Occlusion& occlusion, const SunSky& sky, const SunPath& path, const Receiver& receiver,
                      std::uint64_t& rays) {
  thread_local std::vector<geo::SightLine> lines;
  thread_local std::vector<std::uint32_t> step_of;
  thread_local std::vector<std::uint8_t> cut;
  lines.clear();
  step_of.clear();
  const twin::WorkingPosition from = lifted(receiver);
  for (const SunDirection& sun : path) {
    if (!faces(receiver, sun)) continue;
    lines.push_back({from, sun.towards});
    step_of.push_back(sun.step);
  }
  cut.assign(lines.size(), 0);
  ask(occlusion, lines, cut);
  rays += lines.size();

  ReceiverSun out;
  const auto& steps = sky.steps();
  out.bound = sky.longest_step();
  std::size_t next = 0;
  bool before = false;
  microseconds length_before{0};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    bool lit = false;
    if (next < step_of.size() && step_of[next] == i) lit = cut[next++] == 0;
    if (lit) out.lit += steps[i].length;
    if (!steps[i].first && lit != before) out.bound += std::max(steps[i].length, length_before) / 2 + kPerChange;
    before = lit;
    length_before = steps[i].length;
  }
  return out;
}

bool can_reach(const SunPath& path, const Receiver& receiver, std::span<const twin::Box> boxes) {
  const twin::WorkingPosition from = lifted(receiver);
  return std::any_of(boxes.begin(), boxes.end(), [&](const twin::Box& box) {
    if (box.empty() || box.high.up + kBoxMargin_m < from.up) return false;  // the sun is never below
    return std::any_of(path.begin(), path.end(),
                       [&](const SunDirection& sun) { return faces(receiver, sun) && crosses(from, sun.towards, box); });
  });
}

}  // namespace sim
