#include "twin_core/city/record.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <functional>
#include <limits>

#include "tests/twin_core/random_city.hpp"
#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/openings.hpp"

namespace {

/// Identity 1: decode(encode(x)) == x. Identity 2: every strict beginning, and every longer text, is refused.
/// Identity 3: whatever decodes from damaged bytes encodes to just these bytes.
template <class T>
void check_codec(std::uint64_t seed, const T& value, const std::function<twin::Result<T>(twin::ByteView)>& decode) {
  SCOPED_TRACE(seed);
  const twin::Bytes bytes = twin::encode(value);
  const auto back = decode(bytes);
  ASSERT_TRUE(back);
  EXPECT_TRUE(*back == value);
  EXPECT_EQ(twin::encode(*back), bytes);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto cut = decode(twin::ByteView(bytes).first(length));
    ASSERT_FALSE(cut) << length << " of " << bytes.size();
    EXPECT_EQ(cut.problem().code, "record-malformed");
  }
  twin::Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(decode(longer));
  twin::RandomStream random(seed, "damage", "");
  for (int i = 0; i < 50; ++i) {
    twin::Bytes damaged = bytes;
    damaged[random.below(damaged.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
    const auto other = decode(damaged);
    EXPECT_TRUE(!other || twin::encode(*other) == damaged);
  }
}

TEST(Record, GoesRoundForEveryKindAndRefusesEveryCut) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    test::RandomCity city(seed);
    check_codec<twin::Building>(seed, city.building(), twin::decode_building);
    check_codec<twin::BuildingShape>(seed, city.shape(), twin::decode_building_shape);
    check_codec<twin::PlanUnit>(seed, city.plan_unit(), twin::decode_plan_unit);
    check_codec<twin::Manifest>(seed, city.manifest(), twin::decode_manifest);
    check_codec<twin::KeptRow>(seed, city.kept_row(), twin::decode_kept_row);
  }
}

TEST(Record, LayoutOfAManifestIsTheDocumentedOne) {
  twin::Manifest manifest;
  manifest.name = "K";
  manifest.crs = "local";
  manifest.scene_origin = {1.0, 0.0, -2.0};
  const twin::Bytes expected = {1,                                  // version
                                1, 'K',                             // name
                                5, 'l', 'o', 'c', 'a', 'l',         // frame
                                0,                                  // height reference
                                0,                                  // no geoid
                                0, 0, 0, 0, 0, 0, 0xF0, 0x3F,       // 1.0, IEEE 754 little-endian
                                0, 0, 0, 0, 0, 0, 0, 0,             //
                                0, 0, 0, 0, 0, 0, 0, 0xC0};         // -2.0
  EXPECT_EQ(twin::encode(manifest), expected);
}

/// A building as version 1 wrote it, put together by hand from the documented layout.
twin::Bytes building_of_version_1() {
  const auto text = [](twin::Bytes& out, std::string_view value) {
    out.push_back(static_cast<std::uint8_t>(value.size()));
    out.insert(out.end(), value.begin(), value.end());
  };
  twin::Bytes out = {1};
  text(out, "BID_1");
  for (int i = 0; i < 8 * 8; ++i) out.push_back(0);  // bounds, ground, height
  text(out, "1000");
  for (const char* field : {"103557252H", "64497", "", "039", "Asuinrakennus"}) text(out, field);
  out.insert(out.end(), {1, 0, 0, 0, 0, 0, 0, 0x59, 0x40});  // floor area 100.0
  out.insert(out.end(), {0, 0, 1, 8});                       // no total area, no volume, 4 storeys
  text(out, "2015-06-12");
  out.insert(out.end(), {1, 0xBE, 0x1F});  // 2015, zigzag
  for (const char* field : {"Tiili", "Katu 6", "voimassa", "", "r.csv row 7"}) text(out, field);
  out.push_back(0);  // unlinked
  text(out, "no row");
  out.insert(out.end(), {0, 0});   // footprint without rings
  out.insert(out.end(), 32, 0x5A);  // digest of the shape
  text(out, "a.gml");
  return out;
}

TEST(Record, ABuildingOfVersion1IsReadAndKeepsItsBytes) {
  const twin::Bytes bytes = building_of_version_1();
  const auto building = twin::decode_building(bytes);
  ASSERT_TRUE(building);
  EXPECT_EQ(building->card.use_code, "039");
  EXPECT_EQ(building->card.floor_area_m2, 100.0);
  EXPECT_EQ(building->card.storeys, 4);
  EXPECT_EQ(building->card.completion_year, 2015);
  EXPECT_EQ(building->card.source, "r.csv row 7");
  EXPECT_EQ(building->source, "a.gml");
  EXPECT_FALSE(building->card.lift);
  EXPECT_EQ(twin::encode(*building), bytes) << "or every digest of an older twin would change";
}

TEST(Record, TheFieldsOfVersion2StandBehindThoseOfVersion1) {
  twin::Building building = *twin::decode_building(building_of_version_1());
  building.card.lift = false;
  building.card.dwellings = 3;
  twin::Bytes expected = building_of_version_1();
  expected[0] = 2;
  // No 2018 code, no basement area, 3 dwellings, three empty texts, lift 1 = no, five unknown connections, no
  // Swedish address.
  expected.insert(expected.end(), {0, 0, 1, 6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(twin::encode(building), expected);
  EXPECT_TRUE(*twin::decode_building(expected) == building);
}

TEST(Record, AVersion2ThatVersion1CouldHaveSaidIsRefused) {
  twin::Bytes bytes = building_of_version_1();
  bytes[0] = 2;
  bytes.insert(bytes.end(), {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  EXPECT_FALSE(twin::decode_building(bytes));
}

/// A plan unit as version 1 wrote it, by hand: one regulation, no boundary.
twin::Bytes plan_unit_of_version_1() {
  twin::Bytes out = {1, 2, 'A', '1', 0, 0, 0, 2, 'A', 'K', 0};  // id, three names, symbol, no use codes
  out.insert(out.end(), {0, 0});                                 // boundary without rings
  for (int i = 0; i < 8; ++i) out.push_back(0);                  // ground level 0
  out.insert(out.end(), {1, 7, 's', 'e', 't', 'b', 'a', 'c', 'k'});
  out.insert(out.end(), {1, 0, 0, 0, 0, 0, 0, 0x10, 0x40, 0, 1, 'm', 0, 0, 0, 0});  // 4.0, no upper end, "m"
  for (int i = 0; i < 5 * 8; ++i) out.push_back(0);                                // assumptions
  out.insert(out.end(), {1, 'f'});                                                 // source
  return out;
}

TEST(Record, APlanUnitOfVersion1IsReadAndKeepsItsBytes) {
  const twin::Bytes bytes = plan_unit_of_version_1();
  const auto unit = twin::decode_plan_unit(bytes);
  ASSERT_TRUE(unit);
  EXPECT_EQ(unit->regulations.at(0).value, 4.0);
  EXPECT_EQ(unit->life_cycle, "");
  EXPECT_EQ(twin::encode(*unit), bytes) << "or every digest of an older twin would change";
}

TEST(Record, WhatAPlanSaysOfAUnitStandsBehindVersion1) {
  twin::PlanUnit unit = *twin::decode_plan_unit(plan_unit_of_version_1());
  unit.life_cycle = "13";
  twin::Bytes expected = plan_unit_of_version_1();
  expected[0] = 2;
  // Seven empty texts, life cycle "13", two empty texts; no days, no limits, no description, nothing related, no
  // properties; nothing more of the regulation.
  expected.insert(expected.end(), {0, 0, 0, 0, 0, 0, 0, 2, '1', '3', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(twin::encode(unit), expected);
  EXPECT_TRUE(*twin::decode_plan_unit(expected) == unit);
}

TEST(Record, APlanUnitOfVersion2ThatVersion1CouldHaveSaidIsRefused) {
  twin::Bytes bytes = plan_unit_of_version_1();
  bytes[0] = 2;
  bytes.insert(bytes.end(), 18, 0);
  EXPECT_FALSE(twin::decode_plan_unit(bytes));
}

TEST(Record, TheLinkOfVersion3StandsBehindEverythingElse) {
  twin::Building building = *twin::decode_building(building_of_version_1());
  building.surveyed = "2019";
  building.from_model.add(twin::CardField::kVolume);  // attribute 9: bit 512, varint 0x80 0x04
  twin::LinkDetails details;
  details.row = "RATU 7";
  details.probability = 1.0;
  details.conflicts.push_back({twin::CardField::kStoreys, false, "5"});
  building.details = details;
  twin::Bytes expected = building_of_version_1();
  expected[0] = 3;
  expected.insert(expected.end(), {0,                                                  // nothing of version 2
                                   0, 4, '2', '0', '1', '9', 0x80, 0x04,               // register undated, model of 2019
                                   6, 'R', 'A', 'T', 'U', ' ', '7',                    // row
                                   0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0,                    // probability 1, no runner-up
                                   1, 0,                                               // one object, no further rows
                                   1, 10, 0, 1, '5', 0});                              // storeys: the model says 5
  EXPECT_EQ(twin::encode(building), expected);
  EXPECT_TRUE(*twin::decode_building(expected) == building);
}

TEST(Record, AVersion3ThatAnEarlierOneCouldHaveSaidIsRefused) {
  twin::Bytes bytes = building_of_version_1();
  bytes[0] = 3;
  bytes.insert(bytes.end(), {0, 0, 0, 0, 0});
  bytes.insert(bytes.end(), {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0});
  EXPECT_FALSE(twin::decode_building(bytes));
}

/// One part of one triangle without solids, as version 1 writes it.
twin::BuildingShape triangle() {
  twin::BuildingShape shape;
  auto& part = shape.parts.emplace_back();
  part.id = "p";
  part.polygons.emplace_back().exterior.points = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
  return shape;
}

TEST(Record, AShapeWithoutAppearanceKeepsTheBytesOfVersion1) {
  const auto bytes = twin::encode(triangle());
  EXPECT_EQ(bytes[0], 1);
  // Version, one part, id, lod, one polygon without id, kind 0, a ring of three points, no interior, no solid, no attribute.
  EXPECT_EQ(bytes.size(), 1u + 1 + 2 + 2 + 1 + 1 + 1 + 1 + 3 * 24 + 1 + 1 + 1);
}

TEST(Record, TheAppearanceOfAShapeStandsBehindVersion1) {
  auto shape = triangle();
  auto expected = twin::encode(shape);
  shape.appearance.materials.push_back({"red", {}, {}, 0.5, twin::Colour{1, 0, 0}, {}, {}, true});
  shape.appearance.themes.push_back({"t", {{0, 0, 0}}, {}});
  expected[0] = 2;
  // No solids apart; one material: name, neither ambient nor shininess, transparency 0.5, diffuse 1 0 0, neither emissive
  // nor specular, smooth 2 = yes; no texture; one theme: name, one material on part 0 polygon 0, no texture.
  expected.insert(expected.end(), {0, 1, 3, 'r', 'e', 'd', 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F, 1});
  expected.insert(expected.end(), {0, 0, 0, 0, 0, 0, 0xF0, 0x3F});
  expected.insert(expected.end(), 16, 0);
  expected.insert(expected.end(), {0, 0, 2, 0, 1, 1, 't', 1, 0, 0, 0, 0});
  EXPECT_EQ(twin::encode(shape), expected);
  EXPECT_TRUE(*twin::decode_building_shape(expected) == shape);
}

TEST(Record, WhatOpeningsAreInStandsBehindAllElse) {
  auto shape = triangle();
  shape.parts[0].polygons.push_back(shape.parts[0].polygons[0]);
  shape.parts[0].polygons[0].kind = twin::SurfaceKind::kWall;
  shape.parts[0].polygons[1].kind = twin::SurfaceKind::kDoor;
  auto expected = twin::encode(shape);
  EXPECT_EQ(expected[0], 1);
  for (auto& polygon : shape.parts[0].polygons) polygon.wall = 3;
  expected[0] = 3;
  // Neither solids apart nor an appearance; two polygons, none before each, both of wall 3.
  expected.insert(expected.end(), {0, 2, 0, 3, 0, 3});
  EXPECT_EQ(twin::encode(shape), expected);
  EXPECT_TRUE(*twin::decode_building_shape(expected) == shape);
  auto beyond = expected;
  beyond[beyond.size() - 2] = 1;  // the third polygon
  EXPECT_FALSE(twin::decode_building_shape(beyond));
  expected.resize(expected.size() - 5);
  expected.push_back(0);
  EXPECT_FALSE(twin::decode_building_shape(expected)) << "version 3 without a wall";
  EXPECT_EQ(twin::skin_kinds(shape.parts[0]), (std::vector{twin::SurfaceKind::kWall, twin::SurfaceKind::kWall}));
}

TEST(Record, AnAppearanceOfWhatIsNotThereIsRefused) {
  auto shape = triangle();
  shape.appearance.materials.push_back({"red", {}, {}, {}, {}, {}, {}, {}});
  shape.appearance.textures.push_back({"a.png", "PNG", "", "", {}});
  const auto refused = [&](const twin::AppearanceTheme& theme) {
    shape.appearance.themes = {theme};
    return !twin::decode_building_shape(twin::encode(shape));
  };
  EXPECT_FALSE(refused({"fine", {{0, 0, 0}}, {{0, 0, 0, 0, {{0, 0}, {1, 0}, {0, 1}}}}}));
  EXPECT_TRUE(refused({"part", {{1, 0, 0}}, {}}));
  EXPECT_TRUE(refused({"polygon", {{0, 1, 0}}, {}}));
  EXPECT_TRUE(refused({"material", {{0, 0, 1}}, {}}));
  EXPECT_TRUE(refused({"ring", {}, {{0, 0, 1, 0, {{0, 0}, {1, 0}, {0, 1}}}}}));
  EXPECT_TRUE(refused({"texture", {}, {{0, 0, 0, 1, {{0, 0}, {1, 0}, {0, 1}}}}}));
  EXPECT_TRUE(refused({"coordinates", {}, {{0, 0, 0, 0, {{0, 0}, {1, 0}}}}}));
}

TEST(Record, SamplesAreStepsAndValues) {
  const auto at = [](std::int64_t microseconds) { return twin::Instant{twin::Instant::duration{microseconds}}; };
  // Version, numbers, two; steps 3 and 2 as zigzag (6, 4), each with 1.5 = 3FF8 0000 0000 0000 little-endian.
  const twin::Bytes numbers = {1, 0, 2, 6, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 4, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F};
  const twin::SeriesSamples two{{at(3), at(5)}, {1.5, 1.5}, {}};
  EXPECT_EQ(twin::encode(two), numbers);
  EXPECT_EQ(*twin::decode_series_samples(numbers), two);
  // Before 1970, as texts: -1 is 1.
  const twin::Bytes texts = {1, 1, 1, 1, 2, 'o', 'k'};
  EXPECT_EQ(*twin::decode_series_samples(texts), (twin::SeriesSamples{{at(-1)}, {}, {"ok"}}));
  EXPECT_EQ(twin::encode(*twin::decode_series_samples(texts)), texts);
  EXPECT_TRUE(twin::decode_series_samples(twin::encode(twin::SeriesSamples{})));
  for (const twin::Bytes& broken : {twin::Bytes{1, 1, 0}, twin::Bytes{2, 0, 0}, twin::Bytes{1, 0, 1, 6, 0, 0, 0, 0, 0, 0, 0xF8},
                                    twin::Bytes{1, 1, 2, 6, 0, 1, 0}, twin::Bytes{1, 1, 2, 6, 0, 0, 0}, twin::Bytes{1, 0, 200}}) {
    EXPECT_FALSE(twin::decode_series_samples(broken)) << broken.size();
  }
}

TEST(Record, ATimeSeriesComesBackAsItWas) {
  twin::TimeSeries series;
  series.id = "roofsurface1_Dynamizer";
  series.feature = "DEBY_LOD2_5744682";
  series.target = "DEBY_LOD2_5744682_roofsurface1";
  series.property = "diffuse_irradiation";
  series.observed = "DiffuseIrradiationPerMonth";
  series.unit = "kWh";
  series.count = 12;
  series.first = twin::parse_rfc3339("2019-01-01T00:00:00Z").value();
  series.last = twin::parse_rfc3339("2019-12-01T00:00:00Z").value();
  series.samples = twin::sha256(twin::Bytes{7});
  series.source = "b.gml";
  twin::Bytes bytes = twin::encode(series);
  EXPECT_EQ(bytes.front(), 1);
  EXPECT_EQ(*twin::decode_time_series(bytes), series);
  bytes.pop_back();
  EXPECT_FALSE(twin::decode_time_series(bytes)) << "cut off";
}

TEST(Record, ACityObjectIsItsMembersInOrder) {
  twin::CityObject road;
  road.id = "r1";
  road.type = "Road";
  road.parent = "net";
  road.source = "a.gml";
  twin::Bytes expected = {1};
  const auto text = [&](std::string_view value) {
    expected.push_back(static_cast<std::uint8_t>(value.size()));
    expected.insert(expected.end(), value.begin(), value.end());
  };
  for (const char* value : {"r1", "Road", "", "net"}) text(value);
  // The empty box: three times the largest double (7FEF FFFF FFFF FFFF, little-endian), three times its negative.
  for (const bool negative : {false, false, false, true, true, true}) {
    const std::uint8_t sign = negative ? 0xFF : 0x7F;
    expected.insert(expected.end(), {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xEF, sign});
  }
  expected.insert(expected.end(), 32, 0);  // no shape
  text("a.gml");
  EXPECT_EQ(twin::encode(road), expected);
  EXPECT_TRUE(*twin::decode_city_object(expected) == road);
  expected.push_back(0);
  EXPECT_FALSE(twin::decode_city_object(expected)) << "left over";
}

TEST(Record, EqualValuesHaveOneSpelling) {
  twin::Manifest zero;
  twin::Manifest minus_zero;
  minus_zero.scene_origin.east = -0.0;
  EXPECT_TRUE(zero == minus_zero);
  EXPECT_EQ(twin::encode(zero), twin::encode(minus_zero));
}

TEST(Record, RefusesNumbersThatAreNotFinite) {
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity()}) {
    twin::PlanUnit unit;
    unit.id = "AK-1";
    unit.ground_level_m = bad;
    EXPECT_FALSE(twin::decode_plan_unit(twin::encode(unit)));
  }
}

TEST(Record, RefusesTextThatIsNoUtf8AndFacesOfNoPolygon) {
  twin::Building building;
  building.id = "a\xFF";
  EXPECT_FALSE(twin::decode_building(twin::encode(building)));
  twin::BuildingShape shape;
  shape.parts.emplace_back().solids.emplace_back().shells.push_back({{7, false}});
  EXPECT_FALSE(twin::decode_building_shape(twin::encode(shape)));
}

TEST(Record, ALengthFromOutsideIsNotTrusted) {
  twin::ByteWriter out;
  out.byte(1);
  out.varint(std::numeric_limits<std::uint64_t>::max());  // parts of a shape, or length of an id
  EXPECT_FALSE(twin::decode_building_shape(out.bytes()));
  EXPECT_FALSE(twin::decode_building(out.bytes()));
  EXPECT_FALSE(twin::decode_plan_unit(out.bytes()));
}

TEST(ByteReader, TakesTheShortestSpellingOnly) {
  const auto read = [](twin::Bytes bytes) {
    twin::ByteReader in(bytes);
    const std::uint64_t value = in.varint();
    return in.finished() ? std::optional(value) : std::nullopt;
  };
  EXPECT_EQ(read({0}), 0U);
  EXPECT_EQ(read({0xE5, 0x8E, 0x26}), 624'485U);  // the LEB128 example of the DWARF standard
  EXPECT_EQ(read({0x80, 0x00}), std::nullopt);
  EXPECT_EQ(read({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01}), UINT64_MAX);
  EXPECT_EQ(read({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02}), std::nullopt);
  EXPECT_EQ(read({0x80}), std::nullopt);
}

TEST(Record, AnImportReportIsItsMembersInOrder) {
  twin::ImportReport report;
  report.id = "a.csv";
  report.format = "CSV";
  report.tally = {300, 290, 3, 7};
  report.findings.bytes[0] = 0xAB;
  // Version, three texts with their length, varints (300 = 0xAC 0x02, 290 = 0xA2 0x02), 32 bytes.
  twin::Bytes expected = {1, 5, 'a', '.', 'c', 's', 'v', 3, 'C', 'S', 'V', 0, 0xAC, 2, 0xA2, 2, 3, 7, 0xAB};
  expected.resize(expected.size() + 31, 0);
  EXPECT_EQ(twin::encode(report), expected);
  ASSERT_TRUE(twin::decode_import_report(expected));
  EXPECT_TRUE(*twin::decode_import_report(expected) == report);
  expected[17] = 8;
  EXPECT_FALSE(twin::decode_import_report(expected)) << "read = accepted + repaired + rejected, always";
}

}  // namespace
