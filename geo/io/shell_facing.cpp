#include "geo/io/shell_facing.hpp"

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "geo/validate/validate.hpp"

namespace geo {
namespace {

using Corner = std::array<double, 3>;
using Balance = std::map<std::pair<Corner, Corner>, std::int64_t>;

Corner corner(const twin::WorkingPosition& point) {
  return {point.east, point.north, point.up};
}

/// Adds the edges of a ring; an edge and its reverse cancel each other.
void add_edges(const twin::Ring3& ring, bool reversed, Balance& balance) {
  for (std::size_t i = 0; i < ring.points.size(); ++i) {
    const auto from = corner(ring.points[i]), to = corner(ring.points[(i + 1) % ring.points.size()]);
    if (from == to) continue;
    const std::int64_t step = (from < to) != reversed ? 1 : -1;
    balance[from < to ? std::pair(from, to) : std::pair(to, from)] += step;
  }
}

bool is_closed(const twin::ShapePart& part, const std::vector<twin::ShellFace>& shell) {
  Balance balance;
  for (const auto& face : shell) {
    if (face.polygon >= part.polygons.size()) return false;
    const auto& polygon = part.polygons[face.polygon];
    add_edges(polygon.exterior, face.reversed, balance);
    for (const auto& ring : polygon.interiors) add_edges(ring, face.reversed, balance);
  }
  for (const auto& [edge, count] : balance) {
    if (count != 0) return false;
  }
  return !balance.empty();
}

}  // namespace

void ShellFacing::add(const RawBuilding& raw) {
  for (const auto& part : raw.parts) {
    for (const auto& solid : part.shape.solids) {
      if (solid.shells.empty() || !is_closed(part.shape, solid.shells.front())) continue;
      const double volume = signed_volume(part.shape, twin::Solid{{solid.shells.front()}});
      inward_ += volume < 0 ? 1 : 0;
      outward_ += volume > 0 ? 1 : 0;
    }
  }
}

}  // namespace geo
