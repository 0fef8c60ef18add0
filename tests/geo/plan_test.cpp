#include "geo/io/plan_reader.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using twin::Json;

const std::string kExamples = KAKSONEN_SOURCE_DIR "/../shared/data/plan/examples/";

Json parse(const std::string& text) {
  auto out = twin::parse_json(text, 64);
  EXPECT_TRUE(out) << (out ? "" : out.problem().message);
  return out ? *out : Json();
}

Json example(const std::string& name) {
  std::ifstream in(kExamples + name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return parse(out.str());
}

bool examples_missing() {
  return !std::filesystem::exists(kExamples);
}

const twin::Regulation* find(const twin::PlanUnit& unit, std::string_view type) {
  for (const auto& regulation : unit.regulations) {
    if (regulation.type == type) return &regulation;
  }
  return nullptr;
}

const twin::Finding* find(const geo::PlanFile& file, std::string_view code) {
  for (const auto& finding : file.diagnostics.findings) {
    if (finding.code == code) return &finding;
  }
  return nullptr;
}

geo::PlanFile read(const Json& document) {
  auto out = geo::read_plan("plan.json", document);
  EXPECT_TRUE(out) << (out ? "" : out.problem().code + " " + out.problem().message);
  return out ? *out : geo::PlanFile{};
}

TEST(NationalPlan, EveryExampleIsReadAndItsCountsBalance) {
  if (examples_missing()) GTEST_SKIP() << "shared data is not beside the repository";
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kExamples)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with("SpatialPlan-") || entry.path().extension() != ".json") continue;
    ++files;
    const auto document = example(name);
    ASSERT_TRUE(geo::is_plan(document)) << name;
    const auto file = read(document);
    EXPECT_TRUE(file.diagnostics.tally.balances()) << name;
    EXPECT_EQ(file.diagnostics.tally.read, document["planObjects"].size()) << name;
    EXPECT_FALSE(file.diagnostics.has_errors()) << name;
  }
  EXPECT_EQ(files, 15u);
}

TEST(NationalPlan, BuildingAreasOfTheFloorAreaExample) {
  if (examples_missing()) GTEST_SKIP() << "shared data is not beside the repository";
  // NOTES_sallittuKerrosala.md: lower area X storeys 4,000 k-m2, upper area XII storeys 6,000 k-m2.
  const auto file = read(example("SpatialPlan-osaRakennusalastaVarattuKayttotarkoitukseen.json"));
  ASSERT_EQ(file.units.size(), 3u);
  const auto& block = file.units[0].unit;
  EXPECT_EQ(block.symbol, "AL");
  EXPECT_EQ(block.use_codes,
            (std::vector<std::string>{"asumisenAlue", "liikerakennustenAlue", "toimistorakennustenAlue"}));
  EXPECT_EQ(block.name_fi, "AL-alueen kaavakohde");
  EXPECT_EQ(block.boundary.outer.size(), 7u);  // eight positions, the last repeats the first
  const auto& lower = file.units[1].unit;
  EXPECT_EQ(file.units[1].crs, "EPSG:3880");
  EXPECT_EQ(find(lower, "maanpaallinenKerrosluku")->value, 10);
  EXPECT_EQ(find(lower, "sallittuKerrosala")->value, 4000);
  EXPECT_EQ(find(lower, "sallittuKerrosala")->unit, "k-m2");
  ASSERT_EQ(find(lower, "asumisenAlue")->information.size(), 1u);
  EXPECT_EQ(find(lower, "asumisenAlue")->information[0].type, "kayttotarkoituksenOsuusKerrosalastaK-m2");
  EXPECT_EQ(find(lower, "asumisenAlue")->information[0].value, 2000);
  EXPECT_EQ(find(lower, "asumisenAlue")->information[0].unit, "k-m2");
  EXPECT_EQ(lower.related, std::vector<std::string>{block.id});
  EXPECT_EQ(find(file.units[2].unit, "sallittuKerrosala")->value, 6000);
}

TEST(NationalPlan, PlanMatterGivesThePlanOfItsDecision) {
  if (examples_missing()) GTEST_SKIP() << "shared data is not beside the repository";
  const auto file = read(example("LocalDetailedPlanMatter-kokonainen-asia-hyvaksytty.json"));
  ASSERT_EQ(file.units.size(), 1u);
  const auto& unit = file.units[0].unit;
  EXPECT_EQ(unit.symbol, "AM-1");
  EXPECT_EQ(unit.plan.identifier, "AK-000012");
  EXPECT_EQ(unit.plan.name, "Testikaava");
  EXPECT_EQ(unit.plan.kind, "31");
  EXPECT_EQ(unit.plan.approved, "2024-01-01");
  EXPECT_EQ(unit.plan.planner, "Kaupungin Y kaupunginvaltuusto");
  EXPECT_EQ(unit.life_cycle, "06");
  EXPECT_EQ(unit.underground, "02");
  const auto* const words = find(unit, "sanallinenMaarays");
  ASSERT_NE(words, nullptr);
  EXPECT_TRUE(words->text.starts_with("Tonteilla oleva hyväkuntoinen puusto")) << words->text;
  ASSERT_EQ(words->information.size(), 2u);
  EXPECT_EQ(words->information[0].type, "verbalRegulation");
  EXPECT_EQ(words->information[0].code, "ymparistoarvot");
}

Json small_plan() {
  return parse(R"({"planKey":"p","lifeCycleStatus":"http://uri.suomi.fi/codelist/rytj/kaavaelinkaari/code/13",
    "planObjects":[{"planObjectKey":"o1","geometry":{"srid":"3879","geometry":{"type":"Polygon",
      "coordinates":[[[25496000,6672000],[25496040,6672000],[25496040,6672050],[25496000,6672050],[25496000,6672000]]]}}}],
    "planRegulationGroups":[{"planRegulationGroupKey":"g1","planRegulations":[
      {"planRegulationKey":"r1","type":"http://uri.suomi.fi/codelist/rytj/RY_Kaavamaarayslaji/code/0304",
       "value":{"dataType":"PositiveNumericRange","minimumValue":2,"maximumValue":4}}]}],
    "planRegulationGroupRelations":[{"planObjectKey":"o1","planRegulationGroupKey":"g1"}]})");
}

TEST(NationalPlan, NumberedCodesAndRanges) {
  const auto file = read(small_plan());
  ASSERT_EQ(file.units.size(), 1u);
  const auto* const storeys = find(file.units[0].unit, "maanpaallinenKerrosluku");
  ASSERT_NE(storeys, nullptr);
  EXPECT_EQ(storeys->value, 2);  // II-IV
  EXPECT_EQ(storeys->value_max, 4);
}

TEST(NationalPlan, ZP01_UnknownSridIsRefused) {
  auto plan = small_plan();
  plan["planObjects"][0]["geometry"]["srid"] = "2393";
  const auto out = geo::read_plan("plan.json", plan);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.problem().code, "crs-not-accepted");
  EXPECT_EQ(out.problem().place, "/planObjects/0/geometry/srid");
  EXPECT_NE(out.problem().remedy.find("3873 to 3885"), std::string::npos);
  for (const auto& [srid, fine] : std::vector<std::pair<std::string, bool>>{{"3872", false},
                                                                            {"3873", true},
                                                                            {"3885", true},
                                                                            {"3886", false},
                                                                            {"3067", true},
                                                                            {"4326", true}}) {
    plan["planObjects"][0]["geometry"]["srid"] = srid;
    EXPECT_EQ(geo::read_plan("plan.json", plan).ok(), fine) << srid;
  }
}

TEST(NationalPlan, ZP02_BowTieIsRejectedWithItsCrossing) {
  auto plan = small_plan();
  auto& ring = plan["planObjects"][0]["geometry"]["geometry"]["coordinates"][0];
  ring = parse(
      "[[25496000,6672000],[25496040,6672040],[25496040,6672000],[25496000,6672040],[25496000,6672000]]");
  const auto file = read(plan);
  EXPECT_EQ(file.units.size(), 0u);
  EXPECT_EQ(file.diagnostics.tally.rejected, 1u);
  // A symmetric bow-tie has no area, but its fault is the crossing.
  EXPECT_EQ(find(file, "polygon-zero-area"), nullptr);
  ASSERT_NE(find(file, "polygon-self-intersection"), nullptr);
  EXPECT_EQ(find(file, "polygon-self-intersection")->value, "(25496020.000, 6672020.000)");
}

TEST(NationalPlan, ZP03_RelationToNothingNamesBothKeys) {
  auto plan = small_plan();
  plan["planRegulationGroupRelations"].push_back({{"planObjectKey", "o9"}, {"planRegulationGroupKey", "g1"}});
  const auto file = read(plan);
  ASSERT_NE(find(file, "reference-missing"), nullptr);
  EXPECT_EQ(find(file, "reference-missing")->value, "object o9, group g1");
  EXPECT_EQ(file.units.size(), 1u);
}

TEST(NationalPlan, ZP04_UnknownLifeCycleCode) {
  auto plan = small_plan();
  plan["lifeCycleStatus"] = "http://uri.suomi.fi/codelist/rytj/kaavaelinkaari/code/99";
  const auto file = read(plan);
  ASSERT_NE(find(file, "code-unknown"), nullptr);
  EXPECT_EQ(file.diagnostics.tally.accepted, 1u);
}

TEST(NationalPlan, ZP06_NegativeBuildingRight) {
  auto plan = small_plan();
  plan["planRegulationGroups"][0]["planRegulations"][0] = parse(
      R"({"planRegulationKey":"r7","type":"http://uri.suomi.fi/codelist/rytj/RY_Kaavamaarayslaji/code/sallittuKerrosala",
          "value":{"dataType":"PositiveNumeric","number":-100,"unitOfMeasure":"k-m2"}})");
  const auto file = read(plan);
  ASSERT_NE(find(file, "value-not-positive"), nullptr);
  EXPECT_EQ(find(file, "value-not-positive")->value, "sallittuKerrosala -100 k-m2");
  EXPECT_NE(find(file, "value-not-positive")->remedy.find("r7"), std::string::npos);
  EXPECT_EQ(file.diagnostics.tally.rejected, 1u);
}

TEST(NationalPlan, ZP05_UnknownMembersAreErrorsWithASuggestion) {
  const auto refused = [](auto change) {
    auto plan = small_plan();
    change(plan);
    const auto out = geo::read_plan("plan.json", plan);
    return out ? std::string("read")
               : out.problem().code + " " + out.problem().place + " " + out.problem().remedy;
  };
  EXPECT_TRUE(refused([](Json& plan) {
                plan["grossFlorArea"] = 100;
              }).starts_with("member-unknown /grossFlorArea known are planKey, "));
  EXPECT_EQ(refused([](Json& plan) { plan["planRegulationGroup"] = Json::array(); }),
            "member-unknown /planRegulationGroup did you mean planRegulationGroups?");
  EXPECT_EQ(refused([](Json& plan) { plan["planObjects"][0]["undergroundstatus"] = ""; }),
            "member-unknown /planObjects/0/undergroundstatus did you mean undergroundStatus?");
  EXPECT_EQ(refused([](Json& plan) { plan["planRegulationGroups"][0]["planRegulations"][0]["valu"] = 1; }),
            "member-unknown /planRegulationGroups/0/planRegulations/0/valu did you mean value?");
  EXPECT_EQ(refused([](Json& plan) { plan["planRegulationGroupRelations"][0]["planObjectkey"] = "o1"; }),
            "member-unknown /planRegulationGroupRelations/0/planObjectkey did you mean planObjectKey?");
  EXPECT_EQ(refused([](Json& plan) {
              plan = {{"planMatterPhases",
                       Json::array({{{"planDecison", 1}}, {{"planDecision", {{"plans", {plan}}}}}})}};
            }),
            "member-unknown /planMatterPhases/0/planDecison did you mean planDecision?");
}

TEST(NationalPlan, WhatIsRejectedIsMoreThanANote) {
  for (const auto* const code : {"geometry-not-polygon", "plan-object-without-regulations"}) {
    auto plan = small_plan();
    if (code == std::string("geometry-not-polygon")) {
      plan["planObjects"][0]["geometry"]["geometry"] = {{"type", "Point"},
                                                        {"coordinates", {25496000, 6672000}}};
    } else {
      plan["planRegulationGroupRelations"] = Json::array();
    }
    const auto file = read(plan);
    EXPECT_EQ(file.diagnostics.tally.rejected, 1u);
    ASSERT_NE(find(file, code), nullptr);
    EXPECT_EQ(find(file, code)->severity, twin::Severity::kWarning);
  }
}

TEST(NationalPlan, KeysAndGroundLevelsFollowTheSameRules) {
  auto plan = small_plan();
  plan["planObjects"][0]["planObjectKey"] = plan["planRegulationGroupRelations"][0]["planObjectKey"] = "a/b";
  plan["planRegulationGroups"][0]["planRegulations"].push_back(
      parse(R"({"planRegulationKey":"r2","type":"http://uri.suomi.fi/codelist/rytj/RY_Kaavamaarayslaji/code/0601",
                "value":{"dataType":"SpotElevation","number":5000,"unitOfMeasure":"m"}})"));
  const auto file = read(plan);
  EXPECT_EQ(file.diagnostics.tally.rejected, 1u);
  ASSERT_NE(find(file, "name-invalid"), nullptr);
  EXPECT_EQ(find(file, "name-invalid")->place, "/planObjects/0/planObjectKey");
  ASSERT_NE(find(file, "value-out-of-range"), nullptr);  // 0601: maanpinnan korkeusasema
  EXPECT_EQ(find(file, "value-out-of-range")->place, "/planObjects/0");
}

TEST(NationalPlan, TheSameKeyTwiceRejectsBoth) {
  auto plan = small_plan();
  plan["planObjects"].push_back(plan["planObjects"][0]);
  const auto file = read(plan);
  EXPECT_EQ(file.units.size(), 0u);
  EXPECT_EQ(file.diagnostics.tally.rejected, 2u);
  ASSERT_NE(find(file, "duplicate-id"), nullptr);
  EXPECT_EQ(find(file, "duplicate-id")->place, "/planObjects/0/planObjectKey, /planObjects/1/planObjectKey");
}

Json simple_plan() {
  return parse(R"({"type":"kaksonen-plan","version":1,"crs":"EPSG:3879","source":"drawn by hand","units":[
    {"id":"block-1","name":{"fi":"Kortteli 1","sv":"Kvarter 1","en":"Block 1"},"symbol":"AK","use_codes":["asuinkerrostaloalue"],
     "boundary":{"type":"Polygon","coordinates":[[[25496000,6672000],[25496040,6672000],[25496040,6672050],[25496000,6672050],[25496000,6672000]]]},
     "ground_level_n2000_m":3.5,
     "regulations":[{"type":"tehokkuusluku","value":1.5},{"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":[0,2]}],
     "assumptions":{"storey_height_m":3.1}}]})");
}

TEST(SimplePlan, EveryMemberArrives) {
  const auto file = read(simple_plan());
  ASSERT_EQ(file.units.size(), 1u);
  const auto& unit = file.units[0].unit;
  EXPECT_EQ(unit.name_sv, "Kvarter 1");
  EXPECT_EQ(unit.ground_level_m, 3.5);
  EXPECT_EQ(unit.assumptions.storey_height_m, 3.1);
  EXPECT_EQ(unit.assumptions.net_ratio, 0.8);
  EXPECT_EQ(unit.source, "drawn by hand");
  EXPECT_EQ(find(unit, "sky-plane")->edges, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(file.units[0].crs, "EPSG:3879");
}

TEST(SimplePlan, ZP05_UnknownMemberIsAnErrorWithASuggestion) {
  auto plan = simple_plan();
  plan["units"][0]["regulatons"] = 100;
  auto out = geo::read_plan("plan.json", plan);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.problem().code, "member-unknown");
  EXPECT_EQ(out.problem().place, "/units/0/regulatons");
  EXPECT_EQ(out.problem().remedy, "did you mean regulations?");
}

TEST(SimplePlan, StructureFaultsAreNamedByPointer) {
  const auto code_and_place = [](auto change) {
    auto plan = simple_plan();
    change(plan);
    const auto out = geo::read_plan("plan.json", plan);
    return out ? std::string("read") : out.problem().code + " " + out.problem().place;
  };
  EXPECT_EQ(code_and_place([](Json& plan) { plan["version"] = 2; }), "version-unsupported /version");
  EXPECT_EQ(code_and_place([](Json& plan) { plan["units"][0].erase("id"); }), "value-missing /units/0/id");
  EXPECT_EQ(code_and_place([](Json& plan) { plan["units"][0]["regulations"][0]["value"] = "1.5"; }),
            "input-invalid /units/0/regulations/0/value");
  EXPECT_EQ(code_and_place([](Json& plan) { plan["units"][0]["assumptions"]["net_ratio"] = 0; }),
            "value-not-positive /units/0/assumptions/net_ratio");
  EXPECT_EQ(code_and_place([](Json& plan) { plan["units"][0]["regulations"][1]["edges"] = {-1}; }),
            "input-invalid /units/0/regulations/1/edges");
  EXPECT_EQ(code_and_place([](Json& plan) { plan["units"] = 7; }), "value-missing /units");
}

TEST(SimplePlan, AreasAreCheckedOneByOne) {
  const auto codes = [](const std::string& coordinates) {
    auto plan = simple_plan();
    plan["units"][0]["boundary"]["coordinates"] = parse(coordinates);
    const auto file = read(plan);
    EXPECT_TRUE(file.diagnostics.tally.balances());
    std::string out;
    for (const auto& finding : file.diagnostics.findings) out += finding.code + " ";
    const auto& tally = file.diagnostics.tally;
    return out + (tally.rejected ? "rejected" : tally.repaired ? "repaired" : "accepted");
  };
  EXPECT_EQ(codes("[[[0,0],[4,0],[4,4],[0,4]]]"), "103 repaired");
  EXPECT_EQ(codes("[[[0,0],[4,0],[4,0],[4,4],[0,4],[0,0]]]"), "102 repaired");
  EXPECT_EQ(codes("[[[0,0],[4,0],[0,0]]]"), "polygon-too-few-points rejected");
  EXPECT_EQ(codes("[[[0,0],[4,0],[8,0],[0,0]]]"), "polygon-zero-area rejected");
  EXPECT_EQ(codes("[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]"),
            "polygon-hole-outside rejected");
  EXPECT_EQ(codes("[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]"), "accepted");
  EXPECT_EQ(codes("[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[3,1],[5,1],[5,2],[3,1]]]"),
            "polygon-self-intersection rejected");
  EXPECT_EQ(codes("[[[0,0],[4,0],[\"x\",4],[0,0]]]"), "input-invalid rejected");
}

/// "accepted", and every finding as "severity code place value".
std::string told(const Json& plan) {
  const auto file = read(plan);
  EXPECT_TRUE(file.diagnostics.tally.balances());
  EXPECT_EQ(file.units.size(), file.diagnostics.tally.accepted + file.diagnostics.tally.repaired);
  const auto& tally = file.diagnostics.tally;
  std::string out = tally.rejected ? "rejected" : tally.repaired ? "repaired" : "accepted";
  for (const auto& finding : file.diagnostics.findings) {
    out += " | " + std::string(twin::name_of(finding.severity)) + " " + finding.code + " " + finding.place +
           " " + finding.value;
  }
  return out;
}

TEST(SimplePlan, TheSameIdTwiceRejectsBoth) {
  auto plan = simple_plan();
  for (const auto* const id : {"block-2", "block-1"}) {
    plan["units"].push_back(plan["units"][0]);
    plan["units"].back()["id"] = id;
  }
  const auto file = read(plan);
  ASSERT_EQ(file.units.size(), 1u);
  EXPECT_EQ(file.units[0].unit.id, "block-2");
  EXPECT_TRUE(file.diagnostics.tally.balances());
  EXPECT_EQ(file.diagnostics.tally.rejected, 2u);
  ASSERT_NE(find(file, "duplicate-id"), nullptr);
  EXPECT_EQ(find(file, "duplicate-id")->place, "/units/0/id, /units/2/id");
}

TEST(SimplePlan, MisspeltCodesAreKeptWithAWarning) {
  auto plan = simple_plan();
  plan["units"][0]["regulations"][0]["type"] = "tehokkusluku";
  plan["units"][0]["use_codes"] = {"asuinkerostaloalue", "puisto", "kuuasema"};
  EXPECT_EQ(told(plan),
            "accepted | warning code-unknown /units/0/regulations/0/type tehokkusluku"
            " | warning code-unknown /units/0/use_codes/0 asuinkerostaloalue"
            " | warning code-unknown /units/0/use_codes/2 kuuasema");
  const auto file = read(plan);
  EXPECT_EQ(file.units.at(0).unit.regulations.at(0).type, "tehokkusluku");
  EXPECT_EQ(file.units.at(0).unit.use_codes.at(0), "asuinkerostaloalue");
  EXPECT_NE(file.diagnostics.findings.at(0).remedy.find("did you mean tehokkuusluku?"), std::string::npos);
  EXPECT_NE(file.diagnostics.findings.at(1).remedy.find("did you mean asuinkerrostaloalue?"),
            std::string::npos);
}

TEST(SimplePlan, EveryTypeThatTheZoningEngineKnowsIsKnownHere) {
  std::ifstream in(KAKSONEN_SOURCE_DIR "/sim/zoning/regulation_types.cpp");
  std::string line;
  std::size_t types = 0;
  auto plan = simple_plan();
  plan["units"][0]["regulations"] = Json::array();
  while (std::getline(in, line) && line != "});") {
    if (!line.starts_with("    {\"")) continue;
    ++types;
    plan["units"][0]["regulations"].push_back({{"type", line.substr(6, line.find('"', 6) - 6)}});
    if (line.find("sky-plane") == std::string::npos) continue;
    plan["units"][0]["regulations"].back()["angle_deg"] = 45;
    plan["units"][0]["regulations"].back()["start_height_m"] = 10;
  }
  EXPECT_GE(types, 50u);
  EXPECT_EQ(told(plan), "accepted");
}

TEST(SimplePlan, SkyPlanesThatCannotBeCutRejectTheUnit) {
  const auto with = [](const char* sky_plane) {
    auto plan = simple_plan();
    plan["units"][0]["regulations"][1] = parse(sky_plane);
    return told(plan);
  };
  const std::string where = "/units/0/regulations/1";
  EXPECT_EQ(with(R"({"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":[0,44]})"),
            "rejected | error edge-unknown " + where + "/edges/1 44");
  EXPECT_EQ(with(R"({"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":[4]})"),
            "rejected | error edge-unknown " + where + "/edges/0 4");
  EXPECT_EQ(with(R"({"type":"sky-plane","angle_deg":90,"start_height_m":10})"),
            "rejected | error value-out-of-range " + where + "/angle_deg 90");
  EXPECT_EQ(with(R"({"type":"sky-plane","angle_deg":45,"start_height_m":-1})"),
            "rejected | error value-out-of-range " + where + "/start_height_m -1");
  EXPECT_EQ(with(R"({"type":"sky-plane","start_height_m":1})"),
            "rejected | error value-missing " + where + "/angle_deg ");
  EXPECT_EQ(with(R"({"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":[3]})"), "accepted");
}

TEST(SimplePlan, EdgeNumbersFollowTheRingWhenRepeatedVerticesAreLeftOut) {
  // As sent: A B B C D A. Edge 1 (B to B) has no length; C to D is edge 3 as sent and 2 as kept.
  auto plan = simple_plan();
  plan["units"][0]["boundary"]["coordinates"] = parse("[[[0,0],[40,0],[40,0],[40,50],[0,50],[0,0]]]");
  plan["units"][0]["regulations"][1]["edges"] = parse("[0,3,4]");
  const auto file = read(plan);
  ASSERT_EQ(file.units.size(), 1u);
  EXPECT_EQ(find(file.units[0].unit, "sky-plane")->edges, (std::vector<std::uint32_t>{0, 2, 3}));
  plan["units"][0]["regulations"][1]["edges"] = parse("[1]");
  EXPECT_NE(find(read(plan), "edge-unknown"), nullptr);
}

TEST(SimplePlan, GroundThatIsNoGroundRejectsTheUnit) {
  auto plan = simple_plan();
  plan["units"][0]["ground_level_n2000_m"] = 5000;
  EXPECT_EQ(told(plan), "rejected | error value-out-of-range /units/0/ground_level_n2000_m 5000");
  plan["units"][0]["ground_level_n2000_m"] = -101;
  EXPECT_EQ(told(plan), "rejected | error value-out-of-range /units/0/ground_level_n2000_m -101");
  plan["units"][0]["ground_level_n2000_m"] = 1000;
  EXPECT_EQ(told(plan), "accepted");
}

TEST(SimplePlan, IdsThatAreNoNamesRejectTheUnit) {
  const auto with = [](const std::string& id) {
    auto plan = simple_plan();
    plan["units"][0]["id"] = id;
    const auto file = read(plan);
    return file.units.size() == 1 ? std::string("accepted") : file.diagnostics.findings.at(0).code;
  };
  EXPECT_EQ(with("a/b"), "name-invalid");
  EXPECT_EQ(with("a\nb"), "name-invalid");
  EXPECT_EQ(with(std::string("a\0b", 3)), "name-invalid");
  EXPECT_EQ(with("a\x7F"), "name-invalid");
  EXPECT_EQ(with(std::string(129, 'a')), "name-invalid");
  EXPECT_EQ(with(std::string(128, 'a')), "accepted");
  EXPECT_EQ(with("Kortteli 10 – tontti ä"), "accepted");
}

}  // namespace
