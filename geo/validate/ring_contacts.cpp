#include "geo/validate/ring_contacts.hpp"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "geo/validate/pair_sweep.hpp"

namespace geo {
namespace {

using Point = Eigen::Vector2d;

/// Rounding of a position that was meant to lie on a line, metres.
constexpr double kTouchDistance = 1e-6;
/// A ring of less area than this, in m2 per metre of its length, encloses nothing.
constexpr double kThinnest = 1e-7;

double cross(const Point& a, const Point& b) {
  return a.x() * b.y() - a.y() * b.x();
}

double distance_to_segment(const Point& p, const Point& a, const Point& b) {
  const Point d = b - a;
  const double t = std::clamp((p - a).dot(d) / d.squaredNorm(), 0.0, 1.0);
  return (p - a - t * d).norm();
}

struct Segment {
  std::size_t ring = 0, at = 0;
  std::uint32_t from = 0, to = 0;
  Point a, b;
};

enum class Contact { kNone, kTouch, kCrossing };
struct Meeting {
  Contact contact = Contact::kNone;
  std::size_t count = 0;                     ///< of the vertices that lie on the other segment
  std::array<std::uint32_t, 4> vertices{};
};

Meeting meet(const Segment& s, const Segment& t) {
  Meeting out;
  const auto note = [&](std::uint32_t vertex, const Point& p, const Segment& other) {
    if (vertex == other.from || vertex == other.to ||
        distance_to_segment(p, other.a, other.b) <= kTouchDistance) {
      const auto end = out.vertices.begin() + static_cast<std::ptrdiff_t>(out.count);
      if (std::find(out.vertices.begin(), end, vertex) == end) out.vertices[out.count++] = vertex;
    }
  };
  note(s.from, s.a, t);
  note(s.to, s.b, t);
  note(t.from, t.a, s);
  note(t.to, t.b, s);
  if (out.count >= 2) {
    out.contact = Contact::kCrossing;  // they run along each other
  } else if (out.count == 1) {
    out.contact = Contact::kTouch;
  } else {
    const Point d = s.b - s.a, e = t.b - t.a;
    const bool apart = (cross(d, t.a - s.a) > 0) == (cross(d, t.b - s.a) > 0) ||
                       (cross(e, s.a - t.a) > 0) == (cross(e, s.b - t.a) > 0);
    if (!apart) out.contact = Contact::kCrossing;
  }
  return out;
}

class RingCheck {
 public:
  RingCheck(const IndexedFace& face, const VertexIndex& vertices, std::vector<GeometryFault>& faults)
      : face_(face), vertices_(vertices), faults_(faults) {}

  void run() {
    flatten();
    find_degenerate();
    find_duplicates();
    if (broken_) return;
    if (!compare_segments()) return too_many();
    if (broken_) return;
    relate_holes();
    if (broken_) return;
    if (work_ > kSweepBudget) return too_many();
    find_disconnection();
    find_orientation();
  }

 private:
  void fault(const char* code, std::size_t ring, std::string value, const char* remedy) {
    if (!reported_.insert({code, ring}).second) return;
    broken_ = true;
    faults_.push_back({code, fmt::format("ring {}", ring + 1), std::move(value), remedy});
  }

  void too_many() {
    faults_.push_back({"999",
                       {},
                       fmt::format("{} segments", segments_.size()),
                       "too many segments lie close together: crossings were not looked for"});
  }

  /// Into the coordinate plane that sees the polygon most squarely: two coordinates stay exact.
  void flatten() {
    const Eigen::Vector3d origin = vertices_[face_.rings[0][0]].vector();
    const auto local = [&](std::uint32_t v) -> Eigen::Vector3d { return vertices_[v].vector() - origin; };
    Eigen::Vector3d area = Eigen::Vector3d::Zero();
    const auto& outer = face_.rings[0];
    for (std::size_t i = 0; i < outer.size(); ++i)
      area += local(outer[i]).cross(local(outer[(i + 1) % outer.size()]));
    Eigen::Index dropped = 2;
    area.cwiseAbs().maxCoeff(&dropped);
    const Eigen::Index x = (dropped + 1) % 3, y = (dropped + 2) % 3;
    points_.reserve(face_.rings.size());
    segments_.reserve(std::accumulate(face_.rings.begin(), face_.rings.end(), std::size_t{0},
                                      [](std::size_t sum, const auto& ring) { return sum + ring.size(); }));
    for (std::size_t r = 0; r < face_.rings.size(); ++r) {
      const auto& ring = face_.rings[r];
      auto& points = points_.emplace_back();
      points.reserve(ring.size());
      for (const auto v : ring) points.emplace_back(local(v)[x], local(v)[y]);
      double twice = 0, length = 0;
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const std::size_t next = (i + 1) % ring.size();
        segments_.push_back({r, i, ring[i], ring[next], points[i], points[next]});
        twice += cross(points[i] - points[0], points[next] - points[0]);
        length += (points[next] - points[i]).norm();
      }
      areas_.push_back(twice / 2);
      lengths_.push_back(length);
    }
  }

  void find_degenerate() {
    for (std::size_t r = 0; r < face_.rings.size(); ++r) {
      auto ring = face_.rings[r];
      std::sort(ring.begin(), ring.end());
      if (std::adjacent_find(ring.begin(), ring.end()) != ring.end()) {
        fault("104", r, "a position occurs twice", "a ring may not touch itself; divide the polygon");
      } else if (std::abs(areas_[r]) <= kThinnest * lengths_[r]) {
        fault("104", r, "encloses no area", "leave the ring out");
      }
    }
  }

  void find_duplicates() {
    if (face_.rings.size() < 2) return;
    std::map<std::vector<std::uint32_t>, std::size_t> seen;
    for (std::size_t r = 0; r < face_.rings.size(); ++r) {
      auto key = face_.rings[r];
      std::sort(key.begin(), key.end());
      if (!seen.emplace(std::move(key), r).second) {
        fault("202", r, {}, "write each ring once");
      }
    }
  }

  bool compare_segments() {
    std::vector<SweepBox> boxes;
    boxes.reserve(segments_.size());
    for (const auto& s : segments_) {
      boxes.push_back(
          {std::min(s.a.x(), s.b.x()) - kTouchDistance, std::min(s.a.y(), s.b.y()) - kTouchDistance,
           std::max(s.a.x(), s.b.x()) + kTouchDistance, std::max(s.a.y(), s.b.y()) + kTouchDistance});
    }
    return for_overlapping_pairs(boxes, kSweepBudget, [&](std::size_t i, std::size_t j) {
      compare(segments_[i], segments_[j]);
      return true;
    });
  }

  void compare(const Segment& s, const Segment& t) {
    const Meeting meeting = meet(s, t);
    if (meeting.contact == Contact::kNone) return;
    const auto at = meeting.count == 0 ? s.from : meeting.vertices.front();
    if (s.ring == t.ring) {
      const std::size_t size = face_.rings[s.ring].size();
      const bool neighbours = (s.at + 1) % size == t.at || (t.at + 1) % size == s.at;
      if (neighbours && meeting.contact == Contact::kTouch) return;
      fault("104", s.ring, "near " + coordinates_of(vertices_[at]), "a ring may not cross or touch itself");
    } else if (meeting.contact == Contact::kCrossing) {
      fault("201", std::max(s.ring, t.ring), "near " + coordinates_of(vertices_[at]),
            "rings may touch in single points only");
    } else {
      touches_[at].insert(s.ring);
      touches_[at].insert(t.ring);
    }
  }

  enum class Side { kInside, kOutside, kOn };

  Side side_of(const Point& p, std::size_t ring) const {
    const auto& points = points_[ring];
    bool inside = false;
    for (std::size_t i = 0, j = points.size() - 1; i < points.size(); j = i++) {
      const Point &a = points[j], &b = points[i];
      if (distance_to_segment(p, a, b) <= kTouchDistance) return Side::kOn;
      if ((a.y() > p.y()) != (b.y() > p.y()) &&
          p.x() < a.x() + (p.y() - a.y()) / (b.y() - a.y()) * (b.x() - a.x())) {
        inside = !inside;
      }
    }
    return inside ? Side::kInside : Side::kOutside;
  }

  /// How the vertices and edge middles of one ring lie to another; one is enough where the two do not touch.
  void count_sides(std::size_t of, std::size_t to, bool all, std::size_t& inside, std::size_t& outside) {
    const auto& points = points_[of];
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (const Point& p : {points[i], Point((points[i] + points[(i + 1) % points.size()]) / 2)}) {
        work_ += points_[to].size();
        if (work_ > kSweepBudget) return;
        const Side side = side_of(p, to);
        inside += side == Side::kInside;
        outside += side == Side::kOutside;
        if (!all && side != Side::kOn) return;
      }
    }
  }

  void relate_holes() {
    if (points_.size() < 2) return;
    std::set<std::pair<std::size_t, std::size_t>> touching;
    for (const auto& [vertex, rings] : touches_) {
      for (const auto a : rings) {
        for (const auto b : rings) touching.insert({a, b});
      }
    }
    std::vector<SweepBox> boxes;
    for (const auto& points : points_) {
      SweepBox box{points[0].x(), points[0].y(), points[0].x(), points[0].y()};
      for (const Point& p : points) {
        box = {std::min(box.low_x, p.x()), std::min(box.low_y, p.y()), std::max(box.high_x, p.x()),
               std::max(box.high_y, p.y())};
      }
      boxes.push_back(box);
    }
    for (std::size_t r = 1; r < points_.size(); ++r) {
      std::size_t inside = 0, outside = 0;
      count_sides(r, 0, touching.contains({r, std::size_t{0}}), inside, outside);
      if (inside > 0 && outside > 0)
        fault("201", r, {}, "an inner ring lies inside the outer one as a whole");
      else if (outside > 0)
        fault("206", r, {}, "an inner ring lies inside the outer one");
    }
    if (broken_) return;
    for_overlapping_pairs(boxes, kSweepBudget, [&](std::size_t a, std::size_t b) {
      if (a == 0 || b == 0) return true;
      for (const auto& [of, to] : {std::pair(a, b), std::pair(b, a)}) {
        std::size_t inside = 0, outside = 0;
        count_sides(of, to, touching.contains({a, b}), inside, outside);
        if (inside == 0) continue;
        if (outside > 0)
          fault("201", std::max(a, b), {}, "inner rings may touch in single points only");
        else
          fault("207", of, fmt::format("inside ring {}", to + 1), "inner rings lie side by side");
      }
      return work_ <= kSweepBudget;
    });
  }

  /// Rings and the points where they touch are a graph; a loop in it cuts the interior in two.
  void find_disconnection() {
    if (touches_.empty()) return;
    std::vector<std::size_t> group(face_.rings.size() + touches_.size());
    std::iota(group.begin(), group.end(), std::size_t{0});
    const auto root = [&](std::size_t i) {
      while (group[i] != i) i = group[i] = group[group[i]];
      return i;
    };
    std::size_t node = face_.rings.size();
    for (const auto& [vertex, rings] : touches_) {
      for (const auto ring : rings) {
        if (root(node) == root(ring)) {
          fault("205", ring, "at " + coordinates_of(vertices_[vertex]),
                "divide the polygon where its rings touch");
          return;
        }
        group[root(node)] = root(ring);
      }
      ++node;
    }
  }

  void find_orientation() {
    for (std::size_t r = 1; r < areas_.size(); ++r) {
      if ((areas_[r] > 0) == (areas_[0] > 0)) {
        fault("208", r, {}, "inner rings turn the other way than the outer ring");
      }
    }
  }

  const IndexedFace& face_;
  const VertexIndex& vertices_;
  std::vector<GeometryFault>& faults_;
  std::vector<std::vector<Point>> points_;
  std::vector<Segment> segments_;
  std::vector<double> areas_, lengths_;
  std::map<std::uint32_t, std::set<std::size_t>> touches_;  ///< vertex → rings that meet there
  std::set<std::pair<std::string_view, std::size_t>> reported_;
  bool broken_ = false;
  std::size_t work_ = 0;
};

}  // namespace

void check_rings(const IndexedFace& face, const VertexIndex& vertices, std::vector<GeometryFault>& faults) {
  RingCheck(face, vertices, faults).run();
}

}  // namespace geo
