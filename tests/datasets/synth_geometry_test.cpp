#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "tests/datasets/written_city.hpp"

namespace datasets {
namespace {

using test::Point;
using test::WrittenBuilding;
using test::WrittenPolygon;
using test::WrittenSolid;

struct Vector {
  double x, y, z;
};

Vector minus(const Point& a, const Point& b) {
  return {static_cast<double>(a[0] - b[0]), static_cast<double>(a[1] - b[1]),
          static_cast<double>(a[2] - b[2])};
}
Vector cross(const Vector& a, const Vector& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
double dot(const Vector& a, const Vector& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

/// Twice the area, in the direction that the ring faces.
Vector facing(const std::vector<Point>& ring) {
  Vector sum{0, 0, 0};
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    const Vector v = cross(minus(ring[i], ring[0]), minus(ring[i + 1], ring[0]));
    sum = {sum.x + v.x, sum.y + v.y, sum.z + v.z};
  }
  return sum;
}

double volume_m3(const WrittenSolid& solid) {
  const Point origin = solid.polygons.front().rings.front().front();
  double six = 0;
  for (const WrittenPolygon& polygon : solid.polygons) {
    for (const auto& ring : polygon.rings) {
      for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
        six += dot(minus(ring[0], origin), cross(minus(ring[i], origin), minus(ring[i + 1], origin)));
      }
    }
  }
  return six / 6e9;
}

std::vector<WrittenBuilding> city(int buildings, std::uint64_t seed) {
  return test::read_buildings(test::write_city(buildings, seed).gml);
}

void expect_closed(const WrittenSolid& solid, const std::string& where) {
  std::map<std::pair<Point, Point>, int> uses;
  for (const WrittenPolygon& polygon : solid.polygons) {
    for (const auto& ring : polygon.rings) {
      ASSERT_GE(ring.size(), 4u) << where;
      ASSERT_EQ(ring.front(), ring.back()) << where;
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        ASSERT_NE(ring[i], ring[i + 1]) << where;
        ++uses[{ring[i], ring[i + 1]}];
      }
    }
  }
  for (const auto& [edge, count] : uses) {
    ASSERT_EQ(count, 1) << where;
    ASSERT_TRUE(uses.contains({edge.second, edge.first})) << where;
  }
}

TEST(SyntheticGeometry, EverySolidIsClosedAndFacesOutwards) {
  for (std::uint64_t seed : {1u, 7u}) {
    std::size_t number = 0, solids = 0, openings = 0;
    for (const WrittenBuilding& building : city(1100, seed)) {
      const std::string where = "seed " + std::to_string(seed) + ", building " + std::to_string(++number);
      for (const WrittenSolid& solid : building.solids) {
        ++solids;
        ASSERT_EQ(solid.links, solid.polygons.size()) << where;
        expect_closed(solid, where);
        ASSERT_GT(volume_m3(solid), 20) << where;
        for (const WrittenPolygon& polygon : solid.polygons) {
          openings += polygon.rings.size() - 1;
          const Vector up = facing(polygon.rings.front());
          const double lean = up.z / std::sqrt(dot(up, up));
          if (polygon.surface == "GroundSurface") {
            ASSERT_LT(lean, -0.999) << where;
          } else if (polygon.surface == "RoofSurface") {
            ASSERT_GT(lean, 0.2) << where;
          } else {
            ASSERT_EQ(polygon.surface, "WallSurface") << where;
            ASSERT_NEAR(lean, 0, 1e-3) << where;
          }
        }
      }
    }
    EXPECT_EQ(number, 1100u);
    EXPECT_GT(solids, number);  // some buildings have parts
    EXPECT_GT(openings, 10u);   // courtyards and terraces
  }
}

TEST(SyntheticGeometry, FacesArePlaneToTwoMillimetres) {
  for (const WrittenBuilding& building : city(900, 3)) {
    for (const WrittenSolid& solid : building.solids) {
      for (const WrittenPolygon& polygon : solid.polygons) {
        const Vector normal = facing(polygon.rings.front());
        for (const auto& ring : polygon.rings) {
          for (const Point& point : ring) {
            ASSERT_LT(
                std::abs(dot(normal, minus(point, polygon.rings[0][0]))) / std::sqrt(dot(normal, normal)),
                2.0)
                << building.text.substr(0, 80);
          }
        }
      }
    }
  }
}

bool is_inside(const std::vector<std::vector<Point>>& rings, double x, double y) {
  bool inside = false;
  for (const auto& ring : rings) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      const auto ax = static_cast<double>(ring[i][0]), ay = static_cast<double>(ring[i][1]);
      const auto bx = static_cast<double>(ring[i + 1][0]), by = static_cast<double>(ring[i + 1][1]);
      if ((ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax) {
        inside = !inside;
      }
    }
  }
  return inside;
}

TEST(SyntheticGeometry, BuildingsDoNotStandInEachOther) {
  // Points every half metre; houses in a row share walls, so a point in a thousand may lie on one.
  for (std::uint64_t seed : {1u, 2u, 3u, 4u}) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> taken;
    std::map<std::string, std::size_t> shared;
    std::size_t points = 0, twice = 0, number = 0;
    for (const WrittenBuilding& building : city(1100, seed)) {
      ++number;
      for (const WrittenSolid& solid : building.solids) {
        const auto& ground = solid.polygons.front();
        ASSERT_EQ(ground.surface, "GroundSurface");
        std::array<std::int64_t, 4> box{INT64_MAX, INT64_MAX, 0, 0};
        for (const Point& p : ground.rings.front()) {
          box = {std::min(box[0], p[0]), std::min(box[1], p[1]), std::max(box[2], p[0]),
                 std::max(box[3], p[1])};
        }
        for (std::int64_t x = box[0] / 500; x <= box[2] / 500; ++x) {
          for (std::int64_t y = box[1] / 500; y <= box[3] / 500; ++y) {
            if (is_inside(ground.rings, static_cast<double>(x) * 500 + 0.3,
                          static_cast<double>(y) * 500 + 0.3)) {
              ++points;
              const auto [first, is_new] = taken.insert({{x, y}, number});
              if (!is_new) {
                ++twice;
                ++shared["buildings " + std::to_string(first->second) + " and " + std::to_string(number)];
              }
            }
          }
        }
      }
    }
    EXPECT_GT(points, 700'000u) << "seed " << seed;
    EXPECT_LT(twice, 20u) << "seed " << seed;  // 5 m2 of 20 hectares
    for (const auto& [pair, half_metres] : shared) {
      EXPECT_LT(half_metres, 5u) << "seed " << seed << ", " << pair;
    }
  }
}

TEST(SyntheticSurroundings, ArePlaneFaceTheSkyAndLieWhereTheyShould) {
  const auto city = test::write_city(400, 1);
  std::size_t streets = 0, water = 0, parks = 0, trees = 0, polygons = 0;
  for (const std::string& text : test::pieces(city.gml, "<core:cityObjectMember>", "</core:cityObjectMember>")) {
    if (text.starts_with("<bldg:Building ")) continue;
    const bool is_water = text.starts_with("<wtr:WaterBody "), is_tree = text.starts_with("<veg:Solitary");
    streets += text.starts_with("<tran:Road ") ? 1 : 0;
    parks += text.starts_with("<veg:PlantCover ") ? 1 : 0;
    water += is_water ? 1 : 0;
    trees += is_tree ? 1 : 0;
    if (is_tree) continue;
    for (const std::string& numbers : test::pieces(text, "<gml:posList srsDimension=\"3\">", "</gml:posList>")) {
      const auto ring = test::read_ring(numbers);
      ASSERT_GE(ring.size(), 4u);
      EXPECT_EQ(ring.front(), ring.back());
      ++polygons;
      const Vector normal = facing(ring);
      EXPECT_GT(normal.z, 0) << text.substr(0, 60) << " turns clockwise seen from above";
      for (const Point& p : ring) {
        const double off_plane_mm = std::abs(dot(normal, minus(p, ring[0]))) / std::sqrt(dot(normal, normal));
        EXPECT_LT(off_plane_mm, 2) << text.substr(0, 60);
      }
      for (const Point& p : ring) {
        if (is_water) {
          EXPECT_EQ(p[2], 0);
        } else {
          EXPECT_GE(p[2], 2'000);
          EXPECT_LE(p[2], 12'000);
        }
      }
    }
  }
  EXPECT_GT(streets, 20u);
  EXPECT_GT(parks, 1u);
  EXPECT_GT(water, 0u);
  EXPECT_EQ(trees, city.summary.trees);
  EXPECT_GT(trees, 10u);
  EXPECT_GT(polygons, 500u);
}

TEST(SyntheticGeometry, StandsInHelsinkiOnGroundBetweenTwoAndTwelveMetres) {
  std::int64_t lowest = INT64_MAX, highest = 0;
  for (const WrittenBuilding& building : city(400, 1)) {
    for (const WrittenSolid& solid : building.solids) {
      for (const Point& p : solid.polygons.front().rings.front()) {
        ASSERT_LT(std::abs(p[0] - 25'498'000'000), 800'000);
        ASSERT_LT(std::abs(p[1] - 6'673'000'000), 800'000);
        ASSERT_GE(p[2], 2'000);
        ASSERT_LE(p[2], 12'000);
        lowest = std::min(lowest, p[2]);
        highest = std::max(highest, p[2]);
      }
    }
  }
  EXPECT_GT(highest - lowest, 2'000);  // not flat
}

}  // namespace
}  // namespace datasets
