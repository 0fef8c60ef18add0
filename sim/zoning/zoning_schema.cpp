#include "sim/zoning/regulation_types.hpp"
#include "sim/zoning/zoning_capacity.hpp"
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
  properties["start_height_m"] = number("Start height above ground", "sky-plane only");
  properties["edges"] = {{"type", "array"},
                         {"items", {{"type", "integer"}, {"minimum", 0}}},
                         {"description", "sky-plane only; all edges where left out"}};
  properties["code"] = {{"type", "string"}, {"description", "Where the value is a code of a national list."}};
  properties["information"] = {{"type", "array"},
                               {"items", {{"type", "object"}}},
                               {"description",
                                "Additional information {type, code, value, value_max, unit, text}; evaluated are "
                                "kayttotarkoituskohdistus (code: the use meant) and kayttotarkoituksenOsuusKerrosalasta "
                                "(value in k-m2 or %)."}};
  properties["group"] = {{"type", "string"}, {"description", "Key of the regulation group."}};
  properties["life_cycle"] = {{"type", "string"}, {"description", "kaavaelinkaari, 01 to 17; 14 to 17 are not evaluated"}};
  properties["valid"] = {{"type", "object"}, {"description", "Days {from, to}."}};
  properties["place"] = {{"type", "object"},
                         {"description", "GeoJSON Point or LineString that it holds at; then it is not evaluated."}};
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

Json zoning_input_schema() {
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
  properties["assumptions"] = assumptions_schema();
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
  properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
  properties["lineage"] = {{"type", "object"},
                           {"title", "Lineage"},
                           {"properties",
                            {{"engine", {{"type", "string"}}},
                             {"version", {{"type", "string"}}},
                             {"inputs_hash", {{"type", "string"}}},
                             {"seed", {{"type", "integer"}}}}}};
  properties["envelope"] = or_null("object", "Legal envelope, a CityJSON 2.0 document");
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
