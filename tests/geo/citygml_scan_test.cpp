// The scanner in front of expat must change nothing but the time: what expat alone says is the oracle here.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/geo/citygml_outcome.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path kSource = KAKSONEN_SOURCE_DIR;

std::string difference_of(const std::string& document) {
  std::istringstream quick(document), plain(document);
  return difference(read_citygml_outcome(quick, false), read_citygml_outcome(plain, true));
}

std::string content_of(const fs::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

std::size_t compare_folder(const fs::path& folder) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    EXPECT_EQ(difference_of(content_of(entry.path())), "") << entry.path();
    ++files;
  }
  return files;
}

/// A document with one building; `inside` is what the building says of itself.
std::string city(const std::string& inside, const std::string& building = "g:id=\"a\"") {
  return "<CityModel xmlns=\"http://www.opengis.net/citygml/2.0\" "
         "xmlns:b=\"http://www.opengis.net/citygml/building/2.0\" xmlns:g=\"http://www.opengis.net/gml\" "
         "xmlns:n=\"http://www.opengis.net/citygml/generics/2.0\" xmlns:x=\"http://www.w3.org/1999/xlink\">\n"
         "<cityObjectMember><b:Building " +
         building + ">\n" + inside +
         "<b:lod2MultiSurface><g:MultiSurface><g:surfaceMember><g:Polygon g:id=\"p\"><g:exterior><g:LinearRing>"
         "<g:posList>0 0 0 0 3 0 3 3 0 0 0 0</g:posList></g:LinearRing></g:exterior></g:Polygon></g:surfaceMember>"
         "</g:MultiSurface></b:lod2MultiSurface></b:Building></cityObjectMember></CityModel>";
}

TEST(CityGmlScan, RealFilesGiveTheSame) {
  const fs::path shared = kSource / ".." / "shared" / "data" / "citygml";
  if (!fs::exists(shared)) GTEST_SKIP() << "no " << shared;
  EXPECT_GE(compare_folder(shared), 20u);
}

TEST(CityGmlScan, BrokenFilesGiveTheSame) {
  EXPECT_EQ(compare_folder(kSource / "tests" / "data" / "invalid" / "citygml"), 24u);
  EXPECT_GE(compare_folder(kSource / "tests" / "fuzz" / "corpus" / "citygml"), 10u);
  EXPECT_GE(compare_folder(kSource / "tests" / "fuzz" / "corpus" / "citygml_scan"), 5u);
}

TEST(CityGmlScan, OddWaysOfWritingGiveTheSame) {
  const auto name = [](const std::string& text) { return city("<g:name>" + text + "</g:name>"); };
  const std::string one = city("");
  const std::string long_text(70'000, 'x'), deep_comment = "<!--" + std::string(1'200'000, 'c') + "-->";
  for (const std::string& document : {
           "\xEF\xBB\xBF" + one, "<?xml version='1.0'?>" + one, "<?xml version=\"1.1\"?>" + one,
           "<?xml version=\"1.0' encoding=\"UTF-8\"?>" + one, "<?xml version=\"1.0\" encoding='UTF-8'?>" + one,
           "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + name("\xE4"), " <?xml version=\"1.0\"?>" + one,
           "<?xml version=\"1.0\" encoding=\"UTF-8\" encoding=\"utf-8\"?>" + one,
           "<!-- first -->" + one, one + "<!-- last -->\n", one + "\n\n", one + "x", one + one, one + "<?pi?>",
           "<?pi data?>" + one, "<!DOCTYPE CityModel>" + one, "\n\n" + one, std::string(), std::string("  "),
           name("a<![CDATA[<b>]]>c"), name("a<!-- c -->b"), name("a<!-- c --->b"), name("a<?pi?>b"),
           name("&lt;&gt;&amp;&quot;&apos;"), name("&nbsp;"), name("&"), name("&#228;&#xE4;&#x1F600;"),
           name("&#0;"), name("&#xD800;"), name("&#xFFFF;"), name("&#13;&#10;x"), name("&#99999999999;"), name("&#x;"),
           name("a]]>b"), name("a]]b"), name("a\r\nb\rc\n"), name("\xC3\xA4"), name("\xC3"), name("\xED\xA0\x80"),
           name("\xEF\xBF\xBF"), name("\xF0\x9F\x98\x80"), name(std::string(1, '\0')), name("\x01"), name("\x7F"),
           name(long_text), name("a<!-- c -->" + long_text), name(deep_comment),
           city("", "g:id='a'"), city("", "g:id = \"a\"\n"), city("", "g:id=\"a\tb\r\nc\""), city("", "g:id=\"a&#10;b\""),
           city("", "g:id=\"a<b\""), city("", "g:id=\"a&b\""), city("", "g:id=\"a>b\""), city("", "g:id=\"a\" g:id=\"b\""),
           city("", "g:id=\"a\" xmlns:h=\"http://www.opengis.net/gml\" h:id=\"b\""), city("", "g:id=a"), city("", "g:id"),
           city("", "g:id=\"a\"x=\"b\""), city("", "g:id=\"a\" xmlns:h=\"\""), city("", "q:id=\"a\""),
           city("", "xml:lang=\"fi\" g:id=\"a\""), city("", "g:id=\"a\" xmlns:xml=\"urn:x\""),
           city("", "g:id=\"a\" xmlns:u=\"urn:|b\""), city("", "g:id=\"" + long_text + "\""),
           city("<q:x xmlns:q=\"urn:q\" q:y=\"1\">t</q:x><q:x/>"), city("<x xmlns=\"urn:d\"><y/></x><b:function>1</b:function>"),
           city("<g:name xmlns:g=\"http://www.opengis.net/gml\">n</g:name>"),
           city("<g:name xmlns:g=\"urn:other\">n</g:name>"), city("<\xC3\xA4/>"), city("<a:b:c/>"), city("<-a/>"), city("<a/ >"),
           city("< a/>"), city("<g:name>n</g:name >"), city("<g:name>n</g:nama>"), city("<b:function/>"),
           city("<n:stringAttribute name=\"k\"><n:value>v</n:value></n:stringAttribute>"), city("</b:Building>"),
           city("<b:consistsOfBuildingPart x:href=\"#no\"/>\r\n\r"),
           std::string("\xFF\xFE<\0a\0/\0>\0", 10),
       }) {
    EXPECT_EQ(difference_of(document), "") << document.substr(0, 700);
  }
}

TEST(CityGmlScan, ADocumentCutAnywhereGivesTheSame) {
  const std::string whole = city(
      "<g:name>&#228;\xC3\xA4 <!-- c --></g:name><n:stringAttribute name='k'><n:value>v</n:value></n:stringAttribute>"
      "<b:yearOfConstruction><![CDATA[1980]]></b:yearOfConstruction>");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    ASSERT_EQ(difference_of(whole.substr(0, size)), "") << size;
  }
}

TEST(CityGmlScan, WrongBytesGiveTheSame) {
  const std::string whole = city("<g:name>Talo &amp; piha</g:name><b:function x='1'>1<!-- c --></b:function>\r\n");
  const std::string signs = "<>&\"'/!?-= \t\r\n]:a0\xC3\x80\xFF";
  constexpr unsigned kSeed = 31;
  std::mt19937 random(kSeed);
  for (int run = 0; run < 6000; ++run) {
    std::string broken = whole;
    for (auto changes = 1 + random() % 2; changes > 0; --changes) {
      const std::size_t at = random() % broken.size();
      const char sign = signs[random() % signs.size()];
      if (const auto way = random() % 3; way == 0) {
        broken[at] = sign;
      } else if (way == 1) {
        broken.insert(at, 1, sign);
      } else {
        broken.erase(at, 1 + random() % 5);
      }
    }
    ASSERT_EQ(difference_of(broken), "") << "seed " << kSeed << ", run " << run << "\n" << broken;
  }
}

/// Blocks of 1 MiB end somewhere in a tag, a text, a comment, a character of three bytes.
TEST(CityGmlScan, BlocksMayEndAnywhere) {
  const std::string one = city("<g:name>\xE2\x82\xAC\xE2\x82\xAC</g:name><!-- \xE2\x82\xAC --><b:function>1000</b:function>\r\n");
  const auto begin = one.find("<cityObjectMember>"), end = one.find("</CityModel>");
  for (std::size_t shift = 0; shift < 24; ++shift) {
    std::string document = one.substr(0, begin) + std::string(shift * 37, ' ');
    for (int i = 0; document.size() < (std::size_t{2} << 20) + 5000; ++i) {
      std::string member = one.substr(begin, end - begin);
      member.replace(member.find("\"a\""), 3, "\"a" + std::to_string(i) + "\"");
      document += member;
    }
    // What is last is not to expat's liking, so that it goes on behind two blocks of the scanner's.
    document += "<?pi?>\n<cityObjectMember><b:Building g:id=\"last\"><b:opening/>";
    ASSERT_EQ(difference_of(document), "") << shift;
  }
}

TEST(CityGmlScan, AnElementBiggerThanABlockGivesTheSame) {
  std::string numbers;
  for (int i = 0; i < 150'000; ++i) numbers += std::to_string(i % 977) + " " + std::to_string(i % 1009) + " 1\n";
  const std::string document = city("<b:lod3MultiSurface><g:MultiSurface><g:surfaceMember><g:Polygon><g:exterior><g:LinearRing><g:posList>" +
                                    numbers + "</g:posList></g:LinearRing></g:exterior></g:Polygon></g:surfaceMember></g:MultiSurface></b:lod3MultiSurface>");
  ASSERT_GT(document.size(), std::size_t{1} << 20);
  EXPECT_EQ(difference_of(document), "");
}

}  // namespace
