#include "sim/sun/sun_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <optional>

#include "sim/run/in_blocks.hpp"
#include "sim/sun/horizon.hpp"
#include "twin_core/base/digest.hpp"

namespace sim {
namespace {

constexpr std::size_t kBlock = 256;

/// Work is counted in steps of the sun, some 150 ns each by either method: a look each half second of one thread.
constexpr std::size_t kStepsBetweenLooks = 3'500'000;
/// What a receiver costs besides: its lines of sight by horizons, its part in a list of partial results.
constexpr std::size_t kStepsOfHorizon = 4'000, kStepsOfRays = 200, kStepsOfPartial = 25;

twin::Problem cancelled() {
  return {"run-cancelled", "The run was cancelled before it ended.", "", "", "Run it again."};
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
                                     double from, double to, const Partial& partial, std::string_view keep_as) {
  // Square by square: neighbours share a path, and the same obstacles lie at hand.
  std::vector<std::uint32_t> in_order(chosen.begin(), chosen.end());
  std::stable_sort(in_order.begin(), in_order.end(), [&](std::uint32_t a, std::uint32_t b) { return paths_.square_of(a) < paths_.square_of(b); });
  chosen = in_order;
  const std::size_t each = sky_.steps().size() + (method_ == SunMethod::kHorizon ? kStepsOfHorizon : kStepsOfRays);
  const std::size_t between_looks = std::max<std::size_t>(4, kStepsBetweenLooks / each);
  const std::size_t between_partials = std::max(between_looks, kStepsOfPartial * receivers_.size() / each);  // a tenth of the time at most
  std::size_t told = 0;
  for (std::size_t start = 0; start < chosen.size(); start += between_looks) {
    if (start > 0 && !keep_as.empty()) sink.keep([&] { return state(keep_as); });
    if (sink.cancelled()) return cancelled();
    if (partial && start - told >= between_partials) {
      partial(*this);
      told = start;
    }
    std::atomic<std::uint64_t> asked{0};
    const auto part = chosen.subspan(start, std::min(between_looks, chosen.size() - start));
    in_blocks(part.size(), std::clamp<std::size_t>(between_looks / 8, 1, kBlock), threads_, [&](std::size_t first, std::size_t last) {
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
    rays_ += asked;
    sink.progress(from + (to - from) * static_cast<double>(start + part.size()) / static_cast<double>(chosen.size()), "sun");
  }
  return twin::Done{};
}

// The name and what it was computed with in one line, the digest of the rest, then the rest: lines of sight, which receivers are known, and
// of each two numbers of microseconds, in this machine's order.
std::string SunField::state(std::string_view name) const {
  std::string rest(reinterpret_cast<const char*>(&rays_), sizeof rays_);
  rest.append(reinterpret_cast<const char*>(known_.data()), known_.size());
  for (const ReceiverSun& one : results_) {
    for (const std::int64_t number : {std::int64_t{one.lit.count()}, std::int64_t{one.bound.count()}}) {
      rest.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
  }
  return fmt::format("{} {} {} {}\n{}", name, static_cast<int>(method_), sky_.steps().size(), results_.size(), twin::sha256(rest).hex()) + rest;
}

bool SunField::take_state(std::string_view name, const std::string& text) {
  const std::string line = fmt::format("{} {} {} {}\n", name, static_cast<int>(method_), sky_.steps().size(), results_.size());
  constexpr std::size_t kDigest = 64;
  if (text.size() != line.size() + kDigest + sizeof rays_ + results_.size() * (1 + 2 * sizeof(std::int64_t)) || !text.starts_with(line)) return false;
  const std::string_view rest = std::string_view(text).substr(line.size() + kDigest);
  if (twin::sha256(rest).hex() != std::string_view(text).substr(line.size(), kDigest)) return false;
  const char* at = rest.data();
  std::memcpy(&rays_, at, sizeof rays_);
  at += sizeof rays_;
  std::memcpy(known_.data(), at, known_.size());
  at += known_.size();
  for (ReceiverSun& one : results_) {
    std::int64_t numbers[2];
    std::memcpy(numbers, at, sizeof numbers);
    at += sizeof numbers;
    one = {std::chrono::microseconds(numbers[0]), std::chrono::microseconds(numbers[1])};
  }
  return true;
}

twin::Status SunField::compute(const geo::Occlusion& occlusion, Sink& sink, const Partial& partial, std::string_view keep_as) {
  constexpr std::size_t kCoarsest = 64, kCoarse = 8;
  std::vector<std::uint32_t> chosen;
  double done = 0;
  std::vector<std::uint8_t> finished(receivers_.size());
  if (!keep_as.empty() && take_state(keep_as, sink.kept())) {
    finished = known_;
    sink.gone_on();
    done = static_cast<double>(std::count(known_.begin(), known_.end(), 1)) / static_cast<double>(std::max<std::size_t>(1, receivers_.size()));
    sink.progress(done, "sun");
    if (partial) partial(*this);
  }
  for (const std::size_t stride : {kCoarsest, kCoarse, std::size_t{1}}) {
    chosen.clear();
    for (std::size_t i = 0; i < receivers_.size(); i += stride) {
      const bool before = stride != kCoarsest && i % (stride == 1 ? kCoarse : kCoarsest) == 0;
      if (!before && !finished[i]) chosen.push_back(static_cast<std::uint32_t>(i));
    }
    const double share = static_cast<double>(chosen.size()) / static_cast<double>(std::max<std::size_t>(1, receivers_.size()));
    TWIN_CHECK(compute_these(occlusion, chosen, sink, done, done + share, partial, keep_as));
    done += share;
    if (!keep_as.empty()) sink.keep([&] { return state(keep_as); });
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
  TWIN_CHECK(compute_these(occlusion, chosen, sink, 0, 1, {}, {}));
  return chosen.size();
}

}  // namespace sim
