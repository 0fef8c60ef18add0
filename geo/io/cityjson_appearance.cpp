#include "geo/io/cityjson_appearance.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geo/io/cityjson_boundaries.hpp"

namespace geo::cityjson {
namespace {

constexpr std::size_t kMostThemes = 32;
constexpr std::size_t kLongestText = 4096;  ///< of a name: every building that uses a material has it

std::vector<Element> items_of(Object object, std::string_view name) {
  std::vector<Element> out;
  Array items;
  if (const auto value = find(object, name); value && value->get(items) == simdjson::SUCCESS) {
    for (const Element item : items) out.push_back(item);
  }
  return out;
}

std::optional<double> number_of(const std::optional<Element>& value) {
  double out = 0;
  if (!value || value->get(out) != simdjson::SUCCESS || !std::isfinite(out)) return std::nullopt;
  return out;
}

/// The numbers of an array of at most four; none when one of its items is no number.
std::vector<double> numbers_of(const std::optional<Element>& value) {
  std::vector<double> out;
  Array items;
  if (!value || value->get(items) != simdjson::SUCCESS || items.size() > 4) return out;
  for (const Element item : items) {
    const auto number = number_of(item);
    if (!number) return {};
    out.push_back(*number);
  }
  return out;
}

std::optional<twin::Colour> colour_of(const std::optional<Element>& value) {
  const auto numbers = numbers_of(value);
  if (numbers.size() != 3) return std::nullopt;
  return twin::Colour{numbers[0], numbers[1], numbers[2]};
}

std::string text_of(const std::optional<Element>& value) {
  std::string_view out;
  if (!value || value->get(out) != simdjson::SUCCESS || out.size() > kLongestText) return "";
  return std::string(out);
}

twin::Material material_of(Element material) {
  Object object;
  if (material.get(object) != simdjson::SUCCESS) return {};
  twin::Material out;
  out.name = text_of(find(object, "name"));
  out.ambient_intensity = number_of(find(object, "ambientIntensity"));
  out.shininess = number_of(find(object, "shininess"));
  out.transparency = number_of(find(object, "transparency"));
  out.diffuse = colour_of(find(object, "diffuseColor"));
  out.emissive = colour_of(find(object, "emissiveColor"));
  out.specular = colour_of(find(object, "specularColor"));
  bool smooth = false;
  if (const auto value = find(object, "isSmooth"); value && value->get(smooth) == simdjson::SUCCESS) out.smooth = smooth;
  return out;
}

twin::Texture texture_of(Element texture) {
  Object object;
  if (texture.get(object) != simdjson::SUCCESS) return {};
  twin::Texture out;
  out.image = text_of(find(object, "image"));
  out.type = text_of(find(object, "type"));
  out.wrap_mode = text_of(find(object, "wrapMode"));
  out.texture_type = text_of(find(object, "textureType"));
  out.border_colour = numbers_of(find(object, "borderColor"));
  if (out.border_colour.size() < 3) out.border_colour.clear();
  return out;
}

/// An index into `items`; nothing for anything else.
template <class Item>
const Item* item_at(const std::vector<Item>& items, Element index) {
  const auto number = as_whole(index);
  if (!number || *number < 0 || static_cast<std::uint64_t>(*number) >= items.size()) return nullptr;
  return &items[static_cast<std::size_t>(*number)];
}

}  // namespace

AppearanceTables read_appearance(Object root) {
  AppearanceTables out;
  Object object;
  const auto section = find(root, "appearance");
  if (!section || section->get(object) != simdjson::SUCCESS) return out;
  out.materials = items_of(object, "materials");
  out.textures = items_of(object, "textures");
  for (const Element item : items_of(object, "vertices-texture")) {
    const auto numbers = numbers_of(item);
    // A vertex that is none keeps its number and cannot be used.
    out.vertices.push_back(numbers.size() == 2 ? std::array{numbers[0], numbers[1]}
                                               : std::array{std::nan(""), std::nan("")});
  }
  return out;
}

SurfaceCursor::SurfaceCursor(const SurfaceValues& values) : semantic_(values.semantic) {
  paint_.reserve(values.paint.size());
  for (const auto& value : values.paint) paint_.emplace_back(value);
}

SurfaceValues SurfaceCursor::next() {
  SurfaceValues out{semantic_.next(), {}};
  out.paint.reserve(paint_.size());
  for (auto& cursor : paint_) out.paint.push_back(cursor.next());
  return out;
}

GeometryPaint::GeometryPaint(Object geometry, const AppearanceTables* look, GeometrySink* sink) : look_(look) {
  if (look == nullptr || sink == nullptr) return;
  take(geometry, "material", false, *sink);
  take(geometry, "texture", true, *sink);
}

void GeometryPaint::take(Object geometry, std::string_view member, bool is_texture, GeometrySink& sink) {
  Object themes;
  if (const auto value = find(geometry, member); !value || value->get(themes) != simdjson::SUCCESS) return;
  for (const auto entry : themes) {
    Object object;
    if (themes_.size() == kMostThemes || entry.key.size() > kLongestText) return;
    if (entry.value.get(object) != simdjson::SUCCESS) continue;
    themes_.push_back({sink.theme(entry.key), is_texture, is_texture ? std::nullopt : find(object, "value"), find(object, "values")});
  }
}

SurfaceValues GeometryPaint::values(const std::optional<Element>& semantics) const {
  SurfaceValues out{semantics, {}};
  for (const auto& theme : themes_) out.paint.push_back(theme.values);
  return out;
}

bool GeometryPaint::cover(const SurfaceValues& values, std::uint32_t number, const twin::Polygon3& polygon,
                          const std::vector<std::size_t>& rings, Level& level) const {
  bool fine = true;
  for (std::size_t i = 0; i < themes_.size() && i < values.paint.size(); ++i) {
    const auto& value = themes_[i].value ? themes_[i].value : values.paint[i];
    if (!value || value->is_null()) continue;
    fine &= themes_[i].is_texture ? cover_texture(themes_[i], value, number, polygon, rings, level)
                                  : cover_material(themes_[i], value, number, level);
  }
  return fine;
}

bool GeometryPaint::cover_material(const Theme& theme, const std::optional<Element>& value, std::uint32_t number,
                                   Level& level) const {
  const Element* const material = item_at(look_->materials, *value);
  if (material == nullptr || !material->is_object()) return false;
  level.materials.push_back({theme.name, number, material});
  return true;
}

bool GeometryPaint::cover_texture(const Theme& theme, const std::optional<Element>& value, std::uint32_t number,
                                  const twin::Polygon3& polygon, const std::vector<std::size_t>& rings,
                                  Level& level) const {
  Array items;
  if (value->get(items) != simdjson::SUCCESS) return false;
  bool fine = true;
  std::size_t in_file = 0;
  for (const Element item : items) {
    const auto kept = std::find(rings.begin(), rings.end(), in_file++);
    if (item.is_null() || kept == rings.end()) continue;
    const auto ring = static_cast<std::uint32_t>(kept - rings.begin());
    const auto& points = ring == 0 ? polygon.exterior.points : polygon.interiors[ring - 1].points;
    Array numbers;
    if (item.get(numbers) != simdjson::SUCCESS) return false;
    auto at = numbers.begin();
    if (!(at != numbers.end()) || (*at).is_null()) continue;
    LevelTexture out{theme.name, number, ring, nullptr, {}};
    const Element* const texture = item_at(look_->textures, *at);
    bool usable = texture != nullptr && texture->is_object();
    for (++at; usable && at != numbers.end(); ++at) {
      const auto* const vertex = item_at(look_->vertices, *at);
      usable = vertex != nullptr && std::isfinite((*vertex)[0]) && out.coordinates.size() < points.size();
      if (usable) out.coordinates.push_back(*vertex);
    }
    if (usable && out.coordinates.size() == points.size()) {
      out.texture = texture;
      level.textures.push_back(std::move(out));
    } else {
      fine = false;
    }
  }
  return fine;
}

void BuildingPaint::add(const Level& level, std::size_t part) {
  const auto index = static_cast<std::uint32_t>(part);
  for (const auto& entry : level.materials) {
    const auto [known, fresh] = materials_.try_emplace(entry.material, 0);
    if (fresh) known->second = builder_.material(material_of(*entry.material));
    builder_.theme(entry.theme).materials.push_back({index, entry.polygon, known->second});
  }
  for (const auto& entry : level.textures) {
    const auto [known, fresh] = textures_.try_emplace(entry.texture, 0);
    if (fresh) known->second = builder_.texture(texture_of(*entry.texture));
    builder_.theme(entry.theme).textures.push_back({index, entry.polygon, entry.ring, known->second, entry.coordinates});
  }
}

twin::Appearance BuildingPaint::take() {
  materials_.clear();
  textures_.clear();
  return builder_.take();
}

}  // namespace geo::cityjson
