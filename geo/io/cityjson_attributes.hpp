#pragma once

#include <cstddef>

#include "geo/io/citygml_building.hpp"
#include "geo/io/cityjson_value.hpp"

namespace geo::cityjson {

/// Text that the attributes of one building may hold together; beyond it the building is given up.
inline constexpr std::size_t kMaxBuildingText = 32u << 20;

/// Takes "attributes": those that CityGML's core and building modules know become core attributes, all
/// others generic ones. A nested member is named "a/b"; {"value": 1.5, "uom": "m"} is a measure; an
/// array, or an object without members, stands as JSON text of the type "json", true and false are of the type "bool"; null says nothing. `text_bytes` grows by what was kept. Of a building itself (`own`, else
/// nullptr) what an export of this program says goes to `own->exported` and `own->exact_attributes`.
/// Error `input-invalid` when it is no object.
twin::Status read_attributes(Element attributes, const JsonPlace& place, RawPart& part, RawBuilding* own,
                             std::size_t& text_bytes);

/// Takes members of the city object whose names begin with "+" (extensions) as attributes.
void read_extra(Object object, RawPart& part, std::size_t& text_bytes);

/// Takes one member of "address", in the spellings of all versions.
twin::Result<RawAddress> read_address(Object address, const JsonPlace& place);

}  // namespace geo::cityjson
