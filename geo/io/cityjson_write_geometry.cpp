#include "geo/io/cityjson_write_geometry.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "geo/io/cityjson_semantics.hpp"

namespace geo::cityjson {
namespace {

using twin::Json;
using twin::Polygon3;
using twin::ShapePart;
using twin::SurfaceKind;

std::string_view semantic_type(SurfaceKind kind) {
  switch (kind) {
    case SurfaceKind::kUnspecified:
      return "";
    case SurfaceKind::kGround:
      return "GroundSurface";
    case SurfaceKind::kWall:
      return "WallSurface";
    case SurfaceKind::kRoof:
      return "RoofSurface";
    case SurfaceKind::kOuterCeiling:
      return "OuterCeilingSurface";
    case SurfaceKind::kOuterFloor:
      return "OuterFloorSurface";
    case SurfaceKind::kClosure:
      return "ClosureSurface";
    case SurfaceKind::kWindow:
      return "Window";
    case SurfaceKind::kDoor:
      return "Door";
  }
  return "";
}

/// One theme as it concerns one part: what covers each of its polygons.
struct PartTheme {
  std::string name;
  std::vector<const twin::PaintedPolygon*> material;               ///< by polygon; nullptr for none
  std::vector<std::vector<const twin::TexturedRing*>> textures;  ///< by polygon
};

std::vector<PartTheme> themes_of(const ShapePart& part, std::size_t number, const twin::Appearance& look) {
  std::vector<PartTheme> out;
  for (const auto& theme : look.themes) {
    PartTheme here{theme.name, {}, {}};
    for (const auto& painted : theme.materials) {
      if (painted.part != number) continue;
      here.material.resize(part.polygons.size());
      here.material[painted.polygon] = &painted;
    }
    for (const auto& textured : theme.textures) {
      if (textured.part != number) continue;
      here.textures.resize(part.polygons.size());
      here.textures[textured.polygon].push_back(&textured);
    }
    if (!here.material.empty() || !here.textures.empty()) out.push_back(std::move(here));
  }
  return out;
}

/// Surfaces with openings of one part.
struct Walls {
  std::unordered_map<std::uint32_t, SurfaceKind> kind;  ///< of what openings are in; by number
  bool numbered = false;                                ///< one of them is in several geometries
};

Walls walls_of(const ShapePart& part) {
  Walls out;
  for (const auto& polygon : part.polygons) {
    if (polygon.wall != 0 && !twin::is_opening(polygon.kind)) out.kind.emplace(polygon.wall, polygon.kind);
  }
  // By geometry: each solid is one, or all are; so is the rest.
  const bool composite = part.solids.size() > 1 && !part.solids_apart;
  std::vector<bool> in_solid(part.polygons.size(), false);
  std::unordered_map<std::uint32_t, std::size_t> geometry_of;
  const auto note = [&](std::uint32_t polygon, std::size_t geometry) {
    const auto wall = part.polygons[polygon].wall;
    if (wall != 0 && geometry_of.emplace(wall, geometry).first->second != geometry) out.numbered = true;
  };
  for (std::size_t i = 0; i < part.solids.size(); ++i) {
    for (const auto& shell : part.solids[i].shells) {
      for (const auto& face : shell) {
        in_solid[face.polygon] = true;
        note(face.polygon, composite ? 0 : i);
      }
    }
  }
  for (std::uint32_t i = 0; i < part.polygons.size(); ++i) {
    if (!in_solid[i]) note(i, part.solids.size());
  }
  return out;
}

/// One geometry while it is put together: boundaries and beside them, in the same nesting, what is said of each surface.
class GeometryText {
 public:
  GeometryText(const ShapePart& part, const Walls& walls, const std::vector<PartTheme>& themes, const twin::Appearance& look,
               WriteTables& tables)
      : part_(part), walls_(walls), themes_(themes), look_(look), tables_(tables), paint_(themes.size()) {}

  void add(std::uint32_t polygon, bool reversed) {
    const auto& source = part_.polygons[polygon];
    auto rings = Json::array();
    rings.push_back(ring(source.exterior, reversed));
    for (const auto& interior : source.interiors) rings.push_back(ring(interior, reversed));
    boundaries_.push_back(std::move(rings));
    kinds_.push_back(value_of(source));
    for (std::size_t i = 0; i < themes_.size(); ++i) {
      if (!themes_[i].material.empty()) paint_[i].materials.push_back(material(i, polygon));
      if (!themes_[i].textures.empty()) paint_[i].textures.push_back(textures(i, polygon, reversed));
    }
  }

  bool empty() const { return boundaries_.empty(); }

  /// Puts what was added since the last call at this depth into one array: surfaces into a shell, shells into a solid.
  void close(Json& boundaries, Json& kinds, std::vector<std::pair<Json, Json>>& paint) {
    boundaries.push_back(std::exchange(boundaries_, Json::array()));
    kinds.push_back(std::exchange(kinds_, Json::array()));
    paint.resize(paint_.size(), {Json::array(), Json::array()});
    for (std::size_t i = 0; i < paint_.size(); ++i) {
      paint[i].first.push_back(std::exchange(paint_[i].materials, Json::array()));
      paint[i].second.push_back(std::exchange(paint_[i].textures, Json::array()));
    }
  }

  void replace(Json boundaries, Json kinds, std::vector<std::pair<Json, Json>> paint) {
    boundaries_ = std::move(boundaries);
    kinds_ = std::move(kinds);
    for (std::size_t i = 0; i < paint.size(); ++i) paint_[i] = {std::move(paint[i].first), std::move(paint[i].second)};
  }

  Json finish(const char* type) && {
    Json out{{"type", type}, {"lod", part_.lod}, {"boundaries", std::move(boundaries_)}};
    if (!surfaces_.empty()) out["semantics"] = {{"surfaces", std::move(surfaces_)}, {"values", std::move(kinds_)}};
    for (std::size_t i = 0; i < themes_.size(); ++i) {
      const auto& name = themes_[i].name;
      if (painted_.contains(i)) out["material"][name] = {{"values", std::move(paint_[i].materials)}};
      if (textured_.contains(i)) out["texture"][name] = {{"values", std::move(paint_[i].textures)}};
    }
    return out;
  }

 private:
  struct Paint {
    Json materials = Json::array(), textures = Json::array();
  };

  Json ring(const twin::Ring3& ring, bool reversed) {
    std::vector<std::size_t> out;
    out.reserve(ring.points.size());
    for (const auto& point : ring.points) out.push_back(tables_.vertex(point));
    if (reversed) std::reverse(out.begin(), out.end());
    return out;
  }

  Json value_of(const Polygon3& polygon) {
    const auto type = semantic_type(polygon.kind);
    if (polygon.wall != 0) {
      const auto wall = wall_number(polygon.wall);
      if (!twin::is_opening(polygon.kind)) return wall;
      surfaces_[wall]["children"].push_back(surfaces_.size());
      surfaces_.push_back({{"type", type}, {"parent", wall}});
      return surfaces_.size() - 1;
    }
    if (type.empty()) return nullptr;
    const auto [entry, fresh] = kind_numbers_.try_emplace(polygon.kind, surfaces_.size());
    if (fresh) surfaces_.push_back({{"type", type}});
    return entry->second;
  }

  /// The semantic surface that openings are in. One without a kind stands inside; one without a polygon is a wall.
  std::size_t wall_number(std::uint32_t wall) {
    const auto [entry, fresh] = wall_numbers_.try_emplace(wall, surfaces_.size());
    if (fresh) {
      const auto known = walls_.kind.find(wall);
      const auto type = semantic_type(known == walls_.kind.end() ? SurfaceKind::kWall : known->second);
      auto& surface = surfaces_.emplace_back(Json{{"type", type.empty() ? "InteriorWallSurface" : type}});
      if (walls_.numbered) surface[std::string(kWallNumber)] = wall;
    }
    return entry->second;
  }

  Json material(std::size_t theme, std::uint32_t polygon) {
    const auto* const painted = themes_[theme].material[polygon];
    if (painted == nullptr) return nullptr;
    painted_.insert(theme);
    return tables_.material(look_.materials[painted->material]);
  }

  /// One array for each ring: the texture and a texture coordinate for each point, or a null.
  Json textures(std::size_t theme, std::uint32_t polygon, bool reversed) {
    auto out = Json::array();
    out.push_back(Json::array({nullptr}));
    for (std::size_t i = 0; i < part_.polygons[polygon].interiors.size(); ++i) out.push_back(Json::array({nullptr}));
    for (const auto* const textured : themes_[theme].textures[polygon]) {
      std::vector<std::size_t> numbers;
      for (const auto& [u, v] : textured->coordinates) numbers.push_back(tables_.texture_vertex(u, v));
      if (reversed) std::reverse(numbers.begin(), numbers.end());
      numbers.insert(numbers.begin(), tables_.texture(look_.textures[textured->texture]));
      out[textured->ring] = numbers;
      textured_.insert(theme);
    }
    return out;
  }

  const ShapePart& part_;
  const Walls& walls_;
  const std::vector<PartTheme>& themes_;
  const twin::Appearance& look_;
  WriteTables& tables_;
  std::vector<Paint> paint_;
  Json boundaries_ = Json::array(), kinds_ = Json::array(), surfaces_ = Json::array();
  std::map<SurfaceKind, std::size_t> kind_numbers_;
  std::map<std::uint32_t, std::size_t> wall_numbers_;
  std::set<std::size_t> painted_, textured_;
};

/// Arrays of one depth while those below are filled.
struct Nesting {
  Json boundaries = Json::array(), kinds = Json::array();
  std::vector<std::pair<Json, Json>> paint;
};

void add_solid(const twin::Solid& solid, GeometryText& text) {
  Nesting shells;
  for (const auto& shell : solid.shells) {
    for (const auto& face : shell) text.add(face.polygon, face.reversed);
    text.close(shells.boundaries, shells.kinds, shells.paint);
  }
  text.replace(std::move(shells.boundaries), std::move(shells.kinds), std::move(shells.paint));
}

Json composite_of(const ShapePart& part, GeometryText&& text) {
  Nesting solids;
  for (const auto& solid : part.solids) {
    add_solid(solid, text);
    text.close(solids.boundaries, solids.kinds, solids.paint);
  }
  text.replace(std::move(solids.boundaries), std::move(solids.kinds), std::move(solids.paint));
  return std::move(text).finish("CompositeSolid");
}

}  // namespace

Json geometries_of(const ShapePart& part, std::size_t number, const twin::Appearance& look, WriteTables& tables) {
  const auto themes = themes_of(part, number, look);
  const auto walls = walls_of(part);
  auto out = Json::array();
  if (part.solids.size() > 1 && !part.solids_apart) {
    out.push_back(composite_of(part, GeometryText(part, walls, themes, look, tables)));
  } else {
    // A building may have no MultiSolid, but a Solid more than once.
    for (const auto& solid : part.solids) {
      GeometryText text(part, walls, themes, look, tables);
      add_solid(solid, text);
      out.push_back(std::move(text).finish("Solid"));
    }
  }
  std::vector<bool> in_solid(part.polygons.size(), false);
  for (const auto& solid : part.solids) {
    for (const auto& shell : solid.shells) {
      for (const auto& face : shell) in_solid[face.polygon] = true;
    }
  }
  GeometryText rest(part, walls, themes, look, tables);
  for (std::uint32_t i = 0; i < part.polygons.size(); ++i) {
    if (!in_solid[i]) rest.add(i, false);
  }
  if (!rest.empty()) out.push_back(std::move(rest).finish("MultiSurface"));
  return out;
}

Json geometry_of(const twin::ObjectLines& lines, WriteTables& tables) {
  auto boundaries = Json::array();
  for (const auto& line : lines.lines) {
    auto positions = Json::array();
    for (const auto& at : line) positions.push_back(tables.vertex(at));
    boundaries.push_back(lines.points ? std::move(positions.front()) : std::move(positions));
  }
  return {{"type", lines.points ? "MultiPoint" : "MultiLineString"}, {"lod", lines.lod}, {"boundaries", std::move(boundaries)}};
}

}  // namespace geo::cityjson
