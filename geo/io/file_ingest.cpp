#include "geo/io/file_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "geo/io/building_versions.hpp"
#include "geo/io/citygml_ingest.hpp"
#include "geo/io/cityjson_ingest.hpp"
#include "geo/io/cityjson_vocabulary.hpp"
#include "geo/io/input_file.hpp"
#include "geo/io/layer_ingest.hpp"
#include "geo/io/long_ids.hpp"
#include "geo/io/osm_ingest.hpp"
#include "geo/io/plan_ingest.hpp"
#include "geo/io/register_kind.hpp"
#include "geo/io/table_ingest.hpp"
#include "geo/io/terrain_ingest.hpp"
#include "geo/io/text_encoding.hpp"
#include "twin_core/base/json.hpp"

namespace geo {
namespace {

using twin::Problem;
using twin::Status;
using Notes = std::vector<twin::Finding>;

twin::Finding trailing_note(const std::string& file, std::uint64_t bytes) {
  return {"archive-trailing-bytes", twin::Severity::kWarning, "", "", file, fmt::format("{} bytes", bytes),
          "Behind the end of the archive are bytes that belong to nothing, which were not read: fetch or pack it again if something is missing."};
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

Status ingest_layers_of(const InputFile& file, LayerFormat format, const ReadOptions& options, FrameAgreement& agreement,
                        IngestedFile& out) {
  out.report.format = std::string(name_of(format)) + " register";
  TWIN_TRY(const auto bytes, load_input(file));
  return ingest_layers(file, format, *bytes, options, agreement, out);
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

Status ingest(const InputFile& file, FrameAgreement& agreement, const ReadOptions& options, Notes& notes, IngestedFile& out);

/// JSON in UTF-16, which no reader behind this one takes.
Status ingest_as_utf8(const InputFile& file, FrameAgreement& agreement, const ReadOptions& options, Notes& notes, IngestedFile& out) {
  TWIN_TRY(const auto bytes, load_input(file));
  const auto encoding = *told_encoding(*bytes);
  TWIN_TRY(std::string text, to_utf8(*bytes, encoding));
  notes.push_back(converted_note(file.name, encoding));
  return ingest({file.name, "", std::make_shared<const std::string>(std::move(text))}, agreement, options, notes, out);
}

Status ingest_text(const InputFile& file, FrameAgreement& agreement, const ReadOptions& options, Notes& notes, IngestedFile& out) {
  out.report.format = "CSV register";
  TWIN_TRY(LoadedTable loaded, load_table(file, options));
  notes = loaded.notes;
  return ingest_table(file, std::move(loaded), options, agreement, out);
}

Status ingest(const InputFile& file, FrameAgreement& agreement, const ReadOptions& options, Notes& notes, IngestedFile& out) {
  TWIN_TRY(auto input, open_input(file));
  if (input.is_utf16 && (input.kind == FileKind::kJson || input.kind == FileKind::kCityJson)) {
    return ingest_as_utf8(file, agreement, options, notes, out);
  }
  if (const auto format = table_format_of(input)) return ingest_layers_of(file, *format, options, agreement, out);
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
      return ingest_text(file, agreement, options, notes, out);
    case FileKind::kOsmXml:
    case FileKind::kOsmPbf:
      return ingest_osm(file, input, agreement, options.progress, out);
    case FileKind::kTiff:
      return ingest_terrain(file, agreement, out);
    case FileKind::kUnknown:
      break;
  }
  return Problem{"format-unknown", "The content is of no format that we read.", file.name, "",
                 "Read are CityGML 3.0, 2.0 and 1.0, CityJSON, registers and population (CSV with commas, semicolons or tabs, GeoPackage, "
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

/// One file being read, and what is to be told of its bytes.
struct Reading {
  InputFile file;
  IngestedFile out;
  Notes notes;

  Reading(const InputFile& named, const ReadOptions& options) : file(named) {
    file.trailing_bytes = std::make_shared<std::atomic<std::uint64_t>>(0);
    out.report.name = file.name;
    out.report.format = "unknown";
    out.report_only = options.report_only;
  }

  IngestedFile conclude(const ReadOptions& options, const Status& done) && {
    if (!done) make_unreadable(file, done.problem(), out);
    arrange_versions(options.now, out);
    if (!out.report.unreadable) reject_long_ids(out);
    note_nothing_read(out);
    if (out.refused && out.refused->place != file.name) {
      auto& place = out.refused->place;
      place = place.empty() ? file.name : file.name + ": " + place;
    }
    if (const auto count = file.trailing_bytes->load(); count > 0) notes.push_back(trailing_note(file.name, count));
    for (auto& note : notes) out.report.diagnostics.add(std::move(note));
    return std::move(out);
  }
};

}  // namespace

IngestedFile ingest_file(const InputFile& file, FrameAgreement& agreement, const ReadOptions& options) {
  Reading reading(file, options);
  if (options.progress) options.progress("reading " + file.name, 0, 0, "bytes");
  const auto done = ingest(reading.file, agreement, options, reading.notes, reading.out);
  return std::move(reading).conclude(options, done);
}

std::optional<IngestedFile> ingest_register(const InputFile& file, const ReadOptions& options) {
  auto input = open_input(file);
  if (!input || input->kind != FileKind::kTable || table_format_of(*input)) return std::nullopt;
  Reading reading(file, options);
  reading.out.report.format = "CSV register";
  auto loaded = load_table(reading.file, options);
  if (!loaded) return std::move(reading).conclude(options, loaded.problem());
  if (loaded->population) return std::nullopt;
  reading.notes = loaded->notes;
  const auto done = ingest_register_table(reading.file, std::move(*loaded), options, reading.out);
  return std::move(reading).conclude(options, done);
}

}  // namespace geo
