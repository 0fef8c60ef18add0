#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "twin_core/city/building.hpp"

namespace twin {

/// Levels of detail of a city object beside the one that is checked, drawn and computed with. Nothing reads them but
/// exports that carry several levels.
struct OtherLevels {
  /// A part is one level of one part of the object: `lod`, polygons and solids, and the appearance names these by
  /// number. Parts and polygons have no ids here, the shape has no attributes.
  BuildingShape shape{};
  std::vector<std::uint32_t> part_of{};  ///< of each: the number of the object's part that it shows
  bool operator==(const OtherLevels&) const = default;
};

/// The type of the generic attribute that they are kept as, beside the attributes of the source, so that they are read with the
/// shape and lie in no memory else: packed, about 12 bytes a position, positions in steps of 0.1 mm as exports write them.
inline constexpr std::string_view kLevelsType = "levels";
bool are_other_levels(const GenericAttribute& attribute);

/// Ids of parts and polygons are left out. Positions are finite, within 100,000,000 km of the origin.
GenericAttribute attribute_of(const OtherLevels& levels);
/// Nothing where the attribute is none of these, or not as `attribute_of` writes it.
std::optional<OtherLevels> other_levels_of(const GenericAttribute& attribute);
/// Those of a shape; none where it has none.
OtherLevels other_levels_of(const BuildingShape& shape);

}  // namespace twin
