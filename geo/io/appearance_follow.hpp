#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "twin_core/city/building.hpp"

/// Keeps the appearance of a shape right when its surfaces change: it names them by number.
namespace geo {

/// Before points of a ring of the shape are left out: of its texture coordinates those of `kept` points stay.
void keep_texture_coordinates(twin::BuildingShape& shape, const twin::Ring3& ring, const std::vector<std::size_t>& kept);

/// Nothing covers the part any more.
void forget_part(twin::Appearance& look, std::size_t part);

/// Nothing covers the polygons any more that differ from those of `before`. True when that took something away.
bool forget_changed(twin::BuildingShape& shape, const std::vector<twin::ShapePart>& before);

/// Where a part goes when a model is divided: to which of the new ones, as which of its parts.
struct PartPlace {
  std::size_t owner = 0;
  std::uint32_t number = 0;
};
/// The appearance of each of `owners` models, whose parts `places` names in the order that they had in one.
std::vector<twin::Appearance> split_look(const twin::Appearance& look, const std::vector<PartPlace>& places, std::size_t owners);

}  // namespace geo
