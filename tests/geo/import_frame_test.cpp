// Which system an import is in, and in which order its axes are.
#include <gtest/gtest.h>

#include "tests/geo/import_city.hpp"

namespace {

using namespace import_city;

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

/// A model from a drawing, at its origin, in a file that names a real system all the same.
TEST(Import, ALocalFrameIsTakenWhereTheNamedSystemCannotBeMeant) {
  const auto drawing = in_memory("a.gml", city(kGk25, box("A", 0, 0, true)));
  const auto unasked = geo::read_city({drawing}, {});
  ASSERT_TRUE(unasked.refused);
  EXPECT_EQ(unasked.refused->code, "coordinates-outside-area");
  EXPECT_NE(unasked.refused->remedy.find("--crs local"), std::string::npos);
  ReadOptions local;
  local.crs = "local";
  const auto batch = geo::read_city({drawing}, local);
  ASSERT_FALSE(batch.refused) << batch.refused->code;
  EXPECT_EQ(batch.manifest->crs, "local");
  ASSERT_EQ(batch.buildings.size(), 1u);
  EXPECT_DOUBLE_EQ(batch.buildings[0].building.height_m, 6);
  ASSERT_NE(find(batch.files[0], "crs-mismatch"), nullptr);
  EXPECT_EQ(find(batch.files[0], "crs-mismatch")->severity, Severity::kWarning);
  // Again into the same twin, and a file whose system fits stays where it says.
  local.frame = batch.manifest;
  EXPECT_FALSE(geo::read_city({drawing}, local).refused);
  local.frame.reset();
  const auto real = geo::read_city({in_memory("b.gml", city(kGk25, box("B", 25'496'000, 6'672'000, true)))}, local);
  ASSERT_FALSE(real.refused);
  EXPECT_EQ(real.manifest->crs, "EPSG:3879");
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
  geo::ReadOptions local;
  local.crs = "local";
  const auto batch = geo::read_city({in_memory("a.gml", city("", box("A", 1e12, 0, false)))}, local);
  ASSERT_TRUE(batch.refused);
  EXPECT_EQ(batch.refused->code, "coordinates-outside-area");
}

}  // namespace
