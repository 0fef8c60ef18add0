#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "geo/solid/section_area.hpp"
#include "shapes.hpp"

namespace {

using geo::EnvelopeLimits;
using shapes::inspect;
using twin::PlanPolygon;

geo::Envelope envelope(const PlanPolygon& unit, double setback, const EnvelopeLimits& limits) {
  const auto area = geo::set_back(unit, setback);
  EXPECT_TRUE(area) << area.problem().message;
  auto out = geo::legal_envelope(unit, *area, limits);
  EXPECT_TRUE(out) << out.problem().message << out.problem().value;
  return out ? *out : geo::Envelope{};
}

/// Closed, outward, planar; volume as the shell's own faces say.
void expect_sound(const geo::Envelope& e, double plane_tolerance = 1e-5) {
  double volume = 0;
  for (const auto& solid : e.solids) {
    const auto report = inspect(solid);
    EXPECT_EQ(report.open_edges, 0);
    EXPECT_LT(report.worst_plane, plane_tolerance);
    EXPECT_GT(report.volume, 0);
    volume += report.volume;
  }
  EXPECT_NEAR(e.volume_m3, volume, 1e-7 * std::max(1.0, volume));
}

EnvelopeLimits sky_on_all(std::size_t edges, double angle, double start, std::optional<double> flat = {}) {
  EnvelopeLimits out{flat, {}};
  for (std::uint32_t i = 0; i < edges; ++i) out.sky_planes.push_back({i, angle, start});
  return out;
}

TEST(Envelope, BoxUnderAFlatLimit) {
  const auto e = envelope(shapes::rectangle(40, 50), 0, {15, {}});
  ASSERT_EQ(e.solids.size(), 1U);
  EXPECT_EQ(e.solids[0].vertices.size(), 8U);
  EXPECT_EQ(e.solids[0].faces.size(), 6U);
  EXPECT_NEAR(e.volume_m3, 30000, 1e-6);
  expect_sound(e);
}

TEST(Envelope, SkyPlaneOnOneShortEdgeOfTheNote) {
  // Note 3.5: ∫ min(22, 10 + d) over 32 x 42 m with d from a 32 m side: 32·(12·16 + 30·22) = 27,264.
  const auto unit = shapes::rectangle(32, 42, 25'497'010, 6'673'005);
  const auto e = envelope(unit, 0, {22, {{0, 45, 10}}});
  EXPECT_NEAR(e.volume_m3, 27264, 27264e-6);
  expect_sound(e);
  // Top: a slope of 12 m and a plateau; a wall per edge; one bottom without extra vertices.
  ASSERT_EQ(e.solids.size(), 1U);
  EXPECT_EQ(e.solids[0].faces.size(), 7U);
  EXPECT_EQ(e.solids[0].vertices.size(), 10U);
}

TEST(Envelope, DistanceIsFromTheBoundaryNotFromTheSetback) {
  // The printed input: 40 x 50, setback 4, sky plane on the 40 m edge: the buildable area is
  // 32 x 42 and starts at d = 4: 32·(∫ 14..22 over 8 m + 34·22) = 32·(144 + 748) = 28,544.
  const auto e = envelope(shapes::rectangle(40, 50), 4, {22, {{0, 45, 10}}});
  EXPECT_NEAR(e.volume_m3, 28544, 28544e-6);
  expect_sound(e);
}

TEST(Envelope, SkyPlaneHeightsOfTheNote) {
  const auto unit = shapes::rectangle(40, 50);
  for (const auto& [angle, heights] :
       {std::pair{45.0, std::array{10.0, 16.0, 22.0}}, std::pair{60.0, std::array{10.0, 20.392, 30.785}}}) {
    const auto e = envelope(unit, 0, {std::nullopt, {{0, angle, 10}}});
    for (int k = 0; k < 3; ++k) {
      EXPECT_NEAR(e.heights.at({20.0, 6.0 * k}), heights[static_cast<std::size_t>(k)], 5e-4);
      // The same from the section: exactly the strip nearer than that is too low.
      EXPECT_NEAR(e.section_area(heights[static_cast<std::size_t>(k)]), 40 * (50 - 6.0 * k), 0.02);
    }
  }
}

TEST(Envelope, RingTurnedTheOtherWayGivesTheSame) {
  const auto unit = shapes::rectangle(32, 42);
  auto reversed = unit;
  std::reverse(reversed.outer.begin(),
               reversed.outer.end());  // (0,42) (32,42) (32,0) (0,0): edge 2 is the south side
  const auto a = envelope(unit, 0, {22, {{0, 45, 10}}});
  const auto b = envelope(reversed, 0, {22, {{2, 45, 10}}});
  EXPECT_NEAR(b.volume_m3, 27264, 27264e-6);
  for (double h : {3.0, 11.0, 17.5, 22.0, 22.5}) EXPECT_NEAR(a.section_area(h), b.section_area(h), 1e-6);
  expect_sound(b);
}

TEST(Envelope, PyramidMeetsInOnePoint) {
  // 45° from the ground on all sides of a 30 m square: a pyramid 15 m high, 30²·15/3 = 4,500 m³.
  for (double degrees : {0.0, 17.3, 45.0, 111.1}) {
    SCOPED_TRACE(degrees);
    const auto unit = shapes::shifted(shapes::turned(shapes::rectangle(30, 30, -15, -15), degrees),
                                      25'497'010.37, 6'673'005.91);
    const auto e = envelope(unit, 0, sky_on_all(4, 45, 0));
    EXPECT_NEAR(e.volume_m3, 4500, 4500e-6);
    expect_sound(e);
    ASSERT_EQ(e.solids.size(), 1U);
    EXPECT_EQ(e.solids[0].vertices.size(), 5U);
    EXPECT_EQ(e.solids[0].faces.size(), 5U);
    EXPECT_NEAR(inspect(e.solids[0]).highest, 15, 1e-6);
  }
}

TEST(Envelope, HippedRoofOverARectangle) {
  // 60 x 30, 45° from 6 m on all sides: 60·30·6 + prism 15²·30 + two half pyramids 30²·15/3 = 10,800 + 6,750
  // + 4,500.
  const auto e = envelope(shapes::rectangle(60, 30), 0, sky_on_all(4, 45, 6));
  EXPECT_NEAR(e.volume_m3, 22050, 22050e-6);
  expect_sound(e);
  EXPECT_EQ(e.solids[0].vertices.size(), 10U);
  EXPECT_EQ(e.solids[0].faces.size(), 9U);
}

TEST(Envelope, TriangleIsOneThirdOfItsPrism) {
  // All planes rise from the boundary at 45°: a pyramid over the incircle's centre, height r = 2A/P.
  const PlanPolygon unit{{{0, 0}, {30, 0}, {0, 40}}, {}};  // 30-40-50: area 600, r = 10
  const auto e = envelope(unit, 0, sky_on_all(3, 45, 0));
  EXPECT_NEAR(e.volume_m3, 600 * 10 / 3.0, 2e-3);
  expect_sound(e);
  // Cut at 5 m: less a pyramid of half the size, 2,000·(1 − 1/8).
  EXPECT_NEAR(envelope(unit, 0, sky_on_all(3, 45, 0, 5)).volume_m3, 1750, 1.75e-3);
}

TEST(Envelope, RoundUnitMeetsInOnePoint) {
  // A regular 30-gon: thirty planes meet over the centre at the apothem's height; a pyramid of A·a/3.
  PlanPolygon unit;
  for (int k = 0; k < 30; ++k)
    unit.outer.push_back({30 * std::cos(k * M_PI / 15 + 0.2), 30 * std::sin(k * M_PI / 15 + 0.2)});
  const double apothem = 30 * std::cos(M_PI / 30), area = 15 * 30 * 30 * std::sin(M_PI / 15);
  const auto e = envelope(unit, 0, sky_on_all(30, 45, 0));
  EXPECT_NEAR(e.volume_m3, area * apothem / 3, 1e-6 * e.volume_m3);
  expect_sound(e);
  EXPECT_EQ(e.solids.at(0).vertices.size(), 31U);
  EXPECT_EQ(e.solids.at(0).faces.size(), 31U);
}

TEST(Envelope, LShapeUnderOnePlaneFromTheInnerCorner) {
  // L: 60 x 60 less the 40 x 40 in the north-east. Edge 2 runs (60,20) → (20,20), its inside is south; the
  // northern bar lies behind its line and stays at the start height.
  const PlanPolygon unit{{{0, 0}, {60, 0}, {60, 20}, {20, 20}, {20, 60}, {0, 60}}, {}};
  const auto e = envelope(unit, 0, {std::nullopt, {{2, 45, 7}}});
  // South bar 60 x 20: 7 + d, mean 17; north bar 20 x 40 at 7.
  EXPECT_NEAR(e.volume_m3, 60 * 20 * 17 + 20 * 40 * 7, 0.02);
  expect_sound(e);
  // Starting at the ground nothing may rise behind the line: the north bar is no part of the solid.
  const auto wedge = envelope(unit, 0, {std::nullopt, {{2, 45, 0}}});
  EXPECT_NEAR(wedge.volume_m3, 60 * 20 * 10, 0.012);
  ASSERT_EQ(wedge.solids.size(), 1U);
  expect_sound(wedge);
  EXPECT_NEAR(inspect(wedge.solids[0]).bottom_area, 1200, 1e-3);
}

TEST(Envelope, YardKeepsItsWalls) {
  const PlanPolygon unit{shapes::rectangle(60, 60).outer, {shapes::rectangle(20, 20, 20, 20).outer}};
  const auto flat = envelope(unit, 5, {12, {}});
  EXPECT_NEAR(flat.volume_m3, 1600 * 12, 1e-3);
  ASSERT_EQ(flat.solids.size(), 1U);
  EXPECT_EQ(flat.solids[0].faces.size(), 10U);
  expect_sound(flat);
  const auto limits = sky_on_all(4, 50, 3, 14);
  const auto area = geo::set_back(unit, 5);
  const auto e = geo::legal_envelope(unit, *area, limits);
  expect_sound(*e);
  EXPECT_NEAR(e->volume_m3, shapes::sampled_volume(unit, *area, limits, 1200), 2e-3 * e->volume_m3);
}

TEST(Envelope, SeveralPiecesGiveSeveralSolids) {
  const PlanPolygon unit{{{0, 0},
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
                          {0, 20}},
                         {}};
  const auto e = envelope(unit, 3, {10, {}});
  EXPECT_EQ(e.solids.size(), 2U);
  EXPECT_NEAR(e.volume_m3, 2 * 196 * 10, 1e-3);
  expect_sound(e);
}

TEST(Envelope, NothingAboveGround) {
  const auto e = envelope(shapes::rectangle(40, 50), 0, {-3, {{0, 45, 10}}});
  EXPECT_TRUE(e.solids.empty());
  EXPECT_EQ(e.volume_m3, 0);
  EXPECT_EQ(e.section_area(3), 0);
  EXPECT_EQ(e.limiting_at(3), 0);
  EXPECT_TRUE(envelope(shapes::rectangle(40, 50), 30, {10, {}}).solids.empty());
}

TEST(Envelope, RefusesWhatItCannotMean) {
  const auto unit = shapes::rectangle(40, 50);
  const auto code = [&](const EnvelopeLimits& limits, const PlanPolygon& of) {
    const auto e = geo::legal_envelope(of, {of}, limits);
    return e ? std::string() : e.problem().code;
  };
  EXPECT_EQ(code({}, unit), "envelope-unbounded");
  EXPECT_EQ(code({10, {{4, 45, 10}}}, unit), "edge-unknown");
  EXPECT_EQ(code({10, {{0, 90, 10}}}, unit), "value-out-of-range");
  EXPECT_EQ(code({10, {{0, 0, 10}}}, unit), "value-out-of-range");
  EXPECT_EQ(code({10, {{0, 45, -1}}}, unit), "value-out-of-range");
  EXPECT_EQ(code({std::nan(""), {}}, unit), "number-not-finite");
  const PlanPolygon repeated{{{0, 0}, {40, 0}, {40, 0}, {40, 50}, {0, 50}}, {}};
  EXPECT_EQ(code({10, {{1, 45, 10}}}, repeated), "edge-unknown");
  EXPECT_EQ(code({10, {{2, 45, 10}}}, repeated), "");
  EXPECT_EQ(code({10, {{0, 45, 10}}}, {{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, {}}),
            "polygon-self-intersection");
}

TEST(Envelope, SaysWhichLimitCuts) {
  const auto e = envelope(shapes::rectangle(32, 42), 0, {22, {{0, 45, 10}}});
  EXPECT_EQ(e.limiting_at(9), -1);
  EXPECT_EQ(e.limiting_at(15), 1);
  EXPECT_EQ(e.limiting_at(24), 0);
  // Two 45° planes meet at 20 m over a 20 m deep unit; a flat limit of 30 m never matters.
  const auto ridge = envelope(shapes::rectangle(20, 60), 0, {30, {{1, 45, 10}, {3, 45, 10}}});
  EXPECT_GE(ridge.limiting_at(21), 1);
  EXPECT_GE(ridge.limiting_at(31), 1);
}

/// An L, 60 x 20 and 25 x 50, sky planes of 45 degrees from 10 m on all edges under 30 m. Every place that counts by its
/// nearest edge: a fine grid of it (next to no other way of reading differs by more than the corner at the bend).
TEST(Envelope, SkyPlanesOverAnLLeaveItsWings) {
  const PlanPolygon unit{{{0, 0}, {60, 0}, {60, 20}, {25, 20}, {25, 70}, {0, 70}}, {}};
  const auto limits = sky_on_all(6, 45, 10, 30);
  const auto e = envelope(unit, 0, limits);
  expect_sound(e);
  EXPECT_NEAR(e.volume_m3, shapes::sampled_volume(unit, {unit}, limits, 1400), 1e-3 * e.volume_m3);
  // By true distance to the edges the grid of a stranger gave 37,739 m3; the mitre at the bend takes a little of it.
  EXPECT_GT(e.volume_m3, 37'739 * 0.99);
  EXPECT_LT(e.volume_m3, 37'739 * 1.001);
  // 12 m from the nearest edges, far behind the line of the inner one: 22 m are allowed there.
  const auto place = geo::least_height_over(e, {{{{12, 50}, {12.5, 50}, {12.5, 50.5}, {12, 50.5}}, {}}});
  ASSERT_TRUE(place);
  EXPECT_NEAR(place->value(), 22, 1e-6);
}

/// One edge's plane reaches its own wing of a U and nothing of the other, which is longer.
TEST(Envelope, ASkyPlaneEndsBesideItsEdge) {
  const PlanPolygon unit{{{0, 0}, {70, 0}, {70, 80}, {50, 80}, {50, 20}, {20, 20}, {20, 50}, {0, 50}}, {}};
  const auto e = envelope(unit, 0, {30, {{6, 45, 10}}});  // top of the left wing, inwards is south
  // 30 m everywhere but for the first 20 m below the edge: 20 wide, 20 deep, half of 20 m lost.
  EXPECT_NEAR(e.volume_m3, (70 * 20 + 20 * 60 + 20 * 30) * 30 - 20 * 20 * 10, 1e-6 * 96'000);
  expect_sound(e);
}

TEST(Envelope, MirroredUnitHasTheMirroredEnvelope) {
  std::mt19937 random(7);
  for (int i = 0; i < 10; ++i) {
    const auto unit = shapes::random_star(random, 7);
    auto mirrored = unit;  // edge i stays edge i, the ring now turns the other way
    for (auto& p : mirrored.outer) p.east = -p.east;
    const EnvelopeLimits limits{18, {{0, 35, 4}, {3, 62, 2}, {5, 50, 0}}};
    const auto a = envelope(unit, 2, limits), b = envelope(mirrored, 2, limits);
    EXPECT_NEAR(a.volume_m3, b.volume_m3, 1e-6 * a.volume_m3 + 1e-6);
    EXPECT_NEAR(a.section_area(7), b.section_area(7), 1e-6 * a.section_area(7) + 1e-6);
  }
}

/// Random concave units: sound shells; volume = grid sum of the rule = ∫ section; sections fall with height;
/// more height never means less; the same far from the origin.
TEST(Envelope, HoldsForRandomUnits) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> angle(15, 80), start(0, 12), height(6, 30);
    const int corners = 4 + static_cast<int>(seed % 8);
    const auto unit = shapes::random_star(random, corners);
    EnvelopeLimits limits;
    if (seed % 3 != 0) limits.height_m = height(random);
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(corners); ++i) {
      if (random() % 2 || i == 0 || !limits.height_m)  // without a flat limit every place needs a plane
        limits.sky_planes.push_back({i, angle(random), random() % 4 ? start(random) : 0});
    }
    const double setback = seed % 2 ? 0 : 1.5;
    const auto area = geo::set_back(unit, setback);
    ASSERT_TRUE(area);
    const auto e = envelope(unit, setback, limits);
    expect_sound(e);
    const double scale = std::max(1.0, e.volume_m3);
    EXPECT_NEAR(e.volume_m3, shapes::sampled_volume(unit, *area, limits, 500), 5e-3 * scale + 20);

    double top = 0;
    for (const auto& solid : e.solids) top = std::max(top, inspect(solid).highest);
    const int steps = 4000;
    double integral = 0, before = 1e300;
    for (int k = 0; k < steps; ++k) {
      const double section = e.section_area((k + 0.5) * top / steps);
      EXPECT_LE(section, before + 1e-9);
      before = section;
      integral += section * top / steps;
    }
    EXPECT_NEAR(integral, e.volume_m3, 1e-3 * scale);

    auto looser = limits;
    for (auto& sky : looser.sky_planes) sky.start_height_m += 1;
    if (looser.height_m) *looser.height_m += 1;
    EXPECT_GE(envelope(unit, setback, looser).volume_m3, e.volume_m3);

    const auto far = shapes::shifted(unit, 25'497'010.25, 6'673'005.5);
    const auto f = envelope(far, setback, limits);
    expect_sound(f);
    EXPECT_NEAR(f.volume_m3, e.volume_m3, 1e-6 * scale);
  }
}

TEST(Envelope, FourSkyPlanesTakeMilliseconds) {
  const auto unit = shapes::turned(shapes::rectangle(40, 50), 12.7);
  const auto area = geo::set_back(unit, 4);
  const auto limits = sky_on_all(4, 45, 10, 22);
  ASSERT_TRUE(geo::legal_envelope(unit, *area, limits));
  const auto begin = std::chrono::steady_clock::now();
  const int runs = 20;
  for (int i = 0; i < runs; ++i) ASSERT_TRUE(geo::legal_envelope(unit, *area, limits));
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  RecordProperty("milliseconds", std::to_string(took.count() / runs));
  std::printf("legal_envelope, flat limit and 4 sky planes: %.2f ms\n", took.count() / runs);
  EXPECT_LT(took.count() / runs, 200);  // 20 ms is the aim; ten times that under sanitizers and load
}

}  // namespace
