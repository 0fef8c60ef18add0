#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "twin_core/base/result.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo {

using ShapeLoader = std::function<twin::Result<twin::BuildingShape>(const twin::Digest&)>;
using HeightLoader = std::function<twin::Result<twin::TerrainHeights>(const twin::Digest&)>;

/// What an export is asked for.
struct ExportForm {
  /// "gpkg" (every layer that has features, and building, building_surface and plan_unit always), "geojson" (one layer, CRS84), "csv" (one
  /// layer without its geometry; cells that a spreadsheet would run are made text), "cityjson" (2.0), "cityjsonseq" (2.0: a
  /// header, then a line for each building and each other city object), "geotiff" (heights of one terrain).
  /// "geojson-plan" is an older name of "geojson" with the layer plan_unit.
  std::string format;
  /// Of table formats a layer by name (`export_layers`): empty for all of a GeoPackage, and for the buildings otherwise. Of
  /// a GeoTIFF the id of a terrain, empty where there is one alone.
  std::string layer = {};
};

/// Writes a snapshot of a branch. Features come in the order of their feature numbers; memory holds one at a time.
/// Written to a temporary name and moved into place, so a failed export leaves nothing half written.
/// Errors: `format-unknown`, `parameter-invalid` (layer), `file-not-writable`, `target-is-twin`, `frame-not-placed` (gpkg, geojson and
/// geotiff, local frame), `value-missing` (geotiff without terrain). `heights` is asked for a GeoTIFF alone.
twin::Status export_branch(const twin::BranchState& state, const ShapeLoader& shapes, const ExportForm& form,
                           const std::filesystem::path& out, const HeightLoader& heights = {});

}  // namespace geo
