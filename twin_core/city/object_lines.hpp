#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/position.hpp"
#include "twin_core/city/building.hpp"

namespace twin {

/// Points, or lines, of a city object at one level of detail: the net of a road, the course of a river, where a lamp
/// stands. They bound no area, so they are no surfaces.
struct ObjectLines {
  std::string lod;      ///< "0", "2.1"
  bool points = false;  ///< each line is a single position, a point by itself
  std::vector<std::vector<WorkingPosition>> lines;
  bool operator==(const ObjectLines&) const = default;
};

/// The type of the generic attribute that they are kept as, beside the attributes of the source: a value in WKT, metres
/// in the working frame ("MULTILINESTRING Z ((25496830 6672643 4.5,…))"), named `points` or `lines`, with the level of
/// detail in the place of the unit.
inline constexpr std::string_view kLinesType = "geometry";
bool are_lines(const GenericAttribute& attribute);

GenericAttribute attribute_of(const ObjectLines& lines);
/// Nothing where the attribute is none of these, or not as `attribute_of` writes it.
std::optional<ObjectLines> lines_of(const GenericAttribute& attribute);
/// All of a shape, in their order.
std::vector<ObjectLines> lines_of(const BuildingShape& shape);
Box bounds_of(const std::vector<ObjectLines>& lines);

}  // namespace twin
