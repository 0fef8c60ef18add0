#include "geo/validate/vertex_index.hpp"

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

/// Far beyond any coordinate on earth, and safe to convert and to add to.
constexpr double kFarthestCell = 4e18;
constexpr double kTolerancesPerCell = 16;

std::int64_t cell_of(double coordinate, double size) {
  const double cell = std::floor(coordinate / size);
  return static_cast<std::int64_t>(std::clamp(std::isnan(cell) ? 0 : cell, -kFarthestCell, kFarthestCell));
}

}  // namespace

std::size_t VertexIndex::hash_of(const Cell& c) {
  std::uint64_t h = 0x9E3779B97F4A7C15ull;
  for (const std::int64_t v : {c.x, c.y, c.z}) {
    h ^= static_cast<std::uint64_t>(v);
    h *= 0xFF51AFD7ED558CCDull;
    h ^= h >> 32;
  }
  return static_cast<std::size_t>(h);
}

std::uint32_t VertexIndex::find_in(const Cell& cell, const twin::WorkingPosition& position) const {
  for (auto v = buckets_[hash_of(cell) & (buckets_.size() - 1)]; v != kNone; v = next_[v]) {
    if (cells_[v] == cell && (vertices_[v] - position).vector().squaredNorm() <= tolerance_ * tolerance_)
      return v;
  }
  return kNone;
}

void VertexIndex::grow() {
  buckets_.assign(std::max<std::size_t>(64, buckets_.size() * 2), kNone);
  for (std::uint32_t v = 0; v < vertices_.size(); ++v) {
    auto& bucket = buckets_[hash_of(cells_[v]) & (buckets_.size() - 1)];
    next_[v] = bucket;
    bucket = v;
  }
}

std::uint32_t VertexIndex::number_of(const twin::WorkingPosition& position) {
  if (vertices_.size() >= buckets_.size()) grow();
  const double size = tolerance_ * kTolerancesPerCell;
  const auto cell_at = [&](double shift) {
    return Cell{cell_of(position.east + shift, size), cell_of(position.north + shift, size),
                cell_of(position.up + shift, size)};
  };
  const Cell home = cell_at(0);
  if (const auto known = find_in(home, position); known != kNone) return known;
  const Cell low = cell_at(-tolerance_), high = cell_at(tolerance_);
  if (!(low == high)) {
    for (auto x = low.x; x <= high.x; ++x) {
      for (auto y = low.y; y <= high.y; ++y) {
        for (auto z = low.z; z <= high.z; ++z) {
          const Cell cell{x, y, z};
          if (cell == home) continue;
          if (const auto known = find_in(cell, position); known != kNone) return known;
        }
      }
    }
  }
  const auto number = static_cast<std::uint32_t>(vertices_.size());
  auto& bucket = buckets_[hash_of(home) & (buckets_.size() - 1)];
  vertices_.push_back(position);
  cells_.push_back(home);
  next_.push_back(bucket);
  bucket = number;
  return number;
}

}  // namespace geo
