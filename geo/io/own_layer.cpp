#include "geo/io/own_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "geo/io/export_layers.hpp"

namespace geo {
namespace {

struct WayBack {
  std::string_view layer, remedy;
};
constexpr auto kWays = std::to_array<WayBack>({
    {"plan_unit", "Export plan units with --format kaksonen-plan (all that the twin has of them) or --format plan (national plan JSON)."},
    {"building_surface", "Export the city with --format cityjson."},
    {"city_object", "Export the city with --format cityjson."},
    {"city_object_line", "Export the city with --format cityjson."},
    {"city_object_point", "Export the city with --format cityjson."},
    {"space", "Export the city with --format cityjson."},
    {"street", "Import the OpenStreetMap file that the streets came from (column source)."},
    {"population_area", "Export population areas with --format gpkg or geojson, which carry their boundaries."},
});

/// GeoJSON has no columns of JSON: there the name stands without its ending.
bool is_column_of(const ExportLayer& layer, std::string_view name) {
  return std::any_of(layer.columns.begin(), layer.columns.end(), [&](const ExportColumn& column) {
    return column.name == name || (column.type == ColumnType::kJson && column.name.starts_with(name) && column.name.size() == name.size() + 5);
  });
}

}  // namespace

std::optional<twin::Problem> own_layer_problem(const std::string& file, const std::vector<std::string>& columns) {
  const auto has = [&](std::string_view name) { return std::find(columns.begin(), columns.end(), name) != columns.end(); };
  if (!has("feature_number")) return std::nullopt;
  for (const auto& layer : export_layers()) {
    const bool fits = std::all_of(columns.begin(), columns.end(), [&](const std::string& column) { return is_column_of(layer, column); });
    if (!fits) continue;
    const auto way = std::find_if(kWays.begin(), kWays.end(), [&](const WayBack& one) { return one.layer == layer.name; });
    if (way == kWays.end()) return std::nullopt;
    return twin::Problem{"layer-not-read", fmt::format("This is the layer {} of an export of this program ({}), which no import reads.", layer.name, layer.says),
                         file, std::string(layer.name), std::string(way->remedy)};
  }
  return std::nullopt;
}

}  // namespace geo
