#include "twin_core/history/branch_state.hpp"

#include <gtest/gtest.h>

#include "twin_core/history/diff.hpp"

namespace {

using namespace twin;

std::shared_ptr<const Building> building(const std::string& id) {
  Building out;
  out.id = id;
  return std::make_shared<const Building>(out);
}

std::shared_ptr<const PlanUnit> unit(const std::string& id) {
  PlanUnit out;
  out.id = id;
  return std::make_shared<const PlanUnit>(out);
}

/// 3,000 buildings: chunks of 1,024, so numbers 0-1,023, 1,024-2,047 and 2,048-2,999.
Snapshot three_chunks() {
  BranchStateEditor editor{BranchState{}};
  for (FeatureNumber i = 0; i < 3'000; ++i) {
    editor.put(i, sha256("b" + std::to_string(i)), building("b" + std::to_string(i)));
  }
  editor.set_head("main", sha256("head"), 7);
  return editor.publish();
}

TEST(BranchState, AnEditCopiesOneChunkAndSharesTheOthers) {
  const Snapshot main = three_chunks();
  BranchStateEditor editor(*main);
  editor.put(1'500, sha256("tower"), building("b1500"));
  editor.set_head("tower", sha256("next"), 8);
  const Snapshot tower = editor.publish();
  EXPECT_TRUE(tower->shares_chunk(*main, 0));
  EXPECT_FALSE(tower->shares_chunk(*main, 1));
  EXPECT_TRUE(tower->shares_chunk(*main, 2));
  EXPECT_TRUE(tower->shares_chunk(*main, 99));
  EXPECT_EQ(main->feature(1'500)->value, sha256("b1500"));
  EXPECT_EQ(tower->feature(1'500)->value, sha256("tower"));
  EXPECT_EQ(tower->building(1'499), main->building(1'499)) << "one building in memory";
  EXPECT_EQ(tower->building_count(), 3'000U);
  EXPECT_EQ(tower->branch(), "tower");
  EXPECT_EQ(tower->sequence(), 8U);

  const auto differences = diff(*main, *tower);
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].number, 1'500U);
  EXPECT_EQ(differences[0].id, "b1500");
  EXPECT_EQ(differences[0].in_a, sha256("b1500"));
  EXPECT_EQ(differences[0].in_b, sha256("tower"));
}

TEST(BranchState, CountsFollowWritingErasingAndRewriting) {
  BranchStateEditor editor(*three_chunks());
  editor.erase(0);
  editor.erase(0);
  editor.erase(5'000);
  editor.put(3'100, sha256("u"), unit("AK-1"));
  editor.put(3'100, sha256("v"), unit("AK-1"));
  const Snapshot state = editor.publish();
  EXPECT_EQ(state->building_count(), 2'999U);
  EXPECT_EQ(state->plan_unit_count(), 1U);
  EXPECT_EQ(state->feature(0), nullptr);
  EXPECT_EQ(state->building(3'100), nullptr);
  EXPECT_EQ(state->plan_unit(3'100)->id, "AK-1");
  EXPECT_EQ(state->get<CityObject>(3'100), nullptr);
  EXPECT_EQ(state->feature(3'100)->id(), "AK-1");
  EXPECT_GE(state->feature_limit(), 3'101U);
  EXPECT_EQ(state->feature(UINT32_MAX), nullptr);

  std::vector<FeatureNumber> seen;
  state->for_each_building([&](FeatureNumber number, const Building&) { seen.push_back(number); });
  ASSERT_EQ(seen.size(), 2'999U);
  EXPECT_EQ(seen.front(), 1U);
  EXPECT_EQ(seen.back(), 2'999U);
  std::size_t units = 0;
  state->for_each_plan_unit([&](FeatureNumber, const PlanUnit&) { ++units; });
  EXPECT_EQ(units, 1U);
}

TEST(BranchState, TheEditorGoesOnWithoutTouchingWhatItPublished) {
  BranchStateEditor editor{BranchState{}};
  editor.put(0, sha256("1"), building("b"));
  const Snapshot first = editor.publish();
  editor.put(0, sha256("2"), building("b"));
  const Snapshot second = editor.publish();
  EXPECT_EQ(first->feature(0)->value, sha256("1"));
  EXPECT_EQ(second->feature(0)->value, sha256("2"));
}

TEST(Diff, SeesWhatIsOnOneSideOnlyInBothDirections) {
  const Snapshot main = three_chunks();
  BranchStateEditor editor(*main);
  editor.erase(3);
  editor.put(4'000, sha256("u"), unit("AK-1"));
  const Snapshot other = editor.publish();
  const auto there = diff(*main, *other);
  const auto back = diff(*other, *main);
  ASSERT_EQ(there.size(), 2U);
  ASSERT_EQ(back.size(), 2U);
  EXPECT_TRUE(there[0].in_b.is_nothing());
  EXPECT_EQ(there[1].id, "AK-1");
  EXPECT_EQ(there[1].kind, EntityKind::kPlanUnit);
  EXPECT_TRUE(there[1].in_a.is_nothing());
  EXPECT_EQ(back[0].in_b, there[0].in_a);
  EXPECT_TRUE(diff(*main, *main).empty());
}

}  // namespace
