#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "twin_core/base/position.hpp"

namespace geo {

/// A line of sight in the working frame, metres. The direction is a unit vector of east, north and up.
struct SightLine {
  twin::WorkingPosition from;
  twin::Offset<twin::Working> direction;
  double near_m = 0;
  double far_m = std::numeric_limits<double>::infinity();
};

/// What may have free sky below it: a bridge, a storey that stands out, a prism whose base is above the ground.
/// From above its foot it stands on whatever is below: where a line is cut, so are all lower ones up to the foot.
struct RaisedSurface {
  twin::Box box;
  double foot_m = 0;
};

/// Says which lines of sight are cut by a surface.
///
/// Lines are asked in bundles. The answers to a bundle depend on the bundle and the surfaces alone: not on other
/// bundles, on the thread that asks, or on the order in which the surfaces came. So whoever asks once more about one
/// receiver with the same bundle gets the same bits.
class Occlusion {
 public:
  virtual ~Occlusion() = default;

  /// `cut[i]` becomes 1 where a surface is met between near and far of `bundle[i]`, both sides counting, else 0.
  /// `cut` is as long as `bundle`. May be called from several threads at once.
  virtual void ask(std::span<const SightLine> bundle, std::span<std::uint8_t> cut) const = 0;

  /// The bundle of endless lines from one place. A line through the very edge of a surface may be answered otherwise than by `ask`.
  virtual void ask_from(const twin::WorkingPosition& from, std::span<const twin::Offset<twin::Working>> directions,
                        std::span<std::uint8_t> cut) const {
    std::vector<SightLine> bundle;
    bundle.reserve(directions.size());
    for (const auto& direction : directions) bundle.push_back({from, direction});
    ask(bundle, cut);
  }

  /// All surfaces whose foot lies above a level, the highest foot first.
  virtual void for_each_raised(double above_m, const std::function<void(const RaisedSurface&)>& visit) const = 0;
};

}  // namespace geo
