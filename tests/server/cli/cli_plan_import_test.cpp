// National plans on a file: what a later plan repeals, what the engines refuse, what an edit keeps.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

const std::string kTypes = "http://uri.suomi.fi/codelist/rytj/RY_Kaavamaarayslaji/code/";
const std::string kStates = "http://uri.suomi.fi/codelist/rytj/kaavaelinkaari/code/";

Json area(double west, double south, double east, double north) {
  const Json ring = Json::array({{west, south}, {east, south}, {east, north}, {west, north}, {west, south}});
  return {{"srid", "3879"}, {"geometry", {{"type", "Polygon"}, {"coordinates", Json::array({ring})}}}};
}

/// A plan in force with blocks of 100 x 100 m in a row, each for housing.
Json plan(const std::string& key, const std::string& from,
          const std::vector<std::pair<std::string, double>>& blocks) {
  Json out = {{"planKey", key},
              {"lifeCycleStatus", kStates + "13"},
              {"periodOfValidity", {{"begin", from}}},
              {"planObjects", Json::array()},
              {"planRegulationGroups",
               Json::array({{{"planRegulationGroupKey", key + "-g"},
                             {"letterIdentifier", "AK"},
                             {"planRegulations", Json::array({{{"planRegulationKey", key + "-r"},
                                                               {"type", kTypes + "sallittuKerrosala"},
                                                               {"value",
                                                                {{"dataType", "PositiveNumeric"},
                                                                 {"number", 5000},
                                                                 {"unitOfMeasure", "k-m2"}}}}})}}})},
              {"planRegulationGroupRelations", Json::array()}};
  for (const auto& [id, west] : blocks) {
    out["planObjects"].push_back(
        {{"planObjectKey", id}, {"geometry", area(west, 6672000, west + 100, 6672100)}});
    out["planRegulationGroupRelations"].push_back(
        {{"planObjectKey", id}, {"planRegulationGroupKey", key + "-g"}});
  }
  return out;
}

Json whole(const std::string& object) {
  return {{"cancelledPlanObjectUri", "https://uri.example.fi/PlanObject/" + object},
          {"cancelsEntirePlanObject", true}};
}

Json part(const std::string& object, const Json& remaining) {
  return {{"cancelledPlanObjectUri", "https://uri.example.fi/PlanObject/" + object},
          {"cancelsEntirePlanObject", false},
          {"validityGeometry", remaining}};
}

Json repeal(const std::string& of_plan, const Json& objects) {
  return {{"cancelledPlanUri", "https://uri.example.fi/LocalDetailedPlanMatter/" + of_plan},
          {"cancelsEntirePlan", false},
          {"planObjectCancellationInfos", objects}};
}

class CommandLinePlanImport : public testing::Test {
 protected:
  std::string write(const std::string& name, const Json& document) {
    write_text(folder_ / name, document.dump());
    return folder_ / name;
  }
  Json bring(const std::string& path, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"import", path, "--twin", twin_, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Finished run = kaksonen(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    return run.json();
  }
  Json unit(const std::string& id, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"plan", "show", id, "--twin", twin_, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return kaksonen(arguments).json();
  }
  static std::vector<std::string> codes(const Json& imported) {
    std::vector<std::string> out;
    for (const auto& file : imported["files"]) {
      for (const auto& finding : file["findings"]) {
        out.push_back(finding["code"].get<std::string>() + " " + finding["place"].get<std::string>());
      }
    }
    return out;
  }

  TemporaryFolder folder_;
  std::string twin_ = folder_ / "city.twin";
};

TEST_F(CommandLinePlanImport, ALaterPlanEndsAndNarrowsAndUndoBringsBack) {
  const double e = 25496000;
  const auto old_plan =
      write("old.json", plan("AK-1", "1984-03-19", {{"a", e}, {"b", e + 200}, {"c", e + 400}}));
  Json change = plan("AK-2", "2025-05-01", {{"n", e + 50}});
  // a ends, of b the southern 40 m stay, of c what stays lies somewhere else: it is left alone.
  change["planCancellationInfos"] =
      Json::array({repeal("AK-1", {whole("a"), part("b", area(e + 200, 6672000, e + 300, 6672040)),
                                   part("c", area(e + 700, 6672000, e + 720, 6672040)), whole("gone")})});
  const auto new_plan = write("new.json", change);
  bring(old_plan);
  const Json before = unit("b");
  const Json imported = bring(new_plan);
  const std::string place = "/planCancellationInfos/0/planObjectCancellationInfos/";
  EXPECT_EQ(codes(imported), (std::vector<std::string>{
                                 "plan-object-repealed " + place + "0", "plan-object-repealed " + place + "1",
                                 "repeal-not-applied " + place + "2", "reference-missing " + place + "3"}));
  EXPECT_EQ(imported["changes"], (Json{{"added", 1}, {"removed", 0}, {"geometry", 1}, {"attributes", 2}}));

  EXPECT_EQ(unit("a")["life_cycle"], "14");
  EXPECT_EQ(unit("a")["valid"], (Json{{"from", "1984-03-19"}, {"to", "2025-05-01"}}));
  EXPECT_EQ(unit("a")["repealed_by"], "AK-2");
  EXPECT_EQ(unit("b")["life_cycle"], "13");
  EXPECT_EQ(unit("b")["repealed_by"], "AK-2");
  EXPECT_EQ(unit("b")["boundary"]["coordinates"][0][2], (Json{e + 300, 6672040.0}));
  EXPECT_EQ(unit("c")["life_cycle"], "13");
  EXPECT_FALSE(unit("c").contains("repealed_by"));

  // The real world: before the first plan, between the two, after the second.
  EXPECT_EQ(unit("a", {"--valid-at", "2020-01-01"})["life_cycle"], "13");
  EXPECT_EQ(unit("b", {"--valid-at", "2020-01-01"})["boundary"], before["boundary"]);
  EXPECT_EQ(unit("a", {"--valid-at", "2026-01-01"})["life_cycle"], "14");
  EXPECT_EQ(unit("a", {"--valid-at", "1980-01-01"})["code"], "not-found");
  EXPECT_EQ(unit("n", {"--valid-at", "2020-01-01"})["code"], "not-found");

  // Both files again: nothing changes, nothing comes back to life.
  EXPECT_EQ(bring(new_plan)["unchanged"], true);
  EXPECT_EQ(bring(old_plan)["unchanged"], true);

  const std::string commit = imported["commit"];
  EXPECT_EQ(kaksonen({"undo", commit, "--twin", twin_}).exit_code, 0);
  EXPECT_EQ(unit("a")["life_cycle"], "13");
  EXPECT_EQ(unit("b"), before);
  EXPECT_EQ(unit("n")["code"], "not-found");
}

TEST_F(CommandLinePlanImport, ARepealOfADividedObjectMeetsAllItsAreas) {
  // Block a is two areas, of 10,000 m2 each; a later plan leaves half of the eastern one.
  Json first = plan("one", "2020-01-01", {{"a", 25'496'000}, {"b", 25'497'000}});
  Json& shape = first["planObjects"][0]["geometry"]["geometry"];
  const Json east = area(25'496'200, 6672000, 25'496'300, 6672100)["geometry"]["coordinates"];
  shape = {{"type", "MultiPolygon"}, {"coordinates", Json::array({shape["coordinates"], east})}};
  bring(write("one.json", first));
  EXPECT_EQ(unit("a#1")["regulations"][0]["value"], 2500);
  EXPECT_EQ(unit("a#2")["regulations"][0]["value"], 2500);
  EXPECT_EQ(unit("a#1")["related"], Json::array({"a#2"}));

  Json second = plan("two", "2025-05-01", {{"c", 25'496'000}});
  second["planCancellationInfos"] =
      Json::array({repeal("one", Json::array({part("a", area(25'496'200, 6672000, 25'496'250, 6672100))}))});
  bring(write("two.json", second));
  EXPECT_EQ(unit("a#1")["life_cycle"], "14") << "the western area ended";
  EXPECT_FALSE(unit("a#2").value("life_cycle", "") == "14");
  EXPECT_EQ(unit("a#2")["boundary"]["coordinates"][0][1][0], 25'496'250) << "the eastern one is narrowed";
  EXPECT_FALSE(unit("b").contains("repealed_by"));
}

TEST_F(CommandLinePlanImport, AProposalRepealsNothing) {
  const double e = 25496000;
  bring(write("old.json", plan("AK-1", "1984-03-19", {{"a", e}})));
  Json change = plan("AK-2", "2025-05-01", {{"n", e}});
  change["lifeCycleStatus"] = kStates + "04";
  change["planCancellationInfos"] = Json::array({repeal("AK-1", Json::array({whole("a")}))});
  EXPECT_EQ(codes(bring(write("new.json", change))),
            std::vector<std::string>{"repeal-pending /planCancellationInfos/0"});
  EXPECT_EQ(unit("a")["life_cycle"], "13");
}

TEST_F(CommandLinePlanImport, AWholePlanAndARegulationGroupEnd) {
  const double e = 25496000;
  bring(write("one.json", plan("AK-1", "1984-03-19", {{"a", e}, {"b", e + 200}})));
  bring(write("two.json", plan("AK-2", "1990-01-01", {{"c", e + 400}})));
  Json change = plan("AK-3", "2025-05-01", {{"n", e}});
  change["planCancellationInfos"] = {
      {{"cancelledPlanUri", "https://x/AK-1"}, {"cancelsEntirePlan", true}},
      {{"cancelledPlanUri", "https://x/AK-2"},
       {"cancelsEntirePlan", false},
       {"cancelledGroupRelations",
        Json::array({{{"planObjectUri", "https://x/c"}, {"planRegulationGroupUri", "https://x/AK-2-g"}}})}}};
  const Json imported = bring(write("three.json", change));
  EXPECT_EQ(codes(imported).size(), 3u) << imported["files"];
  EXPECT_EQ(unit("a")["life_cycle"], "14");
  EXPECT_EQ(unit("b")["life_cycle"], "14");
  EXPECT_EQ(unit("c")["life_cycle"], "13");
  EXPECT_EQ(unit("c")["regulations"][0]["life_cycle"], "14");
  const Json run =
      kaksonen({"run", "zoning-capacity", "--twin", twin_, "--input", "-", "--json"}, R"({"plan_unit":"c"})")
          .json();
  EXPECT_TRUE(run["floor_area_allowed_k_m2"].is_null()) << run;
}

TEST_F(CommandLinePlanImport, TheEngineIsAskedBeforeTheTwinTakesARegulation) {
  const Json simple = {
      {"type", "kaksonen-plan"},
      {"version", 1},
      {"crs", "EPSG:3879"},
      {"units", Json::array({{{"id", "u"},
                              {"boundary", area(25496000, 6672000, 25496100, 6672100)["geometry"]},
                              {"regulations", Json::array({{{"type", "tehokkuusluku"}, {"value", 1.5}},
                                                           {{"type", "setback"}, {"value", 4}}})},
                              {"assumptions", {{"net_ratio", 5}}}}})}};
  const Json imported = bring(write("simple.json", simple));
  EXPECT_EQ(codes(imported), (std::vector<std::string>{"input-invalid /units/0/regulations/1/unit",
                                                       "value-out-of-range /units/0/assumptions/net_ratio"}));
  EXPECT_NE(imported["files"][0]["findings"][0]["remedy"].get<std::string>().find("Send \"unit\": \"m\"."),
            std::string::npos);
  EXPECT_EQ(imported["files"][0]["accepted"], 1) << "kept, so that an edit can mend it";
  const Finished validated = kaksonen({"validate", folder_ / "simple.json", "--json"});
  EXPECT_EQ(validated.exit_code, 1);
}

TEST_F(CommandLinePlanImport, AnEditKeepsWhatThePlanSays) {
  Json document = plan("AK-1", "2025-05-01", {{"a", 25496000.0}});
  document["planObjects"][0]["verticalLimit"] = {
      {"dataType", "DecimalRange"}, {"minimumValue", 12}, {"maximumValue", 40}};
  document["planRegulationGroups"][0]["planRegulations"][0]["additionalInformations"] =
      Json::array({{{"type", "x/kayttotarkoituskohdistus"},
                    {"value", {{"dataType", "Code"}, {"code", kTypes + "asumisenAlue"}}}}});
  bring(write("plan.json", document));
  const Json before = unit("a");
  EXPECT_EQ(before["vertical_limit_n2000_m"], (Json{{"low", 12.0}, {"high", 40.0}}));
  EXPECT_EQ(before["plan"]["key"], "AK-1");
  ASSERT_EQ(kaksonen({"plan", "set", "a", "sallittuKerrosala=6000", "--twin", twin_, "--json"}).exit_code, 0);
  Json expected = before;
  expected["regulations"][0]["value"] = 6000.0;
  Json after = unit("a");
  for (Json* json : {&expected, &after}) json->erase("digest");
  EXPECT_EQ(after, expected);
  // The whole document, as it was read, put back.
  const auto path = write("unit.json", before);
  ASSERT_EQ(kaksonen({"plan", "set", "a", "--input", path, "--twin", twin_, "--json"}).exit_code, 0);
  EXPECT_EQ(unit("a")["digest"], before["digest"]);
}

TEST_F(CommandLinePlanImport, TheNationalExampleOfAChange) {
  const std::string examples = shared_data("plan/examples/");
  if (!std::filesystem::exists(examples)) GTEST_SKIP() << "shared data is not beside the repository";
  for (const char* old : {"140500", "02030", "001741"}) {
    bring(examples + "SpatialPlan-asemakaava-kumottava-" + old + ".json");
  }
  const Json imported = bring(examples + "SpatialPlan-asemakaavamuutos.json");
  // NOTES_kaavamuutos.md: of 3f08a239 and 2e2335c0 parts stay. The third plan's objects are written with keys
  // of the first: one contradicts, of the other the area lies in f62091d8, the K/T block that the notes mean.
  const std::string infos = "/planCancellationInfos/";
  EXPECT_EQ(codes(imported),
            (std::vector<std::string>{"plan-object-repealed " + infos + "0/planObjectCancellationInfos/0",
                                      "plan-object-repealed " + infos + "1/planObjectCancellationInfos/0",
                                      "repeal-contradictory " + infos + "2/planObjectCancellationInfos/0",
                                      "repeal-not-applied " + infos + "2/planObjectCancellationInfos/1"}));
  const Json findings = imported["files"][0]["findings"];
  EXPECT_EQ(findings[0]["value"], "13964 of 39949 m2 stay from 2025-05-01");
  EXPECT_EQ(findings[1]["value"], "5563 of 12538 m2 stay from 2025-05-01");
  EXPECT_NE(findings[3]["remedy"].get<std::string>().find("f62091d8-1220-4b5b-a00b-8389ed92a95e"),
            std::string::npos);
  EXPECT_EQ(unit("64bdeacf-60cf-4601-875d-26b14272496e")["life_cycle"], "13");
}

}  // namespace
}  // namespace tests
