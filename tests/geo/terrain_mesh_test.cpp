#include "geo/terrain/terrain_mesh.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using twin::TerrainHeights;

/// 5 by 4 posts 2 m apart, each as high in metres as its column.
struct Slope {
  twin::Terrain terrain;
  TerrainHeights heights{5, 4, {}};
  Slope() {
    terrain.first = {100, 200};
    terrain.step_m = 2;
    terrain.columns = 5;
    terrain.rows = 4;
    for (int row = 0; row < 4; ++row) {
      for (int column = 0; column < 5; ++column) heights.millimetres.push_back(1000 * column);
    }
  }
};

/// Area in plan; more than 0 where the triangle turns left seen from above.
double area(const twin::Polygon3& triangle) {
  const auto& p = triangle.exterior.points;
  return ((p[1].east - p[0].east) * (p[2].north - p[0].north) - (p[2].east - p[0].east) * (p[1].north - p[0].north)) / 2;
}

double area(const std::vector<twin::Polygon3>& mesh) {
  double out = 0;
  for (const auto& triangle : mesh) {
    EXPECT_GT(area(triangle), 0);
    out += area(triangle);
  }
  return out;
}

TEST(TerrainMesh, CoversTheGroundSeenFromAbove) {
  const Slope slope;
  const auto mesh = geo::terrain_mesh(slope.terrain, slope.heights, 1000);
  EXPECT_EQ(mesh.size(), 2u * 4 * 3);
  EXPECT_DOUBLE_EQ(area(mesh), 8 * 6);
  for (const auto& triangle : mesh) {
    for (const auto& point : triangle.exterior.points) EXPECT_DOUBLE_EQ(point.up, (point.east - 100) / 2);
  }
}

TEST(TerrainMesh, LeavesOutPostsEvenlyButNotTheOutermost) {
  const Slope slope;
  const auto mesh = geo::terrain_mesh(slope.terrain, slope.heights, 9);  // columns 0, 2, 4 and rows 0, 2, 3
  EXPECT_EQ(mesh.size(), 8u);
  EXPECT_DOUBLE_EQ(area(mesh), 8 * 6);
  EXPECT_EQ(geo::terrain_mesh(slope.terrain, slope.heights, 1).size(), 2u) << "the corners always";
}

TEST(TerrainMesh, HasAHoleAroundAMissingPost) {
  Slope slope;
  slope.heights.millimetres[6] = TerrainHeights::kMissing;  // four squares meet there
  EXPECT_DOUBLE_EQ(area(geo::terrain_mesh(slope.terrain, slope.heights, 1000)), 8 * 6 - 4 * 4);
}

}  // namespace
