// Levels of detail beside the one that is taken: kept, told and exported again.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/geo/import_city.hpp"
#include "tests/geo/round_trip.hpp"
#include "twin_core/base/json.hpp"

namespace {

using namespace import_city;
using Counts = std::map<std::string, std::size_t>;

std::size_t surfaces_in(const twin::Json& boundaries, const std::string& type) {
  if (type == "MultiSurface" || type == "CompositeSurface") return boundaries.size();
  std::size_t out = 0;
  for (const auto& inner : boundaries) out += type == "Solid" ? inner.size() : surfaces_in(inner, "Solid");
  return out;
}

/// Surfaces by level of detail of a CityJSON document.
Counts surfaces_of(const twin::Json& document) {
  Counts out;
  for (const auto& object : document["CityObjects"]) {
    for (const auto& geometry : object.value("geometry", twin::Json::array())) {
      out[geometry["lod"].get<std::string>()] += surfaces_in(geometry["boundaries"], geometry["type"]);
    }
  }
  return out;
}

std::string read_whole(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class LevelsAside : public testing::Test {
 protected:
  LevelsAside() {
    folder_ = std::filesystem::path(KAKSONEN_BINARY_DIR) / "levels_aside_test" / testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~LevelsAside() override { std::filesystem::remove_all(folder_); }

  twin::Json exported(const CityBatch& batch) const {
    const auto out = folder_ / "out.city.json";
    EXPECT_TRUE(round_trip::City(batch).write("cityjson", out));
    return *twin::parse_json(read_whole(out), 64);
  }

  std::filesystem::path folder_;
};

/// Counted by Python's json in the file: 752 surfaces in ten geometries each of the levels 1.2, 1.3 and 2.2.
TEST_F(LevelsAside, AFileOfThreeLevelsComesBackWhole) {
  const auto path = kShared + "cityjson/cjio_multi_lod.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "shared data is not beside the repository";
  ReadOptions local;
  local.crs = "local";
  const auto batch = geo::read_city({on_disk(path)}, local);
  ASSERT_FALSE(batch.refused);
  const auto before = surfaces_of(*twin::parse_json(read_whole(path), 64)), after = surfaces_of(exported(batch));
  EXPECT_EQ(after, before);
  EXPECT_EQ(before.size(), 3u);
  std::size_t all = 0;
  for (const auto& [lod, number] : after) all += number;
  EXPECT_EQ(all, 752u);
  const auto* const told = find(batch.files.at(0), "lod-kept-aside");
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->severity, Severity::kInfo);
  // What is computed with is the best level alone.
  for (const auto& read : batch.buildings) {
    for (const auto& part : read.shape.parts) EXPECT_TRUE(part.polygons.empty() || part.lod == "2.2") << part.lod;
  }
}

/// A box at level 2 with the same box 2 m higher at level 1.
std::string two_levels(const std::string& id, double north) {
  auto out = box(id, 25'496'000, north, true);
  const auto other = box(id, 25'496'000, north, true, "", 1, 0, 8);
  const auto from = other.find("<bldg:lod2Solid>"), to = other.find("</bldg:Building>");
  auto level1 = other.substr(from, to - from);
  for (std::size_t at; (at = level1.find("lod2Solid")) != std::string::npos;) level1.replace(at, 9, "lod1Solid");
  return out.insert(out.find("<bldg:lod2Solid>"), level1);
}

TEST_F(LevelsAside, OfCityGmlAreKeptToo) {
  const auto batch = geo::read_city(
      {in_memory("a.gml", city(kGk25, two_levels("A", 6'672'000) + box("B", 25'496'000, 6'672'050, true)))}, {});
  ASSERT_FALSE(batch.refused);
  ASSERT_EQ(batch.buildings.size(), 2u);
  const auto& building = batch.buildings[0].building;
  // The higher box of level 1 counts nowhere.
  EXPECT_DOUBLE_EQ(building.height_m, 6);
  EXPECT_DOUBLE_EQ(building.bounds.high.up, 6);
  const auto levels = twin::other_levels_of(batch.buildings[0].shape);
  ASSERT_EQ(levels.part_of, std::vector<std::uint32_t>{0});
  EXPECT_EQ(levels.shape.parts[0].lod, "1");
  EXPECT_EQ(levels.shape.parts[0].solids.size(), 1u);
  EXPECT_DOUBLE_EQ(levels.shape.parts[0].polygons[1].exterior.points[0].up, 8);
  ASSERT_NE(find(batch.files.at(0), "lod-kept-aside"), nullptr);
  EXPECT_EQ(find(batch.files[0], "lod-kept-aside")->value, "LoD 1: 1 of 1 objects; taken is 2: 1");
  EXPECT_EQ(surfaces_of(exported(batch)), (Counts{{"1", 6}, {"2", 12}}));
}

/// An export that is brought into its own twin changes nothing, and one with another level 1 does.
TEST_F(LevelsAside, AnExportIntoItsOwnTwinChangesNothing) {
  const auto first = geo::read_city({in_memory("a.gml", city(kGk25, two_levels("A", 6'672'000)))}, {});
  ASSERT_FALSE(first.refused);
  auto document = exported(first);
  ReadOptions again;
  again.frame = first.manifest;
  const auto read = [&] { return geo::read_city({in_memory("out.city.json", document.dump())}, again, first.buildings); };
  const auto same = read();
  ASSERT_EQ(same.buildings.size(), 1u);
  EXPECT_EQ(same.buildings[0].shape, first.buildings[0].shape);
  for (auto& geometry : document["CityObjects"]["A"]["geometry"]) {
    if (geometry["lod"] == "1") geometry["boundaries"][0].erase(1);
  }
  const auto other = read();
  ASSERT_EQ(other.buildings.size(), 1u);
  EXPECT_EQ(twin::other_levels_of(other.buildings[0].shape).shape.parts.at(0).polygons.size(), 5u);
  const auto attributes = [](const geo::ReadBuilding& one) { return twin::attributes_of(twin::WholeBuilding{one.building, one.shape, true}); };
  const auto changes = twin::diff(attributes(first.buildings[0]), attributes(other.buildings[0]));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].name, "geometry");
}

}  // namespace
