#pragma once

#include <optional>
#include <string>

#include "geo/io/cityjson_write_building.hpp"
#include "twin_core/city/city_object.hpp"

namespace geo::cityjson {

/// What CityJSON 2.0 calls a city object of a class that stands by itself ("Square" → "TransportSquare"); nothing for
/// classes that it does not have (extensions) and for what belongs to another object (rooms, storeys).
std::optional<std::string> class_in_cityjson(const twin::CityObject& object);

/// A city object of such a class with its parts, as `city_objects_of` a building. Its own id is that of the object, and
/// must have been taken from `ids`.
twin::Json city_objects_of(const twin::CityObject& object, const std::string& type, const twin::BuildingShape& shape,
                           ObjectIds& ids, WriteTables& tables);

}  // namespace geo::cityjson
