#pragma once

#include <tiny_gltf.h>

#include <Eigen/Geometry>
#include <cstring>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace geo::test {

struct TileTriangle {
  std::array<Eigen::Vector3d, 3> scene;  ///< east, north, up
  Eigen::Vector3d normal;                ///< as stored, turned to scene axes
  int feature = 0;
};

/// A tile as another library (tinygltf) reads it.
struct ReadTile {
  std::map<std::string, std::vector<TileTriangle>> surfaces;  ///< by material name
  std::map<std::string, int> feature_counts;                  ///< as EXT_mesh_features says
  std::vector<std::uint32_t> features;
  std::vector<std::string> ids;
  std::size_t binary_start = 0;
  tinygltf::Model model;
};

inline const unsigned char* view_bytes(const tinygltf::Model& model, int view) {
  const auto& v = model.bufferViews.at(static_cast<std::size_t>(view));
  if (v.byteOffset % 8 != 0) {
    throw std::runtime_error("a buffer view does not begin at a multiple of 8 bytes");
  }
  return model.buffers.at(0).data.data() + v.byteOffset;
}

template <class T>
std::vector<T> accessor_values(const tinygltf::Model& model, int index, std::size_t components) {
  const auto& accessor = model.accessors.at(static_cast<std::size_t>(index));
  std::vector<T> out(accessor.count * components);
  std::memcpy(out.data(), view_bytes(model, accessor.bufferView) + accessor.byteOffset,
              out.size() * sizeof(T));
  return out;
}

/// glTF is y-up; 3D Tiles turns it to z-up: (x, y, z) → (x, -z, y).
inline Eigen::Vector3d to_z_up(const Eigen::Vector3d& p) {
  return {p.x(), -p.z(), p.y()};
}

inline ReadTile read_tile(const std::string& glb) {
  ReadTile out;
  tinygltf::TinyGLTF loader;
  std::string error, warning;
  if (!loader.LoadBinaryFromMemory(&out.model, &error, &warning,
                                   reinterpret_cast<const unsigned char*>(glb.data()),
                                   static_cast<unsigned>(glb.size())) ||
      !error.empty() || !warning.empty()) {
    throw std::runtime_error("tinygltf: " + error + warning);
  }
  std::uint32_t json_length = 0;
  std::memcpy(&json_length, glb.data() + 12, 4);
  out.binary_start = 12 + 8 + json_length + 8;

  Eigen::Vector3d shift = Eigen::Vector3d::Zero();
  if (const auto& translation = out.model.nodes.at(0).translation; !translation.empty()) {
    shift = {translation[0], translation[1], translation[2]};
  }
  for (const auto& mesh : out.model.meshes) {
    for (const auto& primitive : mesh.primitives) {
      const auto& name = out.model.materials.at(static_cast<std::size_t>(primitive.material)).name;
      const auto positions = accessor_values<float>(out.model, primitive.attributes.at("POSITION"), 3);
      const auto normals = accessor_values<float>(out.model, primitive.attributes.at("NORMAL"), 3);
      const auto features = accessor_values<float>(out.model, primitive.attributes.at("_FEATURE_ID_0"), 1);
      const auto indices = accessor_values<std::uint32_t>(out.model, primitive.indices, 1);
      for (std::size_t i = 0; i + 2 < indices.size(); i += 3) {
        TileTriangle triangle;
        for (std::size_t k = 0; k < 3; ++k) {
          const std::size_t at = 3 * indices[i + k];
          triangle.scene[k] =
              to_z_up(Eigen::Vector3d(positions[at], positions[at + 1], positions[at + 2]) + shift);
        }
        const std::size_t at = 3 * indices[i];
        triangle.normal = to_z_up({normals[at], normals[at + 1], normals[at + 2]});
        triangle.feature = static_cast<int>(features[indices[i]]);
        out.surfaces[name].push_back(triangle);
      }
      out.feature_counts[name] = primitive.extensions.at("EXT_mesh_features")
                                     .Get("featureIds")
                                     .Get(0)
                                     .Get("featureCount")
                                     .GetNumberAsInt();
    }
  }
  const auto& table = out.model.extensions.at("EXT_structural_metadata").Get("propertyTables").Get(0);
  const auto count = static_cast<std::size_t>(table.Get("count").GetNumberAsInt());
  const auto& properties = table.Get("properties");
  out.features.resize(count);
  std::memcpy(out.features.data(),
              view_bytes(out.model, properties.Get("feature").Get("values").GetNumberAsInt()), 4 * count);
  std::vector<std::uint32_t> offsets(count + 1);
  std::memcpy(offsets.data(),
              view_bytes(out.model, properties.Get("id").Get("stringOffsets").GetNumberAsInt()),
              4 * (count + 1));
  const auto* text = view_bytes(out.model, properties.Get("id").Get("values").GetNumberAsInt());
  for (std::size_t i = 0; i < count; ++i) {
    out.ids.emplace_back(reinterpret_cast<const char*>(text) + offsets[i], offsets[i + 1] - offsets[i]);
  }
  return out;
}

inline double area_of(const std::vector<TileTriangle>& triangles) {
  double sum = 0;
  for (const auto& t : triangles) {
    sum += (t.scene[1] - t.scene[0]).cross(t.scene[2] - t.scene[0]).norm() / 2;
  }
  return sum;
}

/// Divergence theorem over every triangle of a feature: the volume when they close and face outwards.
inline double volume_of(const ReadTile& tile, int feature) {
  double six = 0;
  const Eigen::Vector3d reference = tile.surfaces.begin()->second.front().scene[0];
  for (const auto& [name, triangles] : tile.surfaces) {
    for (const auto& t : triangles) {
      if (t.feature == feature) {
        six += (t.scene[0] - reference).dot((t.scene[1] - reference).cross(t.scene[2] - reference));
      }
    }
  }
  return six / 6;
}

}  // namespace geo::test
