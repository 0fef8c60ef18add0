#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <CGAL/Polygon_2.h>
#include <CGAL/create_offset_polygons_2.h>
#include <gtest/gtest.h>

#include <map>

#include "geo/solid/set_back_way.hpp"
#include "shapes.hpp"

// Set-backs with edge events, against CGAL's straight skeleton in exact arithmetic.
namespace {

using Exact = CGAL::Exact_predicates_exact_constructions_kernel;
using geo::SetBackWay;
using twin::PlanPolygon;
using twin::PlanRing;

std::vector<PlanRing> by_skeleton(const PlanPolygon& polygon, double distance) {
  CGAL::Polygon_2<Exact> ring;
  for (const auto& p : polygon.outer) ring.push_back({p.east, p.north});
  if (ring.is_clockwise_oriented()) ring.reverse_orientation();
  std::vector<PlanRing> out;
  for (const auto& piece : CGAL::create_interior_skeleton_and_offset_polygons_2(distance, ring, Exact(), Exact())) {
    PlanRing corners;
    for (const auto& p : *piece) corners.push_back({CGAL::to_double(p.x()), CGAL::to_double(p.y())});
    out.push_back(std::move(corners));
  }
  return out;
}

double area(const std::vector<PlanRing>& rings) {
  double out = 0;
  for (const auto& ring : rings) out += geo::area_of({ring, {}});
  return out;
}

/// Largest distance from a corner of one to the nearest corner of the other.
double furthest(const std::vector<PlanRing>& from, const std::vector<PlanRing>& to) {
  double out = 0;
  for (const auto& ring : from) {
    for (const auto& p : ring) {
      double nearest = std::numeric_limits<double>::infinity();
      for (const auto& other : to) {
        for (const auto& q : other) nearest = std::min(nearest, std::hypot(p.east - q.east, p.north - q.north));
      }
      out = std::max(out, nearest);
    }
  }
  return out;
}

void expect_skeletons_offset(const PlanPolygon& unit, double distance) {
  const auto pieces = geo::set_back(unit, distance);
  ASSERT_TRUE(pieces) << pieces.problem().value;
  std::vector<PlanRing> ours;
  for (const auto& piece : *pieces) {
    EXPECT_TRUE(piece.holes.empty());
    ours.push_back(piece.outer);
  }
  const auto exact = by_skeleton(unit, distance);
  EXPECT_EQ(ours.size(), exact.size());
  EXPECT_NEAR(area(ours), area(exact), 1e-9 * (1 + area(exact)));
  EXPECT_LT(furthest(ours, exact), 1e-7);
  EXPECT_LT(furthest(exact, ours), 1e-7);
}

TEST(SetBackEvents, RandomParcelsGetTheExactSkeletonsOffset) {
  std::map<SetBackWay, int> ways;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    const auto unit = shapes::random_star(random, 3 + static_cast<int>(seed % 20));
    const double distance = 0.7 + 0.034 * seed;
    ++ways[geo::way_of_set_back(unit, distance)];
    expect_skeletons_offset(unit, distance);
  }
  // All ways are taken, the exact one seldom.
  EXPECT_GT(ways[SetBackWay::kPlain], 20);
  EXPECT_GT(ways[SetBackWay::kEvents], 60);
  EXPECT_LT(ways[SetBackWay::kExact], 8);
}

/// Rooms along a corridor: many reflex corners at right angles, turned so that nothing is parallel to the axes.
TEST(SetBackEvents, CombsFallIntoPieces) {
  std::map<SetBackWay, int> ways;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> width(4, 14), depth(6, 30), gap(3, 9);
    PlanPolygon comb;
    double east = 0;
    const double back = -gap(random);
    comb.outer.push_back({0, back});
    std::vector<twin::PlanPosition> teeth;
    for (int tooth = 0; tooth < 4; ++tooth) {
      const double w = width(random), d = depth(random), g = gap(random), base = 0.4 * tooth;
      teeth.insert(teeth.end(), {{east, base}, {east + 0.3, d}, {east + w, d + 0.7}, {east + w + 0.2, base}});
      east += w + g;
    }
    teeth.pop_back();
    teeth.push_back({east, 1});
    comb.outer.push_back({east, back + 0.5});
    for (auto p = teeth.rbegin(); p != teeth.rend(); ++p) comb.outer.push_back(*p);
    const auto unit = shapes::turned(comb, 7.0 * seed);
    ASSERT_TRUE(geo::check_polygon(unit));
    const double distance = 0.9 + 0.05 * seed;
    ++ways[geo::way_of_set_back(unit, distance)];
    expect_skeletons_offset(unit, distance);
  }
  EXPECT_GT(ways[SetBackWay::kEvents], 20);
}

TEST(SetBackEvents, TwoPiecesOfAWaistOfUnevenHalves) {
  // Squares of 20 m and 16 m joined by a neck 4 m wide that stands askew in neither: 3 m leaves 14² and 10².
  const PlanPolygon unit{{{0, 0}, {20, 0}, {20, 7}, {31, 7}, {31, 1}, {47, 1}, {47, 17}, {31, 17}, {31, 11}, {20, 11}, {20, 20}, {0, 20}}, {}};
  const auto pieces = geo::set_back(unit, 3);
  ASSERT_TRUE(pieces);
  ASSERT_EQ(pieces->size(), 2U);
  EXPECT_NEAR(geo::area_of((*pieces)[0]) + geo::area_of((*pieces)[1]), 196 + 100, 1e-6);
}

TEST(SetBackEvents, TooCloseToCallIsExact) {
  // An L whose bars are 8 m wide vanishes at 4 m; at 4 m exactly the margin does not decide.
  const PlanPolygon bar{{{0, 0}, {30, 0}, {30, 8}, {8, 8}, {8, 30}, {0, 30}}, {}};
  EXPECT_EQ(geo::way_of_set_back(bar, 4), SetBackWay::kExact);
  EXPECT_EQ(geo::way_of_set_back(bar, 3.9), SetBackWay::kPlain);
  EXPECT_NEAR(geo::area_of(geo::set_back(bar, 3.9)->front()), 22.2 * 0.2 + 22 * 0.2, 1e-9);
}

TEST(SetBackEvents, PointsOnAStraightEdgeDoNotMatter) {
  // 40 x 50 with a corner exactly on one edge and one 0.1 mm beside another: 32 x 42 less a flat triangle's part between 4 m
  // and 36 m: 0.1 mm (425 / 42 + 345 / 38).
  const PlanPolygon unit{{{0, 0}, {17, 0}, {40, 0}, {40, 50}, {21, 49.9999}, {0, 50}}, {}};
  EXPECT_EQ(geo::way_of_set_back(unit, 4), SetBackWay::kPlain);
  EXPECT_NEAR(geo::area_of(geo::set_back(unit, 4)->front()), 1344 - 1e-4 * (425.0 / 42 + 345.0 / 38), 1e-7);
}

}  // namespace
