// Lifespans and versions of buildings: dates as the fixtures write them, and those of OGC's example of the Versioning
// module (historicalSuccession_CityGML_3.0_LOD2_Versioning.gml), read in the file by eye.
#include "geo/io/building_versions.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "geo/io/city_batch.hpp"
#include "geo/io/gml_time.hpp"

namespace {

using geo::IngestedFile;
using twin::Instant;

Instant utc(const std::string& text) { return twin::parse_rfc3339(text + "T00:00:00Z").value(); }

const Instant kNow = utc("2026-11-27");

geo::ReadBuilding building(const std::string& id, std::vector<std::pair<std::string, std::string>> attributes) {
  geo::ReadBuilding out;
  out.building.id = id;
  for (auto& [name, value] : attributes) out.shape.attributes.push_back({name, "string", value, ""});
  return out;
}

IngestedFile arranged(std::vector<geo::ReadBuilding> buildings, geo::VersionNotes notes = {}) {
  IngestedFile out;
  out.report.name = "city.gml";
  out.buildings = std::move(buildings);
  out.versions = std::move(notes);
  geo::arrange_versions(kNow, out);
  return out;
}

std::vector<std::string> codes(const IngestedFile& file) {
  std::vector<std::string> out;
  for (const auto& finding : file.report.diagnostics.findings) out.push_back(finding.code);
  return out;
}

TEST(GmlTime, IsTheFirstMomentOfWhatIsNamed) {
  const std::vector<std::pair<std::string, std::string>> times = {
      {"2019", "2019-01-01T00:00:00.000000Z"},
      {"2019-07", "2019-07-01T00:00:00.000000Z"},
      {" 2019-07-29\n", "2019-07-29T00:00:00.000000Z"},
      {"2019-07-29Z", "2019-07-29T00:00:00.000000Z"},
      {"2019-07-29+03:00", "2019-07-28T21:00:00.000000Z"},
      {"2000-01-01T00:00:00", "2000-01-01T00:00:00.000000Z"},
      {"2000-01-01T12:30:00.25+02:00", "2000-01-01T10:30:00.250000Z"},
  };
  for (const auto& [text, instant] : times) {
    const auto read = geo::read_gml_time(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(twin::to_rfc3339(*read), instant) << text;
  }
  for (const char* text : {"", "soon", "19", "2019-13", "2019-02-30", "2019-1-1", "29.7.2019", "--07-29"}) {
    EXPECT_FALSE(geo::read_gml_time(text)) << text;
  }
}

TEST(BuildingVersions, ACreationDateAloneIsNoTimeOfTheRealWorld) {
  const auto file = arranged({building("a", {{"core:creationDate", "2019-07-29"}}), building("b", {})});
  EXPECT_EQ(file.buildings.size(), 2u);
  EXPECT_FALSE(file.buildings[0].lifespan.from);
  EXPECT_TRUE(codes(file).empty());
}

TEST(BuildingVersions, WhatIsValidGoesBeforeWhatWasEntered) {
  const auto file = arranged({building("a", {{"core:creationDate", "2019-07-29"}, {"core:validFrom", "1938"}})});
  ASSERT_EQ(file.buildings.size(), 1u);
  EXPECT_EQ(file.buildings[0].lifespan.from, utc("1938-01-01"));
  EXPECT_FALSE(file.buildings[0].lifespan.to);
  EXPECT_EQ(codes(file), std::vector<std::string>{"versions-read"});
}

TEST(BuildingVersions, OneThatWasTerminatedDatesTheOthersToo) {
  const auto file = arranged({building("gone", {{"core:creationDate", "1962-05-01"}, {"core:terminationDate", "2017-03-31"}}),
                              building("stands", {{"core:creationDate", "1975-01-01"}}),
                              building("planned-away", {{"core:terminationDate", "2040-01-01"}})});
  ASSERT_EQ(file.past.size(), 1u);
  EXPECT_EQ(file.past[0].building.id, "gone");
  EXPECT_EQ(file.past[0].lifespan.from, utc("1962-05-01"));
  EXPECT_EQ(file.past[0].lifespan.to, utc("2017-03-31"));
  ASSERT_EQ(file.buildings.size(), 2u);
  EXPECT_EQ(file.buildings[0].lifespan.from, utc("1975-01-01"));
  EXPECT_EQ(file.buildings[1].lifespan.to, utc("2040-01-01"));
  EXPECT_EQ(file.report.diagnostics.findings.at(0).value, "standing: 2, ended: 1, earlier states: 0");
}

TEST(BuildingVersions, OfCityJsonToo) {
  const auto file = arranged({building("gone", {{"creationDate", "1962-05-01"}, {"terminationDate", "2017-03-31"}})});
  ASSERT_EQ(file.past.size(), 1u);
  EXPECT_EQ(file.past[0].lifespan.to, utc("2017-03-31"));
}

TEST(BuildingVersions, AnIdentifierMakesThemValuesOfOneBuilding) {
  const auto value = [](const std::string& id, const std::string& from) {
    return building(id, {{"gml:identifier", "B-7"}, {"core:validFrom", from}});
  };
  // Not in order, and each open to the end.
  const auto file = arranged({value("B-7_c", "2011"), value("B-7_a", "1938"), value("B-7_b", "1974-06")});
  ASSERT_EQ(file.past.size(), 2u);
  ASSERT_EQ(file.buildings.size(), 1u);
  EXPECT_EQ(file.past[0].lifespan.from, utc("1938-01-01"));
  EXPECT_EQ(file.past[0].lifespan.to, utc("1974-06-01"));
  EXPECT_EQ(file.past[1].lifespan.to, utc("2011-01-01"));
  EXPECT_FALSE(file.buildings[0].lifespan.to);
  for (const auto* read : {&file.past[0], &file.past[1], &file.buildings[0]}) EXPECT_EQ(read->building.id, "B-7");
}

TEST(BuildingVersions, WhatReplacesEachOtherIsOneBuildingUnlessItsIdentifiersDiffer) {
  geo::VersionNotes notes{true, {{"old", "new"}, {"school", "library"}}, {}};
  const auto file = arranged({building("new", {{"core:creationDate", "2015"}}), building("old", {{"core:creationDate", "2000"}}),
                              building("school", {{"gml:identifier", "S"}, {"core:creationDate", "2000"}, {"core:terminationDate", "2015"}}),
                              building("library", {{"gml:identifier", "L"}, {"core:creationDate", "2015"}})},
                             notes);
  ASSERT_EQ(file.past.size(), 2u);
  ASSERT_EQ(file.buildings.size(), 2u);
  EXPECT_EQ(file.past[0].building.id, "old");
  EXPECT_EQ(file.past[1].building.id, "S");
  EXPECT_EQ(file.buildings[0].building.id, "old");  // called as its first version
  EXPECT_EQ(file.buildings[0].lifespan.from, utc("2015-01-01"));
  EXPECT_EQ(file.buildings[1].building.id, "L");
}

TEST(BuildingVersions, StoreysStayWithTheirBuilding) {
  IngestedFile file;
  file.versions.versioned = true;
  file.buildings = {building("b_2000", {{"gml:identifier", "B"}, {"core:creationDate", "2000"}})};
  file.objects.resize(2);
  file.objects[0].object.parent = "b_2000";
  file.objects[1].object.parent = "elsewhere";
  geo::arrange_versions(kNow, file);
  EXPECT_EQ(file.objects[0].object.parent, "B");
  EXPECT_EQ(file.objects[1].object.parent, "elsewhere");
}

TEST(BuildingVersions, AVersionDatesItsMembersThatSayNothing) {
  geo::VersionNotes notes{true, {}, {{"a", {"1990", "2000", "", ""}}, {"b", {"", "", "1995", ""}}}};
  const auto file = arranged({building("a", {}), building("b", {{"core:validFrom", "1980"}}), building("c", {})}, notes);
  ASSERT_EQ(file.past.size(), 1u);
  EXPECT_EQ(file.past[0].lifespan.to, utc("2000-01-01"));
  EXPECT_EQ(file.buildings[0].lifespan.from, utc("1980-01-01"));  // its own date
  EXPECT_FALSE(file.buildings[1].lifespan.from);
}

TEST(BuildingVersions, WhatCannotBeIsSaidAndTakenWithoutTime) {
  const auto value = [](const std::string& id, const std::string& from, const std::string& to) {
    return building(id, {{"gml:identifier", "B"}, {"core:validFrom", from}, {"core:validTo", to}});
  };
  const auto backwards = arranged({building("a", {{"core:validFrom", "2000"}, {"core:validTo", "1999"}})});
  EXPECT_EQ(backwards.buildings.size(), 1u);
  EXPECT_FALSE(backwards.buildings[0].lifespan.from);
  EXPECT_EQ(codes(backwards), (std::vector<std::string>{"lifespan-invalid", "versions-read"}));

  const auto unreadable = arranged({building("a", {{"core:validFrom", "29.7.2019"}})});
  EXPECT_EQ(codes(unreadable), (std::vector<std::string>{"lifespan-invalid", "versions-read"}));
  EXPECT_EQ(unreadable.report.diagnostics.findings[0].value, "29.7.2019");

  const auto overlapping = arranged({value("a", "1990", "2010"), value("b", "2000", "")});
  ASSERT_EQ(overlapping.past.size(), 1u);
  EXPECT_EQ(overlapping.past[0].lifespan.to, utc("2000-01-01"));
  EXPECT_EQ(codes(overlapping), (std::vector<std::string>{"lifespan-invalid", "versions-read"}));

  // Nobody knows which of two is the later one: they stay two buildings, both told.
  const auto unordered = arranged({value("a", "1990", ""), value("b", "1990", "")});
  EXPECT_TRUE(unordered.past.empty());
  EXPECT_EQ(unordered.buildings.at(0).building.id, "a");
  EXPECT_EQ(unordered.buildings.at(1).building.id, "b");
  EXPECT_EQ(codes(unordered), (std::vector<std::string>{"lifespan-invalid", "lifespan-invalid", "versions-read"}));
}

TEST(BuildingVersions, OgcsExampleIsTwoCities) {
  const std::string path = KAKSONEN_SOURCE_DIR "/../shared/data/citygml/ogc_versioning_v3.gml";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "not here: " << path;
  geo::ReadOptions options;
  options.now = kNow;
  const auto batch = geo::read_city({{"versions.gml", path, nullptr}}, options);
  ASSERT_FALSE(batch.refused) << batch.refused->code << " " << batch.refused->place;
  ASSERT_EQ(batch.past.size(), 2u);
  ASSERT_EQ(batch.buildings.size(), 2u);
  EXPECT_EQ(batch.past[0].building.id, "BU_69381AL47");
  EXPECT_EQ(batch.past[1].building.id, "BU_69381AL49");
  EXPECT_EQ(batch.buildings[0].building.id, "BU_69381AL49");
  EXPECT_EQ(batch.buildings[1].building.id, "BU_69381AL50");
  for (const auto& read : batch.past) {
    EXPECT_EQ(read.lifespan.from, utc("2000-01-01"));
    EXPECT_EQ(read.lifespan.to, utc("2015-01-01"));
  }
  for (const auto& read : batch.buildings) {
    EXPECT_EQ(read.lifespan.from, utc("2015-01-01"));
    EXPECT_FALSE(read.lifespan.to);
  }
  // Only the last of the four buildings names the system, EPSG:3946 (line 774).
  EXPECT_EQ(batch.manifest->crs, "EPSG:3946");
  const auto& diagnostics = batch.files.at(0).diagnostics;
  EXPECT_EQ(diagnostics.tally.read, 4u);
  EXPECT_EQ(diagnostics.tally.accepted + diagnostics.tally.repaired, 4u);
  std::map<std::string, int> counts;
  for (const auto& finding : diagnostics.findings) ++counts[finding.code];
  EXPECT_EQ(counts["crs-missing"], 1);
  EXPECT_EQ(counts["crs-mismatch"], 0);
  EXPECT_EQ(counts["versions-read"], 1);
  EXPECT_EQ(counts["lifespan-invalid"], 0);
}

}  // namespace
