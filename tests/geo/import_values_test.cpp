// Attributes: those of extensions, and values that are not of their type.
#include <gtest/gtest.h>

#include <map>

#include "tests/geo/import_city.hpp"

namespace {

using namespace import_city;

std::map<std::string, std::string> attributes_of(const geo::ReadBuilding& read) {
  std::map<std::string, std::string> out;
  for (const auto& one : read.shape.attributes) out[one.name] = one.value + (one.unit.empty() ? "" : " " + one.unit);
  return out;
}

TEST(Import, WhatAnExtensionSaysInSeveralElementsIsKeptUnderAllTheirNames) {
  const std::string energy = R"(<e:use xmlns:e="http://www.sig3d.org/citygml/2.0/energy/1.0" xmlns:x="http://www.w3.org/1999/xlink">
      <e:Use><gml:name>heat</gml:name><e:demand uom="kWh">12</e:demand><e:meter x:href="#m7"/>
      <e:where><gml:Point><gml:pos>1 2 3</gml:pos></gml:Point></e:where></e:Use></e:use>
      <n:cls xmlns:n="http://noise.example/ade/v2.1">3</n:cls>)";
  const auto batch = geo::read_city({in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true, energy)))}, {});
  ASSERT_FALSE(batch.refused);
  const auto attributes = attributes_of(batch.buildings.at(0));
  EXPECT_EQ(attributes.at("energy:use.Use.demand"), "12 kWh");
  EXPECT_EQ(attributes.at("energy:use.Use.name"), "heat");
  EXPECT_EQ(attributes.at("energy:use.Use.meter"), "#m7");
  EXPECT_EQ(attributes.at("ade:cls"), "3");
  EXPECT_FALSE(attributes.contains("energy:use"));
}

TEST(Import, GeometryOfAnExtensionIsPassedOverAndTold) {
  const std::string face = R"(<e:roof xmlns:e="http://a.example/solar"><e:area uom="m2">9</e:area><gml:MultiSurface/></e:roof>)";
  const auto batch = geo::read_city({in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true, face)))}, {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(attributes_of(batch.buildings.at(0)).at("solar:roof.area"), "9 m2");
  ASSERT_NE(find(batch.files[0], "object-passed-over"), nullptr);
  EXPECT_EQ(find(batch.files[0], "object-passed-over")->value, "MultiSurface: 1");
}

TEST(Import, ABuildingOfLevel4AloneIsTakenAsLevel3) {
  auto text = box("A", 25'496'000, 6'672'000, true);
  for (std::size_t at; (at = text.find("lod2Solid")) != std::string::npos;) text.replace(at, 9, "lod4Solid");
  const auto batch = geo::read_city({in_memory("a.gml", city(kGk25, text))}, {});
  ASSERT_FALSE(batch.refused);
  ASSERT_EQ(batch.buildings.size(), 1u);
  EXPECT_EQ(batch.buildings[0].shape.parts.at(0).lod, "3");
  EXPECT_EQ(batch.buildings[0].shape.parts[0].solids.size(), 1u);
  EXPECT_FALSE(batch.files[0].diagnostics.has_errors());
}

TEST(Import, ValuesThatAreNotOfTheirTypeAreTold) {
  const std::string odd =
      R"(<gen:intAttribute name="i"><gen:value>x</gen:value></gen:intAttribute>
         <gen:doubleAttribute name="h"><gen:value>NaN</gen:value></gen:doubleAttribute>
         <gen:doubleAttribute name="fine"><gen:value>-1.5e3</gen:value></gen:doubleAttribute>
         <gen:dateAttribute name="d"><gen:value>2024-02-31</gen:value></gen:dateAttribute>
         <gen:dateAttribute name="leap"><gen:value>2024-02-29</gen:value></gen:dateAttribute>
         <bldg:measuredHeight uom="ft">40</bldg:measuredHeight>)";
  const auto batch = geo::read_city({in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true, odd)))}, {});
  ASSERT_FALSE(batch.refused);
  std::map<std::string, std::string> told;
  for (const auto& finding : batch.files[0].diagnostics.findings) {
    EXPECT_EQ(finding.severity, Severity::kWarning);
    EXPECT_EQ(finding.id, "A");
    told[finding.code] = finding.value;
  }
  EXPECT_EQ(told, (std::map<std::string, std::string>{
                      {"value-not-a-number", "x"}, {"number-not-finite", "NaN"}, {"date-invalid", "2024-02-31"}, {"unit-unknown", "ft"}}));
  EXPECT_EQ(attributes_of(batch.buildings.at(0)).at("h"), "NaN");
}

/// 2^63 - 1 is 9223372036854775807.
TEST(Import, WholeNumbersThatAreTooLargeAndNamesThatComeTwiceAreTold) {
  const auto number = [](const std::string& name, const std::string& value) {
    return "<gen:intAttribute name=\"" + name + "\"><gen:value>" + value + "</gen:value></gen:intAttribute>";
  };
  const std::string odd = number("i", "9999999999999999999") + number("most", "9223372036854774784") + number("i", "3");
  const auto batch = geo::read_city({in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true, odd)))}, {});
  ASSERT_FALSE(batch.refused);
  std::vector<std::string> told;
  for (const auto& finding : batch.files[0].diagnostics.findings) told.push_back(finding.code + " " + finding.value);
  EXPECT_EQ(told, (std::vector<std::string>{"value-out-of-range 9999999999999999999", "attribute-repeated 3"}));
  EXPECT_EQ(batch.buildings.at(0).shape.attributes.size(), 3u);
}

}  // namespace
