#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "geo/io/input_file.hpp"
#include "geo/validate/validate.hpp"

namespace {

using geo::CityBatch;
using geo::InputFile;
using geo::ReadOptions;
using twin::Severity;

const std::string kShared = KAKSONEN_SOURCE_DIR "/../shared/data/";
const std::string kTile = kShared + "citygml/helsinki_kalasatama_2549_6674.gml";
const std::string kRegister = kShared + "registry/helsinki_kalasatama_register.csv";

InputFile on_disk(const std::string& path) {
  return {std::filesystem::path(path).filename().string(), path, nullptr};
}

InputFile in_memory(std::string name, std::string text) {
  return {std::move(name), "", std::make_shared<const std::string>(std::move(text))};
}

const twin::Finding* find(const geo::FileReport& report, std::string_view code) {
  for (const auto& finding : report.diagnostics.findings) {
    if (finding.code == code) return &finding;
  }
  return nullptr;
}

std::size_t count(const geo::FileReport& report, std::string_view code) {
  std::size_t out = 0;
  for (const auto& finding : report.diagnostics.findings) out += finding.code == code ? 1 : 0;
  return out;
}

/// A closed box of 10 x 8 x 6 m at (x, y), numbers in the order given; faces seen from outside turn left.
std::string box(const std::string& id, double x, double y, bool northing_first, const std::string& extra = "",
                double scale = 1, double low = 0, double high = 6) {
  const auto position = [&](double east, double north, double up) {
    const double easting = x + scale * east, northing = y + scale * north;
    const double first = northing_first ? northing : easting;
    const double second = northing_first ? easting : northing;
    return std::to_string(first) + " " + std::to_string(second) + " " + std::to_string(low + up) + " ";
  };
  const double e = 10, n = 8, h = high - low;
  const std::vector<std::vector<std::array<double, 3>>> faces{
      {{0, 0, 0}, {0, n, 0}, {e, n, 0}, {e, 0, 0}}, {{0, 0, h}, {e, 0, h}, {e, n, h}, {0, n, h}},
      {{0, 0, 0}, {e, 0, 0}, {e, 0, h}, {0, 0, h}}, {{e, 0, 0}, {e, n, 0}, {e, n, h}, {e, 0, h}},
      {{e, n, 0}, {0, n, 0}, {0, n, h}, {e, n, h}}, {{0, n, 0}, {0, 0, 0}, {0, 0, h}, {0, n, h}}};
  std::string out = "<core:cityObjectMember><bldg:Building gml:id=\"" + id + "\">" + extra +
                    "<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>";
  for (const auto& face : faces) {
    out += "<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>";
    for (const auto& p : face) out += position(p[0], p[1], p[2]);
    out += position(face[0][0], face[0][1], face[0][2]);
    out += "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>";
  }
  return out +
         "</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid></bldg:Building></"
         "core:cityObjectMember>";
}

std::string city(const std::string& srs, const std::string& members) {
  const std::string envelope =
      srs.empty() ? ""
                  : "<gml:boundedBy><gml:Envelope srsName=\"" + srs +
                        "\" srsDimension=\"3\"><gml:lowerCorner>0 0 0</gml:lowerCorner>"
                        "<gml:upperCorner>1 1 1</gml:upperCorner></gml:Envelope></gml:boundedBy>";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><core:CityModel "
         "xmlns:core=\"http://www.opengis.net/citygml/2.0\" "
         "xmlns:bldg=\"http://www.opengis.net/citygml/building/2.0\" "
         "xmlns:gen=\"http://www.opengis.net/citygml/generics/2.0\" "
         "xmlns:gml=\"http://www.opengis.net/gml\">" +
         envelope + members + "</core:CityModel>";
}

const std::string kGk25 = "urn:ogc:def:crs:EPSG::3879";

std::string text_attribute(const std::string& name, const std::string& value) {
  return "<gen:stringAttribute name=\"" + name + "\"><gen:value>" + value +
         "</gen:value></gen:stringAttribute>";
}

ReadOptions in_frame(const std::string& crs) {
  ReadOptions out;
  out.frame = twin::Manifest{};
  out.frame->crs = crs;
  out.frame->height_reference = crs == "local" ? "" : "N2000";
  return out;
}

void expect_balanced(const CityBatch& batch) {
  for (const auto& file : batch.files) EXPECT_TRUE(file.diagnostics.tally.balances()) << file.name;
}

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

TEST(Import, TheAuthoritysOrderNeedsNoRemark) {
  const auto batch =
      geo::read_city({in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true)))}, {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(find(batch.files[0], "axis-order"), nullptr);
  ASSERT_EQ(batch.buildings.size(), 1u);
  EXPECT_DOUBLE_EQ(batch.buildings[0].building.bounds.low.east, 25'496'000);
  EXPECT_DOUBLE_EQ(batch.buildings[0].building.height_m, 6);
  EXPECT_FALSE(batch.files[0].diagnostics.has_errors());
}

TEST(Import, CG06_SwappedAxesAreTakenByEvidence) {
  const auto batch =
      geo::read_city({in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, false)))}, {});
  ASSERT_FALSE(batch.refused);
  ASSERT_NE(find(batch.files[0], "axis-order"), nullptr);
  EXPECT_NE(find(batch.files[0], "axis-order")->remedy.find("northing, easting"), std::string::npos);
  EXPECT_DOUBLE_EQ(batch.buildings.at(0).building.bounds.low.east, 25'496'000);
  // Taken in the right order the solid is not inside out.
  EXPECT_FALSE(batch.files[0].diagnostics.has_errors());
}

TEST(Import, CG06_InsideInNeitherOrderIsRefused) {
  const auto batch =
      geo::read_city({in_memory("a.gml", city(kGk25, box("A", 400, 500, true) + box("B", 1, 2, true)))},
                     in_frame("EPSG:3879"));
  ASSERT_TRUE(batch.refused);
  EXPECT_EQ(batch.refused->code, "coordinates-outside-area");
  EXPECT_NE(batch.refused->message.find("Building A"), std::string::npos);
  EXPECT_TRUE(batch.buildings.empty());
  EXPECT_EQ(batch.files[0].diagnostics.tally.rejected, 2u);
  expect_balanced(batch);
}

TEST(Import, OneStrayBuildingIsRejectedAndTheRestTaken) {
  const auto batch = geo::read_city(
      {in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true) + box("B", 1, 2, true)))}, {});
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(batch.files[0].diagnostics.tally.accepted, 1u);
  EXPECT_EQ(batch.files[0].diagnostics.tally.rejected, 1u);
  EXPECT_EQ(find(batch.files[0], "coordinates-outside-area")->id, "B");
}

TEST(Import, HeightsOfNoCityAreRejected) {
  // The limits are those of the notes, section 4: -100 to 1,000 m.
  const auto taken = [](double low, double high) {
    const auto batch = geo::read_city(
        {in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true) + box("B", 25'496'100, 6'672'000, true, "", 1, low, high)))}, {});
    EXPECT_FALSE(batch.refused);
    EXPECT_EQ(batch.files[0].diagnostics.tally.read, 2u);
    if (const auto* finding = find(batch.files[0], "coordinates-outside-area")) {
      EXPECT_EQ(finding->id, "B");
      EXPECT_NE(finding->value.find("heights"), std::string::npos);
    }
    return batch.buildings.size();
  };
  EXPECT_EQ(taken(-100, 3), 2u);
  EXPECT_EQ(taken(-100.5, 3), 1u);
  EXPECT_EQ(taken(980, 1000), 2u);
  EXPECT_EQ(taken(5, 5005), 1u);
}

TEST(Import, CG05_NoCrsIsRefusedUnlessTheCallerNamesOneOrAsksForALocalTwin) {
  const auto file = in_memory("a.gml", city("", box("A", 25'496'000, 6'672'000, false)));
  const auto refused = geo::read_city({file}, in_frame("EPSG:3879"));
  ASSERT_TRUE(refused.refused);
  EXPECT_EQ(refused.refused->code, "crs-missing");
  EXPECT_NE(refused.refused->remedy.find("--crs"), std::string::npos);

  auto named = in_frame("EPSG:3879");
  named.crs = "EPSG:3879";
  EXPECT_FALSE(geo::read_city({file}, named).refused);

  const auto unasked = geo::read_city({file}, {});
  ASSERT_TRUE(unasked.refused);
  EXPECT_EQ(unasked.refused->code, "crs-missing");
  EXPECT_NE(unasked.refused->remedy.find("--crs"), std::string::npos);
  EXPECT_FALSE(unasked.manifest);

  ReadOptions asked;
  asked.crs = "local";
  const auto local = geo::read_city({file}, asked);
  ASSERT_FALSE(local.refused);
  EXPECT_EQ(local.manifest->crs, "local");
  EXPECT_FALSE(local.manifest->geoid);
  EXPECT_EQ(find(local.files[0], "crs-missing")->severity, Severity::kWarning);
  EXPECT_DOUBLE_EQ(local.buildings.at(0).building.bounds.low.east, 25'496'000);

  // The local twin takes more of its kind, and nothing that names a real system.
  ReadOptions again;
  again.frame = local.manifest;
  EXPECT_FALSE(geo::read_city({file}, again).refused);
  const auto real =
      geo::read_city({in_memory("b.gml", city(kGk25, box("B", 25'496'000, 6'672'000, true)))}, again);
  ASSERT_TRUE(real.refused);
  EXPECT_EQ(real.refused->code, "crs-mismatch");
}

TEST(Import, WithoutACrsTheShellsTellTheAxes) {
  const auto read = [](const std::string& srs, const std::vector<bool>& northing_first) {
    std::string members;
    for (std::size_t i = 0; i < northing_first.size(); ++i) {
      const double east = 25'496'000 + 50.0 * static_cast<double>(i);
      // A box written northing first but meant easting first is the mirror image: inside out.
      members += northing_first[i] ? box("B" + std::to_string(i), east, 6'672'000, true)
                                   : box("B" + std::to_string(i), 6'672'000, east, false);
    }
    ReadOptions local;
    local.crs = "local";
    return geo::read_city({in_memory("a.gml", city(srs, members))}, local);
  };
  for (const auto* const srs : {"", "urn:ogc:drf:crs:EPSG::3879"}) {
    const auto batch = read(srs, {true, true, true});
    ASSERT_FALSE(batch.refused);
    const auto& report = batch.files[0];
    EXPECT_FALSE(report.diagnostics.has_errors()) << srs;
    ASSERT_EQ(count(report, "axis-order"), 1u);
    EXPECT_EQ(find(report, "axis-order")->severity, Severity::kWarning);
    EXPECT_EQ(find(report, "axis-order")->place, "3 of 3 buildings");
    ASSERT_EQ(batch.buildings.size(), 3u);
    EXPECT_EQ(batch.buildings[1].building.id, "B1");
    EXPECT_DOUBLE_EQ(batch.buildings[1].building.bounds.low.east, 25'496'050);
    EXPECT_DOUBLE_EQ(batch.buildings[1].building.bounds.high.north, 6'672'008);  // 10 m east, 8 m north
  }
  const auto errors = [&](const std::vector<bool>& northing_first) {
    const auto batch = read("", northing_first);
    EXPECT_EQ(count(batch.files[0], "axis-order"), 0u);
    expect_balanced(batch);
    return count(batch.files[0], "405");  // val3dity: shell faces the wrong way
  };
  EXPECT_EQ(errors({true, true, true, false}), 3u);  // they disagree: each has its own fault
  EXPECT_EQ(errors({true, true}), 2u);               // too few to blame the axes
  EXPECT_EQ(errors({false, false, false}), 0u);
}

TEST(Import, CG04_MisspeltCrs) {
  const auto file =
      in_memory("a.gml", city("urn:ogc:drf:crs:EPSG::3879", box("A", 25'496'000, 6'672'000, true)));
  const auto refused = geo::read_city({file}, in_frame("EPSG:3879"));
  ASSERT_TRUE(refused.refused);
  EXPECT_EQ(refused.refused->code, "crs-unknown");
  EXPECT_EQ(refused.refused->value, "urn:ogc:drf:crs:EPSG::3879");
  EXPECT_NE(refused.refused->remedy.find("urn:ogc:def:crs:EPSG::3879"), std::string::npos);
  // In a new twin too, as are a code that nobody gave away and an address that is no name.
  for (const std::string name : {"urn:ogc:drf:crs:EPSG::3879", "EPSG:99999", "http://127.0.0.1:9/x"}) {
    const auto odd = in_memory("a.gml", city(name, box("A", 25'496'000, 6'672'000, true)));
    const auto unplaced = geo::read_city({odd}, {});
    ASSERT_TRUE(unplaced.refused) << name;
    EXPECT_EQ(unplaced.refused->code, "crs-unknown");
    EXPECT_EQ(unplaced.refused->value, name);
    EXPECT_FALSE(unplaced.manifest);
    ReadOptions named;
    named.crs = "EPSG:3879";
    const auto placed = geo::read_city({odd}, named);
    ASSERT_FALSE(placed.refused) << name;
    EXPECT_EQ(placed.manifest->crs, "EPSG:3879");
    EXPECT_EQ(find(placed.files[0], "crs-unknown")->severity, Severity::kWarning);
    named.crs = "local";
    EXPECT_EQ(geo::read_city({odd}, named).manifest->crs, "local");
  }
  // Checked alone it is a fault, and the only one: the system that was probably meant tells the axes.
  const auto reports = geo::validate_files({file}, {});
  EXPECT_EQ(find(reports[0], "crs-unknown")->severity, Severity::kError);
  EXPECT_EQ(reports[0].diagnostics.findings.size(), 1u);
}

TEST(Import, TheFilesOwnCrsWinsOverTheCallersAndSaysSo) {
  const auto file = in_memory("a.gml", city(kGk25, box("A", 25'496'000, 6'672'000, true)));
  const auto read = [&](const char* crs) {
    ReadOptions options;
    options.crs = crs;
    auto batch = geo::read_city({file}, options);
    EXPECT_FALSE(batch.refused);
    EXPECT_DOUBLE_EQ(batch.buildings.at(0).building.bounds.low.east, 25'496'000);
    return batch.files.at(0);
  };
  const auto report = read("EPSG:3067");
  ASSERT_EQ(count(report, "crs-mismatch"), 1u);
  EXPECT_EQ(find(report, "crs-mismatch")->severity, Severity::kInfo);
  EXPECT_EQ(find(report, "crs-mismatch")->place, "--crs");
  EXPECT_EQ(find(report, "crs-mismatch")->value, "EPSG:3067");
  EXPECT_NE(find(report, "crs-mismatch")->remedy.find("EPSG:3879"), std::string::npos);
  EXPECT_EQ(find(read("EPSG:3879"), "crs-mismatch"), nullptr);
}

TEST(Import, AnotherKnownSystemIsTransformed) {
  // 25 E 60.2 N by the series of the transverse Mercator projection, by hand: 110 873 m west of 27 E in
  // TM35FIN (scale 0.9996), northing 6 675 365; in GK25 it lies on the central meridian, 6 676 356 m north.
  const auto batch = geo::read_city(
      {in_memory("a.gml", city("urn:ogc:def:crs:EPSG::3067", box("A", 389'127, 6'675'365, false)))},
      in_frame("EPSG:3879"));
  ASSERT_FALSE(batch.refused) << batch.refused->code;
  EXPECT_EQ(find(batch.files[0], "axis-order"), nullptr);  // 3067 is easting first by authority
  const auto& low = batch.buildings.at(0).building.bounds.low;
  EXPECT_NEAR(low.east, 25'500'000, 5);
  EXPECT_NEAR(low.north, 6'676'356, 5);
  EXPECT_FALSE(batch.manifest);
}

TEST(Import, GeographicInputMakesAUtmFrame) {
  // 1e-5 deg: a building of about 6 x 9 m at 24.9 E 60.2 N, which is UTM zone 35 (24 to 30 E).
  for (const bool latitude_first : {true, false}) {
    const auto text = city("urn:ogc:def:crs:EPSG::4326", box("A", 24.9, 60.2, latitude_first, "", 1e-5));
    const auto batch = geo::read_city({in_memory("a.gml", text)}, {});
    ASSERT_FALSE(batch.refused) << batch.refused->code << batch.refused->message;
    // Longitude first looks like 24.9 N 60.2 E, zone 41: degrees alone cannot tell.
    EXPECT_EQ(batch.manifest->crs, latitude_first ? "EPSG:25835" : "EPSG:32641");
    const auto& bounds = batch.buildings.at(0).building.bounds;
    // One degree of longitude is 111.32 km x cos(latitude); latitude 60.2 or 24.9.
    EXPECT_NEAR(bounds.high.east - bounds.low.east, latitude_first ? 5.5 : 8.1, 0.5);
  }
}

TEST(Import, DegreesWithEllipsoidalHeightsAreDegreesButNoN2000) {
  const auto file =
      in_memory("a.gml", city("urn:ogc:def:crs:EPSG::4979", box("A", 24.9, 60.2, true, "", 1e-5)));
  const auto batch = geo::read_city({file}, {});
  ASSERT_FALSE(batch.refused) << batch.refused->code << batch.refused->message;
  EXPECT_EQ(batch.manifest->crs, "EPSG:25835");  // as under EPSG:4326
  EXPECT_EQ(batch.manifest->height_reference, "ellipsoidal");
  EXPECT_EQ(find(batch.files[0], "axis-order"), nullptr);
  // In Helsinki they stand 18 m above N2000: taken unchanged, every building would float.
  const auto refused = geo::read_city({file}, in_frame("EPSG:3879"));
  ASSERT_TRUE(refused.refused);
  EXPECT_EQ(refused.refused->code, "crs-mismatch");
  EXPECT_EQ(refused.refused->value, "ellipsoidal");
}

TEST(Import, NumbersThatAreNoPlaceAreRefusedInALocalFrameToo) {
  const auto batch = geo::read_city({in_memory("a.gml", city("", box("A", 1e12, 0, false)))}, {});
  ASSERT_TRUE(batch.refused);
  EXPECT_EQ(batch.refused->code, "coordinates-outside-area");
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

TEST(Validate, FilesThatGiveNothingSaySo) {
  const auto reports = geo::validate_files(
      {in_memory("a.gml", city(kGk25, "")), in_memory("b.csv", "VTJ_PRT,storeys\n"),
       in_memory("c.json", R"({"type":"kaksonen-plan","version":1,"crs":"EPSG:3879","units":[]})"),
       in_memory("d.csv", "VTJ_PRT,storeys\n103557252H,4\n")},
      {});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_FALSE(reports[i].unreadable) << reports[i].name;
    ASSERT_EQ(reports[i].diagnostics.findings.size(), 1u) << reports[i].name;
    EXPECT_EQ(reports[i].diagnostics.findings[0].code, "nothing-read");
    EXPECT_EQ(reports[i].diagnostics.findings[0].severity, Severity::kWarning);
    EXPECT_EQ(reports[i].diagnostics.findings[0].place, reports[i].name);
  }
  EXPECT_EQ(find(reports[3], "nothing-read"), nullptr);
}

TEST(Validate, ReportsEveryFileByItself) {
  const auto reports = geo::validate_files(
      {in_memory("a.gml", city("", box("A", 5, 5, false))), in_memory("b", ""), in_memory("c", "{")}, {});
  ASSERT_EQ(reports.size(), 3u);
  EXPECT_FALSE(reports[0].diagnostics.has_errors());
  EXPECT_EQ(find(reports[0], "crs-missing")->severity, Severity::kWarning);
  EXPECT_TRUE(reports[1].unreadable);
  EXPECT_NE(find(reports[1], "902"), nullptr);
  EXPECT_NE(find(reports[2], "901"), nullptr);
  EXPECT_NE(find(reports[2], "json-malformed"), nullptr);
}

/// The last face's positions in the other order.
std::string with_last_face_turned(std::string text) {
  const std::string open = "<gml:posList>";
  const auto from = text.rfind(open) + open.size(), to = text.find("</gml:posList>", from);
  std::istringstream words(text.substr(from, to - from));
  std::vector<std::string> positions;
  for (std::string x, y, z; words >> x >> y >> z;) positions.push_back(x + " " + y + " " + z + " ");
  std::string turned;
  for (auto position = positions.rbegin(); position != positions.rend(); ++position) turned += *position;
  return text.replace(from, to - from, turned);
}

TEST(Import, ATurnedFaceStaysAnErrorUnlessRepairIsAskedFor) {
  const auto text = with_last_face_turned(city(kGk25, box("A", 25'496'000, 6'672'000, true)));
  const auto plain = geo::read_city({in_memory("a.gml", text)}, {});
  ASSERT_NE(find(plain.files[0], "307"), nullptr);
  EXPECT_EQ(find(plain.files[0], "307")->severity, Severity::kError);
  EXPECT_EQ(plain.files[0].diagnostics.tally.accepted, 1u);

  ReadOptions options;
  options.checks.repair = true;
  const auto batch = geo::read_city({in_memory("a.gml", text)}, options);
  expect_balanced(batch);
  EXPECT_EQ(batch.files[0].diagnostics.tally.repaired, 1u);
  EXPECT_FALSE(batch.files[0].diagnostics.has_errors());
  ASSERT_NE(find(batch.files[0], "307"), nullptr);
  EXPECT_EQ(find(batch.files[0], "307")->severity, Severity::kInfo);
  EXPECT_EQ(find(batch.files[0], "307")->value, "1 of 6 faces turned away from their neighbours");
  EXPECT_EQ(find(batch.files[0], "307")->remedy, "Repaired: the face was turned.");
  ASSERT_EQ(batch.buildings.size(), 1u);
  const auto& part = batch.buildings[0].shape.parts[0];
  ASSERT_EQ(part.solids.size(), 1u);
  EXPECT_NEAR(geo::signed_volume(part, part.solids[0]), 10 * 8 * 6, 1e-3);
}

TEST(Import, TheKalasatamaTileRepairedKeepsItsOpenSolidAsSurfaces) {
  if (!std::filesystem::exists(kTile)) GTEST_SKIP() << "shared data is not beside the repository";
  ReadOptions options;
  options.checks.repair = true;
  const auto batch = geo::read_city({on_disk(kTile)}, options);
  expect_balanced(batch);
  EXPECT_EQ(batch.files[0].diagnostics.tally.accepted, 60u);
  EXPECT_EQ(batch.files[0].diagnostics.tally.repaired, 1u);
  const auto plain = geo::read_city({on_disk(kTile)}, {});
  ASSERT_EQ(plain.buildings.size(), batch.buildings.size());
  for (std::size_t i = 0; i < batch.buildings.size(); ++i) {
    // A slit of 0.36 m in its wall (the open edges, listed by a script) is no tiny gap.
    const bool open = batch.buildings[i].building.id == "BID_d1ebc713-dbbb-4e42-95d4-4b00e70dc67f";
    EXPECT_EQ(batch.buildings[i].shape.parts[0].solids.empty(), open);
    EXPECT_EQ(batch.buildings[i].shape.parts[0].polygons, plain.buildings[i].shape.parts[0].polygons);
    if (!open) {
      EXPECT_EQ(batch.buildings[i].shape, plain.buildings[i].shape);
    }
  }
}

TEST(Validate, TolerancesOfTheOptionsReachTheChecks) {
  const auto text = city(kGk25, box("A", 25'496'000, 6'672'000, true));
  ReadOptions options;
  options.checks.tolerances.snap_m = 8.5;  // the box is 8 m wide and 6 m high
  EXPECT_NE(find(geo::validate_files({in_memory("a.gml", text)}, options)[0], "101"), nullptr);
  options.checks.tolerances.snap_m = 5.5;
  EXPECT_FALSE(geo::validate_files({in_memory("a.gml", text)}, options)[0].diagnostics.has_errors());
}

TEST(Validate, AMissingFaceIsAnOpenShell) {
  auto text = city(kGk25, box("A", 25'496'000, 6'672'000, true));
  const auto last = text.rfind("<gml:surfaceMember>");
  const auto end = text.find("</gml:surfaceMember>", last) + std::string("</gml:surfaceMember>").size();
  text.erase(last, end - last);
  const auto reports = geo::validate_files({in_memory("a.gml", text)}, {});
  ASSERT_NE(find(reports[0], "302"), nullptr);  // val3dity: shell not closed
  EXPECT_EQ(find(reports[0], "302")->id, "A");
  EXPECT_EQ(reports[0].diagnostics.tally.accepted, 1u);  // accepted with its error
}

/// More buildings than are checked together, every fifth without a face, every seventh with an open ring.
TEST(Import, FindingsComeInTheOrderOfTheFileThoughManyAreCheckedAtOnce) {
  std::string members;
  constexpr int kBuildings = 600;
  for (int i = 0; i < kBuildings; ++i) {
    std::string one = box("b" + std::to_string(1000 + i), 25'497'000 + 20.0 * (i % 100), 6'672'000 + 20.0 * (i / 100), false);
    if (i % 5 == 0) {
      const auto face = one.rfind("<gml:surfaceMember>");
      one.erase(face, one.find("</gml:CompositeSurface>") - face);
    }
    if (i % 7 == 0) {  // the last three numbers of a ring are the first position again
      auto end = one.find(" </gml:posList>"), begin = end;
      for (int numbers = 0; numbers < 3; ++numbers) begin = one.rfind(' ', begin - 1);
      one.erase(begin, end - begin);
    }
    members += one;
  }
  const auto batch = geo::read_city({in_memory("many.gml", city(kGk25, members))}, in_frame("EPSG:3879"));
  ASSERT_FALSE(batch.refused);
  expect_balanced(batch);
  ASSERT_EQ(batch.buildings.size(), 600u);
  for (int i = 0; i < kBuildings; ++i) {
    EXPECT_EQ(batch.buildings[static_cast<std::size_t>(i)].building.id, "b" + std::to_string(1000 + i));
  }
  EXPECT_EQ(count(batch.files[0], "302"), 120u);
  EXPECT_EQ(count(batch.files[0], "103"), 86u);
  std::string before;
  for (const auto& finding : batch.files[0].diagnostics.findings) {
    if (finding.id.empty()) continue;
    EXPECT_LE(before, finding.id) << finding.code;
    before = finding.id;
  }
}

}  // namespace
