#include "geo/validate/vertex_index.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// Far beyond any coordinate on earth, and safe to convert and to add to.
constexpr double kFarthestCell = 4e18;

std::int64_t cell_of(double coordinate, double size) {
  const double cell = std::floor(coordinate / size);
  return static_cast<std::int64_t>(std::clamp(std::isnan(cell) ? 0 : cell, -kFarthestCell, kFarthestCell));
}

}  // namespace

std::size_t VertexIndex::CellHash::operator()(const Cell& c) const {
  std::uint64_t h = 0x9E3779B97F4A7C15ull;
  for (const std::int64_t v : {c.x, c.y, c.z}) {
    h ^= static_cast<std::uint64_t>(v);
    h *= 0xFF51AFD7ED558CCDull;
    h ^= h >> 32;
  }
  return static_cast<std::size_t>(h);
}

std::uint32_t VertexIndex::number_of(const twin::WorkingPosition& position) {
  const Cell home{cell_of(position.east, tolerance_), cell_of(position.north, tolerance_),
                  cell_of(position.up, tolerance_)};
  for (std::int64_t dx = -1; dx <= 1; ++dx) {
    for (std::int64_t dy = -1; dy <= 1; ++dy) {
      for (std::int64_t dz = -1; dz <= 1; ++dz) {
        const auto [begin, end] = cells_.equal_range({home.x + dx, home.y + dy, home.z + dz});
        for (auto it = begin; it != end; ++it) {
          if ((vertices_[it->second] - position).vector().norm() <= tolerance_) return it->second;
        }
      }
    }
  }
  const auto number = static_cast<std::uint32_t>(vertices_.size());
  vertices_.push_back(position);
  cells_.emplace(home, number);
  return number;
}

}  // namespace geo
