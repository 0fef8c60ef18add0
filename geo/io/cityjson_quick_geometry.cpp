#include "geo/io/cityjson_quick_geometry.hpp"

#include <algorithm>
#include <span>

#include "geo/io/citygml_geometry.hpp"

namespace geo::cityjson {
namespace {

using json_text::FewNames;
using json_text::is;
using json_text::past_blanks;
using twin::WorkingPosition;

/// The text of a plain string; `p` moves behind it, or becomes nullptr.
std::string_view plain_text(const char*& p) {
  const char* const begin = p + 1;
  const char* const close = *p == '"' ? json_text::end_of_plain_string(p) : nullptr;
  p = close != nullptr ? close + 1 : nullptr;
  return p != nullptr ? std::string_view(begin, static_cast<std::size_t>(close - begin)) : std::string_view();
}

int brackets_at(const char* p) {
  int count = 0;
  for (; *p == '['; p = past_blanks(p + 1)) ++count;
  return count;
}

/// Room for as many more, without growing one by one over many geometries.
template <class Items>
void make_room(Items& items, std::size_t more) {
  if (items.capacity() - items.size() < more) items.reserve(std::max(2 * items.capacity(), items.size() + more));
}

std::uint32_t size32(const std::vector<std::uint32_t>& items) { return static_cast<std::uint32_t>(items.size()); }

}  // namespace

void QuickGeometry::Nested::clear() {
  numbers.clear();
  for (auto& each : ends) each.clear();
  depth = 0;
}

const char* QuickGeometry::read(const char* p, std::span<const WorkingPosition> vertices, bool lod_is_number,
                                GeometrySink* sink, std::uint64_t& surfaces) {
  type_ = lod_ = {};
  vertex_count_ = vertices.size();
  lod_is_number_ = lod_is_number;
  has_semantics_ = false;
  boundaries_.clear();
  values_.clear();
  kinds_.assign(1, twin::SurfaceKind::kUnspecified);
  names_.clear();
  p = json_text::each_member(p, p, [&](const json_text::Member& each, const char* at) -> const char* {
    if (!each.plain || names_.add(each.name) != FewNames::Seen::kNew) return nullptr;
    return member(each.name, at);
  });
  if (p == nullptr || !is_sound()) return nullptr;
  if (sink != nullptr && !build(vertices, *sink)) return nullptr;
  surfaces += boundaries_.ends[1].size();
  return p;
}

const char* QuickGeometry::member(std::string_view name, const char* p) {
  if (is(name, "boundaries")) return all_boundaries(p);
  if (is(name, "semantics")) return semantics(p);
  if (is(name, "lod")) return level_of_detail(p);
  if (is(name, "type")) {
    type_ = plain_text(p);
    return p;
  }
  if (is(name, "material") || is(name, "texture")) return nullptr;
  return json_text::end_of_sound_value(p);
}

const char* QuickGeometry::level_of_detail(const char* p) {
  if (*p == '"') {
    lod_ = plain_text(p);
  } else if (lod_is_number_) {
    // As text a number has no zeros at its end.
    const auto number = json_text::number_at(p);
    if (number.end == nullptr || (!number.whole && number.end[-1] == '0')) return nullptr;
    lod_ = {p, static_cast<std::size_t>(number.end - p)};
    p = number.end;
  }
  const auto rank = rank_of(lod_);
  if (!rank) return nullptr;
  rank_ = *rank;
  return p;
}

template <int Depth, class Leaf>
const char* QuickGeometry::nested(Nested& into, const char* p, const Leaf& leaf) {
  constexpr auto kLevel = static_cast<std::size_t>(Depth - 1);
  if (*p != '[') return nullptr;
  for (;;) {
    p = past_blanks(p + 1);
    if constexpr (Depth > 1) {
      p = nested<Depth - 1>(into, p, leaf);
    } else {
      p = leaf(p);
    }
    if (p == nullptr) return nullptr;
    p = past_blanks(p);
    if (*p == ',') continue;
    if (*p != ']') return nullptr;
    if constexpr (Depth > 1) {
      into.ends[kLevel].push_back(size32(into.ends[kLevel - 1]));
    } else {
      into.ends[0].push_back(size32(into.numbers));
    }
    return p + 1;
  }
}

template <int Depth>
const char* QuickGeometry::boundaries(const char* p) {
  return nested<Depth>(boundaries_, p, [this](const char* at) -> const char* {
    std::int64_t index = 0;
    at = json_text::whole_number_at(at, index);
    // A negative one is beyond every vertex, too.
    if (at == nullptr || static_cast<std::uint64_t>(index) >= vertex_count_) return nullptr;
    boundaries_.numbers.push_back(static_cast<std::uint32_t>(index));
    return at;
  });
}

const char* QuickGeometry::all_boundaries(const char* p) {
  boundaries_.depth = brackets_at(p);
  switch (boundaries_.depth) {
    case 3:
      return boundaries<3>(p);
    case 4:
      return boundaries<4>(p);
    case 5:
      return boundaries<5>(p);
    default:
      return nullptr;
  }
}

template <int Depth>
const char* QuickGeometry::values(const char* p) {
  constexpr std::uint64_t kMostKinds = 1'000'000;
  return nested<Depth>(values_, p, [this](const char* at) -> const char* {
    if (*at == 'n') {
      if (std::string_view(at, 4) != "null") return nullptr;
      values_.numbers.push_back(0);
      return at + 4;
    }
    std::int64_t value = 0;
    at = json_text::whole_number_at(at, value);
    if (at == nullptr || static_cast<std::uint64_t>(value) >= kMostKinds) return nullptr;
    values_.numbers.push_back(static_cast<std::uint32_t>(value) + 1);
    return at;
  });
}

const char* QuickGeometry::all_values(const char* p) {
  values_.depth = brackets_at(p);
  switch (values_.depth) {
    case 1:
      return values<1>(p);
    case 2:
      return values<2>(p);
    case 3:
      return values<3>(p);
    default:
      return nullptr;
  }
}

const char* QuickGeometry::semantics(const char* p) {
  if (*p == 'n') return json_text::end_of_sound_value(p);
  has_semantics_ = true;
  bool has_surfaces = false;
  inner_names_.clear();
  p = json_text::each_member(p, p, [&](const json_text::Member& each, const char* at) -> const char* {
    if (!each.plain || inner_names_.add(each.name) != FewNames::Seen::kNew) return nullptr;
    if (is(each.name, "values")) return all_values(at);
    if (!is(each.name, "surfaces")) return json_text::end_of_sound_value(at);
    has_surfaces = true;
    return json_text::each_item(at, [&](const char* item) { return semantic_surface(item); });
  });
  return has_surfaces ? p : nullptr;
}

const char* QuickGeometry::semantic_surface(const char* p) {
  std::string_view type;
  FewNames names;
  p = json_text::each_member(p, p, [&](const json_text::Member& each, const char* at) -> const char* {
    if (!each.plain || names.add(each.name) != FewNames::Seen::kNew || is(each.name, "parent") || each.name == kWallNumber) {
      return nullptr;
    }
    if (!is(each.name, "type")) return json_text::end_of_sound_value(at);
    type = plain_text(at);
    return at;
  });
  if (type.data() == nullptr) return nullptr;
  kinds_.push_back(surface_kind_named(type));
  return p;
}

/// Type and depth agree, no ring is too short, and the values lie as the boundaries do.
bool QuickGeometry::is_sound() const {
  const auto& ends = boundaries_.ends;
  const int depth = boundaries_.depth;
  if (lod_.empty()) return false;
  const bool agrees = depth == 3   ? is(type_, "MultiSurface") || is(type_, "CompositeSurface")
                      : depth == 4 ? is(type_, "Solid")
                                   : depth == 5 && (is(type_, "MultiSolid") || is(type_, "CompositeSolid"));
  if (!agrees) return false;
  std::uint32_t begin = 0;
  for (const auto end : ends[0]) {
    if (end - begin < 3) return false;
    begin = end;
  }
  if (!has_semantics_) return true;
  if (values_.depth != depth - 2 || values_.ends[0] != ends[2]) return false;
  if (depth == 5 && values_.ends[1] != ends[3]) return false;
  return std::ranges::all_of(values_.numbers, [&](std::uint32_t value) { return value < kinds_.size(); });
}

bool QuickGeometry::build(std::span<const WorkingPosition> vertices, GeometrySink& sink) {
  if (sink.points + boundaries_.numbers.size() > GeometryGraph::kMaxPoints) return false;
  Level& level = sink.level(lod_, rank_);
  const std::size_t first = level.polygons.size(), solids = level.solids.size();
  if (!build_polygons(vertices, level)) {
    level.polygons.resize(first);
    return false;
  }
  sink.points += boundaries_.numbers.size();
  if (boundaries_.depth == 3) return true;
  build_solids(level, first);
  level.apart = level.apart || solids > 0 || is(type_, "MultiSolid");
  return true;
}

bool QuickGeometry::build_polygons(std::span<const WorkingPosition> vertices, Level& level) const {
  const auto& ring_ends = boundaries_.ends[0];
  const auto& surface_ends = boundaries_.ends[1];
  make_room(level.polygons, surface_ends.size());
  std::size_t ring = 0, point = 0;
  for (std::size_t surface = 0; surface < surface_ends.size(); ++surface) {
    auto& polygon = level.polygons.emplace_back();
    if (has_semantics_) polygon.kind = kinds_[values_.numbers[surface]];
    const std::size_t first = ring;
    if (surface_ends[surface] - first > 1) polygon.interiors.resize(surface_ends[surface] - first - 1);
    for (; ring < surface_ends[surface]; ++ring) {
      auto& points = ring == first ? polygon.exterior.points : polygon.interiors[ring - first - 1].points;
      points.reserve(ring_ends[ring] - point);
      for (; point < ring_ends[ring]; ++point) points.push_back(vertices[boundaries_.numbers[point]]);
      const bool differ = !(points[0] == points[1]) && !(points[0] == points[2]) && !(points[1] == points[2]);
      if (!differ && !is_ring(points)) return false;
    }
  }
  return true;
}

void QuickGeometry::build_solids(Level& level, std::size_t first_polygon) const {
  const auto& shell_ends = boundaries_.ends[2];
  const auto& solid_ends = boundaries_.ends[3];
  make_room(level.solids, solid_ends.size());
  std::size_t shell = 0, surface = 0;
  for (const auto end : solid_ends) {
    auto& solid = level.solids.emplace_back();
    solid.shells.reserve(end - shell);
    for (; shell < end; ++shell) {
      auto& faces = solid.shells.emplace_back();
      faces.reserve(shell_ends[shell] - surface);
      for (; surface < shell_ends[shell]; ++surface) {
        faces.push_back({static_cast<std::uint32_t>(first_polygon + surface), false});
      }
    }
  }
}

}  // namespace geo::cityjson
