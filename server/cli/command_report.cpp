// report: how good the data of a branch are.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "server/cli/ask_and_show.hpp"

namespace server {

using twin::Json;
using twin::Result;

namespace {

std::uint64_t count(const Json& share, const char* member) { return share[member].get<std::uint64_t>(); }

void print_report(const Json& report, const Json& files) {
  const Json& shares = report["shares"];
  const Json& severities = report["severities"];
  const auto missing_of = count(shares["missing"], "of");
  const double missing = missing_of == 0 ? 0 : 100.0 * static_cast<double>(count(shares["missing"], "count")) / static_cast<double>(missing_of);
  fmt::print("{} buildings: {} linked to the register, {} with valid geometry, {} plausible; {:.1f} % of the basic values missing\n",
             count(shares["linked"], "of"), count(shares["linked"], "count"), count(shares["valid"], "count"),
             count(shares["plausible"], "count"), missing);
  const auto flawed = std::count_if(report["buildings"].begin(), report["buildings"].end(), [](const Json& building) {
    return count(building["severities"], "error") + count(building["severities"], "warning") > 0;
  });
  const Json& rows = report["rows"];
  if (const auto linked = count(rows, "linked"), review = count(rows, "review"), alone = count(rows, "unlinked"); linked + review + alone > 0) {
    fmt::print("{} of the register: {} linked, {} for review, {} without a building (kaksonen links --status review)\n",
               counted(linked + review + alone, "row"), linked, review, alone);
  }
  fmt::print("{}, {}; {} with findings\n", counted(count(severities, "error"), "error"), counted(count(severities, "warning"), "warning"),
             counted(static_cast<std::size_t>(flawed), "building"));
  for (const Json& code : report["codes"]) {
    fmt::print("  {:<24} {:>7} in {:>6} buildings  {}\n", text(code["code"]), text(code["findings"]), text(code["buildings"]),
               text(code["title"]));
  }
  for (const Json& file : files) fmt::print("→ {}\n", text(file));
}

/// Writes the report's files; their paths. Without a real coordinate system there is no GeoPackage, which is told.
Result<Json> write_report(TwinService& twin, const Arguments& arguments, const geo::Progress& progress, Json& document) {
  std::error_code error;
  std::filesystem::create_directories(arguments.out, error);
  Json files = Json::array();
  ReportOrder order;
  order.branch = arguments.branch;
  order.when = {arguments.as_of, arguments.valid_at};
  order.language = arguments.language;
  order.progress = progress;
  for (const auto& [form, name] : {std::pair{"json", "report.json"}, std::pair{"html", "report.html"}, std::pair{"gpkg", "findings.gpkg"}}) {
    order.form = form;
    auto bytes = twin.report(order);
    if (!bytes && bytes.problem().code == "frame-not-placed") {
      fmt::print(stderr, "no GeoPackage: {}\n", bytes.problem().message);
      continue;
    }
    if (!bytes) return bytes.problem();
    const auto path = std::filesystem::path(arguments.out) / name;
    TWIN_CHECK(write_file(path, *bytes));
    files.push_back(path.string());
    if (order.form == "json") {
      TWIN_TRY(document, twin::parse_json(*bytes));
    }
  }
  return files;
}

}  // namespace

int run_report(const Arguments& arguments) {
  auto opened = open_twin(arguments.twin, false);
  if (!opened) return fail(opened.problem(), arguments.json);
  Json document;
  const auto files = [&] {
    ProgressLine progress;
    return write_report(*opened->service, arguments, progress.callback(), document);
  }();
  if (!files) return fail(files.problem(), arguments.json);
  if (arguments.json) {
    // All of it stands in report.json; here is what fits on a screen.
    document.erase("buildings");
    document.erase("records");
    document["files"] = *files;
    print_json(document);
  } else {
    print_report(document, *files);
  }
  return kExitFine;
}

}  // namespace server
