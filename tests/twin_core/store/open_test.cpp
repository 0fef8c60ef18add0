#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include <fstream>

#include "tests/twin_core/store/store_fixture.hpp"

namespace {

using namespace test;
using Mode = twin::Store::Mode;

class StoreOpen : public StoreTest {
 protected:
  std::string refusal(Mode mode) {
    const auto opened = twin::Store::open(file_, mode, clock());
    return opened ? "opened" : opened.problem().code;
  }
};

TEST_F(StoreOpen, ReopeningGivesTheSameTwin) {
  open();
  twin::Manifest manifest;
  manifest.name = "Kalasatama";
  manifest.crs = "EPSG:3879";
  twin::Command command = edit("AK-1", 1.5);
  command.writes.push_back({{twin::EntityKind::kManifest, "twin"}, twin::encode(manifest), {}, {}});
  ASSERT_TRUE(store_->commit(command));
  ASSERT_TRUE(store_->create_branch("tower", "main", "matti", ""));
  ASSERT_TRUE(store_->commit(edit("AK-1", 4, "matti", "tower")));
  const auto log = *store_->log(twin::Ledger::kCity, "tower", 9);
  const auto branches = store_->branches();
  open(Mode::kOpenExisting);
  const auto reopened_log = *store_->log(twin::Ledger::kCity, "tower", 9);
  ASSERT_EQ(reopened_log.size(), log.size());
  for (std::size_t i = 0; i < log.size(); ++i) {
    EXPECT_EQ(reopened_log[i].hash, log[i].hash);
    EXPECT_TRUE(reopened_log[i].commit == log[i].commit);
  }
  const auto reopened = store_->branches();
  ASSERT_EQ(reopened.size(), branches.size());
  for (std::size_t i = 0; i < branches.size(); ++i) {
    EXPECT_EQ(reopened[i].name, branches[i].name);
    EXPECT_EQ(reopened[i].head, branches[i].head);
    EXPECT_EQ(reopened[i].sequence, branches[i].sequence);
    EXPECT_EQ(reopened[i].created_by, branches[i].created_by);
    EXPECT_EQ(reopened[i].created_at, branches[i].created_at);
  }
  const twin::Snapshot tower = *store_->snapshot("tower");
  EXPECT_EQ(tower->branch(), "tower");
  EXPECT_EQ(tower->head(), log[0].hash);
  EXPECT_EQ(tower->manifest()->name, "Kalasatama");
  EXPECT_EQ(ratio_of(*store_, "AK-1", "tower"), 4);
  EXPECT_EQ(ratio_of(*store_, "AK-1", "main"), 1.5);
  EXPECT_EQ(store_->commit(edit("AK-1", 5))->sequence, 4U);
}

TEST_F(StoreOpen, ASecondOpenerIsRefusedWithTheRemedy) {
  open();
  const auto second = twin::Store::open(file_, Mode::kOpenExisting, clock());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.problem().code, "twin-busy");
  EXPECT_THAT(second.problem().remedy, testing::HasSubstr("--twin http"));
  EXPECT_EQ(second.problem().place, file_.string());
  EXPECT_EQ(twin::Store::inspect(file_).problem().code, "twin-busy");

  const pid_t other_process = fork();
  if (other_process == 0) {
    const auto third = twin::Store::open(file_, Mode::kOpenExisting, twin::system_clock());
    _exit(!third && third.problem().code == "twin-busy" ? 0 : 1);
  }
  int status = 0;
  waitpid(other_process, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  ASSERT_TRUE(store_->commit(edit("AK-1", 1))) << "the owner is not disturbed";
  store_.reset();
  EXPECT_EQ(refusal(Mode::kOpenExisting), "opened");
}

TEST_F(StoreOpen, WhatIsNoTwinIsRefusedAndLeftAlone) {
  EXPECT_EQ(refusal(Mode::kOpenExisting), "twin-missing");
  EXPECT_FALSE(std::filesystem::exists(file_));
  std::ofstream(file_) << "<CityModel>this is a model, and longer than a header of a database would be, "
                          "so that nobody can take it for one: 0123456789 0123456789</CityModel>";
  const auto size = std::filesystem::file_size(file_);
  EXPECT_EQ(refusal(Mode::kCreateIfMissing), "not-a-twin");
  EXPECT_EQ(std::filesystem::file_size(file_), size);
  std::filesystem::remove(file_);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "CREATE TABLE gpkg_contents (a)", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  EXPECT_EQ(refusal(Mode::kCreateIfMissing), "not-a-twin");
  std::filesystem::remove(file_);
  std::filesystem::create_directory(file_);
  EXPECT_EQ(refusal(Mode::kOpenExisting), "file-unreadable");
  file_ = folder_ / "no" / "such" / "folder.twin";
  EXPECT_EQ(refusal(Mode::kCreateIfMissing), "file-not-writable");
}

/// As an import leaves it that is killed while it makes the file.
TEST_F(StoreOpen, AnEmptyDatabaseSaysHowItCameAndIsTakenOver) {
  std::ofstream(file_).close();
  const auto asked = twin::Store::open(file_, Mode::kOpenExisting, clock());
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.problem().code, "not-a-twin");
  EXPECT_THAT(asked.problem().message, testing::HasSubstr("ended before it wrote anything"));
  EXPECT_EQ(refusal(Mode::kCreateIfMissing), "opened");
  EXPECT_EQ(refusal(Mode::kOpenExisting), "opened");
}

TEST_F(StoreOpen, ANewerFormatIsNotGuessedAt) {
  open();
  store_.reset();
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(file_.c_str(), &raw), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(raw, "PRAGMA user_version = 2", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(raw);
  EXPECT_EQ(refusal(Mode::kOpenExisting), "format-too-new");
}

TEST_F(StoreOpen, TheFileSaysWhatItIs) {
  open();
  store_.reset();
  std::ifstream in(file_, std::ios::binary);
  std::string header(100, '\0');
  in.read(header.data(), 100);
  // SQLite file format, section 1.3: application id at offset 68; write-ahead logging is version 2 at 18.
  EXPECT_EQ(header.substr(68, 4), "KAKS");
  EXPECT_EQ(header[18], 2);
}

}  // namespace
