#include "geo/io/work_ahead.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace {

TEST(WorkAhead, DoesEachTaskOnceOnAnyNumberOfThreads) {
  for (const std::size_t threads : {1u, 2u, 7u}) {
    std::vector<std::atomic<int>> done(1'009);
    geo::WorkAhead work(threads);
    for (auto& one : done) work.add([&one] { ++one; });
    work.finish();
    for (std::size_t i = 0; i < done.size(); ++i) EXPECT_EQ(done[i], 1) << i << " with " << threads;
  }
}

TEST(WorkAhead, ACallerFarAheadWorksToo) {
  // One other thread that is held up: the caller must do what it hands in, or it would never end.
  std::atomic<bool> held{true};
  std::atomic<int> done{0};
  {
    geo::WorkAhead work(2);
    const auto caller = std::this_thread::get_id();
    work.add([&] {
      if (std::this_thread::get_id() == caller) held = false;
      while (held) std::this_thread::yield();
    });
    for (int i = 0; i < 100; ++i) work.add([&] { ++done; });
    EXPECT_GE(done, 80);
    held = false;
    work.finish();
    EXPECT_EQ(done, 100);
  }
}

TEST(WorkAhead, ThrowsWhatATaskThrew) {
  for (const std::size_t threads : {1u, 2u, 7u}) {
    const auto run = [&] {
      geo::WorkAhead work(threads);
      for (int i = 0; i < 1'000; ++i) {
        work.add([i] {
          if (i == 5) throw std::out_of_range("five");
        });
      }
      work.finish();
    };
    EXPECT_THROW(run(), std::out_of_range) << threads;
  }
}

TEST(WorkAhead, DropsWhatHasNotBegun) {
  // The reader gave up: what is running is waited for, nothing else is started.
  std::atomic<bool> held{true};
  std::atomic<int> done{0};
  {
    geo::WorkAhead work(2);
    work.add([&] {
      while (held) std::this_thread::yield();
    });
    work.add([&] { ++done; });
    held = false;
  }
  EXPECT_LE(done, 1);
}

}  // namespace
