#include <fmt/format.h>

#include <ostream>

#include "geo/crs/crs.hpp"
#include "geo/io/cityjson_write_features.hpp"
#include "geo/io/export_forms.hpp"
#include "geo/io/side_file.hpp"

namespace geo {
namespace {

using cityjson::for_each_feature;
using cityjson::JsonTable;
using cityjson::WriteTables;
using twin::Json;
using twin::Status;

std::string text_of(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The members of the root that are known before any city object, without the closing brace.
std::string opening(const twin::Manifest& manifest) {
  const auto& origin = manifest.scene_origin;
  constexpr double kScale = cityjson::kScale;
  Json out{{"type", "CityJSON"},
           {"version", "2.0"},
           {"transform", {{"scale", {kScale, kScale, kScale}}, {"translate", {origin.east, origin.north, origin.up}}}}};
  if (const auto crs = find_crs(manifest.crs)) {
    out["metadata"]["referenceSystem"] = fmt::format("https://www.opengis.net/def/crs/EPSG/0/{}", crs->epsg);
  }
  if (!manifest.name.empty()) out["metadata"]["title"] = manifest.name;
  auto text = text_of(out);
  text.pop_back();
  return text;
}

const twin::Manifest& manifest_of(const twin::BranchState& state) {
  static const twin::Manifest kNone;
  return state.manifest() != nullptr ? *state.manifest() : kNone;
}

/// A table that grows in a file of its own until it is copied to where it belongs.
struct GrowingTable {
  JsonTable& table;
  SideFile file;
  bool any = false;

  void drain() {
    const auto text = table.take();
    if (text.empty()) return;
    file.write(any ? "," : "");
    file.write(text);
    any = true;
  }
  void copy_to(std::ostream& out, std::string_view name) {
    out << '"' << name << "\":[";
    file.copy_to(out);
    out << ']';
  }
};

}  // namespace

/// One document: city objects go out as they come; the tables they refer to grow beside them.
Status export_cityjson(const twin::BranchState& state, const ShapeLoader& shapes, const std::vector<PlanSolid>& solids,
                       const std::filesystem::path& folder, std::ostream& out) {
  WriteTables tables(manifest_of(state).scene_origin);
  GrowingTable vertices{tables.vertices, SideFile(folder)}, materials{tables.materials, SideFile(folder)},
      textures{tables.textures, SideFile(folder)}, texture_vertices{tables.texture_vertices, SideFile(folder)};
  out << opening(manifest_of(state)) << ",\"CityObjects\":{";
  std::string_view separator;
  TWIN_CHECK(for_each_feature(state, shapes, solids, tables, [&](const std::string&, const Json& objects) -> Status {
    for (const auto& [id, object] : objects.items()) {
      out << separator << text_of(id) << ':' << text_of(object);
      separator = ",\n";
    }
    for (auto* const table : {&vertices, &materials, &textures, &texture_vertices}) table->drain();
    // Buildings hardly share corners, and a table of all of them would be as large as the city.
    tables.vertices.forget();
    tables.texture_vertices.forget();
    return twin::Done{};
  }));
  out << "},\n";
  if (materials.any || textures.any) {
    out << "\"appearance\":{";
    materials.copy_to(out, "materials");
    out << ',';
    textures.copy_to(out, "textures");
    out << ',';
    texture_vertices.copy_to(out, "vertices-texture");
    out << "},\n";
  }
  vertices.copy_to(out, "vertices");
  out << "}\n";
  const bool kept = vertices.file.good() && materials.file.good() && textures.file.good() && texture_vertices.file.good();
  if (!kept) {
    return twin::Problem{"file-not-writable", "The export file cannot be written.", "", "",
                         "Check that the folder is writable and has room."};
  }
  return twin::Done{};
}

/// A line for the header, then one for each building, object, plan unit and solid with all that it refers to.
Status export_cityjsonseq(const twin::BranchState& state, const ShapeLoader& shapes, const std::vector<PlanSolid>& solids, std::ostream& out) {
  const auto& origin = manifest_of(state).scene_origin;
  out << opening(manifest_of(state)) << ",\"CityObjects\":{},\"vertices\":[]}\n";
  auto tables = WriteTables(origin);
  return for_each_feature(state, shapes, solids, tables, [&](const std::string& id, const Json& objects) -> Status {
    out << R"({"type":"CityJSONFeature","id":)" << text_of(id) << ",\"CityObjects\":" << text_of(objects);
    if (tables.materials.used() || tables.textures.used()) {
      out << ",\"appearance\":{\"materials\":[" << tables.materials.take() << "],\"textures\":["
          << tables.textures.take() << "],\"vertices-texture\":[" << tables.texture_vertices.take() << "]}";
    }
    out << ",\"vertices\":[" << tables.vertices.take() << "]}\n";
    tables = WriteTables(origin);
    return twin::Done{};
  });
}

}  // namespace geo
