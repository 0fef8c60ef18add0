#include "geo/io/citygml_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "geo/io/citygml_numbers.hpp"

namespace {

using twin::SurfaceKind;

/// Counts over a whole file; expected figures are those of the shared data's README, counted there by another
/// tool.
struct Counts {
  std::size_t parts = 0, polygons = 0, interiors = 0, solids = 0, faces = 0;
  bool operator==(const Counts&) const = default;
};

void PrintTo(const Counts& c, std::ostream* out) {
  *out << c.parts << " parts, " << c.polygons << " polygons, " << c.interiors << " interior rings, "
       << c.solids << " solids, " << c.faces << " faces";
}

Counts count(const std::vector<geo::RawBuilding>& buildings) {
  Counts out;
  for (const auto& building : buildings) {
    for (const auto& part : building.parts) {
      ++out.parts;
      out.polygons += part.shape.polygons.size();
      for (const auto& polygon : part.shape.polygons) out.interiors += polygon.interiors.size();
      out.solids += part.shape.solids.size();
      for (const auto& solid : part.shape.solids) {
        for (const auto& shell : solid.shells) out.faces += shell.size();
      }
    }
  }
  return out;
}

std::filesystem::path shared(const std::string& name) {
  return std::filesystem::path(KAKSONEN_SOURCE_DIR) / ".." / "shared" / "data" / "citygml" / name;
}

geo::CityGmlFile read(std::istream& in) {
  twin::Diagnostics diagnostics;
  auto file = geo::read_citygml_file(in, {}, diagnostics);
  EXPECT_TRUE(file) << file.problem().message;
  return std::move(file).value();
}

std::string attribute(const geo::RawPart& part, const std::string& name) {
  for (const auto& each : part.attributes) {
    if (each.name == name) return each.type + ":" + each.value + each.unit;
  }
  return "none";
}

#define READ_SHARED(variable, name)                                                         \
  if (!std::filesystem::exists(shared(name))) GTEST_SKIP() << "not here: " << shared(name); \
  std::ifstream variable##_in(shared(name), std::ios::binary);                              \
  const geo::CityGmlFile variable = read(variable##_in)

TEST(CityGmlReader, TheKalasatamaTileIsReadWhole) {
  READ_SHARED(tile, "helsinki_kalasatama_2549_6674.gml");
  EXPECT_EQ(tile.summary.format, "CityGML 2.0");
  EXPECT_EQ(tile.summary.read, 61u);
  EXPECT_EQ(tile.summary.rejected, 0u);
  const auto surfaces = [&](SurfaceKind kind) {
    return tile.summary.surfaces[static_cast<std::size_t>(kind)];
  };
  EXPECT_EQ(surfaces(SurfaceKind::kRoof), 192u);
  EXPECT_EQ(surfaces(SurfaceKind::kWall), 850u);
  EXPECT_EQ(surfaces(SurfaceKind::kGround), 61u);
  EXPECT_EQ(count(tile.buildings), (Counts{61, 1392, 3, 61, 1392}));

  std::set<std::string> permanent_ids;
  for (const auto& building : tile.buildings) {
    EXPECT_EQ(building.srs_name, "urn:ogc:def:crs:EPSG::3879");
    // Easting first, as the city writes its tiles: millions of metres east of the false origin.
    EXPECT_GT(building.bounds.low.east, 25'498'000);
    EXPECT_LT(building.bounds.high.east, 25'500'500);
    for (const char* name : {"VTJ_PRT", "Rakennustunnus_(VTJ-PRT)"}) {
      const auto text = attribute(building.parts[0], name);
      if (text.size() > 8 && text.starts_with("string:1")) permanent_ids.insert(text.substr(7));
    }
  }
  EXPECT_EQ(permanent_ids.size(), 36u);

  const auto& first = tile.buildings.front();
  EXPECT_EQ(first.id, "BID_04b55dd6-c136-49a6-b142-723c0eb5ee89");
  EXPECT_EQ(first.line, 6u);
  EXPECT_EQ(attribute(first.parts[0], "VTJ_PRT"), "string:103557252H");
  EXPECT_EQ(attribute(first.parts[0], "RATU"), "int:64497");
  EXPECT_EQ(attribute(first.parts[0], "Integrate_LoD[2]/integration_date"), "date:2019-08-22");
  EXPECT_EQ(attribute(first.parts[0], "PolyAreaAbs"), "none")
      << "an attribute of a wall is none of the building";
  EXPECT_EQ(first.parts[0].core.roof_type, "2100");
  EXPECT_EQ(first.parts[0].core.measured_height, "23.4");
  EXPECT_EQ(first.parts[0].core.creation_date, "2019-07-29");
  ASSERT_EQ(first.references.size(), 1u);
  EXPECT_EQ(first.references[0].object, "04b55dd6-c136-49a6-b142-723c0eb5ee89");
  EXPECT_EQ(first.references[0].information_system, "http://www.hel.fi/www/helsinki/fi");
}

TEST(CityGmlReader, ACompositeSolidSharesItsCeilingBothWays) {
  READ_SHARED(file, "b1_lod2_cs_w_sem.gml");
  EXPECT_EQ(count(file.buildings), (Counts{1, 10, 0, 2, 11}));
  const auto& shape = file.buildings[0].parts[0].shape;
  std::map<std::pair<std::string, bool>, int> uses;
  for (const auto& solid : shape.solids) {
    for (const auto& face : solid.shells.at(0)) ++uses[{shape.polygons[face.polygon].id, face.reversed}];
  }
  EXPECT_EQ((uses[{"internal-ceiling", false}]), 1);
  EXPECT_EQ((uses[{"internal-ceiling", true}]), 1);
  std::map<SurfaceKind, int> kinds;
  for (const auto& polygon : shape.polygons) ++kinds[polygon.kind];
  EXPECT_EQ(kinds[SurfaceKind::kRoof], 4);
  EXPECT_EQ(kinds[SurfaceKind::kWall], 4);
  EXPECT_EQ(kinds[SurfaceKind::kGround], 1);
  EXPECT_EQ(kinds[SurfaceKind::kUnspecified], 1);
}

TEST(CityGmlReader, OtherCitiesAndVersionsGiveTheirCounts) {
  struct Row {
    const char* name;
    const char* format;
    std::size_t buildings;
    Counts counts;
    const char* lod;
    const char* srs;
  };
  const Row rows[] = {
      {"berlin_open_data_sample.citygml", "CityGML 1.0", 61, {61, 1125, 5, 0, 0}, "2", "EPSG:25833"},
      {"potsdam_lod1.gml",
       "CityGML 1.0",
       97,
       {97, 1547, 0, 97, 1547},
       "1",
       "urn:ogc:def:crs,crs:EPSG:6.12:25833,crs:EPSG:6.12:5783"},
      {"c4j_lod3_building_v2.gml",
       "CityGML 2.0",
       1,
       {1, 3092, 0, 0, 0},
       "3",
       "urn:ogc:def:crs,crs:EPSG:6.12:3068,crs:EPSG:6.12:5783"},
      {"ogc_pair_Building_LOD0-EPSG25832_v2.gml",
       "CityGML 2.0",
       1,
       {1, 2, 0, 0, 0},
       "0",
       "urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783"},
      {"ogc_pair_Building_LOD1-EPSG25832_v2.gml",
       "CityGML 2.0",
       1,
       {1, 6, 0, 1, 6},
       "1",
       "urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783"},
      {"ogc_pair_Building_LOD2-EPSG25832_v2.gml",
       "CityGML 2.0",
       1,
       {1, 7, 0, 1, 7},
       "2",
       "urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783"},
      {"ogc_Building_LOD3_v2.gml",
       "CityGML 2.0",
       1,
       {1, 24, 3, 1, 22},
       "3",
       "urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783"},
  };
  for (const auto& row : rows) {
    READ_SHARED(file, row.name);
    EXPECT_EQ(file.summary.format, row.format) << row.name;
    EXPECT_EQ(file.summary.read, row.buildings) << row.name;
    EXPECT_EQ(count(file.buildings), row.counts) << row.name;
    EXPECT_EQ(file.buildings[0].parts[0].shape.lod, row.lod) << row.name;
    EXPECT_EQ(file.buildings[0].srs_name, row.srs) << row.name;
  }
}

TEST(CityGmlReader, AddressAndCoreAttributesOfTheOgcExample) {
  READ_SHARED(file, "ogc_pair_Building_LOD2-EPSG25832_v2.gml");
  const auto& core = file.buildings[0].parts[0].core;
  EXPECT_EQ(core.name, "Example Building LOD2");
  EXPECT_EQ(core.function, "1000");
  EXPECT_EQ(core.year_of_construction, "1985");
  EXPECT_EQ(core.storeys_above_ground, "1");
  ASSERT_EQ(file.buildings[0].addresses.size(), 1u);
  EXPECT_EQ(file.buildings[0].addresses[0].text(),
            "Hermann-von-Helmholtz-Platz 1, 76344 Eggenstein-Leopoldshafen");
}

/// A document of its own prefixes: what counts is the namespace.
std::string odd_prefixes(const std::string& inside) {
  return "<k:CityModel xmlns:k=\"http://www.opengis.net/citygml/2.0\" "
         "xmlns:talo=\"http://www.opengis.net/citygml/building/2.0\" xmlns:g=\"http://www.opengis.net/gml\" "
         "xmlns:yleis=\"http://www.opengis.net/citygml/generics/2.0\" "
         "xmlns:x=\"http://www.w3.org/1999/xlink\">"
         "<k:cityObjectMember>" +
         inside + "</k:cityObjectMember></k:CityModel>";
}

std::string triangle(const std::string& id, const std::string& attributes, const std::string& positions) {
  return "<g:surfaceMember><g:Polygon g:id=\"" + id + "\"><g:exterior><g:LinearRing><g:posList" + attributes +
         ">" + positions + "</g:posList></g:LinearRing></g:exterior></g:Polygon></g:surfaceMember>";
}

TEST(CityGmlReader, PartsAttributesAndUnitsUnderAnyPrefix) {
  std::istringstream in(odd_prefixes(
      "<talo:Building g:id=\"a\"><yleis:measureAttribute name=\"Kerrosala\"><yleis:value "
      "uom=\"m2\">1234.5</yleis:value>"
      "</yleis:measureAttribute><yleis:uriAttribute name=\"linkki\"><yleis:value> urn:x "
      "</yleis:value></yleis:uriAttribute>"
      "<talo:roofType>1030</talo:roofType><talo:roofType>1040</talo:roofType>"
      "<talo:consistsOfBuildingPart><talo:BuildingPart g:id=\"p\"><yleis:doubleAttribute name=\"korkeus\">"
      "<yleis:value>7</yleis:value></yleis:doubleAttribute><talo:lod1MultiSurface><g:MultiSurface>" +
      triangle("t", "", "0 0 0 4 0 0 0 3 0 0 0 0") +
      "</g:MultiSurface></talo:lod1MultiSurface></talo:BuildingPart></talo:consistsOfBuildingPart></"
      "talo:Building>"));
  const auto file = read(in);
  ASSERT_EQ(file.buildings.size(), 1u);
  const auto& building = file.buildings[0];
  ASSERT_EQ(building.parts.size(), 2u);
  EXPECT_EQ(attribute(building.parts[0], "Kerrosala"), "measure:1234.5m2");
  EXPECT_EQ(attribute(building.parts[0], "linkki"), "uri:urn:x");
  EXPECT_EQ(building.parts[0].core.roof_type, "1030; 1040");
  EXPECT_EQ(attribute(building.parts[0], "korkeus"), "none");
  EXPECT_EQ(attribute(building.parts[1], "korkeus"), "double:7");
  EXPECT_EQ(building.parts[1].shape.id, "p");
  EXPECT_EQ(building.parts[1].shape.lod, "1");
  EXPECT_EQ(building.bounds.high, (twin::WorkingPosition{4, 3, 0}));
}

TEST(CityGmlReader, TheHighestLevelWithSolidsWins) {
  const std::string solid = "<g:Solid><g:exterior><g:CompositeSurface>" +
                            triangle("s", "", "0 0 0 1 0 0 0 1 0 0 0 0") +
                            "</g:CompositeSurface></g:exterior></g:Solid>";
  const std::string surface =
      "<g:MultiSurface>" + triangle("m", "", "5 5 5 6 5 5 5 6 5 5 5 5") + "</g:MultiSurface>";
  std::istringstream in(odd_prefixes("<talo:Building g:id=\"a\"><talo:lod1Solid>" + solid +
                                     "</talo:lod1Solid><talo:lod3MultiSurface>" + surface +
                                     "</talo:lod3MultiSurface></talo:Building>"));
  const auto file = read(in);
  const auto& shape = file.buildings[0].parts[0].shape;
  EXPECT_EQ(shape.lod, "1");
  ASSERT_EQ(shape.polygons.size(), 1u);
  EXPECT_EQ(shape.polygons[0].id, "s");
}

TEST(CityGmlReader, APolygonUsedOnlyReversedIsTurned) {
  std::istringstream in(odd_prefixes(
      "<talo:Building "
      "g:id=\"a\"><talo:lod2MultiSurface><g:MultiSurface><g:surfaceMember><g:OrientableSurface "
      "orientation=\"-\">"
      "<g:baseSurface><g:Polygon><g:exterior><g:LinearRing><g:posList>1 0 0 2 0 0 3 5 0 1 0 "
      "0</g:posList></g:LinearRing>"
      "</g:exterior></g:Polygon></g:baseSurface></g:OrientableSurface></g:surfaceMember></g:MultiSurface>"
      "</talo:lod2MultiSurface></talo:Building>"));
  const auto file = read(in);
  const auto& points = file.buildings[0].parts[0].shape.polygons.at(0).exterior.points;
  ASSERT_EQ(points.size(), 3u);
  EXPECT_EQ(points[0], (twin::WorkingPosition{3, 5, 0}));
  EXPECT_EQ(points[2], (twin::WorkingPosition{1, 0, 0}));
}

TEST(CityGmlReader, PairsPositionsAndOldCoordinatesAreUnderstood) {
  const auto ring = [](const std::string& inside) {
    return "<g:surfaceMember><g:Polygon><g:exterior><g:LinearRing>" + inside +
           "</g:LinearRing></g:exterior></g:Polygon></g:surfaceMember>";
  };
  std::istringstream in(
      odd_prefixes("<talo:Building g:id=\"a\"><talo:lod0FootPrint><g:MultiSurface>" +
                   ring("<g:posList srsDimension=\"2\">1 2 3 4 5 9 1 2</g:posList>") +
                   ring("<g:posList>1 2 3 4 5 9 1 2</g:posList>") +
                   ring("<g:pos>1 2</g:pos><g:pos>3 4</g:pos><g:pos>5 9</g:pos><g:pos>1 2</g:pos>") +
                   ring("<g:coordinates>1,2,0 3,4,0 5,9,0 1,2,0</g:coordinates>") +
                   "</g:MultiSurface></talo:lod0FootPrint></talo:Building>"));
  const auto file = read(in);
  EXPECT_TRUE(file.buildings[0].two_dimensional);
  const auto& polygons = file.buildings[0].parts[0].shape.polygons;
  ASSERT_EQ(polygons.size(), 4u);
  for (const auto& polygon : polygons) {
    EXPECT_EQ(polygon.exterior.points, (std::vector<twin::WorkingPosition>{{1, 2, 0}, {3, 4, 0}, {5, 9, 0}}));
  }
}

TEST(CityGmlReader, Utf16AndLatin1AreRead) {
  const std::string utf8 =
      "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" +
      odd_prefixes("<talo:Building g:id=\"a\"><g:name>H\xC3\xA4meentie</g:name></talo:Building>");
  std::string utf16 = "\xFF\xFE";
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (utf8[i] == '\xC3')
      utf16 += '\xE4', ++i;
    else
      utf16 += utf8[i];
    utf16 += '\0';
  }
  std::istringstream in16(utf16);
  EXPECT_EQ(read(in16).buildings.at(0).parts[0].core.name, "H\xC3\xA4meentie");
  std::istringstream in1(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" +
      odd_prefixes("<talo:Building g:id=\"a\"><g:name>H\xE4meentie</g:name></talo:Building>"));
  EXPECT_EQ(read(in1).buildings.at(0).parts[0].core.name, "H\xC3\xA4meentie");
}

TEST(CityGmlReader, ABuildingWithoutIdIsNamedAfterItsGeometry) {
  const auto text = [](const char* height) {
    return odd_prefixes("<talo:Building><talo:lod2MultiSurface><g:MultiSurface>" +
                        triangle("t", "", std::string("0 0 0 4 0 0 0 3 ") + height + " 0 0 0") +
                        "</g:MultiSurface></talo:lod2MultiSurface></talo:Building>");
  };
  std::istringstream one(text("1")), again("\n\n" + text("1")), other(text("2"));
  const auto id = read(one).buildings.at(0).id;
  EXPECT_TRUE(id.starts_with("unnamed-"));
  EXPECT_EQ(read(again).buildings.at(0).id, id);
  EXPECT_NE(read(other).buildings.at(0).id, id);
}

TEST(NumberStream, NumbersMayBeCutAnywhere) {
  const std::string text = " 2.54990541699E7 6674555.691\n-3.1805 +7 1e-3 ";
  const std::vector<double> expected{25499054.1699, 6674555.691, -3.1805, 7, 0.001};
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    for (std::size_t second = cut; second <= text.size(); second += 3) {
      geo::NumberStream stream;
      stream.begin(false);
      std::vector<double> values;
      stream.feed(std::string_view(text).substr(0, cut), values);
      stream.feed(std::string_view(text).substr(cut, second - cut), values);
      stream.feed(std::string_view(text).substr(second), values);
      stream.end(values);
      ASSERT_FALSE(stream.failed()) << cut << ' ' << stream.bad_token();
      ASSERT_EQ(values, expected) << cut;
    }
  }
}

TEST(NumberStream, WhatIsNoFiniteNumberFails) {
  for (const char* text : {"1 inf 2", "nan", "1e999", "0x10", "1,5", "--1", "1.2.3", "infinity "}) {
    geo::NumberStream stream;
    stream.begin(false);
    std::vector<double> values;
    stream.feed(text, values);
    stream.end(values);
    EXPECT_TRUE(stream.failed()) << text;
  }
}

}  // namespace
