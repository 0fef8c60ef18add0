#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

constexpr Field<Terrain> kTerrainFields[] = {
    {kGeometry,
     [](const Terrain& terrain) {
       return Json{{"first", {terrain.first.east, terrain.first.north}}, {"step_m", terrain.step_m},
                   {"columns", terrain.columns}, {"rows", terrain.rows},
                   {"lowest_m", terrain.lowest_m}, {"highest_m", terrain.highest_m},
                   {"missing", terrain.missing}, {"heights_digest", terrain.heights.hex()}};
     },
     [](const Terrain& from, Terrain& to) {
       Terrain all = from;
       all.id = to.id;
       all.source = to.source;
       to = std::move(all);
     }},
    {"source", [](const Terrain& terrain) { return shown(terrain.source); },
     [](const Terrain& from, Terrain& to) { to.source = from.source; }},
};

}  // namespace

Attributes attributes_of(const Terrain& terrain) { return read_fields(kTerrainFields, terrain); }

void copy_attribute(const std::string& name, const Terrain& from, Terrain& to) {
  copy_field(kTerrainFields, name, from, to);
}

}  // namespace twin
