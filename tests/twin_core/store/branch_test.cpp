#include <gmock/gmock.h>

#include "tests/twin_core/store/store_fixture.hpp"
#include "twin_core/history/diff.hpp"

namespace {

using namespace test;
using twin::Ledger;

class StoreBranch : public StoreTest {};

twin::BranchInfo info(const twin::Store& store, const std::string& name) {
  for (const auto& branch : store.branches()) {
    if (branch.name == name) return branch;
  }
  return {};
}

TEST_F(StoreBranch, ABranchHoldsItsOwnEditsAndItsParentsPast) {
  twin::Store& store = open();
  const auto base = store.commit(edit("AK-1", 1.5));
  second_ = 5;
  const auto made = store.create_branch("tower", "main", "matti", "What if higher?");
  ASSERT_TRUE(made);
  EXPECT_EQ(ratio_of(store, "AK-1", "tower"), 1.5);
  ASSERT_TRUE(store.commit(edit("AK-1", 4, "matti", "tower")));
  ASSERT_TRUE(store.commit(edit("AK-2", 1, "maija", "main")));
  EXPECT_EQ(ratio_of(store, "AK-1", "main"), 1.5);
  EXPECT_EQ(ratio_of(store, "AK-1", "tower"), 4);
  EXPECT_EQ(ratio_of(store, "AK-2", "tower"), -1);

  const auto log = store.log(Ledger::kCity, "tower", 9);
  ASSERT_EQ(log->size(), 2U);
  EXPECT_THAT((*log)[0].commit.parents, testing::ElementsAre(base->commit));
  EXPECT_EQ((*log)[0].commit.branch, "tower");
  EXPECT_EQ((*log)[1].hash, base->commit);

  const twin::BranchInfo tower = info(store, "tower");
  EXPECT_EQ(tower.parent, "main");
  EXPECT_EQ(tower.created_by, "matti");
  EXPECT_EQ(tower.created_at, at_second(5));
  EXPECT_EQ(tower.head, (*log)[0].hash);
  EXPECT_EQ(info(store, "main").created_by, "maija");

  const auto operations = store.log(Ledger::kOperations, "", 9);
  ASSERT_EQ(operations->size(), 1U);
  EXPECT_EQ((*operations)[0].hash, made->commit);
  EXPECT_EQ((*operations)[0].commit.message, "What if higher?");

  const auto differences = twin::diff(**store.snapshot("main"), **store.snapshot("tower"));
  ASSERT_EQ(differences.size(), 2U);
  EXPECT_EQ(differences[0].id, "AK-1");
  EXPECT_EQ(differences[1].id, "AK-2");
}

TEST_F(StoreBranch, ABranchSharesEveryChunkItDidNotTouch) {
  twin::Store& store = open();
  twin::Command many;
  many.author = "maija";
  for (int i = 0; i < 2'500; ++i) many.writes.push_back(edit("AK-" + std::to_string(i), 1).writes[0]);
  ASSERT_TRUE(store.commit(many));
  ASSERT_TRUE(store.create_branch("tower", "main", "matti", ""));
  ASSERT_TRUE(store.commit(edit("AK-2000", 4, "matti", "tower")));
  for (int round = 0; round < 2; ++round) {
    const twin::Snapshot main = *store_->snapshot("main");
    const twin::Snapshot tower = *store_->snapshot("tower");
    EXPECT_TRUE(main->shares_chunk(*tower, 0));
    EXPECT_FALSE(main->shares_chunk(*tower, 1));
    EXPECT_TRUE(main->shares_chunk(*tower, 2));
    EXPECT_EQ(main->plan_unit(1'999), tower->plan_unit(1'999)) << "one record in memory";
    open();  // the second round looks at the replayed state
  }
}

TEST_F(StoreBranch, NamesAreCheckedAndMainStays) {
  twin::Store& store = open();
  EXPECT_EQ(store.create_branch("2nd", "main", "matti", "").problem().code, "name-invalid");
  EXPECT_EQ(store.create_branch("", "main", "matti", "").problem().code, "name-invalid");
  EXPECT_EQ(store.create_branch("a/b", "main", "matti", "").problem().code, "name-invalid");
  EXPECT_EQ(store.create_branch("main", "main", "matti", "").problem().code, "branch-exists");
  EXPECT_EQ(store.create_branch("b", "nowhere", "matti", "").problem().code, "branch-unknown");
  EXPECT_EQ(store.create_branch("b", "main", "", "").problem().code, "author-missing");
  EXPECT_EQ(store.delete_branch("main", "matti").problem().code, "branch-protected");
  EXPECT_EQ(store.delete_branch("nowhere", "matti").problem().code, "branch-unknown");
  EXPECT_EQ(store.branches().size(), 1U);
}

TEST_F(StoreBranch, AKeyMakesABranchOnce) {
  open();
  const auto first = store_->create_branch("tower", "main", "matti", "", "key-1");
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->replayed);
  ASSERT_TRUE(store_->commit(edit("AK-1", 4)));  // the parent goes on
  for (int round = 0; round < 2; ++round) {
    const auto again = store_->create_branch("tower", "main", "matti", "sent again", "key-1");
    ASSERT_TRUE(again) << again.problem().message;
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(again->commit, first->commit);
    EXPECT_EQ(store_->create_branch("other", "main", "matti", "", "key-1").problem().code, "idempotency-key-reused");
    EXPECT_EQ(store_->create_branch("tower", "main", "maija", "", "key-1").problem().code, "idempotency-key-reused");
    EXPECT_EQ(store_->create_branch("tower", "main", "matti", "", "key-2").problem().code, "branch-exists");
    EXPECT_EQ(store_->create_branch("tower", "main", "matti", "").problem().code, "branch-exists");
    EXPECT_EQ(store_->branches().size(), 2U);
    open();
  }
}

TEST_F(StoreBranch, ANameIsFreeAgainAfterDeletionAndChildrenLiveOn) {
  open();
  ASSERT_TRUE(store_->create_branch("tower", "main", "matti", ""));  // from an empty main
  ASSERT_TRUE(store_->commit(edit("AK-1", 4, "matti", "tower")));
  ASSERT_TRUE(store_->create_branch("child", "tower", "matti", ""));
  ASSERT_TRUE(store_->delete_branch("tower", "matti"));
  EXPECT_EQ(store_->snapshot("tower").problem().code, "branch-unknown");
  EXPECT_EQ(store_->commit(edit("AK-1", 4, "matti", "tower")).problem().code, "branch-unknown");
  ASSERT_TRUE(store_->create_branch("tower", "main", "maija", "again"));
  ASSERT_TRUE(store_->commit(edit("AK-2", 2, "maija", "tower")));
  ASSERT_TRUE(store_->commit(edit("AK-3", 3, "maija", "child")));
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(ratio_of(*store_, "AK-1", "tower"), -1);
    EXPECT_EQ(ratio_of(*store_, "AK-2", "tower"), 2);
    EXPECT_EQ(ratio_of(*store_, "AK-1", "child"), 4);
    EXPECT_EQ(info(*store_, "tower").created_by, "maija");
    EXPECT_EQ(store_->log(Ledger::kCity, "child", 9)->size(), 2U);
    EXPECT_EQ(store_->log(Ledger::kCity, "tower", 9)->size(), 1U);
    EXPECT_EQ(describe(store_->verify()), "");
    open();
  }
}

TEST_F(StoreBranch, UndoReachesCommitsFromBeforeTheBranchOnly) {
  twin::Store& store = open();
  const auto before = store.commit(edit("AK-1", 1));
  ASSERT_TRUE(store.create_branch("tower", "main", "matti", ""));
  const auto after = store.commit(edit("AK-2", 1));
  EXPECT_TRUE(store.undo("tower", before->commit, "matti"));
  EXPECT_EQ(store.undo("tower", after->commit, "matti").problem().code, "commit-unknown");
  EXPECT_EQ(ratio_of(store, "AK-1", "main"), 1);
  EXPECT_EQ(ratio_of(store, "AK-1", "tower"), -1);
}

TEST_F(StoreBranch, FeatureNumbersAreTheSameOnEveryBranch) {
  twin::Store& store = open();
  ASSERT_TRUE(store.create_branch("tower", "main", "matti", ""));
  ASSERT_TRUE(store.commit(edit("AK-7", 1, "matti", "tower")));
  ASSERT_TRUE(store.commit(edit("AK-8", 1, "maija", "main")));
  ASSERT_TRUE(store.commit(edit("AK-7", 2, "maija", "main")));
  EXPECT_EQ(store.feature_number(unit_key("AK-7")), 0U);
  EXPECT_EQ(store.feature_number(unit_key("AK-8")), 1U);
  EXPECT_EQ((*store.snapshot("tower"))->plan_unit_count(), 1U);
  EXPECT_EQ((*store.snapshot("main"))->plan_unit_count(), 2U);
}

}  // namespace
