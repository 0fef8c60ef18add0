#include "geo/io/report/quality_report.hpp"

#include <gtest/gtest.h>

#include "tests/geo/report/boxes.hpp"

namespace {

using geo_test::BoxCity;

constexpr int kYear = 2026;

std::shared_ptr<const geo::CityQuality> judge(const twin::Snapshot& state, const BoxCity& city,
                                              const geo::CityQuality* before = nullptr, int year = kYear) {
  geo::JudgeOptions options;
  options.current_year = year;
  auto quality = geo::judge_city(state, city.shapes(), options, before);
  EXPECT_TRUE(quality) << (quality ? "" : quality.problem().code);
  return quality ? *quality : nullptr;
}

geo::QualityReport report_of(BoxCity& city) { return geo::make_report(*judge(city.state(), city), {}); }

void link(twin::Building& building, const std::string& source) {
  building.link = twin::LinkReason::kById;
  building.card.source = source;
}

/// 80 m2 on the ground. "open" has no roof; "tall" has 5 storeys in 6 m of height (below 2 m each); "wide" has 900 m2 of
/// floor area in 2 storeys (80 x 2 x 1.35 + 50 = 266 at most).
BoxCity city_of_five() {
  BoxCity city;
  city.add("sound").card.storeys = 2;
  city.add("open", true);
  auto& tall = city.add("tall");
  link(tall, "register.csv row 2");
  tall.card.storeys = 5;
  auto& wide = city.add("wide");
  link(wide, "register.csv row 3, model attributes");
  wide.card.storeys = 2;
  wide.card.floor_area_m2 = 900;
  city.add("sound too").card.address = "Katariinankatu 1, Helsinki";
  return city;
}

TEST(QualityReport, SharesAreCountedByHand) {
  BoxCity city = city_of_five();
  const auto report = report_of(city);
  EXPECT_EQ(report.buildings, 5u);
  EXPECT_EQ(report.linked.count, 2u);      // tall, wide
  EXPECT_EQ(report.valid.count, 4u);       // all but open
  EXPECT_EQ(report.plausible.count, 3u);   // all but tall and wide
  // Core: permanent id, address, use, year, floor area, storeys: 30 values, of which 3 storeys, 1 area, 1 address are known.
  EXPECT_EQ(report.missing.of, 30u);
  EXPECT_EQ(report.missing.count, 25u);
  for (const auto& share : {report.linked, report.valid, report.plausible}) EXPECT_EQ(share.of, 5u);
  const std::map<std::string, std::uint64_t> links(report.links.begin(), report.links.end());
  EXPECT_EQ(links.at("by_id"), 2u);
  EXPECT_EQ(links.at("unlinked"), 3u);
  EXPECT_EQ(report.classes.at("building"), 5u);
}

TEST(QualityReport, WorstComesFirst) {
  BoxCity city = city_of_five();
  const auto report = report_of(city);
  ASSERT_EQ(report.flawed.size(), 3u);
  EXPECT_EQ(report.flawed[0].building->id, "open");  // the only one without a volume
  EXPECT_TRUE(report.flawed[0].volume_unknown);
  EXPECT_EQ(report.flawed[0].worst(), twin::Severity::kError);
  EXPECT_EQ(report.flawed[1].building->id, "tall");  // one warning each, by id
  EXPECT_EQ(report.flawed[2].building->id, "wide");
  ASSERT_EQ(report.codes.size(), 2u);
  EXPECT_EQ(report.codes[0].code, "register-contradiction");
  EXPECT_EQ(report.codes[0].buildings, 2u);
  EXPECT_EQ(report.codes[1].code, "302");
  EXPECT_EQ(report.codes[1].buildings, 1u);
  EXPECT_EQ(report.rules.size(), 2u) << "storeys against height, floor area against ground";
}

TEST(QualityReport, ARowOfSeveralBuildingsIsNotComparedWithOneModel) {
  BoxCity city;
  auto& first = city.add("first");
  auto& second = city.add("second");
  for (auto* part : {&first, &second}) {
    link(*part, "register.csv row 2");
    twin::LinkDetails details;
    details.shared_by = 2;
    part->details = std::move(details);
    part->card.storeys = 2;
    part->card.floor_area_m2 = 900;
  }
  EXPECT_TRUE(report_of(city).flawed.empty());
  for (auto* one : {&first, &second}) one->details = twin::LinkDetails{};
  EXPECT_EQ(report_of(city).flawed.size(), 2u);
}

TEST(QualityReport, ALinkThatSomethingSpeaksAgainstIsNotPlausible) {
  BoxCity city;
  auto& near = city.add("near");
  link(near, "register.csv row 2");
  auto& far = city.add("far");
  link(far, "register.csv row 3");
  twin::LinkDetails details;
  details.conflicts.push_back({twin::CardField::kAddress, false, "60 m from the footprint"});
  far.details = std::move(details);
  const auto report = report_of(city);
  EXPECT_EQ(report.plausible.count, 1u);
  ASSERT_EQ(report.flawed.size(), 1u);
  EXPECT_EQ(report.flawed[0].building->id, "far");
  const auto& finding = report.flawed[0].findings.at(0);
  EXPECT_EQ(finding.code, "link-contradiction");
  EXPECT_EQ(finding.severity, twin::Severity::kWarning);
  EXPECT_NE(finding.value.find("60 m from the footprint"), std::string::npos) << finding.value;
  EXPECT_EQ(report.rules.size(), 1u);
}

TEST(QualityReport, ANoteMakesNoFlawedBuilding) {
  BoxCity city;
  auto& building = city.add("b");
  link(building, "register.csv row 2");
  twin::LinkDetails details;
  details.conflicts.push_back({twin::CardField::kStoreys, false, "5"});
  building.details = std::move(details);
  building.card.storeys = 2;
  const auto report = report_of(city);
  EXPECT_TRUE(report.flawed.empty());
  EXPECT_EQ(report.plausible.count, 1u);
  EXPECT_TRUE(report.rules.empty());
  EXPECT_EQ(report.by_severity[static_cast<std::size_t>(twin::Severity::kInfo)], 1u);
  ASSERT_EQ(report.codes.size(), 1u);
  EXPECT_EQ(report.codes[0].severity, twin::Severity::kInfo);
}

TEST(QualityReport, AUseCodeThatNoListHasIsAStateOfTheTwin) {
  BoxCity city;
  city.add("unknown").card.use_code = "998";
  city.add("known").card.use_code = "039";
  city.add("level").card.use_code_2018 = "01";  // the level above 0110
  const auto report = report_of(city);
  EXPECT_EQ(report.plausible.count, 2u);
  ASSERT_EQ(report.flawed.size(), 1u);
  EXPECT_EQ(report.flawed[0].building->id, "unknown");
  EXPECT_EQ(report.flawed[0].findings[0].code, "code-unknown");
  EXPECT_EQ(report.flawed[0].findings[0].value, "998");
}

/// "row 2" gave "linked" its card but for a day that does not exist, "row 3" has no building; the model's own file says
/// that a face was turned, and of a building that came from another file since.
std::vector<geo::ImportedFile> imports_of_two() {
  using enum twin::Severity;
  geo::ImportedFile rows, model;
  rows.file = "register.csv";
  rows.format = "CSV register";
  rows.findings = {{"date-invalid", kWarning, "", "", "row 2, column valmistunut", "1990-02-30", "Write the day."},
                   {"register-contradiction", kWarning, "", "", "row 2", "told anew", ""},
                   {"code-unknown", kWarning, "", "", "row 2, column kayttotarkoitus", "998", ""},
                   {"duplicate-key", kError, "", "", "row 3, row 4", "VTJ-PRT 1", "Keep one."}};
  model.file = "city.gml";
  model.format = "CityGML 2.0";
  model.findings = {{"307", kInfo, "sound", "2", "solid 1, shell 1, face 2", "1 of 6 faces", "Repaired: turned."},
                    {"302", kError, "sound", "2", "solid 1, shell 1", "told anew", ""},
                    {"name-invalid", kInfo, "moved", "", "", "", ""},
                    {"axis-order", kInfo, "", "", "line 3", "", ""}};
  return {rows, model};
}

TEST(QualityReport, FindingsAtFeaturesOfALayerReachTheirBuilding) {
  geo::ImportedFile rows;
  rows.file = "city.gpkg";
  rows.format = "GeoPackage register";
  rows.findings = {{"date-invalid", twin::Severity::kWarning, "", "", "layer links feature 7, column valmistunut", "1990-02-30", "Write the day."}};
  BoxCity city;
  link(city.add("linked"), "city.gpkg layer links feature 7, model attributes");
  const auto report = geo::make_report(*judge(city.state(), city), {}, {rows});
  ASSERT_EQ(report.flawed.size(), 1u);
  EXPECT_EQ(report.flawed[0].building->id, "linked");
  EXPECT_TRUE(report.records.empty());
}

TEST(QualityReport, WhatImportsSaidIsGivenToTheBuildingsAndRowsOfToday) {
  BoxCity city;
  auto& linked = city.add("linked");
  link(linked, "register.csv row 2, model attributes");
  city.add("sound").source = "city.gml";
  city.add("moved").source = "city_2027.gml";
  const auto report = geo::make_report(*judge(city.state(), city), {}, imports_of_two());
  EXPECT_EQ(report.plausible.count, 2u) << "a day that could not be taken breaks a rule";
  ASSERT_EQ(report.flawed.size(), 1u);
  EXPECT_EQ(report.flawed[0].building->id, "linked");
  ASSERT_EQ(report.flawed[0].findings.size(), 1u) << "contradictions and codes are judged from the card";
  EXPECT_EQ(report.flawed[0].findings[0].place, "register.csv row 2, column valmistunut");
  ASSERT_EQ(report.noted.size(), 1u);
  EXPECT_EQ(report.noted[0].building->id, "sound");
  EXPECT_EQ(report.noted[0].findings.size(), 1u) << "the open shell is asked of the shape itself";
  ASSERT_EQ(report.records.size(), 2u);
  EXPECT_EQ(report.records[0].finding.code, "duplicate-key");
  EXPECT_EQ(report.records[1].finding.code, "axis-order");
  EXPECT_EQ(report.valid.count, 3u);
  // 1 + 1 + 2 findings, each counted once.
  std::uint64_t counted = 0;
  for (const auto& code : report.codes) counted += code.findings;
  EXPECT_EQ(counted, 4u);
  EXPECT_EQ(report.by_severity, (std::array<std::uint64_t, 3>{2, 1, 1}));
}

TEST(QualityReport, RowsAreCountedOnceHoweverManyBuildingsTheyServe) {
  BoxCity city;
  for (const char* id : {"a", "b", "c"}) {
    auto& building = city.add(id);
    link(building, "register.csv row 2");
    building.card.permanent_id = std::string(id) == "c" ? "100000002C" : "100000001B";
  }
  EXPECT_EQ(report_of(city).rows.linked, 2u);
}

TEST(QualityReport, AnEditJudgesOnlyWhatChanged) {
  BoxCity city;
  for (int i = 0; i < 7; ++i) city.add("b" + std::to_string(i), i == 3);
  const auto state = city.state();
  const auto first = judge(state, city);
  EXPECT_EQ(first->judged(), 7u);
  city.add("b7", true);
  const auto second = judge(city.next(*state, 7), city, first.get());
  EXPECT_EQ(second->judged(), 1u);
  EXPECT_EQ(geo::make_report(*second, {}).flawed.size(), 2u);
  EXPECT_EQ(judge(state, city, second.get())->judged(), 0u);
  EXPECT_EQ(judge(state, city, second.get(), kYear + 1)->judged(), 7u) << "in another year another date lies ahead";
}

TEST(QualityReport, ACompletionToComeIsAContradiction) {
  BoxCity city;
  auto& building = city.add("b");
  building.card.completion_year = 2027;
  building.card.completed = "2027";
  const auto state = city.state();
  EXPECT_EQ(geo::make_report(*judge(state, city), {}).plausible.count, 0u);
  EXPECT_EQ(geo::make_report(*judge(state, city, nullptr, 2027), {}).plausible.count, 1u);
}

TEST(QualityReport, AFindingLiesWhereItSays) {
  BoxCity city;
  const auto& building = city.add("b");
  twin::Finding finding;
  finding.place = "solid 1, shell 1, edge (25497001.5 6672502.25 6)-(25497003 6672502 6)";
  auto at = geo::point_of(finding, building);
  EXPECT_EQ(at.east, 25'497'001.5);
  EXPECT_EQ(at.north, 6'672'502.25);
  EXPECT_EQ(at.up, 6);
  // A number of faces, a place of somebody else, and half a place are none: the middle of the building stands for it.
  for (const char* text : {"solid 1 (of 2)", "(25500000 6672502.25 6)", "(25497001.5 6672502.25", "(nan nan nan)"}) {
    finding.place = text;
    at = geo::point_of(finding, building);
    EXPECT_EQ(at.east, 25'497'005) << text;
    EXPECT_EQ(at.north, 6'672'504) << text;
  }
}

TEST(QualityReport, AMissingShapeIsAnErrorAndNoReport) {
  BoxCity city, other;
  city.add("b");
  const auto quality = geo::judge_city(city.state(), other.shapes(), {});
  ASSERT_FALSE(quality);
  EXPECT_EQ(quality.problem().code, "blob-missing");
}

TEST(QualityReport, AnEmptyTwinHasAReport) {
  BoxCity city;
  const auto report = report_of(city);
  EXPECT_EQ(report.buildings, 0u);
  EXPECT_TRUE(report.flawed.empty());
}

}  // namespace
