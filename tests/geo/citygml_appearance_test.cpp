// Materials and textures of CityGML's appearance module as the reader takes them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/io/appearance_follow.hpp"
#include "geo/io/citygml_model_look.hpp"
#include "geo/io/citygml_reader.hpp"

namespace {

struct Read {
  geo::RawBuilding building;
  std::vector<std::string> codes;
};

Read read(const std::string& text) {
  std::istringstream in(text);
  twin::Diagnostics diagnostics;
  auto file = geo::read_citygml_file(in, {}, diagnostics);
  EXPECT_TRUE(file) << file.problem().code << " " << file.problem().message;
  Read out;
  if (file && !file->buildings.empty()) out.building = std::move(file->buildings.front());
  for (const auto& finding : diagnostics.findings) out.codes.push_back(finding.code);
  return out;
}

/// A building of a square roof (polygon r, ring rr) and a triangular wall (polygon w, ring rw) in a multi-surface m.
std::string with(const std::string& appearance) {
  return R"(<CityModel xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0"
      xmlns:gml="http://www.opengis.net/gml" xmlns:app="http://www.opengis.net/citygml/appearance/2.0"><cityObjectMember>
    <bldg:Building gml:id="b">)" +
         appearance + R"(<bldg:lod2MultiSurface><gml:MultiSurface gml:id="m">
      <gml:surfaceMember><gml:Polygon gml:id="r"><gml:exterior><gml:LinearRing gml:id="rr">
        <gml:posList>0 0 5 4 0 5 4 4 5 0 4 5 0 0 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
      <gml:surfaceMember><gml:Polygon gml:id="w"><gml:exterior><gml:LinearRing gml:id="rw">
        <gml:posList>0 0 0 4 0 0 0 0 5 0 0 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>
    </gml:MultiSurface></bldg:lod2MultiSurface></bldg:Building></cityObjectMember></CityModel>)";
}

std::string appearance(const std::string& data) {
  return "<app:appearance><app:Appearance><app:theme>summer</app:theme><app:surfaceDataMember>" + data +
         "</app:surfaceDataMember></app:Appearance></app:appearance>";
}

TEST(CityGmlAppearance, AMaterialCoversThePolygonsBelowItsTargets) {
  const auto out = read(with(appearance(R"(<app:X3DMaterial gml:id="red"><app:ambientIntensity>0.2</app:ambientIntensity>
    <app:diffuseColor>1.0 0 0.5</app:diffuseColor><app:transparency>0.25</app:transparency><app:isSmooth>false</app:isSmooth>
    <app:target>#r</app:target></app:X3DMaterial>)") +
                             appearance(R"(<app:X3DMaterial><gml:name>all</gml:name><app:target>#m</app:target></app:X3DMaterial>)")));
  EXPECT_TRUE(out.codes.empty()) << out.codes.front();
  const auto& look = out.building.appearance;
  ASSERT_EQ(look.themes.size(), 1u);
  EXPECT_EQ(look.themes[0].name, "summer");
  ASSERT_EQ(look.materials.size(), 2u);
  EXPECT_EQ(look.materials[0].name, "red");
  EXPECT_EQ(look.materials[0].diffuse, (twin::Colour{1, 0, 0.5}));
  EXPECT_EQ(look.materials[0].ambient_intensity, 0.2);
  EXPECT_EQ(look.materials[0].transparency, 0.25);
  EXPECT_EQ(look.materials[0].smooth, false);
  EXPECT_FALSE(look.materials[0].shininess);
  // The roof was red first; the second material has the wall alone.
  EXPECT_EQ(look.themes[0].materials, (std::vector<twin::PaintedPolygon>{{0, 0, 0}, {0, 1, 1}}));
}

TEST(CityGmlAppearance, ATextureHasACoordinateForEachPoint) {
  const auto out = read(with(appearance(R"(<app:ParameterizedTexture><app:imageURI>tex/a.jpg</app:imageURI>
    <app:mimeType>image/jpeg</app:mimeType><app:textureType>specific</app:textureType><app:wrapMode>border</app:wrapMode>
    <app:borderColor>0 0 0 1</app:borderColor>
    <app:target uri="#r"><app:TexCoordList><app:textureCoordinates ring="#rr">0 0 1 0 1 1 0 1 0 0</app:textureCoordinates>
    </app:TexCoordList></app:target></app:ParameterizedTexture>)")));
  EXPECT_TRUE(out.codes.empty()) << out.codes.front();
  const auto& look = out.building.appearance;
  ASSERT_EQ(look.textures.size(), 1u);
  EXPECT_EQ(look.textures[0], (twin::Texture{"tex/a.jpg", "JPG", "border", "specific", {0, 0, 0, 1}}));
  ASSERT_EQ(look.themes.at(0).textures.size(), 1u);
  EXPECT_EQ(look.themes[0].textures[0], (twin::TexturedRing{0, 0, 0, 0, {{0, 0}, {1, 0}, {1, 1}, {0, 1}}}));
}

TEST(CityGmlAppearance, OfVersion3) {
  auto text = with(R"(<appearance><app:Appearance><app:theme>summer</app:theme><app:surfaceData><app:ParameterizedTexture>
    <app:imageURI>a.png</app:imageURI><app:mimeType>image/png</app:mimeType><app:textureParameterization>
    <app:TextureAssociation><app:target>#w</app:target><app:textureParameterization><app:TexCoordList>
    <app:textureCoordinates>0 0 1 0 0.5 1 0 0</app:textureCoordinates><app:ring>#rw</app:ring></app:TexCoordList>
    </app:textureParameterization></app:TextureAssociation></app:textureParameterization></app:ParameterizedTexture></app:surfaceData>
    <app:surfaceData><app:X3DMaterial gml:id="x"><app:shininess>0.5</app:shininess><app:target>#w</app:target></app:X3DMaterial>
    </app:surfaceData></app:Appearance></appearance>)");
  for (std::size_t at = 0; (at = text.find("/2.0\"", at)) != std::string::npos;) text.replace(at, 5, "/3.0\"");
  text.replace(text.find("opengis.net/gml\""), 16, "opengis.net/gml/3.2\"");
  // The core of 3.0 has the geometry properties that were the building module's.
  for (std::size_t at = 0; (at = text.find("bldg:lod2", at)) != std::string::npos;) text.erase(at, 5);
  const auto out = read(text);
  EXPECT_TRUE(out.codes.empty()) << out.codes.front();
  const auto& look = out.building.appearance;
  ASSERT_EQ(look.themes.size(), 1u);
  EXPECT_EQ(look.themes[0].textures.at(0), (twin::TexturedRing{0, 1, 0, 0, {{0, 0}, {1, 0}, {0.5, 1}}}));
  EXPECT_EQ(look.themes[0].materials.at(0), (twin::PaintedPolygon{0, 1, 0}));
  EXPECT_EQ(look.materials.at(0).shininess, 0.5);
}

TEST(CityGmlAppearance, WhatCannotBeUsedIsLeftOutAndTold) {
  for (const char* const data :
       {"<app:X3DMaterial><app:target>#nothing</app:target></app:X3DMaterial>",
        "<app:X3DMaterial><app:isFront>false</app:isFront><app:target>#r</app:target></app:X3DMaterial>",
        "<app:ParameterizedTexture><app:target uri=\"#r\"><app:TexCoordList><app:textureCoordinates ring=\"#rr\">0 0 1 0"
        "</app:textureCoordinates></app:TexCoordList></app:target></app:ParameterizedTexture>",
        "<app:ParameterizedTexture><app:target uri=\"#r\"><app:TexCoordList><app:textureCoordinates ring=\"#rr\">0 0 1 x 1 1 0 1"
        "</app:textureCoordinates></app:TexCoordList></app:target></app:ParameterizedTexture>",
        "<app:ParameterizedTexture><app:target uri=\"#r\"><app:TexCoordList><app:textureCoordinates ring=\"#zz\">0 0 1 0 1 1 0 1"
        "</app:textureCoordinates></app:TexCoordList></app:target></app:ParameterizedTexture>"}) {
    const auto out = read(with(appearance(data)));
    EXPECT_EQ(out.codes, std::vector<std::string>{"appearance-left-out"}) << data;
    EXPECT_TRUE(out.building.appearance.themes.empty()) << data;
    EXPECT_EQ(out.building.parts.at(0).shape.polygons.size(), 2u) << data << ": the geometry stays";
  }
}

std::string member_of_model(const std::string& data) {
  return "<app:appearanceMember><app:Appearance><app:theme>summer</app:theme><app:surfaceDataMember>" + data +
         "</app:surfaceDataMember></app:Appearance></app:appearanceMember>";
}

/// Read as an import reads: from the beginning as often as need be.
Read read_with_look(const std::string& text, std::size_t threads, std::size_t block, int* readings = nullptr) {
  std::istringstream in;
  twin::Diagnostics diagnostics;
  Read out;
  geo::CityGmlOptions options;
  options.threads = threads;
  options.block = block;
  int opened = 0;
  const auto summary = geo::read_citygml_with_look(
      [&]() -> twin::Result<std::istream*> {
        ++opened;
        in = std::istringstream(text);
        return &in;
      },
      options,
      [&](geo::RawBuilding&& building) {
        if (building.id == "b") out.building = std::move(building);
      },
      [&] {
        out.building = {};
        diagnostics = {};
      },
      diagnostics);
  EXPECT_TRUE(summary) << summary.problem().code << " " << summary.problem().message;
  for (const auto& finding : diagnostics.findings) out.codes.push_back(finding.code + " " + finding.value);
  if (readings != nullptr) *readings = opened;
  return out;
}

/// The roof is red, the wall has an image: said by the model, before, between or behind what it names.
TEST(CityGmlAppearance, OfTheModelGoesToTheSurfacesItNamesWhereverTheyStand) {
  const std::string look = member_of_model(R"(<app:X3DMaterial gml:id="red"><app:diffuseColor>1 0 0</app:diffuseColor><app:target>#r</app:target>
      <app:target>#nobody</app:target></app:X3DMaterial>)") +
                           member_of_model(R"(<app:ParameterizedTexture><app:imageURI>a.png</app:imageURI><app:mimeType>image/png</app:mimeType>
      <app:target uri="#w"><app:TexCoordList><app:textureCoordinates ring="#rw">0 0 1 0 0.5 1 0 0</app:textureCoordinates>
      </app:TexCoordList></app:target></app:ParameterizedTexture>)");
  std::string others;
  for (int i = 0; i < 200; ++i) others += "<cityObjectMember><bldg:Building gml:id=\"o" + std::to_string(i) + "\"/></cityObjectMember>\n";
  const std::string plain = with("");
  for (const std::string where : {"<cityObjectMember>", "</CityModel>"}) {
    for (const std::size_t threads : {1u, 3u}) {
      std::string text = plain;
      text.insert(text.find(where), others + look);
      int readings = 0;
      const auto out = read_with_look(text, threads, 2003, &readings);
      EXPECT_EQ(readings, 3) << where;
      EXPECT_EQ(out.codes, std::vector<std::string>{"appearance-left-out 1 targets"}) << where;
      const auto& looks = out.building.appearance;
      ASSERT_EQ(looks.themes.size(), 1u) << where;
      EXPECT_EQ(looks.themes[0].name, "summer");
      EXPECT_EQ(looks.themes[0].materials, (std::vector<twin::PaintedPolygon>{{0, 0, 0}}));
      EXPECT_EQ(looks.materials.at(0).diffuse, (twin::Colour{1, 0, 0}));
      EXPECT_EQ(looks.themes[0].textures, (std::vector<twin::TexturedRing>{{0, 1, 0, 0, {{0, 0}, {1, 0}, {0.5, 1}}}}));
      EXPECT_EQ(looks.textures.at(0), (twin::Texture{"a.png", "PNG", "", "", {}}));
    }
  }
}

TEST(CityGmlAppearance, WhatABuildingSaysItselfComesBeforeWhatTheModelSays) {
  std::string text = with(appearance(R"(<app:X3DMaterial gml:id="own"><app:target>#r</app:target></app:X3DMaterial>)"));
  text.insert(text.find("</CityModel>"), member_of_model(R"(<app:X3DMaterial gml:id="model"><app:target>#m</app:target></app:X3DMaterial>)"));
  const auto out = read_with_look(text, 1, 4096);
  EXPECT_TRUE(out.codes.empty()) << out.codes.front();
  ASSERT_EQ(out.building.appearance.materials.size(), 2u);
  EXPECT_EQ(out.building.appearance.materials[0].name, "own");
  EXPECT_EQ(out.building.appearance.themes.at(0).materials, (std::vector<twin::PaintedPolygon>{{0, 0, 0}, {0, 1, 1}}));
}

TEST(CityGmlAppearance, AFileWithoutLooksOfItsModelIsReadOnce) {
  int readings = 0;
  read_with_look(with(""), 2, 512, &readings);
  EXPECT_EQ(readings, 1);
}

TEST(AppearanceFollow, ADividedModelTakesItsLooksAlong) {
  twin::Appearance look;
  look.materials.resize(2);
  look.materials[0].name = "red";
  look.materials[1].name = "blue";
  look.textures = {{"a.png", "PNG", "", "", {}}};
  look.themes = {{"t", {{0, 4, 0}, {1, 7, 1}, {2, 3, 1}}, {{1, 7, 0, 0, {{0, 0}, {1, 0}, {1, 1}}}}}};
  // Part 1 becomes a model of its own, part 2 becomes part 1 of the first.
  const auto looks = geo::split_look(look, {{0, 0}, {1, 0}, {0, 1}}, 2);
  ASSERT_EQ(looks.size(), 2u);
  EXPECT_EQ(looks[0].themes.at(0).materials, (std::vector<twin::PaintedPolygon>{{0, 4, 0}, {1, 3, 1}}));
  EXPECT_TRUE(looks[0].textures.empty());
  EXPECT_EQ(looks[1].themes.at(0).materials, (std::vector<twin::PaintedPolygon>{{0, 7, 0}}));
  EXPECT_EQ(looks[1].materials.at(0).name, "blue");
  EXPECT_EQ(looks[1].themes[0].textures.at(0).part, 0u);
}

TEST(CityGmlAppearance, OfARealBuilding) {
  const auto path =
      std::filesystem::path(KAKSONEN_SOURCE_DIR) / "../shared/data/citygml/c4j_lod3_building_v2.gml";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "shared data is not beside the repository";
  std::ifstream in(path, std::ios::binary);
  twin::Diagnostics diagnostics;
  const auto file = geo::read_citygml_file(in, {}, diagnostics);
  ASSERT_TRUE(file);
  ASSERT_EQ(file->buildings.size(), 1u);
  const auto& look = file->buildings[0].appearance;
  // Counted in the file with a script over its XML: 35 materials and 35 textures without a theme, which cover 3,092
  // polygons and their 3,092 rings, all at level 3.
  ASSERT_EQ(look.themes.size(), 1u);
  EXPECT_EQ(look.themes[0].materials.size(), 3092u);
  EXPECT_EQ(look.themes[0].textures.size(), 3092u);
  EXPECT_LE(look.materials.size(), 35u);
  EXPECT_LE(look.textures.size(), 35u);
  for (const auto& finding : diagnostics.findings) EXPECT_NE(finding.code, "appearance-left-out");
}

}  // namespace
