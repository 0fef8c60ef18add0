#include "sim/zoning/unit_list.hpp"

#include "sim/run/input_reading.hpp"
#include "sim/zoning/table_input.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace sim {

using twin::Json;

bool asks_for_all(const Json& inputs) { return !inputs.contains("unit") && !inputs.contains("plan_unit"); }

twin::Result<std::vector<ZoningInput>> read_units(const Json& inputs, const RunContext& context) {
  std::vector<ZoningInput> out;
  if (!asks_for_all(inputs)) {
    if (inputs.contains("plan")) return input_invalid("/plan", "It chooses among all units.", inputs["plan"], "Send plan, or one unit.");
    TWIN_TRY(auto one, read_zoning_input(inputs, context));
    out.push_back(std::move(one));
    return out;
  }
  if (context.city == nullptr)
    return input_invalid("/unit", "The unit's boundary is missing.", Json(), "Send unit and regulations, or name a twin for all of its plan units.");
  for (const char* own : {"regulations", "crs", "ground_level_n2000_m", "zones", "overlays"}) {
    if (inputs.contains(own)) return input_invalid(pointer_to("", own), "It belongs to one unit.", inputs[own], "Send unit or plan_unit with it, or leave it out.");
  }
  TWIN_TRY(const auto tables, read_tables(inputs, context.city));
  TWIN_TRY(const auto day, read_date(inputs));
  std::string zone, plan;
  if (inputs.contains("parking_zone")) {
    TWIN_TRY(zone, read_text(inputs["parking_zone"], "/parking_zone"));
  }
  if (inputs.contains("plan")) {
    TWIN_TRY(plan, read_text(inputs["plan"], "/plan"));
  }
  context.city->for_each_plan_unit([&](twin::FeatureNumber, const twin::PlanUnit& unit) {
    if (twin::phase_of(unit.life_cycle.str()) == twin::PlanPhase::kEnded) return;
    if (!plan.empty() && unit.plan.key.str() != plan && unit.plan.identifier.str() != plan) return;
    ZoningInput input;
    input.unit = unit;
    input.crs = frame_of(context);
    input.seed = context.seed;
    input.tables = tables;
    input.day = day;
    input.zone = zone;
    out.push_back(std::move(input));
  });
  if (!plan.empty() && out.empty())
    return twin::Problem{"reference-missing", "The branch has no unit in force of this plan.", "/plan", twin::excerpt(plan),
                         "List the plans with: kaksonen plan list --twin TWIN"};
  return out;
}

twin::Result<Json> for_all(const std::vector<ZoningInput>& units, Sink& sink, const std::function<twin::Result<Json>(const ZoningInput&)>& one) {
  Json done = Json::array(), failed = Json::array();
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (sink.cancelled()) return twin::Problem{"run-cancelled", "The run was cancelled.", "", "", "Run it again."};
    auto out = one(units[i]);
    if (out) {
      (*out)["id"] = units[i].unit.id;
      done.push_back(std::move(*out));
    } else {
      const auto& problem = out.problem();
      failed.push_back({{"id", units[i].unit.id}, {"code", problem.code}, {"message", problem.message}, {"place", problem.place}});
    }
    sink.progress(static_cast<double>(i + 1) / static_cast<double>(units.size()), "units");
  }
  return Json{{"units", std::move(done)}, {"failed", std::move(failed)}};
}

void add_for_all_schema(Json& output_properties) {
  const auto list = [](const char* title, const char* description) {
    return Json{{"type", "array"}, {"title", title}, {"description", description}, {"items", {{"type", "object"}}}};
  };
  output_properties["units"] = list("Of all units: each with its id", "Where no unit was named; nothing else is given then but `failed`.");
  output_properties["failed"] = list("Units that could not be computed", "{id, code, message, place}");
}

Json plan_member_schema() {
  return {{"type", "string"}, {"title", "Plan"}, {"description", "Key or identifier: all of its units. Without unit, plan_unit and plan: all units of the branch."}};
}

}  // namespace sim
