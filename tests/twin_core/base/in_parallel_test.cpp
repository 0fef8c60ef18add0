#include "twin_core/base/in_parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace {

TEST(InParallel, DoesEachOnceAloneOrSevenTogether) {
  for (const std::size_t count : {0u, 1u, 3u, 1'009u}) {
    std::vector<std::atomic<int>> done(count);
    twin::in_parallel(count, [&](std::size_t i) { ++done[i]; });
    twin::in_parallel(count, [&](std::size_t i) { ++done[i]; }, 7);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(done[i], 2) << i << " of " << count;
  }
}

TEST(InParallel, ThrowsWhatWasThrown) {
  std::atomic<std::size_t> calls{0};
  EXPECT_THROW(twin::in_parallel(100'000,
                                [&](std::size_t i) {
                                  ++calls;
                                  if (i == 5) throw std::out_of_range("five");
                                }),
               std::out_of_range);
  EXPECT_LE(calls, 100'000u);
}

}  // namespace
