#include "geo/solid/wavefront.hpp"

#include <algorithm>
#include <cmath>

#include "geo/solid/moving_edges.hpp"

namespace geo {
namespace {

using Eigen::Vector2d;

constexpr double kMargin = 1e-6;     ///< of a decision, metres of place or of distance
constexpr double kLargest = 3'000;   ///< extent of a ring, m
constexpr double kLeastTurn = 1e-3;  ///< sine between edges that meet anew
constexpr double kLeastRate = 1e-2;  ///< metres that a vanishing edge shrinks per metre of way
constexpr double kBeside = 1e-3;     ///< metres by which a corner misses the end of an edge, and comes nearer to its line
constexpr double kStraight = 1e-9;
constexpr double kNever = std::numeric_limits<double>::infinity();

struct Edge {
  Vector2d along, start;  ///< unit direction, a point of its line at the beginning
};

/// A corner's place at distance 0, though it may have come to be later, and its way.
struct Corner {
  Vector2d origin, way;
  bool reflex = false;
  Vector2d at(double distance) const { return origin + distance * way; }
};

/// A ring of the front: corner k lies between edges k - 1 and k.
struct Front {
  std::vector<std::uint32_t> edges;
  std::vector<Corner> corners;
  double since = 0;

  std::size_t size() const { return edges.size(); }
  std::size_t after(std::size_t k) const { return k + 1 == size() ? 0 : k + 1; }
  std::size_t before(std::size_t k) const { return k == 0 ? size() - 1 : k - 1; }
};

/// What happens first in a front.
struct Event {
  double at = kNever;
  double next = kNever;  ///< when something else happens
  std::size_t edge = 0, corner = 0;
  bool splits = false;

  void offer(double when, std::size_t on_edge, std::size_t of_corner, bool split) {
    if (when < at) {
      next = at;
      at = when;
      edge = on_edge;
      corner = of_corner;
      splits = split;
    } else {
      next = std::min(next, when);
    }
  }
};

class Wavefront {
 public:
  Wavefront(const LocalRing& ring, double distance) : ring_(ring), distance_(distance) {}

  std::optional<std::vector<LocalRing>> run() {
    if (!begin()) return std::nullopt;
    while (!open_.empty()) {
      Front front = std::move(open_.back());
      open_.pop_back();
      if (!advance(std::move(front))) return std::nullopt;
    }
    return std::move(done_);
  }

 private:
  bool begin() {
    const std::size_t n = ring_.size();
    Front front;
    edges_.reserve(n);
    front.edges.reserve(n);
    front.corners.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
      const Vector2d along = ring_[i + 1 == n ? 0 : i + 1] - ring_[i];
      if (ring_[i].cwiseAbs().maxCoeff() > kLargest || !(along.norm() > kMargin)) return false;
      edges_.push_back({along.normalized(), ring_[i]});
      front.edges.push_back(static_cast<std::uint32_t>(i));
    }
    for (std::size_t i = 0; i < n; ++i) {
      const Vector2d &before = edges_[i == 0 ? n - 1 : i - 1].along, &after = edges_[i].along;
      const double sine = cross(before, after);
      if (before.dot(after) < 0 && !(std::abs(sine) > kLeastSpike)) return false;
      front.corners.push_back({ring_[i], corner_way(before, after), !(sine > kStraight)});
    }
    open_.push_back(std::move(front));
    return true;
  }

  /// The corner of two edges that were no neighbours before.
  std::optional<Corner> meet(std::uint32_t before, std::uint32_t after) const {
    const Edge &a = edges_[before], &b = edges_[after];
    const double sine = cross(a.along, b.along);
    if (!(std::abs(sine) > kLeastTurn)) return std::nullopt;
    const Vector2d origin = b.start - b.along * (cross(a.along, b.start - a.start) / sine);
    return Corner{origin, corner_way(a.along, b.along), sine < 0};
  }

  const Vector2d& along(const Front& front, std::size_t k) const { return edges_[front.edges[k]].along; }

  /// When edges vanish, until the distance and the margin. False: too slow to say.
  bool find_vanishing(const Front& front, Event& event) const {
    for (std::size_t k = 0; k < front.size(); ++k) {
      const Corner &start = front.corners[k], &end = front.corners[front.after(k)];
      const double length = along(front, k).dot(end.origin - start.origin), grows = along(front, k).dot(end.way - start.way);
      if (length + grows * (distance_ + kMargin) > kMargin) continue;
      if (!(grows < -kLeastRate)) return false;
      event.offer(-length / grows, k, k, false);
    }
    return true;
  }

  /// When reflex corners reach other edges, until `until`. False: too close to say.
  bool find_splits(const Front& front, double until, Event& event) const {
    for (std::size_t corner = 0; corner < front.size(); ++corner) {
      if (!front.corners[corner].reflex) continue;
      const Vector2d from = front.corners[corner].at(front.since), to = front.corners[corner].at(until);
      for (std::size_t step = 2; step + 2 < front.size(); ++step) {
        const std::size_t edge = (corner + step) % front.size();
        const Corner &start = front.corners[edge], &end = front.corners[front.after(edge)];
        const Vector2d& direction = along(front, edge);
        const Vector2d start_from = start.at(front.since), start_to = start.at(until);
        const double above = cross(direction, from - start_from), above_then = cross(direction, to - start_to);
        if ((above > kMargin && above_then > kMargin) || (above < -kMargin && above_then < -kMargin)) continue;
        const double place = direction.dot(from - start_from), place_then = direction.dot(to - start_to);
        if (place < -kMargin && place_then < -kMargin) continue;
        const double left = direction.dot(end.at(front.since) - from), left_then = direction.dot(end.at(until) - to);
        if (left < -kMargin && left_then < -kMargin) continue;
        if (!(std::abs(above - above_then) > kBeside)) return false;
        const double share = above / (above - above_then);
        const double place_there = place + share * (place_then - place), left_there = left + share * (left_then - left);
        if (place_there < -kBeside || left_there < -kBeside) continue;
        if (place_there < kBeside || left_there < kBeside || above < kMargin) return false;
        event.offer(front.since + share * (until - front.since), edge, corner, true);
      }
    }
    return true;
  }

  /// From event to event, until the front has arrived, has vanished, or is cut in two.
  bool advance(Front front) {
    for (;;) {
      if (front.size() < 3) return true;
        if (std::none_of(front.corners.begin(), front.corners.end(), [](const Corner& c) { return c.reflex; })) return cut_by_half_planes(front);
      Event event;
      if (!find_vanishing(front, event)) return false;
      if (!find_splits(front, std::min(event.at, distance_) + kMargin, event)) return false;
      if (event.at > distance_ + kMargin) return finish(front);
      if (event.at > distance_ - kMargin || event.at < front.since - kMargin || event.next < event.at + kMargin) return false;
      if (event.splits) return split(front, event);
      if (!leave_out(front, event)) return false;
    }
  }

  bool finish(const Front& front) {
    LocalRing out;
    for (const Corner& corner : front.corners) out.push_back(corner.at(distance_));
    if (!(signed_area(out) > kMargin)) return false;
    done_.push_back(std::move(out));
    return true;
  }

  bool leave_out(Front& front, const Event& event) const {
    const auto corner = meet(front.edges[front.before(event.edge)], front.edges[front.after(event.edge)]);
    if (!corner) return false;
    front.since = event.at;
    front.corners[front.after(event.edge)] = *corner;
    front.edges.erase(front.edges.begin() + static_cast<std::ptrdiff_t>(event.edge));
    front.corners.erase(front.corners.begin() + static_cast<std::ptrdiff_t>(event.edge));
    return true;
  }

  /// From the corner on to the edge that it has reached, and from that edge on to the corner.
  bool split(const Front& front, const Event& event) {
    const auto part = [&](std::size_t first, std::size_t last) {
      Front out;
      out.since = event.at;
      for (std::size_t k = first;; k = front.after(k)) {
        out.edges.push_back(front.edges[k]);
        out.corners.push_back(front.corners[k]);
        if (k == last) break;
      }
      const auto corner = meet(out.edges.back(), out.edges.front());
      if (!corner || out.size() < 3) return false;
      out.corners.front() = *corner;
      open_.push_back(std::move(out));
      return true;
    };
    return part(event.corner, event.edge) && part(event.edge, front.before(event.corner));
  }

  /// What of a convex front lies to the left of all its edges at a distance.
  LocalRing within_half_planes(const Front& front, double distance) const {
    LocalRing out;
    for (const Corner& corner : front.corners) out.push_back(corner.at(front.since));
    std::vector<double> inside;
    LocalRing cut;
    for (const std::uint32_t name : front.edges) {
      const Edge& edge = edges_[name];
      inside.clear();
      for (const auto& p : out) inside.push_back(cross(edge.along, p - edge.start) - distance);
      cut.clear();
      for (std::size_t i = 0; i < out.size(); ++i) {
        const std::size_t next = i + 1 == out.size() ? 0 : i + 1;
        if (inside[i] >= 0) cut.push_back(out[i]);
        if ((inside[i] >= 0) != (inside[next] >= 0)) cut.push_back(out[i] + (out[next] - out[i]) * (inside[i] / (inside[i] - inside[next])));
      }
      out.swap(cut);
    }
    return out;
  }

  bool cut_by_half_planes(const Front& front) {
    const LocalRing cut = within_half_planes(front, distance_);
    if (cut.empty()) return within_half_planes(front, distance_ - kMargin).empty();  // else too close to say
    LocalRing out;
    for (const auto& p : cut) {
      if (out.empty() || (p - out.back()).norm() > kMargin) out.push_back(p);
    }
    while (out.size() > 1 && (out.back() - out.front()).norm() <= kMargin) out.pop_back();
    if (out.size() < 3 || !(signed_area(out) > kMargin)) return false;
    done_.push_back(std::move(out));
    return true;
  }

  const LocalRing& ring_;
  double distance_;
  std::vector<Edge> edges_;
  std::vector<Front> open_;
  std::vector<LocalRing> done_;
};

}  // namespace

std::optional<std::vector<LocalRing>> wavefront_inset(const LocalRing& ring, double distance_m) {
  if (ring.size() < 3 || ring.size() > 200) return std::nullopt;
  return Wavefront(ring, distance_m).run();
}

}  // namespace geo
