// import.
#include <filesystem>

#include <fmt/format.h>

#include "geo/io/input_file.hpp"
#include "geo/io/population_mapping.hpp"
#include "server/app/json_shapes.hpp"
#include "server/app/times.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"
#include "server/cli/input_files.hpp"

namespace server {

using twin::Json;

namespace {

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

std::uint64_t rejected(const Json& document) {
  std::uint64_t out = 0;
  for (const Json& file : document["files"]) out += file["rejected"].get<std::uint64_t>();
  return out;
}

/// ", layers a, b" where a file has such.
std::string layer_list(const Json& file) {
  std::string out;
  for (const Json& layer : file.value("layers", Json::array())) out += (out.empty() ? ", layers " : ", ") + layer.get<std::string>();
  return out;
}

void print_import(const Json& document, const std::string& twin) {
  for (const Json& file : document["files"]) {
    const std::string name = file["file"].get<std::string>();
    const std::string mapping = file["mapping"].is_string() ? ", mapping " + file["mapping"].get<std::string>() : "";
    const std::string layers = layer_list(file);
    fmt::print("{} ({}{}{}): {} read: {} accepted, {} repaired, {} rejected\n", name, file["format"].get<std::string>(), layers, mapping,
               file["read"].get<std::uint64_t>(), file["accepted"].get<std::uint64_t>(),
               file["repaired"].get<std::uint64_t>(), file["rejected"].get<std::uint64_t>());
    if (const auto classes = class_list(file); !classes.empty()) fmt::print("  {}\n", classes);
  }
  const Json& linked = document["linked"];
  const auto count = [](const Json& of, const char* name) { return of.value(name, std::uint64_t{0}); };
  fmt::print("linked: {} by permanent id, {} by municipal number, {} by model id, {} by place, {} by a person; {} without a register row\n",
             count(linked, "by_id"), count(linked, "by_municipal_number"), count(linked, "by_model_id"), count(linked, "by_place"),
             count(linked, "by_review"), count(linked, "unlinked"));
  const Json rows = document.value("register_rows", Json::object());
  if (count(rows, "review") + count(rows, "unlinked") > 0) {
    fmt::print("register rows: {} for review, {} without a building (kaksonen links --twin {})\n", count(rows, "review"),
               count(rows, "unlinked"), twin);
  }
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
  if (document.contains("valid")) fmt::print("{}\n", span_in_words(document["valid"]));
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
  if (const auto span = read_span(arguments.valid_from, arguments.valid_to); !span) return fail(span.problem(), arguments.json);
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
  order.layers = arguments.layers;
  order.encoding = arguments.encoding;
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
  if (answer->document["commit"].is_null() && rejected(answer->document) > 0) {
    remove_new_twin(*opened, arguments.twin);
    fmt::print(stderr, "every record was rejected: nothing was imported\n");
    return kExitFindings;
  }
  return kExitFine;
}

}  // namespace server
