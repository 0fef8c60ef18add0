// City objects beside buildings, and spaces inside them: what the readers hand on, and what an import makes of
// it. Counts of the shared files come from Python (json, ElementTree) and from the shared data's README.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "geo/io/citygml_reader.hpp"
#include "geo/io/cityjson_reader.hpp"
#include "geo/io/export.hpp"
#include "twin_core/base/catalogue.hpp"
#include "twin_core/city/object_lines.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/history/branch_state.hpp"

namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;
using Counts = std::map<std::string, std::uint64_t>;

const std::string kShared = KAKSONEN_SOURCE_DIR "/../shared/data/";
#define NEED(path) \
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "not here: " << (path)

geo::InputFile on_disk(const std::string& path) {
  return {std::filesystem::path(path).filename().string(), path, nullptr};
}
geo::InputFile in_memory(const std::string& name, const std::string& text) {
  return {name, "", std::make_shared<const std::string>(text)};
}

/// For files that name no system.
geo::ReadOptions local() {
  geo::ReadOptions out;
  out.crs = "local";
  return out;
}

const twin::Finding* find(const twin::Diagnostics& diagnostics, std::string_view code) {
  for (const auto& finding : diagnostics.findings) {
    if (finding.code == code) return &finding;
  }
  return nullptr;
}

Counts read_counts(const geo::FileReport& report) {
  Counts out;
  twin::Tally sum;
  for (const auto& [type, tally] : report.classes) {
    EXPECT_TRUE(tally.balances()) << type;
    out[type] = tally.read;
    sum.read += tally.read;
    sum.rejected += tally.rejected;
  }
  EXPECT_EQ(report.diagnostics.tally.read, sum.read);
  EXPECT_EQ(report.diagnostics.tally.rejected, sum.rejected);
  EXPECT_TRUE(report.diagnostics.tally.balances());
  return out;
}

const geo::ReadObject& object(const geo::CityBatch& batch, const std::string& id) {
  for (const auto& read : batch.objects) {
    if (read.object.id == id) return read;
  }
  throw std::out_of_range(id);
}

std::string attribute(const geo::ReadObject& read, const std::string& name) {
  for (const auto& each : read.shape.attributes) {
    if (each.name == name) return each.value + each.unit;
  }
  return "none";
}

/// A file in the official order of EPSG:3879: northing first.
std::string gml(const std::string& version, const std::string& members) {
  std::string out = "<?xml version=\"1.0\"?><core:CityModel xmlns:core=\"http://www.opengis.net/citygml/" + version + "\"";
  for (const auto& [prefix, module] : std::map<std::string, std::string>{
           {"bldg", "building"}, {"brid", "bridge"}, {"tun", "tunnel"}, {"tran", "transportation"}, {"veg", "vegetation"},
           {"luse", "landuse"}, {"wtr", "waterbody"}, {"dem", "relief"}, {"frn", "cityfurniture"}, {"gen", "generics"},
           {"grp", "cityobjectgroup"}, {"con", "construction"}}) {
    out += " xmlns:" + prefix + "=\"http://www.opengis.net/citygml/" + module + "/" + version + "\"";
  }
  const std::string gml_space = version == "3.0" ? "http://www.opengis.net/gml/3.2" : "http://www.opengis.net/gml";
  return out + " xmlns:gml=\"" + gml_space + "\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">"
         "<gml:boundedBy><gml:Envelope srsName=\"urn:ogc:def:crs:EPSG::3879\" srsDimension=\"3\"/></gml:boundedBy>" + members +
         "</core:CityModel>";
}

std::string member(const std::string& inner) { return "<core:cityObjectMember>" + inner + "</core:cityObjectMember>"; }

/// A level square of so many metres with its south-west corner there.
std::string square(double north, double east, double side, double up = 5) {
  std::ostringstream out;
  out << std::fixed;
  out << "<gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>";
  for (const auto& [n, e] : {std::pair{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}) {
    out << north + n * side << ' ' << east + e * side << ' ' << up << ' ';
  }
  out << "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface>";
  return out.str();
}

constexpr double kNorth = 6'673'000, kEast = 25'498'000;

TEST(CityObjects, DelftHasItsStreetsGreenAndWater) {
  const auto path = kShared + "cityjson/cjio_delft.json";
  NEED(path);
  const auto batch = geo::read_city({on_disk(path)}, {});
  ASSERT_FALSE(batch.refused) << batch.refused->message;
  EXPECT_EQ(read_counts(batch.files.at(0)), (Counts{{"Bridge", 3}, {"Building", 160}, {"GenericCityObject", 54}, {"LandUse", 81},
                                                    {"PlantCover", 126}, {"Road", 143}, {"WaterBody", 3}}));
  EXPECT_EQ(batch.buildings.size(), 160u);
  EXPECT_EQ(batch.objects.size(), 410u);
  Counts surfaces;
  for (const auto& read : batch.objects) {
    for (const auto& part : read.shape.parts) surfaces[read.object.type.str()] += part.polygons.size();
    EXPECT_FALSE(read.object.bounds.empty()) << read.object.id;
    EXPECT_EQ(read.object.source.str(), "cjio_delft.json");
  }
  EXPECT_EQ(surfaces, (Counts{{"Bridge", 101}, {"GenericCityObject", 2278}, {"LandUse", 8016}, {"PlantCover", 15693}, {"Road", 4115},
                              {"WaterBody", 505}}));
  EXPECT_EQ(find(batch.files[0].diagnostics, "objects-passed-over"), nullptr);
}

TEST(CityObjects, AFileOfStreetsAloneMakesATwin) {
  const auto batch = geo::read_city(
      {in_memory("street.gml", gml("2.0", member("<tran:Road gml:id=\"r1\"><gml:name>Kaislakatu</gml:name><tran:function>1010</tran:function>"
                                                 "<tran:lod1MultiSurface>" + square(kNorth, kEast, 100) + "</tran:lod1MultiSurface></tran:Road>")))},
      {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(find(batch.files.at(0).diagnostics, "nothing-read"), nullptr);
  ASSERT_TRUE(batch.manifest);
  EXPECT_EQ(batch.manifest->crs, "EPSG:3879");
  EXPECT_EQ(batch.manifest->scene_origin.east, kEast + 50);
  const auto& road = object(batch, "r1");
  EXPECT_EQ(road.object.name, "Kaislakatu");
  EXPECT_EQ(attribute(road, "function"), "1010");
  EXPECT_EQ(road.object.bounds.low, (twin::WorkingPosition{kEast, kNorth, 5}));
  EXPECT_EQ(road.object.bounds.high, (twin::WorkingPosition{kEast + 100, kNorth + 100, 5}));
}

TEST(CityObjects, EastingFirstIsNoticedForStreetsToo) {
  const auto batch = geo::read_city(
      {in_memory("street.gml", gml("2.0", member("<luse:LandUse gml:id=\"l\"><luse:lod1MultiSurface>" + square(kEast, kNorth, 10) +
                                                 "</luse:lod1MultiSurface></luse:LandUse>")))},
      {});
  ASSERT_FALSE(batch.refused);
  const auto* finding = find(batch.files.at(0).diagnostics, "axis-order");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->place, "1 of 1 city objects");
  EXPECT_EQ(object(batch, "l").object.bounds.low.east, kEast);
}

TEST(CityObjects, AFileWhoseStreetsLieElsewhereIsRefusedAndOneStrayStreetRejected) {
  const auto street = [](const std::string& id, double north) {
    return member("<tran:Road gml:id=\"" + id + "\"><tran:lod1MultiSurface>" + square(north, kEast, 10) + "</tran:lod1MultiSurface></tran:Road>");
  };
  const auto stray = geo::read_city({in_memory("a.gml", gml("2.0", street("near", kNorth) + street("far", 1'000)))}, {});
  ASSERT_FALSE(stray.refused);
  EXPECT_EQ(stray.files.at(0).classes.at("Road").rejected, 1u);
  EXPECT_EQ(stray.objects.size(), 1u);
  const auto none = geo::read_city({in_memory("a.gml", gml("2.0", street("far", 1'000)))}, {});
  ASSERT_TRUE(none.refused);
  EXPECT_EQ(none.refused->code, "coordinates-outside-area");
}

TEST(CityObjects, EveryClassOfCityGml2IsTakenAtItsBestLevel) {
  const auto surface = [](const std::string& level, double side) {
    return "<" + level + ">" + square(kNorth, kEast, side) + "</" + level + ">";
  };
  const std::string members =
      member("<tran:Road gml:id=\"road\">" + surface("tran:lod1MultiSurface", 10) + "<tran:trafficArea><tran:TrafficArea>" +
             surface("tran:lod2MultiSurface", 20) + "</tran:TrafficArea></tran:trafficArea><tran:auxiliaryTrafficArea>"
             "<tran:AuxiliaryTrafficArea>" + surface("tran:lod2MultiSurface", 30) + "</tran:AuxiliaryTrafficArea>"
             "</tran:auxiliaryTrafficArea></tran:Road>") +
      member("<brid:Bridge gml:id=\"bridge\"><brid:boundedBy><brid:RoofSurface>" + surface("brid:lod2MultiSurface", 10) +
             "</brid:RoofSurface></brid:boundedBy><brid:outerBridgeConstruction><brid:BridgeConstructionElement>" +
             surface("brid:lod2Geometry", 3) + "</brid:BridgeConstructionElement></brid:outerBridgeConstruction>"
             "<brid:consistsOfBridgePart><brid:BridgePart gml:id=\"pier\">" + surface("brid:lod1MultiSurface", 4) +
             "</brid:BridgePart></brid:consistsOfBridgePart></brid:Bridge>") +
      member("<tun:Tunnel gml:id=\"tunnel\">" + surface("tun:lod1MultiSurface", 9) + "</tun:Tunnel>") +
      member("<wtr:WaterBody gml:id=\"water\"><wtr:boundedBy><wtr:WaterSurface>" + surface("wtr:lod2Surface", 50) +
             "</wtr:WaterSurface></wtr:boundedBy></wtr:WaterBody>") +
      member("<veg:PlantCover gml:id=\"park\"><veg:averageHeight uom=\"m\">0.4</veg:averageHeight>" + surface("veg:lod3MultiSurface", 40) +
             "</veg:PlantCover>") +
      member("<luse:LandUse gml:id=\"plot\">" + surface("luse:lod0MultiSurface", 5) + "</luse:LandUse>") +
      member("<frn:CityFurniture gml:id=\"bench\">" + surface("frn:lod4Geometry", 2) + "</frn:CityFurniture>") +
      member("<gen:GenericCityObject gml:id=\"mast\"><gen:stringAttribute name=\"owner\"><gen:value>city</gen:value></gen:stringAttribute>" +
             surface("gen:lod1Geometry", 1) + "</gen:GenericCityObject>") +
      member("<tran:Railway gml:id=\"rail\"><tran:lod0Network/>" + surface("tran:lod1MultiSurface", 6) + "</tran:Railway>") +
      member("<grp:CityObjectGroup gml:id=\"group\"/>");
  const auto batch = geo::read_city({in_memory("all.gml", gml("2.0", members))}, {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(read_counts(batch.files.at(0)), (Counts{{"Bridge", 1}, {"CityFurniture", 1}, {"GenericCityObject", 1}, {"LandUse", 1},
                                                    {"PlantCover", 1}, {"Railway", 1}, {"Road", 1}, {"Tunnel", 1}, {"WaterBody", 1}}));
  const auto shape = [&](const std::string& id) { return object(batch, id).shape; };
  ASSERT_EQ(shape("road").parts.size(), 1u);
  EXPECT_EQ(shape("road").parts[0].lod, "2");
  EXPECT_EQ(shape("road").parts[0].polygons.size(), 2u);
  EXPECT_EQ(object(batch, "road").object.bounds.high.east, kEast + 30);
  ASSERT_EQ(shape("bridge").parts.size(), 2u);
  EXPECT_EQ(shape("bridge").parts[0].polygons.at(0).kind, twin::SurfaceKind::kRoof);
  EXPECT_EQ(shape("bridge").parts[0].polygons.size(), 2u);
  EXPECT_EQ(shape("bridge").parts[1].id, "pier");
  EXPECT_EQ(attribute(object(batch, "park"), "veg:averageHeight"), "0.4m");
  EXPECT_EQ(attribute(object(batch, "mast"), "owner"), "city");
  EXPECT_EQ(shape("bench").parts.at(0).lod, "4");
  std::vector<std::string> told;
  for (const auto& finding : batch.files[0].diagnostics.findings) {
    EXPECT_NE(twin::find_problem_kind(finding.code), nullptr) << finding.code;
    if (finding.code == "object-passed-over") told.push_back(finding.value);
  }
  EXPECT_THAT(told, UnorderedElementsAre("CityObjectGroup: 1"));
}

TEST(CityObjects, ARoadOfCityGml3HasItsTrafficAreas) {
  const std::string area = "<core:boundary><tran:TrafficArea><core:lod2MultiSurface>" + square(kNorth, kEast, 7) +
                           "</core:lod2MultiSurface></tran:TrafficArea></core:boundary>";
  const auto batch = geo::read_city(
      {in_memory("road.gml", gml("3.0", member("<tran:Road gml:id=\"r\"><tran:section><tran:Section><tran:trafficSpace><tran:TrafficSpace>" + area +
                                               "</tran:TrafficSpace></tran:trafficSpace></tran:Section></tran:section></tran:Road>")))},
      {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(object(batch, "r").shape.parts.at(0).polygons.size(), 1u);
}

std::string tree(const std::string& id, double north, const std::string& shape) {
  std::ostringstream at;
  at << std::fixed << north << ' ' << kEast << " 4";
  return member("<veg:SolitaryVegetationObject gml:id=\"" + id + "\"><veg:height uom=\"m\">9.5</veg:height><veg:lod1ImplicitRepresentation>"
                "<core:ImplicitGeometry><core:transformationMatrix>10 0 0 0 0 10 0 0 0 0 10 0 0 0 0 1</core:transformationMatrix>" + shape +
                "<core:referencePoint><gml:Point><gml:pos>" + at.str() + "</gml:pos></gml:Point></core:referencePoint></core:ImplicitGeometry>"
                "</veg:lod1ImplicitRepresentation></veg:SolitaryVegetationObject>");
}

/// One by one metre at height 1, which others may refer to as "s".
std::string shared_shape() {
  std::string shape = square(0, 0, 1, 1);
  shape.replace(shape.find("<gml:MultiSurface"), 17, "<gml:MultiSurface gml:id=\"s\"");
  return "<core:relativeGMLGeometry>" + shape + "</core:relativeGMLGeometry>";
}

TEST(CityObjects, TreesShareOneShapeAndStandApart) {
  const auto batch = geo::read_city(
      {in_memory("trees.gml", gml("2.0", tree("one", kNorth, shared_shape()) +
                                             tree("two", kNorth + 60, "<core:relativeGMLGeometry xlink:href=\"#s\"/>")))},
      {});
  ASSERT_FALSE(batch.refused);
  // One by one metre at height 1 in the shape, ten times as large at 4 m: 10 by 10 at 14 m.
  EXPECT_EQ(object(batch, "one").object.bounds.high, (twin::WorkingPosition{kEast + 10, kNorth + 10, 14}));
  EXPECT_EQ(object(batch, "two").object.bounds.low, (twin::WorkingPosition{kEast, kNorth + 60, 14}));
  EXPECT_EQ(attribute(object(batch, "two"), "veg:height"), "9.5m");
}

/// The same the other way round: the reference before the shape, by the scanner and by expat, in small blocks too.
TEST(CityObjects, AReferenceMayStandBeforeTheShape) {
  const auto text = gml("2.0", tree("two", kNorth + 60, "<core:relativeGMLGeometry xlink:href=\"#s\"/>") + tree("one", kNorth, shared_shape()) +
                                   tree("three", kNorth + 90, "<core:relativeGMLGeometry xlink:href=\"#none\"/>"));
  const auto batch = geo::read_city({in_memory("trees.gml", text)}, {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(object(batch, "two").object.bounds.low, (twin::WorkingPosition{kEast, kNorth + 60, 14}));
  EXPECT_EQ(object(batch, "two").object.bounds.high, (twin::WorkingPosition{kEast + 10, kNorth + 70, 14}));
  const auto& diagnostics = batch.files.at(0).diagnostics;
  ASSERT_EQ(diagnostics.findings.size(), 1u);
  EXPECT_EQ(diagnostics.findings[0].code, "xlink-unresolved");
  EXPECT_EQ(diagnostics.findings[0].id, "three");
  EXPECT_EQ(diagnostics.findings[0].value, "#none");
  // What was left out is not mended.
  EXPECT_EQ(diagnostics.tally.accepted, 3u);
  EXPECT_EQ(diagnostics.tally.repaired, 0u);

  std::vector<std::vector<std::string>> orders;
  for (const bool by_expat : {false, true}) {
    for (const std::size_t block : {std::size_t{64}, std::size_t{4096}}) {
      std::istringstream in(text);
      geo::CityGmlOptions options;
      options.by_expat = by_expat;
      options.block = block;
      auto& order = orders.emplace_back();
      options.objects = [&](geo::RawObject&& raw) { order.push_back(raw.model.id + " " + std::to_string(raw.model.parts.at(0).shape.polygons.size())); };
      twin::Diagnostics told;
      ASSERT_TRUE(geo::read_citygml(in, options, [](geo::RawBuilding&&) {}, told));
      EXPECT_EQ(told.findings.size(), 1u);
    }
  }
  for (const auto& order : orders) EXPECT_THAT(order, ElementsAre("one 1", "two 1", "three 0"));
}

TEST(CityObjects, ALibraryOfShapesIsNamedAndNotFetched) {
  const auto batch = geo::read_city(
      {in_memory("trees.gml", gml("2.0", tree("one", kNorth, shared_shape()) +
                                             tree("two", kNorth + 60, "<core:mimeType>model/obj</core:mimeType><core:libraryObject>"
                                                                      " http://127.0.0.1:9/x.obj </core:libraryObject>")))},
      {});
  ASSERT_FALSE(batch.refused);
  const auto* const told = find(batch.files.at(0).diagnostics, "xlink-unresolved");
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->value, "http://127.0.0.1:9/x.obj");
  EXPECT_NE(told->remedy.find("not fetched"), std::string::npos);
}

TEST(CityObjects, AMisspeltClassIsReadAndRejected) {
  const auto batch = geo::read_city(
      {in_memory("a.gml", gml("2.0", member("<bldg:Buildng gml:id=\"typo\"/>") + member("<luse:Road gml:id=\"elsewhere\"/>") +
                                         member("<grp:CityObjectGroup gml:id=\"group\"/>") + member("<bldg:Room gml:id=\"alone\"/>") +
                                         member("<luse:LandUse gml:id=\"park\"><luse:lod1MultiSurface>" + square(kNorth, kEast, 7) +
                                                "</luse:lod1MultiSurface></luse:LandUse>")))},
      {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(read_counts(batch.files.at(0)), (Counts{{"Buildng", 1}, {"LandUse", 1}, {"Road", 1}}));
  EXPECT_EQ(batch.files[0].diagnostics.tally.rejected, 2u);
  std::vector<std::string> told;
  for (const auto& finding : batch.files[0].diagnostics.findings) told.push_back(finding.code + " " + finding.value + " " + finding.remedy);
  EXPECT_THAT(told, UnorderedElementsAre("class-unknown Buildng CityGML has no such class, did you mean Building?",
                                         "class-unknown Road Road is a class of another module of CityGML; correct its namespace.",
                                         testing::HasSubstr("object-passed-over CityObjectGroup: 1"), testing::HasSubstr("object-passed-over Room: 1")));
}

TEST(CityObjects, AMemberThatRefersToNothingIsTold) {
  const auto park = member("<luse:LandUse gml:id=\"park\"><luse:lod1MultiSurface>" + square(kNorth, kEast, 7) + "</luse:lod1MultiSurface></luse:LandUse>");
  const auto batch = geo::read_city({in_memory("a.gml", gml("2.0", "<core:cityObjectMember xlink:href=\"#park\"/>" + park +
                                                                      "<core:cityObjectMember xlink:href=\"#gone\"/>"))}, {});
  ASSERT_FALSE(batch.refused);
  ASSERT_EQ(batch.files.at(0).diagnostics.findings.size(), 1u);
  EXPECT_EQ(batch.files[0].diagnostics.findings[0].code, "xlink-unresolved");
  EXPECT_EQ(batch.files[0].diagnostics.findings[0].value, "#gone");
}

TEST(CityObjects, TheReliefOfARealFileKeepsItsTriangles) {
  const auto path = kShared + "citygml/ogc_Building_LOD3_v2.gml";
  NEED(path);
  std::ifstream in(path, std::ios::binary);
  twin::Diagnostics diagnostics;
  std::vector<geo::RawObject> objects;
  geo::CityGmlOptions options;
  options.objects = [&](geo::RawObject&& raw) { objects.push_back(std::move(raw)); };
  const auto summary = geo::read_citygml(in, options, [](geo::RawBuilding&&) {}, diagnostics);
  ASSERT_TRUE(summary);
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_EQ(objects[0].type, "ReliefFeature");
  EXPECT_EQ(objects[0].model.parts.at(0).core.name, "Example TIN LOD3");
  EXPECT_EQ(objects[0].model.parts[0].shape.polygons.size(), 9u);
  EXPECT_EQ(objects[0].model.parts[0].shape.lod, "3");
  EXPECT_EQ(summary->passed_over.size(), 0u);
}

TEST(CityObjects, AnUnnamedBridgeIsNamedAfterItsGeometry) {
  const auto path = kShared + "citygml/bridge_and_building.gml";
  NEED(path);
  std::ifstream in(path, std::ios::binary);
  twin::Diagnostics diagnostics;
  std::vector<geo::RawObject> objects;
  geo::CityGmlOptions options;
  options.objects = [&](geo::RawObject&& raw) { objects.push_back(std::move(raw)); };
  const auto summary = geo::read_citygml(in, options, [](geo::RawBuilding&&) {}, diagnostics);
  ASSERT_TRUE(summary);
  EXPECT_THAT(summary->city_objects, ElementsAre(Pair("Bridge", 1u)));
  EXPECT_EQ(summary->read, 1u);
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_TRUE(objects[0].model.id.starts_with("unnamed-"));
  EXPECT_EQ(objects[0].model.bounds.high, (twin::WorkingPosition{10, 10, 0}));
}

TEST(Spaces, StoreysUnitsAndRoomsOfARealHouseKnowWhatTheyArePartOf) {
  const auto path = kShared + "citygml/ogc_building_units_storeys_v3.gml";
  NEED(path);
  geo::ReadOptions options;
  options.crs = "EPSG:25832";
  const auto batch = geo::read_city({on_disk(path)}, options);
  ASSERT_FALSE(batch.refused) << batch.refused->message;
  EXPECT_EQ(read_counts(batch.files.at(0)), (Counts{{"Building", 1}, {"BuildingRoom", 3}, {"BuildingUnit", 2}, {"Storey", 2}}));
  std::map<std::string, std::string> parents;
  for (const auto& read : batch.objects) parents[read.object.id] = read.object.type.str() + " in " + read.object.parent;
  EXPECT_EQ(parents, (std::map<std::string, std::string>{
                         {"storey1", "Storey in building_unit_example_1"},
                         {"storey2", "Storey in building_unit_example_1"},
                         {"BuildingUnit_apartment1", "BuildingUnit in storey1"},
                         {"BuildingUnit_apartment2", "BuildingUnit in storey2"},
                         {"apartment1", "BuildingRoom in BuildingUnit_apartment1"},
                         {"apartment2", "BuildingRoom in BuildingUnit_apartment2"},
                         {"staircase", "BuildingRoom in building_unit_example_1"}}));
  // The storey refers to walls of the rooms: its surfaces are there all the same, six of them in the file.
  EXPECT_EQ(object(batch, "storey1").shape.parts.at(0).polygons.size(), 6u);
  EXPECT_EQ(attribute(object(batch, "BuildingUnit_apartment1"), "function"), "apartment");
  EXPECT_TRUE(object(batch, "BuildingUnit_apartment1").object.bounds.empty());
  // The house itself is as it was without them.
  EXPECT_EQ(batch.buildings.at(0).shape.parts.size(), 1u);
  EXPECT_EQ(batch.buildings[0].shape.parts[0].polygons.size(), 7u);
}

TEST(Spaces, ARoomInLod4IsASpaceAndNoPartOfTheBuilding) {
  const std::string room = "<bldg:interiorRoom><bldg:Room gml:id=\"room\"><bldg:boundedBy><bldg:InteriorWallSurface><bldg:lod4MultiSurface>" +
                           square(kNorth + 1, kEast + 1, 3) + "</bldg:lod4MultiSurface></bldg:InteriorWallSurface></bldg:boundedBy>"
                           "<bldg:boundedBy xlink:href=\"#elsewhere\"/>"
                           "<bldg:lod4MultiSurface><gml:MultiSurface><gml:surfaceMember xlink:href=\"#nowhere\"/></gml:MultiSurface></bldg:lod4MultiSurface>"
                           "<bldg:interiorFurniture><bldg:BuildingFurniture gml:id=\"desk\"><bldg:lod4Geometry>" + square(kNorth + 2, kEast + 2, 1) +
                           "</bldg:lod4Geometry></bldg:BuildingFurniture></bldg:interiorFurniture></bldg:Room></bldg:interiorRoom>";
  const std::string outside = "<bldg:lod2MultiSurface>" + square(kNorth, kEast, 10) + "</bldg:lod2MultiSurface><bldg:lod4MultiSurface>" +
                              square(kNorth, kEast, 12) + "</bldg:lod4MultiSurface>";
  const auto batch = geo::read_city(
      {in_memory("house.gml", gml("2.0", member("<bldg:Building gml:id=\"house\">" + outside + room + "</bldg:Building>")))}, {});
  ASSERT_FALSE(batch.refused);
  ASSERT_EQ(batch.buildings.size(), 1u);
  EXPECT_EQ(batch.buildings[0].shape.parts.size(), 1u);
  EXPECT_EQ(batch.buildings[0].shape.parts[0].lod, "2");
  EXPECT_EQ(batch.buildings[0].building.bounds.high.east, kEast + 10);
  EXPECT_EQ(object(batch, "room").object.parent, "house");
  EXPECT_EQ(object(batch, "room").shape.parts.at(0).lod, "4");
  EXPECT_EQ(object(batch, "room").shape.parts[0].polygons.size(), 1u);
  EXPECT_EQ(object(batch, "desk").object.parent, "room");
  EXPECT_EQ(object(batch, "desk").object.type.str(), "BuildingFurniture");
  ASSERT_NE(find(batch.files[0].diagnostics, "xlink-unresolved"), nullptr);
  EXPECT_EQ(find(batch.files[0].diagnostics, "xlink-unresolved")->severity, twin::Severity::kWarning);
}

TEST(Spaces, ARoomOfCityJsonBelongsToTheBuildingBehindItsPart) {
  const auto batch = geo::read_city(
      {in_memory("house.json", R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},
        "CityObjects":{
          "b":{"type":"Building","children":["p"]},
          "p":{"type":"BuildingPart","parents":["b"],"children":["room"],"geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,2,3]]]}]},
          "room":{"type":"BuildingRoom","parents":["p"],"attributes":{"name":"Aula"},"geometry":[{"type":"MultiSurface","lod":"3","boundaries":[[[0,1,2]]]}]},
          "br":{"type":"Bridge","children":["bp"]},
          "bp":{"type":"BridgePart","parents":["br"],"geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,2,3]]]}]},
          "line":{"type":"+Fence","geometry":[{"type":"MultiLineString","lod":"1","boundaries":[[0,1,2]]}]},
          "g":{"type":"CityObjectGroup","children":["b"]},
          "odd":{"type":"Spaceship","geometry":[]}},
        "vertices":[[0,0,0],[10,0,0],[10,10,0],[0,10,0]]})")},
      local());
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(object(batch, "room").object.parent, "b");
  EXPECT_EQ(object(batch, "room").object.name, "Aula");
  ASSERT_EQ(object(batch, "br").shape.parts.size(), 2u);  // its own, without surfaces, and the part
  EXPECT_EQ(object(batch, "br").shape.parts[1].id, "bp");
  EXPECT_EQ(object(batch, "line").object.type.str(), "+Fence");
  // The vertices of the file: along the south edge of the square of 10 m, then up its east edge.
  EXPECT_EQ(object(batch, "line").object.bounds.high.north - object(batch, "line").object.bounds.low.north, 10);
  const std::vector<twin::ObjectLines> fence{{"1", false, {{{0, 0, 0}, {10, 0, 0}, {10, 10, 0}}}}};
  EXPECT_EQ(twin::lines_of(object(batch, "line").shape), fence);
  const auto& diagnostics = batch.files.at(0).diagnostics;
  EXPECT_EQ(find(diagnostics, "geometry-passed-over"), nullptr);
  ASSERT_NE(find(diagnostics, "objects-passed-over"), nullptr);
  EXPECT_EQ(find(diagnostics, "objects-passed-over")->value, "CityObjectGroup 1");
  // No class is called so: read, told and rejected.
  ASSERT_NE(find(diagnostics, "class-unknown"), nullptr);
  EXPECT_EQ(find(diagnostics, "class-unknown")->id, "odd");
  EXPECT_EQ(find(diagnostics, "class-unknown")->severity, twin::Severity::kError);
  EXPECT_EQ(batch.files[0].classes.at("Spaceship").rejected, 1u);
  EXPECT_EQ(read_counts(batch.files[0]).at("Spaceship"), 1u);
}

TEST(ObjectLines, OfCityJsonAreKeptByLevelAndOfBuildingsTold) {
  const auto batch = geo::read_city(
      {in_memory("net.json", R"({"type":"CityJSON","version":"2.0","transform":{"scale":[0.5,0.5,0.25],"translate":[100,200,0]},
        "CityObjects":{
          "road":{"type":"Road","geometry":[
            {"type":"MultiLineString","lod":"0","boundaries":[[0,1],[1,2,3]]},
            {"type":"MultiLineString","lod":"0","boundaries":[[3,0]]},
            {"type":"MultiLineString","lod":"0.2","boundaries":[[0,2]]},
            {"type":"MultiSurface","lod":"2","boundaries":[[[0,1,2]]]}]},
          "lamps":{"type":"CityFurniture","geometry":[{"type":"MultiPoint","lod":"1","boundaries":[3,1]},
            {"type":"GeometryInstance","template":0,"boundaries":[1],"transformationMatrix":[1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1]}]},
          "short":{"type":"Waterway","geometry":[{"type":"MultiLineString","lod":"0","boundaries":[[2]]}]},
          "high":{"type":"Railway","geometry":[{"type":"MultiLineString","lod":"7","boundaries":[[2,3]]}]},
          "house":{"type":"Building","geometry":[{"type":"MultiPoint","lod":"0","boundaries":[0]},
            {"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}]}},
        "geometry-templates":{"templates":[{"type":"MultiPoint","lod":"1","boundaries":[0]}],"vertices-templates":[[1,2,3]]},
        "vertices":[[0,0,0],[20,0,4],[20,20,8],[0,20,-4]]})")},
      local());
  ASSERT_FALSE(batch.refused);
  // vertex * scale + translate
  const twin::WorkingPosition a{100, 200, 0}, b{110, 200, 1}, c{110, 210, 2}, d{100, 210, -1};
  const std::vector<twin::ObjectLines> net{{"0", false, {{a, b}, {b, c, d}, {d, a}}}, {"0.2", false, {{a, c}}}};
  EXPECT_EQ(twin::lines_of(object(batch, "road").shape), net);
  EXPECT_EQ(object(batch, "road").shape.parts.at(0).lod, "2");
  EXPECT_EQ(object(batch, "road").object.bounds.low.up, -1) << "of the line, the surface lies higher";
  const std::vector<twin::ObjectLines> lamps{{"1", true, {{d}, {b}, {{111, 202, 4}}}}};
  EXPECT_EQ(twin::lines_of(object(batch, "lamps").shape), lamps);
  EXPECT_TRUE(object(batch, "lamps").shape.parts.empty());
  const auto& diagnostics = batch.files.at(0).diagnostics;
  ASSERT_NE(find(diagnostics, "902"), nullptr);
  EXPECT_EQ(find(diagnostics, "902")->id, "short");
  EXPECT_EQ(find(diagnostics, "902")->place, "/CityObjects/short/geometry/0/boundaries/0");
  ASSERT_NE(find(diagnostics, "lod-unknown"), nullptr);
  EXPECT_EQ(find(diagnostics, "lod-unknown")->id, "high");
  ASSERT_NE(find(diagnostics, "geometry-passed-over"), nullptr);
  EXPECT_EQ(find(diagnostics, "geometry-passed-over")->value, "MultiPoint 1");
}

TEST(ObjectLines, OfCityGmlAreNetsCurvesAndPoints) {
  const auto at = [](double north, double east, double up) {
    std::ostringstream out;
    out << std::fixed << kNorth + north << ' ' << kEast + east << ' ' << up;
    return out.str();
  };
  const auto line = [&](const std::string& name, const std::string& numbers) {
    return "<gml:" + name + "><gml:posList>" + numbers + "</gml:posList></gml:" + name + ">";
  };
  const auto place = [](double north, double east, double up) { return twin::WorkingPosition{kEast + east, kNorth + north, up}; };
  const std::string segment = line("LineStringSegment", at(5, 0, 1) + " " + at(5, 9, 2));
  const auto old = geo::read_city(
      {in_memory("old.gml",
                 gml("2.0", member("<tran:Road gml:id=\"road\"><tran:lod0Network><gml:GeometricComplex><gml:element>" +
                                   line("LineString", at(0, 0, 1) + " " + at(0, 9, 1) + " " + at(4, 9, 2)) +
                                   "</gml:element><gml:element><gml:CompositeCurve><gml:curveMember><gml:Curve><gml:segments>" + segment +
                                   "</gml:segments></gml:Curve></gml:curveMember></gml:CompositeCurve></gml:element></gml:GeometricComplex>"
                                   "</tran:lod0Network></tran:Road>") +
                                member("<wtr:WaterBody gml:id=\"brook\"><wtr:lod1MultiCurve><gml:MultiCurve><gml:curveMember>" +
                                       line("LineString", at(0, 20, 3) + " " + at(9, 20, 2)) + "</gml:curveMember><gml:curveMember>" +
                                       line("LineString", at(0, 20, 3)) + "</gml:curveMember></gml:MultiCurve></wtr:lod1MultiCurve></wtr:WaterBody>") +
                                member("<gen:GenericCityObject gml:id=\"post\"><gen:lod0Geometry><gml:MultiPoint><gml:pointMember><gml:Point><gml:pos>" +
                                       at(2, 3, 4) + "</gml:pos></gml:Point></gml:pointMember></gml:MultiPoint></gen:lod0Geometry></gen:GenericCityObject>")))},
      {});
  ASSERT_FALSE(old.refused);
  const std::vector<twin::ObjectLines> net{{"0", false, {{place(0, 0, 1), place(0, 9, 1), place(4, 9, 2)}, {place(5, 0, 1), place(5, 9, 2)}}}};
  EXPECT_EQ(twin::lines_of(object(old, "road").shape), net);
  EXPECT_TRUE(object(old, "road").shape.parts.empty());
  EXPECT_EQ(object(old, "road").object.bounds.high.east, kEast + 9);
  const std::vector<twin::ObjectLines> course{{"1", false, {{place(0, 20, 3), place(9, 20, 2)}}}};
  EXPECT_EQ(twin::lines_of(object(old, "brook").shape), course);
  ASSERT_NE(find(old.files.at(0).diagnostics, "902"), nullptr) << "a line of one position";
  EXPECT_EQ(find(old.files.at(0).diagnostics, "902")->id, "brook");
  const std::vector<twin::ObjectLines> post{{"0", true, {{place(2, 3, 4)}}}};
  EXPECT_EQ(twin::lines_of(object(old, "post").shape), post);

  const auto fresh = geo::read_city(
      {in_memory("new.gml", gml("3.0", member("<tran:Railway gml:id=\"rail\"><core:lod0Point><gml:Point><gml:pos>" + at(1, 1, 5) +
                                              "</gml:pos></gml:Point></core:lod0Point><core:lod0MultiCurve><gml:MultiCurve><gml:curveMember>" +
                                              line("LineString", at(0, 0, 1) + " " + at(0, 9, 1)) +
                                              "</gml:curveMember></gml:MultiCurve></core:lod0MultiCurve></tran:Railway>")))},
      {});
  ASSERT_FALSE(fresh.refused);
  const std::vector<twin::ObjectLines> rail{{"0", true, {{place(1, 1, 5)}}}, {"0", false, {{place(0, 0, 1), place(0, 9, 1)}}}};
  EXPECT_EQ(twin::lines_of(object(fresh, "rail").shape), rail);
}

TEST(CityObjects, ATreeByTemplateAndARoomOfSharedFiles) {
  const auto dummy = kShared + "cityjson/cjio_dummy_dummy.json", duplicate = kShared + "cityjson/cjval_duplicate.json";
  NEED(dummy);
  // By the reader alone: the file's coordinates lie outside the system that it names.
  std::ifstream in(dummy, std::ios::binary);
  twin::Diagnostics diagnostics;
  std::vector<geo::RawObject> objects;
  geo::CityJsonOptions options;
  options.objects = [&](geo::RawObject&& raw) { objects.push_back(std::move(raw)); };
  ASSERT_TRUE(geo::read_cityjson(in, options, [](geo::RawBuilding&&) {}, diagnostics));
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_EQ(objects[0].model.id, "1243");
  EXPECT_EQ(objects[0].type, "SolitaryVegetationObject");
  EXPECT_EQ(objects[0].model.parts.at(0).shape.polygons.size(), 3u);
  // Template corners twice as large, at vertex 0 (1 m east): the farthest is 2 * 11 + 1 m east, 2 * 40 m north.
  EXPECT_EQ(objects[0].model.bounds.high, (twin::WorkingPosition{23, 80, 0}));
  NEED(duplicate);
  const auto rooms = geo::read_city({on_disk(duplicate)}, local());
  ASSERT_FALSE(rooms.refused);
  EXPECT_EQ(object(rooms, "oneroom").object.parent, "LondonTower");
}

twin::Snapshot state_of(const geo::CityBatch& batch, std::map<twin::Digest, twin::BuildingShape>& shapes) {
  twin::BranchStateEditor editor{twin::BranchState{}};
  editor.set_head("main", twin::sha256("a commit"), 1);
  editor.set_manifest(twin::sha256("manifest"), std::make_shared<const twin::Manifest>(*batch.manifest));
  twin::FeatureNumber number = 0;
  for (const auto& read : batch.objects) {
    auto object = read.object;
    if (read.shape != twin::BuildingShape{}) {
      object.shape = twin::sha256(twin::encode(read.shape));
      shapes[object.shape] = read.shape;
    }
    editor.put(number, twin::sha256(object.id), std::make_shared<const twin::CityObject>(object));
    ++number;
  }
  return editor.publish();
}

TEST(CityObjects, CityJsonCarriesStreetsGreenAndWaterThereAndBack) {
  const auto path = kShared + "cityjson/cjio_delft.json";
  NEED(path);
  const auto batch = geo::read_city({on_disk(path)}, {});
  ASSERT_FALSE(batch.refused);
  std::map<twin::Digest, twin::BuildingShape> shapes;
  const auto state = state_of(batch, shapes);
  const auto load = [&](const twin::Digest& digest) -> twin::Result<twin::BuildingShape> { return shapes.at(digest); };
  for (const std::string format : {"cityjson", "cityjsonseq"}) {
    const auto out = std::filesystem::path(KAKSONEN_BINARY_DIR) / ("city_objects_test." + format);
    const auto done = geo::export_branch(*state, load, {format}, out);
    ASSERT_TRUE(done) << done.problem().message;
    const auto back = geo::read_city({on_disk(out.string())}, {});
    std::filesystem::remove(out);
    ASSERT_FALSE(back.refused) << back.refused->message;
    ASSERT_EQ(back.objects.size(), batch.objects.size()) << format;
    for (const auto& then : batch.objects) {
      const auto& now = object(back, then.object.id);
      EXPECT_EQ(now.object.type, then.object.type);
      EXPECT_NEAR(now.object.bounds.high.east, then.object.bounds.high.east, 0.0001);
      ASSERT_EQ(now.shape.parts.size(), then.shape.parts.size());
      EXPECT_EQ(now.shape.parts[0].polygons.size(), then.shape.parts[0].polygons.size()) << then.object.id;
      EXPECT_EQ(now.shape.attributes, then.shape.attributes) << then.object.id;
    }
  }
}

TEST(CityObjects, SolidsAreCheckedAsThoseOfBuildingsAre) {
  // One face bounds nothing: 301, a shell of fewer than four. A bow-tie ring crosses itself: 104.
  const auto solid = [](const std::string& positions) {
    const auto batch = geo::read_city(
        {in_memory("b.gml", gml("2.0", member("<brid:Bridge gml:id=\"b\"><brid:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>"
                                              "<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>" + positions +
                                              "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>"
                                              "</gml:CompositeSurface></gml:exterior></gml:Solid></brid:lod2Solid></brid:Bridge>")))},
        {});
    EXPECT_FALSE(batch.refused);
    EXPECT_EQ(object(batch, "b").shape.parts.at(0).solids.size(), 1u);
    return batch.files.at(0).diagnostics;
  };
  EXPECT_NE(find(solid("6673000 25498000 0 6673010 25498010 0 6673010 25498000 0 6673000 25498010 0 6673000 25498000 0"), "104"), nullptr);
  EXPECT_NE(find(solid("6673000 25498000 0 6673000 25498010 0 6673010 25498010 0 6673010 25498000 0 6673000 25498000 0"), "301"), nullptr);
}

TEST(CityObjects, TheSameIdTwiceRejectsBoth) {
  const std::string street = member("<tran:Road gml:id=\"r\"><tran:lod1MultiSurface>" + square(kNorth, kEast, 10) + "</tran:lod1MultiSurface></tran:Road>");
  const auto batch = geo::read_city({in_memory("a.gml", gml("2.0", street + street))}, {});
  EXPECT_EQ(batch.objects.size(), 0u);
  EXPECT_EQ(batch.files.at(0).classes.at("Road").rejected, 2u);
  ASSERT_NE(find(batch.files[0].diagnostics, "duplicate-id"), nullptr);
  const auto two = geo::read_city({in_memory("a.gml", gml("2.0", street)), in_memory("b.gml", gml("2.0", street))}, {});
  EXPECT_EQ(two.objects.size(), 1u);
  EXPECT_EQ(two.files.at(1).classes.at("Road").rejected, 1u);
  EXPECT_TRUE(two.files[1].diagnostics.tally.balances());
}

}  // namespace
