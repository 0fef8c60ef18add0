#pragma once

#include "geo/io/export_columns.hpp"
#include "twin_core/base/json.hpp"

namespace geo {

/// The known values of a building under the names of the export columns.
twin::Json building_properties(twin::FeatureNumber number, const twin::Building& building);

}  // namespace geo
