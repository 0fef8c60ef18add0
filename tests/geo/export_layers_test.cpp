// What exports carry beside buildings and plan units. Counts and areas of the shared files come from Python (json) and
// from the shared data's README; what was written is read by ogrinfo.
#include "geo/io/export_layers.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "geo/io/plan_outline.hpp"
#include "geo/io/polygon_share.hpp"
#include "tests/geo/round_trip.hpp"
#include "twin_core/base/json.hpp"

namespace {

namespace fs = std::filesystem;
using namespace round_trip;

const fs::path kShared = KAKSONEN_SOURCE_DIR "/../shared/data";
#define NEED(path) \
  if (!fs::exists(path)) GTEST_SKIP() << "not here: " << (path)

std::string run(const std::string& command) {
  std::string out;
  FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const auto got = std::fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), got);
  ::pclose(pipe);
  return out;
}

std::string file_text(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

class ExportLayers : public testing::Test {
 protected:
  ExportLayers() {
    folder_ = fs::path(KAKSONEN_BINARY_DIR) / "export_layers_test" /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~ExportLayers() override { fs::remove_all(folder_); }

  fs::path write(const geo::CityBatch& batch, const std::string& format, const std::string& layer = {}) const {
    const auto out = folder_ / ("city-" + layer + "." + format);
    const auto done = City(batch).write(format, out, layer);
    EXPECT_TRUE(done) << (done ? "" : done.problem().message + " " + done.problem().value);
    return out;
  }
  twin::Json geojson(const geo::CityBatch& batch, const std::string& layer) const {
    auto document = twin::parse_json(file_text(write(batch, "geojson", layer)), 64);
    EXPECT_TRUE(document);
    return document ? std::move(document).value() : twin::Json();
  }

  static geo::CityBatch read(const std::vector<fs::path>& paths, const geo::ReadOptions& options = {}) {
    std::vector<geo::InputFile> files;
    for (const auto& path : paths) files.push_back({path.filename().string(), path.string(), nullptr});
    return geo::read_city(files, options);
  }

  fs::path folder_;
};

/// 1 for rings whose corners are counted; in square degrees.
double turning(const twin::Json& ring) {
  double twice = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    twice += ring[i][0].get<double>() * ring[i + 1][1].get<double>() - ring[i + 1][0].get<double>() * ring[i][1].get<double>();
  }
  return twice;
}

TEST_F(ExportLayers, DelftsRoadsAndWaterAreALayer) {
  const auto path = kShared / "cityjson/cjio_delft.json";
  NEED(path);
  const auto batch = read({path});
  ASSERT_FALSE(batch.refused);
  const auto file = write(batch, "gpkg").string();
  const auto count = [&](const std::string& where) { return run("ogrinfo -ro -al -so -where \"" + where + "\" " + file + " city_object"); };
  // 143 roads, 126 plant covers, 81 land uses, 54 generic ones, 3 bridges, 3 waters.
  EXPECT_NE(count("1=1").find("Feature Count: 410"), std::string::npos) << count("1=1");
  EXPECT_NE(count("1=1").find("Geometry: 3D Multi Polygon"), std::string::npos);
  EXPECT_NE(count("class='Road'").find("Feature Count: 143"), std::string::npos);
  EXPECT_NE(count("class='WaterBody'").find("Feature Count: 3"), std::string::npos);
  EXPECT_NE(count("attributes_json LIKE '%bgt_status%'").find("Feature Count: 410"), std::string::npos);
  const auto one = run("ogrinfo -ro -al -where \"id='b69a8d7bc-2d38-11e6-9a38-393caa90be70'\" " + file + " city_object");
  EXPECT_NE(one.find("MULTIPOLYGON Z"), std::string::npos) << one.substr(0, 2000);
  EXPECT_NE(one.find("class (String) = WaterBody"), std::string::npos);
  // No layer without a feature, but for those that were always there.
  const auto layers = run("ogrinfo -ro " + file);
  EXPECT_NE(layers.find("plan_unit"), std::string::npos) << layers;
  EXPECT_EQ(layers.find("street"), std::string::npos) << layers;
}

TEST_F(ExportLayers, AnOutlineCoversWhatItsTrianglesCover) {
  const auto path = kShared / "cityjson/cjio_delft.json";
  NEED(path);
  std::map<std::string, double> covered;
  const auto batch = read({path});
  for (const auto& read : batch.objects) {
    for (const auto& polygon : geo::plan_outline(read.shape)) covered[read.object.type.str()] += geo::area_of_plan(polygon);
  }
  // Sums of the triangles' areas in plan (Python): the triangles of one object do not overlap.
  EXPECT_NEAR(covered["WaterBody"], 16'065.53, 1);
  EXPECT_NEAR(covered["Road"], 7'624.82, 1);
  EXPECT_NEAR(covered["LandUse"], 7'651.58, 1);
}

TEST_F(ExportLayers, GeoJsonOfCityObjectsIsTheirOutline) {
  const auto path = kShared / "cityjson/cjio_delft.json";
  NEED(path);
  const auto document = geojson(read({path}), "city_object");
  ASSERT_EQ(document["features"].size(), 410u);
  std::size_t corners = 0;
  for (const auto& feature : document["features"]) {
    ASSERT_TRUE(feature["geometry"].is_object()) << feature["id"];
    const auto& coordinates = feature["geometry"]["coordinates"];
    const auto& ring = feature["geometry"]["type"] == "Polygon" ? coordinates[0] : coordinates[0][0];
    EXPECT_GT(turning(ring), 0) << feature["id"];
    corners += ring.size();
  }
  EXPECT_GT(corners, 5u * 410u) << "more than rectangles";
  const auto& first = document["features"][0];
  EXPECT_TRUE(first["properties"]["attributes"].is_object()) << first.dump(1);
}

TEST_F(ExportLayers, PointsAndLinesOfCityObjectsAreLayersOfTheirOwn) {
  const auto batch = read({fs::path(KAKSONEN_SOURCE_DIR) / "tests/data/model/points_and_lines.city.json"});
  ASSERT_FALSE(batch.refused);
  // A row for each level of an object: street, brook (twice), stops, hedge. A row for each point: three lamps, two stops.
  const auto lines = geojson(batch, "city_object_line"), points = geojson(batch, "city_object_point");
  ASSERT_EQ(lines["features"].size(), 5u);
  ASSERT_EQ(points["features"].size(), 5u);
  const auto& street = lines["features"][0];
  EXPECT_EQ(street["id"], "street");
  EXPECT_EQ(street["properties"]["class"], "Road");
  EXPECT_EQ(street["geometry"]["type"], "MultiLineString");
  EXPECT_EQ(street["geometry"]["coordinates"][0].size(), 3u);
  EXPECT_EQ(points["features"][0]["geometry"]["type"], "Point");
  const auto file = write(batch, "gpkg").string();
  const auto rows = run("ogrinfo -ro -al " + file + " city_object_line");
  EXPECT_NE(rows.find("Feature Count: 5"), std::string::npos) << rows;
  EXPECT_NE(rows.find("MULTILINESTRING ((25497000 6672500,25497040.123 6672500"), std::string::npos) << rows;
  EXPECT_NE(rows.find("highest_m (Real) = 3.25"), std::string::npos) << rows;
  const auto stops = run("ogrinfo -ro -al " + file + " city_object_point");
  EXPECT_NE(stops.find("POINT (25497058.25 6672512.345)"), std::string::npos) << stops;
}

TEST_F(ExportLayers, RoomsStoreysAndUnitsAreSpaces) {
  const auto path = kShared / "citygml/ogc_building_units_storeys_v3.gml";
  NEED(path);
  const auto batch = read({path});
  ASSERT_FALSE(batch.refused);
  std::map<std::string, std::size_t> classes;
  for (const auto& object : batch.objects) ++classes[object.object.type.str()];
  ASSERT_GT(classes["Storey"], 0u);
  const auto text = file_text(write(batch, "csv", "space"));
  for (const auto& [name, count] : classes) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find("," + name + ",", at)) != std::string::npos; ++at) ++found;
    EXPECT_EQ(found, count) << name;
  }
  EXPECT_TRUE(text.starts_with("feature_number,id,class,name,parent_id,lod,")) << text.substr(0, 200);
}

TEST_F(ExportLayers, StreetsAreLines) {
  const auto path = kShared / "osm/bautzen.osm";
  NEED(path);
  const auto batch = read({path});
  ASSERT_FALSE(batch.refused);
  ASSERT_GT(batch.streets.size(), 0u);
  const auto file = write(batch, "gpkg", "street").string();
  const auto summary = run("ogrinfo -ro -al -so " + file);
  EXPECT_NE(summary.find("Feature Count: " + std::to_string(batch.streets.size())), std::string::npos) << summary;
  EXPECT_NE(summary.find("Geometry: Multi Line String"), std::string::npos);
  EXPECT_EQ(summary.find("building"), std::string::npos) << "only the layer that was asked for";
  const auto document = geojson(batch, "street");
  ASSERT_EQ(document["features"].size(), batch.streets.size());
  const auto& first = document["features"][0];
  EXPECT_EQ(first["geometry"]["type"], "LineString");
  EXPECT_EQ(first["geometry"]["coordinates"].size(), batch.streets[0].nodes.size());
  EXPECT_NEAR(first["geometry"]["coordinates"][0][0].get<double>(), 14.42, 0.05) << "Bautzen";
  EXPECT_NEAR(first["geometry"]["coordinates"][0][1].get<double>(), 51.18, 0.05);
  EXPECT_EQ(first["properties"]["highway"], batch.streets[0].highway.str());
}

TEST_F(ExportLayers, ResidentsAreOnTheirCells) {
  const auto path = kShared / "population/helsinki_population_grid_2020.gpkg";
  NEED(path);
  geo::ReadOptions options;
  twin::Manifest manifest;
  manifest.crs = "EPSG:3879";
  manifest.height_reference = "N2000";
  options.frame = manifest;
  auto batch = read({path}, options);
  ASSERT_FALSE(batch.refused);
  batch.manifest = manifest;
  const auto file = write(batch, "gpkg").string();
  const auto summary = run("ogrinfo -ro -al -so " + file + " population_area");
  EXPECT_NE(summary.find("Feature Count: " + std::to_string(batch.population_areas.size())), std::string::npos) << summary;
  EXPECT_NE(summary.find("Geometry: Multi Polygon"), std::string::npos);
  long long residents = 0;
  const auto document = geojson(batch, "population_area");
  for (const auto& feature : document["features"]) {
    residents += feature["properties"].value("residents", 0);
  }
  // The sum that the source gives, by SQL.
  const auto sum = run("ogrinfo -ro -al -sql \"SELECT SUM(residents) AS n FROM population_area\" " + file);
  EXPECT_NE(sum.find("= " + std::to_string(residents)), std::string::npos) << sum;
  EXPECT_GT(residents, 0);
}

TEST_F(ExportLayers, RegisterRowsThatWaitAreToldWithTheirCard) {
  geo::CityBatch batch;
  batch.manifest.emplace();
  batch.manifest->crs = "EPSG:3879";
  twin::KeptRow row;
  row.id = "RATU 64497";
  row.card.municipal_number = "64497";
  row.card.storeys = 4;
  row.footprint.outer = {{25'497'000, 6'672'500}, {25'497'010, 6'672'500}, {25'497'010, 6'672'520}, {25'497'000, 6'672'520}};
  row.candidates = {{"b7", 0.75, "4 m from the footprint"}};
  twin::KeptRow elsewhere;
  elsewhere.id = "r.csv row 3";
  elsewhere.point = {{385'000, 6'672'000}};
  elsewhere.location_crs = "EPSG:3067";
  batch.kept_rows = {row, elsewhere};
  const auto file = write(batch, "gpkg").string();
  const auto rows = run("ogrinfo -ro -al " + file + " register_row");
  EXPECT_NE(rows.find("Feature Count: 2"), std::string::npos) << rows;
  EXPECT_NE(rows.find("POINT (25497005 6672510)"), std::string::npos) << "the middle of its footprint";
  EXPECT_NE(rows.find("row_status (String) = review"), std::string::npos);
  EXPECT_NE(rows.find("candidate (String) = b7"), std::string::npos);
  EXPECT_NE(rows.find("storeys (Integer64) = 4"), std::string::npos);
  EXPECT_NE(rows.find("row_status (String) = unlinked"), std::string::npos);
  const auto document = geojson(batch, "register_row");
  EXPECT_EQ(document["features"][0]["geometry"]["type"], "Point");
  EXPECT_TRUE(document["features"][1]["geometry"].is_null()) << "not placed yet";
}

TEST_F(ExportLayers, TerrainComesBackPostByPost) {
  const auto path = kShared / "terrain/helsinki_dem_2021_lapinlahti.tif";
  NEED(path);
  geo::ReadOptions options;
  twin::Manifest manifest;
  manifest.crs = "EPSG:3879";
  manifest.height_reference = "N2000";
  options.frame = manifest;
  auto batch = read({path}, options);
  ASSERT_EQ(batch.terrains.size(), 1u);
  batch.manifest = manifest;
  const auto out = write(batch, "geotiff");
  const auto said = run("gdalinfo -stats --config GDAL_PAM_ENABLED NO " + out.string());
  EXPECT_NE(said.find("ID[\"EPSG\",3879]"), std::string::npos) << said;
  EXPECT_NE(said.find("ID[\"EPSG\",3900]"), std::string::npos) << said;
  const auto back = read({out}, options);
  ASSERT_FALSE(back.refused) << back.refused->message << back.refused->value;
  ASSERT_EQ(back.terrains.size(), 1u);
  const auto &then = batch.terrains[0], &now = back.terrains[0];
  EXPECT_EQ(now.heights, then.heights);
  EXPECT_EQ(now.terrain.step_m, then.terrain.step_m);
  EXPECT_NEAR(now.terrain.first.east, then.terrain.first.east, 1e-8);
  EXPECT_NEAR(now.terrain.first.north, then.terrain.first.north, 1e-8);

  batch.terrains.push_back(batch.terrains[0]);
  batch.terrains[1].terrain.id = "another";
  const auto done = City(batch).write("geotiff", folder_ / "x.tif");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.problem().code, "parameter-invalid");
  EXPECT_NE(done.problem().remedy.find("another"), std::string::npos) << done.problem().remedy;
  EXPECT_TRUE(City(batch).write("geotiff", folder_ / "x.tif", "another"));
  batch.terrains.clear();
  EXPECT_EQ(City(batch).write("geotiff", folder_ / "y.tif").problem().code, "value-missing");
}

TEST_F(ExportLayers, WrongLayersAreRefusedWithTheirReason) {
  geo::CityBatch batch;
  batch.manifest.emplace();
  batch.manifest->crs = "EPSG:3879";
  const City city(batch);
  const auto code = [&](const std::string& format, const std::string& layer) {
    const auto done = city.write(format, folder_ / "x", layer);
    return done ? std::string() : done.problem().code + " " + done.problem().place;
  };
  EXPECT_EQ(code("gpkg", "streets"), "parameter-invalid --layer");
  EXPECT_EQ(code("csv", "building_surface"), "parameter-invalid --layer");
  EXPECT_EQ(code("cityjson", "street"), "parameter-invalid --layer");
  EXPECT_EQ(code("geojson-plan", "street"), "parameter-invalid --layer");
  EXPECT_EQ(code("geojson", "street"), "");
}

TEST(PlanOutline, OverlapsAreOneAreaAndHolesStay) {
  const auto square = [](double west, double size, double up) {
    twin::Polygon3 out;
    out.exterior.points = {{west, 0, up}, {west + size, 0, up}, {west + size, size, up}, {west, size, up}};
    return out;
  };
  // Two squares of 100 m2 that share 50 m2, one over the other and the other way up: 150 m2.
  auto low = square(25'497'000, 10, 0), high = square(25'497'005, 10, 8);
  std::reverse(high.exterior.points.begin(), high.exterior.points.end());
  twin::Polygon3 wall;
  wall.exterior.points = {{25'497'000, 0, 0}, {25'497'010, 0, 0}, {25'497'010, 0, 8}, {25'497'000, 0, 8}};
  std::vector<const twin::Polygon3*> all{&low, &high, &wall};
  auto outline = geo::plan_outline(all);
  ASSERT_EQ(outline.size(), 1u);
  EXPECT_NEAR(geo::area_of_plan(outline[0]), 150, 1e-6);
  // A ring around a yard of 4 m2.
  low.interiors.push_back({{{25'497'002, 2, 0}, {25'497'002, 4, 0}, {25'497'004, 4, 0}, {25'497'004, 2, 0}}});
  all = {&low};
  outline = geo::plan_outline(all);
  ASSERT_EQ(outline.size(), 1u);
  ASSERT_EQ(outline[0].holes.size(), 1u);
  EXPECT_NEAR(geo::area_of_plan(outline[0]), 96, 1e-6);
  // What only stands upright is the rectangle around: here of no width.
  all = {&wall};
  outline = geo::plan_outline(all);
  ASSERT_EQ(outline.size(), 1u);
  EXPECT_EQ(outline[0].outer.size(), 4u);
  EXPECT_TRUE(geo::plan_outline(twin::BuildingShape{}).empty());
}

TEST(PlanOutline, ABowTieIsMended) {
  twin::Polygon3 bow;
  bow.exterior.points = {{0, 0, 0}, {10, 10, 0}, {10, 0, 0}, {0, 10.5, 0}};
  twin::Polygon3 beside;
  beside.exterior.points = {{20, 0, 0}, {30, 0, 0}, {30, 10, 0}, {20, 10, 0}};
  const std::vector<const twin::Polygon3*> all{&bow, &beside};
  double area = 0;
  for (const auto& polygon : geo::plan_outline(all)) area += geo::area_of_plan(polygon);
  EXPECT_GT(area, 100);
}

}  // namespace
