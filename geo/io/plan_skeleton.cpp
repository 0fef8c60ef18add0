#include "geo/io/plan_skeleton.hpp"

#include <algorithm>
#include <deque>

#include "geo/io/plan_fresh.hpp"
#include "geo/io/plan_outline.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::PlanUnit;

/// The area of the units together. Surfaces at height 0 are what `plan_outline` unites.
Json area_of(const std::vector<const PlanUnit*>& units, const std::string& srid) {
  std::deque<twin::Polygon3> surfaces;
  std::vector<const twin::Polygon3*> all;
  const auto flat = [](const twin::PlanRing& ring) {
    twin::Ring3 out;
    for (const auto& point : ring) out.points.push_back({point.east, point.north, 0});
    return out;
  };
  for (const auto* const unit : units) {
    auto& surface = surfaces.emplace_back();
    surface.exterior = flat(unit->boundary.outer);
    for (const auto& hole : unit->boundary.holes) surface.interiors.push_back(flat(hole));
    all.push_back(&surface);
  }
  const auto outline = units.size() == 1 ? std::vector{units.front()->boundary} : plan_outline(all);
  if (outline.empty()) return nullptr;
  auto out = fresh::geometry(outline.front(), srid);
  if (outline.size() == 1) return out;
  Json areas = Json::array();
  for (const auto& polygon : outline) areas.push_back(fresh::geometry(polygon, srid)["geometry"]["coordinates"]);
  out["geometry"] = {{"type", "MultiPolygon"}, {"coordinates", std::move(areas)}};
  return out;
}

/// What all units say alike; "" where they differ.
template <class Get>
auto common(const std::vector<const PlanUnit*>& units, Get get) {
  auto out = get(*units.front());
  for (const auto* const unit : units) {
    if (!(get(*unit) == out)) return decltype(out){};
  }
  return out;
}

Json operators(const std::string& key_member, const std::string& planner) {
  return {{key_member, fresh::key_of("planner " + planner)}, {"organizationName", planner}};
}

void put(Json& out, const char* member, Json value) {
  if (!value.is_null() && value != "") out[member] = std::move(value);
}

Json matter_of(const std::vector<const PlanUnit*>& units, const std::string& srid) {
  const auto& reference = units.front()->plan;
  Json plan = bare_plan(units, srid, true);
  const auto seed = reference.identifier.str() + reference.key.str();
  Json phase{{"planMatterPhaseKey", fresh::key_of(seed + " phase")},
             {"planDecision", {{"planDecisionKey", fresh::key_of(seed + " decision")}}}};
  put(phase, "lifeCycleStatus", plan.value("lifeCycleStatus", ""));
  phase["planDecision"]["plans"] = Json::array({std::move(plan)});
  Json out{{"planMatterPhases", Json::array({std::move(phase)})}};
  put(out, "permanentPlanIdentifier", reference.identifier.str());
  put(out, "planType", fresh::code_uri("RY_Kaavalaji", reference.kind.str()));
  if (!reference.name.empty()) out["name"]["fin"] = reference.name.str();
  return out;
}

Json plot_division_of(const std::vector<const PlanUnit*>& units, const std::string& srid) {
  const auto& reference = units.front()->plan;
  Json division{{"bindingPlotDivisionKey", reference.key.str()}, {"plotDivisionPlots", Json::array()}};
  put(division, "geographicalArea", area_of(units, srid));
  put(division, "periodOfValidity", fresh::period(common(units, [](const PlanUnit& unit) { return unit.valid; })));
  Json phase{{"bindingPlotDivisionMatterPhaseKey", fresh::key_of(reference.key.str() + " phase")}, {"bindingPlotDivision", std::move(division)}};
  Json out{{"permanentBindingPlotDivisionIdentifier", reference.identifier.str()}, {"phases", Json::array({std::move(phase)})}};
  if (!reference.name.empty()) out["name"]["fin"] = reference.name.str();
  if (!reference.planner.empty()) out["responsibleParty"] = operators("bindingPlotDivisionOperatorKey", reference.planner.str());
  return out;
}

}  // namespace

Json bare_plan(const std::vector<const PlanUnit*>& units, const std::string& srid, bool in_matter) {
  const auto& reference = units.front()->plan;
  Json out{{"planKey", reference.key.str()},
           {"planObjects", Json::array()},
           {"planRegulationGroups", Json::array()},
           {"planRegulationGroupRelations", Json::array()}};
  put(out, "geographicalArea", area_of(units, srid));
  put(out, "approvalDate", reference.approved.str());
  // What an object does not tell is its plan's: so the plan tells only what holds for all of them.
  put(out, "lifeCycleStatus", fresh::state_uri(common(units, [](const PlanUnit& unit) { return unit.life_cycle.str(); })));
  put(out, "periodOfValidity", fresh::period(common(units, [](const PlanUnit& unit) { return unit.valid; })));
  if (!in_matter) put(out, "planDescription", reference.name.str());
  if (!reference.planner.empty()) out["planners"] = Json::array({operators("planOperatorKey", reference.planner.str())});
  return out;
}

Json plan_skeleton(const std::vector<PlanUnit>& units, const std::string& srid) {
  std::vector<const PlanUnit*> all;
  for (const auto& unit : units) all.push_back(&unit);
  const auto& first = units.front();
  if (first.kind == "plot") return plot_division_of(all, srid);
  if (!first.plan.identifier.empty() || !first.plan.kind.empty()) return matter_of(all, srid);
  return bare_plan(all, srid, false);
}

}  // namespace geo
