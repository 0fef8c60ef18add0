#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace twin {

/// Red, green, blue, each 0 to 1.
using Colour = std::array<double, 3>;

/// How a surface looks without an image. Absent means "not said".
struct Material {
  std::string name;
  std::optional<double> ambient_intensity, shininess, transparency;  ///< each 0 to 1
  std::optional<Colour> diffuse, emissive, specular;
  std::optional<bool> smooth;
  bool operator==(const Material&) const = default;
};

/// An image on surfaces, by its name: the image itself is no part of a twin.
struct Texture {
  std::string image;         ///< file name or URI, as sent
  std::string type;          ///< "PNG" or "JPG"; of CityGML the mime type where it is neither
  std::string wrap_mode;     ///< none, wrap, mirror, clamp, border; may be empty
  std::string texture_type;  ///< unknown, specific, typical; may be empty
  std::vector<double> border_colour;  ///< none, three or four numbers
  bool operator==(const Texture&) const = default;
};

/// What a material covers: a polygon of a part of the shape.
struct PaintedPolygon {
  std::uint32_t part = 0, polygon = 0, material = 0;
  bool operator==(const PaintedPolygon&) const = default;
};

/// Where a texture lies on a ring: one pair of texture coordinates for each point of the ring, in its order.
struct TexturedRing {
  std::uint32_t part = 0, polygon = 0;
  std::uint32_t ring = 0;  ///< 0 is the exterior, then the interiors
  std::uint32_t texture = 0;
  std::vector<std::array<double, 2>> coordinates;
  bool operator==(const TexturedRing&) const = default;
};

/// One look of a building, such as "summer" or "heat loss".
struct AppearanceTheme {
  std::string name;  ///< may be empty
  std::vector<PaintedPolygon> materials;
  std::vector<TexturedRing> textures;
  bool operator==(const AppearanceTheme&) const = default;
};

/// How the surfaces of one shape look.
struct Appearance {
  std::vector<Material> materials;
  std::vector<Texture> textures;
  std::vector<AppearanceTheme> themes;  ///< refer to the two by number
  bool empty() const { return materials.empty() && textures.empty() && themes.empty(); }
  bool operator==(const Appearance&) const = default;
};

}  // namespace twin
