// What an import takes of models, registers and plans, and how it links them.
#include <gtest/gtest.h>

#include "tests/geo/import_city.hpp"

namespace {

using namespace import_city;

TEST(ImportKalasatama, SixtyOneBuildingsInHelsinkiLinkedToTheirRows) {
  if (!std::filesystem::exists(kTile)) GTEST_SKIP() << "shared data is not beside the repository";
  const auto batch = geo::read_city({on_disk(kTile), on_disk(kRegister)}, {});
  ASSERT_FALSE(batch.refused) << batch.refused->code << " " << batch.refused->message;
  expect_balanced(batch);
  ASSERT_EQ(batch.files.size(), 2u);
  const auto& tile = batch.files[0];
  EXPECT_EQ(tile.format, "CityGML 2.0");
  EXPECT_EQ(tile.diagnostics.tally.read, 61u);
  EXPECT_EQ(batch.files[1].format, "CSV register");
  EXPECT_EQ(batch.files[1].diagnostics.tally.read, 61u);

  // The tile writes easting first although its system is northing first (shared/data/README.md).
  EXPECT_EQ(count(tile, "axis-order"), 1u);
  EXPECT_EQ(find(tile, "axis-order")->severity, Severity::kWarning);
  EXPECT_EQ(find(tile, "axis-order")->place, "61 of 61 buildings");
  for (const auto& read : batch.buildings) {
    // The register gives the tile's extent: eastings 25 498 920 to 25 499 5xx, northings 6 674 xxx.
    EXPECT_GE(read.building.bounds.low.east, 25'498'000);
    EXPECT_LE(read.building.bounds.high.east, 25'500'000);
    EXPECT_GE(read.building.bounds.low.north, 6'674'000);
    EXPECT_LE(read.building.bounds.high.north, 6'675'100);
    EXPECT_GE(read.building.footprint.outer.size(), 3u) << read.building.id;
  }

  // One open solid is known; everything else is a closed shell. An edge count by hand finds the same
  // building, with ten edges that no neighbour answers.
  EXPECT_EQ(count(tile, "302"), 1u);
  ASSERT_NE(find(tile, "302"), nullptr);
  EXPECT_EQ(find(tile, "302")->id, "BID_d1ebc713-dbbb-4e42-95d4-4b00e70dc67f");

  // 36 rows carry a permanent id, each in the model too; the other 25 name the model's gml:id.
  EXPECT_EQ(batch.linked.at("by_id"), 36u);
  EXPECT_EQ(batch.linked.at("by_municipal_number"), 0u);
  EXPECT_EQ(batch.linked.at("by_model_id"), 25u);
  EXPECT_EQ(batch.linked.at("unlinked"), 0u);

  ASSERT_TRUE(batch.manifest);
  EXPECT_EQ(batch.manifest->crs, "EPSG:3879");
  EXPECT_EQ(batch.manifest->height_reference, "N2000");
  ASSERT_TRUE(batch.manifest->geoid);
  EXPECT_EQ(batch.manifest->scene_origin.east, std::round(batch.manifest->scene_origin.east));

  // First row of the register file.
  const auto& first = batch.buildings.front().building;
  EXPECT_EQ(first.id, "BID_04b55dd6-c136-49a6-b142-723c0eb5ee89");
  EXPECT_EQ(first.link, twin::LinkReason::kById);
  EXPECT_EQ(first.link_note, "VTJ-PRT 103557252H in helsinki_kalasatama_register.csv row 2");
  EXPECT_EQ(first.card.municipal_number, "64497");
  EXPECT_FALSE(first.card.floor_area_m2);
  EXPECT_NEAR(first.bounds.low.east, 25499054.1699, 1e-3);
  EXPECT_NEAR(first.bounds.high.up, 26.6271, 1e-3);
  EXPECT_NEAR(first.ground_m, 3.1805, 1e-3);
  EXPECT_NEAR(first.height_m, 26.6271 - 3.1805, 1e-3);
}

TEST(ImportKalasatama, ARegisterThatComesLaterLinksTheSameBuildings) {
  if (!std::filesystem::exists(kTile)) GTEST_SKIP() << "shared data is not beside the repository";
  const auto model = geo::read_city({on_disk(kTile)}, {});
  ASSERT_FALSE(model.refused);
  EXPECT_EQ(model.linked.at("unlinked"), 61u);
  ReadOptions later;
  later.frame = model.manifest;
  const auto batch = geo::read_city({on_disk(kRegister)}, later, model.buildings);
  ASSERT_FALSE(batch.refused);
  EXPECT_FALSE(batch.manifest);
  EXPECT_EQ(batch.linked.at("by_id"), 36u);
  EXPECT_EQ(batch.linked.at("by_model_id"), 25u);
  EXPECT_EQ(batch.buildings.size(), 61u);  // every one of them changed

  // The model once more, without its register: the links stay.
  const auto again = geo::read_city({on_disk(kTile)}, later, batch.buildings);
  EXPECT_EQ(again.linked.at("by_id"), 36u);
  EXPECT_EQ(again.linked.at("unlinked"), 0u);
}

TEST(Import, CG08_TheSameIdTwiceInAFileRejectsBoth) {
  const auto batch =
      geo::read_city({in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true) +
                                                         box("B", 25'496'050, 6'672'000, true) +
                                                         box("A", 25'496'100, 6'672'000, true)))},
                     {});
  ASSERT_EQ(batch.buildings.size(), 1u);
  EXPECT_EQ(batch.buildings[0].building.id, "B");
  EXPECT_EQ(batch.files[0].diagnostics.tally.rejected, 2u);
  EXPECT_NE(find(batch.files[0], "duplicate-id"), nullptr);
  expect_balanced(batch);
}

TEST(Import, RepeatedVerticesAreLeftOutAndTold) {
  auto text = city(kGk25, box("A", 25'496'000, 6'672'000, true));
  const auto list = text.find("<gml:posList>") + std::string("<gml:posList>").size();
  const auto third = text.find(' ', text.find(' ', text.find(' ', list) + 1) + 1);
  text.insert(list, text.substr(list, third + 1 - list));
  const auto batch = geo::read_city({in_memory("a.gml", text)}, {});
  EXPECT_EQ(batch.files[0].diagnostics.tally.repaired, 1u);
  EXPECT_NE(find(batch.files[0], "102"), nullptr);  // val3dity: consecutive points same
  EXPECT_EQ(batch.buildings.at(0).shape.parts[0].polygons[0].exterior.points.size(), 4u);
}

TEST(Import, AnIdThatNoTwinCanHoldRejectsItsRecordAlone) {
  const std::string longest(1024, 'b'), longer(1025, 'c');
  const std::string text = city("urn:ogc:def:crs:EPSG::3879", box("A", 25'496'000, 6'672'000, false) + box(longest, 25'496'040, 6'672'000, false) +
                                                                box(longer, 25'496'080, 6'672'000, false));
  const auto batch = geo::read_city({in_memory("city.gml", text)}, {});
  ASSERT_EQ(batch.buildings.size(), 2U);
  EXPECT_EQ(batch.buildings[1].building.id, longest);
  const auto& report = batch.files[0];
  EXPECT_EQ(report.diagnostics.tally, (twin::Tally{3, 2, 0, 1}));
  EXPECT_EQ(report.classes.at("Building"), (twin::Tally{3, 2, 0, 1}));
  const auto* const finding = find(report, "name-invalid");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->value, "an id of 1025 bytes");
  EXPECT_TRUE(finding->place.starts_with("city.gml")) << finding->place;
  EXPECT_EQ(geo::validate_files({in_memory("city.gml", text)}, {})[0].diagnostics.tally.rejected, 1U) << "validate says so too";

  const auto rows = geo::read_city({in_memory("r.csv", "gml_id,kerrosluku\nA,3\n" + longer + ",5\n")}, {});
  EXPECT_EQ(rows.files[0].diagnostics.tally, (twin::Tally{2, 1, 0, 1}));
  EXPECT_EQ(find(rows.files[0], "name-invalid")->place, "r.csv row 3");
}

TEST(Import, CG08_TheSameIdInTwoFilesIsKeptOnce) {
  const auto a = in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true)));
  const auto b = in_memory("b.gml", city(kGk25, box("A", 25'496'100, 6'672'000, true)));
  const auto batch = geo::read_city({a, b}, {});
  EXPECT_EQ(batch.buildings.size(), 1u);
  EXPECT_EQ(batch.files[1].diagnostics.tally.rejected, 1u);
  EXPECT_NE(find(batch.files[1], "duplicate-id")->remedy.find("a.gml"), std::string::npos);
  expect_balanced(batch);
}

TEST(Import, ModelAttributesUnderAnySpellingMakeACard) {
  const auto file = in_memory(
      "a.gml",
      city(kGk25, box("A", 25'496'000, 6'672'000, true,
                      text_attribute("Rakennustunnus_(VTJ-PRT)", "103557252H") +
                          text_attribute("I_KEROSAL", "0") + text_attribute("Kerrosala", "1195") +
                          text_attribute("Kerroksia", "4.0") + text_attribute("Valmistunut", "2015-06-12"))));
  const auto batch = geo::read_city({file}, {});
  const auto& card = batch.buildings.at(0).building.card;
  EXPECT_EQ(card.permanent_id, "103557252H");
  EXPECT_EQ(card.floor_area_m2, 1195);
  EXPECT_EQ(card.storeys, 4);
  EXPECT_EQ(card.completion_year, 2015);
  EXPECT_EQ(card.source, "model attributes");
  EXPECT_EQ(batch.linked.at("unlinked"), 1u);
}

TEST(Import, ARowWithoutABuildingIsNotedOnly) {
  const auto batch =
      geo::read_city({in_memory("r.csv", "VTJ_PRT,storeys\n103557252H,4\n")}, in_frame("EPSG:3879"));
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(batch.files[0].diagnostics.tally.accepted, 1u);
  EXPECT_EQ(find(batch.files[0], "reference-missing")->severity, Severity::kInfo);
}

TEST(Import, PlansEnterTheFrameOfTheTwin) {
  const std::string plan = R"({"type":"kaksonen-plan","version":1,"crs":"EPSG:3879","units":[{"id":"u",
    "boundary":{"type":"Polygon","coordinates":[[[25496000,6672000],[25496040,6672000],[25496040,6672050],
    [25496000,6672050],[25496000,6672000]]]},"regulations":[{"type":"tehokkuusluku","value":1.5}]}]})";
  const auto batch = geo::read_city({in_memory("p.json", plan)}, {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(batch.files[0].format, "plan JSON");
  EXPECT_EQ(batch.manifest->crs, "EPSG:3879");
  EXPECT_EQ(batch.manifest->scene_origin.east, 25'496'020);
  EXPECT_EQ(batch.manifest->scene_origin.north, 6'672'025);
  EXPECT_EQ(batch.plan_units.at(0).boundary.outer.at(1).east, 25'496'040);
  // Into TM35FIN: 25 deg E is 2 degrees west of its central meridian, so eastings lie below 500 000.
  const auto moved = geo::read_city({in_memory("p.json", plan)}, in_frame("EPSG:3067"));
  ASSERT_FALSE(moved.refused) << moved.refused->code;
  EXPECT_NEAR(moved.plan_units.at(0).boundary.outer.at(0).east, 385'000, 2'000);
}

TEST(Import, UnreadableFilesRefuseTheImportAndSayWhy) {
  const auto code = [](const InputFile& file) {
    const auto batch = geo::read_city({file}, {});
    EXPECT_TRUE(batch.files.at(0).unreadable);
    EXPECT_TRUE(batch.files.at(0).diagnostics.tally.balances());
    return batch.refused ? batch.refused->code : "taken";
  };
  EXPECT_EQ(code(in_memory("a", "")), "902");
  EXPECT_EQ(code(in_memory("a", "hello")), "format-unknown");
  EXPECT_EQ(code(in_memory("a", "{\"type\":")), "json-malformed");
  EXPECT_EQ(code(in_memory("a", "{\"type\":\"CityJSON\"}")), "value-missing");
  EXPECT_EQ(code(in_memory("a", "{\"type\":\"Topology\"}")), "format-unknown");
  EXPECT_EQ(code(in_memory("a", "{\"type\":\"FeatureCollection\"}")), "file-unreadable");  // GeoJSON without features
  EXPECT_EQ(code(in_memory("a", "<html/>")), "format-unknown");
  const auto whole = city(kGk25, box("A", 25'496'000, 6'672'000, true));
  EXPECT_EQ(code(in_memory("a", whole.substr(0, whole.size() / 2))), "xml-malformed");
  EXPECT_EQ(code({"nowhere.gml", "/nowhere/at/all.gml", nullptr}), "file-unreadable");
}

}  // namespace
