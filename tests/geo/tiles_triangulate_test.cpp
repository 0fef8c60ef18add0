#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "geo/tiles/triangulate.hpp"

namespace geo {
namespace {

using twin::WorkingPosition;

twin::Polygon3 flat(std::vector<std::pair<double, double>> outer,
                    std::vector<std::vector<std::pair<double, double>>> holes = {}) {
  auto ring = [](const auto& points) {
    twin::Ring3 out;
    for (const auto& [x, y] : points) {
      out.points.push_back({25'499'000 + x, 6'674'000 + y, 7.25});
    }
    return out;
  };
  twin::Polygon3 polygon;
  polygon.exterior = ring(outer);
  for (const auto& hole : holes) {
    polygon.interiors.push_back(ring(hole));
  }
  return polygon;
}

/// Sum of the triangles' area vectors: its length is the area only when all of them face one way.
Eigen::Vector3d area(const TrianglePatch& patch) {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  for (const auto& t : patch.triangles) {
    sum += (patch.points[t[1]] - patch.points[t[0]])
               .vector()
               .cross((patch.points[t[2]] - patch.points[t[0]]).vector()) /
           2;
  }
  return sum;
}

double unsigned_area(const TrianglePatch& patch) {
  double sum = 0;
  for (const auto& t : patch.triangles) {
    sum += (patch.points[t[1]] - patch.points[t[0]])
               .vector()
               .cross((patch.points[t[2]] - patch.points[t[0]]).vector())
               .norm() /
           2;
  }
  return sum;
}

TEST(Triangulate, CutsACornerHouseIntoItsArea) {
  // L: 30 x 12 m with a wing of 12 x 18 m: 360 + 216 m2.
  const auto patch = triangulate(flat({{0, 0}, {30, 0}, {30, 12}, {12, 12}, {12, 30}, {0, 30}}));
  EXPECT_NEAR(area(patch).z(), 576, 1e-6);
  EXPECT_NEAR(unsigned_area(patch), 576, 1e-6);
}

TEST(Triangulate, KeepsAReflexQuadOutOfTheFan) {
  // An arrowhead: the fan from vertex 0 would cover 12 + 12 - outside; by hand 8 m2.
  const auto patch = triangulate(flat({{0, 0}, {4, 3}, {0, 6}, {4.0 / 3, 3}}));
  EXPECT_NEAR(unsigned_area(patch), 8, 1e-6);
}

TEST(Triangulate, LeavesCourtyardsOpenWhicheverWayTheirRingsTurn) {
  const auto patch =
      triangulate(flat({{0, 0}, {50, 0}, {50, 40}, {0, 40}},
                       {{{5, 5}, {20, 5}, {20, 30}, {5, 30}}, {{30, 10}, {30, 25}, {45, 25}, {45, 10}}}));
  EXPECT_NEAR(unsigned_area(patch), 2000 - 375 - 225, 1e-6);
  EXPECT_NEAR(area(patch).z(), 1400, 1e-6);
}

TEST(Triangulate, ManagesAHoleThatTouchesTheOuterRing) {
  const auto patch = triangulate(flat({{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {{{0, 0}, {2, 4}, {4, 2}}}));
  EXPECT_NEAR(unsigned_area(patch), 100 - 6, 1e-6);
}

TEST(Triangulate, FillsACrossedRingByTheEvenOddRule) {
  // Two triangles, 19.2 and 43.2 m2, that meet at (4.8, 4.8), a point that no ring names.
  const auto patch = triangulate(flat({{0, 0}, {12, 12}, {12, 0}, {0, 8}}));
  EXPECT_NEAR(unsigned_area(patch), 62.4, 1e-6);
  ASSERT_EQ(patch.points.size(), 5u);
  EXPECT_NEAR(patch.points.back().east, 25'499'004.8, 1e-6);
  EXPECT_NEAR(patch.points.back().up, 7.25, 1e-9);
}

TEST(Triangulate, KeepsWindowsInASlantedWallAndItsOutwardSide) {
  // A wall along (3, 4)/5 leaning by 3/4: area 20 x 10 less a window of 5 x 2.
  auto at = [](double along, double up) {
    return WorkingPosition{25'499'000 + 0.6 * along + 0.8 * 0.6 * up,
                           6'674'000 + 0.8 * along - 0.6 * 0.6 * up, 0.8 * up};
  };
  twin::Polygon3 wall;
  wall.exterior.points = {at(0, 0), at(20, 0), at(20, 10), at(0, 10)};
  wall.interiors = {{{at(5, 4), at(5, 6), at(10, 6), at(10, 4)}}};
  const auto patch = triangulate(wall);
  EXPECT_NEAR(area(patch).norm(), 190, 1e-6);
  EXPECT_GT(area(patch).dot(area_vector(wall.exterior)), 0);
}

TEST(Triangulate, ManagesARingDrawnTwiceAndRepeatedPoints) {
  const auto patch = triangulate(flat({{0, 0}, {0, 0}, {6, 0}, {6, 3}, {6, 3}, {6, 7}, {0, 7}, {0, 7}}));
  EXPECT_NEAR(unsigned_area(patch), 42, 1e-6);
}

TEST(Triangulate, GivesNothingForWhatHasNoArea) {
  EXPECT_TRUE(triangulate(flat({{0, 0}, {10, 0}})).triangles.empty());
  EXPECT_TRUE(triangulate(flat({{0, 0}, {10, 0}, {20, 0}})).triangles.empty());
  EXPECT_TRUE(triangulate(flat({{0, 0}, {10, 0}, {0, 0}, {10, 0}})).triangles.empty());
  EXPECT_TRUE(
      triangulate(flat({{0, 0}, {10, 0}, {10, std::numeric_limits<double>::quiet_NaN()}})).triangles.empty());
  EXPECT_TRUE(triangulate({}).triangles.empty());
}

TEST(Triangulate, HoldsTheAreaOfAnyStarShapedRing) {
  std::mt19937 random(20261122);
  for (int round = 0; round < 300; ++round) {
    const int corners = 5 + static_cast<int>(random() % 40);
    std::vector<std::pair<double, double>> ring;
    for (int i = 0; i < corners; ++i) {
      const double angle = 2 * std::numbers::pi * i / corners;
      const double radius = 2 + static_cast<double>(random() % 3000) / 100;
      ring.emplace_back(radius * std::cos(angle), radius * std::sin(angle));
    }
    double shoelace = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto &a = ring[i], &b = ring[(i + 1) % ring.size()];
      shoelace += (a.first * b.second - b.first * a.second) / 2;
    }
    const auto patch = triangulate(flat(ring));
    ASSERT_NEAR(area(patch).z(), shoelace, 1e-5) << "seed 20261122, round " << round;
    ASSERT_NEAR(unsigned_area(patch), shoelace, 1e-5) << "seed 20261122, round " << round;
  }
}

}  // namespace
}  // namespace geo
