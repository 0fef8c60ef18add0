#pragma once

#include <vector>

#include "geo/io/city_batch.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Whether a file tells of the shape that the twin has: the same surfaces in the same solids, parts, kinds and looks, all
/// positions in the same step of 0.1 mm from `origin`, the scene's, as exports write them. What a CityJSON export cannot carry
/// says nothing against it: ids of polygons, the order of polygons, one polygon that two solids share, a part without an id,
/// surfaces that no step is left of, a texture's type.
bool is_known_shape(const twin::BuildingShape& known, const twin::BuildingShape& read, const twin::WorkingPosition& origin);

/// Puts surfaces and looks of the twin in the place of those read where `is_known_shape`; likewise attributes, where they differ in their order
/// alone. True when the surfaces are now the twin's.
bool keep_known_shape(const twin::BuildingShape& known, twin::BuildingShape& read, const twin::WorkingPosition& origin);

/// `keep_known_shape` for all buildings that the twin has, with what follows from their surfaces (bounds, heights, footprint).
void keep_known_shapes(std::vector<ReadBuilding>& read, const std::vector<ReadBuilding>& existing, const twin::WorkingPosition& origin);

}  // namespace geo
