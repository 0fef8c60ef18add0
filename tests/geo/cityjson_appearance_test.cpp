// Materials and textures of CityJSON as the reader takes them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "geo/io/cityjson_reader.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/city/record.hpp"

namespace {

namespace fs = std::filesystem;
using twin::Json;

/// A box of 2 m whose faces are ground, roof and four walls, one material and one texture in the tables.
Json box() {
  return Json::parse(R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},
    "CityObjects":{"b":{"type":"Building","geometry":[{"type":"Solid","lod":"2",
      "boundaries":[[[[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]]}]}},
    "vertices":[[0,0,0],[2,0,0],[2,2,0],[0,2,0],[0,0,2],[2,0,2],[2,2,2],[0,2,2]],
    "appearance":{
      "materials":[{"name":"roof","diffuseColor":[0.75,0.25,0],"transparency":0.5,"isSmooth":true},{"name":"wall","shininess":1}],
      "textures":[{"type":"JPG","image":"a.jpg","wrapMode":"mirror","textureType":"typical","borderColor":[0,1,0]}],
      "vertices-texture":[[0,0],[1,0],[1,1],[0,1]]}})");
}

Json& solid(Json& document) {
  return document["CityObjects"]["b"]["geometry"][0];
}

struct Read {
  geo::RawBuilding building;
  std::vector<std::string> codes;
};

Read read(const std::string& text) {
  std::istringstream in(text);
  twin::Diagnostics diagnostics;
  auto file = geo::read_cityjson_file(in, {}, diagnostics);
  EXPECT_TRUE(file) << file.problem().code << " " << file.problem().place;
  Read out;
  if (file && !file->buildings.empty()) out.building = std::move(file->buildings.front());
  for (const auto& finding : diagnostics.findings) out.codes.push_back(finding.code);
  return out;
}

TEST(CityJsonAppearance, AMaterialForEachSurfaceOrOneForAll) {
  auto document = box();
  solid(document)["material"]["summer"]["values"] = Json::parse("[[null,0,1,1,1,null]]");
  solid(document)["material"]["winter"]["value"] = 1;
  const auto out = read(document.dump());
  EXPECT_TRUE(out.codes.empty());
  const auto& look = out.building.appearance;
  ASSERT_EQ(look.themes.size(), 2u);
  ASSERT_EQ(look.materials.size(), 2u);
  // Materials and themes stand in the order of their first surface: the first face is a wall, in winter alone.
  const auto& roof = look.materials[1];
  EXPECT_EQ(roof.name, "roof");
  EXPECT_EQ(roof.diffuse, (twin::Colour{0.75, 0.25, 0}));
  EXPECT_EQ(roof.transparency, 0.5);
  EXPECT_EQ(roof.smooth, true);
  EXPECT_FALSE(roof.shininess);
  EXPECT_EQ(look.themes[0].name, "winter");
  EXPECT_EQ(look.themes[0].materials.size(), 6u);
  EXPECT_EQ(look.themes[1].name, "summer");
  EXPECT_EQ(look.themes[1].materials.size(), 4u);
  EXPECT_EQ(look.themes[1].materials[0], (twin::PaintedPolygon{0, 1, 1})) << "the roof is the second face";
}

TEST(CityJsonAppearance, ATextureHasACoordinateForEachPointOfTheRing) {
  auto document = box();
  solid(document)["texture"]["summer"]["values"] =
      Json::parse("[[[[null]],[[0,0,1,2,3]],[[0,3,2,1,0]],[[null]],[[null]],[[null]]]]");
  const auto out = read(document.dump());
  EXPECT_TRUE(out.codes.empty());
  const auto& look = out.building.appearance;
  ASSERT_EQ(look.textures.size(), 1u);
  EXPECT_EQ(look.textures[0].image, "a.jpg");
  EXPECT_EQ(look.textures[0].wrap_mode, "mirror");
  EXPECT_EQ(look.textures[0].border_colour, (std::vector<double>{0, 1, 0}));
  ASSERT_EQ(look.themes.at(0).textures.size(), 2u);
  EXPECT_EQ(look.themes[0].textures[0],
            (twin::TexturedRing{0, 1, 0, 0, {{0, 0}, {1, 0}, {1, 1}, {0, 1}}}));
  EXPECT_EQ(look.themes[0].textures[1].coordinates.front(), (std::array<double, 2>{0, 1}));
}

TEST(CityJsonAppearance, WhatCannotBeUsedIsLeftOutAndToldOnce) {
  const struct {
    const char* why;
    const char* member;
    const char* values;
  } cases[] = {{"no such material", "material", "[[7,0,1,1,1,null]]"},
               {"no number", "material", "[[\"roof\",0,1,1,1,null]]"},
               {"no such texture", "texture", "[[[[9,0,1,2,3]],[[0,0,1,2,3]],[[null]],[[null]],[[null]],[[null]]]]"},
               {"no such coordinate", "texture", "[[[[0,0,1,2,44]],[[0,0,1,2,3]],[[null]],[[null]],[[null]],[[null]]]]"},
               {"a coordinate too few", "texture", "[[[[0,0,1,2]],[[0,0,1,2,3]],[[null]],[[null]],[[null]],[[null]]]]"},
               {"one too many", "texture", "[[[[0,0,1,2,3,0]],[[0,0,1,2,3]],[[null]],[[null]],[[null]],[[null]]]]"},
               {"no array", "texture", "[[[0],[[0,0,1,2,3]],[[null]],[[null]],[[null]],[[null]]]]"}};
  for (const auto& one : cases) {
    auto document = box();
    solid(document)[one.member]["t"]["values"] = Json::parse(one.values);
    const auto out = read(document.dump());
    EXPECT_EQ(out.codes, std::vector<std::string>{"appearance-left-out"}) << one.why;
    ASSERT_EQ(out.building.appearance.themes.size(), 1u) << one.why;
    const auto& theme = out.building.appearance.themes[0];
    EXPECT_GE(theme.materials.size() + theme.textures.size(), 1u) << one.why << ": the rest is taken";
    for (const auto& painted : theme.materials) EXPECT_NE(painted.polygon, 0u) << one.why;
    for (const auto& textured : theme.textures) EXPECT_NE(textured.polygon, 0u) << one.why;
    EXPECT_EQ(out.building.parts[0].shape.solids.size(), 1u) << one.why << ": the geometry stays";
  }
}

TEST(CityJsonAppearance, AHundredThemesAreNotAll) {
  auto document = box();
  for (int i = 0; i < 100; ++i) solid(document)["material"]["t" + std::to_string(i)]["value"] = 0;
  EXPECT_EQ(read(document.dump()).building.appearance.themes.size(), 32u);
}

TEST(CityJsonAppearance, AFeatureHasTablesOfItsOwnOrThoseOfTheHeader) {
  auto header = box();
  Json feature{{"type", "CityJSONFeature"}, {"id", "b"}, {"CityObjects", header["CityObjects"]}, {"vertices", header["vertices"]}};
  feature["CityObjects"]["b"]["geometry"][0]["material"]["t"]["value"] = 0;
  header["CityObjects"] = Json::object();
  header["vertices"] = Json::array();
  const auto of_header = read(header.dump() + "\n" + feature.dump() + "\n");
  EXPECT_EQ(of_header.building.appearance.materials.at(0).name, "roof");
  feature["appearance"]["materials"] = Json::parse(R"([{"name":"own"}])");
  const auto own = read(header.dump() + "\n" + feature.dump() + "\n");
  EXPECT_EQ(own.building.appearance.materials.at(0).name, "own");
}

/// For files that name no system.
geo::ReadOptions local() {
  geo::ReadOptions out;
  out.crs = "local";
  return out;
}

TEST(CityJsonAppearance, RepeatedPointsGoWithTheirTextureCoordinates) {
  auto document = box();
  document["CityObjects"]["b"]["geometry"][0]["boundaries"] =
      Json::parse("[[[[0,3,2,1]],[[4,5,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]]");
  document["appearance"]["vertices-texture"] = Json::parse("[[0,0],[1,0],[0.5,0.5],[1,1],[0,1]]");
  solid(document)["texture"]["t"]["values"] = Json::parse("[[[[null]],[[0,0,1,2,3,4]],[[null]],[[null]],[[null]],[[null]]]]");
  const auto batch = geo::read_city({{"b.json", "", std::make_shared<const std::string>(document.dump())}}, local());
  ASSERT_EQ(batch.buildings.size(), 1u);
  const auto& shape = batch.buildings[0].shape;
  EXPECT_EQ(shape.parts[0].polygons[1].exterior.points.size(), 4u);
  EXPECT_EQ(shape.appearance.themes.at(0).textures.at(0).coordinates,
            (std::vector<std::array<double, 2>>{{0, 0}, {1, 0}, {1, 1}, {0, 1}}));
  EXPECT_TRUE(twin::decode_building_shape(twin::encode(shape)));
}

/// Counted in the files with a script over the JSON: surfaces and rings with three different vertices whose numbers exist.
TEST(CityJsonAppearance, OfRealFiles) {
  const fs::path folder = fs::path(KAKSONEN_SOURCE_DIR) / "../shared/data/cityjson";
  if (!fs::exists(folder)) GTEST_SKIP() << "shared data is not beside the repository";
  const struct {
    const char* file;
    std::size_t painted, textured;
  } cases[] = {{"cjio_DH_01_subs.city.json", 70, 0},
               {"cjio_material_mt-1-triangulated.json", 12, 0},
               {"cjio_material_mt-1.json", 6, 0},
               {"cjio_rotterdam_rotterdam_subset.json", 0, 220},
               {"cjval_material.city.json", 9, 0},
               {"cjval_texture1.city.json", 0, 85},
               {"corpus/appearance_complete.city.json", 3, 3},
               {"rotterdam_delfshaven.city.json", 0, 13996}};
  for (const auto& one : cases) {
    const auto batch = geo::read_city({{one.file, (folder / one.file).string(), nullptr}}, local());
    ASSERT_FALSE(batch.refused) << one.file;
    std::size_t painted = 0, textured = 0;
    for (const auto& read : batch.buildings) {
      for (const auto& theme : read.shape.appearance.themes) {
        painted += theme.materials.size();
        textured += theme.textures.size();
      }
    }
    EXPECT_EQ(painted, one.painted) << one.file;
    EXPECT_EQ(textured, one.textured) << one.file;
  }
}

}  // namespace
