#include "tests/server/served/tiny_city.hpp"

#include <gtest/gtest.h>

#include "twin_core/city/record.hpp"

namespace server_test {
namespace {

constexpr double kEast = 25'500'000, kNorth = 6'672'000;

twin::Ring3 ring(std::vector<twin::WorkingPosition> points) { return {std::move(points)}; }

/// A box from height 2 to 2 + height, closed, outward.
twin::BuildingShape box_shape(const std::string& id, double x, double width, double depth, double height) {
  const double w = kEast + x, e = w + width, s = kNorth, n = s + depth, low = 2, high = 2 + height;
  using twin::SurfaceKind;
  twin::ShapePart part;
  part.id = id;
  const auto add = [&](SurfaceKind kind, std::vector<twin::WorkingPosition> points) {
    twin::Polygon3 polygon;
    polygon.kind = kind;
    polygon.exterior = ring(std::move(points));
    part.polygons.push_back(std::move(polygon));
  };
  add(SurfaceKind::kGround, {{w, s, low}, {w, n, low}, {e, n, low}, {e, s, low}});
  add(SurfaceKind::kRoof, {{w, s, high}, {e, s, high}, {e, n, high}, {w, n, high}});
  add(SurfaceKind::kWall, {{w, s, low}, {e, s, low}, {e, s, high}, {w, s, high}});
  add(SurfaceKind::kWall, {{e, s, low}, {e, n, low}, {e, n, high}, {e, s, high}});
  add(SurfaceKind::kWall, {{e, n, low}, {w, n, low}, {w, n, high}, {e, n, high}});
  add(SurfaceKind::kWall, {{w, n, low}, {w, s, low}, {w, s, high}, {w, n, high}});
  twin::Solid solid;
  solid.shells.push_back({{0, false}, {1, false}, {2, false}, {3, false}, {4, false}, {5, false}});
  part.solids.push_back(solid);
  twin::BuildingShape shape;
  shape.parts.push_back(std::move(part));
  return shape;
}

void add_building(std::vector<twin::Write>& writes, std::vector<twin::Bytes>& blobs, const std::string& id, double x,
                  const twin::RegisterCard& card) {
  twin::Building building;
  building.id = id;
  building.card = card;
  building.link = card.permanent_id.empty() ? twin::LinkReason::kUnlinked : twin::LinkReason::kById;
  building.link_note = card.permanent_id.empty() ? "" : "VTJ-PRT " + card.permanent_id + " in register row 2";
  building.source = "tiny.gml";
  building.ground_m = 2;
  building.height_m = 9;
  building.bounds.add(twin::WorkingPosition{kEast + x, kNorth, 2});
  building.bounds.add(twin::WorkingPosition{kEast + x + 10, kNorth + 20, 11});
  building.footprint.outer = {{kEast + x, kNorth}, {kEast + x + 10, kNorth}, {kEast + x + 10, kNorth + 20}, {kEast + x, kNorth + 20}};
  twin::Bytes shape = twin::encode(box_shape(id, x, 10, 20, 9));
  building.shape = twin::sha256(shape);
  blobs.push_back(std::move(shape));
  writes.push_back({{twin::EntityKind::kBuilding, id}, twin::encode(building), {}, {}});
}

}  // namespace

twin::PlanUnit unit_ak1(int storeys) {
  twin::PlanUnit unit;
  unit.id = "AK-1";
  unit.name_fi = "Asuinkerrostalojen korttelialue";
  unit.name_en = "Block of flats";
  unit.symbol = "AK";
  unit.boundary.outer = {{kEast, kNorth}, {kEast + 40, kNorth}, {kEast + 40, kNorth + 50}, {kEast, kNorth + 50}};
  unit.ground_level_m = 2;
  const auto rule = [&](const std::string& type, double value, const std::string& of = "") {
    twin::Regulation out;
    out.type = type;
    out.value = value;
    out.unit = of;
    unit.regulations.push_back(out);
  };
  rule("tehokkuusluku", 1.5);
  rule("rakentamisenSuhdeAlueenPintaAlaan", 30, "%");
  rule("maanpaallinenKerrosluku", storeys);
  rule("vesikatonYlimmanKohdanKorkeusasema", 22, "m");
  unit.source = "tiny.json";
  return unit;
}

std::vector<twin::Write> tiny_city_writes(std::vector<twin::Bytes>& blobs) {
  std::vector<twin::Write> writes;
  twin::Manifest manifest;
  manifest.name = "Tiny";
  manifest.crs = "EPSG:3879";
  manifest.height_reference = "N2000";
  manifest.geoid = twin::Geoid{17.88, 0.6, "EGM96 at Helsinki"};
  manifest.scene_origin = {kEast, kNorth, 0};
  writes.push_back({{twin::EntityKind::kManifest, "twin"}, twin::encode(manifest), {}, {}});
  twin::RegisterCard first;
  first.permanent_id = "103557252H";
  first.use_code = "039";
  first.floor_area_m2 = 600;
  first.storeys = 3;
  first.completion_year = 1987;
  first.source = "register.csv row 2";
  add_building(writes, blobs, "B1", 0, first);
  twin::RegisterCard second;
  second.permanent_id = "103557253J";
  second.floor_area_m2 = 360;
  second.completion_year = 2021;
  add_building(writes, blobs, "B2 {ä}", 20, second);
  add_building(writes, blobs, "B3", 1000, {});
  writes.push_back({{twin::EntityKind::kPlanUnit, "AK-1"}, twin::encode(unit_ak1(4)), {}, {}});
  return writes;
}

TinyCity::TinyCity(server::ServeOptions options) {
  std::string pattern = (std::filesystem::temp_directory_path() / "kaksonen-served-XXXXXX").string();
  EXPECT_NE(mkdtemp(pattern.data()), nullptr);
  folder_ = pattern;
  auto store = twin::Store::open(twin_file(), twin::Store::Mode::kCreateIfMissing);
  EXPECT_TRUE(store) << store.problem().message;
  twin_ = std::make_shared<server::LocalTwin>(std::move(*store), "city");
  twin::Command command;
  command.author = "test";
  command.purpose = "import";
  command.writes = tiny_city_writes(command.blobs);
  const auto receipt = twin_->store().commit(std::move(command));
  EXPECT_TRUE(receipt) << receipt.problem().message;
  options.http.port = 0;
  options.twin_file = twin_file();
  auto served = server::ServedTwin::start(twin_, options);
  EXPECT_TRUE(served) << served.problem().message;
  served_ = std::move(*served);
}

TinyCity::~TinyCity() {
  served_.reset();
  twin_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

int TinyCity::set_storeys(const std::string& branch, int storeys) {
  viewer::HttpClient client(address());
  const twin::Json regulations = {{{"type", "tehokkuusluku"}, {"value", 1.5}},
                                  {{"type", "rakentamisenSuhdeAlueenPintaAlaan"}, {"value", 30}, {"unit", "%"}},
                                  {{"type", "maanpaallinenKerrosluku"}, {"value", storeys}},
                                  {{"type", "vesikatonYlimmanKohdanKorkeusasema"}, {"value", 22}, {"unit", "m"}}};
  const twin::Json body = {{"regulations", regulations}};
  return client.send("PATCH", "/branches/" + branch + "/plan-units/AK-1", body.dump(),
                     {{"Content-Type", "application/merge-patch+json"}, {"X-Author", "planner"}})
      .status;
}

void TinyCity::add_units(int count) {
  twin::Command command;
  command.author = "test";
  command.purpose = "import";
  for (int i = 0; i < count; ++i) {
    twin::PlanUnit unit = unit_ak1(2);
    unit.id = "U-" + std::to_string(i);
    for (auto& point : unit.boundary.outer) point.north += 100 + 60 * i;
    command.writes.push_back({{twin::EntityKind::kPlanUnit, unit.id}, twin::encode(unit), {}, {}});
  }
  const auto receipt = twin_->store().commit(std::move(command));
  EXPECT_TRUE(receipt) << receipt.problem().message;
}

}  // namespace server_test
