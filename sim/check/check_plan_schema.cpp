#include "sim/check/building_facts.hpp"
#include "sim/check/check_plan_process.hpp"
#include "sim/zoning/unit_list.hpp"
#include "sim/zoning/zoning_input.hpp"

namespace sim {
namespace {

using twin::Json;

Json list_of(Json items, const char* title, const char* description) {
  return {{"type", "array"}, {"title", title}, {"description", description}, {"items", std::move(items)}};
}

Json nullable(const char* type, const char* title) {
  return {{"type", type}, {"nullable", true}, {"title", title}};
}

Json check_schema() {
  Json properties;
  properties["rule"] = {{"type", "string"}};
  properties["status"] = {{"type", "string"}, {"enum", {"fulfilled", "breached", "cannot tell"}}};
  properties["measured"] = nullable("number", "What the buildings have");
  properties["limit"] = nullable("number", "What the regulation sets");
  properties["unit"] = {{"type", "string"}};
  properties["excess"] = {{"type", "number"}, {"description", "beyond the limit, in the unit; 0 where fulfilled"}};
  properties["sentence"] = {{"type", "string"}};
  properties["geometry"] = {{"type", "object"}, {"description", "GeoJSON MultiPolygon: the part of the footprint in excess"}};
  properties["from_n2000_m"] = {{"type", "number"}, {"description", "level from which on it exceeds"}};
  properties["to_n2000_m"] = {{"type", "number"}};
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

}  // namespace

Json check_plan_input_schema() {
  Json properties = zoning_member_schemas();
  properties["plan_unit"]["description"] = "Id of a plan unit of the twin, instead of unit; with neither all plan units of the branch are checked.";
  properties["buildings"] = list_of(building_schema(), "Proposed buildings", "Levels are heights of the frame; what is left out is not known.");
  properties["existing"] = {{"type", "boolean"}, {"default", true}, {"title", "Whether the branch's buildings are checked too"}};
  properties["plan"] = plan_member_schema();
  properties["without_buildings"] = list_of({{"type", "string"}}, "Buildings to leave out", "Ids of buildings of the branch that the proposal takes away.");
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

Json check_plan_output_schema() {
  Json building;
  building["id"] = {{"type", "string"}};
  building["origin"] = {{"type", "string"}, {"enum", {"existing", "proposed"}}};
  building["share_within"] = {{"type", "number"}, {"description", "share of the footprint within the unit"}};
  building["measured"] = {{"type", "object"}};
  building["checks"] = {{"type", "array"}, {"items", check_schema()}};
  Json unit;
  unit["id"] = {{"type", "string"}};
  unit["symbol"] = {{"type", "string"}};
  unit["plot_area_m2"] = {{"type", "number"}};
  unit["floor_area_allowed_k_m2"] = nullable("number", "Floor area allowed, k-m2");
  unit["floor_area_used_k_m2"] = nullable("number", "Floor area of the buildings, k-m2; null where one is not known");
  unit["floor_area_reserve_k_m2"] = nullable("number", "Allowed less used, k-m2");
  unit["floor_area_may_exceed_k_m2"] = {{"type", "number"}, {"description", "part of thick walls by which it may be exceeded"}};
  unit["buildings_without_floor_area"] = {{"type", "integer"}};
  unit["checks"] = {{"type", "array"}, {"items", check_schema()}};
  unit["buildings"] = {{"type", "array"}, {"items", {{"type", "object"}, {"properties", std::move(building)}}}};
  unit["contradictions"] = {{"type", "array"}, {"items", {{"type", "object"}}}};
  unit["warnings"] = {{"type", "array"}, {"items", {{"type", "string"}}}};
  Json properties;
  properties["units"] = list_of({{"type", "object"}, {"properties", std::move(unit)}}, "Units", "Each with its buildings and their checks.");
  properties["summary"] = {{"type", "object"}, {"title", "How many checks are fulfilled, breached, cannot be told"}};
  properties["warnings"] = list_of({{"type", "string"}}, "Warnings", "Units that could not be computed.");
  properties["lineage"] = {{"type", "object"}, {"title", "Lineage"}};
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json check_plan_example() {
  const auto rectangle = [](double east, double north, double width, double depth) {
    const Json ring = Json::array({{east, north}, {east + width, north}, {east + width, north + depth}, {east, north + depth}, {east, north}});
    return Json{{"type", "Polygon"}, {"coordinates", Json::array({ring})}};
  };
  Json out;
  out["unit"] = rectangle(25497010, 6673005, 40, 50);
  out["crs"] = "EPSG:3879";
  out["regulations"] = Json::array({
      {{"type", "sallittuKerrosala"}, {"value", 3000}, {"unit", "k-m2"}},
      {{"type", "maanpaallinenKerrosluku"}, {"value", 4}},
      {{"type", "setback"}, {"value", 4}, {"unit", "m"}},
      {{"type", "vesikatonYlimmanKohdanKorkeusasema"}, {"value", 16}, {"unit", "m"}},
      {{"type", "ikkunatonSeina"}, {"text", "the wall towards the railway"}},
  });
  out["buildings"] = Json::array({{{"id", "A"},
                                   {"footprint", rectangle(25497012, 6673009, 30, 15)},
                                   {"base_n2000_m", 0},
                                   {"top_n2000_m", 16.5},
                                   {"storeys", 5},
                                   {"wall_thickness_m", 0.4}}});
  return out;
}

}  // namespace sim
