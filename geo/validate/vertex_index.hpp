#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "twin_core/base/position.hpp"

namespace geo {

/// Numbers for positions; positions closer than the tolerance share one, the first to come gives
/// its coordinates.
///
/// Positions lie in cells of sixteen tolerances, so that most of them need a look into one cell only and
/// yet no file can crowd a cell with more than some thousand of them.
class VertexIndex {
 public:
  /// @param tolerance_m  at least a nanometre is taken
  explicit VertexIndex(double tolerance_m) : tolerance_(std::max(tolerance_m, 1e-9)) {}

  std::uint32_t number_of(const twin::WorkingPosition& position);
  const twin::WorkingPosition& operator[](std::uint32_t number) const { return vertices_[number]; }
  std::size_t size() const { return vertices_.size(); }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Cell {
    std::int64_t x = 0, y = 0, z = 0;
    bool operator==(const Cell&) const = default;
  };

  static std::size_t hash_of(const Cell& cell);
  std::uint32_t find_in(const Cell& cell, const twin::WorkingPosition& position) const;
  void grow();

  double tolerance_;
  std::vector<twin::WorkingPosition> vertices_;
  std::vector<Cell> cells_;             ///< of the vertices
  std::vector<std::uint32_t> next_;     ///< vertex behind this one in its bucket
  std::vector<std::uint32_t> buckets_;  ///< first vertex; a power of two of them
};

}  // namespace geo
