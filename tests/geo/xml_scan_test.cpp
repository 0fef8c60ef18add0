#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "geo/io/xml_bytes.hpp"
#include "geo/io/xml_scan.hpp"

namespace {

/// Writes down what it hears: "(name a=b", text, ")".
class Listener final : public geo::XmlHandler {
 public:
  void start_element(geo::XmlSource& source, const geo::XmlName& name, const geo::XmlAttributes& attributes) override {
    heard += "(" + name.full;
    for (const char* each : {"a", "b", "urn:p|a"}) {
      if (const auto* value = attributes.find(each)) heard += std::string(" ") + each + "=" + std::string(*value);
    }
    if (name.local == "stop") source.stop({"stopped", "because", {}, {}, "do not"});
    line = source.line();
  }
  void end_element(geo::XmlSource&) override { heard += ")"; }
  void text(geo::XmlSource&, std::string_view piece) override { heard += piece; }

  std::string heard;
  std::uint64_t line = 0;
};

struct Scanned {
  Listener listener;
  twin::Result<std::optional<geo::XmlHandover>> outcome = twin::Problem{};
};

Scanned scan(const std::string& document) {
  Scanned out;
  geo::XmlNames names;
  std::istringstream in(document);
  out.outcome = geo::XmlScan(out.listener, names).read(in, {});
  return out;
}

TEST(XmlScan, TakesPlainDocumentsToTheirEnd) {
  const auto out = scan(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><r xmlns:p=\"urn:p\" xmlns=\"urn:d\">\n"
      "<p:e a='1' p:a=\"&lt;2\"/>x&amp;y<!-- c -->\r\nz<f xmlns=\"urn:f\" b=\"\t\"><g/></f></r >\n");
  ASSERT_TRUE(out.outcome);
  EXPECT_FALSE(out.outcome->has_value());
  EXPECT_EQ(out.listener.heard, "(urn:d|r\n(urn:p|e a=1 urn:p|a=<2)x&y\nz(urn:f|f b= (urn:f|g)))");
  EXPECT_EQ(out.listener.line, 4u);
}

TEST(XmlScan, HandsOverInFrontOfWhatIsOdd) {
  const auto out = scan("<r xmlns:p=\"urn:p\"><p:e a=\"1\">one\n  two<![CDATA[x]]></p:e></r>");
  ASSERT_TRUE(out.outcome);
  ASSERT_TRUE(out.outcome->has_value());
  const auto& handover = **out.outcome;
  EXPECT_EQ(out.listener.heard, "(r(urn:p|e a=1one\n  two");
  ASSERT_EQ(handover.open.size(), 2u);
  EXPECT_EQ(handover.open[0].name, "r");
  EXPECT_EQ(handover.open[0].declarations, " xmlns:p=\"urn:p\"");
  EXPECT_EQ(handover.open[1].name, "p:e");
  EXPECT_EQ(handover.open[1].declarations, "");
  EXPECT_EQ(handover.rest, "<![CDATA[x]]></p:e></r>");
  EXPECT_EQ(handover.line, 2u);
  EXPECT_EQ(handover.characters, 5u);
  EXPECT_EQ(handover.byte, 39u);
}

TEST(XmlScan, HandsOverAllOfADocumentWhoseRootItDoesNotTake) {
  const std::string document = "<!-- c -->\n<!DOCTYPE r><r/>";
  const auto out = scan(document);
  ASSERT_TRUE(out.outcome && out.outcome->has_value());
  EXPECT_EQ((*out.outcome)->rest, document);
  EXPECT_EQ((*out.outcome)->byte, 0u);
  EXPECT_EQ(out.listener.heard, "");
}

TEST(XmlScan, AStopOfTheHandlerEndsItWithThePlace) {
  const auto out = scan("<r>\n \xC3\xA4 <stop/></r>");
  ASSERT_FALSE(out.outcome);
  EXPECT_EQ(out.outcome.problem().code, "stopped");
  EXPECT_EQ(out.outcome.problem().place, "line 2, column 4");
}

TEST(XmlBytes, CharactersAreThoseOfXml) {
  using geo::xml_bytes::check;
  EXPECT_EQ(check("abc\n\t\r").good, 6u);
  EXPECT_TRUE(check("a&b").ampersand);
  EXPECT_TRUE(check("a]b").bracket);
  EXPECT_EQ(check("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80").good, 9u);
  // RFC 3629, section 3: overlong, surrogate, beyond U+10FFFF, lone tail, cut lead; XML 1.0 [2]: U+FFFF, controls.
  for (const char* bad : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5", "\x80", "\xEF\xBF\xBF", "\x01", "\x1F"}) {
    const auto checked = check(std::string("ok") + bad + "more");
    EXPECT_EQ(checked.good, 2u) << bad;
    EXPECT_FALSE(checked.cut) << bad;
  }
  EXPECT_TRUE(check("ok\xE2\x82").cut);
  EXPECT_EQ(check("ok\xE2\x82").good, 2u);
  EXPECT_EQ(check(std::string(10'000, 'x') + "\xFF").good, 10'000u);
}

TEST(XmlBytes, LinesEndInThreeWays) {
  std::size_t begin = 0;
  EXPECT_EQ(geo::xml_bytes::count_lines("a\nb\nc", false, begin), 2u);
  EXPECT_EQ(begin, 4u);
  EXPECT_EQ(geo::xml_bytes::count_lines("a\r\nb\rc\n", true, begin), 3u);
  EXPECT_EQ(begin, 7u);
}

// One byte after the other is the yardstick of those that take 32 at once.
TEST(XmlBytes, StretchesOfEverySizeAreTakenWhole) {
  constexpr unsigned kSeed = 31;
  std::mt19937 random(kSeed);
  constexpr std::string_view kBytes = "aZ09 <>=/\"&]\n\t\r-_.:";
  for (std::size_t size = 0; size < 1100; size += size < 140 ? 1 : 37) {
    std::string text;
    while (text.size() < size) text += random() % 3 == 0 ? kBytes[random() % kBytes.size()] : 'x';
    const auto holds = [&](char c) { return text.find(c) != std::string::npos; };
    const auto checked = geo::xml_bytes::check(text);
    EXPECT_EQ(checked.good, size) << "seed " << kSeed;
    EXPECT_EQ(checked.ampersand, holds('&')) << "seed " << kSeed << ", size " << size;
    EXPECT_EQ(checked.bracket, holds(']')) << "seed " << kSeed << ", size " << size;
    EXPECT_EQ(checked.carriage_return, holds('\r')) << "seed " << kSeed << ", size " << size;
    std::size_t begin = 0;
    const auto lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    EXPECT_EQ(geo::xml_bytes::count_lines(text, false, begin), lines) << "seed " << kSeed << ", size " << size;
    EXPECT_EQ(begin, lines == 0 ? 0 : text.rfind('\n') + 1) << "seed " << kSeed << ", size " << size;
    if (size == 0) continue;
    text[size / 2] = '\x1F';
    EXPECT_EQ(geo::xml_bytes::check(text).good, size / 2) << "seed " << kSeed << ", size " << size;
  }
}

TEST(XmlBytes, AValueEndsAtItsQuoteOrAtWhatItDoesNotHold) {
  for (std::size_t before = 0; before < 40; ++before) {
    for (const char end : {'"', '<', '&', '\n', '\x01'}) {
      const std::string text = std::string(before, '\xE4') + end + std::string(geo::xml_bytes::kPadding + 16, '\'');
      EXPECT_EQ(geo::xml_bytes::end_of_value(text.data(), '"') - text.data(), static_cast<std::ptrdiff_t>(before)) << int{end};
    }
  }
}

// Guesses go wrong here: each name begins as the one guessed, or as its last eight bytes end.
TEST(XmlScan, NamesThatLookAlikeAreToldApart) {
  const auto out = scan("<r><aa/><aab/><aa/><aaaaaaaa1bbbbbbbb/><aaaaaaaa2bbbbbbbb/><aaaaaaaa1bbbbbbbb/><aaaaaaaabbbbbbbb/>"
                        "<aaaaaaaabbbbbbbb1/><aaaaaaaabbbbbbbb a='1'/><aaaaaaaabbbbbbbb b='2' a='1'/><aaaaaaaabbbbbbbb\n/></r>");
  ASSERT_TRUE(out.outcome);
  EXPECT_EQ(out.listener.heard, "(r(aa)(aab)(aa)(aaaaaaaa1bbbbbbbb)(aaaaaaaa2bbbbbbbb)(aaaaaaaa1bbbbbbbb)(aaaaaaaabbbbbbbb)"
                                "(aaaaaaaabbbbbbbb1)(aaaaaaaabbbbbbbb a=1)(aaaaaaaabbbbbbbb a=1 b=2)(aaaaaaaabbbbbbbb))");
}

}  // namespace
