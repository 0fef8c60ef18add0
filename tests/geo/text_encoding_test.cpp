// Tables in other encodings and with other separators than UTF-8 and commas.
#include "geo/io/text_encoding.hpp"

#include <gmock/gmock.h>

#include "geo/io/population_mapping.hpp"
#include "import_city.hpp"

namespace {

using import_city::count;
using import_city::find;
using import_city::in_memory;
using testing::HasSubstr;

/// Text of the first 256 characters of Unicode as UTF-16, given as UTF-8.
std::string utf16(const std::string& text, bool little, bool mark) {
  std::string out;
  const auto add = [&](unsigned unit) {
    const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
    out += little ? low : high;
    out += little ? high : low;
  };
  if (mark) add(0xFEFF);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    add(byte < 0x80 ? byte : (byte & 0x1Fu) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3Fu));
  }
  return out;
}

geo::CityBatch import(const std::string& text, const geo::ReadOptions& options = {}) { return geo::read_city({in_memory("t.csv", text)}, options); }

const std::string kTable = "VTJ_PRT\tstoreys\taddress\n103557252H\t4\tHämeentie 1\n102821537S\t5\tLeonkatu 2, B\n";

void expect_both(const geo::CityBatch& batch, const std::string& what) {
  ASSERT_FALSE(batch.files.at(0).unreadable) << what << " " << batch.files[0].diagnostics.findings.at(0).code;
  EXPECT_EQ(batch.files[0].diagnostics.tally.accepted, 2u) << what;
  ASSERT_EQ(batch.kept_rows.size(), 2u) << what;
  const auto& first = batch.kept_rows[0].card.permanent_id == "103557252H" ? batch.kept_rows[0] : batch.kept_rows[1];
  EXPECT_EQ(first.card.address, "Hämeentie 1") << what;
  EXPECT_EQ(first.card.storeys, 4) << what;
}

TEST(TextEncoding, TabsSeparateColumns) { expect_both(import(kTable), "tabs"); }

TEST(TextEncoding, AComaInATextOfTabsIsNone) {
  const auto batch = import("VTJ_PRT\taddress, street and number\tstoreys\n103557252H\tHämeentie 1, A\t4\n");
  EXPECT_EQ(batch.files.at(0).diagnostics.tally.accepted, 1u);
}

TEST(TextEncoding, SixteenBitsAreReadAndSaid) {
  for (const bool little : {true, false}) {
    for (const bool mark : {true, false}) {
      const auto batch = import(utf16(kTable, little, mark));
      expect_both(batch, std::string(little ? "little" : "big") + (mark ? " marked" : ""));
      ASSERT_EQ(count(batch.files.at(0), "encoding-converted"), 1u);
      EXPECT_EQ(find(batch.files[0], "encoding-converted")->value, little ? "UTF-16LE" : "UTF-16BE");
      EXPECT_EQ(find(batch.files[0], "encoding-converted")->severity, twin::Severity::kInfo);
    }
  }
}

TEST(TextEncoding, JsonOfSixteenBitsIsJson) {
  const std::string layer = R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"VTJ_PRT":"103557252H","address":"Hämeentie 1"},"geometry":null}]})";
  const auto batch = import(utf16(layer, true, true));
  ASSERT_FALSE(batch.files.at(0).unreadable) << batch.files[0].diagnostics.findings.at(0).code;
  EXPECT_EQ(batch.files[0].format, "GeoJSON register");
  EXPECT_EQ(count(batch.files[0], "encoding-converted"), 1u);
  EXPECT_EQ(batch.kept_rows.at(0).card.address, "Hämeentie 1");
}

/// "Hämeentie 1" as windows-1252 and both ISO-8859: ä is E4 in all three; the euro sign is 80 in the first and A4 in ISO-8859-15.
TEST(TextEncoding, TheCallerOrTheMappingDeclaresIt) {
  const std::string table = "VTJ_PRT;storeys;address\n103557252H;4;H\xE4meentie 1\n102821537S;5;Leonkatu 2\n";
  const auto refused = import(table);
  ASSERT_TRUE(refused.files.at(0).unreadable);
  EXPECT_EQ(refused.files[0].diagnostics.findings.at(0).code, "encoding-invalid");
  EXPECT_THAT(refused.files[0].diagnostics.findings[0].remedy, HasSubstr("--encoding ISO-8859-1"));
  for (const char* const name : {"ISO-8859-1", "latin1", "iso_8859-15", "windows-1252"}) {
    geo::ReadOptions options;
    options.encoding = name;
    expect_both(import(table, options), name);
  }
  geo::ReadOptions options;
  ASSERT_TRUE(geo::take_mapping("m.toml", "name = \"m\"\nextends = \"common\"\nencoding = \"ISO-8859-1\"\n[[column]]\nfield = \"use_text\"\nnames = [\"what\"]\n", options));
  expect_both(import(table, options), "mapping");
  const auto unknown = geo::take_mapping("m.toml", "name = \"m\"\nencoding = \"ISO-8859-11\"\n[[column]]\nfield = \"use_text\"\nnames = [\"what\"]\n", options);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.problem().code, "mapping-invalid");
  EXPECT_EQ(unknown.problem().place, "m.toml line 2");
}

TEST(TextEncoding, AMarkOfUtf8CountsMoreThanWhatIsDeclared) {
  geo::ReadOptions options;
  options.encoding = "ISO-8859-1";
  expect_both(import("\xEF\xBB\xBF" + kTable, options), "marked UTF-8");
}

TEST(TextEncoding, Characters) {
  const auto text = [](std::string_view bytes, geo::TextEncoding encoding) {
    const auto out = geo::to_utf8(bytes, encoding);
    return out ? *out : out.problem().code + " " + out.problem().place;
  };
  using enum geo::TextEncoding;
  EXPECT_EQ(text("\x80\xE5", kWindows1252), "€å");
  EXPECT_EQ(text("\xA4\xE5", kLatin9), "€å");
  EXPECT_EQ(text("\xA4\xE5", kLatin1), "¤å");
  EXPECT_EQ(text("a\x81", kWindows1252), "encoding-invalid byte 2");
  // U+1F3E0, a house: D83C DFE0.
  EXPECT_EQ(text(std::string_view("\xD8\x3C\xDF\xE0", 4), kUtf16Be), "🏠");
  EXPECT_EQ(text(std::string_view("\x3C\xD8\x61\x00", 4), kUtf16Le), "encoding-invalid byte 1") << "half of a pair";
  EXPECT_EQ(text(std::string_view("\x61\x00\x62", 3), kUtf16Le), "encoding-invalid byte 3");
  EXPECT_EQ(geo::text_encoding_named("UTF8"), kUtf8);
  EXPECT_EQ(geo::text_encoding_named("klingon"), std::nullopt);
}

}  // namespace
