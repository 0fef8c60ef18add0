// Terrain from GeoTIFF. Heights of the real file by GDAL's own programs: gdalwarp -t_srs EPSG:3879 -r bilinear -et 0 with pixels
// whose middles are our posts, gdallocationinfo there; one by hand from four pixels.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "fields_import.hpp"
#include "geo/io/geotiff_check.hpp"
#include "geo/io/terrain_ingest.hpp"
#include "twin_core/city/record.hpp"

namespace {

using fields::find;
using fields::import;
using fields::in_memory;
using fields::kShared;
using fields::on_disk;
using fields::tally;

/// A classic TIFF of 32-bit floats, as TIFF 6.0 and the GeoTIFF standard (OGC 19-008) lay it out.
class TiffWriter {
 public:
  int columns = 3, rows = 2;
  std::vector<float> heights = {1, 2, 3, 4, 5, 6};  // from the north-west
  double east = 25'496'000, north = 6'672'000, pixel = 10;
  std::uint16_t epsg = 3879, vertical = 0;
  std::uint16_t compression = 1, samples = 1;
  std::string no_data;
  std::vector<std::pair<std::uint16_t, std::uint32_t>> more;  ///< tags of one whole number

  std::string bytes() const {
    struct Entry {
      std::uint16_t tag, type;
      std::uint32_t count;
      std::string data;
    };
    std::string pixels;
    for (const float height : heights) put(pixels, height);
    std::vector<std::uint16_t> keys = {1, 1, 0, 0, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, epsg};
    if (vertical != 0) keys.insert(keys.end(), {4096, 0, 1, vertical});
    keys[3] = static_cast<std::uint16_t>(keys.size() / 4 - 1);
    const auto shorts = [](const std::vector<std::uint16_t>& values) {
      std::string out;
      for (const auto value : values) put(out, value);
      return out;
    };
    const auto doubles = [](const std::vector<double>& values) {
      std::string out;
      for (const auto value : values) put(out, value);
      return out;
    };
    const auto one = [](std::uint32_t value) {
      std::string out;
      put(out, value);
      return out;
    };
    std::vector<Entry> entries = {
        {256, 4, 1, one(static_cast<std::uint32_t>(columns))}, {257, 4, 1, one(static_cast<std::uint32_t>(rows))},
        {258, 3, 1, shorts({32, 0})}, {259, 3, 1, shorts({compression, 0})}, {262, 3, 1, shorts({1, 0})}, {273, 4, 1, one(8)},
        {277, 3, 1, shorts({samples, 0})}, {278, 4, 1, one(static_cast<std::uint32_t>(rows))},
        {279, 4, 1, one(static_cast<std::uint32_t>(pixels.size()))}, {339, 3, 1, shorts({3, 0})},
        {33550, 12, 3, doubles({pixel, pixel, 0})}, {33922, 12, 6, doubles({0, 0, 0, east, north, 0})},
        {34735, 3, static_cast<std::uint32_t>(keys.size()), shorts(keys)}};
    if (!no_data.empty()) entries.push_back({42113, 2, static_cast<std::uint32_t>(no_data.size() + 1), no_data + std::string(no_data.size() < 4 ? 4 - no_data.size() : 1, '\0')});
    for (const auto& [tag, value] : more) entries.push_back({tag, 4, 1, one(value)});
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.tag < b.tag; });
    std::string out = "II*" + std::string(1, '\0');
    const auto directory = static_cast<std::uint32_t>(8 + pixels.size());
    put(out, directory);
    out += pixels;
    put(out, static_cast<std::uint16_t>(entries.size()));
    std::uint32_t at = directory + 2 + 12 * static_cast<std::uint32_t>(entries.size()) + 4;
    std::string data;
    for (const Entry& entry : entries) {
      put(out, entry.tag);
      put(out, entry.type);
      put(out, entry.count);
      if (entry.data.size() <= 4) {
        out += entry.data;
      } else {
        put(out, static_cast<std::uint32_t>(at + data.size()));
        data += entry.data;
      }
    }
    put(out, std::uint32_t{0});
    return out + data;
  }

 private:
  template <class Value>
  static void put(std::string& out, Value value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
};

geo::CityBatch import_tiff(const TiffWriter& tiff) { return import({in_memory("dem.tif", tiff.bytes())}, fields::helsinki()); }

TEST(Terrain, RealFileAgreesWithGdalwarp) {
  const std::string path = kShared + "terrain/helsinki_dem_2021_lapinlahti.tif";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "SKIPPED: no ../shared/data/terrain";
  const auto batch = import({on_disk(path)}, fields::helsinki());
  ASSERT_FALSE(batch.refused) << batch.refused->message;
  EXPECT_EQ(tally(batch.files[0]), "1 1 0 0");
  EXPECT_NE(find(batch.files[0], "height-reference-unknown"), nullptr);
  ASSERT_EQ(batch.terrains.size(), 1u);
  const auto& [terrain, heights] = batch.terrains[0];
  EXPECT_EQ(terrain.id, "helsinki_dem_2021_lapinlahti");
  EXPECT_DOUBLE_EQ(terrain.step_m, 0.84);  // 1.5152536e-5 degrees of longitude at 60.168 N
  struct Post {
    double east, north, height;
  };
  for (const Post& post : {Post{25495065.96, 6672654.24, 8.610081528608}, Post{25495139.04, 6672780.24, 6.21429357382718},
                           Post{25495191.96, 6672891.96, 0}, Post{25495233.96, 6672696.24, 10.034798668227}}) {
    const auto height = height_at(terrain, heights, {post.east, post.north});
    ASSERT_TRUE(height) << post.east;
    EXPECT_NEAR(*height, post.height, 0.001);
  }
  // By hand: longitude 24.9124245078565, latitude 60.1679613469698 (gdaltransform) is pixel 135.3243, 104.0727.
  EXPECT_NEAR(*height_at(terrain, heights, {25495138.08, 6672789.24}), 5.855, 0.02);
  EXPECT_NEAR(terrain.highest_m, 10.8586, 0.001);  // gdalinfo -stats of gdalwarp's raster; the file's own maximum is 10.988
  EXPECT_LT(terrain.missing * 100, 3u * terrain.columns * terrain.rows) << "the file lies askew in the frame";
  EXPECT_FALSE(height_at(terrain, heights, {25494900, 6672700}));
}

TEST(Terrain, ASquareGridInTheFrameIsTakenAsItIs) {
  const auto batch = import_tiff({});
  ASSERT_FALSE(batch.refused) << batch.refused->message << batch.refused->value;
  ASSERT_EQ(batch.terrains.size(), 1u);
  const auto& [terrain, heights] = batch.terrains[0];
  EXPECT_EQ(terrain.columns, 3u);
  EXPECT_EQ(terrain.rows, 2u);
  EXPECT_DOUBLE_EQ(terrain.step_m, 10);
  EXPECT_DOUBLE_EQ(terrain.first.east, 25'496'005);
  EXPECT_DOUBLE_EQ(terrain.first.north, 6'671'985);
  EXPECT_EQ(heights.millimetres, (std::vector<std::int32_t>{4000, 5000, 6000, 1000, 2000, 3000}));
  EXPECT_DOUBLE_EQ(*height_at(terrain, heights, {25'496'010, 6'671'990}), 3.0) << "between four posts";
  EXPECT_EQ(terrain.heights, twin::sha256(twin::encode(heights)));
}

TEST(Terrain, MissingHeightsAreCounted) {
  TiffWriter tiff;
  tiff.no_data = "-9999";
  tiff.heights = {1, -9999, 3, 4, 20'000, std::nanf("")};
  const auto batch = import_tiff(tiff);
  ASSERT_EQ(batch.terrains.size(), 1u);
  EXPECT_EQ(batch.terrains[0].terrain.missing, 3u);
  EXPECT_DOUBLE_EQ(batch.terrains[0].terrain.highest_m, 4);
  ASSERT_NE(find(batch.files[0], "value-out-of-range"), nullptr);
  EXPECT_EQ(find(batch.files[0], "value-out-of-range")->place, "1 pixels");
  tiff.heights.assign(6, -9999);
  EXPECT_EQ(tally(import_tiff(tiff).files[0]), "1 0 0 1");
}

TEST(Terrain, AnotherSystemIsResampledOnWholeSteps) {
  TiffWriter tiff;
  tiff.epsg = 3067;  // the same place in TM35FIN, where north is turned by 1.8 degrees
  tiff.columns = tiff.rows = 40;
  tiff.heights.clear();
  tiff.east = 386'000;
  tiff.north = 6'672'000;
  const auto plane = [](double east, double north) { return 5 + 0.02 * (east - 386'000) + 0.01 * (north - 6'671'800); };
  for (int row = 0; row < 40; ++row) {
    for (int column = 0; column < 40; ++column) {
      tiff.heights.push_back(static_cast<float>(plane(386'000 + 10 * (column + 0.5), 6'672'000 - 10 * (row + 0.5))));
    }
  }
  const auto batch = import_tiff(tiff);
  ASSERT_FALSE(batch.refused) << batch.refused->message;
  const auto& [terrain, heights] = batch.terrains.at(0);
  EXPECT_NEAR(std::remainder(terrain.first.east, terrain.step_m), 0, 1e-6);
  struct Place {
    double east, north;  // EPSG:3067
    twin::PlanPosition in_frame;  // EPSG:3879, by gdaltransform
  };
  for (const Place& place : {Place{386'200, 6'671'800, {25497178.558, 6672703.125}}, Place{386'090, 6'671'910, {25497065.250, 6672809.770}},
                             Place{386'350, 6'671'700, {25497331.554, 6672607.690}}}) {
    const auto height = height_at(terrain, heights, place.in_frame);
    ASSERT_TRUE(height);
    EXPECT_NEAR(*height, plane(place.east, place.north), 0.002) << "bilinear keeps a plane; heights are whole millimetres";
  }
}

TEST(Terrain, HeightsOfAnotherReferenceAreRefused) {
  TiffWriter tiff;
  tiff.vertical = 3900;  // N2000 height
  const auto same = import_tiff(tiff);
  ASSERT_FALSE(same.refused) << same.refused->message;
  EXPECT_EQ(find(same.files[0], "height-reference-unknown"), nullptr);
  tiff.vertical = 5717;  // N60 height
  const auto other = import_tiff(tiff);
  ASSERT_TRUE(other.refused);
  EXPECT_EQ(other.refused->code, "crs-mismatch");
}

TEST(Terrain, WhatIsNotReadIsRefusedBeforeGdalSeesIt) {
  const auto code = [](const TiffWriter& tiff) {
    std::string bytes = tiff.bytes();
    const auto checked = geo::check_geotiff(bytes);
    return checked ? std::string("read") : checked.problem().code + " " + checked.problem().value;
  };
  EXPECT_EQ(code({}), "read");
  TiffWriter jpeg;
  jpeg.compression = 7;
  EXPECT_EQ(code(jpeg), "geotiff-unsupported compression 7");
  TiffWriter colours;
  colours.samples = 3;
  EXPECT_EQ(code(colours), "geotiff-unsupported 3 bands");
  TiffWriter large;
  large.columns = 60'000;
  large.rows = 60'000;
  EXPECT_EQ(code(large), "object-too-large 60000 by 60000");
  TiffWriter tiles;
  tiles.more = {{322, 65'536}, {323, 65'536}};
  EXPECT_EQ(code(tiles), "geotiff-unsupported tiles of 65536 by 65536");
  std::string big = TiffWriter().bytes();
  big[2] = '+';
  EXPECT_EQ(geo::check_geotiff(big).problem().value, "BigTIFF");
  const std::string good = TiffWriter().bytes();
  for (std::size_t size = 0; size < good.size(); size += 7) {
    std::string cut = good.substr(0, size);
    EXPECT_NO_FATAL_FAILURE((void)geo::check_geotiff(cut));  // never reads beyond its end
    const auto batch = import({in_memory("dem.tif", cut)}, fields::helsinki());
    EXPECT_TRUE(batch.refused) << size;
  }
}

TEST(Terrain, WhatStandsBehindTheFirstImageIsCutOff) {
  std::string bytes = TiffWriter().bytes();
  const std::size_t next = 8 + 24 + 2 + 12 * 13;  // header, pixels, count, entries
  bytes[next] = 8;
  ASSERT_TRUE(geo::check_geotiff(bytes));
  EXPECT_EQ(bytes.substr(next, 4), std::string(4, '\0'));
}

TEST(Terrain, ARasterWithoutAPlaceIsNotGuessed) {
  TiffWriter nowhere;
  nowhere.epsg = 32767;  // user-defined
  const auto batch = import_tiff(nowhere);
  ASSERT_TRUE(batch.refused);
  EXPECT_EQ(batch.refused->code, "crs-missing");
  TiffWriter far;
  far.east = 500'000;
  ASSERT_TRUE(import_tiff(far).refused);
  EXPECT_EQ(import_tiff(far).refused->code, "coordinates-outside-area");
}

}  // namespace
