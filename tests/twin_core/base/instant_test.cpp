#include "twin_core/base/instant.hpp"

#include <gtest/gtest.h>

namespace {

std::int64_t microseconds(std::string_view text) {
  const auto instant = twin::parse_rfc3339(text);
  EXPECT_TRUE(instant) << text;
  return instant ? instant->time_since_epoch().count() : -1;
}

TEST(Instant, ReadsTheExamplesOfTheRfc) {
  // RFC 3339, section 5.8; Unix times by `date -u -d ... +%s`.
  EXPECT_EQ(microseconds("1985-04-12T23:20:50.52Z"), 482'196'050'520'000);
  EXPECT_EQ(microseconds("1996-12-19T16:39:57-08:00"), 851'042'397'000'000);
  EXPECT_EQ(microseconds("1937-01-01T12:00:27.87+00:20"), -1'041'337'172'130'000);
  EXPECT_EQ(microseconds("2000-02-29t00:00:00z"), 951'782'400'000'000);
  EXPECT_EQ(microseconds("1970-01-01T00:00:00.1234567Z"), 123'456);
}

TEST(Instant, WritesWhatItReads) {
  const auto noon = twin::parse_rfc3339("2026-11-22T14:00:00.000007+02:00");
  ASSERT_TRUE(noon);
  EXPECT_EQ(twin::to_rfc3339(*noon), "2026-11-22T12:00:00.000007Z");
  EXPECT_EQ(twin::to_rfc3339(twin::Instant::max()), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(twin::to_rfc3339(twin::Instant::min()), "0000-01-01T00:00:00.000000Z");
}

// RFC 3339, 5.7 and 5.8: second 60 stands for a leap second, also in a local offset. Its second is that after 59.
TEST(Instant, LeapSeconds) {
  EXPECT_EQ(*twin::parse_rfc3339("1990-12-31T23:59:60Z"), *twin::parse_rfc3339("1991-01-01T00:00:00Z"));
  EXPECT_EQ(*twin::parse_rfc3339("1990-12-31T15:59:60-08:00"), *twin::parse_rfc3339("1991-01-01T00:00:00Z"));
  EXPECT_EQ(*twin::parse_rfc3339("2015-07-01T02:59:60.25+03:00"), *twin::parse_rfc3339("2015-07-01T00:00:00.25Z"));
  for (const char* text : {"2026-11-22T12:00:60Z", "2026-03-31T23:59:60Z", "2015-06-30T23:59:60+03:00", "2015-06-30T23:59:61Z"}) {
    const auto refused = twin::parse_rfc3339(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.problem().code, "time-invalid");
  }
}

TEST(Instant, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2026-11-22", "2026-11-22T12:00:00", "2026-11-22T12:00:00+2", "2026-02-29T12:00:00Z", "2026-13-01T12:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T12:60:00Z", "2026-11-22T12:00:60Z", "2026-11-22T12:00:00.Z",
        "2026-11-22T12:00:00Z ", "2026-11-22T12:00:00+24:00", "26-11-22T12:00:00Z", "2026/11/22T12:00:00Z"}) {
    const auto instant = twin::parse_rfc3339(text);
    ASSERT_FALSE(instant) << text;
    EXPECT_EQ(instant.problem().code, "time-invalid");
  }
}

}  // namespace
