#include "geo/rays/embree_occlusion.hpp"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <numeric>
#include <thread>

#include "tests/geo/rays/cgal_occlusion.hpp"
#include "tests/geo/rays/rays_city.hpp"

namespace {

using geo::SightLine;

constexpr std::size_t kBundle = 37;

std::vector<std::uint8_t> ask(const geo::Occlusion& occlusion, std::span<const SightLine> lines) {
  std::vector<std::uint8_t> out(lines.size());
  occlusion.ask(lines, out);
  return out;
}

/// Bundles of 37 lines, in the order of `bundles`.
std::vector<std::uint8_t> ask_bundles(const geo::Occlusion& occlusion, std::span<const SightLine> lines, std::span<const std::size_t> bundles) {
  std::vector<std::uint8_t> out(lines.size());
  for (const std::size_t bundle : bundles) {
    occlusion.ask(lines.subspan(bundle * kBundle, kBundle), std::span(out).subspan(bundle * kBundle, kBundle));
  }
  return out;
}

using Use = geo::EmbreeOcclusion::Use;

/// True where the answer changes within 1 mm of the line.
bool grazes(const CgalOcclusion& oracle, const SightLine& line) {
  const Eigen::Vector3d along = line.direction.vector(), across = along.unitOrthogonal(), up = along.cross(across);
  std::vector<SightLine> near;
  for (int step = 0; step < 16; ++step) {
    const double angle = step * twin::kPi / 8;
    const Eigen::Vector3d by = 0.001 * (std::cos(angle) * across + std::sin(angle) * up);
    SightLine shifted = line;
    shifted.from = line.from + twin::Offset<twin::Working>{by.x(), by.y(), by.z()};
    near.push_back(shifted);
  }
  const auto answers = ask(oracle, near);
  return std::any_of(answers.begin(), answers.end(), [&](auto answer) { return answer != answers.front(); });
}

TEST(Occlusion, EmbreeAnswersAsCgalDoes) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const auto town = rays::random_town(seed, 400, 600);
    geo::ObstacleMesh whole;
    for (const auto& house : town) whole.add(house);
    const CgalOcclusion oracle(whole, rays::kOrigin);
    const auto scene = rays::scene_of(town, seed == 2 ? Use::kEdits : Use::kOnce);
    EXPECT_EQ(scene.triangle_count(), 400U * 12);
    const auto lines = rays::random_lines(seed, 30'000, 650, town);
    const auto ours = ask(scene, lines), exact = ask(oracle, lines);
    std::size_t cut = 0, grazing = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      cut += exact[i];
      if (ours[i] == exact[i]) continue;
      ++grazing;
      EXPECT_TRUE(grazes(oracle, lines[i])) << "line " << i;
    }
    // Both answers occur, and only lines at the very corners differ.
    EXPECT_GT(cut, 10'000U);
    EXPECT_LT(cut, 25'000U);
    EXPECT_LT(grazing, 10'000U);
  }
}

TEST(Occlusion, ABundleDoesNotMindOtherBundlesOrThreads) {
  const auto town = rays::random_town(7, 500, 400);
  const auto scene = rays::scene_of(town);
  const auto lines = rays::random_lines(7, 3'000 * kBundle, 450, town);
  std::vector<std::size_t> order(3'000);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto in_order = ask_bundles(scene, lines, order);
  twin::RandomStream random(7, "test", "order");
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  EXPECT_EQ(ask_bundles(scene, lines, order), in_order);
  for (const std::size_t threads : {2U, 7U}) {
    std::vector<std::uint8_t> out(lines.size());
    std::vector<std::jthread> running;
    for (std::size_t t = 0; t < threads; ++t) {
      running.emplace_back([&, t] {
        for (std::size_t bundle = t; bundle < order.size(); bundle += threads) {
          scene.ask(std::span(lines).subspan(bundle * kBundle, kBundle), std::span(out).subspan(bundle * kBundle, kBundle));
        }
      });
    }
    running.clear();
    EXPECT_EQ(out, in_order) << threads << " threads";
  }
}

void expect_edits_to_leave_no_trace(Use use) {
  auto town = rays::random_town(11, 300, 900);
  auto scene = rays::scene_of(town, use);
  twin::RandomStream random(11, "test", "edits");
  const auto lines = rays::random_lines(12, 20'000, 950, town);
  for (int edit = 0; edit < 40; ++edit) {
    const std::size_t house = random.below(town.size());
    if (random.chance(0.3)) {
      town[house] = {};
      scene.erase(house);
    } else {
      town[house] = rays::random_house(random, 900);
      scene.put(house, town[house]);
    }
    ASSERT_TRUE(scene.commit());
    EXPECT_LE(scene.cells_rebuilt(), 4U);  // where the house stood and stands; it may straddle a line
    if (edit % 8 != 7) continue;
    ASSERT_EQ(ask(scene, lines), ask(rays::scene_of(town, use), lines)) << "edit " << edit;
  }
}

TEST(Occlusion, EditsLeaveNoTrace) {
  expect_edits_to_leave_no_trace(Use::kOnce);
  expect_edits_to_leave_no_trace(Use::kEdits);
}

TEST(Occlusion, FarFromItsOriginAPointMovesByLessThanSaid) {
  geo::EmbreeOcclusion scene(rays::kOrigin);
  const double east = rays::kOrigin.east + 8'000, north = rays::kOrigin.north;
  scene.put(1, *geo::prism({{{east, north}, {east + 10, north}, {east + 10, north + 10}, {east, north + 10}}, {}}, 0, 20));
  ASSERT_TRUE(scene.commit());
  EXPECT_NEAR(scene.rounding_m(), 0.0004774, 1e-6);  // 8,010 m / 2^24
  const auto level = [&](double up) { return SightLine{{east - 50, north + 5, up}, {1, 0, 0}}; };
  EXPECT_EQ(ask(scene, std::vector{level(19.999), level(20.001)}), (std::vector<std::uint8_t>{1, 0}));
}

TEST(Occlusion, KeepsToItsRange) {
  geo::EmbreeOcclusion scene(rays::kOrigin);
  ASSERT_TRUE(scene.commit());  // nothing stands anywhere
  const auto east_of = [](double near_m, double far_m) {
    return SightLine{rays::kOrigin + twin::Offset<twin::Working>{0, 0, 5}, {1, 0, 0}, near_m, far_m};
  };
  EXPECT_EQ(ask(scene, std::vector{east_of(0, 1e6)}), std::vector<std::uint8_t>{0});
  const twin::PlanRing ring{{rays::kOrigin.east + 100, rays::kOrigin.north - 5}, {rays::kOrigin.east + 110, rays::kOrigin.north - 5},
                            {rays::kOrigin.east + 110, rays::kOrigin.north + 7}, {rays::kOrigin.east + 100, rays::kOrigin.north + 7}};
  scene.put(5, *geo::prism({ring, {}}, 0, 10));
  ASSERT_TRUE(scene.commit());
  EXPECT_EQ(ask(scene, std::vector{east_of(0, 99.9), east_of(0, 100.1), east_of(100.1, 109.9), east_of(105, 111), east_of(110.1, 1e9)}),
            (std::vector<std::uint8_t>{0, 1, 0, 1, 0}));
}

TEST(Prism, IsClosedAndRefusesBadGround) {
  const twin::PlanPolygon courtyard{{{0, 0}, {40, 0}, {40, 30}, {0, 30}}, {{{10, 10}, {10, 20}, {30, 20}, {30, 10}}}};
  const auto mesh = *geo::prism(courtyard, 3, 12);
  double roof_m2 = 0;
  for (const auto& t : mesh.triangles) {
    const auto &a = mesh.points[t[0]], &b = mesh.points[t[1]], &c = mesh.points[t[2]];
    if (a.up == 15 && b.up == 15 && c.up == 15) roof_m2 += std::abs((b - a).vector().cross((c - a).vector()).z()) / 2;
  }
  EXPECT_NEAR(roof_m2, 1'000, 1e-9);  // 40 x 30 less 20 x 10
  EXPECT_EQ(geo::prism(courtyard, 3, 0).problem().code, "value-out-of-range");
  EXPECT_EQ(geo::prism({{{0, 0}, {1, 0}}, {}}, 0, 1).problem().code, "polygon-too-few-points");
  EXPECT_EQ(geo::prism({{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, {}}, 0, 1).problem().code, "polygon-self-intersection");
}

}  // namespace
