#include "twin_core/base/json.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <string>

namespace {

using namespace std::string_literals;

std::string code_of(std::string_view text) {
  const auto parsed = twin::parse_json(text);
  return parsed ? "fine" : parsed.problem().code;
}

TEST(Json, ReadsADocumentWholeAndUnchanged) {
  const auto parsed = twin::parse_json("\xEF\xBB\xBF{\"a\":[1,-2,0.5,true,null,{\"\xC3\xA4\":\"\\u20ac\"}],\"b\":\"\"}");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->dump(), "{\"a\":[1,-2,0.5,true,null,{\"\xC3\xA4\":\"\xE2\x82\xAC\"}],\"b\":\"\"}");
}

TEST(Json, RefusesWhatRfc8259Refuses) {
  for (const std::string& text :
       {""s, "{"s, "[1,]"s, "{\"a\":1,}"s, "{a:1}"s, "[1] 2"s, "[1]]"s, "nan"s, "[NaN]"s, "[Infinity]"s, "[01]"s, "[+1]"s,
        "[1.]"s, "// c\n1"s, "[1 /* c */]"s, "\"\x01\""s, "\"\xFF\""s, "\"\xC0\xAF\""s, "\"\xED\xA0\x80\""s, "\"\\ud800\""s,
        "'a'"s, "{}\0garbage"s, "\0"s, "tru"s, "\xEF\xBB\xBF"s, "\xEF\xBB\xBF\xEF\xBB\xBF{}"s, "[\"\\x\"]"s}) {
    EXPECT_EQ(code_of(text), "json-malformed") << text;
  }
}

TEST(Json, RefusesAMemberTwice) {
  const auto parsed = twin::parse_json("{\"a\":{\"b\":1,\n  \"b\":2}}");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.problem().code, "json-duplicate-key");
  EXPECT_EQ(parsed.problem().value, "b");
  EXPECT_EQ(parsed.problem().place, "line 2, column 5");  // its closing quote
  EXPECT_EQ(code_of("{\"a\":{\"b\":1},\"b\":{\"b\":2}}"), "fine");
  EXPECT_EQ(code_of("{\"a\":1,\"\\u0061\":2}"), "json-duplicate-key");  // the same name, spelt otherwise
}

TEST(Json, RefusesNumbersBeyondDoubles) {
  EXPECT_EQ(code_of("[1e400]"), "number-not-finite");
  EXPECT_EQ(code_of("[-1e400]"), "number-not-finite");
  EXPECT_EQ(code_of("[1e308, 1e-400, 123456789012345678901234567890]"), "fine");
}

TEST(Json, SaysLineAndColumn) {
  const auto parsed = twin::parse_json("{\n \"\xC3\xA4\": 1,\n \"b\": x}");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.problem().place, "line 3, column 7");
  EXPECT_FALSE(parsed.problem().remedy.empty());
}

TEST(Json, DepthIsLimitedWithoutCallStack) {
  EXPECT_EQ(code_of(std::string(32, '[') + std::string(32, ']')), "fine");
  EXPECT_EQ(code_of(std::string(33, '[') + std::string(33, ']')), "json-too-deep");
  const std::string deep(100'000, '[');
  const std::clock_t start = std::clock();  // processor time: a busy machine is no deep document
  EXPECT_EQ(code_of(deep), "json-too-deep");
  const auto whole = twin::parse_json(deep, 200'000);
  ASSERT_FALSE(whole);
  EXPECT_EQ(whole.problem().code, "json-malformed");
  EXPECT_LT(std::clock() - start, CLOCKS_PER_SEC / 10);
}

}  // namespace
