#include <gmock/gmock.h>

#include "sim/tables/zoning_tables.hpp"
#include "zoning_inputs.hpp"

// What buildings are used for against the uses and the shares of a plan: 40 x 50 m at (25,497,010; 6,673,005).
namespace {

using namespace inputs;
using testing::HasSubstr;

Json building(double y, std::string_view use_2018, double floor_area_k_m2) {
  Json out = {{"footprint", rectangle(30, 10, 25'497'015, 6'673'005 + y)}, {"floor_area_k_m2", floor_area_k_m2}, {"car_spaces", 6}};
  if (!use_2018.empty()) out["use_2018"] = use_2018;
  return out;
}

Json unit_of(std::vector<Json> rules, std::vector<Json> buildings) {
  Json request = unit_with(rectangle(40, 50), std::move(rules));
  request["buildings"] = std::move(buildings);
  sim::Sink sink;
  const auto out = sim::execute("check-plan", request, {}, sink);
  EXPECT_TRUE(out) << out.problem().code << " " << out.problem().message << " at " << out.problem().place;
  return out ? out->at("units").at(0) : Json::object();
}

Json use(std::string_view type) {
  return {{"type", type}};
}

Json of(const Json& checks, std::string_view rule) {
  for (const auto& check : checks) {
    if (check["rule"] == rule) return check;
  }
  return nullptr;
}

/// A use with its share of the floor area, k-m2 or %.
Json share(std::string_view use, double value, std::string_view unit) {
  Json out = {{"type", use}};
  out["information"] = Json::array({{{"type", "kayttotarkoituksenOsuusKerrosalasta"}, {"value", value}, {"unit", unit}}});
  return out;
}

TEST(UseChecks, ABuildingIsOfAUseThatThePlanGivesOrOfNone) {
  const std::vector<Json> rules = {use("asuinkerrostaloalue"), use("liikerakennustenAlue")};
  const Json unit = unit_of(rules, {building(2, "0121", 900), building(15, "0911", 300), building(28, "", 100), building(39, "1910", 20)});
  const auto& buildings = unit["buildings"];
  EXPECT_EQ(of(buildings[0]["checks"], "asuinkerrostaloalue")["status"], "fulfilled");
  const Json heavy_industry = of(buildings[1]["checks"], "asuinkerrostaloalue + liikerakennustenAlue");
  EXPECT_EQ(heavy_industry["status"], "breached");
  EXPECT_THAT(heavy_industry["sentence"].get<std::string>(), HasSubstr("0911 (2018), industry"));
  EXPECT_EQ(heavy_industry["geometry"]["type"], "MultiPolygon");
  EXPECT_EQ(of(buildings[2]["checks"], "asuinkerrostaloalue + liikerakennustenAlue")["status"], "cannot tell");
  EXPECT_EQ(of(buildings[3]["checks"], "asuinkerrostaloalue + liikerakennustenAlue")["status"], "fulfilled") << "a sauna serves the houses";
}

TEST(UseChecks, AUseThatNobodyMakesUseOfIsKept) {
  const Json unit = unit_of({use("asuinkerrostaloalue"), use("liikerakennustenAlue")}, {building(2, "0121", 900)});
  EXPECT_EQ(of(unit["checks"], "liikerakennustenAlue")["status"], "fulfilled");
  EXPECT_TRUE(of(unit_of({use("puisto")}, {building(2, "0121", 900)})["buildings"][0]["checks"], "puisto").is_null()) << "no building is of it";
}

TEST(UseChecks, FloorAreaOfAUseAgainstItsShare) {
  // 2,000 k-m2, a quarter of it for shops at most: 500.
  const std::vector<Json> rules = {rule("sallittuKerrosala", 2000, "k-m2"), use("asuinkerrostaloalue"), share("liikerakennustenAlue", 25, "%")};
  const Json within = of(unit_of(rules, {building(2, "0121", 900), building(15, "0319", 480)})["checks"], "liikerakennustenAlue");
  EXPECT_EQ(within["status"], "fulfilled");
  EXPECT_DOUBLE_EQ(within["measured"], 480);
  EXPECT_DOUBLE_EQ(within["limit"], 500);
  const Json beyond = of(unit_of(rules, {building(2, "0319", 380), building(15, "0330", 240)})["checks"], "liikerakennustenAlue");
  EXPECT_EQ(beyond["status"], "breached");
  EXPECT_DOUBLE_EQ(beyond["excess"], 120) << "shop and restaurant together";
  const auto with_unknown = [&](double k_m2) {
    return of(unit_of(rules, {building(2, "0319", 480), building(15, "", k_m2)})["checks"], "liikerakennustenAlue");
  };
  EXPECT_EQ(with_unknown(20)["status"], "fulfilled") << "even if it were a shop";
  EXPECT_EQ(with_unknown(21)["status"], "cannot tell");
}

TEST(UseChecks, PlacesByTheFloorAreaOfEachUse) {
  // 1,350 k-m2 of flats at one space for 135, 300 k-m2 of shops at one for 50: 10 + 6.
  Json shops = rule("kerrosneliomaaraYhtaAutopaikkaaKohden", 50, "k-m2");
  shops["information"] = Json::array({{{"type", "kayttotarkoituskohdistus"}, {"code", "liikerakennustenAlue"}}});
  const std::vector<Json> rules = {rule("kerrosneliomaaraYhtaAutopaikkaaKohden", 135, "k-m2"), shops};
  const Json cars = of(unit_of(rules, {building(2, "0121", 1350), building(15, "0319", 300)})["checks"], "kerrosneliomaaraYhtaAutopaikkaaKohden");
  EXPECT_DOUBLE_EQ(cars["limit"], 16);
  EXPECT_DOUBLE_EQ(cars["measured"], 12);
  EXPECT_EQ(cars["status"], "breached");
  EXPECT_EQ(of(unit_of(rules, {building(2, "0121", 1350), building(15, "", 300)})["checks"], "kerrosneliomaaraYhtaAutopaikkaaKohden")["status"],
            "cannot tell");
}

TEST(UseChecks, TheNearestClassCountsThatOf2018First) {
  const auto& table = sim::shipped_zoning_tables().building_uses;
  EXPECT_EQ(table.row_for("0121", "151")->name, "blocks of flats");
  EXPECT_EQ(table.row_for("", "231")->name, "day care") << "not the care of all of 2";
  EXPECT_EQ(table.row_for("", "214")->name, "health and care");
  EXPECT_EQ(table.row_for("0513", "")->serves_others, true);
  EXPECT_EQ(table.row_for("", ""), nullptr);
  EXPECT_EQ(table.row_for("99", ""), nullptr);
}

TEST(UseChecks, ACitysOwnTable) {
  Json request = unit_with(rectangle(40, 50), {use("teollisuusalue")});
  request["buildings"] = Json::array({building(2, "0400", 900)});
  request["tables"]["building_uses"] = R"(name = "Testby"
[[edition]]
valid_from = "2025-01-01"
source = "council"
row = [{name = "offices of a factory", classes_2018 = ["04"], uses = ["teollisuusalue"]}])";
  sim::Sink sink;
  const auto own = sim::execute("check-plan", request, {}, sink);
  ASSERT_TRUE(own) << own.problem().remedy;
  EXPECT_EQ(of(own->at("units")[0]["buildings"][0]["checks"], "teollisuusalue")["status"], "fulfilled");
  request["tables"]["building_uses"] = "name = \"a\"\n[[edition]]\nvalid_from = \"2025-01-01\"\nsource = \"b\"\nrow = [{name = \"c\", uses = [\"d\"], serves_others = true}]";
  const auto both = sim::execute("check-plan", request, {}, sink);
  ASSERT_FALSE(both);
  EXPECT_EQ(both.problem().place, "/tables/building_uses line 5");
}

TEST(UseChecks, AClassIsDigits) {
  Json request = unit_with(rectangle(40, 50), {});
  request["buildings"] = Json::array({building(2, "flats", 900)});
  sim::Sink sink;
  const auto out = sim::execute("check-plan", request, {}, sink);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.problem().code, "input-invalid");
  EXPECT_EQ(out.problem().place, "/buildings/0/use_2018");
}

}  // namespace
