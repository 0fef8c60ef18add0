#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/geo/tiles_city.hpp"

namespace geo {
namespace {

using nlohmann::json;
using test::TilesCity;

/// A hut of 2 x 2 x 3 m with its south-west corner there.
twin::BuildingShape hut(double east, double north) {
  return test::prism({{east, north}, {east + 2, north}, {east + 2, north + 2}, {east, north + 2}}, {}, 1, 4);
}

/// Huts at E 25,499,100 / N 6,674,100 and 300 m, 1.1 km and 2.6 km further: four cells.
TilesCity four_places(double second_hut_shift = 0) {
  TilesCity city(test::helsinki());
  city.add(1, "a", hut(25'499'100, 6'674'100));
  city.add(2, "b", hut(25'499'400 + second_hut_shift, 6'674'100));
  city.add(3, "c", hut(25'499'100, 6'675'200));
  city.add(4, "d", hut(25'501'700, 6'674'100));
  return city;
}

Tileset tileset_of(const TilesCity& city, const twin::Manifest& manifest = test::helsinki()) {
  return make_tileset(*city.state(), SceneFrame::make(manifest).value());
}

struct Extent {
  std::array<double, 3> low, high;
};

Extent extent_of(const json& tile) {
  const auto box = tile["boundingVolume"]["box"].get<std::vector<double>>();
  EXPECT_EQ(box.size(), 12u);
  Extent out{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double half = box[3 + 4 * i];
    out.low[i] = box[i] - half;
    out.high[i] = box[i] + half;
  }
  return out;
}

void check_tile(const json& tile, std::set<std::string>& uris) {
  const Extent mine = extent_of(tile);
  if (tile.contains("content")) {
    EXPECT_EQ(tile["geometricError"], 0.0);
    EXPECT_TRUE(uris.insert(tile["content"]["uri"].get<std::string>()).second);
  }
  for (const json& child : tile.value("children", json::array())) {
    EXPECT_LT(child["geometricError"].get<double>(), tile["geometricError"].get<double>());
    const Extent theirs = extent_of(child);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_GE(theirs.low[i], mine.low[i] - 1e-6);
      EXPECT_LE(theirs.high[i], mine.high[i] + 1e-6);
    }
    check_tile(child, uris);
  }
}

TEST(Tileset, IsOneTreeWithEveryCellOnce) {
  const Tileset tileset = tileset_of(four_places());
  const json document = json::parse(tileset.json);
  EXPECT_EQ(document["asset"]["version"], "1.1");
  EXPECT_EQ(document["root"]["refine"], "ADD");
  EXPECT_EQ(document["root"]["transform"].size(), 16u);
  EXPECT_GT(document["geometricError"].get<double>(), 2600.0);
  std::set<std::string> uris;
  check_tile(document["root"], uris);
  EXPECT_EQ(uris.size(), 4u);
  for (const std::string& uri : uris) {
    ASSERT_NE(tileset.find(uri), nullptr);
    EXPECT_EQ(tileset.find(uri)->uri(), uri);
  }
  EXPECT_EQ(tileset.find("20-1-1-0123456789abcdef.glb"), nullptr);
  EXPECT_EQ(tileset.key, twin::sha256(tileset.json));
}

TEST(Tileset, RootErrorIsNotSmallerThanTheDistanceItHides) {
  // One building alone: the root is still a node of its own, with a size.
  TilesCity city(test::helsinki());
  city.add(9, "alone", hut(25'499'100, 6'674'100));
  const json document = json::parse(tileset_of(city).json);
  EXPECT_EQ(document["root"]["children"].size(), 1u);
  EXPECT_GE(document["root"]["geometricError"].get<double>(), 4.1);  // sqrt(2² + 2² + 3²)
}

TEST(Tileset, CellsAreSquaresOf250MetresOfTheFrame) {
  const Tileset tileset = tileset_of(four_places());
  ASSERT_EQ(tileset.cells.size(), 4u);
  for (const TileCell& cell : tileset.cells) {
    EXPECT_EQ(cell.level, 20u);
    const double west = cell.x * 250.0 - 131'072'000.0, south = cell.y * 250.0 - 131'072'000.0;
    EXPECT_GE(cell.bounds.low.east + 1, west);
    EXPECT_LT(cell.bounds.low.east + 1, west + 250);
    EXPECT_GE(cell.bounds.low.north + 1, south);
    EXPECT_LT(cell.bounds.low.north + 1, south + 250);
  }
}

TEST(Tileset, AnEditRenamesOnlyItsOwnTile) {
  const Tileset before = tileset_of(four_places()), after = tileset_of(four_places(0.25));
  std::size_t same = 0;
  for (const TileCell& cell : before.cells) {
    same += after.find(cell.uri()) != nullptr ? 1 : 0;
  }
  EXPECT_EQ(same, 3u);
  EXPECT_NE(before.key, after.key);
}

TEST(Tileset, AnotherGeoidRenamesEveryTile) {
  auto other = test::helsinki();
  other.geoid->undulation_m = 18.2;
  TilesCity city(other);
  city.add(1, "a", hut(25'499'100, 6'674'100));
  TilesCity usual(test::helsinki());
  usual.add(1, "a", hut(25'499'100, 6'674'100));
  EXPECT_EQ(tileset_of(usual).find(tileset_of(city, other).cells[0].uri()), nullptr);
}

TEST(Tileset, DividesACrowdedCellFurther) {
  TilesCity city(test::helsinki());
  twin::FeatureNumber number = 0;
  for (int row = 0; row < 71; ++row) {
    for (int column = 0; column < 71; ++column) {
      ++number;
      city.add(number, "h" + std::to_string(number), hut(25'499'001 + 3.5 * column, 6'674'001 + 3.5 * row));
    }
  }
  const Tileset tileset = tileset_of(city);
  EXPECT_EQ(tileset.cells.size(), 4u);
  std::set<twin::FeatureNumber> seen;
  for (const TileCell& cell : tileset.cells) {
    EXPECT_EQ(cell.level, 21u);
    EXPECT_LE(cell.features.size(), Tileset::kMaxFeatures);
    EXPECT_TRUE(std::is_sorted(cell.features.begin(), cell.features.end()));
    seen.insert(cell.features.begin(), cell.features.end());
  }
  EXPECT_EQ(seen.size(), 5041u);
}

TEST(Tileset, SplitsWhatNoSquareCanDivide) {
  TilesCity city(test::helsinki());
  for (twin::FeatureNumber number = 1; number <= 4100; ++number) {
    city.add(number, "same place " + std::to_string(number), hut(25'499'100, 6'674'100));
  }
  const Tileset tileset = tileset_of(city);
  ASSERT_EQ(tileset.cells.size(), 2u);
  EXPECT_EQ(tileset.cells[0].features.size() + tileset.cells[1].features.size(), 4100u);
  EXPECT_NE(tileset.cells[0].uri(), tileset.cells[1].uri());
}

TEST(Tileset, SaysWhyItIsNotOnTheGlobe) {
  auto local = test::helsinki();
  local.crs = "local";
  local.geoid.reset();
  TilesCity city(local);
  city.add(1, "a", hut(-120, 40));
  const json document = json::parse(tileset_of(city, local).json);
  EXPECT_FALSE(document["root"].contains("transform"));
  EXPECT_EQ(document["extras"]["placed"], false);
  EXPECT_EQ(document["extras"]["reason"], "local-frame");
}

TEST(Tileset, OfAnEmptyCityIsStillATileset) {
  const Tileset tileset = tileset_of(TilesCity(test::helsinki()));
  EXPECT_TRUE(tileset.cells.empty());
  const json document = json::parse(tileset.json);
  EXPECT_FALSE(document["root"].contains("children"));
  EXPECT_TRUE(document["root"].contains("boundingVolume"));
}

}  // namespace
}  // namespace geo
