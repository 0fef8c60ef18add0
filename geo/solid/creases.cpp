#include "geo/solid/creases.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geo {
namespace {

constexpr double kBeside = 1e-7;  ///< metres by which the area may reach behind an edge's line
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Bounds {
  Eigen::Vector2d low = Eigen::Vector2d::Constant(kInfinity);
  Eigen::Vector2d high = -low;
};

Bounds bounds_of(const std::vector<LocalPolygon>& area) {
  Bounds out;
  for (const auto& polygon : area) {
    for (const auto& p : polygon.outer) {
      out.low = out.low.cwiseMin(p);
      out.high = out.high.cwiseMax(p);
    }
  }
  return out;
}

bool same(const HeightPlane& a, const HeightPlane& b, const Bounds& box) {
  if (std::abs(a.start_m - b.start_m) > 1e-9 || std::abs(a.slope - b.slope) > 1e-9 * b.slope) return false;
  for (const Eigen::Vector2d& p : {box.low, box.high, Eigen::Vector2d(box.low.x(), box.high.y())}) {
    if (std::abs(a.distance(p) - b.distance(p)) > kBeside) return false;
  }
  return true;
}

RoofLimit roof_limit(const HeightPlane& plane, const std::vector<LocalPolygon>& area) {
  double nearest = kInfinity, farthest = -kInfinity;
  for (const auto& polygon : area) {
    for (const auto& p : polygon.outer) {
      nearest = std::min(nearest, plane.distance(p));
      farthest = std::max(farthest, plane.distance(p));
    }
  }
  const double grade = plane.slope / plane.along.norm();
  RoofPlane sloped{-grade * plane.along.y(), grade * plane.along.x(), 0};
  sloped.c = plane.start_m - sloped.at(plane.edge_start);
  RoofLimit out{{}, plane.limit};
  if (nearest < -kBeside) out.planes.push_back({0, 0, plane.start_m});
  if (farthest > kBeside || out.planes.empty()) out.planes.push_back(sloped);
  return out;
}

/// The points p + t·u, and the stretches of t that are left.
class Probe {
 public:
  Probe(const Eigen::Vector2d& p, const Eigen::Vector2d& u) : p_(p), u_(u), left_{{-kInfinity, kInfinity}} {}

  /// Keeps where x >= low and so on.
  void keep_box(const Bounds& box) {
    for (int axis : {0, 1}) {
      keep(p_[axis] - box.low[axis], u_[axis]);
      keep(box.high[axis] - p_[axis], -u_[axis]);
    }
  }

  /// Keeps where `upper` is not below `lower` (by more than the slack).
  void keep_above(const RoofPlane& upper, const RoofPlane& lower, double slack) {
    keep(upper.at(p_) - lower.at(p_) + slack, rise(upper) - rise(lower));
  }

  /// Drops where `plane` lies above every plane of the limit (by more than the slack).
  void drop_above(const RoofPlane& plane, const RoofLimit& limit, double slack) {
    double from = -kInfinity, to = kInfinity;
    for (const auto& other : limit.planes) {
      const double k = plane.at(p_) - other.at(p_) - slack;
      const double m = rise(plane) - rise(other);
      if (m == 0) {
        if (k <= 0) return;
      } else if (m > 0) {
        from = std::max(from, -k / m);
      } else {
        to = std::min(to, -k / m);
      }
    }
    if (from >= to) return;
    std::vector<Stretch> out;
    for (const auto& s : left_) {
      if (s.from < std::min(s.to, from)) out.push_back({s.from, std::min(s.to, from)});
      if (std::max(s.from, to) < s.to) out.push_back({std::max(s.from, to), s.to});
    }
    left_ = std::move(out);
  }

  bool empty() const { return left_.empty(); }

  void add_to(std::vector<Segment>& out) const {
    for (const auto& s : left_) {
      if (s.to - s.from > kWeld / 2) out.push_back({p_ + s.from * u_, p_ + s.to * u_});
    }
  }

 private:
  struct Stretch {
    double from, to;
  };

  double rise(const RoofPlane& plane) const { return plane.a * u_.x() + plane.b * u_.y(); }

  /// Keeps where k + t·m >= 0.
  void keep(double k, double m) {
    if (m == 0) {
      if (k < 0) left_.clear();
      return;
    }
    for (auto& s : left_) {
      if (m > 0) s.from = std::max(s.from, -k / m);
      if (m < 0) s.to = std::min(s.to, -k / m);
    }
    std::erase_if(left_, [](const Stretch& s) { return s.from >= s.to; });
  }

  Eigen::Vector2d p_, u_;
  std::vector<Stretch> left_;
};

}  // namespace

double RoofLimit::at(const Eigen::Vector2d& p) const {
  double height = -kInfinity;
  for (const auto& plane : planes) height = std::max(height, plane.at(p));
  return height;
}

std::vector<RoofLimit> roof_limits(const HeightFunction& heights, const std::vector<LocalPolygon>& area) {
  std::vector<RoofLimit> out;
  if (heights.flat_m) out.push_back({{{0, 0, *heights.flat_m}}, 0});
  const Bounds box = bounds_of(area);
  std::vector<const HeightPlane*> taken;
  for (const auto& plane : heights.planes) {
    if (std::any_of(taken.begin(), taken.end(), [&](const auto* other) { return same(*other, plane, box); }))
      continue;
    taken.push_back(&plane);
    out.push_back(roof_limit(plane, area));
  }
  return out;
}

std::vector<Segment> creases(const std::vector<RoofLimit>& limits, const std::vector<LocalPolygon>& area) {
  Bounds box = bounds_of(area);
  const double size = (box.high - box.low).norm();
  const Eigen::Vector2d centre = (box.low + box.high) / 2;
  box.low.array() -= 1;  // beyond the boundary, so that every crease crosses it
  box.high.array() += 1;

  struct Piece {
    const RoofPlane* plane;
    const RoofLimit* limit;  ///< of a sloped plane
  };
  std::vector<Piece> pieces;
  const auto has_level = [&](double height) {
    return std::any_of(pieces.begin(), pieces.end(),
                       [&](const Piece& p) { return p.plane->steepness() == 0 && p.plane->c == height; });
  };
  for (const auto& limit : limits) {
    for (const auto& plane : limit.planes) {
      // Many sky planes may start at one height: their level parts are one plane.
      if (plane.steepness() > 0 || !has_level(plane.c))
        pieces.push_back({&plane, plane.steepness() > 0 ? &limit : nullptr});
    }
  }
  std::vector<Segment> out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    for (std::size_t j = i + 1; j < pieces.size(); ++j) {
      const RoofPlane &one = *pieces[i].plane, &two = *pieces[j].plane;
      const Eigen::Vector2d normal(one.a - two.a, one.b - two.b);
      const double steepness = normal.norm();
      const double steepest = one.steepness() + two.steepness();
      if (steepness <= 1e-12 * steepest) continue;  // parallel
      // The rounding of a height anywhere in the box.
      const double slack = 1e-9 + 1e-13 * (1 + steepest) * (1 + size);
      const double offset = (one.at(centre) - two.at(centre)) / steepness;
      Probe probe(centre - normal / steepness * offset, Eigen::Vector2d(-normal.y(), normal.x()) / steepness);
      probe.keep_box(box);
      for (const Piece& piece : {pieces[i], pieces[j]}) {
        if (piece.limit == nullptr) continue;
        for (const auto& plane : piece.limit->planes) probe.keep_above(*piece.plane, plane, slack);
      }
      for (const auto& limit : limits) {
        if (probe.empty()) break;
        probe.drop_above(one, limit, slack);
      }
      probe.add_to(out);
    }
  }
  return out;
}

}  // namespace geo
