#include "geo/io/cityjson_boundaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/io/citygml_geometry.hpp"

namespace geo::cityjson {
namespace {

using twin::Problem;
using twin::Severity;
using twin::Status;
using twin::WorkingPosition;

}  // namespace

bool is_ring(const std::vector<WorkingPosition>& points) {
  if (points.empty()) return false;
  const auto second =
      std::find_if(points.begin(), points.end(), [&](const auto& p) { return !(p == points[0]); });
  return std::any_of(second, points.end(),
                     [&](const auto& p) { return !(p == points[0]) && !(p == *second); });
}

Level* GeometrySink::best() {
  Level* out = nullptr;
  for (auto& level : levels) {
    if (level.polygons.empty()) continue;
    if (out == nullptr || level.solids.empty() < out->solids.empty() ||
        (level.solids.empty() == out->solids.empty() && level.rank > out->rank)) {
      out = &level;
    }
  }
  return out;
}

Level& GeometrySink::level(std::string_view lod, double rank) {
  for (auto& level : levels) {
    if (level.lod == lod) return level;
  }
  return levels.emplace_back(Level{std::string(lod), rank, {}, {}, false, {}, {}});
}

std::string_view GeometrySink::theme(std::string_view name) {
  const auto known = themes.find(name);
  return known != themes.end() ? *known : *themes.emplace(name).first;
}

void GeometrySink::note(const char* code, Severity severity, const JsonPlace& place, std::string value,
                        std::string remedy, std::string lod) {
  diagnostics.add(
      {code, severity, building, std::move(lod), place.text(), std::move(value), std::move(remedy)});
}

Status Boundaries::read_points(Element boundary, const JsonPlace& place, std::vector<WorkingPosition>* out) {
  TWIN_TRY(const Array items, as_array(boundary, place));
  std::size_t i = 0;
  for (const Element item : items) {
    const JsonPlace here(place, i++);
    if (item.is_array() || item.is_object()) {
      return Problem{"input-invalid", "The boundaries lie deeper here than the geometry's type has them.",
                     here.text(), shown(item), "Check the type and the brackets of the boundaries."};
    }
    const auto index = as_whole(item);
    if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= vertices.size()) {
      return Problem{"vertex-index-out-of-range", "A boundary uses vertices by their number, from 0.",
                     here.text(), fmt::format("{}, the file has {} vertices", shown(item), vertices.size()),
                     "Correct the number, or add the vertex."};
    }
    if (out == nullptr) continue;
    auto point = vertices[static_cast<std::size_t>(*index)];
    if (matrix) {
      const auto turned = transformed(*matrix, point);
      point = WorkingPosition{turned.east + anchor.east, turned.north + anchor.north, turned.up + anchor.up};
      if (!std::isfinite(point.east) || !std::isfinite(point.north) || !std::isfinite(point.up)) {
        return Problem{"number-not-finite", "The matrix makes no finite coordinates of this vertex.",
                       here.text(), shown(item), "Check the transformation matrix."};
      }
    }
    out->push_back(point);
  }
  return spend(i + 1, place);
}

Status Boundaries::spend(std::size_t points, const JsonPlace& place) {
  if (instance_points == nullptr) return twin::Done{};
  *instance_points += points;
  if (*instance_points <= kMaxInstancePoints) return twin::Done{};
  return Problem{"object-too-large", "Instances of templates add too many points.", place.text(),
                 fmt::format("more than {}", kMaxInstancePoints), "Split the file."};
}

Status Boundaries::read_surface(Element boundary, const SurfaceValues& values, const JsonPlace& place,
                                std::optional<std::uint32_t>& number) {
  ++*surfaces;
  TWIN_CHECK(spend(1, place));
  twin::Polygon3 polygon;
  if (semantics != nullptr) {
    TWIN_TRY(const SemanticSurface said, semantics->surface_of(values.semantic, place));
    polygon.kind = said.kind;
    polygon.wall = said.wall;
  }
  TWIN_TRY(const Array rings, as_array(boundary, place));
  std::size_t i = 0, points = 0;
  bool usable = true;
  std::vector<std::size_t> ring_numbers;  // in the file, of the rings that are kept
  for (const Element item : rings) {
    const std::size_t ring_index = i++;
    const JsonPlace here(place, ring_index);
    twin::Ring3 ring;
    TWIN_CHECK(read_points(item, here, level != nullptr ? &ring.points : nullptr));
    if (level == nullptr) continue;
    if (!is_ring(ring.points)) {
      leave_out(here, ring.points.size());
      usable = usable && ring_index > 0;
      continue;
    }
    points += ring.points.size();
    ring_numbers.push_back(ring_index);
    if (ring_index == 0)
      polygon.exterior = std::move(ring);
    else
      polygon.interiors.push_back(std::move(ring));
  }
  if (level == nullptr) return twin::Done{};
  if (i == 0) leave_out(place, 0);
  if (i == 0 || !usable) return twin::Done{};
  sink->points += points;
  if (sink->points > GeometryGraph::kMaxPoints) return twin::Done{};  // the building is given up
  number = static_cast<std::uint32_t>(level->polygons.size());
  if (paint != nullptr && !paint->cover(values, *number, polygon, ring_numbers, *level) && !sink->paint_told) {
    sink->paint_told = true;
    sink->note("appearance-left-out", Severity::kWarning, place, "",
               "Each surface names a material that exists, each ring a texture that exists and a texture vertex for each "
               "of its points; what does not was left out.",
               level->lod);
  }
  level->polygons.push_back(std::move(polygon));
  return twin::Done{};
}

void Boundaries::leave_out(const JsonPlace& place, std::size_t points) {
  sink->repaired = true;
  if (++sink->rings_left_out > GeometrySink::kMaxRingFindings) return;
  sink->note(
      "101", Severity::kError, place, fmt::format("{} positions", points),
      sink->rings_left_out < GeometrySink::kMaxRingFindings
          ? "A ring needs three different positions; it was left out."
          : "A ring needs three different positions; it was left out, and further ones are not listed.",
      level->lod);
}

Status Boundaries::read_surfaces(Element boundary, const SurfaceValues& values, const JsonPlace& place,
                                 std::vector<twin::ShellFace>* shell) {
  TWIN_TRY(const Array items, as_array(boundary, place));
  SurfaceCursor cursor(values);
  std::size_t i = 0;
  for (const Element item : items) {
    std::optional<std::uint32_t> number;
    TWIN_CHECK(read_surface(item, cursor.next(), JsonPlace(place, i++), number));
    if (shell != nullptr && number) shell->push_back({*number, false});
  }
  mismatch = mismatch || cursor.mismatch() || cursor.surplus();
  return twin::Done{};
}

Status Boundaries::read_solid(Element boundary, const SurfaceValues& values, const JsonPlace& place) {
  TWIN_TRY(const Array shells, as_array(boundary, place));
  SurfaceCursor cursor(values);
  const std::size_t left_out_before = sink != nullptr ? sink->rings_left_out : 0;
  twin::Solid solid;
  std::size_t i = 0;
  for (const Element item : shells) {
    std::vector<twin::ShellFace> shell;
    TWIN_CHECK(read_surfaces(item, cursor.next(), JsonPlace(place, i), &shell));
    // Without an exterior there is no solid; an empty cavity is none.
    if (!shell.empty() && (i == 0 || !solid.shells.empty())) solid.shells.push_back(std::move(shell));
    ++i;
  }
  mismatch = mismatch || cursor.mismatch() || cursor.surplus();
  if (level == nullptr) return twin::Done{};
  if (!solid.shells.empty()) {
    level->solids.push_back(std::move(solid));
  } else if (sink->rings_left_out == left_out_before) {  // else what is missing was told
    sink->note("902", Severity::kError, place, "", "Give the solid its faces; it was left out.", level->lod);
    sink->repaired = true;
  }
  return twin::Done{};
}

Status Boundaries::read_lines(bool points, Element boundary, const JsonPlace& place, twin::ObjectLines* out) {
  std::vector<WorkingPosition> line;
  auto* const take = out != nullptr ? &line : nullptr;
  if (points) {
    TWIN_CHECK(read_points(boundary, place, take));
    for (const auto& at : line) out->lines.push_back({at});
    if (out != nullptr) sink->points += line.size();
    return twin::Done{};
  }
  TWIN_TRY(const Array items, as_array(boundary, place));
  std::size_t i = 0;
  for (const Element item : items) {
    const JsonPlace here(place, i++);
    line.clear();
    TWIN_CHECK(read_points(item, here, take));
    if (out == nullptr) continue;
    if (line.size() < 2) {
      sink->repaired = true;
      sink->note("902", Severity::kError, here, fmt::format("{} positions", line.size()), "A line needs two positions; it was left out.", out->lod);
      continue;
    }
    sink->points += line.size();
    if (sink->points > GeometryGraph::kMaxPoints) return twin::Done{};  // the object is given up
    out->lines.push_back(line);
  }
  return twin::Done{};
}

Status Boundaries::read_boundaries(int depth, Element boundary, const SurfaceValues& values, const JsonPlace& place) {
  if (depth < 2) return read_lines(depth == 0, boundary, place, nullptr);
  if (depth == 2) return read_surfaces(boundary, values, place, nullptr);
  if (depth == 3) return read_solid(boundary, values, place);
  TWIN_TRY(const Array items, as_array(boundary, place));
  SurfaceCursor cursor(values);
  std::size_t i = 0;
  for (const Element item : items) {
    TWIN_CHECK(read_solid(item, cursor.next(), JsonPlace(place, i++)));
  }
  mismatch = mismatch || cursor.mismatch() || cursor.surplus();
  return twin::Done{};
}

}  // namespace geo::cityjson
