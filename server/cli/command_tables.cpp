// tables: the rules that a city sets by table, as shipped or its own.
#include <fmt/format.h>

#include "server/cli/ask_and_show.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

void show_list(const Json& answer, const std::string& twin) {
  for (const Json& one : answer["tables"]) {
    const Json& newest = one["editions"][0];
    fmt::print("{:<13} {:<8} {}, valid from {}\n", text(one["table"]), one["own"].get<bool>() ? "own" : "shipped", text(one["name"]),
               text(newest["valid_from"]));
    fmt::print("              source: {}\n", text(newest["source"]));
  }
  fmt::print("→ to change one: kaksonen tables parking --twin {0} > parking.toml, edit it, kaksonen tables parking --set parking.toml --twin {0}\n",
             twin);
}

Result<Json> one_of(const Json& answer, const std::string& name) {
  for (const Json& one : answer["tables"]) {
    if (one["table"] == name) return one;
  }
  return Problem{"code-unknown", "There is no rule table of this name.", "table", name, "List them with: kaksonen tables --twin TWIN"};
}

Result<Json> write(TwinService& twin, const Arguments& arguments) {
  if (arguments.rule_table.empty()) {
    return Problem{"usage", "Which table?", arguments.reset ? "--reset" : "--set", "", "Name it: kaksonen tables parking --set parking.toml"};
  }
  std::optional<std::string> content;
  if (!arguments.reset) {
    TWIN_TRY(content, read_whole_file(arguments.input));
  }
  return twin.write_rule_table(arguments.branch, arguments.rule_table, content, arguments.author);
}

}  // namespace

int run_tables(const Arguments& arguments) {
  if (arguments.reset || !arguments.input.empty()) {
    return ask_and_show(arguments, [&](TwinService& twin) { return write(twin, arguments); }, [&](const Json& answer) {
      fmt::print("{} is {} on {} from now on, commit {}\n", arguments.rule_table, arguments.reset ? "the shipped table" : "the city's own table",
                 arguments.branch, text(answer["commit"]).substr(0, 12));
    });
  }
  const When when{arguments.as_of, arguments.valid_at};
  return ask_and_show(
      arguments,
      [&](TwinService& twin) -> Result<Json> {
        TWIN_TRY(const Json all, twin.rule_tables(arguments.branch, when));
        return arguments.rule_table.empty() ? Result<Json>(all) : one_of(all, arguments.rule_table);
      },
      [&](const Json& answer) {
        if (arguments.rule_table.empty()) show_list(answer, arguments.twin);
        else fmt::print("{}", text(answer["text"]));
      });
}

}  // namespace server
