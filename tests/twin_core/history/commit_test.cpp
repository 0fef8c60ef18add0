#include "twin_core/history/commit.hpp"

#include <gtest/gtest.h>

#include "twin_core/history/branch_record.hpp"
#include "twin_core/history/commit_reader.hpp"

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

/// All of a commit as its reader gives it, and the most bytes that it asked for at once.
Result<Commit> read_in_stretches(const Bytes& bytes, std::size_t* most = nullptr) {
  CommitReader reader(bytes.size(), [&](std::size_t offset, std::size_t size) -> Result<Bytes> {
    if (most) *most = std::max(*most, size);
    return Bytes(bytes.begin() + static_cast<std::ptrdiff_t>(offset), bytes.begin() + static_cast<std::ptrdiff_t>(offset + size));
  });
  TWIN_TRY(Commit commit, reader.head());
  while (true) {
    TWIN_TRY(auto change, reader.next());
    if (!change) break;
    commit.changes.push_back(std::move(*change));
  }
  TWIN_CHECK(reader.tail(commit));
  return commit;
}

TEST(CommitReader, ReadsWhatDecodingReadsAndRefusesWhatItRefuses) {
  const Commit commit = full_commit();
  const Bytes bytes = encode(commit);
  EXPECT_TRUE(*read_in_stretches(bytes) == commit);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(read_in_stretches({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)})) << length;
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    Bytes damaged = bytes;
    damaged[at] ^= 0x41;
    const auto whole = decode_commit(damaged), read = read_in_stretches(damaged);
    ASSERT_EQ(static_cast<bool>(whole), static_cast<bool>(read)) << at;
    EXPECT_TRUE(!whole || *whole == *read) << at;
  }
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(read_in_stretches(longer));
}

TEST(CommitReader, HoldsAStretchOfALongCommitAndNotTheWhole) {
  // 3,000 changes of 68 bytes and ids of 7 to 1,024: 1.7 MB. One message is longer than what is read at once.
  Commit commit = full_commit();
  commit.message = std::string(200'000, 'x');
  commit.changes.clear();
  for (std::size_t i = 0; i < 3'000; ++i) {
    commit.changes.push_back({{EntityKind::kBuilding, std::string(7 + i * 977 % 1'018, 'b')}, sha256("a"), sha256("b"), {}, {}});
  }
  const Bytes bytes = encode(commit);
  ASSERT_GT(bytes.size(), 1'700'000U);
  std::size_t most = 0;
  const auto read = read_in_stretches(bytes, &most);
  ASSERT_TRUE(read);
  EXPECT_TRUE(*read == commit);
  EXPECT_LE(most, 400'000U);
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
