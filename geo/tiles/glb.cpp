#include "geo/tiles/glb.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

namespace geo {
namespace {

using nlohmann::json;
static_assert(std::endian::native == std::endian::little, "glTF is little-endian and is written from memory");

constexpr int kFloat = 5126, kUnsignedInt = 5125;
constexpr int kVertices = 34962, kIndices = 34963;

/// Linear base colours of the quiet context city: warm greys, roofs lighter than walls, windows and doors darker, and around it what
/// tells water from green and streets.
json material(SurfaceClass surface) {
  constexpr std::array<std::array<double, 3>, kSurfaceClasses> kColours{
      {{0.30, 0.29, 0.27}, {0.62, 0.59, 0.55}, {0.74, 0.71, 0.67}, {0.30, 0.35, 0.40}, {0.55, 0.53, 0.50},
       {0.72, 0.69, 0.60}, {0.40, 0.55, 0.64}, {0.68, 0.65, 0.56}, {0.49, 0.57, 0.38}, {0.50, 0.49, 0.46},
       {0.33, 0.43, 0.24}, {0.42, 0.40, 0.37}, {0.50, 0.47, 0.42}}};
  const auto& c = kColours[static_cast<std::size_t>(surface)];
  return {
      {"name", name_of(surface)},
      {"doubleSided", true},
      {"pbrMetallicRoughness",
       {{"baseColorFactor", {c[0], c[1], c[2], 1.0}}, {"metallicFactor", 0.0}, {"roughnessFactor", 0.9}}}};
}

/// The binary chunk and the views on it.
class Buffer {
 public:
  /// Appends one view, begun at a multiple of 8 bytes; returns its index.
  template <class T>
  std::size_t add(const std::vector<T>& values, int target = 0, std::size_t stride = 0) {
    bytes_.resize((bytes_.size() + 7) / 8 * 8);
    json view{{"buffer", 0}, {"byteOffset", bytes_.size()}, {"byteLength", values.size() * sizeof(T)}};
    if (target != 0) {
      view["target"] = target;
    }
    if (stride != 0) {
      view["byteStride"] = stride;
    }
    views_.push_back(std::move(view));
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    return views_.size() - 1;
  }
  json& views() { return views_; }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
  json views_ = json::array();
};

json bounds(const std::vector<std::array<float, 3>>& points, bool high) {
  std::array<float, 3> out = points.front();
  for (const auto& p : points) {
    for (std::size_t i = 0; i < 3; ++i) {
      out[i] = high ? std::max(out[i], p[i]) : std::min(out[i], p[i]);
    }
  }
  return {static_cast<double>(out[0]), static_cast<double>(out[1]), static_cast<double>(out[2])};
}

struct Names {
  const char *plural, *schema_class, *title, *label;
};

const Names& names_of(TileCell::Holds holds) {
  static constexpr Names kBuildings{"buildings", "building", "Building", "building"};
  static constexpr Names kObjects{"city objects", "city_object", "City object", "city_object"};
  return holds == TileCell::Holds::kBuildings ? kBuildings : kObjects;
}

json property_table(const TileProperties& properties, const Names& names, Buffer& buffer) {
  std::vector<std::uint32_t> offsets{0};
  std::vector<char> text;
  for (const std::string& id : properties.ids) {
    text.insert(text.end(), id.begin(), id.end());
    offsets.push_back(static_cast<std::uint32_t>(text.size()));
  }
  if (text.empty()) {
    text.push_back('\0');  // a view of no bytes is not allowed
  }
  const std::size_t feature_view = buffer.add(properties.features);
  const std::size_t text_view = buffer.add(text);
  const std::size_t offset_view = buffer.add(offsets);
  return {
      {"name", names.plural},
      {"class", names.schema_class},
      {"count", properties.features.size()},
      {"properties",
       {{"feature", {{"values", feature_view}}},
        {"id", {{"values", text_view}, {"stringOffsets", offset_view}, {"stringOffsetType", "UINT32"}}}}}};
}

json metadata_schema(const Names& names) {
  return {
      {"id", "kaksonen"},
      {"version", "1.0.0"},
      {"classes",
       {{names.schema_class,
         {{"name", names.title},
          {"properties",
           {{"feature",
             {{"name", "Twin-wide feature number"},
              {"type", "SCALAR"},
              {"componentType", "UINT32"},
              {"required", true}}},
            {"id", {{"name", "Identifier in the city model"}, {"type", "STRING"}, {"required", true}}}}}}}}}};
}

void append_u32(std::string& out, std::size_t value) {
  const auto word = static_cast<std::uint32_t>(value);
  char bytes[4];
  std::memcpy(bytes, &word, 4);
  out.append(bytes, 4);
}

std::string assemble(const json& document, std::string binary) {
  std::string text = document.dump();
  while (text.size() % 8 != 4) {  // 12 + 8 + text + 8 bytes lie before the binary chunk
    text.push_back(' ');
  }
  std::string out = "glTF";
  append_u32(out, 2);
  append_u32(out, 12 + 8 + text.size() + (binary.empty() ? 0 : 8 + binary.size()));
  append_u32(out, text.size());
  out += "JSON";
  out += text;
  if (!binary.empty()) {
    append_u32(out, binary.size());
    out.append("BIN\0", 4);
    out += binary;
  }
  return out;
}

}  // namespace

std::string write_glb(const TileMesh& mesh, const TileProperties& properties) {
  const Names& names = names_of(properties.holds);
  Buffer buffer;
  json accessors = json::array(), primitives = json::array(), materials = json::array();
  auto add_accessor = [&](std::size_t view, int component, const char* type, std::size_t count) {
    accessors.push_back(
        {{"bufferView", view}, {"componentType", component}, {"type", type}, {"count", count}});
    return accessors.size() - 1;
  };
  for (std::size_t i = 0; i < kSurfaceClasses; ++i) {
    const SurfaceMesh& surface = mesh.surfaces[i];
    if (surface.indices.empty()) {
      continue;
    }
    const std::size_t count = surface.positions.size();
    const auto position = add_accessor(buffer.add(surface.positions, kVertices, 12), kFloat, "VEC3", count);
    accessors.back()["min"] = bounds(surface.positions, false);
    accessors.back()["max"] = bounds(surface.positions, true);
    const auto normal = add_accessor(buffer.add(surface.normals, kVertices, 12), kFloat, "VEC3", count);
    const auto feature = add_accessor(buffer.add(surface.features, kVertices, 4), kFloat, "SCALAR", count);
    const auto indices =
        add_accessor(buffer.add(surface.indices, kIndices), kUnsignedInt, "SCALAR", surface.indices.size());
    primitives.push_back(
        {{"attributes", {{"POSITION", position}, {"NORMAL", normal}, {"_FEATURE_ID_0", feature}}},
         {"indices", indices},
         {"material", materials.size()},
         {"mode", 4},
         {"extensions",
          {{"EXT_mesh_features",
            {{"featureIds", json::array({{{"featureCount", surface.feature_count},
                                          {"attribute", 0},
                                          {"propertyTable", 0},
                                          {"label", names.label}}})}}}}}});
    materials.push_back(material(static_cast<SurfaceClass>(i)));
  }

  json document{{"asset", {{"version", "2.0"}, {"generator", "Kaksonen"}}},
                {"scene", 0},
                {"scenes", json::array({{{"nodes", {0}}}})}};
  json node{{"name", names.plural}};
  json extensions_used = json::array();
  if (!primitives.empty()) {
    node["mesh"] = 0;
    node["translation"] = {mesh.centre.east, mesh.centre.up, -mesh.centre.north};
    document["meshes"] = json::array({{{"primitives", std::move(primitives)}}});
    document["materials"] = std::move(materials);
    document["accessors"] = std::move(accessors);
    extensions_used.push_back("EXT_mesh_features");
  }
  document["nodes"] = json::array({std::move(node)});
  if (!properties.features.empty()) {
    document["extensions"]["EXT_structural_metadata"] = {
        {"schema", metadata_schema(names)}, {"propertyTables", json::array({property_table(properties, names, buffer)})}};
    extensions_used.push_back("EXT_structural_metadata");
  }
  if (!extensions_used.empty()) {
    document["extensionsUsed"] = std::move(extensions_used);
  }
  std::string& bytes = buffer.bytes();
  bytes.resize((bytes.size() + 7) / 8 * 8);
  if (!bytes.empty()) {
    document["bufferViews"] = std::move(buffer.views());
    document["buffers"] = json::array({{{"byteLength", bytes.size()}}});
  }
  return assemble(document, std::move(bytes));
}

}  // namespace geo
