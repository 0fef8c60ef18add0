#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/export.hpp"
#include "geo/io/export_value.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// What the features of a layer are on a map. kSurfaces: polygons with heights, and in plan what they cover.
enum class LayerShape : std::uint8_t { kPolygon, kMultiPolygon, kMultiLine, kPoint, kSurface, kSurfaces };

/// One row. Views live for the call.
struct ExportFeature {
  std::string id;
  std::vector<ExportValue> values;  ///< one for each column
  std::vector<twin::PlanPolygon> polygons;
  std::vector<twin::PlanRing> lines;
  std::optional<twin::PlanPosition> point;
  std::vector<const twin::Polygon3*> surfaces;
  double up_m = 0;                  ///< frame height where a format asks for one
};

using TakeFeature = std::function<twin::Status(const ExportFeature&)>;

/// A table of an export: the same rows and columns in every format that has tables.
struct ExportLayer {
  std::string_view name, says;
  LayerShape shape = LayerShape::kPolygon;
  std::span<const ExportColumn> columns;
  /// Calls `take` for each feature, in order of feature numbers, until it fails.
  twin::Status (*for_each)(const twin::BranchState& state, const ShapeLoader& shapes, const TakeFeature& take) = nullptr;
};

/// building, building_surface, plan_unit, city_object, city_object_line, city_object_point, space, street, population_area, register_row.
std::span<const ExportLayer> export_layers();

/// Error `parameter-invalid`, with all names.
twin::Result<const ExportLayer*> find_export_layer(std::string_view name);

}  // namespace geo
