#include "twin_core/base/random_stream.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

TEST(RandomStream, BlocksAreThoseOfThePublishedVectors) {
  // Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds.
  using Block = std::array<std::uint32_t, 4>;
  EXPECT_EQ(twin::philox4x32_10({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(twin::philox4x32_10({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(twin::philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStream, ANameIsAStreamAndAskingInAnyOrderGivesTheSame) {
  twin::RandomStream a(7, "population", "BID_1");
  twin::RandomStream same(7, "population", "BID_1");
  EXPECT_EQ(same.at(12), twin::RandomStream(7, "population", "BID_1").at(12));
  for (std::uint64_t i = 0; i < 13; ++i) EXPECT_EQ(a.next(), same.at(i));
  EXPECT_NE(twin::RandomStream(8, "population", "BID_1").at(0), same.at(0));
  EXPECT_NE(twin::RandomStream(7, "demand", "BID_1").at(0), same.at(0));
  EXPECT_NE(twin::RandomStream(7, "population", "BID_2").at(0), same.at(0));
  EXPECT_NE(twin::RandomStream(7, "a", "bc").at(0), twin::RandomStream(7, "ab", "c").at(0));
}

TEST(RandomStream, NumbersSpreadEvenly) {
  twin::RandomStream stream(3, "test", "even");
  std::array<int, 6> dice{};
  double sum = 0;
  constexpr int kThrows = 60'000;
  for (int i = 0; i < kThrows; ++i) {
    ++dice[stream.below(6)];
    const double u = stream.uniform();
    ASSERT_TRUE(u >= 0 && u < 1);
    sum += u;
  }
  // Five standard deviations: sqrt(60,000 / 6 * 5 / 6) = 91 throws; sqrt(1 / 12 / 60,000) = 0.00118.
  for (const int count : dice) EXPECT_NEAR(count, 10'000, 5 * 91);
  EXPECT_NEAR(sum / kThrows, 0.5, 5 * 0.00118);
  EXPECT_EQ(stream.between(4, 4), 4);
  EXPECT_FALSE(stream.chance(0));
  EXPECT_TRUE(stream.chance(1));
}

}  // namespace
