#pragma once

#include <string>
#include <string_view>

#include "geo/io/cityjson_family.hpp"

namespace geo::cityjson {

/// A class of the twin's city objects and what it is in CityJSON 2.0.
struct WrittenClass {
  std::string_view name;       ///< "Storey"
  std::string_view type;       ///< "BuildingStorey"
  bool needs_parent = false;   ///< stands only within another object there
  bool only_surfaces = false;  ///< has no solids there
};

/// Where CityJSON has no class of this name, or wants a parent and there is none, "GenericCityObject".
const WrittenClass& written_class(std::string_view name, bool has_parent);

/// What a city object says of itself beyond CityJSON, where an export of this program wrote it.
struct ToldObject {
  std::string type;    ///< class in the twin; the type in the file where nothing else is told that fits it
  std::string parent;  ///< that was not in the file
};
ToldObject told_of(const CityObject& object, ParsedValue& parsed);

}  // namespace geo::cityjson
