// Rule tables of the city's own: what they change, where, and how they are taken back.
#include <gtest/gtest.h>

#include "server/app/remote_twin.hpp"
#include "tests/server/served/subscriber.hpp"
#include "tests/server/served/tiny_city.hpp"

namespace server {
namespace {

using server_test::Subscriber;
using server_test::TinyCity;
using twin::Json;
using Body = kaksonen::v1::ServerMessage::BodyCase;

/// One space for 60 k-m2 of flats near the centre from 2026 on, and for 100 before.
constexpr const char* kParking = R"(name = "Our car spaces"
[[edition]]
valid_from = "2026-01-01"
source = "decision of a test"
row = [{use = "asuinkerrostaloalue", k_m2_per_place = 60}, {use = "", k_m2_per_place = 200}]
[[edition]]
valid_from = "2010-01-01"
source = "older decision"
row = [{use = "", k_m2_per_place = 100}]
)";

class RuleTables : public testing::Test {
 protected:
  RuleTables() : remote_(std::move(*RemoteTwin::connect(city_.url()))) {
    const Json uses = {{"use_codes", {"asuinkerrostaloalue"}}};
    const auto written = remote_->write_plan_unit("main", "AK-1", uses, true, "test", "", "", 0);
    EXPECT_TRUE(written) << written.problem().message;
  }
  /// 40 x 50 m, coverage 30 %, IV storeys: 2,400 k-m2 are reached (section 3.5 of the regulations' test cases).
  Json spaces(const std::string& branch, const Json& more = Json::object()) {
    Json inputs = {{"plan_unit", "AK-1"}};
    inputs.update(more);
    sim::Sink sink;
    const auto out = remote_->run("zoning-capacity", inputs, branch, sink);
    EXPECT_TRUE(out) << out.problem().message << out.problem().place << out.problem().value;
    return out ? (*out)["parking_spaces"] : Json();
  }
  std::string code(const twin::Result<Json>& answer) { return answer ? "" : answer.problem().code; }

  TinyCity city_;
  std::unique_ptr<RemoteTwin> remote_;
};

TEST_F(RuleTables, ACityHasItsOwnOnTheBranchWhereItIsSet) {
  ASSERT_TRUE(remote_->create_branch("plan-b", "main", "test", ""));
  EXPECT_EQ(spaces("main"), 18) << "2,400 / 135 = 17.8";
  const auto set = remote_->write_rule_table("plan-b", "parking", kParking, "maija");
  ASSERT_TRUE(set) << set.problem().message << set.problem().remedy;
  EXPECT_EQ(spaces("main"), 18);
  EXPECT_EQ(spaces("plan-b"), 40) << "2,400 / 60";
  EXPECT_EQ(spaces("plan-b", {{"date", "2025-12-31"}}), 24) << "by the edition that held then";
  EXPECT_EQ(spaces("plan-b", {{"assumptions", {{"k_m2_per_parking_space", 80}}}}), 30) << "who assumes another figure gets it";
  const Json listed = *remote_->rule_tables("plan-b");
  const Json* parking = nullptr;
  for (const Json& one : listed["tables"]) {
    EXPECT_EQ(one["own"], one["table"] == "parking");
    if (one["table"] == "parking") parking = &one;
  }
  ASSERT_NE(parking, nullptr);
  EXPECT_EQ((*parking)["name"], "Our car spaces");
  EXPECT_EQ((*parking)["text"], kParking);
  ASSERT_EQ((*parking)["editions"].size(), 2u);
  EXPECT_EQ((*parking)["editions"][1]["source"], "older decision");

  ASSERT_TRUE(remote_->write_rule_table("plan-b", "parking", {}, "maija"));
  EXPECT_EQ(spaces("plan-b"), 18);
  EXPECT_EQ(code(remote_->write_rule_table("plan-b", "parking", {}, "maija")), "nothing-to-do");
}

TEST_F(RuleTables, ASettingIsACommitThatUndoTakesBackAndMergeCarries) {
  ASSERT_TRUE(remote_->create_branch("plan-b", "main", "test", ""));
  const Json set = *remote_->write_rule_table("plan-b", "parking", kParking, "maija");
  MergeRequest merge;
  merge.from = "plan-b";
  merge.branch = "main";
  merge.author = "maija";
  ASSERT_TRUE(remote_->merge(merge));
  EXPECT_EQ(spaces("main"), 40);
  const auto diff = remote_->diff("main@" + std::to_string(set["sequence"].get<int>() - 1), "plan-b");
  ASSERT_TRUE(diff) << diff.problem().message;
  EXPECT_NE(diff->dump().find("rule_table"), std::string::npos);
  ASSERT_TRUE(remote_->undo("plan-b", set["commit"], "maija"));
  EXPECT_EQ(spaces("plan-b"), 18);
}

TEST_F(RuleTables, ViewersAreToldTheNewFigures) {
  Subscriber viewer(city_.address());
  viewer.subscribe("main", {});
  const auto answer = viewer.wait_for([](const auto& m) { return m.body_case() == Body::kSubscribed; });
  ASSERT_TRUE(answer);
  ASSERT_TRUE(viewer.wait_for_sequence(answer->subscribed().caught_up_sequence()));
  ASSERT_TRUE(remote_->write_rule_table("main", "parking", kParking, "maija"));
  const auto told = viewer.wait_for([](const auto& m) {
    if (m.body_case() != Body::kKpi) return false;
    for (const auto& kpi : m.kpi().kpis()) {
      if (kpi.key() == "parking_spaces") return kpi.value() == 40;
    }
    return false;
  });
  EXPECT_TRUE(told);
}

TEST_F(RuleTables, WhatIsNoTableIsRefusedWithItsPlaceAndChangesNothing) {
  const auto unknown = remote_->write_rule_table("main", "parkking", kParking, "maija");
  EXPECT_EQ(code(unknown), "code-unknown");
  const auto broken = remote_->write_rule_table("main", "parking", "name = \"x\"\n[[edition]]\nvalid_from = \"soon\"\nsource = \"y\"\n", "maija");
  ASSERT_EQ(code(broken), "mapping-invalid");
  EXPECT_EQ(broken.problem().place, "parking line 3");
  // An edition that is not the newest is read as well.
  std::string older = kParking;
  older.replace(older.find("k_m2_per_place = 100"), 20, "k_m2_per_place = -10");
  EXPECT_EQ(code(remote_->write_rule_table("main", "parking", older, "maija")), "mapping-invalid");
  EXPECT_EQ(code(remote_->write_rule_table("nowhere", "parking", kParking, "maija")), "branch-unknown");
  EXPECT_EQ(spaces("main"), 18);
}

}  // namespace
}  // namespace server
