// plan list, show, set, lock, unlock.
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"
#include "sim/zoning/regulation_types.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

/// One "type=value" of the command line: "tehokkuusluku=2.0", "setback=4m", "setback=4 m", "setback=".
struct Setting {
  std::string type;
  std::optional<double> value;  ///< absent: the type is removed
  std::string unit;             ///< as written; empty when none was
};

Result<Setting> read_setting(const std::string& text) {
  const Problem malformed{"usage", "A regulation is written type=value, with its unit where it has one.",
                          "regulations", text,
                          "For example tehokkuusluku=2.0 or setback=4m; tehokkuusluku= removes it."};
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) return malformed;
  Setting setting{text.substr(0, equals), {}, {}};
  if (equals + 1 == text.size()) return setting;
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + equals + 1, end, value);
  if (error != std::errc{} || !std::isfinite(value)) return malformed;
  setting.value = value;
  setting.unit.assign(rest, end);
  setting.unit.erase(0, setting.unit.find_first_not_of(' '));
  return setting;
}

/// What a new regulation of this type is measured in: the one unit that its type takes.
std::string unit_of_type(const std::string& type) {
  const auto* known = sim::find_regulation_type(type);
  if (known == nullptr || sim::form_of(known->kind).units.empty()) return {};
  return std::string(sim::form_of(known->kind).units.front());
}

Json with_setting(const Json& regulations, const Setting& setting) {
  Json next = Json::array();
  bool found = false;
  for (Json regulation : regulations) {
    if (regulation["type"] == setting.type) {
      if (!setting.value || found) continue;
      regulation["value"] = *setting.value;
      if (!setting.unit.empty()) regulation["unit"] = setting.unit;
      found = true;
    }
    next.push_back(std::move(regulation));
  }
  if (!found && setting.value) {
    Json regulation = {{"type", setting.type}, {"value", *setting.value}};
    const auto unit = setting.unit.empty() ? unit_of_type(setting.type) : setting.unit;
    if (!unit.empty()) regulation["unit"] = unit;
    next.push_back(std::move(regulation));
  }
  return next;
}

Result<Json> with_regulations(Json regulations, const std::vector<std::string>& settings) {
  for (const auto& text : settings) {
    TWIN_TRY(const Setting setting, read_setting(text));
    regulations = with_setting(regulations, setting);
  }
  return regulations;
}

Result<Json> set_unit(TwinService& twin, const Arguments& arguments) {
  if (!arguments.input.empty()) {
    TWIN_TRY(const std::string text, read_whole_file(arguments.input));
    TWIN_TRY(const Json document, twin::parse_json(text));
    return twin.write_plan_unit(arguments.branch, arguments.plan_unit, document, false, arguments.author, "", "", 0,
                                {arguments.valid_from, arguments.valid_to});
  }
  if (arguments.regulations.empty()) {
    return Problem{"usage", "Nothing to set.", "plan set", "", "Give type=value pairs or --input FILE."};
  }
  TWIN_TRY(const Json unit, twin.plan_unit(arguments.branch, arguments.plan_unit));
  TWIN_TRY(Json regulations, with_regulations(unit["regulations"], arguments.regulations));
  const Json patch = {{"regulations", std::move(regulations)}};
  return twin.write_plan_unit(arguments.branch, arguments.plan_unit, patch, true, arguments.author,
                              unit["digest"].get<std::string>(), "", 0, {arguments.valid_from, arguments.valid_to});
}

/// "plan AK-000012 Testikaava, 13 In force, valid from 2025-05-01, repealed by AK-000020": what is known of it.
void show_plan(const Json& unit) {
  std::vector<std::string> parts;
  const Json plan = unit.value("plan", Json::object());
  std::string name = plan.value("identifier", plan.value("key", ""));
  if (plan.contains("name")) name += (name.empty() ? "" : " ") + plan["name"].get<std::string>();
  if (!name.empty()) parts.push_back("plan " + name);
  const std::string code = unit.value("life_cycle", "");
  if (const auto* state = twin::find_life_cycle(code)) parts.push_back(code + " " + std::string(state->name_en));
  const Json valid = unit.value("valid", Json::object());
  if (valid.contains("from")) parts.push_back("valid from " + valid["from"].get<std::string>());
  if (valid.contains("to")) parts.push_back("valid until " + valid["to"].get<std::string>());
  if (unit.contains("repealed_by")) {
    const bool ended = twin::phase_of(code) == twin::PlanPhase::kEnded;
    parts.push_back((ended ? "repealed by " : "a part repealed by ") + unit["repealed_by"].get<std::string>());
  }
  if (!parts.empty()) fmt::print("  {}\n", fmt::join(parts, ", "));
}

void show_unit(const Json& unit) {
  const Json& name = unit["name"];
  fmt::print("{}  {}  {}\n", unit["id"].get<std::string>(), unit["symbol"].get<std::string>(),
             name["en"].get<std::string>().empty() ? name["fi"].get<std::string>() : name["en"].get<std::string>());
  show_plan(unit);
  for (const Json& regulation : unit["regulations"]) fmt::print("  {}\n", regulation.dump());
  if (unit["edit_lock"].is_object()) {
    fmt::print("  locked by {} until {}\n", unit["edit_lock"]["owner"].get<std::string>(),
               unit["edit_lock"]["expires_at"].get<std::string>());
  }
}

void show_kpi(const Json& kpi) {
  if (kpi.contains("code")) {
    fmt::print("  no figures: {} {}\n", kpi["detail"].get<std::string>(), kpi["remedy"].get<std::string>());
    return;
  }
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
  if (verb == "list") answer = twin.plan_units(arguments.branch, {arguments.as_of, arguments.valid_at});
  if (verb == "show") {
    answer = twin.plan_unit(arguments.branch, arguments.plan_unit, {arguments.as_of, arguments.valid_at});
  }
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
    if (answer->contains("valid")) fmt::print("{}\n", span_in_words((*answer)["valid"]));
    show_kpi((*answer)["kpi"]);
  } else {
    fmt::print("{} {}ed\n", arguments.plan_unit, verb);
  }
  return kExitFine;
}

}  // namespace server
