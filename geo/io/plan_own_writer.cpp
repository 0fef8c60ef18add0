#include <algorithm>

#include "geo/io/plan_json.hpp"
#include "geo/io/plan_writer.hpp"
#include "twin_core/city/plan_document.hpp"

namespace geo {
namespace {

using twin::Json;

Json ring(const twin::PlanRing& points) {
  auto out = Json::array();
  for (const auto& point : points) out.push_back({point.east, point.north});
  if (!points.empty()) out.push_back({points.front().east, points.front().north});
  return out;
}

Json unit_json(const twin::PlanUnit& unit) {
  auto rings = Json::array({ring(unit.boundary.outer)});
  for (const auto& hole : unit.boundary.holes) rings.push_back(ring(hole));
  const auto& assumed = unit.assumptions;
  Json out{{"id", unit.id},
           {"name", {{"fi", unit.name_fi}, {"sv", unit.name_sv}, {"en", unit.name_en}}},
           {"symbol", unit.symbol},
           {"use_codes", unit.use_codes},
           {"boundary", {{"type", "Polygon"}, {"coordinates", std::move(rings)}}},
           {"ground_level_n2000_m", unit.ground_level_m},
           {"regulations", regulations_json(unit.regulations)},
           {"assumptions",
            {{"storey_height_m", assumed.storey_height_m},
             {"net_ratio", assumed.net_ratio},
             {"m2_per_resident", assumed.m2_per_resident},
             {"k_m2_per_dwelling", assumed.k_m2_per_dwelling},
             {"k_m2_per_parking_space", assumed.k_m2_per_parking_space}}}};
  twin::put_plan_members(unit, out);
  return out;
}

}  // namespace

Json write_own_plan(const std::vector<twin::PlanUnit>& units, const twin::Manifest& frame) {
  Json out{{"type", "kaksonen-plan"}, {"version", 1}, {"units", Json::array()}};
  if (!frame.crs.empty() && frame.crs != "local") out["crs"] = frame.crs;
  const bool one_source = !units.empty() && std::all_of(units.begin(), units.end(), [&](const auto& unit) { return unit.source == units.front().source; });
  if (one_source && !units.front().source.empty()) out["source"] = units.front().source;
  for (const auto& unit : units) out["units"].push_back(unit_json(unit));
  return out;
}

}  // namespace geo
