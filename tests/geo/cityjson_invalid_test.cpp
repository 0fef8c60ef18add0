// One small good document, broken in one way at a time. Codes and places are those that
// the reliability study asks for (cases CJ-01 to CJ-09) and others of the same kinds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <sstream>

#include "geo/io/cityjson_reader.hpp"
#include "twin_core/base/catalogue.hpp"
#include "twin_core/base/json.hpp"

namespace {

using testing::HasSubstr;
using twin::Json;

struct Outcome {
  twin::Result<geo::CityJsonFile> file = twin::Problem{};
  twin::Diagnostics diagnostics;
};

Outcome read(const std::string& text) {
  Outcome out;
  std::istringstream in(text);
  out.file = geo::read_cityjson_file(in, {}, out.diagnostics);
  if (out.file) {
    EXPECT_EQ(out.file->buildings.size() + out.file->summary.rejected, out.file->summary.read);
  } else {
    EXPECT_NE(twin::find_problem_kind(out.file.problem().code), nullptr) << out.file.problem().code;
    EXPECT_FALSE(out.file.problem().place.empty());
    EXPECT_FALSE(out.file.problem().remedy.empty());
  }
  for (const auto& finding : out.diagnostics.findings) {
    EXPECT_NE(twin::find_problem_kind(finding.code), nullptr) << finding.code;
    EXPECT_FALSE(finding.place.empty()) << finding.code;
    EXPECT_FALSE(finding.remedy.empty()) << finding.code;
  }
  return out;
}

const twin::Finding* find(const Outcome& outcome, std::string_view code) {
  const auto& all = outcome.diagnostics.findings;
  const auto it =
      std::find_if(all.begin(), all.end(), [&](const twin::Finding& f) { return f.code == code; });
  return it == all.end() ? nullptr : &*it;
}

/// One building of one solid of three faces, and a road; nothing about it is worth a finding but the road.
Json good() {
  return Json::parse(R"({"type":"CityJSON","version":"2.0",
    "transform":{"scale":[0.001,0.001,0.001],"translate":[84000,446000,0]},
    "metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/7415"},
    "CityObjects":{
      "b":{"type":"Building","attributes":{"n":1},"geometry":[{"type":"Solid","lod":"2",
        "boundaries":[[[[0,1,2]],[[0,2,1]],[[1,0,2]]]],
        "semantics":{"surfaces":[{"type":"RoofSurface"}],"values":[[0,null,0]]}}]},
      "r":{"type":"Road","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}]}},
    "vertices":[[0,0,0],[1000,0,0],[0,1000,0]]})");
}

Json& solid(Json& document) {
  return document["CityObjects"]["b"]["geometry"][0];
}

TEST(CityJsonInvalid, TheGoodOneIsTakenAndSaysOnlyWhatWasPassedOver) {
  const auto outcome = read(good().dump());
  ASSERT_TRUE(outcome.file) << outcome.file.problem().message << outcome.file.problem().place;
  ASSERT_EQ(outcome.file->buildings.size(), 1u);
  EXPECT_FALSE(outcome.file->buildings[0].repaired);
  ASSERT_EQ(outcome.diagnostics.findings.size(), 1u);
  EXPECT_EQ(outcome.diagnostics.findings[0].code, "objects-passed-over");
  EXPECT_EQ(outcome.diagnostics.findings[0].severity, twin::Severity::kInfo);
  EXPECT_EQ(outcome.diagnostics.findings[0].value, "Road 1");
}

struct Refusal {
  const char* name;
  std::function<void(Json&)> spoil;
  const char *code, *place, *value;
};

TEST(CityJsonInvalid, TheWholeFileIsRefusedWithCodePointerAndValue) {
  const std::string faces = "/CityObjects/b/geometry/0/boundaries/0";
  const std::string first_ring = faces + "/0/0";
  const std::vector<Refusal> cases{
      {"CJ-01", [](Json& d) { solid(d)["boundaries"][0][0][0][1] = 99; }, "vertex-index-out-of-range",
       "/CityObjects/b/geometry/0/boundaries/0/0/0/1", "99, the file has 3 vertices"},
      {"first index too large", [](Json& d) { solid(d)["boundaries"][0][0][0][1] = 3; },
       "vertex-index-out-of-range", "/CityObjects/b/geometry/0/boundaries/0/0/0/1",
       "3, the file has 3 vertices"},
      {"CJ-02", [](Json& d) { solid(d)["boundaries"][0][2][0][0] = -1; }, "vertex-index-out-of-range",
       "/CityObjects/b/geometry/0/boundaries/0/2/0/0", "-1"},
      {"fractional index", [](Json& d) { solid(d)["boundaries"][0][2][0][0] = 0.5; },
       "vertex-index-out-of-range", "/CityObjects/b/geometry/0/boundaries/0/2/0/0", "0.5"},
      {"64-bit index", [](Json& d) { solid(d)["boundaries"][0][2][0][0] = 18446744073709551615u; },
       "vertex-index-out-of-range", "/CityObjects/b/geometry/0/boundaries/0/2/0/0", "18446744073709551615"},
      {"index of a road", [](Json& d) { d["CityObjects"]["r"]["geometry"][0]["boundaries"][0][0][0] = 7; },
       "vertex-index-out-of-range", "/CityObjects/r/geometry/0/boundaries/0/0/0", "7"},
      {"CJ-03",
       [](Json& d) {
         d["vertices"][1] = {0.5, 0, 0};
       },
       "vertex-not-integer", "/vertices/1/0", "0.5"},
      {"vertex of two numbers",
       [](Json& d) {
         d["vertices"][1] = {0, 0};
       },
       "coordinate-count", "/vertices/1", "2"},
      {"vertex of texts", [](Json& d) { d["vertices"][1][2] = "0"; }, "value-not-a-number", "/vertices/1/2",
       "\"0\""},
      {"CJ-04",
       [](Json& d) {
         d["transform"]["scale"] = {0, 0, 0};
       },
       "transform-scale-not-positive", "/transform/scale/0", "0"},
      {"negative scale", [](Json& d) { d["transform"]["scale"][2] = -0.001; }, "transform-scale-not-positive",
       "/transform/scale/2", "-0.001"},
      {"scale of two",
       [](Json& d) {
         d["transform"]["scale"] = {1, 1};
       },
       "coordinate-count", "/transform/scale", "2"},
      {"overflowing transform", [](Json& d) { d["transform"]["scale"][0] = 1e308; }, "number-not-finite",
       "/vertices/1/0", "1000"},
      {"no transform", [](Json& d) { d.erase("transform"); }, "value-missing", "/transform", ""},
      {"no translate", [](Json& d) { d["transform"].erase("translate"); }, "value-missing",
       "/transform/translate", ""},
      {"CJ-05", [](Json& d) { d["version"] = "3.7"; }, "version-unsupported", "/version", "\"3.7\""},
      {"version 0.9", [](Json& d) { d["version"] = "0.9"; }, "version-unsupported", "/version", "\"0.9\""},
      {"version as number", [](Json& d) { d["version"] = 2.0; }, "version-unsupported", "/version", "2.0"},
      {"no version", [](Json& d) { d.erase("version"); }, "value-missing", "/version", ""},
      {"no type", [](Json& d) { d.erase("type"); }, "value-missing", "/type", ""},
      {"no vertices", [](Json& d) { d.erase("vertices"); }, "value-missing", "/vertices", ""},
      {"no city objects", [](Json& d) { d.erase("CityObjects"); }, "value-missing", "/CityObjects", ""},
      {"city objects as array", [](Json& d) { d["CityObjects"] = Json::array(); }, "input-invalid",
       "/CityObjects", "an array"},
      {"object without type", [](Json& d) { d["CityObjects"]["r"].erase("type"); }, "value-missing",
       "/CityObjects/r/type", ""},
      {"name with a slash", [](Json& d) { d["CityObjects"]["x/y~z"] = 1; }, "input-invalid",
       "/CityObjects/x~1y~0z", "1"},
      {"too flat",
       [](Json& d) {
         solid(d)["boundaries"] = {{{0, 1, 2}}};
       },
       "input-invalid", "/CityObjects/b", "0"},
      {"too deep",
       [](Json& d) {
         solid(d)["type"] = "MultiSurface";
         solid(d).erase("semantics");
       },
       "input-invalid", "/CityObjects/b/geometry/0/boundaries/0/0/0", "an array"},
      {"no boundaries", [](Json& d) { solid(d).erase("boundaries"); }, "value-missing",
       "/CityObjects/b/geometry/0/boundaries", ""},
      {"semantic index", [](Json& d) { solid(d)["semantics"]["values"][0][1] = 1; },
       "semantic-index-out-of-range", "/CityObjects/b/geometry/0/boundaries/0/1",
       "1, the geometry has 1 semantic surfaces"},
      {"semantic parent", [](Json& d) { solid(d)["semantics"]["surfaces"][0]["parent"] = 4; },
       "semantic-index-out-of-range", "/CityObjects/b/geometry/0/semantics/surfaces/0/parent", "4"},
      {"no template",
       [](Json& d) {
         solid(d) = {{"type", "GeometryInstance"}, {"template", 0}, {"boundaries", {0}}};
       },
       "template-index-out-of-range", "/CityObjects/b/geometry/0/template", "0, the file has 0 templates"},
      {"children as text", [](Json& d) { d["CityObjects"]["b"]["children"] = "p"; }, "input-invalid",
       "/CityObjects/b/children", "\"p\""},
      {"attributes as array", [](Json& d) { d["CityObjects"]["b"]["attributes"] = {1}; }, "input-invalid",
       "/CityObjects/b/attributes", "an array"},
      {"system as number", [](Json& d) { d["metadata"]["referenceSystem"] = 7415; }, "input-invalid",
       "/metadata/referenceSystem", "7415"},
  };
  for (const auto& each : cases) {
    auto document = good();
    each.spoil(document);
    const auto outcome = read(document.dump());
    ASSERT_FALSE(outcome.file) << each.name;
    const auto& problem = outcome.file.problem();
    EXPECT_EQ(problem.code, each.code) << each.name;
    if (std::string_view(each.name) == "too flat")
      EXPECT_THAT(problem.place, HasSubstr(each.place)) << each.name;
    else
      EXPECT_EQ(problem.place, each.place) << each.name;
    EXPECT_THAT(problem.value, HasSubstr(each.value)) << each.name;
  }
}

TEST(CityJsonInvalid, VersionsReadAreNamed) {
  auto document = good();
  document["version"] = "3.7";
  EXPECT_THAT(read(document.dump()).file.problem().remedy, HasSubstr("read are 1.0, 1.1, 2.0"));
}

struct Noted {
  const char* name;
  std::function<void(Json&)> spoil;
  const char *code, *place, *value;
  std::size_t taken, rejected;
  bool repaired;
};

TEST(CityJsonInvalid, WhatCanBeTakenIsTakenWithAFinding) {
  const std::vector<Noted> cases{
      {"CJ-05 as FME writes it",
       [](Json& d) {
         d["version"] = "1.0.1";
         solid(d)["lod"] = 2;
       },
       "version-has-patch", "/version", "1.0.1", 1, 0, false},
      {"CJ-06", [](Json& d) { solid(d)["lod"] = 2; }, "lod-not-text", "/CityObjects/b/geometry/0/lod", "2", 1,
       0, true},
      {"unknown lod", [](Json& d) { solid(d)["lod"] = "2.9"; }, "lod-unknown",
       "/CityObjects/b/geometry/0/lod", "2.9", 1, 0, true},
      {"no lod", [](Json& d) { solid(d).erase("lod"); }, "value-missing", "/CityObjects/b/geometry/0/lod", "",
       1, 0, true},
      {"CJ-07", [](Json& d) { d["CityObjects"]["b"]["children"] = {"p1"}; }, "child-missing",
       "/CityObjects/b/children/0", "p1", 1, 0, true},
      {"parent missing",
       [](Json& d) {
         d["CityObjects"]["p"] = {{"type", "BuildingPart"}, {"parents", {"nobody"}}};
       },
       "parent-missing", "/CityObjects/p/parents/0", "nobody", 1, 1, false},
      {"part of nobody",
       [](Json& d) {
         d["CityObjects"]["p"] = {{"type", "BuildingPart"}};
       },
       "parent-missing", "/CityObjects/p", "p", 1, 1, false},
      {"only the child tells",
       [](Json& d) {
         d["CityObjects"]["p"] = {{"type", "BuildingPart"}, {"parents", {"b"}}};
       },
       "family-one-sided", "/CityObjects/b/children", "b", 1, 0, false},
      {"only the parent tells",
       [](Json& d) {
         d["CityObjects"]["p"] = {{"type", "BuildingPart"}};
         d["CityObjects"]["b"]["children"] = {"p"};
       },
       "family-one-sided", "/CityObjects/p/parents", "p", 1, 0, false},
      {"ring of two",
       [](Json& d) {
         solid(d)["boundaries"][0][0][0] = {0, 1, 0};
       },
       "101", "/CityObjects/b/geometry/0/boundaries/0/0/0", "3 positions", 1, 0, true},
      {"surface without rings", [](Json& d) { solid(d)["boundaries"][0][0] = Json::array(); }, "101",
       "/CityObjects/b/geometry/0/boundaries/0/0", "0 positions", 1, 0, true},
      {"too few values", [](Json& d) { solid(d)["semantics"]["values"] = {{0}}; }, "semantics-mismatch",
       "/CityObjects/b/geometry/0/semantics/values", "", 1, 0, true},
      {"unknown geometry", [](Json& d) { solid(d)["type"] = "Solidd"; }, "geometry-type-unknown",
       "/CityObjects/b/geometry/0/type", "Solidd", 1, 0, true},
      {"misspelt class", [](Json& d) { d["CityObjects"]["r"]["type"] = "Rood"; }, "class-unknown",
       "/CityObjects/r/type", "Rood", 1, 0, false},
  };
  for (const auto& each : cases) {
    auto document = good();
    each.spoil(document);
    const auto outcome = read(document.dump());
    ASSERT_TRUE(outcome.file) << each.name << outcome.file.problem().code << outcome.file.problem().place;
    const auto* finding = find(outcome, each.code);
    ASSERT_NE(finding, nullptr) << each.name;
    EXPECT_EQ(finding->place, each.place) << each.name;
    EXPECT_THAT(finding->value, HasSubstr(each.value)) << each.name;
    EXPECT_EQ(outcome.file->buildings.size(), each.taken) << each.name;
    EXPECT_EQ(outcome.file->summary.rejected, each.rejected) << each.name;
    if (each.taken > 0) {
      EXPECT_EQ(outcome.file->buildings[0].repaired, each.repaired) << each.name;
    }
  }
}

TEST(CityJsonInvalid, AMissingChildIsToldWithBothIds) {
  auto document = good();
  document["CityObjects"]["b"]["children"] = {"p1"};
  const auto outcome = read(document.dump());
  const auto* finding = find(outcome, "child-missing");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->id, "b");
  EXPECT_THAT(finding->remedy, HasSubstr("p1"));
}

TEST(CityJsonInvalid, ADepthBombEndsSoon) {
  const std::string head =
      R"({"type":"CityJSON","version":"2.0","CityObjects":{"b":{"type":"Building","geometry":)"
      R"([{"type":"Solid","lod":"2","boundaries":)";
  const auto start = std::chrono::steady_clock::now();
  const auto outcome = read(head + std::string(100'000, '['));
  const auto spent = std::chrono::steady_clock::now() - start;
  ASSERT_FALSE(outcome.file);
  EXPECT_EQ(outcome.file.problem().code, "json-too-deep");
  EXPECT_THAT(outcome.file.problem().place, HasSubstr("/CityObjects/b/geometry/0/boundaries/0/0"));
  EXPECT_THAT(outcome.file.problem().value, HasSubstr("64"));
  EXPECT_LT(spent, std::chrono::milliseconds(100));
}

TEST(CityJsonInvalid, NumbersThatAreNoneAreToldWithTheirPointer) {
  struct Case {
    const char *number, *code;
  };
  for (const auto& [number, code] : {Case{"1e400", "number-not-finite"}, Case{"-1e400", "number-not-finite"},
                                     Case{"123456789012345678901234567890", "value-out-of-range"}}) {
    auto text = good().dump();
    text.replace(text.find("\"n\":1"), 5, std::string("\"n\":") + number);
    const auto outcome = read(text);
    ASSERT_FALSE(outcome.file) << number;
    EXPECT_EQ(outcome.file.problem().code, code) << number;
    EXPECT_EQ(outcome.file.problem().place, "/CityObjects/b/attributes/n") << number;
    EXPECT_EQ(outcome.file.problem().value, number);
  }
  for (const char* word : {"Infinity", "NaN", "-Infinity"}) {
    auto text = good().dump();
    text.replace(text.find("\"n\":1"), 5, std::string("\"n\":") + word);
    const auto outcome = read(text);
    ASSERT_FALSE(outcome.file) << word;
    EXPECT_EQ(outcome.file.problem().code, "json-malformed") << word;
    EXPECT_THAT(outcome.file.problem().place, HasSubstr("/CityObjects/b/attributes/n")) << word;
  }
}

TEST(CityJsonInvalid, BrokenTextHasLineAndColumn) {
  const auto whole = good().dump(1);
  const auto cut = read(whole.substr(0, whole.size() / 2));
  ASSERT_FALSE(cut.file);
  EXPECT_EQ(cut.file.problem().code, "json-malformed");
  EXPECT_THAT(cut.file.problem().place, HasSubstr("line "));
  const auto twice = read(whole + "\n}");
  ASSERT_FALSE(twice.file);
  EXPECT_EQ(twice.file.problem().code, "json-malformed");
  auto bytes = whole;
  bytes.replace(bytes.find("Road"), 4, "R\xE4\xE4\x64");
  const auto latin = read(bytes);
  ASSERT_FALSE(latin.file);
  EXPECT_EQ(latin.file.problem().code, "encoding-invalid");
  EXPECT_EQ(read("").file.problem().code, "902");
  EXPECT_EQ(read(" \n\n ").file.problem().code, "902");
  EXPECT_EQ(read(std::string("{\"type\":\"CityJSON\"\0}", 20)).file.problem().code, "json-malformed");
}

TEST(CityJsonInvalid, NamesMayNotComeTwice) {
  const auto with = [](const std::string& from, const std::string& to) {
    auto text = good().dump();
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  const auto member = read(with(R"("n":1)", R"("n":1,"n":2)"));
  ASSERT_FALSE(member.file);
  EXPECT_EQ(member.file.problem().code, "json-duplicate-key");
  EXPECT_EQ(member.file.problem().place, "/CityObjects/b/attributes/n");

  const auto object = read(with(R"("CityObjects":{)", R"("CityObjects":{"b":{"type":"Building"},)"));
  ASSERT_TRUE(object.file);
  EXPECT_EQ(object.file->summary.read, 2u);
  EXPECT_EQ(object.file->summary.rejected, 2u) << "none of two is chosen silently";
  ASSERT_NE(find(object, "duplicate-id"), nullptr);
  EXPECT_EQ(find(object, "duplicate-id")->place, "/CityObjects/b");
}

std::string header() {
  return R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},)"
         R"("CityObjects":{},"vertices":[]})";
}

std::string feature(const std::string& id, const std::string& object, int last_vertex = 2) {
  return R"({"type":"CityJSONFeature","id":")" + id + R"(","CityObjects":{")" + object +
         R"(":{"type":"Building","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,)" +
         std::to_string(last_vertex) + R"(]]]}]}},"vertices":[[0,0,0],[1,0,0],[0,1,0]]})";
}

TEST(CityJsonInvalid, InASequenceThePlaceHasTheLine) {
  const auto good_one = read(header() + "\n" + feature("a", "a") + "\r\n\n" + feature("b", "b"));
  ASSERT_TRUE(good_one.file) << good_one.file.problem().message;
  EXPECT_EQ(good_one.file->summary.format, "CityJSONSeq 2.0");
  EXPECT_EQ(good_one.file->buildings.size(), 2u);

  const auto problem = [](const std::string& text) {
    const auto outcome = read(text);
    return outcome.file ? std::string("taken")
                        : outcome.file.problem().code + " " + outcome.file.problem().place;
  };
  EXPECT_EQ(problem(header() + "\n" + feature("a", "a") + "\n" + feature("b", "b", 3)),
            "vertex-index-out-of-range line 3: /CityObjects/b/geometry/0/boundaries/0/0/2");
  EXPECT_EQ(problem(header() + "\n" + feature("a", "c")), "feature-root-missing line 2: /id");
  EXPECT_EQ(problem(header() + "\n" + header()), "input-invalid line 2: /type");
  EXPECT_EQ(problem(feature("a", "a")), "header-missing /vertices");
  EXPECT_EQ(problem(feature("a", "a") + "\n" + feature("b", "b")), "header-missing /vertices");
  EXPECT_THAT(problem(header() + "\n" + feature("a", "a").substr(0, 60)),
              HasSubstr("json-malformed line 2, column 6"));
  EXPECT_THAT(problem(header() + "\n[1,1e400]"), HasSubstr("number-not-finite line 2: /1"));
}

TEST(CityJsonInvalid, AnIdInTwoFeaturesIsTakenFromNeither) {
  const auto outcome =
      read(header() + "\n" + feature("a", "a") + "\n" + feature("b", "b") + "\n" + feature("a", "a"));
  ASSERT_TRUE(outcome.file);
  EXPECT_EQ(outcome.file->summary.read, 3u);
  ASSERT_EQ(outcome.file->buildings.size(), 1u);
  EXPECT_EQ(outcome.file->buildings[0].id, "b");
  const auto* finding = find(outcome, "duplicate-id");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->place, "line 4: /CityObjects/a");
  EXPECT_THAT(finding->remedy, HasSubstr("line 2: /CityObjects/a"));
}

TEST(CityJsonInvalid, RelativesInACircleAreReadOnce) {
  auto document = good();
  auto& objects = document["CityObjects"];
  objects["b"]["children"] = {"p"};
  objects["p"] = {{"type", "BuildingPart"}, {"parents", {"b", "q"}}, {"children", {"q"}}};
  objects["q"] = {{"type", "BuildingPart"}, {"parents", {"p"}}, {"children", {"p"}}};
  const auto outcome = read(document.dump());
  ASSERT_TRUE(outcome.file);
  ASSERT_EQ(outcome.file->buildings.size(), 1u);
  EXPECT_EQ(outcome.file->buildings[0].parts.size(), 3u);
}

TEST(CityJsonInvalid, TemplatesCannotMultiplyWithoutEnd) {
  // 60 kB that would be 20 million points: 5,000 rings in a template, 2,000 instances of it.
  auto document = good();
  auto rings = Json::array();
  for (int i = 0; i < 5'000; ++i) rings.push_back({{0, 1, 2}});
  document["geometry-templates"] = {
      {"templates", {{{"type", "MultiSurface"}, {"lod", "1"}, {"boundaries", rings}}}},
      {"vertices-templates", {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}}};
  auto instances = Json::array();
  for (int i = 0; i < 2'000; ++i) {
    instances.push_back({{"type", "GeometryInstance"},
                         {"template", 0},
                         {"boundaries", {0}},
                         {"transformationMatrix", {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}}});
  }
  document["CityObjects"]["b"]["geometry"] = instances;
  const auto outcome = read(document.dump());
  ASSERT_FALSE(outcome.file);
  EXPECT_EQ(outcome.file.problem().code, "object-too-large");
}

}  // namespace
