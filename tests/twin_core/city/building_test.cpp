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
  EXPECT_EQ(twin::name_of(twin::LinkReason::kByPlace), "by_place");
  EXPECT_EQ(twin::name_of(twin::LinkReason::kByReview), "by_review");
}

TEST(CardField, EveryOneHasANameOfItsOwnAndIsVisited) {
  twin::RegisterCard card;
  card.volume_m3 = 4765;
  card.lift = false;
  card.address = "Arcturuksenkatu 6";
  int known = 0;
  for (std::uint8_t i = 0; i < twin::kCardFieldCount; ++i) {
    const auto field = static_cast<twin::CardField>(i);
    EXPECT_EQ(twin::card_field_named(twin::name_of(field)), field);
    known += twin::text_of(card, field).empty() ? 0 : 1;
  }
  EXPECT_EQ(known, 3);
  EXPECT_EQ(twin::text_of(card, twin::CardField::kVolume), "4765 m3");
  EXPECT_EQ(twin::text_of(card, twin::CardField::kLift), "no");
  EXPECT_EQ(twin::card_field_named("height"), std::nullopt);
}

TEST(Conflict, IsSaidWithBothSourcesAndTheirYears) {
  twin::Building building;
  building.card.storeys = 6;
  building.card.updated = "2015-03-01";
  building.card.floor_area_m2 = 1195;
  building.surveyed = "2019-07-04";
  twin::LinkDetails details;
  details.conflicts = {{twin::CardField::kStoreys, false, "18.2 m high"}, {twin::CardField::kFloorArea, true, "1300 m2"}};
  building.details = details;
  EXPECT_EQ(twin::conflict_sentences(building),
            (std::vector<std::string>{"6 storeys: register 2015; 18.2 m high: model 2019",
                                      "floor area 1195 m2: model 2019; 1300 m2: register 2015"}));
}

TEST(Rare, CostsNothingUntilItSaysSomethingAndComparesByValue) {
  static_assert(sizeof(twin::Rare<twin::LinkDetails>) == 8);
  twin::Rare<std::string> a, b;
  EXPECT_TRUE(a.empty() && a == b && (*a).empty());
  a = std::string("one");
  b = a;
  EXPECT_EQ(*b, "one");
  EXPECT_TRUE(a == b);
  b = std::string("two");
  EXPECT_EQ(*a, "one") << "copies are deep";
  EXPECT_FALSE(a == b);
  b = std::string();
  EXPECT_TRUE(b.empty());
}

}  // namespace
