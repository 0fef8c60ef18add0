#include "sim/check/roof_facts.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "geo/solid/least_width.hpp"

// Roofs of 10 x 8 m at 12 m above the zero, worked by hand.
namespace {

twin::Polygon3 roof(std::vector<twin::WorkingPosition> points) {
  twin::Polygon3 out;
  out.kind = twin::SurfaceKind::kRoof;
  out.exterior.points = std::move(points);
  return out;
}

/// Two planes that meet in a ridge 3 m above the eaves, in the middle of 8 m: 3 / 4.
std::vector<twin::Polygon3> gable(double eaves = 12, double other_eaves = 12) {
  return {roof({{0, 0, eaves}, {10, 0, eaves}, {10, 4, 15}, {0, 4, 15}}), roof({{0, 4, 15}, {10, 4, 15}, {10, 8, other_eaves}, {0, 8, other_eaves}})};
}

twin::BuildingShape shape_of(std::vector<twin::Polygon3> polygons, const std::string& lod = "2") {
  twin::BuildingShape out;
  out.parts.push_back({"b", lod, std::move(polygons), {}, false});
  return out;
}

TEST(RoofFacts, AGable) {
  const auto facts = sim::roof_facts(shape_of(gable()));
  ASSERT_TRUE(facts.steepest && facts.eaves_m);
  EXPECT_NEAR(*facts.steepest, 0.75, 1e-12);
  EXPECT_NEAR(*facts.eaves_m, 12, 1e-12);
}

TEST(RoofFacts, AFlatRoofHasItsEavesAtItsTop) {
  const auto facts = sim::roof_facts(shape_of({roof({{0, 0, 12}, {10, 0, 12}, {10, 8, 12}, {0, 8, 12}})}));
  EXPECT_EQ(facts.steepest, 0);
  EXPECT_EQ(facts.eaves_m, 12);
}

TEST(RoofFacts, ADormerIsADetail) {
  auto polygons = gable();  // 2 planes of 50 m2; the dormer's roof has 0.5 · sqrt(5) = 1.1 m2
  polygons.push_back(roof({{2, 1, 13}, {3, 1, 13}, {3, 1.5, 14}, {2, 1.5, 14}}));
  const auto facts = sim::roof_facts(shape_of(polygons));
  EXPECT_NEAR(*facts.steepest, 0.75, 1e-12);
  EXPECT_NEAR(*facts.eaves_m, 12, 1e-12);
}

TEST(RoofFacts, AMansardHasNoOneEavesHeight) {
  auto polygons = gable(13, 13);
  polygons.push_back(roof({{0, -1, 10}, {10, -1, 10}, {10, 0, 13}, {0, 0, 13}}));
  const auto facts = sim::roof_facts(shape_of(polygons));
  EXPECT_NEAR(*facts.steepest, 3, 1e-12);
  EXPECT_FALSE(facts.eaves_m);
  EXPECT_TRUE(sim::roof_facts(shape_of(gable(12, 12.2))).eaves_m) << "20 cm are a matter of drawing";
}

TEST(RoofFacts, TheFinestLevelOfDetailCounts) {
  auto shape = shape_of({roof({{0, 0, 15}, {10, 0, 15}, {10, 8, 15}, {0, 8, 15}})}, "1");
  shape.parts.push_back({"b", "2", gable(), {}, false});
  EXPECT_NEAR(*sim::roof_facts(shape).steepest, 0.75, 1e-12);
  EXPECT_FALSE(sim::roof_facts({}).steepest);
}

TEST(LeastWidth, OfARectangleItsShorterSideAndOfATriangleItsLeastHeight) {
  twin::PlanPolygon turned;  // 30 x 12 m, turned by the angle of 3-4-5
  turned.outer = {{0, 0}, {24, 18}, {24 - 7.2, 18 + 9.6}, {-7.2, 9.6}};
  EXPECT_NEAR(geo::least_width(turned), 12, 1e-9);
  twin::PlanPolygon triangle;  // sides 3, 4, 5: the height on the longest is 2.4
  triangle.outer = {{0, 0}, {4, 0}, {0, 3}};
  EXPECT_NEAR(geo::least_width(triangle), 2.4, 1e-12);
  twin::PlanPolygon notched;  // a notch makes a plot no narrower
  notched.outer = {{0, 0}, {10, 0}, {10, 20}, {5, 10}, {0, 20}};
  EXPECT_NEAR(geo::least_width(notched), 10, 1e-12);
}

}  // namespace
