#include "viewer/desktop/wire_mesh.hpp"

#include <cmath>
#include <cstring>
#include <string>

namespace viewer {
namespace {

std::vector<std::uint32_t> indices(const std::string& bytes) {
  std::vector<std::uint32_t> made(bytes.size() / 4);
  if (!made.empty()) std::memcpy(made.data(), bytes.data(), made.size() * 4);
  return made;
}

}  // namespace

Outcome<ShapeMesh> read_mesh(const kaksonen::v1::Mesh& mesh) {
  using Failed = Outcome<ShapeMesh>;
  if (mesh.positions().size() % 12 != 0 || mesh.triangles().size() % 12 != 0 || mesh.edges().size() % 8 != 0) {
    return Failed::failed("mesh: positions, triangles or edges are not whole");
  }
  ShapeMesh made;
  for (std::size_t i = 0; i < mesh.positions().size(); i += 12) {
    float p[3];
    std::memcpy(p, mesh.positions().data() + i, sizeof p);
    if (!std::isfinite(p[0]) || !std::isfinite(p[1]) || !std::isfinite(p[2])) {
      return Failed::failed("mesh: a coordinate is not a number");
    }
    made.points.push_back({p[0], p[1], p[2]});
  }
  made.triangles = indices(mesh.triangles());
  made.edges = indices(mesh.edges());
  for (const auto* list : {&made.triangles, &made.edges}) {
    for (const auto index : *list) {
      if (index >= made.points.size()) return Failed::failed("mesh: an index refers to a missing point");
    }
  }
  return {std::move(made), {}};
}

}  // namespace viewer
