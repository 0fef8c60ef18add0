// Streets, terrain and population through the command line: with the rest of a city, again, undone, in a newer edition.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class Fields : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(kaksonen({"synth", "--buildings", "37", "--seed", "5", "--errors", "0", "--out", city_}).exit_code, 0);
    import_ = kaksonen({"import", "--twin", twin_, "--json", city_ + "/streets.osm", city_ + "/city.gml", city_ + "/residents.csv",
                        city_ + "/register.csv", city_ + "/plan.json", "--crs", "EPSG:3879"});
    ASSERT_EQ(import_.exit_code, 0) << import_.err << import_.out;
  }
  Json info() { return kaksonen({"info", "--twin", twin_, "--json"}).json(); }

  TemporaryFolder folder_;
  std::string city_ = folder_ / "city", twin_ = folder_ / "city.twin";
  Finished import_;
};

TEST_F(Fields, ComeInWithTheRestOfTheCity) {
  const Json answer = import_.json();
  std::size_t ways = 0;
  const std::string osm = text_of(city_ + "/streets.osm");
  for (auto at = osm.find("<way "); at != std::string::npos; at = osm.find("<way ", at + 1)) ++ways;
  EXPECT_EQ(answer["files"][0]["format"], "OSM XML");
  EXPECT_EQ(answer["files"][0]["accepted"], ways);
  EXPECT_EQ(answer["files"][2]["mapping"], "building_residents");
  EXPECT_EQ(answer["files"][2]["rejected"], 0);
  EXPECT_EQ(info()["streets"], ways);
  EXPECT_EQ(info()["population_areas"], answer["files"][2]["accepted"]);
  EXPECT_EQ(info()["buildings"], 37);
  for (const Json& finding : answer["files"][2]["findings"]) EXPECT_NE(finding["code"], "location-unusable") << finding;
}

TEST_F(Fields, TheSameFilesAgainChangeNothing) {
  const Finished again = kaksonen({"import", "--twin", twin_, "--json", city_ + "/streets.osm", city_ + "/residents.csv"});
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.json()["unchanged"], true);
  EXPECT_EQ(again.json()["changes"]["attributes"], 0);
}

TEST_F(Fields, PopulationAreasComeBackFromExports) {
  const auto before = info();
  for (const char* const format : {"gpkg", "geojson"}) {
    const std::string out = folder_ / (std::string("areas.") + format);
    ASSERT_EQ(kaksonen({"export", "--twin", twin_, "--format", format, "--layer", "population_area", "--out", out}).exit_code, 0);
    const Finished again = kaksonen({"import", "--twin", twin_, "--json", out});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    const Json told = again.json();
    EXPECT_EQ(told["files"][0]["mapping"], "kaksonen-population") << told;
    EXPECT_EQ(told["files"][0]["accepted"], before["population_areas"]) << told;
    for (const auto& [kind, count] : told["changes"].items()) EXPECT_EQ(count, 0) << format << " " << kind << " " << told["changed"].dump().substr(0, 2000);
    const std::string fresh = folder_ / (std::string("new-") + format + ".twin");
    ASSERT_EQ(kaksonen({"import", "--twin", fresh, city_ + "/city.gml", out}).exit_code, 0);
    EXPECT_EQ(kaksonen({"info", "--twin", fresh, "--json"}).json()["population_areas"], before["population_areas"]);
  }
}

TEST_F(Fields, OfAWholeGeoPackageEveryLayerIsReadOrTold) {
  const std::string out = folder_ / "whole.gpkg";
  ASSERT_EQ(kaksonen({"export", "--twin", twin_, "--format", "gpkg", "--out", out}).exit_code, 0);
  const Json file = kaksonen({"import", "--twin", folder_ / "new.twin", "--json", city_ + "/city.gml", out}).json()["files"][1];
  EXPECT_EQ(file["format"], "GeoPackage register and population");
  const auto layers = file["layers"].get<std::vector<std::string>>();
  EXPECT_NE(std::find(layers.begin(), layers.end(), "building"), layers.end());
  EXPECT_NE(std::find(layers.begin(), layers.end(), "population_area"), layers.end());
  std::set<std::string> told;
  for (const Json& finding : file["findings"]) {
    if (finding["code"] == "layer-not-read") told.insert(finding["place"].get<std::string>() + " " + finding["value"].get<std::string>());
  }
  EXPECT_TRUE(told.contains("layer street " + std::to_string(info()["streets"].get<int>()) + " rows")) << file["findings"];
  EXPECT_TRUE(std::any_of(told.begin(), told.end(), [](const std::string& one) { return one.starts_with("layer plan_unit "); })) << file["findings"];

  const Json one = kaksonen({"import", "--twin", folder_ / "one.twin", "--json", city_ + "/city.gml", out, "--layer", "population_area"}).json()["files"][1];
  EXPECT_EQ(one["layers"], Json::array({"population_area"}));
  EXPECT_EQ(one["format"], "GeoPackage population");
  const Json none = kaksonen({"import", "--twin", folder_ / "none.twin", "--json", city_ + "/city.gml", "--layer", "building"}).json();
  EXPECT_EQ(none["code"], "parameter-invalid") << none;
  const Served server(twin_);
  const Json remote = kaksonen({"import", "--twin", server.address(), "--json", out, "--layer", "population_area"}).json()["files"][0];
  EXPECT_EQ(remote["layers"], Json::array({"population_area"}));
}

TEST_F(Fields, ANewerEditionIsADifferenceByStreet) {
  std::string osm = text_of(city_ + "/streets.osm");
  const auto limit = osm.find("v=\"30\"");
  ASSERT_NE(limit, std::string::npos);
  osm.replace(limit, 6, "v=\"20\"");
  const auto last = osm.rfind("<way ");
  osm.erase(last, osm.rfind("</osm>") - last);
  write_text(folder_ / "streets.osm", osm);
  const Finished newer = kaksonen({"import", "--complete", "--twin", twin_, "--json", folder_ / "streets.osm"});
  ASSERT_EQ(newer.exit_code, 0) << newer.err;
  const Json changes = newer.json()["changes"];
  EXPECT_EQ(changes["removed"], 1);
  EXPECT_EQ(changes["attributes"], 1);
  EXPECT_EQ(changes["geometry"], 0);
  EXPECT_EQ(newer.json()["changed"]["attributes"][0]["kind"], "street");
  EXPECT_EQ(newer.json()["changed"]["attributes"][0]["attributes"], Json({"speed_limit_kmh"}));
  const auto streets = info()["streets"].get<int>();
  ASSERT_EQ(kaksonen({"undo", "--twin", twin_, newer.json()["commit"].get<std::string>()}).exit_code, 0);
  EXPECT_EQ(info()["streets"], streets + 1);
  EXPECT_EQ(kaksonen({"verify", "--twin", twin_, "--json"}).json()["whole"], true);
}

TEST(RealFields, TerrainAndPopulationOfHelsinki) {
  const std::string terrain = shared_data("terrain/helsinki_dem_2021_lapinlahti.tif");
  if (!std::filesystem::exists(terrain)) GTEST_SKIP() << "SKIPPED: no ../shared/data";
  const TemporaryFolder folder;
  const std::string twin = folder / "h.twin";
  const Finished run = kaksonen({"import", "--twin", twin, "--json", shared_data("citygml/helsinki_kalasatama_2549_6674.gml"), terrain,
                                 shared_data("population/hsy_population_grid.geojson")});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const Json info = kaksonen({"info", "--twin", twin, "--json"}).json();
  EXPECT_EQ(info["population_areas"], 2204);
  ASSERT_EQ(info["terrain"].size(), 1U);
  EXPECT_EQ(info["terrain"][0]["step_m"], 0.84);
  EXPECT_NEAR(info["scene_origin"][0].get<double>(), 25'499'000, 1000) << "where the buildings stand";
  const Finished text = kaksonen({"info", "--twin", twin});
  EXPECT_NE(text.out.find("2204 population areas"), std::string::npos) << text.out;
  EXPECT_NE(text.out.find("terrain helsinki_dem_2021_lapinlahti: "), std::string::npos) << text.out;
  EXPECT_EQ(kaksonen({"verify", "--twin", twin, "--json"}).json()["whole"], true);
}

/// A plan that tells heights above the sea and no ground counts from 0 m until there is terrain.
TEST(RealFields, TerrainAfterThePlanGivesItsGround) {
  const std::string terrain = shared_data("terrain/helsinki_dem_2021_lapinlahti.tif");
  if (!std::filesystem::exists(terrain)) GTEST_SKIP() << "SKIPPED: no ../shared/data";
  const TemporaryFolder folder;
  const std::string twin = folder / "p.twin", plan = folder / "plan.json";
  write_text(plan, R"({"type":"kaksonen-plan","version":1,"crs":"EPSG:3879","source":"Lapinlahti","units":[{"id":"AK-1",
    "use_codes":["asuinkerrostaloalue"],"boundary":{"type":"Polygon","coordinates":[[[25495100,6672700],[25495140,6672700],
    [25495140,6672740],[25495100,6672740],[25495100,6672700]]]},
    "regulations":[{"type":"tehokkuusluku","value":1.8},{"type":"vesikatonYlimmanKohdanKorkeusasema","value":26.3,"unit":"m"}]}]})");
  ASSERT_EQ(kaksonen({"import", "--twin", twin, plan}).exit_code, 0);
  const auto ground = [&] {
    const Json units = kaksonen({"plan", "list", "--twin", twin, "--json"}).json()["plan_units"];
    return units.at(0)["ground_level_n2000_m"].get<double>();
  };
  EXPECT_EQ(ground(), 0);
  const Json answer = kaksonen({"import", "--twin", twin, "--json", terrain}).json();
  EXPECT_EQ(answer["changes"]["attributes"], 1) << answer["changed"].dump();
  int told = 0;
  for (const Json& finding : answer["files"][0]["findings"]) told += finding["code"] == "ground-level-from-terrain" && finding["id"] == "AK-1";
  EXPECT_EQ(told, 1);
  EXPECT_GT(ground(), 0.5);
  EXPECT_LT(ground(), 10.9) << "the terrain's highest point";
  EXPECT_TRUE(kaksonen({"import", "--twin", twin, "--json", terrain}).json().contains("unchanged"));
}

TEST(RealFields, SeriesOverYearsAreToldAsSuch) {
  const std::string series = shared_data("population/finland_regions/statfin_projection_2024.csv");
  if (!std::filesystem::exists(series)) GTEST_SKIP() << "SKIPPED: no ../shared/data";
  const Finished run = kaksonen({"validate", "--json", series});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_EQ(run.json()["files"][0]["findings"][0]["code"], "format-unknown");
}

}  // namespace
}  // namespace tests
