#pragma once

#include <span>
#include <string>
#include <vector>

#include "twin_core/base/json.hpp"
#include "twin_core/city/building.hpp"

namespace geo::cityjson {

/// The attributes of a building as city objects carry them.
struct WrittenAttributes {
  std::vector<twin::Json> of_part;  ///< "attributes" of each part of the shape, the building's own first
  twin::Json addresses;             ///< "address", an array; empty where there is none
};

/// Of buildings, CityJSON's own attributes are named as their module names them ("bldg:class"), of other city objects plainly ("class").
enum class AttributesOf { kBuilding, kObject };

/// JSON values where JSON says the same, by type, value and unit: numbers, texts, {"value": 12.5, "uom": "m"}. CityJSON's
/// own attributes under their own names, "set/name" as a member of a member, an attribute of a part with the part. What
/// JSON cannot say exactly (dates, "007" as a number, one name twice) stands as well as it can be said, and exactly in
/// the list `kExactAttributes` of the building. Reading gives the same attributes again.
WrittenAttributes write_attributes(const twin::BuildingShape& shape, AttributesOf of = AttributesOf::kBuilding);

}  // namespace geo::cityjson
