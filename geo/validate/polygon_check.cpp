#include "geo/validate/polygon_check.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "geo/tiles/triangulate.hpp"
#include "geo/validate/ring_contacts.hpp"

namespace geo {
namespace {

std::string ring_name(std::size_t ring) {
  return fmt::format("ring {}", ring + 1);
}

/// Counts to three.
std::size_t count_distinct(const std::vector<std::uint32_t>& ring) {
  const auto second = std::find_if(ring.begin(), ring.end(), [&](auto v) { return v != ring[0]; });
  if (second == ring.end()) return 1;
  return std::any_of(second, ring.end(), [&](auto v) { return v != ring[0] && v != *second; }) ? 3 : 2;
}

/// Fills the face; false when a ring has fewer than three vertices.
bool index_rings(const twin::Polygon3& polygon, VertexIndex& vertices, PolygonReport& report) {
  for (std::size_t r = 0; r <= polygon.interiors.size(); ++r) {
    const auto& points = (r == 0 ? polygon.exterior : polygon.interiors[r - 1]).points;
    std::vector<std::uint32_t> ring;
    ring.reserve(points.size());
    std::size_t repeats = 0;
    for (const auto& point : points) {
      const auto number = vertices.number_of(point);
      if (!ring.empty() && ring.back() == number)
        ++repeats;
      else
        ring.push_back(number);
    }
    while (ring.size() > 1 && ring.front() == ring.back()) {
      ring.pop_back();
      ++repeats;
    }
    if (ring.empty() || count_distinct(ring) < 3) {
      report.faults.push_back({"101", ring_name(r), fmt::format("{} positions", ring.size()),
                               "a ring needs three different positions"});
    } else if (repeats > 0) {
      report.faults.push_back(
          {"102", ring_name(r), fmt::format("{} repeated", repeats), "write each position once"});
    }
    report.face.rings.push_back(std::move(ring));
  }
  return std::none_of(report.faults.begin(), report.faults.end(),
                      [](const GeometryFault& fault) { return std::string_view(fault.code) == "101"; });
}

void triangulate_face(IndexedFace& face, const std::vector<twin::WorkingPosition>& local_points,
                      const Eigen::Vector3d& origin, VertexIndex& vertices) {
  const auto numbers = [&] {
    std::vector<std::uint32_t> out;
    out.reserve(local_points.size());
    for (const auto& ring : face.rings) out.insert(out.end(), ring.begin(), ring.end());
    return out;
  }();
  if (numbers.size() == 3) {
    face.triangles = {{numbers[0], numbers[1], numbers[2]}};
    return;
  }
  twin::Polygon3 local;
  auto next = local_points.begin();
  for (std::size_t r = 0; r < face.rings.size(); ++r) {
    auto& ring = r == 0 ? local.exterior : local.interiors.emplace_back();
    const auto end = next + static_cast<std::ptrdiff_t>(face.rings[r].size());
    ring.points.assign(next, end);
    next = end;
  }
  const auto patch = triangulate(local);
  face.triangles.reserve(patch.triangles.size());
  for (const auto& t : patch.triangles) {
    auto& out = face.triangles.emplace_back();
    for (std::size_t k = 0; k < 3; ++k) {
      // Points behind the rings' own are crossings within the tolerance.
      out[k] = t[k] < numbers.size()
                   ? numbers[t[k]]
                   : vertices.number_of(twin::WorkingPosition::from(patch.points[t[k]].vector() + origin));
    }
  }
}

/// 203, then 204; triangulates the face.
void check_planarity(IndexedFace& face, VertexIndex& vertices, const ValidationTolerances& tolerances,
                     std::vector<GeometryFault>& faults) {
  const Eigen::Vector3d origin = vertices[face.rings[0][0]].vector();
  std::vector<Eigen::Vector3d> points;
  std::vector<twin::WorkingPosition> local;
  std::size_t corners = 0;
  for (const auto& ring : face.rings) corners += ring.size();
  points.reserve(corners);
  local.reserve(corners);
  for (const auto& ring : face.rings) {
    for (const auto number : ring) {
      points.push_back(vertices[number].vector() - origin);
      local.push_back(twin::WorkingPosition::from(points.back()));
    }
  }
  triangulate_face(face, local, origin, vertices);
  if (points.size() == 3) return;
  Eigen::Vector3d normal;
  const auto farthest = farthest_off_plane(points, normal);
  if (farthest.distance_m > tolerances.planarity_m) {
    faults.push_back(
        {"203", "near " + coordinates_of(twin::WorkingPosition::from(points[farthest.position] + origin)),
         fmt::format("a vertex lies {:.3f} m off the plane against {} m", farthest.distance_m,
                     tolerances.planarity_m),
         fmt::format("vertices may lie {} m off; divide the polygon", tolerances.planarity_m)});
    return;
  }
  // A fold too small for the distance shows in the normals of the triangles.
  double steepest = 0;
  std::uint32_t at = 0;
  for (const auto& t : face.triangles) {
    const Eigen::Vector3d a = vertices[t[0]].vector() - origin, b = vertices[t[1]].vector() - origin,
                          c = vertices[t[2]].vector() - origin;
    const Eigen::Vector3d area = (b - a).cross(c - a);
    const double length = area.norm();
    const double longest_squared =
        std::max({(b - a).squaredNorm(), (c - b).squaredNorm(), (a - c).squaredNorm()});
    // A sliver has no direction worth the name.
    if (length * length <= tolerances.snap_m * tolerances.snap_m * longest_squared) continue;
    const double cosine = std::min(1.0, std::abs(area.dot(normal)) / length);
    if (const double angle = std::acos(cosine) * 180 / M_PI; angle > steepest) {
      steepest = angle;
      at = t[0];
    }
  }
  if (steepest > tolerances.planarity_normals_deg) {
    faults.push_back(
        {"204", "near " + coordinates_of(vertices[at]),
         fmt::format("folded by {:.1f} degrees against {}", steepest, tolerances.planarity_normals_deg),
         fmt::format("{} degrees are accepted; divide the polygon at the fold",
                     tolerances.planarity_normals_deg)});
  }
}

}  // namespace

FarthestOffPlane farthest_off_plane(const std::vector<Eigen::Vector3d>& positions, Eigen::Vector3d& normal) {
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();
  for (const auto& p : positions) centre += p / static_cast<double>(positions.size());
  Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
  for (const auto& p : positions) spread += (p - centre) * (p - centre).transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(spread);
  normal = solver.eigenvectors().col(0);
  FarthestOffPlane out;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const double distance = std::abs((positions[i] - centre).dot(normal));
    if (distance > out.distance_m) out = {distance, i};
  }
  return out;
}

std::string coordinates_of(const twin::WorkingPosition& position) {
  return fmt::format("({:.3f} {:.3f} {:.3f})", position.east, position.north, position.up);
}

PolygonReport check_polygon(const twin::Polygon3& polygon, VertexIndex& vertices,
                            const ValidationTolerances& tolerances) {
  PolygonReport report;
  if (!index_rings(polygon, vertices, report)) return report;
  const std::size_t before = report.faults.size();
  check_rings(report.face, vertices, report.faults);
  if (report.faults.size() > before) return report;
  report.usable = true;
  check_planarity(report.face, vertices, tolerances, report.faults);
  return report;
}

}  // namespace geo
