// The quality report and the table of checked files, as a user asks for them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Model ids of the buildings that bear an error of this kind, by the truth that synth writes beside its city.
std::set<std::string> bearers(const std::string& truth, const std::string& kind) {
  std::ifstream in(truth);
  std::string line, cell;
  std::getline(in, line);
  std::vector<std::string> names;
  for (std::istringstream cells(line); std::getline(cells, cell, ',');) names.push_back(cell);
  const auto column = [&](const std::string& name) { return std::find(names.begin(), names.end(), name) - names.begin(); };
  const auto id = column("gml_id"), error = column("error");
  std::set<std::string> out;
  while (std::getline(in, line)) {
    std::vector<std::string> row;
    for (std::istringstream cells(line); std::getline(cells, cell, ',');) row.push_back(cell);
    if (static_cast<std::size_t>(error) < row.size() && row[static_cast<std::size_t>(error)] == kind) {
      out.insert(row[static_cast<std::size_t>(id)]);
    }
  }
  return out;
}

class Report : public testing::Test {
 protected:
  void make(int buildings, const std::string& errors) {
    const std::string city = folder_ / "city";
    ASSERT_EQ(kaksonen({"synth", "--buildings", std::to_string(buildings), "--seed", "3", "--errors", errors, "--out", city}).exit_code, 0);
    const Finished run = kaksonen({"import", "--twin", twin_, city + "/city.gml", city + "/register.csv", city + "/plan.json"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  Json report(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"report", "--twin", twin_, "--out", out_};
    words.insert(words.end(), more.begin(), more.end());
    const Finished run = kaksonen(words);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    said_ = run.out;
    return Json::parse(text_of(out_ + "/report.json"));
  }

  TemporaryFolder folder_;
  std::string twin_ = folder_ / "city.twin", out_ = folder_ / "report", said_;
};

/// How many of `these` are among `those`, of a hundred.
std::size_t percent_in(const std::set<std::string>& these, const std::set<std::string>& those) {
  const auto found = std::count_if(these.begin(), these.end(), [&](const std::string& id) { return those.contains(id); });
  return these.empty() ? 100 : static_cast<std::size_t>(found) * 100 / these.size();
}

TEST_F(Report, NamesTheBuildingsThatBearErrorsOnPurpose) {
  make(2000, "1");
  const Json found = report();
  std::map<std::string, std::set<std::string>> buildings;  // by code, without notes
  for (const Json& building : found["buildings"]) {
    for (const Json& finding : building["findings"]) {
      if (finding["severity"] != "info") buildings[finding["code"]].insert(building["id"]);
    }
  }
  // A roof that lacks a face is open (302); where that leaves nothing between two parts of the shell, they are apart (305).
  buildings["302"].merge(buildings["305"]);
  const std::string truth = folder_ / "city/truth.csv";
  for (const auto& [kind, code] : {std::pair{"open-solid", "302"}, std::pair{"reversed-face", "307"}}) {
    const auto bearing = bearers(truth, kind);
    EXPECT_GE(bearing.size(), 8U) << kind;
    EXPECT_EQ(percent_in(buildings[code], bearing), 100U) << kind << ": no others";
    EXPECT_GE(percent_in(bearing, buildings[code]), 90U) << kind << ": some share their id with another and are rejected";
  }
  for (const char* kind : {"storeys-contradict-height", "floor-area-contradicts-footprint", "year-in-future"}) {
    const auto bearing = bearers(truth, kind);
    EXPECT_GE(bearing.size(), 8U) << kind;
    EXPECT_GE(percent_in(bearing, buildings["register-contradiction"]), 80U) << kind << ": some have no register row";
  }
  const auto all = found["shares"]["valid"]["of"].get<std::size_t>();
  EXPECT_EQ(found["classes"]["building"], all);
  EXPECT_EQ(found["shares"]["valid"]["count"], all - buildings["302"].size() - buildings["307"].size());
  // What the row rules refuse is told of every building that bears it, and counts against its being plausible.
  for (const auto& [kind, code] : {std::pair{"unknown-use-code", "code-unknown"}, std::pair{"date-invalid", "date-invalid"},
                                   std::pair{"negative-floor-area", "value-not-positive"}}) {
    const auto bearing = bearers(truth, kind);
    EXPECT_GE(bearing.size(), 8U) << kind;
    EXPECT_GE(percent_in(bearing, buildings[code]), 90U) << kind << ": some share their id with another and are rejected";
  }
  std::set<std::string> implausible;
  for (const char* code : {"register-contradiction", "link-contradiction", "code-unknown", "date-invalid", "value-not-positive", "building-id-format"}) {
    implausible.insert(buildings[code].begin(), buildings[code].end());
  }
  EXPECT_EQ(found["shares"]["plausible"]["count"], all - implausible.size());
  // Rejected records can be found after the import too: each has its file, its id and its place.
  std::set<std::string> rejected;
  for (const Json& record : found["records"]) {
    if (record["severity"] == "error") rejected.insert(record["id"].get<std::string>());
    EXPECT_FALSE(record["file"].get<std::string>().empty());
  }
  EXPECT_EQ(percent_in(bearers(truth, "duplicate-model-id"), rejected), 100U);
  EXPECT_TRUE(said_.starts_with(std::to_string(all) + " buildings: ")) << said_;
  EXPECT_NE(said_.find("report.html"), std::string::npos) << said_;
  EXPECT_TRUE(std::filesystem::exists(out_ + "/findings.gpkg"));
  EXPECT_TRUE(text_of(out_ + "/report.html").starts_with("<!doctype html>\n<html lang=\"en\">"));
}

TEST_F(Report, ACleanCityHasAReportToo) {
  make(60, "0");
  const Json found = report({"--language", "fi"});
  EXPECT_EQ(found["severities"]["error"], 0);
  EXPECT_EQ(found["shares"]["valid"]["count"], found["shares"]["valid"]["of"]);
  EXPECT_NE(text_of(out_ + "/report.html").find("<html lang=\"fi\">"), std::string::npos);
}

TEST_F(Report, APageInFinnishOrSwedishIsNotEnglish) {
  make(600, "2");
  for (const char* language : {"fi", "sv"}) {
    const Json found = report({"--language", language});
    EXPECT_EQ(found["language"], language);
    const std::string page = text_of(out_ + "/report.html");
    const auto details = page.find("<section id=\"details\""), end = page.find("<section id=\"method\"");
    ASSERT_LT(details, end);
    std::string english;
    for (auto at = page.find("lang=\"en\"", details); at < end; at = page.find("lang=\"en\"", at + 1)) english += page.substr(at, 160) + "\n";
    EXPECT_EQ(english, "") << language;
  }
  EXPECT_EQ(report({"--language", "fi"})["codes"].dump().find("Register"), std::string::npos) << "titles too";
}

/// A box of 10 m that says it has 40 storeys and was built in 2090.
std::string impossible_model() {
  const auto face = [](const char* positions) {
    return std::string("<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList srsDimension=\"3\">") + positions +
           "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>";
  };
  std::string faces;
  for (const char* one : {"25497500 6672500 0 25497500 6672510 0 25497510 6672510 0 25497510 6672500 0 25497500 6672500 0",
                          "25497500 6672500 10 25497510 6672500 10 25497510 6672510 10 25497500 6672510 10 25497500 6672500 10",
                          "25497500 6672500 0 25497510 6672500 0 25497510 6672500 10 25497500 6672500 10 25497500 6672500 0",
                          "25497510 6672500 0 25497510 6672510 0 25497510 6672510 10 25497510 6672500 10 25497510 6672500 0",
                          "25497510 6672510 0 25497500 6672510 0 25497500 6672510 10 25497510 6672510 10 25497510 6672510 0",
                          "25497500 6672510 0 25497500 6672500 0 25497500 6672500 10 25497500 6672510 10 25497500 6672510 0"}) {
    faces += face(one);
  }
  return "<core:CityModel xmlns:core=\"http://www.opengis.net/citygml/2.0\" xmlns:bldg=\"http://www.opengis.net/citygml/building/2.0\" "
         "xmlns:gml=\"http://www.opengis.net/gml\"><gml:boundedBy><gml:Envelope srsName=\"EPSG:3879\" srsDimension=\"3\"><gml:lowerCorner>25497500 "
         "6672500 0</gml:lowerCorner><gml:upperCorner>25497510 6672510 10</gml:upperCorner></gml:Envelope></gml:boundedBy><core:cityObjectMember>"
         "<bldg:Building gml:id=\"A\"><bldg:yearOfConstruction>2090</bldg:yearOfConstruction><bldg:storeysAboveGround>40</bldg:storeysAboveGround>"
         "<bldg:lod2Solid><gml:Solid><gml:exterior><gml:CompositeSurface>" + faces +
         "</gml:CompositeSurface></gml:exterior></gml:Solid></bldg:lod2Solid></bldg:Building></core:cityObjectMember></core:CityModel>";
}

TEST_F(Report, WhatAModelSaysAgainstItselfIsToldWhenItIsReadToo) {
  const std::string model = folder_ / "impossible.gml";
  write_text(model, impossible_model());
  const auto contradictions = [](const Json& findings) {
    return std::count_if(findings.begin(), findings.end(), [](const Json& one) { return one["code"] == "register-contradiction"; });
  };
  const Json validated = kaksonen({"validate", "--json", model}).json();
  EXPECT_EQ(contradictions(validated["files"][0]["findings"]), 2) << validated;
  const Json imported = kaksonen({"import", "--twin", twin_, "--json", model}).json();
  EXPECT_EQ(contradictions(imported["files"][0]["findings"]), 2) << imported;
  const Json found = report();
  ASSERT_EQ(found["buildings"].size(), 1U);
  EXPECT_EQ(contradictions(found["buildings"][0]["findings"]), 2) << found["buildings"];
}

TEST_F(Report, SaysWhereTheRowsAre) {
  make(600, "2");
  const Json rows = report()["rows"];
  EXPECT_EQ(rows["unlinked"], kaksonen({"links", "--twin", twin_, "--status", "unlinked", "--json"}).json()["counts"]["unlinked_rows"]);
  EXPECT_EQ(rows["review"], kaksonen({"links", "--twin", twin_, "--status", "review", "--json"}).json()["counts"]["review"]);
  // Every row that its file's import took is in one of the three.
  const Json found = report();
  for (const Json& file : found["imports"]) {
    if (file["file"] != "register.csv") continue;
    EXPECT_EQ(rows["linked"].get<int>() + rows["review"].get<int>() + rows["unlinked"].get<int>(),
              file["accepted"].get<int>() + file["repaired"].get<int>());
  }
  EXPECT_NE(text_of(out_ + "/report.html").find("<p id=\"rows\" data-linked=\"" + std::to_string(rows["linked"].get<int>()) + "\""), std::string::npos);
}

TEST_F(Report, SpeaksOfThePastAndOfBranches) {
  make(60, "0");
  const Json before = report({"--as-of", "1"});
  EXPECT_EQ(before["as_of"], "1");
  EXPECT_EQ(before["sequence"], 1);
  EXPECT_EQ(kaksonen({"branch", "create", "plan-b", "--twin", twin_}).exit_code, 0);
  EXPECT_EQ(report({"--branch", "plan-b"})["branch"], "plan-b");
  EXPECT_EQ(kaksonen({"report", "--twin", twin_, "--out", out_, "--branch", "nowhere"}).exit_code, 3);
  EXPECT_EQ(kaksonen({"report", "--twin", twin_, "--out", out_, "--language", "de"}).exit_code, 2);
}

TEST_F(Report, TellsWhatEachFileAnsweredAtItsImport) {
  const std::string city = folder_ / "city";
  ASSERT_EQ(kaksonen({"synth", "--buildings", "300", "--seed", "3", "--errors", "1", "--out", city}).exit_code, 0);
  const auto import = [&] {
    const Finished run = kaksonen({"import", "--twin", twin_, "--author", "Aino", "--json", city + "/city.gml", city + "/register.csv"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.json();
  };
  const Json answer = import();
  const Json found = report();
  ASSERT_EQ(found["imports"].size(), 2U);
  for (const Json& file : found["imports"]) {
    const Json& told = answer["files"][file["file"] == "city.gml" ? 0 : 1];
    for (const char* member : {"file", "format", "mapping", "read", "accepted", "repaired", "rejected"}) {
      EXPECT_EQ(file[member], told[member]) << member;
    }
    std::size_t findings = 0;
    for (const Json& code : file["codes"]) findings += code["findings"].get<std::size_t>();
    EXPECT_EQ(findings, told["findings"].size());
    EXPECT_EQ(file["by"], "Aino");
    EXPECT_EQ(file["at"], found["recorded_at"]);
  }
  EXPECT_NE(text_of(out_ + "/report.html").find("data-file=\"register.csv\""), std::string::npos);

  // The same files again make no commit; the model alone, whose findings about links differ then, makes none either.
  EXPECT_EQ(import()["commit"], answer["commit"]);
  EXPECT_EQ(kaksonen({"import", "--twin", twin_, "--json", city + "/city.gml"}).json()["commit"], answer["commit"]);
  EXPECT_EQ(kaksonen({"verify", "--twin", twin_}).exit_code, 0);
  // A shorter edition answers otherwise, though no building changes.
  const std::string rows = text_of(city + "/register.csv");
  write_text(city + "/register.csv", rows.substr(0, rows.rfind('\n', rows.size() - 2) + 1));
  EXPECT_NE(import()["commit"], answer["commit"]);
  const Json later = report();
  ASSERT_EQ(later["imports"].size(), 2U);
  for (const Json& file : later["imports"]) {
    if (file["file"] == "register.csv") {
      EXPECT_EQ(file["read"], answer["files"][1]["read"].get<int>() - 1);
    }
  }
  EXPECT_EQ(report({"--as-of", "1"})["imports"], found["imports"]);
}

TEST_F(Report, AServerWritesTheSameFiles) {
  make(120, "1");
  const Json local = report();
  const std::string page = text_of(out_ + "/report.html");
  const Served served(twin_);
  const std::string there = folder_ / "there";
  for (const std::string& where : {served.address(), twin_}) {
    const Finished run = kaksonen({"report", "--twin", where, "--out", there, "--json"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.json()["codes"], local["codes"]);
    EXPECT_EQ(run.json()["files"].size(), 3U);
    EXPECT_EQ(text_of(there + "/report.html"), page);
    EXPECT_EQ(Json::parse(text_of(there + "/report.json")), local);
  }
}

TEST_F(Report, TheKalasatamaTileNamesItsBrokenSolid) {
  const std::string tile = shared_data("citygml/helsinki_kalasatama_2549_6674.gml");
  const std::string rows = shared_data("registry/helsinki_kalasatama_register.csv");
  if (!std::filesystem::exists(tile) || !std::filesystem::exists(rows)) {
    GTEST_SKIP() << "the Kalasatama tile is not beside the project: " << tile;
  }
  ASSERT_EQ(kaksonen({"import", "--twin", twin_, tile, rows}).exit_code, 0);
  const Json found = report();
  const Json& worst = found["buildings"][0];
  EXPECT_EQ(worst["id"], "BID_d1ebc713-dbbb-4e42-95d4-4b00e70dc67f");
  EXPECT_EQ(worst["volume_known"], false);
  std::set<std::string> codes;
  for (const Json& finding : worst["findings"]) codes.insert(finding["code"].get<std::string>());
  EXPECT_TRUE(codes.contains("302") && codes.contains("303"));  // shared/data/README.md: slits, and an edge used four times
  EXPECT_EQ(found["shares"]["linked"]["count"], 61);  // every row names the gml:id
  EXPECT_EQ(found["links"]["by_id"], 36);
  EXPECT_EQ(found["imports"].size(), 2U);
  EXPECT_NE(text_of(out_ + "/report.html").find("id=\"building-BID_d1ebc713-dbbb-4e42-95d4-4b00e70dc67f\""), std::string::npos);
}

TEST(ValidateTable, AnswersForEveryFileInARow) {
  const TemporaryFolder folder;
  const std::string city = folder / "city", broken = folder / "broken.gml";
  ASSERT_EQ(kaksonen({"synth", "--buildings", "37", "--seed", "5", "--errors", "0", "--out", city}).exit_code, 0);
  write_text(broken, "<CityModel>");
  const std::vector<std::string> files = {city + "/city.gml", city + "/register.csv", broken};
  std::vector<std::string> words = {"validate", "--table"};
  words.insert(words.end(), files.begin(), files.end());
  const Finished table = kaksonen(words);
  EXPECT_EQ(table.exit_code, 3) << "one file is broken";
  std::vector<std::string> lines;
  for (std::istringstream in(table.out); std::getline(in, lines.emplace_back());) {}
  lines.pop_back();
  ASSERT_EQ(lines.size(), 5U) << table.out;  // heading, three files, the sum
  EXPECT_TRUE(lines[1].starts_with("city.gml "));
  EXPECT_NE(lines[3].find("901×1"), std::string::npos) << lines[3];
  EXPECT_TRUE(lines[4].starts_with("3 files"));

  words.push_back("--json");
  const Json json = kaksonen(words).json();
  ASSERT_EQ(json["files"].size(), 3U);
  for (const Json& file : json["files"]) {
    EXPECT_EQ(file["read"].get<int>(), file["accepted"].get<int>() + file["repaired"].get<int>() + file["rejected"].get<int>());
    EXPECT_GE(file["seconds"].get<double>(), 0);
    EXPECT_FALSE(file.contains("findings"));
  }
  EXPECT_EQ(json["files"][0]["classes"]["Building"]["read"], 37);
  EXPECT_EQ(json["files"][2]["findings_by_code"]["901"], 1);
}

}  // namespace
}  // namespace tests
