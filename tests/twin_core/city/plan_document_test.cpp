// What a plan says of a unit, as JSON and back; the national states of a plan.
#include "twin_core/city/plan_document.hpp"

#include <gtest/gtest.h>

#include <set>

#include "twin_core/city/life_cycle.hpp"

namespace {

using twin::Json;

Json written(const twin::PlanUnit& unit) {
  Json out = Json::object();
  twin::put_plan_members(unit, out);
  return out;
}

std::string refusal(const Json& document) {
  twin::PlanUnit unit;
  const auto status = twin::take_plan_members(document, "/units/0", unit);
  return status ? "" : status.problem().code + " " + status.problem().place;
}

TEST(PlanDocument, EveryMemberGoesRound) {
  twin::PlanUnit unit;
  unit.plan = {"43ec", "AK-000012", "Testikaava", "31", "2024-01-01", "Kaupunki"};
  unit.kind = "plot";
  unit.life_cycle = "13";
  unit.valid = {"2025-05-01", "2026-01-31"};
  unit.underground = "02";
  unit.vertical_low_m = 25;
  unit.vertical_high_m = 66.3;
  unit.description = "Talouskeskus";
  unit.related = {"a", "b"};
  unit.property_ids = {"977-9-51-9"};
  unit.repealed_by = "22b2";
  const Json document = written(unit);
  EXPECT_EQ(document.size(), twin::plan_member_names().size()) << document;
  twin::PlanUnit back;
  ASSERT_TRUE(twin::take_plan_members(document, "", back));
  EXPECT_TRUE(back == unit) << document;
  EXPECT_EQ(written({}), Json::object());
  ASSERT_TRUE(twin::take_plan_members(Json::object(), "", back));
  EXPECT_TRUE(back == twin::PlanUnit{}) << "what is not said is not known";
}

TEST(PlanDocument, EveryMemberOfARegulationGoesRound) {
  twin::Regulation rule;
  rule.code = "pysakoinninAlue";
  rule.information = {{"kayttotarkoituskohdistus", "asumisenAlue", {}, {}, "", ""},
                      {"kayttotarkoituksenOsuusKerrosalastaK-m2", "", 2000.0, 2500.0, "k-m2", "enintään"}};
  rule.group = "g1";
  rule.life_cycle = "14";
  rule.valid = {"1984-03-19", "2025-05-01"};
  rule.place = {{25496000, 6672000}, {25496040, 6672000}};
  Json document = Json::object();
  twin::put_regulation_members(rule, document);
  EXPECT_EQ(document.size(), twin::regulation_member_names().size()) << document;
  EXPECT_EQ(document["place"]["type"], "LineString");
  twin::Regulation back;
  ASSERT_TRUE(twin::take_regulation_members(document, "", back));
  EXPECT_TRUE(back == rule);
  rule.place = {{25496000, 6672000}};
  twin::put_regulation_members(rule, document);
  EXPECT_EQ(document["place"], (Json{{"type", "Point"}, {"coordinates", {25496000.0, 6672000.0}}}));
  ASSERT_TRUE(twin::take_regulation_members(document, "", back));
  EXPECT_TRUE(back == rule);
}

TEST(PlanDocument, WhatIsWrongIsNamedByItsPointer) {
  EXPECT_EQ(refusal({{"life_cycle", "99"}}), "code-unknown /units/0/life_cycle");
  EXPECT_EQ(refusal({{"valid", {{"from", "2025-02-29"}}}}), "time-invalid /units/0/valid/from");
  EXPECT_EQ(refusal({{"valid", {{"begin", "2025-05-01"}}}}), "member-unknown /units/0/valid/begin");
  EXPECT_EQ(refusal({{"vertical_limit_n2000_m", {{"low", 30}, {"high", 20}}}}),
            "value-out-of-range /units/0/vertical_limit_n2000_m");
  EXPECT_EQ(refusal({{"vertical_limit_n2000_m", {{"low", "30 m"}}}}),
            "input-invalid /units/0/vertical_limit_n2000_m/low");
  EXPECT_EQ(refusal({{"plan", {{"planKey", "x"}}}}), "member-unknown /units/0/plan/planKey");
  EXPECT_EQ(refusal({{"kind", "block"}}), "input-invalid /units/0/kind");
  EXPECT_EQ(refusal({{"related", "a"}}), "input-invalid /units/0/related");
  EXPECT_EQ(refusal({{"plan", nullptr}, {"valid", nullptr}, {"life_cycle", nullptr}}), "");
}

TEST(LifeCycle, StatesOfTheNationalList) {
  // rytj/kaavaelinkaari: 01 to 17; of these 10, 11 and 13 are in force, 14 to 17 are over.
  std::set<std::string_view> codes, in_force, over;
  for (const auto& state : twin::life_cycle_states()) {
    codes.insert(state.code);
    if (state.phase == twin::PlanPhase::kInForce) in_force.insert(state.code);
    if (state.phase == twin::PlanPhase::kEnded) over.insert(state.code);
    EXPECT_FALSE(state.name_fi.empty() || state.name_sv.empty() || state.name_en.empty());
  }
  EXPECT_EQ(codes.size(), 17u);
  EXPECT_EQ(*codes.begin(), "01");
  EXPECT_EQ(*codes.rbegin(), "17");
  EXPECT_EQ(in_force, (std::set<std::string_view>{"10", "11", "13"}));
  EXPECT_EQ(over, (std::set<std::string_view>{"14", "15", "16", "17"}));
  EXPECT_EQ(twin::phase_of("04"), twin::PlanPhase::kDraft);
  EXPECT_EQ(twin::phase_of("06"), twin::PlanPhase::kDecided);
  EXPECT_EQ(twin::phase_of("99"), twin::PlanPhase::kUnknown);
  EXPECT_EQ(twin::phase_of(""), twin::PlanPhase::kUnknown);
}

}  // namespace
