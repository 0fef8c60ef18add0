#include <gmock/gmock.h>

#include "tests/twin_core/store/store_fixture.hpp"
#include "twin_core/store/claim_table.hpp"

namespace {

using namespace test;
using twin::Claim;
using twin::ClaimMode;
using twin::EntityKind;
using twin::Instant;
using twin::Ledger;

Claim claim(const std::string& owner, std::int64_t begin, std::int64_t end, ClaimMode mode = ClaimMode::kCore) {
  Claim out;
  out.key = "room/b-101";
  out.span_begin = at_second(begin);
  out.span_end = at_second(end);
  out.mode = mode;
  out.owner = owner;
  return out;
}

TEST(ClaimTable, ModesOwnersAndSpansDecide) {
  const auto core = ClaimMode::kCore;
  const auto buffered = ClaimMode::kBuffered;
  EXPECT_TRUE(collides(claim("a", 0, 10), claim("b", 9, 20)));
  EXPECT_FALSE(collides(claim("a", 0, 10), claim("b", 10, 20))) << "spans are half-open";
  EXPECT_FALSE(collides(claim("a", 0, 10), claim("a", 0, 10))) << "not with oneself";
  EXPECT_TRUE(collides(claim("a", 0, 10, core), claim("b", 0, 10, buffered)));
  EXPECT_TRUE(collides(claim("a", 0, 10, buffered), claim("b", 0, 10, core)));
  EXPECT_FALSE(collides(claim("a", 0, 10, buffered), claim("b", 0, 10, buffered)));
  EXPECT_TRUE(collides(claim("a", 3, 3), claim("b", 0, 10))) << "a moment within";
  EXPECT_TRUE(collides(claim("a", 0, 10), claim("b", 0, 0)));
  EXPECT_FALSE(collides(claim("a", 10, 10), claim("b", 0, 10)));
  EXPECT_TRUE(collides(claim("a", 4, 4), claim("b", 4, 4)));
  Claim elsewhere = claim("b", 0, 10);
  elsewhere.key = "room/b-102";
  EXPECT_FALSE(collides(claim("a", 0, 10), elsewhere));
  elsewhere = claim("b", 0, 10);
  elsewhere.ledger = Ledger::kCity;
  EXPECT_FALSE(collides(claim("a", 0, 10), elsewhere));
}

constexpr const char* kLock = "plan_unit/main/AK-1";

Claim lock_claim(const std::string& owner, std::int64_t until) {
  Claim out;
  out.key = kLock;
  out.span_begin = Instant::min();
  out.span_end = Instant::max();
  out.owner = owner;
  out.expires_at = at_second(until);
  return out;
}

twin::Command lock(const std::string& owner, std::int64_t until) {
  twin::Command command;
  command.ledger = Ledger::kOperations;
  command.author = owner;
  command.purpose = "lock";
  const std::string record = owner + std::to_string(until);
  command.writes.push_back({{EntityKind::kEditLock, kLock}, twin::Bytes(record.begin(), record.end()), {}, {}});
  command.claims.push_back(lock_claim(owner, until));
  return command;
}

twin::Command unlock(const std::string& owner) {
  twin::Command command;
  command.ledger = Ledger::kOperations;
  command.author = owner;
  command.writes.push_back({{EntityKind::kEditLock, kLock}, std::nullopt, {}, {}});
  return command;
}

/// A plain edit: its claim is over at once and only asks whether somebody else's lock stands in the way.
twin::Command respectful_edit(double ratio, const std::string& author, std::int64_t now) {
  twin::Command command = edit("AK-1", ratio, author);
  command.claims.push_back(lock_claim(author, now));
  return command;
}

class StoreClaim : public StoreTest {};

TEST_F(StoreClaim, AnEditLockKeepsOthersOutUntilItExpires) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(lock("maija", 60)));
  EXPECT_TRUE(store.commit(respectful_edit(1.5, "maija", 0)));
  const auto refused = store.commit(respectful_edit(2.5, "matti", 0));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().code, "claim-collision");
  EXPECT_EQ(refused.problem().value, kLock);
  EXPECT_THAT(refused.problem().message, testing::HasSubstr("maija"));
  EXPECT_THAT(store.claims_on(kLock), testing::SizeIs(1));
  second_ = 59;
  EXPECT_EQ(store.commit(lock("matti", 120)).problem().code, "claim-collision");
  second_ = 60;
  EXPECT_THAT(store.claims_on(kLock), testing::IsEmpty());
  EXPECT_TRUE(store.commit(respectful_edit(2.5, "matti", 60)));
  EXPECT_TRUE(store.commit(lock("matti", 120)));
  ASSERT_THAT(store.claims_on(kLock), testing::SizeIs(1));
  EXPECT_EQ(store.claims_on(kLock)[0].owner, "matti");
  EXPECT_EQ(describe(store.verify()), "");
}

TEST_F(StoreClaim, ALockGoesWithItsEntityAndIsRenewedInPlace) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(lock("maija", 60)));
  ASSERT_TRUE(store.commit(lock("maija", 90)));
  ASSERT_TRUE(store.commit(lock("maija", 90))) << "the same record again still renews the claim";
  ASSERT_THAT(store.claims_on(kLock), testing::SizeIs(1));
  EXPECT_EQ(store.claims_on(kLock)[0].expires_at, at_second(90));
  ASSERT_TRUE(store.commit(unlock("maija")));
  EXPECT_THAT(store.claims_on(kLock), testing::IsEmpty());
  EXPECT_TRUE(store.commit(respectful_edit(2.5, "matti", 0)));
  EXPECT_EQ(describe(store.verify()), "");
}

TEST_F(StoreClaim, AQuestionAloneIsNothingToDo) {
  twin::Store& store = open();
  ASSERT_TRUE(store.commit(respectful_edit(1.5, "maija", 0)));
  EXPECT_THAT(store.claims_on(kLock), testing::IsEmpty());
  EXPECT_EQ(store.commit(respectful_edit(1.5, "maija", 0)).problem().code, "nothing-to-do");
  ASSERT_TRUE(store.commit(lock("maija", 60)));
  EXPECT_EQ(store.commit(respectful_edit(1.5, "matti", 0)).problem().code, "claim-collision");
}

TEST_F(StoreClaim, LocksAreThereAgainAfterReopening) {
  open();
  ASSERT_TRUE(store_->commit(lock("maija", 60)));
  second_ = 10;
  open();
  EXPECT_EQ(store_->commit(respectful_edit(2.5, "matti", 10)).problem().code, "claim-collision");
  ASSERT_TRUE(store_->commit(unlock("maija")));
  open();
  EXPECT_TRUE(store_->commit(respectful_edit(2.5, "matti", 10)));
}

TEST_F(StoreClaim, OfHundredRivalsForOneSpanOneWins) {
  twin::Store& store = open();
  std::vector<std::future<twin::Result<twin::Receipt>>> answers;
  for (int i = 0; i < 100; ++i) answers.push_back(store.submit(lock("author-" + std::to_string(i), 60)));
  int won = 0;
  for (auto& answer : answers) {
    const auto receipt = answer.get();
    won += receipt ? 1 : 0;
    EXPECT_TRUE(receipt || receipt.problem().code == "claim-collision");
  }
  EXPECT_EQ(won, 1);
}

TEST_F(StoreClaim, ClaimsOfADeletedBranchAreGone) {
  twin::Store& store = open();
  ASSERT_TRUE(store.create_branch("tower", "main", "maija", ""));
  twin::Command command = edit("AK-1", 1, "maija", "tower");
  command.claims.push_back(lock_claim("maija", 60));
  ASSERT_TRUE(store.commit(command));
  EXPECT_THAT(store.claims_on(kLock), testing::SizeIs(1));
  ASSERT_TRUE(store.delete_branch("tower", "maija"));
  EXPECT_THAT(store.claims_on(kLock), testing::IsEmpty());
}

TEST_F(StoreClaim, RefusesClaimsWithoutOwnerOrWithTwo) {
  twin::Store& store = open();
  twin::Command nobody = lock("maija", 60);
  nobody.claims[0].owner.clear();
  EXPECT_EQ(store.commit(nobody).problem().code, "record-malformed");
  twin::Command two = lock("maija", 60);
  two.claims.push_back(lock_claim("matti", 60));
  EXPECT_EQ(store.commit(two).problem().code, "record-malformed");
  twin::Command backwards = lock("maija", 60);
  std::swap(backwards.claims[0].span_begin, backwards.claims[0].span_end);
  EXPECT_EQ(store.commit(backwards).problem().code, "record-malformed");
}

}  // namespace
