#include "geo/io/cityjson_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "geo/io/cityjson_vocabulary.hpp"
#include "twin_core/base/json.hpp"

namespace {

using testing::HasSubstr;
using twin::SurfaceKind;

std::filesystem::path shared(const std::string& name) {
  return std::filesystem::path(KAKSONEN_SOURCE_DIR) / ".." / "shared" / "data" / "cityjson" / name;
}

struct Read {
  twin::Result<geo::CityJsonFile> file = twin::Problem{};
  twin::Diagnostics diagnostics;
};

Read read(std::istream& in) {
  Read out;
  out.file = geo::read_cityjson_file(in, {}, out.diagnostics);
  return out;
}

Read read_shared(const std::string& name) {
  std::ifstream in(shared(name), std::ios::binary);
  EXPECT_TRUE(in) << name;
  return read(in);
}

Read read_text(const std::string& text) {
  std::istringstream in(text);
  return read(in);
}

/// A cube of 10 by 10 by 5 with its vertices.
const std::string kVertices = "[[0,0,0],[10,0,0],[10,10,0],[0,10,0],[0,0,5],[10,0,5],[10,10,5],[0,10,5]]";
const std::string kFaces = "[[[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]";

std::string document(const std::string& objects, const std::string& more = "") {
  return R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},"CityObjects":{)" +
         objects + R"(},"vertices":)" + kVertices + more + "}";
}

std::string attribute(const geo::RawPart& part, const std::string& name) {
  for (const auto& each : part.attributes) {
    if (each.name == name) return each.type + ":" + each.value + each.unit;
  }
  return "none";
}

/// What the shared data's README says of each file (counted there by another tool), and what its
/// buildings hold at their best level of detail (counted with a Python script over the JSON, surfaces with
/// an outer ring of at least three different vertices).
struct Figures {
  const char *name, *format;
  std::uint64_t buildings, parts, other, geometries, surfaces, vertices;
  std::size_t kept_surfaces, kept_solids;
};

constexpr Figures kFigures[] = {
    {"cjdb_cjfiles_tile_901_trimmed.jsonl", "CityJSONSeq 1.1", 52, 52, 0, 208, 3552, 4696, 1368, 52},
    {"cjdb_extension.city.jsonl", "CityJSONSeq 1.1", 99, 100, 0, 399, 26110, 39991, 13002, 100},
    {"cjdb_geomtemplate.city.jsonl", "CityJSONSeq 1.1", 0, 0, 1, 1, 0, 1, 0, 0},
    {"cjio_DH_01_subs.city.json", "CityJSON 1.1", 4, 8, 0, 9, 70, 92, 70, 9},
    {"cjio_cube.json", "CityJSON 1.1", 1, 0, 0, 1, 6, 8, 6, 1},
    {"cjio_delft.json", "CityJSON 2.0", 160, 0, 410, 570, 36271, 18262, 5563, 160},
    {"cjio_dummy_dummy.json", "CityJSON 2.0", 1, 0, 1, 3, 16, 7, 8, 1},
    {"cjio_material_mt-1-triangulated.json", "CityJSON 1.1", 1, 1, 0, 1, 12, 8, 12, 1},
    {"cjio_minimal.json", "CityJSON 1.1", 0, 0, 0, 0, 0, 0, 0, 0},
    {"cjio_multi_lod.json", "CityJSON 2.0", 10, 0, 0, 30, 752, 319, 348, 10},
    {"cjio_rotterdam_rotterdam_subset.json", "CityJSON 2.0", 16, 0, 0, 16, 248, 383, 236, 0},
    {"cjval_many.json", "CityJSON 1.1", 1, 0, 1, 2, 24, 8, 12, 1},
    {"ddb_delft_subset.city.jsonl", "CityJSONSeq 2.0", 10, 10, 0, 40, 335, 331, 164, 10},
    {"ddb_multisolid.city.json", "CityJSON 2.0", 1, 0, 0, 1, 2, 4, 2, 2},
    {"fcb_small.city.jsonl", "CityJSONSeq 2.0", 3, 3, 0, 12, 86, 81, 36, 3},
    {"rotterdam_delfshaven.city.json", "CityJSON 2.0", 853, 0, 0, 853, 15482, 22246, 14849, 0},
    {"twobuildings_m_v10.json", "CityJSON 1.0", 2, 0, 0, 2, 154, 92, 154, 0},
};

TEST(CityJsonReader, TheSharedFilesHoldWhatTheirReadmeSays) {
  if (!std::filesystem::exists(shared("cjio_cube.json"))) GTEST_SKIP() << "not here: " << shared("");
  for (const auto& each : kFigures) {
    const auto outcome = read_shared(each.name);
    ASSERT_TRUE(outcome.file) << each.name << ": " << outcome.file.problem().code << " "
                              << outcome.file.problem().place << " " << outcome.file.problem().value;
    const auto& summary = outcome.file->summary;
    EXPECT_EQ(summary.format, each.format) << each.name;
    EXPECT_EQ(summary.read, each.buildings) << each.name;
    EXPECT_EQ(summary.rejected, 0u) << each.name;
    EXPECT_EQ(summary.other_objects, each.other) << each.name;
    EXPECT_EQ(summary.geometries, each.geometries) << each.name;
    EXPECT_EQ(summary.surfaces, each.surfaces) << each.name;
    EXPECT_EQ(summary.vertices, each.vertices) << each.name;
    std::size_t parts = 0, surfaces = 0, solids = 0;
    for (const auto& building : outcome.file->buildings) {
      parts += building.parts.size() - 1;
      for (const auto& part : building.parts) {
        surfaces += part.shape.polygons.size();
        solids += part.shape.solids.size();
      }
    }
    EXPECT_EQ(parts, each.parts) << each.name;
    EXPECT_EQ(solids, each.kept_solids) << each.name;
    EXPECT_EQ(surfaces, each.kept_surfaces) << each.name;
  }
}

TEST(CityJsonReader, WrongSharedFilesAreRefused) {
  if (!std::filesystem::exists(shared("cjio_cube.json"))) GTEST_SKIP() << "not here: " << shared("");
  const std::pair<const char*, const char*> cases[] = {
      {"cjdb_no_cityjson_obj.city.jsonl", "header-missing"},
      {"cjval_cjfeat1.json", "header-missing"},
      {"cjval_cube_20.jsonl", "input-invalid"},  // line 5 is a "CityJSONFeatur"
      {"cjval_o4.json", "version-unsupported"},
      {"ddb_sample.city.jsonl", "feature-root-missing"},
      {"ddb_seq_named_city_json.city.json", "feature-root-missing"},
      {"malformed_truncated.json", "json-malformed"},
  };
  for (const auto& [name, code] : cases) {
    const auto outcome = read_shared(name);
    ASSERT_FALSE(outcome.file) << name;
    EXPECT_EQ(outcome.file.problem().code, code) << name << " " << outcome.file.problem().place;
  }
}

TEST(CityJsonReader, TheCorpusIsAcceptedAndRejectedAsItsListSays) {
  std::ifstream list(shared("corpus/EXPECTED.csv"));
  if (!list) GTEST_SKIP() << "not here: " << shared("corpus/EXPECTED.csv");
  std::string line;
  std::getline(list, line);
  std::size_t accepted = 0, rejected = 0;
  while (std::getline(list, line)) {
    const auto name = line.substr(0, line.find(','));
    const bool wanted = line.find(",accept,") != std::string::npos;
    const auto outcome = read_shared("corpus/" + name);
    EXPECT_EQ(outcome.file.ok(), wanted)
        << name << (outcome.file ? "" : outcome.file.problem().code + " " + outcome.file.problem().place);
    ++(outcome.file.ok() ? accepted : rejected);
  }
  EXPECT_EQ(accepted, 23u);
  EXPECT_EQ(rejected, 2u);
}

TEST(CityJsonReader, SemanticsBecomeKindsAndOpeningsBelongToTheirWall) {
  const auto outcome = read_text(document(
      R"("b":{"type":"Building","geometry":[{"type":"Solid","lod":"2.2","boundaries":[)" + kFaces +
      R"(],"semantics":{"surfaces":[{"type":"GroundSurface"},{"type":"RoofSurface"},{"type":"WallSurface"},)"
      R"({"type":"Window","parent":2},{"type":"OuterCeilingSurface"}],"values":[[0,1,2,3,null,4]]}}]})"));
  ASSERT_TRUE(outcome.file) << outcome.file.problem().message;
  const auto& shape = outcome.file->buildings.at(0).parts.at(0).shape;
  std::vector<SurfaceKind> kinds;
  std::vector<std::uint32_t> walls;
  for (const auto& polygon : shape.polygons) {
    kinds.push_back(polygon.kind);
    walls.push_back(polygon.wall);
  }
  EXPECT_EQ(kinds, (std::vector{SurfaceKind::kGround, SurfaceKind::kRoof, SurfaceKind::kWall,
                                SurfaceKind::kWindow, SurfaceKind::kUnspecified, SurfaceKind::kOuterCeiling}));
  EXPECT_EQ(walls, (std::vector<std::uint32_t>{0, 0, 1, 1, 0, 0}));
  EXPECT_EQ(shape.lod, "2.2");
  ASSERT_EQ(shape.solids.size(), 1u);
  EXPECT_EQ(shape.solids[0].shells.at(0).size(), 6u);
  EXPECT_EQ(shape.polygons[1].exterior.points[2], (twin::WorkingPosition{10, 10, 5}));
  EXPECT_EQ(outcome.file->buildings[0].bounds.high, (twin::WorkingPosition{10, 10, 5}));
}

TEST(CityJsonReader, TheHighestLevelWithSolidsWinsElseTheHighest) {
  const auto lod_of = [](const std::string& geometries) {
    const auto outcome = read_text(document(R"("b":{"type":"Building","geometry":[)" + geometries + "]}"));
    EXPECT_TRUE(outcome.file);
    const auto& shape = outcome.file->buildings.at(0).parts.at(0).shape;
    return shape.lod + " " + std::to_string(shape.polygons.size()) + " " +
           std::to_string(shape.solids.size());
  };
  const auto surface = [](const std::string& lod) {
    return R"({"type":"MultiSurface","lod":")" + lod + R"(","boundaries":[[[0,1,2]]]})";
  };
  const auto solid = [](const std::string& lod) {
    return R"({"type":"Solid","lod":")" + lod + R"(","boundaries":[)" + kFaces + "]}";
  };
  EXPECT_EQ(lod_of(solid("1.2") + "," + solid("2.2") + "," + solid("1.3")), "2.2 6 1");
  EXPECT_EQ(lod_of(solid("1") + "," + surface("3")), "1 6 1");
  EXPECT_EQ(lod_of(surface("0") + "," + surface("2")), "2 1 0");
  EXPECT_EQ(lod_of(solid("2") + "," + surface("2")), "2 7 1");
}

TEST(CityJsonReader, AnInstanceIsTheTemplateTurnedAndPutInItsPlace) {
  // Rows of the matrix: x' = -2y + 1, y' = 2x, z' = 2z + 3: a quarter turn, twice the size, moved.
  const auto outcome = read_text(document(
      R"("b":{"type":"Building","geometry":[{"type":"GeometryInstance","template":0,"boundaries":[6],)"
      R"("transformationMatrix":[0,-2,0,1, 2,0,0,0, 0,0,2,3, 0,0,0,1]}]})",
      R"(,"geometry-templates":{"templates":[{"type":"MultiSurface","lod":"2.1","boundaries":[[[0,1,2]]]}],)"
      R"("vertices-templates":[[0,0,0],[1.5,0,0],[0,1,0.5]]})"));
  ASSERT_TRUE(outcome.file) << outcome.file.problem().message << outcome.file.problem().place;
  const auto& shape = outcome.file->buildings.at(0).parts.at(0).shape;
  EXPECT_EQ(shape.lod, "2.1");
  EXPECT_EQ(shape.polygons.at(0).exterior.points,
            (std::vector<twin::WorkingPosition>{{11, 10, 8}, {11, 13, 8}, {9, 10, 9}}));
}

TEST(CityJsonReader, PartsComeAfterTheirBuildingAndInstallationsOnIt) {
  const auto solid = R"("geometry":[{"type":"Solid","lod":"2","boundaries":[)" + kFaces + "]}]";
  const auto outcome = read_text(document(
      R"("p":{"type":"BuildingPart","parents":["b"],"attributes":{"n":2},)" + solid +
      R"(},"b":{"type":"Building","children":["p","i"],)" + solid +
      R"(},"i":{"type":"BuildingInstallation","parents":["b"],"geometry":[{"type":"MultiSurface","lod":"2",)"
      R"("boundaries":[[[0,1,2]],[[0,1,3]]]}]},"room":{"type":"BuildingRoom"},"+x":{"type":"+Own"})"));
  ASSERT_TRUE(outcome.file) << outcome.file.problem().message;
  ASSERT_EQ(outcome.file->buildings.size(), 1u);
  const auto& building = outcome.file->buildings[0];
  EXPECT_EQ(building.pointer, "/CityObjects/b");
  ASSERT_EQ(building.parts.size(), 2u);
  EXPECT_EQ(building.parts[0].shape.id, "b");
  EXPECT_EQ(building.parts[0].shape.polygons.size(), 8u);
  EXPECT_EQ(building.parts[1].shape.id, "p");
  EXPECT_EQ(attribute(building.parts[1], "n"), "int:2");
  ASSERT_EQ(outcome.diagnostics.findings.size(), 1u);
  EXPECT_EQ(outcome.diagnostics.findings[0].value, "+Own 1, BuildingRoom 1");
}

TEST(CityJsonReader, AttributesAreNamedByTheirWayAndKnownOnesBecomeCore) {
  const auto outcome = read_text(document(
      R"("b":{"type":"Building","attributes":{"measuredHeight":22.3,"roofType":"gable","function":["1000","1010"],)"
      R"("yearOfConstruction":1904,"owner":{"name":"Ämmä","ids":[1,2],"none":null},"area":{"value":12.5,"uom":"m2"},)"
      R"("heated":true,"count":7},"+noise":{"day":55.5},"address":[{"Country":"Suomi","Locality":"Helsinki",)"
      R"("ThoroughfareNumber":"1","ThoroughfareName":"Katu","Postcode":"00100","location":{"type":"MultiPoint",)"
      R"("lod":"1","boundaries":[1]}}]})"));
  ASSERT_TRUE(outcome.file) << outcome.file.problem().message;
  const auto& building = outcome.file->buildings.at(0);
  const auto& part = building.parts.at(0);
  EXPECT_EQ(part.core.measured_height, "22.3");
  EXPECT_EQ(part.core.roof_type, "gable");
  EXPECT_EQ(part.core.function, "1000; 1010");
  EXPECT_EQ(part.core.year_of_construction, "1904");
  EXPECT_EQ(attribute(part, "owner/name"), "string:Ämmä");
  EXPECT_EQ(attribute(part, "owner/ids"), "json:[1,2]");
  EXPECT_EQ(attribute(part, "owner/none"), "none");
  EXPECT_EQ(attribute(part, "area"), "measure:12.5m2");
  EXPECT_EQ(attribute(part, "heated"), "bool:true");
  EXPECT_EQ(attribute(part, "count"), "int:7");
  EXPECT_EQ(attribute(part, "+noise/day"), "double:55.5");
  ASSERT_EQ(building.addresses.size(), 1u);
  EXPECT_EQ(building.addresses[0].text(), "Katu 1, 00100 Helsinki");
}

geo::InputFile in_memory(const std::string& name, const std::string& text) {
  return {name, "", std::make_shared<const std::string>(text)};
}

TEST(CityJsonReader, EverySpellingOfTheSystemIsKnownAndEastingComesFirst) {
  for (const char* name :
       {"https://www.opengis.net/def/crs/EPSG/0/3879", "http://www.opengis.net/def/crs/EPSG/0/3879",
        "https://www.opengis.net/def/crs/EPSG/9.8/3879", "urn:ogc:def:crs:EPSG::3879",
        "urn:ogc:def:crs:EPSG:9.8:3879", "EPSG:3879"}) {
    auto text = document(
        R"("b":{"type":"Building","geometry":[{"type":"Solid","lod":"2","boundaries":[)" + kFaces + "]}]}",
        R"(,"metadata":{"referenceSystem":")" + std::string(name) + "\"}");
    text.replace(text.find("[0,0,0]}"), 8, "[25496000,6672000,0]}");
    const auto batch = geo::read_city({in_memory("a.json", text)}, {});
    ASSERT_FALSE(batch.refused) << name << batch.refused->code << batch.refused->place;
    EXPECT_EQ(batch.files.at(0).format, "CityJSON 2.0");
    EXPECT_EQ(batch.files[0].diagnostics.tally.accepted, 1u);
    ASSERT_TRUE(batch.manifest);
    EXPECT_EQ(batch.manifest->crs, "EPSG:3879") << name;
    EXPECT_EQ(batch.buildings.at(0).building.bounds.low.east, 25'496'000);
    EXPECT_EQ(batch.buildings[0].building.height_m, 5);
    for (const auto& finding : batch.files[0].diagnostics.findings)
      EXPECT_NE(finding.code, "axis-order") << name;
  }
}

TEST(CityJsonReader, ACompoundSystemPlacesADutchTile) {
  const auto path = shared("fcb_small.city.jsonl");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "not here: " << path;
  const auto batch = geo::read_city({{"small.jsonl", path.string(), nullptr}}, {});
  ASSERT_FALSE(batch.refused) << batch.refused->code << " " << batch.refused->place;
  EXPECT_EQ(batch.files.at(0).format, "CityJSONSeq 2.0");
  EXPECT_EQ(batch.buildings.size(), 3u);
  ASSERT_TRUE(batch.manifest);
  EXPECT_TRUE(batch.files[0].diagnostics.tally.balances());
}

TEST(CityJsonReader, FormIsGuessedFromTheRootsMembersAlone) {
  using enum geo::CityJsonGuess;
  EXPECT_EQ(geo::guess_cityjson(R"({"type":"CityJSON")"), kYes);
  EXPECT_EQ(
      geo::guess_cityjson("\xEF\xBB\xBF { \"x\" : {\"type\":\"Feature\"}, \"type\" : \"CityJSONFeature\"}"),
      kYes);
  EXPECT_EQ(geo::guess_cityjson(R"({"a":["}"],"CityObjects":{)"), kYes);
  EXPECT_EQ(geo::guess_cityjson(R"({"type":"FeatureCollection"})"), kNo);
  EXPECT_EQ(geo::guess_cityjson(R"({"a":{"CityObjects":1}})"), kNo);
  EXPECT_EQ(geo::guess_cityjson(R"({"a":"type","b":"CityJSON"})"), kNo);
  EXPECT_EQ(geo::guess_cityjson(R"([{"type":"CityJSON"}])"), kNo);
  EXPECT_EQ(geo::guess_cityjson(R"({"a":[1,2)"), kUndecided);
  EXPECT_EQ(geo::guess_cityjson("{\"type\":\"City\\"), kUndecided);
}

}  // namespace
