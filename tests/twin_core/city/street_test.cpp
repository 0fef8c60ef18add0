#include "twin_core/city/street.hpp"

#include <gtest/gtest.h>

#include "twin_core/city/record.hpp"
#include "twin_core/history/attributes.hpp"

namespace {

using twin::OneWay;
using twin::Street;
using twin::TravelMode;

Street street_of(const char* highway) {
  Street out;
  out.id = "way:7";
  out.highway = highway;
  out.nodes = {{-3, {10, 20}}, {9'000'000'000, {11, 21}}, {4, {12, 22}}, {5, {13, 23}}, {6, {14, 24}}};
  return out;
}

/// "fbm" for foot, bicycle, motor along the nodes, a dash where one may not.
std::string open_to(const Street& street, bool forward = true) {
  std::string out;
  out += may_use(street, TravelMode::kFoot, forward) ? 'f' : '-';
  out += may_use(street, TravelMode::kBicycle, forward) ? 'b' : '-';
  out += may_use(street, TravelMode::kMotor, forward) ? 'm' : '-';
  return out;
}

TEST(Street, WithoutSignsTheClassDecides) {
  // OpenStreetMap wiki, "OSM tags for routing/Access restrictions", table of Finland.
  EXPECT_EQ(open_to(street_of("motorway")), "--m");
  EXPECT_EQ(open_to(street_of("residential")), "fbm");
  EXPECT_EQ(open_to(street_of("cycleway")), "fb-");
  EXPECT_EQ(open_to(street_of("footway")), "f--");
  EXPECT_EQ(open_to(street_of("steps")), "f--");
  EXPECT_EQ(open_to(street_of("construction")), "---");
  EXPECT_EQ(open_to(street_of("no such class")), "---");
}

TEST(Street, WhatIsToldOfAModeWinsOverTheClass) {
  Street street = street_of("footway");
  street.bicycle.told = "designated";
  street.foot.told = "private";
  EXPECT_EQ(open_to(street), "-b-");
  street.foot.told = "a word of nobody";  // says nothing
  EXPECT_EQ(open_to(street), "fb-");
  Street site = street_of("construction");
  site.foot.told = "yes";
  EXPECT_EQ(open_to(site), "---") << "not in use, whatever a sign says";
}

TEST(Street, OneWayHoldsForTheModeItIsToldOf) {
  Street street = street_of("residential");
  street.motor.one_way = OneWay::kBackward;
  street.bicycle.one_way = OneWay::kForward;
  EXPECT_EQ(open_to(street, true), "fb-");
  EXPECT_EQ(open_to(street, false), "f-m");
}

TEST(Street, BreaksDivideTheNodesIntoPieces) {
  Street street = street_of("path");
  ASSERT_EQ(street.pieces().size(), 1U);
  street.breaks = {2};
  const auto pieces = street.pieces();
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0].size(), 2U);
  EXPECT_EQ(pieces[1].size(), 3U);
  EXPECT_EQ(pieces[1].front().id, 4);
}

TEST(StreetRecord, ComesBackAsItWas) {
  Street street = street_of("secondary");
  street.name = street.name_fi = "Mannerheimintie";
  street.name_sv = "Mannerheimvägen";
  street.speed_limit_kmh = 40;
  street.speed_told = "FI:urban";
  street.motor = {"destination", OneWay::kBackward};
  street.lit = false;
  street.tunnel = "yes";
  street.layer = -2;
  street.area = true;
  street.breaks = {2};
  const twin::Bytes bytes = twin::encode(street);
  const auto again = twin::decode_street(bytes);
  ASSERT_TRUE(again);
  EXPECT_TRUE(*again == street);
  EXPECT_EQ(twin::encode(*again), bytes);
}

TEST(StreetRecord, RefusesPiecesOfOneNode) {
  for (const std::vector<std::uint32_t>& breaks : std::vector<std::vector<std::uint32_t>>{{1}, {4}, {3, 2}, {2, 3}, {9}}) {
    Street street = street_of("path");
    street.breaks = breaks;
    EXPECT_FALSE(twin::decode_street(twin::encode(street))) << breaks.front();
  }
}

TEST(StreetAttributes, CopyEachAndAllMakeTheSameStreet) {
  Street from = street_of("primary");
  from.name = "Kaivokatu";
  from.surface = "asphalt";
  from.foot.told = "yes";
  from.motor.one_way = OneWay::kForward;
  from.lit = true;
  from.layer = 1;
  from.area = true;
  from.speed_limit_kmh = 30;
  Street to;
  to.id = from.id;
  to.nodes = {{1, {0, 0}}, {2, {1, 1}}};
  for (const auto& [name, value] : twin::attributes_of(from)) twin::copy_attribute(name, from, to);
  EXPECT_TRUE(to == from);
}

}  // namespace
