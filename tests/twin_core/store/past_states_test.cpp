// States of the past: by number, hash and instant, and what held in the real world.
#include <gtest/gtest.h>

#include <thread>

#include "tests/twin_core/store/store_fixture.hpp"

namespace {

using test::at_second;
using test::edit;
using test::removal;
using test::unit_key;

class PastStates : public test::StoreTest {
 protected:
  double ratio(const std::string& id, const twin::Moment& moment, const std::string& branch = "main") {
    const auto state = store_->snapshot_at(branch, moment);
    EXPECT_TRUE(state) << (state ? "" : state.problem().message);
    if (!state) return -2;
    const auto number = store_->feature_number(unit_key(id));
    const twin::PlanUnit* unit = number ? (*state)->plan_unit(*number) : nullptr;
    return unit ? *unit->regulations.at(0).value : -1;
  }
  std::string code(const std::string& as_of) {
    const auto state = store_->snapshot_at("main", {as_of, {}});
    return state ? "none" : state.problem().code;
  }
};

TEST_F(PastStates, AreNamedByNumberHashAndInstant) {
  twin::Store& store = open();
  second_ = 100;
  const auto first = store.commit(edit("AK-1", 1.0));
  second_ = 200;
  const auto second = store.commit(edit("AK-1", 1.5));
  second_ = 300;
  ASSERT_TRUE(store.commit(removal("AK-1")));
  EXPECT_EQ(ratio("AK-1", {}), -1);
  EXPECT_EQ(ratio("AK-1", {"1", {}}), 1.0);
  EXPECT_EQ(ratio("AK-1", {"2", {}}), 1.5);
  EXPECT_EQ(ratio("AK-1", {"0", {}}), -1);
  EXPECT_EQ(ratio("AK-1", {"3", {}}), -1);
  EXPECT_EQ(ratio("AK-1", {first->commit.hex(), {}}), 1.0);
  EXPECT_EQ(ratio("AK-1", {second->commit.hex().substr(0, 8), {}}), 1.5);
  EXPECT_EQ(ratio("AK-1", {twin::to_rfc3339(at_second(100)), {}}), 1.0);
  EXPECT_EQ(ratio("AK-1", {twin::to_rfc3339(at_second(299)), {}}), 1.5);
  EXPECT_EQ(ratio("AK-1", {twin::to_rfc3339(at_second(99)), {}}), -1);
  EXPECT_EQ(ratio("AK-1", {"1990-01-01", {}}), -1);
  EXPECT_EQ((*store.snapshot_at("main", {"1", {}}))->head(), first->commit);
  EXPECT_EQ((*store.snapshot_at("main", {"1", {}}))->sequence(), 1U);
}

TEST_F(PastStates, WhatNamesNoStateIsRefused) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(edit("AK-1", 1.0)));
  EXPECT_EQ(code("yesterday"), "parameter-invalid");
  EXPECT_EQ(code("2026-13-01"), "parameter-invalid");
  EXPECT_EQ(code("1"), "none");
  EXPECT_EQ(code("2"), "commit-unknown");
  EXPECT_EQ(code("9999999"), "commit-unknown");
  EXPECT_NE(store.snapshot_at("main", {"99", {}}).problem().message.find("its newest is 1"), std::string::npos);
  EXPECT_EQ(code("deadbeef"), "commit-unknown");
  EXPECT_EQ(code(std::string(64, 'f')), "commit-unknown");
  EXPECT_EQ(code(std::string(65, 'f')), "parameter-invalid");
  EXPECT_EQ(store.snapshot_at("nowhere", {"1", {}}).problem().code, "branch-unknown");
  // A commit of the operations ledger is no state of the city.
  const auto branch = store.create_branch("plan-b", "main", "maija", "");
  EXPECT_EQ(code(branch->commit.hex()), "commit-unknown");
}

TEST_F(PastStates, ABranchSharesItsParentsPast) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(edit("AK-1", 1.0)));                              // 1
  ASSERT_TRUE(store.create_branch("plan-b", "main", "maija", ""));           // 2
  ASSERT_TRUE(store.commit(edit("AK-1", 2.0)));                              // 3
  ASSERT_TRUE(store.commit(edit("AK-1", 9.0, "maija", "plan-b")));           // 4
  const std::string own = (*store.snapshot("plan-b"))->head().hex();
  EXPECT_EQ(ratio("AK-1", {"3", {}}, "plan-b"), 1.0);
  EXPECT_EQ(ratio("AK-1", {"4", {}}, "plan-b"), 9.0);
  // What a deleted branch recorded is still reached by its commit, from another branch as well.
  ASSERT_TRUE(store.delete_branch("plan-b", "maija"));
  EXPECT_EQ(ratio("AK-1", {own, {}}), 9.0);
  EXPECT_EQ(ratio("AK-1", {own, {}}, "main"), 9.0);
}

TEST_F(PastStates, OfTheHeadIsTheSnapshotItself) {
  twin::Store& store = open();
  for (int i = 1; i <= 5; ++i) ASSERT_TRUE(store.commit(edit("AK-" + std::to_string(i), i)));
  EXPECT_EQ(*store.snapshot_at("main", {}), *store.snapshot("main"));
  EXPECT_EQ(*store.snapshot_at("main", {"5", {}}), *store.snapshot("main"));
}

TEST_F(PastStates, AreTheSameAfterOpeningAgainAndOverManyCheckpoints) {
  twin::Store* store = &open();
  constexpr int kCommits = 1300;  // two checkpoints of 512
  for (int i = 1; i <= kCommits; ++i) ASSERT_TRUE(store->commit(edit("AK-" + std::to_string(i % 7), i)));
  for (int round = 0; round < 2; ++round) {
    for (const int at : {1299, 3, 700, 1, 512, 513, 6}) {
      // The newest edit of unit 2 up to commit `at` was number at - (at - 2) mod 7.
      const int last = at - ((at - 2) % 7 + 7) % 7;
      EXPECT_EQ(ratio("AK-2", {std::to_string(at), {}}), last < 1 ? -1 : last) << "as of " << at;
    }
    store = &open();
  }
}

twin::Command valid(twin::Command command, std::optional<twin::Instant> from, std::optional<twin::Instant> to = {}) {
  for (twin::Write& write : command.writes) {
    write.valid_from = from;
    write.valid_to = to;
  }
  return command;
}

TEST_F(PastStates, WhatHeldInTheRealWorldIsTheLatestRecordOfThatTime) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(valid(edit("AK-1", 1.0), at_second(1000))));                   // from 1000 on
  ASSERT_TRUE(store.commit(valid(edit("AK-1", 2.0), at_second(3000))));                   // from 3000 on another
  ASSERT_TRUE(store.commit(valid(edit("AK-1", 5.0), at_second(1500), at_second(1600))));  // and for a while a third
  ASSERT_TRUE(store.commit(valid(removal("AK-1"), at_second(9000))));
  ASSERT_TRUE(store.commit(edit("AK-2", 7.0)));                                           // always
  const auto at = [&](int second, const std::string& id = "AK-1") { return ratio(id, {"", at_second(second)}); };
  EXPECT_EQ(at(999), -1);
  EXPECT_EQ(at(1000), 1.0);
  EXPECT_EQ(at(1499), 1.0);
  EXPECT_EQ(at(1500), 5.0);
  EXPECT_EQ(at(1600), 1.0);
  EXPECT_EQ(at(3000), 2.0);
  EXPECT_EQ(at(8999), 2.0);
  EXPECT_EQ(at(9000), -1);
  EXPECT_EQ(at(0, "AK-2"), 7.0);
  EXPECT_EQ(at(9999, "AK-2"), 7.0);
  // Both times at once: before the removal was recorded, the unit stands in 9000.
  EXPECT_EQ(ratio("AK-1", {"3", at_second(9000)}), 2.0);
  EXPECT_EQ(ratio("AK-1", {"1", at_second(1550)}), 1.0);
  EXPECT_EQ(ratio("AK-1", {}), -1);  // as recorded
  // A record without a time corrects all times.
  ASSERT_TRUE(store.commit(edit("AK-1", 4.0)));
  EXPECT_EQ(at(0), 4.0);
  EXPECT_EQ(at(1550), 4.0);
}

TEST_F(PastStates, ReadersOfThePastAndAWriterDoNotDisturbEachOther) {
  twin::Store& store = open();
  constexpr int kCommits = 150;
  ASSERT_TRUE(store.commit(valid(edit("AK-0", 0), at_second(10))));
  std::atomic<int> done{1};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&, reader] {
      for (int round = 0; done.load() < kCommits; ++round) {
        const int at = 1 + (round * 7 + reader) % done.load();
        const auto state = store.snapshot_at("main", {std::to_string(at), round % 2 ? std::optional(at_second(20)) : std::nullopt});
        const auto number = store.feature_number(unit_key("AK-" + std::to_string((at - 1) % 5)));
        const twin::PlanUnit* unit = state && number ? (*state)->plan_unit(*number) : nullptr;
        if (!unit || *unit->regulations.at(0).value != at - 1) ++wrong;
      }
    });
  }
  for (int i = 1; i < kCommits; ++i) {
    ASSERT_TRUE(store.commit(edit("AK-" + std::to_string(i % 5), i)));
    done.store(i + 1);
  }
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(wrong.load(), 0);
}

}  // namespace
