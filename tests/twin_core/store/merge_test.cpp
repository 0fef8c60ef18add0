// Merging branches and taking commits back, attribute by attribute.
#include <gtest/gtest.h>

#include <thread>

#include "tests/twin_core/store/store_fixture.hpp"
#include "twin_core/store/merge_branches.hpp"

namespace {

using test::edit;
using test::plan_unit;
using test::ratio_of;
using test::removal;
using test::unit_key;
using twin::Take;

class StoreMerge : public test::StoreTest {
 protected:
  twin::MergeAnswer merge(const std::string& from, const std::string& into, Take take = Take::kNone) {
    const auto answer = twin::merge_branches(*store_, {from, into, "maija", "", take});
    EXPECT_TRUE(answer) << (answer ? "" : answer.problem().code + " " + answer.problem().message);
    return answer ? *answer : twin::MergeAnswer{};
  }
  twin::MergeAnswer revert(const std::string& branch, const twin::Digest& commit, Take take = Take::kNone) {
    const auto answer = twin::revert_commit(*store_, {branch, commit.hex(), "maija", "", take});
    EXPECT_TRUE(answer) << (answer ? "" : answer.problem().code + " " + answer.problem().message);
    return answer ? *answer : twin::MergeAnswer{};
  }
  twin::Receipt write(const twin::PlanUnit& unit, const std::string& branch = "main") {
    twin::Command command = edit(unit.id, 0, "maija", branch);
    command.writes[0].value = twin::encode(unit);
    const auto receipt = store_->commit(std::move(command));
    EXPECT_TRUE(receipt);
    return receipt ? *receipt : twin::Receipt{};
  }
  twin::PlanUnit unit(const std::string& id, const std::string& branch = "main") {
    return *(*store_->snapshot(branch))->plan_unit(*store_->feature_number(unit_key(id)));
  }
  void expect_whole() {
    const auto verification = store_->verify();
    EXPECT_TRUE(verification.findings.empty()) << test::describe(verification);
  }
};

TEST_F(StoreMerge, WhatBothBranchesHaveIsInMemoryOnceAlsoAfterOpening) {
  open();
  write(plan_unit("AK-1", 1.0));
  ASSERT_TRUE(store_->create_branch("plan-b", "main", "maija", ""));
  write(plan_unit("AK-1", 2.5), "plan-b");
  merge("plan-b", "main");
  open(twin::Store::Mode::kOpenExisting);
  const auto number = *store_->feature_number(unit_key("AK-1"));
  const auto* const ours = (*store_->snapshot("main"))->plan_unit(number);
  ASSERT_NE(ours, nullptr);
  EXPECT_EQ(ours, (*store_->snapshot("plan-b"))->plan_unit(number));
  EXPECT_EQ(ratio_of(*store_, "AK-1", "main"), 2.5);
}

TEST_F(StoreMerge, BothSidesKeepWhatOnlyTheyChanged) {
  open();
  write(plan_unit("AK-1", 1.0));
  ASSERT_TRUE(store_->create_branch("plan-b", "main", "maija", ""));
  twin::PlanUnit ours = plan_unit("AK-1", 1.0);
  ours.symbol = "AK";
  write(ours);
  write(plan_unit("AK-1", 2.5), "plan-b");
  write(plan_unit("AK-2", 0.4), "plan-b");

  const auto head_before = (*store_->snapshot("main"))->head();
  const auto answer = merge("plan-b", "main");
  ASSERT_TRUE(answer.receipt);
  EXPECT_TRUE(answer.conflicts.empty());
  EXPECT_EQ(answer.changes, 2U);
  EXPECT_EQ(unit("AK-1").symbol, "AK");
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 2.5);
  EXPECT_EQ(ratio_of(*store_, "AK-2"), 0.4);
  const auto log = store_->log(twin::Ledger::kCity, "main", 1);
  ASSERT_EQ(log->at(0).commit.parents.size(), 2U);
  EXPECT_EQ(log->at(0).commit.parents[0], head_before);
  EXPECT_EQ(log->at(0).commit.parents[1], (*store_->snapshot("plan-b"))->head());
  expect_whole();
  open();  // replayed from the file
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 2.5);
  // Everything is there: a second merge, and one of a branch into itself, find nothing to do.
  for (const char* from : {"plan-b", "main"}) {
    const auto again = merge(from, "main");
    EXPECT_FALSE(again.receipt) << from;
    EXPECT_TRUE(again.conflicts.empty()) << from;
  }
}

TEST_F(StoreMerge, ConflictsAreListedByAttributeAndNothingIsWritten) {
  open();
  write(plan_unit("AK-1", 1.0));
  write(plan_unit("AK-2", 1.0));
  ASSERT_TRUE(store_->create_branch("plan-b", "main", "maija", ""));
  write(plan_unit("AK-1", 3.0));
  twin::PlanUnit theirs = plan_unit("AK-1", 2.0);
  theirs.name_sv = "Fiskehamnen";
  write(theirs, "plan-b");
  ASSERT_TRUE(store_->commit(removal("AK-2", "plan-b")));
  write(plan_unit("AK-2", 1.2));
  const auto head = (*store_->snapshot("main"))->head();

  const auto refused = merge("plan-b", "main");
  EXPECT_FALSE(refused.receipt);
  ASSERT_EQ(refused.conflicts.size(), 2U);
  EXPECT_EQ(refused.conflicts[0].entity.id, "AK-1");
  EXPECT_EQ(refused.conflicts[0].attribute, "regulation.tehokkuusluku");
  EXPECT_EQ(refused.conflicts[0].base[0]["value"], 1.0);
  EXPECT_EQ(refused.conflicts[0].ours[0]["value"], 3.0);
  EXPECT_EQ(refused.conflicts[0].theirs[0]["value"], 2.0);
  EXPECT_EQ(refused.conflicts[1].entity.id, "AK-2");
  EXPECT_EQ(refused.conflicts[1].attribute, "");
  EXPECT_TRUE(refused.conflicts[1].theirs.is_null());
  ASSERT_EQ(refused.conflicts[1].ours.size(), 1U) << refused.conflicts[1].ours << ": what was changed, not what was not";
  EXPECT_EQ(refused.conflicts[1].ours["regulation.tehokkuusluku"][0]["value"], 1.2);
  EXPECT_EQ(refused.conflicts[1].base["regulation.tehokkuusluku"][0]["value"], 1.0);
  EXPECT_EQ((*store_->snapshot("main"))->head(), head);

  const auto ours = merge("plan-b", "main", Take::kOurs);
  ASSERT_TRUE(ours.receipt);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 3.0);
  EXPECT_EQ(unit("AK-1").name_sv, "Fiskehamnen");
  EXPECT_EQ(ratio_of(*store_, "AK-2"), 1.2);
  expect_whole();
}

TEST_F(StoreMerge, TheirsWinsWhenAskedTo) {
  open();
  write(plan_unit("AK-1", 1.0));
  ASSERT_TRUE(store_->create_branch("plan-b", "main", "maija", ""));
  write(plan_unit("AK-1", 3.0));
  write(plan_unit("AK-1", 2.0), "plan-b");
  ASSERT_TRUE(merge("plan-b", "main", Take::kTheirs).receipt);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 2.0);
}

TEST_F(StoreMerge, IntoAnEmptyMainTakesTheWholeCity) {
  open();
  ASSERT_TRUE(store_->create_branch("draft", "main", "maija", ""));
  write(plan_unit("AK-1", 1.0), "draft");
  ASSERT_TRUE(merge("draft", "main").receipt);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.0);
  expect_whole();
  open();
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.0);
  write(plan_unit("AK-1", 1.1), "draft");
  EXPECT_EQ(merge("draft", "main").changes, 1U);
  expect_whole();
}

TEST_F(StoreMerge, GoesOnFromTheLastMergeInEitherDirection) {
  open();
  write(plan_unit("AK-1", 1.0));
  ASSERT_TRUE(store_->create_branch("plan-b", "main", "maija", ""));
  write(plan_unit("AK-1", 2.0), "plan-b");
  ASSERT_TRUE(merge("plan-b", "main").receipt);
  write(plan_unit("AK-1", 3.0));                     // main goes on from what it took: no conflict later
  write(plan_unit("AK-2", 0.5), "plan-b");
  const auto back = merge("main", "plan-b");
  EXPECT_TRUE(back.receipt);
  EXPECT_EQ(ratio_of(*store_, "AK-1", "plan-b"), 3.0);
  ASSERT_TRUE(merge("plan-b", "main").receipt);
  EXPECT_EQ(ratio_of(*store_, "AK-2"), 0.5);
  expect_whole();
}

TEST_F(StoreMerge, KeepsTheTimeInTheRealWorldThatABranchSaid) {
  open();
  write(plan_unit("AK-1", 1.0));
  ASSERT_TRUE(store_->create_branch("plan-b", "main", "maija", ""));
  twin::Command planned = edit("AK-1", 2.0, "maija", "plan-b");
  planned.writes[0].valid_from = test::at_second(5000);
  ASSERT_TRUE(store_->commit(std::move(planned)));
  ASSERT_TRUE(merge("plan-b", "main").receipt);
  const auto number = *store_->feature_number(unit_key("AK-1"));
  EXPECT_EQ((*store_->snapshot_at("main", {"", test::at_second(4999)}))->plan_unit(number)->regulations[0].value, 1.0);
  EXPECT_EQ((*store_->snapshot_at("main", {"", test::at_second(5000)}))->plan_unit(number)->regulations[0].value, 2.0);
}

TEST_F(StoreMerge, GeometryAndCardOfABuildingMergeApart) {
  open();
  const auto put = [&](const twin::Building& building, const twin::BuildingShape& shape, const std::string& branch) {
    twin::Command command = edit("x", 0, "maija", branch);
    twin::Building whole = building;
    command.blobs.push_back(twin::encode(shape));
    whole.shape = twin::sha256(command.blobs[0]);
    command.writes = {{{twin::EntityKind::kBuilding, whole.id}, twin::encode(whole), {}, {}}};
    ASSERT_TRUE(store_->commit(std::move(command)));
  };
  twin::Building building;
  building.id = "BID_1";
  building.height_m = 18.2;
  building.card.storeys = 6;
  twin::BuildingShape shape;
  shape.parts.push_back({"BID_1", "2", {}, {}});
  shape.attributes.push_back({"colour", "string", "red", ""});
  put(building, shape, "main");
  ASSERT_TRUE(store_->create_branch("survey", "main", "maija", ""));
  twin::Building measured = building;      // the survey: another height, a finer model
  measured.height_m = 19.0;
  twin::BuildingShape finer = shape;
  finer.parts[0].lod = "3";
  put(measured, finer, "survey");
  twin::Building registered = building;    // the register: another number of storeys; main also repaints
  registered.card.storeys = 7;
  twin::BuildingShape painted = shape;
  painted.attributes[0].value = "blue";
  put(registered, painted, "main");

  const auto answer = merge("survey", "main");
  EXPECT_TRUE(answer.conflicts.empty());
  const auto state = *store_->snapshot("main");
  const twin::Building& merged = *state->building(*store_->feature_number({twin::EntityKind::kBuilding, "BID_1"}));
  EXPECT_EQ(merged.height_m, 19.0);
  EXPECT_EQ(merged.card.storeys, 7);
  const auto whole = twin::whole_building(*store_, merged);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->shape.parts[0].lod, "3");
  EXPECT_EQ(whole->shape.attributes[0].value, "blue");
  expect_whole();
}

TEST_F(StoreMerge, CityObjectsMergeAttributeByAttribute) {
  const twin::EntityKey key{twin::EntityKind::kCityObject, "road-7"};
  open();
  const auto write = [&](const std::string& branch, const std::string& type, const std::string& name) {
    twin::CityObject road;
    road.id = key.id;
    road.type = type;
    road.name = name;
    twin::Command command = edit(key.id, 0, "maija", branch);
    command.writes = {{key, twin::encode(road), {}, {}}};
    return store_->commit(std::move(command));
  };
  ASSERT_TRUE(write("main", "Road", "Arkadiankatu"));
  ASSERT_TRUE(store_->create_branch("names", "main", "maija", ""));
  ASSERT_TRUE(write("main", "Square", "Arkadiankatu"));
  ASSERT_TRUE(write("names", "Road", "Arkadiagatan"));
  EXPECT_TRUE(merge("names", "main").receipt);
  const auto* merged = (*store_->snapshot("main"))->get<twin::CityObject>(*store_->feature_number(key));
  ASSERT_NE(merged, nullptr);
  EXPECT_EQ(merged->type, "Square");
  EXPECT_EQ(merged->name, "Arkadiagatan");
}

TEST_F(StoreMerge, TimeSeriesMergeAttributeByAttribute) {
  const twin::EntityKey key{twin::EntityKind::kTimeSeries, "s-1"};
  open();
  const auto write = [&](const std::string& branch, const std::string& unit, double value) {
    const twin::Bytes samples = twin::encode(twin::SeriesSamples{{test::at_second(7)}, {value}, {}});
    twin::TimeSeries series;
    series.id = key.id;
    series.unit = unit;
    series.count = 1;
    series.samples = twin::sha256(samples);
    twin::Command command = edit(key.id, 0, "maija", branch);
    command.writes = {{key, twin::encode(series), {}, {}}};
    command.blobs = {samples};
    return store_->commit(std::move(command));
  };
  ASSERT_TRUE(write("main", "kWh", 1454.63));
  ASSERT_TRUE(store_->create_branch("units", "main", "maija", ""));
  ASSERT_TRUE(write("main", "kWh", 1866.83));
  ASSERT_TRUE(write("units", "MJ", 1454.63));
  EXPECT_TRUE(merge("units", "main").receipt);
  const auto* merged = (*store_->snapshot("main"))->get<twin::TimeSeries>(*store_->feature_number(key));
  ASSERT_NE(merged, nullptr);
  EXPECT_EQ(merged->unit.str(), "MJ");
  EXPECT_EQ(twin::decode_series_samples(*store_->blob(merged->samples))->numbers, std::vector<double>{1866.83});
  expect_whole();
}

TEST_F(StoreMerge, ALockedPlanUnitIsNotMergedOver) {
  open();
  write(plan_unit("AK-1", 1.0));
  ASSERT_TRUE(store_->create_branch("plan-b", "main", "maija", ""));
  write(plan_unit("AK-1", 2.0), "plan-b");
  twin::Claim held;
  held.key = "plan_unit/main/AK-1";
  held.span_begin = twin::Instant::min();
  held.span_end = twin::Instant::max();
  held.owner = "matti";
  twin::Command lock;
  lock.author = "matti";
  lock.ledger = twin::Ledger::kOperations;
  lock.claims = {held};
  ASSERT_TRUE(store_->commit(lock));
  const auto answer = twin::merge_branches(*store_, {"plan-b", "main", "maija", "", Take::kNone});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().code, "edit-locked");
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.0);
}

TEST_F(StoreMerge, RevertKeepsWhatOthersChangedSince) {
  open();
  write(plan_unit("AK-1", 1.0));
  const auto raised = write(plan_unit("AK-1", 2.0));
  twin::PlanUnit named = plan_unit("AK-1", 2.0);
  named.name_fi = "Kalasatama";
  write(named);
  EXPECT_EQ(store_->undo("main", raised.commit, "maija").problem().code, "undo-conflict");  // whole entities only
  const auto answer = revert("main", raised.commit);
  ASSERT_TRUE(answer.receipt);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.0);
  EXPECT_EQ(unit("AK-1").name_fi, "Kalasatama");
  // Undoing the undo gives the value again.
  ASSERT_TRUE(revert("main", answer.receipt->commit).receipt);
  EXPECT_EQ(unit("AK-1"), named);
  expect_whole();
}

TEST_F(StoreMerge, RevertOfWhatChangedAgainIsAConflict) {
  open();
  write(plan_unit("AK-1", 1.0));
  const auto raised = write(plan_unit("AK-1", 2.0));
  write(plan_unit("AK-1", 3.0));
  const auto refused = revert("main", raised.commit);
  EXPECT_FALSE(refused.receipt);
  ASSERT_EQ(refused.conflicts.size(), 1U);
  EXPECT_EQ(refused.conflicts[0].attribute, "regulation.tehokkuusluku");
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 3.0);
  ASSERT_TRUE(revert("main", raised.commit, Take::kTheirs).receipt);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.0);
}

TEST_F(StoreMerge, ACommitOfAnotherBranchIsNotReverted) {
  open();
  write(plan_unit("AK-1", 1.0));
  ASSERT_TRUE(store_->create_branch("plan-b", "main", "maija", ""));
  const auto theirs = write(plan_unit("AK-1", 2.0), "plan-b");
  const auto refused = twin::revert_commit(*store_, {"main", theirs.commit.hex(), "maija", "", Take::kNone});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().code, "commit-unknown");
  // After the merge it is part of main's history and can be taken back.
  ASSERT_TRUE(merge("plan-b", "main").receipt);
  ASSERT_TRUE(revert("main", theirs.commit).receipt);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.0);
}

TEST_F(StoreMerge, ACommandRestsOnTheHeadItNames) {
  open();
  write(plan_unit("AK-1", 1.0));
  twin::Command late = edit("AK-1", 2.0);
  late.head = twin::sha256("another head");
  EXPECT_EQ(store_->commit(std::move(late)).problem().code, "branch-moved");
  twin::Command odd = edit("AK-1", 2.0);
  odd.merges = twin::sha256("no commit");
  EXPECT_EQ(store_->commit(std::move(odd)).problem().code, "commit-unknown");
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.0);
}

TEST_F(StoreMerge, WritersAndMergesAtTheSameTimeLoseNothing) {
  open();
  constexpr int kThreads = 3, kEdits = 20;
  write(plan_unit("AK-0", 1.0));
  for (int i = 0; i < kThreads; ++i) ASSERT_TRUE(store_->create_branch("b" + std::to_string(i), "main", "maija", ""));
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      const std::string branch = "b" + std::to_string(i);
      for (int k = 0; k < kEdits; ++k) {
        failures += !store_->commit(edit(branch + "-" + std::to_string(k), k, "maija", branch));
        // A branch that keeps moving is given up after some tries; then it is the caller's to try again.
        bool merged = false;
        for (int tries = 0; tries < 50 && !merged; ++tries) {
          const auto answer = twin::merge_branches(*store_, {branch, "main", "maija", "", Take::kNone});
          merged = answer.ok();
          failures += !answer && answer.problem().code != "branch-moved";
        }
        failures += !merged;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures.load(), 0);
  for (int i = 0; i < kThreads; ++i) {
    for (int k = 0; k < kEdits; ++k) EXPECT_EQ(ratio_of(*store_, "b" + std::to_string(i) + "-" + std::to_string(k)), k);
  }
  expect_whole();
}

}  // namespace
