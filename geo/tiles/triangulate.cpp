#include "geo/tiles/triangulate.hpp"

#include <CGAL/Constrained_Delaunay_triangulation_2.h>
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Triangulation_vertex_base_with_info_2.h>

#include <Eigen/Geometry>
#include <cmath>
#include <limits>

namespace geo {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
constexpr std::uint32_t kNoVertex = std::numeric_limits<std::uint32_t>::max();
constexpr double kLeastAreaM2 = 1e-6;

/// Index of a triangulation vertex in the patch; none for a crossing that the triangulation added.
struct PatchIndex {
  std::uint32_t value = kNoVertex;
};

using VertexBase = CGAL::Triangulation_vertex_base_with_info_2<PatchIndex, Kernel>;
using FaceBase = CGAL::Constrained_triangulation_face_base_2<Kernel>;
using Structure = CGAL::Triangulation_data_structure_2<VertexBase, FaceBase>;
using Delaunay = CGAL::Constrained_Delaunay_triangulation_2<Kernel, Structure, CGAL::Exact_predicates_tag>;
using Ring2 = std::vector<Eigen::Vector2d>;

/// Drops the coordinate along which the plane is seen most squarely: the two that stay are exactly
/// the input's, so collinear and repeated vertices stay so.
struct Projection {
  twin::WorkingPosition origin;
  Eigen::Vector3d normal;  ///< unit
  int first = 0, second = 1, dropped = 2;

  Projection(const twin::WorkingPosition& start, const Eigen::Vector3d& area) : origin(start) {
    normal = area.normalized();
    normal.cwiseAbs().maxCoeff(&dropped);
    first = (dropped + 1) % 3;
    second = (dropped + 2) % 3;
    if (normal[dropped] < 0) {
      std::swap(first, second);
    }
  }
  Eigen::Vector2d flat(const twin::WorkingPosition& p) const {
    const Eigen::Vector3d v = (p - origin).vector();
    return {v[first], v[second]};
  }
  twin::WorkingPosition lift(const Eigen::Vector2d& p) const {
    Eigen::Vector3d v = Eigen::Vector3d::Zero();
    v[first] = p.x();
    v[second] = p.y();
    v[dropped] = -(normal[first] * p.x() + normal[second] * p.y()) / normal[dropped];
    return origin + twin::Offset<twin::Working>{v.x(), v.y(), v.z()};
  }
};

double turn(const Eigen::Vector2d& a, const Eigen::Vector2d& b, const Eigen::Vector2d& c) {
  return (b - a).x() * (c - a).y() - (b - a).y() * (c - a).x();
}

bool is_strictly_convex_quad(const Ring2& q) {
  for (std::size_t i = 0; i < 4; ++i) {
    const Eigen::Vector2d &a = q[i], &b = q[(i + 1) % 4], &c = q[(i + 2) % 4];
    if (turn(a, b, c) <= 1e-9 * (b - a).norm() * (c - b).norm()) {
      return false;
    }
  }
  return true;
}

bool is_inside(const std::vector<Ring2>& rings, const Eigen::Vector2d& p) {
  bool inside = false;
  for (const Ring2& ring : rings) {
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      const Eigen::Vector2d &a = ring[i], &b = ring[j];
      if ((a.y() > p.y()) != (b.y() > p.y()) &&
          p.x() < (b.x() - a.x()) * (p.y() - a.y()) / (b.y() - a.y()) + a.x()) {
        inside = !inside;
      }
    }
  }
  return inside;
}

/// Rings as they lie in the plane, in the order of the patch's points.
void fill(const std::vector<Ring2>& rings, const Projection& plane, TrianglePatch& patch) {
  Delaunay mesh;
  std::uint32_t next = 0;
  for (const Ring2& ring : rings) {
    std::vector<Delaunay::Vertex_handle> handles;
    for (const Eigen::Vector2d& p : ring) {
      auto handle = mesh.insert({p.x(), p.y()});
      if (handle->info().value == kNoVertex) {
        handle->info().value = next;
      }
      ++next;
      handles.push_back(handle);
    }
    for (std::size_t i = 0, j = handles.size() - 1; i < handles.size(); j = i++) {
      if (handles[j] != handles[i]) {
        mesh.insert_constraint(handles[j], handles[i]);
      }
    }
  }
  for (auto face = mesh.finite_faces_begin(); face != mesh.finite_faces_end(); ++face) {
    std::array<std::uint32_t, 3> triangle{};
    Eigen::Vector2d centre = Eigen::Vector2d::Zero();
    for (int i = 0; i < 3; ++i) {
      centre += Eigen::Vector2d{face->vertex(i)->point().x(), face->vertex(i)->point().y()} / 3.0;
    }
    if (!is_inside(rings, centre)) {
      continue;
    }
    for (int i = 0; i < 3; ++i) {
      auto vertex = face->vertex(i);
      if (vertex->info().value == kNoVertex) {
        vertex->info().value = static_cast<std::uint32_t>(patch.points.size());
        patch.points.push_back(plane.lift({vertex->point().x(), vertex->point().y()}));
      }
      triangle[static_cast<std::size_t>(i)] = vertex->info().value;
    }
    patch.triangles.push_back(triangle);
  }
}

bool is_finite(const twin::Ring3& ring) {
  for (const twin::WorkingPosition& p : ring.points) {
    if (!std::isfinite(p.east) || !std::isfinite(p.north) || !std::isfinite(p.up)) {
      return false;
    }
  }
  return true;
}

}  // namespace

Eigen::Vector3d area_vector(const twin::Ring3& ring) {
  Eigen::Vector3d doubled = Eigen::Vector3d::Zero();
  for (std::size_t i = 1; i + 1 < ring.points.size(); ++i) {
    doubled +=
        (ring.points[i] - ring.points[0]).vector().cross((ring.points[i + 1] - ring.points[0]).vector());
  }
  return doubled / 2;
}

TrianglePatch triangulate(const twin::Polygon3& polygon) {
  TrianglePatch patch;
  if (polygon.exterior.points.size() < 3 || !is_finite(polygon.exterior)) {
    return patch;
  }
  const Eigen::Vector3d area = area_vector(polygon.exterior);
  if (!(area.norm() >= kLeastAreaM2)) {
    return patch;
  }
  const Projection plane(polygon.exterior.points[0], area);
  std::vector<Ring2> rings;
  auto add = [&](const twin::Ring3& ring) {
    Ring2 flat;
    for (const twin::WorkingPosition& p : ring.points) {
      patch.points.push_back(p);
      flat.push_back(plane.flat(p));
    }
    rings.push_back(std::move(flat));
  };
  add(polygon.exterior);
  for (const twin::Ring3& hole : polygon.interiors) {
    if (hole.points.size() >= 3 && is_finite(hole)) {
      add(hole);
    }
  }
  if (patch.points.size() == 3) {
    patch.triangles = {{0, 1, 2}};
  } else if (patch.points.size() == 4 && is_strictly_convex_quad(rings[0])) {
    patch.triangles = {{0, 1, 2}, {0, 2, 3}};
  } else {
    fill(rings, plane, patch);
  }
  return patch;
}

}  // namespace geo
