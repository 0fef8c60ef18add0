#include "geo/io/file_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/io/building_versions.hpp"
#include "geo/io/citygml_ingest.hpp"
#include "geo/io/cityjson_ingest.hpp"
#include "geo/io/cityjson_vocabulary.hpp"
#include "geo/io/input_file.hpp"
#include "geo/io/long_ids.hpp"
#include "geo/io/osm_ingest.hpp"
#include "geo/io/own_layer.hpp"
#include "geo/io/plan_ingest.hpp"
#include "geo/io/population_ingest.hpp"
#include "geo/io/register_kind.hpp"
#include "geo/io/register_layer.hpp"
#include "geo/io/register_reader.hpp"
#include "geo/io/terrain_ingest.hpp"
#include "twin_core/base/json.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Status;

Status take_register(twin::Result<RegisterFile> read, IngestedFile& out) {
  TWIN_TRY(RegisterFile table, std::move(read));
  out.report.diagnostics = std::move(table.diagnostics);
  out.report.mapping = std::move(table.mapping);
  out.rows = std::move(table.rows);
  return twin::Done{};
}

/// The mapping under which a table is one of population; nullptr: it is a register.
PopulationMappingPtr population_of(const std::vector<std::string>& columns, const ReadOptions& options) {
  if (options.population_mapping && options.population_mapping->fits(columns)) return options.population_mapping;
  return options.mapping ? nullptr : choose_population_mapping(columns);
}

/// A table of figures by region or year has no areas: say so, rather than miss a column of a register.
Status check_not_a_series(const std::string& name, const std::vector<std::string>& columns) {
  const auto years = std::count_if(columns.begin(), columns.end(), [](const std::string& column) {
    return column.size() == 4 && (column.starts_with("19") || column.starts_with("20")) &&
           column.find_first_not_of("0123456789") == std::string::npos;
  });
  if (years < 5) return twin::Done{};
  return Problem{"format-unknown", "The table is a series over years, with no areas on a map.", name, fmt::format("{} columns named as years", years),
                 "Give it to a forecast; imported are areas with a boundary, a grid cell or a building."};
}

/// A table of text, and the mapping under which it is one of population.
struct LoadedTable {
  std::shared_ptr<const std::string> bytes;
  RegisterTable table;
  PopulationMappingPtr population;
};

twin::Result<LoadedTable> load_table(const InputFile& file, const ReadOptions& options, IngestedFile& out) {
  out.report.format = "CSV register";
  LoadedTable loaded;
  TWIN_TRY(loaded.bytes, load_input(file));
  TWIN_TRY(loaded.table, check_register_text(*loaded.bytes));
  loaded.population = population_of(loaded.table.columns, options);
  return loaded;
}

Status ingest_register_table(const InputFile& file, const LoadedTable& loaded, const ReadOptions& options, IngestedFile& out) {
  RegisterOptions tables;
  tables.mapping = options.mapping;
  auto read = read_register(file.name, loaded.table, *loaded.bytes, tables);
  if (!read && read.problem().code == "column-missing") {
    TWIN_CHECK(check_not_a_series(file.name, loaded.table.columns));
    if (auto own = own_layer_problem(file.name, loaded.table.columns)) return std::move(*own);
  }
  return take_register(std::move(read), out);
}

Status ingest_table(const InputFile& file, const ReadOptions& options, FrameAgreement& agreement, IngestedFile& out) {
  TWIN_TRY(LoadedTable loaded, load_table(file, options, out));
  if (!loaded.population) return ingest_register_table(file, loaded, options, out);
  return ingest_population_table(file.name, loaded.table, *loaded.bytes, std::move(loaded.population), agreement, out);
}

Status ingest_layer(const InputFile& file, LayerFormat format, const ReadOptions& options, FrameAgreement& agreement,
                    IngestedFile& out) {
  out.report.format = std::string(name_of(format)) + " register";
  TWIN_TRY(const auto bytes, load_input(file));
  TWIN_TRY(LayerFile layers, LayerFile::open(format, *bytes, file.path));
  for (std::size_t i = 0; i < layers.layers().size(); ++i) {
    auto mapping = population_of(layers.layers()[i].columns, options);
    if (!mapping) continue;
    out.report.format = std::string(name_of(format)) + " population";
    return ingest_population_layer(file.name, layers, i, std::move(mapping), agreement, out);
  }
  RegisterOptions tables;
  tables.mapping = options.mapping;
  auto read = read_register_layer(file.name, layers, tables);
  if (!read && read.problem().code == "column-missing") {
    for (const auto& layer : layers.layers()) {
      if (auto own = own_layer_problem(file.name, layer.columns)) return std::move(*own);
    }
  }
  return take_register(std::move(read), out);
}

/// The table format of an input, by its first bytes; the stream is at its beginning again.
std::optional<LayerFormat> table_format_of(OpenInput& input) {
  if (input.failure || input.size == 0) return std::nullopt;  // what is unpacked as it is read is read once
  std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(input.size, 64u * 1024)), '\0');
  input.stream->read(head.data(), static_cast<std::streamsize>(head.size()));
  input.stream->clear();
  input.stream->seekg(0);
  return layer_format_of(head);
}

Status ingest_json(const InputFile& file, OpenInput& input, FrameAgreement& agreement,
                   const ReadOptions& options, IngestedFile& out) {
  TWIN_TRY(const auto bytes, load_input(file));
  if (guess_cityjson(*bytes) == CityJsonGuess::kYes) {
    return ingest_cityjson(file.name, input, agreement, options.progress, options.checks, out);
  }
  TWIN_TRY(const auto document, twin::parse_json(*bytes, 64));
  if (!is_plan(document)) {
    return Problem{"format-unknown", "This JSON is no plan that we read.", file.name, "",
                   "Read are CityJSON, the national plan form and \"type\": \"kaksonen-plan\"."};
  }
  out.report.format = "plan JSON";
  return ingest_plan(file.name, document, agreement, options.plan_checks, out);
}

Status ingest(const InputFile& file, FrameAgreement& agreement, const ReadOptions& options, IngestedFile& out) {
  TWIN_TRY(auto input, open_input(file));
  if (const auto format = table_format_of(input)) return ingest_layer(file, *format, options, agreement, out);
  switch (input.kind) {
    case FileKind::kXml:
      if (auto done = ingest_citygml(file, input, agreement, options.progress, options.checks, out); !done) {
        // Of an archive that breaks, what broke is the news, not where the text ended.
        if (!input.failure || !*input.failure) return done;
        Problem why = **input.failure;
        why.place = done.problem().place;
        return why;
      }
      return twin::Done{};
    case FileKind::kJson:
      return ingest_json(file, input, agreement, options, out);
    case FileKind::kCityJson:
      return ingest_cityjson(file.name, input, agreement, options.progress, options.checks, out);
    case FileKind::kTable:
      return ingest_table(file, options, agreement, out);
    case FileKind::kOsmXml:
    case FileKind::kOsmPbf:
      return ingest_osm(file, input, agreement, options.progress, out);
    case FileKind::kTiff:
      return ingest_terrain(file, agreement, out);
    case FileKind::kUnknown:
      break;
  }
  return Problem{"format-unknown", "The content is of no format that we read.", file.name, "",
                 "Read are CityGML 3.0, 2.0 and 1.0, CityJSON, registers and population (CSV with commas or semicolons, GeoPackage, "
                 "GeoJSON, GML, Shapefile), plans (JSON), streets (OSM XML and PBF) and terrain (GeoTIFF)."};
}

void make_unreadable(const InputFile& file, const Problem& problem, IngestedFile& out) {
  out.buildings.clear();
  out.objects.clear();
  out.past.clear();
  out.rows.clear();
  out.plan_units.clear();
  out.cancellations.clear();
  out.streets.clear();
  out.terrains.clear();
  out.population_areas.clear();
  auto& report = out.report;
  report.unreadable = true;
  report.diagnostics.tally = {};
  report.classes.clear();
  report.diagnostics.add(twin::finding_of(problem));
  if (problem.code != "902") {
    report.diagnostics.add({"901", twin::Severity::kError, "", "", file.name, problem.code,
                            "Mend what the finding before names."});
  }
  out.refused = problem;
}

/// A file may be in order and still hold none of what it was sent for.
void note_nothing_read(IngestedFile& out) {
  auto& report = out.report;
  if (report.unreadable || out.refused || report.diagnostics.tally.read > 0) return;
  report.diagnostics.add(
      {"nothing-read", twin::Severity::kWarning, "", "", report.name, report.format,
       "The file holds no city object, register row, plan unit, street or area; check that it is the right one."});
}

IngestedFile begin_with(const InputFile& file, const ReadOptions& options) {
  IngestedFile out;
  out.report.name = file.name;
  out.report.format = "unknown";
  out.report_only = options.report_only;
  return out;
}

void conclude(const InputFile& file, const ReadOptions& options, const Status& done, IngestedFile& out) {
  if (!done) make_unreadable(file, done.problem(), out);
  arrange_versions(options.now, out);
  if (!out.report.unreadable) reject_long_ids(out);
  note_nothing_read(out);
  if (out.refused && out.refused->place != file.name) {
    auto& place = out.refused->place;
    place = place.empty() ? file.name : file.name + ": " + place;
  }
}

}  // namespace

IngestedFile ingest_file(const InputFile& file, FrameAgreement& agreement, const ReadOptions& options) {
  IngestedFile out = begin_with(file, options);
  if (options.progress) options.progress("reading " + file.name, 0, 0, "bytes");
  conclude(file, options, ingest(file, agreement, options, out), out);
  return out;
}

std::optional<IngestedFile> ingest_register(const InputFile& file, const ReadOptions& options) {
  auto input = open_input(file);
  if (!input || input->kind != FileKind::kTable || table_format_of(*input)) return std::nullopt;
  IngestedFile out = begin_with(file, options);
  const auto loaded = load_table(file, options, out);
  if (loaded && loaded->population) return std::nullopt;
  conclude(file, options, loaded ? ingest_register_table(file, *loaded, options, out) : Status(loaded.problem()), out);
  return out;
}

}  // namespace geo
