// The national plan form beyond areas and numbers: relations, general regulations, lines, limits in height,
// plots, what a plan repeals.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/io/plan_reader.hpp"
#include "geo/io/plan_schema.hpp"

namespace {

using twin::Json;

const std::string kExamples = KAKSONEN_SOURCE_DIR "/../shared/data/plan/examples/";
const std::string kTypes = "http://uri.suomi.fi/codelist/rytj/RY_Kaavamaarayslaji/code/";
const std::string kKinds = "http://uri.suomi.fi/codelist/rytj/RY_Kaavamaarayksen_Lisatiedonlaji/code/";
const std::string kStates = "http://uri.suomi.fi/codelist/rytj/kaavaelinkaari/code/";

Json example(const std::string& name) {
  std::ifstream in(kExamples + name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  auto out = twin::parse_json(text.str(), 64);
  EXPECT_TRUE(out) << name;
  return out ? *out : Json();
}

bool examples_missing() {
  return !std::filesystem::exists(kExamples);
}

geo::PlanFile read(const Json& document) {
  auto out = geo::read_plan("plan.json", document);
  EXPECT_TRUE(out) << (out ? ""
                           : out.problem().code + " " + out.problem().place + " " + out.problem().message);
  EXPECT_TRUE(!out || out->diagnostics.tally.balances());
  return out ? *out : geo::PlanFile{};
}

const twin::Regulation* find(const twin::PlanUnit& unit, std::string_view type) {
  for (const auto& regulation : unit.regulations) {
    if (regulation.type == type) return &regulation;
  }
  return nullptr;
}

/// Findings as "severity code place".
std::vector<std::string> told(const geo::PlanFile& file) {
  std::vector<std::string> out;
  for (const auto& finding : file.diagnostics.findings) {
    out.push_back(std::string(twin::name_of(finding.severity)) + " " + finding.code + " " + finding.place);
  }
  return out;
}

Json area(double west, double south, double east, double north) {
  const Json ring = Json::array({{west, south}, {east, south}, {east, north}, {west, north}, {west, south}});
  return {{"srid", "3879"}, {"geometry", {{"type", "Polygon"}, {"coordinates", Json::array({ring})}}}};
}

Json object(const std::string& key, const Json& geometry) {
  return {{"planObjectKey", key}, {"geometry", geometry}};
}

Json regulation(const std::string& key, const std::string& type, const Json& value = nullptr) {
  Json out = {{"planRegulationKey", key}, {"type", kTypes + type}};
  if (!value.is_null()) out["value"] = value;
  return out;
}

Json group(const std::string& key, const Json& regulations) {
  return {{"planRegulationGroupKey", key}, {"planRegulations", regulations}};
}

Json relation(const std::string& object, const std::string& group) {
  return {{"planObjectKey", object}, {"planRegulationGroupKey", group}};
}

/// Two blocks that share a group; the first has one more of its own.
Json two_blocks() {
  return {
      {"planKey", "p"},
      {"lifeCycleStatus", kStates + "13"},
      {"periodOfValidity", {{"begin", "2025-05-01"}}},
      {"planObjects",
       {object("a", area(25496000, 6672000, 25496040, 6672050)),
        object("b", area(25496060, 6672000, 25496100, 6672050))}},
      {"planRegulationGroups",
       {group("shared", Json::array({regulation("r1", "maanpaallinenKerroslukuLuku",
                                                {{"dataType", "PositiveNumeric"}, {"number", 4}})})),
        group("own", Json::array({regulation(
                         "r2", "sallittuKerrosala",
                         {{"dataType", "PositiveNumeric"}, {"number", 3000}, {"unitOfMeasure", "k-m2"}})}))}},
      {"planRegulationGroupRelations",
       {relation("a", "shared"), relation("b", "shared"), relation("a", "own")}}};
}

TEST(NationalRelations, OtherPlansAreKeptAsReferences) {
  auto plan = two_blocks();
  const std::string other = "https://uri.rakennetunymparistontietojarjestelma.fi/";
  plan["planObjects"][0]["relatedPlanObjectUris"] = Json::array({other + "plan-object/x1"});
  plan["relatedPlanObjectRegulationGroupRelations"] =
      Json::array({{{"relatedPlanObjectUri", other + "plan-object/x2"}, {"regulationGroupKey", "own"}}});
  plan["relatedRegulationGroupPlanObjectRelations"] =
      Json::array({{{"relatedRegulationGroupUri", other + "group/g7"}, {"planObjectKey", "b"}}});
  const auto file = read(plan);
  ASSERT_EQ(file.units.size(), 2u);
  // Block a has the group "own", which holds at x2 of another plan too.
  EXPECT_EQ(file.units[0].unit.related, (std::vector<std::string>{"x1", "x2"}));
  EXPECT_EQ(file.units[1].unit.related, (std::vector<std::string>{other + "group/g7"}));
  ASSERT_EQ(told(file).size(), 1u);
  EXPECT_EQ(told(file)[0], "info object-passed-over /relatedPlanObjectRegulationGroupRelations");
  EXPECT_EQ(file.diagnostics.findings[0].value, "2 relations, 2 references kept");
}

TEST(NationalRelations, GroupsAreSharedAndObjectsHaveSeveral) {
  const auto file = read(two_blocks());
  ASSERT_EQ(file.units.size(), 2u);
  const auto& a = file.units[0].unit;
  const auto& b = file.units[1].unit;
  EXPECT_EQ(a.regulations.size(), 2u);
  EXPECT_EQ(find(a, "sallittuKerrosala")->group, "own");
  ASSERT_EQ(b.regulations.size(), 1u);
  EXPECT_EQ(b.regulations[0].value, 4);
  EXPECT_EQ(b.regulations[0].group, "shared");
  EXPECT_EQ(a.life_cycle, "13") << "the plan's, where an object says none";
  EXPECT_EQ(a.valid.from, "2025-05-01");
  EXPECT_EQ(file.units[0].regulation_places.at(1), "/planRegulationGroups/1/planRegulations/0");
  EXPECT_TRUE(told(file).empty());
}

TEST(NationalRelations, ARelationTwiceIsOne) {
  auto plan = two_blocks();
  plan["planRegulationGroupRelations"].push_back(relation("a", "own"));
  EXPECT_EQ(read(plan).units.at(0).unit.regulations.size(), 2u);
}

TEST(NationalRelations, AGroupThatNobodyNamesIsTold) {
  auto plan = two_blocks();
  plan["planRegulationGroupRelations"].erase(2);
  EXPECT_EQ(told(read(plan)),
            std::vector<std::string>{"warning regulation-group-unused /planRegulationGroups/1"});
}

TEST(NationalRelations, GeneralRegulationsHoldForEveryObject) {
  auto plan = two_blocks();
  plan["generalRegulationGroups"] = Json::array(
      {{{"generalRegulationGroupKey", "g"},
        {"titleOfPlanRegulation", {{"fin", "Yleismääräykset"}}},
        {"planRegulations",
         Json::array(
             {regulation("r9", "sanallinenMaarays",
                         {{"dataType", "LocalizedText"},
                          {"text", {{"fin", "Hulevedet viivytetään."}, {"swe", "Dagvatten fördröjs."}}}})})},
        {"planRecommendations",
         Json::array({{{"planRecommendationKey", "s1"}, {"value", {{"fin", "Suositaan puuta."}}}}})}}});
  const auto file = read(plan);
  for (const auto& draft : file.units) {
    const auto* const words = find(draft.unit, "sanallinenMaarays");
    ASSERT_NE(words, nullptr);
    EXPECT_EQ(words->text, "Hulevedet viivytetään.");
    ASSERT_EQ(words->information.size(), 1u);
    EXPECT_EQ(words->information[0].code, "swe");
    EXPECT_EQ(words->information[0].text, "Dagvatten fördröjs.");
    EXPECT_EQ(words->group, "g");
    EXPECT_EQ(find(draft.unit, "kaavasuositus")->text, "Suositaan puuta.");
  }
}

TEST(NationalValues, OfEveryKind) {
  const auto value_of = [](const Json& value, const std::string& type = "meluaita") {
    auto plan = two_blocks();
    plan["planRegulationGroups"][1]["planRegulations"][0] = regulation("r2", type, value);
    const auto file = read(plan);
    return file.units.empty() ? twin::Regulation{} : file.units[0].unit.regulations.at(1);
  };
  const auto decimal =
      value_of({{"dataType", "PositiveDecimal"}, {"number", 0.3}, {"unitOfMeasure", "k-m2/m2"}});
  EXPECT_EQ(decimal.value, 0.3);
  EXPECT_EQ(decimal.unit, "k-m2/m2");
  const auto range = value_of(
      {{"dataType", "DecimalRange"}, {"minimumValue", 20.0}, {"maximumValue", 45.5}, {"unitOfMeasure", "°"}});
  EXPECT_EQ(range.value, 20);
  EXPECT_EQ(range.value_max, 45.5);
  const auto upper = value_of({{"dataType", "NumericRange"}, {"maximumValue", 4}});
  EXPECT_EQ(upper.value, 4) << "an upper end alone is a limit";
  EXPECT_FALSE(upper.value_max);
  EXPECT_EQ(value_of({{"dataType", "SpotElevation"}, {"number", -3}, {"unitOfMeasure", "m"}}).value, -3);
  EXPECT_EQ(value_of({{"dataType", "Code"}, {"code", kTypes + "pysakoinninAlue"}, {"codeList", "x"}}).code,
            "pysakoinninAlue");
  EXPECT_EQ(value_of({{"dataType", "Text"}, {"text", "sr-1"}}).text, "sr-1");
  EXPECT_EQ(value_of({{"dataType", "Identifier"},
                      {"identifier", "RKY-77"},
                      {"registerName", {{"fin", "Museoviraston rekisteri"}}}})
                .text,
            "RKY-77 (Museoviraston rekisteri)");
  EXPECT_EQ(value_of({{"dataType", "TimePeriodDateOnly"}, {"begin", "2025-05-01"}, {"end", nullptr}}).text,
            "2025-05-01/..");
  EXPECT_EQ(value_of({{"dataType", "TimePeriod"},
                      {"beginUtc", "2025-05-01T00:00:00Z"},
                      {"endUtc", "2026-05-01T00:00:00Z"}})
                .text,
            "2025-05-01T00:00:00Z/2026-05-01T00:00:00Z");
}

TEST(NationalValues, TheUnitThatATypeSaysIsSupplied) {
  auto plan = two_blocks();
  plan["planRegulationGroups"][1]["planRegulations"][0] = regulation(
      "r2", "kerrosneliomaaraYhtaAutopaikkaaKohden", {{"dataType", "PositiveNumeric"}, {"number", 41}});
  const auto file = read(plan);
  EXPECT_EQ(find(file.units.at(0).unit, "kerrosneliomaaraYhtaAutopaikkaaKohden")->unit, "k-m2");
  EXPECT_EQ(file.diagnostics.tally.repaired, 1u);
  EXPECT_EQ(told(file),
            std::vector<std::string>{
                "info unit-supplied /planRegulationGroups/1/planRegulations/0/value/unitOfMeasure"});
}

TEST(NationalLines, BecomeThePlaceOfTheRegulationsOfAnArea) {
  auto plan = two_blocks();
  plan["planObjects"].push_back(object(
      "line",
      {{"srid", "3879"},
       {"geometry", {{"type", "LineString"}, {"coordinates", {{25496060, 6672000}, {25496060, 6672050}}}}}}));
  plan["planRegulationGroups"].push_back(
      group("wall", Json::array({regulation(
                        "r3", "aaneneristavyys",
                        {{"dataType", "PositiveDecimal"}, {"number", 36.0}, {"unitOfMeasure", "dB"}})})));
  plan["planRegulationGroupRelations"].push_back(relation("line", "wall"));
  plan["planObjects"][2]["relatedPlanObjectKeys"] = Json::array({"b"});
  auto file = read(plan);
  ASSERT_EQ(file.units.size(), 2u);
  const auto* const wall = find(file.units[1].unit, "aaneneristavyys");
  ASSERT_NE(wall, nullptr);
  EXPECT_EQ(wall->value, 36);
  EXPECT_EQ(wall->place, (twin::PlanRing{{25496060, 6672000}, {25496060, 6672050}}));
  EXPECT_EQ(file.diagnostics.tally.accepted, 3u) << "the line is taken";
  EXPECT_EQ(told(file), std::vector<std::string>{"info plan-line-attached /planObjects/2/geometry/geometry"});

  // A point that names nothing belongs to the area that it lies in.
  plan["planObjects"][2].erase("relatedPlanObjectKeys");
  plan["planObjects"][2]["geometry"]["geometry"] = {{"type", "Point"}, {"coordinates", {25496010, 6672010}}};
  file = read(plan);
  EXPECT_EQ(find(file.units.at(0).unit, "aaneneristavyys")->place.size(), 1u);

  // In no area: counted and told.
  plan["planObjects"][2]["geometry"]["geometry"]["coordinates"] = {25497010, 6672010};
  file = read(plan);
  EXPECT_EQ(file.diagnostics.tally.rejected, 1u);
  EXPECT_EQ(told(file),
            std::vector<std::string>{"warning geometry-not-polygon /planObjects/2/geometry/geometry"});
}

TEST(NationalObjects, LimitsInHeightAndTimes) {
  auto plan = two_blocks();
  plan["planObjects"][0]["verticalLimit"] = {
      {"dataType", "DecimalRange"}, {"minimumValue", 12.5}, {"maximumValue", 40}, {"unitOfMeasure", "m"}};
  plan["planObjects"][0]["periodOfValidity"] = {{"begin", "2025-06-31"}, {"end", "2030-01-01"}};
  plan["planObjects"][1]["verticalLimit"] = {
      {"dataType", "DecimalRange"}, {"minimumValue", 40}, {"maximumValue", 12.5}};
  const auto file = read(plan);
  const auto& a = file.units.at(0).unit;
  EXPECT_EQ(a.vertical_low_m, 12.5);
  EXPECT_EQ(a.vertical_high_m, 40);
  EXPECT_EQ(a.valid, (twin::DaySpan{"", "2030-01-01"}));
  EXPECT_FALSE(file.units.at(1).unit.vertical_high_m);
  EXPECT_EQ(told(file),
            (std::vector<std::string>{"warning time-invalid /planObjects/0/periodOfValidity/begin",
                                      "warning value-out-of-range /planObjects/1/verticalLimit"}));
}

TEST(NationalObjects, TheAreaOfThePlanIsJudgedToo) {
  auto plan = two_blocks();
  plan["geographicalArea"] = area(25496000, 6672000, 25496200, 6672200);
  plan["geographicalArea"]["srid"] = "2393";
  const auto refused = geo::read_plan("plan.json", plan);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().code, "crs-not-accepted");
  EXPECT_EQ(refused.problem().place, "/geographicalArea/srid");

  // A bow-tie: its sides cross in the middle.
  plan["geographicalArea"] = area(25496000, 6672000, 25496200, 6672200);
  auto& ring = plan["geographicalArea"]["geometry"]["coordinates"][0];
  std::swap(ring[2], ring[3]);
  auto file = read(plan);
  EXPECT_EQ(file.units.size(), 2u);
  ASSERT_EQ(file.diagnostics.findings.size(), 1u);
  EXPECT_EQ(file.diagnostics.findings[0].code, "polygon-self-intersection");
  EXPECT_NE((file.diagnostics.findings[0].place + file.diagnostics.findings[0].value).find("25496100"), std::string::npos)
      << file.diagnostics.findings[0].place << " " << file.diagnostics.findings[0].value;

  plan["geographicalArea"]["geometry"] = {{"type", "Pnt"}};
  EXPECT_EQ(told(read(plan)), std::vector<std::string>{"error geometry-not-polygon /geographicalArea/geometry"});
  plan["geographicalArea"] = 5;
  EXPECT_EQ(told(read(plan)), std::vector<std::string>{"error input-invalid /geographicalArea"});
}

TEST(NationalObjects, WhatReachesBeyondThePlanIsTold) {
  auto plan = two_blocks();
  plan["geographicalArea"] = area(25496000, 6672000, 25496080, 6672050);  // half of b
  const auto file = read(plan);
  EXPECT_EQ(file.units.size(), 2u);
  ASSERT_EQ(told(file),
            std::vector<std::string>{"warning plan-object-outside /planObjects/1/geometry/geometry"});
  EXPECT_EQ(file.diagnostics.findings[0].value, "50 % inside");
}

TEST(NationalObjects, MembersAreStrictAtAnyDepth) {
  const auto refused = [](const char* pointer) {
    auto plan = two_blocks();
    plan["planObjects"][0]["verticalLimit"] = {{"dataType", "DecimalRange"}};
    plan["planCancellationInfos"] =
        Json::array({{{"planObjectCancellationInfos", Json::array({Json::object()})}}});
    plan[Json::json_pointer(pointer)] = 1;
    const auto out = geo::read_plan("plan.json", plan);
    return out ? std::string("read")
               : out.problem().code + " " + out.problem().place + " " + out.problem().remedy;
  };
  EXPECT_EQ(refused("/planObjects/0/verticalLimit/maximumvalue"),
            "member-unknown /planObjects/0/verticalLimit/maximumvalue did you mean maximumValue?");
  EXPECT_EQ(refused("/planObjects/0/geometry/sridd"),
            "member-unknown /planObjects/0/geometry/sridd did you mean srid?");
  EXPECT_EQ(refused("/planRegulationGroups/1/planRegulations/0/value/unitOfMeasur"),
            "member-unknown /planRegulationGroups/1/planRegulations/0/value/unitOfMeasur did you mean "
            "unitOfMeasure?");
  EXPECT_EQ(
      refused("/planCancellationInfos/0/planObjectCancellationInfos/0/cancelsEntireObject").substr(0, 14),
      "member-unknown");
  EXPECT_EQ(refused("/periodOfValidity/starts").substr(0, 14), "member-unknown");
}

TEST(NationalObjects, AMemberOfAnotherTypeIsNotTakenForNone) {
  const auto answer = [](const char* pointer, const Json& value) {
    auto plan = two_blocks();
    plan["planCancellationInfos"] = Json::array({{{"planObjectCancellationInfos", Json::array({Json::object()})}}});
    plan[Json::json_pointer(pointer)] = value;
    const auto out = geo::read_plan("plan.json", plan);
    return out ? std::string("read") : out.problem().code + " " + out.problem().place + " " + out.problem().message;
  };
  const std::string is = " This member of the national plan form is ";
  EXPECT_EQ(answer("/planCancellationInfos", "x"), "input-invalid /planCancellationInfos" + is + "a list.");
  EXPECT_EQ(answer("/planCancellationInfos/0", "x"), "input-invalid /planCancellationInfos/0" + is + "an object.");
  EXPECT_EQ(answer("/periodOfValidity", 5), "input-invalid /periodOfValidity" + is + "an object.");
  EXPECT_EQ(answer("/planRegulationGroups/0/planRegulations", 5), "input-invalid /planRegulationGroups/0/planRegulations" + is + "a list.");
  EXPECT_EQ(answer("/planRegulationGroups/0/planRegulations/0/value/number", "4"),
            "input-invalid /planRegulationGroups/0/planRegulations/0/value/number" + is + "a number.");
  EXPECT_EQ(answer("/approvalDate", Json::object()), "input-invalid /approvalDate" + is + "a text.");
  EXPECT_EQ(answer("/planCancellationInfos/0/cancelsEntirePlan", "yes"), "input-invalid /planCancellationInfos/0/cancelsEntirePlan" + is + "true or false.");
  EXPECT_EQ(answer("/planCancellationInfos", nullptr), "read") << "null is nothing";
  EXPECT_EQ(answer("/planObjects/0/name", "Kortteli"), "read") << "a plain text is one in Finnish";
}

/// The types of the service's own description of its interface.
TEST(NationalSchema, HasTheTypesOfTheService) {
  const std::string path = KAKSONEN_SOURCE_DIR "/../shared/data/plan/ryhti_plan_fields.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "shared data is not beside the repository";
  std::ifstream in(path);
  std::size_t compared = 0;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::string schema, field, type;
    std::getline(cells, schema, ',');
    std::getline(cells, field, ',');
    std::getline(cells, type, ',');
    const auto members = geo::members_of_plan_schema(schema);
    const auto member = std::find_if(members.begin(), members.end(), [&](const auto& one) { return one.name == field; });
    if (member == members.end() || schema == "RyhtiGeometry") continue;
    ++compared;
    using enum geo::PlanMemberKind;
    const auto wanted = type.starts_with("array<")                     ? kList
                        : type == "boolean"                            ? kTruth
                        : type == "number" || type == "integer"        ? kNumber
                        : type == "string"                             ? kText
                                                                       : kObject;
    EXPECT_EQ(static_cast<int>(member->kind), static_cast<int>(wanted)) << schema << " " << field << " " << type;
  }
  EXPECT_GT(compared, 250u);
}

TEST(NationalObjects, APlanWithoutItsKeyIsTold) {
  auto plan = two_blocks();
  plan.erase("planKey");
  EXPECT_EQ(told(read(plan)), std::vector<std::string>{"warning value-missing /planKey"});
}

TEST(NationalCodes, ANumberOfAnObjectsStateIsNamedByItsList) {
  auto plan = two_blocks();
  plan["planObjects"][0]["lifeCycleStatus"] = kStates + "99";
  plan["planRegulationGroups"][0]["planRegulations"][0]["type"] = kTypes + "maanpaallinenKerosluku";
  const auto file = read(plan);
  EXPECT_EQ(told(file),
            (std::vector<std::string>{"info code-unknown /planRegulationGroups/0/planRegulations/0/type",
                                      "warning code-unknown /planObjects/0/lifeCycleStatus"}));
  EXPECT_NE(file.diagnostics.findings[0].remedy.find("did you mean maanpaallinenKerrosluku?"),
            std::string::npos);
  EXPECT_NE(file.diagnostics.findings[1].remedy.find("codes 01 to 17"), std::string::npos);
}

TEST(NationalCancellations, AreReadWithWhatStays) {
  auto plan = two_blocks();
  plan["planCancellationInfos"] = Json::array(
      {{{"planCancellationInfoKey", "k"},
        {"cancelledPlanUri",
         "http://uri.rakennetunymparistontietojarjestelma.fi/LocalDetailedPlanMatter/AK-000007"},
        {"cancelsEntirePlan", false},
        {"planObjectCancellationInfos",
         {{{"cancelledPlanObjectUri", "https://x/PlanObject/old-1"}, {"cancelsEntirePlanObject", true}},
          {{"cancelledPlanObjectUri", "https://x/PlanObject/old-2"},
           {"cancelsEntirePlanObject", false},
           {"validityGeometry", area(25496000, 6672060, 25496040, 6672080)}},
          {{"cancelledPlanObjectUri", "https://x/PlanObject/old-3"}, {"cancelsEntirePlanObject", false}}}},
        {"cancelledGroupRelations", Json::array({{{"planObjectUri", "https://x/PlanObject/old-4"},
                                                  {"planRegulationGroupUri", "https://x/g4"}}})},
        {"cancelledGeneralRegulationGroupUris", Json::array({"https://x/g5"})}}});
  const auto file = read(plan);
  ASSERT_EQ(file.cancellations.size(), 1u);
  const auto& cancellation = file.cancellations[0];
  EXPECT_EQ(cancellation.plan, "AK-000007");
  EXPECT_EQ(cancellation.by, "p");
  EXPECT_EQ(cancellation.from, "2025-05-01");
  EXPECT_EQ(cancellation.life_cycle, "13");
  ASSERT_EQ(cancellation.objects.size(), 2u) << "what says neither the one nor the other ends nothing";
  EXPECT_TRUE(cancellation.objects[0].entire);
  EXPECT_EQ(cancellation.objects[1].object, "old-2");
  EXPECT_EQ(cancellation.objects[1].remaining.outer.size(), 4u);
  ASSERT_EQ(cancellation.groups.size(), 2u);
  EXPECT_EQ(cancellation.groups[0].object + " " + cancellation.groups[0].group, "old-4 g4");
  EXPECT_EQ(cancellation.groups[1].object + " " + cancellation.groups[1].group, " g5");
  EXPECT_EQ(told(file).back(),
            "error repeal-not-applied /planCancellationInfos/0/planObjectCancellationInfos/2");
}

// Published examples of the national service, with the numbers of their notes.

TEST(NationalExamples, TheChangeRepealsPartsOfThreePlans) {
  if (examples_missing()) GTEST_SKIP() << "shared data is not beside the repository";
  const auto file = read(example("SpatialPlan-asemakaavamuutos.json"));
  ASSERT_EQ(file.cancellations.size(), 3u);
  EXPECT_EQ(file.cancellations[0].plan, "AK-000001");
  EXPECT_EQ(file.cancellations[1].objects.at(0).object, "3f08a239-06e8-4a5f-b176-e376c5cc5e48");
  EXPECT_FALSE(file.cancellations[1].objects.at(0).entire);
  EXPECT_EQ(file.cancellations[2].objects.size(), 2u);
  EXPECT_TRUE(file.cancellations[2].objects[0].entire);
  EXPECT_EQ(file.cancellations[2].from, "2025-05-01");
}

TEST(NationalExamples, ThePlotDivisionGivesItsPlots) {
  if (examples_missing()) GTEST_SKIP() << "shared data is not beside the repository";
  const auto document = example("BindingPlotDivisionMatter-uusi-tonttijako-ak-yhteydessa.json");
  ASSERT_TRUE(geo::is_plan(document));
  const auto file = read(document);
  ASSERT_EQ(file.units.size(), 2u);
  const auto& plot = file.units[0].unit;
  EXPECT_EQ(plot.kind, "plot");
  EXPECT_EQ(plot.name_sv, "Tomt 1");
  EXPECT_EQ(plot.symbol, "AL");
  EXPECT_EQ(plot.use_codes, (std::vector<std::string>{"asumisenAlue", "liikerakennustenAlue"}));
  EXPECT_EQ(find(plot, "sallittuKerrosala")->value, 150);
  EXPECT_EQ(find(plot, "sallittuKerrosala")->unit, "k-m2");
  EXPECT_EQ(plot.property_ids, std::vector<std::string>{"977-9-51-9"});
  EXPECT_EQ(plot.plan.identifier, "TJ-000079");
  EXPECT_EQ(plot.related, std::vector<std::string>{"AK-005865"});
  EXPECT_EQ(plot.valid.from, "2025-12-01");
  // The first plot is told to have 60,742 m2; the shoelace sum of its corners is 37,554 m2. The second
  // agrees.
  const auto findings = told(file);
  EXPECT_EQ(findings.at(0),
            "warning plot-area-differs /phases/0/bindingPlotDivision/plotDivisionPlots/0/area");
  EXPECT_EQ(file.diagnostics.findings[0].value, "60742 m2 told, 37554 m2 drawn");
  EXPECT_EQ(findings.at(1), "info object-passed-over /phases/0/bindingPlotDivision/boundaryPoints");
  EXPECT_EQ(findings.size(), 2u);
}

TEST(NationalExamples, TheSoundWallIsAPlaceOfItsBuildingArea) {
  if (examples_missing()) GTEST_SKIP() << "shared data is not beside the repository";
  const auto file = read(example("SpatialPlan-rakennusalanSivuaKoskevaAaneneristavyysvaatimus.json"));
  ASSERT_EQ(file.units.size(), 2u);
  EXPECT_EQ(file.diagnostics.tally.accepted, 3u);
  const auto* const wall = find(file.units[1].unit, "aaneneristavyys");
  ASSERT_NE(wall, nullptr);
  EXPECT_EQ(wall->value, 36);
  EXPECT_EQ(wall->unit, "dB");
  EXPECT_GE(wall->place.size(), 2u);
}

TEST(NationalExamples, RightsForOneUse) {
  if (examples_missing()) GTEST_SKIP() << "shared data is not beside the repository";
  // NOTES_sallittuKerrosala.md: the upper building area (XII) has 6,000 k-m2 for housing alone.
  const auto file = read(example("SpatialPlan-kayttotarkoituskohdistus.json"));
  const auto* const right = find(file.units.at(2).unit, "sallittuKerrosala");
  ASSERT_NE(right, nullptr);
  EXPECT_EQ(right->value, 6000);
  ASSERT_EQ(right->information.size(), 1u);
  EXPECT_EQ(right->information[0].type, "kayttotarkoituskohdistus");
  EXPECT_EQ(right->information[0].code, "asumisenAlue");
}

}  // namespace
