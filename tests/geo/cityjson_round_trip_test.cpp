// What `export --format cityjson` and `cityjsonseq` write, read back: the same buildings.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/geo/round_trip.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/city/object_lines.hpp"

namespace {

namespace fs = std::filesystem;
using namespace round_trip;

class CityJsonRoundTrip : public testing::Test {
 protected:
  CityJsonRoundTrip() {
    folder_ = fs::path(KAKSONEN_BINARY_DIR) / "cityjson_round_trip_test" /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~CityJsonRoundTrip() override { fs::remove_all(folder_); }

  /// Files that name no system go into a local twin.
  geo::CityBatch read(const fs::path& path, geo::ReadOptions options = {}) const {
    if (options.crs.empty()) options.crs = "local";
    return geo::read_city({{path.filename().string(), path.string(), nullptr}}, options);
  }

  geo::CityBatch there_and_back(const geo::CityBatch& batch, const std::string& format) const {
    const auto out = folder_ / (format == "cityjson" ? "back.city.json" : "back.city.jsonl");
    const auto done = City(batch).write(format, out);
    EXPECT_TRUE(done) << (done ? "" : done.problem().message);
    auto back = read(out);
    EXPECT_FALSE(back.refused) << back.refused->code << " " << back.refused->place << " " << back.refused->value;
    return back;
  }

  void expect_comes_back(const geo::CityBatch& batch, const std::string& name) const {
    for (const std::string format : {"cityjson", "cityjsonseq"}) {
      const auto back = there_and_back(batch, format);
      EXPECT_EQ(back.files.at(0).format, format == "cityjson" ? "CityJSON 2.0" : "CityJSONSeq 2.0");
      ASSERT_EQ(back.buildings.size(), batch.buildings.size()) << name << " " << format;
      EXPECT_EQ(back.manifest->crs, batch.manifest->crs) << name;
      expect_same_objects(batch, back, name + " " + format);
      for (const auto& file : back.files) {
        for (const auto& [type, tally] : file.classes) EXPECT_EQ(tally.rejected, 0u) << name << " " << format << " " << type;
      }
      const auto again = by_id(back);
      for (const auto& then : batch.buildings) {
        const auto where = name + " " + format + " " + then.building.id;
        ASSERT_TRUE(again.contains(then.building.id)) << where;
        const auto& now = *again.at(then.building.id);
        EXPECT_NEAR(now.building.ground_m, then.building.ground_m, kHalfStep) << where;
        EXPECT_NEAR(now.building.height_m, then.building.height_m, 4 * kHalfStep) << where;
        expect_same_surfaces(then.shape, now.shape, batch.manifest->scene_origin, where);
        expect_same_levels(then.shape, now.shape, batch.manifest->scene_origin, where);
        expect_same_attributes(then, now, where, {"geometry"});
      }
      // In the order that they had.
      for (std::size_t i = 0; i < batch.buildings.size() && format == "cityjsonseq"; ++i) {
        ASSERT_EQ(back.buildings[i].building.id, batch.buildings[i].building.id) << name;
      }
    }
  }

  /// Every file that gives buildings; how many did.
  std::size_t all_of(const char* folder) const {
    std::size_t with_buildings = 0;
    for (const auto& path : files_in(folder)) {
      const auto batch = read(path);
      if (batch.refused || (batch.buildings.empty() && batch.objects.empty())) continue;
      ++with_buildings;
      expect_comes_back(batch, path.filename().string());
    }
    return with_buildings;
  }

  fs::path folder_;
};

TEST_F(CityJsonRoundTrip, EveryRealCityGmlFile) {
  if (files_in("citygml").empty()) GTEST_SKIP() << "shared data is not beside the repository";
  EXPECT_GE(all_of("citygml"), 17u);
}

TEST_F(CityJsonRoundTrip, EveryRealCityJsonFile) {
  if (files_in("cityjson").empty()) GTEST_SKIP() << "shared data is not beside the repository";
  EXPECT_GE(all_of("cityjson"), 25u);
}

TEST_F(CityJsonRoundTrip, TheKalasatamaTileWithItsRegister) {
  const fs::path shared = fs::path(KAKSONEN_SOURCE_DIR) / "../shared/data";
  const auto tile = shared / "citygml/helsinki_kalasatama_2549_6674.gml";
  if (!fs::exists(tile)) GTEST_SKIP() << "shared data is not beside the repository";
  const auto batch = geo::read_city(
      {{"tile.gml", tile.string(), nullptr},
       {"register.csv", (shared / "registry/helsinki_kalasatama_register.csv").string(), nullptr}},
      {});
  ASSERT_EQ(batch.buildings.size(), 61u);
  ASSERT_EQ(batch.linked.at("by_id"), 36u);  // rows with a permanent id in the register file
  expect_comes_back(batch, "tile");
}

/// Points and lines come back, also those of classes that CityJSON has none for: these become generic objects and return.
TEST_F(CityJsonRoundTrip, PointsAndLines) {
  const fs::path file = fs::path(KAKSONEN_SOURCE_DIR) / "tests/data/model/points_and_lines.city.json";
  ASSERT_TRUE(fs::exists(file)) << file;
  const auto batch = read(file);
  ASSERT_FALSE(batch.refused);
  ASSERT_EQ(batch.objects.size(), 5u);
  std::size_t lines = 0, points = 0;
  for (const auto& read : batch.objects) {
    for (const auto& each : twin::lines_of(read.shape)) (each.points ? points : lines) += each.lines.size();
  }
  // As Python's json counts them in the file.
  EXPECT_EQ(lines, 7u);
  EXPECT_EQ(points, 5u);
  expect_comes_back(batch, "points and lines");
}

/// Vertices and matrices as they stand in the files, worked out by hand.
TEST_F(CityJsonRoundTrip, PointsOfSharedFiles) {
  const fs::path corpus = fs::path(KAKSONEN_SOURCE_DIR) / "../shared/data/cityjson/corpus";
  if (!fs::exists(corpus)) GTEST_SKIP() << "shared data is not beside the repository";
  const std::map<std::string, twin::ObjectLines> files{
      {"geometry_semantics_multipoint.city.json", {"2.1", true, {{{0, 0, 0}}, {{3, 0, 0}}, {{2, 0, 0}}, {{1, 0, 0}}}}},
      {"geometry_instance.city.json", {"1", true, {{{2, 4, 6}}, {{3, 4, 5}}}}}};
  for (const auto& [name, points] : files) {
    const auto batch = read(corpus / name);
    ASSERT_FALSE(batch.refused) << name;
    ASSERT_EQ(batch.objects.size(), 1u) << name;
    EXPECT_EQ(twin::lines_of(batch.objects[0].shape), std::vector{points}) << name;
    expect_comes_back(batch, name);
  }
}

/// Objects that CityJSON has no class for, or no place.
TEST_F(CityJsonRoundTrip, ClassesOfNoCityJsonComeBackAsTheyWere) {
  geo::CityBatch batch;
  batch.manifest.emplace();
  batch.manifest->crs = "EPSG:3879";
  batch.manifest->scene_origin = {25'497'000, 6'672'500, 0};
  double at = 25'497'000;
  const auto add = [&](const std::string& id, const std::string& type, const std::string& parent, const std::string& name = "") {
    geo::ReadObject& read = batch.objects.emplace_back();
    read.object.id = id;
    read.object.type = type;
    read.object.parent = parent;
    read.object.name = name;
    read.object.source = "model.gml";
    read.shape.attributes = {{"class", "string", "1000", ""}, {"day", "date", "2020-01-02", ""}, {"width", "measure", "3.5", "m"}};
    auto& part = read.shape.parts.emplace_back();
    part.id = id;
    twin::Polygon3 square;
    square.exterior.points = {{at, 6'672'500, 5}, {at + 8, 6'672'500, 5}, {at + 8, 6'672'508, 5}, {at, 6'672'508, 5}};
    for (const auto& point : square.exterior.points) read.object.bounds.add(point);
    part.polygons.push_back(square);
    at += 10;
  };
  add("track", "Track", "", "Rantaraitti");
  add("relief", "ReliefFeature", "");
  add("noise", "+Noise", "");
  add("storey of nothing", "Storey", "gone", "2. kerros");
  add("bridge", "Bridge", "");
  add("pier", "BridgeConstructionElement", "bridge");
  add("sensor", "+Sensor", "pier");
  add("chicken", "CityFurniture", "egg");
  add("egg", "CityFurniture", "chicken");
  for (const std::string format : {"cityjson", "cityjsonseq"}) {
    const auto back = there_and_back(batch, format);
    expect_same_objects(batch, back, format);
    std::map<std::string, std::uint64_t> classes;
    for (const auto& [type, tally] : back.files.at(0).classes) classes[type] = tally.accepted;
    EXPECT_EQ(classes, (std::map<std::string, std::uint64_t>{{"+Noise", 1}, {"+Sensor", 1}, {"Bridge", 1}, {"BridgeConstructionElement", 1},
                                                             {"CityFurniture", 2}, {"ReliefFeature", 1}, {"Storey", 1}, {"Track", 1}}));
  }
  // For everybody else: the nearest class, and the names of the family.
  const auto out = folder_ / "plain.city.json";
  ASSERT_TRUE(City(batch).write("cityjson", out));
  std::ostringstream text;
  text << std::ifstream(out).rdbuf();
  const auto document = twin::parse_json(text.str(), 64);
  ASSERT_TRUE(document);
  const auto& objects = (*document)["CityObjects"];
  EXPECT_EQ(objects["track"]["type"], "Road");
  EXPECT_EQ(objects["track"]["attributes"]["name"], "Rantaraitti");
  EXPECT_EQ(objects["track"]["attributes"]["class"], "1000");
  EXPECT_EQ(objects["relief"]["geometry"][0]["type"], "CompositeSurface");
  EXPECT_EQ(objects["noise"]["type"], "GenericCityObject");
  EXPECT_EQ(objects["storey of nothing"]["type"], "GenericCityObject");
  EXPECT_EQ(objects["pier"]["parents"], (twin::Json{"bridge"}));
  EXPECT_EQ(objects["bridge"]["children"], (twin::Json{"pier"}));
  EXPECT_EQ(objects["sensor"]["parents"], (twin::Json{"pier"}));
}

/// A house with everything that JSON has no word for.
geo::CityBatch awkward_city() {
  geo::CityBatch batch;
  batch.manifest.emplace();
  batch.manifest->crs = "EPSG:3879";
  batch.manifest->scene_origin = {25'497'000, 6'672'500, 0};
  batch.files.push_back({"house.gml", "CityGML 2.0", "", {}, false});
  geo::ReadBuilding& read = batch.buildings.emplace_back();
  twin::Building& building = read.building;
  twin::BuildingShape& shape = read.shape;
  building.id = "house \"1\"/a";
  building.source = "house.gml";
  building.roof_type = "1000";
  building.link = twin::LinkReason::kByMunicipalNumber;
  building.link_note = "RATU 64497 in r.csv row 2";
  building.card.municipal_number = "64497";
  building.card.floor_area_m2 = 120.25;
  building.card.storeys = 2;
  building.card.lift = false;
  building.card.completed = "1987";
  building.card.completion_year = 1987;
  building.card.address = "Katu 1";
  building.card.source = "r.csv row 2, model attributes";
  building.card.updated = "2021-02-03";
  building.surveyed = "2019-07-04";
  building.from_model.add(twin::CardField::kStoreys);
  building.from_model.add(twin::CardField::kAddress);
  twin::LinkDetails details;
  details.probability = 0.875;
  details.runner_up = twin::LinkChoice{true, "RATU 1", 0.125};
  details.conflicts = {{twin::CardField::kStoreys, true, "5"}};
  details.rejected = {"RATU 9"};
  building.details = details;
  shape.attributes = {{"a", "string", "Hämeentie \"7\"\n", ""},
                      {"count", "int", "12", ""},
                      {"padded", "int", "007", ""},
                      {"large", "int", "99999999999999999999", ""},
                      {"real", "double", "12.5", ""},
                      {"trailing", "double", "12.50", ""},
                      {"not a number", "double", "n/a", ""},
                      {"day", "date", "2015-06-12", ""},
                      {"link", "uri", "https://example.com/?a=1&b=2", ""},
                      {"height", "measure", "7.25", "m"},
                      {"height without unit", "measure", "7.25", ""},
                      {"set/inner", "string", "x", ""},
                      {"set/value", "int", "1", ""},
                      {"set", "string", "also a set", ""},
                      {"twice", "string", "one", ""},
                      {"twice", "string", "two", ""},
                      {"/", "string", "slash", ""},
                      {"", "string", "no name", ""},
                      {"function", "string", "named as CityJSON's own", ""},
                      {"bldg:function", "string", "1000; 1010", ""},
                      {"bldg:measuredHeight", "string", "7.1", "#m"},
                      {"bldg:storeysAboveGround", "string", "2", ""},
                      {"bldg:yearOfConstruction", "string", "01987", ""},
                      {"bldg:address", "string", "Hermannin rantatie 2, 00580 Helsinki", ""},
                      {"bldg:address", "string", "Katu 1 A 3, second floor,  ", ""},
                      {"kaksonen:storeys", "int", "9", ""},
                      {"+solar", "double", "0.25", ""},
                      {"flag", "bool", "true", ""},
                      {"list", "json", R"([1,"a",[2.5,null]])", ""},
                      {"not in order", "json", R"([{"b":1,"a":2}])", ""},
                      {"no members", "json", "{}", ""},
                      {"looks like a list", "string", "[1,2]", ""},
                      {"wing/bldg:roofType", "string", "1030", ""},
                      {"wing/of part", "measure", "1", "kW"},
                      {"wing/day", "date", "2020-01-01", ""}};
  const auto at = [](double x, double y, double z) { return twin::WorkingPosition{25'497'000 + x, 6'672'500 + y, z}; };
  for (const auto& [id, x] : {std::pair{building.id, 0.0}, {std::string("wing"), 20.0}, {std::string(), 40.0}}) {
    auto& part = shape.parts.emplace_back();
    part.id = id;
    // A wedge: five faces of a triangle drawn out along north.
    const auto a = at(x, 0, 0), b = at(x + 6, 0, 0), c = at(x, 0, 4), d = at(x, 9, 0), e = at(x + 6, 9, 0), f = at(x, 9, 4);
    using enum twin::SurfaceKind;
    part.polygons = {{"", kGround, {{a, d, e, b}}, {}}, {"", kWall, {{a, b, c}}, {}},      {"", kWall, {{d, f, e}}, {}},
                     {"", kWall, {{a, c, f, d}}, {}},   {"", kRoof, {{b, e, f, c}}, {}}, {"", kUnspecified, {{at(x, -1, 0), at(x + 1, -1, 0), at(x, -1, 1)}}, {}}};
    part.solids = {{{{{0, false}, {1, false}, {2, false}, {3, false}, {4, false}}}}};
  }
  shape.appearance.materials = {{"red", 0.5, {}, 0.25, twin::Colour{1, 0, 0.125}, {}, twin::Colour{0, 0, 1}, true},
                                {"plain", {}, {}, {}, {}, {}, {}, {}}};
  shape.appearance.textures = {{"wall.png", "PNG", "wrap", "specific", {1, 0.5, 0, 1}}, {"roof.jpg", "JPG", "", "", {}}};
  shape.appearance.themes = {
      {"summer", {{0, 4, 0}, {0, 5, 1}, {1, 1, 0}}, {{1, 4, 0, 1, {{0, 0}, {1, 0}, {1, 1}, {0, 1}}}}},
      {"heat loss", {{0, 4, 1}}, {{0, 1, 0, 0, {{0.1, 0.2}, {0.3, 0.4}, {1.5, -2}}}}}};
  building.bounds.add(at(0, -1, 0));
  building.bounds.add(at(46, 9, 4));
  building.height_m = 4;
  return batch;
}

TEST_F(CityJsonRoundTrip, WhatJsonHasNoWordForComesBackToo) {
  auto batch = awkward_city();
  // A part without a name gets one: CityJSON has no objects without.
  expect_comes_back(batch, "house");
}

TEST_F(CityJsonRoundTrip, AFootprintBesideBetterPartsIsNoSurfaceOfTheBuilding) {
  // fcb_small: three 3DBAG buildings, each a level 0 footprint and a part with a level 2.2 solid.
  const auto path = fs::path(KAKSONEN_SOURCE_DIR) / "../shared/data/cityjson/fcb_small.city.jsonl";
  if (!fs::exists(path)) GTEST_SKIP() << "shared data is not beside the repository";
  const auto batch = read(path);
  ASSERT_EQ(batch.buildings.size(), 3u);
  for (const auto& each : batch.buildings) {
    ASSERT_EQ(each.shape.parts.size(), 2u);
    EXPECT_TRUE(each.shape.parts[0].polygons.empty());
    EXPECT_EQ(each.shape.parts[1].lod, "2.2");
    EXPECT_EQ(each.shape.parts[1].solids.size(), 1u);
    EXPECT_GE(each.building.footprint.outer.size(), 3u) << "that of its ground surface";
  }
}

TEST_F(CityJsonRoundTrip, AMultiSolidStaysOne) {
  auto batch = awkward_city();
  auto& part = batch.buildings[0].shape.parts[0];
  part.solids.push_back(part.solids[0]);
  for (const bool apart : {true, false}) {
    part.solids_apart = apart;
    const auto back = there_and_back(batch, "cityjsonseq");
    ASSERT_EQ(back.buildings.size(), 1u);
    EXPECT_EQ(back.buildings[0].shape.parts[0].solids_apart, apart);
    EXPECT_EQ(back.buildings[0].shape.parts[0].solids.size(), 2u);
  }
}

TEST_F(CityJsonRoundTrip, OtherReadersSeeNumbersUnitsAndNames) {
  const auto out = folder_ / "house.city.json";
  ASSERT_TRUE(City(awkward_city()).write("cityjson", out));
  std::ifstream in(out);
  std::ostringstream text;
  text << in.rdbuf();
  const auto document = twin::parse_json(text.str());
  ASSERT_TRUE(document) << document.problem().message;
  const auto& object = (*document)["CityObjects"]["house \"1\"/a"];
  const auto& attributes = object["attributes"];
  EXPECT_EQ(attributes["count"], 12);
  EXPECT_EQ(attributes["flag"], true);
  EXPECT_EQ(attributes["list"], (twin::Json{1, "a", {2.5, nullptr}}));
  EXPECT_EQ(attributes["looks like a list"], "[1,2]");
  EXPECT_EQ(attributes["kaksonen:+solar"], 0.25) << "a plus is for extensions that the file declares";
  EXPECT_EQ(attributes["padded"], 7) << "for other readers; the exact text stands beside";
  EXPECT_EQ(attributes["height"], (twin::Json{{"value", 7.25}, {"uom", "m"}}));
  EXPECT_EQ(attributes["day"], "2015-06-12");
  EXPECT_EQ(attributes["storeysAboveGround"], 2);
  EXPECT_EQ(attributes["yearOfConstruction"], 1987) << "sent as 01987";
  EXPECT_EQ(attributes["measuredHeight"], 7.1);
  EXPECT_EQ(attributes["function"], "1000; 1010");
  EXPECT_EQ(attributes["kaksonen:floor_area_m2"], 120.25);
  EXPECT_EQ(attributes["kaksonen:link_reason"], "by_municipal_number");
  EXPECT_EQ(object["address"][0]["ThoroughfareName"], "Hermannin rantatie");
  EXPECT_EQ(object["address"][0]["Postcode"], "00580");
  EXPECT_EQ((*document)["CityObjects"]["wing"]["attributes"]["roofType"], "1030");
  EXPECT_EQ((*document)["CityObjects"]["wing"]["parents"], twin::Json::array({"house \"1\"/a"}));
  EXPECT_EQ((*document)["appearance"]["materials"].size(), 2u);
  EXPECT_EQ((*document)["appearance"]["textures"].size(), 2u);
}

}  // namespace
