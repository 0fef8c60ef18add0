#pragma once

#include <filesystem>
#include <iosfwd>

#include "geo/io/export.hpp"
#include "geo/io/export_layers.hpp"

namespace geo {

/// The formats behind `export_branch`. Text formats write to a stream that the caller checks.
twin::Status export_csv(const twin::BranchState& state, const ShapeLoader& shapes, const ExportLayer& layer, std::ostream& out);
/// Error `frame-not-placed`.
twin::Status export_geojson(const twin::BranchState& state, const ShapeLoader& shapes, const ExportLayer& layer, std::ostream& out);
/// Memory holds one building at a time; `folder` is where tables may grow aside, such as that of `out`.
twin::Status export_cityjson(const twin::BranchState& state, const ShapeLoader& shapes, const std::vector<PlanSolid>& solids,
                             const std::filesystem::path& folder, std::ostream& out);
twin::Status export_cityjsonseq(const twin::BranchState& state, const ShapeLoader& shapes, const std::vector<PlanSolid>& solids, std::ostream& out);
/// Every layer that has features where `layer` is nullptr. Errors `file-not-writable`, `frame-not-placed`. `path` must not exist.
twin::Status export_gpkg(const twin::BranchState& state, const ShapeLoader& shapes, const ExportLayer* layer,
                         const std::filesystem::path& path);

/// A plan in the national form, and plan units in our own. Errors as `choose_plan`, `write_national_plan`, those of the loader.
twin::Status export_plan(const twin::BranchState& state, const std::string& plan, const ExportExtras& more, std::ostream& out);
twin::Status export_own_plan(const twin::BranchState& state, const std::string& plan, std::ostream& out);

/// The terrain of this id, or the only one, with its posts as pixels. Errors as `export_gpkg`, `value-missing`, `parameter-invalid`.
twin::Status export_geotiff(const twin::BranchState& state, const HeightLoader& heights, const std::string& id,
                            const std::filesystem::path& path);

}  // namespace geo
