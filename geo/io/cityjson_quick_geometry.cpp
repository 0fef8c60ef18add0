#include "geo/io/cityjson_quick_geometry.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "geo/io/citygml_geometry.hpp"
#include "geo/io/json_nondigits.hpp"

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

/// Room for as many more, without growing one by one over many geometries.
template <class Items>
void make_room(Items& items, std::size_t more) {
  if (items.capacity() - items.size() < more) items.reserve(std::max(2 * items.capacity(), items.size() + more));
}

}  // namespace

void NestedNumbers::start(const char* p, const char* end) {
  clear();
  const auto bytes = static_cast<std::size_t>(end - p);
  for (depth = 0; *p == '['; p = past_blanks(p + 1)) ++depth;
  if (static_cast<std::size_t>(depth) > ends.size()) return;
  numbers.reserve(bytes / 2 + 1);
  for (std::size_t level = 0; level < static_cast<std::size_t>(depth); ++level) ends[level].reserve(bytes / (4 + 2 * level) + 1);
}

void NestedNumbers::clear() {
  numbers.clear();
  for (auto& each : ends) each.clear();
}

namespace {

/// Takes nested arrays of numbers, or of numbers and nulls. All in one function, so that its state stays in registers.
template <bool kNulls, int kDepth>
class Taker {
 public:
  /// @param limit  numbers are below
  Taker(const char* p, NestedNumbers& into, std::uint64_t limit)
      : Taker(p, into, limit, std::make_index_sequence<kDepth>()) {}

  /// @returns the byte behind the array; nullptr for any other
  [[gnu::always_inline]] inline const char* run() {
    if (sign() != '[' || !take<kDepth>()) return nullptr;
    into_.numbers.extend(static_cast<std::size_t>(numbers_ - into_.numbers.data()));
    for (std::size_t level = 0; level < kDepth; ++level) {
      into_.ends[level].extend(static_cast<std::size_t>(ends_[level] - into_.ends[level].data()));
    }
    return last_ + 1;
  }

 private:
  template <std::size_t... kLevels>
  Taker(const char* p, NestedNumbers& into, std::uint64_t limit, std::index_sequence<kLevels...>)
      : signs_(p), last_(p - 1), limit_(limit), into_(into), numbers_(into.numbers.data()), ends_{into.ends[kLevels].data()...} {}

  /// From the opening bracket to the closing one.
  template <int kLeft>
  [[gnu::always_inline]] inline bool take() {
    constexpr auto kLevel = static_cast<std::size_t>(kLeft - 1);
    for (;;) {
      char behind = 0;
      if constexpr (kLeft > 1) {
        if (sign() != '[' || !take<kLeft - 1>()) return false;
        behind = sign();
      } else {
        behind = number();
      }
      if (behind == ',') continue;
      if (behind != ']') return false;
      if constexpr (kLeft > 1) {
        *ends_[kLevel]++ = static_cast<std::uint32_t>(ends_[kLevel - 1] - into_.ends[kLevel - 1].data());
      } else {
        *ends_[0]++ = static_cast<std::uint32_t>(numbers_ - into_.numbers.data());
      }
      return true;
    }
  }

  /// The sign behind the last one, which is no blank; 0 where something else comes first.
  [[gnu::always_inline]] inline char sign() {
    const char* const at = next();
    const bool follows = at == last_ + 1;
    last_ = at;
    return follows ? *at : '\0';
  }

  [[gnu::always_inline]] inline const char* next() {
    const char* at = signs_.next();
    while (at == last_ + 1 && json_text::is_blank(*at)) {
      last_ = at;
      at = signs_.next();
    }
    return at;
  }

  /// Takes a number. @returns the sign behind it; 0 where none stands
  [[gnu::always_inline]] inline char number() {
    const char* const at = next();
    if (kNulls && at == last_ + 1 && std::memcmp(at, "null", 4) == 0) {
      for (int i = 0; i < 3; ++i) last_ = signs_.next();
      *numbers_++ = 0;
      return sign();
    }
    const auto value = static_cast<std::uint64_t>(json_text::short_number(last_ + 1, at));
    if (value >= limit_) return '\0';
    *numbers_++ = static_cast<std::uint32_t>(value + (kNulls ? 1 : 0));
    last_ = at;
    return json_text::is_blank(*at) ? sign() : *at;
  }

  json_text::NonDigits signs_;
  const char* last_;  ///< the sign found last
  std::uint64_t limit_;
  NestedNumbers& into_;
  std::uint32_t* numbers_;
  std::array<std::uint32_t*, kDepth> ends_;
};

template <bool kNulls, int kDepth>
const char* taken(const char* p, NestedNumbers& into, std::uint64_t limit) {
  return Taker<kNulls, kDepth>(p, into, limit).run();
}

}  // namespace

const char* QuickGeometry::read(const char* p, const char* end, std::span<const WorkingPosition> vertices, bool lod_is_number,
                                GeometrySink* sink, std::uint64_t& surfaces) {
  vertex_count_ = vertices.size();
  end_ = end;
  lod_is_number_ = lod_is_number;
  const char* behind = framed(p);
  if (behind == nullptr) behind = whole(p);
  if (behind == nullptr || !is_sound()) return nullptr;
  if (sink != nullptr && !build(vertices, *sink)) return nullptr;
  surfaces += boundaries_.ends[1].size();
  return behind;
}

/// Nearly always only the numbers are others than in the geometry before.
const char* QuickGeometry::framed(const char* p) {
  const auto past = [&](const std::string& text) {
    const bool same = !text.empty() && static_cast<std::size_t>(end_ - p) >= text.size() && std::memcmp(p, text.data(), text.size()) == 0;
    return same ? p + text.size() : nullptr;
  };
  if ((p = past(frame_.before)) == nullptr || (p = boundaries(p)) == nullptr) return nullptr;
  if (has_semantics_ && ((p = past(frame_.between)) == nullptr || (p = values(p)) == nullptr)) return nullptr;
  return past(frame_.behind);
}

const char* QuickGeometry::whole(const char* p) {
  frame_.before.clear();
  type_.clear();
  lod_.clear();
  has_semantics_ = false;
  kinds_.assign(1, twin::SurfaceKind::kUnspecified);
  boundaries_text_ = values_text_ = {};
  boundaries_.clear();
  values_.clear();
  names_.clear();
  const char* const behind = json_text::each_member(p, p, [&](const json_text::Member& each, const char* at) -> const char* {
    if (!each.plain || names_.add(each.name) != FewNames::Seen::kNew) return nullptr;
    return member(each.name, at);
  });
  if (behind != nullptr && is_sound()) keep_frame(p, behind);
  return behind;
}

void QuickGeometry::keep_frame(const char* p, const char* behind) {
  constexpr std::ptrdiff_t kMost = 1024;  // what is longer is never the same
  const char* const first = boundaries_text_.data();
  const char* last = first + boundaries_text_.size();
  if (has_semantics_) {
    const char* const values = values_text_.data();
    if (values < last || values - last > kMost) return;
    frame_.between.assign(last, values);
    last = values + values_text_.size();
  }
  if (first - p > kMost || behind - last > kMost) return;
  frame_.before.assign(p, first);
  frame_.behind.assign(last, behind);
}

const char* QuickGeometry::member(std::string_view name, const char* p) {
  if (is(name, "boundaries")) {
    const char* const behind = boundaries(p);
    if (behind != nullptr) boundaries_text_ = {p, static_cast<std::size_t>(behind - p)};
    return behind;
  }
  if (is(name, "semantics")) return semantics(p);
  if (is(name, "lod")) return level_of_detail(p);
  if (is(name, "type")) {
    type_.assign(plain_text(p));
    return p;
  }
  if (is(name, "material") || is(name, "texture")) return nullptr;
  return json_text::end_of_sound_value(p);
}

const char* QuickGeometry::level_of_detail(const char* p) {
  if (*p == '"') {
    lod_.assign(plain_text(p));
  } else if (lod_is_number_) {
    // As text a number has no zeros at its end.
    const auto number = json_text::number_at(p);
    if (number.end == nullptr || (!number.whole && number.end[-1] == '0')) return nullptr;
    lod_.assign(p, number.end);
    p = number.end;
  }
  const auto rank = rank_of(lod_);
  if (!rank) return nullptr;
  rank_ = *rank;
  return p;
}

const char* QuickGeometry::boundaries(const char* p) {
  boundaries_.start(p, end_);
  switch (boundaries_.depth) {
    case 3:
      return taken<false, 3>(p, boundaries_, vertex_count_);
    case 4:
      return taken<false, 4>(p, boundaries_, vertex_count_);
    case 5:
      return taken<false, 5>(p, boundaries_, vertex_count_);
    default:
      return nullptr;
  }
}

const char* QuickGeometry::values(const char* p) {
  constexpr std::uint64_t kMostKinds = 1'000'000;
  values_.start(p, end_);
  switch (values_.depth) {
    case 1:
      return taken<true, 1>(p, values_, kMostKinds);
    case 2:
      return taken<true, 2>(p, values_, kMostKinds);
    case 3:
      return taken<true, 3>(p, values_, kMostKinds);
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
    if (is(each.name, "values")) {
      const char* const behind = values(at);
      if (behind != nullptr) values_text_ = {at, static_cast<std::size_t>(behind - at)};
      return behind;
    }
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
  for (const auto end : ends[0].items()) {
    if (end - begin < 3) return false;
    begin = end;
  }
  if (!has_semantics_) return true;
  if (values_.depth != depth - 2 || !std::ranges::equal(values_.ends[0].items(), ends[2].items())) return false;
  if (depth == 5 && !std::ranges::equal(values_.ends[1].items(), ends[3].items())) return false;
  return std::ranges::all_of(values_.numbers.items(), [&](std::uint32_t value) { return value < kinds_.size(); });
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
  const auto ring_ends = boundaries_.ends[0].items(), surface_ends = boundaries_.ends[1].items();
  const auto position = [&](std::uint32_t index) -> const WorkingPosition& { return vertices[index]; };
  const auto corners = boundaries_.numbers.items();  // Clang 14 does not compile views over them
  make_room(level.polygons, surface_ends.size());
  std::size_t ring = 0;
  std::ptrdiff_t point = 0;
  for (std::size_t surface = 0; surface < surface_ends.size(); ++surface) {
    auto& polygon = level.polygons.emplace_back();
    if (has_semantics_) polygon.kind = kinds_[values_.numbers.items()[surface]];
    const std::size_t first = ring;
    if (surface_ends[surface] - first > 1) polygon.interiors.resize(surface_ends[surface] - first - 1);
    for (; ring < surface_ends[surface]; ++ring) {
      auto& points = ring == first ? polygon.exterior.points : polygon.interiors[ring - first - 1].points;
      const auto end = static_cast<std::ptrdiff_t>(ring_ends[ring]);
      points.resize(static_cast<std::size_t>(end - point));
      std::transform(corners.begin() + point, corners.begin() + end, points.begin(), position);
      point = end;
      const bool differ = !(points[0] == points[1]) && !(points[0] == points[2]) && !(points[1] == points[2]);
      if (!differ && !is_ring(points)) return false;
    }
  }
  return true;
}

void QuickGeometry::build_solids(Level& level, std::size_t first_polygon) const {
  const auto shell_ends = boundaries_.ends[2].items(), solid_ends = boundaries_.ends[3].items();
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
