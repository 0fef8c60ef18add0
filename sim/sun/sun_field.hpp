#pragma once

#include <functional>

#include "sim/run/process.hpp"
#include "sim/sun/sun_paths.hpp"

namespace sim {

enum class SunMethod {
  kRays,     ///< a line of sight for every step
  kHorizon,  ///< the horizon of every receiver, then look-ups: for long periods
};

/// Sun hours of many receivers, kept, so that after an edit only those are computed anew that it can reach.
/// Results are the same bits whatever the number of threads, and after any number of updates those of a run from scratch.
class SunField {
 public:
  SunField(SunSky sky, std::vector<Receiver> receivers, SunMethod method, unsigned threads = 0);

  /// Called between passes with what is known: every 64th receiver first, then every 8th, then all.
  using Partial = std::function<void(const SunField&)>;

  /// All receivers. Error `run-cancelled`.
  twin::Status compute(const geo::Occlusion& occlusion, Sink& sink, const Partial& partial = {});

  /// Those that what stood or stands in one of the boxes can reach, against the scene after the edit: by rays where a line to the sun
  /// crosses a box, by horizons where the sun ever is as low as a box's top between its sides. Returns how many. Error `run-cancelled`.
  twin::Result<std::size_t> update(const geo::Occlusion& occlusion, std::span<const twin::Box> changed, Sink& sink);

  const SunSky& sky() const { return sky_; }
  const std::vector<Receiver>& receivers() const { return receivers_; }
  bool known(std::size_t receiver) const { return known_[receiver] != 0; }
  const ReceiverSun& at(std::size_t receiver) const { return results_[receiver]; }
  std::uint64_t rays() const { return rays_; }  ///< lines of sight asked so far

 private:
  twin::Status compute_these(const geo::Occlusion& occlusion, std::span<const std::uint32_t> chosen, Sink& sink, double from, double to);

  SunSky sky_;
  std::vector<Receiver> receivers_;
  SunMethod method_;
  unsigned threads_;
  SunPaths paths_;
  std::vector<ReceiverSun> results_;
  std::vector<std::uint8_t> known_;
  std::uint64_t rays_ = 0;
};

}  // namespace sim
