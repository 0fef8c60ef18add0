#pragma once

#include "geo/io/cityjson_write_tables.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/object_lines.hpp"

namespace geo::cityjson {

/// The "geometry" of a city object: the solids of the part as one CompositeSolid, or each as a Solid, and the
/// polygons outside solids as one MultiSurface, with semantics, materials and textures. `number` is that of the part
/// in its shape, which `look` refers to. Vertices are appended to `tables`.
twin::Json geometries_of(const twin::ShapePart& part, std::size_t number, const twin::Appearance& look,
                         WriteTables& tables);

/// A MultiPoint or MultiLineString.
twin::Json geometry_of(const twin::ObjectLines& lines, WriteTables& tables);

}  // namespace geo::cityjson
