#include "geo/validate/polygon_check.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <set>

#include "geo/tiles/triangulate.hpp"
#include "geo/validate/ring_contacts.hpp"

namespace geo {
namespace {

std::string ring_name(std::size_t ring) {
  return fmt::format("ring {}", ring + 1);
}

/// Fills the face; false when a ring has fewer than three vertices.
bool index_rings(const twin::Polygon3& polygon, VertexIndex& vertices, PolygonReport& report) {
  for (std::size_t r = 0; r <= polygon.interiors.size(); ++r) {
    const auto& points = (r == 0 ? polygon.exterior : polygon.interiors[r - 1]).points;
    std::vector<std::uint32_t> ring;
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
    if (std::set<std::uint32_t>(ring.begin(), ring.end()).size() < 3) {
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

/// Least-squares plane through the vertices.
struct Plane {
  Eigen::Vector3d centre = Eigen::Vector3d::Zero(), normal = Eigen::Vector3d::UnitZ();
};

Plane fit_plane(const std::vector<Eigen::Vector3d>& points) {
  Plane plane;
  for (const auto& p : points) plane.centre += p / static_cast<double>(points.size());
  Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
  for (const auto& p : points) spread += (p - plane.centre) * (p - plane.centre).transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(spread);
  plane.normal = solver.eigenvectors().col(0);
  return plane;
}

void check_planarity(const IndexedFace& face, const VertexIndex& vertices,
                     const ValidationTolerances& tolerances, std::vector<GeometryFault>& faults) {
  const Eigen::Vector3d origin = vertices[face.rings[0][0]].vector();
  std::vector<Eigen::Vector3d> points;
  twin::Polygon3 local;
  for (std::size_t r = 0; r < face.rings.size(); ++r) {
    auto& ring = r == 0 ? local.exterior : local.interiors.emplace_back();
    for (const auto number : face.rings[r]) {
      points.push_back(vertices[number].vector() - origin);
      ring.points.push_back(twin::WorkingPosition::from(points.back()));
    }
  }
  if (points.size() == 3) return;
  const Plane plane = fit_plane(points);
  double worst = 0;
  for (const auto& p : points) worst = std::max(worst, std::abs((p - plane.centre).dot(plane.normal)));
  if (worst > tolerances.planarity_m) {
    faults.push_back({"203",
                      {},
                      fmt::format("a vertex lies {:.3f} m off the plane", worst),
                      fmt::format("vertices may lie {} m off; divide the polygon", tolerances.planarity_m)});
    return;
  }
  // A fold too small for the distance shows in the normals of the triangles.
  const auto patch = triangulate(local);
  double steepest = 0;
  for (const auto& t : patch.triangles) {
    const Eigen::Vector3d a = patch.points[t[0]].vector(), b = patch.points[t[1]].vector(),
                          c = patch.points[t[2]].vector();
    const Eigen::Vector3d area = (b - a).cross(c - a);
    const double longest = std::max({(b - a).norm(), (c - b).norm(), (a - c).norm()});
    if (area.norm() <= tolerances.snap_m * longest) continue;  // a sliver has no direction worth the name
    const double cosine = std::min(1.0, std::abs(area.dot(plane.normal)) / area.norm());
    steepest = std::max(steepest, std::acos(cosine) * 180 / M_PI);
  }
  if (steepest > tolerances.planarity_normals_deg) {
    faults.push_back({"204",
                      {},
                      fmt::format("folded by {:.1f} degrees", steepest),
                      fmt::format("{} degrees are accepted; divide the polygon at the fold",
                                  tolerances.planarity_normals_deg)});
  }
}

}  // namespace

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
