#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "twin_core/base/position.hpp"

namespace geo {

/// Numbers for positions; positions closer than the tolerance share one, the first to come gives
/// its coordinates.
class VertexIndex {
 public:
  explicit VertexIndex(double tolerance_m) : tolerance_(tolerance_m) {}

  std::uint32_t number_of(const twin::WorkingPosition& position);
  const twin::WorkingPosition& operator[](std::uint32_t number) const { return vertices_[number]; }
  std::size_t size() const { return vertices_.size(); }

 private:
  struct Cell {
    std::int64_t x = 0, y = 0, z = 0;
    bool operator==(const Cell&) const = default;
  };
  struct CellHash {
    std::size_t operator()(const Cell& c) const;
  };

  double tolerance_;
  std::vector<twin::WorkingPosition> vertices_;
  std::unordered_multimap<Cell, std::uint32_t, CellHash> cells_;
};

}  // namespace geo
