#include "datasets/synth/services_geojson.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "datasets/synth/geographic.hpp"

namespace datasets {
namespace {

struct Service {
  std::string_view use_code, kind, unit, fi, sv, en;
  double m2_each;  ///< floor area for one of the unit
};

constexpr std::array<Service, 4> kServices{{
    {"231", "day-care", "children", "päiväkoti", "daghem", "day care", 11},
    {"511", "school", "pupils", "peruskoulu", "grundskola", "comprehensive school", 10},
    {"214", "health-station", "visits_per_day", "terveysasema", "hälsostation", "health station", 9},
    {"322", "library", "visits_per_day", "kirjasto", "bibliotek", "library", 3},
}};

}  // namespace

void append_services_head(std::string& out) {
  out += "{\"type\":\"FeatureCollection\",\"name\":\"services\",\"features\":[";
}

bool append_service(std::string& out, const SyntheticBuilding& building, const BuildingCard& card, bool is_first) {
  for (const Service& service : kServices) {
    if (service.use_code != building.use_code) {
      continue;
    }
    const Geographic at = geographic_of(card.place);
    fmt::format_to(std::back_inserter(out), "{}\n{{\"type\":\"Feature\",\"id\":\"{}-{}\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[",
                   is_first ? "" : ",", service.kind, card.municipal_number);
    append_degrees(out, at.longitude);
    out += ',';
    append_degrees(out, at.latitude);
    fmt::format_to(std::back_inserter(out),
                   "]}},\"properties\":{{\"kind\":\"{}\",\"name_fi\":\"{} {}\",\"name_sv\":\"{} {}\",\"name_en\":\"{} {}\","
                   "\"capacity\":{},\"capacity_unit\":\"{}\",\"floor_area_m2\":{},\"VTJ_PRT\":\"{}\",\"gml_id\":\"{}\","
                   "\"address\":\"{}\"}}}}",
                   service.kind, building.street, service.fi, building.street, service.sv, building.street, service.en,
                   static_cast<std::int64_t>(building.floor_area_m2 / service.m2_each), service.unit,
                   static_cast<std::int64_t>(building.floor_area_m2 + 0.5), card.permanent_id, card.model_id, card.address);
    return true;
  }
  return false;
}

void append_services_tail(std::string& out) {
  out += "\n]}\n";
}

}  // namespace datasets
