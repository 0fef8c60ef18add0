#include "sim/sun/sun_field.hpp"

#include <algorithm>
#include <atomic>
#include <optional>

#include "sim/run/in_blocks.hpp"
#include "sim/sun/horizon.hpp"

namespace sim {
namespace {

constexpr std::size_t kBlock = 256, kBetweenLooks = 16'384;

twin::Problem cancelled() {
  return {"run-cancelled", "The run was cancelled before it ended.", "", "", "Run it again; nothing of it was kept."};
}

/// The path over the square of the receiver asked last: neighbours mostly share one.
class PathAtHand {
 public:
  PathAtHand(const SunSky& sky, const SunPaths& paths) : sky_(sky), paths_(paths) {}

  const SunPath& over(std::size_t receiver) {
    const std::uint32_t square = paths_.square_of(receiver);
    if (path_ == nullptr || square_ != square) {
      square_ = square;
      path_ = paths_.kept(square);
      if (path_ == nullptr) {
        own_ = sky_.path_over(paths_.square(square));
        path_ = &own_;
      }
      band_.reset();
    }
    return *path_;
  }
  const SunBand& band() {
    if (!band_) {
      ways_ = ways_along(sky_, *path_);
      band_ = band_of(ways_);
    }
    return *band_;
  }
  /// After `band`.
  const std::vector<SunWay>& ways() const { return ways_; }

 private:
  const SunSky& sky_;
  const SunPaths& paths_;
  std::uint32_t square_ = 0;
  const SunPath* path_ = nullptr;
  SunPath own_;
  std::vector<SunWay> ways_;
  std::optional<SunBand> band_;
};

}  // namespace

SunField::SunField(SunSky sky, std::vector<Receiver> receivers, SunMethod method, unsigned threads)
    : sky_(std::move(sky)), receivers_(std::move(receivers)), method_(method), threads_(threads), paths_(sky_, receivers_, threads),
      results_(receivers_.size()), known_(receivers_.size()) {}

twin::Status SunField::compute_these(const geo::Occlusion& occlusion, std::span<const std::uint32_t> chosen, Sink& sink,
                                     double from, double to) {
  // Square by square: neighbours share a path, and the same obstacles lie at hand.
  std::vector<std::uint32_t> in_order(chosen.begin(), chosen.end());
  std::stable_sort(in_order.begin(), in_order.end(), [&](std::uint32_t a, std::uint32_t b) { return paths_.square_of(a) < paths_.square_of(b); });
  chosen = in_order;
  std::atomic<std::uint64_t> asked{0};
  for (std::size_t start = 0; start < chosen.size(); start += kBetweenLooks) {
    if (sink.cancelled()) return cancelled();
    const auto part = chosen.subspan(start, std::min(kBetweenLooks, chosen.size() - start));
    in_blocks(part.size(), kBlock, threads_, [&](std::size_t first, std::size_t last) {
      PathAtHand path(sky_, paths_);
      std::uint64_t rays = 0;
      for (std::size_t i = first; i < last; ++i) {
        const Receiver& receiver = receivers_[part[i]];
        const SunPath& here = path.over(part[i]);
        if (method_ == SunMethod::kRays) {
          results_[part[i]] = trace_sun(occlusion, sky_, here, receiver, rays);
        } else {
          const Horizon horizon = Horizon::around(occlusion, path.band(), receiver, rays);
          results_[part[i]] = look_up_sun(horizon, sky_, path.ways(), receiver);
        }
        known_[part[i]] = 1;
      }
      asked += rays;
    });
    sink.progress(from + (to - from) * static_cast<double>(start + part.size()) / static_cast<double>(chosen.size()), "sun");
  }
  rays_ += asked;
  return twin::Done{};
}

twin::Status SunField::compute(const geo::Occlusion& occlusion, Sink& sink, const Partial& partial) {
  constexpr std::size_t kCoarsest = 64, kCoarse = 8;
  std::vector<std::uint32_t> chosen;
  double done = 0;
  for (const std::size_t stride : {kCoarsest, kCoarse, std::size_t{1}}) {
    chosen.clear();
    for (std::size_t i = 0; i < receivers_.size(); i += stride) {
      const bool before = stride != kCoarsest && i % (stride == 1 ? kCoarse : kCoarsest) == 0;
      if (!before) chosen.push_back(static_cast<std::uint32_t>(i));
    }
    const double share = static_cast<double>(chosen.size()) / static_cast<double>(std::max<std::size_t>(1, receivers_.size()));
    TWIN_CHECK(compute_these(occlusion, chosen, sink, done, done + share));
    done += share;
    if (partial && stride != 1 && receivers_.size() > stride) partial(*this);
  }
  return twin::Done{};
}

twin::Result<std::size_t> SunField::update(const geo::Occlusion& occlusion, std::span<const twin::Box> changed, Sink& sink) {
  std::vector<std::uint8_t> reached(receivers_.size());
  in_blocks(receivers_.size(), kBlock, threads_, [&](std::size_t first, std::size_t last) {
    PathAtHand path(sky_, paths_);
    for (std::size_t i = first; i < last; ++i) {
      const SunPath& here = path.over(i);
      reached[i] = method_ == SunMethod::kRays ? can_reach(here, receivers_[i], changed) : can_reach(path.band(), receivers_[i], changed);
    }
  });
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (reached[i]) chosen.push_back(static_cast<std::uint32_t>(i));
  }
  TWIN_CHECK(compute_these(occlusion, chosen, sink, 0, 1));
  return chosen.size();
}

}  // namespace sim
