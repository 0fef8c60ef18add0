// What is around the buildings in tiles of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/tiles/object_class.hpp"
#include "tests/geo/tiles_city.hpp"
#include "tests/geo/tiles_glb.hpp"

namespace geo {
namespace {

using test::TilesCity;

twin::BuildingShape flat(double east, double north, double side, bool upside_down = false) {
  std::vector<twin::WorkingPosition> ring{{east, north, 2}, {east + side, north, 2}, {east + side, north + side, 2}, {east, north + side, 2}};
  if (upside_down) std::reverse(ring.begin(), ring.end());
  twin::ShapePart part;
  part.polygons.push_back(test::polygon(twin::SurfaceKind::kUnspecified, ring));
  return {{part}, {}};
}

twin::BuildingShape hut() {
  return test::prism({{25'499'100, 6'674'100}, {25'499'102, 6'674'100}, {25'499'102, 6'674'102}, {25'499'100, 6'674'102}}, {}, 1, 4);
}

TilesCity city(double road_side) {
  TilesCity out(test::helsinki());
  out.add(1, "hut", hut());
  out.add_object(2, "road", "Road", flat(25'499'110, 6'674'100, road_side, true));
  out.add_object(3, "lake", "WaterBody", flat(25'499'140, 6'674'100, 7));
  out.add_object(4, "room", "BuildingRoom", flat(25'499'100, 6'674'100, 1));
  return out;
}

struct Made {
  Tileset tileset;
  std::vector<std::string> tiles;
};

Made make(const TilesCity& of) {
  const auto state = of.state();
  const auto scene = SceneFrame::make(test::helsinki()).value();
  Made out{make_tileset(*state, scene), {}};
  for (const TileCell& cell : out.tileset.cells) out.tiles.push_back(make_tile(*state, cell, scene, of.shapes()).value());
  return out;
}

TEST(TileSurroundings, HaveATileOfTheirOwnByClass) {
  const Made made = make(city(10));
  ASSERT_EQ(made.tiles.size(), 2u);
  EXPECT_EQ(made.tileset.cells[0].holds, TileCell::Holds::kBuildings);
  const auto around = test::read_tile(made.tiles[1]);
  EXPECT_THAT(around.ids, testing::ElementsAre("road", "lake"));  // what is inside a building is not drawn
  ASSERT_EQ(around.surfaces.size(), 2u);
  double area = 0;
  for (const auto& triangle : around.surfaces.at("road")) {
    area += (triangle.scene[1] - triangle.scene[0]).cross(triangle.scene[2] - triangle.scene[0]).norm() / 2;
    EXPECT_GT(triangle.normal.z(), 0.99);  // written face down, drawn face up
  }
  EXPECT_NEAR(area, 100, 0.1);  // of the plane; the scene's metre differs by 20 ppm
  EXPECT_EQ(around.surfaces.at("water").size(), 2u);
}

TEST(TileSurroundings, AnEditOfAStreetLeavesTheBuildingsAsTheyAre) {
  const Made before = make(city(10)), after = make(city(11));
  EXPECT_EQ(before.tileset.cells[0].uri(), after.tileset.cells[0].uri());
  EXPECT_EQ(before.tiles[0], after.tiles[0]);
  EXPECT_NE(before.tileset.cells[1].uri(), after.tileset.cells[1].uri());
  TilesCity alone(test::helsinki());
  alone.add(1, "hut", hut());
  EXPECT_EQ(make(alone).tiles[0], before.tiles[0]);
}

TEST(TileSurroundings, EveryClassIsDrawnAsSomethingOrInside) {
  EXPECT_EQ(drawn_as("Railway"), SurfaceClass::kRoad);
  EXPECT_EQ(drawn_as("SolitaryVegetationObject"), SurfaceClass::kTree);
  EXPECT_EQ(drawn_as("PlantCover"), SurfaceClass::kGreen);
  EXPECT_EQ(drawn_as("TINRelief"), SurfaceClass::kTerrain);
  EXPECT_EQ(drawn_as("+Fence"), SurfaceClass::kObject);
  EXPECT_EQ(drawn_as("Storey"), std::nullopt);
  EXPECT_EQ(drawn_as("TunnelHollowSpace"), std::nullopt);
}

}  // namespace
}  // namespace geo
