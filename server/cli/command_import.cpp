// import and validate.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "geo/io/input_file.hpp"
#include "geo/io/population_mapping.hpp"
#include "server/app/json_shapes.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"

namespace server {

using twin::Json;

namespace {

/// The last `parts` parts of a path.
std::string tail_of(const std::filesystem::path& path, std::size_t parts) {
  std::filesystem::path out;
  auto part = path.end();
  while (parts-- > 0 && part != path.begin()) out = out.empty() ? *--part : *--part / out;
  return out.string();
}

/// Files are called by their name, those of one name in several folders with as much of the folder as tells them apart.
std::vector<geo::InputFile> input_files(const std::vector<std::string>& paths) {
  std::vector<std::filesystem::path> whole;
  for (const auto& path : paths) whole.push_back(std::filesystem::path(path).lexically_normal());
  std::vector<geo::InputFile> out;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::size_t parts = 1;
    const auto is_like_another = [&](const std::filesystem::path& other) {
      return other != whole[i] && tail_of(other, parts) == tail_of(whole[i], parts);
    };
    while (std::any_of(whole.begin(), whole.end(), is_like_another)) ++parts;
    out.push_back({tail_of(whole[i], parts), paths[i], nullptr});
  }
  return out;
}

/// The text of --mapping, "" without one.
twin::Result<std::string> mapping_text(const Arguments& arguments) {
  if (arguments.mapping.empty()) return std::string();
  auto text = geo::load_input({arguments.mapping, arguments.mapping, nullptr});
  if (!text) return text.problem();
  if ((*text)->empty()) return twin::Problem{"902", "The mapping is empty.", arguments.mapping, "", "Send a mapping."};
  return **text;
}

/// A twin that this failed import had just made is not left behind.
void remove_new_twin(OpenedTwin& opened, const std::string& path) {
  if (!opened.created || !opened.local) return;
  opened.service.reset();
  opened.local.reset();
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(path + suffix, ignored);
  }
}

/// "Building 160, Road 143": of a city model with more than buildings; else nothing.
std::string class_list(const Json& file) {
  const Json& classes = file["classes"];
  if (classes.size() < 2 && !(classes.size() == 1 && !classes.contains("Building"))) return "";
  std::string out;
  for (const auto& [type, tally] : classes.items()) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", type, tally["read"].get<std::uint64_t>());
  }
  return out;
}

void print_import(const Json& document, const std::string& twin) {
  for (const Json& file : document["files"]) {
    const std::string name = file["file"].get<std::string>();
    const std::string mapping = file["mapping"].is_string() ? ", mapping " + file["mapping"].get<std::string>() : "";
    fmt::print("{} ({}{}): {} read: {} accepted, {} repaired, {} rejected\n", name, file["format"].get<std::string>(), mapping,
               file["read"].get<std::uint64_t>(), file["accepted"].get<std::uint64_t>(),
               file["repaired"].get<std::uint64_t>(), file["rejected"].get<std::uint64_t>());
    if (const auto classes = class_list(file); !classes.empty()) fmt::print("  {}\n", classes);
  }
  const Json& linked = document["linked"];
  fmt::print("linked: {} by permanent id, {} by municipal number, {} by model id; {} without a register row\n",
             linked["by_id"].get<std::uint64_t>(), linked["by_municipal_number"].get<std::uint64_t>(),
             linked["by_model_id"].get<std::uint64_t>(), linked["unlinked"].get<std::uint64_t>());
  if (document.contains("changes")) {
    const Json& changes = document["changes"];
    fmt::print("changes: {} added, {} removed, {} with another geometry, {} with other attributes\n",
               changes["added"].get<std::uint64_t>(), changes["removed"].get<std::uint64_t>(),
               changes["geometry"].get<std::uint64_t>(), changes["attributes"].get<std::uint64_t>());
  }
  if (document.contains("history")) {
    const Json& history = document["history"];
    fmt::print("history: {}, {}; --valid-at shows the city of another time\n", counted(history["earlier"], "earlier state"),
               counted(history["ended"], "ended building"));
  }
  if (document["commit"].is_string()) {
    fmt::print("commit {}{}\n", document["commit"].get<std::string>().substr(0, 12),
               document.value("unchanged", false) ? " (nothing was new)" : "");
    fmt::print("→ kaksonen serve --twin {}\n", twin);
  }
}

}  // namespace

int run_import(const Arguments& arguments) {
  for (const auto& path : arguments.files) {
    if (!geo::input_exists(path)) {
      return fail({"file-unreadable", "There is no such file.", path, "", "Check its name."}, arguments.json);
    }
  }
  const auto mapping = mapping_text(arguments);
  if (!mapping) return fail(mapping.problem(), arguments.json);
  auto opened = open_twin(arguments.twin, true);
  if (!opened) return fail(opened.problem(), arguments.json);
  ProgressLine progress;
  ImportOrder order;
  order.files = input_files(arguments.files);
  order.branch = arguments.branch;
  order.message = arguments.message;
  order.author = arguments.author;
  order.crs = arguments.crs;
  order.mapping_name = std::filesystem::path(arguments.mapping).filename().string();
  order.mapping = *mapping;
  order.max_rejects = arguments.max_rejects;
  order.validity = {arguments.valid_from, arguments.valid_to};
  order.complete = arguments.complete;
  order.progress = progress.callback();
  order.checks = arguments.checks;
  const auto answer = opened->service->import_files(order);
  if (!answer) {
    remove_new_twin(*opened, arguments.twin);
    return fail(answer.problem(), arguments.json);
  }
  for (const Json& file : answer->document["files"]) {
    print_findings(file["file"].get<std::string>(), file["findings"]);
  }
  if (arguments.json) {
    print_json(answer->document);
  } else {
    print_import(answer->document, arguments.twin);
  }
  if (answer->too_many_rejects) {
    remove_new_twin(*opened, arguments.twin);
    fmt::print(stderr, "more than {} records were rejected: nothing was imported\n", *arguments.max_rejects);
    return kExitFindings;
  }
  return kExitFine;
}

int run_validate(const Arguments& arguments) {
  ProgressLine progress;
  geo::ReadOptions options;
  options.crs = arguments.crs;
  const auto mapping = mapping_text(arguments);
  if (!mapping) return fail(mapping.problem(), arguments.json);
  if (!mapping->empty()) {
    const auto taken = geo::take_mapping(std::filesystem::path(arguments.mapping).filename().string(), *mapping, options);
    if (!taken) return fail(taken.problem(), arguments.json);
  }
  options.progress = progress.callback();
  options.checks = arguments.checks;
  const auto reports = geo::validate_files(input_files(arguments.files), options);
  Json files = Json::array();
  bool errors = false;
  for (const auto& report : reports) {
    Json file = file_report_to_json(report);
    print_findings(report.name, file["findings"]);
    errors = errors || report.unreadable || report.diagnostics.has_errors();
    if (!arguments.json) {
      std::size_t count = 0;
      for (const auto& finding : report.diagnostics.findings) count += finding.severity == twin::Severity::kError;
      fmt::print("{} ({}): {}, {}\n", report.name, report.format, counted(report.diagnostics.tally.read, "record"), counted(count, "error"));
      if (const auto classes = class_list(file); !classes.empty()) fmt::print("  {}\n", classes);
    }
    files.push_back(std::move(file));
  }
  if (arguments.json) print_json({{"files", std::move(files)}});
  return errors ? kExitFindings : kExitFine;
}

}  // namespace server
