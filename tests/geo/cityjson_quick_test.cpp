// What is read straight from the text must be what the JSON parser makes of it: the parser is the oracle here.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/geo/cityjson_outcome.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path kSource = KAKSONEN_SOURCE_DIR;

std::string difference_of(const std::string& document) {
  for (const bool with_objects : {true, false}) {
    std::istringstream quick(document), plain(document);
    auto out = difference(read_cityjson_outcome(quick, false, with_objects), read_cityjson_outcome(plain, true, with_objects));
    if (!out.empty()) return out;
  }
  return "";
}

std::string content_of(const fs::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

std::size_t compare_folder(const fs::path& folder) {
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(difference_of(content_of(entry.path())), "") << entry.path();
    ++files;
  }
  return files;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) ADD_FAILURE() << from;
  return text.replace(at, from.size(), to);
}

/// One building with a part and an installation, and a road, in all that is read without the parser.
std::string city() {
  return R"({"type":"CityJSON","version":"2.0","transform":{"scale":[0.5,1,0.001],"translate":[84000,446000,-3.25]},)"
         R"("metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/7415"},"CityObjects":{)"
         R"("b":{"type":"Building","children":["p","i"],"geographicalExtent":[0,0,0,1.5,1,1],)"
         R"("attributes":{"n":17,"area":266.80,"wide":12.5,"function":"1000","measuredHeight":8.95,"ok":true,"none":null},)"
         R"("geometry":[{"type":"Solid","lod":"2.2","boundaries":[[[[0,1,2]],[[0,3,1]],[[1,3,2],[0,1,3]],[[2,3,0]]]],)"
         R"("semantics":{"surfaces":[{"type":"RoofSurface","slope":33.4},{"type":"WallSurface"}],"values":[[0,null,1,1]]}},)"
         R"({"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}]},)"
         R"("p":{"type":"BuildingPart","parents":["b"],"attributes":{"class":"x"},"geometry":[{"type":"MultiSolid","lod":"2",)"
         R"("boundaries":[[[[[0,1,2]],[[0,2,3]]],[[[1,2,3]]]],[[[[0,1,3]]]]],)"
         R"("semantics":{"surfaces":[{"type":"GroundSurface"}],"values":[[[0,0],[null]],[[0]]]}}]},)"
         R"("i":{"type":"BuildingInstallation","parents":["b"],"geometry":[{"type":"CompositeSurface","lod":"2",)"
         R"("boundaries":[[[3,2,1]]],"semantics":{"surfaces":[],"values":[null]}}]},)"
         R"("r":{"type":"Road","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2,3]]]}]}},)"
         R"("vertices":[[0,0,0],[1000,0,-7],[0,1000,123456],[10,-20,30]]})";
}

TEST(CityJsonQuick, RealFilesGiveTheSame) {
  const fs::path shared = kSource / ".." / "shared" / "data" / "cityjson";
  if (!fs::exists(shared)) GTEST_SKIP() << "no " << shared;
  EXPECT_GE(compare_folder(shared), 50u);
}

TEST(CityJsonQuick, TheFuzzCorpusGivesTheSame) {
  EXPECT_GE(compare_folder(kSource / "tests" / "fuzz" / "corpus" / "cityjson"), 13u);
}

TEST(CityJsonQuick, WhatIsPlainIsTaken) {
  std::istringstream in(city());
  const auto outcome = read_cityjson_outcome(in, false);
  ASSERT_EQ(outcome.refusal, "");
  EXPECT_TRUE(outcome.findings.empty());
  ASSERT_EQ(outcome.buildings.size(), 2u);
  const auto& building = outcome.buildings[0];
  ASSERT_EQ(building.parts.size(), 2u);
  const auto& shape = building.parts[0].shape;
  // lod 2 of the installation has no solid, so the 2.2 of the building stands.
  EXPECT_EQ(shape.lod, "2.2");
  ASSERT_EQ(shape.polygons.size(), 4u);
  EXPECT_EQ(shape.polygons[0].kind, twin::SurfaceKind::kRoof);
  EXPECT_EQ(shape.polygons[1].kind, twin::SurfaceKind::kUnspecified);
  EXPECT_EQ(shape.polygons[2].kind, twin::SurfaceKind::kWall);
  ASSERT_EQ(shape.polygons[2].interiors.size(), 1u);
  const twin::WorkingPosition corner = shape.polygons[2].exterior.points[1];  // vertex 3
  EXPECT_EQ(corner, (twin::WorkingPosition{84005, 445980, -3.22}));
  EXPECT_EQ(building.parts[1].shape.solids.size(), 2u);
  EXPECT_EQ(building.parts[0].core.measured_height, "8.95");
  const std::vector<twin::GenericAttribute> attributes{
      {"n", "int", "17", ""}, {"area", "double", "266.8", ""}, {"wide", "double", "12.5", ""}, {"ok", "bool", "true", ""}};
  EXPECT_EQ(building.parts[0].attributes, attributes);
}

TEST(CityJsonQuick, OddWaysOfWritingGiveTheSame) {
  const auto with = [](const std::string& from, const std::string& to) { return replaced(city(), from, to); };
  const auto value = [&](const std::string& text) { return with("\"n\":17", "\"n\":" + text); };
  const auto index = [&](const std::string& text) { return with("[[0,3,1]]", "[[" + text + ",3,1]]"); };
  const auto height = [&](const std::string& text) { return with("10,-20,30", "10,-20," + text); };
  const auto semantics = [&](const std::string& text) {
    return with(R"("values":[[0,null,1,1]])", "\"values\":" + text);
  };
  const auto lod = [&](const std::string& text) { return with("\"lod\":\"2.2\"", "\"lod\":" + text); };
  for (const std::string& document : {
           city(), city() + "\n", city() + " ", city() + "x", city() + "\n}", " " + city(), "\xEF\xBB\xBF" + city(),
           "[" + city() + "]", std::string("17"), std::string("null"), std::string("[]"), std::string("{}"), std::string("\"x\""),
           with("\"n\":17", "\"n\":17,\"n\":18"), with("\"n\":17", "\"\\u006e\":17,\"n\":18"), with("\"n\":17", "\"\\u006e\":17"),
           with("\"n\":17", "\"a/b\":{\"c\":1,\"c\":2}"), with("\"n\":17", "\"a\":{\"value\":1.5,\"uom\":\"m\"}"),
           with("\"n\":17", "\"a\":[1,2.50,\"x\"]"), with("\"n\":17", "\"kaksonen:storeys\":4"),
           with("\"b\":{\"type\"", "\"b\":{\"+x\":{\"y\":1},\"type\""), with("\"b\":{\"type\"", "\"b\":{\"+x\":1,\"+x\":2,\"type\""),
           with("\"b\":{\"type\"", "\"b\":{\"type\":\"Road\",\"type\""), with("\"b\":{\"type\":\"Building\"", "\"b\":{\"type\":\"Build\\u0069ng\""),
           with("\"b\":{\"type\":\"Building\"", "\"\\u0062\":{\"type\":\"Building\""), with("\"b\":{\"type\":\"Building\"", "\"b\":{\"type\":7"),
           with("\"b\":{\"type\":\"Building\"", "\"b\":{\"odd\":{\"a\":[1,{\"b\":2}],\"a\":3},\"type\":\"Building\""),
           with("\"b\":{\"type\":\"Building\"", "\"b\":{\"odd\":\"\\ud800\",\"type\":\"Building\""),
           with("\"children\":[\"p\",\"i\"]", "\"children\":null"), with("\"children\":[\"p\",\"i\"]", "\"children\":[\"p\",\"q\"]"),
           with("\"children\":[\"p\",\"i\"]", "\"children\":\"p\""), with("\"children\":[\"p\",\"i\"]", "\"children\":[\"\\u0070\",\"i\"]"),
           with("\"r\":{\"type\":\"Road\"", "\"b\":{\"type\":\"Road\""), with("\"r\":{\"type\":\"Road\"", "\"r\":{\"type\":\"Road\",\"attributes\":{\"a\":1,\"a\":2}"),
           with("\"r\":{\"type\":\"Road\"", "\"r\":{\"type\":\"Road\",\"attributes\":{\"a\":01}"),
           with("\"i\":{\"type\":\"BuildingInstallation\"", "\"i\":{\"type\":\"BuildingInstallation\",\"address\":[{\"a\":tru}]"),
           with("\"type\":\"CityJSON\"", "\"type\":\"CityJSON\",\"x\":[1,{\"y\":1,\"y\":2}]"), with("\"CityObjects\"", "\"CityOb\\u006aects\""),
           with("\"vertices\":[", "\"vertices\":[],\"vertices\":["), with("\"CityObjects\":{", "\"CityObjects\":{},\"CityObjects\":{"),
           with("\"vertices\":[", "\"vertices\":[{},"), with("\"type\":\"Solid\"", "\"type\":\"MultiSurface\""),
           with("\"type\":\"Solid\"", "\"typ\\u0065\":\"Solid\""), with("\"type\":\"Solid\"", "\"type\":\"Solid\",\"lod\":\"1\""),
           with("\"type\":\"Solid\"", "\"type\":\"Solid\",\"material\":{\"a\":{\"value\":0}}"), with("\"type\":\"Solid\"", "\"type\":\"Solid\",\"odd\":{\"a\":1,\"a\":1}"),
           with("{\"type\":\"WallSurface\"}", "{\"type\":\"Window\",\"parent\":0}"), with("{\"type\":\"WallSurface\"}", "{\"type\":\"WallSurface\",\"type\":\"RoofSurface\"}"),
           with("{\"type\":\"WallSurface\"}", "{\"slope\":3}"), with("\"geometry\":[{\"type\":\"Solid\"", "\"geometry\":[7,{\"type\":\"Solid\""),
           value("-0"), value("-0.0"), value("0.0"), value("0.00"), value("1e3"), value("1E-3"), value("0.001"), value("0.0001"), value("123456789012345678"),
           value("1234567890123456789"), value("18446744073709551615"), value("18446744073709551616"), value("99999999999999.9"), value("0.1234567890123456789"),
           value("4.35"), value("5e-324"), value("1e400"), value("01"), value("1."), value(".5"), value("+1"), value("-"), value("1.5.2"), value("tru"), value("true1"),
           value("NaN"), value("\"a\\\"b\""), value("\"\\u00e4\""), value("\"\\ud800\""), value("\"a\tb\""), value("\"\xC3\xA4\""), value("\"\xC3\""), value("\"a"),
           value("\"" + std::string(500, 'y') + "\""), value("\"a\\"), value(std::string("\"a\0b\"", 5)), value("[[[]]]"), value("{}"), value("[1,]"), value("[1 2]"), value(""),
           index("-0"), index("-1"), index("0.0"), index("4"), index("00"), index("1e0"), index("3"), index("null"), index("[0]"), index("99999999999999999999"), index(" 0 "), index("\t0\n"),
           height("30.0"), height("30.5"), height("3e1"), height("-0"), height("123456789012345678"), height("1234567890123456789"), height("030"), height("\"30\""), height("30,40"),
           semantics("[[0,null,1]]"), semantics("[[0,null,1,1,1]]"), semantics("[null]"), semantics("null"), semantics("[[0,null,1,2]]"), semantics("[[0,null,1,-1]]"),
           semantics("[0,null,1,1]"), semantics("[[0,null,1,1.0]]"), semantics("[[0,nul,1,1]]"), semantics("[[]]"), semantics("[]"), semantics("[[0,null,1,1],[]]"),
           lod("2.2"), lod("2"), lod("\"2.9\""), lod("\"4\""), lod("null"), lod("\"\""), lod("\"\\u0032\""), lod("2.0"), lod("2.20"),
           replaced(lod("2.2"), "\"version\":\"2.0\"", "\"version\":\"1.0\""), replaced(lod("2.0"), "\"version\":\"2.0\"", "\"version\":\"1.0\""),
           replaced(lod("2"), "\"version\":\"2.0\"", "\"version\":\"1.0\""), replaced(lod("-0"), "\"version\":\"2.0\"", "\"version\":\"1.0\""),
           with("\"scale\":[0.5,1,0.001]", "\"scale\":[1e308,1,1]"), with("\"scale\":[0.5,1,0.001]", "\"scale\":[1e290,1,1]"),
           replaced(replaced(height("30.125"), "\"version\":\"2.0\"", "\"version\":\"1.0\""), R"("transform":{"scale":[0.5,1,0.001],"translate":[84000,446000,-3.25]},)", ""),
           replaced(replaced(height("0.12345678901234567"), "\"version\":\"2.0\"", "\"version\":\"1.0\""), R"("transform":{"scale":[0.5,1,0.001],"translate":[84000,446000,-3.25]},)", ""),
           replaced(replaced(height("-0"), "\"version\":\"2.0\"", "\"version\":\"1.0\""), R"("transform":{"scale":[0.5,1,0.001],"translate":[84000,446000,-3.25]},)", ""),
           with("[[0,3,1]]", "[]"), with("[[0,3,1]]", "[[]]"), with("[[0,3,1]]", "[[0,3]]"), with("[[0,3,1]]", "[[0,3,0]]"), with("[[0,3,1]]", "[[0,3,1]],[[0,1,2]]"),
           with("[10,-20,30]", "[0,0,0]"), with("\"boundaries\":[[[[0", "\"boundaries\":[[[[[0"),
       }) {
    EXPECT_EQ(difference_of(document), "") << document.substr(0, 900);
  }
}

/// What is read is remembered for the next object: its names, and the text around the numbers of its geometry. The next
/// one may be anything.
TEST(CityJsonQuick, WhatFollowsMayBeLikeTheOneBeforeOrNot) {
  const std::string members[] = {
      R"("type":"Building")", R"("type" : "Building")", R"("type":"Road")", R"("attributes":{"a":1,"b":2.5,"function":"x"})",
      R"("attributes":{"a":1,"b":2.5,"functions":"x"})", R"("attributes":{"a":1,"b":2.5,"a":"x"})", R"("attributes":{"b":1,"a":2})",
      R"("attributes":{"a":1,"b":2.5,"function":"x","c":null})", R"("attributes":{"a" :1,"b": 2.5})", R"("attributes":{})",
      R"("attributes":{"a":1,"kaksonen:x":2})", R"("attributes":{"a":1,"kaksonen:y":2})", R"("+x":1)", R"("x":1)", R"("x":01)",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,2]],[[1,2,3]]]}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,2]],[[1,2,4]]]}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,3]]],"semantics":{"surfaces":[{"type":"RoofSurface"}],"values":[0]}}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,3]]],"semantics":{"surfaces":[{"type":"RoofSurface"}],"values":[1]}}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,3]],[[0,1,2]]],"semantics":{"surfaces":[{"type":"RoofSurface"}],"values":[null,0]}}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,3]]],"semantics":{"surfaces":[{"type":"WallSurface"}],"values":[0]}}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","semantics":{"surfaces":[{"type":"WallSurface"}],"values":[0]},"boundaries":[[[0,1,3]]]}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,1,3]]],"semantics":{"values":[0],"surfaces":[{"type":"WallSurface"}]}}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[ [ [ 0 ,1,	3 ] ]
]}])",
      R"("geometry":[{"type":"MultiSurface","lod":"2","boundaries":[[[[0,1,3]]]]}])",
      R"("geometry":[{"type":"Solid","lod":"2","boundaries":[[[[0,1,3]],[[0,2,1]]]]},{"type":"Solid","lod":"2","boundaries":[[[[0,1,2]]]]}])"};
  constexpr unsigned kSeed = 71;
  std::mt19937 random(kSeed);
  for (int run = 0; run < 3'000; ++run) {
    std::string objects;
    for (auto count = 2 + random() % 6, i = 0ul; i < count; ++i) {
      objects += (i > 0 ? ",\"" : "\"") + std::to_string(i) + R"(":{"type":"Building")";
      for (auto more = random() % 4; more > 0; --more) objects += "," + members[2 + random() % (std::size(members) - 2)];
      if (random() % 8 == 0) objects += "," + members[random() % 2];
      objects += "}";
    }
    const std::string document = R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},"CityObjects":{)" +
                                 objects + R"(},"vertices":[[0,0,0],[1,0,0], [ 0,1 , 0],[12345678,123456789,-1]]})";
    ASSERT_EQ(difference_of(document), "") << "seed " << kSeed << ", run " << run << "\n" << document;
  }
}

TEST(CityJsonQuick, ADocumentCutAnywhereGivesTheSame) {
  const std::string whole = city();
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    ASSERT_EQ(difference_of(whole.substr(0, size)), "") << size;
  }
}

std::string broken(std::string text, std::mt19937& random) {
  const std::string signs = "{}[]\",:\\0123456789.-e \n\tnulltrue\xC3\x80\xFF+/";
  for (auto changes = 1 + random() % 3; changes > 0; --changes) {
    const std::size_t at = random() % text.size();
    const char sign = signs[random() % signs.size()];
    if (const auto way = random() % 4; way == 0) {
      text[at] = sign;
    } else if (way == 1) {
      text.insert(at, 1, sign);
    } else if (way == 2) {
      text.erase(at, 1 + random() % 5);
    } else {
      const std::size_t from = random() % text.size();
      text.insert(at, text.substr(from, random() % 30));
    }
  }
  return text;
}

TEST(CityJsonQuick, WrongBytesGiveTheSame) {
  constexpr unsigned kSeed = 47;
  std::mt19937 random(kSeed);
  for (int run = 0; run < 10'000; ++run) {
    const auto document = broken(city(), random);
    ASSERT_EQ(difference_of(document), "") << "seed " << kSeed << ", run " << run << "\n" << document;
  }
}

TEST(CityJsonQuick, WrongBytesOfASequenceGiveTheSame) {
  const std::string whole =
      R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},"CityObjects":{},"vertices":[]})"
      "\n"
      R"({"type":"CityJSONFeature","id":"a","CityObjects":{"a":{"type":"Building","attributes":{"n":1},"geometry":[)"
      R"({"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}]}},"vertices":[[0,0,0],[1,0,0],[0,1,0]]})"
      "\r\n\n"
      R"({"type":"CityJSONFeature","id":"c","CityObjects":{"d":{"type":"BuildingPart","parents":["c"]},"c":{"type":"Building",)"
      R"("children":["d"]}},"vertices":[]})"
      "\n"
      R"({"type":"CityJSONFeature","id":"a","CityObjects":{"a":{"type":"Building"}},"vertices":[]})";
  ASSERT_EQ(difference_of(whole), "");
  constexpr unsigned kSeed = 53;
  std::mt19937 random(kSeed);
  for (int run = 0; run < 5'000; ++run) {
    const auto document = broken(whole, random);
    ASSERT_EQ(difference_of(document), "") << "seed " << kSeed << ", run " << run << "\n" << document;
  }
}

/// Written without exponents, of every size and length, as attributes: each is the text that the parser's writer gives.
TEST(CityJsonQuick, NumbersAreWrittenAsTheParserWritesThem) {
  std::mt19937_64 random(59);
  for (int run = 0; run < 400; ++run) {
    std::string attributes;
    for (int i = 0; i < 60; ++i) {
      std::string digits = std::to_string(random());
      digits = digits.substr(0, 1 + random() % 17);
      const auto decimals = random() % (digits.size() + 3);
      while (digits.size() <= decimals) digits.insert(0, "0");
      if (decimals > 0) digits.insert(digits.size() - decimals, ".");
      attributes += (i > 0 ? ",\"a" : "\"a") + std::to_string(i) + (random() % 2 != 0 ? "\":" : "\":-") + digits;
    }
    const auto document = replaced(city(), "\"n\":17", attributes);
    ASSERT_EQ(difference_of(document), "") << attributes;
  }
}

}  // namespace
