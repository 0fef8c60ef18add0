#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geo/validate/validate.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// Exit codes of every command.
enum ExitCode : int { kExitFine = 0, kExitFindings = 1, kExitUsage = 2, kExitInput = 3, kExitInternal = 4 };

/// A parsed command line. Only the members of the chosen command mean anything.
struct Arguments {
  std::string command;      ///< "import", "branch create", …
  std::string twin;         ///< file or server's address
  bool json = false;
  std::string author, branch = "main", message, crs, mapping;
  std::vector<std::string> files;             ///< import, validate
  std::optional<std::uint64_t> max_rejects;
  geo::ShapeChecks checks;                    ///< import, validate
  std::string name, from = "main";            ///< branch create, branch delete
  std::string a, b;                           ///< diff
  std::size_t limit = 20;                     ///< log
  std::string commit;                         ///< undo, revert
  std::string into = "main", take;            ///< merge; revert
  std::string as_of, valid_at;                ///< info, export, plan list, plan show; diff: valid_at
  std::string valid_from, valid_to;           ///< import, plan set
  bool complete = false;                      ///< import
  std::string link_status = "review";         ///< links
  std::string building, row;                  ///< links accept, links reject
  std::string format = "gpkg", out;           ///< export, tiles, synth, report
  std::vector<std::string> layers;            ///< import, validate: of files with layers
  std::string encoding;                       ///< import, validate: of tables written as text
  std::string layer;                          ///< export: of a table format, or the terrain of a GeoTIFF
  std::string with;                           ///< export: solids of plan units in a city model
  std::string plan;                           ///< export: key, identifier or name of a plan
  std::string language = "en";                ///< report
  bool table = false;                         ///< validate
  std::vector<std::string> branches, kpis, kpi_files, weights, assumptions, pictures;  ///< compare
  std::optional<std::size_t> samples;         ///< compare
  bool sun = false;                           ///< compare
  std::vector<std::string> sun_dates;         ///< compare
  std::string sun_built;                      ///< compare
  std::string viewer, camera;                 ///< compare: program that takes pictures, and from where
  bool pdf = false;                           ///< compare
  std::string process, input;                 ///< run, processes
  std::string rule_table;                     ///< tables: name of one
  bool reset = false;                         ///< tables
  std::string series;                         ///< series: id of one
  bool csv = false;                           ///< series
  std::string plan_unit;                      ///< plan show, set, lock, unlock
  std::vector<std::string> regulations;       ///< plan set: "type=value"
  double seconds = 300;                       ///< plan lock
  std::uint16_t port = 8080;                  ///< serve
  std::string address = "127.0.0.1", web;
  int buildings = 400;                        ///< synth
  std::uint64_t seed = 1;
  double errors = 1;                          ///< synth: percent of each kind
  std::string bench;                          ///< bench
  int clients = 3, edits = 100, bench_buildings = 0;
};

/// What to do, or what to print and which code to leave with (help, version, a usage error).
struct ParsedCommandLine {
  std::optional<Arguments> arguments;
  int exit_code = kExitFine;
  std::string output, error;   ///< for stdout and stderr
};

ParsedCommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace server
