// What one command does to the twin: applied whole, chained, dropped, refused, repeated, undone.
#include <gmock/gmock.h>

#include <thread>

#include "tests/twin_core/store/store_fixture.hpp"

namespace {

using namespace test;
using twin::Digest;
using twin::EntityKind;
using twin::Ledger;

class StoreCommit : public StoreTest {};

TEST_F(StoreCommit, ACommandBecomesOneCommitChainedToTheOneBefore) {
  twin::Store& store = open();
  second_ = 7;
  const auto first = store.commit(edit("AK-1", 1.5));
  ASSERT_TRUE(first);
  second_ = 9;
  const auto second = store.commit(edit("AK-1", 2.0, "matti"));
  ASSERT_TRUE(second);
  EXPECT_EQ(first->sequence, 1U);
  EXPECT_EQ(second->sequence, 2U);
  EXPECT_EQ(second->time, at_second(9));
  EXPECT_EQ(ratio_of(store, "AK-1"), 2.0);

  const auto log = store.log(Ledger::kCity, "main", 10);
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 2U);
  const twin::LogEntry& newest = (*log)[0];
  EXPECT_EQ(newest.hash, second->commit);
  EXPECT_EQ(newest.commit.author, "matti");
  EXPECT_THAT(newest.commit.parents, testing::ElementsAre(first->commit));
  EXPECT_EQ(twin::sha256(twin::encode(newest.commit)), second->commit);
  ASSERT_EQ(newest.commit.changes.size(), 1U);
  EXPECT_EQ(newest.commit.changes[0].before, twin::sha256(twin::encode(plan_unit("AK-1", 1.5))));
  EXPECT_EQ(newest.commit.changes[0].after, twin::sha256(twin::encode(plan_unit("AK-1", 2.0))));
  EXPECT_TRUE((*log)[1].commit.parents.empty());
  EXPECT_EQ(*store.blob(newest.commit.changes[0].before), twin::encode(plan_unit("AK-1", 1.5)));
}

TEST_F(StoreCommit, LogPagesFromNewestToOldest) {
  twin::Store& store = open();
  for (int i = 1; i <= 7; ++i) ASSERT_TRUE(store.commit(edit("AK-1", i)));
  const auto page = store.log(Ledger::kCity, "main", 3, 6);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->size(), 3U);
  EXPECT_EQ((*page)[0].sequence, 5U);
  EXPECT_EQ((*page)[2].sequence, 3U);
  EXPECT_EQ(store.log(Ledger::kCity, "nowhere", 3).problem().code, "branch-unknown");
}

TEST_F(StoreCommit, FeatureNumbersAreDenseAndNeverReused) {
  twin::Store& store = open();
  twin::Command three = edit("AK-3", 1);
  three.writes.push_back(edit("AK-1", 1).writes[0]);
  three.writes.push_back(edit("AK-2", 1).writes[0]);
  ASSERT_TRUE(store.commit(three));
  ASSERT_TRUE(store.commit(removal("AK-1")));
  ASSERT_TRUE(store.commit(edit("AK-4", 1)));
  ASSERT_TRUE(store.commit(edit("AK-1", 3)));
  EXPECT_EQ(store.feature_number(unit_key("AK-3")), 0U);
  EXPECT_EQ(store.feature_number(unit_key("AK-1")), 1U);
  EXPECT_EQ(store.feature_number(unit_key("AK-2")), 2U);
  EXPECT_EQ(store.feature_number(unit_key("AK-4")), 3U);
  EXPECT_EQ(store.feature_key(1)->id, "AK-1");
  EXPECT_FALSE(store.feature_key(4));
  EXPECT_FALSE(store.feature_number({EntityKind::kBuilding, "AK-1"}));
  EXPECT_EQ((*store.snapshot("main"))->plan_unit_count(), 4U);
}

TEST_F(StoreCommit, RefusesWhatIsNotWellFormedAndLeavesNoTrace) {
  twin::Store& store = open();
  const auto code = [&](twin::Command command) {
    const auto receipt = store.commit(std::move(command));
    return receipt ? std::string("fine") : receipt.problem().code;
  };
  EXPECT_EQ(code(edit("AK-1", 1, "")), "author-missing");
  EXPECT_EQ(code(edit("AK-1", 1, "maija", "nowhere")), "branch-unknown");
  EXPECT_EQ(code(edit("", 1)), "name-invalid");
  twin::Command twice = edit("AK-1", 1);
  twice.writes.push_back(twice.writes[0]);
  EXPECT_EQ(code(twice), "duplicate-id");
  twin::Command cut = edit("AK-1", 1);
  cut.writes[0].value->pop_back();
  EXPECT_EQ(code(cut), "record-malformed");
  twin::Command other = edit("AK-1", 1);
  other.writes[0].entity.id = "AK-2";
  EXPECT_EQ(code(other), "record-malformed");
  twin::Command wrong_kind = edit("AK-1", 1);
  wrong_kind.writes[0].entity.kind = EntityKind::kBuilding;
  EXPECT_EQ(code(wrong_kind), "record-malformed");
  twin::Command wrong_ledger = edit("AK-1", 1);
  wrong_ledger.ledger = Ledger::kOperations;
  EXPECT_EQ(code(wrong_ledger), "record-malformed");
  twin::Command own_branch;
  own_branch.ledger = Ledger::kOperations;
  own_branch.author = "maija";
  own_branch.writes.push_back({{EntityKind::kBranch, "b"}, twin::Bytes{1}, {}, {}});
  EXPECT_EQ(code(own_branch), "record-malformed");
  twin::Command bytes_as_text = edit("AK-1", 1);
  bytes_as_text.message = "\xFF";
  EXPECT_EQ(code(bytes_as_text), "record-malformed");
  EXPECT_EQ(code(removal("AK-1")), "nothing-to-do");
  EXPECT_TRUE(store.log(Ledger::kCity, "main", 9)->empty());
  EXPECT_FALSE(store.feature_number(unit_key("AK-1")));
  EXPECT_EQ(store.verify().commits, 0U);
}

TEST_F(StoreCommit, AShapeMustComeWithItsBuildingOrBeThere) {
  twin::Store& store = open();
  twin::BuildingShape shape;
  shape.attributes.push_back({"YEAR", "int", "1931", ""});
  const twin::Bytes bytes = twin::encode(shape);
  twin::Building building;
  building.id = "BID_1";
  building.shape = twin::sha256(bytes);
  twin::Command command;
  command.author = "maija";
  command.writes.push_back({{EntityKind::kBuilding, "BID_1"}, twin::encode(building), {}, {}});
  EXPECT_EQ(store.commit(command).problem().code, "blob-missing");
  EXPECT_EQ(store.blob(building.shape).problem().code, "blob-missing");
  command.blobs.push_back(bytes);
  ASSERT_TRUE(store.commit(command));
  EXPECT_EQ(*store.blob(building.shape), bytes);
  building.id = "BID_2";
  command.writes[0] = {{EntityKind::kBuilding, "BID_2"}, twin::encode(building), {}, {}};
  command.blobs.clear();
  EXPECT_TRUE(store.commit(command));
}

TEST_F(StoreCommit, WritingWhatIsThereAlreadyIsNothingToDo) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(edit("AK-1", 1.5)));
  EXPECT_EQ(store.commit(edit("AK-1", 1.5)).problem().code, "nothing-to-do");
  twin::Command half = edit("AK-1", 1.5);
  half.writes.push_back(edit("AK-2", 1).writes[0]);
  ASSERT_TRUE(store.commit(half));
  const auto log = store.log(Ledger::kCity, "main", 1);
  ASSERT_EQ((*log)[0].commit.changes.size(), 1U);
  EXPECT_EQ((*log)[0].commit.changes[0].entity.id, "AK-2");
}

TEST_F(StoreCommit, ALostEditIsPreventedByItsExpectation) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(edit("AK-1", 1.5)));
  const Digest seen = twin::sha256(twin::encode(plan_unit("AK-1", 1.5)));
  twin::Command by_maija = edit("AK-1", 1.6);
  by_maija.expects.push_back({unit_key("AK-1"), seen});
  twin::Command by_matti = edit("AK-1", 1.7, "matti");
  by_matti.expects.push_back({unit_key("AK-1"), seen});
  ASSERT_TRUE(store.commit(by_maija));
  const auto late = store.commit(by_matti);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.problem().code, "expectation-failed");
  EXPECT_THAT(late.problem().value, testing::HasSubstr("AK-1"));
  EXPECT_EQ(ratio_of(store, "AK-1"), 1.6);
  twin::Command create_once = edit("AK-9", 1);
  create_once.expects.push_back({unit_key("AK-9"), {}});
  EXPECT_TRUE(store.commit(create_once));
  create_once.writes = edit("AK-9", 2).writes;
  EXPECT_EQ(store.commit(create_once).problem().code, "expectation-failed");
}

TEST_F(StoreCommit, AKeyActsOnceAlsoAfterReopening) {
  twin::Command command = edit("AK-1", 1.5);
  command.key = "request-17";
  const auto first = open().commit(command);
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->replayed);
  ASSERT_TRUE(store_->commit(edit("AK-1", 1.9)));
  second_ = 50;
  for (int round = 0; round < 2; ++round) {
    // A repeated request may be worded anew and expect what it sees now; what it does is the same.
    twin::Command again = command;
    again.message = "the same, once more";
    again.expects.push_back({unit_key("AK-1"), twin::sha256(twin::encode(plan_unit("AK-1", 1.9)))});
    const auto repeated = store_->commit(again);
    ASSERT_TRUE(repeated);
    EXPECT_TRUE(repeated->replayed);
    EXPECT_EQ(repeated->commit, first->commit);
    EXPECT_EQ(repeated->sequence, first->sequence);
    EXPECT_EQ(repeated->time, at_second(0));
    EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.9) << "nothing was done again";
    twin::Command reused = edit("AK-1", 9);
    reused.key = "request-17";
    EXPECT_EQ(store_->commit(reused).problem().code, "idempotency-key-reused");
    open();
  }
}

TEST_F(StoreCommit, UndoBringsEarlierValuesBackUnlessSomethingChangedSince) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(edit("AK-1", 1.5)));
  twin::Command both = edit("AK-1", 2.5);
  both.writes.push_back(edit("AK-2", 1).writes[0]);
  const auto to_undo = store.commit(both);
  ASSERT_TRUE(to_undo);
  const auto undone = store.undo("main", to_undo->commit, "matti");
  ASSERT_TRUE(undone);
  EXPECT_EQ(ratio_of(store, "AK-1"), 1.5);
  EXPECT_EQ(ratio_of(store, "AK-2"), -1);
  EXPECT_EQ((*store.log(Ledger::kCity, "main", 1))[0].commit.purpose, "undo");
  EXPECT_EQ(store.undo("main", to_undo->commit, "matti").problem().code, "undo-conflict");
  ASSERT_TRUE(store.undo("main", undone->commit, "maija"));
  EXPECT_EQ(ratio_of(store, "AK-1"), 2.5);
  EXPECT_EQ(ratio_of(store, "AK-2"), 1);
  ASSERT_TRUE(store.commit(edit("AK-2", 3)));
  const auto conflict = store.undo("main", to_undo->commit, "matti");
  EXPECT_EQ(conflict.problem().code, "undo-conflict");
  EXPECT_THAT(conflict.problem().value, testing::HasSubstr("AK-2"));
  EXPECT_EQ(store.undo("main", twin::sha256("no commit"), "matti").problem().code, "commit-unknown");
  EXPECT_EQ(store.undo("nowhere", to_undo->commit, "matti").problem().code, "branch-unknown");
  EXPECT_EQ(describe(store.verify()), "");
}

TEST_F(StoreCommit, EightThreadsCommitAndTheLogHoldsEveryCommitInOrder) {
  twin::Store& store = open();
  std::vector<std::uint64_t> heard;
  store.listen([&](const twin::Published& published) { heard.push_back(published.entry.sequence); });
  std::vector<std::vector<twin::Receipt>> receipts(8);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        auto receipt = store.commit(edit("AK-" + std::to_string(t), 1 + i, "author-" + std::to_string(t)));
        ASSERT_TRUE(receipt);
        receipts[t].push_back(*receipt);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto log = store.log(Ledger::kCity, "main", 1'000);
  ASSERT_EQ(log->size(), 400U);
  for (std::size_t i = 0; i < 400; ++i) {
    EXPECT_EQ((*log)[i].sequence, 400 - i);
    if (i > 0) {
      EXPECT_THAT((*log)[i - 1].commit.parents, testing::ElementsAre((*log)[i].hash));
    }
  }
  for (const auto& one : receipts) {
    ASSERT_EQ(one.size(), 50U);
    for (std::size_t i = 0; i < one.size(); ++i) {
      EXPECT_EQ((*log)[400 - one[i].sequence].hash, one[i].commit);
      EXPECT_TRUE(i == 0 || one[i].sequence > one[i - 1].sequence);
    }
  }
  ASSERT_EQ(heard.size(), 400U);
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  EXPECT_EQ(describe(store.verify()), "");
}

TEST_F(StoreCommit, ListenersHearBeforeTheAnswerWithTheStateOfBothSides) {
  twin::Store& store = open();
  std::vector<std::pair<double, double>> heard;
  store.listen([&](const twin::Published& published) {
    const auto ratio = [](const twin::Snapshot& state) {
      const twin::PlanUnit* unit = state->plan_unit(0);
      return unit ? *unit->regulations[0].value : -1;
    };
    heard.emplace_back(ratio(published.before), ratio(published.after));
  });
  ASSERT_TRUE(store.commit(edit("AK-1", 1.5)));
  EXPECT_THAT(heard, testing::ElementsAre(testing::Pair(-1, 1.5)));
  ASSERT_TRUE(store.commit(edit("AK-1", 2.5)));
  EXPECT_THAT(heard, testing::ElementsAre(testing::Pair(-1, 1.5), testing::Pair(1.5, 2.5)));
}

TEST_F(StoreCommit, SubmittedCommandsSeeOneAnother) {
  twin::Store& store = open();
  std::vector<std::future<twin::Result<twin::Receipt>>> answers;
  Digest seen;
  for (int i = 1; i <= 200; ++i) {
    twin::Command command = edit("AK-1", i);
    command.expects.push_back({unit_key("AK-1"), seen});
    seen = twin::sha256(*command.writes[0].value);
    answers.push_back(store.submit(std::move(command)));
  }
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
  EXPECT_EQ(ratio_of(store, "AK-1"), 200);
}

}  // namespace
