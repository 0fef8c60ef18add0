#include "viewer/desktop/colour_scale.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

using namespace viewer;

const ColourScale& scale(const char* variable) { return Palette::built_in().scales.at(variable); }

Colour colour_of(const char* variable, double value) {
  return scale(variable).classes.at(scale(variable).class_of(value)).colour;
}

TEST(ColourScale, ValuesFallIntoTheClassesOfTheFile) {
  // Stated by hand from viridis (first stop #440154, last #fde725) and the class limits.
  EXPECT_EQ(colour_of("year", 1850), (Colour{0x44, 0x01, 0x54}));
  EXPECT_EQ(colour_of("year", 2024), (Colour{0xfd, 0xe7, 0x25}));
  EXPECT_EQ(scale("year").classes.at(scale("year").class_of(1939)).label.in(Language::kEnglish), "1920–1939");
  EXPECT_EQ(scale("year").classes.at(scale("year").class_of(1940)).label.in(Language::kEnglish), "1940–1959");
  EXPECT_EQ(scale("storeys").classes.at(scale("storeys").class_of(4)).label.in(Language::kFinnish), "3–4");
  EXPECT_EQ(scale("height").classes.at(scale("height").class_of(19.99)).label.in(Language::kSwedish), "15–20");
}

TEST(ColourScale, UseIsACategoryOfThe1994Classification) {
  const auto label = [](double code) {
    return scale("use").classes.at(scale("use").class_of(code)).label.in(Language::kEnglish);
  };
  EXPECT_EQ(label(39), "Residential");   // 039 other apartment blocks
  EXPECT_EQ(label(151), "Offices");
  EXPECT_EQ(label(511), "Education");    // general schools
  EXPECT_EQ(label(729), "Other");        // rescue services
}

TEST(ColourScale, WhatIsNoValueHasNoClass) {
  EXPECT_EQ(scale("year").class_of(std::nan("")), ColourScale::kNoData);
  EXPECT_EQ(scale("year").class_of(std::numeric_limits<double>::infinity()), ColourScale::kNoData);
  EXPECT_EQ(scale("use").class_of(1000), ColourScale::kNoData) << "beyond three digits";
}

TEST(ColourScale, EveryClassColourLiesOnItsRamp) {
  const auto& ramp = Palette::built_in().ramps.at("viridis");
  const auto& classes = scale("year").classes;
  ASSERT_EQ(ramp.size(), 10U);
  ASSERT_EQ(classes.size(), 8U);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const double at = static_cast<double>(i) / 7 * 9;
    const auto low = std::min<std::size_t>(static_cast<std::size_t>(at), 8);
    const double part = at - static_cast<double>(low);
    EXPECT_NEAR(classes[i].colour.green, ramp[low].green * (1 - part) + ramp[low + 1].green * part, 1) << i;
    if (i > 0) {
      EXPECT_GT(classes[i].colour.green, classes[i - 1].colour.green) << "viridis grows lighter " << i;
    }
  }
}

TEST(ColourScale, UsedFloorAreaTurnsAtAHundredPercent) {
  EXPECT_GT(colour_of("floor_area_used", 99).blue, colour_of("floor_area_used", 99).red) << "blue: room left";
  EXPECT_GT(colour_of("floor_area_used", 101).red, colour_of("floor_area_used", 101).blue) << "orange: exceeded";
}

TEST(Palette, PlanColourIsTheLongestEntryTheSymbolBeginsWith) {
  const auto& palette = Palette::built_in();
  EXPECT_EQ(palette.plan_colour("AK-1"), (Colour{0xa8, 0x74, 0x3a}));
  EXPECT_EQ(palette.plan_colour("AH"), (Colour{0xc9, 0x9a, 0x5b})) << "no entry AH, so A";
  EXPECT_EQ(palette.plan_colour("LPA"), (Colour{0xd9, 0xd4, 0xc3}));
  EXPECT_EQ(palette.plan_colour("xyz"), palette.plan_other);
  EXPECT_EQ(palette.plan_colour(""), palette.plan_other);
}

TEST(Palette, ABadFileSaysWhatIsWrong) {
  EXPECT_NE(Palette::parse("{").problem, "");
  EXPECT_NE(Palette::parse(R"({"no_data":"grey"})").problem.find("\"grey\" is not a colour"), std::string::npos);
}

TEST(Language, NumbersAreWrittenAsTheLanguageDoes) {
  EXPECT_EQ(number_text(1234567, 0, Language::kFinnish), "1\u00a0234\u00a0567");
  EXPECT_EQ(number_text(1234.56, 1, Language::kEnglish), "1,234.6");
  EXPECT_EQ(number_text(-12.5, 1, Language::kSwedish), "\u221212,5");
  EXPECT_EQ(number_text(-0.01, 1, Language::kEnglish), "0.0") << "no minus before nothing";
  EXPECT_EQ(number_text(48.0, Language::kEnglish), "48");
}

}  // namespace
