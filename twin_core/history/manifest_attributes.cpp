#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

template <auto Member>
constexpr Field<Manifest> manifest_field(const char* name) {
  return member_field<Member, Manifest>(name);
}

constexpr Field<Manifest> kManifestFields[] = {
    manifest_field<&Manifest::name>("name"),
    manifest_field<&Manifest::crs>("crs"),
    manifest_field<&Manifest::height_reference>("height_reference"),
    {"geoid",
     [](const Manifest& manifest) {
       if (!manifest.geoid) return Json(nullptr);
       const Geoid& geoid = *manifest.geoid;
       return Json{{"undulation_m", geoid.undulation_m}, {"error_m", geoid.error_m}, {"source", geoid.source}};
     },
     [](const Manifest& from, Manifest& to) { to.geoid = from.geoid; }},
    {"scene_origin",
     [](const Manifest& manifest) {
       const auto& origin = manifest.scene_origin;
       return Json{origin.east, origin.north, origin.up};
     },
     [](const Manifest& from, Manifest& to) { to.scene_origin = from.scene_origin; }},
};

}  // namespace

Attributes attributes_of(const Manifest& manifest) { return read_fields(kManifestFields, manifest); }

void copy_attribute(const std::string& name, const Manifest& from, Manifest& to) {
  copy_field(kManifestFields, name, from, to);
}

}  // namespace twin
