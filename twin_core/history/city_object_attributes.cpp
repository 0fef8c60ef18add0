#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

template <auto Member>
constexpr Field<CityObject> object_field(const char* name) {
  return member_field<Member, CityObject>(name);
}

constexpr Field<CityObject> kObjectFields[] = {
    {kGeometry,
     [](const CityObject& object) {
       if (object.bounds.empty() && object.shape.is_nothing()) return Json(nullptr);
       Json out = {{"shape_digest", object.shape.hex()}};
       if (!object.bounds.empty()) out["bounds_m"] = box_shown(object.bounds);
       return out;
     },
     [](const CityObject& from, CityObject& to) {
       to.bounds = from.bounds;
       to.shape = from.shape;
     }},
    object_field<&CityObject::type>("type"),
    object_field<&CityObject::name>("name"),
    object_field<&CityObject::parent>("parent"),
    object_field<&CityObject::source>("source"),
};

}  // namespace

Attributes attributes_of(const CityObject& object) { return read_fields(kObjectFields, object); }

void copy_attribute(const std::string& name, const CityObject& from, CityObject& to) {
  copy_field(kObjectFields, name, from, to);
}

}  // namespace twin
