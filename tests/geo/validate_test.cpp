// Bodies made by hand, a defect at a time, at Helsinki's coordinates where a double has 4 nm left.
#include "geo/validate/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "validate_bodies.hpp"
#include "validate_cases.hpp"

namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Codes = std::set<std::string>;

using bodies::box;
using bodies::hollow_box;
using bodies::kEast;
using bodies::kNorth;
using bodies::turn;

TEST(Validate, ABoxIsValidAndHasItsVolume) {
  const auto shape = box();
  EXPECT_THAT(cases::codes_of(shape), IsEmpty());
  EXPECT_NEAR(geo::signed_volume(shape.parts[0], shape.parts[0].solids[0]), 60.0, 1e-6);
}

TEST(Validate, AFaceStoredTheOtherWayAndUsedReversedIsTheSameBox) {
  auto shape = box();
  turn(shape.parts[0].polygons[3]);
  EXPECT_EQ(cases::codes_of(shape), Codes{"307"});
  shape.parts[0].solids[0].shells[0][3].reversed = true;
  EXPECT_THAT(cases::codes_of(shape), IsEmpty());
  EXPECT_NEAR(geo::signed_volume(shape.parts[0], shape.parts[0].solids[0]), 60.0, 1e-6);
}

TEST(Validate, TheWronglyTurnedFaceIsNamed) {
  auto shape = box();
  turn(shape.parts[0].polygons[4]);
  twin::Diagnostics out;
  geo::validate_shape(shape, "talo", {}, out);
  ASSERT_EQ(out.findings.size(), 1u);
  EXPECT_EQ(out.findings[0].code, "307");
  EXPECT_EQ(out.findings[0].id, "talo");
  EXPECT_EQ(out.findings[0].lod, "2");
  EXPECT_THAT(out.findings[0].place, HasSubstr("solid 1, shell 1, face 5"));
}

TEST(Validate, ABoxInsideOutAndACavityFacingOutwards) {
  auto shape = box();
  for (auto& polygon : shape.parts[0].polygons) turn(polygon);
  EXPECT_EQ(cases::codes_of(shape), Codes{"405"});

  auto hollow = hollow_box(1, 1, 1);
  EXPECT_THAT(cases::codes_of(hollow), IsEmpty());
  EXPECT_NEAR(geo::signed_volume(hollow.parts[0], hollow.parts[0].solids[0]), 60 - 60 / 125.0, 1e-6);
  for (std::size_t i = 6; i < 12; ++i) turn(hollow.parts[0].polygons[i]);
  EXPECT_EQ(cases::codes_of(hollow), Codes{"405"});
}

TEST(Validate, ACavityOutsideAcrossOrOnTheWall) {
  EXPECT_EQ(cases::codes_of(hollow_box(7, 1, 1)), Codes{"403"});
  EXPECT_EQ(cases::codes_of(hollow_box(2.7, 1, 1)), Codes{"401"});  // 0.6 m wide, wall at 3 m
  EXPECT_EQ(cases::codes_of(hollow_box(2.4, 1, 1)), Codes{"401"});  // face on face
}

TEST(Validate, VerticesCloserThanAMillimetreAreOne) {
  auto shape = box();
  shape.parts[0].polygons[1].exterior.points[0].up += 0.0004;
  EXPECT_THAT(cases::codes_of(shape), IsEmpty());
  shape.parts[0].polygons[1].exterior.points[0].up += 0.002;
  EXPECT_EQ(cases::codes_of(shape), Codes{"302"});
}

TEST(Validate, APositionWrittenTwiceIsFoundAndTheShellStillChecked) {
  auto shape = box();
  auto& points = shape.parts[0].polygons[1].exterior.points;
  points.insert(points.begin() + 1, points[0] + twin::Offset<twin::Working>{0.0005, 0, 0});
  EXPECT_EQ(cases::codes_of(shape), Codes{"102"});
}

TEST(Validate, PlanarityIsMeasuredFromTheLeastSquaresPlane) {
  // One corner of a rectangle raised by d lies d/4 off the fitted plane, and so do the others.
  for (const auto& [raised, expected] : {std::pair(0.038, Codes{}), std::pair(0.042, Codes{"203"})}) {
    auto shape = box();
    for (auto& polygon : shape.parts[0].polygons) {
      for (auto& point : polygon.exterior.points) {
        if (point.east == kEast + 3 && point.north == kNorth + 4 && point.up == 15) point.up += raised;
      }
    }
    EXPECT_EQ(cases::codes_of(shape), expected) << raised;
  }
}

TEST(Validate, RingsOfOnePolygon) {
  const auto with_holes = [](std::vector<std::vector<std::array<double, 2>>> holes) {
    twin::BuildingShape shape;
    auto& polygon = shape.parts.emplace_back().polygons.emplace_back();
    polygon.exterior.points = {
        {kEast, kNorth, 0}, {kEast + 10, kNorth, 0}, {kEast + 10, kNorth + 10, 0}, {kEast, kNorth + 10, 0}};
    for (const auto& hole : holes) {
      auto& ring = polygon.interiors.emplace_back();
      for (const auto& p : hole) ring.points.push_back({kEast + p[0], kNorth + p[1], 0});
    }
    return cases::codes_of(shape);
  };
  EXPECT_THAT(with_holes({{{2, 2}, {2, 4}, {4, 4}, {4, 2}}}), IsEmpty());
  EXPECT_EQ(with_holes({{{2, 2}, {4, 2}, {4, 4}, {2, 4}}}), Codes{"208"});
  EXPECT_EQ(with_holes({{{2, 2}, {2, 4}, {14, 3}}}), Codes{"201"});
  EXPECT_EQ(with_holes({{{2, 2}, {2, 4}, {4, 4}}, {{4, 4}, {2, 4}, {2, 2}}}), Codes{"202"});
  EXPECT_EQ(with_holes({{{12, 2}, {12, 4}, {14, 4}}}), Codes{"206"});
  EXPECT_EQ(with_holes({{{2, 2}, {2, 8}, {8, 8}, {8, 2}}, {{3, 3}, {3, 4}, {4, 4}}}), Codes{"207"});
  EXPECT_THAT(with_holes({{{0, 5}, {4, 6}, {4, 4}}}), IsEmpty());    // touches the wall in one point
  EXPECT_EQ(with_holes({{{0, 5}, {10, 5}, {5, 4}}}), Codes{"205"});  // and in two: cut in halves
  EXPECT_EQ(with_holes({{{0, 4}, {0, 6}, {3, 5}}}), Codes{"201"});   // runs along it
}

TEST(Validate, RingsOfSurfacesWithoutSolid) {
  twin::BuildingShape shape;
  auto& part = shape.parts.emplace_back();
  const auto add = [&](std::vector<twin::WorkingPosition> points) {
    part.polygons.emplace_back().exterior.points = std::move(points);
  };
  add({{0, 0, 0}, {5, 5, 0}, {5, 0, 0}, {0, 5, 0}});             // bow tie
  add({{0, 0, 0}, {5, 0, 0}, {9, 0, 0}});                        // no area
  add({{0, 0, 0}, {5, 0, 0}, {5, 5, 0}, {5, 2, 0}, {2, 5, 0}});  // folds back on itself
  twin::Diagnostics out;
  geo::validate_shape(shape, "talo", {}, out);
  ASSERT_EQ(out.findings.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(out.findings[i].code, "104");
    EXPECT_EQ(out.findings[i].place, "surface " + std::to_string(i + 1) + ", ring 1");
  }
}

TEST(Validate, ARoofThroughTheFloorIsFoundADentOfHalfAMillimetreIsNot) {
  const auto with_apex = [](double up) {
    auto shape = box();
    auto& part = shape.parts[0];
    const auto top = part.polygons[1].exterior.points;
    const twin::WorkingPosition apex{kEast + 1.5, kNorth + 2, up};
    part.polygons.erase(part.polygons.begin() + 1);
    for (std::size_t i = 0; i < 4; ++i)
      part.polygons.emplace_back().exterior.points = {top[i], top[(i + 1) % 4], apex};
    auto& shell = part.solids[0].shells[0];
    shell.clear();
    for (std::uint32_t i = 0; i < part.polygons.size(); ++i) shell.push_back({i, false});
    return cases::codes_of(shape);
  };
  EXPECT_THAT(with_apex(17), IsEmpty());
  EXPECT_EQ(with_apex(9.5), Codes{"306"});
  EXPECT_THAT(with_apex(9.9995), IsEmpty());
}

}  // namespace
