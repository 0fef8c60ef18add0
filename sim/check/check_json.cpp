#include "sim/check/plan_check.hpp"
#include "sim/run/json_parts.hpp"

namespace sim {
namespace {

using twin::Json;

const char* name_of(CheckStatus status) {
  switch (status) {
    case CheckStatus::kFulfilled: return "fulfilled";
    case CheckStatus::kBreached: return "breached";
    case CheckStatus::kCannotTell: break;
  }
  return "cannot tell";
}

Json check_to_json(const Check& check) {
  Json out = {{"rule", check.rule}, {"status", name_of(check.status)}, {"measured", or_null(check.measured)},
              {"limit", or_null(check.limit)}, {"unit", check.unit}, {"excess", check.excess}};
  if (!check.sentence.empty()) out["sentence"] = check.sentence;
  if (check.from_m) out["from_n2000_m"] = *check.from_m;
  if (check.to_m) out["to_n2000_m"] = *check.to_m;
  if (check.where.empty()) return out;
  Json polygons = Json::array();
  for (const auto& polygon : check.where) polygons.push_back(polygon_to_json(polygon)["coordinates"]);
  out["geometry"] = {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
  return out;
}

Json checks_to_json(const std::vector<Check>& checks) {
  Json out = Json::array();
  for (const auto& check : checks) out.push_back(check_to_json(check));
  return out;
}

Json building_to_json(const CheckedBuilding& building) {
  const auto& facts = building.facts;
  Json measured = {{"floor_area_k_m2", or_null(facts.floor_area_k_m2)},
                   {"floor_area_source", facts.floor_area_source.empty() ? Json() : Json(facts.floor_area_source)},
                   {"storeys", or_null(facts.storeys)},
                   {"top_n2000_m", or_null(facts.top_m)},
                   {"eaves_n2000_m", or_null(facts.eaves_m)},
                   {"roof_slope_deg", or_null(facts.roof_slope_deg)}};
  if (!facts.use_2018.empty()) measured["use_2018"] = facts.use_2018;
  if (!facts.use_1994.empty()) measured["use_1994"] = facts.use_1994;
  if (!facts.deductions.empty()) {
    for (const auto& deduction : facts.deductions)
      measured["deductions"].push_back({{"storey", deduction.storey}, {"rule", deduction.rule}, {"k_m2", deduction.k_m2}});
  }
  return {{"id", facts.id}, {"origin", facts.proposed ? "proposed" : "existing"}, {"share_within", building.share},
          {"measured", std::move(measured)}, {"checks", checks_to_json(building.checks)}};
}

}  // namespace

Json to_json(const CheckedUnit& unit) {
  Json buildings = Json::array();
  for (const auto& building : unit.buildings) buildings.push_back(building_to_json(building));
  Json contradictions = Json::array();
  for (const auto& one : unit.contradictions) contradictions.push_back({{"rules", one.types}, {"sentence", one.sentence}});
  return {{"id", unit.id},
          {"symbol", unit.symbol},
          {"plot_area_m2", unit.plot_area_m2},
          {"floor_area_allowed_k_m2", or_null(unit.floor_area_allowed_k_m2)},
          {"floor_area_used_k_m2", or_null(unit.floor_area_used_k_m2)},
          {"floor_area_reserve_k_m2", or_null(unit.reserve_k_m2)},
          {"floor_area_may_exceed_k_m2", unit.floor_area_may_exceed_k_m2},
          {"buildings_without_floor_area", unit.buildings_without_floor_area},
          {"checks", checks_to_json(unit.checks)},
          {"buildings", std::move(buildings)},
          {"contradictions", std::move(contradictions)},
          {"warnings", unit.warnings}};
}

}  // namespace sim
