#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "shapes.hpp"

namespace {

using twin::PlanPolygon;

PlanPolygon polygon(twin::PlanRing outer, std::vector<twin::PlanRing> holes = {}) {
  return {std::move(outer), std::move(holes)};
}

std::string code_of(const PlanPolygon& p) {
  const auto checked = geo::check_polygon(p);
  return checked ? "" : checked.problem().code;
}

TEST(CheckPolygon, TakesEitherTurnAndARepeatedFirstVertex) {
  EXPECT_EQ(code_of(shapes::rectangle(40, 50)), "");
  EXPECT_EQ(code_of(polygon({{0, 0}, {0, 50}, {40, 50}, {40, 0}})), "");
  EXPECT_EQ(code_of(polygon({{0, 0}, {40, 0}, {40, 50}, {0, 50}, {0, 0}})), "");
  EXPECT_DOUBLE_EQ(geo::area_of(polygon({{0, 0}, {0, 50}, {40, 50}, {40, 0}, {0, 0}})), 2000);
}

TEST(CheckPolygon, NamesTheCrossingOfABowTie) {
  const auto checked = geo::check_polygon(polygon({{0, 0}, {10, 10}, {10, 0}, {0, 10}}));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.problem().code, "polygon-self-intersection");
  EXPECT_EQ(checked.problem().place, "easting 5.000, northing 5.000");
}

TEST(CheckPolygon, NamesTheCrossingAtHelsinkisCoordinates) {
  const auto checked = geo::check_polygon(
      shapes::shifted(polygon({{0, 0}, {10, 10}, {10, 0}, {0, 10}}), 25'500'000.25, 6'670'000.5));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.problem().place, "easting 25500005.250, northing 6670005.500");
}

TEST(CheckPolygon, TouchingIsCrossing) {
  // The vertex (5, 0) lies on the edge from (0, 0) to (10, 0).
  EXPECT_EQ(code_of(polygon({{0, 0}, {10, 0}, {10, 10}, {5, 0}, {0, 10}})), "polygon-self-intersection");
  // A spike: there and back along one line.
  EXPECT_EQ(code_of(polygon({{0, 0}, {10, 0}, {10, 10}, {10, 30}, {10, 10}, {0, 10}})),
            "polygon-self-intersection");
  // The same corner twice.
  EXPECT_EQ(code_of(polygon({{0, 0}, {5, 5}, {10, 0}, {10, 10}, {5, 5}, {0, 10}})),
            "polygon-self-intersection");
}

TEST(CheckPolygon, ZeroAreaAndTooFewPoints) {
  EXPECT_EQ(code_of(polygon({{0, 0}, {10, 0}, {5, 0}})), "polygon-zero-area");
  EXPECT_EQ(
      code_of(shapes::shifted(polygon({{0, 0}, {10, 3.3}, {20, 6.6}, {7, 2.31}}), 25'500'000, 6'670'000)),
      "polygon-zero-area");
  EXPECT_EQ(code_of(polygon({{0, 0}, {10, 0}, {0, 0}, {10, 0}})), "polygon-too-few-points");
  EXPECT_EQ(code_of(polygon({})), "polygon-too-few-points");
}

TEST(CheckPolygon, NumbersMustBeFiniteAndOnEarth) {
  EXPECT_EQ(code_of(polygon({{0, 0}, {std::nan(""), 0}, {5, 5}})), "number-not-finite");
  EXPECT_EQ(code_of(polygon({{0, 0}, {std::numeric_limits<double>::infinity(), 0}, {5, 5}})),
            "number-not-finite");
  EXPECT_EQ(code_of(polygon({{0, 0}, {1e12, 0}, {5, 5}})), "value-out-of-range");
}

TEST(CheckPolygon, HolesLieInsideAndApart) {
  const auto outer = shapes::rectangle(40, 50).outer;
  EXPECT_EQ(
      code_of(polygon(outer, {shapes::rectangle(5, 5, 10, 10).outer, shapes::rectangle(5, 5, 20, 10).outer})),
      "");
  EXPECT_EQ(code_of(polygon(outer, {shapes::rectangle(5, 5, 100, 10).outer})), "polygon-hole-outside");
  EXPECT_EQ(
      code_of(polygon(outer, {shapes::rectangle(9, 9, 10, 10).outer, shapes::rectangle(2, 2, 12, 12).outer})),
      "polygon-hole-outside");
  EXPECT_EQ(code_of(polygon(outer, {shapes::rectangle(9, 9, 35, 10).outer})), "polygon-self-intersection");
  EXPECT_EQ(
      code_of(polygon(outer, {shapes::rectangle(9, 9, 10, 10).outer, shapes::rectangle(9, 9, 15, 15).outer})),
      "polygon-self-intersection");
}

TEST(SetBack, RectangleLosesTwiceTheDistanceEachWay) {
  for (const auto& unit : {shapes::rectangle(40, 50), shapes::rectangle(40, 50, 25'497'010, 6'673'005)}) {
    const auto pieces = geo::set_back(unit, 4);
    ASSERT_TRUE(pieces);
    ASSERT_EQ(pieces->size(), 1U);
    EXPECT_NEAR(geo::area_of(pieces->front()), 1344, 1344e-9);
    EXPECT_NEAR(pieces->front().outer.front().east, unit.outer.front().east + 4, 1e-8);
  }
}

TEST(SetBack, ZeroGivesThePolygonAndTooMuchGivesNothing) {
  const auto unit = polygon({{0, 0}, {0, 50}, {40, 50}, {40, 0}});
  EXPECT_EQ(*geo::set_back(unit, 0), std::vector<PlanPolygon>{unit});
  EXPECT_TRUE(geo::set_back(unit, 20)->empty());
  EXPECT_TRUE(geo::set_back(unit, 300)->empty());
  EXPECT_EQ(geo::set_back(unit, -1).problem().code, "value-out-of-range");
  EXPECT_EQ(geo::set_back(unit, std::nan("")).problem().code, "value-out-of-range");
}

TEST(SetBack, ConcaveCornersAreMitredToo) {
  // L of two bars 20 m wide: 60 x 60 less 40 x 40. Set back by 3 the inner corner moves by (3, 3) into the
  // bar: bars 14 m wide, 54 m outside length: 54² − 40² = 1,316.
  const auto unit = polygon({{0, 0}, {60, 0}, {60, 20}, {20, 20}, {20, 60}, {0, 60}});
  const auto pieces = geo::set_back(unit, 3);
  ASSERT_TRUE(pieces);
  ASSERT_EQ(pieces->size(), 1U);
  EXPECT_NEAR(geo::area_of(pieces->front()), 1316, 1e-6);
  EXPECT_EQ(pieces->front().outer.size(), 6U);
}

TEST(SetBack, HolesGrow) {
  // 60 x 60 with a 20 x 20 yard, 5 m: 50² − 30² = 1,600.
  auto unit = polygon(shapes::rectangle(60, 60).outer, {shapes::rectangle(20, 20, 20, 20).outer});
  const auto pieces = geo::set_back(unit, 5);
  ASSERT_TRUE(pieces);
  ASSERT_EQ(pieces->size(), 1U);
  ASSERT_EQ(pieces->front().holes.size(), 1U);
  EXPECT_NEAR(geo::area_of(pieces->front()), 1600, 1e-6);
  // 10 m takes all: the ring is 20 m wide.
  EXPECT_TRUE(geo::set_back(unit, 10.5)->empty());
}

TEST(SetBack, ANarrowWaistFallsIntoTwo) {
  // Two 20 x 20 squares joined by a 4 m wide neck: 3 m leaves two 14 x 14 squares.
  const auto unit = polygon({{0, 0},
                             {20, 0},
                             {20, 8},
                             {30, 8},
                             {30, 0},
                             {50, 0},
                             {50, 20},
                             {30, 20},
                             {30, 12},
                             {20, 12},
                             {20, 20},
                             {0, 20}});
  const auto pieces = geo::set_back(unit, 3);
  ASSERT_TRUE(pieces);
  ASSERT_EQ(pieces->size(), 2U);
  EXPECT_NEAR(geo::area_of((*pieces)[0]), 196, 1e-6);
  EXPECT_NEAR(geo::area_of((*pieces)[1]), 196, 1e-6);
}

TEST(SetBack, ConsumedEdgesVanishFromAConvexUnit) {
  // A 40 x 40 square with a corner cut off by a 2√2 m edge: the cut's edge length falls by 2(√2−1)·d, at
  // d = 4 it is gone; what is left is the square of 32 x 32.
  const auto unit = polygon({{0, 0}, {40, 0}, {40, 38}, {38, 40}, {0, 40}});
  EXPECT_NEAR(geo::area_of(geo::set_back(unit, 4)->front()), 1024, 1e-6);
  // At d = 1 the cut is still there: 38² less the triangle beyond x + y = 78 − √2.
  const double leg = 2 * 39 - (78 - std::sqrt(2.0));
  EXPECT_NEAR(geo::area_of(geo::set_back(unit, 1)->front()), 38 * 38 - leg * leg / 2, 1e-6);
}

/// Away from convex corners' mitres, a point is in the set-back area exactly if it is far enough inside.
TEST(SetBack, RandomConcaveUnitsKeepTheirDistance) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto unit = shapes::random_star(random, 5 + static_cast<int>(seed % 9));
    ASSERT_EQ(code_of(unit), "");
    const double distance = 0.7 + 0.11 * seed;
    const auto pieces = geo::set_back(unit, distance);
    ASSERT_TRUE(pieces) << pieces.problem().value;
    double area = 0;
    for (const auto& piece : *pieces) area += geo::area_of(piece);
    // Sampled: a point belongs if no edge's strip (between its bisectors) holds it; at least the distance
    // to the boundary bounds it from both sides.
    double sure = 0, possible = 0;
    const double step = 0.4;
    for (double x = -40; x < 40; x += step) {
      for (double y = -40; y < 40; y += step) {
        if (!shapes::covers(unit, x, y)) continue;
        double nearest = 1e300;
        for (std::size_t i = 0; i < unit.outer.size(); ++i) {
          const auto &a = unit.outer[i], &b = unit.outer[(i + 1) % unit.outer.size()];
          const double ux = b.east - a.east, uy = b.north - a.north;
          const double t =
              std::clamp(((x - a.east) * ux + (y - a.north) * uy) / (ux * ux + uy * uy), 0.0, 1.0);
          nearest = std::min(nearest, std::hypot(x - a.east - t * ux, y - a.north - t * uy));
        }
        bool in = false;
        for (const auto& piece : *pieces) in = in || shapes::covers(piece, x, y);
        if (in) {
          EXPECT_GE(nearest, distance - 1e-6);
        }
        if (nearest > distance) possible += step * step;
        if (in) sure += step * step;
      }
    }
    EXPECT_NEAR(area, sure, 0.03 * std::max(area, 100.0));
    EXPECT_LE(sure, possible + 1e-6);
  }
}

/// Two steps of half the distance give what one step gives, whichever way each is computed.
TEST(SetBack, InTwoStepsAsInOne) {
  std::mt19937 random(11);
  int whole = 0;
  for (int k = 0; k < 300; ++k) {
    SCOPED_TRACE(k);
    const auto unit = shapes::shifted(shapes::random_star(random, 4 + k % 20), 25'497'000.25, 6'673'000.75);
    const double distance = 0.5 + 0.1 * (k % 150);
    const auto once = geo::set_back(unit, distance), half = geo::set_back(unit, distance / 2);
    ASSERT_TRUE(once && half);
    double one = 0, two = 0;
    for (const auto& piece : *once) one += geo::area_of(piece);
    for (const auto& piece : *half) {
      const auto rest = geo::set_back(piece, distance / 2);
      ASSERT_TRUE(rest);
      for (const auto& last : *rest) two += geo::area_of(last);
    }
    EXPECT_NEAR(one, two, 1e-4 + 1e-6 * one);
    whole += once->size() == 1 && once->front().outer.size() == unit.outer.size();
  }
  EXPECT_GT(whole, 50) << "some without an event";
  EXPECT_LT(whole, 250) << "some with one";
}

}  // namespace
