#pragma once

#include "geo/io/export_columns.hpp"
#include "twin_core/base/json.hpp"

namespace geo {

/// The known values of a row of a layer under the names of its columns; JSON as JSON.
twin::Json layer_properties(std::span<const ExportColumn> columns, const std::vector<ExportValue>& values);

/// The known values of a building under the names of the export columns.
twin::Json building_properties(twin::FeatureNumber number, const twin::Building& building);

}  // namespace geo
