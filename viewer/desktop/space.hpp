#pragma once

#include <array>
#include <cmath>

namespace viewer {

/// A point or direction of the scene frame: east, north, up in metres from the twin's scene origin.
struct Vector {
  double x = 0, y = 0, z = 0;
  Vector operator+(const Vector& other) const { return {x + other.x, y + other.y, z + other.z}; }
  Vector operator-(const Vector& other) const { return {x - other.x, y - other.y, z - other.z}; }
  Vector operator*(double factor) const { return {x * factor, y * factor, z * factor}; }
};

inline double dot(const Vector& a, const Vector& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vector cross(const Vector& a, const Vector& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline double length(const Vector& a) { return std::sqrt(dot(a, a)); }
/// The null vector stays what it is.
inline Vector normalised(const Vector& a) {
  const double size = length(a);
  return size > 0 ? a * (1 / size) : a;
}

/// Affine map, column-major like glTF and 3D Tiles.
struct Transform {
  std::array<double, 16> m{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  Vector direction(const Vector& v) const {
    return {m[0] * v.x + m[4] * v.y + m[8] * v.z, m[1] * v.x + m[5] * v.y + m[9] * v.z,
            m[2] * v.x + m[6] * v.y + m[10] * v.z};
  }
  Vector translation() const { return {m[12], m[13], m[14]}; }
  /// First `inner`, then this.
  Transform operator*(const Transform& inner) const {
    Transform product;
    for (std::size_t column = 0; column < 4; ++column) {
      for (std::size_t row = 0; row < 4; ++row) {
        double sum = 0;
        for (std::size_t k = 0; k < 4; ++k) sum += m[k * 4 + row] * inner.m[column * 4 + k];
        product.m[column * 4 + row] = sum;
      }
    }
    return product;
  }
};

/// Axis-parallel box; empty until something is added.
struct Extent {
  Vector low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
  bool empty() const { return low.x > high.x; }
  void add(const Vector& p) {
    low = {std::fmin(low.x, p.x), std::fmin(low.y, p.y), std::fmin(low.z, p.z)};
    high = {std::fmax(high.x, p.x), std::fmax(high.y, p.y), std::fmax(high.z, p.z)};
  }
  void add(const Extent& other) {
    if (other.empty()) return;
    add(other.low);
    add(other.high);
  }
  Vector centre() const { return (low + high) * 0.5; }
  double radius() const { return empty() ? 0 : length(high - low) * 0.5; }
};

}  // namespace viewer
