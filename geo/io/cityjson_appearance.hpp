#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "geo/io/appearance_builder.hpp"
#include "geo/io/cityjson_semantics.hpp"
#include "geo/io/cityjson_value.hpp"
#include "twin_core/city/building.hpp"

namespace geo::cityjson {

struct Level;
struct GeometrySink;

/// The tables of an "appearance": what materials, textures and texture vertices there are. Refer to the parsed document.
struct AppearanceTables {
  std::vector<Element> materials, textures;
  std::vector<std::array<double, 2>> vertices;
};

/// Takes the "appearance" of a document or feature; empty where there is none. Never fails: what cannot be used is left
/// out where a surface asks for it.
AppearanceTables read_appearance(Object root);

/// What covers a polygon of a level: an item of the tables, which outlive it.
struct LevelMaterial {
  std::string_view theme;
  std::uint32_t polygon = 0;
  const Element* material = nullptr;
};
struct LevelTexture {
  std::string_view theme;
  std::uint32_t polygon = 0, ring = 0;
  const Element* texture = nullptr;
  std::vector<std::array<double, 2>> coordinates;
};

/// What is said of the boundaries at hand: their semantics, and of each theme of the geometry its materials or textures.
struct SurfaceValues {
  std::optional<Element> semantic;
  std::vector<std::optional<Element>> paint;
};

/// Walks `SurfaceValues` beside the boundaries they belong to.
class SurfaceCursor {
 public:
  explicit SurfaceCursor(const SurfaceValues& values);
  SurfaceValues next();
  /// Of the semantics, as `ValueCursor` has them.
  bool mismatch() const { return semantic_.mismatch(); }
  bool surplus() const { return semantic_.surplus(); }

 private:
  ValueCursor semantic_;
  std::vector<ValueCursor> paint_;
};

/// The "material" and "texture" members of one geometry.
class GeometryPaint {
 public:
  /// Empty without tables. At most 32 themes are taken; their names are kept in the sink.
  GeometryPaint(Object geometry, const AppearanceTables* look, GeometrySink* sink);

  bool empty() const { return themes_.empty(); }
  SurfaceValues values(const std::optional<Element>& semantics) const;

  /// Adds to the level what covers one of its polygons. `rings` are the numbers in the file of the rings that were kept.
  /// False when something of it cannot be used; the rest is taken.
  bool cover(const SurfaceValues& values, std::uint32_t number, const twin::Polygon3& polygon,
             const std::vector<std::size_t>& rings, Level& level) const;

 private:
  struct Theme {
    std::string_view name;
    bool is_texture = false;
    std::optional<Element> value;   ///< of all surfaces
    std::optional<Element> values;  ///< of each
  };
  void take(Object geometry, std::string_view member, bool is_texture, GeometrySink& sink);
  bool cover_material(const Theme& theme, const std::optional<Element>& value, std::uint32_t number, Level& level) const;
  bool cover_texture(const Theme& theme, const std::optional<Element>& value, std::uint32_t number,
                     const twin::Polygon3& polygon, const std::vector<std::size_t>& rings, Level& level) const;

  const AppearanceTables* look_;
  std::vector<Theme> themes_;
};

/// Gathers the appearance of one building from the levels that were taken for its parts.
class BuildingPaint {
 public:
  /// @param part  number of the part in the building
  void add(const Level& level, std::size_t part);
  std::size_t text_bytes() const { return builder_.text_bytes(); }
  bool empty() const { return materials_.empty() && textures_.empty(); }
  twin::Appearance take();

 private:
  AppearanceBuilder builder_;
  std::unordered_map<const Element*, std::uint32_t> materials_, textures_;  ///< what was looked up before
};

}  // namespace geo::cityjson
