// Commits that are made together or not at all, and commands that rest on what they were worked out from.
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/twin_core/store/store_fixture.hpp"
#include "twin_core/store/commit_series.hpp"
#include "twin_core/store/merge_branches.hpp"

namespace test {
namespace {

using twin::Command;
using twin::EntityKind;
using twin::Store;

class StoreSeries : public StoreTest {
 protected:
  std::size_t commits() { return store_->log(twin::Ledger::kCity, "main", 99)->size(); }
  twin::Result<twin::Receipt> make(std::vector<Command> commands) { return store_->submit_series(std::move(commands)).get(); }
};

/// A unit's value from one year to another; to 0: for good.
Command of_years(const std::string& id, double ratio, int from, int to) {
  Command command = edit(id, ratio);
  command.writes[0].valid_from = at_second(from * 31'000'000LL);
  if (to > 0) command.writes[0].valid_to = at_second(to * 31'000'000LL);
  return command;
}

TEST_F(StoreSeries, IsSeenWholeAndKnownByItsKeys) {
  open();
  ASSERT_TRUE(store_->commit(edit("AK-9", 9)));
  std::vector<std::uint64_t> heard;
  store_->listen([&](const twin::Published& published) {
    heard.push_back(published.entry.sequence);
    EXPECT_EQ(ratio_of(*store_, "AK-1"), 3) << "the first is not seen without the last";
  });
  const auto made = make({of_years("AK-1", 1, 1, 2), edit("AK-9", 9), of_years("AK-1", 3, 2, 0)});
  ASSERT_TRUE(made);
  EXPECT_EQ(heard, (std::vector<std::uint64_t>{2, 3})) << "the one that changes nothing is left out";
  EXPECT_EQ(made->sequence, 3U);
  const auto log = *store_->log(twin::Ledger::kCity, "main", 9);
  EXPECT_EQ(log[0].commit.key, "series:2:2");
  EXPECT_EQ(log[1].commit.key, "series:2:1");
  EXPECT_EQ(log[0].commit.time, log[1].commit.time);
  EXPECT_EQ(make({edit("AK-9", 9), of_years("AK-1", 3, 2, 0)}).problem().code, "nothing-to-do");
  open(Store::Mode::kOpenExisting);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 3);
  EXPECT_EQ(describe(store_->verify()), "");
  EXPECT_TRUE(store_->commit(edit("AK-2", 1))) << "a commit after it stands alone";
}

TEST_F(StoreSeries, IsRefusedWholeForAnyOfItsCommands) {
  open();
  Command nameless = edit("AK-3", 3);
  nameless.author.clear();
  EXPECT_EQ(make({edit("AK-1", 1), edit("AK-2", 2), nameless}).problem().code, "author-missing");
  twin::Building building;
  building.id = "b";
  building.shape = twin::sha256(twin::Bytes(3, 3));
  Command shapeless = edit("AK-5", 5);
  shapeless.writes.push_back({{EntityKind::kBuilding, "b"}, twin::encode(building), {}, {}});
  EXPECT_EQ(make({edit("AK-1", 1), shapeless}).problem().code, "blob-missing");
  Command own_key = edit("AK-6", 6);
  own_key.key = "series:1:1";
  EXPECT_EQ(store_->commit(own_key).problem().code, "record-malformed");
  EXPECT_EQ(commits(), 0U);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), -1);
  EXPECT_FALSE(store_->feature_number(unit_key("AK-1")));
}

TEST_F(StoreSeries, IsTakenBackWholeWhicheverCommitIsNamed) {
  open();
  ASSERT_TRUE(store_->commit(edit("AK-1", 0.5)));
  ASSERT_TRUE(make({of_years("AK-1", 1, 1, 2), of_years("AK-2", 7, 1, 3), of_years("AK-1", 3, 2, 0)}));
  const auto log = *store_->log(twin::Ledger::kCity, "main", 9);
  ASSERT_EQ(log.size(), 4U);
  for (int part = 0; part < 3; ++part) {
    for (const bool whole_entities : {true, false}) {
      const std::string branch = (whole_entities ? "undo" : "revert") + std::to_string(part);
      ASSERT_TRUE(store_->create_branch(branch, "main", "maija", ""));
      if (whole_entities) {
        const auto undone = store_->undo(branch, log[part].hash, "maija");
        ASSERT_TRUE(undone) << undone.problem().message;
      } else {
        const auto reverted = twin::revert_commit(*store_, {branch, log[part].hash.hex(), "maija", "", twin::Take::kNone});
        ASSERT_TRUE(reverted);
        EXPECT_TRUE(reverted->conflicts.empty());
      }
      EXPECT_EQ(ratio_of(*store_, "AK-1", branch), 0.5) << branch;
      EXPECT_EQ(ratio_of(*store_, "AK-2", branch), -1) << branch;
      for (const int year : {1, 2, 5}) {
        const auto then = store_->snapshot_at(branch, {"", at_second(year * 31'000'000LL + 9)});
        ASSERT_TRUE(then);
        const auto* const unit = (*then)->plan_unit(*store_->feature_number(unit_key("AK-1")));
        ASSERT_NE(unit, nullptr);
        EXPECT_EQ(*unit->regulations.at(0).value, 0.5) << branch << " in year " << year;
        EXPECT_EQ((*then)->plan_unit_count(), 1U) << branch << " in year " << year;
      }
    }
  }
}

TEST_F(StoreSeries, IsThereWholeOrNotAtAllWhenTheDiskFillsUp) {
  open();
  ASSERT_TRUE(store_->commit(edit("AK-0", 1)));
  store_.reset();
  int whole = 0, nothing = 0;
  for (rlim_t kilobytes = 100; kilobytes < 8'000; kilobytes += 600) {
    const auto copy = folder_ / (std::to_string(kilobytes) + ".twin");
    std::filesystem::copy_file(file_, copy);
    const pid_t child = fork();
    if (child == 0) {  // the limit ends it in the middle of writing, without a word
      rlimit limit{kilobytes * 1024, kilobytes * 1024};
      setrlimit(RLIMIT_FSIZE, &limit);
      auto store = Store::open(copy, Store::Mode::kOpenExisting, clock());
      if (!store) _exit(3);
      Command first = edit("AK-1", 1), last = edit("AK-1", 2);
      for (int i = 0; i < 40; ++i) first.blobs.push_back(twin::Bytes(50'000, static_cast<std::uint8_t>(i)));
      for (int i = 0; i < 40; ++i) last.blobs.push_back(twin::Bytes(50'001, static_cast<std::uint8_t>(i)));
      std::vector<Command> commands;
      commands.push_back(std::move(first));
      commands.push_back(std::move(last));
      _exit((*store)->submit_series(std::move(commands)).get() ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    auto after = Store::open(copy, Store::Mode::kOpenExisting, clock());
    ASSERT_TRUE(after) << after.problem().message;
    const std::size_t now = (*after)->log(twin::Ledger::kCity, "main", 9)->size();
    EXPECT_TRUE(now == 1 || now == 3) << now << " commits at " << kilobytes << " KiB";
    ++(now == 3 ? whole : nothing);
    EXPECT_EQ(describe((*after)->verify()), "");
  }
  EXPECT_GT(whole, 0);
  EXPECT_GT(nothing, 0);
}

TEST_F(StoreSeries, ACommandRestsOnTheKindsThatItNames) {
  open();
  ASSERT_TRUE(store_->commit(edit("AK-1", 1)));
  const twin::Snapshot then = *store_->snapshot("main");
  ASSERT_TRUE(store_->commit(edit("AK-2", 1)));
  Command command = edit("AK-1", 3);
  command.basis = {then, {EntityKind::kBuilding, EntityKind::kManifest}};
  EXPECT_TRUE(store_->commit(command)) << "a plan unit is nothing that it rests on";
  command = edit("AK-1", 4);
  command.basis = {then, {EntityKind::kPlanUnit}};
  const auto refused = store_->commit(command);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().code, "branch-moved");
  EXPECT_NE(refused.problem().value.find("AK-1"), std::string::npos) << refused.problem().value;
  EXPECT_EQ(make({edit("AK-7", 1), command}).problem().code, "branch-moved");
  command.basis = {*store_->snapshot("main"), {EntityKind::kPlanUnit}};
  EXPECT_TRUE(store_->commit(command));
  EXPECT_EQ(ratio_of(*store_, "AK-7"), -1);
}

}  // namespace
}  // namespace test
