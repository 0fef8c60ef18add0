#include <fmt/format.h>

#include <string_view>

#include "geo/validate/polygon_check.hpp"
#include "geo/validate/repair_steps.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

/// Longer ids would make a polygon of many corners grow by their length times its corners.
constexpr std::size_t kLongestId = 128;

/// Triangles by which a face is replaced; the first one takes its polygon's place.
struct Replacement {
  std::uint32_t first_added = 0, added = 0;
};

std::vector<twin::Polygon3> triangles_of(const twin::Polygon3& polygon, const PolygonReport& report,
                                         const VertexIndex& vertices) {
  std::vector<twin::Polygon3> out;
  for (const auto& t : report.face.triangles) {
    auto& triangle = out.emplace_back();
    if (!polygon.id.empty() && polygon.id.size() <= kLongestId)
      triangle.id = fmt::format("{}-{}", polygon.id, out.size());
    triangle.kind = polygon.kind;
    triangle.wall = polygon.wall;
    for (const auto corner : t) triangle.exterior.points.push_back(vertices[corner]);
  }
  return out;
}

}  // namespace

void repair_planarity(twin::ShapePart& part, const ValidationTolerances& tolerances, RepairNotes& notes) {
  const std::size_t count = part.polygons.size();
  std::vector<Replacement> replaced(count);
  bool any = false;
  std::vector<std::size_t> uses(count, 0);
  for (const auto& solid : part.solids) {
    for (const auto& shell : solid.shells) {
      for (const auto& face : shell) {
        if (face.polygon < count) ++uses[face.polygon];
      }
    }
  }
  for (std::size_t p = 0; p < count; ++p) {
    // A face belongs to two solids at most; a file that uses one a thousand times shall not grow.
    if (uses[p] > 2) continue;
    VertexIndex vertices(tolerances.snap_m);
    const auto report = check_polygon(part.polygons[p], vertices, tolerances);
    const GeometryFault* fault = nullptr;
    for (const auto& f : report.faults) {
      if (std::string_view(f.code) == "203" || std::string_view(f.code) == "204") fault = &f;
    }
    if (!fault || report.face.triangles.size() < 2) continue;
    auto triangles = triangles_of(part.polygons[p], report, vertices);
    const std::string name =
        part.polygons[p].id.empty() ? "" : " (" + twin::excerpt(part.polygons[p].id) + ")";
    notes.push_back({fault->code, fmt::format("polygon {}{}, {}", p + 1, name, fault->where), fault->value,
                     fmt::format("divided into {} triangles", triangles.size())});
    replaced[p] = {static_cast<std::uint32_t>(part.polygons.size()),
                   static_cast<std::uint32_t>(triangles.size() - 1)};
    part.polygons[p] = std::move(triangles[0]);
    part.polygons.insert(part.polygons.end(), std::make_move_iterator(triangles.begin() + 1),
                         std::make_move_iterator(triangles.end()));
    any = true;
  }
  if (!any) return;
  for (auto& solid : part.solids) {
    for (auto& shell : solid.shells) {
      const std::size_t faces = shell.size();
      for (std::size_t f = 0; f < faces; ++f) {
        const twin::ShellFace face = shell[f];
        if (face.polygon >= count) continue;
        for (std::uint32_t k = 0; k < replaced[face.polygon].added; ++k)
          shell.push_back({replaced[face.polygon].first_added + k, face.reversed});
      }
    }
  }
}

}  // namespace geo
