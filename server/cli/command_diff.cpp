// diff, merge, revert.
#include <cmath>

#include <fmt/format.h>

#include "server/cli/ask_and_show.hpp"

namespace server {

using twin::Json;

namespace {

/// Values are short texts or numbers; a ring of a hundred points is cut.
std::string shortened(const Json& value) {
  constexpr std::size_t kLongest = 60;
  std::string out = text(value);
  if (out.size() <= kLongest) return out;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;  // not within a character
  return out.substr(0, end) + "…";
}

void show_diff(const Arguments& arguments, const Json& diff) {
  const Json& counts = diff["counts"];
  fmt::print("{} → {}: {} added, {} removed, {} changed\n", arguments.a, arguments.b, text(counts["added"]),
             text(counts["removed"]), text(counts["changed"]));
  for (const Json& feature : diff["features"]) {
    fmt::print("{} {} {}\n", text(feature["change"]), text(feature["kind"]), text(feature["id"]));
    if (feature.contains("attributes")) {
      for (const Json& attribute : feature["attributes"]) {
        if (attribute["name"] == "geometry") {
          fmt::print("  {:<28} changed\n", "geometry");
        } else {
          fmt::print("  {:<28} {:>12} → {:>12}\n", text(attribute["name"]), shortened(attribute["a"]), shortened(attribute["b"]));
        }
      }
    }
    if (!feature.contains("kpi")) continue;
    for (const auto& [name, kpi] : feature["kpi"].items()) {
      if (kpi["difference"].is_number() && kpi["difference"] == 0) continue;
      const auto figure = [](const Json& value) { return value.is_number() ? fmt::format("{:.10g}", std::round(value.get<double>() * 100) / 100) : "none"; };
      const std::string change = kpi["difference"].is_number() ? fmt::format("{:+.10g}", std::round(kpi["difference"].get<double>() * 100) / 100) : "";
      fmt::print("  {:<28} {:>12} → {:>12}  {:>10} {}\n", name, figure(kpi["a"]), figure(kpi["b"]), change, text(kpi["unit"]));
    }
  }
}

void show_conflict(const Json& conflict) {
  const std::string what = text(conflict["kind"]) + " " + text(conflict["id"]);
  if (!conflict["attribute"].is_null()) {
    fmt::print("conflict {} {}: base {}, ours {}, theirs {}\n", what, text(conflict["attribute"]), shortened(conflict["base"]),
               shortened(conflict["ours"]), shortened(conflict["theirs"]));
    return;
  }
  const bool ours_removed = conflict["ours"].is_null();
  fmt::print("conflict {}: {} removed it, {} changed it\n", what, ours_removed ? "ours" : "theirs", ours_removed ? "theirs" : "ours");
  for (const auto& [name, value] : conflict[ours_removed ? "theirs" : "ours"].items()) {
    if (name == "geometry") {
      fmt::print("  {:<28} changed\n", name);
    } else {
      fmt::print("  {:<28} {:>12} → {:>12}\n", name, shortened(conflict["base"][name]), shortened(value));
    }
  }
}

/// Prints what a merge or revert came to; its exit code. Conflicts that nobody decided are findings.
int show_merge(const Arguments& arguments, const twin::Result<Json>& answer, const char* done) {
  if (!answer) return fail(answer.problem(), arguments.json);
  const bool refused = (*answer)["commit"].is_null() && !(*answer)["conflicts"].empty();
  if (arguments.json) {
    print_json(*answer);
    return refused ? kExitFindings : kExitFine;
  }
  for (const Json& conflict : (*answer)["conflicts"]) show_conflict(conflict);
  if (refused) {
    fmt::print("{}: nothing was written\n→ decide with --take ours or --take theirs, or edit one side first\n",
               counted((*answer)["conflicts"].size(), "conflict"));
    return kExitFindings;
  }
  if ((*answer)["commit"].is_null()) {
    fmt::print("nothing to do: everything is there already\n");
  } else {
    fmt::print("{} by commit {} ({})\n", done, text((*answer)["commit"]).substr(0, 12), counted((*answer)["changes"], "change"));
  }
  return kExitFine;
}

}  // namespace

int run_diff(const Arguments& arguments) {
  return ask_and_show(
      arguments, [&](TwinService& twin) { return twin.diff(arguments.a, arguments.b, arguments.valid_at); },
      [&](const Json& diff) { show_diff(arguments, diff); });
}

int run_merge(const Arguments& arguments) {
  auto opened = open_twin(arguments.twin, false);
  if (!opened) return fail(opened.problem(), arguments.json);
  MergeRequest request;
  request.branch = arguments.into;
  request.from = arguments.from;
  request.author = arguments.author;
  request.message = arguments.message;
  request.take = arguments.take;
  return show_merge(arguments, opened->service->merge(request), "merged");
}

int run_revert(const Arguments& arguments) {
  auto opened = open_twin(arguments.twin, false);
  if (!opened) return fail(opened.problem(), arguments.json);
  MergeRequest request;
  request.branch = arguments.branch;
  request.commit = arguments.commit;
  request.author = arguments.author;
  request.message = arguments.message;
  request.take = arguments.take;
  return show_merge(arguments, opened->service->revert(request), "taken back");
}

}  // namespace server
