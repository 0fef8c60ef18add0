#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "geo/solid/edge_setback.hpp"
#include "geo/solid/overlay.hpp"
#include "geo/validate/validate.hpp"
#include "shapes.hpp"

// Pitched roofs and tiers: closed forms, and our own validator as the judge.
namespace {

using geo::EnvelopeLimits;
using twin::PlanPolygon;

const PlanPolygon kL{{{0, 0}, {60, 0}, {60, 20}, {20, 20}, {20, 60}, {0, 60}}, {}};

/// Findings of the validator over all solids, a line each.
std::string findings(const geo::Envelope& envelope) {
  twin::BuildingShape shape;
  for (const auto& solid : envelope.solids) {
    auto& part = shape.parts.emplace_back();
    auto& shell = part.solids.emplace_back().shells.emplace_back();
    for (const auto& face : solid.faces) {
      auto& polygon = part.polygons.emplace_back();
      for (std::size_t i = 0; i < face.rings.size(); ++i) {
        auto& ring = i == 0 ? polygon.exterior : polygon.interiors.emplace_back();
        for (auto v : face.rings[i]) ring.points.push_back(solid.vertices[v]);
      }
      shell.push_back({static_cast<std::uint32_t>(part.polygons.size() - 1), false});
    }
  }
  twin::Diagnostics out;
  geo::validate_shape(shape, "envelope", {}, out);
  std::string text;
  for (const auto& finding : out.findings) text += finding.code + " " + finding.place + "\n";
  return text;
}

geo::Envelope envelope(const PlanPolygon& unit, const EnvelopeLimits& limits) {
  auto out = geo::legal_envelope(unit, {unit}, limits);
  EXPECT_TRUE(out) << out.problem().message << " " << out.problem().value;
  if (!out) return {};
  EXPECT_EQ(findings(*out), "");
  for (const auto& solid : out->solids) {
    const auto report = shapes::inspect(solid);
    EXPECT_EQ(report.open_edges, 0);
    EXPECT_LT(report.worst_plane, 1e-5);
  }
  return std::move(*out);
}

EnvelopeLimits pitched(double eaves, double slope, std::optional<double> ridge, std::optional<double> direction) {
  EnvelopeLimits out;
  out.height_m = ridge;
  out.pitch = geo::RoofPitch{eaves, slope, direction};
  return out;
}

void expect_volume(const geo::Envelope& e, double volume) {
  EXPECT_NEAR(e.volume_m3, volume, 1e-6 * volume);
}

TEST(PitchedEnvelope, GableAndHipOverARectangle) {
  // 12 m deep, 30 m long, eaves 6 m, 1:2 on both sides: ridge at 9 m; 30·12·6 + 30·12·3/2 = 2,160 + 540.
  const auto unit = shapes::rectangle(30, 12, 25'497'010, 6'673'005);
  const auto gable = envelope(unit, pitched(6, 0.5, {}, 90));
  expect_volume(gable, 2700);
  EXPECT_EQ(gable.solids.at(0).vertices.size(), 10U);
  // Hipped: the same less two half pyramids' missing corners: prism 18·12·3/2 + pyramid 12·12·3/3 = 324 + 144.
  expect_volume(envelope(unit, pitched(6, 0.5, {}, {})), 2160 + 468);
  // The ridge limit cuts the top off at 8 m: over the eaves a trapezoid of 12 and 4 m, 2 m high: 30·16.
  expect_volume(envelope(unit, pitched(6, 0.5, 8, 90)), 2160 + 480);
  // A ridge below the eaves is a flat limit.
  expect_volume(envelope(unit, pitched(6, 0.5, 5, 90)), 1800);
  // The ridge across: gables on the long sides, 12·30·6 + 12·30·7.5/2.
  expect_volume(envelope(unit, pitched(6, 0.5, {}, 0)), 2160 + 1350);
}

TEST(PitchedEnvelope, HipOverAnL) {
  // 45° from the ground: the section at t is the L moved in by t, 2,000 − 240 t + 4 t²; ∫ over 0..10 = 28,000/3.
  expect_volume(envelope(kL, pitched(0, 1, {}, {})), 28'000 / 3.0);
  expect_volume(envelope(kL, pitched(5, 1, {}, {})), 10'000 + 28'000 / 3.0);
  // Cut at 4 m: 8,000 − 120·16 + 4·64/3.
  expect_volume(envelope(kL, pitched(0, 1, 4, {})), 8000 - 1920 + 256 / 3.0);
  const auto e = envelope(kL, pitched(5, 1, {}, {}));
  EXPECT_NEAR(e.section_area(7), 2000 - 480 + 16, 1e-5);
  EXPECT_NEAR(e.section_area(5), 2000, 1e-5);
}

TEST(PitchedEnvelope, HipOverACourtyard) {
  PlanPolygon yard = shapes::rectangle(60, 60);
  yard.holes.push_back({{20, 20}, {40, 20}, {40, 40}, {20, 40}});
  // Sections 60−2t squared less 20+2t squared = 3,200 − 320 t: ∫ over 0..10 = 16,000.
  expect_volume(envelope(yard, pitched(3, 1, {}, {})), 9600 + 16'000);
}

TEST(PitchedEnvelope, RidgeOverAnL) {
  // Ridge east-west over the L: over the northern leg (20 wide, 60 deep) the roof rises 30 m at the middle of 60, over
  // the eastern one (40 wide, 20 deep) 10 m: ∫ = 20·60·30/2 + 40·20·10/2, and a step between them.
  expect_volume(envelope(kL, pitched(5, 1, {}, 90)), 10'000 + 18'000 + 4000);
}

/// Sections integrated exactly: between the heights of the corners they are quadratic, and two Gauss points suffice.
double volume_by_sections(const geo::Envelope& e) {
  std::vector<double> heights{0};
  for (const auto& solid : e.solids) {
    for (const auto& p : solid.vertices) heights.push_back(p.up);
  }
  std::sort(heights.begin(), heights.end());
  double volume = 0;
  for (std::size_t i = 0; i + 1 < heights.size(); ++i) {
    const double half = (heights[i + 1] - heights[i]) / 2, middle = heights[i] + half;
    if (half < 1e-6) continue;
    volume += half * (e.section_area(middle - half / std::sqrt(3)) + e.section_area(middle + half / std::sqrt(3)));
  }
  return volume;
}

const PlanPolygon kReviewL{{{0, 0}, {60, 0}, {60, 20}, {25, 20}, {25, 70}, {0, 70}}, {}};
const PlanPolygon kT{{{0, 0}, {60, 0}, {60, 20}, {40, 20}, {40, 50}, {20, 50}, {20, 20}, {0, 20}}, {}};
const PlanPolygon kU{{{0, 0}, {70, 0}, {70, 50}, {50, 50}, {50, 20}, {20, 20}, {20, 50}, {0, 50}}, {}};
const PlanPolygon kYard{{{0, 0}, {80, 0}, {80, 60}, {0, 60}}, {{{30, 20}, {50, 20}, {50, 40}, {30, 40}}}};

/// A cap below the eaves makes every one a plain box, whatever the ridge: its area times the cap.
TEST(PitchedEnvelope, ConcaveUnitsUnderACapBelowTheEavesAreBoxes) {
  for (const double turn : {0.0, 17.3, 63.0}) {
    for (const double ridge : {90.0, 4.7, 51.0}) {
      for (const auto& [unit, area] : {std::pair{kReviewL, 2450.0}, {kT, 1800.0}, {kU, 2600.0}, {kYard, 4400.0}}) {
        SCOPED_TRACE(testing::Message() << area << " m2 turned " << turn << ", ridge " << ridge);
        const auto moved = shapes::shifted(shapes::turned(unit, turn), 25'497'000, 6'673'000);
        const auto e = envelope(moved, pitched(11, std::tan(M_PI / 6), 8, ridge));
        EXPECT_NEAR(e.volume_m3, area * 8, 1e-6 * area * 8);
      }
    }
  }
}

/// Ridge, set-back, tier and sky planes at once over concave units: valid solids that hold what the sections do.
TEST(PitchedEnvelope, ConcaveUnitsWithEverythingHoldTheirSections) {
  std::mt19937 random(7);
  const auto any = [&](std::initializer_list<double> of) { return of.begin()[random() % of.size()]; };
  for (int round = 0; round < 100; ++round) {
    SCOPED_TRACE(round);
    const auto star = shapes::random_star(random, 4 + static_cast<int>(random() % 11));
    const PlanPolygon& shape = *std::array{&kReviewL, &kT, &kU, &kYard, &star, &star}[random() % 6];
    const double turn = any({0, 0, 12.7, 71.3});
    const auto unit = shapes::shifted(shapes::turned(shape, turn), 25'497'000, 6'673'000);
    const auto inside = geo::set_back(unit, any({0, 3, 4}));
    ASSERT_TRUE(inside);
    auto limits = pitched(any({7, 10, 12}), std::tan(any({15, 30, 45}) * M_PI / 180), any({8, 12, 16, 25}), 90 - turn);
    if (random() % 2 == 0) limits.sky_planes.push_back({static_cast<std::uint32_t>(random() % shape.outer.size()), any({30, 45, 60}), any({3, 6, 10})});
    if (random() % 2 == 0) {
      const auto inner = geo::set_back(unit, any({2, 3, 5}));
      ASSERT_TRUE(inner);
      limits.tiers.push_back({any({6, 9, 12}), *inner});
    }
    const auto e = geo::legal_envelope(unit, *inside, limits);
    ASSERT_TRUE(e) << e.problem().message << " " << e.problem().value;
    EXPECT_EQ(findings(*e), "");
    EXPECT_NEAR(e->volume_m3, volume_by_sections(*e), 1e-6 * e->volume_m3);
  }
}

TEST(TieredEnvelope, StackedSolidsAreOne) {
  // 40 x 50, 30 m high; from 12 m on 5 m in from all sides, from 21 m on 12 m in from the first side.
  const auto unit = shapes::rectangle(40, 50);
  EnvelopeLimits limits;
  limits.height_m = 30;
  const auto first = geo::set_back_edges(unit, std::array{5.0, 5.0, 5.0, 5.0});
  const auto second = geo::set_back_edges(unit, std::array{12.0, 0.0, 0.0, 0.0});
  ASSERT_TRUE(first && second);
  limits.tiers = {{21, *second}, {12, *first}};
  const auto e = envelope(unit, limits);
  ASSERT_EQ(e.solids.size(), 1U);
  expect_volume(e, 2000 * 12 + 30 * 40 * 9 + 30 * 33 * 9);
  EXPECT_NEAR(e.section_area(12), 2000, 1e-6);
  EXPECT_NEAR(e.section_area(12.1), 1200, 1e-6);
  EXPECT_NEAR(e.section_area(29), 990, 1e-6);
  EXPECT_EQ(e.limiting_at(15), 2) << "tiers are numbered in their order after the sky planes";
}

TEST(TieredEnvelope, UnderASkyPlane) {
  // 40 x 50; 45° from 10 m over the 40 m edge; above 15 m only y >= 20.
  const auto unit = shapes::rectangle(40, 50);
  EnvelopeLimits limits{30, {{0, 45, 10}}};
  limits.tiers = {{15, {shapes::rectangle(40, 30, 0, 20)}}};
  // y 0..5: 10..15, y 5..20: 15, y 20: 30 all the way.
  expect_volume(envelope(unit, limits), 40 * (12.5 * 5 + 15 * 15 + 30 * 30));
  // The sky plane starts 4 m inside its edge.
  limits.sky_planes[0].offset_m = 4;
  expect_volume(envelope(unit, limits), 40 * (10 * 4 + 12.5 * 5 + 15 * 11 + (26 + 30) / 2.0 * 4 + 26 * 30));
}

TEST(TieredEnvelope, TiersOverAPitchedRoofOfAnL) {
  EnvelopeLimits limits = pitched(5, 1, {}, {});
  limits.tiers = {{8, {shapes::rectangle(20, 60)}}};
  // The eastern leg ends at 8 m; what the roof over it loses: sampled on a grid of 5 cm.
  const auto whole = envelope(kL, pitched(5, 1, {}, {}));
  const auto cut = envelope(kL, limits);
  double lost = 0;
  for (double h = 8; h < 15; h += 0.01) {
    // At height h the roof has 2,000 − 240 t + 4 t², of which x >= 20 holds (40 − t)·(20 − 2t).
    const double t = h + 0.005 - 5;
    lost += 0.01 * (40 - t) * (20 - 2 * t);
  }
  EXPECT_NEAR(whole.volume_m3 - cut.volume_m3, lost, 0.1);
}

TEST(EdgeSetback, EachEdgeItsOwn) {
  const auto area = [](const PlanPolygon& unit, std::vector<double> widths) {
    const auto out = geo::set_back_edges(unit, widths);
    EXPECT_TRUE(out);
    return out ? geo::area_of(*out) : -1;
  };
  EXPECT_NEAR(area(shapes::rectangle(40, 50), {6, 0, 4, 3}), 37 * 40, 1e-9);
  EXPECT_NEAR(area(shapes::rectangle(40, 50), {60}), 0, 1e-9);
  // The L: edge 2 (60,20)-(20,20) by 5 and edge 3 (20,20)-(20,60) by 2: mitred, 40·5 + 40·2 + 5·2.
  EXPECT_NEAR(area(kL, {0, 0, 5, 2}), 2000 - 40 * 5 - 40 * 2 - 10, 1e-6);
  EXPECT_NEAR(area(kL, {0, 0, 5}), 2000 - 40 * 5, 1e-6);
  EXPECT_NEAR(area(kL, {3, 3, 3, 3, 3, 3}), 2000 - 720 + 36, 1e-6);
  // Reversed ring: the same edges by their own numbers.
  auto reversed = kL;
  std::reverse(reversed.outer.begin(), reversed.outer.end());
  // (0,60) (20,60) (20,20) (60,20): edge 1 is x = 20, edge 2 is y = 20.
  EXPECT_NEAR(area(reversed, {0, 2, 5}), 2000 - 40 * 5 - 40 * 2 - 10, 1e-6);
}

/// Random concave units with pitch and tiers: the shell is closed and valid, and its volume is ∫ section dz.
TEST(ZonedEnvelope, RandomUnits) {
  for (unsigned seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto unit = shapes::shifted(shapes::random_star(random, 5 + static_cast<int>(seed % 9)), 25'497'000, 6'673'000);
    EnvelopeLimits limits;
    if (seed % 3 != 0) limits.pitch = geo::RoofPitch{4.0 + seed % 5, 0.4 + 0.1 * (seed % 7), {}};
    if (seed % 3 != 0 && seed % 2 == 0) limits.pitch->ridge_deg = 13.0 * seed;
    limits.height_m = 14;
    if (seed % 4 != 1) {
      const auto inner = geo::set_back(unit, 2.5);
      ASSERT_TRUE(inner);
      limits.tiers.push_back({9, *inner});
    }
    limits.sky_planes = {{0, 50, 6, 1}};
    const auto e = envelope(unit, limits);
    double volume = 0;
    const int slices = 20'000;
    for (int i = 0; i < slices; ++i) volume += e.section_area((i + 0.5) * 14 / slices) * 14 / slices;
    EXPECT_NEAR(e.volume_m3, volume, 2e-4 * volume);
  }
}

}  // namespace
