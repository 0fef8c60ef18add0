#include "datasets/synth/plane.hpp"

#include <algorithm>
#include <cmath>

namespace datasets {

double dot(Spot a, Spot b) {
  return a.x * b.x + a.y * b.y;
}
double length(Spot a) {
  return std::sqrt(dot(a, a));
}
double cross(Spot a, Spot b) {
  return a.x * b.y - a.y * b.x;
}
Spot unit(Spot a) {
  return a * (1 / length(a));
}
Spot left_of(Spot a) {
  return {-a.y, a.x};
}

double area_m2(const Polygon& ring) {
  double twice = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    twice += cross(ring[i] - ring[0], ring[i + 1] - ring[0]);
  }
  return twice / 2;
}

Spot middle_of(const Polygon& ring) {
  Spot sum;
  for (Spot spot : ring) {
    sum = sum + spot;
  }
  return sum * (1 / static_cast<double>(ring.size()));
}

Polygon inset(const Polygon& ring, const std::vector<double>& inwards) {
  const std::size_t n = ring.size();
  Polygon out(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t before = (i + n - 1) % n;
    const Spot d = unit(ring[i] - ring[before]), e = unit(ring[(i + 1) % n] - ring[i]);
    const double turn = cross(d, e), a = inwards[before], b = inwards[i];
    if (turn < 0.2 && turn > -0.2) {  // a bend: along the bisector, which is stable where lines nearly agree
      const Spot both = left_of(d) + left_of(e);
      out[i] = ring[i] + both * ((a + b) / dot(both, both));
    } else {
      out[i] = ring[i] + (e * a - d * b) * (1 / turn);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    const Spot was = ring[(i + 1) % n] - ring[i], is = out[(i + 1) % n] - out[i];
    if (dot(was, is) < 0.5 * length(was)) {
      return {};
    }
  }
  return out;
}

Polygon inset(const Polygon& ring, double inwards) {
  return inset(ring, std::vector<double>(ring.size(), inwards));
}

Quad inset(const Quad& quad, double inwards) {
  const Polygon ring = inset(Polygon(quad.begin(), quad.end()), inwards);
  return ring.empty() ? quad : Quad{ring[0], ring[1], ring[2], ring[3]};
}

double depth_inside(const Polygon& ring, Spot spot) {
  bool inside = false;
  double nearest = 1e18;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Spot a = ring[i], b = ring[(i + 1) % ring.size()], d = b - a;
    if ((a.y > spot.y) != (b.y > spot.y) && spot.x < (b.x - a.x) * (spot.y - a.y) / (b.y - a.y) + a.x) {
      inside = !inside;
    }
    const double t = std::clamp(dot(spot - a, d) / dot(d, d), 0.0, 1.0);
    const Spot gap = spot - (a + d * t);
    nearest = std::min(nearest, dot(gap, gap));
  }
  return inside ? std::sqrt(nearest) : -std::sqrt(nearest);
}

bool meet(const Quad& one, const Quad& other) {
  auto is_apart = [](const Quad& a, const Quad& b) {  // by a side of a
    for (std::size_t i = 0; i < 4; ++i) {
      const Spot d = a[(i + 1) % 4] - a[i];
      bool all_right = true;
      for (Spot spot : b) {
        all_right = all_right && cross(d, spot - a[i]) <= 0;
      }
      if (all_right) {
        return true;
      }
    }
    return false;
  };
  return !is_apart(one, other) && !is_apart(other, one);
}

Frame::Frame(const Polygon& plot) {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < plot.size(); ++i) {
    if (length(plot[(i + 1) % plot.size()] - plot[i]) > length(plot[(longest + 1) % plot.size()] - plot[longest]) + 0.001) {
      longest = i;
    }
  }
  u = unit(plot[(longest + 1) % plot.size()] - plot[longest]);
  v = left_of(u);
  double west = 1e18, east = -1e18, south = 1e18, north = -1e18;
  for (Spot spot : plot) {
    west = std::min(west, dot(spot, u));
    east = std::max(east, dot(spot, u));
    south = std::min(south, dot(spot, v));
    north = std::max(north, dot(spot, v));
  }
  origin = u * west + v * south;
  width = east - west;
  depth = north - south;
}

Quad Frame::box(double from_u, double from_v, double along_u, double along_v) const {
  const Spot a = origin + u * from_u + v * from_v;
  return {a, a + u * along_u, a + u * along_u + v * along_v, a + v * along_v};
}

Ground::Ground(const Polygon& plot) {
  if (plot.empty()) {
    return;
  }
  const Frame frame(plot);
  const Spot middle = middle_of(plot) - frame.origin;
  const double mu = dot(middle, frame.u), mv = dot(middle, frame.v);
  double best = 0;
  for (int p = 20; p >= 6; --p) {
    for (int q = 20; q >= 6; --q) {
      const double w = frame.width * p / 20, d = frame.depth * q / 20;
      if (w * d <= best) {
        continue;
      }
      const Quad quad = frame.box(mu - w / 2, mv - d / 2, w, d);
      bool fits = true;
      for (std::size_t i = 0; i < 4 && fits; ++i) {
        for (int k = 0; k < 4 && fits; ++k) {
          fits = depth_inside(plot, quad[i] + (quad[(i + 1) % 4] - quad[i]) * (k / 4.0)) >= 0;
        }
      }
      if (fits) {
        best = w * d;
        origin_ = quad[0];
        width_ = w;
        depth_ = d;
      }
    }
  }
  u_ = frame.u;
  v_ = frame.v;
}

Spot Ground::at(double u, double v) const {
  return origin_ + u_ * u + v_ * v;
}

Quad Ground::box(double u, double v, double along_u, double along_v) const {
  return {at(u, v), at(u + along_u, v), at(u + along_u, v + along_v), at(u, v + along_v)};
}

Quad Ground::turned_box(double u, double v, double along_u, double along_v) const {
  const Quad q = box(u, v, along_u, along_v);
  return {q[1], q[2], q[3], q[0]};
}

std::vector<Spot> Ground::ring(const std::vector<Spot>& local) const {
  std::vector<Spot> out;
  for (Spot p : local) {
    out.push_back(at(p.x, p.y));
  }
  return out;
}

}  // namespace datasets
