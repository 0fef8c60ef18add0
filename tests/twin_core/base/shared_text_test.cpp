#include "twin_core/base/shared_text.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "twin_core/base/numbered_text.hpp"

namespace {

using twin::SharedText;
using FirstNumber = twin::NumberedText<twin::NumberAt::kFirst>;
using LastNumber = twin::NumberedText<twin::NumberAt::kLast>;

TEST(SharedText, EqualTextsAreOneAndGoWithTheirLastUser) {
  const std::size_t before = twin::shared_text_count();
  {
    const SharedText a("Vesikeskuslämmitys, a text of this test");
    SharedText b(std::string("Vesikeskuslämmitys, a text of this test"));
    EXPECT_EQ(&a.str(), &b.str());
    EXPECT_TRUE(a == b);
    EXPECT_EQ(twin::shared_text_count(), before + 1);
    b = "Uunilämmitys, a text of this test";
    EXPECT_FALSE(a == b);
    EXPECT_EQ(a, "Vesikeskuslämmitys, a text of this test");
    EXPECT_EQ(twin::shared_text_count(), before + 2);
    const SharedText moved = std::move(b);
    EXPECT_EQ(moved.str(), "Uunilämmitys, a text of this test");
  }
  EXPECT_EQ(twin::shared_text_count(), before);
}

TEST(SharedText, EmptyIsEmptyHoweverItIsMade) {
  EXPECT_TRUE(SharedText().empty());
  EXPECT_TRUE(SharedText("") == SharedText());
  EXPECT_EQ(SharedText().str(), "");
  static_assert(sizeof(SharedText) == sizeof(void*));
}

TEST(SharedText, SevenThreadsMakeAndDropTheSameTexts) {
  const std::size_t before = twin::shared_text_count();
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 7; ++t) {
      threads.emplace_back([t] {
        for (int i = 0; i < 20'000; ++i) {
          // Few texts and short lives: an entry goes and comes again all the time.
          const SharedText text("shared " + std::to_string((i + t) % 3));
          const SharedText copy = text;
          ASSERT_EQ(copy.str().substr(0, 7), "shared ");
        }
      });
    }
  }
  EXPECT_EQ(twin::shared_text_count(), before);
}

TEST(NumberedText, AnyTextComesOutAsItWentIn) {
  for (const char* text : {"", "7", "0", "007", "register.csv row 7", "tile_2549_6674.gml row 12, model attributes",
                           "Arcturuksenkatu 6 B 12", "4294967295", "x 1000000000", "x 999999999 y", "row -3", "a\n1",
                           "Hämeentie 3–5", "no number", "00580 Helsinki"}) {
    EXPECT_EQ(FirstNumber(text).str(), text);
    EXPECT_EQ(LastNumber(text).str(), text);
    EXPECT_EQ(FirstNumber(text).empty(), *text == '\0') << text;
    EXPECT_TRUE(FirstNumber(text) == FirstNumber(std::string(text)));
  }
}

TEST(NumberedText, WhatStandsAroundTheNumberIsKeptOnce) {
  const std::size_t before = twin::shared_text_count();
  std::vector<LastNumber> rows;
  for (int i = 0; i < 1000; ++i) rows.emplace_back("register of 2026.csv row " + std::to_string(i));
  EXPECT_EQ(twin::shared_text_count(), before + 1);
  EXPECT_EQ(rows[417], "register of 2026.csv row 417");
  static_assert(sizeof(LastNumber) == 24);
}

TEST(NumberedText, DifferentTextsDiffer) {
  EXPECT_FALSE(FirstNumber("Katu 6") == FirstNumber("Katu 06"));
  EXPECT_FALSE(FirstNumber("Katu 6") == FirstNumber("Katu 6 "));
  EXPECT_FALSE(LastNumber("row 1") == LastNumber("row 2"));
}

}  // namespace
