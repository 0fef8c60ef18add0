// plan list, show, set, lock, unlock.
#include <charconv>

#include <fmt/format.h>

#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

/// Applies "type=value" to the unit's regulations; an empty value removes the type.
Result<Json> with_regulations(Json regulations, const std::vector<std::string>& settings) {
  for (const auto& setting : settings) {
    const auto equals = setting.find('=');
    double value = 0;
    const char* begin = setting.data() + equals + 1;
    const char* end = setting.data() + setting.size();
    const bool removes = equals + 1 == setting.size();
    if (equals == std::string::npos || equals == 0 ||
        (!removes && std::from_chars(begin, end, value).ptr != end)) {
      return Problem{"usage", "A regulation is written type=value.", "regulations", setting,
                     "For example tehokkuusluku=2.0, or tehokkuusluku= to remove it."};
    }
    const std::string type = setting.substr(0, equals);
    bool found = false;
    Json next = Json::array();
    for (Json& regulation : regulations) {
      if (regulation["type"] == type) {
        if (removes || found) continue;
        regulation["value"] = value;
        found = true;
      }
      next.push_back(std::move(regulation));
    }
    if (!found && !removes) next.push_back({{"type", type}, {"value", value}});
    regulations = std::move(next);
  }
  return regulations;
}

Result<Json> set_unit(TwinService& twin, const Arguments& arguments) {
  if (!arguments.input.empty()) {
    TWIN_TRY(const std::string text, read_whole_file(arguments.input));
    TWIN_TRY(const Json document, twin::parse_json(text));
    return twin.write_plan_unit(arguments.branch, arguments.plan_unit, document, false, arguments.author, "", "", 0);
  }
  if (arguments.regulations.empty()) {
    return Problem{"usage", "Nothing to set.", "plan set", "", "Give type=value pairs or --input FILE."};
  }
  TWIN_TRY(const Json unit, twin.plan_unit(arguments.branch, arguments.plan_unit));
  TWIN_TRY(Json regulations, with_regulations(unit["regulations"], arguments.regulations));
  const Json patch = {{"regulations", std::move(regulations)}};
  return twin.write_plan_unit(arguments.branch, arguments.plan_unit, patch, true, arguments.author,
                              unit["digest"].get<std::string>(), "", 0);
}

void show_unit(const Json& unit) {
  const Json& name = unit["name"];
  fmt::print("{}  {}  {}\n", unit["id"].get<std::string>(), unit["symbol"].get<std::string>(),
             name["en"].get<std::string>().empty() ? name["fi"].get<std::string>() : name["en"].get<std::string>());
  for (const Json& regulation : unit["regulations"]) fmt::print("  {}\n", regulation.dump());
  if (unit["edit_lock"].is_object()) {
    fmt::print("  locked by {} until {}\n", unit["edit_lock"]["owner"].get<std::string>(),
               unit["edit_lock"]["expires_at"].get<std::string>());
  }
}

void show_kpi(const Json& kpi) {
  for (const auto& [name, value] : kpi.items()) {
    if (value.is_number() || value.is_null() || value.is_string()) fmt::print("  {:<28} {}\n", name, value.dump());
  }
  for (const Json& warning : kpi["warnings"]) fmt::print("  note: {}\n", warning.get<std::string>());
}

}  // namespace

int run_plan(const Arguments& arguments) {
  if (arguments.command != "plan list" && arguments.plan_unit.empty()) {
    return fail({"usage", "The id of the plan unit is empty.", "unit", "", "List the ids with: kaksonen plan list"},
                arguments.json);
  }
  auto opened = open_twin(arguments.twin, false);
  if (!opened) return fail(opened.problem(), arguments.json);
  TwinService& twin = *opened->service;
  const std::string verb = arguments.command.substr(std::string("plan ").size());
  Result<Json> answer = Problem{};
  if (verb == "list") answer = twin.plan_units(arguments.branch);
  if (verb == "show") answer = twin.plan_unit(arguments.branch, arguments.plan_unit);
  if (verb == "set") answer = set_unit(twin, arguments);
  if (verb == "lock") {
    answer = twin.lock_plan_unit(arguments.branch, arguments.plan_unit, arguments.author, arguments.seconds);
  }
  if (verb == "unlock") answer = twin.unlock_plan_unit(arguments.branch, arguments.plan_unit, arguments.author);
  if (!answer) return fail(answer.problem(), arguments.json);
  if (arguments.json) {
    print_json(*answer);
  } else if (verb == "list") {
    for (const Json& unit : (*answer)["plan_units"]) show_unit(unit);
    if ((*answer)["plan_units"].empty()) {
      fmt::print("no plan units yet: import a plan file, or kaksonen plan set ID --input unit.json\n");
    }
  } else if (verb == "show") {
    show_unit(*answer);
  } else if (verb == "set") {
    fmt::print("commit {}\n", (*answer)["commit"].get<std::string>().substr(0, 12));
    show_kpi((*answer)["kpi"]);
  } else {
    fmt::print("{} {}ed\n", arguments.plan_unit, verb);
  }
  return kExitFine;
}

}  // namespace server
