#include <fmt/format.h>

#include "sim/check/building_facts.hpp"
#include "sim/compare/comparison_process.hpp"
#include "sim/compare/sun_order.hpp"
#include "sim/kpi/kpi_inputs.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/schema_parts.hpp"
#include "sim/zoning/zoning_input.hpp"

namespace sim {
namespace {

using twin::Json;

Json list_of(Json items, const char* title, const char* description = nullptr) {
  Json out = {{"type", "array"}, {"title", title}, {"items", std::move(items)}};
  if (description != nullptr) out["description"] = description;
  return out;
}

Json object_of(const char* title, const char* description = nullptr) {
  Json out = {{"type", "object"}, {"title", title}};
  if (description != nullptr) out["description"] = description;
  return out;
}

Json scenario_schema() {
  Json unit = {{"type", "object"}, {"description", "As zoning-capacity takes it, with id and use_codes beside it"}, {"properties", zoning_member_schemas()}};
  unit["properties"]["id"] = text_schema("Name of the unit");
  unit["properties"]["use_codes"] = list_of({{"type", "string"}}, "National use codes");
  Json figures = object_of("Inputs that the scenario gives itself, each in its unit");
  for (const auto& input : kpi_inputs()) figures["properties"][std::string(input.name)] = number_schema(fmt::format("{}, {}", input.title, input.unit).c_str());
  Json whole = {{"type", "object"}, {"additionalProperties", false}};
  whole["properties"]["name"] = text_schema("Name in the answer");
  whole["properties"]["branch"] = text_schema("Branch of the twin", "\"plan-b\", or \"plan-b@2026-11-22T12:00:00Z\" for its past.");
  whole["properties"]["units"] = list_of(std::move(unit), "Plan units, sent inline");
  whole["properties"]["buildings"] = list_of(building_schema(), "Buildings that stand or are proposed, beside those of the branch");
  whole["properties"]["figures"] = std::move(figures);
  return {{"oneOf", {{{"type", "string"}, {"description", "A branch"}}, std::move(whole)}}};
}

}  // namespace

Json comparison_input_schema() {
  Json properties;
  properties["scenarios"] = list_of(scenario_schema(), "What is compared", "The first one is what differences are from.");
  properties["scenarios"]["minItems"] = 2;
  properties["scenarios"]["maxItems"] = 10;
  properties["kpis"] = list_of({{"type", "string"}}, "Ids of the key figures", "All where left out.");
  Json file = {{"type", "object"}, {"required", {"name", "text"}}, {"properties", {{"name", {{"type", "string"}}}, {"text", {{"type", "string"}}}}}};
  properties["kpi_files"] = list_of(std::move(file), "Own files of key figures (TOML)", "Form: datasets/kpi/built.toml. A figure of an id that is known replaces it.");
  properties["weights"] = object_of("Weights of key figures in the ranking", "{\"dwellings\": 2}; only figures that have a better direction; those without a weight have that of their file.");
  properties["assumptions"] = object_of("Assumptions for all scenarios",
                                        "Numbers or distributions: {\"m2_per_resident\": {\"type\": \"triangular\", \"low\": 35, \"mode\": 40, \"high\": 48}}. Of plan units: storey_height_m, "
                                        "net_ratio, m2_per_resident, k_m2_per_dwelling, k_m2_per_parking_space; and those that files of key figures declare. Types: uniform, triangular, normal, values.");
  properties["samples"] = {{"type", "integer"}, {"minimum", 0}, {"maximum", 100000}, {"title", "Draws of the assumptions"}, {"description", "1,000 where an assumption is a distribution; 0: none."}};
  properties["seed"] = {{"type", "integer"}, {"minimum", 0}, {"title", "Seed"}, {"description", "In place of the run's."}};
  properties["plan_units"] = list_of({{"type", "string"}}, "Ids of the branches' plan units that count", "All where left out.");
  const Json of_zoning = zoning_member_schemas();
  for (const char* name : {"parking_zone", "tables", "date"}) {
    if (of_zoning.contains(name)) properties[name] = of_zoning[name];
  }
  properties["sun"] = sun_order_schema();
  properties["map"] = {{"type", "boolean"}, {"title", "Whether the map of differences is wanted"}};
  return {{"type", "object"}, {"additionalProperties", false}, {"required", {"scenarios"}}, {"properties", std::move(properties)}};
}

Json comparison_output_schema() {
  Json properties;
  properties["scenarios"] = list_of({{"type", "object"}}, "The scenarios", "Commit, inputs with their values, units and sources, breaches, contradictions, warnings.");
  properties["kpis"] = list_of({{"type", "object"}}, "Key figures", "values and differences by scenario; a value that cannot be computed is null, with its reason. regret: what each falls short of the best.");
  properties["dominance"] = object_of("Which scenario is as good in every figure and better in one", "left_out: figures that cannot decide, and why.");
  properties["ranking"] = nullable(object_of("Weighted ranking", "scores 0 to 1; flips: the weights at which two scenarios change places."));
  properties["regret"] = nullable(object_of("The largest share of a figure's range that each scenario misses"));
  properties["robustness"] = nullable(object_of("Over all draws: how often row beats column, largest regret, how often each is first"));
  properties["assumptions"] = list_of({{"type", "object"}}, "Assumptions that were used");
  properties["differences"] = list_of({{"type", "object"}}, "Features that differ from the first scenario");
  properties["map"] = nullable(object_of("GeoJSON of plan units and changed buildings, in the twin's frame", "A column for each scenario, and for each difference from the first."));
  properties["lineage"] = lineage_schema();
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json comparison_example() {
  const auto plot = [](double efficiency, double storeys) {
    Json unit;
    unit["id"] = "plot";
    unit["use_codes"] = {"asuinkerrostaloalue"};
    unit["crs"] = "EPSG:3879";
    unit["unit"] = {{"type", "Polygon"}, {"coordinates", {{{25497010, 6673005}, {25497050, 6673005}, {25497050, 6673055}, {25497010, 6673055}, {25497010, 6673005}}}}};
    unit["regulations"] = {{{"type", "tehokkuusluku"}, {"value", efficiency}},
                           {{"type", "maanpaallinenKerrosluku"}, {"value", storeys}},
                           {{"type", "rakentamisenSuhdeAlueenPintaAlaan"}, {"value", 30}, {"unit", "%"}}};
    return unit;
  };
  Json a = {{"name", "four storeys"}, {"units", {plot(1.5, 4)}}, {"figures", {{"parking_provided", 20}}}};
  Json b = {{"name", "five storeys"}, {"units", {plot(1.5, 5)}}, {"figures", {{"parking_provided", 20}}}};
  Json out;
  out["scenarios"] = {std::move(a), std::move(b)};
  out["weights"] = {{"parking_balance", 0.5}};
  out["assumptions"]["m2_per_resident"] = {{"type", "triangular"}, {"low", 35}, {"mode", 40}, {"high", 48}};
  out["samples"] = 200;
  return out;
}

}  // namespace sim
