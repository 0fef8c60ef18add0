#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "geo/rays/embree_occlusion.hpp"
#include "geo/rays/obstacle_mesh.hpp"
#include "geo/rays/occlusion.hpp"
#include "twin_core/base/random_stream.hpp"
#include "twin_core/base/units.hpp"

/// A random town of turned boxes in EPSG:3879, and lines of sight through it.
namespace rays {

inline const twin::WorkingPosition kOrigin{25'497'000, 6'673'000, 0};

inline geo::ObstacleMesh random_house(twin::RandomStream& random, double side_m) {
  const double east = kOrigin.east + random.between(-side_m, side_m), north = kOrigin.north + random.between(-side_m, side_m);
  const double width = random.between(4, 30), depth = random.between(4, 30), turn = random.between(0, twin::kPi);
  twin::PlanPolygon plan;
  for (const auto& [u, v] : {std::pair{0.0, 0.0}, {width, 0.0}, {width, depth}, {0.0, depth}}) {
    plan.outer.push_back({east + u * std::cos(turn) - v * std::sin(turn), north + u * std::sin(turn) + v * std::cos(turn)});
  }
  return *geo::prism(plan, random.between(-2, 10), random.between(3, 60));
}

inline std::vector<geo::ObstacleMesh> random_town(std::uint64_t seed, std::size_t houses, double side_m) {
  twin::RandomStream random(seed, "test", "town");
  std::vector<geo::ObstacleMesh> out;
  for (std::size_t i = 0; i < houses; ++i) out.push_back(random_house(random, side_m));
  return out;
}

inline geo::SightLine towards(const twin::WorkingPosition& from, const twin::WorkingPosition& to) {
  const Eigen::Vector3d direction = (to - from).vector().normalized();
  return {from, {direction.x(), direction.y(), direction.z()}};
}

/// One in three lines aims at a corner of a house: there rounding decides.
inline std::vector<geo::SightLine> random_lines(std::uint64_t seed, std::size_t count, double side_m,
                                                const std::vector<geo::ObstacleMesh>& town) {
  twin::RandomStream random(seed, "test", "lines");
  std::vector<geo::SightLine> out;
  for (std::size_t i = 0; i < count; ++i) {
    const twin::WorkingPosition from{kOrigin.east + random.between(-side_m, side_m), kOrigin.north + random.between(-side_m, side_m),
                                     random.between(0, 70)};
    if (random.below(3) == 0) {
      const auto& points = town[random.below(town.size())].points;
      out.push_back(towards(from, points[random.below(points.size())]));
    } else {
      const double azimuth = random.between(0, 2 * twin::kPi), up = random.between(-0.1, 1);
      const double level = std::sqrt(1 - up * up);
      out.push_back({from, {level * std::sin(azimuth), level * std::cos(azimuth), up}});
    }
  }
  return out;
}

inline geo::EmbreeOcclusion scene_of(const std::vector<geo::ObstacleMesh>& town, geo::EmbreeOcclusion::Use use = geo::EmbreeOcclusion::Use::kOnce) {
  geo::EmbreeOcclusion out(kOrigin, use);
  for (std::size_t i = 0; i < town.size(); ++i) out.put(i, town[i]);
  EXPECT_TRUE(out.commit());
  return out;
}

}  // namespace rays
