#include "server/ogc/feature_catalogue.hpp"

#include <gtest/gtest.h>

#include "twin_core/base/json.hpp"

namespace server {
namespace {

TEST(FeatureBox, AnOutlineIsMetExactlyNotByItsBounds) {
  // An L whose inner corner (2,2)-(4,4) is free.
  const twin::PlanPolygon l = {{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}}, {}};
  EXPECT_TRUE(touches(l, {1, 1, 1.5, 1.5}));        // wholly inside
  EXPECT_TRUE(touches(l, {-1, -1, 5, 5}));          // wholly around
  EXPECT_TRUE(touches(l, {1.5, 3, 3, 3.5}));        // across an edge
  EXPECT_TRUE(touches(l, {4, 0.5, 5, 1}));          // along an edge
  EXPECT_FALSE(touches(l, {2.5, 2.5, 3.5, 3.5}));   // in the free corner, inside the bounds
  EXPECT_FALSE(touches(l, {5, 5, 6, 6}));
  const twin::PlanPolygon ring = {{{0, 0}, {9, 0}, {9, 9}, {0, 9}}, {{{3, 3}, {6, 3}, {6, 6}, {3, 6}}}};
  EXPECT_FALSE(touches(ring, {4, 4, 5, 5}));        // in the hole
  EXPECT_TRUE(touches(ring, {2, 4, 5, 5}));
}

TEST(FeatureBox, ALineIsMetWhereItRuns) {
  const DegreeShape street = {{}, {{{0, 0}, {4, 0}, {4, 4}}, {{8, 8}, {9, 9}}}};
  EXPECT_TRUE(touches(street, {1, -1, 2, 1}));
  EXPECT_TRUE(touches(street, {8.4, 8.4, 8.6, 8.6}));
  EXPECT_FALSE(touches(street, {1, 1, 2, 2})) << "within its bounds, beside the line";
  EXPECT_FALSE(touches(street, {5, 5, 6, 6})) << "between its pieces";
  EXPECT_FALSE(touches(DegreeShape{}, {-180, -90, 180, 90}));
}

std::shared_ptr<const twin::Building> building(const std::string& id, int storeys) {
  auto out = std::make_shared<twin::Building>();
  out->id = id;
  out->card.storeys = storeys;
  return out;
}

TEST(FeatureCatalogue, AnEditWritesAgainOnlyWhatItChanged) {
  twin::BranchStateEditor editor{twin::BranchState{}};
  for (twin::FeatureNumber i = 0; i < 2500; ++i) editor.put(i, twin::sha256(std::to_string(i)), building("b" + std::to_string(i), 2));
  editor.set_head("main", twin::sha256("first"), 1);
  const auto first = editor.publish();
  FeatureCatalogue catalogue;
  EXPECT_EQ(catalogue.of(first)->page(twin::EntityKind::kBuilding, std::nullopt, 0, 10).matched, 2500u);
  EXPECT_EQ(catalogue.written(), 2500u);

  twin::BranchStateEditor edit{*first};
  edit.put(1700, twin::sha256("changed"), building("b1700", 5));
  edit.set_head("main", twin::sha256("second"), 2);
  const auto second = catalogue.of(edit.publish());
  EXPECT_EQ(catalogue.written(), 2501u);
  EXPECT_EQ(twin::parse_json(*second->find(1700)->json).value()["properties"]["storeys"], 5);
  EXPECT_EQ(second->find(1699), second->find(1699));
  EXPECT_EQ(second->find(2500), nullptr);

  // Paging: 7 from 2,496 on are the last four; features without geometry match every box.
  const auto page = second->page(twin::EntityKind::kBuilding, DegreeBox{0, 0, 1, 1}, 2496, 7);
  EXPECT_EQ(page.matched, 2500u);
  EXPECT_EQ(page.features.size(), 4u);
  EXPECT_EQ(second->page(twin::EntityKind::kPlanUnit, std::nullopt, 0, 7).matched, 0u);
}

TEST(FeatureCatalogue, CityObjectsAreToldApartByTheirClass) {
  twin::BranchStateEditor editor{twin::BranchState{}};
  const char* types[] = {"Road", "WaterBody", "Road"};
  for (twin::FeatureNumber i = 0; i < 3; ++i) {
    auto object = std::make_shared<twin::CityObject>();
    object->id = "o" + std::to_string(i);
    object->type = types[i];
    editor.put(i, twin::sha256(object->id), std::shared_ptr<const twin::CityObject>(object));
  }
  editor.put(3, twin::sha256("b"), building("b", 2));
  editor.set_head("main", twin::sha256("first"), 1);
  FeatureCatalogue catalogue;
  const auto index = catalogue.of(editor.publish());
  EXPECT_EQ(index->page(twin::EntityKind::kCityObject, std::nullopt, 0, 10).matched, 3u);
  EXPECT_EQ(index->page(twin::EntityKind::kCityObject, std::nullopt, 0, 10, "Road").matched, 2u);
  EXPECT_EQ(index->page(twin::EntityKind::kCityObject, std::nullopt, 0, 10, "road").matched, 0u);
}

TEST(FeatureCatalogue, ACityObjectIsWhatItCoversNotTheBoxAround) {
  // A road of two squares of 100 m2 that lie apart along the diagonal of their box.
  twin::BuildingShape shape;
  shape.parts.emplace_back();
  for (const double at : {0.0, 90.0}) {
    const double east = 25'497'000 + at, north = 6'672'500 + at;
    twin::Polygon3 square;
    square.exterior.points = {{east, north, 5}, {east + 10, north, 5}, {east + 10, north + 10, 5}, {east, north + 10, 5}};
    shape.parts.front().polygons.push_back(square);
  }
  auto road = std::make_shared<twin::CityObject>();
  road->id = "road";
  road->type = "Road";
  road->shape = twin::sha256("shape");
  road->bounds.add(twin::WorkingPosition{25'497'000, 6'672'500, 5});
  road->bounds.add(twin::WorkingPosition{25'497'100, 6'672'600, 5});
  auto manifest = std::make_shared<twin::Manifest>();
  manifest->crs = "EPSG:3879";
  manifest->scene_origin = {25'497'000, 6'672'500, 0};
  twin::BranchStateEditor editor{twin::BranchState{}};
  editor.set_manifest(twin::sha256("manifest"), manifest);
  editor.put(0, twin::sha256("road"), std::shared_ptr<const twin::CityObject>(road));
  editor.set_head("main", twin::sha256("first"), 1);
  const auto state = editor.publish();
  FeatureCatalogue catalogue([&](const twin::Digest&) -> twin::Result<twin::BuildingShape> { return shape; });
  const auto index = catalogue.of(state);
  const auto text = twin::parse_json(*index->find(0)->json).value();
  EXPECT_EQ(text["geometry"]["type"], "MultiPolygon");
  EXPECT_EQ(text["geometry"]["coordinates"].size(), 2u);
  // Nothing of it lies in the middle of its box: 60.1715 N, 24.947 E or so.
  const auto& box = index->find(0)->bounds;
  const double east = (box[0] + box[2]) / 2, north = (box[1] + box[3]) / 2;
  EXPECT_EQ(index->page(twin::EntityKind::kCityObject, DegreeBox{east, north, east + 1e-6, north + 1e-6}, 0, 10).matched, 0u);
  EXPECT_EQ(index->page(twin::EntityKind::kCityObject, box, 0, 10).matched, 1u);

  // Without its surfaces, or where they cannot be read, it is the box.
  FeatureCatalogue without;
  EXPECT_EQ(twin::parse_json(*without.of(state)->find(0)->json).value()["geometry"]["type"], "Polygon");
}

}  // namespace
}  // namespace server
