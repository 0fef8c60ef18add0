// Floor area by use, parking by use, vertical limits, and what no longer holds: hand-computed on a plot of 40
// x 50 m.
#include <gtest/gtest.h>

#include "sim/zoning/zoning_capacity.hpp"
#include "zoning_inputs.hpp"

namespace {

using namespace inputs;

const char* const kRight = "sallittuKerrosala";
const char* const kCoverage = "rakentamisenSuhdeAlueenPintaAlaan";
const char* const kStoreys = "maanpaallinenKerrosluku";
const char* const kParking = "kerrosneliomaaraYhtaAutopaikkaaKohden";

Json meant_for(Json rule, const char* use) {
  rule["information"] = Json::array({{{"type", "kayttotarkoituskohdistus"}, {"code", use}}});
  return rule;
}

Json share(const char* use, double value, const char* unit) {
  return {{"type", use},
          {"information",
           Json::array(
               {{{"type", "paakayttotarkoitus"}},
                {{"type", "kayttotarkoituksenOsuusKerrosalastaK-m2"}, {"value", value}, {"unit", unit}}})}};
}

bool warns(const Json& out, std::string_view part) {
  for (const auto& warning : out.at("warnings")) {
    if (warning.get<std::string>().find(part) != std::string::npos) return true;
  }
  return false;
}

TEST(UseShares, RightsForSingleUsesAddUp) {
  // NOTES_sallittuKerrosala.md, "useampi käyttötarkoitus": 2,500 k-m2 of housing and 1,500 k-m2 of business.
  const Json out =
      answer(unit_with(rectangle(40, 50), {meant_for(rule(kRight, 2500, "k-m2"), "asumisenAlue"),
                                           meant_for(rule(kRight, 1500, "k-m2"), "liikerakennustenAlue")}));
  EXPECT_DOUBLE_EQ(out["floor_area_allowed_k_m2"], 4000);
  EXPECT_DOUBLE_EQ(out["floor_area_reachable_k_m2"], 4000);
  ASSERT_EQ(out["floor_area_by_use"].size(), 2u);
  EXPECT_EQ(out["floor_area_by_use"][0]["use"], "asumisenAlue");
  EXPECT_DOUBLE_EQ(out["floor_area_by_use"][0]["reachable_k_m2"], 2500);
  EXPECT_EQ(out["dwellings"], 34);         // 2,500 / 75 = 33.3
  EXPECT_DOUBLE_EQ(out["residents"], 50);  // 2,500 * 0.8 / 40
  EXPECT_EQ(out["parking_spaces"], 30);    // 4,000 / 135 = 29.6
}

TEST(UseShares, ARightForAnyUseHoldsThoseForSingleOnes) {
  const Json out =
      answer(unit_with(rectangle(40, 50),
                       {rule(kRight, 3000, "k-m2"), meant_for(rule(kRight, 1000, "k-m2"), "asumisenAlue")}));
  EXPECT_DOUBLE_EQ(out["floor_area_allowed_k_m2"], 3000);
  EXPECT_EQ(out["dwellings"], 14);  // 1,000 / 75 = 13.3
}

TEST(UseShares, SharesShrinkWithWhatCanBeReached) {
  // 30 % of 2,000 m2 on 4 storeys: 2,400 of 3,000 k-m2; housing 2,000 * 2,400 / 3,000 = 1,600 k-m2.
  const Json out =
      answer(unit_with(rectangle(40, 50), {rule(kRight, 3000, "k-m2"), rule(kCoverage, 30, "%"),
                                           rule(kStoreys, 4), share("asumisenAlue", 2000, "k-m2")}));
  EXPECT_DOUBLE_EQ(out["floor_area_reachable_k_m2"], 2400);
  EXPECT_DOUBLE_EQ(out["floor_area_by_use"][0]["allowed_k_m2"], 2000);
  EXPECT_DOUBLE_EQ(out["floor_area_by_use"][0]["reachable_k_m2"], 1600);
  EXPECT_EQ(out["dwellings"], 22);         // 1,600 / 75 = 21.3
  EXPECT_DOUBLE_EQ(out["residents"], 32);  // 1,600 * 0.8 / 40
  EXPECT_FALSE(warns(out, "asumisenAlue is stored"));
}

TEST(UseShares, HousingIsWhatOtherSharesLeave) {
  // "kl 3000 m2" of 6,000: up to 3,000 k-m2 of dwellings; half of 6,000 in percent is the same.
  for (const auto& business :
       {share("liikerakennustenAlue", 3000, "k-m2"), share("liikerakennustenAlue", 50, "%")}) {
    const Json out = answer(unit_with(rectangle(40, 50), {rule(kRight, 6000, "k-m2"), business}));
    EXPECT_DOUBLE_EQ(out["floor_area_by_use"][0]["allowed_k_m2"], 3000);
    EXPECT_EQ(out["dwellings"], 40);
  }
  const Json all =
      answer(unit_with(rectangle(40, 50), {meant_for(rule(kRight, 4000, "k-m2"), "liikerakennustenAlue")}));
  EXPECT_EQ(all["dwellings"], 0);
  EXPECT_DOUBLE_EQ(all["residents"], 0);
}

TEST(UseShares, MoreThanIsAllowedIsTold) {
  const Json out =
      answer(unit_with(rectangle(40, 50), {rule(kRight, 3000, "k-m2"), share("asumisenAlue", 2000, "k-m2"),
                                           share("liikerakennustenAlue", 1500, "k-m2")}));
  ASSERT_EQ(out["contradictions"].size(), 1U) << out["contradictions"].dump();
  EXPECT_EQ(out["contradictions"][0]["sentence"], "The shares by use, 3500 k-m2, are more than the floor area allowed, 3000 k-m2.");
  EXPECT_EQ(out["contradictions"][0]["rules"], (Json{kRight, "asumisenAlue", "liikerakennustenAlue"}));
}

TEST(UseShares, EveryUseHasItsOwnParking) {
  // 2,500 / 100 + 1,500 / 50 = 25 + 30 spaces; without the rule for business 25 + 1,500 / 135 = 36.1.
  const auto housing = meant_for(rule(kRight, 2500, "k-m2"), "asumisenAlue");
  const auto business = meant_for(rule(kRight, 1500, "k-m2"), "liikerakennustenAlue");
  const auto cars_at_home = meant_for(rule(kParking, 100, "k-m2"), "asumisenAlue");
  const auto cars_at_shops = meant_for(rule(kParking, 50, "k-m2"), "liikerakennustenAlue");
  EXPECT_EQ(answer(unit_with(rectangle(40, 50),
                             {housing, business, cars_at_home, cars_at_shops}))["parking_spaces"],
            55);
  EXPECT_EQ(answer(unit_with(rectangle(40, 50), {housing, business, cars_at_home}))["parking_spaces"], 37);
  // The plan does not divide the floor area: the strictest rule counts for all of it, 4,000 / 50.
  EXPECT_EQ(answer(unit_with(rectangle(40, 50),
                             {rule(kRight, 4000, "k-m2"), cars_at_home, cars_at_shops}))["parking_spaces"],
            80);
}

twin::PlanUnit stored_plot() {
  twin::PlanUnit unit;
  unit.id = "AK-1";
  unit.boundary.outer = {
      {25'497'010, 6'673'005}, {25'497'050, 6'673'005}, {25'497'050, 6'673'055}, {25'497'010, 6'673'055}};
  unit.ground_level_m = 10;
  return unit;
}

Json capacity_of(const twin::PlanUnit& unit) {
  const sim::ZoningInput input{unit, "EPSG:3879"};
  const auto capacity = sim::zoning_capacity(input);
  EXPECT_TRUE(capacity) << (capacity ? "" : capacity.problem().message);
  return capacity ? sim::to_json(*capacity, input) : Json::object();
}

TEST(VerticalLimit, CapsTheHeight) {
  auto unit = stored_plot();
  unit.vertical_high_m = 32;  // 22 m above the ground at 10 m: seven storeys of 3 m, 2,000 m2 each
  Json out = capacity_of(unit);
  EXPECT_NEAR(out["envelope_volume_m3"].get<double>(), 44000, 1e-6);
  EXPECT_NEAR(out["floor_area_reachable_k_m2"].get<double>(), 14000, 1e-6);
  EXPECT_EQ(out["binding_rule"], "verticalLimit");
  unit.vertical_low_m = 15;  // built above a deck at 15 m: 17 m are left, five storeys
  out = capacity_of(unit);
  EXPECT_NEAR(out["envelope_volume_m3"].get<double>(), 34000, 1e-6);
  EXPECT_NEAR(out["floor_area_reachable_k_m2"].get<double>(), 10000, 1e-6);
  EXPECT_TRUE(warns(out, "lower vertical limit, 15 m"));
  unit.vertical_low_m = 5;  // below the ground: changes nothing
  EXPECT_NEAR(capacity_of(unit)["envelope_volume_m3"].get<double>(), 44000, 1e-6);
}

TEST(VerticalLimit, IsPartOfWhatTheNumbersDependOn) {
  auto unit = stored_plot();
  const auto without = capacity_of(unit)["lineage"]["inputs_hash"];
  unit.vertical_high_m = 32;
  EXPECT_NE(capacity_of(unit)["lineage"]["inputs_hash"], without);
}

TEST(PlanState, WhatIsRepealedIsNotEvaluated) {
  auto unit = stored_plot();
  twin::Regulation storeys;
  storeys.type = kStoreys;
  storeys.value = 4;
  twin::Regulation right;
  right.type = kRight;
  right.value = 3000;
  right.unit = "k-m2";
  unit.regulations = {storeys, right};
  EXPECT_NEAR(capacity_of(unit)["floor_area_reachable_k_m2"].get<double>(), 3000, 1e-9);
  unit.regulations[1].life_cycle = "14";
  const Json out = capacity_of(unit);
  EXPECT_TRUE(out["floor_area_allowed_k_m2"].is_null());
  EXPECT_NEAR(out["floor_area_reachable_k_m2"].get<double>(), 8000, 1e-6);  // four storeys of 2,000 m2
  EXPECT_TRUE(warns(out, "sallittuKerrosala is repealed or lapsed"));
}

TEST(PlanState, WhatHoldsAtALineDoesNotBindTheUnit) {
  auto unit = stored_plot();
  twin::Regulation height;
  height.type = "height-max";
  height.value = 9;
  height.unit = "m";
  height.place = {unit.boundary.outer[0], unit.boundary.outer[1]};
  unit.regulations = {height};
  const Json out = capacity_of(unit);
  EXPECT_TRUE(out["envelope_volume_m3"].is_null());
  EXPECT_TRUE(warns(out, "height-max holds at a line or point"));
}

TEST(PlanState, IsSaid) {
  auto unit = stored_plot();
  unit.life_cycle = "04";
  EXPECT_TRUE(warns(capacity_of(unit), "The plan is not in force: Proposal (04)."));
  unit.life_cycle = "13";
  EXPECT_FALSE(warns(capacity_of(unit), "The plan"));
  unit.life_cycle = "14";
  unit.repealed_by = "AK-000009";
  EXPECT_TRUE(warns(capacity_of(unit), "The unit has ended: Repealed (14), by plan AK-000009."));
}

}  // namespace
