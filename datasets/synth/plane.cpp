#include "datasets/synth/plane.hpp"

#include <algorithm>
#include <cmath>

namespace datasets {
namespace {

double dot(Spot a, Spot b) {
  return a.x * b.x + a.y * b.y;
}

}  // namespace

double length(Spot a) {
  return std::sqrt(dot(a, a));
}
double cross(Spot a, Spot b) {
  return a.x * b.y - a.y * b.x;
}

Line side_line(const Quad& quad, std::size_t side, double inwards) {
  const Spot a = quad[side], d = quad[(side + 1) % 4] - a;
  const Spot left = Spot{-d.y, d.x} * (1 / length(d));
  return {a + left * inwards, d};
}

Spot meeting(const Line& one, const Line& other) {
  const double t = cross(other.a - one.a, other.d) / cross(one.d, other.d);
  return one.a + one.d * t;
}

Quad inset(const Quad& quad, const std::array<double, 4>& inwards) {
  Quad out;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t before = (i + 3) % 4;
    out[i] = meeting(side_line(quad, before, inwards[before]), side_line(quad, i, inwards[i]));
  }
  return out;
}

Quad inset(const Quad& quad, double inwards) {
  return inset(quad, {inwards, inwards, inwards, inwards});
}

Ground::Ground(const Quad& plot) {
  const Spot along = plot[1] - plot[0];
  u_ = along * (1 / length(along));
  v_ = {-u_.y, u_.x};
  std::array<double, 4> u{}, v{};
  for (std::size_t i = 0; i < 4; ++i) {
    u[i] = dot(plot[i] - plot[0], u_);
    v[i] = dot(plot[i] - plot[0], v_);
  }
  const double west = std::max(u[0], u[3]), east = std::min(u[1], u[2]);
  const double south = std::max(v[0], v[1]), north = std::min(v[2], v[3]);
  origin_ = plot[0] + u_ * west + v_ * south;
  width_ = east - west;
  depth_ = north - south;
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
