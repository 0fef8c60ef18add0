// The only unit that names CLI11, which is slow to compile.
#include "server/cli/arguments.hpp"

#include <cstdlib>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "server/app/json_shapes.hpp"
#include "server/cli/version.hpp"

namespace server {
namespace {

std::string default_author() {
  const char* user = std::getenv("USER");
  return user != nullptr && *user != '\0' ? user : "local user";
}

void add_json(CLI::App* command, Arguments& arguments) {
  command->add_flag("--json", arguments.json, "one JSON object on standard output");
}

CLI::App* add_command(CLI::App& parent, Arguments& arguments, const std::string& name,
                      const std::string& purpose, const std::string& example) {
  CLI::App* command = parent.add_subcommand(name, purpose);
  command->footer("Example:\n  " + example);
  add_json(command, arguments);
  command->callback([&arguments, command, &parent] {
    if (!command->get_subcommands().empty()) return;
    const bool nested = parent.get_parent() != nullptr;
    arguments.command = nested ? parent.get_name() + " " + command->get_name() : command->get_name();
  });
  return command;
}

void add_twin(CLI::App* command, Arguments& arguments) {
  command->add_option("--twin", arguments.twin, "the twin: a file, or a server's address (http://…)")->required();
}

void add_branch(CLI::App* command, Arguments& arguments) {
  command->add_option("--branch", arguments.branch, "branch of the city")->capture_default_str();
}

void add_author(CLI::App* command, Arguments& arguments) {
  command->add_option("--author", arguments.author, "who does this, for the log")->capture_default_str();
}

/// CLI::Range, but "nan" is no number within any bounds.
CLI::Validator within(double least, double most) {
  const std::string bounds = fmt::format("{} to {}", least, most);
  return CLI::Validator(
      [=](std::string& text) -> std::string {
        double value = 0;
        if (CLI::detail::lexical_cast(text, value) && value >= least && value <= most) return {};
        return fmt::format("{} is not within {}", text, bounds);
      },
      bounds);
}

/// val3dity's tolerances under its own names.
void add_checks(CLI::App* command, geo::ShapeChecks& checks) {
  auto& tolerances = checks.tolerances;
  const CLI::Validator metres = within(geo::kLeastTolerance, geo::kGreatestTolerance);
  command->add_option("--snap-tolerance", tolerances.snap_m, "metres: closer vertices are one")
      ->capture_default_str()->check(metres);
  command->add_option("--planarity-d2p-tolerance", tolerances.planarity_m, "metres a vertex may lie off its polygon's plane")
      ->capture_default_str()->check(metres);
  command->add_option("--planarity-n-tolerance", tolerances.planarity_normals_deg, "degrees a polygon's triangles may be folded")
      ->capture_default_str()->check(within(geo::kLeastTolerance, 90));
  command->add_option("--overlap-tolerance", tolerances.overlap_m, "metres that solids may overlap; at least the snap tolerance counts")
      ->capture_default_str()->check(within(0, geo::kGreatestTolerance));
}

void add_valid_at(CLI::App* command, Arguments& arguments) {
  command->add_option("--valid-at", arguments.valid_at, "what holds in the real world then: a date (its first moment in UTC) or an instant, 2027-01-01T00:00:00+02:00");
}

void add_when(CLI::App* command, Arguments& arguments) {
  command->add_option("--as-of", arguments.as_of, "as it was recorded: an instant, a date (its first moment in UTC), a commit's hash or a sequence number");
  add_valid_at(command, arguments);
}

void add_validity(CLI::App* command, Arguments& arguments) {
  command->add_option("--valid-from", arguments.valid_from, "from when it holds in the real world: a date (its first moment in UTC) or an instant, 2027-01-01T00:00:00+02:00");
  command->add_option("--valid-to", arguments.valid_to, "up to when it holds, likewise");
}

void add_take(CLI::App* command, Arguments& arguments) {
  command->add_option("--message", arguments.message, "why, for the log");
  command->add_option("--take", arguments.take, "decide conflicts: ours (the branch written to) or theirs")
      ->check(CLI::IsMember({"ours", "theirs"}));
}

void add_history_commands(CLI::App& app, Arguments& arguments) {
  CLI::App* diff = add_command(app, arguments, "diff", "what differs between two branches or states of their past, with KPI",
                               "kaksonen diff --twin city.twin main@2026-11-22T12:00:00Z main");
  add_twin(diff, arguments);
  diff->add_option("a", arguments.a, "first branch; BRANCH@INSTANT, BRANCH@COMMIT or BRANCH@NUMBER for its past")->required();
  diff->add_option("b", arguments.b, "second branch, alike")->required();
  add_valid_at(diff, arguments);

  CLI::App* merge = add_command(app, arguments, "merge", "bring a branch's changes into another; conflicts are listed by attribute",
                                "kaksonen merge plan-b --into main --twin city.twin");
  add_twin(merge, arguments);
  add_author(merge, arguments);
  merge->add_option("from", arguments.from, "branch whose changes are taken")->required();
  merge->add_option("--into", arguments.into, "branch that gets them")->capture_default_str();
  add_take(merge, arguments);

  CLI::App* revert = add_command(app, arguments, "revert", "take back one commit and keep what others changed since",
                                 "kaksonen revert 3f2a91c0 --branch plan-b --twin city.twin");
  add_twin(revert, arguments);
  add_branch(revert, arguments);
  add_author(revert, arguments);
  revert->add_option("commit", arguments.commit, "hash of the commit (8 digits or more), from the log")->required();
  add_take(revert, arguments);
}

void add_tables(CLI::App* command, Arguments& arguments) {
  command->add_option("--layer", arguments.layers, "which layer of a GeoPackage, GML or other file of layers to read, repeatable (else all whose columns fit)")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--encoding", arguments.encoding, "of CSV and Shapefile: UTF-8, UTF-16LE, UTF-16BE, ISO-8859-1, ISO-8859-15 or windows-1252 (else what the file or its mapping tells)");
}

void add_city_commands(CLI::App& app, Arguments& arguments) {
  CLI::App* import = add_command(app, arguments, "import", "bring city models, registers and plans into a twin",
                                 "kaksonen import --twin city.twin city.gml register.csv plan.json");
  add_twin(import, arguments);
  add_branch(import, arguments);
  add_author(import, arguments);
  import->add_option("files", arguments.files, "CityGML, CityJSON, registers and population (CSV, GeoPackage, GeoJSON, GML, Shapefile), plan JSON, streets (.osm, .osm.pbf), terrain (GeoTIFF); read together")->required();
  import->add_option("--message", arguments.message, "why, for the log");
  import->add_option("--crs", arguments.crs, "frame of files that name none, e.g. EPSG:3879; local: one of their own, also where a file does not lie in the system it names");
  import->add_option("--mapping", arguments.mapping, "TOML file that says what a register's columns mean (else chosen by the columns)");
  add_tables(import, arguments);
  add_checks(import, arguments.checks);
  import->add_flag("--repair", arguments.checks.repair, "mend geometry where that is safe; each repair is a finding");
  import->add_option("--max-rejects", arguments.max_rejects, "commit nothing when more records are rejected")
      ->check(CLI::NonNegativeNumber);
  import->add_flag("--complete", arguments.complete,
                   "the files are complete new editions: what an earlier file of the same name had and this one lacks is removed");
  add_validity(import, arguments);

  CLI::App* validate = add_command(app, arguments, "validate", "check files without importing them",
                                   "kaksonen validate city.gml --json");
  validate->add_option("files", arguments.files, "files to check")->required();
  validate->add_option("--crs", arguments.crs, "frame of files that name none");
  validate->add_option("--mapping", arguments.mapping, "TOML file that says what a register's columns mean");
  add_tables(validate, arguments);
  add_checks(validate, arguments.checks);
  validate->add_flag("--repair", arguments.checks.repair, "say what import --repair would mend and what stays wrong");
  validate->add_flag("--table", arguments.table, "one row a file: records by outcome, seconds, findings by code");

  CLI::App* info = add_command(app, arguments, "info", "what the twin holds", "kaksonen info --twin city.twin --as-of 2026-11-22T12:00:00Z");
  add_twin(info, arguments);
  add_when(info, arguments);
  CLI::App* log = add_command(app, arguments, "log", "who changed what, newest first",
                              "kaksonen log --twin city.twin --branch plan-b --limit 5");
  add_twin(log, arguments);
  add_branch(log, arguments);
  log->add_option("--limit", arguments.limit, "how many commits")->check(CLI::PositiveNumber)->capture_default_str();
  add_twin(add_command(app, arguments, "verify", "recompute every hash of the twin",
                       "kaksonen verify --twin city.twin"), arguments);

  CLI::App* undo = add_command(app, arguments, "undo", "give back what one commit changed, as a new commit",
                               "kaksonen undo --twin city.twin --branch plan-b 3f2a…");
  add_twin(undo, arguments);
  add_branch(undo, arguments);
  add_author(undo, arguments);
  undo->add_option("commit", arguments.commit, "hash of the commit, from the log")->required();

  CLI::App* export_command = add_command(app, arguments, "export", "write a branch as a file for other tools",
                                         "kaksonen export --twin city.twin --format gpkg --out city.gpkg\n"
                                         "  kaksonen export --twin city.twin --format geojson --layer street --out streets.geojson\n"
                                         "  kaksonen export --twin city.twin --branch plan-b --format plan --plan AK-000012 --out plan.json");
  add_twin(export_command, arguments);
  add_branch(export_command, arguments);
  export_command->add_option("--format", arguments.format, "gpkg (all layers), geojson or csv (one layer), geojson-plan (geojson of plan units), cityjson, cityjsonseq, geotiff (terrain), "
                                                          "plan (one plan as national plan JSON), or kaksonen-plan (plan units with all that the twin has of them)")->capture_default_str();
  export_command->add_option("--layer", arguments.layer,
                             "building (geojson and csv when left out), building_surface (gpkg), plan_unit, city_object, city_object_line, "
                             "city_object_point, space (rooms, storeys, units), street, population_area or register_row; of geotiff the id of the terrain");
  export_command->add_option("--with", arguments.with, "of cityjson and cityjsonseq, beside the plan units: envelope, massing (slabs) or massing-KIND, with commas between them");
  export_command->add_option("--plan", arguments.plan, "of plan and kaksonen-plan: key, identifier or name of the plan; left out where the branch has one alone");
  export_command->add_option("--out", arguments.out, "file to write")->required();
  add_when(export_command, arguments);
}

/// Options of `links` stand at its parts too: `links accept BUILDING ROW --twin city.twin`.
void add_link_commands(CLI::App& app, Arguments& arguments) {
  CLI::App* links = add_command(app, arguments, "links", "which register row belongs to which building; what waits for a decision",
                                "kaksonen links --status review --twin city.twin\n  kaksonen links accept BID_7 103557252H --twin city.twin");
  add_twin(links, arguments);
  add_branch(links, arguments);
  links->add_option("--status", arguments.link_status, "review (what waits for a person), linked or unlinked")
      ->check(CLI::IsMember({"review", "linked", "unlinked"}))
      ->capture_default_str();
  links->add_option("--limit", arguments.limit, "how many")->check(CLI::PositiveNumber)->capture_default_str();
  add_when(links, arguments);
  for (const bool accept : {true, false}) {
    CLI::App* one = add_command(*links, arguments, accept ? "accept" : "reject",
                                accept ? "the row is the building's: link them" : "the row is not the building's: never propose it again",
                                accept ? "kaksonen links accept BID_7 103557252H --twin city.twin"
                                       : "kaksonen links reject BID_7 \"register.csv row 7\" --twin city.twin");
    one->fallthrough();
    add_author(one, arguments);
    one->add_option("building", arguments.building, "id of the building")->required();
    one->add_option("row", arguments.row, "id of the row (VTJ-PRT, \"RATU 64497\"), or where it stands (\"register.csv row 7\")")->required();
    one->add_option("--message", arguments.message, "why, for the log");
  }
}

void add_report_command(CLI::App& app, Arguments& arguments) {
  CLI::App* report = add_command(app, arguments, "report", "how good the city's data are: a page to read, the same as JSON, a layer for QGIS",
                                 "kaksonen report --twin city.twin --out report");
  add_twin(report, arguments);
  add_branch(report, arguments);
  report->add_option("--out", arguments.out, "folder for report.html, report.json and findings.gpkg")->required();
  report->add_option("--language", arguments.language, "of the page")->check(CLI::IsMember({"fi", "sv", "en"}))->capture_default_str();
  add_when(report, arguments);
}

void add_compare_command(CLI::App& app, Arguments& arguments) {
  CLI::App* compare = add_command(app, arguments, "compare", "key figures of scenarios side by side: table, ranking, what differs; a page to read and print",
                                  "kaksonen compare --twin city.twin --branches main,plan-b --out comparison --language fi\n"
                                  "  kaksonen compare --twin city.twin --branches main,plan-b --weight dwellings=2 --assume m2_per_resident=35..40..48");
  compare->add_option("--twin", arguments.twin, "the twin: a file, or a server's address; without it --input holds the scenarios");
  compare->add_option("--branches", arguments.branches, "2 to 10 branches, with commas between; the first is what differences are from; BRANCH@… for its past")->delimiter(',');
  compare->add_option("--input", arguments.input, "JSON inputs of scenario-comparison, - for standard input; the options below add to them");
  compare->add_option("--out", arguments.out, "folder for comparison.html, .json, .csv and .xlsx");
  compare->add_option("--language", arguments.language, "of the page and the tables")->check(CLI::IsMember({"fi", "sv", "en"}))->capture_default_str();
  compare->add_flag("--pdf", arguments.pdf, "comparison.pdf too, printed by Chromium");
  compare->add_option("--layer", arguments.layer, "GeoJSON file to write: plan units and changed buildings with a column for each scenario and difference");
  compare->add_option("--kpis", arguments.kpis, "only these key figures, with commas between")->delimiter(',');
  compare->add_option("--kpi", arguments.kpi_files, "file with own key figures (TOML, as datasets/kpi); may be given again");
  compare->add_option("--weight", arguments.weights, "weight in the ranking: dwellings=2; may be given again");
  compare->add_option("--assume", arguments.assumptions, "assumption: m2_per_resident=40, =35..48 (any between) or =35..40..48 (most likely 40); may be given again");
  compare->add_flag("--sun", arguments.sun, "sun in yards and on facades, sun that neighbours lose, daylight and solar yield too");
  compare->add_option("--sun-dates", arguments.sun_dates, "reference days of --sun, with commas between (2026-03-21 when left out)")->delimiter(',');
  compare->add_option("--sun-built", arguments.sun_built, "what stands for --sun on plan units without a building: slab (when left out), perimeter, point, row, detached, envelope or nothing");
  compare->add_option("--samples", arguments.samples, "draws of assumptions that spread (1,000 when left out)");
  compare->add_option("--seed", arguments.seed, "of the draws")->capture_default_str();
  compare->add_option("--picture", arguments.pictures, "picture of a scenario for the page: plan-b=plan-b.png; may be given again");
  compare->add_option("--viewer", arguments.viewer, "kaksonen-viewer, to take a picture of each branch from one camera (the twin is served)");
  compare->add_option("--camera", arguments.camera, "where the viewer stands, as its own --camera");
  add_when(compare, arguments);
}

void add_series_command(CLI::App& app, Arguments& arguments) {
  CLI::App* series = add_command(app, arguments, "series", "time series that came with a model: the list, or the samples of one",
                                 "kaksonen series roofsurface1_Dynamizer --twin city.twin --csv");
  add_twin(series, arguments);
  add_branch(series, arguments);
  series->add_option("id", arguments.series, "series to read, from the list");
  series->add_flag("--csv", arguments.csv, "its samples as a table: time, value")->excludes("--json");
  add_when(series, arguments);
}

void add_tables_command(CLI::App& app, Arguments& arguments) {
  CLI::App* tables = add_command(app, arguments, "tables", "rules that a city sets by table: parking places, green factor, noise, floor area, uses of buildings",
                                 "kaksonen tables parking --twin city.twin > parking.toml");
  add_twin(tables, arguments);
  add_branch(tables, arguments);
  add_author(tables, arguments);
  tables->add_option("table", arguments.rule_table, "table to print, from the list");
  CLI::Option* set = tables->add_option("--set", arguments.input, "file whose text is the table from now on (one commit; undo takes it back)");
  tables->add_flag("--reset", arguments.reset, "back to the shipped table")->excludes(set);
  add_when(tables, arguments);
}

void add_branch_commands(CLI::App& app, Arguments& arguments) {
  CLI::App* branch = app.add_subcommand("branch", "scenarios: branches of the city");
  branch->require_subcommand(1);
  branch->footer("Example:\n  kaksonen branch create plan-b --twin city.twin");
  CLI::App* create = add_command(*branch, arguments, "create", "start a scenario from another branch",
                                 "kaksonen branch create plan-b --from main --twin city.twin");
  add_twin(create, arguments);
  add_author(create, arguments);
  create->add_option("name", arguments.name, "name of the new branch")->required();
  create->add_option("--from", arguments.from, "branch to start from")->capture_default_str();
  create->add_option("--message", arguments.message, "why, for the log");
  add_twin(add_command(*branch, arguments, "list", "all branches", "kaksonen branch list --twin city.twin"), arguments);
  CLI::App* remove = add_command(*branch, arguments, "delete", "remove a branch; its commits stay in the log",
                                 "kaksonen branch delete plan-b --twin city.twin");
  add_twin(remove, arguments);
  add_author(remove, arguments);
  remove->add_option("name", arguments.name, "branch to remove")->required();
}

void add_plan_commands(CLI::App& app, Arguments& arguments) {
  CLI::App* plan = app.add_subcommand("plan", "plan units: list, read, change, lock");
  plan->require_subcommand(1);
  plan->footer("Example:\n  kaksonen plan set AK-1 tehokkuusluku=2.0 --branch plan-b --twin city.twin");
  const auto with_unit = [&](CLI::App* command) {
    add_twin(command, arguments);
    add_branch(command, arguments);
    command->add_option("unit", arguments.plan_unit, "id of the plan unit")->required();
    return command;
  };
  CLI::App* list = add_command(*plan, arguments, "list", "plan units of a branch", "kaksonen plan list --twin city.twin");
  add_twin(list, arguments);
  add_branch(list, arguments);
  add_when(list, arguments);
  add_when(with_unit(add_command(*plan, arguments, "show", "one plan unit with its regulations",
                                 "kaksonen plan show AK-1 --as-of 2026-11-22T12:00:00Z --twin city.twin")), arguments);
  CLI::App* set = with_unit(add_command(*plan, arguments, "set", "change regulations of a plan unit",
                                        "kaksonen plan set AK-1 tehokkuusluku=2.0 --twin city.twin"));
  add_author(set, arguments);
  add_validity(set, arguments);
  set->add_option("regulations", arguments.regulations, "type=value pairs with their unit (setback=4m); an empty value removes the type");
  set->add_option("--input", arguments.input, "JSON file with a whole plan unit document (creates it if needed)");
  CLI::App* lock = with_unit(add_command(*plan, arguments, "lock", "keep others from editing it for a while",
                                         "kaksonen plan lock AK-1 --seconds 600 --twin city.twin"));
  add_author(lock, arguments);
  lock->add_option("--seconds", arguments.seconds, "how long")->capture_default_str();
  add_author(with_unit(add_command(*plan, arguments, "unlock", "release an edit lock",
                                   "kaksonen plan unlock AK-1 --twin city.twin")), arguments);
}

void add_engine_commands(CLI::App& app, Arguments& arguments) {
  CLI::App* run = add_command(app, arguments, "run", "run a simulation process",
                              "kaksonen run zoning-capacity --input unit.json");
  run->add_option("process", arguments.process, "id of the process")->required();
  run->add_option("--input", arguments.input, "JSON inputs, - for standard input")->required();
  run->add_option("--twin", arguments.twin, "the twin, when the inputs refer to it");
  add_branch(run, arguments);
  add_when(run, arguments);

  CLI::App* processes = add_command(app, arguments, "processes", "the simulations this program has",
                                    "kaksonen processes zoning-capacity --json");
  processes->add_option("process", arguments.process, "show one in full");

  CLI::App* serve = add_command(app, arguments, "serve", "serve a twin to browsers, viewers and tools",
                                "kaksonen serve --twin city.twin --port 8080");
  add_twin(serve, arguments);
  serve->add_option("--port", arguments.port, "TCP port; 0 takes a free one")->check(CLI::Range(0, 65535))->capture_default_str();
  serve->add_option("--address", arguments.address, "address to listen on")->capture_default_str();
  serve->add_option("--web", arguments.web, "folder of the built web client");

  CLI::App* synth = add_command(app, arguments, "synth", "write a synthetic city: model, register, plan, streets, residents, services, a house",
                                "kaksonen synth --buildings 400 --seed 1 --out demo");
  synth->add_option("--buildings", arguments.buildings, "how many")->capture_default_str()->check(CLI::Range(1, 1'000'000));
  synth->add_option("--seed", arguments.seed, "same seed, same bytes")->check(CLI::NonNegativeNumber)->capture_default_str();
  synth->add_option("--out", arguments.out, "folder to write to")->required();
  synth->add_option("--errors", arguments.errors, "errors on purpose: percent of the buildings for each kind; truth.csv names them")
      ->capture_default_str()->check(CLI::Range(0.0, 5.0));

  CLI::App* tiles = add_command(app, arguments, "tiles", "write a 3D Tiles 1.1 tileset for any web host",
                                "kaksonen tiles --twin city.twin --out tiles");
  add_twin(tiles, arguments);
  add_branch(tiles, arguments);
  tiles->add_option("--out", arguments.out, "folder to write to")->required();

  CLI::App* bench = add_command(app, arguments, "bench", "measure this program: compare, edit-latency, linking, parse, read, sun, zoning",
                                "kaksonen bench edit-latency --twin http://localhost:8080 --clients 3 --edits 100");
  bench->add_option("name", arguments.bench, "edit-latency, compare, zoning, sun, linking, parse (read, check and link a file) or read (read it only)")->required();
  bench->add_option("--twin", arguments.twin, "server's address (edit-latency); a twin's file (compare)");
  bench->add_option("--clients", arguments.clients, "stream clients")->capture_default_str()->check(CLI::Range(1, 1000));
  bench->add_option("--edits", arguments.edits, "edits or runs")->capture_default_str()->check(CLI::Range(1, 1'000'000));
  bench->add_option("--input", arguments.input, "city model (parse, read); folder of the public data (linking)");
  bench->add_option("--buildings", arguments.bench_buildings, "size of the synthetic city (linking); left out: 8,000 and 80,000")
      ->check(CLI::Range(1, 1'000'000));
  add_branch(bench, arguments);
}

bool wants_json(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--json") return true;
  }
  return false;
}

}  // namespace

ParsedCommandLine parse_command_line(int argc, const char* const* argv) {
  Arguments arguments;
  arguments.author = default_author();
  CLI::App app("Kaksonen, a digital twin of a city: models and registers in, simulations on them, 3D views out.",
               "kaksonen");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("kaksonen ") + std::string(kVersion));
  app.footer("Each command has --help with an example. Exit codes: 0 fine, 1 findings, 2 usage, 3 input, 4 internal.");
  add_city_commands(app, arguments);
  add_series_command(app, arguments);
  add_tables_command(app, arguments);
  add_history_commands(app, arguments);
  add_report_command(app, arguments);
  add_compare_command(app, arguments);
  add_branch_commands(app, arguments);
  add_link_commands(app, arguments);
  add_plan_commands(app, arguments);
  add_engine_commands(app, arguments);

  ParsedCommandLine out;
  try {
    app.parse(argc, argv);
    out.arguments = std::move(arguments);
  } catch (const CLI::ParseError& error) {
    std::ostringstream output, errors;
    const int code = app.exit(error, output, errors);
    out.output = output.str();
    out.error = errors.str();
    if (code != 0 && argc > 1 && argv[1][0] != '-' && 
        app.get_subcommands([&](const CLI::App* known) { return known->get_name() == argv[1]; }).empty()) {
      out.error = "There is no command \"" + std::string(argv[1]) + "\".\n" + out.error;
    }
    out.exit_code = code == 0 ? kExitFine : kExitUsage;
    if (code != 0 && wants_json(argc, argv)) {
      out.output = problem_to_json({"usage", error.what(), "command line", "", "Run kaksonen --help."}).dump() + "\n";
    }
  }
  return out;
}

}  // namespace server
