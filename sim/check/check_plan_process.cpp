#include "sim/check/check_plan_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>

#include "sim/check/plan_check.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/zoning/table_input.hpp"
#include "sim/zoning/unit_list.hpp"
#include "sim/zoning/zoning_input.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kMostBuildings = 10'000;

twin::Result<std::set<std::string>> read_left_out(const Json& inputs, const RunContext& context) {
  std::set<std::string> out;
  if (!inputs.contains("without_buildings")) return out;
  const Json& list = inputs["without_buildings"];
  if (!list.is_array()) return input_invalid("/without_buildings", "Ids of buildings are a list.", list, "Send [\"id\", …].");
  for (std::size_t i = 0; i < list.size(); ++i) {
    TWIN_TRY(auto id, read_text(list[i], pointer_to("/without_buildings", i)));
    out.insert(std::move(id));
  }
  auto missing = out;
  if (context.city != nullptr)
    context.city->for_each_building([&](twin::FeatureNumber, const twin::Building& building) { missing.erase(building.id); });
  if (missing.empty()) return out;
  return twin::Problem{"reference-missing", "There is no building of this id on this branch.", "/without_buildings",
                       twin::excerpt(*missing.begin()), "Name buildings of the branch that the proposal takes away."};
}

twin::Result<std::vector<BuildingFacts>> read_buildings(const Json& inputs, const RunContext& context, const FloorAreaRules& rules,
                                                        double storey_height_m) {
  std::vector<BuildingFacts> out;
  TWIN_TRY(const auto left_out, read_left_out(inputs, context));
  bool existing = context.city != nullptr;
  if (inputs.contains("existing")) {
    if (!inputs["existing"].is_boolean()) return input_invalid("/existing", "Whether the branch's buildings count.", inputs["existing"], "Send true or false.");
    existing = existing && inputs["existing"].get<bool>();
  }
  if (existing) {
    context.city->for_each_building([&](twin::FeatureNumber, const twin::Building& building) {
      if (!left_out.contains(building.id)) out.push_back(facts_of(building));
    });
  }
  if (!inputs.contains("buildings")) return out;
  const Json& list = inputs["buildings"];
  if (!list.is_array()) return input_invalid("/buildings", "Buildings are a list.", list, "Send [{\"footprint\": …}, …].");
  if (list.size() > kMostBuildings)
    return twin::Problem{"value-out-of-range", fmt::format("At most {} buildings are sent.", kMostBuildings), "/buildings",
                         fmt::format("{}", list.size()), "Put them on a branch of the twin."};
  std::unordered_map<std::string, bool> proposed;
  for (const auto& building : out) proposed.emplace(building.id, false);
  for (std::size_t i = 0; i < list.size(); ++i) {
    TWIN_TRY(auto facts, facts_from_json(list[i], pointer_to("/buildings", i), rules, storey_height_m));
    if (facts.id.empty()) facts.id = fmt::format("proposed {}", i + 1);
    const auto [same, is_new] = proposed.emplace(facts.id, true);
    if (!is_new)
      return twin::Problem{"input-invalid", "There are two buildings of this id.", pointer_to(pointer_to("/buildings", i), "id"), twin::excerpt(facts.id),
                           same->second ? "Send each building once." : "Name the branch's building in without_buildings, or send another id."};
    out.push_back(std::move(facts));
  }
  return out;
}

struct Tally {
  int fulfilled = 0, breached = 0, cannot_tell = 0;
  void count(const std::vector<Check>& checks) {
    for (const auto& check : checks)
      ++(check.status == CheckStatus::kFulfilled ? fulfilled : check.status == CheckStatus::kBreached ? breached : cannot_tell);
  }
};

class CheckPlanProcess final : public Process {
 public:
  std::string_view id() const override { return "check-plan"; }
  std::string_view version() const override { return "1.3.0"; }
  std::string_view title() const override { return "Check of a plan"; }
  std::string_view summary() const override {
    return "Existing and proposed buildings against each regulation of their plan unit: fulfilled, breached or cannot tell, "
           "with what was measured, the limit, the excess and where it lies; floor area used, allowed and in reserve.";
  }
  Json input_schema() const override { return check_plan_input_schema(); }
  Json output_schema() const override { return check_plan_output_schema(); }
  Json example() const override { return check_plan_example(); }

  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override {
    sink.progress(0, "inputs");
    auto names = zoning_members();
    names.insert(names.end(), {"buildings", "existing", "without_buildings", "plan"});
    TWIN_CHECK(expect_members(inputs, "", names));
    TWIN_TRY(const auto units, read_units(inputs, context));
    const double storey_height = units.size() == 1 ? units.front().unit.assumptions.storey_height_m : twin::CapacityAssumptions{}.storey_height_m;
    TWIN_TRY(const auto tables, read_tables(inputs, context.city));
    TWIN_TRY(const auto buildings,
             read_buildings(inputs, context, tables ? tables->floor_area : shipped_zoning_tables().floor_area, storey_height));
    Json checked = Json::array(), warnings = Json::array();
    Tally tally;
    std::set<std::string> unplaced;
    bool all = true;
    for (const auto& building : buildings) {
      if (building.proposed) unplaced.insert(building.id);
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (sink.cancelled()) return twin::Problem{"run-cancelled", "The run was cancelled before it ended.", "", "", "Run it again."};
      const auto unit = check_unit(units[i], buildings, context.blobs);
      if (!unit && units.size() == 1) return unit.problem();
      if (!unit) {  // of a whole plan: one unit that cannot be computed must not hide the others
        warnings.push_back(fmt::format("{}: {} {}", units[i].unit.id, unit.problem().message, unit.problem().value));
        all = false;
        continue;
      }
      tally.count(unit->checks);
      for (const auto& building : unit->buildings) {
        tally.count(building.checks);
        unplaced.erase(building.facts.id);
      }
      checked.push_back(to_json(*unit));
      sink.progress(static_cast<double>(i + 1) / static_cast<double>(units.size()), "units");
    }
    for (const auto& id : unplaced) warnings.push_back(fmt::format("{} lies in none of the units{}: nothing was checked of it.", id, all ? "" : " that could be computed"));
    Json lineage = {{"engine", id()}, {"version", version()}, {"seed", context.seed},
                    {"inputs_hash", twin::sha256(inputs.dump(-1, ' ', false, Json::error_handler_t::replace)).hex()}};
    if (context.city != nullptr) lineage["commit"] = context.city->head().hex();
    return Json{{"units", std::move(checked)},
                {"summary", {{"fulfilled", tally.fulfilled}, {"breached", tally.breached}, {"cannot_tell", tally.cannot_tell}}},
                {"warnings", std::move(warnings)},
                {"lineage", std::move(lineage)}};
  }
};

}  // namespace

const Process& check_plan_process() {
  static const CheckPlanProcess process;
  return process;
}

}  // namespace sim
