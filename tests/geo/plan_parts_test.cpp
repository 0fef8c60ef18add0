// Plan objects of several areas, references to other plans, and the ground under a plan that does not tell it.
#include <gtest/gtest.h>

#include <cmath>

#include "geo/io/city_batch.hpp"
#include "geo/io/plan_ground.hpp"
#include "geo/io/plan_reader.hpp"

namespace {

using twin::Json;

Json square(double east, double north, double size) {
  return Json::array({Json::array({{east, north}, {east + size, north}, {east + size, north + size}, {east, north + size}, {east, north}})});
}

/// A plan of one unit: 4,000 k-m2, 12 parking places, on the areas that are given.
Json plan_of(const Json& polygons) {
  return {{"type", "kaksonen-plan"},
          {"version", 1},
          {"crs", "EPSG:3879"},
          {"units",
           Json::array({{{"id", "AK-1"},
             {"name", {{"fi", "Kortteli"}}},
             {"boundary", {{"type", "MultiPolygon"}, {"coordinates", polygons}}},
             {"regulations",
              {{{"type", "sallittuKerrosala"}, {"value", 4000}, {"unit", "k-m2"}},
               {{"type", "tehokkuusluku"}, {"value", 1.5}},
               {{"type", "autopaikkojenMaara"}, {"value", 12}}}}}})}};
}

geo::PlanFile read(const Json& document) {
  auto out = geo::read_plan("plan.json", document);
  EXPECT_TRUE(out) << (out ? "" : out.problem().code + " " + out.problem().message + " " + out.problem().place);
  return out ? *out : geo::PlanFile{};
}

std::string codes(const geo::PlanFile& file) {
  std::string out;
  for (const auto& finding : file.diagnostics.findings) out += (out.empty() ? "" : " ") + finding.code;
  return out;
}

TEST(PlanParts, AnObjectOfThreeAreasIsThreeUnitsThatShareItsRight) {
  // 100, 400 and 400 m2: 4,000 k-m2 go as 444.44, 1,777.78 and 1,777.78.
  const auto file = read(plan_of(Json::array({square(25'497'000, 6'672'500, 10), square(25'497'020, 6'672'500, 20), square(25'497'050, 6'672'500, 20)})));
  EXPECT_EQ(file.diagnostics.tally, (twin::Tally{1, 1, 0, 0})) << "one object of the plan";
  EXPECT_EQ(codes(file), "plan-object-divided");
  ASSERT_EQ(file.units.size(), 3u);
  const auto& first = file.units[0].unit;
  EXPECT_EQ(first.id, "AK-1#1");
  EXPECT_EQ(first.name_fi, "Kortteli (1/3)");
  EXPECT_EQ(first.related, (std::vector<std::string>{"AK-1#2", "AK-1#3"}));
  EXPECT_EQ(first.regulations[0].value, 444.44);
  EXPECT_EQ(file.units[1].unit.regulations[0].value, 1777.78);
  double sum = 0;
  for (const auto& draft : file.units) {
    sum += *draft.unit.regulations[0].value;
    EXPECT_EQ(draft.unit.regulations[1].value, 1.5) << "a ratio holds in each";
    EXPECT_EQ(draft.unit.regulations[2].value, 12);
  }
  EXPECT_NEAR(sum, 4000, 1e-9);
  EXPECT_EQ(file.units[2].unit.boundary.outer.front().east, 25'497'050);
}

TEST(PlanParts, OneAreaInAMultiPolygonIsTheObject) {
  const auto file = read(plan_of(Json::array({square(25'497'000, 6'672'500, 10)})));
  ASSERT_EQ(file.units.size(), 1u);
  EXPECT_EQ(file.units[0].unit.id, "AK-1");
  EXPECT_EQ(codes(file), "");
}

TEST(PlanParts, AreasThatOverlapAreRejected) {
  const auto crossing = read(plan_of(Json::array({square(25'497'000, 6'672'500, 10), square(25'497'005, 6'672'505, 10)})));
  EXPECT_EQ(crossing.diagnostics.tally, (twin::Tally{1, 0, 0, 1}));
  EXPECT_EQ(codes(crossing), "polygon-self-intersection");
  const auto inside = read(plan_of(Json::array({square(25'497'000, 6'672'500, 10), square(25'497'003, 6'672'503, 2)})));
  EXPECT_EQ(codes(inside), "polygon-self-intersection");
  EXPECT_TRUE(inside.units.empty());
  // In the hole of the other it is beside it.
  auto ring = square(25'497'000, 6'672'500, 10);
  ring.push_back(square(25'497'002, 6'672'502, 6)[0]);
  EXPECT_EQ(read(plan_of(Json::array({ring, square(25'497'004, 6'672'504, 2)}))).units.size(), 2u);
  EXPECT_EQ(codes(read(plan_of(Json::array()))), "geometry-not-polygon");
}

TEST(PlanParts, EdgesOfASkyPlaneAreThoseOfOneRing) {
  auto plan = plan_of(Json::array({square(25'497'000, 6'672'500, 10), square(25'497'020, 6'672'500, 20)}));
  plan["units"][0]["regulations"].push_back({{"type", "sky-plane"}, {"angle_deg", 45}, {"start_height_m", 3}, {"edges", Json::array({0U})}});
  const auto file = read(plan);
  EXPECT_EQ(file.diagnostics.tally.rejected, 1u);
  EXPECT_EQ(codes(file), "geometry-not-polygon");
}

TEST(PlanParts, APartsOwnNameMayBeTaken) {
  auto plan = plan_of(Json::array({square(25'497'000, 6'672'500, 10), square(25'497'020, 6'672'500, 20)}));
  auto other = plan["units"][0];
  other["id"] = "AK-1#2";
  other["boundary"] = {{"type", "Polygon"}, {"coordinates", square(25'497'100, 6'672'500, 20)}};
  plan["units"].push_back(other);
  const auto file = read(plan);
  EXPECT_NE(codes(file).find("duplicate-id"), std::string::npos);
  EXPECT_TRUE(file.diagnostics.tally.balances());
  ASSERT_EQ(file.units.size(), 1u);
  EXPECT_EQ(file.units[0].unit.id, "AK-1#1");
}

/// Ground that rises by 1 m in 10 m towards the east, from 5 m at 25,497,000.
std::optional<double> slope(const twin::PlanPosition& at) {
  if (at.east > 25'497'100) return std::nullopt;
  return 5 + (at.east - 25'497'000) / 10;
}

geo::CityBatch batch_of(double east, double ground) {
  geo::CityBatch batch;
  twin::PlanUnit unit;
  unit.id = "u";
  unit.ground_level_m = ground;
  unit.vertical_high_m = 40;
  unit.boundary.outer = {{east, 0}, {east + 20, 0}, {east + 20, 20}, {east, 20}};
  batch.plan_units.push_back(unit);
  batch.files.push_back({"plan.json", "plan JSON", "", {}, false});
  if (geo::needs_ground(unit)) geo::note_ground_missing(unit, "/units/0", batch.files[0].diagnostics);
  return batch;
}

TEST(PlanGround, TerrainSaysWhereHeightsAboveTheSeaBegin) {
  auto batch = batch_of(25'497'000, 0);
  ASSERT_EQ(batch.files[0].diagnostics.findings.size(), 1u);
  EXPECT_EQ(batch.files[0].diagnostics.findings[0].code, "ground-level-missing");
  geo::settle_ground(batch, slope);
  // Two corners at 5 m, two at 7 m, the middle at 6 m.
  EXPECT_EQ(batch.plan_units[0].ground_level_m, 6);
  const auto& finding = batch.files[0].diagnostics.findings[0];
  EXPECT_EQ(finding.code, "ground-level-from-terrain");
  EXPECT_EQ(finding.severity, twin::Severity::kInfo);
  EXPECT_EQ(finding.value, "6.00 m, 5.00 to 7.00 m at 5 places");
}

TEST(PlanGround, TerrainThatComesAfterThePlanSaysItToo) {
  auto known = batch_of(25'497'000, 0).plan_units;
  known.push_back(batch_of(25'498'000, 0).plan_units[0]);  // no terrain there
  known.push_back(batch_of(25'497'040, 3.5).plan_units[0]);
  const std::vector<const twin::PlanUnit*> pointers{&known[0], &known[1], &known[2]};
  geo::CityBatch later;
  later.files.push_back({"dem.tif", "GeoTIFF", "", {}, false});
  EXPECT_TRUE(geo::settle_known_ground(pointers, later, slope).empty()) << "the batch brings no terrain";
  later.terrains.emplace_back();
  const auto settled = geo::settle_known_ground(pointers, later, slope);
  ASSERT_EQ(settled.size(), 1u);
  EXPECT_EQ(settled[0].ground_level_m, 6);
  ASSERT_EQ(later.files[0].diagnostics.findings.size(), 1u);
  EXPECT_EQ(later.files[0].diagnostics.findings[0].code, "ground-level-from-terrain");
  EXPECT_EQ(later.files[0].diagnostics.findings[0].id, "u");
  later.plan_units = {known[0]};
  EXPECT_TRUE(geo::settle_known_ground(pointers, later, slope).empty()) << "the plan is read anew and settled itself";
}

TEST(PlanGround, WithoutTerrainItIsTold) {
  auto beyond = batch_of(25'498'000, 0);
  geo::settle_ground(beyond, slope);
  EXPECT_EQ(beyond.plan_units[0].ground_level_m, 0);
  EXPECT_EQ(beyond.files[0].diagnostics.findings[0].code, "ground-level-missing");
  EXPECT_EQ(beyond.files[0].diagnostics.findings[0].severity, twin::Severity::kWarning);
  const auto told = batch_of(25'497'000, 3.5);
  EXPECT_TRUE(told.files[0].diagnostics.findings.empty());
}

TEST(PlanGround, OnlyHeightsAboveTheSeaNeedIt) {
  twin::PlanUnit unit;
  unit.regulations.push_back({});
  unit.regulations[0].type = "maanpaallinenKerrosluku";
  unit.regulations[0].value = 4;
  EXPECT_FALSE(geo::needs_ground(unit));
  unit.regulations.push_back({});
  unit.regulations[1].type = "vesikatonYlimmanKohdanKorkeusasema";
  unit.regulations[1].value = 31.5;
  EXPECT_TRUE(geo::needs_ground(unit));
  unit.regulations.push_back({});
  unit.regulations[2].type = "maanpinnanKorkeusasema";
  unit.regulations[2].value = 0.0;
  EXPECT_FALSE(geo::needs_ground(unit)) << "the ground is told, at 0 m";
}

}  // namespace
