#include "geo/io/line_source.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

using geo::LineSource;

std::string text_of(LineSource::Text& text) { return {text.data(), text.size()}; }

/// Lines of every length around the 256 KiB of the buffer come out as they went in.
TEST(LineSource, LinesOfAnyLengthComeWhole) {
  constexpr std::size_t kBuffer = 256u << 10;
  std::vector<std::string> lines;
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, kBuffer - 9, kBuffer, kBuffer + 1, 3 * kBuffer, std::size_t{3}, 2 * kBuffer - 1, std::size_t{11}}) {
    lines.push_back(std::string(size, static_cast<char>('a' + lines.size())));
  }
  std::string all = "\xEF\xBB\xBF";
  for (const auto& line : lines) all += line + "\r\n";
  all += "last";
  lines.push_back("last");
  std::uint64_t told = 0;
  std::istringstream in(all);
  LineSource source(in, [&](std::uint64_t bytes) { told = bytes; });
  LineSource::Text line;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    ASSERT_EQ(source.next(line, 1u << 30), LineSource::Got::kLine) << i;
    ASSERT_EQ(text_of(line), lines[i]) << i;
    EXPECT_EQ(source.number(), i + 1);
  }
  EXPECT_EQ(source.next(line, 1u << 30), LineSource::Got::kEnd);
  EXPECT_GE(told, std::uint64_t{1} << 20);
}

TEST(LineSource, TheRestComesWithItsLineEnds) {
  std::istringstream in("{\n\"a\":1}\r\n" + std::string(600'000, ' ') + "\n");
  LineSource source(in, {});
  LineSource::Text text;
  ASSERT_EQ(source.next(text, 1000), LineSource::Got::kLine);
  ASSERT_TRUE(source.rest(text, 1u << 20));
  EXPECT_EQ(text_of(text), "{\n\"a\":1}\r\n" + std::string(600'000, ' ') + "\n");
}

TEST(LineSource, WhatIsTooLongIsNotTaken) {
  for (const std::size_t size : {std::size_t{1'001}, std::size_t{700'000}}) {
    std::istringstream in("ab\n" + std::string(size, 'x'));
    LineSource source(in, {});
    LineSource::Text line;
    ASSERT_EQ(source.next(line, 1000), LineSource::Got::kLine);
    EXPECT_EQ(source.next(line, 1000), LineSource::Got::kTooLong);
    EXPECT_EQ(source.number(), 2u);
    std::istringstream again("ab\n" + std::string(size, 'x'));
    LineSource other(again, {});
    ASSERT_EQ(other.next(line, 1000), LineSource::Got::kLine);
    EXPECT_FALSE(other.rest(line, 1000));
  }
}

}  // namespace
