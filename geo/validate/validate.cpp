#include "geo/validate/validate.hpp"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <map>
#include <optional>
#include <tuple>

#include "geo/tiles/triangulate.hpp"
#include "geo/validate/polygon_check.hpp"
#include "geo/validate/shell_check.hpp"
#include "geo/validate/shell_crossing.hpp"
#include "geo/validate/solid_check.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

class PartCheck {
 public:
  PartCheck(const twin::ShapePart& part, std::string_view id, const ValidationTolerances& tolerances,
            twin::Diagnostics& out)
      : part_(part),
        id_(id),
        tolerances_(tolerances),
        out_(out),
        vertices_(tolerances.snap_m),
        checked_(part.polygons.size()) {}

  void run() {
    for (std::size_t s = 0; s < part_.solids.size(); ++s) check_solid(s);
    std::size_t loose = 0;
    for (std::size_t p = 0; p < part_.polygons.size(); ++p) {
      if (!checked_[p]) check_face(p, fmt::format("surface {}", ++loose));
    }
  }

 private:
  void add(const GeometryFault& fault, const std::string& place) {
    const auto severity =
        std::string_view(fault.code) == "999" ? twin::Severity::kWarning : twin::Severity::kError;
    out_.add({fault.code, severity, std::string(id_), part_.lod,
              fault.where.empty() ? place : place + ", " + fault.where, twin::excerpt(fault.value),
              fault.remedy});
  }

  /// Checks a polygon where it is used first; its findings are not repeated at the second use.
  const PolygonReport& check_face(std::size_t polygon, const std::string& place) {
    auto& report = checked_[polygon];
    if (report) return *report;
    report = check_polygon(part_.polygons[polygon], vertices_, tolerances_);
    const std::string& name = part_.polygons[polygon].id;
    for (const auto& fault : report->faults)
      add(fault, name.empty() ? place : place + " (" + twin::excerpt(name) + ")");
    return *report;
  }

  void check_solid(std::size_t number) {
    const twin::Solid& solid = part_.solids[number];
    const std::string place = part_.solids.size() == 1 && part_.id == id_
                                  ? fmt::format("solid {}", number + 1)
                                  : fmt::format("part {}, solid {}", part_.id, number + 1);
    bool sound = !solid.shells.empty();
    std::vector<TriangulatedShell> shells;
    for (std::size_t s = 0; s < solid.shells.size(); ++s) {
      const std::string shell_place = fmt::format("{}, shell {}", place, s + 1);
      IndexedShell shell;
      bool usable = true;
      for (std::size_t f = 0; f < solid.shells[s].size(); ++f) {
        const auto& face = solid.shells[s][f];
        if (face.polygon >= part_.polygons.size()) continue;
        const auto& report = check_face(face.polygon, fmt::format("{}, face {}", shell_place, f + 1));
        usable = usable && report.usable;
        shell.faces.push_back(&report.face);
        shell.reversed.push_back(face.reversed);
      }
      const std::size_t before = out_.findings.size();
      if (usable) check_one_shell(shell, s > 0, shell_place);
      sound = sound && usable && out_.findings.size() == before;
      if (sound && solid.shells.size() > 1) shells.push_back(triangles_of(shell));
    }
    if (sound && shells.size() > 1) {
      for (const auto& fault : check_shells_of_solid(shells)) add(fault, place);
    }
  }

  void check_one_shell(const IndexedShell& shell, bool cavity, const std::string& place) {
    const auto faults = check_shell(shell, cavity, vertices_);
    for (const auto& fault : faults) add(fault, place);
    if (!faults.empty()) return;
    std::vector<FaceTriangle> triangles;
    const auto whole = triangles_of(shell);
    for (std::size_t t = 0; t < whole.triangles.size(); ++t) {
      const auto& [a, b, c] = whole.triangles[t];
      triangles.push_back({{whole.vertices[a], whole.vertices[b], whole.vertices[c]}, face_of_triangle_[t]});
    }
    FaceCrossing crossing;
    switch (find_crossing(triangles, tolerances_.snap_m, crossing)) {
      case CrossingAnswer::kNone:
        return;
      case CrossingAnswer::kTooMany:
        add({"999",
             {},
             fmt::format("{} triangles", triangles.size()),
             "too many faces lie close together: crossings were not looked for"},
            place);
        return;
      case CrossingAnswer::kFound:
        add({"306", fmt::format("faces {} and {}", crossing.first + 1, crossing.second + 1),
             "near " + coordinates_of(twin::WorkingPosition::from(crossing.at + origin().vector())),
             "faces of a shell meet at their common edges only"},
            place);
    }
  }

  /// Arithmetic on faces is done about the first vertex: at our eastings a double has only 1e-9 m left.
  const twin::WorkingPosition& origin() const { return vertices_[0]; }

  TriangulatedShell triangles_of(const IndexedShell& shell) {
    TriangulatedShell out;
    face_of_triangle_.clear();
    std::map<std::tuple<double, double, double>, std::uint32_t> numbers;
    for (std::size_t f = 0; f < shell.faces.size(); ++f) {
      twin::Polygon3 local;
      const auto& rings = shell.faces[f]->rings;
      for (std::size_t r = 0; r < rings.size(); ++r) {
        auto& ring = r == 0 ? local.exterior : local.interiors.emplace_back();
        for (const auto v : rings[r])
          ring.points.push_back(twin::WorkingPosition::from((vertices_[v] - origin()).vector()));
      }
      const auto patch = triangulate(local);
      for (auto t : patch.triangles) {
        if (shell.reversed[f]) std::swap(t[1], t[2]);
        std::array<std::uint32_t, 3> numbered{};
        for (std::size_t k = 0; k < 3; ++k) {
          const auto& p = patch.points[t[k]];
          const auto next = static_cast<std::uint32_t>(out.vertices.size());
          const auto [known, is_new] = numbers.emplace(std::tuple(p.east, p.north, p.up), next);
          if (is_new) out.vertices.push_back(p.vector());
          numbered[k] = known->second;
        }
        out.triangles.push_back(numbered);
        face_of_triangle_.push_back(f);
      }
    }
    return out;
  }

  const twin::ShapePart& part_;
  std::string_view id_;
  const ValidationTolerances& tolerances_;
  twin::Diagnostics& out_;
  VertexIndex vertices_;
  std::vector<std::optional<PolygonReport>> checked_;
  std::vector<std::size_t> face_of_triangle_;
};

}  // namespace

void validate_shape(const twin::BuildingShape& shape, std::string_view building_id,
                    const ValidationTolerances& tolerances, twin::Diagnostics& out) {
  for (const auto& part : shape.parts) PartCheck(part, building_id, tolerances, out).run();
}

double signed_volume(const twin::ShapePart& part, const twin::Solid& solid) {
  double six = 0;
  std::optional<Eigen::Vector3d> first;
  for (const auto& shell : solid.shells) {
    for (const auto& face : shell) {
      const auto& polygon = part.polygons[face.polygon];
      const auto add = [&](const twin::Ring3& ring) {
        if (ring.points.empty()) return;
        if (!first) first = ring.points[0].vector();
        const Eigen::Vector3d a = ring.points[0].vector() - *first;
        double sum = 0;
        for (std::size_t i = 1; i + 1 < ring.points.size(); ++i) {
          sum += a.dot((ring.points[i].vector() - *first).cross(ring.points[i + 1].vector() - *first));
        }
        six += face.reversed ? -sum : sum;
      };
      add(polygon.exterior);
      for (const auto& ring : polygon.interiors) add(ring);
    }
  }
  return six / 6;
}

}  // namespace geo
