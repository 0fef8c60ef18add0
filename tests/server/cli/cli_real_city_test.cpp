// The Kalasatama tile of Helsinki and its register through the command line.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

class Kalasatama : public testing::Test {
 protected:
  void SetUp() override {
    tile_ = shared_data("citygml/helsinki_kalasatama_2549_6674.gml");
    rows_ = shared_data("registry/helsinki_kalasatama_register.csv");
    if (!std::filesystem::exists(tile_) || !std::filesystem::exists(rows_)) {
      GTEST_SKIP() << "the Kalasatama tile is not beside the project: " << tile_;
    }
    import_ = kaksonen({"import", "--twin", folder_ / "k.twin", "--json", tile_, rows_});
    ASSERT_EQ(import_.exit_code, 0) << import_.err;
  }

  TemporaryFolder folder_;
  std::string tile_, rows_;
  Finished import_;
};

TEST_F(Kalasatama, EveryBuildingIsAnsweredFor) {
  const Json answer = import_.json();
  const Json& tile = answer["files"][0];
  EXPECT_EQ(tile["read"], 61);  // grep -c '<bldg:Building ' of the tile
  EXPECT_EQ(tile["accepted"].get<int>() + tile["repaired"].get<int>() + tile["rejected"].get<int>(), 61);
  int axis_order = 0, open_solids = 0;
  for (const Json& finding : tile["findings"]) {
    axis_order += finding["code"] == "axis-order";
    open_solids += finding["code"] == "302";
    EXPECT_FALSE(finding["code"] == "302" && finding["id"].get<std::string>().empty());
  }
  EXPECT_EQ(axis_order, 1);
  EXPECT_GE(open_solids, 1);
  // 36 of the 61 rows have a permanent id (counted with an independent script); every row has a gml:id.
  EXPECT_EQ(answer["linked"]["by_id"], 36);
  int all = 0;
  for (const auto& [reason, count] : answer["linked"].items()) all += count.get<int>();
  EXPECT_EQ(all, 61);
}

TEST_F(Kalasatama, LandsInHelsinki) {
  const Json info = kaksonen({"info", "--twin", folder_ / "k.twin", "--json"}).json();
  EXPECT_EQ(info["crs"], "EPSG:3879");
  EXPECT_NEAR(info["scene_origin"][0].get<double>(), 25'499'000, 1000);  // easting 25 499 xxx
  EXPECT_NEAR(info["scene_origin"][1].get<double>(), 6'674'500, 1000);
}

TEST_F(Kalasatama, GeoPackageIsReadByOgrinfo) {
  const std::string out = folder_ / "k.gpkg";
  ASSERT_EQ(kaksonen({"export", "--twin", folder_ / "k.twin", "--format", "gpkg", "--out", out}).exit_code, 0);
  if (std::system("command -v ogrinfo >/dev/null") != 0) GTEST_SKIP() << "ogrinfo is missing (gdal-bin)";
  FILE* pipe = popen(("ogrinfo -so " + out + " building 2>&1").c_str(), "r");
  std::string text;
  for (int c; (c = fgetc(pipe)) != EOF;) text += static_cast<char>(c);
  EXPECT_EQ(pclose(pipe), 0) << text;
  EXPECT_NE(text.find("Feature Count: 61"), std::string::npos) << text;
  EXPECT_NE(text.find("GK25FIN"), std::string::npos) << text;
}

}  // namespace
}  // namespace tests
