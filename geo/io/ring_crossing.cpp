#include "geo/io/ring_crossing.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace geo {
namespace {

using twin::PlanPosition;
using twin::PlanRing;

struct Segment {
  PlanPosition a, b;
  std::size_t ring = 0, index = 0, ring_size = 0;
  double low() const { return std::min(a.east, b.east); }
  double high() const { return std::max(a.east, b.east); }
};

/// Twice the signed area of the triangle a b c.
double turn(const PlanPosition& a, const PlanPosition& b, const PlanPosition& c) {
  return (b.east - a.east) * (c.north - a.north) - (b.north - a.north) * (c.east - a.east);
}

bool within(const Segment& s, const PlanPosition& p) {
  return p.east >= s.low() && p.east <= s.high() && p.north >= std::min(s.a.north, s.b.north) &&
         p.north <= std::max(s.a.north, s.b.north);
}

bool neighbours(const Segment& s, const Segment& t) {
  return s.ring == t.ring &&
         ((s.index + 1) % s.ring_size == t.index || (t.index + 1) % s.ring_size == s.index);
}

/// Where neighbours, which share a corner, also share more than it: the boundary folds back.
std::optional<PlanPosition> folding(const Segment& s, const Segment& t) {
  const Segment& first = (s.index + 1) % s.ring_size == t.index ? s : t;
  const Segment& second = &first == &s ? t : s;
  if (turn(first.a, first.b, second.b) != 0) return std::nullopt;
  const double along = (first.b.east - first.a.east) * (second.b.east - second.a.east) +
                       (first.b.north - first.a.north) * (second.b.north - second.a.north);
  if (along >= 0) return std::nullopt;
  return first.b;
}

std::optional<PlanPosition> meeting(const Segment& s, const Segment& t) {
  if (neighbours(s, t)) return folding(s, t);
  const double sa = turn(t.a, t.b, s.a), sb = turn(t.a, t.b, s.b);
  const double ta = turn(s.a, s.b, t.a), tb = turn(s.a, s.b, t.b);
  if (((sa > 0 && sb < 0) || (sa < 0 && sb > 0)) && ((ta > 0 && tb < 0) || (ta < 0 && tb > 0))) {
    const double share = sa / (sa - sb);
    return PlanPosition{s.a.east + share * (s.b.east - s.a.east),
                        s.a.north + share * (s.b.north - s.a.north)};
  }
  if (s.ring != t.ring) return std::nullopt;
  if (sa == 0 && within(t, s.a)) return s.a;
  if (sb == 0 && within(t, s.b)) return s.b;
  if (ta == 0 && within(s, t.a)) return t.a;
  if (tb == 0 && within(s, t.b)) return t.b;
  return std::nullopt;
}

/// All segments about a common origin, so that large eastings do not eat the digits.
std::vector<Segment> segments_of(std::span<const PlanRing* const> rings, const PlanPosition& origin) {
  std::vector<Segment> out;
  for (std::size_t r = 0; r < rings.size(); ++r) {
    const auto& ring = *rings[r];
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto& a = ring[i];
      const auto& b = ring[(i + 1) % ring.size()];
      out.push_back({{a.east - origin.east, a.north - origin.north},
                     {b.east - origin.east, b.north - origin.north},
                     r,
                     i,
                     ring.size()});
    }
  }
  return out;
}

}  // namespace

double signed_area(const PlanRing& ring) {
  double twice = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) twice += turn(ring[0], ring[i], ring[i + 1]);
  return twice / 2;
}

bool is_collinear(const PlanRing& ring) {
  return std::all_of(ring.begin(), ring.end(),
                     [&](const PlanPosition& p) { return turn(ring[0], ring[1], p) == 0; });
}

std::optional<PlanPosition> find_crossing(std::span<const PlanRing* const> rings) {
  if (rings.empty() || rings[0]->empty()) return std::nullopt;
  const auto origin = rings[0]->front();
  auto segments = segments_of(rings, origin);
  std::sort(segments.begin(), segments.end(), [](const Segment& s, const Segment& t) {
    return std::tuple(s.low(), s.ring, s.index) < std::tuple(t.low(), t.ring, t.index);
  });
  for (std::size_t i = 0; i < segments.size(); ++i) {
    for (std::size_t j = i + 1; j < segments.size() && segments[j].low() <= segments[i].high(); ++j) {
      if (const auto at = meeting(segments[i], segments[j])) {
        return PlanPosition{at->east + origin.east, at->north + origin.north};
      }
    }
  }
  return std::nullopt;
}

bool contains(const PlanRing& outer, const PlanRing& inner) {
  const auto inside = [&](const PlanPosition& p) {
    bool in = false;
    for (std::size_t i = 0; i < outer.size(); ++i) {
      const auto& a = outer[i];
      const auto& b = outer[(i + 1) % outer.size()];
      if (turn(a, b, p) == 0 && within({a, b, 0, 0, 0}, p)) return true;
      const bool spans = (a.north > p.north) != (b.north > p.north);
      if (spans && p.east < a.east + (p.north - a.north) / (b.north - a.north) * (b.east - a.east)) in = !in;
    }
    return in;
  };
  return std::all_of(inner.begin(), inner.end(), inside);
}

}  // namespace geo
