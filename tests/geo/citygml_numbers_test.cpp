#include "geo/io/citygml_numbers.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace {

std::vector<double> numbers_of(const std::string& text) {
  geo::NumberStream stream;
  std::vector<double> out;
  stream.begin(false);
  stream.feed(text, out);
  stream.end(out);
  EXPECT_FALSE(stream.failed()) << text;
  return out;
}

/// To the bit what the C library says of the same text; a blank behind it takes the quick way where there is one.
void expect_as_strtod(const std::string& text) {
  const auto numbers = numbers_of(text + " ");
  ASSERT_EQ(numbers.size(), 1u) << text;
  EXPECT_EQ(std::bit_cast<std::uint64_t>(numbers[0]), std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr))) << text;
}

TEST(CityGmlNumbers, AreThoseOfTheLibraryToTheBit) {
  for (const char* text : {"0", "-0", "0.0", "-0.0", "1", "25497012.345", "6672000.1", "-3.25", "0.1", "0.3", "123456789012345",
                           "1234567890123456", "9007199254740993", "0.123456789012345", "0.1234567890123456",
                           "12345678.12345678", "999999999999999", "99999999999999.9", "1e3", "1.5E-7", "1e308", "4.9e-324",
                           "00012.50", "0.000000000000001", "179769313486231570000000000"}) {
    expect_as_strtod(text);
  }
  constexpr unsigned kSeed = 17;
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 200'003; ++i) {
    std::string text = random() % 4 == 0 ? "-" : "";
    for (auto digits = 1 + random() % 11; digits > 0; --digits) text += static_cast<char>('0' + random() % 10);
    if (random() % 5 != 0) {
      text += '.';
      for (auto digits = 1 + random() % 9; digits > 0; --digits) text += static_cast<char>('0' + random() % 10);
    }
    expect_as_strtod(text);
    if (HasFailure()) FAIL() << "seed " << kSeed << ", number " << i;
  }
}

TEST(CityGmlNumbers, ASignInFrontAndAPieceCutAnywhereMakeNoDifference) {
  const std::string text = "+1.5 -25497012.345\n6672000 .5 5. ";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    geo::NumberStream stream;
    std::vector<double> out;
    stream.begin(false);
    stream.feed(text.substr(0, cut), out);
    stream.feed(text.substr(cut), out);
    stream.end(out);
    EXPECT_FALSE(stream.failed()) << cut;
    EXPECT_EQ(out, (std::vector<double>{1.5, -25497012.345, 6672000, 0.5, 5})) << cut;
  }
}

// Near the end of a piece there is less to look at than in its middle.
TEST(CityGmlNumbers, ListsOfEveryLengthAreThoseOfTheLibraryWhereverTheyAreCut) {
  constexpr unsigned kSeed = 23;
  std::mt19937_64 random(kSeed);
  for (int list = 0; list < 300; ++list) {
    std::string text;
    std::vector<double> expected;
    for (auto numbers = 1 + random() % 12; numbers > 0; --numbers) {
      const auto first = text.size();
      if (random() % 4 == 0) text += '-';
      for (auto digits = 1 + random() % 17; digits > 0; --digits) text += static_cast<char>('0' + random() % 10);
      if (random() % 3 != 0) text += "." + std::to_string(random() % 1'000'000'000'000);
      expected.push_back(std::strtod(text.c_str() + first, nullptr));
      text += random() % 5 == 0 ? "\n  " : " ";
    }
    if (random() % 2 == 0) text.erase(text.find_last_not_of(" \n") + 1);
    const std::size_t cut = random() % (text.size() + 1);
    geo::NumberStream stream;
    std::vector<double> out;
    stream.begin(false);
    stream.feed(std::string(text, 0, cut), out);
    stream.feed(std::string(text, cut), out);
    stream.end(out);
    ASSERT_FALSE(stream.failed()) << "seed " << kSeed << ": " << text;
    ASSERT_EQ(out, expected) << "seed " << kSeed << ", cut at " << cut << ": " << text;
  }
}

}  // namespace
