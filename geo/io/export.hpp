#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "twin_core/base/result.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo {

using ShapeLoader = std::function<twin::Result<twin::BuildingShape>(const twin::Digest&)>;

/// Writes a snapshot of a branch. `format`: "gpkg" (layers `building` with register attributes and
/// 2D footprints, `building_surface` with 3D polygons, `plan_unit`), "geojson" (buildings, CRS84), "geojson-plan" (plan
/// units, CRS84: GeoJSON has no layers),
/// "csv" (register card per building; cells that a spreadsheet would run are made text), "cityjson" (2.0),
/// "cityjsonseq" (2.0: a header, then a line for each building and each other city object). Buildings come in the order of their feature numbers;
/// memory holds one at a time.
/// Written to a temporary name and moved into place, so a failed export leaves nothing half written.
/// Errors: `format-unknown`, `file-not-writable`, `target-is-twin`, `frame-not-placed` (gpkg, geojson and geojson-plan, local frame).
twin::Status export_branch(const twin::BranchState& state, const ShapeLoader& shapes,
                           const std::string& format, const std::filesystem::path& out);

}  // namespace geo
