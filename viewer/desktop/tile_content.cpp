#include "viewer/desktop/tile_content.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "viewer/desktop/gltf_access.hpp"

namespace viewer {
namespace {

using tinygltf::Model;
using tinygltf::Value;

/// Rows of the property table: feature numbers and building ids by tile-local feature id.
struct Table {
  std::vector<std::uint32_t> features;
  std::vector<std::string> ids;
};

long long whole(const Value& node, const char* key, long long absent = -1) {
  return node.Has(key) ? node.Get(key).GetNumberAsInt() : absent;
}

std::vector<std::string> strings(const Model& model, const Value& column, std::size_t count) {
  const auto values = gltf::view_bytes(model, whole(column, "values"));
  const auto offsets = gltf::view_bytes(model, whole(column, "stringOffsets"));
  const auto type = column.Has("stringOffsetType") ? column.Get("stringOffsetType").Get<std::string>() : "UINT32";
  const std::size_t width = type == "UINT8" ? 1 : type == "UINT16" ? 2 : type == "UINT64" ? 8 : 4;
  const auto offset = [&](std::size_t i) -> std::size_t {
    switch (width) {
      case 1: return gltf::read_at<std::uint8_t>(offsets, i);
      case 2: return gltf::read_at<std::uint16_t>(offsets, i * 2);
      case 8: return gltf::read_at<std::uint64_t>(offsets, i * 8);
      default: return gltf::read_at<std::uint32_t>(offsets, i * 4);
    }
  };
  std::vector<std::string> made;
  for (std::size_t i = 0; i < count; ++i) {
    const auto from = offset(i), to = offset(i + 1);
    if (from > to || to > values.size) throw std::runtime_error("an id reaches beyond its column");
    made.emplace_back(reinterpret_cast<const char*>(values.data) + from, to - from);
  }
  return made;
}

Table read_table(const Model& model) {
  Table table;
  const auto found = model.extensions.find("EXT_structural_metadata");
  if (found == model.extensions.end() || !found->second.Has("propertyTables")) return table;
  const auto& tables = found->second.Get("propertyTables");
  if (tables.ArrayLen() == 0) return table;
  const auto& first = tables.Get(0);
  const auto count = static_cast<std::size_t>(std::max(0LL, whole(first, "count", 0)));
  const auto& columns = first.Get("properties");
  if (columns.Has("feature")) {
    const auto bytes = gltf::view_bytes(model, whole(columns.Get("feature"), "values"));
    if (count > bytes.size / 4) throw std::runtime_error("column \"feature\" is shorter than its table");
    for (std::size_t i = 0; i < count; ++i) table.features.push_back(gltf::read_at<std::uint32_t>(bytes, i * 4));
  }
  if (columns.Has("id")) table.ids = strings(model, columns.Get("id"), count);
  return table;
}

Surface surface_of(const Model& model, int material) {
  if (material < 0) return Surface::kOther;
  const auto& name = gltf::element(model.materials, material, "material").name;
  if (name == "roof") return Surface::kRoof;
  if (name == "wall") return Surface::kWall;
  if (name == "ground") return Surface::kGround;
  const auto found = std::find(kSurroundingNames.begin(), kSurroundingNames.end(), name);
  if (found == kSurroundingNames.end()) return Surface::kOther;
  return static_cast<Surface>(static_cast<std::size_t>(Surface::kTerrain) + static_cast<std::size_t>(found - kSurroundingNames.begin()));
}

Transform node_transform(const tinygltf::Node& node) {
  Transform made;
  if (node.matrix.size() == 16) {
    std::copy(node.matrix.begin(), node.matrix.end(), made.m.begin());
    return made;
  }
  if (node.rotation.size() == 4) {
    const double x = node.rotation[0], y = node.rotation[1], z = node.rotation[2], w = node.rotation[3];
    made.m = {1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w), 0,
              2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w), 0,
              2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y), 0, 0, 0, 0, 1};
  }
  for (std::size_t k = 0; k < 3 && node.scale.size() == 3; ++k) {
    for (std::size_t row = 0; row < 3; ++row) made.m[k * 4 + row] *= node.scale[k];
  }
  for (std::size_t k = 0; k < 3 && node.translation.size() == 3; ++k) made.m[12 + k] = node.translation[k];
  return made;
}

class Builder {
 public:
  Builder(const Model& model, Table table) : model_(model), table_(std::move(table)) {}

  void visit(int node_index, const Transform& outer, int depth) {
    if (depth > 32) throw std::runtime_error("nodes nested deeper than 32");
    const auto& node = gltf::element(model_.nodes, node_index, "node");
    const Transform placement = outer * node_transform(node);
    if (node.mesh >= 0) {
      if (!placed_) tile_.centre = placement.translation();
      placed_ = true;
      for (const auto& primitive : gltf::element(model_.meshes, node.mesh, "mesh").primitives) {
        add(primitive, placement);
      }
    }
    for (const int child : node.children) visit(child, placement, depth + 1);
  }

  TileContent finish() {
    for (std::size_t i = 0; i < table_.ids.size() && i < table_.features.size(); ++i) {
      tile_.ids[table_.features[i]] = table_.ids[i];
    }
    find_edges(tile_);
    return std::move(tile_);
  }

 private:
  void add(const tinygltf::Primitive& primitive, const Transform& placement) {
    if (primitive.mode != TINYGLTF_MODE_TRIANGLES && primitive.mode != -1) return;
    const auto attribute = [&](const char* name) {
      const auto found = primitive.attributes.find(name);
      return found == primitive.attributes.end() ? -1 : found->second;
    };
    const auto positions = gltf::numbers<float>(model_, attribute("POSITION"), 3);
    const std::size_t count = positions.size() / 3;
    const auto local = gltf::numbers<std::uint32_t>(model_, attribute("_FEATURE_ID_0"), 1);
    std::vector<float> normals;
    if (attribute("NORMAL") >= 0) normals = gltf::numbers<float>(model_, attribute("NORMAL"), 3);
    if (local.size() != count || (!normals.empty() && normals.size() != positions.size())) {
      throw std::runtime_error("attributes of a primitive differ in length");
    }
    const auto first = static_cast<std::uint32_t>(tile_.features.size());
    const Vector shift = placement.translation() - tile_.centre;
    for (std::size_t i = 0; i < count; ++i) {
      push(tile_.positions, placement.direction({positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]}) + shift);
      tile_.features.push_back(feature(local[i]));
    }
    for (std::size_t i = 0; i + 2 < normals.size(); i += 3) {
      push(tile_.normals, normalised(placement.direction({normals[i], normals[i + 1], normals[i + 2]})));
    }
    tile_.surfaces.resize(tile_.features.size(), surface_of(model_, primitive.material));
    add_triangles(primitive, first, static_cast<std::uint32_t>(count));
    if (normals.empty()) flat_normals(first);
  }

  void add_triangles(const tinygltf::Primitive& primitive, std::uint32_t first, std::uint32_t count) {
    std::vector<std::uint32_t> indices;
    if (primitive.indices >= 0) {
      indices = gltf::numbers<std::uint32_t>(model_, primitive.indices, 1);
    } else {
      for (std::uint32_t i = 0; i < count; ++i) indices.push_back(i);
    }
    if (indices.size() % 3 != 0) throw std::runtime_error("triangles are not whole");
    for (const auto index : indices) {
      if (index >= count) throw std::runtime_error("a triangle refers to a missing vertex");
      tile_.triangles.push_back(first + index);
    }
  }

  /// Vertices shared between faces get the normal of the last one: tiles without normals are unusual.
  void flat_normals(std::uint32_t first) {
    tile_.normals.resize(tile_.positions.size());
    const auto point = [&](std::uint32_t i) {
      return Vector{tile_.positions[3 * i], tile_.positions[3 * i + 1], tile_.positions[3 * i + 2]};
    };
    for (std::size_t t = 0; t + 2 < tile_.triangles.size(); t += 3) {
      const auto* corner = &tile_.triangles[t];
      if (corner[0] < first) continue;
      const Vector normal = normalised(cross(point(corner[1]) - point(corner[0]), point(corner[2]) - point(corner[0])));
      for (int k = 0; k < 3; ++k) {
        float* slot = &tile_.normals[3 * std::size_t{corner[k]}];
        slot[0] = static_cast<float>(normal.x);
        slot[1] = static_cast<float>(normal.y);
        slot[2] = static_cast<float>(normal.z);
      }
    }
  }

  std::uint32_t feature(std::uint32_t local) const {
    if (table_.features.empty()) return local;
    return gltf::element(table_.features, local, "row of the property table");
  }

  static void push(std::vector<float>& list, const Vector& v) {
    for (const double part : {v.x, v.y, v.z}) {
      if (!std::isfinite(part)) throw std::runtime_error("a coordinate is not a number");
      list.push_back(static_cast<float>(part));
    }
  }

  const Model& model_;
  Table table_;
  TileContent tile_;
  bool placed_ = false;
};

Model parse(const std::string& glb) {
  tinygltf::TinyGLTF reader;
  // A tile carries all its data; nothing is ever read from the machine's own files.
  tinygltf::FsCallbacks nothing{};
  nothing.FileExists = [](const std::string&, void*) { return false; };
  nothing.ExpandFilePath = [](const std::string& path, void*) { return path; };
  nothing.ReadWholeFile = [](std::vector<unsigned char>*, std::string*, const std::string&, void*) { return false; };
  nothing.WriteWholeFile = [](std::string*, const std::string&, const std::vector<unsigned char>&, void*) { return false; };
  reader.SetFsCallbacks(nothing);
  Model model;
  std::string error, warning;
  if (glb.size() > std::numeric_limits<unsigned>::max() ||
      !reader.LoadBinaryFromMemory(&model, &error, &warning, reinterpret_cast<const unsigned char*>(glb.data()),
                                   static_cast<unsigned>(glb.size()))) {
    throw std::runtime_error(error.empty() ? "not a binary glTF" : error);
  }
  return model;
}

}  // namespace

Outcome<TileContent> read_tile(const std::string& glb, const Transform& placement) {
  try {
    const Model model = parse(glb);
    // glTF is y up: (x, y, z) is east, up, south of a z-up tile frame.
    const Transform upright{{1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1}};
    Builder builder(model, read_table(model));
    const int scene = model.defaultScene >= 0 ? model.defaultScene : 0;
    for (const int node : gltf::element(model.scenes, scene, "scene").nodes) {
      builder.visit(node, placement * upright, 0);
    }
    return {builder.finish(), {}};
  } catch (const std::exception& error) {
    return Outcome<TileContent>::failed(std::string("tile: ") + error.what());
  }
}

}  // namespace viewer
