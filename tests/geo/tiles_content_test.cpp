#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "tests/geo/tiles_city.hpp"
#include "tests/geo/tiles_glb.hpp"

namespace geo {
namespace {

using test::TilesCity;

/// Gauss-Krüger zone 25 to geographic, then to ECEF; Krüger's series to the third order in n, which
/// is good to micrometres this close to the meridian. Written out here so that it owes nothing to PROJ.
Eigen::Vector3d ecef(double easting, double northing, double ellipsoidal_height) {
  const double a = 6378137.0, f = 1 / 298.257222101, n = f / (2 - f), e2 = f * (2 - f);
  const double rectifying = a / (1 + n) * (1 + n * n / 4 + n * n * n * n / 64);
  const double xi = northing / rectifying, eta = (easting - 25'500'000.0) / rectifying;
  const double beta[] = {n / 2 - 2 * n * n / 3 + 37 * n * n * n / 96, n * n / 48 + n * n * n / 15,
                         17 * n * n * n / 480};
  double xi0 = xi, eta0 = eta;
  for (int k = 1; k <= 3; ++k) {
    xi0 -= beta[k - 1] * std::sin(2 * k * xi) * std::cosh(2 * k * eta);
    eta0 -= beta[k - 1] * std::cos(2 * k * xi) * std::sinh(2 * k * eta);
  }
  const double chi = std::asin(std::sin(xi0) / std::cosh(eta0));
  const double delta[] = {2 * n - 2 * n * n / 3 - 2 * n * n * n, 7 * n * n / 3 - 8 * n * n * n / 5,
                          56 * n * n * n / 15};
  double latitude = chi;
  for (int k = 1; k <= 3; ++k) {
    latitude += delta[k - 1] * std::sin(2 * k * chi);
  }
  const double longitude = 25 * std::numbers::pi / 180 + std::atan2(std::sinh(eta0), std::cos(xi0));
  const double across = a / std::sqrt(1 - e2 * std::sin(latitude) * std::sin(latitude));
  return {(across + ellipsoidal_height) * std::cos(latitude) * std::cos(longitude),
          (across + ellipsoidal_height) * std::cos(latitude) * std::sin(longitude),
          (across * (1 - e2) + ellipsoidal_height) * std::sin(latitude)};
}

/// A plain house (20 x 10 x 12 m) and a courtyard block (40 x 40 less 20 x 20, 15.5 m) in one tile.
TilesCity two_houses() {
  TilesCity city(test::helsinki());
  city.add(7, "BID_7",
           test::prism({{25'499'100, 6'674'050},
                        {25'499'120, 6'674'050},
                        {25'499'120, 6'674'060},
                        {25'499'100, 6'674'060}},
                       {}, 3, 15));
  city.add(41, "Pihatalo Ö",
           test::prism({{25'499'160, 6'674'100},
                        {25'499'200, 6'674'100},
                        {25'499'200, 6'674'140},
                        {25'499'160, 6'674'140}},
                       {{25'499'170, 6'674'110},
                        {25'499'170, 6'674'130},
                        {25'499'190, 6'674'130},
                        {25'499'190, 6'674'110}},
                       2.5, 18));
  return city;
}

struct Made {
  Tileset tileset;
  std::vector<std::string> tiles;
};

Made make(const TilesCity& city, const twin::Manifest& manifest) {
  const auto state = city.state();
  const auto scene = SceneFrame::make(manifest);
  Made out{make_tileset(*state, scene.value()), {}};
  for (const TileCell& cell : out.tileset.cells) {
    out.tiles.push_back(make_tile(*state, cell, scene.value(), city.shapes()).value());
  }
  return out;
}

TEST(TileContent, HoldsTheAreaOfEachSurfaceClass) {
  const auto made = make(two_houses(), test::helsinki());
  ASSERT_EQ(made.tiles.size(), 1u);
  const auto tile = test::read_tile(made.tiles[0]);
  // 30 m above the ellipsoid the ground is 5 millionths longer than on it.
  EXPECT_NEAR(test::area_of(tile.surfaces.at("ground")), 200 + 1200, 0.02);
  EXPECT_NEAR(test::area_of(tile.surfaces.at("roof")), 200 + 1200, 0.02);
  EXPECT_NEAR(test::area_of(tile.surfaces.at("wall")), 60 * 12 + (160 + 80) * 15.5, 0.05);
  EXPECT_FALSE(tile.surfaces.contains("other"));
}

TEST(TileContent, ClosesEveryHouse) {
  const auto tile = test::read_tile(make(two_houses(), test::helsinki()).tiles[0]);
  EXPECT_NEAR(test::volume_of(tile, 0), 20 * 10 * 12, 0.05);
  EXPECT_NEAR(test::volume_of(tile, 1), 1200 * 15.5, 0.4);
}

TEST(TileContent, LightsFacesByTheirOwnNormal) {
  const auto tile = test::read_tile(make(two_houses(), test::helsinki()).tiles[0]);
  for (const auto& [name, triangles] : tile.surfaces) {
    for (const auto& t : triangles) {
      const Eigen::Vector3d face = (t.scene[1] - t.scene[0]).cross(t.scene[2] - t.scene[0]).normalized();
      ASSERT_GT(face.dot(t.normal), 0.9999) << name;
      ASSERT_NEAR(t.normal.norm(), 1, 1e-6);
    }
  }
  for (const auto& t : tile.surfaces.at("roof")) {
    EXPECT_GT(t.normal.z(), 0.9999);
  }
}

TEST(TileContent, NamesEachBuildingByItsTwinWideNumberAndItsId) {
  const auto tile = test::read_tile(make(two_houses(), test::helsinki()).tiles[0]);
  EXPECT_THAT(tile.features, testing::ElementsAre(7, 41));
  EXPECT_THAT(tile.ids, testing::ElementsAre("BID_7", "Pihatalo Ö"));
  EXPECT_EQ(tile.feature_counts.at("wall"), 2);
  EXPECT_EQ(tile.binary_start % 8, 0u);
  EXPECT_THAT(tile.model.extensionsUsed,
              testing::UnorderedElementsAre("EXT_mesh_features", "EXT_structural_metadata"));
  EXPECT_TRUE(tile.model.extensionsRequired.empty());
  std::set<int> used;
  for (const auto& [name, triangles] : tile.surfaces) {
    for (const auto& t : triangles) {
      used.insert(t.feature);
    }
  }
  EXPECT_THAT(used, testing::ElementsAre(0, 1));
}

TEST(TileContent, StandsOnTheGlobeWithinAMillimetre) {
  const auto made = make(two_houses(), test::helsinki());
  const auto tile = test::read_tile(made.tiles[0]);
  const auto transform =
      nlohmann::json::parse(made.tileset.json)["root"]["transform"].get<std::vector<double>>();
  const Eigen::Map<const Eigen::Matrix4d> to_ecef(transform.data());
  std::size_t checked = 0;
  for (double east : {25'499'100.0, 25'499'120.0}) {
    for (double north : {6'674'050.0, 6'674'060.0}) {
      const Eigen::Vector3d wanted = ecef(east, north, 15 + 17.88);
      double nearest = 1e9;
      for (const auto& t : tile.surfaces.at("roof")) {
        for (const auto& p : t.scene) {
          nearest = std::min(nearest, ((to_ecef * p.homogeneous()).head<3>() - wanted).norm());
        }
      }
      EXPECT_LT(nearest, 0.001) << east << " " << north;
      ++checked;
    }
  }
  EXPECT_EQ(checked, 4u);
}

TEST(TileContent, TurnsAPolygonThatItsSolidUsesReversed) {
  auto shape = test::prism(
      {{25'499'100, 6'674'050}, {25'499'120, 6'674'050}, {25'499'120, 6'674'060}, {25'499'100, 6'674'060}},
      {}, 3, 15);
  std::reverse(shape.parts[0].polygons[2].exterior.points.begin(),
               shape.parts[0].polygons[2].exterior.points.end());
  shape.parts[0].solids[0].shells[0][2].reversed = true;
  TilesCity city(test::helsinki());
  city.add(3, "B", shape);
  const auto tile = test::read_tile(make(city, test::helsinki()).tiles[0]);
  EXPECT_NEAR(test::volume_of(tile, 0), 2400, 0.05);
}

TEST(TileContent, IsTheSameBytesEveryTime) {
  const auto one = make(two_houses(), test::helsinki()), two = make(two_houses(), test::helsinki());
  EXPECT_EQ(one.tiles, two.tiles);
  EXPECT_EQ(one.tileset.json, two.tileset.json);
}

TEST(TileContent, StaysReadableWithoutAnyGeometry) {
  auto shape =
      test::prism({{25'499'100, 6'674'050}, {25'499'120, 6'674'050}, {25'499'110, 6'674'050.00000001}}, {}, 3,
                  3);  // no polygon of it has an area
  TilesCity city(test::helsinki());
  city.add(3, "B", shape);
  const auto tile = test::read_tile(make(city, test::helsinki()).tiles[0]);
  EXPECT_TRUE(tile.surfaces.empty());
  EXPECT_THAT(tile.ids, testing::ElementsAre("B"));
}

TEST(TileContent, SaysWhichShapeIsMissing) {
  const auto city = two_houses();
  const auto state = city.state();
  const auto scene = SceneFrame::make(test::helsinki());
  const auto tileset = make_tileset(*state, scene.value());
  const auto tile = make_tile(*state, tileset.cells[0], scene.value(), TilesCity(test::helsinki()).shapes());
  ASSERT_FALSE(tile.ok());
  EXPECT_EQ(tile.problem().code, "blob-missing");
}

TEST(TileContent, RefusesACellOfAnotherState) {
  const auto city = two_houses();
  const auto scene = SceneFrame::make(test::helsinki());
  const auto tileset = make_tileset(*city.state(), scene.value());
  const auto tile =
      make_tile(*TilesCity(test::helsinki()).state(), tileset.cells[0], scene.value(), city.shapes());
  ASSERT_FALSE(tile.ok());
  EXPECT_EQ(tile.problem().code, "tile-stale");
}

}  // namespace
}  // namespace geo
