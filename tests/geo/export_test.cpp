#include "geo/io/export.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "first_layer.hpp"
#include "twin_core/base/json.hpp"

namespace {

namespace fs = std::filesystem;
using twin::Json;

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string run(const std::string& command) {
  std::string out;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen((command + " 2>&1").c_str(), "r"), pclose);
  std::array<char, 4096> buffer{};
  while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get())) out += buffer.data();
  return out;
}

/// Unit box with its ground face at (east, north).
twin::BuildingShape box_shape(const std::string& id, double east, double north) {
  const auto at = [&](double x, double y, double z) { return twin::WorkingPosition{east + x, north + y, z}; };
  twin::ShapePart part;
  part.id = id;
  const std::vector<std::pair<twin::SurfaceKind, std::vector<twin::WorkingPosition>>> faces{
      {twin::SurfaceKind::kGround, {at(0, 0, 0), at(0, 8, 0), at(10, 8, 0), at(10, 0, 0)}},
      {twin::SurfaceKind::kRoof, {at(0, 0, 6), at(10, 0, 6), at(10, 8, 6), at(0, 8, 6)}},
      {twin::SurfaceKind::kWall, {at(0, 0, 0), at(10, 0, 0), at(10, 0, 6), at(0, 0, 6)}},
      {twin::SurfaceKind::kWall, {at(10, 0, 0), at(10, 8, 0), at(10, 8, 6), at(10, 0, 6)}},
      {twin::SurfaceKind::kWall, {at(10, 8, 0), at(0, 8, 0), at(0, 8, 6), at(10, 8, 6)}},
      {twin::SurfaceKind::kWall, {at(0, 8, 0), at(0, 0, 0), at(0, 0, 6), at(0, 8, 6)}}};
  std::vector<twin::ShellFace> shell;
  for (const auto& [kind, points] : faces) {
    twin::Polygon3 polygon;
    polygon.kind = kind;
    polygon.exterior.points = points;
    shell.push_back({static_cast<std::uint32_t>(part.polygons.size()), false});
    part.polygons.push_back(std::move(polygon));
  }
  part.solids.push_back({{shell}});
  return {{part}, {}};
}

/// Three buildings and a plan unit near Helsinki Cathedral.
class ExportTest : public testing::Test {
 protected:
  ExportTest() {
    folder_ = fs::path(KAKSONEN_BINARY_DIR) / "export_test" /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    make("EPSG:3879");
  }

  void make(const std::string& crs) {
    twin::BranchStateEditor editor{twin::BranchState{}};
    auto manifest = std::make_shared<twin::Manifest>();
    manifest->crs = crs;
    manifest->name = "Three boxes";
    manifest->scene_origin = {25'497'000, 6'672'500, 0};
    editor.set_manifest({}, manifest);
    for (twin::FeatureNumber i = 0; i < 3; ++i) {
      auto building = std::make_shared<twin::Building>();
      building->id = "b" + std::to_string(i);
      const double east = 25'497'000 + 20.0 * i, north = 6'672'500;
      building->footprint.outer = {
          {east, north}, {east, north + 8}, {east + 10, north + 8}, {east + 10, north}};
      building->height_m = 6;
      building->card.permanent_id = i == 0 ? "103557252H" : "";
      building->card.address = i == 1 ? "=HYPERLINK(\"http://x\",\"y\")" : "Katariinankatu 1, Helsinki";
      if (i == 0) building->card.storeys = 2;
      if (i == 0) building->link = twin::LinkReason::kById;
      building->shape.bytes[0] = static_cast<std::uint8_t>(i + 1);
      editor.put(i + 4, building->shape, building);
    }
    auto unit = std::make_shared<twin::PlanUnit>();
    unit->id = "u1";
    unit->boundary.outer = {{25'497'000, 6'672'400}, {25'497'050, 6'672'400}, {25'497'050, 6'672'450}};
    twin::Regulation ratio;
    ratio.type = "tehokkuusluku";
    ratio.value = 1.5;
    unit->regulations.push_back(ratio);
    twin::Digest value;
    value.bytes[0] = 9;
    editor.put(9, value, unit);
    state_ = editor.publish();
  }

  geo::ShapeLoader loader() const {
    return [](const twin::Digest& digest) -> twin::Result<twin::BuildingShape> {
      const double i = digest.bytes[0] - 1.0;
      return box_shape("b" + std::to_string(digest.bytes[0] - 1), 25'497'000 + 20 * i, 6'672'500);
    };
  }

  fs::path write(const std::string& format, const std::string& name) {
    const auto path = folder_ / name;
    const auto done = geo::export_branch(*state_, loader(), {format}, path);
    EXPECT_TRUE(done) << (done ? ""
                               : done.problem().code + " " + done.problem().message + " " +
                                     done.problem().value);
    return path;
  }

  std::size_t files_in_folder() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
  twin::Snapshot state_;
};

TEST_F(ExportTest, OgrinfoReadsTheGeoPackage) {
  const auto path = write("gpkg", "city.gpkg");
  EXPECT_EQ(files_in_folder(), 1u);
  const auto building = run("ogrinfo -ro -al -so " + path.string() + " building");
  EXPECT_NE(building.find("Feature Count: 3"), std::string::npos) << building;
  EXPECT_NE(building.find("Geometry: Polygon"), std::string::npos);
  EXPECT_NE(building.find("ID[\"EPSG\",3879]"), std::string::npos);
  EXPECT_NE(building.find("Extent: (25497000.000000, 6672500.000000) - (25497050.000000, 6672508.000000)"),
            std::string::npos);
  const auto first = run("ogrinfo -ro -al -where \"id='b0'\" " + path.string() + " building");
  EXPECT_NE(first.find("permanent_id (String) = 103557252H"), std::string::npos) << first;
  EXPECT_NE(first.find("feature_number (Integer64) = 4"), std::string::npos);
  EXPECT_NE(first.find("storeys (Integer64) = 2"), std::string::npos);
  EXPECT_NE(first.find("floor_area_m2 (Real) = (null)"), std::string::npos);
  EXPECT_NE(first.find("link_reason (String) = by_id"), std::string::npos);
  const auto surface = run("ogrinfo -ro -al -so " + path.string() + " building_surface");
  EXPECT_NE(surface.find("Feature Count: 18"), std::string::npos);  // three boxes of six faces
  EXPECT_NE(surface.find("Geometry: 3D Polygon"), std::string::npos);
  const auto unit = run("ogrinfo -ro -al " + path.string() + " plan_unit");
  EXPECT_NE(unit.find("Feature Count: 1"), std::string::npos);
  EXPECT_NE(unit.find("\"tehokkuusluku\""), std::string::npos);
}

TEST_F(ExportTest, KalasatamaWithItsRegisterAsAGeoPackage) {
  const fs::path shared = KAKSONEN_SOURCE_DIR "/../shared/data";
  const auto tile = shared / "citygml/helsinki_kalasatama_2549_6674.gml";
  if (!fs::exists(tile)) GTEST_SKIP() << "shared data is not beside the repository";
  const auto batch = geo::read_city(
      {{"tile.gml", tile.string(), nullptr},
       {"register.csv", (shared / "registry/helsinki_kalasatama_register.csv").string(), nullptr}},
      {});
  ASSERT_TRUE(batch.manifest);
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
  const auto path = folder_ / "kalasatama.gpkg";
  const auto done = geo::export_branch(*editor.publish(), shapes, {"gpkg"}, path);
  ASSERT_TRUE(done) << done.problem().message << done.problem().value;
  const auto count = [&](const std::string& condition) {
    return run("ogrinfo -ro -al -so -where \"" + condition + "\" " + path.string() + " building");
  };
  // Figures of the register file: 61 rows, 36 with a permanent id, 31 with a floor area.
  EXPECT_NE(count("1=1").find("Feature Count: 61"), std::string::npos) << count("1=1");
  EXPECT_NE(count("link_reason='by_id'").find("Feature Count: 36"), std::string::npos);
  EXPECT_NE(count("floor_area_m2 > 0").find("Feature Count: 31"), std::string::npos);
  const auto oldest =
      run("ogrinfo -ro -al -where \"permanent_id='103023724X'\" " + path.string() + " building");
  EXPECT_NE(oldest.find("floor_area_m2 (Real) = 20003"), std::string::npos) << oldest;
  EXPECT_NE(oldest.find("use_text (String) = Asuinrakennus"), std::string::npos);
}

TEST_F(ExportTest, GeoJsonIsInDegreesAndTurnsLeft) {
  const auto document = twin::parse_json(file_text(write("geojson", "city.geojson")));
  ASSERT_TRUE(document) << document.problem().message;
  ASSERT_EQ((*document)["features"].size(), 3u);
  const auto& feature = (*document)["features"][0];
  EXPECT_EQ(feature["id"], "b0");
  EXPECT_EQ(feature["properties"]["storeys"], 2);
  EXPECT_FALSE(feature["properties"].contains("floor_area_m2"));
  const auto& ring = feature["geometry"]["coordinates"][0];
  ASSERT_EQ(ring.size(), 5u);
  EXPECT_EQ(ring[0], ring[4]);
  double twice = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    // 3 km west of 25 E at 60.17 N: 1 deg is 55.5 km, so 24.946 E.
    EXPECT_NEAR(ring[i][0].get<double>(), 24.946, 0.001);
    EXPECT_NEAR(ring[i][1].get<double>(), 60.17, 0.01);
    twice += ring[i][0].get<double>() * ring[i + 1][1].get<double>() -
             ring[i + 1][0].get<double>() * ring[i][1].get<double>();
  }
  EXPECT_GT(twice, 0);
}

TEST_F(ExportTest, PlanUnitsAreAGeoJsonOfTheirOwn) {
  const auto document = twin::parse_json(file_text(write("geojson-plan", "plan.geojson")));
  ASSERT_TRUE(document) << document.problem().message;
  ASSERT_EQ((*document)["features"].size(), 1u);
  const auto& feature = (*document)["features"][0];
  EXPECT_EQ(feature["id"], "u1");
  EXPECT_EQ(feature["properties"]["regulations"][0]["type"], "tehokkuusluku");
  EXPECT_EQ(feature["properties"]["regulations"][0]["value"], 1.5);
  EXPECT_EQ(feature["geometry"]["coordinates"][0].size(), 4u) << "three corners, closed";
}

TEST_F(ExportTest, CsvMakesFormulasText) {
  const auto text = file_text(write("csv", "city.csv"));
  EXPECT_TRUE(text.starts_with("feature_number,id,permanent_id,municipal_number,"));
  EXPECT_NE(text.find("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"Katariinankatu 1, Helsinki\""), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
}

/// Every field of a card goes out and comes in again, in every format that carries a register.
TEST_F(ExportTest, AFullCardComesBack) {
  twin::RegisterCard full;
  full.permanent_id = "103557252H";
  full.municipal_number = "64497";
  full.property_id = "091-010-0598-0001";
  full.use_code = "039";
  full.use_code_2018 = "0121";
  full.use_text = "Muut kerrostalot";
  full.floor_area_m2 = 1195.5;
  full.total_area_m2 = 1596;
  full.basement_area_m2 = 0;
  full.volume_m3 = 4765;
  full.storeys = 4;
  full.dwellings = 24;
  full.completed = "2015-06-12";
  full.completion_year = 2015;
  full.material = "Betoni tai kevytbetoni";
  full.facade_material = "Tiili";
  full.heating_mode = "Vesikeskuslämmitys";
  full.heating_source = "Kauko- tai aluelämpö";
  full.lift = true;
  full.connections = {true, false, std::nullopt, false, true};
  full.address = "Arcturuksenkatu 6";
  full.address_sv = "Arcturusgatan 6";
  full.status = "voimassa";
  full.owner_type = "Asunto-osakeyhtiö";
  full.source = "register.csv row 7, model attributes";
  twin::BranchStateEditor editor{*state_};
  auto building = std::make_shared<twin::Building>();
  building->id = "b0";
  building->footprint.outer = {{25'497'000, 6'672'500}, {25'497'000, 6'672'508}, {25'497'010, 6'672'508}};
  building->card = full;
  building->shape.bytes[0] = 1;
  editor.put(4, building->shape, building);
  state_ = editor.publish();
  const auto back = [&](const twin::Result<geo::RegisterFile>& file) {
    EXPECT_TRUE(file) << file.problem().code << " " << file.problem().message;
    if (!file || file->rows.empty()) return twin::RegisterCard{};
    auto card = file->rows.front().card;
    return card;
  };
  EXPECT_TRUE(back(geo::read_register("c", file_text(write("csv", "c.csv")))) == full);
  EXPECT_TRUE(back(first_layer::read("g", geo::LayerFormat::kGeoPackage, file_text(write("gpkg", "g.gpkg")), "")) == full);
  EXPECT_TRUE(back(first_layer::read("j", geo::LayerFormat::kGeoJson, file_text(write("geojson", "j.geojson")), "")) == full);
}

TEST_F(ExportTest, CityJsonHoldsTheSolids) {
  const auto document = twin::parse_json(file_text(write("cityjson", "city.city.json")));
  ASSERT_TRUE(document);
  EXPECT_EQ((*document)["version"], "2.0");
  EXPECT_EQ((*document)["metadata"]["referenceSystem"], "https://www.opengis.net/def/crs/EPSG/0/3879");
  EXPECT_EQ((*document)["vertices"].size(), 27u);  // three boxes of eight corners, a plan unit of three
  EXPECT_EQ((*document)["CityObjects"]["plan_unit:u1"]["type"], "LandUse");
  const auto& geometry = (*document)["CityObjects"]["b1"]["geometry"][0];
  EXPECT_EQ(geometry["type"], "Solid");
  EXPECT_EQ(geometry["boundaries"][0].size(), 6u);
  EXPECT_EQ(geometry["semantics"]["surfaces"].size(), 3u);
  EXPECT_EQ(geometry["semantics"]["values"][0].size(), 6u);
  // b1 starts 20 m east of the origin: 200,000 steps of 0.1 mm.
  EXPECT_EQ((*document)["vertices"][8], (Json{200'000, 0, 0}));
}

TEST_F(ExportTest, FailuresLeaveNothingBehind) {
  EXPECT_EQ(geo::export_branch(*state_, loader(), {"shapefile"}, folder_ / "x").problem().code,
            "format-unknown");
  for (const char* const format : {"gpkg", "csv"}) {
    EXPECT_EQ(
        geo::export_branch(*state_, loader(), {format}, folder_ / "no" / "such" / "x.gpkg").problem().code,
        "file-not-writable");
  }
  const geo::ShapeLoader broken = [](const twin::Digest&) -> twin::Result<twin::BuildingShape> {
    return twin::Problem{"blob-missing", "", "", "", ""};
  };
  for (const char* const format : {"gpkg", "cityjson"}) {
    EXPECT_EQ(geo::export_branch(*state_, broken, {format}, folder_ / "x.gpkg").problem().code, "blob-missing");
  }
  EXPECT_EQ(files_in_folder(), 0u);
}

TEST_F(ExportTest, ALocalTwinHasNoPlaceOnTheGlobe) {
  make("local");
  for (const char* const format : {"gpkg", "geojson"}) {
    EXPECT_EQ(geo::export_branch(*state_, loader(), {format}, folder_ / "x").problem().code,
              "frame-not-placed");
  }
  write("csv", "city.csv");
  const auto document = twin::parse_json(file_text(write("cityjson", "city.city.json")));
  EXPECT_FALSE((*document)["metadata"].contains("referenceSystem"));
  EXPECT_EQ(files_in_folder(), 2u);
}

}  // namespace
