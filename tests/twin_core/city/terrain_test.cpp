#include "twin_core/city/terrain.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/population_area.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/history/attributes.hpp"

namespace {

using twin::Terrain;
using twin::TerrainHeights;

/// Posts 0.4 m apart from (100, 200) on, 3 columns, 2 rows.
Terrain small_ground() {
  Terrain out;
  out.id = "dem";
  out.first = {100, 200};
  out.step_m = 0.4;
  out.columns = 3;
  out.rows = 2;
  return out;
}

const TerrainHeights kHeights{3, 2, {1000, 2000, 4000, 3000, 5000, TerrainHeights::kMissing}};

TEST(Terrain, IsBilinearBetweenItsPosts) {
  const Terrain ground = small_ground();
  EXPECT_DOUBLE_EQ(*height_at(ground, kHeights, {100, 200}), 1.0);
  EXPECT_NEAR(*height_at(ground, kHeights, {100.4, 200.4}), 5.0, 1e-9);
  EXPECT_NEAR(*height_at(ground, kHeights, {100.2, 200.2}), (1 + 2 + 3 + 5) / 4.0, 1e-9);
  EXPECT_NEAR(*height_at(ground, kHeights, {100.6, 200}), 3.0, 1e-9) << "the missing post has no share here";
}

TEST(Terrain, IsLevelForHalfAStepBeyondItsPostsAndNothingFurther) {
  const Terrain ground = small_ground();
  EXPECT_DOUBLE_EQ(*height_at(ground, kHeights, {99.81, 199.81}), 1.0);
  EXPECT_FALSE(height_at(ground, kHeights, {99.79, 200}));
  EXPECT_FALSE(height_at(ground, kHeights, {100, 200.61}));
  EXPECT_FALSE(height_at(ground, kHeights, {std::nan(""), 200}));
  EXPECT_NEAR(ground.bounds().low.east, 99.8, 1e-9);
  EXPECT_NEAR(ground.bounds().high.north, 200.6, 1e-9);
}

TEST(Terrain, HasNoHeightWhereAPostThatCountsIsMissing) {
  EXPECT_FALSE(height_at(small_ground(), kHeights, {100.6, 200.2}));
}

TEST(Terrain, OnAPlaneItIsThePlane) {
  Terrain ground = small_ground();
  ground.columns = 40;
  ground.rows = 30;
  TerrainHeights heights{40, 30, {}};
  const auto plane = [](double east, double north) { return 3 + 0.07 * (east - 100) - 0.03 * (north - 200); };
  for (int row = 0; row < 30; ++row) {
    for (int column = 0; column < 40; ++column) {
      heights.millimetres.push_back(
          static_cast<std::int32_t>(std::lround(1000 * plane(100 + 0.4 * column, 200 + 0.4 * row))));
    }
  }
  std::mt19937 draw(7);
  std::uniform_real_distribution<double> east(100, 115.6), north(200, 211.6);
  for (int i = 0; i < 500; ++i) {
    const double x = east(draw), y = north(draw);
    EXPECT_NEAR(*height_at(ground, heights, {x, y}), plane(x, y), 5e-4);
  }
}

TEST(TerrainRecord, HeightsAreDifferencesInVarints) {
  // Zigzag: +1000 is 2000, +1 for "known": 2001 = 0xD1 0x0F in LEB128; 2000 - 1000 again; then 2000, -1000, 2000, none.
  const twin::Bytes expected = {1, 3, 2, 0xD1, 0x0F, 0xD1, 0x0F, 0xA1, 0x1F, 0xD0, 0x0F, 0xA1, 0x1F, 0};
  EXPECT_EQ(twin::encode(kHeights), expected);
  const auto again = twin::decode_terrain_heights(expected);
  ASSERT_TRUE(again);
  EXPECT_TRUE(*again == kHeights);
}

TEST(TerrainRecord, ExtremeHeightsComeBackAndCountsAreNotTrusted) {
  constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
  const TerrainHeights wide{2, 2, {kMost, TerrainHeights::kMissing + 1, kMost, 0}};
  EXPECT_TRUE(*twin::decode_terrain_heights(twin::encode(wide)) == wide);
  twin::ByteWriter out;
  out.byte(1);
  out.varint(0xFFFFFFFF);
  out.varint(0xFFFFFFFF);
  EXPECT_FALSE(twin::decode_terrain_heights(out.bytes()));
  twin::Bytes cut = twin::encode(wide);
  cut.pop_back();
  EXPECT_FALSE(twin::decode_terrain_heights(cut));
}

TEST(TerrainRecord, ComesBackAsItWas) {
  Terrain ground = small_ground();
  ground.lowest_m = -1.5;
  ground.highest_m = 5;
  ground.missing = 1;
  ground.heights = twin::sha256(twin::encode(kHeights));
  ground.source = "dem.tif";
  EXPECT_TRUE(*twin::decode_terrain(twin::encode(ground)) == ground);
  Terrain to;
  to.id = ground.id;
  for (const auto& [name, value] : twin::attributes_of(ground)) twin::copy_attribute(name, ground, to);
  EXPECT_TRUE(to == ground);
  ground.step_m = 0;
  EXPECT_FALSE(twin::decode_terrain(twin::encode(ground)));
}

TEST(PopulationRecord, ComesBackAsItWas) {
  twin::PopulationArea area;
  area.id = "postal:00100";
  area.name = "Keskusta";
  area.name_sv = "Centrum";
  area.boundary = {{{{0, 0}, {9, 0}, {9, 9}}, {{{1, 1}, {2, 1}, {2, 2}}}}, {{{20, 0}, {29, 0}, {29, 9}}, {}}};
  area.residents = 7;
  area.ages = {{0, 6, twin::Sex::kBoth, 2}, {7, 64, twin::Sex::kFemale, std::nullopt}, {65, std::nullopt, twin::Sex::kMale, 0}};
  area.floor_area_per_resident_m2 = 33.5;
  area.dwellings = 3;
  area.year = 2023;
  area.building = "b1";
  area.source = "a.gpkg";
  EXPECT_TRUE(*twin::decode_population_area(twin::encode(area)) == area);
  twin::PopulationArea to;
  to.id = area.id;
  for (const auto& [name, value] : twin::attributes_of(area)) twin::copy_attribute(name, area, to);
  EXPECT_TRUE(to == area);
}

}  // namespace
