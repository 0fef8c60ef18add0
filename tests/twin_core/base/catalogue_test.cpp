#include "twin_core/base/catalogue.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

namespace {

TEST(Catalogue, EveryRowHasAStableKeyAStatusAndThreeTexts) {
  const std::regex kebab_or_number("[a-z][a-z0-9]*(-[a-z0-9]+)*|[1-9][0-9]{2}");
  std::set<std::string_view> keys;
  for (const twin::ProblemKind& kind : twin::all_problem_kinds()) {
    SCOPED_TRACE(std::string(kind.key));
    EXPECT_TRUE(std::regex_match(std::string(kind.key), kebab_or_number));
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
