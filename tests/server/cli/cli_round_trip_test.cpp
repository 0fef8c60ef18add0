// What `export` writes, brought into the twin that it came from: nothing changes.
#include <gtest/gtest.h>

#include <filesystem>
#include <utility>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

constexpr std::pair<const char*, const char*> kModels[] = {{"cityjson", "x.city.json"}, {"cityjsonseq", "x.city.jsonl"}},
                                              kTables[] = {{"gpkg", "x.gpkg"}, {"geojson", "x.geojson"}, {"csv", "x.csv"}};

/// Exports main and imports the file into the same twin.
void expect_no_change(const TemporaryFolder& folder, const std::string& twin, const char* format, const std::string& name) {
  SCOPED_TRACE(std::string(format) + " of " + twin);
  const std::string out = folder / name;
  const auto before = kaksonen({"info", "--twin", twin, "--json"}).json()["head"].get<std::string>();
  ASSERT_EQ(kaksonen({"export", "--twin", twin, "--format", format, "--out", out}).exit_code, 0);
  const auto there = kaksonen({"import", "--twin", twin, "--json", out});
  ASSERT_EQ(there.exit_code, 0) << there.err;
  const Json told = there.json();
  for (const auto& [kind, count] : told["changes"].items()) EXPECT_EQ(count, 0) << kind << " " << told["changed"].dump().substr(0, 2000);
  for (const Json& file : told["files"]) EXPECT_EQ(file["rejected"], 0) << file["findings"].dump().substr(0, 2000);
  const Json diff = kaksonen({"diff", "main@" + before, "main", "--twin", twin, "--json"}).json();
  EXPECT_EQ(diff["features"], Json::array()) << diff.dump().substr(0, 2000);
  // The second time it is not even a new file.
  const Json again = kaksonen({"import", "--twin", twin, "--json", out}).json();
  EXPECT_TRUE(again.contains("unchanged")) << again.dump().substr(0, 2000);
}

TEST(RoundTrip, ASyntheticCityKnowsItsOwnExports) {
  const TemporaryFolder folder;
  const auto twin = make_twin(folder, 43);
  for (const auto& [format, name] : kModels) expect_no_change(folder, twin, format, name);
  for (const auto& [format, name] : kTables) expect_no_change(folder, twin, format, name);
}

TEST(RoundTrip, KalasatamaWithItsRegisterKnowsItsOwnExports) {
  const auto tile = shared_data("citygml/helsinki_kalasatama_2549_6674.gml"), rows = shared_data("registry/helsinki_kalasatama_register.csv");
  if (!std::filesystem::exists(tile)) GTEST_SKIP() << "the Kalasatama tile is not beside the project: " << tile;
  const TemporaryFolder folder;
  const auto twin = folder / "k.twin";
  ASSERT_EQ(kaksonen({"import", "--twin", twin, tile, rows}).exit_code, 0);
  for (const auto& [format, name] : kModels) expect_no_change(folder, twin, format, name);
  for (const auto& [format, name] : kTables) expect_no_change(folder, twin, format, name);
}

TEST(RoundTrip, RealModelsKnowTheirOwnExports) {
  // Openings and levels of detail, rooms and storeys, versions, materials, textures, several classes, templates, extensions.
  const char* const files[] = {"citygml/ogc_Building_LOD3_v2.gml",
                               "citygml/ogc_building_units_storeys_v3.gml",
                               "citygml/ogc_versioning_v3.gml",
                               "citygml/potsdam_lod1.gml",
                               "cityjson/cjio_delft.json",
                               "cityjson/cjio_material_mt-1.json",
                               "cityjson/cjio_rotterdam_rotterdam_subset.json",
                               "cityjson/cjdb_cjfiles_tile_901_trimmed.jsonl",
                               "cityjson/cjdb_geomtemplate.city.jsonl",
                               "cityjson/corpus/semantic_all_types.city.json",
                               "cityjson/corpus/geometry_semantics_multisolid.city.json"};
  const TemporaryFolder folder;
  std::size_t i = 0;
  for (const char* const name : files) {
    const auto file = shared_data(name);
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "not beside the project: " << file;
    SCOPED_TRACE(name);
    const auto twin = folder / (std::to_string(i++) + ".twin");
    ASSERT_EQ(kaksonen({"import", "--twin", twin, "--crs", "local", file}).exit_code, 0);
    for (const auto& [format, out] : kModels) expect_no_change(folder, twin, format, out);
  }
}

/// A corner that moved by a millimetre has moved.
TEST(RoundTrip, WhatMovedIsAChange) {
  const auto house = [](const char* corner) {
    return std::string(R"({"type":"CityJSON","version":"2.0","transform":{"scale":[0.001,0.001,0.001],"translate":[25497000,6672500,0]},
      "metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/3879"},
      "CityObjects":{"house":{"type":"Building","geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,2,3]]]}]}},
      "vertices":[[0,0,5000],[8000,0,5000],[8000,8000,5000],)") + corner + "]}";
  };
  const TemporaryFolder folder;
  const auto twin = folder / "t.twin", file = folder / "house.city.json";
  write_text(file, house("[0,8000,5000]"));
  ASSERT_EQ(kaksonen({"import", "--twin", twin, "--json", file}).json()["changes"]["added"], 1);
  write_text(file, house("[1,8000,5000]"));
  EXPECT_EQ(kaksonen({"import", "--twin", twin, "--json", file}).json()["changes"]["geometry"], 1);
  write_text(file, house("[1,8000,5000]"));
  EXPECT_EQ(kaksonen({"import", "--twin", twin, "--json", file}).json().value("unchanged", false), true);
}

}  // namespace
}  // namespace tests
