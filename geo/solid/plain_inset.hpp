#pragma once

#include <array>
#include <optional>

#include "geo/solid/local_plan.hpp"

namespace geo {

/// A ring (counter-clockwise, no holes) whose edges are measured once, for the two questions that nearly every parcel asks.
///
/// Both answer by margins of 0.1 mm, and say nothing where less decides: coordinates about a corner of the ring carry errors of 1e-9 m.
class PlainRing {
 public:
  static constexpr std::size_t kMostCorners = 200;

  /// @param ring  at most `kMostCorners` corners count; a larger ring answers nothing
  explicit PlainRing(const LocalRing& ring);

  /// True for a ring that is simple by far: it turns left everywhere and once round, or turns once round a point that lies to the
  /// left of all its edges, or no two edges that are no neighbours come near each other. False says nothing.
  bool is_simple() const;

  /// Set-back of a simple ring in one pass, edges moved and neighbours intersected, where that is the straight skeleton's
  /// offset: no edge vanishes on the way, and no reflex corner runs into another edge. Else nothing.
  ///
  /// Edges' lengths, a point's distances to their lines and a corner's place along them change evenly with the distance, so
  /// that both ends of the way prove what lies between.
  std::optional<LocalRing> inset(double distance_m) const;

 private:
  bool turns_left_once() const;
  bool turns_once_round_middle() const;
  bool edges_are_apart() const;
  bool corner_stays_clear(std::size_t corner, const LocalRing& ways, double distance_m) const;

  const LocalRing& ring_;
  std::size_t count_ = 0;  ///< 0: answers nothing
  bool convex_ = true;     ///< no corner turns right
  double least_sight_m_ = 0;  ///< how far the middle lies to the left of the edges' lines, the least
  std::array<Eigen::Vector2d, kMostCorners> along_;  ///< unit direction of the edge that starts at each corner; unset beyond `count_`
  std::array<double, kMostCorners> length_m_;
};

}  // namespace geo
