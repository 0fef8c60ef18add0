#include "geo/io/plan_choice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "geo/io/plan_fresh.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::PlanUnit;
using twin::Problem;
using twin::Result;

/// Units that belong together in one document.
struct Group {
  std::string identifier, key;  ///< the identifier tells plans apart, the key where there is none
  bool plots = false;
  std::vector<const PlanUnit*> units;

  bool named() const { return !identifier.empty() || !key.empty(); }
  bool is(const std::string& name) const {
    return name == identifier || std::any_of(units.begin(), units.end(), [&](const PlanUnit* unit) {
             return name == unit->plan.key.str() || name == unit->plan.name.str();
           });
  }
  std::string shown() const {
    const auto& name = units.front()->plan.name.str();
    return twin::excerpt((identifier.empty() ? key : identifier) + (name.empty() ? "" : " (" + name + ")"), 60);
  }
};

std::vector<Group> groups_in(const twin::BranchState& state) {
  std::vector<Group> out;
  state.for_each_plan_unit([&](twin::FeatureNumber, const PlanUnit& unit) {
    const auto& identifier = unit.plan.identifier.str();
    const auto key = identifier.empty() ? unit.plan.key.str() : std::string();
    const bool plots = unit.kind == "plot";
    auto found = std::find_if(out.begin(), out.end(), [&](const Group& group) { return group.identifier == identifier && group.key == key && group.plots == plots; });
    if (found == out.end()) found = out.insert(out.end(), Group{identifier, key, plots, {}});
    found->units.push_back(&unit);
  });
  return out;
}

std::string list_of(const std::vector<Group>& groups) {
  constexpr std::size_t kMostListed = 10;
  std::string out;
  std::size_t count = 0;
  for (const auto& group : groups) {
    if (!group.named() || ++count > kMostListed) continue;
    out += (out.empty() ? "" : ", ") + group.shown();
  }
  return out + (count > kMostListed ? fmt::format(" and {} more", count - kMostListed) : "");
}

Problem no_units() {
  return {"value-missing", "There is no plan unit to write.", "", "", "Import a plan, or draw a unit on the branch."};
}

Result<const Group*> find_group(const std::vector<Group>& groups, const std::string& name) {
  if (groups.empty()) return no_units();
  if (!name.empty()) {
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return group.named() && group.is(name); });
    if (found != groups.end()) return &*found;
    const auto list = list_of(groups);
    return Problem{"parameter-invalid", "The branch has no plan of this key, identifier or name.", "--plan", twin::excerpt(name),
                   list.empty() ? "Its units belong to no plan: leave --plan out." : "Its plans are " + list + "."};
  }
  const auto named = std::count_if(groups.begin(), groups.end(), [](const Group& group) { return group.named(); });
  if (named > 1) {
    return Problem{"parameter-invalid", "The branch has several plans, and a file of this form holds one.", "--plan", fmt::format("{} plans", named),
                   "Say which one: " + list_of(groups) + "."};
  }
  const auto only = std::find_if(groups.begin(), groups.end(), [](const Group& group) { return group.named(); });
  return only != groups.end() ? &*only : &groups.front();
}

bool lies_in_box_of(const PlanUnit& unit, const std::vector<const PlanUnit*>& units) {
  twin::Box box;
  for (const auto* const each : units) {
    for (const auto& point : each->boundary.outer) box.add(twin::WorkingPosition{point.east, point.north, 0});
  }
  return std::all_of(unit.boundary.outer.begin(), unit.boundary.outer.end(), [&](const twin::PlanPosition& point) {
    return point.east >= box.low.east && point.east <= box.high.east && point.north >= box.low.north && point.north <= box.high.north;
  });
}

}  // namespace

Result<ChosenPlan> choose_plan(const twin::BranchState& state, const std::string& plan, twin::Diagnostics& told) {
  const auto groups = groups_in(state);
  TWIN_TRY(const Group* const chosen, find_group(groups, plan));
  auto reference = chosen->units.front()->plan;
  if (!chosen->named()) {
    const auto* const manifest = state.manifest();
    reference.key = fresh::key_of("plan of " + (manifest != nullptr ? manifest->name : std::string()));
  }
  ChosenPlan out{{}, chosen->identifier};
  std::size_t joined = 0;
  state.for_each_plan_unit([&](twin::FeatureNumber, const PlanUnit& unit) {
    const bool own = std::find(chosen->units.begin(), chosen->units.end(), &unit) != chosen->units.end();
    const bool drawn = unit.plan.identifier.empty() && unit.plan.key.empty() && (unit.kind == "plot") == chosen->plots;
    if (!own && !(drawn && (plan.empty() || lies_in_box_of(unit, chosen->units)))) return;
    out.units.push_back(unit);
    if (!drawn) return;
    out.units.back().plan = reference;
    ++joined;
  });
  if (joined > 0) {
    told.add({"plan-unit-joined", twin::Severity::kInfo, "", "", "plan units", fmt::format("{} units", joined),
              fmt::format("They were drawn without a plan and go out as part of {}.",
                          twin::excerpt(reference.identifier.empty() ? reference.key.str() : reference.identifier.str()))});
  }
  return out;
}

Result<std::vector<PlanUnit>> units_of_plan(const twin::BranchState& state, const std::string& plan) {
  const auto groups = groups_in(state);
  const Group* chosen = nullptr;
  if (plan.empty() && groups.empty()) return no_units();
  if (!plan.empty()) {
    TWIN_TRY(chosen, find_group(groups, plan));
  }
  std::vector<PlanUnit> out;
  state.for_each_plan_unit([&](twin::FeatureNumber, const PlanUnit& unit) {
    if (chosen == nullptr || std::find(chosen->units.begin(), chosen->units.end(), &unit) != chosen->units.end()) out.push_back(unit);
  });
  return out;
}

}  // namespace geo
