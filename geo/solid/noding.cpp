#include "geo/solid/noding.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// Points by number; asking for one within kWeld of a known one gives the known one.
class Points {
 public:
  /// A corner of the first zone stays apart from its other corners however near.
  std::size_t add_corner(const Eigen::Vector2d& p) {
    at_.push_back(p);
    return at_.size() - 1;
  }
  std::size_t add(const Eigen::Vector2d& p) {
    for (std::size_t i = 0; i < at_.size(); ++i) {
      if ((at_[i] - p).cwiseAbs().maxCoeff() <= kWeld) return i;
    }
    return add_corner(p);
  }
  const Eigen::Vector2d& operator[](std::size_t i) const { return at_[i]; }

  /// Points near the open line between two, in order from `a`.
  std::vector<std::size_t> along(std::size_t a, std::size_t b) const {
    const Eigen::Vector2d direction = at_[b] - at_[a];
    const double length = direction.norm();
    std::vector<std::pair<double, std::size_t>> found;
    for (std::size_t i = 0; i < at_.size(); ++i) {
      if (i == a || i == b) continue;
      const Eigen::Vector2d to = at_[i] - at_[a];
      const double t = to.dot(direction) / length;
      if (t <= 0 || t >= length) continue;
      if (std::abs(direction.x() * to.y() - direction.y() * to.x()) <= kWeld * length)
        found.emplace_back(t, i);
    }
    std::sort(found.begin(), found.end());
    std::vector<std::size_t> out{a};
    for (const auto& [t, i] : found) out.push_back(i);
    out.push_back(b);
    return out;
  }

 private:
  std::vector<Eigen::Vector2d> at_;
};

}  // namespace

std::vector<RoofLine> noded(const std::vector<std::vector<LocalPolygon>>& zones,
                            const std::vector<Segment>& creases) {
  struct Line {
    std::size_t from, to;
    int zone;
  };
  Points points;
  std::vector<Line> lines;
  const auto add_ring = [&](const LocalRing& ring, int zone) {
    std::vector<std::size_t> numbers;
    for (const auto& p : ring) numbers.push_back(zone == 0 ? points.add_corner(p) : points.add(p));
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto to = numbers[(i + 1) % ring.size()];
      if (numbers[i] != to) lines.push_back({numbers[i], to, zone});
    }
  };
  for (std::size_t zone = 0; zone < zones.size(); ++zone) {
    for (const auto& polygon : zones[zone]) {
      add_ring(polygon.outer, static_cast<int>(zone));
      for (const auto& hole : polygon.holes) add_ring(hole, static_cast<int>(zone));
    }
  }
  for (const auto& crease : creases) {
    const auto from = points.add(crease.from), to = points.add(crease.to);
    if (from != to) lines.push_back({from, to, -1});
  }
  std::vector<RoofLine> out;
  for (const auto& line : lines) {
    const auto way = points.along(line.from, line.to);
    for (std::size_t i = 0; i + 1 < way.size(); ++i)
      out.push_back({points[way[i]], points[way[i + 1]], line.zone});
  }
  return out;
}

}  // namespace geo
