#include "twin_core/base/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "axis-order", "geoid-missing" ..., or a number of val3dity's: "101" to "999".
bool is_stable_key(std::string_view key) {
  if (std::all_of(key.begin(), key.end(), is_digit)) return key.size() == 3 && key[0] != '0';
  const bool plain = std::all_of(key.begin(), key.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
  return plain && is_lower(key.front()) && key.back() != '-' && key.find("--") == std::string_view::npos;
}

TEST(Catalogue, EveryRowHasAStableKeyAStatusAndThreeTexts) {
  std::set<std::string_view> keys;
  for (const twin::ProblemKind& kind : twin::all_problem_kinds()) {
    SCOPED_TRACE(std::string(kind.key));
    EXPECT_TRUE(is_stable_key(kind.key));
    EXPECT_TRUE(keys.insert(kind.key).second) << "the key stands there twice";
    EXPECT_GE(kind.http_status, 400);
    EXPECT_LE(kind.http_status, 511);
    const std::set<std::string_view> titles{kind.title_fi, kind.title_sv, kind.title_en};
    EXPECT_EQ(titles.size(), 3U) << "a text is missing or not translated";
    for (const std::string_view title : titles) {
      EXPECT_GE(title.size(), 4U);
      EXPECT_LE(title.size(), 60U);
      EXPECT_NE(title.back(), '.');
    }
  }
}

TEST(Catalogue, KnowsTheCodesThatOtherProgramsRelyOn) {
  // Statuses from RFC 9110 (409, 412, 415, 422), RFC 6585 (429, 431).
  EXPECT_EQ(twin::find_problem_kind("302")->http_status, 422);
  EXPECT_EQ(twin::find_problem_kind("precondition-failed")->http_status, 412);
  EXPECT_EQ(twin::find_problem_kind("claim-collision")->http_status, 409);
  EXPECT_EQ(twin::find_problem_kind("content-encoding-refused")->http_status, 415);
  EXPECT_EQ(twin::find_problem_kind("too-many-messages")->http_status, 429);
  EXPECT_EQ(twin::find_problem_kind("header-too-large")->http_status, 431);
  EXPECT_EQ(twin::find_problem_kind("no-such-key"), nullptr);
  EXPECT_EQ(twin::find_problem_kind(""), nullptr);
}

}  // namespace
