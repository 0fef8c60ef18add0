#include "geo/validate/validate.hpp"

#include <fmt/format.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <optional>
#include <unordered_map>

#include "geo/validate/building_check.hpp"
#include "geo/validate/polygon_check.hpp"
#include "geo/validate/shell_check.hpp"
#include "geo/validate/shell_crossing.hpp"
#include "geo/validate/solid_check.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

twin::Finding finding_of(const GeometryFault& fault, std::string_view id, const std::string& lod,
                         const std::string& place) {
  const auto severity =
      std::string_view(fault.code) == "999" ? twin::Severity::kWarning : twin::Severity::kError;
  return {fault.code,
          severity,
          std::string(id),
          lod,
          fault.where.empty() ? place : place + ", " + fault.where,
          twin::excerpt(fault.value),
          fault.remedy};
}

class PartCheck {
 public:
  PartCheck(const twin::ShapePart& part, std::string_view id, const ValidationTolerances& tolerances,
            const twin::WorkingPosition& origin, twin::Diagnostics& out)
      : part_(part),
        id_(id),
        tolerances_(tolerances),
        origin_(origin),
        out_(out),
        vertices_(tolerances.snap_m),
        checked_(part.polygons.size()) {}

  /// @param number  of this part in the shape
  /// @param bodies  takes the sound solids when set
  /// @returns       what each solid is broken by
  std::vector<std::string> run(std::size_t number, std::vector<PlacedBody>* bodies) {
    number_ = number;
    bodies_ = bodies;
    for (std::size_t s = 0; s < part_.solids.size(); ++s) check_solid(s);
    std::size_t loose = 0;
    for (std::size_t p = 0; p < part_.polygons.size(); ++p) {
      if (!checked_[p]) check_face(p, [&, number = ++loose] { return fmt::format("surface {}", number); });
    }
    return std::move(verdicts_);
  }

 private:
  void add(const GeometryFault& fault, const std::string& place) {
    out_.add(finding_of(fault, id_, part_.lod, place));
  }

  /// Checks a polygon where it is used first; its findings are not repeated at the second use.
  template <class Place>
  const PolygonReport& check_face(std::size_t polygon, const Place& place_of) {
    auto& report = checked_[polygon];
    if (report) return *report;
    report = check_polygon(part_.polygons[polygon], vertices_, tolerances_);
    if (report->faults.empty()) return *report;
    const std::string place = place_of();
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
    if (solid.shells.empty() || solid.shells[0].empty()) {
      add({"902", {}, {}, "give the solid its faces or leave it out"}, place);
      verdicts_.emplace_back("902");
      return;
    }
    std::string broken_by;
    bool sound = true;
    std::vector<TriangulatedShell> shells;
    std::vector<FaceTriangle> body;
    for (std::size_t s = 0; s < solid.shells.size(); ++s) {
      const std::string shell_place = fmt::format("{}, shell {}", place, s + 1);
      IndexedShell shell;
      bool usable = true;
      shell.faces.reserve(solid.shells[s].size());
      for (std::size_t f = 0; f < solid.shells[s].size(); ++f) {
        const auto& face = solid.shells[s][f];
        if (face.polygon >= part_.polygons.size()) continue;
        const auto& report =
            check_face(face.polygon, [&] { return fmt::format("{}, face {}", shell_place, f + 1); });
        usable = usable && report.usable;
        if (!report.usable && broken_by.empty())
          broken_by = report.faults.empty() ? "999" : report.faults.back().code;
        shell.faces.push_back(&report.face);
        shell.reversed.push_back(face.reversed);
      }
      const std::size_t before = out_.findings.size();
      if (usable) check_one_shell(shell, s > 0, shell_place);
      if (broken_by.empty()) broken_by = first_error(before);
      sound = sound && usable && out_.findings.size() == before;
      if (sound && solid.shells.size() > 1) shells.push_back(triangles_of(shell));
      if (sound && bodies_) body.insert(body.end(), triangles_.begin(), triangles_.end());
    }
    if (sound && shells.size() > 1) {
      const std::size_t before = out_.findings.size();
      for (const auto& fault : check_shells_of_solid(shells)) add(fault, place);
      broken_by = first_error(before);
      sound = out_.findings.size() == before;
    }
    verdicts_.push_back(std::move(broken_by));
    if (sound && bodies_) bodies_->push_back({number_, part_.lod, place, make_body(std::move(body)), part_.solids_apart});
  }

  std::string first_error(std::size_t since) const {
    for (std::size_t i = since; i < out_.findings.size(); ++i) {
      if (out_.findings[i].severity == twin::Severity::kError) return out_.findings[i].code;
    }
    return {};
  }

  void check_one_shell(const IndexedShell& shell, bool cavity, const std::string& place) {
    const auto faults = check_shell(shell, cavity, vertices_);
    for (const auto& fault : faults) add(fault, place);
    if (!faults.empty()) return;
    triangles_.clear();
    for (std::size_t f = 0; f < shell.faces.size(); ++f) {
      for (const auto& [a, b, c] : shell.faces[f]->triangles) {
        triangles_.push_back({{local(a), local(b), local(c)}, f});
        if (shell.reversed[f]) std::swap(triangles_.back().corners[1], triangles_.back().corners[2]);
      }
    }
    FaceCrossing crossing;
    switch (find_crossing(triangles_, tolerances_.snap_m, crossing)) {
      case CrossingAnswer::kNone:
        return;
      case CrossingAnswer::kTooMany:
        add({"999",
             {},
             fmt::format("{} triangles", triangles_.size()),
             "too many faces lie close together: crossings were not looked for"},
            place);
        return;
      case CrossingAnswer::kFound:
        add({"306", fmt::format("faces {} and {}", crossing.first + 1, crossing.second + 1),
             "near " + coordinates_of(twin::WorkingPosition::from(crossing.at + origin_.vector())),
             "faces of a shell meet at their common edges only"},
            place);
    }
  }

  Eigen::Vector3d local(std::uint32_t vertex) const { return (vertices_[vertex] - origin_).vector(); }

  TriangulatedShell triangles_of(const IndexedShell& shell) {
    TriangulatedShell out;
    std::unordered_map<std::uint32_t, std::uint32_t> numbers;
    for (std::size_t f = 0; f < shell.faces.size(); ++f) {
      for (auto t : shell.faces[f]->triangles) {
        if (shell.reversed[f]) std::swap(t[1], t[2]);
        for (auto& corner : t) {
          const auto next = static_cast<std::uint32_t>(out.vertices.size());
          const auto [known, is_new] = numbers.emplace(corner, next);
          if (is_new) out.vertices.push_back(local(corner));
          corner = known->second;
        }
        out.triangles.push_back(t);
      }
    }
    return out;
  }

  const twin::ShapePart& part_;
  std::string_view id_;
  const ValidationTolerances& tolerances_;
  /// Arithmetic on faces is done about a vertex of the building: at our eastings a double has only 1e-9 m
  /// left.
  const twin::WorkingPosition& origin_;
  twin::Diagnostics& out_;
  VertexIndex vertices_;
  std::vector<std::optional<PolygonReport>> checked_;
  std::vector<FaceTriangle> triangles_;  ///< of the shell checked last
  std::vector<PlacedBody>* bodies_ = nullptr;
  std::size_t number_ = 0;
  std::vector<std::string> verdicts_;  ///< of the solids checked
};

twin::WorkingPosition first_position(const twin::BuildingShape& shape) {
  for (const auto& part : shape.parts) {
    for (const auto& polygon : part.polygons) {
      if (!polygon.exterior.points.empty()) return polygon.exterior.points[0];
    }
  }
  return {};
}

}  // namespace

bool are_usable(const ValidationTolerances& tolerances) {
  const auto within = [](double value, double least, double most) { return value >= least && value <= most; };
  return within(tolerances.snap_m, kLeastTolerance, kGreatestTolerance) &&
         within(tolerances.planarity_m, kLeastTolerance, kGreatestTolerance) &&
         within(tolerances.planarity_normals_deg, kLeastTolerance, 90) &&
         within(tolerances.overlap_m, 0, kGreatestTolerance);
}

SolidVerdicts validate_shape(const twin::BuildingShape& shape, std::string_view building_id,
                             const ValidationTolerances& tolerances, twin::Diagnostics& out) {
  const auto origin = first_position(shape);
  std::size_t solids = 0;
  for (const auto& part : shape.parts) solids += part.solids.size();
  std::vector<PlacedBody> bodies;
  std::vector<bool> incomplete;
  SolidVerdicts verdicts;
  for (std::size_t p = 0; p < shape.parts.size(); ++p) {
    PartCheck check(shape.parts[p], building_id, tolerances, origin, out);
    const std::size_t before = bodies.size();
    verdicts.push_back(check.run(p, solids > 1 ? &bodies : nullptr));
    incomplete.push_back(bodies.size() - before < shape.parts[p].solids.size());
  }
  for (const auto& [body, fault] :
       check_building(bodies, incomplete, std::max(tolerances.overlap_m, tolerances.snap_m), origin)) {
    const auto& placed = bodies[body];
    out.add(finding_of(fault, building_id, placed.lod, placed.place));
  }
  return verdicts;
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
