// Every file of tests/data/invalid/citygml has one defect; its name up to the first dot is the code that the
// reader must give. The reader never sees the file's name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "geo/io/citygml_reader.hpp"
#include "twin_core/base/catalogue.hpp"

namespace {

using testing::HasSubstr;

std::filesystem::path folder() {
  return std::filesystem::path(KAKSONEN_SOURCE_DIR) / "tests" / "data" / "invalid" / "citygml";
}

struct Outcome {
  twin::Result<geo::CityGmlFile> file = twin::Problem{};
  twin::Diagnostics diagnostics;
};

Outcome read(std::istream& in) {
  Outcome out;
  out.file = geo::read_citygml_file(in, {}, out.diagnostics);
  return out;
}

Outcome read_named(const std::string& name) {
  std::ifstream in(folder() / name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  return read(in);
}

Outcome read_text(const std::string& text) {
  std::istringstream in(text);
  return read(in);
}

const twin::Finding* find(const Outcome& outcome, std::string_view code) {
  const auto& all = outcome.diagnostics.findings;
  const auto it =
      std::find_if(all.begin(), all.end(), [&](const twin::Finding& f) { return f.code == code; });
  return it == all.end() ? nullptr : &*it;
}

constexpr const char* kHead =
    "<CityModel xmlns=\"http://www.opengis.net/citygml/2.0\" "
    "xmlns:bldg=\"http://www.opengis.net/citygml/building/2.0\" "
    "xmlns:gml=\"http://www.opengis.net/gml\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n";

TEST(CityGmlInvalid, EveryFileGivesTheCodeItIsNamedAfter) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    const std::string name = entry.path().filename().string(), code = name.substr(0, name.find('.'));
    const Outcome outcome = read_named(name);
    EXPECT_NE(twin::find_problem_kind(code), nullptr) << code;
    if (outcome.file) {
      const auto* finding = find(outcome, code);
      ASSERT_NE(finding, nullptr) << name;
      EXPECT_THAT(finding->place, HasSubstr("line ")) << name;
      EXPECT_FALSE(finding->remedy.empty()) << name;
      EXPECT_EQ(outcome.file->buildings.size() + outcome.file->summary.rejected, outcome.file->summary.read)
          << name;
    } else {
      EXPECT_EQ(outcome.file.problem().code, code) << name;
      EXPECT_THAT(outcome.file.problem().place, HasSubstr("line ")) << name;
      EXPECT_FALSE(outcome.file.problem().remedy.empty()) << name;
    }
    ++files;
  }
  EXPECT_EQ(files, 24u);
}

TEST(CityGmlInvalid, TheGoodBuildingNextToTheBadOneIsTaken) {
  for (const char* name :
       {"number-not-finite.gml", "coordinate-count.gml", "xlink-unresolved.gml", "crs-mismatch.gml"}) {
    const Outcome outcome = read_named(name);
    ASSERT_TRUE(outcome.file) << name;
    EXPECT_EQ(outcome.file->summary.read, 2u) << name;
    ASSERT_EQ(outcome.file->buildings.size(), 1u) << name;
    EXPECT_EQ(outcome.file->buildings[0].id, "kelpo") << name;
    EXPECT_EQ(outcome.diagnostics.findings[0].id, "vika") << name;
  }
}

TEST(CityGmlInvalid, CG01To03DocumentTypesAreRefusedAtOnce) {
  for (const char* name :
       {"xml-doctype-forbidden.gml", "xml-doctype-forbidden.http.gml", "xml-doctype-forbidden.bomb.gml"}) {
    const auto start = std::chrono::steady_clock::now();
    const Outcome outcome = read_named(name);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(50)) << name;
    ASSERT_FALSE(outcome.file);
    EXPECT_THAT(outcome.file.problem().place, HasSubstr("line 3")) << name;
    EXPECT_THAT(outcome.file.problem().message, HasSubstr("document type declarations are not accepted"));
  }
}

TEST(CityGmlInvalid, PlacesAndValuesAreThoseOfTheFile) {
  // Line numbers counted with grep -n.
  const std::map<std::string, std::pair<std::string, std::string>> expected{
      {"xlink-unresolved.gml", {"line 77", "#nope"}},
      {"number-not-finite.gml", {"line 54, surface vika-1, ring 1", "NaN"}},
      {"number-not-finite.word.gml", {"line 54, surface vika-1, ring 1", "kaksi"}},
      {"coordinate-count.gml", {"line 54, surface vika-1, ring 1", "14 numbers"}},
      {"101.gml", {"line 79, surface vika-6, ring 1", "2 different positions"}},
      {"103.gml", {"line 54, surface vika-1, ring 1", ""}},
      {"duplicate-id.gml", {"line 49 and line 87", "vika"}},
  };
  for (const auto& [name, wanted] : expected) {
    const Outcome outcome = read_named(name);
    const auto* finding = find(outcome, name.substr(0, name.find('.')));
    ASSERT_NE(finding, nullptr) << name;
    EXPECT_EQ(finding->place, wanted.first) << name;
    EXPECT_EQ(finding->value, wanted.second) << name;
    EXPECT_EQ(finding->id, "vika") << name;
  }
}

TEST(CityGmlInvalid, CG08NeitherOfTwoBuildingsWithOneIdIsChosen) {
  const Outcome outcome = read_named("duplicate-id.gml");
  ASSERT_TRUE(outcome.file);
  EXPECT_EQ(outcome.file->summary.read, 3u);
  EXPECT_EQ(outcome.file->summary.rejected, 2u);
  ASSERT_EQ(outcome.file->buildings.size(), 1u);
  EXPECT_EQ(outcome.file->buildings[0].id, "kelpo");
}

TEST(CityGmlInvalid, CG09ADegenerateRingIsLeftOutAndSaid) {
  const Outcome outcome = read_named("101.gml");
  ASSERT_EQ(outcome.file->buildings.size(), 2u);
  EXPECT_TRUE(outcome.file->buildings[1].repaired);
  EXPECT_EQ(outcome.file->buildings[1].parts[0].shape.polygons.size(), 5u);
  EXPECT_FALSE(outcome.file->buildings[0].repaired);
}

TEST(CityGmlInvalid, AnOpenRingIsClosedAndSaid) {
  const Outcome outcome = read_named("103.gml");
  ASSERT_EQ(outcome.file->buildings.size(), 2u);
  EXPECT_TRUE(outcome.file->buildings[1].repaired);
  EXPECT_EQ(outcome.file->buildings[1].parts[0].shape.polygons[0].exterior.points.size(), 4u);
}

TEST(CityGmlInvalid, ACutOffFileSaysWhereItEnds) {
  const Outcome outcome = read_named("xml-malformed.gml");
  ASSERT_FALSE(outcome.file);
  EXPECT_EQ(outcome.file.problem().message, "the file ends inside element posList");
  EXPECT_THAT(outcome.file.problem().place, HasSubstr("line 69"));
}

TEST(CityGmlInvalid, AWrongByteIsShownInHexWithTheLikelyRemedy) {
  const Outcome outcome = read_named("encoding-invalid.gml");
  ASSERT_FALSE(outcome.file);
  EXPECT_EQ(outcome.file.problem().value, "0xE4");
  EXPECT_THAT(outcome.file.problem().remedy, HasSubstr("ISO-8859-1"));
  EXPECT_THAT(outcome.file.problem().place, HasSubstr("line 12"));
}

/// Gives `head`, then `filler` for as many bytes as asked, then the end; nothing of it is in memory.
class EndlessBuffer final : public std::streambuf {
 public:
  EndlessBuffer(std::string head, char filler, std::size_t bytes)
      : block_(std::move(head)), filler_(filler), left_(bytes) {
    setg(block_.data(), block_.data(), block_.data() + block_.size());
  }
  std::size_t given() const { return given_; }

 protected:
  int_type underflow() override {
    if (left_ == 0) return traits_type::eof();
    const std::size_t size = std::min<std::size_t>(left_, 1 << 16);
    block_.assign(size, filler_);
    left_ -= size;
    given_ += size;
    setg(block_.data(), block_.data(), block_.data() + size);
    return traits_type::to_int_type(block_[0]);
  }

 private:
  std::string block_;
  char filler_;
  std::size_t left_, given_ = 0;
};

TEST(CityGmlInvalid, AnAttributeOf200MebibytesIsRefusedAfterTheFirst) {
  EndlessBuffer buffer(std::string(kHead) + "<cityObjectMember><bldg:Building gml:id=\"", 'x', 200u << 20);
  std::istream in(&buffer);
  const Outcome outcome = read(in);
  ASSERT_FALSE(outcome.file);
  EXPECT_EQ(outcome.file.problem().code, "xml-attribute-too-long");
  EXPECT_THAT(outcome.file.problem().place, HasSubstr("line 2"));
  EXPECT_LE(buffer.given(), 2u << 20);
}

TEST(CityGmlInvalid, LimitsHoldExactly) {
  const auto with_id = [](std::size_t length) {
    return std::string(kHead) + "<cityObjectMember><bldg:Building gml:id=\"" + std::string(length, 'x') +
           "\"/></cityObjectMember></CityModel>";
  };
  EXPECT_TRUE(read_text(with_id(65536)).file);
  EXPECT_EQ(read_text(with_id(65537)).file.problem().code, "xml-attribute-too-long");

  const auto with_depth = [](int depth) {
    std::string text = kHead;
    for (int i = 0; i < depth - 1; ++i) text += "<gml:x>";
    for (int i = 0; i < depth - 1; ++i) text += "</gml:x>";
    return text + "</CityModel>";
  };
  EXPECT_TRUE(read_text(with_depth(64)).file);
  EXPECT_EQ(read_text(with_depth(65)).file.problem().code, "xml-too-deep");

  const auto with_name = [](std::size_t length) {
    return std::string(kHead) + "<cityObjectMember><bldg:Building gml:id=\"a\"><gml:name>" +
           std::string(length, 'x') + "</gml:name></bldg:Building></cityObjectMember></CityModel>";
  };
  EXPECT_EQ(read_text(with_name(65536)).file->buildings[0].parts[0].core.name.size(), 65536u);
  EXPECT_EQ(read_text(with_name(65537)).file.problem().code, "xml-text-too-long");
}

TEST(CityGmlInvalid, ReferencesThatMultiplyOrGoInCirclesRejectTheBuilding) {
  std::string members;
  for (int level = 0; level < 30; ++level) {
    members += "<gml:surfaceMember><gml:CompositeSurface gml:id=\"s" + std::to_string(level) + "\">";
    for (int twice = 0; twice < 2; ++twice) {
      members += "<gml:surfaceMember xlink:href=\"#s" + std::to_string(level + 1) + "\"/>";
    }
    members += "</gml:CompositeSurface></gml:surfaceMember>";
  }
  members += "<gml:surfaceMember><gml:CompositeSurface gml:id=\"s30\"/></gml:surfaceMember>";
  const auto wrap = [](const std::string& inside) {
    return std::string(kHead) +
           "<cityObjectMember><bldg:Building gml:id=\"a\"><bldg:lod2MultiSurface><gml:MultiSurface>" +
           inside +
           "</gml:MultiSurface></bldg:lod2MultiSurface></bldg:Building></cityObjectMember></CityModel>";
  };
  const auto start = std::chrono::steady_clock::now();
  EXPECT_NE(find(read_text(wrap(members)), "object-too-large"), nullptr);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));

  const Outcome circle = read_text(
      wrap("<gml:surfaceMember><gml:CompositeSurface gml:id=\"s\"><gml:surfaceMember xlink:href=\"#s\"/>"
           "</gml:CompositeSurface></gml:surfaceMember>"));
  ASSERT_NE(find(circle, "xlink-unresolved"), nullptr);
  EXPECT_EQ(find(circle, "xlink-unresolved")->value, "#s");
  EXPECT_EQ(circle.file->summary.rejected, 1u);
}

TEST(CityGmlInvalid, ReferencesOutOfTheDocumentAreNotFollowed) {
  const Outcome outcome = read_text(std::string(kHead) +
                                    "<cityObjectMember><bldg:Building gml:id=\"a\"><bldg:lod2MultiSurface "
                                    "xlink:href=\"http://127.0.0.1:9/a.gml#b\"/>"
                                    "</bldg:Building></cityObjectMember></CityModel>");
  ASSERT_NE(find(outcome, "xlink-unresolved"), nullptr);
  EXPECT_EQ(find(outcome, "xlink-unresolved")->value, "http://127.0.0.1:9/a.gml#b");
}

}  // namespace
