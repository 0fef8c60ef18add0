#include "twin_core/city/appearance_record.hpp"

#include "twin_core/city/record_parts.hpp"

namespace twin::record {
namespace {

constexpr std::uint64_t kLastAnswer = 2;  ///< 0 not said, 1 no, 2 yes
constexpr std::size_t kPairBytes = 16;

void put(ByteWriter& out, const std::optional<Colour>& colour) {
  out.flag(colour.has_value());
  if (!colour) return;
  for (const double value : *colour) out.real(value);
}

std::optional<Colour> take_colour(ByteReader& in) {
  if (!in.flag()) return std::nullopt;
  Colour out{};
  for (double& value : out) value = in.real();
  return out;
}

void put(ByteWriter& out, const Material& material) {
  out.text(material.name);
  record::put(out, material.ambient_intensity);
  record::put(out, material.shininess);
  record::put(out, material.transparency);
  put(out, material.diffuse);
  put(out, material.emissive);
  put(out, material.specular);
  out.varint(!material.smooth ? 0U : *material.smooth ? 2U : 1U);
}

Material take_material(ByteReader& in) {
  Material out;
  out.name = in.text();
  out.ambient_intensity = take_optional_real(in);
  out.shininess = take_optional_real(in);
  out.transparency = take_optional_real(in);
  out.diffuse = take_colour(in);
  out.emissive = take_colour(in);
  out.specular = take_colour(in);
  if (const std::uint64_t answer = in.varint(kLastAnswer); answer > 0) out.smooth = answer == 2;
  return out;
}

void put(ByteWriter& out, const Texture& texture) {
  out.text(texture.image);
  out.text(texture.type);
  out.text(texture.wrap_mode);
  out.text(texture.texture_type);
  out.varint(texture.border_colour.size());
  for (const double value : texture.border_colour) out.real(value);
}

Texture take_texture(ByteReader& in) {
  Texture out;
  out.image = in.text();
  out.type = in.text();
  out.wrap_mode = in.text();
  out.texture_type = in.text();
  const std::uint64_t numbers = in.varint(4);
  if (numbers == 1 || numbers == 2) in.fail();
  for (std::uint64_t i = 0; i < numbers && in.ok(); ++i) out.border_colour.push_back(in.real());
  return out;
}

/// A number below `limit`.
std::uint32_t take_number(ByteReader& in, std::size_t limit) {
  const std::uint64_t number = in.varint();
  if (number >= limit) in.fail();
  return in.ok() ? static_cast<std::uint32_t>(number) : 0;
}

PaintedPolygon take_painted(ByteReader& in, const std::vector<ShapePart>& parts, std::size_t materials) {
  PaintedPolygon out;
  out.part = take_number(in, parts.size());
  if (in.ok()) out.polygon = take_number(in, parts[out.part].polygons.size());
  out.material = take_number(in, materials);
  return out;
}

TexturedRing take_textured(ByteReader& in, const std::vector<ShapePart>& parts, std::size_t textures) {
  TexturedRing out;
  out.part = take_number(in, parts.size());
  if (in.ok()) out.polygon = take_number(in, parts[out.part].polygons.size());
  if (!in.ok()) return out;
  const auto& polygon = parts[out.part].polygons[out.polygon];
  out.ring = take_number(in, polygon.interiors.size() + 1);
  out.texture = take_number(in, textures);
  const std::size_t count = in.count(kPairBytes);
  if (!in.ok()) return out;
  const auto& ring = out.ring == 0 ? polygon.exterior : polygon.interiors[out.ring - 1];
  if (count != ring.points.size()) in.fail();
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const double u = in.real();
    out.coordinates.push_back({u, in.real()});
  }
  return out;
}

}  // namespace

void put(ByteWriter& out, const Appearance& appearance) {
  out.varint(appearance.materials.size());
  for (const Material& material : appearance.materials) put(out, material);
  out.varint(appearance.textures.size());
  for (const Texture& texture : appearance.textures) put(out, texture);
  out.varint(appearance.themes.size());
  for (const AppearanceTheme& theme : appearance.themes) {
    out.text(theme.name);
    out.varint(theme.materials.size());
    for (const PaintedPolygon& painted : theme.materials) {
      out.varint(painted.part);
      out.varint(painted.polygon);
      out.varint(painted.material);
    }
    out.varint(theme.textures.size());
    for (const TexturedRing& textured : theme.textures) {
      out.varint(textured.part);
      out.varint(textured.polygon);
      out.varint(textured.ring);
      out.varint(textured.texture);
      out.varint(textured.coordinates.size());
      for (const auto& [u, v] : textured.coordinates) {
        out.real(u);
        out.real(v);
      }
    }
  }
}

Appearance take_appearance(ByteReader& in, const std::vector<ShapePart>& parts) {
  Appearance out;
  const std::size_t materials = in.count(8);
  for (std::size_t i = 0; i < materials && in.ok(); ++i) out.materials.push_back(take_material(in));
  const std::size_t textures = in.count(5);
  for (std::size_t i = 0; i < textures && in.ok(); ++i) out.textures.push_back(take_texture(in));
  const std::size_t themes = in.count(3);
  for (std::size_t i = 0; i < themes && in.ok(); ++i) {
    AppearanceTheme theme;
    theme.name = in.text();
    const std::size_t painted = in.count(3);
    for (std::size_t k = 0; k < painted && in.ok(); ++k)
      theme.materials.push_back(take_painted(in, parts, out.materials.size()));
    const std::size_t textured = in.count(5);
    for (std::size_t k = 0; k < textured && in.ok(); ++k)
      theme.textures.push_back(take_textured(in, parts, out.textures.size()));
    out.themes.push_back(std::move(theme));
  }
  return out;
}

}  // namespace twin::record
