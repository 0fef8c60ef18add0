#include "sim/sun/sun_field.hpp"

#include <gtest/gtest.h>

#include "geo/rays/embree_occlusion.hpp"
#include "tests/geo/rays/cgal_occlusion.hpp"
#include "tests/geo/rays/rays_city.hpp"

namespace {

using namespace std::chrono;

sim::SunSky one_day(unsigned month, minutes step) {
  const twin::Instant from = sys_days{year{2026} / static_cast<int>(month) / 20};
  const std::vector<sim::SunPeriod> periods{{from, from + hours(24)}};
  return {*sim::SunFrame::of_crs("EPSG:3879"), sim::steps_of(periods, step), {}};
}

std::vector<sim::Receiver> random_receivers(std::uint64_t seed, std::size_t count, double side_m) {
  twin::RandomStream random(seed, "test", "receivers");
  std::vector<sim::Receiver> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double turn = random.between(0, 2 * twin::kPi);
    out.push_back({{rays::kOrigin.east + random.between(-side_m, side_m), rays::kOrigin.north + random.between(-side_m, side_m), random.between(0, 20)},
                   random.chance(0.5) ? Eigen::Vector3d(0, 0, 1) : Eigen::Vector3d(std::sin(turn), std::cos(turn), 0)});
  }
  return out;
}

using Use = geo::EmbreeOcclusion::Use;

sim::SunField computed(const geo::Occlusion& occlusion, const std::vector<sim::Receiver>& receivers, unsigned month, unsigned threads) {
  sim::SunField out(one_day(month, minutes(10)), receivers, sim::SunMethod::kRays, threads);
  sim::Sink sink;
  EXPECT_TRUE(out.compute(occlusion, sink));
  return out;
}

TEST(SunField, AnyNumberOfThreadsGivesTheSame) {
  const auto town = rays::random_town(31, 300, 500);
  const auto scene = rays::scene_of(town);
  const auto receivers = random_receivers(31, 3'000, 500);
  const auto one = computed(scene, receivers, 3, 1);
  for (const unsigned threads : {2U, 7U}) {
    const auto more = computed(scene, receivers, 3, threads);
    for (std::size_t i = 0; i < receivers.size(); ++i) ASSERT_EQ(more.at(i), one.at(i)) << threads << " threads, receiver " << i;
    EXPECT_EQ(more.rays(), one.rays());
  }
}

TEST(SunField, CgalSaysTheSameWithinRounding) {
  const auto town = rays::random_town(33, 200, 300);
  geo::ObstacleMesh whole;
  for (const auto& house : town) whole.add(house);
  const CgalOcclusion oracle(whole, rays::kOrigin);
  const auto receivers = random_receivers(33, 1'000, 300);
  const auto ours = computed(rays::scene_of(town), receivers, 9, 0), exact = computed(oracle, receivers, 9, 0);
  std::size_t equal = 0;
  for (std::size_t i = 0; i < receivers.size(); ++i) {
    equal += ours.at(i) == exact.at(i);
    EXPECT_LE(abs(ours.at(i).lit - exact.at(i).lit), minutes(10)) << i;  // a line at an edge may go either way
  }
  EXPECT_GT(equal, 995U);
}

sim::SunSky half_a_spring() {
  const twin::Instant from = sys_days{year{2026} / 3 / 1};
  const std::vector<sim::SunPeriod> periods{{from, from + hours(24 * 50)}};
  return {*sim::SunFrame::of_crs("EPSG:3879"), sim::steps_of(periods, minutes(20)), {}};
}

sim::SunField by_horizons(const geo::Occlusion& occlusion, const std::vector<sim::Receiver>& receivers) {
  sim::SunField out(half_a_spring(), receivers, sim::SunMethod::kHorizon);
  sim::Sink sink;
  EXPECT_TRUE(out.compute(occlusion, sink));
  return out;
}

// By horizons too, with houses that float and houses that do not.
TEST(SunField, EditsByHorizonsEqualAFullRun) {
  constexpr std::uint64_t kSeed = 43;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  auto town = rays::random_town(kSeed, 100, 700);
  auto scene = rays::scene_of(town, Use::kEdits);
  const auto receivers = random_receivers(kSeed, 80, 700);
  auto field = by_horizons(scene, receivers);
  twin::RandomStream random(kSeed, "test", "edits");
  sim::Sink sink;
  std::size_t recomputed = 0;
  for (int edit = 1; edit <= 200; ++edit) {
    const std::size_t house = random.below(town.size());
    std::vector<twin::Box> changed{town[house].bounds()};
    town[house] = random.chance(0.25) ? geo::ObstacleMesh{} : rays::random_house(random, 700);
    changed.push_back(town[house].bounds());
    scene.put(house, town[house]);
    ASSERT_TRUE(scene.commit());
    const auto count = field.update(scene, changed, sink);
    ASSERT_TRUE(count);
    recomputed += *count;
    if (edit % 20 != 0) continue;
    const auto full = by_horizons(rays::scene_of(town, Use::kEdits), receivers);
    for (std::size_t i = 0; i < receivers.size(); ++i) ASSERT_EQ(field.at(i), full.at(i)) << "edit " << edit << ", receiver " << i;
  }
  EXPECT_LT(recomputed, 200 * receivers.size() * 9 / 10);
}

// A house north of all, where the sun never is in spring, in line with rows of receivers: nobody is asked again, and a full run says the same.
TEST(SunField, WhatTheSunNeverStandsBehindChangesNothing) {
  const auto house = [](double east, double north, double side_m, double height_m) {
    const double e = rays::kOrigin.east + east, n = rays::kOrigin.north + north;
    return *geo::prism({{{e, n}, {e + side_m, n}, {e + side_m, n + side_m}, {e, n + side_m}}, {}}, 0, height_m);
  };
  std::vector<geo::ObstacleMesh> town{house(300, 0, 10, 10)};
  std::vector<sim::Receiver> receivers;
  for (int x = 0; x < 20; ++x) {
    for (int y = 0; y < 20; ++y) receivers.push_back({{rays::kOrigin.east + x * 10, rays::kOrigin.north + y * 10, 0}, {0, 0, 1}});
  }
  auto scene = rays::scene_of(town, Use::kEdits);
  auto field = by_horizons(scene, receivers);
  town.push_back(house(100, 260, 5, 5));
  scene.put(1, town[1]);
  ASSERT_TRUE(scene.commit());
  sim::Sink sink;
  const std::vector<twin::Box> changed{town[1].bounds()};
  EXPECT_EQ(*field.update(scene, changed, sink), 0U);
  const auto full = by_horizons(rays::scene_of(town, Use::kEdits), receivers);
  for (std::size_t i = 0; i < receivers.size(); ++i) ASSERT_EQ(field.at(i), full.at(i)) << i;
}

// The promise: 200 random edits, each recomputing only what it can reach, end in the very bits of a full run.
TEST(SunField, TwoHundredEditsEqualAFullRun) {
  constexpr std::uint64_t kSeed = 41;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  auto town = rays::random_town(kSeed, 600, 1'500);
  auto scene = rays::scene_of(town, Use::kEdits);
  const auto receivers = random_receivers(kSeed, 2'000, 1'500);
  auto field = computed(scene, receivers, 6, 0);
  twin::RandomStream random(kSeed, "test", "edits");
  sim::Sink sink;
  std::size_t recomputed = 0;
  for (int edit = 1; edit <= 200; ++edit) {
    const std::size_t house = random.below(town.size());
    std::vector<twin::Box> changed{town[house].bounds()};
    town[house] = random.chance(0.25) ? geo::ObstacleMesh{} : rays::random_house(random, 1'500);
    changed.push_back(town[house].bounds());
    scene.put(house, town[house]);
    ASSERT_TRUE(scene.commit());
    const auto count = field.update(scene, changed, sink);
    ASSERT_TRUE(count);
    recomputed += *count;
    if (edit % 20 != 0) continue;
    const auto full = computed(rays::scene_of(town, Use::kEdits), receivers, 6, 0);
    for (std::size_t i = 0; i < receivers.size(); ++i) ASSERT_EQ(field.at(i), full.at(i)) << "edit " << edit << ", receiver " << i;
  }
  EXPECT_GT(recomputed, 0U);
  RecordProperty("mean_recomputed_percent", std::to_string(100.0 * static_cast<double>(recomputed) / 200 / 2'000));
}

}  // namespace
