// Streets from OpenStreetMap. Counts of the real files: shared/data/README.md for nodes and ways; streets (ways with the
// tag highway) and relations counted with Python's ElementTree and a protobuf reader of its own.
#include <gmock/gmock.h>
#include <zlib.h>

#include <cmath>
#include <map>

#include "fields_import.hpp"
#include "geo/io/osm_data.hpp"
#include "geo/io/osm_street.hpp"
#include "twin_core/base/catalogue.hpp"

namespace {

using fields::count;
using fields::find;
using fields::import;
using fields::in_memory;
using fields::kShared;
using fields::on_disk;
using fields::tally;
using testing::HasSubstr;
using twin::OneWay;

std::string osm(const std::string& body) { return "<?xml version='1.0'?>\n<osm version=\"0.6\">\n" + body + "</osm>\n"; }

std::string node(long id, double longitude, double latitude) {
  return "<node id=\"" + std::to_string(id) + "\" lat=\"" + std::to_string(latitude) + "\" lon=\"" + std::to_string(longitude) + "\"/>\n";
}

std::string way(long id, const std::vector<long>& nodes, const std::string& tags = "<tag k=\"highway\" v=\"residential\"/>") {
  std::string out = "<way id=\"" + std::to_string(id) + "\">";
  for (const long one : nodes) out += "<nd ref=\"" + std::to_string(one) + "\"/>";
  return out + tags + "</way>\n";
}

/// Five nodes in Helsinki, 1 to 5, going east.
std::string five_nodes() {
  std::string out;
  for (long i = 1; i <= 5; ++i) out += node(i, 24.94 + 0.001 * static_cast<double>(i), 60.17);
  return out;
}

twin::Street tagged(const geo::OsmTags& tags) {
  geo::OsmWay way;
  way.id = 1;
  way.tags = tags;
  return geo::street_of(way).street;
}

TEST(Osm, RealFilesGiveTheirStreets) {
  if (!std::filesystem::exists(kShared + "osm")) GTEST_SKIP() << "SKIPPED: no ../shared/data/osm";
  struct Case {
    const char *file, *format, *tally, *passed_over;
  };
  for (const Case& one : {Case{"bautzen.osm", "OSM XML", "60 60 0 0", "37 ways without highway, 0 relations"},
                          Case{"berlin-siegessaeule.osm.gz", "OSM XML", "146 146 0 0", "272 ways without highway, 50 relations"},
                          Case{"monaco.osm.gz", "OSM XML", "866 866 0 0", "1078 ways without highway, 77 relations"},
                          Case{"andorra.osm.gz", "OSM XML", "1614 1614 0 0", "1108 ways without highway, 74 relations"},
                          Case{"andorra.osm.pbf", "OSM PBF", "1615 1615 0 0", "1110 ways without highway, 74 relations"}}) {
    SCOPED_TRACE(one.file);
    const auto batch = import({on_disk(kShared + "osm/" + one.file)});
    ASSERT_FALSE(batch.refused) << batch.refused->message;
    EXPECT_EQ(batch.files[0].format, one.format);
    EXPECT_EQ(tally(batch.files[0]), one.tally);
    ASSERT_NE(find(batch.files[0], "object-passed-over"), nullptr);
    EXPECT_EQ(find(batch.files[0], "object-passed-over")->value, one.passed_over);
    EXPECT_EQ(batch.streets.size(), batch.files[0].diagnostics.tally.accepted);
    ASSERT_TRUE(batch.manifest);
  }
}

TEST(Osm, XmlAndPbfOfOneAreaGiveTheSameStreets) {
  if (!std::filesystem::exists(kShared + "osm")) GTEST_SKIP() << "SKIPPED: no ../shared/data/osm";
  const auto xml = import({on_disk(kShared + "osm/andorra.osm.gz")}), pbf = import({on_disk(kShared + "osm/andorra.osm.pbf")});
  std::map<std::string, const twin::Street*> in_xml;
  for (const auto& street : xml.streets) in_xml[street.id] = &street;
  std::size_t same = 0, nodes = 0;
  for (const auto& street : pbf.streets) {
    nodes += street.nodes.size();
    const auto found = in_xml.find(street.id);
    if (found == in_xml.end() || found->second->nodes.size() != street.nodes.size()) continue;
    bool equal = found->second->highway == street.highway && found->second->name == street.name;
    for (std::size_t i = 0; i < street.nodes.size(); ++i) {
      const auto &a = found->second->nodes[i], &b = street.nodes[i];
      equal &= a.id == b.id && std::hypot(a.position.east - b.position.east, a.position.north - b.position.north) < 0.02;
    }
    same += equal;
  }
  EXPECT_EQ(nodes, 40'606u);  // counted with Python
  // The PBF was cut five days later: all but a few are still the same.
  EXPECT_GT(same, 1550u);
}

TEST(Osm, NodesComeIntoTheFrame) {
  if (!std::filesystem::exists(kShared + "osm")) GTEST_SKIP() << "SKIPPED: no ../shared/data/osm";
  twin::Manifest frame;
  frame.crs = "EPSG:25833";
  const auto batch = import({on_disk(kShared + "osm/bautzen.osm")}, frame);
  // Node 25623747 at 14.4124978 E, 51.1893029 N: (458943.338, 5671040.453) by gdaltransform.
  bool found = false;
  for (const auto& street : batch.streets) {
    for (const auto& node : street.nodes) {
      if (node.id != 25623747) continue;
      found = true;
      EXPECT_NEAR(node.position.east, 458943.338, 0.001);
      EXPECT_NEAR(node.position.north, 5671040.453, 0.001);
    }
  }
  EXPECT_TRUE(found);
  EXPECT_FALSE(batch.manifest) << "the twin had a frame";
}

TEST(Osm, AFileOfAnotherPlaceIsRefused) {
  const auto batch = import({in_memory("a.osm", osm(node(1, 7.42, 43.73) + node(2, 7.43, 43.74) + way(9, {1, 2})))}, fields::helsinki());
  ASSERT_TRUE(batch.refused);
  EXPECT_EQ(batch.refused->code, "coordinates-outside-area");
  EXPECT_EQ(tally(batch.files[0]), "1 0 0 1");
  EXPECT_TRUE(batch.streets.empty());
}

TEST(Osm, OrderOfTheFileDoesNotMatter) {
  const auto batch = import({in_memory("a.osm", osm(way(9, {1, 2, 3}) + five_nodes()))}, fields::helsinki());
  ASSERT_EQ(batch.streets.size(), 1u);
  EXPECT_EQ(batch.streets[0].nodes.size(), 3u);
  EXPECT_EQ(batch.streets[0].source, "a.osm");
}

TEST(Osm, AWayWithMissingNodesIsKeptInPieces) {
  const auto batch = import({in_memory("a.osm", osm(five_nodes() + way(9, {1, 2, 99, 3, 4, 5, 98, 97}) + way(10, {1, 99, 2}) + way(11, {3})))},
                            fields::helsinki());
  EXPECT_EQ(tally(batch.files[0]), "3 0 1 2");
  ASSERT_EQ(batch.streets.size(), 1u);
  ASSERT_EQ(batch.streets[0].pieces().size(), 2u);
  EXPECT_EQ(batch.streets[0].pieces()[0].size(), 2u);
  EXPECT_EQ(batch.streets[0].pieces()[1].front().id, 3);
  ASSERT_NE(find(batch.files[0], "street-incomplete"), nullptr);
  EXPECT_EQ(find(batch.files[0], "street-incomplete")->value, "3 of 8 nodes missing");
  EXPECT_EQ(count(batch.files[0], "906"), 2u);
}

TEST(Osm, UnusableCoordinatesAndDoubledIdsAreTold) {
  const auto batch = import({in_memory("a.osm", osm(five_nodes() + node(6, 24.95, 160.17) + node(5, 24.99, 60.2) + "<node id=\"7\" lat=\"nan\" lon=\"x\"/>" +
                                                    way(9, {1, 2}) + way(9, {3, 4}) + way(10, {4, 5, 6, 7})))},
                            fields::helsinki());
  EXPECT_EQ(tally(batch.files[0]), "3 0 1 2");
  const auto* outside = find(batch.files[0], "coordinates-outside-area");
  ASSERT_NE(outside, nullptr);
  EXPECT_EQ(outside->id, "node:6");
  EXPECT_EQ(outside->place, "2 nodes");
  EXPECT_EQ(count(batch.files[0], "duplicate-id"), 3u) << "two ways and the node 5";
}

TEST(Osm, DeletedObjectsDoNotCount) {
  const auto batch = import({in_memory("a.osm", osm(five_nodes() + "<node id=\"1\" visible=\"false\"/><way id=\"8\" action=\"delete\"><nd ref=\"1\"/></way>" + way(9, {1, 2})))},
                            fields::helsinki());
  EXPECT_EQ(tally(batch.files[0]), "1 1 0 0");
}

TEST(Osm, WhatIsNoMapIsRefusedWithItsCode) {
  const auto code = [](const std::string& bytes) {
    const auto batch = import({in_memory("a.osm", bytes)});
    return batch.refused ? batch.refused->code : "";
  };
  EXPECT_EQ(code("<osmChange version=\"0.6\"><create/></osmChange>"), "format-unknown");
  EXPECT_EQ(code("<osm version=\"0.5\"><node id=\"1\"/></osm>"), "version-unsupported");
  EXPECT_EQ(code("<osm version=\"0.6\"><way id=\"eleven\"/></osm>"), "number-not-finite");
  EXPECT_EQ(code("<osm version=\"0.6\"><way id=\"1\"><nd ref=\"\"/></way></osm>"), "number-not-finite");
  EXPECT_EQ(code("<osm version=\"0.6\"><way id=\"1\">"), "xml-malformed");
  EXPECT_EQ(code("<!DOCTYPE osm [<!ENTITY a \"b\">]><osm version=\"0.6\"/>"), "xml-doctype-forbidden");
  std::string endless = "<osm version=\"0.6\"><way id=\"1\">";
  for (int i = 0; i < 100'001; ++i) endless += "<nd ref=\"1\"/>";
  EXPECT_EQ(code(endless + "</way></osm>"), "object-too-large");
  EXPECT_EQ(code("\x1F\x8B\x08\x00 packed, over the network"), "archive-in-memory");
}

TEST(Osm, AMapWithoutStreetsSaysSo) {
  const auto batch = import({in_memory("a.osm", osm(five_nodes() + way(9, {1, 2}, "<tag k=\"building\" v=\"yes\"/>")))}, fields::helsinki());
  EXPECT_FALSE(batch.refused);
  EXPECT_NE(find(batch.files[0], "nothing-read"), nullptr);
}

TEST(OsmTags, TheMoreSpecialKeyWins) {
  const auto street = tagged({{"highway", "residential"}, {"access", "private"}, {"vehicle", "destination"}, {"bicycle", "yes"}});
  EXPECT_EQ(street.foot.told, "private");
  EXPECT_EQ(street.bicycle.told, "yes");
  EXPECT_EQ(street.motor.told, "destination");
}

TEST(OsmTags, OneWayIsOfVehicles) {
  const auto plain = tagged({{"highway", "primary"}, {"oneway", "-1"}});
  EXPECT_EQ(plain.motor.one_way, OneWay::kBackward);
  EXPECT_EQ(plain.bicycle.one_way, OneWay::kBackward);
  EXPECT_EQ(plain.foot.one_way, OneWay::kNo);
  EXPECT_EQ(tagged({{"highway", "primary"}, {"oneway", "yes"}, {"oneway:bicycle", "no"}}).bicycle.one_way, OneWay::kNo);
  EXPECT_EQ(tagged({{"highway", "primary"}, {"oneway", "yes"}, {"cycleway", "opposite_lane"}}).bicycle.one_way, OneWay::kNo);
  EXPECT_EQ(tagged({{"highway", "primary"}, {"junction", "roundabout"}}).motor.one_way, OneWay::kForward);
  EXPECT_EQ(tagged({{"highway", "motorway"}}).motor.one_way, OneWay::kForward);
  EXPECT_EQ(tagged({{"highway", "motorway"}, {"oneway", "no"}}).motor.one_way, OneWay::kNo);
}

TEST(OsmTags, SpeedsAreKilometresAnHour) {
  EXPECT_DOUBLE_EQ(*tagged({{"highway", "primary"}, {"maxspeed", "50"}}).speed_limit_kmh, 50);
  EXPECT_NEAR(*tagged({{"highway", "primary"}, {"maxspeed", "30 mph"}}).speed_limit_kmh, 48.28, 0.01);  // 1 mile = 1.609344 km
  for (const char* told : {"FI:urban", "none", "90;30", "-5", "nan", "1e999"}) {
    const auto street = tagged({{"highway", "primary"}, {"maxspeed", told}});
    EXPECT_FALSE(street.speed_limit_kmh) << told;
    EXPECT_EQ(street.speed_told, told);
  }
}

TEST(OsmTags, UnknownValuesAreKeptAndTold) {
  geo::OsmWay way;
  way.tags = {{"highway", "teleporter"}, {"access", "wizards"}, {"lit", "by the moon"}, {"layer", "high"}, {"surface", "glass"}};
  const auto read = geo::street_of(way);
  EXPECT_EQ(read.street.highway, "teleporter");
  EXPECT_EQ(read.street.foot.told, "wizards");
  EXPECT_EQ(read.street.surface, "glass");
  EXPECT_FALSE(read.street.lit);
  EXPECT_EQ(read.unknown.size(), 4u) << "highway, access, lit and layer";
  EXPECT_EQ(tagged({{"highway", "path"}, {"layer", "-2"}, {"bridge", "no"}, {"tunnel", "culvert"}}).layer, -2);
}

// A PBF file by hand; field numbers from the format's description (wiki.openstreetmap.org/wiki/PBF_Format).
std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  return out + static_cast<char>(value);
}
std::string number(int field, std::uint64_t value) { return varint(static_cast<std::uint64_t>(field) << 3) + varint(value); }
std::string bytes(int field, const std::string& value) { return varint(static_cast<std::uint64_t>(field) << 3 | 2) + varint(value.size()) + value; }
std::uint64_t zigzag(std::int64_t value) { return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63); }
std::string packed(const std::vector<std::int64_t>& values) {
  std::string out;
  for (const auto value : values) out += varint(zigzag(value));
  return out;
}
std::string block(const std::string& type, const std::string& blob) {
  const std::string header = bytes(1, type) + number(3, blob.size());
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(header.size() >> shift & 255);
  return out + header + blob;
}
std::string head(const std::string& feature = "OsmSchema-V0.6") { return block("OSMHeader", bytes(1, bytes(4, feature))); }
/// Nodes 1 to 3 near Helsinki's centre and way 7 through them.
std::string small_map() {
  const std::string texts = bytes(1, "") + bytes(1, "highway") + bytes(1, "steps");
  const std::string nodes = bytes(1, packed({1, 1, 1})) + bytes(8, packed({601700000, 1000, 1000})) + bytes(9, packed({249400000, 2000, -500}));
  const std::string way = number(1, 7) + bytes(2, varint(1)) + bytes(3, varint(2)) + bytes(8, packed({1, 1, 1}));
  return bytes(1, texts) + bytes(2, bytes(2, nodes)) + bytes(2, bytes(3, way));
}

TEST(OsmPbf, AFileByHandIsRead) {
  const auto batch = import({in_memory("a.pbf", head() + block("OSMData", bytes(1, small_map())))}, fields::helsinki());
  ASSERT_FALSE(batch.refused) << batch.refused->value;
  ASSERT_EQ(batch.streets.size(), 1u);
  EXPECT_EQ(batch.streets[0].id, "way:7");
  EXPECT_EQ(batch.streets[0].highway, "steps");
  ASSERT_EQ(batch.streets[0].nodes.size(), 3u);
  // One step of 1,000 units of 100 nanodegrees north: 0.0001 degrees, 11.1 m.
  EXPECT_NEAR(batch.streets[0].nodes[1].position.north - batch.streets[0].nodes[0].position.north, 11.1, 0.1);
}

TEST(OsmPbf, BrokenAndHostileFilesAreRefused) {
  const auto code = [](const std::string& data) {
    const auto batch = import({in_memory("a.pbf", data)}, fields::helsinki());
    if (!batch.refused) return std::string("read");
    EXPECT_NE(twin::find_problem_kind(batch.refused->code), nullptr);
    return batch.refused->code;
  };
  const std::string good = head() + block("OSMData", bytes(1, small_map()));
  for (const std::size_t size : {good.size() - 1, good.size() - 40, head().size() + 2, head().size() + 9}) {
    EXPECT_EQ(code(good.substr(0, size)), "pbf-malformed") << size;
  }
  EXPECT_EQ(code(head("HistoricalInformation") + block("OSMData", bytes(1, small_map()))), "version-unsupported");
  EXPECT_EQ(code(head() + block("OSMData", number(2, 100) + bytes(4, "lzma"))), "version-unsupported");
  EXPECT_EQ(code(head() + block("OSMData", number(2, 33u << 20) + bytes(3, "x"))), "pbf-malformed") << "more than a block may hold";
  EXPECT_EQ(code(head() + block("OSMData", number(2, 100) + bytes(3, "no zlib"))), "pbf-malformed");
  EXPECT_EQ(code(head() + block("OSMData", bytes(1, bytes(2, bytes(3, number(1, 7) + bytes(2, varint(9)) + bytes(3, varint(9))))))), "pbf-malformed");
  const std::string nodes_alone = bytes(2, bytes(2, bytes(1, packed({1, 1}))));
  EXPECT_EQ(code(good + block("OSMData", bytes(1, nodes_alone))), "pbf-malformed") << "nodes without coordinates";
  EXPECT_EQ(code(head() + "\xFF\xFF\xFF\xFF"), "pbf-malformed");
}

TEST(OsmPbf, BlocksThatUnpackToTooMuchAreRefused) {
  const std::string zeros = bytes(9, std::string(16u << 20, '\0'));  // a field that no reader knows
  uLongf size = compressBound(zeros.size());
  std::string deflated(size, '\0');
  ASSERT_EQ(compress2(reinterpret_cast<Bytef*>(deflated.data()), &size, reinterpret_cast<const Bytef*>(zeros.data()), zeros.size(), 9), Z_OK);
  deflated.resize(size);
  std::string bomb = head();
  for (int i = 0; i < 12; ++i) bomb += block("OSMData", number(2, zeros.size()) + bytes(3, deflated));
  const auto batch = import({in_memory("a.pbf", bomb)}, fields::helsinki());
  ASSERT_TRUE(batch.refused);
  EXPECT_EQ(batch.refused->code, "archive-too-large");
}

}  // namespace
