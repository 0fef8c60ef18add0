#include "twin_core/base/text.hpp"

#include <gtest/gtest.h>

#include "twin_core/base/diagnostics.hpp"

namespace {

TEST(Excerpt, ShowsAtMostEightyCharactersOnOneLine) {
  EXPECT_EQ(twin::excerpt("Hämeentie 5"), "Hämeentie 5");
  EXPECT_EQ(twin::excerpt(std::string(80, 'a')), std::string(80, 'a'));
  EXPECT_EQ(twin::excerpt(std::string(81, 'a')), std::string(79, 'a') + "…");
  EXPECT_EQ(twin::excerpt("abcd", 3), "ab…");
  EXPECT_EQ(twin::excerpt("ääää", 3), "ää…");
  EXPECT_EQ(twin::excerpt("a\nb\tc\x07\x7f"), "a\\nb\\tc\\u0007\\u007f");
  EXPECT_EQ(twin::excerpt("a\xFFz"), "a\\xffz");
  EXPECT_EQ(twin::excerpt("right\u202Eleft"), "right\\u202eleft");
}

TEST(Excerpt, IsValidUtf8OfBoundedLengthForAnyBytes) {
  std::string any;
  for (int i = 0; i < 700; ++i) any.push_back(static_cast<char>((i * 167 + i / 3) & 0xFF));
  for (std::size_t start = 0; start < 600; ++start) {
    const std::string shown = twin::excerpt(std::string_view(any).substr(start));
    EXPECT_TRUE(twin::is_valid_utf8(shown)) << start;
    EXPECT_LE(shown.size(), 80U * 4U);
  }
}

TEST(Utf8, RefusesWhatRfc3629Refuses) {
  EXPECT_TRUE(twin::is_valid_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8F\xA0"));
  for (const char* text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                           "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xC3", "\xE2\x82"}) {
    EXPECT_FALSE(twin::is_valid_utf8(text));
  }
}

TEST(Diagnostics, AProblemBecomesAFindingOfTheWholeInput) {
  const twin::Finding finding =
      twin::finding_of({"901", "The file is cut off.", "line 7", std::string(90, 'x'), "Send it whole."});
  EXPECT_EQ(finding.code, "901");
  EXPECT_EQ(finding.place, "line 7");
  EXPECT_EQ(finding.value, std::string(79, 'x') + "…");
  EXPECT_EQ(finding.remedy, "Send it whole.");
  twin::Diagnostics diagnostics;
  diagnostics.add({"crs-missing", twin::Severity::kWarning, "", "", "", "", ""});
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.add(finding);
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(twin::name_of(twin::Severity::kWarning), "warning");
  EXPECT_TRUE((twin::Tally{7, 4, 2, 1}.balances()));
  EXPECT_FALSE((twin::Tally{7, 4, 2, 2}.balances()));
}

}  // namespace
