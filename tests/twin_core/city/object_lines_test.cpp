#include "twin_core/city/object_lines.hpp"

#include <gtest/gtest.h>

namespace {

using twin::ObjectLines;

TEST(ObjectLines, AreKeptAsWellKnownText) {
  const ObjectLines net{"0.1", false, {{{25496830.5, 6672643, 4.25}, {25496831, 6672644, -0.0}}, {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}}};
  const auto kept = twin::attribute_of(net);
  // Part 1 of Simple Features, section 7.2: a tagged text, Z for heights.
  EXPECT_EQ(kept.value, "MULTILINESTRING Z ((25496830.5 6672643 4.25,25496831 6672644 0),(1 2 3,4 5 6,7 8 9))");
  EXPECT_EQ(kept.name, "lines");
  EXPECT_EQ(kept.type, "geometry");
  EXPECT_EQ(kept.unit, "0.1");
  EXPECT_EQ(twin::lines_of(kept), net);
  const ObjectLines posts{"1", true, {{{1, 2, 3}}, {{0.1, 1e-7, 3}}}};
  EXPECT_EQ(twin::attribute_of(posts).value, "MULTIPOINT Z ((1 2 3),(0.1 1e-07 3))");
  EXPECT_EQ(twin::lines_of(twin::attribute_of(posts)), posts);
}

TEST(ObjectLines, WhatIsWrittenOtherwiseIsNone) {
  const auto attribute = [](const std::string& value) { return twin::GenericAttribute{"lines", "geometry", value, "0"}; };
  EXPECT_TRUE(twin::lines_of(attribute("MULTILINESTRING Z ()")));
  for (const char* text : {"", "MULTILINESTRING Z (", "MULTILINESTRING Z ((1 2))", "MULTILINESTRING Z ((1 2 3)", "MULTILINESTRING Z ((1 2 3)) ",
                           "MULTILINESTRING Z ((1 2 nan))", "MULTILINESTRING Z ((1 2 inf))", "MULTILINESTRING Z ((1 2 3),)", "MULTIPOINT Z ((1 2 3))",
                           "POINT Z (1 2 3)"}) {
    EXPECT_FALSE(twin::lines_of(attribute(text))) << text;
  }
  EXPECT_FALSE(twin::lines_of(twin::GenericAttribute{"lines", "string", "MULTILINESTRING Z ((1 2 3,4 5 6))", "0"}));
}

}  // namespace
