#include "geo/io/cityjson_write_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "twin_core/base/json.hpp"

namespace geo::cityjson {
namespace {

using twin::Json;

std::string text_of(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class T>
void put(Json& out, const char* name, const std::optional<T>& value) {
  if (value) out[name] = *value;
}

/// Whole steps of the scale; at most what every reader's numbers hold, 9e11 m.
long long steps(double metres) {
  constexpr double kMost = 9'007'199'254'740'992.0;  // 2^53
  return std::llround(std::clamp(metres / kScale, -kMost, kMost));
}

/// One of the words that the schema has; everything else stays unsaid.
template <std::size_t N>
void put_word(Json& out, const char* name, const std::string& word, const std::array<std::string_view, N>& known) {
  if (std::find(known.begin(), known.end(), word) != known.end()) out[name] = word;
}

}  // namespace

std::size_t JsonTable::number_of(std::string_view entry) {
  if (numbers_.size() > kMostRemembered) forget();
  const auto [found, fresh] = numbers_.try_emplace(std::string(entry), count_);
  if (fresh) {
    if (!fresh_.empty()) fresh_ += ',';
    fresh_ += entry;
    ++count_;
  }
  return found->second;
}

std::string JsonTable::take() {
  return std::exchange(fresh_, {});
}

std::size_t WriteTables::vertex(const twin::WorkingPosition& point) {
  std::array<char, 80> text{};
  const auto end = fmt::format_to_n(text.data(), text.size(), "[{},{},{}]", steps(point.east - origin_.east),
                                    steps(point.north - origin_.north), steps(point.up - origin_.up));
  return vertices.number_of({text.data(), end.size});
}

std::size_t WriteTables::material(const twin::Material& material) {
  Json out{{"name", material.name}};
  put(out, "ambientIntensity", material.ambient_intensity);
  put(out, "diffuseColor", material.diffuse);
  put(out, "emissiveColor", material.emissive);
  put(out, "specularColor", material.specular);
  put(out, "shininess", material.shininess);
  put(out, "transparency", material.transparency);
  put(out, "isSmooth", material.smooth);
  return materials.number_of(text_of(out));
}

std::size_t WriteTables::texture(const twin::Texture& texture) {
  Json out{{"image", texture.image}};
  put_word(out, "type", texture.type, std::array<std::string_view, 2>{"PNG", "JPG"});
  put_word(out, "wrapMode", texture.wrap_mode,
           std::array<std::string_view, 5>{"none", "wrap", "mirror", "clamp", "border"});
  put_word(out, "textureType", texture.texture_type,
           std::array<std::string_view, 3>{"unknown", "specific", "typical"});
  if (!texture.border_colour.empty()) out["borderColor"] = texture.border_colour;
  return textures.number_of(text_of(out));
}

std::size_t WriteTables::texture_vertex(double u, double v) {
  return texture_vertices.number_of(text_of(Json{u, v}));
}

}  // namespace geo::cityjson
