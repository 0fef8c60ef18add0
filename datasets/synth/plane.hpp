#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace datasets {

/// A place in the flat plane of the synthetic city, metres; x to its "east", y to its "north". Only + - * /
/// and square roots are used on these numbers: IEEE 754 rounds them alike on every machine.
struct Spot {
  double x = 0, y = 0;
  friend Spot operator+(Spot a, Spot b) { return {a.x + b.x, a.y + b.y}; }
  friend Spot operator-(Spot a, Spot b) { return {a.x - b.x, a.y - b.y}; }
  friend Spot operator*(Spot a, double k) { return {a.x * k, a.y * k}; }
};

double length(Spot a);
double cross(Spot a, Spot b);

/// Corners counter-clockwise; side i joins corners i and i + 1.
using Quad = std::array<Spot, 4>;

/// An infinite line through a with direction d.
struct Line {
  Spot a, d;
};

/// The line through side i, moved to the left of its direction (inwards) by that many metres.
Line side_line(const Quad& quad, std::size_t side, double inwards = 0);
Spot meeting(const Line& one, const Line& other);

/// The quad with each side moved inwards by its own distance.
Quad inset(const Quad& quad, const std::array<double, 4>& inwards);
Quad inset(const Quad& quad, double inwards);

/// A right-angled building ground inside a block: `u` along its south side, `v` across it.
class Ground {
 public:
  /// The upright rectangle that lies wholly inside the quad.
  explicit Ground(const Quad& plot);

  double width() const { return width_; }  ///< along u
  double depth() const { return depth_; }  ///< along v
  Spot at(double u, double v) const;       ///< 0 <= u <= width, 0 <= v <= depth
  /// A rectangle with side 0 along u.
  Quad box(double u, double v, double along_u, double along_v) const;
  /// The same with side 0 along v: roofs that follow side 0 are turned by a right angle.
  Quad turned_box(double u, double v, double along_u, double along_v) const;
  std::vector<Spot> ring(const std::vector<Spot>& local) const;

 private:
  Spot origin_, u_, v_;
  double width_ = 0, depth_ = 0;
};

}  // namespace datasets
