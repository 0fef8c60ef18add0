// Plans on their way out: the examples of the national service come back as they were, and what was done to a unit comes back with it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "geo/io/plan_writer.hpp"
#include "twin_core/history/attributes.hpp"

namespace {

using twin::Json;
using twin::PlanUnit;

const std::filesystem::path kExamples = KAKSONEN_SOURCE_DIR "/../shared/data/plan/examples";
const std::string kTypes = "http://uri.suomi.fi/codelist/rytj/RY_Kaavamaarayslaji/code/";

/// A plan file and what its import gave.
struct Imported {
  Json document;
  geo::CityBatch batch;

  const twin::Manifest& frame() const { return *batch.manifest; }
  PlanUnit& unit(const std::string& id) {
    const auto found = std::find_if(batch.plan_units.begin(), batch.plan_units.end(), [&](const PlanUnit& one) { return one.id == id; });
    if (found == batch.plan_units.end()) throw std::out_of_range(id);
    return *found;
  }
};

geo::CityBatch import(const Json& document, const std::string& name, const std::optional<twin::Manifest>& frame = {}) {
  geo::ReadOptions options;
  options.frame = frame;
  return geo::read_city({{name, "", std::make_shared<const std::string>(document.dump())}}, options);
}

Imported imported(const Json& document, const std::string& name = "plan.json") {
  Imported out{document, import(document, name)};
  EXPECT_FALSE(out.batch.refused) << name;
  EXPECT_TRUE(out.batch.manifest.has_value()) << name;
  return out;
}

std::vector<std::filesystem::path> examples() {
  std::vector<std::filesystem::path> out;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(kExamples, missing)) {
    if (entry.path().extension() == ".json") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

Json load(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  auto out = twin::parse_json(text.str(), 64);
  EXPECT_TRUE(out) << path;
  return out ? *out : Json();
}

/// What was told as "code id: value".
std::vector<std::string> shown(const twin::Diagnostics& told) {
  std::vector<std::string> out;
  for (const auto& finding : told.findings) out.push_back(finding.code + " " + finding.id + ": " + finding.value);
  return out;
}

Json written(const std::vector<PlanUnit>& units, const Json& document, const twin::Manifest& frame, std::vector<std::string>* told = nullptr) {
  twin::Diagnostics findings;
  auto out = geo::write_national_plan({units, document}, frame, findings);
  EXPECT_TRUE(out) << (out ? "" : out.problem().code + " " + out.problem().message + " " + out.problem().place + " " + out.problem().value);
  if (told != nullptr) {
    *told = shown(findings);
  } else {
    EXPECT_EQ(shown(findings), std::vector<std::string>{});
  }
  return out ? *out : Json();
}

/// Entity by entity and attribute by attribute, whatever the order of units.
void expect_same_units(const std::vector<PlanUnit>& then, const std::vector<PlanUnit>& now, const std::string& where) {
  std::map<std::string, const PlanUnit*> again;
  for (const auto& unit : now) again[unit.id] = &unit;
  EXPECT_EQ(now.size(), then.size()) << where;
  for (const auto& unit : then) {
    ASSERT_TRUE(again.contains(unit.id)) << where << " " << unit.id;
    for (const auto& difference : twin::diff(twin::attributes_of(unit), twin::attributes_of(*again[unit.id]))) {
      ADD_FAILURE() << where << " " << unit.id << " " << difference.name << ": " << difference.a << " became " << difference.b;
    }
    EXPECT_EQ(*again[unit.id], unit) << where << " " << unit.id;
  }
}

void expect_comes_back(const std::vector<PlanUnit>& units, const Json& document, const twin::Manifest& frame, const std::string& name) {
  const auto again = import(document, name, frame);
  EXPECT_FALSE(again.refused) << name;
  expect_same_units(units, again.plan_units, name);
}

TEST(PlanExport, EveryExampleOfTheNationalServiceComesBackAsItWas) {
  const auto files = examples();
  if (files.empty()) GTEST_SKIP() << "no example plans";
  EXPECT_EQ(files.size(), 17u);
  for (const auto& path : files) {
    const auto name = path.filename().string();
    const auto plan = imported(load(path), name);
    const auto out = written(plan.batch.plan_units, plan.document, plan.frame());
    EXPECT_EQ(out, plan.document) << name << ": " << Json::diff(plan.document, out).dump();
    expect_comes_back(plan.batch.plan_units, out, plan.frame(), name);
  }
}

TEST(PlanExport, WithoutTheirDocumentTheUnitsOfTheExamplesComeBack) {
  for (const auto& path : examples()) {
    const auto name = path.filename().string();
    const auto plan = imported(load(path), name);
    const auto out = written(plan.batch.plan_units, nullptr, plan.frame());
    expect_comes_back(plan.batch.plan_units, out, plan.frame(), name);
  }
}

TEST(PlanExport, OurOwnFormCarriesAllOfThem) {
  for (const auto& path : examples()) {
    const auto name = path.filename().string();
    const auto plan = imported(load(path), name);
    expect_comes_back(plan.batch.plan_units, geo::write_own_plan(plan.batch.plan_units, plan.frame()), plan.frame(), name);
  }
}

Json area(double west, double south, double east, double north) {
  const Json ring = Json::array({{west, south}, {east, south}, {east, north}, {west, north}, {west, south}});
  return {{"srid", "3879"}, {"geometry", {{"type", "Polygon"}, {"coordinates", Json::array({ring})}}}};
}

Json object(const std::string& key, const Json& geometry) {
  return {{"planObjectKey", key},
          {"lifeCycleStatus", "http://uri.suomi.fi/codelist/rytj/kaavaelinkaari/code/13"},
          {"name", {{"fin", "Kohde " + key}}},
          {"objectNumber", 7},
          {"geometry", geometry}};
}

Json regulation(const std::string& key, const std::string& type, const Json& value) {
  return {{"planRegulationKey", key}, {"type", kTypes + type}, {"value", value}, {"regulationNumber", "12 §"}};
}

Json group(const std::string& key, const Json& regulations) {
  return {{"planRegulationGroupKey", key}, {"titleOfPlanRegulation", {{"fin", "Ryhmä"}}}, {"letterIdentifier", "AK"}, {"planRegulations", regulations}};
}

Json relation(const std::string& object, const std::string& group) { return {{"planObjectKey", object}, {"planRegulationGroupKey", group}}; }

Json floors(int number) { return {{"dataType", "PositiveNumeric"}, {"number", number}}; }
Json floor_area(int number) { return {{"dataType", "PositiveNumeric"}, {"number", number}, {"unitOfMeasure", "k-m2"}}; }

/// Three blocks of 40 x 50 m that share a group; the first has a right of its own; a rule holds in all of the plan; a line on the
/// second block says where no window may be.
Json three_blocks() {
  return {{"planKey", "9db2961d-27ad-4b79-b707-81818ecff756"},
          {"lifeCycleStatus", "http://uri.suomi.fi/codelist/rytj/kaavaelinkaari/code/13"},
          {"planDescription", "Kolme korttelia\n\nToinen kappale, jota kaksonen ei tunne."},
          {"scale", 1000},
          {"geographicalArea", area(25496000, 6672000, 25496200, 6672100)},
          {"planObjects",
           {object("a", area(25496000, 6672000, 25496040, 6672050)), object("b", area(25496060, 6672000, 25496100, 6672050)),
            object("c", area(25496120, 6672000, 25496160, 6672050)),
            object("line", {{"srid", "3879"}, {"geometry", {{"type", "LineString"}, {"coordinates", {{25496060, 6672000}, {25496100, 6672000}}}}}})}},
          {"planRegulationGroups",
           {group("shared", Json::array({regulation("r1", "maanpaallinenKerroslukuLuku", floors(4))})),
            group("own", Json::array({regulation("r2", "sallittuKerrosala", floor_area(3000))})),
            group("wall", Json::array({{{"planRegulationKey", "r3"}, {"type", kTypes + "ikkunatonSeina"}}}))}},
          {"generalRegulationGroups",
           Json::array({{{"generalRegulationGroupKey", "all"},
                         {"titleOfPlanRegulation", {{"fin", "Yleiset"}}},
                         {"planRegulations", Json::array({regulation("r4", "vihertehokkuus", {{"dataType", "PositiveDecimal"}, {"number", 0.8}})})}}})},
          {"planRegulationGroupRelations",
           {relation("a", "shared"), relation("b", "shared"), relation("c", "shared"), relation("a", "own"), relation("line", "wall")}}};
}

const twin::Regulation* find(const PlanUnit& unit, std::string_view type) {
  const auto found = std::find_if(unit.regulations.begin(), unit.regulations.end(), [&](const auto& one) { return one.type == type; });
  return found == unit.regulations.end() ? nullptr : &*found;
}

void set(PlanUnit& unit, std::string_view type, double value) {
  for (auto& one : unit.regulations) {
    if (one.type == type) one.value = value;
  }
}

TEST(PlanExport, OneChangedFigureIsAllThatChangesInTheFile) {
  auto plan = imported(three_blocks());
  set(plan.unit("a"), "sallittuKerrosala", 3600);
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame());
  const Json expected = Json::array({{{"op", "replace"}, {"path", "/planRegulationGroups/1/planRegulations/0/value/number"}, {"value", 3600}}});
  EXPECT_EQ(Json::diff(plan.document, out), expected);
  expect_comes_back(plan.batch.plan_units, out, plan.frame(), "plan.json");
}

TEST(PlanExport, AGroupThatOthersShareIsDivided) {
  auto plan = imported(three_blocks());
  set(plan.unit("b"), "maanpaallinenKerrosluku", 6);
  std::vector<std::string> told;
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame(), &told);
  EXPECT_EQ(told, std::vector<std::string>{"plan-not-carried b: keys of regulation groups"});
  const auto again = import(out, "plan.json", plan.frame());
  ASSERT_EQ(again.plan_units.size(), 3u);
  for (const auto& unit : again.plan_units) EXPECT_EQ(find(unit, "maanpaallinenKerrosluku")->value, unit.id == "b" ? 6 : 4);
  ASSERT_EQ(out["planRegulationGroups"].size(), 4u);
  const auto& added = out["planRegulationGroups"][3];
  EXPECT_EQ(added["letterIdentifier"], "AK");
  EXPECT_EQ(added["planRegulations"][0]["type"], kTypes + "maanpaallinenKerroslukuLuku") << "as the file calls it";
  EXPECT_NE(added["planRegulations"][0]["planRegulationKey"], "r1");
  EXPECT_EQ(out["planRegulationGroups"][0], plan.document["planRegulationGroups"][0]);
  auto relations = plan.document["planRegulationGroupRelations"];
  relations[1]["planRegulationGroupKey"] = added["planRegulationGroupKey"];
  EXPECT_EQ(out["planRegulationGroupRelations"], relations);
}

TEST(PlanExport, WhatAllThatShareAGroupWantIsChangedInPlace) {
  auto plan = imported(three_blocks());
  for (const char* const id : {"a", "b", "c"}) {
    set(plan.unit(id), "maanpaallinenKerrosluku", 5);
    set(plan.unit(id), "vihertehokkuus", 0.9);
  }
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame());
  auto expected = plan.document;
  expected["planRegulationGroups"][0]["planRegulations"][0]["value"]["number"] = 5;
  expected["generalRegulationGroups"][0]["planRegulations"][0]["value"]["number"] = 0.9;
  EXPECT_EQ(out, expected) << Json::diff(expected, out).dump();
  expect_comes_back(plan.batch.plan_units, out, plan.frame(), "plan.json");
}

TEST(PlanExport, ARuleOfTheWholePlanThatNoLongerHoldsEverywhereIsRelated) {
  auto plan = imported(three_blocks());
  std::erase_if(plan.unit("a").regulations, [](const auto& one) { return one.type == "vihertehokkuus"; });
  set(plan.unit("c"), "vihertehokkuus", 1.1);
  std::vector<std::string> told;
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame(), &told);
  EXPECT_EQ(told, std::vector<std::string>{"plan-not-carried c: keys of regulation groups"});
  EXPECT_TRUE(out["generalRegulationGroups"].empty());
  const auto again = import(out, "plan.json", plan.frame());
  for (const auto& unit : again.plan_units) {
    const auto* const green = find(unit, "vihertehokkuus");
    EXPECT_EQ(green == nullptr, unit.id == "a");
    if (green != nullptr) {
      EXPECT_EQ(green->value, unit.id == "c" ? 1.1 : 0.8);
    }
  }
}

TEST(PlanExport, UnitsComeAndGo) {
  auto plan = imported(three_blocks());
  std::erase_if(plan.batch.plan_units, [](const PlanUnit& unit) { return unit.id == "b"; });
  PlanUnit drawn = plan.unit("a");
  drawn.id = "d";
  drawn.name_fi = "Piirretty";
  drawn.symbol = "AL";
  drawn.use_codes = {"asuinkerrostaloalue"};
  drawn.boundary.outer = {{25496060.25, 6672060}, {25496100, 6672060}, {25496100, 6672090.5}};
  drawn.boundary.holes = {{{25496085, 6672065}, {25496095, 6672065}, {25496095, 6672075}}};
  drawn.vertical_low_m = 3.5;
  drawn.vertical_high_m = 21;
  drawn.regulations.clear();
  twin::Regulation use, height, text;
  use.type = "asuinkerrostaloalue";
  use.information = {{"paakayttotarkoitus", "", {}, {}, "", ""}, {"kayttotarkoituksenOsuusKerrosalastaK-m2", "liikerakennustenAlue", 400, {}, "k-m2", ""}};
  height.type = "julkisivunEnimmaiskorkeus";
  height.value = 14.5;
  height.value_max = 17;
  height.unit = "m";
  height.life_cycle = "04";
  height.valid = {"2027-01-01", ""};
  text.type = "sanallinenMaarays";
  text.text = "Pihalle istutetaan puita.";
  text.information = {{"verbalRegulation", "ymparistoarvot", {}, {}, "", ""}, {"planTheme", "05", {}, {}, "", ""}, {"subjectIdentifier", "", {}, {}, "", "91-10-2"},
                      {"translation", "swe", {}, {}, "", "På gården planteras träd."}};
  twin::Regulation placed;
  placed.type = "ikkunatonSeina";
  placed.group = "g-wall";
  placed.place = {{25496060.25, 6672060}, {25496100, 6672060}};
  drawn.regulations = {use, height, text, placed};
  for (std::size_t i = 0; i < 3; ++i) drawn.regulations[i].group = "g-drawn";
  drawn.regulations.insert(drawn.regulations.begin() + 3, *find(plan.unit("a"), "vihertehokkuus"));
  plan.batch.plan_units.push_back(drawn);
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame());
  expect_comes_back(plan.batch.plan_units, out, plan.frame(), "plan.json");
  EXPECT_EQ(out["scale"], 1000);
  EXPECT_EQ(out["planDescription"], plan.document["planDescription"]);
  EXPECT_EQ(out["planObjects"][0], plan.document["planObjects"][0]) << "untouched";
  std::vector<std::string> keys;
  for (const auto& one : out["planObjects"]) keys.push_back(one["planObjectKey"]);
  ASSERT_EQ(keys.size(), 4u) << "b and its line are gone; d and a line of its own are new";
  EXPECT_EQ(std::vector<std::string>(keys.begin(), keys.begin() + 3), (std::vector<std::string>{"a", "c", "d"}));
  for (const auto& one : out["planRegulationGroups"]) EXPECT_NE(one["planRegulationGroupKey"], "wall") << "holds nowhere any more";
}

TEST(PlanExport, ADrawnUnitThatARuleOfTheWholePlanDoesNotHoldForEndsItsGenerality) {
  auto plan = imported(three_blocks());
  auto drawn = plan.unit("c");
  drawn.id = "d";
  std::erase_if(drawn.regulations, [](const auto& one) { return one.type == "vihertehokkuus"; });
  for (auto& point : drawn.boundary.outer) point.north += 50;
  plan.batch.plan_units.push_back(drawn);
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame());
  EXPECT_EQ(out["planRegulationGroups"].size(), 4u) << "the group that c has is the drawn unit's too";
  expect_comes_back(plan.batch.plan_units, out, plan.frame(), "plan.json");
}

TEST(PlanExport, AMovedBoundaryAndNewNamesAreWrittenOverTheOldOnes) {
  auto plan = imported(three_blocks());
  auto& unit = plan.unit("c");
  unit.boundary.outer[1].east += 12.125;
  unit.name_sv = "Kvarter c";
  unit.symbol = "AP";
  unit.life_cycle = "14";
  unit.valid = {"2025-05-01", "2026-01-01"};
  unit.related = {"a", "x1", "https://uri.rakennetunymparistontietojarjestelma.fi/group/g7"};
  std::vector<std::string> told;
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame(), &told);
  // Its letter was that of the shared group, its state that of the rule of the whole plan.
  EXPECT_EQ(told, std::vector<std::string>{"plan-not-carried c: keys of regulation groups"});
  auto again = import(out, "plan.json", plan.frame()).plan_units;
  ASSERT_EQ(again.size(), 3u);
  for (auto* const units : {&again, &plan.batch.plan_units}) {
    for (auto& one : *units) {
      for (auto& rule : one.regulations) rule.group.clear();
    }
  }
  expect_same_units(plan.batch.plan_units, again, "c");
  EXPECT_EQ(out["planObjects"][2]["objectNumber"], 7) << "what the twin does not know stays";
  EXPECT_EQ(out["planObjects"][1], plan.document["planObjects"][1]);
}

TEST(PlanExport, AnObjectOfSeveralAreasStaysOneUntilAnAreaChanges) {
  auto document = three_blocks();
  document["planObjects"][0]["geometry"]["geometry"] = {
      {"type", "MultiPolygon"},
      {"coordinates", {area(25496000, 6672000, 25496020, 6672050)["geometry"]["coordinates"], area(25496025, 6672000, 25496040, 6672050)["geometry"]["coordinates"]}}};
  auto plan = imported(document);
  ASSERT_EQ(plan.batch.plan_units.size(), 4u);
  EXPECT_EQ(written(plan.batch.plan_units, document, plan.frame()), document);
  set(plan.unit("a#2"), "sallittuKerrosala", 1500);  // of 3,000 on 1,000 and 750 m2: 1,714.29 and 1,285.71
  std::vector<std::string> told;
  const auto out = written(plan.batch.plan_units, document, plan.frame(), &told);
  const auto again = import(out, "plan.json", plan.frame()).plan_units;
  ASSERT_EQ(again.size(), 4u);
  for (const auto& unit : again) {
    if (unit.id == "a#1") {
      EXPECT_EQ(find(unit, "sallittuKerrosala")->value, 1714.29);
    }
    if (unit.id == "a#2") {
      EXPECT_EQ(find(unit, "sallittuKerrosala")->value, 1500);
    }
    if (unit.id.starts_with("a#")) {
      EXPECT_EQ(unit.symbol, "AK");
    }
  }
  for (const auto& one : told) EXPECT_TRUE(one.ends_with(": keys of regulation groups")) << one;
}

TEST(PlanExport, WhatTheNationalFormHasNoPlaceForIsTold) {
  auto plan = imported(three_blocks());
  auto& unit = plan.unit("a");
  twin::Regulation plane;
  plane.type = "sky-plane";
  plane.angle_deg = 45;
  plane.start_height_m = 10;
  plane.edges = {0, 2};
  plane.group = "own";
  unit.regulations.push_back(plane);
  unit.assumptions.m2_per_resident = 33;
  unit.ground_level_m = 4.25;
  std::vector<std::string> told;
  written(plan.batch.plan_units, plan.document, plan.frame(), &told);
  EXPECT_EQ(told, (std::vector<std::string>{"code-unknown a: sky-plane", "plan-not-carried a: assumptions.m2_per_resident, ground_level_m, regulation_order"}))
      << "its group stands before the rule of the whole plan";
  expect_comes_back(plan.batch.plan_units, geo::write_own_plan(plan.batch.plan_units, plan.frame()), plan.frame(), "plan.json");
}

TEST(PlanExport, TypesOfOurOwnComeBackUnderTheirBareNames) {
  auto plan = imported(three_blocks());
  twin::Regulation plane, line;
  plane.type = "sky-plane";
  plane.angle_deg = 45;
  plane.start_height_m = 10.5;
  plane.edges = {0, 2};
  line.type = "setback";
  line.value = 4;
  line.unit = "m";
  plane.group = line.group = "own";
  auto& rules = plan.unit("a").regulations;
  rules.insert(rules.begin() + 2, {plane, line});  // behind the floor area, which has that group
  std::vector<std::string> told;
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame(), &told);
  EXPECT_EQ(told, (std::vector<std::string>{"code-unknown a: sky-plane", "code-unknown a: setback"}));
  expect_comes_back(plan.batch.plan_units, out, plan.frame(), "plan.json");
}

TEST(PlanExport, PlotsKeepWhatMarksThem) {
  const auto path = kExamples / "BindingPlotDivisionMatter-uusi-tonttijako-ak-yhteydessa.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no example plans";
  auto plan = imported(load(path), "plots.json");
  ASSERT_EQ(plan.batch.plan_units.size(), 2u);
  plan.batch.plan_units[1].regulations.back().value = 175;  // k-m2, 150 before
  plan.batch.plan_units[1].symbol = "AP";
  const auto out = written(plan.batch.plan_units, plan.document, plan.frame());
  const auto at = std::string("/phases/0/bindingPlotDivision/plotDivisionPlots/1");
  auto expected = plan.document;
  expected[Json::json_pointer(at + "/volumeOfBuilding/number")] = 175;
  expected[Json::json_pointer(at + "/areaReservationLetterIdentifier")] = "AP";
  EXPECT_EQ(out, expected) << Json::diff(expected, out).dump();
  expect_comes_back(plan.batch.plan_units, out, plan.frame(), "plots.json");
}

TEST(PlanExport, AFrameThatTheNationalServiceDoesNotTakeIsRefused) {
  const auto plan = imported(three_blocks());
  twin::Diagnostics told;
  twin::Manifest frame = plan.frame();
  frame.crs = "local";
  EXPECT_EQ(geo::write_national_plan({plan.batch.plan_units, nullptr}, frame, told).problem().code, "frame-not-placed");
  frame.crs = "EPSG:25833";
  EXPECT_EQ(geo::write_national_plan({plan.batch.plan_units, nullptr}, frame, told).problem().code, "crs-not-accepted");
}

}  // namespace
