// Files of several layers, layers without a coordinate system, and layers of our own exports.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "first_layer.hpp"
#include "import_city.hpp"

namespace {

using import_city::count;
using import_city::find;
using import_city::in_memory;
using testing::ElementsAre;
using testing::HasSubstr;

/// GML with feature types of the given names, one element a feature: {"a", "<k:VTJ_PRT>…"}.
std::string gml(const std::vector<std::pair<std::string, std::string>>& features) {
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:k="urn:k">)";
  int number = 0;
  for (const auto& [layer, values] : features) {
    out += "<gml:featureMember><k:" + layer + " gml:id=\"f" + std::to_string(++number) + "\">" + values + "</k:" + layer + "></gml:featureMember>";
  }
  return out + "</gml:FeatureCollection>";
}

std::string value(const std::string& name, const std::string& text) { return "<k:" + name + ">" + text + "</k:" + name + ">"; }

std::string point(const std::string& srs, const std::string& position) {
  const std::string attribute = srs.empty() ? "" : " srsName=\"" + srs + "\"";
  return "<k:place><gml:Point" + attribute + "><gml:pos>" + position + "</gml:pos></gml:Point></k:place>";
}

/// Two buildings in layer a, three in b, four parks in c. Check characters by hand: 100000011 mod 31 = 24, "T", and so on.
std::string three_layers() {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const char* const id : {"103557252H", "102821537S"}) rows.emplace_back("a", value("VTJ_PRT", id) + value("storeys", "4"));
  for (const char* const id : {"100000011T", "100000012U", "100000013V"}) rows.emplace_back("b", value("VTJ_PRT", id) + value("storeys", "2"));
  for (int i = 0; i < 4; ++i) rows.emplace_back("c", value("park", "P" + std::to_string(i)) + value("trees", "7"));
  return gml(rows);
}

geo::CityBatch import(const std::string& text, const geo::ReadOptions& options = {}) { return geo::read_city({in_memory("t.gml", text)}, options); }

TEST(LayerIngest, EveryLayerThatFitsIsReadAndTheOthersAreTold) {
  const auto batch = import(three_layers());
  const auto& report = batch.files.at(0);
  EXPECT_EQ(report.diagnostics.tally.read, 5u);
  EXPECT_EQ(report.diagnostics.tally.accepted, 5u);
  EXPECT_THAT(report.layers, ElementsAre("a", "b"));
  EXPECT_THAT(batch.row_ids, testing::SizeIs(5));
  ASSERT_EQ(count(report, "layer-not-read"), 1u);
  const auto* const told = find(report, "layer-not-read");
  EXPECT_EQ(told->place, "layer c");
  EXPECT_EQ(told->value, "4 rows");
  EXPECT_EQ(told->severity, twin::Severity::kWarning);
  EXPECT_THAT(told->remedy, HasSubstr("VTJ_PRT"));
}

TEST(LayerIngest, TheCallerChooses) {
  geo::ReadOptions options;
  options.layers = {"b"};
  const auto batch = import(three_layers(), options);
  EXPECT_EQ(batch.files.at(0).diagnostics.tally.read, 3u);
  EXPECT_THAT(batch.files[0].layers, ElementsAre("b"));
  EXPECT_EQ(count(batch.files[0], "layer-not-read"), 0u) << "nobody asked for the others";

  options.layers = {"d"};
  const auto none = import(three_layers(), options);
  ASSERT_TRUE(none.files.at(0).unreadable);
  EXPECT_EQ(none.files[0].diagnostics.findings.at(0).code, "parameter-invalid");
  EXPECT_EQ(none.files[0].diagnostics.findings[0].value, "d");
  EXPECT_THAT(none.files[0].diagnostics.findings[0].remedy, HasSubstr("a, b, c"));

  options.layers = {"c"};
  const auto park = import(three_layers(), options);
  EXPECT_EQ(park.files.at(0).diagnostics.findings.at(0).code, "column-missing");
  EXPECT_THAT(park.files[0].diagnostics.findings[0].place, HasSubstr("layer c"));
}

TEST(LayerIngest, OfOneBuildingInTwoLayersTheLaterRowCounts) {
  const auto batch = import(gml({{"a", value("VTJ_PRT", "103557252H") + value("storeys", "4") + value("address", "Hämeentie 1")},
                                 {"b", value("VTJ_PRT", "103557252H") + value("storeys", "5")}}));
  EXPECT_EQ(batch.files.at(0).diagnostics.tally.accepted, 2u);
  EXPECT_EQ(count(batch.files[0], "duplicate-key"), 1u);
  ASSERT_EQ(batch.kept_rows.size(), 1u);
  EXPECT_EQ(batch.kept_rows[0].card.storeys, 5);
  EXPECT_EQ(batch.kept_rows[0].card.address, "Hämeentie 1") << "the later layer has no such column";
}

TEST(LayerIngest, AddressesAloneAreNoRegisterBesideOne) {
  const std::string here = point("urn:ogc:def:crs:EPSG::3879", "6674505 25498920");
  const auto text = gml({{"buildings", value("VTJ_PRT", "103557252H") + here}, {"shops", value("address", "Hämeentie 1") + here}});
  const auto batch = import(text);
  EXPECT_THAT(batch.files.at(0).layers, ElementsAre("buildings"));
  ASSERT_NE(find(batch.files[0], "layer-not-read"), nullptr);
  EXPECT_THAT(find(batch.files[0], "layer-not-read")->remedy, HasSubstr("--layer"));
  geo::ReadOptions options;
  options.layers = {"buildings", "shops"};
  EXPECT_THAT(import(text, options).files.at(0).layers, ElementsAre("buildings", "shops"));
}

/// One box of 10 m by 8 m at (25498000, 6674000), and a point inside it as the only row.
geo::CityBatch beside_a_box(const std::string& srs, const std::string& position, const geo::ReadOptions& options = {}) {
  const auto model = import_city::city(import_city::kGk25, import_city::box("b", 25'498'000, 6'674'000, true));
  const auto table = gml({{"rows", value("address", "Hämeentie 1") + value("storeys", "2") + point(srs, position)}});
  return geo::read_city({in_memory("city.gml", model), in_memory("rows.gml", table)}, options);
}

TEST(LayerCrs, ALayerThatNamesNoneIsTakenInTheFrameOfTheTwinAndSaid) {
  const auto batch = beside_a_box("", "25498005 6674004");
  EXPECT_EQ(batch.linked.at("by_place"), 1u);
  ASSERT_NE(find(batch.files.at(1), "crs-missing"), nullptr);
  EXPECT_EQ(find(batch.files[1], "crs-missing")->value, "1 places");
  EXPECT_THAT(find(batch.files[1], "crs-missing")->remedy, HasSubstr("--crs EPSG:CODE"));
  EXPECT_EQ(count(beside_a_box("urn:ogc:def:crs:EPSG::3879", "6674004 25498005").files.at(1), "crs-missing"), 0u);
}

TEST(LayerCrs, TheCallerNamesIt) {
  // The same place in ETRS-TM35FIN (EPSG:3067), by gdaltransform.
  geo::ReadOptions options;
  options.crs = "EPSG:3067";
  const auto batch = beside_a_box("", "387065.245 6673074.943", options);
  EXPECT_EQ(batch.linked.at("by_place"), 1u);
  EXPECT_EQ(count(batch.files.at(1), "crs-missing"), 0u);
}

TEST(LayerCrs, APlaceThatCannotBeOfTheTwinSaysWhatToDo) {
  // Degrees are no metres of ETRS-GK25.
  const auto batch = beside_a_box("", "24.96 60.18");
  EXPECT_EQ(batch.linked.at("unlinked"), 1u);
  ASSERT_NE(find(batch.files.at(1), "location-unusable"), nullptr);
  EXPECT_THAT(find(batch.files[1], "location-unusable")->remedy, HasSubstr("--crs"));
}

}  // namespace
