// The page and the tables of a comparison.
#include "server/compare/comparison_page.hpp"

#include <gtest/gtest.h>

#include "server/compare/base64.hpp"
#include "server/compare/comparison_table.hpp"
#include "server/compare/outside_program.hpp"
#include "sim/run/process.hpp"

namespace {

using geo::ReportLanguage;
using twin::Json;

const Json& answer() {
  static const Json out = [] {
    Json inputs = sim::find_process("scenario-comparison")->example();
    inputs["scenarios"][1]["name"] = "<b>five & more</b>";
    inputs["map"] = true;
    sim::Sink sink;
    return *sim::execute("scenario-comparison", inputs, {}, sink);
  }();
  return out;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(ComparisonPage, StandsAloneInThreeLanguages) {
  for (const auto& [language, dwellings, residents] : {std::tuple{ReportLanguage::kFinnish, "Asunnot", "48"}, {ReportLanguage::kSwedish, "Bostäder", "48"}, {ReportLanguage::kEnglish, "Dwellings", "48"}}) {
    const std::string page = server::comparison_page(answer(), {language, "Kalasatama <x>", {{"four storeys", "\x89PNG\r\n\x1a\n"}}});
    EXPECT_TRUE(has(page, dwellings));
    EXPECT_TRUE(has(page, residents));
    EXPECT_FALSE(has(page, "<script"));
    EXPECT_FALSE(has(page, "http"));
    EXPECT_FALSE(has(page, "<b>five"));
    EXPECT_TRUE(has(page, "&lt;b&gt;five &amp; more&lt;/b&gt;"));
    EXPECT_TRUE(has(page, "Kalasatama &lt;x&gt;"));
    EXPECT_TRUE(has(page, "data:image/png;base64,iVBORw0KGgo="));
    for (const char* id : {"overview", "pictures", "table", "charts", "ranking", "spread", "map", "rules", "changes", "assumptions", "lineage"})
      EXPECT_TRUE(has(page, std::string("<section id=\"") + id)) << id;
    EXPECT_FALSE(has(page, "{a}"));
  }
}

TEST(ComparisonPage, WritesNumbersByLanguage) {
  EXPECT_EQ(server::number_text(12345.678, 1, ReportLanguage::kEnglish), "12,345.7");
  EXPECT_EQ(server::number_text(12345.678, 1, ReportLanguage::kFinnish), "12\u00a0345,7");
  EXPECT_EQ(server::number_text(-1234567, 0, ReportLanguage::kSwedish), "−1\u00a0234\u00a0567");
  EXPECT_EQ(server::number_text(600, 0, ReportLanguage::kEnglish, true), "+600");
  EXPECT_EQ(server::number_text(-0.001, 2, ReportLanguage::kEnglish, true), "0.00");
  EXPECT_EQ(server::unit_words("m2·h", ReportLanguage::kEnglish), "m²·h");
  EXPECT_EQ(server::unit_words("k-m2", ReportLanguage::kFinnish), "k-m²");
  EXPECT_EQ(server::unit_words("1", ReportLanguage::kFinnish), "");
}

TEST(ComparisonTable, CsvKeepsNumbersAndDisarmsTexts) {
  const std::string csv = server::csv_of(server::comparison_rows(answer(), ReportLanguage::kEnglish));
  EXPECT_EQ(csv.substr(0, csv.find("\r\n")), "Key figure,Unit,Better,four storeys,four storeys P10,four storeys P90,<b>five & more</b>,<b>five & more</b> − four storeys,<b>five & more</b> P10,<b>five & more</b> P90");
  EXPECT_TRUE(has(csv, "Dwellings,dwellings,more,32,32,32,40,8,40,40\r\n"));
  EXPECT_TRUE(has(csv, "Canopy cover,%,more,,,,,,,\r\n"));  // not known is empty, never 0
  const geo::Table formula{"t", {{"=HYPERLINK(\"x\",\"y\")", false}}, {{std::string("+1")}, {-2.5}}};
  EXPECT_EQ(server::csv_of(formula), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n'+1\r\n-2.5\r\n");
}

TEST(Base64, IsThatOfRfc4648) {
  // Section 10 of the RFC.
  for (const auto& [plain, coded] : {std::pair{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}})
    EXPECT_EQ(server::base64(plain), coded);
}

TEST(OutsideProgram, TellsWhatWentWrong) {
  EXPECT_TRUE(server::run_program("/bin/true", {}, std::chrono::seconds(10)));
  EXPECT_EQ(server::run_program("/bin/false", {}, std::chrono::seconds(10)).problem().message, "The program ended with 1.");
  EXPECT_EQ(server::run_program("/nowhere/program", {}, std::chrono::seconds(10)).problem().code, "program-failed");
  EXPECT_EQ(server::run_program("/bin/sh", {"-c", "echo one; echo two >&2; exit 3"}, std::chrono::seconds(10)).problem().value, "two");
  EXPECT_EQ(server::run_program("/bin/sleep", {"30"}, std::chrono::seconds(0)).problem().code, "program-failed");
  EXPECT_FALSE(server::find_program("no-such-program-anywhere"));
  EXPECT_TRUE(server::find_program("sh"));
}

}  // namespace
