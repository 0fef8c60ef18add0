#include "twin_core/city/other_levels.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using twin::OtherLevels;

/// A footprint with a hole and a block of two faces, one turned, with a window in a wall; coordinates of Kalasatama.
OtherLevels two_levels() {
  OtherLevels out;
  twin::ShapePart footprint{"", "0", {}, {}};
  auto& ground = footprint.polygons.emplace_back();
  ground.exterior.points = {{25497000.0001, 6673000.5, 3.25}, {25497010, 6673000.5, 3.25}, {25497010, 6673020, -0.5}};
  ground.interiors.push_back({{{25497001, 6673001, 3.25}, {25497002, 6673001, 3.25}, {25497002, 6673002, 3.25}}});
  twin::ShapePart block{"", "1.2", {}, {}};
  block.polygons.resize(2);
  for (auto& polygon : block.polygons) polygon.exterior.points = {{25497000, 6673000, 0}, {25497010, 6673000, 0}, {25497010, 6673010, 9.9999}};
  block.polygons[0].kind = twin::SurfaceKind::kWall;
  block.polygons[1].kind = twin::SurfaceKind::kWindow;
  block.polygons[0].wall = block.polygons[1].wall = 1;
  block.solids.push_back({{{{0, false}, {1, true}}}});
  block.solids.push_back({{{{1, false}}}});
  block.solids_apart = true;
  out.shape.parts = {footprint, block};
  out.part_of = {0, 3};
  twin::Material red;
  red.name = "red";
  red.diffuse = twin::Colour{1, 0, 0};
  out.shape.appearance.materials = {red};
  out.shape.appearance.themes = {{"summer", {{1, 0, 0}}, {}}};
  return out;
}

TEST(OtherLevels, ComeBackFromTheAttributeThatTheyAreKeptAs) {
  const auto levels = two_levels();
  const auto kept = twin::attribute_of(levels);
  EXPECT_EQ(kept.type, "levels");
  EXPECT_EQ(twin::other_levels_of(kept), levels);
  twin::BuildingShape shape;
  shape.attributes = {{"height", "double", "9.9", ""}, kept};
  EXPECT_EQ(twin::other_levels_of(shape), levels);
  EXPECT_EQ(twin::other_levels_of(twin::BuildingShape{}), OtherLevels{});
}

/// Neighbours lie within 20 m, 200,000 steps of 0.1 mm: 18 bits with the sign, three bytes of seven bits for each of
/// three numbers, and 4 letters for 3 bytes: 12 letters a position. A record has 24 bytes for it.
TEST(OtherLevels, TakeTwelveBytesAPosition) {
  OtherLevels levels;
  levels.part_of = {0};
  auto& part = levels.shape.parts.emplace_back();
  for (int i = 0; i < 1000; ++i) {
    part.polygons.emplace_back().exterior.points = {{25497000, 6673000, 0}, {25497019, 6673019, 19}, {25497000, 6673019, 0}, {25497019, 6673000, 19}};
  }
  const auto bytes = twin::attribute_of(levels).value.size();
  EXPECT_GT(bytes, 4000u * 10);
  EXPECT_LT(bytes, 4000u * 14);
}

TEST(OtherLevels, PositionsAreInStepsOfATenthOfAMillimetre) {
  auto levels = two_levels();
  levels.shape.parts[0].polygons[0].exterior.points[0] = {25497000.00012, 6673000.49996, 3.25004};
  const auto back = twin::other_levels_of(twin::attribute_of(levels));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->shape.parts[0].polygons[0].exterior.points[0], (twin::WorkingPosition{25497000.0001, 6673000.5, 3.25}));
}

TEST(OtherLevels, WhatIsCutOffOrWrittenOtherwiseIsNone) {
  const auto kept = twin::attribute_of(two_levels());
  for (std::size_t length = 0; length < kept.value.size(); ++length) {
    EXPECT_FALSE(twin::other_levels_of({kept.name, kept.type, kept.value.substr(0, length), ""})) << length;
  }
  EXPECT_FALSE(twin::other_levels_of({kept.name, kept.type, kept.value + "!", ""}));
  EXPECT_FALSE(twin::other_levels_of({kept.name, "string", kept.value, ""}));
  // A face of a polygon that is not there.
  auto broken = two_levels();
  broken.shape.parts[1].solids[0].shells[0][0].polygon = 2;
  EXPECT_FALSE(twin::other_levels_of(twin::attribute_of(broken)));
}

}  // namespace
