#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/plan_cancellation.hpp"
#include "geo/link/register_row.hpp"
#include "geo/validate/validate.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/base/instant.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/city_object.hpp"
#include "twin_core/city/kept_row.hpp"
#include "twin_core/city/manifest.hpp"
#include "twin_core/city/plan_unit.hpp"
#include "twin_core/city/population_area.hpp"
#include "twin_core/city/street.hpp"
#include "twin_core/city/terrain.hpp"
#include "twin_core/city/time_series.hpp"

namespace geo {

struct RegisterMapping;
struct PopulationMapping;

/// A file to read, by path or from memory (uploads). `name` is what findings and cards call it.
struct InputFile {
  std::string name;
  std::string path;  ///< empty when `bytes` is set
  std::shared_ptr<const std::string> bytes;
  /// Of an archive, where somebody asks: bytes behind its end that are none of it, counted once it is read to there.
  std::shared_ptr<std::atomic<std::uint64_t>> trailing_bytes = {};
};

/// What one file gave. `format` is "CityGML 2.0", "CityJSON 1.1", "CityJSONSeq 2.0", "CSV register", "GeoPackage register",
/// "CSV population", "plan JSON", "OSM XML", "OSM PBF", "GeoTIFF", or "unknown".
struct FileReport {
  std::string name, format;
  std::string mapping;            ///< of a register: which mapping told what its columns mean
  /// Tally counts city objects of all classes, register rows, plan objects, streets, areas or rasters.
  twin::Diagnostics diagnostics;
  bool unreadable = false;        ///< nothing could be taken: `diagnostics` says why (901, 902, …)
  /// Of a city model the tally class by class ("Building", "Road"); the parts of a building belong to it.
  std::map<std::string, twin::Tally> classes = {};
  std::vector<std::string> layers = {};  ///< that were read, of a file of named layers
  /// Of a plan in the national form the document itself, for the way back; null else.
  twin::Json plan_document = nullptr;
};

/// When something holds in the real world: from the first instant on, before the second one; absent: open.
struct Lifespan {
  std::optional<twin::Instant> from, to;
};

/// A time series of a model and its samples.
struct ReadSeries {
  twin::TimeSeries series;  ///< digest of the samples not set yet
  twin::SeriesSamples samples;
};

struct ReadBuilding {
  twin::Building building;  ///< `shape` digest not set yet
  twin::BuildingShape shape;
  Lifespan lifespan = {};   ///< as its file says; open on both sides where it says nothing
  std::vector<ReadSeries> series = {};  ///< of its properties
};

struct ReadTerrain {
  twin::Terrain terrain;
  twin::TerrainHeights heights;
};

/// A city object beside the buildings, or a space inside one.
struct ReadObject {
  twin::CityObject object;    ///< `shape` digest not set yet
  twin::BuildingShape shape;  ///< empty where it has neither surfaces nor attributes
};

/// Progress for people: stage ("reading kalasatama.gml"), done and total in `unit`; total 0 = unknown.
using Progress =
    std::function<void(const std::string& stage, double done, double total, const std::string& unit)>;

/// What the engines need of a plan unit, asked through the caller because this layer knows no engine. The second
/// argument is the JSON pointer that the answer's place begins with.
struct PlanChecks {
  std::function<twin::Status(const twin::Regulation&, std::string_view)> regulation;
  std::function<twin::Status(const twin::CapacityAssumptions&, std::string_view)> assumptions;
};

struct ReadOptions {
  std::optional<twin::Manifest> frame;  ///< of the twin, when it has one already
  std::string crs;                      ///< --crs: what to take when a file names none; "local": a frame of its own
  std::shared_ptr<const RegisterMapping> mapping;  ///< --mapping: of registers; else chosen by their columns
  std::shared_ptr<const PopulationMapping> population_mapping;  ///< --mapping: of population files
  std::vector<std::string> layers;      ///< --layer: which of a file of layers to read; empty: all whose columns fit
  std::string encoding;                 ///< --encoding: of tables written as text and of Shapefiles; "" for what they or the mapping say
  Progress progress;
  ShapeChecks checks;                   ///< tolerances of the geometry's checks, and whether to repair it
  PlanChecks plan_checks;
  bool report_only = false;             ///< what is read is not asked for, only what is to be said of it
  twin::Instant now = twin::system_clock()();  ///< what ended before is of the past
};

/// Everything of one import, in the twin's frame, validated and linked, ready to become one commit.
struct CityBatch {
  std::vector<FileReport> files;
  std::optional<twin::Manifest> manifest;  ///< set when the twin had none: the first input's frame
  std::vector<ReadBuilding> buildings;
  std::vector<ReadObject> objects;
  std::vector<std::size_t> file_of;  ///< which of `files` each building came in; its `source` may name an older one
  std::vector<ReadBuilding> past;          ///< earlier values of buildings, and buildings that ended, oldest first; not linked
  std::vector<twin::PlanUnit> plan_units;
  std::vector<PlanCancellation> cancellations;  ///< what plans of the batch repeal; the caller knows what of it the twin has
  std::vector<twin::Street> streets;
  std::vector<ReadTerrain> terrains;
  std::vector<twin::PopulationArea> population_areas;
  std::map<std::string, std::uint64_t> linked;  ///< buildings by name of the reason: "by_id" … "unlinked"
  std::vector<twin::KeptRow> kept_rows;         ///< rows that no identifier ties to a building, new or changed
  std::vector<std::string> released_rows;       ///< ids of the twin's kept rows that an identifier ties now
  std::vector<std::string> row_ids;             ///< of all rows that the files gave
  std::uint64_t rows_for_review = 0, rows_without_building = 0;  ///< of the files and of the twin
  std::optional<twin::Problem> refused;         ///< the whole import is refused (crs-mismatch, …)
  std::size_t relinked = 0;                     ///< so many at the end of `buildings` are in no file: the twin's, linked anew

  std::uint64_t rejected() const;
};

/// Reads, frames, validates and links all files of one import. `existing` are the twin's buildings and `kept` its
/// register rows without an identifier's link, so that model and register may come in any order (existing buildings
/// come back in `buildings` when changed).
CityBatch read_city(const std::vector<InputFile>& files, const ReadOptions& options,
                    const std::vector<ReadBuilding>& existing = {}, const std::vector<twin::KeptRow>& kept = {});

/// The same reading and checking without frame agreement or linking, at every level of detail: for `kaksonen validate`.
std::vector<FileReport> validate_files(const std::vector<InputFile>& files, const ReadOptions& options);

}  // namespace geo
