// Files as `kaksonen validate` takes them, from their bytes to their findings. What is expected of val3dity's own
// test files stands in EXPECTED.csv beside them; the other texts are a cube of our own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "validate_cases.hpp"

namespace {

using testing::IsEmpty;
using Codes = std::set<std::string>;

geo::FileReport validated(const geo::InputFile& file, const geo::ReadOptions& options = {}) {
  auto reports = geo::validate_files({file}, options);
  EXPECT_TRUE(reports.at(0).diagnostics.tally.balances()) << file.name;
  return std::move(reports.at(0));
}

geo::FileReport validated(const std::filesystem::path& path, const geo::ReadOptions& options = {}) {
  return validated(geo::InputFile{path.filename().string(), path.string(), nullptr}, options);
}

geo::FileReport validated_text(const std::string& text, const geo::ReadOptions& options = {}) {
  return validated(geo::InputFile{"text.json", "", std::make_shared<const std::string>(text)}, options);
}

/// Codes of the findings that are errors, without the causes that stand beside a 901 or 902.
Codes errors_of(const geo::FileReport& report) {
  Codes out;
  for (const auto& finding : report.diagnostics.findings) {
    if (finding.severity != twin::Severity::kError) continue;
    if (report.unreadable && finding.code != "901" && finding.code != "902") continue;
    out.insert(finding.code);
  }
  return out;
}

struct Row {
  std::string file, expected;
};

std::vector<Row> rows_of(const std::filesystem::path& table, std::size_t expected_column) {
  std::vector<Row> out;
  std::istringstream lines(cases::text_of(table));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        cells.emplace_back();
      else
        cells.back() += c;
    }
    out.push_back({cells.at(0), cells.at(expected_column)});
  }
  return out;
}

/// The three-digit numbers of a text.
Codes codes_in(const std::string& text) {
  Codes out;
  std::string digits;
  for (const char c : text + " ") {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else {
      if (digits.size() == 3) out.insert(digits);
      digits.clear();
    }
  }
  return out;
}

TEST(ValidateFiles, EachGeometryCaseGetsItsCodeAndNoOther) {
  const auto folder = cases::data() / "geometry-validity";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared val3dity files are not here: " << folder;
  const auto rows = rows_of(folder / "EXPECTED.csv", 3);
  EXPECT_EQ(rows.size(), 51u);
  for (const auto& [file, expected] : rows) {
    const bool of_tolerance = file == "native/cube_tol_1.json";  // its row names two answers
    const auto found = errors_of(validated(file.find('/') == std::string::npos ? folder / "cityjson" / file : folder / file));
    const auto wanted = of_tolerance ? Codes{} : codes_in(expected);
    if (expected.find(" or ") != std::string::npos) {
      ASSERT_EQ(found.size(), 1u) << file;
      EXPECT_TRUE(wanted.contains(*found.begin())) << file << ": " << *found.begin();
    } else if (file == "101.city.json") {
      // A ring that is none leaves a hole in its shell, which is told too.
      EXPECT_EQ(found, (Codes{"101", "302"})) << file;
    } else {
      EXPECT_EQ(found, wanted) << file;
    }
  }
  geo::ReadOptions tight;
  tight.checks.tolerances.snap_m = 1e-6;
  EXPECT_EQ(errors_of(validated(folder / "native" / "cube_tol_1.json", tight)), Codes{"302"});
}

TEST(ValidateFiles, WhatTheCorpusAcceptsIsAccepted) {
  const auto folder = cases::data() / "cityjson" / "corpus";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared corpus is not here: " << folder;
  std::size_t accepted = 0;
  for (const auto& [file, expected] : rows_of(folder / "EXPECTED.csv", 2)) {
    const auto report = validated(folder / file);
    if (expected == "accept") {
      ++accepted;
      EXPECT_FALSE(report.unreadable) << file;
      EXPECT_EQ(report.diagnostics.tally.rejected, 0u) << file;
    } else {
      EXPECT_TRUE(report.unreadable) << file;
    }
  }
  EXPECT_EQ(accepted, 23u);
}

/// A cube of one metre; `top` is the top face's ring.
std::string cube(const std::string& top) {
  return R"("boundaries": [[ [[0,3,2,1]], [[0,1,5,4]], [[1,2,6,5]], [[2,3,7,6]], [[3,0,4,7]])" + top + "]]";
}
constexpr const char* kTop = ", [[4,5,6,7]]";

std::string document(const std::string& objects) {
  return R"({"type": "CityJSON", "version": "2.0", "transform": {"scale": [1,1,1], "translate": [25496000, 6672000, 10]},
    "metadata": {"referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/3879"}, "CityObjects": )" + objects + R"(,
    "vertices": [[0,0,0],[1,0,0],[1,1,0],[0,1,0],[0,0,1],[1,0,1],[1,1,1],[0,1,1]]})";
}

TEST(ValidateFiles, SolidsOfEveryClassAreChecked) {
  for (const std::string type : {"Building", "Bridge", "CityFurniture", "GenericCityObject"}) {
    const auto with = [&](const std::string& top) {
      return document("{\"a\": {\"type\": \"" + type + R"(", "geometry": [{"type": "Solid", "lod": "2", )" + cube(top) + "}]}}");
    };
    EXPECT_THAT(errors_of(validated_text(with(kTop))), IsEmpty()) << type;
    EXPECT_EQ(errors_of(validated_text(with(""))), Codes{"302"}) << type;
  }
}

TEST(ValidateFiles, ABuildingOfWordsAloneIsAcceptedAndOneOfUnusableRingsIsNot) {
  const auto words = validated_text(document(R"({"a": {"type": "Building", "attributes": {"storeys": 4}}})"));
  EXPECT_THAT(errors_of(words), IsEmpty());
  EXPECT_EQ(words.classes.at("Building").read, 1u);
  EXPECT_EQ(words.classes.at("Building").accepted, 1u);
  const auto unusable = validated_text(document(
      R"({"a": {"type": "Building", "geometry": [{"type": "MultiSurface", "lod": "2", "boundaries": [[[0,1,0]]]}]}})"));
  EXPECT_EQ(errors_of(unusable), (Codes{"101", "902"}));
  EXPECT_EQ(unusable.classes.at("Building").rejected, 1u);
}

TEST(ValidateFiles, EveryLevelOfDetailIsChecked) {
  const auto with = [](const std::string& low, const std::string& high) {
    return document(R"({"a": {"type": "Building", "geometry": [{"type": "Solid", "lod": "1", )" + cube(low) +
                    R"(}, {"type": "Solid", "lod": "2", )" + cube(high) + "}]}}");
  };
  EXPECT_THAT(errors_of(validated_text(with(kTop, kTop))), IsEmpty());
  for (const bool low : {true, false}) {
    const auto report = validated_text(low ? with("", kTop) : with(kTop, ""));
    ASSERT_EQ(report.diagnostics.findings.size(), 2u);
    EXPECT_EQ(report.diagnostics.findings[0].code, "302");
    EXPECT_EQ(report.diagnostics.findings[0].lod, low ? "1" : "2");
    EXPECT_EQ(report.diagnostics.findings[1].code, "lod-kept-aside");
  }
}

TEST(ValidateFiles, EveryLevelOfDetailOfCityGmlIsChecked) {
  const auto solid = [](const std::string& lod, bool open) {
    std::string out = "<b:lod" + lod + "Solid><g:Solid><g:exterior><g:CompositeSurface>";
    for (const std::string ring : {"0 0 0 1 0 0 1 1 0 0 1 0 0 0 0", "0 0 0 0 1 0 0 1 1 0 0 1 0 0 0", "0 1 0 1 1 0 1 1 1 0 1 1 0 1 0",
                                   "1 1 0 1 0 0 1 0 1 1 1 1 1 1 0", "1 0 0 0 0 0 0 0 1 1 0 1 1 0 0", "0 0 1 0 1 1 1 1 1 1 0 1 0 0 1"}) {
      if (open && ring.starts_with("0 0 1")) continue;
      std::istringstream numbers(ring);
      std::ostringstream moved;
      for (int north = 0, east = 0, up = 0; numbers >> north >> east >> up;) {
        moved << 6'672'000 + north << ' ' << 25'496'000 + east << ' ' << up << ' ';
      }
      out += "<g:surfaceMember><g:Polygon><g:exterior><g:LinearRing><g:posList>" + moved.str() +
             "</g:posList></g:LinearRing></g:exterior></g:Polygon></g:surfaceMember>";
    }
    return out + "</g:CompositeSurface></g:exterior></g:Solid></b:lod" + lod + "Solid>";
  };
  const auto lods = [&](const std::string& geometry) {
    std::vector<std::string> out;
    const auto report = validated(geo::InputFile{
        "a.gml", "",
        std::make_shared<const std::string>(
            R"(<c:CityModel xmlns:c="http://www.opengis.net/citygml/2.0" xmlns:b="http://www.opengis.net/citygml/building/2.0")"
            R"( xmlns:g="http://www.opengis.net/gml"><g:boundedBy><g:Envelope srsName="EPSG:3879" srsDimension="3"/></g:boundedBy>)"
            R"(<c:cityObjectMember><b:Building g:id="a">)" + geometry + "</b:Building></c:cityObjectMember></c:CityModel>")});
    for (const auto& finding : report.diagnostics.findings) out.push_back(finding.code + " at " + finding.lod);
    return out;
  };
  using testing::ElementsAre;
  EXPECT_THAT(lods(solid("1", false) + solid("2", false)), ElementsAre("lod-kept-aside at "));
  EXPECT_THAT(lods(solid("1", true) + solid("2", false)), ElementsAre("302 at 1", "lod-kept-aside at "));
  EXPECT_THAT(lods(solid("1", false) + solid("2", true)), ElementsAre("302 at 2", "lod-kept-aside at "));
  // Level 4 of a building's outside counts, as level 3, only where it has nothing below.
  EXPECT_THAT(lods(solid("4", true)), ElementsAre("302 at 3"));
  EXPECT_THAT(lods(solid("2", false) + solid("4", true)), ElementsAre("object-passed-over at "));
  EXPECT_THAT(lods(solid("4", true) + solid("2", false)), ElementsAre("object-passed-over at "));
}

TEST(ValidateFiles, OneThatNamesItselfAsItsParentIsTold) {
  const auto codes = [](const std::string& kin) {
    return errors_of(validated_text(document(R"({"a": {"type": "Building", )" + kin + R"(, "geometry": [{"type": "Solid", "lod": "2", )" +
                                             cube(kTop) + "}]}}")));
  };
  EXPECT_EQ(codes(R"("parents": ["a"])"), Codes{"parent-missing"});
  EXPECT_EQ(codes(R"("children": ["a"])"), Codes{"child-missing"});
}

TEST(ValidateFiles, AMisspeltClassIsReadAndRejected) {
  const auto report = validated_text(document(R"({"a": {"type": "Buildng", "geometry": []}})"));
  EXPECT_EQ(errors_of(report), Codes{"class-unknown"});
  EXPECT_NE(report.diagnostics.findings[0].remedy.find("Building"), std::string::npos);
  EXPECT_EQ(report.diagnostics.tally.read, 1u);
  EXPECT_EQ(report.diagnostics.tally.rejected, 1u);
}

}  // namespace
