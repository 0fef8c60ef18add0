// export, tiles, synth: files for other tools.
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "datasets/synth/synthetic_city.hpp"
#include "geo/tiles/tileset.hpp"
#include "server/app/json_shapes.hpp"
#include "server/app/local_twin.hpp"
#include "server/app/remote_twin.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/store/twin_mark.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;
using twin::Status;

Status write_file(const std::filesystem::path& path, std::string_view bytes) {
  TWIN_CHECK(twin::check_no_twin_at(path));
  std::filesystem::path part = path;
  part += ".part";
  std::error_code error;
  {
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) std::filesystem::rename(part, path, error);
  if (!error) return twin::Done{};
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return Problem{"file-not-writable", "The file cannot be written.", path.string(), error.message(),
                 "Check the folder, its free space and your rights."};
}

namespace {

using Emit = std::function<Status(const std::string& name, std::string_view bytes)>;

Result<std::size_t> local_tiles(LocalTwin& twin, const std::string& branch, const Emit& emit,
                                const geo::Progress& progress) {
  TWIN_TRY(const twin::Snapshot state, twin.store().snapshot(branch));
  if (state->manifest() == nullptr) {
    return Problem{"not-found", "The twin is empty: there is nothing to make tiles of.", branch, "",
                   "Import a city model first."};
  }
  TWIN_TRY(const geo::SceneFrame scene, geo::SceneFrame::make(*state->manifest()));
  const geo::Tileset tileset = geo::make_tileset(*state, scene);
  const auto shapes = [&](const twin::Digest& digest) -> Result<twin::BuildingShape> {
    TWIN_TRY(const twin::Bytes bytes, twin.store().blob(digest));
    return twin::decode_building_shape(bytes);
  };
  std::size_t done = 0;
  for (const auto& cell : tileset.cells) {
    TWIN_TRY(const std::string bytes, geo::make_tile(*state, cell, scene, shapes));
    TWIN_CHECK(emit(cell.uri(), bytes));
    progress("writing tiles", static_cast<double>(++done), static_cast<double>(tileset.cells.size()), "tiles");
  }
  TWIN_CHECK(emit("tileset.json", tileset.json));
  return done;
}

void content_uris(const Json& tile, std::vector<std::string>& out) {
  if (tile.contains("content")) out.push_back(tile["content"]["uri"].get<std::string>());
  if (!tile.contains("children")) return;
  for (const Json& child : tile["children"]) content_uris(child, out);
}

Result<std::size_t> remote_tiles(RemoteTwin& twin, const std::string& branch, const Emit& emit,
                                 const geo::Progress& progress) {
  const std::string base = "/branches/" + percent_encode(branch) + "/tiles/";
  TWIN_TRY(const std::string text, twin.fetch("GET", base + "tileset.json"));
  TWIN_TRY(const Json tileset, twin::parse_json(text, 64));
  std::vector<std::string> uris;
  content_uris(tileset["root"], uris);
  std::size_t done = 0;
  for (const auto& uri : uris) {
    TWIN_TRY(const std::string bytes, twin.fetch("GET", base + uri));
    TWIN_CHECK(emit(uri, bytes));
    progress("fetching tiles", static_cast<double>(++done), static_cast<double>(uris.size()), "tiles");
  }
  TWIN_CHECK(emit("tileset.json", text));
  return done;
}

}  // namespace

int run_export(const Arguments& arguments) {
  auto opened = open_twin(arguments.twin, false);
  if (!opened) return fail(opened.problem(), arguments.json);
  const When when{arguments.as_of, arguments.valid_at};
  const geo::ExportForm form{arguments.format, arguments.layer, arguments.with, arguments.plan};
  twin::Diagnostics told;
  if (opened->local) {
    ProgressLine progress;
    const auto written = opened->local->export_to(arguments.branch, form, arguments.out, when, progress.callback(), &told);
    if (!written) return fail(written.problem(), arguments.json);
  } else {
    auto file = opened->service->export_branch(arguments.branch, form, when);
    if (!file) return fail(file.problem(), arguments.json);
    if (const auto written = write_file(arguments.out, file->bytes); !written) return fail(written.problem(), arguments.json);
    told.findings = std::move(file->told);
  }
  Json findings = Json::array();
  for (const auto& finding : told.findings) findings.push_back(finding_to_json(finding));
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(arguments.out, ignored);
  if (arguments.json) {
    print_json({{"file", arguments.out}, {"format", arguments.format}, {"bytes", bytes}, {"findings", std::move(findings)}});
  } else {
    print_findings(arguments.out, findings);
    fmt::print("{} written, {}\n", arguments.out, counted(bytes, "byte"));
  }
  return kExitFine;
}

int run_tiles(const Arguments& arguments) {
  auto opened = open_twin(arguments.twin, false);
  if (!opened) return fail(opened.problem(), arguments.json);
  std::error_code error;
  std::filesystem::create_directories(arguments.out, error);
  const Emit emit = [&](const std::string& name, std::string_view bytes) {
    return write_file(std::filesystem::path(arguments.out) / name, bytes);
  };
  ProgressLine progress;
  const auto count = opened->local
                         ? local_tiles(*opened->local, arguments.branch, emit, progress.callback())
                         : remote_tiles(static_cast<RemoteTwin&>(*opened->service), arguments.branch, emit,
                                        progress.callback());
  if (!count) return fail(count.problem(), arguments.json);
  if (arguments.json) {
    print_json({{"folder", arguments.out}, {"tiles", *count}});
  } else {
    fmt::print("{} and tileset.json written to {}\n", counted(*count, "tile"), arguments.out);
  }
  return kExitFine;
}

int run_synth(const Arguments& arguments) {
  datasets::SynthOptions options;
  options.buildings = arguments.buildings;
  options.seed = arguments.seed;
  options.out = arguments.out;
  options.errors_percent = arguments.errors;
  ProgressLine progress;
  options.progress = [show = progress.callback()](std::uint64_t done, std::uint64_t total) {
    show("synth", static_cast<double>(done), static_cast<double>(total), "buildings");
  };
  const auto summary = datasets::write_synthetic_city(options);
  if (!summary) return fail(summary.problem(), arguments.json);
  if (arguments.json) {
    print_json({{"folder", arguments.out}, {"buildings", arguments.buildings}, {"seed", arguments.seed},
                {"files", summary->files}, {"register_rows", summary->register_rows}, {"with_errors", summary->flawed},
                {"plan_units", summary->plan_units}, {"residents", summary->residents}, {"services", summary->services},
                {"street_ways", summary->street_ways}, {"surroundings", summary->surroundings}, {"trees", summary->trees}, {"bytes", summary->bytes}});
  } else {
    fmt::print("{} ({} with an error on purpose, see truth.csv), {}, {}, {}, seed {}, written to {}\n→ kaksonen import --twin city.twin {}/city.gml {}/register.csv {}/plan.json {}/streets.osm {}/residents.csv\n",
               counted(summary->buildings, "building"), summary->flawed, counted(summary->residents, "resident"),
               counted(summary->services, "service"), counted(summary->street_ways, "street way"), arguments.seed,
               arguments.out, arguments.out, arguments.out, arguments.out, arguments.out, arguments.out);
  }
  return kExitFine;
}

}  // namespace server
