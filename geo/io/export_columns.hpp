#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "geo/io/export_value.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/feature.hpp"

namespace geo {

/// The attributes of a building as every export names them: one table for all formats.
std::span<const ExportColumn> building_columns();

/// One value per column.
std::vector<ExportValue> building_values(twin::FeatureNumber number, const twin::Building& building);

/// Those of them that are a register card.
std::span<const ExportColumn> card_columns();
std::vector<ExportValue> card_values(const twin::RegisterCard& card);

/// The way back: gives the building the value of one column. The number of the feature, the id and what the geometry
/// decides (`ground_m`, `height_m`) are left as they are. False when there is no such column or it cannot have this value.
bool put_building_value(std::string_view column, const ExportValue& value, twin::Building& building);

}  // namespace geo
