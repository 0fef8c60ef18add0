// Repair of bodies made by hand, one defect at a time. Volumes are those of the bodies before they were
// damaged.
#include "geo/validate/repair.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "validate_bodies.hpp"
#include "validate_cases.hpp"

namespace {

using bodies::box;
using bodies::kEast;
using bodies::kNorth;
using bodies::turn;
using testing::HasSubstr;
using testing::IsEmpty;

struct Repaired {
  twin::BuildingShape shape;
  twin::Diagnostics said;
  geo::RepairOutcome outcome;
};

Repaired repaired(twin::BuildingShape shape) {
  Repaired out;
  out.shape = std::move(shape);
  out.outcome = geo::repair_shape(out.shape, "case", {}, out.said);
  return out;
}

double volume_of(const twin::BuildingShape& shape) {
  double out = 0;
  for (const auto& part : shape.parts) {
    for (const auto& solid : part.solids) out += geo::signed_volume(part, solid);
  }
  return out;
}

/// One defect of a class that can be mended, of a body whose volume is known.
struct Damage {
  const char* code;
  std::function<void(twin::BuildingShape&)> apply;
  double tolerance_m3 = 1e-6;
};

std::vector<twin::Polygon3>& faces(twin::BuildingShape& shape) {
  return shape.parts[0].polygons;
}

std::vector<Damage> damages() {
  return {
      {"102",
       [](auto& shape) {
         auto& points = faces(shape)[1].exterior.points;
         points.insert(points.begin() + 2, points[1]);
       }},
      {"102",
       [](auto& shape) {
         auto& points = faces(shape)[4].exterior.points;
         points.push_back(points[0] + twin::Offset<twin::Working>{0, 0, 0.0003});
       }},
      {"101",
       [](auto& shape) {  // a face without area beside the others
         auto& part = shape.parts[0];
         const auto p = faces(shape)[0].exterior.points;
         part.solids[0].shells[0].push_back({static_cast<std::uint32_t>(part.polygons.size()), false});
         part.polygons.emplace_back().exterior.points = {p[0], p[1]};
       }},
      {"307", [](auto& shape) { turn(faces(shape)[3]); }},
      {"307",
       [](auto& shape) {
         turn(faces(shape)[0]);
         turn(faces(shape)[5]);
       }},
      {"307", [](auto& shape) { shape.parts[0].solids[0].shells[0][2].reversed = true; }},
      {"405",
       [](auto& shape) {
         for (auto& polygon : faces(shape)) turn(polygon);
       }},
      // A corner of the roof 4 mm away from its walls': joined with them. At most 4 mm on 12 m2.
      {"302", [](auto& shape) { faces(shape)[1].exterior.points[2].up += 0.004; }, 0.02},
      // The roof beside its walls is a component of its own.
      {"305",
       [](auto& shape) {
         for (auto& point : faces(shape)[1].exterior.points)
           point = point + twin::Offset<twin::Working>{0.005, -0.003, 0.004};
       },
       0.2},
      // A wall with a vertex in the middle of its upper edge that the roof lacks.
      {"302",
       [](auto& shape) {
         auto& points = faces(shape)[2].exterior.points;  // south: 0 1 5 4
         points.insert(points.begin() + 3, {kEast + 1.25, kNorth, 15});
       }},
      // A corner raised by 0.3 m: two faces are out of plane. The roof's volume: prism over the triangle
      // that the diagonal leaves, or none of it: 60 m3 and a third of 6 m2 x 0.3 m, or two thirds.
      {"203",
       [](auto& shape) {
         for (auto& polygon : faces(shape)) {
           for (auto& point : polygon.exterior.points) {
             if (point.east == kEast + 3 && point.north == kNorth + 4 && point.up == 15) point.up += 0.3;
           }
         }
       },
       1.2 + 1e-6},
      {"208",
       [](auto& shape) {  // a surface with a hole beside the solid
         auto& polygon = shape.parts[0].polygons.emplace_back();
         polygon.exterior.points = {
             {kEast, kNorth, 9}, {kEast + 9, kNorth, 9}, {kEast + 9, kNorth + 9, 9}, {kEast, kNorth + 9, 9}};
         polygon.interiors.emplace_back().points = {
             {kEast + 1, kNorth + 1, 9}, {kEast + 2, kNorth + 1, 9}, {kEast + 2, kNorth + 2, 9}};
       }},
  };
}

TEST(Repair, EveryMendableDefectLeavesAValidBodyOfTheSameVolume) {
  const auto all = damages();
  for (const auto& damage : all) {
    auto shape = box();
    damage.apply(shape);
    ASSERT_TRUE(cases::codes_of(shape).contains(damage.code))
        << damage.code << " among " << testing::PrintToString(cases::codes_of(shape)) << " of damage "
        << &damage - all.data();
    const auto mended = repaired(shape);
    EXPECT_THAT(cases::codes_of(mended.shape), IsEmpty()) << damage.code;
    ASSERT_EQ(mended.shape.parts[0].solids.size(), 1u) << damage.code;
    EXPECT_NEAR(volume_of(mended.shape), 60.0, damage.tolerance_m3) << damage.code;
    EXPECT_TRUE(mended.outcome.repaired);
    EXPECT_EQ(mended.outcome.solids_given_up, 0u);
    bool said = false;
    for (const auto& finding : mended.said.findings) {
      EXPECT_EQ(finding.severity, twin::Severity::kInfo) << finding.code;
      EXPECT_THAT(finding.remedy, HasSubstr("Repaired: "));
      EXPECT_FALSE(finding.place.empty());
      EXPECT_FALSE(finding.value.empty());
      said = said || finding.code == (std::string(damage.code) == "305" ? "302" : damage.code);
    }
    EXPECT_TRUE(said) << damage.code;
  }
}

TEST(Repair, ARaisedCornerHasTheVolumeOfItsTriangles) {
  // Over the 3 x 4 m roof the raised corner spans either both triangles' corner (0.3 m x 12 m2 / 3: the
  // diagonal ends there) or one of them (0.3 m x 6 m2 / 3).
  auto shape = box();
  for (auto& polygon : faces(shape)) {
    for (auto& point : polygon.exterior.points) {
      if (point.east == kEast + 3 && point.north == kNorth + 4 && point.up == 15) point.up += 0.3;
    }
  }
  const double volume = volume_of(repaired(shape).shape);
  EXPECT_LT(std::min(std::abs(volume - 61.2), std::abs(volume - 60.6)), 1e-6) << volume;
}

TEST(Repair, SeveralDefectsAtOnceAndACavityThatFacesOutwards) {
  auto shape = bodies::hollow_box(1, 1, 1);
  for (std::size_t i = 6; i < 12; ++i) turn(faces(shape)[i]);
  turn(faces(shape)[2]);
  faces(shape)[1].exterior.points[1].up += 0.003;
  auto& points = faces(shape)[0].exterior.points;
  points.push_back(points[0]);
  const auto mended = repaired(shape);
  EXPECT_THAT(cases::codes_of(mended.shape), IsEmpty());
  EXPECT_NEAR(volume_of(mended.shape), 60 - 60 / 125.0, 0.02);
}

TEST(Repair, AnOpenBodyIsKeptAsSurfacesAndFlagged) {
  auto shape = box();
  shape.parts[0].solids[0].shells[0].pop_back();  // the west wall stays as a surface
  const auto mended = repaired(shape);
  EXPECT_TRUE(mended.shape.parts[0].solids.empty());
  EXPECT_EQ(mended.shape.parts[0].polygons, shape.parts[0].polygons);
  EXPECT_EQ(mended.outcome.solids_given_up, 1u);
  ASSERT_EQ(mended.said.findings.size(), 2u);
  EXPECT_EQ(mended.said.findings[0].code, "302");
  EXPECT_EQ(mended.said.findings[0].severity, twin::Severity::kWarning);
  EXPECT_THAT(mended.said.findings[0].remedy, HasSubstr("kept as surfaces"));
  EXPECT_EQ(mended.said.findings[1].code, "302");
  EXPECT_EQ(mended.said.findings[1].severity, twin::Severity::kError);
  EXPECT_EQ(mended.said.findings[1].value, "open edges: 4");
}

TEST(Repair, AGapOfThreeCentimetresIsNoTinyOne) {
  auto shape = box();
  faces(shape)[1].exterior.points[2].up += 0.03;
  EXPECT_EQ(repaired(shape).outcome.solids_given_up, 1u);
}

TEST(Repair, AFaceSharedByTwoSolidsIsTurnedInItsUseOnly) {
  // Two boxes of 3 x 4 x 5 m side by side; the wall between is one polygon, used from both sides.
  auto shape = box();
  auto& part = shape.parts[0];
  auto& second = part.solids.emplace_back().shells.emplace_back();
  for (std::uint32_t f = 0; f < 6; ++f) {
    if (f == 5) {
      second.push_back({3, true});  // its west wall is the first one's east wall
      continue;
    }
    auto polygon = part.polygons[f];
    for (auto& point : polygon.exterior.points) point.east += 3;
    second.push_back({static_cast<std::uint32_t>(part.polygons.size()), false});
    part.polygons.push_back(std::move(polygon));
  }
  ASSERT_THAT(cases::codes_of(shape), IsEmpty());
  const auto sound = shape;
  shape.parts[0].solids[1].shells[0][5].reversed = false;
  ASSERT_EQ(cases::codes_of(shape), std::set<std::string>{"307"});
  EXPECT_EQ(repaired(shape).shape, sound);
}

TEST(Repair, AValidShapeIsNotChanged) {
  for (const auto& shape : {box(), box(0.2), bodies::hollow_box(1, 1, 1), bodies::hollow_box(0.5, 2, 3)}) {
    const auto mended = repaired(shape);
    EXPECT_EQ(mended.shape, shape);
    EXPECT_FALSE(mended.outcome.repaired);
    EXPECT_THAT(mended.said.findings, IsEmpty());
  }
}

/// Some of: corners moved, faces turned, left out, used twice, positions repeated.
void damage(twin::BuildingShape& shape, std::mt19937& random) {
  const auto pick = [&](std::size_t size) {
    return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
  };
  const auto shift = [&] { return std::uniform_real_distribution<double>(-0.006, 0.006)(random); };
  for (std::size_t n = 1 + pick(4); n > 0; --n) {
    auto& polygon = faces(shape)[pick(faces(shape).size())];
    auto& points = polygon.exterior.points;
    auto& shell = shape.parts[0].solids[0].shells[0];
    switch (pick(6)) {
      case 0:
        turn(polygon);
        break;
      case 1:
        points[pick(points.size())] = points[0] + twin::Offset<twin::Working>{shift(), shift(), shift()};
        break;
      case 2:
        points[pick(points.size())].up += 40 * shift();
        break;
      case 3:
        points.insert(points.begin() + 1, points[0]);
        break;
      case 4:
        shell[pick(shell.size())].reversed = true;
        break;
      default:
        points[pick(points.size())].east += shift();
    }
  }
}

TEST(Repair, RepairingTwiceIsRepairingOnceAndNoAreaIsLost) {
  for (unsigned seed = 1; seed <= 700; ++seed) {
    std::mt19937 random(seed);
    auto shape = box();
    damage(shape, random);
    const auto once = repaired(shape);
    const auto twice = repaired(once.shape);
    ASSERT_EQ(twice.shape, once.shape) << "seed " << seed;
    EXPECT_FALSE(twice.outcome.repaired) << "seed " << seed;
    EXPECT_EQ(twice.outcome.solids_given_up, 0u) << "seed " << seed;
    // Solids that stay are sound.
    for (const auto& code : cases::codes_of(once.shape)) EXPECT_LT(code, "300") << "seed " << seed;
    EXPECT_GE(once.shape.parts[0].polygons.size() + 6, shape.parts[0].polygons.size());
  }
}

}  // namespace
