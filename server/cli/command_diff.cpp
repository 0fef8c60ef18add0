// diff, merge, revert.
#include <array>
#include <cmath>
#include <map>
#include <string>

#include <fmt/format.h>

#include "server/cli/ask_and_show.hpp"

namespace server {

using twin::Json;

namespace {

/// Values are short texts or numbers; a ring of a hundred points is cut.
std::string cut(const std::string& text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not within a character
  return text.substr(0, end) + "…";
}

/// A generic attribute is a list of values with types and units: "900003", "12.5 m", "a; b".
std::string generic_values(const Json& values) {
  if (!values.is_array()) return cut(text(values));
  std::string out;
  for (const Json& one : values) {
    if (!one.is_object() || !one.contains("value")) return cut(text(values));
    out += (out.empty() ? "" : "; ") + text(one["value"]) + (one.contains("unit") ? " " + text(one["unit"]) : "");
  }
  return cut(out.empty() ? "none" : out);
}

std::string percent(const Json& probability) { return fmt::format("{:.0f} %", probability.get<double>() * 100); }

/// How a building is linked, a line for each thing that is told of it: "link", "link runner-up", "address".
std::map<std::string, std::string> link_lines(const Json& link) {
  std::map<std::string, std::string> out;
  if (!link.is_object()) return out;
  out["link"] = text(link["reason"]) + (text(link["note"]).empty() ? "" : ": " + text(link["note"]));
  if (link.contains("probability")) out["link probability"] = percent(link["probability"]);
  if (link.contains("runner_up")) {
    const Json& other = link["runner_up"];
    const char* const kind = other.contains("row") ? "row" : "building";
    out["link runner-up"] = fmt::format("{} {} ({})", kind, text(other[kind]), percent(other["probability"]));
  }
  if (link.contains("shared_by")) out["link shared by"] = text(link["shared_by"]) + " buildings";
  for (const Json& row : link.value("rows", Json::array())) out["link row " + text(row["row"])] = text(row["note"]);
  for (const Json& conflict : link.value("conflicts", Json::array())) {
    out[text(conflict["attribute"])] = fmt::format("{} says {}", conflict["model_wins"] == true ? "register" : "model", text(conflict["other"]));
  }
  for (const Json& row : link.value("rejected", Json::array())) out["link rejected " + text(row)] = "yes";
  return out;
}

/// Calls `show(name, a, b)` for each line that an attribute's two values come to.
template <class Show>
void for_each_line(const std::string& name, const Json& a, const Json& b, Show show) {
  if (name.starts_with("attribute.")) return show(name, generic_values(a), generic_values(b));
  // Register rows have a link too, of other members.
  const auto of_building = [](const Json& value) { return value.is_null() || (value.is_object() && value.contains("reason") && value.contains("note")); };
  if (name != "link" || !of_building(a) || !of_building(b)) return show(name, cut(text(a)), cut(text(b)));
  auto before = link_lines(a), after = link_lines(b);
  for (const auto& [line, said] : before) after.try_emplace(line, "none");
  if (before == after) return show(name, "linked", "to a row that says otherwise");
  for (const auto& [line, said] : after) {
    const auto old = before.find(line);
    const std::string was = old == before.end() ? "none" : old->second;
    if (was != said) show(line, was, said);
  }
}

void show_change(const std::string& name, const std::string& a, const std::string& b) { fmt::print("  {:<28} {:>12} → {:>12}\n", name, a, b); }

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
          for_each_line(text(attribute["name"]), attribute["a"], attribute["b"], show_change);
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
    const std::string name = text(conflict["attribute"]);
    const Json& base = conflict["base"];
    // What each side made of it, line by line where the value has parts.
    std::map<std::string, std::array<std::string, 3>> lines;
    for_each_line(name, base, conflict["ours"], [&](const std::string& line, const std::string& was, const std::string& now) {
      lines[line] = {was, now, was};
    });
    for_each_line(name, base, conflict["theirs"], [&](const std::string& line, const std::string& was, const std::string& now) {
      auto& said = lines.try_emplace(line, std::array{was, was, now}).first->second;
      said[2] = now;
    });
    for (const auto& [line, said] : lines) fmt::print("conflict {} {}: base {}, ours {}, theirs {}\n", what, line, said[0], said[1], said[2]);
    return;
  }
  const bool ours_removed = conflict["ours"].is_null();
  fmt::print("conflict {}: {} removed it, {} changed it\n", what, ours_removed ? "ours" : "theirs", ours_removed ? "theirs" : "ours");
  for (const auto& [name, value] : conflict[ours_removed ? "theirs" : "ours"].items()) {
    if (name == "geometry") {
      fmt::print("  {:<28} changed\n", name);
    } else {
      for_each_line(name, conflict["base"][name], value, show_change);
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
