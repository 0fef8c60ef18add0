// `verify` on files that somebody or something damaged: findings and exit 1, never a bare refusal.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

void change(const std::string& twin, const std::string& sql) {
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(twin.c_str(), &raw), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
  EXPECT_GT(sqlite3_changes(raw), 0);
  sqlite3_close(raw);
}

TEST(CommandLineVerify, NamesTheDamageOfAFileThatCannotBeOpened) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder, 7);
  change(twin, "UPDATE record SET bytes = zeroblob(length(bytes)) WHERE rowid = (SELECT max(rowid) FROM record)");
  ASSERT_EQ(kaksonen({"info", "--twin", twin, "--json"}).json()["code"], "store-corrupt");
  const Finished run = kaksonen({"verify", "--twin", twin, "--json"});
  EXPECT_EQ(run.exit_code, 1);
  const Json answer = run.json();
  EXPECT_EQ(answer["whole"], false);
  ASSERT_FALSE(answer["findings"].empty());
  EXPECT_EQ(answer["findings"][0]["code"], "blob-corrupt");
}

TEST(CommandLineVerify, WhatIsNoTwinIsRefused) {
  const TemporaryFolder folder;
  write_text(folder / "x.twin", "not a database at all, and long enough to be read as one if that were so");
  const Finished run = kaksonen({"verify", "--twin", folder / "x.twin", "--json"});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_EQ(run.json()["code"], "not-a-twin");
}

}  // namespace
}  // namespace tests
