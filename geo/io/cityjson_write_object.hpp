#pragma once

#include <string>
#include <vector>

#include "geo/io/cityjson_write_building.hpp"
#include "twin_core/city/city_object.hpp"

namespace geo::cityjson {

/// Who belongs to a city object in a document: ids of what is written there.
struct Kin {
  std::string parent;  ///< empty: of none, or of one that is not written
  std::vector<std::string> children;
};

/// Puts more children into a written city object.
void add_children(twin::Json& object, const std::vector<std::string>& children);

/// A city object with its parts, as `city_objects_of` a building. Its own id is that of the object, and must have been
/// taken from `ids`. Where CityJSON 2.0 has no class of its name, or wants a parent that is not written, it is of the nearest one
/// that will do ("Storey" → "BuildingStorey", classes of extensions → "GenericCityObject"), and the attribute `kClassAttribute` says its own.
twin::Json city_objects_of(const twin::CityObject& object, const Kin& kin, const twin::BuildingShape& shape, ObjectIds& ids,
                           WriteTables& tables);

}  // namespace geo::cityjson
