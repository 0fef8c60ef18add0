// links: what waits for a decision, accepting and rejecting, in a file and through a server.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

/// The register as somebody might send it who measured from a map: without the columns that identify (VTJ_PRT, RATU and
/// gml_id, the first three), without addresses, and with locations (the last two) up to 15 m off.
void write_anonymous(const std::string& from, const std::string& to) {
  std::ifstream in(from);
  std::string out;
  int number = 0;
  for (std::string line; std::getline(in, line); ++number) {
    std::size_t at = 0;
    for (int i = 0; i < 3; ++i) at = line.find(',', at) + 1;
    line = line.substr(at);
    if (number == 0) {
      out += line.replace(line.find("address"), 7, "remark") + "\n";
      continue;
    }
    const auto north = line.rfind(','), east = line.rfind(',', north - 1);
    out += line.substr(0, east + 1) + std::to_string(std::stod(line.substr(east + 1)) + (number * 37) % 31 - 15) + "," +
           std::to_string(std::stod(line.substr(north + 1)) + (number * 53) % 29 - 14) + "\n";
  }
  write_text(to, out);
}

class Links : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(kaksonen({"synth", "--buildings", "150", "--seed", "4", "--errors", "0", "--out", folder_ / "city"}).exit_code, 0);
    write_anonymous(folder_ / "city/register.csv", folder_ / "rows.csv");
    ASSERT_EQ(run({"import", "--twin", twin_, folder_ / "city/city.gml"}).exit_code, 0);
  }
  Finished run(std::vector<std::string> words) {
    words.push_back("--json");
    return kaksonen(words);
  }
  Json links(const std::string& status) {
    return run({"links", "--twin", twin_, "--status", status, "--limit", "1000"}).json();
  }
  Json building(const std::string& id) {
    const Json linked = links("linked");
    for (const Json& link : linked["links"]) {
      if (link["building"] == id) return link;
    }
    return nullptr;
  }

  const TemporaryFolder folder_;
  const std::string twin_ = folder_ / "city.twin";
};

TEST_F(Links, ARegisterWithoutIdentifiersIsLinkedByPlaceInEitherOrder) {
  const Json later = run({"import", "--twin", twin_, folder_ / "rows.csv"}).json();
  const Json first = run({"import", "--twin", folder_ / "b.twin", folder_ / "rows.csv"}).json();
  EXPECT_EQ(first["register_rows"]["unlinked"], later["files"][0]["accepted"]);
  const Json then = run({"import", "--twin", folder_ / "b.twin", folder_ / "city/city.gml"}).json();
  EXPECT_EQ(then["linked"], later["linked"]);
  EXPECT_GT(later["linked"]["by_place"].get<int>(), 75) << later["linked"];
  EXPECT_EQ(run({"import", "--twin", twin_, folder_ / "rows.csv"}).json()["unchanged"], true);
  // The model again: what its cards contradict is told to its file now; after that nothing is new.
  EXPECT_EQ(run({"import", "--twin", twin_, folder_ / "city/city.gml"}).json()["changes"]["attributes"], 0);
  EXPECT_EQ(run({"import", "--twin", twin_, folder_ / "city/city.gml"}).json()["unchanged"], true);
  EXPECT_EQ(run({"verify", "--twin", twin_}).json()["whole"], true);
}

TEST_F(Links, AQuestionIsAcceptedRejectedAndTakenBack) {
  ASSERT_EQ(run({"import", "--twin", twin_, folder_ / "rows.csv"}).exit_code, 0);
  const Json review = links("review");
  ASSERT_GT(review["links"].size(), 2U);
  EXPECT_EQ(review["counts"]["review"], review["links"].size());
  const Json question = review["links"][0];
  const std::string row = question["row"]["id"], id = question["building"];
  EXPECT_GT(question["score"].get<double>(), 0.3);
  EXPECT_FALSE(question["reason"].get<std::string>().empty());

  // Accepted: the building has it, and keeps it through both imports.
  const Finished accepted = run({"links", "accept", id, row, "--twin", twin_, "--author", "maija", "--message", "seen on site"});
  ASSERT_EQ(accepted.exit_code, 0) << accepted.err;
  EXPECT_EQ(accepted.json()["link"], "by_review");
  EXPECT_EQ(run({"log", "--twin", twin_, "--limit", "1"}).json()["entries"][0]["author"], "maija");
  ASSERT_EQ(run({"import", "--twin", twin_, folder_ / "city/city.gml", folder_ / "rows.csv"}).exit_code, 0);
  EXPECT_EQ(building(id)["link"], "by_review");
  EXPECT_EQ(building(id)["row"]["id"], row);
  EXPECT_EQ(run({"links", "accept", id, row, "--twin", twin_}).json()["code"], "nothing-to-do");

  // Another one rejected: it is not asked again.
  const Json left = links("review");
  const std::string other_row = left["links"][0]["row"]["id"], other = left["links"][0]["building"];
  const Json rejected = run({"links", "reject", other, other_row, "--twin", twin_}).json();
  ASSERT_TRUE(rejected.contains("commit")) << rejected;
  ASSERT_EQ(run({"import", "--twin", twin_, folder_ / "city/city.gml", folder_ / "rows.csv"}).exit_code, 0);
  for (const char* status : {"review", "linked"}) {
    const Json all = links(status);
    for (const Json& link : all["links"]) EXPECT_FALSE(link["row"]["id"] == other_row && link["building"] == other) << link;
  }
}

TEST_F(Links, ADecisionIsUndone) {
  ASSERT_EQ(run({"import", "--twin", twin_, folder_ / "rows.csv"}).exit_code, 0);
  const Json before = links("review");
  const Json first = before["links"][0];
  const std::string id = first["building"], row = first["row"]["id"];
  const Json done = run({"links", "accept", id, row, "--twin", twin_}).json();
  EXPECT_LT(links("review")["matched"].get<int>(), before["matched"].get<int>());
  ASSERT_EQ(run({"undo", "--twin", twin_, done["commit"].get<std::string>()}).exit_code, 0);
  EXPECT_EQ(links("review"), before);
}

TEST_F(Links, ALinkByPlaceThatIsWrongIsRejected) {
  ASSERT_EQ(run({"import", "--twin", twin_, folder_ / "rows.csv"}).exit_code, 0);
  const Json wrong = links("linked")["links"][0];
  ASSERT_EQ(wrong["link"], "by_place");
  const std::string id = wrong["building"], row = wrong["row"]["source"];  // named as it stands in the file
  EXPECT_EQ(run({"links", "reject", id, row, "--twin", twin_}).json()["link"], "unlinked");
  EXPECT_TRUE(building(id).is_null());
  EXPECT_EQ(run({"links", "accept", id, row, "--twin", twin_}).json()["link"], "by_review");
}

TEST_F(Links, ADecisionStaysWithItsRowWhenAnotherIsPutBeforeIt) {
  ASSERT_EQ(run({"import", "--twin", twin_, folder_ / "rows.csv"}).exit_code, 0);
  const Json review = links("review")["links"];
  ASSERT_GT(review.size(), 2U);
  const std::string id = review[0]["building"], row = review[0]["row"]["id"], source = review[0]["row"]["source"];
  const std::string other = review[1]["building"], other_row = review[1]["row"]["id"];
  ASSERT_EQ(run({"links", "accept", id, source, "--twin", twin_}).exit_code, 0);
  ASSERT_EQ(run({"links", "reject", other, other_row, "--twin", twin_}).exit_code, 0);
  const Json before = building(id);

  std::ifstream in(folder_ / "rows.csv");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto first = text.find('\n') + 1, end = text.find('\n', first) + 1;
  std::string fresh = text.substr(first, end - first);
  const auto north = fresh.rfind(',');
  fresh = fresh.substr(0, north + 1) + std::to_string(std::stod(fresh.substr(north + 1)) + 5000) + "\n";
  write_text(folder_ / "rows.csv", text.insert(first, fresh));
  const Json answer = run({"import", "--twin", twin_, folder_ / "rows.csv"}).json();
  EXPECT_EQ(answer["changes"]["attributes"], 0) << answer["changed"];
  EXPECT_EQ(building(id), before);
  EXPECT_EQ(before["row"]["id"], row);
  for (const char* status : {"review", "linked"}) {
    const Json all = links(status);
    for (const Json& link : all["links"]) EXPECT_FALSE(link["row"]["id"] == other_row && link["building"] == other) << link;
  }
}

TEST_F(Links, AServedTwinAnswersAlike) {
  ASSERT_EQ(run({"import", "--twin", twin_, folder_ / "rows.csv"}).exit_code, 0);
  const Json before = links("review");
  const Served served(twin_);
  const Json remote = run({"links", "--twin", served.address(), "--status", "review", "--limit", "1000"}).json();
  EXPECT_EQ(remote, before);
  const Json first = before["links"][0];
  const std::string id = first["building"], row = first["row"]["id"];
  const Json done = run({"links", "accept", id, row, "--twin", served.address()}).json();
  EXPECT_EQ(done["link"], "by_review") << done;
  EXPECT_EQ(run({"links", "reject", "nobody", row, "--twin", served.address()}).json()["code"], "link-unknown");
  EXPECT_EQ(run({"links", "accept", id, "nothing", "--twin", served.address()}).json()["code"], "link-unknown");
}

}  // namespace
}  // namespace tests
