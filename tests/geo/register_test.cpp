#include "geo/io/register_reader.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/io/register_columns.hpp"
#include "geo/io/register_text.hpp"
#include "geo/io/register_values.hpp"

namespace {

using geo::read_register;
using geo::RegisterField;

std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string invalid(const std::string& name) {
  return file_text(std::string(KAKSONEN_SOURCE_DIR "/tests/data/invalid/register/") + name);
}

geo::RegisterFile read(const std::string& text) {
  auto out = read_register("register.csv", text);
  EXPECT_TRUE(out) << out.problem().code << " " << out.problem().message;
  if (!out) return {};
  // Told of every register with gaps; QualityRules counts them.
  std::erase_if(out->diagnostics.findings, [](const auto& finding) { return finding.code == "register-value-missing"; });
  return *out;
}

twin::Problem refusal(const std::string& text) {
  auto out = read_register("register.csv", text);
  EXPECT_FALSE(out);
  return out ? twin::Problem{} : out.problem();
}

void expect_tally(const twin::Tally& tally, std::uint64_t accepted, std::uint64_t repaired,
                  std::uint64_t rejected) {
  EXPECT_EQ(tally.accepted, accepted);
  EXPECT_EQ(tally.repaired, repaired);
  EXPECT_EQ(tally.rejected, rejected);
  EXPECT_EQ(tally.read, accepted + repaired + rejected);
}

TEST(Register, RG01_BuildingIdOfNineCharactersRejectsTheRow) {
  const auto file = read(invalid("building-id-format.csv"));
  expect_tally(file.diagnostics.tally, 1, 0, 1);
  ASSERT_EQ(file.diagnostics.findings.size(), 1u);
  const auto& finding = file.diagnostics.findings[0];
  EXPECT_EQ(finding.code, "building-id-format");
  EXPECT_EQ(finding.place, "row 3, column VTJ_PRT");
  EXPECT_EQ(finding.value, "10282153S");
  EXPECT_NE(finding.remedy.find("10 characters: 1, eight digits, check character"), std::string::npos);
}

TEST(Register, AnIdWithoutItsCheckCharacterIsCalledThat) {
  // 190000001 mod 31 = 9.
  const auto file = read("VTJ_PRT,storeys\n190000001,4\n");
  ASSERT_EQ(file.diagnostics.findings.size(), 1u);
  const auto& remedy = file.diagnostics.findings[0].remedy;
  EXPECT_EQ(remedy.find("one of the digits or that character is wrong"), std::string::npos) << "it has none";
  EXPECT_NE(remedy.find("It has 9 characters. A permanent building id has 10 characters"), std::string::npos) << remedy;
  EXPECT_NE(remedy.find("it is 9."), std::string::npos) << remedy;
}

TEST(Register, RG02_SameIdOnRowsFiveAndNineRejectsBoth) {
  const auto file = read(invalid("duplicate-key.csv"));
  expect_tally(file.diagnostics.tally, 6, 0, 2);
  ASSERT_EQ(file.diagnostics.findings.size(), 1u);
  EXPECT_EQ(file.diagnostics.findings[0].code, "duplicate-key");
  EXPECT_EQ(file.diagnostics.findings[0].place, "row 5, row 9");
  EXPECT_EQ(file.diagnostics.findings[0].value, "VTJ-PRT 103023724X");
}

TEST(Register, RG03_UnquotedDecimalCommaIsAColumnTooMany) {
  const auto problem = refusal(invalid("column-count.csv"));
  EXPECT_EQ(problem.code, "column-count");
  EXPECT_EQ(problem.place, "row 3");
  EXPECT_NE(problem.message.find("expected 7"), std::string::npos);
  EXPECT_NE(problem.message.find("found 8"), std::string::npos);
  EXPECT_EQ(problem.value, "found 8, expected 7");
  EXPECT_NE(problem.remedy.find("semicolon"), std::string::npos);
}

TEST(Register, RG04_LatinOneBytesAreNamed) {
  const auto problem = refusal(invalid("encoding-invalid.csv"));
  EXPECT_EQ(problem.code, "encoding-invalid");
  EXPECT_EQ(problem.place, "row 3, column address");
  EXPECT_EQ(problem.value, "0xE4");  // ä in ISO-8859-1
  EXPECT_NE(problem.message.find("ISO-8859-1"), std::string::npos);
  EXPECT_NE(problem.remedy.find("looks like ISO-8859-1"), std::string::npos);
}

TEST(Register, AColumnThatStandsTwiceIsToldOnce) {
  const auto out = geo::read_register("r.csv", "VTJ_PRT,storeys,storeys,storeys,,\n103557252H,,4,7,,\n");
  ASSERT_TRUE(out);
  ASSERT_EQ(out->diagnostics.findings.size(), 1u);
  EXPECT_EQ(out->diagnostics.findings[0].code, "column-repeated");
  EXPECT_EQ(out->diagnostics.findings[0].severity, twin::Severity::kWarning);
  EXPECT_EQ(out->diagnostics.findings[0].value, "storeys");
  EXPECT_EQ(out->diagnostics.tally.accepted, 1u);
  EXPECT_EQ(out->rows.at(0).card.storeys, 4);  // the first that is not empty
}

TEST(Register, RG05_WithoutAnIdentifyingColumnItIsRefused) {
  const auto problem = refusal(invalid("column-missing.csv"));
  EXPECT_EQ(problem.code, "column-missing");
  EXPECT_NE(problem.message.find("VTJ_PRT"), std::string::npos);
  EXPECT_NE(problem.value.find("floor_area_m2"), std::string::npos);
}

TEST(Register, WithoutThePermanentIdItIsTakenAndSaid) {
  const auto file = read("RATU,storeys\n12345,3\n");
  expect_tally(file.diagnostics.tally, 1, 0, 0);
  ASSERT_EQ(file.diagnostics.findings.size(), 1u);
  EXPECT_EQ(file.diagnostics.findings[0].code, "column-missing");
  EXPECT_EQ(file.diagnostics.findings[0].severity, twin::Severity::kWarning);
  EXPECT_NE(file.diagnostics.findings[0].remedy.find("VTJ_PRT"), std::string::npos);
  EXPECT_TRUE(read("VTJ_PRT,storeys\n103557252H,3\n").diagnostics.findings.empty());
}

TEST(Register, RG06_DayThatDoesNotExistIsDropped) {
  const auto file = read(invalid("date-invalid.csv"));
  expect_tally(file.diagnostics.tally, 1, 1, 0);
  EXPECT_EQ(file.diagnostics.findings.at(0).code, "date-invalid");
  EXPECT_EQ(file.diagnostics.findings.at(0).place, "row 3, column completed");
  EXPECT_EQ(file.rows.at(1).card.completed, "");
  EXPECT_FALSE(file.rows.at(1).card.completion_year);
  EXPECT_EQ(file.rows.at(1).card.floor_area_m2, 20003.0);
}

TEST(Register, RG07_OpenQuoteIsNamedWhereItOpened) {
  const auto problem = refusal(invalid("quote-unclosed.csv"));
  EXPECT_EQ(problem.code, "quote-unclosed");
  EXPECT_EQ(problem.place, "row 3, column address");
  // A long file without any further quote: still the row where it opened, not the last one.
  std::string text = "VTJ_PRT,address\n103557252H,a\n102821537S,\"b\n";
  for (int i = 0; i < 10'000; ++i) text += "1030237" + std::to_string(10 + i % 80) + "X,street\n";
  EXPECT_EQ(refusal(text).code, "quote-unclosed");
  EXPECT_EQ(refusal(text).place, "row 3, column address");
}

TEST(Register, RG08_FormulaIsTextWithANote) {
  const auto file = read(invalid("looks-like-formula.csv"));
  expect_tally(file.diagnostics.tally, 2, 0, 0);
  ASSERT_EQ(file.diagnostics.findings.size(), 1u);
  EXPECT_EQ(file.diagnostics.findings[0].code, "looks-like-formula");
  EXPECT_EQ(file.diagnostics.findings[0].severity, twin::Severity::kInfo);
  EXPECT_EQ(file.rows.at(1).card.address, "=HYPERLINK(\"http://x\",\"y\")");
}

TEST(Register, OtherDefects) {
  const auto words = read(invalid("value-not-a-number.csv"));
  expect_tally(words.diagnostics.tally, 1, 1, 0);
  EXPECT_EQ(words.diagnostics.findings.at(0).code, "value-not-a-number");
  EXPECT_FALSE(words.rows.at(1).card.floor_area_m2);
  const auto nameless = read(invalid("identifier-missing.csv"));
  expect_tally(nameless.diagnostics.tally, 1, 0, 1);
  EXPECT_EQ(nameless.diagnostics.findings.at(0).code, "identifier-missing");
  EXPECT_EQ(nameless.diagnostics.findings.at(0).place, "row 3");
}

TEST(Register, ZeroAreaAndZeroStoreysAreUnknown) {
  const auto file = read(
      "VTJ_PRT;RATU;Kerrosala;Kerroksia;Valmistunut\n103557252H;0;0;0;\n102821537S;62413;1195,5;4.0;12.6."
      "2015\n");
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_FALSE(file.rows[0].card.floor_area_m2);
  EXPECT_FALSE(file.rows[0].card.storeys);
  EXPECT_EQ(file.rows[0].card.municipal_number, "");
  EXPECT_EQ(file.rows[1].card.floor_area_m2, 1195.5);
  EXPECT_EQ(file.rows[1].card.storeys, 4);
  EXPECT_EQ(file.rows[1].card.completed, "2015-06-12");
  EXPECT_EQ(file.rows[1].card.source, "register.csv row 3");
}

TEST(Register, BlankLinesAndLineBreaksInQuotesKeepRowNumbersRight) {
  const auto file = read(
      "\xEF\xBB\xBFVTJ_PRT,address\r\n\r\n103557252H,\"two\r\nlines\"\r\n102821537S,\"a \"\"b\"\"\"\r\n");
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].place, "row 3");
  EXPECT_EQ(file.rows[1].place, "row 4");
  EXPECT_EQ(file.rows[1].card.address, "a \"b\"");
}

TEST(Register, LimitsHoldAtTheLimitAndOneBeyond) {
  const auto field = [](std::size_t size) {
    return "VTJ_PRT,address\n103557252H," + std::string(size, 'x') + "\n";
  };
  EXPECT_TRUE(geo::check_register_text(field(65'536)));
  EXPECT_EQ(geo::check_register_text(field(65'537)).problem().code, "field-too-long");
  const auto columns = [](int count) {
    std::string out = "VTJ_PRT";
    for (int i = 1; i < count; ++i) out += ",c" + std::to_string(i);
    return out + "\n";
  };
  EXPECT_TRUE(geo::check_register_text(columns(512)));
  EXPECT_EQ(geo::check_register_text(columns(513)).problem().code, "too-many-columns");
  std::string line = "VTJ_PRT", row = "103557252H";
  for (int i = 0; i < 16; ++i) line += ",c", row += "," + std::string(65'536, 'x');
  EXPECT_EQ(geo::check_register_text(line + "\n" + row + "\n").problem().code, "line-too-long");
  EXPECT_EQ(geo::check_register_text("\n\n").problem().code, "902");
  EXPECT_EQ(geo::check_register_text(std::string("VTJ_PRT\na\0b\n", 12)).problem().code, "encoding-invalid");
}

TEST(RegisterColumns, SpellingsOfOneNameAreOneField) {
  for (const char* name :
       {"VTJ_PRT", "vtj_prt", "Rakennustunnus_(VTJ-PRT)", "permanent_building_identifier"}) {
    EXPECT_EQ(geo::register_field(name), RegisterField::kPermanentId) << name;
  }
  for (const char* name : {"RATU", "Rakennustunnus_(RATU)"})
    EXPECT_EQ(geo::register_field(name), RegisterField::kMunicipalNumber);
  for (const char* name : {"floor_area_m2", "Kerrosala", "I_KEROSAL"})
    EXPECT_EQ(geo::register_field(name), RegisterField::kFloorArea);
  for (const char* name : {"Käyttötarkoitus", "use_text"})
    EXPECT_EQ(geo::register_field(name), RegisterField::kUseText);
  EXPECT_EQ(geo::register_field("I_KERRLKM"), RegisterField::kStoreys);
  EXPECT_EQ(geo::register_field("TILA_KOODI"), std::nullopt);
}

TEST(RegisterValues, DatesAndFormulas) {
  EXPECT_EQ(geo::parse_register_date("2024-02-29")->iso, "2024-02-29");  // 2024 is a leap year
  EXPECT_FALSE(geo::parse_register_date("2023-02-29"));
  EXPECT_FALSE(geo::parse_register_date("9999-12-31"));
  EXPECT_EQ(geo::parse_register_date("1931")->year, 1931);
  EXPECT_EQ(geo::parse_register_date("2015-06-12T00:00:00Z")->iso, "2015-06-12");
  EXPECT_FALSE(geo::parse_register_date("12-06-2015"));
  EXPECT_TRUE(geo::looks_like_formula("@SUM(1)"));
  EXPECT_FALSE(geo::looks_like_formula("-12,5"));
  EXPECT_FALSE(geo::looks_like_formula("Leonkatu 1"));
}

TEST(Register, KalasatamaRegisterHoldsWhatTheDataSheetSays) {
  const std::string path = KAKSONEN_SOURCE_DIR "/../shared/data/registry/helsinki_kalasatama_register.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "shared data is not beside the repository";
  const auto file = read(file_text(path));
  expect_tally(file.diagnostics.tally, 61, 0, 0);
  std::size_t ids = 0, areas = 0, dates = 0;
  for (const auto& row : file.rows) {
    ids += row.card.permanent_id.empty() ? 0 : 1;
    areas += row.card.floor_area_m2 ? 1 : 0;
    dates += row.card.completed.empty() ? 0 : 1;
  }
  EXPECT_EQ(ids, 36u);  // shared/data/README.md
  EXPECT_EQ(areas, 31u);
  EXPECT_EQ(dates, 23u);
}

}  // namespace
