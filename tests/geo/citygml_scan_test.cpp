// The scanner in front of expat must change nothing but the time: what expat alone says is the oracle here.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>

#include "tests/geo/citygml_outcome.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path kSource = KAKSONEN_SOURCE_DIR;

std::string difference_of(const std::string& document) {
  std::istringstream quick(document), plain(document);
  return difference(read_citygml_outcome(quick, false), read_citygml_outcome(plain, true));
}

/// What three threads say that go through pieces of the document of that many bytes each.
std::string difference_in_pieces(const std::string& document, std::size_t block) {
  geo::CityGmlOptions pieces, plain;
  pieces.threads = 3;
  pieces.block = block;
  plain.by_expat = true;
  std::istringstream a(document), b(document);
  return difference(read_citygml_outcome(a, pieces, true), read_citygml_outcome(b, plain, true));
}

std::string content_of(const fs::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

std::size_t compare_folder(const fs::path& folder) {
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string content = content_of(entry.path());
    EXPECT_EQ(difference_of(content), "") << entry.path();
    EXPECT_EQ(difference_in_pieces(content, std::clamp<std::size_t>(content.size() / 23, 64, 40'009)), "") << entry.path();
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

/// Members of every kind that asks something of what is before it: what is counted, ids, shapes, classes, odd names.
std::string many_members(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  const std::string one = city("");
  const std::string begin = one.substr(0, one.find("<cityObjectMember>"));
  const std::string triangle = "<g:posList>0 0 0 0 3 0 3 3 0 0 0 0</g:posList>";
  const auto surface = [&](const std::string& positions) {
    return "<b:lod2MultiSurface><g:MultiSurface><g:surfaceMember><g:Polygon><g:exterior><g:LinearRing>" + positions +
           "</g:LinearRing></g:exterior></g:Polygon></g:surfaceMember></g:MultiSurface></b:lod2MultiSurface>";
  };
  std::string out = begin;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i), id = " g:id=\"b" + number + "\"";
    const auto member = [&](const std::string& inside) { out += "<cityObjectMember>" + inside + "</cityObjectMember>"; };
    switch (random() % 14) {
      case 0:  // may be there
        member("<b:Building g:id=\"b" + std::to_string(i - i % 7) + "\">" + surface(triangle) + "</b:Building>");
        break;
      case 1: member("<b:Building>" + surface("<g:posList>" + number + " 0 0 0 3 0 3 3 0</g:posList>") + "</b:Building>"); break;
      case 2: member("<b:Building" + id + ">" + surface("<g:posList>0 0 0 0 x 0</g:posList>") + "</b:Building>"); break;
      case 3: member("<b:Building g:id=\"" + number + " odd\">" + surface(triangle) + "</b:Building>"); break;
      case 4: member("<Strange" + number + "/>"); break;
      case 5: member("<b:Building" + id + "><b:lod2Solid><g:Solid><g:exterior x:href=\"#no\"/></g:Solid></b:lod2Solid></b:Building>"); break;
      case 6: member("<b:Building" + id + "><b:lod4MultiSurface><g:MultiSurface/></b:lod4MultiSurface>" + surface(triangle) + "</b:Building>"); break;
      case 7: out += "<!-- </cityObjectMember> \xE2\x82\xAC -->\r\n"; break;
      case 8: out += std::string(random() % 90, '\n'); break;
      case 9: member("<n:GenericCityObject xmlns:n=\"http://www.opengis.net/citygml/generics/2.0\"" + id + "/>"); break;
      case 10: member("<b:Building" + id + "><b:lod2ImplicitRepresentation/><b:interiorRoom><b:Room/></b:interiorRoom></b:Building>"); break;
      default: member("<b:Building" + id + ">\n<g:name>a&amp;b</g:name>" + surface(triangle) + "</b:Building>"); break;
    }
  }
  return out + "</CityModel>\n";
}

TEST(CityGmlScan, PiecesOfAFileOnSeveralThreadsGiveTheSame) {
  for (unsigned seed = 1; seed <= 9; ++seed) {
    const std::string document = many_members(700, seed);
    ASSERT_EQ(difference_of(document), "") << seed;
    for (const std::size_t block : {977u, 4001u, 20'011u}) {
      ASSERT_EQ(difference_in_pieces(document, block), "") << seed << ", " << block;
    }
    // What ends the reading ends it at the same place, with the same buildings before.
    for (const std::string wrong : {"<b:Building", "&nbsp;", "\x01", "<!DOCTYPE a>"}) {
      std::string broken = document;
      broken.insert(broken.size() * seed / 10, wrong);
      ASSERT_EQ(difference_in_pieces(broken, 4001), "") << seed << ", " << wrong;
    }
  }
}

/// A shape that stands in one piece and is placed in others; an envelope that comes late.
TEST(CityGmlScan, WhatIsSaidElsewhereInTheFileGivesTheSame) {
  const std::string model =
      "<core:CityModel xmlns:core=\"http://www.opengis.net/citygml/2.0\" xmlns:v=\"http://www.opengis.net/citygml/vegetation/2.0\" "
      "xmlns:b=\"http://www.opengis.net/citygml/building/2.0\" xmlns:g=\"http://www.opengis.net/gml\" "
      "xmlns:x=\"http://www.w3.org/1999/xlink\">";
  const auto tree = [](int number, const std::string& shape) {
    return "<core:cityObjectMember><v:SolitaryVegetationObject g:id=\"t" + std::to_string(number) +
           "\"><v:lod2ImplicitRepresentation><core:ImplicitGeometry><core:relativeGMLGeometry" + shape +
           "<core:referencePoint><g:Point><g:pos>" + std::to_string(number) +
           " 5 0</g:pos></g:Point></core:referencePoint></core:ImplicitGeometry></v:lod2ImplicitRepresentation>"
           "</v:SolitaryVegetationObject></core:cityObjectMember>\n";
  };
  const std::string shape = "><g:MultiSurface g:id=\"s\"><g:surfaceMember><g:Polygon><g:exterior><g:LinearRing>"
                            "<g:posList>0 0 0 0 3 0 3 3 0 0 0 0</g:posList></g:LinearRing></g:exterior></g:Polygon>"
                            "</g:surfaceMember></g:MultiSurface></core:relativeGMLGeometry>";
  std::string document = model;
  const auto building = [&](int number) {
    document += "<core:cityObjectMember><b:Building g:id=\"b" + std::to_string(number) + "\"/></core:cityObjectMember>\n";
  };
  for (int i = 0; i < 90; ++i) building(i);
  document += "<g:boundedBy><g:Envelope srsName=\"EPSG:3879\" srsDimension=\"2\"/></g:boundedBy>";
  for (int i = 100; i < 190; ++i) building(i);
  for (int i = 0; i < 90; ++i) document += tree(i, i == 3 || i == 50 ? shape : " x:href=\"#s\"/>");
  for (int i = 200; i < 290; ++i) building(i);
  document += "</core:CityModel>";
  for (const std::size_t block : {501u, 1999u, 6007u}) EXPECT_EQ(difference_in_pieces(document, block), "") << block;
}

TEST(CityGmlScan, ASinkThatThrowsIsHeardOnOneThreadAndOnSeveral) {
  const std::string document = many_members(400, 3);
  for (const std::size_t threads : {1u, 2u, 5u}) {
    geo::CityGmlOptions options;
    options.threads = threads;
    options.block = 2003;
    int taken = 0;
    twin::Diagnostics diagnostics;
    std::istringstream in(document);
    EXPECT_THROW(static_cast<void>(geo::read_citygml(
                     in, options,
                     [&](geo::RawBuilding&&) {
                       if (++taken == 90) throw std::runtime_error("enough");
                     },
                     diagnostics)),
                 std::runtime_error);
    EXPECT_EQ(taken, 90) << threads;
  }
}

}  // namespace
