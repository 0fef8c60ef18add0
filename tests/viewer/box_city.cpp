#include "tests/viewer/box_city.hpp"

#include <array>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>

namespace box_city {
namespace {

using nlohmann::json;

struct Primitive {
  std::vector<float> positions, normals;
  std::vector<std::uint16_t> rows;
  std::vector<std::uint32_t> indices;
};

using Point = std::array<double, 3>;

/// Corners counter-clockwise from outside, scene frame; written y up: (east, up, -north).
void face(Primitive& into, std::uint16_t row, const std::array<Point, 4>& corners, const Point& normal) {
  const auto first = static_cast<std::uint32_t>(into.rows.size());
  for (const auto& corner : corners) {
    for (const double part : {corner[0], corner[2], -corner[1]}) into.positions.push_back(static_cast<float>(part));
    for (const double part : {normal[0], normal[2], -normal[1]}) into.normals.push_back(static_cast<float>(part));
    into.rows.push_back(row);
  }
  for (const std::uint32_t step : {0U, 1U, 2U, 0U, 2U, 3U}) into.indices.push_back(first + step);
}

void add(std::map<std::string, Primitive>& primitives, const Box& box, std::uint16_t row, double shift_x, double shift_y) {
  const double x0 = box.east - shift_x, x1 = x0 + box.width, y0 = box.north - shift_y, y1 = y0 + box.depth;
  const double z0 = box.base, z1 = box.base + box.height;
  if (!box.surface.empty()) {
    face(primitives[box.surface], row, {{{x0, y0, z0}, {x1, y0, z0}, {x1, y1, z0}, {x0, y1, z0}}}, {0, 0, 1});
    return;
  }
  auto& walls = primitives["wall"];
  face(walls, row, {{{x0, y0, z0}, {x1, y0, z0}, {x1, y0, z1}, {x0, y0, z1}}}, {0, -1, 0});
  face(walls, row, {{{x1, y0, z0}, {x1, y1, z0}, {x1, y1, z1}, {x1, y0, z1}}}, {1, 0, 0});
  face(walls, row, {{{x1, y1, z0}, {x0, y1, z0}, {x0, y1, z1}, {x1, y1, z1}}}, {0, 1, 0});
  face(walls, row, {{{x0, y1, z0}, {x0, y0, z0}, {x0, y0, z1}, {x0, y1, z1}}}, {-1, 0, 0});
  face(primitives["roof"], row, {{{x0, y0, z1}, {x1, y0, z1}, {x1, y1, z1}, {x0, y1, z1}}}, {0, 0, 1});
  face(primitives["ground"], row, {{{x0, y1, z0}, {x1, y1, z0}, {x1, y0, z0}, {x0, y0, z0}}}, {0, 0, -1});
}

class Glb {
 public:
  json document;

  int view(const void* data, std::size_t size) {
    while (bytes_.size() % 8 != 0) bytes_.push_back('\0');
    document["bufferViews"].push_back({{"buffer", 0}, {"byteOffset", bytes_.size()}, {"byteLength", size}});
    bytes_.append(static_cast<const char*>(data), size);
    return static_cast<int>(document["bufferViews"].size()) - 1;
  }
  template <class T>
  int view(const std::vector<T>& list) {
    return view(list.data(), list.size() * sizeof(T));
  }
  int accessor(int buffer_view, int component, std::size_t count, const char* type) {
    document["accessors"].push_back(
        {{"bufferView", buffer_view}, {"componentType", component}, {"count", count}, {"type", type}});
    return static_cast<int>(document["accessors"].size()) - 1;
  }
  std::string finish() {
    while (bytes_.size() % 4 != 0) bytes_.push_back('\0');
    document["buffers"] = json::array({{{"byteLength", bytes_.size()}}});
    auto text = document.dump();
    while (text.size() % 4 != 0) text.push_back(' ');
    std::string out = "glTF";
    const auto number = [&](std::uint32_t n) { out.append(reinterpret_cast<const char*>(&n), 4); };
    number(2);
    number(static_cast<std::uint32_t>(12 + 8 + text.size() + 8 + bytes_.size()));
    number(static_cast<std::uint32_t>(text.size()));
    number(0x4E4F534AU);
    out += text;
    number(static_cast<std::uint32_t>(bytes_.size()));
    number(0x004E4942U);
    return out + bytes_;
  }

 private:
  std::string bytes_;
};

void float3(std::string& into, double x, double y, double z) {
  for (const double part : {x, y, z}) {
    const auto value = static_cast<float>(part);
    into.append(reinterpret_cast<const char*>(&value), 4);
  }
}

void indices(std::string& into, const std::vector<std::uint32_t>& list) {
  into.append(reinterpret_cast<const char*>(list.data()), list.size() * 4);
}

}  // namespace

std::string tile(const std::vector<Box>& boxes, double centre_east, double centre_north) {
  std::map<std::string, Primitive> primitives;
  std::vector<std::uint32_t> features, offsets{0};
  std::string ids;
  for (const auto& box : boxes) {
    add(primitives, box, static_cast<std::uint16_t>(features.size()), centre_east, centre_north);
    features.push_back(box.feature);
    ids += box.id;
    offsets.push_back(static_cast<std::uint32_t>(ids.size()));
  }
  Glb glb;
  auto& document = glb.document;
  document["asset"] = {{"version", "2.0"}};
  document["extensionsUsed"] = {"EXT_mesh_features", "EXT_structural_metadata"};
  document["scene"] = 0;
  document["scenes"] = json::array({{{"nodes", {0}}}});
  document["nodes"] = json::array({{{"mesh", 0}, {"translation", {centre_east, 0, -centre_north}}}});
  for (const auto& [name, primitive] : primitives) {
    const std::size_t count = primitive.rows.size();
    const json attributes = {{"POSITION", glb.accessor(glb.view(primitive.positions), 5126, count, "VEC3")},
                             {"NORMAL", glb.accessor(glb.view(primitive.normals), 5126, count, "VEC3")},
                             {"_FEATURE_ID_0", glb.accessor(glb.view(primitive.rows), 5123, count, "SCALAR")}};
    const json mesh_features = {{"featureIds", {{{"featureCount", boxes.size()}, {"attribute", 0}, {"propertyTable", 0}}}}};
    document["meshes"][0]["primitives"].push_back(
        {{"attributes", attributes},
         {"indices", glb.accessor(glb.view(primitive.indices), 5125, primitive.indices.size(), "SCALAR")},
         {"material", document["materials"].size()},
         {"mode", 4},
         {"extensions", {{"EXT_mesh_features", mesh_features}}}});
    document["materials"].push_back({{"name", name}});
  }
  const json columns = {{"feature", {{"values", glb.view(features)}}},
                        {"id", {{"values", glb.view(ids.data(), ids.size())}, {"stringOffsets", glb.view(offsets)}}}};
  document["extensions"]["EXT_structural_metadata"] = {
      {"schema", {{"id", "city"}, {"classes", {{"building", {{"properties", {{"feature", {{"type", "SCALAR"}, {"componentType", "UINT32"}}},
                                                                           {"id", {{"type", "STRING"}}}}}}}}}}},
      {"propertyTables", json::array({{{"class", "building"}, {"count", boxes.size()}, {"properties", columns}}})}};
  return glb.finish();
}

std::string tileset(const std::vector<std::string>& uris) {
  json children = json::array();
  double east = 0;
  for (const auto& uri : uris) {
    children.push_back({{"boundingVolume", {{"box", {east, 10, 5, 50, 0, 0, 0, 60, 0, 0, 0, 7}}}},
                        {"geometricError", 0},
                        {"content", {{"uri", uri}}}});
    east += 200;
  }
  const json root = {{"boundingVolume", {{"box", {0, 0, 0, 1000, 0, 0, 0, 1000, 0, 0, 0, 50}}}},
                     {"geometricError", 100},
                     {"refine", "REPLACE"},
                     {"transform", {0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 2.8e6, 1.3e6, 5.5e6, 1}},
                     {"children", children}};
  return json{{"asset", {{"version", "1.1"}}}, {"geometricError", 500}, {"root", root}}.dump();
}

kaksonen::v1::Mesh mesh(double east, double north, double width, double depth, double base, double height) {
  kaksonen::v1::Mesh made;
  const double x1 = east + width, y1 = north + depth;
  for (const double z : {base, base + height}) {
    float3(*made.mutable_positions(), east, north, z);
    float3(*made.mutable_positions(), x1, north, z);
    float3(*made.mutable_positions(), x1, y1, z);
    float3(*made.mutable_positions(), east, y1, z);
    if (height <= 0) break;
  }
  indices(*made.mutable_edges(), {0, 1, 1, 2, 2, 3, 3, 0});
  if (height <= 0) {
    indices(*made.mutable_triangles(), {0, 1, 2, 0, 2, 3});
    return made;
  }
  indices(*made.mutable_triangles(), {0, 2, 1, 0, 3, 2, 4, 5, 6, 4, 6, 7, 0, 1, 5, 0, 5, 4,
                                      1, 2, 6, 1, 6, 5, 2, 3, 7, 2, 7, 6, 3, 0, 4, 3, 4, 7});
  indices(*made.mutable_edges(), {4, 5, 5, 6, 6, 7, 7, 4, 0, 4, 1, 5, 2, 6, 3, 7});
  return made;
}

kaksonen::v1::ServerMessage subscribed(bool resync, std::uint64_t caught_up, const std::string& twin) {
  kaksonen::v1::ServerMessage message;
  message.set_version(1);
  message.set_branch("main");
  auto* answer = message.mutable_subscribed();
  answer->set_epoch("e1");
  answer->set_resync(resync);
  answer->set_caught_up_sequence(caught_up);
  answer->set_twin_name(twin);
  answer->set_tileset_path("/branches/main/tiles/tileset.json");
  return message;
}

kaksonen::v1::ServerMessage values(const std::string& variable, const std::vector<float>& numbers) {
  kaksonen::v1::ServerMessage message;
  message.set_branch("main");
  message.mutable_values()->set_variable(variable);
  message.mutable_values()->set_float32_le(numbers.data(), numbers.size() * sizeof(float));
  return message;
}

kaksonen::v1::ServerMessage kpi(std::uint64_t sequence, const std::string& unit, double reachable) {
  kaksonen::v1::ServerMessage message;
  message.set_branch("main");
  message.set_sequence(sequence);
  auto* frame = message.mutable_kpi();
  frame->set_plan_unit(unit);
  frame->set_engine("zoning-capacity 1.0.0");
  auto* number = frame->add_kpis();
  number->set_key("floor_area_reachable_k_m2");
  number->set_value(reachable);
  number->set_unit("k-m2");
  return message;
}

}  // namespace box_city
