#include "viewer/desktop/stream_state.hpp"

#include <gtest/gtest.h>

#include "tests/viewer/box_city.hpp"

namespace {

using namespace viewer;

wire::ServerMessage unit(std::uint64_t sequence, const std::string& id) {
  wire::ServerMessage message;
  message.set_branch("main");
  message.set_sequence(sequence);
  message.mutable_plan_unit()->set_id(id);
  return message;
}

wire::ServerMessage removed(std::uint64_t sequence, const std::string& id) {
  wire::ServerMessage message;
  message.set_branch("main");
  message.set_sequence(sequence);
  message.mutable_plan_unit_removed()->set_id(id);
  return message;
}

wire::ServerMessage scene(std::uint64_t sequence, const std::string& key) {
  wire::ServerMessage message;
  message.set_branch("main");
  message.set_sequence(sequence);
  message.mutable_scene_change()->set_tileset_key_hex(key);
  return message;
}

double reachable(const StreamState& state, const std::string& id) {
  return kpi_value(*state.units().at(id).kpi, "floor_area_reachable_k_m2").value_or(-1);
}

TEST(StreamState, AFreshPictureIsCompleteAtItsLastNumber) {
  StreamState state("main");
  EXPECT_TRUE(state.apply(box_city::subscribed(true, 7)).subscribed);
  EXPECT_FALSE(state.caught_up());
  state.apply(unit(3, "AK-1"));
  state.apply(box_city::kpi(5, "AK-1", 2400));
  EXPECT_FALSE(state.caught_up());
  EXPECT_TRUE(state.apply(scene(7, "k")).tiles_changed);
  EXPECT_TRUE(state.caught_up());
  EXPECT_EQ(state.sequence(), 7U);
  EXPECT_EQ(reachable(state, "AK-1"), 2400);
}

TEST(StreamState, EventsCountOnceAndInOrder) {
  StreamState state("main");
  state.apply(box_city::subscribed(true, 2));
  state.apply(unit(1, "AK-1"));
  state.apply(box_city::kpi(2, "AK-1", 2400));
  EXPECT_TRUE(state.apply(box_city::kpi(3, "AK-1", 2570)).kpi);
  EXPECT_EQ(reachable(state, "AK-1"), 2570);
  EXPECT_EQ(kpi_value(*state.units().at("AK-1").kpi_before, "floor_area_reachable_k_m2"), 2400);
  const auto again = state.apply(box_city::kpi(3, "AK-1", 9999));
  EXPECT_FALSE(again.kpi);
  EXPECT_FALSE(again.out_of_order);
  EXPECT_EQ(reachable(state, "AK-1"), 2570);
}

TEST(StreamState, AGapIsReportedAndNothingTakenUntilItCloses) {
  StreamState state("main");
  state.apply(box_city::subscribed(true, 1));
  state.apply(unit(1, "AK-1"));
  const auto effect = state.apply(box_city::kpi(3, "AK-1", 9999));
  EXPECT_TRUE(effect.out_of_order);
  EXPECT_FALSE(state.units().at("AK-1").kpi);
  EXPECT_EQ(state.sequence(), 1U);
  state.apply(box_city::subscribed(false, 3));
  EXPECT_FALSE(state.caught_up());
  state.apply(box_city::kpi(2, "AK-1", 100));
  EXPECT_FALSE(state.caught_up());
  state.apply(box_city::kpi(3, "AK-1", 200));
  EXPECT_TRUE(state.caught_up());
  EXPECT_EQ(reachable(state, "AK-1"), 200);
}

TEST(StreamState, ResyncForgetsWhatTheServerNoLongerHas) {
  StreamState state("main");
  state.apply(box_city::subscribed(true, 2));
  state.apply(unit(1, "AK-1"));
  state.apply(unit(2, "Y-1"));
  const auto effect = state.apply(box_city::subscribed(true, 40));
  EXPECT_EQ(effect.units_removed.size(), 2U);
  state.apply(unit(40, "Y-1"));
  EXPECT_EQ(state.units().size(), 1U);
  EXPECT_TRUE(state.units().contains("Y-1"));
}

TEST(StreamState, ResumingKeepsWhatIsThere) {
  StreamState state("main");
  state.apply(box_city::subscribed(true, 1));
  state.apply(unit(1, "AK-1"));
  const auto effect = state.apply(box_city::subscribed(false, 1));
  EXPECT_TRUE(effect.units_removed.empty());
  EXPECT_TRUE(state.caught_up());
  EXPECT_TRUE(state.units().contains("AK-1"));
}

TEST(StreamState, ARemovedUnitIsGone) {
  StreamState state("main");
  state.apply(box_city::subscribed(true, 1));
  state.apply(unit(1, "AK-1"));
  EXPECT_EQ(state.apply(removed(2, "AK-1")).units_removed, std::vector<std::string>{"AK-1"});
  EXPECT_TRUE(state.units().empty());
}

TEST(StreamState, TilesAreReadAgainOnlyWhenTheirKeyChanged) {
  StreamState state("main");
  state.apply(box_city::subscribed(true, 1));
  EXPECT_TRUE(state.apply(scene(1, "a")).tiles_changed);
  EXPECT_FALSE(state.apply(scene(2, "a")).tiles_changed);
  EXPECT_TRUE(state.apply(scene(3, "b")).tiles_changed);
}

TEST(StreamState, OtherBranchesAndWhatComesBeforeTheAnswerAreIgnored) {
  StreamState state("main");
  state.apply(unit(1, "AK-1"));
  EXPECT_TRUE(state.units().empty()) << "not subscribed yet";
  state.apply(box_city::subscribed(true, 0));
  auto other = unit(1, "AK-2");
  other.set_branch("plan-b");
  state.apply(other);
  EXPECT_TRUE(state.units().empty());
  EXPECT_EQ(state.sequence(), 0U);
}

TEST(StreamState, ValueFramesAreLatestWins) {
  StreamState state("main");
  state.apply(box_city::subscribed(true, 0));
  state.apply(box_city::values("year", {1900, 2000, 2020}));
  const auto effect = state.apply(box_city::values("year", {1901}));
  EXPECT_EQ(effect.variables_changed, std::vector<std::string>{"year"});
  EXPECT_EQ(values_of(state.values().at("year")), std::vector<float>{1901});
  auto cut = box_city::values("year", {1, 2});
  cut.mutable_values()->mutable_float32_le()->resize(7);
  EXPECT_EQ(values_of(cut.values()).size(), 1U) << "a cut-off number is no number";
}

TEST(StreamState, AnErrorAnswerIsASentence) {
  StreamState state("main");
  wire::ServerMessage message;
  message.mutable_error()->set_code("branch-unknown");
  message.mutable_error()->set_message("there is no branch \"x\".");
  EXPECT_EQ(state.apply(message).problem, "branch-unknown: there is no branch \"x\".");
}

}  // namespace
