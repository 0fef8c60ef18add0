// What the table formats write, read again beside the model: the same cards and links.
#include <gtest/gtest.h>

#include "tests/geo/round_trip.hpp"

namespace {

namespace fs = std::filesystem;
using namespace round_trip;

class TableRoundTrip : public testing::TestWithParam<const char*> {
 protected:
  TableRoundTrip() {
    folder_ = fs::path(KAKSONEN_BINARY_DIR) / "table_round_trip_test" / GetParam();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~TableRoundTrip() override { fs::remove_all(folder_); }

  fs::path written(const geo::CityBatch& batch) const {
    const auto out = folder_ / (std::string("city.") + GetParam());
    const auto done = City(batch).write(GetParam(), out);
    EXPECT_TRUE(done) << (done ? "" : done.problem().message);
    return out;
  }

  static void expect_same(const geo::CityBatch& then, const geo::CityBatch& now, const std::string& name) {
    ASSERT_FALSE(now.refused) << name << " " << now.refused->code << " " << now.refused->message;
    ASSERT_EQ(now.buildings.size(), then.buildings.size()) << name;
    const auto again = by_id(now);
    for (const auto& read : then.buildings) {
      ASSERT_TRUE(again.contains(read.building.id)) << name;
      expect_same_attributes(read, *again.at(read.building.id), name + " " + read.building.id, {});
    }
    EXPECT_EQ(now.linked, then.linked) << name;
  }

  fs::path folder_;
};

TEST_P(TableRoundTrip, TheKalasatamaRegister) {
  const fs::path shared = fs::path(KAKSONEN_SOURCE_DIR) / "../shared/data";
  const auto tile = shared / "citygml/helsinki_kalasatama_2549_6674.gml";
  if (!fs::exists(tile)) GTEST_SKIP() << "shared data is not beside the repository";
  const geo::InputFile model{"tile.gml", tile.string(), nullptr};
  const auto batch = geo::read_city(
      {model, {"register.csv", (shared / "registry/helsinki_kalasatama_register.csv").string(), nullptr}}, {});
  ASSERT_EQ(batch.linked.at("by_id"), 36u);  // rows with a permanent id in the register file
  const geo::InputFile table{"table", written(batch).string(), nullptr};
  const auto beside = geo::read_city({model, table}, {});
  EXPECT_EQ(beside.files.at(1).mapping, "kaksonen-export");
  EXPECT_EQ(beside.files[1].diagnostics.tally.accepted, 61u);
  expect_same(batch, beside, "beside the model");

  // Into a twin that has the model alone.
  const auto bare = geo::read_city({model}, {});
  geo::ReadOptions options;
  options.frame = bare.manifest;
  const auto later = geo::read_city({table}, options, bare.buildings);
  EXPECT_EQ(later.relinked, later.buildings.size());
  const auto now = by_id(later);
  for (const auto& read : batch.buildings) {
    if (now.contains(read.building.id)) {
      expect_same_attributes(read, *now.at(read.building.id), read.building.id, {});
    } else {
      const auto before = by_id(bare);
      expect_same_attributes(read, *before.at(read.building.id), read.building.id, {});
    }
  }
}

TEST_P(TableRoundTrip, EveryRealModelOnTheGlobe) {
  auto paths = files_in("citygml");
  for (const auto& path : files_in("cityjson")) paths.push_back(path);
  if (paths.empty()) GTEST_SKIP() << "shared data is not beside the repository";
  std::size_t compared = 0;
  for (const auto& path : paths) {
    const geo::InputFile model{path.filename().string(), path.string(), nullptr};
    const auto batch = geo::read_city({model}, {});
    if (batch.refused || batch.buildings.empty() || batch.manifest->crs == "local") continue;
    ++compared;
    expect_same(batch, geo::read_city({model, {"table", written(batch).string(), nullptr}}, {}),
                path.filename().string());
  }
  EXPECT_GE(compared, 10u);
}

INSTANTIATE_TEST_SUITE_P(Formats, TableRoundTrip, testing::Values("csv", "gpkg", "geojson"),
                         [](const auto& parameter) { return std::string(parameter.param); });

TEST(TableMapping, AnIdAloneIsNoExport) {
  // "id" means something else in every register: only a table with all the columns of an export is read as one.
  const auto text = std::make_shared<const std::string>("id,ratu,kerrosala\n7,64497,120\n");
  const auto batch = geo::read_city({{"r.csv", "", text}}, {});
  EXPECT_EQ(batch.files.at(0).mapping, "common");
}

}  // namespace
