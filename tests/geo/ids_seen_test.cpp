#include "geo/io/ids_seen.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(IdsSeen, TellsTheLineAnIdCameInFirst) {
  geo::IdsSeen seen;
  for (std::uint64_t i = 0; i < 5'003; ++i) EXPECT_FALSE(seen.add("BID_" + std::to_string(i), i + 7)) << i;
  for (std::uint64_t i = 0; i < 5'003; ++i) EXPECT_EQ(seen.add("BID_" + std::to_string(i), 1), i + 7) << i;
  EXPECT_FALSE(seen.add("BID_5003", 9));
  EXPECT_FALSE(seen.add("", 3));
  EXPECT_EQ(seen.add("", 4), 3u);
}

}  // namespace
