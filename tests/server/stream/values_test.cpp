#include "server/stream/values.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace server {
namespace {

using twin::BranchState;
using twin::BranchStateEditor;

/// A building of 10 x 10 m whose middle is at (east, north).
std::shared_ptr<twin::Building> building(double east, double north, std::optional<double> floor_area) {
  auto out = std::make_shared<twin::Building>();
  out->footprint.outer = {{east - 5, north - 5}, {east + 5, north - 5}, {east + 5, north + 5}, {east - 5, north + 5}};
  out->bounds.add(twin::WorkingPosition{east - 5, north - 5, 2});
  out->bounds.add(twin::WorkingPosition{east + 5, north + 5, 14.5});
  out->height_m = 12.5;
  out->card.floor_area_m2 = floor_area;
  return out;
}

std::shared_ptr<twin::PlanUnit> unit(double west, double south, double size) {
  auto out = std::make_shared<twin::PlanUnit>();
  out->boundary.outer = {{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}};
  return out;
}

twin::Digest some_digest(int n) { return twin::sha256(std::to_string(n)); }

// Unit 1 is the square (0,0)-(100,100) with a hole in the middle, unit 5 a huge one elsewhere.
//   feature 0: in unit 1, 600 m2     feature 2: in unit 1, 360 m2     feature 3: in the hole, 999 m2
//   feature 4: outside, 100 m2       feature 6: in unit 5, not known
twin::Snapshot city() {
  BranchStateEditor editor{BranchState{}};
  auto first = building(20, 20, 600);
  first->card.completion_year = 1987;
  first->card.storeys = 3;
  first->card.use_code = "039";
  auto second = building(80, 20, 360);
  second->card.completion_year = 2021;
  second->card.use_code = "0110";  // four digits of another classification are a number all the same
  auto holed = unit(0, 0, 100);
  holed->boundary.holes = {{{40, 40}, {60, 40}, {60, 60}, {40, 60}}};
  editor.put(0, some_digest(0), std::shared_ptr<const twin::Building>(first));
  editor.put(1, some_digest(1), std::shared_ptr<const twin::PlanUnit>(holed));
  editor.put(2, some_digest(2), std::shared_ptr<const twin::Building>(second));
  editor.put(3, some_digest(3), std::shared_ptr<const twin::Building>(building(50, 50, 999)));
  editor.put(4, some_digest(4), std::shared_ptr<const twin::Building>(building(500, 500, 100)));
  editor.put(5, some_digest(5), std::shared_ptr<const twin::PlanUnit>(unit(1000, 1000, 60'000)));
  editor.put(6, some_digest(6), std::shared_ptr<const twin::Building>(building(1200, 1200, std::nullopt)));
  return editor.publish();
}

std::optional<double> reachable(const BranchState::Feature&) { return 2400; }

TEST(Values, RegisterColumnsByFeatureNumber) {
  const auto state = city();
  const auto year = value_column(*state, "year", reachable);
  ASSERT_TRUE(year);
  EXPECT_EQ(year->unit, "year");
  EXPECT_EQ(year->with_data, 2u);
  EXPECT_EQ(year->min, 1987);
  EXPECT_EQ(year->max, 2021);
  ASSERT_GE(year->values.size(), 7u);
  EXPECT_EQ(year->values[0], 1987.0f);
  EXPECT_TRUE(std::isnan(year->values[1]));  // a plan unit
  EXPECT_TRUE(std::isnan(year->values[3]));
  EXPECT_EQ(value_column(*state, "use", reachable)->values[0], 39.0f);
  EXPECT_EQ(value_column(*state, "storeys", reachable)->with_data, 1u);
  EXPECT_EQ(value_column(*state, "height", reachable)->values[4], 12.5f);
}

TEST(Values, FloorAreaUsedIsTheUnitsShareOnEachOfItsBuildings) {
  const auto state = city();
  const auto used = value_column(*state, "floor_area_used", reachable);
  ASSERT_TRUE(used);
  EXPECT_EQ(used->unit, "%");
  EXPECT_FLOAT_EQ(used->values[0], 40.0f);  // (600 + 360) / 2400
  EXPECT_FLOAT_EQ(used->values[2], 40.0f);
  EXPECT_TRUE(std::isnan(used->values[3]));  // stands in the unit's hole
  EXPECT_TRUE(std::isnan(used->values[4]));
  EXPECT_TRUE(std::isnan(used->values[6]));  // no floor area is known on unit 5
  EXPECT_EQ(used->with_data, 2u);
  EXPECT_EQ(unit_of_buildings(*state)[6], 5u);

  const auto none = value_column(*state, "floor_area_used", [](const auto&) { return std::optional<double>(0); });
  EXPECT_EQ(none->with_data, 0u);
}

TEST(Values, UnknownVariableIsAProblem) {
  const auto column = value_column(*city(), "colour", reachable);
  ASSERT_FALSE(column);
  EXPECT_EQ(column.problem().code, "variable-unknown");
}

}  // namespace
}  // namespace server
