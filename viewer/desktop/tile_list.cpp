#include "viewer/desktop/tile_list.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace viewer {
namespace {

using nlohmann::json;

constexpr int kDeepest = 64;

Extent extent_of(const json& volume, const Transform& placement) {
  Extent extent;
  if (!volume.contains("box")) return extent;
  const auto box = volume.at("box").get<std::array<double, 12>>();
  const Vector centre{box[0], box[1], box[2]};
  for (int corner = 0; corner < 8; ++corner) {
    Vector p = centre;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double sign = (corner >> axis & 1) != 0 ? 1 : -1;
      p = p + Vector{box[3 + 3 * axis], box[4 + 3 * axis], box[5 + 3 * axis]} * sign;
    }
    extent.add(placement.direction(p) + placement.translation());
  }
  return extent;
}

struct Walk {
  std::vector<TileEntry> entries;

  void visit(const json& tile, const Transform& placement, bool replaces, int depth) {
    if (depth > kDeepest) throw std::runtime_error("tiles nested deeper than 64");
    if (tile.contains("refine")) replaces = tile.at("refine").get<std::string>() == "REPLACE";
    const bool has_children = tile.contains("children") && !tile.at("children").empty();
    if (!has_children || !replaces) {
      if (tile.contains("content")) add(tile.at("content"), tile, placement);
      if (tile.contains("contents")) {
        for (const auto& content : tile.at("contents")) add(content, tile, placement);
      }
    }
    if (!has_children) return;
    for (const auto& child : tile.at("children")) {
      Transform inner = placement;
      if (child.contains("transform")) {
        inner = placement * Transform{child.at("transform").get<std::array<double, 16>>()};
      }
      visit(child, inner, replaces, depth + 1);
    }
  }

  void add(const json& content, const json& tile, const Transform& placement) {
    const auto& volume = content.contains("boundingVolume") ? content : tile;
    entries.push_back({content.at("uri").get<std::string>(), extent_of(volume.at("boundingVolume"), placement),
                       placement});
  }
};

}  // namespace

Outcome<std::vector<TileEntry>> read_tile_list(const std::string& tileset_json) {
  try {
    const auto document = json::parse(tileset_json);
    Walk walk;
    walk.visit(document.at("root"), Transform{}, true, 0);
    return {std::move(walk.entries), {}};
  } catch (const std::exception& error) {
    return Outcome<std::vector<TileEntry>>::failed(std::string("tileset.json: ") + error.what());
  }
}

}  // namespace viewer
