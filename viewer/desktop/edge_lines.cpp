#include <cmath>
#include <unordered_map>

#include "viewer/desktop/tile_content.hpp"

namespace viewer {
namespace {

/// Two faces that bend by less than this are one face to the eye.
const double kFlat = std::cos(20.0 * 3.14159265358979323846 / 180.0);
/// Corners closer than this are the same corner, metres.
constexpr double kWeld = 0.01;

struct Corner {
  std::int64_t x, y, z;
  std::uint32_t feature;
  bool operator==(const Corner&) const = default;
};

struct CornerHash {
  std::size_t operator()(const Corner& c) const {
    std::uint64_t h = c.feature;
    for (const auto part : {c.x, c.y, c.z}) {
      h = (h ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15ULL;
      h ^= h >> 29U;
    }
    return h;
  }
};

struct Edge {
  std::uint32_t from, to;  ///< vertex numbers to draw it with
  Vector normal;           ///< of the first face that has it
  bool drawn = true;       ///< until a second face turns out to continue the first
};

Vector at(const std::vector<float>& triples, std::size_t i) {
  return {triples[3 * i], triples[3 * i + 1], triples[3 * i + 2]};
}

std::vector<std::uint32_t> weld(const TileContent& tile) {
  std::unordered_map<Corner, std::uint32_t, CornerHash> corners;
  std::vector<std::uint32_t> welded;
  welded.reserve(tile.features.size());
  for (std::size_t i = 0; i < tile.features.size(); ++i) {
    const Vector p = at(tile.positions, i);
    const Corner corner{std::llround(p.x / kWeld), std::llround(p.y / kWeld), std::llround(p.z / kWeld),
                        tile.features[i]};
    welded.push_back(corners.try_emplace(corner, static_cast<std::uint32_t>(i)).first->second);
  }
  return welded;
}

void find_feet(TileContent& tile) {
  std::unordered_map<std::uint32_t, std::size_t> lowest;
  for (std::size_t i = 0; i < tile.features.size(); ++i) {
    auto& foot = lowest.try_emplace(tile.features[i], i).first->second;
    if (tile.positions[3 * i + 2] < tile.positions[3 * foot + 2]) foot = i;
  }
  tile.feet.clear();
  for (const auto& [feature, vertex] : lowest) tile.feet[feature] = tile.centre + at(tile.positions, vertex);
  tile.above_base.resize(tile.features.size());
  for (std::size_t i = 0; i < tile.features.size(); ++i) {
    tile.above_base[i] = tile.positions[3 * i + 2] - tile.positions[3 * lowest[tile.features[i]] + 2];
  }
}

}  // namespace

void find_edges(TileContent& tile) {
  find_feet(tile);
  const auto welded = weld(tile);
  std::unordered_map<std::uint64_t, Edge> edges;
  for (std::size_t t = 0; t + 2 < tile.triangles.size(); t += 3) {
    // The rim of a ground surface is the foot of the walls; what lies flat around is told by its colour.
    const Surface surface = tile.surfaces[tile.triangles[t]];
    if (surface == Surface::kGround || is_ground_cover(surface)) continue;
    const std::uint32_t* corner = &tile.triangles[t];
    const Vector normal = normalised(cross(at(tile.positions, corner[1]) - at(tile.positions, corner[0]),
                                           at(tile.positions, corner[2]) - at(tile.positions, corner[0])));
    for (std::size_t side = 0; side < 3; ++side) {
      const auto from = corner[side], to = corner[(side + 1) % 3];
      const std::uint64_t a = welded[from], b = welded[to];
      if (a == b) continue;
      const auto [found, fresh] =
          edges.try_emplace(a < b ? a << 32U | b : b << 32U | a, Edge{from, to, normal, true});
      if (!fresh && std::abs(dot(found->second.normal, normal)) > kFlat) found->second.drawn = false;
    }
  }
  tile.edges.clear();
  for (const auto& [key, edge] : edges) {
    if (!edge.drawn) continue;
    tile.edges.push_back(edge.from);
    tile.edges.push_back(edge.to);
  }
}

Extent TileContent::extent() const {
  Extent made;
  for (std::size_t i = 0; i < features.size(); ++i) made.add(at(positions, i) + centre);
  return made;
}

}  // namespace viewer
