#include "geo/io/appearance_follow.hpp"

#include <utility>

#include "geo/io/appearance_builder.hpp"

namespace geo {
namespace {

template <class IsGone>
bool forget_if(twin::Appearance& look, const IsGone& is_gone) {
  std::size_t gone = 0;
  for (auto& theme : look.themes) {
    gone += std::erase_if(theme.materials, is_gone);
    gone += std::erase_if(theme.textures, is_gone);
  }
  return gone > 0;
}

const twin::Ring3* ring_of(const twin::BuildingShape& shape, const twin::TexturedRing& textured) {
  const auto& polygon = shape.parts[textured.part].polygons[textured.polygon];
  return textured.ring == 0 ? &polygon.exterior : &polygon.interiors[textured.ring - 1];
}

}  // namespace

void keep_texture_coordinates(twin::BuildingShape& shape, const twin::Ring3& ring, const std::vector<std::size_t>& kept) {
  for (auto& theme : shape.appearance.themes) {
    for (auto& textured : theme.textures) {
      if (ring_of(shape, textured) != &ring) continue;
      for (std::size_t i = 0; i < kept.size(); ++i) textured.coordinates[i] = textured.coordinates[kept[i]];
      textured.coordinates.resize(kept.size());
    }
  }
}

void forget_part(twin::Appearance& look, std::size_t part) {
  forget_if(look, [&](const auto& entry) { return entry.part == part; });
}

bool forget_changed(twin::BuildingShape& shape, const std::vector<twin::ShapePart>& before) {
  return forget_if(shape.appearance, [&](const auto& entry) {
    if (entry.part >= before.size() || entry.part >= shape.parts.size()) return true;
    const auto &then = before[entry.part].polygons, &now = shape.parts[entry.part].polygons;
    return entry.polygon >= now.size() || entry.polygon >= then.size() || !(now[entry.polygon] == then[entry.polygon]);
  });
}

std::vector<twin::Appearance> split_look(const twin::Appearance& look, const std::vector<PartPlace>& places, std::size_t owners) {
  std::vector<AppearanceBuilder> builders(owners);
  for (const auto& theme : look.themes) {
    for (auto painted : theme.materials) {
      const auto& place = places[painted.part];
      auto& builder = builders[place.owner];
      painted.part = place.number;
      painted.material = builder.material(look.materials[painted.material]);
      builder.theme(theme.name).materials.push_back(painted);
    }
    for (auto textured : theme.textures) {
      const auto& place = places[textured.part];
      auto& builder = builders[place.owner];
      textured.part = place.number;
      textured.texture = builder.texture(look.textures[textured.texture]);
      builder.theme(theme.name).textures.push_back(std::move(textured));
    }
  }
  std::vector<twin::Appearance> out;
  for (auto& builder : builders) out.push_back(builder.take());
  return out;
}

}  // namespace geo
