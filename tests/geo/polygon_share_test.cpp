#include "geo/io/polygon_share.hpp"

#include <gtest/gtest.h>

namespace {

twin::PlanPolygon box(double west, double south, double east, double north) {
  return {{{west, south}, {east, south}, {east, north}, {west, north}}, {}};
}

TEST(PolygonShare, SharesOfRectangles) {
  const double e = 25496000, n = 6672000;
  const auto plot = box(e, n, e + 40, n + 50);
  EXPECT_DOUBLE_EQ(geo::share_inside(plot, plot), 1);
  EXPECT_NEAR(geo::share_inside(plot, box(e + 30, n, e + 90, n + 50)), 0.25, 1e-9);
  EXPECT_NEAR(geo::share_inside(plot, box(e, n + 45, e + 40, n + 90)), 0.1, 0.004);  // a line in 256 at most
  EXPECT_DOUBLE_EQ(geo::share_inside(plot, box(e + 41, n, e + 90, n + 50)), 0);
  EXPECT_DOUBLE_EQ(geo::share_inside(box(e + 10, n + 10, e + 20, n + 20), plot), 1);
}

TEST(PolygonShare, HolesAreNotInside) {
  auto ring = box(0, 0, 10, 10);
  ring.holes.push_back({{2, 2}, {8, 2}, {8, 8}, {2, 8}});
  EXPECT_DOUBLE_EQ(geo::area_of_plan(ring), 64);
  EXPECT_NEAR(geo::share_inside(box(0, 0, 10, 10), ring), 0.64, 0.005);
  EXPECT_NEAR(geo::share_inside(ring, box(0, 0, 10, 5)), 0.5, 0.005);
  EXPECT_TRUE(geo::contains(ring, {1, 5}));
  EXPECT_FALSE(geo::contains(ring, {5, 5}));
  EXPECT_FALSE(geo::contains(ring, {11, 5}));
}

TEST(PolygonShare, WhatHasNoAreaSharesNothing) {
  EXPECT_DOUBLE_EQ(geo::share_inside({}, box(0, 0, 1, 1)), 0);
  EXPECT_DOUBLE_EQ(geo::share_inside({{{0, 0}, {5, 0}, {9, 0}}, {}}, box(0, 0, 1, 1)), 0);
}

}  // namespace
