#include "geo/io/cityjson_geometry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "geo/io/cityjson_semantics.hpp"
#include "geo/io/json_text.hpp"
#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using twin::Problem;
using twin::Severity;
using twin::Status;
using twin::WorkingPosition;

struct Type {
  std::string_view name;
  int depth;
};
constexpr Type kTypes[] = {{"MultiPoint", 0},       {"MultiLineString", 1}, {"MultiSurface", 2},
                           {"CompositeSurface", 2}, {"Solid", 3},           {"MultiSolid", 4},
                           {"CompositeSolid", 4}};

/// One entry for each level and kind.
void add_lines(twin::ObjectLines&& lines, std::vector<twin::ObjectLines>& out) {
  if (lines.lines.empty()) return;
  for (auto& each : out) {
    if (each.lod != lines.lod || each.points != lines.points) continue;
    std::move(lines.lines.begin(), lines.lines.end(), std::back_inserter(each.lines));
    return;
  }
  out.push_back(std::move(lines));
}

}  // namespace

std::optional<double> rank_of(std::string_view lod) {
  const auto digit = [](char c) { return c >= '0' && c <= '3'; };
  if (lod.size() != 1 && lod.size() != 3) return std::nullopt;
  if (!digit(lod[0])) return std::nullopt;
  if (lod.size() == 1) return lod[0] - '0';
  if (lod[1] != '.' || !digit(lod[2])) return std::nullopt;
  return (lod[0] - '0') + (lod[2] - '0') / 10.0;
}

Status GeometryReader::read_all(std::string_view geometries, const JsonPlace& place, GeometrySink* sink) {
  if (!quick_ || geometries.front() != '[') return read_all_parsed(geometries, place, sink);
  std::optional<Problem> problem;
  std::size_t i = 0;
  const char* const end = geometries.data() + geometries.size();
  const auto take = [&](const char* at) -> const char* {
    const JsonPlace here(place, i++);
    if (const char* const behind = plain_.read(at, end, vertices_, lod_is_number_, sink, counts_.surfaces)) {
      ++counts_.geometries;
      return behind;
    }
    const char* const behind = json_text::end_of_value(at, end);
    if (behind == nullptr) return nullptr;
    auto status = parsed_one_.parse({at, static_cast<std::size_t>(behind - at)}, here);
    if (status) status = read(parsed_one_.root(), here, sink);
    if (status) return behind;
    problem = status.problem();
    return nullptr;
  };
  const char* const behind = json_text::each_item(geometries.data(), take);
  if (problem) return *std::move(problem);
  if (behind != end) return unsound(place);
  return twin::Done{};
}

Status GeometryReader::read_all_parsed(std::string_view geometries, const JsonPlace& place, GeometrySink* sink) {
  TWIN_CHECK(parsed_.parse(geometries, place));
  TWIN_TRY(const Array items, as_array(parsed_.root(), place));
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
  Boundaries work{vertices_, std::nullopt, {}, nullptr, nullptr, nullptr, nullptr, nullptr, &unused};
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
    sink->note("geometry-type-unknown", Severity::kError, at_type, twin::excerpt(name),
               "Known are MultiPoint, MultiLineString, MultiSurface, CompositeSurface, Solid, MultiSolid, "
               "CompositeSolid "
               "and GeometryInstance; the geometry was left out.");
    return twin::Done{};
  }

  const bool lines = type->depth < 2;
  if (sink != nullptr && lines && sink->lines == nullptr) ++passed_over_[std::string(name)];
  Level* level = nullptr;
  std::optional<twin::ObjectLines> kept;
  if (sink != nullptr && (!lines || sink->lines != nullptr)) {
    std::string lod;
    const auto written = find(object, "lod");
    if (std::string_view text; written && written->get(text) == simdjson::SUCCESS) {
      lod = text;
    } else if (double value = 0; written && written->get(value) == simdjson::SUCCESS) {
      lod = fmt::format("{}", value);
      if (!lod_is_number_) {
        sink->repaired = true;
        sink->note("lod-not-text", Severity::kWarning, at_lod, shown(*written),
                   fmt::format("Write it as text: \"{}\"; it was taken so.", lod));
      }
    }
    const auto rank = rank_of(lod);
    if (!rank) {
      sink->repaired = true;
      sink->note(written ? "lod-unknown" : "value-missing", Severity::kError, at_lod,
                 written ? shown(*written) : "",
                 "Write a level of detail from \"0\" to \"3.3\"; the geometry was left out.");
    } else if (lines) {
      kept = twin::ObjectLines{lod, type->depth == 0, {}};
    } else {
      level = &sink->level(lod, *rank);
    }
  }

  if (matrix && level == nullptr && !kept) return twin::Done{};

  Semantics semantics;
  const auto written_semantics = find(object, "semantics");
  const bool has_semantics = written_semantics && written_semantics->is_object();
  const JsonPlace at_semantics(place, "semantics"), at_boundaries(place, "boundaries");
  if (has_semantics) {
    TWIN_TRY(semantics, read_semantics(*written_semantics, at_semantics));
    if (level != nullptr) level->walls = semantics.number_walls(level->walls);
  }
  TWIN_TRY(const Element boundaries, require(object, "boundaries", place));
  // Templates refer to the tables of the root, everything else to those of its document or feature.
  const AppearanceTables* const look = matrix ? &templates_.look : look_;
  const GeometryPaint paint(object, level != nullptr ? look : nullptr, sink);
  const std::size_t solids_before = level != nullptr ? level->solids.size() : 0;
  std::uint64_t of_template = 0;
  Boundaries work{matrix ? std::span<const WorkingPosition>(templates_.vertices) : vertices_,
                  matrix,
                  anchor,
                  sink,
                  level,
                  has_semantics ? &semantics : nullptr,
                  paint.empty() ? nullptr : &paint,
                  matrix ? &instance_points_ : nullptr,
                  matrix ? &of_template : &counts_.surfaces};
  TWIN_CHECK(work.spend(semantics.surfaces.size(), at_semantics));
  if (kept) {
    TWIN_CHECK(work.read_lines(kept->points, boundaries, at_boundaries, &*kept));
    add_lines(*std::move(kept), *sink->lines);
    return twin::Done{};
  }
  TWIN_CHECK(work.read_boundaries(type->depth, boundaries,
                                  paint.values(has_semantics ? semantics.values : std::nullopt), at_boundaries));
  if (level != nullptr && level->solids.size() > solids_before) {
    level->apart = level->apart || solids_before > 0 || name == "MultiSolid";
  }
  // Before 1.0 semantics had another form, which files still carry.
  const bool foreign = written_semantics && !has_semantics && !written_semantics->is_null();
  if ((foreign || (work.mismatch && has_semantics)) && sink != nullptr && type->depth >= 2) {
    sink->repaired = true;
    sink->note(
        "semantics-mismatch", Severity::kWarning, JsonPlace(at_semantics, "values"), "",
        "Write one value, or null, for each surface in the nesting of the boundaries; surfaces without "
        "one were taken without a kind.");
  }
  return twin::Done{};
}

}  // namespace geo::cityjson
