#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo {

using ShapeLoader = std::function<twin::Result<twin::BuildingShape>(const twin::Digest&)>;
using HeightLoader = std::function<twin::Result<twin::TerrainHeights>(const twin::Digest&)>;
using TextLoader = std::function<twin::Result<std::string>(const twin::Digest&)>;

/// What a caller's engines made of a plan unit.
struct PlanSolid {
  std::string id;            ///< its own
  std::string unit;          ///< the plan unit's
  bool massing = false;      ///< proposed buildings, else the legal envelope
  twin::Json attributes = twin::Json::object();
  twin::BuildingShape shape;
};

/// What some formats ask for beside the shapes.
struct ExportExtras {
  HeightLoader heights = {};            ///< geotiff
  TextLoader texts = {};                ///< plan: reports of imports, which keep the documents that plans came in
  std::vector<PlanSolid> solids = {};   ///< cityjson, cityjsonseq: to be written beside the plan units
  twin::Diagnostics* told = nullptr;    ///< where to tell what the format does not carry
};

/// All formats, for help and messages.
inline constexpr std::string_view kExportFormats = "gpkg, geojson, geojson-plan, csv, cityjson, cityjsonseq, geotiff, plan and kaksonen-plan";

/// What an export is asked for.
struct ExportForm {
  /// "gpkg" (every layer that has features, and building, building_surface and plan_unit always), "geojson" (one layer, CRS84), "csv" (one
  /// layer without its geometry; cells that a spreadsheet would run are made text), "cityjson" (2.0), "cityjsonseq" (2.0: a
  /// header, then a line for each building, each other city object and each plan unit), "geotiff" (heights of one terrain), "plan" (one plan in the
  /// national form, `write_national_plan`), "kaksonen-plan" (plan units in our own form, with all that the twin has of them).
  /// "geojson-plan" is an older name of "geojson" with the layer plan_unit.
  std::string format;
  /// Of table formats a layer by name (`export_layers`): empty for all of a GeoPackage, and for the buildings otherwise. Of
  /// a GeoTIFF the id of a terrain, empty where there is one alone.
  std::string layer = {};
  /// cityjson, cityjsonseq: solids to have beside the plan units. This layer knows no engine: the caller makes them (`ExportExtras::solids`).
  std::string with = {};
  std::string plan = {};  ///< plan and kaksonen-plan: key, identifier or name of a plan (`choose_plan`)
};

/// Writes a snapshot of a branch. Features come in the order of their feature numbers; memory holds one at a time.
/// Written to a temporary name and moved into place, so a failed export leaves nothing half written.
/// Errors: `format-unknown`, `parameter-invalid` (layer), `file-not-writable`, `target-is-twin`, `frame-not-placed` (gpkg, geojson and
/// geotiff, local frame), `value-missing` (geotiff without terrain), those of `choose_plan` and `write_national_plan`.
twin::Status export_branch(const twin::BranchState& state, const ShapeLoader& shapes, const ExportForm& form,
                           const std::filesystem::path& out, const ExportExtras& more = {});

}  // namespace geo
