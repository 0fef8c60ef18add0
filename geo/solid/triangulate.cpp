#include <CGAL/Constrained_Delaunay_triangulation_2.h>
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Triangulation_face_base_with_info_2.h>
#include <CGAL/Triangulation_vertex_base_with_info_2.h>

#include <Eigen/Geometry>
#include <algorithm>

#include "geo/solid/local_plan.hpp"
#include "geo/solid/mesh.hpp"

namespace geo {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
struct Domain {
  int crossings = -1;  ///< outlines between this triangle and infinity
};
using Vertices = CGAL::Triangulation_vertex_base_with_info_2<std::uint32_t, Kernel>;
using Faces =
    CGAL::Constrained_triangulation_face_base_2<Kernel,
                                                CGAL::Triangulation_face_base_with_info_2<Domain, Kernel>>;
using Delaunay =
    CGAL::Constrained_Delaunay_triangulation_2<Kernel, CGAL::Triangulation_data_structure_2<Vertices, Faces>,
                                               CGAL::No_constraint_intersection_requiring_constructions_tag>;
using Rings = std::vector<std::vector<std::uint32_t>>;

void count_crossings(Delaunay& triangulation) {
  std::vector<std::pair<Delaunay::Face_handle, int>> open{{triangulation.infinite_face(), 0}};
  while (!open.empty()) {
    auto [face, crossings] = open.back();
    open.pop_back();
    if (face->info().crossings >= 0) continue;
    face->info().crossings = crossings;
    for (int i = 0; i < 3; ++i) {
      const int outlines = face->is_constrained(i) ? 1 : 0;
      open.emplace_back(face->neighbor(i), crossings + outlines);
    }
  }
}

/// Triangles of the area between the rings, seen along the projection; turning as the projection does.
void add_triangles(const Rings& rings, const std::vector<Eigen::Vector2d>& projected,
                   std::vector<std::array<std::uint32_t, 3>>& out) {
  try {
    Delaunay triangulation;
    for (const auto& ring : rings) {
      std::vector<Delaunay::Vertex_handle> handles;
      for (auto v : ring) {
        auto handle = triangulation.insert({projected[v].x(), projected[v].y()});
        handle->info() = v;
        handles.push_back(handle);
      }
      for (std::size_t i = 0; i < handles.size(); ++i) {
        const auto &a = handles[i], &b = handles[(i + 1) % handles.size()];
        if (a != b) triangulation.insert_constraint(a, b);
      }
    }
    if (triangulation.dimension() < 2) return;
    count_crossings(triangulation);
    for (auto face : triangulation.finite_face_handles()) {
      if (face->info().crossings % 2 == 0) continue;
      out.push_back({face->vertex(0)->info(), face->vertex(1)->info(), face->vertex(2)->info()});
    }
  } catch (const std::exception&) {  // outlines that cross: no valid polygon, nothing to draw
  }
}

void add_edges(const Rings& rings, std::vector<std::array<std::uint32_t, 2>>& out) {
  for (const auto& ring : rings) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto a = ring[i], b = ring[(i + 1) % ring.size()];
      out.push_back({std::min(a, b), std::max(a, b)});
    }
  }
}

void keep_each_once(std::vector<std::array<std::uint32_t, 2>>& edges) {
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
}

}  // namespace

TriangleMesh triangulate(const EnvelopeSolid& solid) {
  TriangleMesh out;
  out.vertices = solid.vertices;
  if (solid.vertices.empty()) return out;
  const Eigen::Vector3d origin = solid.vertices.front().vector();
  for (const auto& face : solid.faces) {
    Eigen::Vector3d normal = Eigen::Vector3d::Zero();  // Newell
    const auto& outer = face.rings.front();
    for (std::size_t i = 1; i + 1 < outer.size(); ++i) {
      const Eigen::Vector3d a = solid.vertices[outer[0]].vector();
      normal += (solid.vertices[outer[i]].vector() - a).cross(solid.vertices[outer[i + 1]].vector() - a);
    }
    normal.normalize();
    const Eigen::Vector3d side = normal.unitOrthogonal(), up = normal.cross(side);
    std::vector<Eigen::Vector2d> projected(solid.vertices.size());
    for (const auto& ring : face.rings) {
      for (auto v : ring) {
        const Eigen::Vector3d p = solid.vertices[v].vector() - origin;
        projected[v] = {p.dot(side), p.dot(up)};
      }
    }
    add_triangles(face.rings, projected, out.triangles);
    add_edges(face.rings, out.edges);
  }
  keep_each_once(out.edges);
  return out;
}

TriangleMesh triangulate_flat(const twin::PlanPolygon& polygon, double height) {
  TriangleMesh out;
  if (!check_polygon(polygon)) return out;
  const auto origin = local_origin(polygon);
  Rings rings;
  std::vector<Eigen::Vector2d> projected;
  const auto add_ring = [&](const twin::PlanRing& ring) {
    auto& numbers = rings.emplace_back();
    for (const auto& p : without_repeats(ring)) {
      numbers.push_back(static_cast<std::uint32_t>(out.vertices.size()));
      out.vertices.push_back({p.east, p.north, height});
      projected.emplace_back(p.east - origin.east, p.north - origin.north);
    }
  };
  add_ring(polygon.outer);
  for (const auto& hole : polygon.holes) add_ring(hole);
  add_triangles(rings, projected, out.triangles);
  add_edges(rings, out.edges);
  keep_each_once(out.edges);
  return out;
}

}  // namespace geo
