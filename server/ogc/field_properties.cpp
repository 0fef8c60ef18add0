#include "server/ogc/field_properties.hpp"

#include "geo/io/street_ways.hpp"

namespace server {
namespace {

using twin::Json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace

Json properties_of(twin::FeatureNumber number, const twin::Street& street) {
  Json nodes = Json::array();
  for (const auto& node : street.nodes) nodes.push_back(node.id);
  return {{"feature", number},
          {"highway", or_null(street.highway.str())},
          {"name", or_null(street.name.str())},
          {"name_fi", or_null(street.name_fi.str())},
          {"name_sv", or_null(street.name_sv.str())},
          {"surface", or_null(street.surface.str())},
          {"speed_limit_kmh", or_null(street.speed_limit_kmh)},
          {"speed_told", or_null(street.speed_told.str())},
          {"foot", geo::ways_of(street, twin::TravelMode::kFoot)},
          {"bicycle", geo::ways_of(street, twin::TravelMode::kBicycle)},
          {"motor", geo::ways_of(street, twin::TravelMode::kMotor)},
          {"foot_told", or_null(street.foot.told.str())},
          {"bicycle_told", or_null(street.bicycle.told.str())},
          {"motor_told", or_null(street.motor.told.str())},
          {"lit", or_null(street.lit)},
          {"bridge", or_null(street.bridge.str())},
          {"tunnel", or_null(street.tunnel.str())},
          {"layer", street.layer},
          {"area", street.area},
          {"nodes", std::move(nodes)},
          {"source", or_null(street.source.str())}};
}

Json properties_of(twin::FeatureNumber number, const twin::PopulationArea& area) {
  Json ages = Json::array();
  for (const auto& age : area.ages) {
    ages.push_back({{"from", age.from}, {"to", age.to ? Json(*age.to) : Json(nullptr)}, {"sex", twin::name_of(age.sex)},
                    {"count", or_null(age.count)}});
  }
  return {{"feature", number},
          {"name", or_null(area.name)},
          {"name_sv", or_null(area.name_sv)},
          {"building", or_null(area.building)},
          {"residents", or_null(area.residents)},
          {"ages", std::move(ages)},
          {"floor_area_per_resident_m2", or_null(area.floor_area_per_resident_m2)},
          {"dwellings", or_null(area.dwellings)},
          {"year", or_null(area.year)},
          {"source", or_null(area.source.str())}};
}

Json properties_of(twin::FeatureNumber number, const twin::Terrain& terrain) {
  return {{"feature", number},
          {"step_m", terrain.step_m},
          {"columns", terrain.columns},
          {"rows", terrain.rows},
          {"lowest_m", terrain.lowest_m},
          {"highest_m", terrain.highest_m},
          {"missing", terrain.missing},
          {"source", or_null(terrain.source.str())}};
}

}  // namespace server
