#include "geo/tiles/tileset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "geo/tiles/cell_key.hpp"
#include "geo/tiles/quadtree.hpp"
#include "geo/tiles/scene_box.hpp"

namespace geo {
namespace {

using nlohmann::json;

/// One node of the tree in tileset.json; `box` encloses its children's boxes.
struct Node {
  json content;
  SceneBox box;
};

Node leaf(const TileCell& cell, const SceneFrame& scene) {
  const SceneBox box = SceneBox::around(cell.bounds, scene);
  return {{{"boundingVolume", {{"box", box.to_json()}}},
           {"geometricError", 0.0},
           {"content", {{"uri", cell.uri()}}}},
          box};
}

/// A node without content: its error is its own size, so it is left for its children as soon as
/// they are larger than a few pixels.
Node inner(std::vector<Node> children) {
  Node node{json::object(), {}};
  json list = json::array();
  for (Node& child : children) {
    node.box.add(child.box);
    list.push_back(std::move(child.content));
  }
  node.content = {{"boundingVolume", {{"box", node.box.to_json()}}},
                  {"geometricError", node.box.diagonal_m()}};
  if (!list.empty()) {
    node.content["children"] = std::move(list);
  }
  return node;
}

/// Joins nodes that share a parent, level by level, until one is left. A parent with a single child
/// is left out: the child stands for it.
Node build_tree(const std::vector<TileCell>& cells, const SceneFrame& scene) {
  std::map<QuadAddress, std::vector<Node>> level;
  std::uint32_t depth = 0;
  for (const TileCell& cell : cells) {
    depth = std::max(depth, cell.level);
  }
  for (std::uint32_t now = depth;; --now) {
    for (const TileCell& cell : cells) {
      if (cell.level == now) {
        level[{cell.x, cell.y}].push_back(leaf(cell, scene));
      }
    }
    std::map<QuadAddress, std::vector<Node>> parents;
    for (auto& [address, nodes] : level) {
      auto& siblings = parents[{address.x / 2, address.y / 2}];
      if (nodes.size() == 1) {
        siblings.push_back(std::move(nodes.front()));
      } else {
        siblings.push_back(inner(std::move(nodes)));
      }
    }
    if (now == 0) {
      std::vector<Node> last;
      for (auto& [address, nodes] : parents) {
        std::move(nodes.begin(), nodes.end(), std::back_inserter(last));
      }
      const bool is_tree = last.size() == 1 && last.front().content.contains("children");
      return is_tree ? std::move(last.front()) : inner(std::move(last));
    }
    level = std::move(parents);
  }
}

std::string write_json(const std::vector<TileCell>& cells, const SceneFrame& scene) {
  json root = build_tree(cells, scene).content;
  root["refine"] = "ADD";
  json extras{{"placed", scene.placed()}};
  if (scene.placed()) {
    const Eigen::Matrix4d transform = scene.scene_to_ecef();
    root["transform"] = std::vector<double>(transform.data(), transform.data() + 16);
  } else {
    extras["reason"] = scene.why_not_placed();
  }
  SceneBox buildings;
  bool mixed = false, any = false;
  for (const TileCell& cell : cells) {
    const bool holds_buildings = cell.holds == TileCell::Holds::kBuildings;
    mixed = mixed || !holds_buildings;
    any = any || holds_buildings;
    if (holds_buildings) {
      buildings.add(SceneBox::around(cell.bounds, scene));
    }
  }
  if (mixed && any) {
    extras["buildings"] = {{"box", buildings.to_json()}};
  }
  const json error = root["geometricError"];
  return json{{"asset", {{"version", "1.1"}, {"extras", {{"generator", kTileGenerator}}}}},
              {"geometricError", error},
              {"extras", std::move(extras)},
              {"root", std::move(root)}}
      .dump();
}

}  // namespace

std::string TileCell::uri() const {
  return fmt::format("{}-{}-{}-{}.glb", level, x, y, content_key.hex().substr(0, 16));
}

const TileCell* Tileset::find(const std::string& uri) const {
  const auto found = std::find_if(cells.begin(), cells.end(), [&](const TileCell& cell) {
    const std::string place = fmt::format("{}-{}-{}-", cell.level, cell.x, cell.y);
    return uri.starts_with(place) && uri == cell.uri();
  });
  return found == cells.end() ? nullptr : &*found;
}

Tileset make_tileset(const twin::BranchState& state, const SceneFrame& scene) {
  Tileset out;
  out.cells = divide(state);
  const twin::Digest frame = frame_key(state, scene);
  for (TileCell& cell : out.cells) {
    cell.content_key = cell_key(frame, state, cell);
  }
  out.json = write_json(out.cells, scene);
  out.key = twin::sha256(out.json);
  return out;
}

}  // namespace geo
