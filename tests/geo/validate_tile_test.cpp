// The Kalasatama tile: what the validator says about real data.
#include <gtest/gtest.h>

#include "geo/io/citygml_reader.hpp"
#include "validate_cases.hpp"

namespace {

TEST(ValidateTile, OneSolidOf61IsOpen) {
  const auto file = cases::data() / "citygml" / "helsinki_kalasatama_2549_6674.gml";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the shared tile is not here: " << file;
  std::ifstream in(file, std::ios::binary);
  twin::Diagnostics reading, out;
  const auto tile = geo::read_citygml_file(in, {}, reading);
  ASSERT_TRUE(tile);
  for (const auto& building : tile->buildings) {
    twin::BuildingShape shape;
    for (const auto& part : building.parts) shape.parts.push_back(part.shape);
    const std::size_t before = out.findings.size();
    geo::validate_shape(shape, building.id, {}, out);
    for (const auto& solid : shape.parts[0].solids) {
      if (out.findings.size() == before) {
        EXPECT_GT(geo::signed_volume(shape.parts[0], solid), 0) << building.id;
      }
    }
  }
  // Counted over the file's posLists by a script of a few lines: one building has edges not used twice,
  // ten of them once and one four times.
  std::set<std::string> codes;
  for (const auto& finding : out.findings) {
    EXPECT_EQ(finding.id, "BID_d1ebc713-dbbb-4e42-95d4-4b00e70dc67f");
    codes.insert(finding.code);
    if (finding.code == "302") {
      EXPECT_EQ(finding.value, "open edges: 10");
    }
    if (finding.code == "303") {
      EXPECT_EQ(finding.value, "edges with more than two faces: 1");
    }
  }
  EXPECT_EQ(codes, (std::set<std::string>{"302", "303"}));
}

}  // namespace
