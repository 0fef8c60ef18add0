#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

template <auto Member>
constexpr Field<PopulationArea> area_field(const char* name) {
  return member_field<Member, PopulationArea>(name);
}

constexpr Field<PopulationArea> kPopulationFields[] = {
    {kGeometry,
     [](const PopulationArea& area) {
       if (area.boundary.empty()) return Json(nullptr);
       Json out = Json::array();
       for (const PlanPolygon& polygon : area.boundary) out.push_back(polygon_shown(polygon));
       return out;
     },
     [](const PopulationArea& from, PopulationArea& to) { to.boundary = from.boundary; }},
    area_field<&PopulationArea::name>("name"),
    area_field<&PopulationArea::name_sv>("name.sv"),
    area_field<&PopulationArea::building>("building"),
    area_field<&PopulationArea::residents>("residents"),
    {"ages",
     [](const PopulationArea& area) {
       Json out = Json::array();
       for (const AgeCount& age : area.ages) {
         out.push_back({{"from", age.from}, {"to", age.to ? Json(*age.to) : Json(nullptr)}, {"sex", name_of(age.sex)},
                        {"count", shown(age.count)}});
       }
       return area.ages.empty() ? Json(nullptr) : out;
     },
     [](const PopulationArea& from, PopulationArea& to) { to.ages = from.ages; }},
    area_field<&PopulationArea::floor_area_per_resident_m2>("floor_area_per_resident_m2"),
    area_field<&PopulationArea::dwellings>("dwellings"),
    area_field<&PopulationArea::year>("year"),
    area_field<&PopulationArea::source>("source"),
};

}  // namespace

Attributes attributes_of(const PopulationArea& area) { return read_fields(kPopulationFields, area); }

void copy_attribute(const std::string& name, const PopulationArea& from, PopulationArea& to) {
  copy_field(kPopulationFields, name, from, to);
}

}  // namespace twin
