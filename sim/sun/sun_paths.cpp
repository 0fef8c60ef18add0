#include "sim/sun/sun_paths.hpp"

#include <algorithm>
#include <utility>

#include "sim/run/in_blocks.hpp"

namespace sim {
namespace {

constexpr std::size_t kMost_bytes = 64U << 20;

}  // namespace

SunPaths::SunPaths(const SunSky& sky, const std::vector<Receiver>& receivers, unsigned threads) : square_of_(receivers.size()) {
  std::vector<SunSky::Square> of_each;
  of_each.reserve(receivers.size());
  for (const Receiver& receiver : receivers) of_each.push_back(sky.square_of({receiver.at.east, receiver.at.north}));
  squares_ = of_each;
  std::sort(squares_.begin(), squares_.end());
  squares_.erase(std::unique(squares_.begin(), squares_.end()), squares_.end());
  for (std::size_t i = 0; i < of_each.size(); ++i) {
    square_of_[i] = static_cast<std::uint32_t>(std::lower_bound(squares_.begin(), squares_.end(), of_each[i]) - squares_.begin());
  }
  if (squares_.size() * sky.steps().size() * sizeof(SunDirection) > kMost_bytes) return;
  std::vector<SunPath> kept(squares_.size());
  in_blocks(squares_.size(), 8, threads, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) kept[i] = sky.path_over(squares_[i]);
  });
  kept_ = std::make_shared<const std::vector<SunPath>>(std::move(kept));
}

}  // namespace sim
