#include "geo/io/json_text.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "geo/io/json_double.hpp"

namespace {

using namespace geo::json_text;

/// A text with its padding.
std::string padded(std::string text) { return text.append(kPadding, '\0'); }

std::ptrdiff_t value_size(const std::string& text) {
  const auto whole = padded(text);
  const char* const end = end_of_value(whole.data(), whole.data() + text.size());
  return end != nullptr ? end - whole.data() : -1;
}

std::ptrdiff_t sound_size(const std::string& text) {
  const auto whole = padded(text);
  const char* const end = end_of_sound_value(whole.data());
  return end != nullptr ? end - whole.data() : -1;
}

TEST(JsonText, AValueEndsWhereItsBracketsDo) {
  EXPECT_EQ(value_size("{},1"), 2);
  EXPECT_EQ(value_size("[[1],[2]] , 3"), 9);
  EXPECT_EQ(value_size(R"({"a":"]}\"}"}})"), 13);
  EXPECT_EQ(value_size(R"("a\\",1)"), 5);
  EXPECT_EQ(value_size("-1.5e3,"), 6);
  EXPECT_EQ(value_size("[[1]"), -1);
  EXPECT_EQ(value_size("\"a"), -1);
  EXPECT_EQ(value_size(""), -1);
}

/// Brackets, quotes and backslashes at every place of a block of 64 bytes, compared with a walk byte by byte.
TEST(JsonText, BlocksMayEndAnywhere) {
  const auto slow_size = [](const std::string& text) -> std::ptrdiff_t {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') {
        for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\' ? 1 : 0;
        if (i >= text.size()) return -1;
      }
      if (text[i] == '[' || text[i] == '{') ++depth;
      if (text[i] == ']' || text[i] == '}') --depth;
      if (depth == 0) return static_cast<std::ptrdiff_t>(i) + 1;
    }
    return -1;
  };
  std::mt19937 random(61);
  const std::string signs = "[]{}\"\\\\\\,1111111111111";
  for (int run = 0; run < 20'000; ++run) {
    std::string text = "[";
    bool quoted = false;
    for (auto size = random() % 300; size > 0; --size) {
      const char sign = signs[random() % signs.size()];
      // Outside of strings no JSON has a backslash.
      if (sign == '\\' && !quoted) continue;
      if (sign == '"') quoted = !quoted;
      text += sign;
      if (sign == '\\') text += signs[random() % signs.size()];
    }
    ASSERT_EQ(value_size(text), slow_size(text)) << run << " " << text;
  }
}

/// Whatever is taken as sound is JSON for an independent parser, and ends there.
TEST(JsonText, SoundValuesAreJson) {
  EXPECT_EQ(sound_size(R"({"a":[1,-2.5,true,null,"x y"],"b":{}}, )"), 37);
  EXPECT_EQ(sound_size(R"({"a":1,"a":2})"), -1);
  EXPECT_EQ(sound_size("01"), -1);
  EXPECT_EQ(sound_size("1e5"), -1) << "left to the parser";
  std::mt19937 random(67);
  const std::string good = R"({"a":[1,-2.5,true,null,"x y",false],"bc":{"d":[[],{}]},"e":0.25})", signs = "{}[]\",:\\012.-e \ntfn";
  int sound = 0;
  for (int run = 0; run < 20'000; ++run) {
    std::string text = good;
    for (auto changes = random() % 3; changes > 0; --changes) {
      text[random() % text.size()] = signs[random() % signs.size()];
    }
    const auto size = sound_size(text);
    if (size < 0) continue;
    ++sound;
    ASSERT_TRUE(nlohmann::json::accept(text.substr(0, static_cast<std::size_t>(size)))) << text;
  }
  EXPECT_GT(sound, 5'000);
}

TEST(JsonText, FewNamesSeeTheSecondOfTwo) {
  FewNames names;
  std::vector<std::string> all;
  for (int i = 0; i < 64; ++i) all.push_back("name" + std::string(static_cast<std::size_t>(i % 9), 'x') + std::to_string(i));
  for (const auto& name : all) EXPECT_EQ(names.add(name), FewNames::Seen::kNew);
  for (const auto& name : all) EXPECT_EQ(names.add(name), FewNames::Seen::kTwice);
  EXPECT_EQ(names.add("one more"), FewNames::Seen::kFull);
  names.clear();
  EXPECT_EQ(names.add(""), FewNames::Seen::kNew);
  EXPECT_EQ(names.add(""), FewNames::Seen::kTwice);
}

TEST(JsonText, NumbersKeepTheirDigits) {
  const auto text = padded("-12.050,");
  const auto number = number_at(text.data());
  ASSERT_NE(number.end, nullptr);
  EXPECT_EQ(number.end - text.data(), 7);
  EXPECT_EQ(number.digits, -12'050);
  EXPECT_EQ(number.decimals, 3);
  EXPECT_EQ(double_of(number, "-12.050"), -12.05);
  EXPECT_FALSE(is_shortest(number, "-12.050", -12.05)) << "-12.05 is shorter";
  for (const char* none : {"", "-", "01", "1.", ".5", "1e5", "1234567890123456789", "+1", "x"}) {
    EXPECT_EQ(number_at(padded(none).data()).end, nullptr) << none;
  }
}

TEST(JsonText, NumbersOfEveryLengthAreAsTheStandardLibraryReadsThem) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto digits = [&](std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += static_cast<char>('0' + random() % 10);
    return out;
  };
  const std::string_view behind = ",]} \n.eE-\"x";
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t whole = random() % 20, decimals = random() % 20;
    const std::string sign = random() % 2 == 0 ? "-" : "", front = digits(whole), part = digits(decimals);
    const char next = behind[random() % behind.size()];
    const bool sound = whole > 0 && !(whole > 1 && front[0] == '0');

    const auto plain = padded(sign + front + next);
    std::int64_t value = 0, wanted = 0;
    const char* const end = whole_number_at(plain.data(), value);
    ASSERT_EQ(end != nullptr, sound && whole <= 18) << plain;
    if (end != nullptr) {
      std::from_chars(plain.data(), end, wanted);
      ASSERT_EQ(value, wanted) << plain;
      ASSERT_EQ(static_cast<std::size_t>(end - plain.data()), sign.size() + whole) << plain;
    }

    const auto broken = padded(sign + front + '.' + part + next);
    const Number number = number_at(broken.data());
    const bool stands = sound && decimals > 0 && whole + decimals <= 18 && next != '.' && next != 'e' && next != 'E';
    ASSERT_EQ(number.end != nullptr, stands) << broken;
    if (!stands) continue;
    ASSERT_EQ(static_cast<std::size_t>(number.end - broken.data()), sign.size() + whole + 1 + decimals) << broken;
    const std::string all = sign + front + part;
    std::from_chars(all.data(), all.data() + all.size(), wanted);
    ASSERT_EQ(number.digits, wanted) << broken;
    ASSERT_EQ(number.decimals, static_cast<int>(decimals)) << broken;
    ASSERT_EQ(number.negative, !sign.empty()) << broken;
    ASSERT_FALSE(number.whole) << broken;
  }
}

}  // namespace
