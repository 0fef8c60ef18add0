#include "server/http/target.hpp"

#include <gtest/gtest.h>

#include "server/http/text.hpp"

namespace server {
namespace {

TEST(Target, SegmentsAreDecodedOnceAndQueryInOrder) {
  const auto target = parse_target("/collections/buildings/items/BID_1%20%C3%A4?bbox=24.9,60.1%2C25.0,60.2&limit=7&empty=");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"collections", "buildings", "items", "BID_1 \xc3\xa4"}));
  ASSERT_EQ(target->query.size(), 3u);
  EXPECT_EQ(target->query[0], (std::pair<std::string, std::string>{"bbox", "24.9,60.1,25.0,60.2"}));
  EXPECT_EQ(target->query[2].second, "");

  // Decoded once: a double-encoded dot stays text that names nothing.
  const auto twice = parse_target("/tiles/%252e%252e%252fx");
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->segments[1], "%2e%2e%2fx");
  EXPECT_TRUE(parse_target("/")->segments.empty());
  EXPECT_EQ(parse_target("/collections/")->segments.size(), 1u);
}

TEST(Target, ASlashOfAnIdStaysInItsSegment) {
  const auto target = parse_target("/collections/buildings/items/NL%2F0503%2f1");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"collections", "buildings", "items", "NL/0503/1"}));
}

TEST(Target, NoSegmentIsAPath) {
  for (const char* raw : {"/a/..%2f..%2fetc/passwd", "/a/x%2f..%2fy", "/a/x%2f.", "/../x", "/a/%2e%2e/x", "/a/./b", "/a%5cb", "/a%00", "/a%0ab", "/a%c3%28",
                          "/a%ed%a0%80", "/a%c0%ae", "/x?q=%ff", "/x?q=%00"}) {
    const auto target = parse_target(raw);
    ASSERT_FALSE(target) << raw;
    EXPECT_EQ(target.problem().code, "request-malformed") << raw;
  }
}

TEST(Target, EncodingAnIdGivesItBack) {
  const std::string id = "{AK-1} 50%/\xc3\xa4?#";
  EXPECT_EQ(percent_encoded(id), "%7BAK-1%7D%2050%25%2F%C3%A4%3F%23");
  EXPECT_EQ(percent_decoded(percent_encoded(id)), id);
}

}  // namespace
}  // namespace server
