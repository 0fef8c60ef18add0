#include "geo/solid/plain_inset.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// Sine of the least turn at a corner that is intersected.
constexpr double kStraight = 1e-6;
/// Rings with reflex corners and more corners than this take the general way: pairs of edges are compared.
constexpr std::size_t kMostCorners = 200;
/// Edges that are no neighbours lie this far apart, m, or their meeting is left to exact arithmetic.
constexpr double kApart = 1e-4;

double cross(const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
  return a.x() * b.y() - a.y() * b.x();
}

/// True for a counter-clockwise ring that turns left everywhere and once round: simple without looking at pairs.
bool turns_left_once(const LocalRing& ring) {
  const std::size_t n = ring.size();
  int changes = 0;
  Eigen::Vector2d before = ring[0] - ring[n - 1];
  bool was_up = before.y() > 0 || (before.y() == 0 && before.x() > 0);
  for (std::size_t i = 0; i < n; ++i) {
    const Eigen::Vector2d after = ring[(i + 1) % n] - ring[i];
    if (!(cross(before, after) > kStraight * (before.norm() * after.norm()))) return false;
    const bool up = after.y() > 0 || (after.y() == 0 && after.x() > 0);
    changes += up != was_up;
    was_up = up;
    before = after;
  }
  return changes == 2;
}

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

/// No two edges that are no neighbours come near each other.
bool edges_are_apart(const LocalRing& ring) {
  const std::size_t n = ring.size();
  for (std::size_t i = 0; i < n; ++i) {
    const auto &a = ring[i], &b = ring[i + 1 == n ? 0 : i + 1];
    for (std::size_t j = i + 2; j < n; ++j) {
      if (i == 0 && j + 1 == n) continue;
      if (!are_apart(a, b, ring[j], ring[j + 1 == n ? 0 : j + 1])) return false;
    }
  }
  return true;
}

double distance_to_segment(const Eigen::Vector2d& p, const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
  const Eigen::Vector2d along = b - a;
  const double t = std::clamp((p - a).dot(along) / along.squaredNorm(), 0.0, 1.0);
  return (p - a - t * along).norm();
}

}  // namespace

bool is_plainly_simple(const LocalRing& ring) {
  const std::size_t n = ring.size();
  if (n < 3) return false;
  if (turns_left_once(ring)) return true;
  if (n > kMostCorners) return false;
  for (std::size_t i = 0; i < n; ++i) {
    const Eigen::Vector2d before = ring[i] - ring[(i + n - 1) % n], after = ring[(i + 1) % n] - ring[i];
    const double size = before.norm() * after.norm();
    if (!(size > kApart * kApart)) return false;
    if (before.dot(after) < 0 && !(std::abs(cross(before, after)) > kStraight * size)) return false;
  }
  return edges_are_apart(ring);
}

std::optional<LocalRing> plain_inset(const LocalRing& ring, double distance_m) {
  const std::size_t n = ring.size();
  if (n < 3) return std::nullopt;
  LocalRing out;
  out.reserve(n);
  bool reflex = false;
  Eigen::Vector2d before = (ring[0] - ring[n - 1]).normalized();
  for (std::size_t i = 0; i < n; ++i) {
    const Eigen::Vector2d after = (ring[i + 1 == n ? 0 : i + 1] - ring[i]).normalized();
    const double sine = cross(before, after);
    if (!(std::abs(sine) >= kStraight)) return std::nullopt;
    reflex |= sine < 0;
    // Both shifted lines meet at the corner plus a vector u with cross(before, u) = cross(after, u) = distance.
    out.push_back(ring[i] + (after - before) * (distance_m / sine));
    before = after;
  }
  for (std::size_t i = 0; i < n; ++i) {  // a turned edge has been consumed on the way in
    const std::size_t next = i + 1 == n ? 0 : i + 1;
    const Eigen::Vector2d was = ring[next] - ring[i], is = out[next] - out[i];
    if (!(was.dot(is) > 1e-9 * was.squaredNorm())) return std::nullopt;
  }
  if (!reflex) return out;
  if (n > kMostCorners) return std::nullopt;
  // A reflex corner that has run into another edge is behind it now: the ring crosses itself, or the corner is nearer
  // to that edge than the distance.
  if (!edges_are_apart(out)) return std::nullopt;
  for (std::size_t i = 0; i < n; ++i) {
    const Eigen::Vector2d in = ring[i] - ring[(i + n - 1) % n], leaving = ring[(i + 1) % n] - ring[i];
    if (cross(in, leaving) >= 0) continue;
    for (std::size_t j = 0; j < n; ++j) {
      if (distance_to_segment(out[i], ring[j], ring[j + 1 == n ? 0 : j + 1]) < distance_m * (1 - 1e-6)) return std::nullopt;
    }
  }
  return out;
}

}  // namespace geo
