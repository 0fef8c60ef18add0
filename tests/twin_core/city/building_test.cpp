#include "twin_core/city/building.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

TEST(PermanentBuildingId, TakesRealOnes) {
  // Helsinki's register of buildings.
  EXPECT_TRUE(twin::is_permanent_building_id("103557252H"));
  EXPECT_TRUE(twin::is_permanent_building_id("1017733410"));
}

TEST(PermanentBuildingId, RefusesEveryOtherCheckCharacterAndForm) {
  const std::string characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  int valid = 0;
  for (const char c : characters) valid += twin::is_permanent_building_id(std::string("103557252") + c) ? 1 : 0;
  EXPECT_EQ(valid, 1);
  for (const char* id : {"", "103557252", "103557252HH", "103557252h", "203557252H", "10355725 H", "1O3557252H",
                         "103557253H", "130557252H", "-03557252H"}) {
    EXPECT_FALSE(twin::is_permanent_building_id(id)) << id;
  }
}

TEST(PermanentBuildingId, HoldsForTheWholeRegisterOfKalasatama) {
  const std::filesystem::path path =
      std::filesystem::path(KAKSONEN_SOURCE_DIR) / "../shared/data/registry/helsinki_kalasatama_register.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no register at " << path;
  std::ifstream in(path);
  int seen = 0;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::string model_id;
    std::string permanent_id;  // column VTJ_PRT, the second one
    std::getline(cells, model_id, ',');
    std::getline(cells, permanent_id, ',');
    if (permanent_id.empty() || permanent_id == "VTJ_PRT") continue;
    ++seen;
    EXPECT_TRUE(twin::is_permanent_building_id(permanent_id)) << permanent_id;
  }
  EXPECT_GT(seen, 20);
}

TEST(LinkReason, NamesArePartOfTheInterface) {
  EXPECT_EQ(twin::name_of(twin::LinkReason::kById), "by_id");
  EXPECT_EQ(twin::name_of(twin::LinkReason::kByMunicipalNumber), "by_municipal_number");
  EXPECT_EQ(twin::name_of(twin::LinkReason::kByModelId), "by_model_id");
  EXPECT_EQ(twin::name_of(twin::LinkReason::kUnlinked), "unlinked");
}

}  // namespace
