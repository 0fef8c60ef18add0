#include "geo/io/cityjson_semantics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/io/json_text.hpp"

namespace geo::cityjson {
namespace {

using twin::Problem;
using twin::SurfaceKind;

constexpr std::int64_t kMostWalls = 1'000'000;

Problem out_of_range(Element value, std::size_t count, const JsonPlace& place) {
  return {"semantic-index-out-of-range", "A semantic value is the number of a semantic surface, from 0.",
          place.text(), fmt::format("{}, the geometry has {} semantic surfaces", shown(value), count),
          "Correct the number, or write null."};
}

}  // namespace

SurfaceKind surface_kind_named(std::string_view type) {
  using json_text::is;
  if (is(type, "WallSurface")) return SurfaceKind::kWall;
  if (is(type, "RoofSurface")) return SurfaceKind::kRoof;
  if (is(type, "GroundSurface")) return SurfaceKind::kGround;
  if (is(type, "OuterCeilingSurface")) return SurfaceKind::kOuterCeiling;
  if (is(type, "OuterFloorSurface")) return SurfaceKind::kOuterFloor;
  if (is(type, "ClosureSurface")) return SurfaceKind::kClosure;
  if (is(type, "Window")) return SurfaceKind::kWindow;
  if (is(type, "Door")) return SurfaceKind::kDoor;
  return SurfaceKind::kUnspecified;
}

ValueCursor::ValueCursor(const std::optional<Element>& values) {
  if (!values || values->is_null()) return;
  Array items;
  if (values->get(items) != simdjson::SUCCESS) {
    mismatch_ = true;
    return;
  }
  present_ = true;
  at_ = items.begin();
  end_ = items.end();
}

std::optional<Element> ValueCursor::next() {
  if (!present_) return std::nullopt;
  if (!(at_ != end_)) {
    mismatch_ = true;
    return std::nullopt;
  }
  const Element out = *at_;
  ++at_;
  return out;
}

std::uint32_t Semantics::number_walls(std::uint32_t before) {
  std::uint32_t last = before;
  for (auto& surface : surfaces) {
    if (surface.wall != 0 && !surface.wall_given) surface.wall += before;
    last = std::max(last, surface.wall);
  }
  return last;
}

twin::Result<SemanticSurface> Semantics::surface_of(const std::optional<Element>& value, const JsonPlace& place) const {
  if (!value || value->is_null()) return SemanticSurface{};
  const auto index = as_whole(*value);
  if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= surfaces.size()) {
    return out_of_range(*value, surfaces.size(), place);
  }
  return surfaces[static_cast<std::size_t>(*index)];
}

twin::Result<Semantics> read_semantics(Element value, const JsonPlace& place) {
  Semantics out;
  TWIN_TRY(const Object object, as_object(value, place));
  TWIN_TRY(const Element surfaces, require(object, "surfaces", place));
  TWIN_TRY(const Element values, require(object, "values", place));
  out.values = values;
  const JsonPlace at_surfaces(place, "surfaces");
  TWIN_TRY(const Array items, as_array(surfaces, at_surfaces));
  std::vector<std::optional<std::size_t>> parents;
  std::size_t index = 0;
  for (const Element item : items) {
    const JsonPlace here(at_surfaces, index++);
    TWIN_TRY(const Object surface, as_object(item, here));
    TWIN_TRY(const Element type, require(surface, "type", here));
    TWIN_TRY(const std::string_view name, as_text(type, JsonPlace(here, "type")));
    auto& read = out.surfaces.emplace_back();
    read.kind = surface_kind_named(name);
    if (const auto number = find(surface, kWallNumber)) {
      const auto whole = as_whole(*number);
      read.wall_given = whole && *whole > 0 && *whole <= kMostWalls;
      if (read.wall_given) read.wall = static_cast<std::uint32_t>(*whole);
    }
    auto& parent = parents.emplace_back();
    const bool opening = twin::is_opening(read.kind);
    const auto given = find(surface, "parent");
    if (!given) continue;
    const auto whole = as_whole(*given);
    if (!whole || *whole < 0 || static_cast<std::uint64_t>(*whole) >= items.size()) {
      return out_of_range(*given, items.size(), JsonPlace(here, "parent"));
    }
    if (opening) parent = static_cast<std::size_t>(*whole);
  }
  // An opening and the surface it is in have one number; openings in openings are in none.
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (!parents[i] || twin::is_opening(out.surfaces[*parents[i]].kind)) continue;
    auto &own = out.surfaces[i], &around = out.surfaces[*parents[i]];
    if (around.wall == 0) around.wall = ++last;
    if (own.wall == 0) {
      own.wall = around.wall;
      own.wall_given = around.wall_given;
    }
  }
  return out;
}

}  // namespace geo::cityjson
