// A file changed behind the store's back: each kind of damage is found and named.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/twin_core/store/store_fixture.hpp"

namespace {

using namespace test;
using testing::Contains;
using testing::Field;

class StoreVerify : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    open();
    twin::BuildingShape shape;
    shape.attributes.push_back({"YEAR", "int", "1931", ""});
    twin::Building building;
    building.id = "BID_1";
    building.shape = twin::sha256(twin::encode(shape));
    twin::Command command = edit("AK-1", 1.5);
    command.writes.push_back({{twin::EntityKind::kBuilding, "BID_1"}, twin::encode(building), {}, {}});
    command.blobs.push_back(twin::encode(shape));
    command.message = "A message to be changed";
    command.key = "key-1";
    ASSERT_TRUE(store_->commit(command));
    ASSERT_TRUE(store_->create_branch("tower", "main", "matti", ""));
    ASSERT_TRUE(store_->commit(edit("AK-1", 4, "matti", "tower")));
    ASSERT_TRUE(store_->commit(edit("AK-1", 2)));
    const auto whole = store_->verify();
    ASSERT_EQ(describe(whole), "");
    EXPECT_EQ(whole.commits, 4U);
    EXPECT_EQ(whole.values, 6U);  // three plan units, a building, its shape, a branch
    EXPECT_EQ(whole.features, 2U);
    store_.reset();
  }

  void change(const std::string& sql) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &raw), SQLITE_OK);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK) << (error ? error : "");
    EXPECT_GT(sqlite3_changes(raw), 0) << sql;
    sqlite3_close(raw);
  }

  /// Codes and places of what the verifier finds without opening the twin.
  std::vector<std::pair<std::string, std::string>> findings() {
    const auto inspected = twin::Store::inspect(file_);
    EXPECT_TRUE(inspected);
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& finding : inspected->findings) out.emplace_back(finding.code, finding.place);
    return out;
  }

  using Found = std::pair<std::string, std::string>;
};

TEST_F(StoreVerify, EveryByteOfACommitIsGuarded) {
  // One bit of each byte of the third commit in turn; afterwards the row is put back.
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &raw), SQLITE_OK);
  sqlite3_stmt* read = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(raw, "SELECT bytes FROM history WHERE sequence = 3", -1, &read, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_step(read), SQLITE_ROW);
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(read, 0));
  const twin::Bytes whole(data, data + sqlite3_column_bytes(read, 0));
  sqlite3_finalize(read);
  sqlite3_close(raw);
  const auto put = [&](const twin::Bytes& bytes) {
    std::string hex;
    for (const auto byte : bytes) hex += std::string("0123456789abcdef").substr(byte >> 4, 1) +
                                         std::string("0123456789abcdef").substr(byte & 15, 1);
    change("UPDATE history SET bytes = x'" + hex + "' WHERE sequence = 3");
  };
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    twin::Bytes damaged = whole;
    damaged[at] ^= 0x04;
    put(damaged);
    EXPECT_THAT(findings(), Contains(Found("chain-broken", "commit 3"))) << at;
  }
  put(whole);
  EXPECT_THAT(findings(), testing::IsEmpty());
}

TEST_F(StoreVerify, AChangedValueIsFoundByItsDigest) {
  for (const char* table : {"record", "blob"}) {
    SCOPED_TRACE(table);
    change(std::string("UPDATE ") + table +
           " SET bytes = substr(bytes, 1, length(bytes) - 1) || x'7f' WHERE rowid = 1");
    EXPECT_THAT(findings(), Contains(testing::Pair("blob-corrupt", testing::StartsWith("value "))));
  }
}

TEST_F(StoreVerify, AMissingShapeIsFound) {
  change("DELETE FROM blob");
  EXPECT_THAT(findings(), Contains(Found("blob-missing", "commit 1")));
}

TEST_F(StoreVerify, AMissingRecordIsFoundAndKeepsTheTwinFromOpening) {
  change("DELETE FROM record WHERE rowid = 1");
  EXPECT_THAT(findings(), Contains(Found("blob-missing", "commit 1")));
  const auto opened = twin::Store::open(file_, twin::Store::Mode::kOpenExisting, clock());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.problem().code, "store-corrupt");
  EXPECT_EQ(opened.problem().place, "commit 1");
}

TEST_F(StoreVerify, ACutOffTailIsFoundByTheHead) {
  change("DELETE FROM history WHERE sequence = 4");
  EXPECT_THAT(findings(), Contains(Found("head-wrong", "head of city main")));
}

TEST_F(StoreVerify, AMissingCommitIsFound) {
  change("DELETE FROM history WHERE sequence = 2");
  EXPECT_THAT(findings(), Contains(Found("chain-broken", "commit 3")));
}

TEST_F(StoreVerify, AMovedHeadIsFound) {
  change("UPDATE head SET hash = (SELECT hash FROM history WHERE sequence = 1), sequence = 1 WHERE branch = 'tower'");
  EXPECT_THAT(findings(), testing::ElementsAre(Found("head-wrong", "head of city tower")));
}

TEST_F(StoreVerify, ARewrittenCommitWithItsOwnHashStillBreaksTheChain) {
  // Somebody who knows the format rewrites commit 1 and its hash; the commits after it name the old one.
  open();
  twin::LogEntry first = store_->log(twin::Ledger::kCity, "main", 9)->back();
  store_.reset();
  first.commit.author = "somebody else";
  const auto hex = [](const twin::Bytes& bytes) {
    std::string out;
    for (const auto byte : bytes) out += std::string("0123456789abcdef").substr(byte >> 4, 1) +
                                         std::string("0123456789abcdef").substr(byte & 15, 1);
    return out;
  };
  change("UPDATE history SET bytes = x'" + hex(twin::encode(first.commit)) + "', hash = x'" +
         twin::hash_of(first.commit).hex() + "' WHERE sequence = 1");
  EXPECT_THAT(findings(), Contains(Found("chain-broken", "commit 4")));
}

TEST_F(StoreVerify, ChangedFeatureNumbersAreFound) {
  change("UPDATE feature SET id = 'BID_2' WHERE number = 1");
  EXPECT_THAT(findings(), Contains(Found("feature-number-wrong", "feature 1")));
}

TEST_F(StoreVerify, AChangedColumnBesideTheCommitIsFound) {
  change("UPDATE history SET key = 'key-2' WHERE sequence = 1");
  EXPECT_THAT(findings(), testing::ElementsAre(Found("chain-broken", "commit 1")));
}

TEST_F(StoreVerify, AnOpenTwinVerifiesTheSame) {
  change("UPDATE blob SET bytes = bytes || x'00'");
  open();
  EXPECT_THAT(store_->verify().findings, Contains(Field(&twin::Finding::code, "blob-corrupt")));
}

}  // namespace
