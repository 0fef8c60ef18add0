#include "sim/zoning/regulation_types.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "sim/zoning/unit_list.hpp"
#include "sim/zoning/zoning_input.hpp"
#include "sim/zoning/zoning_process.hpp"

namespace sim {
namespace {

using twin::Json;

Json number(const char* title, const char* description = nullptr) {
  Json out = {{"type", "number"}, {"title", title}};
  if (description != nullptr) out["description"] = description;
  return out;
}

Json or_null(const char* type, const char* title) {
  return {{"type", type},
          {"nullable", true},
          {"title", title},
          {"description", "null where it cannot be computed; warnings say why"}};
}

Json polygon_schema() {
  const Json position = {
      {"type", "array"}, {"items", {{"type", "number"}}}, {"minItems", 2}, {"maxItems", 3}};
  const Json ring = {{"type", "array"}, {"items", position}, {"minItems", 3}};
  return {
      {"type", "object"},
      {"title", "Boundary"},
      {"description",
       "GeoJSON Polygon; positions are easting, northing in metres, a third number is ignored. Edge i joins "
       "vertices i and i+1 of the outer ring as sent."},
      {"required", {"type", "coordinates"}},
      {"additionalProperties", false},
      {"properties",
       {{"type", {{"type", "string"}, {"enum", {"Polygon"}}}},
        {"coordinates", {{"type", "array"}, {"items", ring}, {"minItems", 1}}}}}};
}

Json regulations_schema() {
  Json types = Json::array();
  for (const auto& type : regulation_types()) types.push_back(type.code);
  Json properties;
  properties["type"] = {{"type", "string"}, {"enum", std::move(types)}};
  properties["value"] = {{"type", "number"}};
  properties["value_max"] = number("Upper end", "Where the plan gives a range; it is the end that counts.");
  properties["unit"] = {{"type", "string"},
                        {"description", "k-m2, %, m …; not needed for plain numbers and storeys"}};
  properties["text"] = {{"type", "string"}};
  properties["angle_deg"] = number("Angle above the horizon", "sky-plane only, between 0 and 90");
  properties["start_height_m"] = number("Start height above ground", "sky-plane and tier");
  properties["edges"] = {{"type", "array"},
                         {"items", {{"type", "integer"}, {"minimum", 0}}},
                         {"description", "sky-plane, tier, edge-orientation and edge-adjacency; all edges where left out"}};
  properties["code"] = {{"type", "string"}, {"description", "Where the value is a code of a national list."}};
  properties["information"] = {{"type", "array"},
                               {"items", {{"type", "object"}}},
                               {"description",
                                "Additional information {type, code, value, value_max, unit, text}; evaluated are "
                                "kayttotarkoituskohdistus (code: the use meant), kayttotarkoituksenOsuusKerrosalasta "
                                "(value in k-m2 or %), and for sky planes and tiers orientation (code front, rear, side), "
                                "adjacency (code street, interior), horizontal-offset (value, m), above-storey (value)."}};
  properties["group"] = {{"type", "string"}, {"description", "Key of the regulation group."}};
  properties["life_cycle"] = {{"type", "string"}, {"description", "kaavaelinkaari, 01 to 17; 14 to 17 are not evaluated"}};
  properties["valid"] = {{"type", "object"}, {"description", "Days {from, to}."}};
  properties["place"] = {{"type", "object"},
                         {"description",
                          "GeoJSON Point, LineString or Polygon that it holds at. Evaluated are building areas and "
                          "heights over a Polygon, the ridge's line and the facade of a sound insulation."}};
  return {
      {"type", "array"},
      {"title", "Regulations"},
      {"description", "National plan codes and generic types. Of several of one kind the strictest counts."},
      {"items",
       {{"type", "object"},
        {"required", {"type"}},
        {"additionalProperties", false},
        {"properties", std::move(properties)}}}};
}

Json layers_schema(const char* title, const char* description) {
  Json layer = {{"type", "object"}, {"required", {"regulations"}}, {"additionalProperties", false}};
  layer["properties"]["label"] = {{"type", "string"}};
  layer["properties"]["colour"] = {{"type", "string"}, {"description", "kept for the map, not looked at"}};
  layer["properties"]["regulations"] = regulations_schema();
  return {{"type", "array"}, {"title", title}, {"description", description}, {"items", std::move(layer)}};
}

Json assumptions_schema() {
  Json properties;
  const Json defaults = assumptions_to_json({});
  for (const auto& [name, value] : defaults.items()) {
    properties[name] = {{"type", "number"}, {"minimum", 0}, {"exclusiveMinimum", true}, {"default", value}};
  }
  return {{"type", "object"},
          {"title", "Assumptions"},
          {"additionalProperties", false},
          {"properties", std::move(properties)}};
}

}  // namespace

Json zoning_member_schemas() {
  Json properties;
  properties["unit"] = polygon_schema();
  properties["plan_unit"] = {{"type", "string"},
                             {"title", "Stored plan unit"},
                             {"description",
                              "Id of a plan unit of the twin, instead of unit; regulations and assumptions "
                              "sent along replace its own."}};
  properties["crs"] = {{"type", "string"},
                       {"title", "Coordinate system"},
                       {"description", "Metric, e.g. EPSG:3879, or local; none: that of the twin, without a twin a local one."}};
  properties["ground_level_n2000_m"] =
      number("Ground level", "Metres above the zero of the height reference; 0 where left out.");
  properties["ground_level_n2000_m"]["default"] = 0;
  properties["regulations"] = regulations_schema();
  properties["zones"] = layers_schema("Zone types", "Regulations that the unit's zone type gives; later ones override earlier ones.");
  properties["overlays"] = layers_schema("Overlay types", "They override zone types; the unit's own regulations beat both.");
  properties["parking_zone"] = {{"type", "string"}, {"title", "Parking zone"}, {"description", "The city's own name of it."}};
  properties["tables"] = {{"type", "object"},
                          {"title", "Zoning tables of the city"},
                          {"description",
                           "TOML texts in place of those shipped: floor_area, parking, bicycles, green_factor, noise, "
                           "building_uses (datasets/zoning)."},
                          {"additionalProperties", {{"type", "string"}}}};
  properties["date"] = {{"type", "string"}, {"title", "Day"}, {"description", "ISO day whose tables and regulations count; none: the newest tables, and regulations of all days."}};
  properties["assumptions"] = assumptions_schema();
  return properties;
}

Json zoning_input_schema() {
  Json properties = zoning_member_schemas();
  properties["plan"] = plan_member_schema();
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

Json zoning_output_schema() {
  Json properties;
  properties["plot_area_m2"] = number("Plot area, m2");
  properties["buildable_area_m2"] = number("Area within the setbacks, m2");
  properties["footprint_max_m2"] =
      number("Largest footprint, m2", "The lesser of coverage times plot area and the buildable area.");
  properties["floor_area_allowed_k_m2"] = or_null("number", "Floor area allowed, k-m2");
  properties["floor_area_reachable_k_m2"] = or_null("number", "Floor area reachable, k-m2");
  properties["floor_area_by_use"] = {
      {"type", "array"},
      {"title", "Floor area that the plan gives to single uses"},
      {"items",
       {{"type", "object"},
        {"properties",
         {{"use", {{"type", "string"}}},
          {"allowed_k_m2", {{"type", "number"}}},
          {"reachable_k_m2", {{"type", "number"}, {"nullable", true}}}}}}}};
  properties["binding_rule"] = or_null("string", "Type of the regulation that binds");
  properties["loss_k_m2"] = or_null("number", "Allowed less reachable, k-m2");
  properties["storeys_needed"] = or_null("integer", "Full storeys needed for the allowed floor area");
  properties["envelope_volume_m3"] = or_null("number", "Volume of the legal envelope, m3");
  properties["dwellings"] = or_null("integer", "Dwellings");
  properties["residents"] = or_null("number", "Residents");
  properties["parking_spaces"] = or_null("integer", "Parking spaces");
  properties["storeys_max"] = or_null("integer", "Full storeys above ground that fit within the limits");
  properties["storeys_below_max"] = or_null("integer", "Storeys below ground, at most");
  properties["volume_allowed_m3"] = or_null("number", "Volume that may be built, m3");
  properties["cellar_max_k_m2"] = or_null("number", "What a cellar may add on top of the storeys, k-m2");
  properties["attic_max_k_m2"] = or_null("number", "What an attic may add on top of the storeys, k-m2");
  properties["extra_floor_area_k_m2"] = or_null("number", "Floor area beside what is allowed, for what the plan's text says, k-m2");
  properties["extra_volume_m3"] = or_null("number", "The same as volume, m3");
  properties["building_sites_max"] = or_null("integer", "Building sites, at most");
  properties["dwellings_max"] = or_null("integer", "Dwellings that the plan allows");
  properties["bicycle_places"] = or_null("integer", "Bicycle places");
  properties["green_factor"] = {{"type", "object"}, {"title", "Green factor: minimum, target, weighted green area"}};
  properties["levels"] = {{"type", "object"}, {"title", "Levels above the zero of the height reference, as far as rules set them"}};
  const auto list = [](const char* title, const char* description) {
    return Json{{"type", "array"}, {"title", title}, {"description", description}, {"items", {{"type", "object"}}}};
  };
  properties["minimums"] = list("Lower ends of ranges", "{rule, value, unit, reachable, met}; met is null where it is not computed");
  properties["contradictions"] = list("Contradictions", "{rules, sentence}: regulations that cannot hold at once, or say two things");
  properties["demands"] = list("Demands", "{rule, value, unit, sentence, edges, place}: what the plan asks for beyond floor area and shape");
  properties["regulations_applied"] = list("Where each regulation comes from", "{rule, from}: unit, overlay …, zone …");
  properties["tables"] = list("Zoning tables used", "{table, name, valid_from, source}");
  properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
  properties["lineage"] = {{"type", "object"},
                           {"title", "Lineage"},
                           {"properties",
                            {{"engine", {{"type", "string"}}},
                             {"version", {{"type", "string"}}},
                             {"inputs_hash", {{"type", "string"}}},
                             {"seed", {{"type", "integer"}}}}}};
  properties["envelope"] = or_null("object", "Legal envelope, a CityJSON 2.0 document");
  add_for_all_schema(properties);
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Json zoning_example() {
  const Json ring = Json::array({{25497010, 6673005},
                                 {25497050, 6673005},
                                 {25497050, 6673055},
                                 {25497010, 6673055},
                                 {25497010, 6673005}});
  Json out;
  out["unit"] = {{"type", "Polygon"}, {"coordinates", Json::array({ring})}};
  out["crs"] = "EPSG:3879";
  out["ground_level_n2000_m"] = 0;
  out["regulations"] = Json::array({
      {{"type", "tehokkuusluku"}, {"value", 1.5}},
      {{"type", "maanpaallinenKerrosluku"}, {"value", 4}},
      {{"type", "rakentamisenSuhdeAlueenPintaAlaan"}, {"value", 30}, {"unit", "%"}},
      {{"type", "setback"}, {"value", 4}, {"unit", "m"}},
      {{"type", "sky-plane"}, {"angle_deg", 45}, {"start_height_m", 10}, {"edges", Json::array({0})}},
      {{"type", "vesikatonYlimmanKohdanKorkeusasema"}, {"value", 22}, {"unit", "m"}},
  });
  out["assumptions"] = assumptions_to_json({});
  return out;
}

}  // namespace sim
