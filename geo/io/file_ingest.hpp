#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "geo/io/frame_agreement.hpp"
#include "geo/io/version_notes.hpp"
#include "geo/link/register_row.hpp"

namespace geo {

/// What one file gave, in the twin's frame. With `refused` set, nothing of the import may be used;
/// the report's tally then counts every record as rejected.
struct IngestedFile {
  FileReport report;
  std::vector<ReadBuilding> buildings;
  std::vector<ReadObject> objects;
  std::vector<ReadBuilding> past;  ///< as in CityBatch
  VersionNotes versions;
  std::vector<RegisterRow> rows;
  std::vector<twin::PlanUnit> plan_units;
  std::vector<PlanCancellation> cancellations;
  std::vector<twin::Street> streets;
  std::vector<ReadTerrain> terrains;
  std::vector<twin::PopulationArea> population_areas;
  std::optional<twin::Problem> refused;
  bool report_only = false;  ///< buildings keep what tells their versions, objects nothing but their names
};

/// Reads one file of any known format, by its content. The first geometry read settles `agreement`.
IngestedFile ingest_file(const InputFile& file, FrameAgreement& agreement, const ReadOptions& options);

/// The same of a register written as text, which needs no frame: on any thread, `options.progress` is not told. Nothing
/// for a file of any other kind.
std::optional<IngestedFile> ingest_register(const InputFile& file, const ReadOptions& options);

}  // namespace geo
