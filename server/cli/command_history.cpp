// info, log, verify, undo, branch.
#include <algorithm>

#include <fmt/format.h>

#include "server/app/json_shapes.hpp"
#include "server/cli/ask_and_show.hpp"
#include "twin_core/store/store.hpp"

namespace server {

using twin::Json;

namespace {

/// {"by_id": 59, "unlinked": 2} as "59 by id, 2 unlinked": the counts that are not 0.
std::string in_words(const Json& counts) {
  std::string out;
  for (const auto& [name, count] : counts.items()) {
    if (count == 0) continue;
    std::string words = name;
    std::replace(words.begin(), words.end(), '_', ' ');
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", text(count), words);
  }
  return out.empty() ? "none" : out;
}

}  // namespace

int run_info(const Arguments& arguments) {
  return ask_and_show(
      arguments, [&](TwinService& twin) { return twin.info({arguments.as_of, arguments.valid_at}); },
      [](const Json& info) {
        fmt::print("{}: {}, {}, {}\n", text(info["name"]), counted(info["buildings"], "building"),
                   counted(info["plan_units"], "plan unit"), counted(info["commits"], "commit"));
        std::string objects;
        const Json by_type = info.value("city_objects", Json::object());
        for (const auto& [type, count] : by_type.items()) {
          objects += fmt::format("{}{} {}", objects.empty() ? "city objects: " : ", ", type, count.get<int>());
        }
        if (!objects.empty()) fmt::print("{}\n", objects);
        if (info["streets"] != 0) fmt::print("{}\n", counted(info["streets"], "street"));
        if (info["population_areas"] != 0) fmt::print("{}\n", counted(info["population_areas"], "population area"));
        for (const Json& ground : info["terrain"]) {
          fmt::print("terrain {}: {} by {} posts, {} m apart, heights {} to {} m, {} posts without\n", text(ground["id"]),
                     text(ground["columns"]), text(ground["rows"]), text(ground["step_m"]), text(ground["lowest_m"]),
                     text(ground["highest_m"]), text(ground["missing"]));
        }
        fmt::print("frame {} heights {}", text(info["crs"]), text(info["height_reference"]));
        if (info["geoid"].is_object()) {
          fmt::print(", geoid {} m ({})", text(info["geoid"]["undulation_m"]), text(info["geoid"]["source"]));
        }
        fmt::print("\nbranches:");
        for (const Json& name : info["branches"]) fmt::print(" {}", text(name));
        fmt::print("\nregister rows: {}\n", in_words(info["linked"]));
        if (info["empty_state"].is_string()) fmt::print("{}\n", text(info["empty_state"]));
      });
}

int run_log(const Arguments& arguments) {
  return ask_and_show(
      arguments,
      [&](TwinService& twin) { return twin.log(arguments.branch, arguments.limit, UINT64_MAX); },
      [](const Json& log) {
        for (const Json& entry : log["entries"]) {
          fmt::print("{}  {}  {}  {} ({})\n", text(entry["commit"]).substr(0, 12),
                     text(entry["time"]).substr(0, 19) + "Z", text(entry["author"]), text(entry["message"]),
                     counted(entry["change_count"], "change"));
        }
        if (log["entries"].empty()) fmt::print("no commits yet\n");
      });
}

namespace {

/// A file too damaged to open is what verifying is for: its bytes are then read as far as they can be.
twin::Result<Json> verification(const Arguments& arguments) {
  auto opened = open_twin(arguments.twin, false);
  if (opened) return opened->service->verify();
  if (opened.problem().code != "store-corrupt") return opened.problem();
  TWIN_TRY(auto found, twin::Store::inspect(arguments.twin));
  if (found.findings.empty()) found.findings.push_back(twin::finding_of(opened.problem()));
  return verification_to_json(found);
}

}  // namespace

int run_verify(const Arguments& arguments) {
  const auto answer = verification(arguments);
  if (!answer) return fail(answer.problem(), arguments.json);
  const bool whole = (*answer)["whole"].get<bool>();
  print_findings(arguments.twin, (*answer)["findings"]);
  if (arguments.json) {
    print_json(*answer);
  } else {
    fmt::print("{}: {}, {}, {} checked\n", whole ? "whole" : "BROKEN", counted((*answer)["commits"], "commit"),
               counted((*answer)["values"], "value"), counted((*answer)["features"], "feature"));
  }
  return whole ? kExitFine : kExitFindings;
}

int run_undo(const Arguments& arguments) {
  return ask_and_show(
      arguments,
      [&](TwinService& twin) { return twin.undo(arguments.branch, arguments.commit, arguments.author); },
      [](const Json& answer) { fmt::print("undone by commit {}\n", text(answer["commit"]).substr(0, 12)); });
}

int run_branch(const Arguments& arguments) {
  if (arguments.command == "branch list") {
    return ask_and_show(
        arguments, [](TwinService& twin) { return twin.branches(); },
        [](const Json& answer) {
          for (const Json& branch : answer["branches"]) {
            fmt::print("{:<20} {}  from {}\n", text(branch["name"]), text(branch["head"]).substr(0, 12),
                       text(branch["parent"]));
          }
        });
  }
  const bool create = arguments.command == "branch create";
  return ask_and_show(
      arguments,
      [&](TwinService& twin) {
        return create ? twin.create_branch(arguments.name, arguments.from, arguments.author, arguments.message)
                      : twin.delete_branch(arguments.name, arguments.author);
      },
      [&](const Json&) { fmt::print("branch {} {}\n", arguments.name, create ? "created" : "deleted"); });
}

}  // namespace server
