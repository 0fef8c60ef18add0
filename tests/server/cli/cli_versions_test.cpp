// A file that tells a history, through the command line: OGC's example of the Versioning module has two buildings of
// 2000, one of which stands in another form since 2015, beside a new one; the other ended in 2015.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

class Versions : public testing::Test {
 protected:
  void SetUp() override {
    file_ = shared_data("citygml/ogc_versioning_v3.gml");
    if (!std::filesystem::exists(file_)) GTEST_SKIP() << "not here: " << file_;
    twin_ = folder_ / "lyon.twin";
    import_ = run({"import", file_});
  }

  Json run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--twin", twin_, "--json"});
    const Finished done = kaksonen(arguments);
    EXPECT_EQ(done.exit_code, 0) << arguments[0] << ": " << done.out << done.err;
    return done.json();
  }

  /// Ids and heights of the buildings of an export.
  std::map<std::string, double> buildings_at(const std::string& valid_at) {
    const std::string out = folder_ / "at.geojson";
    std::vector<std::string> arguments = {"export", "--format", "geojson", "--out", out};
    if (!valid_at.empty()) arguments.insert(arguments.end(), {"--valid-at", valid_at});
    run(arguments);
    std::ifstream in(out);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    std::map<std::string, double> found;
    const Json document = twin::parse_json(text, 64).value();
    for (const Json& feature : document["features"]) {
      const Json& properties = feature["properties"];
      found[properties["id"].get<std::string>()] = properties["height_m"].get<double>();
    }
    return found;
  }

  TemporaryFolder folder_;
  std::string file_, twin_;
  Json import_;
};

std::vector<std::string> names(const std::map<std::string, double>& buildings) {
  std::vector<std::string> out;
  for (const auto& [name, height] : buildings) out.push_back(name);
  return out;
}

TEST_F(Versions, EveryTimeHasItsCity) {
  EXPECT_EQ(import_["files"][0]["read"], 4);
  EXPECT_EQ(import_["files"][0]["rejected"], 0);
  EXPECT_EQ(import_["history"], (Json{{"earlier", 2}, {"ended", 1}, {"commits", 1}}));
  EXPECT_EQ(run({"info", "--valid-at", "1990-01-01"})["buildings"], 0);
  EXPECT_EQ(names(buildings_at("2005-06-01")), (std::vector<std::string>{"BU_69381AL47", "BU_69381AL49"}));
  EXPECT_EQ(names(buildings_at("2014-12-31")), (std::vector<std::string>{"BU_69381AL47", "BU_69381AL49"}));
  EXPECT_EQ(names(buildings_at("2015-01-01")), (std::vector<std::string>{"BU_69381AL49", "BU_69381AL50"}));
  EXPECT_EQ(names(buildings_at("")), (std::vector<std::string>{"BU_69381AL49", "BU_69381AL50"}));
  EXPECT_NEAR(buildings_at("2005-06-01")["BU_69381AL47"], 13.015, 0.001);  // its con:height in the file
  EXPECT_EQ(run({"verify"})["whole"], true);
}

TEST_F(Versions, TheSameFileAgainChangesNothing) {
  const Json again = run({"import", file_});
  EXPECT_EQ(again["unchanged"], true) << again.dump();
  EXPECT_FALSE(again.contains("history"));
  EXPECT_EQ(run({"info"})["commits"], 2);
}

TEST_F(Versions, ACompleteEditionRemovesNothingOfItsPast) {
  const Json again = run({"import", file_, "--complete"});
  EXPECT_EQ(again["changes"]["removed"], 0);
  EXPECT_EQ(run({"info"})["commits"], 2);
}

TEST_F(Versions, ALaterEndIsAnEndToo) {
  // The next edition knows that the building of 2015 ended in 2020.
  std::ifstream in(file_);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::string created = "<core:creationDate>2015-01-01T00:00:00</core:creationDate>";
  const auto at = text.rfind(created);
  ASSERT_NE(at, std::string::npos);
  text.insert(at + created.size(), "<core:terminationDate>2020-01-01T00:00:00</core:terminationDate>");
  const std::string later = folder_ / "later.gml";
  write_text(later, text);
  run({"import", later});
  EXPECT_EQ(names(buildings_at("2019-01-01")), (std::vector<std::string>{"BU_69381AL49", "BU_69381AL50"}));
  EXPECT_EQ(names(buildings_at("2021-01-01")), std::vector<std::string>{"BU_69381AL49"});
  EXPECT_EQ(names(buildings_at("")), std::vector<std::string>{"BU_69381AL49"});
  EXPECT_EQ(names(buildings_at("2005-06-01")), (std::vector<std::string>{"BU_69381AL47", "BU_69381AL49"}));
}

TEST_F(Versions, ARegisterRowGoesToTheBuildingOfItsTime) {
  // Without a time of its own the link would hold always and hide what stood there before.
  const auto before = buildings_at("2005-06-01");
  const std::string rows = folder_ / "register.csv";
  write_text(rows, "gml_id,kerrosluku\nBU_69381AL49,5\n");
  const Json linked = run({"import", rows});
  EXPECT_EQ(linked["linked"]["by_model_id"], 1) << linked.dump();
  EXPECT_EQ(buildings_at("2005-06-01"), before);
}

TEST_F(Versions, TheWholeImportIsTakenBackAtOnce) {
  const Json entries = run({"log"})["entries"];
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0]["series"], (Json{{"first", 1}, {"part", 2}}));
  for (const char* word : {"undo", "revert"}) {
    for (const Json& entry : entries) {  // whichever of them is named
      const std::string branch = std::string(word) + entry["sequence"].dump();
      run({"branch", "create", branch});
      run({word, entry["commit"], "--branch", branch});
      for (const char* time : {"", "2005-06-01", "2016-01-01"}) {
        const std::string out = folder_ / "gone.geojson";
        std::vector<std::string> arguments = {"export", "--format", "geojson", "--branch", branch, "--out", out};
        if (*time != 0) arguments.insert(arguments.end(), {"--valid-at", time});
        run(arguments);
        std::ifstream in(out);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(twin::parse_json(text, 64).value()["features"].size(), 0U) << branch << " at " << time;
      }
    }
  }
  EXPECT_EQ(run({"verify"})["whole"], true);
}

TEST_F(Versions, PeopleReadIt) {
  const Finished again = kaksonen({"import", "--twin", folder_ / "another.twin", file_});
  EXPECT_NE(again.out.find("history: 2 earlier states, 1 ended building"), std::string::npos) << again.out;
  const Finished info = kaksonen({"info", "--twin", twin_, "--valid-at", "1990-01-01"});
  EXPECT_NE(info.out.find("0 buildings"), std::string::npos) << info.out;
  EXPECT_NE(info.out.find("Nothing of the city was there at that time"), std::string::npos) << info.out;
}

/// OGC's example of a Dynamizer: the diffuse irradiation of a roof in the months of 2019, as the file has it.
TEST(Series, OfAModelAreListedAndRead) {
  const std::string file = shared_data("citygml/ogc_dynamizer_inline_timeseries_v3.gml");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "not here: " << file;
  const TemporaryFolder folder;
  const std::string twin = folder / "series.twin";
  const Json first = kaksonen({"import", "--twin", twin, "--crs", "local", "--json", file}).json();
  EXPECT_EQ(first["changes"]["added"], 2) << first["changed"];  // the building and its series
  EXPECT_EQ(kaksonen({"import", "--twin", twin, "--json", "--complete", file}).json()["unchanged"], true);

  const auto read = [&](const std::string& where) {
    const Json list = kaksonen({"series", "--twin", where, "--json"}).json()["series"];
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]["feature"], "DEBY_LOD2_5744682");
    EXPECT_EQ(list[0]["property"], "diffuse_irradiation");
    EXPECT_EQ(list[0]["unit"], "kWh");
    EXPECT_EQ(list[0]["count"], 12);
    const std::string id = list[0]["id"].get<std::string>();
    const Json whole = kaksonen({"series", id, "--twin", where, "--json"}).json();
    EXPECT_EQ(whole["samples"][0], (Json{{"time", "2019-01-01T00:00:00.000000Z"}, {"value", 1454.63}}));
    EXPECT_EQ(whole["samples"][11], (Json{{"time", "2019-12-01T00:00:00.000000Z"}, {"value", 1391.29}}));
    const std::string table = kaksonen({"series", id, "--twin", where, "--csv"}).out;
    EXPECT_EQ(table.substr(0, table.find("2019-02")), "time,value\n2019-01-01T00:00:00.000000Z,1454.63\n");
    EXPECT_EQ(kaksonen({"series", "nothing", "--twin", where, "--json"}).json()["code"], "not-found");
  };
  read(twin);
  EXPECT_EQ(kaksonen({"series", "--csv", "--twin", twin}).exit_code, 2);
  const Finished words = kaksonen({"series", "--twin", twin});
  EXPECT_NE(words.out.find("diffuse_irradiation (kWh): 12 samples, 2019-01-01 to 2019-12-01"), std::string::npos) << words.out;
  const Served served(twin);
  read(served.address());
}

}  // namespace
}  // namespace tests
