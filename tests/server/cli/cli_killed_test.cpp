// An import that is killed leaves no file, a twin, or an empty database that says what it is; the next import is as the first.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

constexpr const char* kUnfinished = "ended before it wrote anything";

/// Starts an import and kills it after `wait`, unless it was faster.
void import_and_kill(const std::string& twin, const std::string& file, std::chrono::milliseconds wait) {
  const pid_t process = fork();
  if (process == 0) {
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) close(stream);
    execl(KAKSONEN_PROGRAM, KAKSONEN_PROGRAM, "import", "--twin", twin.c_str(), file.c_str(), nullptr);
    _exit(127);
  }
  ASSERT_GT(process, 0);
  std::this_thread::sleep_for(wait);
  kill(process, SIGKILL);
  int status = 0;
  waitpid(process, &status, 0);
}

void expect_explained(const std::string& twin) {
  if (!std::filesystem::exists(twin)) return;
  const auto info = kaksonen({"info", "--twin", twin, "--json"});
  if (info.exit_code == 0) return;
  EXPECT_EQ(info.exit_code, 3);
  EXPECT_EQ(info.json()["code"], "not-a-twin") << info.out;
  EXPECT_NE(info.out.find(kUnfinished), std::string::npos) << info.out;
}

TEST(KilledImport, WhatIsLeftIsExplainedAndTakenOver) {
  const TemporaryFolder folder;
  ASSERT_EQ(kaksonen({"synth", "--buildings", "17", "--seed", "5", "--out", folder / "city"}).exit_code, 0);
  const auto model = folder / "city/city.gml";
  const auto whole = kaksonen({"import", "--twin", folder / "whole.twin", "--json", model}).json()["changes"];
  // Steps between the first milliseconds, in which the file is made, and some hundred, in which all is done.
  int wait = 3;
  for (int round = 0; round < 9; ++round, wait = wait * 9 / 5) {
    SCOPED_TRACE(wait);
    const auto twin = folder / ("killed-" + std::to_string(round) + ".twin");
    import_and_kill(twin, model, std::chrono::milliseconds(wait));
    expect_explained(twin);
    const auto next = kaksonen({"import", "--twin", twin, "--json", model});
    ASSERT_EQ(next.exit_code, 0) << next.err;
    const auto answer = next.json();
    if (!answer.contains("unchanged")) {
      EXPECT_EQ(answer["changes"], whole);
    }
    EXPECT_EQ(kaksonen({"verify", "--twin", twin}).exit_code, 0);
  }
}

TEST(KilledImport, AnEmptyFileIsOneThatCouldBe) {
  const TemporaryFolder folder;
  const auto twin = folder / "t.twin";
  std::ofstream(twin).close();
  const auto info = kaksonen({"info", "--twin", twin, "--json"});
  EXPECT_EQ(info.json()["code"], "not-a-twin");
  expect_explained(twin);
}

}  // namespace
}  // namespace tests
