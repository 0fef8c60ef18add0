// Blocks of a document, read ahead by a thread. The document itself is what they have to say, whatever is kept and
// wherever the reading ends.
#include "geo/io/xml_blocks.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>

namespace {

using geo::XmlBlocks;

/// Characters of one to four bytes, so that some lie across the ends of blocks.
std::string document(std::size_t size, unsigned seed) {
  static constexpr const char* kCharacters[] = {"a", "<", "&", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x8F\xA0"};
  std::mt19937 random(seed);
  std::string out;
  while (out.size() < size) out += kCharacters[random() % std::size(kCharacters)];
  return out;
}

TEST(XmlBlocks, SayWhatTheDocumentSaysWithWhatWasKeptBefore) {
  for (unsigned seed = 1; seed <= 7; ++seed) {
    SCOPED_TRACE(seed);
    const std::string text = document(seed * 700'001, seed);
    std::istringstream in(text);
    XmlBlocks blocks(in);
    std::mt19937 random(seed);
    std::string kept, said;
    for (bool ended = false; !ended;) {
      const auto block = blocks.next(kept);
      ended = block.ended;
      ASSERT_EQ(block.checked.good, block.size);
      ASSERT_EQ(std::string_view(block.begin - kept.size(), kept.size()), kept);
      ASSERT_EQ(block.begin[block.size], '\0');
      const std::string_view whole(block.begin - kept.size(), kept.size() + block.size);
      const std::size_t taken = ended ? whole.size() : random() % (whole.size() + 1);
      said += whole.substr(0, taken);
      kept = whole.substr(taken);
      if (kept.size() > geo::XmlBlock::kMostKept) {
        said += kept;
        kept.clear();
      }
    }
    EXPECT_TRUE(said == text);
    EXPECT_EQ(blocks.rest(), "");
  }
}

TEST(XmlBlocks, WhatIsLeftWhenTheReadingEndsIsWhatStillComes) {
  const std::string text = document(3'300'000, 11);
  for (int count = 1; count <= 5; ++count) {
    std::istringstream in(text);
    std::string said;
    {
      XmlBlocks blocks(in);
      for (int i = 0; i < count; ++i) {
        const auto block = blocks.next({});
        said.append(block.begin, block.size);
      }
      said += blocks.rest();
    }
    std::ostringstream left;
    if (in) left << in.rdbuf();
    EXPECT_TRUE(said + left.str() == text) << count;
  }
}

TEST(XmlBlocks, StopBeforeAByteThatIsNoCharacter) {
  std::string text = document(2'000'000, 5);
  text.insert(1'300'000, 1, '\x01');
  std::istringstream in(text);
  XmlBlocks blocks(in);
  std::size_t good = 0, at = 0;
  for (;;) {
    const auto block = blocks.next({});
    good = at + block.checked.good;
    if (block.checked.good != block.size) break;
    ASSERT_FALSE(block.ended);
    at += block.size;
  }
  EXPECT_LE(good, 1'300'000U);
  EXPECT_GE(good, 1'300'000U - 3);  // it may stand in the middle of a character
}

TEST(XmlBlocks, ACharacterCutAtTheEndIsTold) {
  std::istringstream in(document(geo::XmlBlock::kUsual + 10, 3) + "\xE2\x82");
  XmlBlocks blocks(in);
  auto block = blocks.next({});
  ASSERT_FALSE(block.ended);
  block = blocks.next({});
  EXPECT_TRUE(block.ended);
  EXPECT_TRUE(block.checked.cut);
  EXPECT_EQ(block.checked.good + 2, block.size);
}

}  // namespace
