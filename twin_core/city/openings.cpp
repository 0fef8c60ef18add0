#include "twin_core/city/openings.hpp"

#include <unordered_map>

namespace twin {

std::vector<SurfaceKind> skin_kinds(const ShapePart& part) {
  std::unordered_map<std::uint32_t, SurfaceKind> of_wall;
  std::vector<SurfaceKind> out;
  out.reserve(part.polygons.size());
  for (const auto& polygon : part.polygons) {
    if (polygon.wall != 0 && !is_opening(polygon.kind)) of_wall.emplace(polygon.wall, polygon.kind);
    out.push_back(polygon.kind);
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!is_opening(out[i])) continue;
    const auto found = of_wall.find(part.polygons[i].wall);
    out[i] = found == of_wall.end() ? SurfaceKind::kWall : found->second;
  }
  return out;
}

}  // namespace twin
