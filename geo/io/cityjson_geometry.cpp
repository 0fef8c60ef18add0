#include "geo/io/cityjson_geometry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/io/citygml_geometry.hpp"
#include "geo/io/cityjson_semantics.hpp"
#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using twin::Problem;
using twin::Severity;
using twin::Status;
using twin::WorkingPosition;

/// How deep the boundaries lie above the rings: 0 lone points, 1 lines, 2 surfaces of rings, 3 shells of
/// surfaces, 4 solids.
struct Type {
  std::string_view name;
  int depth;
};
constexpr Type kTypes[] = {{"MultiPoint", 0},       {"MultiLineString", 1}, {"MultiSurface", 2},
                           {"CompositeSurface", 2}, {"Solid", 3},           {"MultiSolid", 4},
                           {"CompositeSolid", 4}};

/// Three different positions make a ring.
bool is_ring(const std::vector<WorkingPosition>& points) {
  if (points.empty()) return false;
  const auto second =
      std::find_if(points.begin(), points.end(), [&](const auto& p) { return !(p == points[0]); });
  return std::any_of(second, points.end(),
                     [&](const auto& p) { return !(p == points[0]) && !(p == *second); });
}

/// "0" to "3", or with one more digit "2.2"; nothing for anything else.
std::optional<double> rank_of(std::string_view lod) {
  const auto digit = [](char c) { return c >= '0' && c <= '3'; };
  if (lod.size() != 1 && lod.size() != 3) return std::nullopt;
  if (!digit(lod[0])) return std::nullopt;
  if (lod.size() == 1) return lod[0] - '0';
  if (lod[1] != '.' || !digit(lod[2])) return std::nullopt;
  return (lod[0] - '0') + (lod[2] - '0') / 10.0;
}

void note(GeometrySink& sink, const char* code, Severity severity, const JsonPlace& place, std::string value,
          std::string remedy, std::string lod = "") {
  sink.diagnostics.add(
      {code, severity, sink.building, std::move(lod), place.text(), std::move(value), std::move(remedy)});
}

}  // namespace

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

/// The boundaries of one geometry.
struct GeometryReader::Work {
  const std::vector<WorkingPosition>& vertices;
  const std::optional<Matrix>& matrix;
  WorkingPosition anchor;
  GeometrySink* sink;
  Level* level;
  const Semantics* semantics;
  std::size_t* instance_points;  ///< counted for instances only
  std::uint64_t* surfaces;
  bool mismatch = false;

  Status read_points(Element boundary, const JsonPlace& place, std::vector<WorkingPosition>* out) {
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
        point =
            WorkingPosition{turned.east + anchor.east, turned.north + anchor.north, turned.up + anchor.up};
        if (!std::isfinite(point.east) || !std::isfinite(point.north) || !std::isfinite(point.up)) {
          return Problem{"number-not-finite", "The matrix makes no finite coordinates of this vertex.",
                         here.text(), shown(item), "Check the transformation matrix."};
        }
      }
      out->push_back(point);
    }
    return spend(i + 1, place);
  }

  Status spend(std::size_t points, const JsonPlace& place) {
    if (instance_points == nullptr) return twin::Done{};
    *instance_points += points;
    if (*instance_points <= kMaxInstancePoints) return twin::Done{};
    return Problem{"object-too-large", "Instances of templates add too many points.", place.text(),
                   fmt::format("more than {}", kMaxInstancePoints), "Split the file."};
  }

  /// One surface; `number` is set to its place in the level when it was kept.
  Status read_surface(Element boundary, const std::optional<Element>& value, const JsonPlace& place,
                      std::optional<std::uint32_t>& number) {
    ++*surfaces;
    TWIN_CHECK(spend(1, place));
    twin::Polygon3 polygon;
    if (semantics != nullptr) {
      TWIN_TRY(polygon.kind, semantics->kind_of(value, place));
    }
    TWIN_TRY(const Array rings, as_array(boundary, place));
    std::size_t i = 0, points = 0;
    bool usable = true;
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
    level->polygons.push_back(std::move(polygon));
    return twin::Done{};
  }

  void leave_out(const JsonPlace& place, std::size_t points) {
    sink->repaired = true;
    if (++sink->rings_left_out > GeometrySink::kMaxRingFindings) return;
    note(*sink, "101", Severity::kError, place, fmt::format("{} positions", points),
         sink->rings_left_out < GeometrySink::kMaxRingFindings
             ? "A ring needs three different positions; it was left out."
             : "A ring needs three different positions; it was left out, and further ones are not listed.",
         level->lod);
  }

  Status read_surfaces(Element boundary, const std::optional<Element>& values, const JsonPlace& place,
                       std::vector<twin::ShellFace>* shell) {
    TWIN_TRY(const Array items, as_array(boundary, place));
    ValueCursor cursor(values);
    std::size_t i = 0;
    for (const Element item : items) {
      std::optional<std::uint32_t> number;
      TWIN_CHECK(read_surface(item, cursor.next(), JsonPlace(place, i++), number));
      if (shell != nullptr && number) shell->push_back({*number, false});
    }
    mismatch = mismatch || cursor.mismatch() || cursor.surplus();
    return twin::Done{};
  }

  Status read_solid(Element boundary, const std::optional<Element>& values, const JsonPlace& place) {
    TWIN_TRY(const Array shells, as_array(boundary, place));
    ValueCursor cursor(values);
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
    if (level != nullptr && !solid.shells.empty()) level->solids.push_back(std::move(solid));
    return twin::Done{};
  }

  Status read_boundaries(int depth, Element boundary, const std::optional<Element>& values,
                         const JsonPlace& place) {
    if (depth == 0) return read_points(boundary, place, nullptr);
    if (depth == 2) return read_surfaces(boundary, values, place, nullptr);
    if (depth == 3) return read_solid(boundary, values, place);
    TWIN_TRY(const Array items, as_array(boundary, place));
    ValueCursor cursor(values);
    std::size_t i = 0;
    for (const Element item : items) {
      const JsonPlace here(place, i++);
      if (depth == 1) {
        TWIN_CHECK(read_points(item, here, nullptr));
      } else {
        TWIN_CHECK(read_solid(item, cursor.next(), here));
      }
    }
    if (depth == 4) mismatch = mismatch || cursor.mismatch() || cursor.surplus();
    return twin::Done{};
  }
};

Status GeometryReader::read_all(Element geometries, const JsonPlace& place, GeometrySink* sink) {
  TWIN_TRY(const Array items, as_array(geometries, place));
  std::size_t i = 0;
  for (const Element item : items) TWIN_CHECK(read(item, JsonPlace(place, i++), sink));
  return twin::Done{};
}

Status GeometryReader::check_templates() {
  const JsonPlace root(""), section(root, "geometry-templates"), list(section, "templates");
  use(templates_.vertices);
  for (std::size_t i = 0; i < templates_.geometries.size(); ++i) {
    const JsonPlace here(list, i);
    TWIN_TRY(const Object object, as_object(templates_.geometries[i], here));
    const auto before = counts_;
    TWIN_CHECK(read_shape(object, here, nullptr, std::nullopt, {}));
    counts_ = before;
  }
  return twin::Done{};
}

Status GeometryReader::check(Element geometry, const JsonPlace& place) {
  const auto before = counts_;
  TWIN_CHECK(read(geometry, place, nullptr));
  counts_ = before;
  return twin::Done{};
}

Status GeometryReader::read(Element geometry, const JsonPlace& place, GeometrySink* sink) {
  ++counts_.geometries;
  TWIN_TRY(const Object object, as_object(geometry, place));
  TWIN_TRY(const Element type, require(object, "type", place));
  TWIN_TRY(const std::string_view name, as_text(type, JsonPlace(place, "type")));
  if (name == "GeometryInstance") return read_instance(object, place, sink);
  return read_shape(object, place, sink, std::nullopt, {});
}

Status GeometryReader::read_instance(Object object, const JsonPlace& place, GeometrySink* sink) {
  TWIN_TRY(const Element number, require(object, "template", place));
  const auto index = as_whole(number);
  if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= templates_.geometries.size()) {
    return Problem{"template-index-out-of-range", "An instance names its template by number, from 0.",
                   JsonPlace(place, "template").text(),
                   fmt::format("{}, the file has {} templates", shown(number), templates_.geometries.size()),
                   "Correct the number, or add the template."};
  }
  TWIN_TRY(const Element boundaries, require(object, "boundaries", place));
  const JsonPlace at_boundaries(place, "boundaries");
  std::vector<WorkingPosition> anchor;
  std::uint64_t unused = 0;
  Work work{*vertices_, std::nullopt, {}, nullptr, nullptr, nullptr, nullptr, &unused};
  TWIN_CHECK(work.read_points(boundaries, at_boundaries, &anchor));
  if (anchor.size() != 1) {
    return Problem{"input-invalid", "The boundaries of an instance are one vertex, its reference point.",
                   at_boundaries.text(), fmt::format("{} vertices", anchor.size()), "Name one vertex."};
  }
  TWIN_TRY(const Element written, require(object, "transformationMatrix", place));
  TWIN_TRY(const Matrix matrix, read_matrix(written, JsonPlace(place, "transformationMatrix")));
  if (sink == nullptr) return twin::Done{};  // the template itself was checked when it was read
  const auto at = static_cast<std::size_t>(*index);
  const JsonPlace root(""), section(root, "geometry-templates"), list(section, "templates"), here(list, at);
  TWIN_TRY(const Object shape, as_object(templates_.geometries[at], here));
  return read_shape(shape, here, sink, matrix, anchor.front());
}

Status GeometryReader::read_shape(Object object, const JsonPlace& place, GeometrySink* sink,
                                  const std::optional<Matrix>& matrix, const WorkingPosition& anchor) {
  TWIN_TRY(const Element written_type, require(object, "type", place));
  TWIN_TRY(const std::string_view name, as_text(written_type, JsonPlace(place, "type")));
  const auto* type =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const Type& t) { return t.name == name; });
  const JsonPlace at_type(place, "type"), at_lod(place, "lod");
  if (type == std::end(kTypes)) {
    if (sink == nullptr) return twin::Done{};
    sink->repaired = true;
    note(*sink, "geometry-type-unknown", Severity::kError, at_type, twin::excerpt(name),
         "Known are MultiPoint, MultiLineString, MultiSurface, CompositeSurface, Solid, MultiSolid, "
         "CompositeSolid "
         "and GeometryInstance; the geometry was left out.");
    return twin::Done{};
  }

  Level* level = nullptr;
  if (sink != nullptr && type->depth >= 2) {
    std::string lod;
    const auto written = find(object, "lod");
    if (std::string_view text; written && written->get(text) == simdjson::SUCCESS) {
      lod = text;
    } else if (double value = 0; written && written->get(value) == simdjson::SUCCESS) {
      lod = fmt::format("{}", value);
      if (!lod_is_number_) {
        sink->repaired = true;
        note(*sink, "lod-not-text", Severity::kWarning, at_lod, shown(*written),
             fmt::format("Write it as text: \"{}\"; it was taken so.", lod));
      }
    }
    const auto rank = rank_of(lod);
    if (!rank) {
      sink->repaired = true;
      note(*sink, written ? "lod-unknown" : "value-missing", Severity::kError, at_lod,
           written ? shown(*written) : "",
           "Write a level of detail from \"0\" to \"3.3\"; the geometry was left out.");
    } else {
      auto found = std::find_if(sink->levels.begin(), sink->levels.end(),
                                [&](const Level& l) { return l.lod == lod; });
      if (found == sink->levels.end()) found = sink->levels.insert(found, Level{lod, *rank, {}, {}});
      level = &*found;
    }
  }

  if (matrix && level == nullptr) return twin::Done{};

  Semantics semantics;
  const auto written_semantics = find(object, "semantics");
  const bool has_semantics = written_semantics && !written_semantics->is_null();
  const JsonPlace at_semantics(place, "semantics"), at_boundaries(place, "boundaries");
  if (has_semantics) {
    TWIN_TRY(semantics, read_semantics(*written_semantics, at_semantics));
  }
  TWIN_TRY(const Element boundaries, require(object, "boundaries", place));
  std::uint64_t of_template = 0;
  Work work{matrix ? templates_.vertices : *vertices_,
            matrix,
            anchor,
            sink,
            level,
            has_semantics ? &semantics : nullptr,
            matrix ? &instance_points_ : nullptr,
            matrix ? &of_template : &counts_.surfaces};
  TWIN_CHECK(work.spend(semantics.kinds.size(), at_semantics));
  TWIN_CHECK(work.read_boundaries(type->depth, boundaries, has_semantics ? semantics.values : std::nullopt,
                                  at_boundaries));
  if (work.mismatch && has_semantics && sink != nullptr && type->depth >= 2) {
    sink->repaired = true;
    note(*sink, "semantics-mismatch", Severity::kWarning, JsonPlace(at_semantics, "values"), "",
         "Write one value, or null, for each surface in the nesting of the boundaries; surfaces without "
         "one were taken without a kind.");
  }
  return twin::Done{};
}

}  // namespace geo::cityjson
