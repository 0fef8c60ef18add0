#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "twin_core/city/building.hpp"
#include "twin_core/city/feature.hpp"

namespace geo {

enum class ColumnType : std::uint8_t { kText, kNumber, kInteger };

struct ExportColumn {
  std::string_view name;  ///< units are part of it
  ColumnType type = ColumnType::kText;
};

/// Nothing where it is not known: exports never write 0 for that.
using ExportValue = std::variant<std::monostate, std::string, double, std::int64_t>;

/// The attributes of a building as every export names them: one table for all formats.
std::span<const ExportColumn> building_columns();

/// One value per column.
std::vector<ExportValue> building_values(twin::FeatureNumber number, const twin::Building& building);

/// The way back: gives the building the value of one column. The number of the feature, the id and what the geometry
/// decides (`ground_m`, `height_m`) are left as they are. False when there is no such column or it cannot have this value.
bool put_building_value(std::string_view column, const ExportValue& value, twin::Building& building);

}  // namespace geo
