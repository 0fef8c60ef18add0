// Registers in formats of other programs: the files are made by GDAL's own tool, or by hand where they are wrong.
#include "geo/io/register_layer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "geo/io/geopackage_check.hpp"
#include "geo/io/register_kind.hpp"
#include "first_layer.hpp"

namespace {

namespace fs = std::filesystem;
using geo::LayerFormat;

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Two rows in EPSG:3879: a square of 20 m by 30 m with a courtyard, and a point.
constexpr const char* kTable =
    "VTJ_PRT,KERROSALA,STOREYS,OSOITE,WKT\n"
    "103557252H,1195,4,Hämeentie 1,\"POLYGON ((25498920 6674505, 25498940 6674505, 25498940 6674535, 25498920 6674535, "
    "25498920 6674505), (25498925 6674510, 25498925 6674515, 25498930 6674515, 25498930 6674510, 25498925 6674510))\"\n"
    "102821537S,0,,Leonkatu 2,\"POINT (25499000 6674600)\"\n";

class RegisterLayer : public testing::Test {
 protected:
  RegisterLayer() {
    folder_ = fs::path(KAKSONEN_BINARY_DIR) / "register_layer_test" /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  /// `options` of ogr2ogr, e.g. "-f GML -a_srs EPSG:3879"; `sql` picks rows (a Shapefile has one kind of geometry).
  fs::path convert(const std::string& name, const std::string& options, const std::string& sql = "SELECT * FROM t") {
    std::ofstream(folder_ / "t.csv") << kTable;
    const auto out = folder_ / name;
    const std::string command = "ogr2ogr " + options + " -oo GEOM_POSSIBLE_NAMES=WKT -oo KEEP_GEOM_COLUMNS=NO -sql \"" + sql +
                                "\" '" + out.string() + "' '" + (folder_ / "t.csv").string() + "' >/dev/null 2>&1";
    if (std::system(command.c_str()) != 0) return {};
    return out;
  }

  geo::RegisterFile read(LayerFormat format, const fs::path& path) {
    const auto bytes = file_text(path);
    EXPECT_EQ(geo::layer_format_of(std::string_view(bytes).substr(0, 64u * 1024)), format);
    auto out = first_layer::read("layer", format, bytes, path.string(), {nullptr, 2026});
    EXPECT_TRUE(out) << out.problem().code << " " << out.problem().message << " " << out.problem().value;
    return out ? *out : geo::RegisterFile{};
  }

  fs::path folder_;
};

void expect_both_rows(const geo::RegisterFile& file, const std::string& crs) {
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.diagnostics.tally.accepted, 2u);
  EXPECT_EQ(file.mapping, "common");
  const auto& first = file.rows[0];
  EXPECT_EQ(first.card.permanent_id, "103557252H");
  EXPECT_EQ(first.card.floor_area_m2, 1195);
  EXPECT_EQ(first.card.storeys, 4);
  EXPECT_EQ(first.card.address, "Hämeentie 1");
  EXPECT_EQ(first.location_crs, crs);
  ASSERT_EQ(first.footprint.outer.size(), 4u);
  EXPECT_EQ(first.footprint.holes.size(), 1u);
  EXPECT_FALSE(file.rows[1].card.floor_area_m2);
  EXPECT_TRUE(file.rows[1].point.has_value());
}

TEST_F(RegisterLayer, GeoPackage) {
  const auto path = convert("t.gpkg", "-f GPKG -a_srs EPSG:3879");
  if (path.empty()) GTEST_SKIP() << "no ogr2ogr here";
  const auto file = read(LayerFormat::kGeoPackage, path);
  expect_both_rows(file, "EPSG:3879");
  EXPECT_EQ(file.rows[1].point->east, 25499000);
  EXPECT_EQ(file.rows[1].point->north, 6674600);
}

TEST_F(RegisterLayer, GeoJsonComesInDegrees) {
  const auto path = convert("t.geojson", "-f GeoJSON -s_srs EPSG:3879 -t_srs EPSG:4326");
  if (path.empty()) GTEST_SKIP() << "no ogr2ogr here";
  const auto file = read(LayerFormat::kGeoJson, path);
  expect_both_rows(file, "EPSG:4326");
  EXPECT_NEAR(file.rows[1].point->east, 24.98, 0.01) << "longitude first";
}

TEST_F(RegisterLayer, Gml) {
  const auto path = convert("t.gml", "-f GML -a_srs EPSG:3879");
  if (path.empty()) GTEST_SKIP() << "no ogr2ogr here";
  const auto file = read(LayerFormat::kGml, path);
  expect_both_rows(file, "EPSG:3879");
  EXPECT_EQ(file.rows[1].point->east, 25499000) << "the file says northing first";
}

TEST_F(RegisterLayer, ShapefileReadsItsFilesTogetherAndSaysWhatIsMissing) {
  const auto path = convert("t.shp", "-f 'ESRI Shapefile' -lco ENCODING=UTF-8 -a_srs EPSG:3879", "SELECT * FROM t WHERE VTJ_PRT='103557252H'");
  if (path.empty()) GTEST_SKIP() << "no ogr2ogr here";
  const auto file = read(LayerFormat::kShapefile, path);
  ASSERT_EQ(file.rows.size(), 1u);
  EXPECT_EQ(file.rows[0].card.address, "Hämeentie 1");
  EXPECT_EQ(file.rows[0].footprint.outer.size(), 4u);
  EXPECT_EQ(file.rows[0].location_crs, "EPSG:3879");
  fs::remove(folder_ / "t.dbf");
  const auto alone = first_layer::read("layer", LayerFormat::kShapefile, "", path.string());
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.problem().code, "file-unreadable");
  EXPECT_THAT(alone.problem().value, testing::HasSubstr(".dbf"));
}

TEST_F(RegisterLayer, LocationsComeIntoTheFrameOfTheTwin) {
  const auto path = convert("t.geojson", "-f GeoJSON -s_srs EPSG:3879 -t_srs EPSG:4326");
  if (path.empty()) GTEST_SKIP() << "no ogr2ogr here";
  geo::ReadOptions options;
  options.frame.emplace();
  options.frame->crs = "EPSG:3879";
  options.frame->height_reference = "N2000";
  const auto batch = geo::read_city({{"t.geojson", path.string(), nullptr}}, options);
  ASSERT_FALSE(batch.refused);
  EXPECT_EQ(batch.files.at(0).format, "GeoJSON register");
  EXPECT_EQ(batch.files.at(0).mapping, "common");
  for (const auto& finding : batch.files.at(0).diagnostics.findings) EXPECT_NE(finding.code, "location-unusable") << finding.value;
}

TEST_F(RegisterLayer, AForeignDatabaseIsLookedAtFirst) {
  const auto path = convert("t.gpkg", "-f GPKG -a_srs EPSG:3879");
  if (path.empty()) GTEST_SKIP() << "no ogr2ogr here";
  EXPECT_TRUE(geo::check_geopackage(file_text(path)));
  const auto with = [&](const std::string& sql) {
    const auto copy = folder_ / "copy.gpkg";
    fs::copy_file(path, copy, fs::copy_options::overwrite_existing);
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open(copy.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
    const auto checked = geo::check_geopackage(file_text(copy));
    return checked ? std::string() : checked.problem().code;
  };
  EXPECT_EQ(with("CREATE VIEW v AS SELECT 1"), "geopackage-unsafe");
  EXPECT_EQ(with("CREATE VIRTUAL TABLE f USING fts4(a)"), "geopackage-unsafe");
  EXPECT_EQ(with("CREATE TABLE g(a, b GENERATED ALWAYS AS (a+1))"), "geopackage-unsafe");
  EXPECT_EQ(with("CREATE TABLE plain(a)"), "");
}

TEST_F(RegisterLayer, DamagedFilesAreProblemsNotCrashes) {
  const auto path = convert("t.gpkg", "-f GPKG -a_srs EPSG:3879");
  if (path.empty()) GTEST_SKIP() << "no ogr2ogr here";
  const auto bytes = file_text(path);
  for (std::size_t size : {std::size_t{16}, std::size_t{100}, bytes.size() / 2, bytes.size() - 1}) {
    const auto out = first_layer::read("layer", LayerFormat::kGeoPackage, bytes.substr(0, size), "");
    EXPECT_TRUE(out || out.problem().code == "file-unreadable") << size << " " << out.problem().code;
  }
  for (std::size_t at = 100; at < bytes.size(); at += bytes.size() / 97) {
    auto damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x5A);
    const auto out = first_layer::read("layer", LayerFormat::kGeoPackage, damaged, "");
    EXPECT_TRUE(out || !out.problem().code.empty());
  }
}

TEST_F(RegisterLayer, WrongContentIsRefusedByName) {
  const auto code = [](LayerFormat format, const std::string& text) {
    const auto out = first_layer::read("layer", format, text, "");
    return out ? std::string("read") : out.problem().code;
  };
  EXPECT_EQ(code(LayerFormat::kGeoJson, R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":null}]})"), "column-missing");
  EXPECT_EQ(code(LayerFormat::kGeoJson, R"({"type":"FeatureCollection","features":[)"), "file-unreadable");
  EXPECT_EQ(code(LayerFormat::kGml, "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><FeatureCollection>&e;</FeatureCollection>"), "xml-doctype-forbidden");
  EXPECT_EQ(code(LayerFormat::kGml, "<FeatureCollection><a"), "file-unreadable");
  EXPECT_EQ(code(LayerFormat::kShapefile, std::string("\0\0\x27\x0A", 4)), "file-unreadable");
}

TEST(RegisterKind, ByContent) {
  EXPECT_EQ(geo::layer_format_of(R"( {"name":"FeatureCollection","crs":{"type":"name"},"type":"FeatureCollection","features":[]})"),
            LayerFormat::kGeoJson);
  EXPECT_EQ(geo::layer_format_of(R"({"type":"CityJSON","x":{"type":"FeatureCollection"}})"), std::nullopt);
  EXPECT_EQ(geo::layer_format_of(R"({"type":"kaksonen-plan"})"), std::nullopt);
  EXPECT_EQ(geo::layer_format_of("<?xml version='1.0'?>\n<!-- <CityModel> -->\n<wfs:FeatureCollection xmlns:wfs='a'>"), LayerFormat::kGml);
  EXPECT_EQ(geo::layer_format_of("<core:CityModel><FeatureCollection>"), std::nullopt);
  EXPECT_EQ(geo::layer_format_of("VTJ_PRT,a\n"), std::nullopt);
  EXPECT_EQ(geo::layer_format_of(""), std::nullopt);
}

}  // namespace
