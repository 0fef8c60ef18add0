#include "geo/terrain/terrain_mesh.hpp"

#include <algorithm>
#include <optional>

namespace geo {
namespace {

using twin::WorkingPosition;

/// Every `stride`th number below `count`, and the last.
std::vector<std::uint32_t> chosen(std::uint32_t count, std::uint32_t stride) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < count; i += stride) out.push_back(i);
  if (count > 0 && out.back() != count - 1) out.push_back(count - 1);
  return out;
}

}  // namespace

std::vector<twin::Polygon3> terrain_mesh(const twin::Terrain& terrain, const twin::TerrainHeights& heights, std::size_t most_triangles) {
  std::vector<twin::Polygon3> out;
  if (heights.columns < 2 || heights.rows < 2) return out;
  std::uint32_t stride = 1;
  std::vector<std::uint32_t> columns, rows;
  do {
    columns = chosen(heights.columns, stride);
    rows = chosen(heights.rows, stride);
    ++stride;
  } while (2 * (columns.size() - 1) * (rows.size() - 1) > most_triangles && stride <= std::max(heights.columns, heights.rows));
  const auto post = [&](std::uint32_t column, std::uint32_t row) -> std::optional<WorkingPosition> {
    const std::int32_t height = heights.at(column, row);
    if (height == twin::TerrainHeights::kMissing) return std::nullopt;
    return WorkingPosition{terrain.first.east + column * terrain.step_m, terrain.first.north + row * terrain.step_m, height / 1000.0};
  };
  const auto add = [&](const WorkingPosition& a, const WorkingPosition& b, const WorkingPosition& c) {
    twin::Polygon3 triangle;
    triangle.kind = twin::SurfaceKind::kGround;
    triangle.exterior.points = {a, b, c};
    out.push_back(std::move(triangle));
  };
  for (std::size_t j = 0; j + 1 < rows.size(); ++j) {
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
      const auto sw = post(columns[i], rows[j]), se = post(columns[i + 1], rows[j]);
      const auto nw = post(columns[i], rows[j + 1]), ne = post(columns[i + 1], rows[j + 1]);
      if (!sw || !se || !nw || !ne) continue;
      add(*sw, *se, *ne);
      add(*sw, *ne, *nw);
    }
  }
  return out;
}

}  // namespace geo
