// An edit lock keeps everybody else out, whichever way they come: edit, undo, import, merge.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

TEST(CommandLineLock, HoldsAgainstEveryWayOfWriting) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder);
  const std::string unit = unit_with(twin, "tehokkuusluku");
  const auto as = [&](const std::string& author, std::vector<std::string> words) {
    words.insert(words.end(), {"--twin", twin, "--author", author, "--json"});
    return kaksonen(words);
  };
  ASSERT_EQ(as("Bertta", {"branch", "create", "plan-b"}).exit_code, 0);
  ASSERT_EQ(as("Bertta", {"plan", "set", unit, "tehokkuusluku=3.25", "--branch", "plan-b"}).exit_code, 0);
  ASSERT_EQ(as("Anna", {"plan", "lock", unit, "--seconds", "600"}).exit_code, 0);
  const Finished edit = as("Anna", {"plan", "set", unit, "tehokkuusluku=2.75"});
  ASSERT_EQ(edit.exit_code, 0) << edit.out;
  const std::string commit = edit.json()["commit"];

  std::ifstream plan(folder / "city" + "/plan.json");
  Json other = Json::parse(plan);
  for (Json& one : other["units"]) {
    if (one["id"] == unit) one["symbol"] = "X";
  }
  write_text(folder / "other.json", other.dump());
  for (const auto& words : std::vector<std::vector<std::string>>{{"plan", "set", unit, "tehokkuusluku=1"},
                                                                 {"undo", commit},
                                                                 {"import", folder / "other.json"},
                                                                 {"merge", "plan-b", "--into", "main", "--take", "theirs"}}) {
    const Finished refused = as("Bertta", words);
    EXPECT_EQ(refused.exit_code, 3) << words[0] << refused.out;
    EXPECT_EQ(refused.json()["code"], "edit-locked") << words[0];
    EXPECT_NE(refused.json()["detail"].get<std::string>().find("Anna"), std::string::npos);
  }
  EXPECT_EQ(kaksonen({"log", "--twin", twin, "--json"}).json()["entries"][0]["commit"], commit);
  EXPECT_EQ(as("Anna", {"undo", commit.substr(0, 12)}).exit_code, 0);
}

}  // namespace
}  // namespace tests
