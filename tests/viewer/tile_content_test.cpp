#include "viewer/desktop/tile_content.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/viewer/box_city.hpp"
#include "viewer/desktop/picking.hpp"
#include "viewer/desktop/tile_list.hpp"

namespace {

using namespace viewer;

/// A box of 20 × 10 × 12 m at (105, 207) on ground 3, in a tile whose centre is (100, 200).
std::string one_box() { return box_city::tile({{9, "BID_a1", 105, 207, 20, 10, 3, 12}, {2, "ä", 60, 190, 5, 5, 4, 30}}, 100, 200); }

TEST(TileContent, ABoxStandsWhereItWasPut) {
  const auto tile = read_tile(one_box(), Transform{});
  ASSERT_TRUE(tile) << tile.problem;
  EXPECT_DOUBLE_EQ(tile.value.centre.x, 100);
  EXPECT_DOUBLE_EQ(tile.value.centre.y, 200);
  const auto extent = tile.value.extent();
  EXPECT_NEAR(extent.low.x, 60, 1e-4);
  EXPECT_NEAR(extent.high.x, 125, 1e-4);
  EXPECT_NEAR(extent.low.y, 190, 1e-4);
  EXPECT_NEAR(extent.high.y, 217, 1e-4);
  EXPECT_NEAR(extent.low.z, 3, 1e-4);
  EXPECT_NEAR(extent.high.z, 34, 1e-4);
}

TEST(TileContent, VerticesCarryTwinWideFeatureNumbersAndIds) {
  const auto tile = read_tile(one_box(), Transform{}).value;
  EXPECT_EQ(tile.ids.at(9), "BID_a1");
  EXPECT_EQ(tile.ids.at(2), "ä");
  EXPECT_EQ(std::count(tile.features.begin(), tile.features.end(), 9U), 24);  // six faces of four corners
  EXPECT_EQ(std::count(tile.surfaces.begin(), tile.surfaces.end(), Surface::kWall), 32);
  EXPECT_EQ(std::count(tile.surfaces.begin(), tile.surfaces.end(), Surface::kRoof), 8);
  EXPECT_NEAR(*std::max_element(tile.above_base.begin(), tile.above_base.end()), 30, 1e-4);
}

TEST(TileContent, ABoxHasTwelveEdgesAndNoDiagonals) {
  const auto tile = read_tile(one_box(), Transform{}).value;
  EXPECT_EQ(tile.edges.size(), 2U * 2 * 12);  // two boxes; the diagonals of their faces are flat
  for (std::size_t i = 0; i < tile.edges.size(); i += 2) {
    int differing = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      differing += std::abs(tile.positions[3 * tile.edges[i] + k] - tile.positions[3 * tile.edges[i + 1] + k]) > 1e-4F ? 1 : 0;
    }
    EXPECT_EQ(differing, 1) << "edges of an upright box run along one axis";
  }
}

TEST(TileContent, NormalsPointUpFromTheRoof) {
  const auto tile = read_tile(one_box(), Transform{}).value;
  for (std::size_t i = 0; i < tile.features.size(); ++i) {
    if (tile.surfaces[i] == Surface::kGround) continue;
    EXPECT_NEAR(tile.normals[3 * i + 2], tile.surfaces[i] == Surface::kRoof ? 1 : 0, 1e-6);
  }
}

TEST(TileContent, WhateverIsCutOffOrScrambledIsASentenceNotACrash) {
  const auto whole = one_box();
  EXPECT_FALSE(read_tile("", Transform{}));
  EXPECT_FALSE(read_tile("glTF and then nothing", Transform{}));
  for (std::size_t size = 0; size < whole.size(); size += 37) {
    EXPECT_FALSE(read_tile(whole.substr(0, size), Transform{})) << size;
  }
  std::mt19937 random(20);
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    auto scrambled = whole;
    for (int change = 0; change < 4; ++change) scrambled[20 + random() % (scrambled.size() - 20)] = static_cast<char>(random());
    refused += read_tile(scrambled, Transform{}) ? 0 : 1;
  }
  EXPECT_GT(refused, 50) << "most of the file is JSON, where a stray byte shows";
}

TEST(TileList, LeavesOfAReplacedRootInTheSceneFrame) {
  const auto list = read_tile_list(box_city::tileset({"3-1-2-aa.glb", "3-2-2-bb.glb"}));
  ASSERT_TRUE(list) << list.problem;
  ASSERT_EQ(list.value.size(), 2U);
  EXPECT_EQ(list.value[1].uri, "3-2-2-bb.glb");
  // Box centre (200, 10, 5), half sizes 50, 60, 7; the root's placing on the globe plays no part.
  EXPECT_DOUBLE_EQ(list.value[1].extent.low.x, 150);
  EXPECT_DOUBLE_EQ(list.value[1].extent.high.y, 70);
  EXPECT_DOUBLE_EQ(list.value[1].extent.high.z, 12);
}

TEST(TileList, AParentThatIsAddedToCountsAndBadFilesAreSentences) {
  const auto list = read_tile_list(R"({"root":{"refine":"ADD","boundingVolume":{"box":[0,0,0,1,0,0,0,1,0,0,0,1]},
    "content":{"uri":"p.glb"},"children":[{"boundingVolume":{"box":[0,0,0,1,0,0,0,1,0,0,0,1]},"content":{"uri":"c.glb"},
    "transform":[1,0,0,0,0,1,0,0,0,0,1,0,10,20,0,1]}]}})");
  ASSERT_EQ(list.value.size(), 2U);
  EXPECT_DOUBLE_EQ(list.value[1].extent.high.x, 11);
  EXPECT_DOUBLE_EQ(list.value[1].placement.translation().y, 20);
  EXPECT_NE(read_tile_list("<html>").problem, "");
  EXPECT_NE(read_tile_list("{}").problem, "");
}

TEST(Picking, ARayMeetsTheNearestBuilding) {
  const auto tile = read_tile(one_box(), Transform{}).value;
  // From the west at 5 m height along the middle of feature 9: its wall stands at 105, the other box ends at y 195.
  const auto hit = pick({{0, 212, 8}, {1, 0, 0}}, tile);
  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->feature, 9U);
  EXPECT_NEAR(hit->distance, 105, 1e-3);
  EXPECT_FALSE(pick({{0, 212, 40}, {1, 0, 0}}, tile)) << "above the roof";
  EXPECT_FALSE(distance_to({{0, 0, 0}, {0, -1, 0}}, tile.extent()));
}

TEST(Picking, StreamMeshesCountAndMalformedOnesDoNot) {
  auto mesh = box_city::mesh(0, 0, 10, 10, 2, 20);
  EXPECT_NEAR(distance_to({{5, 5, 100}, {0, 0, -1}}, mesh).value_or(-1), 78, 1e-3);
  mesh.mutable_triangles()->replace(0, 4, std::string("\xff\xff\xff\x7f", 4));
  EXPECT_FALSE(distance_to({{5, 5, 100}, {0, 0, -1}}, mesh));
}

}  // namespace
