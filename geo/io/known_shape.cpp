#include "geo/io/known_shape.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "geo/io/cityjson_write_tables.hpp"
#include "twin_core/base/in_parallel.hpp"
#include "twin_core/city/object_lines.hpp"
#include "twin_core/city/other_levels.hpp"

namespace geo {
namespace {

using twin::BuildingShape;
using twin::GenericAttribute;
using twin::Polygon3;
using twin::ShapePart;
using twin::WorkingPosition;

using Step = std::array<long long, 3>;
using Steps = std::vector<Step>;

Steps steps_of(const twin::Ring3& ring, bool reversed, const WorkingPosition& origin) {
  const auto step = [](double metres) { return std::llround(metres / cityjson::kScale); };
  Steps out;
  out.reserve(ring.points.size());
  for (const auto& p : ring.points) {
    const Step next{step(p.east - origin.east), step(p.north - origin.north), step(p.up - origin.up)};
    if (out.empty() || out.back() != next) out.push_back(next);
  }
  while (out.size() > 1 && out.front() == out.back()) out.pop_back();
  if (reversed) std::reverse(out.begin(), out.end());
  return out;
}

/// A ring goes round something only with three different points.
bool is_ring(const Steps& steps) {
  Steps different = steps;
  std::sort(different.begin(), different.end());
  return std::unique(different.begin(), different.end()) - different.begin() >= 3;
}

/// A surface as a file tells it: where it belongs, which polygon, and which way round.
struct Face {
  std::uint32_t part = 0, solid = 0, shell = 0, polygon = 0;
  bool reversed = false;
};

/// Of the surfaces outside solids.
constexpr std::uint32_t kLoose = UINT32_MAX;

std::vector<Face> faces_of(const BuildingShape& shape) {
  std::vector<Face> out;
  for (std::uint32_t p = 0; p < shape.parts.size(); ++p) {
    const ShapePart& part = shape.parts[p];
    std::vector<bool> used(part.polygons.size(), false);
    for (std::uint32_t s = 0; s < part.solids.size(); ++s) {
      const auto& shells = part.solids[s].shells;
      for (std::uint32_t i = 0; i < shells.size(); ++i) {
        for (const auto& face : shells[i]) {
          out.push_back({p, s, i, face.polygon, face.reversed});
          used[face.polygon] = true;
        }
      }
    }
    for (std::uint32_t i = 0; i < part.polygons.size(); ++i) {
      if (!used[i]) out.push_back({p, kLoose, 0, i, false});
    }
  }
  return out;
}

/// What lies on a ring, or on a polygon as a whole, in one theme.
struct Look {
  std::string_view theme;
  const twin::Material* material = nullptr;
  const twin::Texture* texture = nullptr;
  std::uint32_t ring = 0;
  std::vector<std::array<double, 2>> coordinates;
};

/// Looks by part and polygon.
class Looks {
 public:
  explicit Looks(const twin::Appearance& look) {
    for (const auto& theme : look.themes) {
      for (const auto& one : theme.materials) {
        of_[{one.part, one.polygon}].push_back({theme.name, &look.materials[one.material], nullptr, 0, {}});
      }
      for (const auto& one : theme.textures) {
        of_[{one.part, one.polygon}].push_back({theme.name, nullptr, &look.textures[one.texture], one.ring, one.coordinates});
      }
    }
  }

  std::vector<Look> on(const Face& face) const {
    const auto found = of_.find({face.part, face.polygon});
    if (found == of_.end()) return {};
    auto out = found->second;
    if (face.reversed) {
      for (auto& look : out) std::reverse(look.coordinates.begin(), look.coordinates.end());
    }
    std::sort(out.begin(), out.end(), [](const Look& a, const Look& b) {
      return std::tuple(a.theme, a.material == nullptr, a.ring) < std::tuple(b.theme, b.material == nullptr, b.ring);
    });
    return out;
  }

 private:
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Look>> of_;
};

bool is_same(const twin::Texture& known, twin::Texture read) {
  if (read.type.empty()) read.type = known.type;
  return known == read;
}

bool is_same(const Look& known, const Look& read) {
  if (known.theme != read.theme || known.ring != read.ring || known.coordinates != read.coordinates) return false;
  if (known.material != nullptr) return read.material != nullptr && *known.material == *read.material;
  return read.texture != nullptr && is_same(*known.texture, *read.texture);
}

/// The faces of a shape one after the other, without those that no step is left of.
class FaceWalk {
 public:
  FaceWalk(const BuildingShape& shape, const WorkingPosition& origin)
      : shape_(shape), origin_(origin), faces_(faces_of(shape)), looks_(shape.appearance) {}

  /// False at the end.
  bool next() {
    while (at_ < faces_.size()) {
      const Face& face = faces_[at_++];
      exterior_ = steps_of(polygon_of(face).exterior, face.reversed, origin_);
      if (!is_ring(exterior_)) continue;
      here_ = &face;
      return true;
    }
    return false;
  }

  const Face& face() const { return *here_; }
  const Polygon3& polygon() const { return polygon_of(*here_); }
  const Steps& exterior() const { return exterior_; }
  std::vector<Look> looks() const { return looks_.on(*here_); }
  std::vector<Steps> interiors() const {
    std::vector<Steps> out;
    for (const auto& ring : polygon().interiors) {
      if (auto steps = steps_of(ring, here_->reversed, origin_); is_ring(steps)) out.push_back(std::move(steps));
    }
    return out;
  }

 private:
  const Polygon3& polygon_of(const Face& face) const { return shape_.parts[face.part].polygons[face.polygon]; }

  const BuildingShape& shape_;
  const WorkingPosition& origin_;
  std::vector<Face> faces_;
  Looks looks_;
  std::size_t at_ = 0;
  const Face* here_ = nullptr;
  Steps exterior_;
};

/// Numbers of surfaces with openings: those of one shape by those of the other.
class SameWalls {
 public:
  bool add(const Face& known, std::uint32_t then, const Face& read, std::uint32_t now) {
    if ((then == 0) != (now == 0)) return false;
    if (then == 0) return true;
    return then_of_.emplace(std::pair(read.part, now), then).first->second == then &&
           now_of_.emplace(std::pair(known.part, then), now).first->second == now;
  }

 private:
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> then_of_, now_of_;
};

bool is_same_face(const FaceWalk& known, const FaceWalk& read, SameWalls& walls) {
  const Face &a = known.face(), &b = read.face();
  if (a.part != b.part || a.solid != b.solid || a.shell != b.shell) return false;
  const Polygon3 &then = known.polygon(), &now = read.polygon();
  if (then.kind != now.kind || (!now.id.empty() && now.id != then.id)) return false;
  if (known.exterior() != read.exterior() || !walls.add(a, then.wall, b, now.wall)) return false;
  if ((!then.interiors.empty() || !now.interiors.empty()) && known.interiors() != read.interiors()) return false;
  const auto looked = known.looks(), looks = read.looks();
  return std::equal(looked.begin(), looked.end(), looks.begin(), looks.end(),
                    [](const Look& x, const Look& y) { return is_same(x, y); });
}

/// The part's own first: it is the building. What has no id gets one in an export.
bool are_same_parts(const BuildingShape& known, const BuildingShape& read) {
  if (known.parts.size() != read.parts.size()) return false;
  for (std::size_t i = 0; i < known.parts.size(); ++i) {
    const ShapePart &then = known.parts[i], &now = read.parts[i];
    if (i > 0 && !then.id.empty() && then.id != now.id) return false;
    if (then.lod != now.lod || then.solids_apart != now.solids_apart || then.solids.size() != now.solids.size()) return false;
  }
  return true;
}

auto in_order(const GenericAttribute& attribute) {
  return std::tie(attribute.name, attribute.type, attribute.value, attribute.unit);
}

/// Points and lines, position by position.
bool are_same_lines(const BuildingShape& known, const BuildingShape& read, const WorkingPosition& origin) {
  const auto lines_in_order = [](const BuildingShape& shape) {
    auto out = twin::lines_of(shape);
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return std::tie(a.lod, a.points) < std::tie(b.lod, b.points); });
    return out;
  };
  const auto step = [](double metres) { return std::llround(metres / cityjson::kScale); };
  const auto same_place = [&](const WorkingPosition& a, const WorkingPosition& b) {
    return step(a.east - origin.east) == step(b.east - origin.east) && step(a.north - origin.north) == step(b.north - origin.north) &&
           step(a.up - origin.up) == step(b.up - origin.up);
  };
  const auto same_line = [&](const auto& a, const auto& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_place); };
  const auto then = lines_in_order(known), now = lines_in_order(read);
  return std::equal(then.begin(), then.end(), now.begin(), now.end(), [&](const auto& a, const auto& b) {
    return a.lod == b.lod && a.points == b.points && std::equal(a.lines.begin(), a.lines.end(), b.lines.begin(), b.lines.end(), same_line);
  });
}

bool are_same_attributes(std::vector<GenericAttribute> known, std::vector<GenericAttribute> read) {
  for (auto* const list : {&known, &read}) std::erase_if(*list, [](const auto& each) { return twin::are_lines(each) || twin::are_other_levels(each); });
  if (known.size() != read.size()) return false;
  for (auto* const list : {&known, &read}) {
    std::sort(list->begin(), list->end(), [](const auto& a, const auto& b) { return in_order(a) < in_order(b); });
  }
  return known == read;
}

bool have_same_surfaces(const BuildingShape& known, const BuildingShape& read, const WorkingPosition& origin) {
  if (!are_same_parts(known, read)) return false;
  FaceWalk then(known, origin), now(read, origin);
  SameWalls walls;
  while (now.next()) {
    if (!then.next() || !is_same_face(then, now, walls)) return false;
  }
  return !then.next();
}

void keep_known_levels(const BuildingShape& known, BuildingShape& read) {
  const auto of = [](auto& shape) { return std::find_if(shape.attributes.begin(), shape.attributes.end(), twin::are_other_levels); };
  const auto then = of(known);
  if (const auto now = of(read); then != known.attributes.end() && now != read.attributes.end()) *now = *then;
}

/// The other levels of detail too; those of one part follow each other.
bool are_same_levels(const BuildingShape& known, const BuildingShape& read, const WorkingPosition& origin) {
  const auto then = twin::other_levels_of(known), now = twin::other_levels_of(read);
  return then == now || (then.part_of == now.part_of && have_same_surfaces(then.shape, now.shape, origin));
}

}  // namespace

bool is_known_shape(const BuildingShape& known, const BuildingShape& read, const WorkingPosition& origin) {
  return have_same_surfaces(known, read, origin) && are_same_levels(known, read, origin);
}

bool keep_known_shape(const BuildingShape& known, BuildingShape& read, const WorkingPosition& origin) {
  if (known == read) return true;
  const bool same_levels = are_same_levels(known, read, origin);
  if (same_levels && are_same_attributes(known.attributes, read.attributes) && are_same_lines(known, read, origin)) {
    read.attributes = known.attributes;
  }
  const bool same = same_levels && have_same_surfaces(known, read, origin);
  if (same) {
    read.parts = known.parts;
    read.appearance = known.appearance;
    keep_known_levels(known, read);
  }
  return same;
}

void keep_known_shapes(std::vector<ReadBuilding>& read, const std::vector<ReadBuilding>& existing, const WorkingPosition& origin) {
  constexpr std::size_t kTogether = 64;
  if (read.empty() || existing.empty()) return;
  std::unordered_map<std::string_view, const ReadBuilding*> known;
  for (const auto& one : existing) known.emplace(one.building.id, &one);
  twin::in_parallel(read.size(), [&](std::size_t i) {
    const auto found = known.find(read[i].building.id);
    if (found == known.end()) return;
    const auto& then = *found->second;
    if (!keep_known_shape(then.shape, read[i].shape, origin)) return;
    auto& now = read[i].building;
    now.bounds = then.building.bounds;
    now.ground_m = then.building.ground_m;
    now.height_m = then.building.height_m;
    now.footprint = then.building.footprint;
  }, kTogether);
}

}  // namespace geo
