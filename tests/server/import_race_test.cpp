// What others commit while an import is worked out is not lost, and the import tells what it changed of the branch as it is.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "datasets/synth/synthetic_city.hpp"
#include "server/app/local_twin.hpp"

namespace {

using twin::Json;

class ImportRace : public testing::Test {
 protected:
  void SetUp() override {
    datasets::SynthOptions options;
    options.buildings = 120;
    options.seed = 4;
    options.out = folder_;
    ASSERT_TRUE(datasets::write_synthetic_city(options));
    auto store = twin::Store::open(folder_ / "city.twin", twin::Store::Mode::kCreateIfMissing);
    ASSERT_TRUE(store);
    twin_ = std::make_unique<server::LocalTwin>(std::move(*store), "city");
  }
  void TearDown() override {
    twin_.reset();
    std::filesystem::remove_all(folder_);
  }

  server::ImportOrder order(const std::string& name) const {
    server::ImportOrder out;
    out.files.push_back({});
    out.files.back().name = name;
    out.files.back().path = (folder_ / name).string();
    out.author = "registry";
    return out;
  }
  Json question() {
    const auto review = twin_->links({"main", "unlinked", 100, 0, {}});
    for (const Json& link : (*review)["links"]) {
      if (link["row"].is_null()) return link;
    }
    return nullptr;
  }
  /// "by_review" and the row's id, or empty.
  std::string row_of(const std::string& building) {
    const auto linked = twin_->links({"main", "linked", 1000, 0, {}});
    for (const Json& link : (*linked)["links"]) {
      if (link["building"] == building && link["link"] == "by_review") return link["row"]["id"];
    }
    return {};
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                        (std::string("import_race_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  std::unique_ptr<server::LocalTwin> twin_;
};

TEST_F(ImportRace, ADecisionMadeMeanwhileStays) {
  ASSERT_TRUE(twin_->import_files(order("city.gml")));
  write("rows.csv", "VTJ_PRT,floor_area_m2\n199999999V,640\n");  // no building of the city has it
  ASSERT_TRUE(twin_->import_files(order("rows.csv")));
  const std::string building = question()["building"];
  std::string row;
  const auto unlinked = twin_->links({"main", "unlinked", 1000, 0, {}});
  for (const Json& link : (*unlinked)["links"]) {
    if (!link["row"].is_null()) row = link["row"]["id"];
  }
  ASSERT_FALSE(row.empty()) << unlinked->dump();

  server::ImportOrder again = order("city.gml");
  int times_written = 0;
  again.progress = [&](const std::string& stage, double, double, const std::string&) {
    if (stage != "writing" || times_written++ > 0) return;
    const auto decided = twin_->decide_link({"main", building, row, true, "maija", ""});
    ASSERT_TRUE(decided) << decided.problem().message;
  };
  const auto answer = twin_->import_files(again);
  ASSERT_TRUE(answer) << answer.problem().message;
  EXPECT_EQ(times_written, 2) << "the branch had changed: it was worked out again";
  EXPECT_EQ(row_of(building), row);
}

TEST_F(ImportRace, ABranchThatNeverRestsIsAnErrorAfterSomeTries) {
  ASSERT_TRUE(twin_->import_files(order("city.gml")));
  write("rows.csv", "VTJ_PRT,floor_area_m2\n199999999V,640\n");
  ASSERT_TRUE(twin_->import_files(order("rows.csv")));
  const std::string building = question()["building"];
  const auto before = *twin_->log("main", 100, UINT64_MAX);
  server::ImportOrder again = order("city.gml");
  int times_written = 0;
  again.progress = [&](const std::string& stage, double, double, const std::string&) {
    if (stage != "writing") return;
    const bool accept = times_written++ % 2 == 0;
    ASSERT_TRUE(twin_->decide_link({"main", building, "199999999V", accept, "maija", ""}));
  };
  const auto answer = twin_->import_files(again);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().code, "branch-moved");
  EXPECT_EQ(answer.problem().value, "6 tries");
  const auto after = *twin_->log("main", 100, UINT64_MAX);
  EXPECT_EQ(after["entries"].size(), before["entries"].size() + 6);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(after["entries"][i]["author"], "maija");
}

TEST_F(ImportRace, OfFourAtOnceOneChangesTheCityAndTheOthersSayThatNothingWasNew) {
  std::vector<std::thread> threads;
  std::vector<Json> answers(4);
  for (Json& answer : answers) {
    threads.emplace_back([&] {
      const auto done = twin_->import_files(order("city.gml"));
      ASSERT_TRUE(done) << done.problem().message;
      answer = done->document;
    });
  }
  for (auto& thread : threads) thread.join();
  int changed = 0;
  for (const Json& answer : answers) {
    const bool unchanged = answer.contains("unchanged");
    changed += !unchanged;
    EXPECT_EQ(answer["changes"]["added"] == 0, unchanged) << answer["changes"];
    EXPECT_EQ(answer["changes"]["attributes"], 0) << answer["changes"];
    EXPECT_EQ(answer["commit"], answers[0]["commit"]);
  }
  EXPECT_EQ(changed, 1);
}

}  // namespace
