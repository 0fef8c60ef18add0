#include "sim/compare/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/zoning/table_input.hpp"
#include "sim/zoning/zoning_input.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace sim {
namespace {

using twin::Json;

constexpr std::size_t kMostUnits = 2000, kMostBuildings = 10'000;

twin::Digest digest_of(const Json& json) { return twin::sha256(json.dump(-1, ' ', false, Json::error_handler_t::replace)); }

/// A problem of a part, whose places begin at that part.
twin::Problem within(twin::Problem problem, const std::string& pointer) {
  problem.place = problem.place.empty() || problem.place.front() == '/' ? pointer + problem.place : pointer + ": " + problem.place;
  return problem;
}

/// What all scenarios of a request share.
class ScenarioReader {
 public:
  ScenarioReader(const Json& inputs, const KpiSet& kpis, const RunContext& context) : inputs_(inputs), kpis_(kpis), context_(context) {}

  twin::Status prepare() {
    TWIN_TRY(tables_, read_tables(inputs_, nullptr));
    TWIN_TRY(day_, read_date(inputs_));
    if (inputs_.contains("parking_zone")) {
      TWIN_TRY(zone_, read_text(inputs_["parking_zone"], "/parking_zone"));
    }
    if (!inputs_.contains("plan_units")) return twin::Done{};
    const Json& list = inputs_["plan_units"];
    if (!list.is_array() || list.empty()) return input_invalid("/plan_units", "Ids of plan units are a list.", list, "Send [\"AK-1\", …], or leave it out for all.");
    for (std::size_t i = 0; i < list.size(); ++i) {
      TWIN_TRY(auto id, read_text(list[i], pointer_to("/plan_units", i)));
      chosen_.insert(std::move(id));
    }
    return twin::Done{};
  }

  twin::Result<Scenario> read(const Json& json, std::size_t place) {
    const std::string pointer = pointer_to("/scenarios", place);
    Scenario out;
    if (json.is_string()) {
      out.name = out.branch = json.get<std::string>();
      TWIN_CHECK(read_branch(out, pointer));
      return out;
    }
    TWIN_CHECK(expect_members(json, pointer, {"name", "branch", "units", "buildings", "figures"}));
    if (json.contains("branch")) {
      if (json.contains("units")) return input_invalid(pointer_to(pointer, "units"), "A branch has its own plan units.", json["units"], "Send branch or units, not both.");
      TWIN_TRY(out.branch, read_text(json["branch"], pointer_to(pointer, "branch")));
      out.name = out.branch;
    } else if (!json.contains("units") && !json.contains("figures")) {
      return input_invalid(pointer, "A scenario has a branch, units or figures.", json, "Send \"branch\": \"plan-b\", or units as zoning-capacity takes them.");
    }
    if (json.contains("name")) {
      TWIN_TRY(out.name, read_text(json["name"], pointer_to(pointer, "name")));
    }
    if (out.name.empty()) out.name = fmt::format("scenario {}", place + 1);
    if (out.name.size() > 200) return input_invalid(pointer_to(pointer, "name"), "A name has at most 200 bytes.", json["name"], "Shorten it.");
    if (!out.branch.empty()) TWIN_CHECK(read_branch(out, pointer));
    if (json.contains("units")) TWIN_CHECK(read_units(json["units"], pointer_to(pointer, "units"), out));
    if (json.contains("buildings")) TWIN_CHECK(read_buildings(json["buildings"], pointer_to(pointer, "buildings"), out));
    if (json.contains("figures")) TWIN_CHECK(read_figures(json["figures"], pointer_to(pointer, "figures"), out));
    return out;
  }

 private:
  twin::Status read_branch(Scenario& out, const std::string& pointer) const {
    if (!context_.states)
      return twin::Problem{"reference-missing", "There is no twin to take a branch from.", pointer, twin::excerpt(out.branch), "Name the twin, or send units inline."};
    auto state = context_.states(out.branch);
    if (!state) {
      twin::Problem problem = state.problem();
      problem.place = pointer;
      if (problem.value.empty()) problem.value = twin::excerpt(out.branch);
      return problem;
    }
    out.state = *state;
    // A branch may have rule tables of its own.
    TWIN_TRY(const auto tables, read_tables(inputs_, out.state.get()));
    const auto* const manifest = out.state->manifest();
    const std::string crs = manifest == nullptr || manifest->crs == "local" ? "" : manifest->crs;
    std::size_t ended = 0, plots = 0, below = 0;
    std::set<std::string> found;
    out.state->for_each_plan_unit([&](twin::FeatureNumber number, const twin::PlanUnit& unit) {
      if (!chosen_.empty() && !chosen_.contains(unit.id)) return;
      found.insert(unit.id);
      if (twin::phase_of(unit.life_cycle.str()) == twin::PlanPhase::kEnded) return void(++ended);
      if (unit.kind == "plot") return void(++plots);
      if (unit.underground == "01") return void(++below);
      ScenarioUnit one;
      one.input.unit = unit;
      one.input.crs = crs;
      one.input.seed = context_.seed;
      one.input.tables = tables;
      one.input.zone = zone_;
      one.input.day = day_;
      one.number = number;
      one.value = out.state->feature(number)->value;
      one.counts_land = unit.related.empty();
      out.units.push_back(std::move(one));
    });
    if (ended > 0) out.warnings.push_back(fmt::format("{} plan units have ended and are left out.", ended));
    if (plots > 0) out.warnings.push_back(fmt::format("{} plots are left out: the plan units that they divide are counted.", plots));
    if (below > 0) out.warnings.push_back(fmt::format("{} plan units below ground are left out.", below));
    for (const auto& id : chosen_) {
      // A scenario may lack a unit that another one has.
      if (!found.contains(id)) out.warnings.push_back(fmt::format("There is no plan unit {}.", twin::excerpt(id)));
    }
    return twin::Done{};
  }

  twin::Status read_units(const Json& list, const std::string& pointer, Scenario& out) const {
    if (!list.is_array() || list.empty()) return input_invalid(pointer, "Units are a list.", list, "Send [{\"unit\": …, \"regulations\": […]}].");
    if (list.size() > kMostUnits)
      return twin::Problem{"value-out-of-range", fmt::format("At most {} units are sent.", kMostUnits), pointer, fmt::format("{}", list.size()), "Put them on a branch of the twin."};
    RunContext inline_only;
    inline_only.seed = context_.seed;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto place = pointer_to(pointer, i);
      auto names = zoning_members();
      names.insert(names.end(), {"id", "use_codes"});
      TWIN_CHECK(expect_members(list[i], place, names));
      auto input = read_zoning_input(list[i], inline_only);
      if (!input) return within(input.problem(), place);
      ScenarioUnit one;
      one.input = std::move(*input);
      one.input.unit.id = fmt::format("unit {}", i + 1);
      if (list[i].contains("id")) {
        TWIN_TRY(one.input.unit.id, read_text(list[i]["id"], pointer_to(place, "id")));
      }
      if (list[i].contains("use_codes")) TWIN_CHECK(read_uses(list[i]["use_codes"], pointer_to(place, "use_codes"), one.input.unit));
      if (!one.input.tables) one.input.tables = tables_;
      if (one.input.zone.empty()) one.input.zone = zone_;
      if (one.input.day.empty()) one.input.day = day_;
      one.value = digest_of(list[i]);
      out.units.push_back(std::move(one));
    }
    return twin::Done{};
  }

  static twin::Status read_uses(const Json& list, const std::string& pointer, twin::PlanUnit& into) {
    if (!list.is_array() || list.size() > 100) return input_invalid(pointer, "Use codes are a list.", list, "Send [\"asuinkerrostaloalue\"].");
    for (std::size_t i = 0; i < list.size(); ++i) {
      TWIN_TRY(into.use_codes.emplace_back(), read_text(list[i], pointer_to(pointer, i)));
    }
    return twin::Done{};
  }

  twin::Status read_buildings(const Json& list, const std::string& pointer, Scenario& out) const {
    if (!list.is_array() || list.size() > kMostBuildings) return input_invalid(pointer, "Buildings are a list of at most 10,000.", list, "Send [{\"footprint\": …}, …].");
    const auto& rules = tables_ ? tables_->floor_area : shipped_zoning_tables().floor_area;
    for (std::size_t i = 0; i < list.size(); ++i) {
      TWIN_TRY(auto facts, facts_from_json(list[i], pointer_to(pointer, i), rules, twin::CapacityAssumptions{}.storey_height_m));
      if (facts.id.empty()) facts.id = fmt::format("proposed {}", i + 1);
      out.sent.push_back({std::move(facts), digest_of(list[i]), false});
    }
    return twin::Done{};
  }

  twin::Status read_figures(const Json& json, const std::string& pointer, Scenario& out) const {
    if (!json.is_object()) return input_invalid(pointer, "Figures are an object of inputs.", json, "Send {\"parking_provided\": 120}.");
    for (const auto& [name, value] : json.items()) {
      const bool assumption = std::any_of(kpis_.assumptions.begin(), kpis_.assumptions.end(), [&id = name](const auto& one) { return one.id == id; });
      if (assumption || !kpis_.inputs.contains(name)) {
        std::vector<std::string_view> known;
        for (const auto& [input, unit] : kpis_.inputs) known.push_back(input);
        return twin::Problem{"member-unknown", assumption ? "Assumptions are the same for all scenarios." : "There is no input of this name.", pointer_to(pointer, twin::excerpt(name)),
                             twin::excerpt(name), assumption ? "Send it in assumptions." : did_you_mean(name, known)};
      }
      TWIN_TRY(out.figures[name], read_number(value, pointer_to(pointer, name), {-1e15, 1e15}));
    }
    return twin::Done{};
  }

  const Json& inputs_;
  const KpiSet& kpis_;
  const RunContext& context_;
  std::string day_;  ///< "": whatever day
  std::shared_ptr<const ZoningTables> tables_;
  std::string zone_;
  std::set<std::string> chosen_;
};

}  // namespace

twin::Result<std::vector<Scenario>> read_scenarios(const Json& inputs, const KpiSet& kpis, const RunContext& context) {
  if (!inputs.contains("scenarios") || !inputs["scenarios"].is_array())
    return input_invalid("/scenarios", "Scenarios are a list.", inputs.value("scenarios", Json()), "Send [\"main\", \"plan-b\"], names of branches.");
  const Json& list = inputs["scenarios"];
  if (list.size() < 2 || list.size() > kMostScenarios)
    return twin::Problem{"value-out-of-range", fmt::format("2 to {} scenarios are compared.", kMostScenarios), "/scenarios", fmt::format("{}", list.size()), "Name the branches to compare."};
  ScenarioReader reader(inputs, kpis, context);
  TWIN_CHECK(reader.prepare());
  std::vector<Scenario> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    TWIN_TRY(Scenario one, reader.read(list[i], i));
    if (std::any_of(out.begin(), out.end(), [&](const Scenario& other) { return other.name == one.name; }))
      return input_invalid(pointer_to("/scenarios", i), "Two scenarios have one name.", list[i], "Give each its own name.");
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace sim
