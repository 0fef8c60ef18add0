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
double dot(Spot a, Spot b);
double cross(Spot a, Spot b);
Spot unit(Spot a);          ///< of length 1; a is not zero
Spot left_of(Spot a);       ///< turned a quarter counter-clockwise

/// Corners counter-clockwise; side i joins corners i and i + 1.
using Quad = std::array<Spot, 4>;

/// A simple ring, counter-clockwise, the first corner not repeated.
using Polygon = std::vector<Spot>;

double area_m2(const Polygon& ring);
Spot middle_of(const Polygon& ring);  ///< mean of the corners

/// Each side moved inwards by its own distance, same number of corners. Empty when a side turns round, that
/// is when the polygon is too narrow.
Polygon inset(const Polygon& ring, const std::vector<double>& inwards);
Polygon inset(const Polygon& ring, double inwards);
Quad inset(const Quad& quad, double inwards);

/// Metres from a spot inside the ring to its nearest side; negative outside.
double depth_inside(const Polygon& ring, Spot spot);

/// Whether two convex quads have a point in common.
bool meet(const Quad& one, const Quad& other);

/// A right-angled building ground: `u` along one side of a polygon, `v` across it.
class Ground {
 public:
  /// A large rectangle inside the polygon, along its longest straight run; of no size when none fits.
  explicit Ground(const Polygon& plot);

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

/// The box around a polygon along its longest side: the frame of rows of houses.
struct Frame {
  explicit Frame(const Polygon& plot);
  Spot origin, u, v;
  double width = 0, depth = 0;
  Quad box(double from_u, double from_v, double along_u, double along_v) const;
};

}  // namespace datasets
