// compare: scenarios side by side, as a decision-maker asks.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const Json& kpi(const Json& answer, const std::string& id) {
  for (const Json& one : answer["kpis"]) {
    if (one["id"] == id) return one;
  }
  static const Json none;
  ADD_FAILURE() << "no " << id;
  return none;
}

/// A twin with a scenario in which one unit with an efficiency number may be built more densely.
class Compare : public testing::Test {
 protected:
  void SetUp() override {
    twin_ = make_twin(folder_, 60);
    unit_ = unit_with(twin_, "tehokkuusluku");
    ASSERT_EQ(kaksonen({"branch", "create", "plan-b", "--twin", twin_}).exit_code, 0);
    ASSERT_EQ(kaksonen({"plan", "set", unit_, "tehokkuusluku=0.5", "--branch", "plan-b", "--twin", twin_}).exit_code, 0);
  }
  TemporaryFolder folder_;
  std::string twin_, unit_;
};

TEST_F(Compare, TableDifferencesAndFiles) {
  const std::string out = folder_ / "out", layer = folder_ / "difference.geojson";
  const Finished run = kaksonen({"compare", "--twin", twin_, "--branches", "main,plan-b", "--out", out, "--layer", layer, "--language", "fi"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.out.find("Asunnot"), std::string::npos) << run.out;
  const Json answer = Json::parse(text_of(out + "/comparison.json"));
  EXPECT_EQ(answer["scenarios"][1]["branch"], "plan-b");
  // Only that unit differs, and what it may have less is what the plan as a whole may have less.
  EXPECT_EQ(answer["differences"][0]["counts"], Json::parse(R"({"added":0,"changed":1,"removed":0})"));
  EXPECT_EQ(answer["differences"][0]["features"][0]["id"], unit_);
  const double less = kpi(answer, "floor_area")["differences"][1];
  EXPECT_LT(less, 0);
  const Json map = Json::parse(text_of(layer));
  double of_unit = 0;
  for (const Json& feature : map["features"]) {
    const auto& p = feature["geometry"]["coordinates"][0][0];
    EXPECT_TRUE(p[0] > 24 && p[0] < 26 && p[1] > 59 && p[1] < 61) << p;  // degrees, longitude first
    if (feature["properties"]["id"] == unit_) of_unit = feature["properties"]["floor_area_2_minus_1"];
  }
  EXPECT_NEAR(of_unit, less, 1e-6);
  const std::string page = text_of(out + "/comparison.html");
  EXPECT_NE(page.find("<html lang=\"fi\">"), std::string::npos);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos);
  EXPECT_NE(page.find(unit_), std::string::npos);
  EXPECT_EQ(text_of(out + "/comparison.xlsx").substr(0, 2), "PK");
  const std::string csv = text_of(out + "/comparison.csv");
  EXPECT_EQ(csv.substr(0, csv.find("\r\n")), "Tunnusluku,Yksikkö,Parempi,main,plan-b,plan-b − main");
}

TEST_F(Compare, FileAndServerGiveTheSame) {
  const std::vector<std::string> words{"--branches", "main,plan-b", "--assume", "m2_per_resident=35..40..48", "--samples", "300", "--seed", "9", "--weight", "dwellings=3", "--json"};
  const auto ask = [&](const std::string& twin) {
    std::vector<std::string> all{"compare", "--twin", twin};
    all.insert(all.end(), words.begin(), words.end());
    return kaksonen(all);
  };
  const Finished file = ask(twin_);
  ASSERT_EQ(file.exit_code, 0) << file.err;
  const Served server(twin_);
  EXPECT_EQ(ask(server.address()).out, file.out);
  EXPECT_EQ(ask(server.address()).out, file.out);  // and again, from what the server remembers
  const Json answer = file.json();
  EXPECT_EQ(answer["ranking"]["weights"]["dwellings"], 3);
  EXPECT_EQ(answer["robustness"]["draws"], 300);
  EXPECT_EQ(answer["lineage"]["seed"], 9);
  // A state of the past is a scenario too.
  const Finished past = kaksonen({"compare", "--twin", server.address(), "--branches", "main@1,plan-b", "--json"});
  ASSERT_EQ(past.exit_code, 0) << past.err;
}

TEST_F(Compare, TheViewerIsSentToTheServerOfATwinFile) {
  const Served served(twin_);
  const auto port = served.address().substr(served.address().rfind(':') + 1);
  // A viewer that writes down where it was sent, and gives a picture of one pixel.
  const auto viewer = folder_ / "viewer", pixel = folder_ / "pixel.png", said = folder_ / "said";
  constexpr unsigned char kPixel[] = {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55,
                                      0, 0, 0, 10, 'I', 'D', 'A', 'T', 0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xAF, 0xA4, 0x71, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
  write_text(pixel, std::string(reinterpret_cast<const char*>(kPixel), sizeof kPixel));
  write_text(viewer, "#!/bin/sh\necho \"$2\" >> '" + said + "'\nwhile [ \"$1\" != --screenshot ]; do shift; done\ncp '" + pixel + "' \"$2\"\n");
  std::filesystem::permissions(viewer, std::filesystem::perms::owner_all);
  const Finished run = kaksonen({"compare", "--twin", twin_, "--branches", "main,plan-b", "--out", folder_ / "out", "--viewer", viewer});
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  const auto lines = text_of(said);
  EXPECT_EQ(lines, "ws://127.0.0.1:" + port + "\nws://127.0.0.1:" + port + "\n") << "one picture of each branch";
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/picture-2.png"));
}

TEST_F(Compare, SaysWhatIsWrong) {
  const auto code = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"compare", "--twin", twin_, "--json"});
    const Finished run = kaksonen(words);
    EXPECT_NE(run.exit_code, 0);
    return run.json()["code"].get<std::string>();
  };
  EXPECT_EQ(code({}), "usage");
  EXPECT_EQ(code({"--branches", "main"}), "value-out-of-range");
  EXPECT_EQ(code({"--branches", "main,plan-c"}), "branch-unknown");
  EXPECT_EQ(code({"--branches", "main,plan-b", "--weight", "dwellings"}), "usage");
  EXPECT_EQ(code({"--branches", "main,plan-b", "--assume", "net_ratio=0.7..0.8..0.9..1"}), "usage");
  EXPECT_EQ(code({"--branches", "main,plan-b", "--pdf"}), "usage");
  EXPECT_EQ(code({"--branches", "main,plan-b", "--kpi", folder_ / "none.toml"}), "file-unreadable");
  write_text(folder_ / "own.toml", "[[kpi]]\nid = \"trees\"\nformula = \"land_area\"\n");
  EXPECT_EQ(code({"--branches", "main,plan-b", "--kpi", folder_ / "own.toml"}), "kpi-invalid");
  write_text(folder_ / "picture.png", "no picture");
  EXPECT_EQ(code({"--branches", "main,plan-b", "--out", folder_ / "out", "--picture", "main=" + (folder_ / "picture.png")}), "format-unknown");
  EXPECT_EQ(code({"--branches", "main,plan-b", "--out", folder_ / "out", "--picture", "c=" + (folder_ / "picture.png")}), "reference-missing");
  EXPECT_EQ(code({"--branches", "main,plan-b", "--out", folder_ / "out", "--viewer", folder_ / "viewer"}), "usage");  // nobody serves it
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  EXPECT_EQ(code({"--branches", "main,plan-b", "--out", folder_ / "out", "--pdf"}), "printer-missing");
  setenv("PATH", path.c_str(), 1);
}

TEST(CompareInline, NeedsNoTwin) {
  const TemporaryFolder folder;
  const Finished described = kaksonen({"processes", "scenario-comparison", "--json"});
  write_text(folder / "inputs.json", described.json()["example"].dump());
  const Finished run = kaksonen({"compare", "--input", folder / "inputs.json", "--out", folder / "out"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.out.find("five storeys"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder / "out/comparison.html"));
}

}  // namespace
}  // namespace tests
