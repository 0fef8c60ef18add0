#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <array>
#include <map>

#include "zoning_inputs.hpp"

// The CityJSON answer, read as a stranger would: by its own scale, translation and vertex numbers.
namespace {

using namespace inputs;

using Ring = std::vector<std::size_t>;

Eigen::Vector3d vertex(const Json& document, std::size_t number) {
  const Json& scale = document["transform"]["scale"];
  const Json& v = document["vertices"].at(number);
  return {v[0].get<double>() * scale[0].get<double>(), v[1].get<double>() * scale[1].get<double>(),
          v[2].get<double>() * scale[2].get<double>()};
}

/// Divergence theorem over one solid; counts edges that are not matched by their opposite.
double volume(const Json& document, const Json& solid, int& open_edges) {
  double six = 0;
  std::map<std::pair<std::size_t, std::size_t>, int> balance;
  for (const auto& shell : solid) {
    for (const auto& face : shell) {
      for (const auto& rings : face) {
        const auto ring = rings.get<Ring>();
        const Eigen::Vector3d a = vertex(document, ring[0]);
        for (std::size_t i = 0; i < ring.size(); ++i) {
          const auto from = ring[i], to = ring[(i + 1) % ring.size()];
          balance[{from, to}] += 1;
          balance[{to, from}] -= 1;
          six += a.dot(vertex(document, from).cross(vertex(document, to)));
        }
      }
    }
  }
  for (const auto& [edge, count] : balance) open_edges += count != 0;
  return six / 6;
}

double volume_of_document(const Json& document) {
  const Json& geometry = document["CityObjects"]["envelope"]["geometry"][0];
  double sum = 0;
  int open_edges = 0;
  if (geometry["type"] == "Solid") {
    sum = volume(document, geometry["boundaries"], open_edges);
  } else {
    EXPECT_EQ(geometry["type"], "MultiSolid");
    for (const auto& solid : geometry["boundaries"]) {
      const double part = volume(document, solid, open_edges);
      EXPECT_GT(part, 0);
      sum += part;
    }
  }
  EXPECT_EQ(open_edges, 0);
  return sum;
}

/// What the CityJSON 2.0 schema asks of the parts that we write.
void expect_cityjson(const Json& document) {
  EXPECT_EQ(document["type"], "CityJSON");
  EXPECT_EQ(document["version"], "2.0");
  for (const char* part : {"scale", "translate"}) {
    ASSERT_EQ(document["transform"][part].size(), 3U);
    for (const auto& number : document["transform"][part]) EXPECT_TRUE(number.is_number());
  }
  for (const auto& scale : document["transform"]["scale"]) EXPECT_LE(scale.get<double>(), 1e-6);
  const Json& object = document["CityObjects"]["envelope"];
  EXPECT_EQ(object["type"], "Building");
  EXPECT_EQ(object["geometry"][0]["lod"], "1");
  for (const auto& v : document["vertices"]) {
    ASSERT_EQ(v.size(), 3U);
    for (const auto& c : v) EXPECT_TRUE(c.is_number_integer());
    for (const auto& c : v)
      EXPECT_LT(c.get<long long>(), 2'000'000'000) << "fits 32 bits for units below 2 km";
  }
  for (const auto& [name, value] : document.items()) {
    EXPECT_TRUE(name == "type" || name == "version" || name == "transform" || name == "metadata" ||
                name == "CityObjects" || name == "vertices")
        << name;
  }
}

TEST(EnvelopeDocument, OneSolid) {
  const Json out = answer(unit_with(rectangle(32, 42), {rule("vesikatonYlimmanKohdanKorkeusasema", 22, "m"),
                                                        sky_plane(45, 10, Json::array({0}))}));
  const Json& document = out["envelope"];
  expect_cityjson(document);
  EXPECT_EQ(document["metadata"]["referenceSystem"], "https://www.opengis.net/def/crs/EPSG/0/3879");
  EXPECT_EQ(document["CityObjects"]["envelope"]["geometry"][0]["type"], "Solid");
  EXPECT_NEAR(volume_of_document(document), 27264, 27264e-6);
  EXPECT_DOUBLE_EQ(document["transform"]["translate"][0], 25'497'010);
  EXPECT_DOUBLE_EQ(document["transform"]["translate"][1], 6'673'005);
}

TEST(EnvelopeDocument, SeveralPartsAreAMultiSolid) {
  // Two 20 x 20 squares joined by a 4 m neck; 3 m of setback part them: 2 · 14² · 10.
  const Json unit = polygon(ring({{0, 0},
                                  {20, 0},
                                  {20, 8},
                                  {30, 8},
                                  {30, 0},
                                  {50, 0},
                                  {50, 20},
                                  {30, 20},
                                  {30, 12},
                                  {20, 12},
                                  {20, 20},
                                  {0, 20}},
                                 25'497'010.13, 6'673'005.77));
  const Json out = answer(unit_with(unit, {rule("setback", 3, "m"), rule("height-max", 10, "m")}));
  expect_cityjson(out["envelope"]);
  EXPECT_EQ(out["envelope"]["CityObjects"]["envelope"]["geometry"][0]["boundaries"].size(), 2U);
  EXPECT_NEAR(volume_of_document(out["envelope"]), 3920, 3920e-6);
}

TEST(EnvelopeDocument, YardSkyPlanesAndTouchdown) {
  Json yard = polygon(ring({{0, 0}, {60, 0}, {60, 60}, {0, 60}}, 25'497'010, 6'673'005));
  yard["coordinates"].push_back(ring({{20, 20}, {40, 20}, {40, 40}, {20, 40}}, 25'497'010, 6'673'005));
  Json input = unit_with(yard, {sky_plane(40, 0, nullptr), rule("height-max", 11.3, "m")});
  input["ground_level_n2000_m"] = 3.21;
  const Json out = answer(input);
  expect_cityjson(out["envelope"]);
  EXPECT_NEAR(volume_of_document(out["envelope"]), out["envelope_volume_m3"],
              1e-6 * out["envelope_volume_m3"].get<double>());
  EXPECT_DOUBLE_EQ(out["envelope"]["transform"]["translate"][2], 3.21);
}

TEST(EnvelopeDocument, WithoutAFrameThereIsNoReferenceSystem) {
  Json input = unit_with(rectangle(32, 42), {rule("height-max", 10, "m")});
  input.erase("crs");
  EXPECT_FALSE(answer(input)["envelope"]["metadata"].contains("referenceSystem"));
}

}  // namespace
