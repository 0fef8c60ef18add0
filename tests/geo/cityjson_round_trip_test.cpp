// What `export --format cityjson` writes, read back: the same buildings.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "geo/io/city_batch.hpp"
#include "geo/io/export.hpp"

namespace {

namespace fs = std::filesystem;

constexpr double kHalfStep = 0.5e-4 + 1e-8;  ///< metres; the writer's scale is 1e-4

fs::path export_of(const geo::CityBatch& batch, const fs::path& folder) {
  twin::BranchStateEditor editor{twin::BranchState{}};
  editor.set_manifest({}, std::make_shared<twin::Manifest>(*batch.manifest));
  for (twin::FeatureNumber i = 0; i < batch.buildings.size(); ++i) {
    auto building = std::make_shared<twin::Building>(batch.buildings[i].building);
    building->shape.bytes[0] = static_cast<std::uint8_t>(i + 1);
    editor.put(i, building->shape, building);
  }
  const geo::ShapeLoader shapes = [&](const twin::Digest& digest) -> twin::Result<twin::BuildingShape> {
    return batch.buildings[digest.bytes[0] - 1u].shape;
  };
  const auto path = folder / "back.city.json";
  const auto done = geo::export_branch(*editor.publish(), shapes, "cityjson", path);
  EXPECT_TRUE(done) << done.problem().message;
  return path;
}

void expect_same(const twin::Ring3& a, const twin::Ring3& b, const std::string& where) {
  ASSERT_EQ(a.points.size(), b.points.size()) << where;
  for (std::size_t i = 0; i < a.points.size(); ++i) {
    EXPECT_NEAR(a.points[i].east, b.points[i].east, kHalfStep) << where;
    EXPECT_NEAR(a.points[i].north, b.points[i].north, kHalfStep) << where;
    EXPECT_NEAR(a.points[i].up, b.points[i].up, kHalfStep) << where;
  }
}

TEST(CityJsonRoundTrip, TheKalasatamaTileComesBack) {
  const fs::path tile = KAKSONEN_SOURCE_DIR "/../shared/data/citygml/helsinki_kalasatama_2549_6674.gml";
  if (!fs::exists(tile)) GTEST_SKIP() << "not here: " << tile;
  const auto folder = fs::temp_directory_path() / "kaksonen-cityjson-round-trip";
  fs::create_directories(folder);
  const auto first = geo::read_city({{"tile.gml", tile.string(), nullptr}}, {});
  ASSERT_TRUE(first.manifest);
  ASSERT_EQ(first.buildings.size(), 61u);
  const auto back = geo::read_city({{"back.json", export_of(first, folder).string(), nullptr}}, {});
  fs::remove_all(folder);
  ASSERT_FALSE(back.refused) << back.refused->code << " " << back.refused->place;
  EXPECT_EQ(back.files.at(0).format, "CityJSON 2.0");
  EXPECT_EQ(back.files[0].diagnostics.tally.accepted + back.files[0].diagnostics.tally.repaired, 61u);
  EXPECT_EQ(back.manifest->crs, first.manifest->crs);
  ASSERT_EQ(back.buildings.size(), 61u);

  std::map<std::string, const geo::ReadBuilding*> by_id;
  for (const auto& read : back.buildings) by_id[read.building.id] = &read;
  for (const auto& read : first.buildings) {
    const auto& id = read.building.id;
    ASSERT_TRUE(by_id.contains(id)) << id;
    const auto& again = *by_id[id];
    EXPECT_NEAR(again.building.ground_m, read.building.ground_m, kHalfStep) << id;
    EXPECT_NEAR(again.building.height_m, read.building.height_m, 2 * kHalfStep) << id;
    EXPECT_EQ(again.building.card.permanent_id, read.building.card.permanent_id) << id;
    EXPECT_EQ(again.building.card.municipal_number, read.building.card.municipal_number) << id;
    EXPECT_EQ(again.building.roof_type, read.building.roof_type) << id;
    ASSERT_EQ(again.shape.parts.size(), read.shape.parts.size()) << id;
    for (std::size_t p = 0; p < read.shape.parts.size(); ++p) {
      const auto &then = read.shape.parts[p], &now = again.shape.parts[p];
      EXPECT_EQ(now.lod, then.lod) << id;
      EXPECT_EQ(now.polygons.size(), then.polygons.size()) << id;
      ASSERT_EQ(now.solids.size(), then.solids.size()) << id;
      for (std::size_t s = 0; s < then.solids.size(); ++s) {
        ASSERT_EQ(now.solids[s].shells.size(), then.solids[s].shells.size()) << id;
        for (std::size_t shell = 0; shell < then.solids[s].shells.size(); ++shell) {
          const auto &faces = then.solids[s].shells[shell], &faces_now = now.solids[s].shells[shell];
          ASSERT_EQ(faces_now.size(), faces.size()) << id;
          for (std::size_t f = 0; f < faces.size(); ++f) {
            const auto &a = then.polygons[faces[f].polygon], &b = now.polygons[faces_now[f].polygon];
            EXPECT_EQ(a.kind, b.kind) << id;
            ASSERT_EQ(a.interiors.size(), b.interiors.size()) << id;
            ASSERT_FALSE(faces[f].reversed) << "no face of this tile is used both ways";
            expect_same(a.exterior, b.exterior, id);
            for (std::size_t r = 0; r < a.interiors.size(); ++r)
              expect_same(a.interiors[r], b.interiors[r], id);
          }
        }
      }
    }
  }
}

}  // namespace
