// P2: what was acknowledged survives `kill -9`; what was not acknowledged leaves no trace.
#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <set>
#include <thread>

#include "tests/twin_core/store/store_fixture.hpp"

namespace {

using namespace test;
using Mode = twin::Store::Mode;

class StoreCrash : public StoreTest {};

/// Commits from three threads until it is killed; writes every acknowledged sequence number to `pipe`.
[[noreturn]] void commit_until_killed(const std::filesystem::path& file, int pipe, int round) {
  auto store = twin::Store::open(file, Mode::kCreateIfMissing, twin::system_clock());
  if (!store) _exit(2);
  const auto work = [&](int thread) {
    for (int i = 1;; ++i) {
      const auto receipt = (*store)->commit(edit("AK-" + std::to_string(thread), i + 0.001 * round));
      if (!receipt) _exit(3);
      if (write(pipe, &receipt->sequence, sizeof receipt->sequence) != sizeof receipt->sequence) _exit(4);
    }
  };
  std::thread one(work, 1);
  std::thread two(work, 2);
  work(3);
  _exit(5);
}

TEST_F(StoreCrash, EveryAcknowledgedCommitSurvivesKillNine) {
  std::set<std::uint64_t> acknowledged;
  for (int round = 0; round < 6; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      commit_until_killed(file_, ends[1], round);
    }
    close(ends[1]);
    std::uint64_t sequence = 0;
    const int wanted = 40 + 37 * round;
    for (int i = 0; i < wanted && read(ends[0], &sequence, sizeof sequence) == sizeof sequence; ++i) {
      acknowledged.insert(sequence);
    }
    kill(child, SIGKILL);
    while (read(ends[0], &sequence, sizeof sequence) == sizeof sequence) acknowledged.insert(sequence);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);

    open(Mode::kOpenExisting);
    std::set<std::uint64_t> kept;
    const auto log = store_->log(twin::Ledger::kCity, "main", 1'000'000);
    for (const twin::LogEntry& entry : *log) kept.insert(entry.sequence);
    EXPECT_THAT(acknowledged, testing::SizeIs(testing::Ge(40U)));
    for (const std::uint64_t one : acknowledged) EXPECT_TRUE(kept.contains(one)) << "commit " << one << " is lost";
    EXPECT_EQ(kept.size(), *kept.rbegin()) << "commits are missing in between";
    EXPECT_EQ(describe(store_->verify()), "");
    store_.reset();
  }
}

/// Lets no file of this process grow beyond a size: what a full disk looks like.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit now = before_;
    now.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

/// 48 MiB, as a city of some ten thousand buildings brings: more than goes through the write-ahead log.
twin::Command large_edit(const std::string& id) {
  twin::Command command = edit(id, 1);
  for (std::uint32_t i = 0; i < 12'000; ++i) {
    twin::Bytes blob(4'096, 7);
    std::memcpy(blob.data(), &i, sizeof i);
    command.blobs.push_back(std::move(blob));
  }
  return command;
}

TEST_F(StoreCrash, ALargeCommitIsThereWholeOrNotAtAll) {
  int whole = 0, rounds = 0;
  for (const auto pause : {0, 10, 30, 60, 100, 200, 5'000}) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      auto store = twin::Store::open(file_, Mode::kCreateIfMissing, twin::system_clock());
      if (!store || !(*store)->commit(edit("AK-1", 1.5))) _exit(2);
      const auto large = large_edit("AK-2");
      char said = 's';
      if (write(ends[1], &said, 1) != 1 || !(*store)->commit(large)) _exit(3);
      said = 'l';
      if (write(ends[1], &said, 1) != 1) _exit(4);
      while (true) ::pause();
    }
    close(ends[1]);
    char said = 0;
    ASSERT_EQ(read(ends[0], &said, 1), 1);
    pollfd ready{ends[0], POLLIN, 0};
    poll(&ready, 1, pause);
    kill(child, SIGKILL);
    const bool acknowledged = read(ends[0], &said, 1) == 1;
    close(ends[0]);
    waitpid(child, nullptr, 0);

    open(Mode::kOpenExisting);
    const auto commits = store_->log(twin::Ledger::kCity, "main", 9)->size();
    EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.5) << "the commit before it is lost, after " << pause << " ms";
    EXPECT_EQ(ratio_of(*store_, "AK-2"), commits == 2 ? 1 : -1);
    if (acknowledged) {
      EXPECT_EQ(commits, 2U);
    }
    whole += commits == 2;
    ++rounds;
    EXPECT_TRUE(store_->commit(edit("AK-3", 1)));
    EXPECT_EQ(describe(store_->verify()), "") << "after " << pause << " ms";
    store_.reset();
  }
  EXPECT_GE(whole, 1) << "of " << rounds;
}

TEST_F(StoreCrash, ALargeCommitForWhichTheDiskHasNoRoomIsRefused) {
  open();
  ASSERT_TRUE(store_->commit(edit("AK-1", 1.5)));
  {
    const FullDisk full(20'000'000);
    const auto refused = store_->commit(large_edit("AK-2"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problem().code, "store-read-only");
  }
  EXPECT_EQ(ratio_of(*store_, "AK-2"), -1);
  open(Mode::kOpenExisting);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.5);
  EXPECT_EQ(store_->log(twin::Ledger::kCity, "main", 9)->size(), 1U);
  EXPECT_TRUE(store_->commit(large_edit("AK-2")));
  EXPECT_EQ(describe(store_->verify()), "");
}

TEST_F(StoreCrash, AFailedWriteFailsTheBatchAndMakesTheStoreReadOnly) {
  open();
  ASSERT_TRUE(store_->commit(edit("AK-1", 1.5)));
  int heard = 0;
  store_->listen([&](const twin::Published&) { ++heard; });
  {
    const FullDisk full(300'000);
    twin::Command large = edit("AK-2", 1);
    large.blobs.push_back(twin::Bytes(3'000'000, 7));
    const auto refused = store_->commit(large);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problem().code, "store-read-only");
    EXPECT_FALSE(refused.problem().remedy.empty());
  }
  EXPECT_EQ(store_->commit(edit("AK-3", 1)).problem().code, "store-read-only") << "also when there is room again";
  EXPECT_EQ(heard, 0);
  EXPECT_EQ(ratio_of(*store_, "AK-1"), 1.5) << "reading goes on";
  EXPECT_EQ(ratio_of(*store_, "AK-2"), -1);
  EXPECT_FALSE(store_->feature_number(unit_key("AK-2")));
  EXPECT_FALSE(store_->feature_key(1));
  EXPECT_EQ(store_->log(twin::Ledger::kCity, "main", 9)->size(), 1U);
  open(Mode::kOpenExisting);
  EXPECT_EQ(store_->log(twin::Ledger::kCity, "main", 9)->size(), 1U);
  EXPECT_TRUE(store_->commit(edit("AK-2", 1)));
  EXPECT_EQ(store_->feature_number(unit_key("AK-2")), 1U);
  EXPECT_EQ(describe(store_->verify()), "");
}

}  // namespace
