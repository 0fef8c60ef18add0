#include "twin_core/base/byte_codec.hpp"
#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

template <auto Member>
constexpr Field<Street> street_field(const char* name) {
  return member_field<Member, Street>(name);
}

/// What is told of one kind of traffic, as one attribute.
template <auto Member>
constexpr Field<Street> access_field(const char* name) {
  return {name,
          [](const Street& street) {
            const StreetAccess& access = street.*Member;
            if (access == StreetAccess{}) return Json(nullptr);
            return Json{{"told", access.told.str()}, {"one_way", name_of(access.one_way)}};
          },
          [](const Street& from, Street& to) { to.*Member = from.*Member; }};
}

constexpr Field<Street> kStreetFields[] = {
    {kGeometry,
     [](const Street& street) {
       ByteWriter out;
       for (const StreetNode& node : street.nodes) {
         out.whole(node.id);
         out.real(node.position.east);
         out.real(node.position.north);
       }
       Json shape = {{"nodes", street.nodes.size()}, {"nodes_digest", sha256(out.bytes()).hex()}};
       if (!street.breaks.empty()) shape["breaks"] = street.breaks;
       return shape;
     },
     [](const Street& from, Street& to) {
       to.nodes = from.nodes;
       to.breaks = from.breaks;
     }},
    street_field<&Street::highway>("highway"),
    street_field<&Street::name>("name"),
    street_field<&Street::name_fi>("name.fi"),
    street_field<&Street::name_sv>("name.sv"),
    street_field<&Street::surface>("surface"),
    street_field<&Street::speed_limit_kmh>("speed_limit_kmh"),
    street_field<&Street::speed_told>("speed_told"),
    access_field<&Street::foot>("foot"),
    access_field<&Street::bicycle>("bicycle"),
    access_field<&Street::motor>("motor"),
    street_field<&Street::lit>("lit"),
    street_field<&Street::bridge>("bridge"),
    street_field<&Street::tunnel>("tunnel"),
    {"layer", [](const Street& street) { return street.layer == 0 ? Json(nullptr) : Json(street.layer); },
     [](const Street& from, Street& to) { to.layer = from.layer; }},
    {"area", [](const Street& street) { return street.area ? Json(true) : Json(nullptr); },
     [](const Street& from, Street& to) { to.area = from.area; }},
    street_field<&Street::source>("source"),
};

}  // namespace

Attributes attributes_of(const Street& street) { return read_fields(kStreetFields, street); }

void copy_attribute(const std::string& name, const Street& from, Street& to) { copy_field(kStreetFields, name, from, to); }

}  // namespace twin
