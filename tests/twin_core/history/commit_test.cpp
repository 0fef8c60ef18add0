#include "twin_core/history/commit.hpp"

#include <gtest/gtest.h>

#include "twin_core/history/branch_record.hpp"

namespace {

using namespace twin;

Commit full_commit() {
  Commit commit;
  commit.ledger = Ledger::kOperations;
  commit.parents = {sha256("a"), sha256("b")};
  commit.author = "matti";
  commit.purpose = "lock";
  commit.time = Instant{std::chrono::microseconds{1'700'000'000'123'456}};
  commit.message = "Lukitaan – låst";
  commit.changes = {{{EntityKind::kEditLock, "AK-1"}, {}, sha256("v"), commit.time, std::nullopt},
                    {{EntityKind::kPlanUnit, "AK-2"}, sha256("v"), {}, std::nullopt, commit.time}};
  commit.claims = {{Ledger::kOperations, "plan_unit/main/AK-1", Instant::min(), Instant::max(), ClaimMode::kBuffered,
                    "matti", commit.time}};
  commit.expects = {{{EntityKind::kManifest, "twin"}, sha256("m")}};
  commit.key = "k-1";
  return commit;
}

TEST(Commit, GoesRoundAndRefusesEveryCut) {
  const Commit commit = full_commit();
  const Bytes bytes = encode(commit);
  const auto back = decode_commit(bytes);
  ASSERT_TRUE(back);
  EXPECT_TRUE(*back == commit);
  EXPECT_EQ(encode(*back), bytes);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_commit(ByteView(bytes).first(length))) << length;
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    Bytes damaged = bytes;
    damaged[at] ^= 0x41;
    const auto other = decode_commit(damaged);
    EXPECT_TRUE(!other || encode(*other) == damaged) << at;
  }
}

TEST(Commit, HashIsSha256OverTheDocumentedBytes) {
  // Written by hand; hashed with `printf '...' | sha256sum`.
  Commit commit;
  commit.branch = "main";
  commit.author = "a";
  commit.purpose = "edit";
  commit.time = Instant{std::chrono::microseconds{1}};
  const Bytes expected = {1, 1, 4, 'm', 'a', 'i', 'n', 0, 1, 'a', 4, 'e', 'd', 'i', 't', 2, 0, 0, 0, 0, 0};
  EXPECT_EQ(encode(commit), expected);
  EXPECT_EQ(hash_of(commit).hex(), "3945a689d13f8645cbeebc9fb331df13aca5cbde53333d6779343794d9e56475");
}

TEST(Commit, EveryMemberCountsInTheHash) {
  const Commit base = full_commit();
  std::vector<Commit> others(9, base);
  others[0].author = "maija";
  others[1].time += std::chrono::microseconds{1};
  others[2].message += ".";
  others[3].parents.pop_back();
  others[4].changes[1].before = sha256("w");
  others[5].claims[0].owner = "maija";
  others[6].expects[0].value = {};
  others[7].key.clear();
  others[8].changes[0].valid_from.reset();
  for (const Commit& other : others) EXPECT_NE(hash_of(other), hash_of(base));
}

TEST(BranchRecord, GoesRound) {
  const BranchRecord record{"tower", "main", sha256("head")};
  const Bytes bytes = encode(record);
  EXPECT_TRUE(*decode_branch_record(bytes) == record);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(decode_branch_record(ByteView(bytes).first(length)));
  }
}

TEST(BranchName, IsShortAndPlain) {
  for (const char* name : {"main", "a", "Tower-2.b_3"}) EXPECT_TRUE(is_branch_name(name)) << name;
  for (const std::string& name : {std::string(), std::string("2a"), std::string("a b"), std::string("a/b"), std::string("ä"),
                                  std::string("-a"), std::string(65, 'a')}) {
    EXPECT_FALSE(is_branch_name(name)) << name;
  }
  EXPECT_TRUE(is_branch_name(std::string(64, 'a')));
}

}  // namespace
