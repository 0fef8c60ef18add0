#include "geo/solid/plain_inset.hpp"

#include <algorithm>
#include <cmath>

#include "geo/solid/moving_edges.hpp"

namespace geo {
namespace {

/// Sine of the least turn of a ring that is said to turn left everywhere.
constexpr double kStraight = 1e-9;
/// Edges that are no neighbours lie this far apart, m, or their meeting is left to others.
constexpr double kApart = 1e-4;

/// The segments from `a` to `b` and `c` to `d` are clearly apart: a line along one or the other lies between them.
bool are_apart(const Eigen::Vector2d& a, const Eigen::Vector2d& b, const Eigen::Vector2d& c, const Eigen::Vector2d& d) {
  if (std::max(a.x(), b.x()) + kApart < std::min(c.x(), d.x()) || std::max(c.x(), d.x()) + kApart < std::min(a.x(), b.x()) ||
      std::max(a.y(), b.y()) + kApart < std::min(c.y(), d.y()) || std::max(c.y(), d.y()) + kApart < std::min(a.y(), b.y()))
    return true;
  const auto one_side = [](const Eigen::Vector2d& p, const Eigen::Vector2d& q, const Eigen::Vector2d& r, const Eigen::Vector2d& s) {
    const Eigen::Vector2d along = q - p;
    const double slack = kApart * along.norm();
    const double first = cross(along, r - p), second = cross(along, s - p);
    return (first > slack && second > slack) || (first < -slack && second < -slack);
  };
  return one_side(a, b, c, d) || one_side(c, d, a, b);
}

/// Upper half plane, the way east counted in: a direction that turns once round changes twice.
bool is_up(const Eigen::Vector2d& v) { return v.y() > 0 || (v.y() == 0 && v.x() > 0); }

}  // namespace

PlainRing::PlainRing(const LocalRing& ring) : ring_(ring) {
  const std::size_t n = ring.size();
  if (n < 3 || n > kMostCorners) return;
  Eigen::Vector2d middle(0, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const Eigen::Vector2d edge = ring[i + 1 == n ? 0 : i + 1] - ring[i];
    const double length = std::sqrt(edge.squaredNorm());
    if (!(length > kApart)) return;
    length_m_[i] = length;
    along_[i] = edge / length;
    middle += ring[i];
  }
  middle /= static_cast<double>(n);
  least_sight_m_ = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < n; ++i) {
    const auto &before = along_[i == 0 ? n - 1 : i - 1], &after = along_[i];
    const double sine = cross(before, after);
    if (before.dot(after) < 0 && !(std::abs(sine) > kLeastSpike)) return;
    convex_ = convex_ && sine > kStraight;
    least_sight_m_ = std::min(least_sight_m_, cross(after, middle - ring[i]));
  }
  if (!convex_) {
    // The middle serves only where the ring goes once round it.
    int changes = 0;
    bool was = is_up(ring[n - 1] - middle);
    for (const auto& p : ring) {
      const bool up = is_up(p - middle);
      changes += up != was;
      was = up;
    }
    if (changes != 2) least_sight_m_ = 0;
  }
  count_ = n;
}

bool PlainRing::turns_left_once() const {
  if (!convex_) return false;
  int changes = 0;
  bool was = is_up(along_[count_ - 1]);
  for (std::size_t i = 0; i < count_; ++i) {
    const bool up = is_up(along_[i]);
    changes += up != was;
    was = up;
  }
  return changes == 2;
}

bool PlainRing::turns_once_round_middle() const { return !convex_ && least_sight_m_ > kApart; }

bool PlainRing::edges_are_apart() const {
  const std::size_t n = count_;
  for (std::size_t i = 0; i < n; ++i) {
    const auto &a = ring_[i], &b = ring_[i + 1 == n ? 0 : i + 1];
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j + 1 == n) continue;
      if (!are_apart(a, b, ring_[j], ring_[j + 1 == n ? 0 : j + 1])) return false;
    }
  }
  return true;
}

bool PlainRing::is_simple() const {
  return count_ != 0 && (turns_left_once() || turns_once_round_middle() || edges_are_apart());
}

/// A reflex corner meets no edge but its own and theirs while these keep a length.
bool PlainRing::corner_stays_clear(std::size_t corner, const LocalRing& ways, double distance_m) const {
  const std::size_t n = count_;
  const Eigen::Vector2d from = ring_[corner], to = from + distance_m * ways[corner];
  for (std::size_t step = 2; step + 2 < n; ++step) {
    const std::size_t edge = corner + step < n ? corner + step : corner + step - n, end = edge + 1 == n ? 0 : edge + 1;
    const Eigen::Vector2d start = ring_[edge], start_at_end = start + distance_m * ways[edge];
    const double before = cross(along_[edge], from - start), after = cross(along_[edge], to - start_at_end);
    if ((before > kApart && after > kApart) || (before < -kApart && after < -kApart)) continue;
    const double place = along_[edge].dot(from - start), place_at_end = along_[edge].dot(to - start_at_end);
    if (place < -kApart && place_at_end < -kApart) continue;
    const double over = place - length_m_[edge], over_at_end = along_[edge].dot(to - ring_[end] - distance_m * ways[end]);
    if (over > kApart && over_at_end > kApart) continue;
    return false;
  }
  return true;
}

std::optional<LocalRing> PlainRing::inset(double distance_m) const {
  const std::size_t n = count_;
  if (n == 0) return std::nullopt;
  LocalRing ways(n);
  for (std::size_t i = 0; i < n; ++i) ways[i] = corner_way(along_[i == 0 ? n - 1 : i - 1], along_[i]);
  for (std::size_t i = 0; i < n; ++i) {
    const double grows = along_[i].dot(ways[i + 1 == n ? 0 : i + 1] - ways[i]);
    if (!(length_m_[i] + distance_m * grows > kApart)) return std::nullopt;
  }
  // What still goes once round a point to the left of all edges has always done so on the way.
  if (!convex_ && !(least_sight_m_ > distance_m + kApart)) {
    for (std::size_t i = 0; i < n; ++i) {
      const bool left = cross(along_[i == 0 ? n - 1 : i - 1], along_[i]) > kStraight;
      if (!left && !corner_stays_clear(i, ways, distance_m)) return std::nullopt;
    }
  }
  for (std::size_t i = 0; i < n; ++i) ways[i] = ring_[i] + distance_m * ways[i];
  return ways;
}

}  // namespace geo
