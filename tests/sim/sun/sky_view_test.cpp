#include <gtest/gtest.h>

#include <cmath>

#include "tests/sim/sun/sun_inputs.hpp"

namespace {

using sun::answer;
using sun::Json;

Json block(double west, double south, double east, double north, double height) {
  Json out;
  out["type"] = "Polygon";
  out["coordinates"] = {{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}};
  out["height_m"] = height;
  return out;
}

constexpr double kWidth = 20;

/// A street of 20 km, `kWidth` wide about y = 0, between blocks of `ratio` times its width.
Json canyon(double ratio, Json points, const char* weighting = "cosine", int rays = 20'000) {
  Json out;
  out["obstacles"] = {block(-1e4, -kWidth / 2 - 30, 1e4, -kWidth / 2, ratio * kWidth), block(-1e4, kWidth / 2, 1e4, kWidth / 2 + 30, ratio * kWidth)};
  out["receivers"]["points"] = std::move(points);
  out["crs"] = "local";
  out["rays"] = rays;
  out["weighting"] = weighting;
  return out;
}

double factor(const Json& out, std::size_t i = 0) { return out["svf"][i].get<double>(); }

// Oke 1981; Johnson & Watson 1984; the means of Masson 2000: the note's table, section 5.3.
TEST(SkyView, OfAnInfiniteCanyon) {
  struct Row {
    double ratio, centre, floor_mean, edge, wall_mean;
  };
  for (const Row& row : {Row{0.5, 0.7071, 0.6180, 0.4472, 0.3820}, Row{1, 0.4472, 0.4142, 0.3536, 0.2929}, Row{2, 0.2425, 0.2361, 0.2236, 0.1910}}) {
    SCOPED_TRACE(testing::Message() << "height / width " << row.ratio);
    Json points = {{0, 0, 0}, {0, -kWidth / 2 + 1e-4, 0}};
    constexpr int kMeans = 20;
    for (int i = 0; i < kMeans; ++i) points.push_back({0, (i + 0.5) / kMeans * kWidth - kWidth / 2, 0});
    for (int i = 0; i < kMeans; ++i) points.push_back({0, kWidth / 2, (i + 0.5) / kMeans * row.ratio * kWidth, 0, -1, 0});
    const Json out = answer("sky-view", canyon(row.ratio, points));
    EXPECT_NEAR(factor(out, 0), row.centre, 0.002);
    EXPECT_NEAR(factor(out, 1), row.edge, 0.002);
    double floor = 0, wall = 0;
    for (std::size_t i = 0; i < kMeans; ++i) {
      floor += factor(out, 2 + i) / kMeans;
      wall += factor(out, 2 + kMeans + i) / kMeans;
    }
    EXPECT_NEAR(floor, row.floor_mean, 0.003);
    EXPECT_NEAR(wall, row.wall_mean, 0.003);
    // The stated bound holds, and is worth stating.
    EXPECT_NEAR(factor(out, 0), row.centre, out["error_bounds"][0].get<double>());
    EXPECT_NEAR(factor(out, 1), row.edge, out["error_bounds"][1].get<double>());
    EXPECT_LT(out["error_bound"], 0.02);
  }
}

TEST(SkyView, OfACircularBasin) {
  // 1 / (1 + (H/R)²): 0.5 where H = R, 0.2 where H = 2 R. The wall is a ring of 180 corners.
  Json outer = Json::array(), inner = Json::array();
  for (int i = 0; i <= 180; ++i) {
    const double angle = i % 180 * M_PI / 90;
    outer.push_back({60 * std::cos(angle), 60 * std::sin(angle)});
    inner.push_back({50 * std::cos(angle), 50 * std::sin(angle)});
  }
  for (const auto& [height, expected] : {std::pair{50.0, 0.5}, {100.0, 0.2}}) {
    Json wall;
    wall["type"] = "Polygon";
    wall["coordinates"] = {outer, inner};
    wall["height_m"] = height;
    const Json out = answer("sky-view", {{"obstacles", {wall}}, {"receivers", {{"points", {{0, 0, 0}}}}}, {"crs", "local"}, {"rays", 20'000}});
    EXPECT_NEAR(factor(out), expected, 0.006);
    EXPECT_NEAR(factor(out), expected, out["error_bound"].get<double>());
  }
}

TEST(SkyView, BesideOneWall) {
  // (1 + cos(atan r)) / 2 at distance W of a wall r W high: 0.8536 at r = 1; at its foot 0.5 whatever its height.
  Json request = canyon(1, {{0, -kWidth / 2, 0}, {0, kWidth / 2 - 1e-4, 0}});
  request["obstacles"].erase(0);
  const Json out = answer("sky-view", request);
  EXPECT_NEAR(factor(out, 0), 0.8536, 0.002);
  EXPECT_NEAR(factor(out, 1), 0.5, 0.002);
}

TEST(SkyView, UnweightedIsASolidAngle) {
  // In the middle of the canyon an arc of 2 atan(1/2r) of 180° is open, whatever the direction along it.
  const Json out = answer("sky-view", canyon(1, {{0, 0, 0}}, "unweighted"));
  EXPECT_NEAR(factor(out), 2 * std::atan(0.5) / M_PI, 0.002);
  EXPECT_EQ(out["weighting"], "unweighted");
  // A cone of half-angle 45°: 1 - cos 45°, where the cosine weighting has 0.5.
}

TEST(SkyView, VerticalSkyComponentOfAnOpenWall) {
  // Overcast sky of Moon & Spencer: (3π + 8) / (14 π) = 39.62 %.
  Json request = canyon(1, {{0, 0, 0, 0, 1, 0}, {0, 0, 0, 0, 0, 1}});
  request["obstacles"] = Json::array();
  for (const char* weighting : {"cosine", "unweighted"}) {
    const Json out = answer("sky-view", sun::with(request, "/weighting", weighting));
    EXPECT_NEAR(out["vertical_sky_component_percent"][0].get<double>(), 39.62, 0.05);
    EXPECT_TRUE(out["vertical_sky_component_percent"][1].is_null());
    EXPECT_DOUBLE_EQ(factor(out, 0), 0.5);
    EXPECT_DOUBLE_EQ(factor(out, 1), 1);
  }
  // Across a street from an equal block, seen 45° high from its foot, half of the arc is left.
  const Json out = answer("sky-view", canyon(1, {{0, kWidth / 2, 0, 0, -1, 0}}));
  EXPECT_NEAR(factor(out), (1 - std::cos(M_PI / 4)) / 2, 0.002);
}

TEST(SkyView, MoreRaysComeNearer) {
  double before = 1;
  for (const int rays : {200, 2'000, 20'000}) {
    const Json out = answer("sky-view", canyon(1, {{0, 3, 0}}, "cosine", rays));
    // Between the walls at 7 m and 13 m: (cos(atan(20 / 13)) ... ) half sums of the sines of the two open angles.
    const double expected = (std::sin(std::atan2(7, 20)) + std::sin(std::atan2(13, 20))) / 2;
    EXPECT_NEAR(factor(out), expected, out["error_bound"].get<double>()) << rays;
    EXPECT_LT(out["error_bound"], before);
    before = out["error_bound"].get<double>();
  }
}

TEST(SkyView, RefusesBadInput) {
  const Json good = sim::find_process("sky-view")->example();
  const auto refusal = [&](const char* pointer, Json value) { return sun::refusal("sky-view", sun::with(good, pointer, std::move(value))); };
  EXPECT_EQ(refusal("/rays", 0), "value-out-of-range /rays");
  EXPECT_EQ(refusal("/rays", "many"), "input-invalid /rays");
  EXPECT_EQ(refusal("/weighting", "sine"), "input-invalid /weighting");
  EXPECT_EQ(refusal("/from", "2026-01-01T00:00:00Z"), "member-unknown /from");
  EXPECT_EQ(refusal("/receivers/points/0/2", nullptr), "input-invalid /receivers/points/0/2");
}

}  // namespace
