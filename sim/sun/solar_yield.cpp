#include "sim/sun/solar_yield.hpp"

#include <algorithm>
#include <cmath>

namespace sim {

SunEnergy energy_along(const SunSky& sky, const SunPath& path, const std::function<Irradiance(const SunStep&, double)>& irradiance) {
  SunEnergy out;
  for (const SunDirection& sun : path) {
    const SunStep& step = sky.steps()[sun.step];
    Irradiance now = irradiance(step, sun.elevation_deg);
    const double length_h = static_cast<double>(step.length.count()) / 3.6e9;
    now.beam_normal *= length_h;
    now.diffuse_level *= length_h;
    now.global_level *= length_h;
    out.global_level += now.global_level;
    out.diffuse_level += now.diffuse_level;
    out.of_direction.push_back(now);
  }
  return out;
}

ReceiverYield solar_yield(const geo::Occlusion& occlusion, const SunPath& path, const SunEnergy& energy, const Horizon* horizon,
                          const SkyPattern& pattern, const Receiver& receiver, double albedo, std::uint64_t& rays) {
  constexpr std::size_t kBundle = 512;
  thread_local std::vector<geo::SightLine> lines;
  thread_local std::vector<std::size_t> direction_of;
  thread_local std::vector<std::uint8_t> cut;
  lines.clear();
  direction_of.clear();
  ReceiverYield out;
  const twin::WorkingPosition from = lifted(receiver);
  const auto beam_of = [&](std::size_t i) { return energy.of_direction[i].beam_normal * receiver.normal.dot(path[i].towards.vector()); };
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!(receiver.normal.dot(path[i].towards.vector()) > 0)) continue;
    if (horizon == nullptr) {
      lines.push_back({from, path[i].towards});
      direction_of.push_back(i);
      continue;
    }
    const auto answer = horizon->ask(path[i].azimuth_deg, path[i].elevation_deg);
    if (answer == Horizon::Answer::kLit) out.beam += beam_of(i);
    if (answer != Horizon::Answer::kUnsure) continue;
    out.beam += beam_of(i) / 2;
    out.bound += beam_of(i) / 2;
  }
  cut.assign(lines.size(), 0);
  for (std::size_t start = 0; start < lines.size(); start += kBundle) {
    const std::size_t count = std::min(kBundle, lines.size() - start);
    occlusion.ask(std::span(lines).subspan(start, count), std::span(cut).subspan(start, count));
  }
  rays += lines.size();
  bool before = false;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const bool lit = cut[k] == 0;
    if (lit) out.beam += beam_of(direction_of[k]);
    if (lit != before) out.bound += beam_of(direction_of[k]) / 2;
    before = lit;
  }
  const ReceiverSky seen = look_at_sky(occlusion, pattern, receiver, rays);
  out.diffuse = energy.diffuse_level * seen.view_factor;
  out.bound += energy.diffuse_level * seen.bound;
  out.reflected = energy.global_level * albedo * (1 - receiver.normal.z()) / 2;
  return out;
}

}  // namespace sim
