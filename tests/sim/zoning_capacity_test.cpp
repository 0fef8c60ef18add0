#include <gmock/gmock.h>

#include "sim/zoning/zoning_capacity.hpp"
#include "zoning_inputs.hpp"

namespace {

using namespace inputs;
using testing::HasSubstr;

const char* const kE = "tehokkuusluku";
const char* const kStoreys = "maanpaallinenKerrosluku";
const char* const kCoverage = "rakentamisenSuhdeAlueenPintaAlaan";
const char* const kRidge = "vesikatonYlimmanKohdanKorkeusasema";

bool warns(const Json& out, std::string_view part) {
  for (const auto& warning : out.at("warnings")) {
    if (warning.get<std::string>().find(part) != std::string::npos) return true;
  }
  return false;
}

/// Note 3.5 and the issue: 40 x 50 m, e 1.5, coverage 30 %.
TEST(ZoningCapacity, PlotOfTheNote) {
  const Json out = answer(unit_with(rectangle(40, 50), {rule(kE, 1.5), rule(kCoverage, 30, "%")}));
  EXPECT_DOUBLE_EQ(out["plot_area_m2"], 2000);
  EXPECT_DOUBLE_EQ(out["buildable_area_m2"], 2000);
  EXPECT_DOUBLE_EQ(out["footprint_max_m2"], 600);
  EXPECT_DOUBLE_EQ(out["floor_area_allowed_k_m2"], 3000);
  EXPECT_DOUBLE_EQ(out["floor_area_reachable_k_m2"], 3000);
  EXPECT_DOUBLE_EQ(out["loss_k_m2"], 0);
  EXPECT_EQ(out["storeys_needed"], 5);
  EXPECT_EQ(out["parking_spaces"], 23);
  EXPECT_EQ(out["dwellings"], 40);
  EXPECT_DOUBLE_EQ(out["residents"], 60);
  EXPECT_EQ(out["binding_rule"], kE);
  EXPECT_TRUE(out["storeys_needed"].is_number_integer());
  EXPECT_TRUE(out["parking_spaces"].is_number_integer());
  EXPECT_TRUE(out["envelope"].is_null());
  EXPECT_TRUE(out["envelope_volume_m3"].is_null());
  EXPECT_TRUE(warns(out, "envelope has no top"));
}

TEST(ZoningCapacity, FourStoreysBind) {
  const Json out =
      answer(unit_with(rectangle(40, 50), {rule(kE, 1.5), rule(kCoverage, 30, "%"), rule(kStoreys, 4)}));
  EXPECT_DOUBLE_EQ(out["floor_area_reachable_k_m2"], 2400);
  EXPECT_DOUBLE_EQ(out["loss_k_m2"], 600);
  EXPECT_EQ(out["binding_rule"], kStoreys);
  EXPECT_EQ(out["storeys_needed"], 5);
  EXPECT_EQ(out["parking_spaces"], 18);
  EXPECT_DOUBLE_EQ(out["residents"], 48);
}

TEST(ZoningCapacity, SetbackOfFourMetres) {
  const Json out = answer(unit_with(rectangle(40, 50), {rule("setback", 4, "m")}));
  EXPECT_NEAR(out["buildable_area_m2"], 1344, 1e-6);
  EXPECT_TRUE(out["floor_area_allowed_k_m2"].is_null());
  EXPECT_TRUE(out["floor_area_reachable_k_m2"].is_null());
  EXPECT_TRUE(out["loss_k_m2"].is_null());
  EXPECT_TRUE(out["storeys_needed"].is_null());
  EXPECT_TRUE(out["binding_rule"].is_null());
  EXPECT_TRUE(out["residents"].is_null());
  EXPECT_TRUE(warns(out, "reachable floor area"));
  // The largest of several setbacks counts: 40 − 12 by 50 − 12.
  const Json two = answer(
      unit_with(rectangle(40, 50), {rule("setback", 4, "m"), rule("etaisyysNaapuritontinRajasta", 6, "m")}));
  EXPECT_NEAR(two["buildable_area_m2"], 28 * 38, 1e-6);
}

TEST(ZoningCapacity, EnvelopeVolumesOfTheIssue) {
  const Json plain =
      answer(unit_with(rectangle(32, 42), {rule(kRidge, 22, "m"), sky_plane(45, 10, Json::array({0}))}));
  EXPECT_NEAR(plain["envelope_volume_m3"], 27264, 27264e-6);
  const Json printed = answer(sim::find_process("zoning-capacity")->example());
  EXPECT_NEAR(printed["envelope_volume_m3"], 28544, 28544e-6);
  EXPECT_NEAR(printed["buildable_area_m2"], 1344, 1e-6);
  EXPECT_DOUBLE_EQ(printed["floor_area_reachable_k_m2"], 2400);
  EXPECT_EQ(printed["binding_rule"], kStoreys);
}

TEST(ZoningCapacity, HeightBindsWhereNoStoreyFitsAbove) {
  // 13 m at 3 m a storey: four storeys of 2,000 m² each, the fifth would end at 15 m.
  const Json flat =
      answer(unit_with(rectangle(40, 50), {rule(kE, 8), rule("height-max", 13, "m"), rule(kStoreys, 4)}));
  EXPECT_DOUBLE_EQ(flat["floor_area_reachable_k_m2"], 8000);
  EXPECT_EQ(flat["binding_rule"], "height-max");
  // 15 m: a fifth storey would fit, only the storey limit forbids it.
  EXPECT_EQ(answer(unit_with(rectangle(40, 50),
                             {rule(kE, 8), rule("height-max", 15, "m"), rule(kStoreys, 4)}))["binding_rule"],
            kStoreys);
  // A storey that ends exactly at the limit counts: 5 · 3.3 = 16.5.
  Json exact = unit_with(rectangle(40, 50), {rule(kE, 8), rule("height-max", 16.5, "m")});
  exact["assumptions"] = {{"storey_height_m", 3.3}};
  EXPECT_DOUBLE_EQ(answer(exact)["floor_area_reachable_k_m2"], 10000);
}

TEST(ZoningCapacity, SkyPlaneTakesFromTheUpperStoreys) {
  // 20 x 30 m, 45° from 6 m on both long sides (edges 1 and 3, 30 m): at 9, 12, 15 m each side loses 3, 6, 9
  // m. Sections at 3, 6, 9, 12, 15, 18 m: 600, 600, 420, 240, 60, none; the peak is at 16 m.
  const Json out = answer(unit_with(rectangle(20, 30), {sky_plane(45, 6, Json::array({1, 3})), rule(kE, 9)}));
  EXPECT_NEAR(out["floor_area_reachable_k_m2"], 1920, 1e-5);
  EXPECT_EQ(out["binding_rule"], "sky-plane");
  EXPECT_NEAR(out["loss_k_m2"], 5400 - 1920, 1e-5);
  // Coverage 50 % (300 m²) leaves the lower storeys alone: 3 · 300 + 240 + 60.
  EXPECT_NEAR(answer(unit_with(rectangle(20, 30), {sky_plane(45, 6, Json::array({1, 3})),
                                                   rule(kCoverage, 50, "%")}))["floor_area_reachable_k_m2"],
              1200, 1e-5);
  // Without edges all four count: at 9 m 14 x 24, at 12 m 8 x 18, at 15 m 2 x 12.
  EXPECT_NEAR(answer(unit_with(rectangle(20, 30), {sky_plane(45, 6, nullptr)}))["floor_area_reachable_k_m2"],
              1200 + 14 * 24 + 8 * 18 + 2 * 12, 1e-5);
}

TEST(ZoningCapacity, AbsoluteHeightsCountFromTheGround) {
  Json input = unit_with(rectangle(40, 50), {rule(kRidge, 22, "m")});
  input["ground_level_n2000_m"] = 4.5;
  const Json out = answer(input);
  EXPECT_NEAR(out["envelope_volume_m3"], 2000 * 17.5, 1e-3);
  EXPECT_DOUBLE_EQ(out["envelope"]["metadata"]["geographicalExtent"][2], 4.5);
  EXPECT_DOUBLE_EQ(out["envelope"]["metadata"]["geographicalExtent"][5], 22);
  // The plan's own ground level replaces it; relative limits do not move.
  input["regulations"].push_back(rule("maanpinnanKorkeusasema", 7, "m"));
  EXPECT_NEAR(answer(input)["envelope_volume_m3"], 2000 * 15, 1e-3);
  EXPECT_TRUE(warns(answer(input), "maanpinnanKorkeusasema"));
  input["regulations"].push_back(rule("julkisivunEnimmaiskorkeus", 6, "m"));
  EXPECT_NEAR(answer(input)["envelope_volume_m3"], 2000 * 6, 1e-3);
  // Ground above the limit: nothing may rise; computed, so 0 and not null.
  input["ground_level_n2000_m"] = 0;
  input["regulations"] =
      Json::array({rule(kRidge, 3, "m"), rule("maanpinnanKorkeusasema", 5, "m"), rule(kE, 1)});
  const Json under = answer(input);
  EXPECT_DOUBLE_EQ(under["envelope_volume_m3"], 0);
  EXPECT_TRUE(under["envelope"].is_null());
  EXPECT_DOUBLE_EQ(under["floor_area_reachable_k_m2"], 0);
  EXPECT_EQ(under["binding_rule"], kRidge);
  EXPECT_EQ(under["storeys_needed"], 1);
}

TEST(ZoningCapacity, TheStrictestOfAKindBinds) {
  const auto binding = [](std::vector<Json> rules) {
    return answer(unit_with(rectangle(40, 50), std::move(rules)));
  };
  // e 1.5 gives 3,000; the fixed 2,500 is less.
  Json out = binding({rule(kE, 1.5), rule("sallittuKerrosala", 2500, "k-m2")});
  EXPECT_DOUBLE_EQ(out["floor_area_allowed_k_m2"], 2500);
  EXPECT_EQ(out["binding_rule"], "sallittuKerrosala");
  out = binding({rule("floor-area-ratio", 1.2), rule("sallittuKerrosala", 2500, "k-m²")});
  EXPECT_DOUBLE_EQ(out["floor_area_allowed_k_m2"], 2400);
  EXPECT_EQ(out["binding_rule"], "floor-area-ratio");
  // Openness 80 % is coverage 20 %.
  out = binding({rule("valjyysluku", 80, "%"), rule(kCoverage, 30, "%"), rule(kE, 1)});
  EXPECT_DOUBLE_EQ(out["footprint_max_m2"], 400);
  EXPECT_EQ(out["storeys_needed"], 5);
  // Of II–IV the IV counts; of IV and III the III.
  Json range = rule(kStoreys, 2);
  range["value_max"] = 4;
  EXPECT_DOUBLE_EQ(binding({range})["floor_area_reachable_k_m2"], 8000);
  out = binding({range, rule("floors-max", 3)});
  EXPECT_DOUBLE_EQ(out["floor_area_reachable_k_m2"], 6000);
  EXPECT_EQ(out["binding_rule"], "floors-max");
  EXPECT_TRUE(out["floor_area_allowed_k_m2"].is_null());
  EXPECT_TRUE(out["loss_k_m2"].is_null());
  // Parking by the plan: 1 ap / 100 k-m², not 135.
  EXPECT_EQ(
      binding({rule(kE, 1.5), rule("kerrosneliomaaraYhtaAutopaikkaaKohden", 100, "k-m2")})["parking_spaces"],
      30);
}

TEST(ZoningCapacity, NoGroundLeftIsNamed) {
  Json out = answer(
      unit_with(rectangle(40, 50), {rule(kE, 1.5), rule("setback", 20, "m"), rule(kCoverage, 30, "%")}));
  EXPECT_DOUBLE_EQ(out["buildable_area_m2"], 0);
  EXPECT_DOUBLE_EQ(out["floor_area_reachable_k_m2"], 0);
  EXPECT_EQ(out["binding_rule"], "setback");
  EXPECT_TRUE(out["storeys_needed"].is_null());
  EXPECT_EQ(out["parking_spaces"], 0);
  out = answer(unit_with(rectangle(40, 50), {rule(kE, 1.5), rule(kCoverage, 0, "%")}));
  EXPECT_EQ(out["binding_rule"], kCoverage);
  // No right at all: the floor-area rule is reached at zero.
  out = answer(unit_with(rectangle(40, 50), {rule(kE, 0)}));
  EXPECT_EQ(out["binding_rule"], kE);
  EXPECT_EQ(out["storeys_needed"], 0);
}

TEST(ZoningCapacity, CountsRoundUpWithSlack) {
  Json input = unit_with(rectangle(40, 50), {rule("sallittuKerrosala", 405, "k-m2")});  // 3 · 135 exactly
  EXPECT_EQ(answer(input)["parking_spaces"], 3);
  input["regulations"][0]["value"] = 405.001;
  EXPECT_EQ(answer(input)["parking_spaces"], 4);
  input["assumptions"] = {{"k_m2_per_dwelling", 0.3}};
  input["regulations"][0]["value"] = 0.9;  // 0.9 / 0.3 = 3.0000000000000004 in binary
  EXPECT_EQ(answer(input)["dwellings"], 3);
}

TEST(ZoningCapacity, OtherShapes) {
  // L of 2,000 m² (60 x 60 less 40 x 40), triangle 30-40-50.
  const Json l_shape = polygon(ring({{0, 0}, {60, 0}, {60, 20}, {20, 20}, {20, 60}, {0, 60}}));
  EXPECT_DOUBLE_EQ(answer(unit_with(l_shape, {rule(kE, 1)}))["plot_area_m2"], 2000);
  EXPECT_NEAR(answer(unit_with(l_shape, {rule("setback", 3, "m")}))["buildable_area_m2"], 1316, 1e-6);
  const Json triangle = polygon(ring({{0, 0}, {30, 0}, {0, 40}}));
  const Json cone = answer(unit_with(triangle, {sky_plane(45, 0, nullptr)}));
  EXPECT_NEAR(cone["envelope_volume_m3"], 2000, 2e-3);
  // A yard of 20 x 20 in 60 x 60.
  Json yard = polygon(ring({{0, 0}, {60, 0}, {60, 60}, {0, 60}}));
  yard["coordinates"].push_back(ring({{20, 20}, {40, 20}, {40, 40}, {20, 40}}));
  const Json out = answer(unit_with(yard, {rule("setback", 5, "m"), rule("height-max", 12, "m")}));
  EXPECT_DOUBLE_EQ(out["plot_area_m2"], 3200);
  EXPECT_NEAR(out["buildable_area_m2"], 1600, 1e-6);
  EXPECT_NEAR(out["envelope_volume_m3"], 19200, 0.019);
}

TEST(ZoningCapacity, RefusesUnitsWithoutAnArea) {
  const auto bow_tie = problem(unit_with(polygon(ring({{0, 0}, {10, 10}, {10, 0}, {0, 10}})), {}));
  EXPECT_EQ(bow_tie.code, "polygon-self-intersection");
  EXPECT_THAT(bow_tie.place, HasSubstr("/unit"));
  EXPECT_THAT(bow_tie.place, HasSubstr("easting 5.000, northing 5.000"));
  EXPECT_EQ(problem(unit_with(polygon(ring({{0, 0}, {10, 0}, {5, 0}})), {})).code, "polygon-zero-area");
  EXPECT_EQ(problem(unit_with(polygon(ring({{0, 0}, {10, 0}})), {})).code, "polygon-too-few-points");
}

TEST(ZoningCapacity, LargeCoordinatesAndTurnDoNotMatter) {
  const auto rules = std::vector<Json>{rule(kE, 9), rule("setback", 1.5, "m"),
                                       sky_plane(52, 4, Json::array({1})), rule("height-max", 17, "m")};
  const auto corners = {std::pair{0.0, 0.0}, {60.0, 0.0},  {60.0, 20.0},
                        {20.0, 20.0},        {20.0, 60.0}, {0.0, 60.0}};
  const Json near = answer(unit_with(polygon(ring(corners)), rules));
  const Json far = answer(unit_with(polygon(ring(corners, 25'500'000, 6'670'000)), rules));
  const auto reversed_corners = {std::pair{0.0, 60.0}, {20.0, 60.0}, {20.0, 20.0},
                                 {60.0, 20.0},         {60.0, 0.0},  {0.0, 0.0}};
  auto reversed_rules = rules;
  reversed_rules[2]["edges"] = Json::array({3});  // (60, 20) → (60, 0)
  const Json reversed = answer(unit_with(polygon(ring(reversed_corners)), reversed_rules));
  for (const char* name : {"floor_area_reachable_k_m2", "envelope_volume_m3", "buildable_area_m2"}) {
    EXPECT_NEAR(far[name], near[name], 1e-6 * near[name].get<double>()) << name;
    EXPECT_NEAR(reversed[name], near[name], 1e-6 * near[name].get<double>()) << name;
  }
}

TEST(ZoningCapacity, LooserRulesNeverTakeAway) {
  double before = 0;
  for (double height = 5; height < 40; height += 0.7) {
    const double reachable = answer(
        unit_with(rectangle(31, 47), {rule("height-max", height, "m"),
                                      sky_plane(55, 6, Json::array({0, 1}))}))["floor_area_reachable_k_m2"];
    EXPECT_GE(reachable, before - 1e-6);
    before = reachable;
  }
}

TEST(ZoningCapacity, SameBytesAndHashForTheSameInputs) {
  const Json example = sim::find_process("zoning-capacity")->example();
  const Json first = answer(example);
  EXPECT_EQ(first.dump(), answer(example).dump());
  EXPECT_EQ(first["lineage"]["engine"], "zoning-capacity");
  EXPECT_EQ(first["lineage"]["version"], sim::kZoningCapacityVersion);
  EXPECT_EQ(first["lineage"]["seed"], 0);
  EXPECT_EQ(first["lineage"]["inputs_hash"].get<std::string>().size(), 64U);
  Json changed = example;
  changed["assumptions"]["net_ratio"] = 0.81;
  EXPECT_NE(answer(changed)["lineage"]["inputs_hash"], first["lineage"]["inputs_hash"]);
  sim::RunContext with_seed;
  with_seed.seed = 41;
  const auto seeded = run(example, with_seed);
  EXPECT_EQ((*seeded)["lineage"]["seed"], 41);
  EXPECT_EQ((*seeded)["lineage"]["inputs_hash"], first["lineage"]["inputs_hash"]);
}

TEST(ZoningCapacity, SaysEverythingTheContractNames) {
  const Json out = answer(sim::find_process("zoning-capacity")->example());
  std::vector<std::string> names;
  for (const auto& [name, value] : out.items()) names.push_back(name);
  EXPECT_THAT(names, testing::UnorderedElementsAre("plot_area_m2", "buildable_area_m2", "footprint_max_m2",
                                                   "floor_area_allowed_k_m2", "floor_area_reachable_k_m2",
                                                   "floor_area_by_use", "binding_rule", "loss_k_m2", "storeys_needed",
                                                   "envelope_volume_m3", "dwellings", "residents",
                                                   "parking_spaces", "warnings", "lineage", "envelope",
                                                   "storeys_max", "storeys_below_max", "volume_allowed_m3",
                                                   "cellar_max_k_m2", "attic_max_k_m2", "extra_floor_area_k_m2",
                                                   "extra_volume_m3", "building_sites_max", "dwellings_max",
                                                   "bicycle_places", "green_factor", "levels", "minimums",
                                                   "contradictions", "demands", "regulations_applied", "tables"));
  EXPECT_EQ(out["warnings"], Json::array());
}

TEST(ZoningCapacity, TakesAUnitFromTheTwin) {
  twin::PlanUnit unit;
  unit.id = "AK-1";
  unit.boundary.outer = {{0, 0}, {40, 0}, {40, 50}, {0, 50}};
  twin::Regulation& ratio = unit.regulations.emplace_back();
  ratio.type = kE;
  ratio.value = 1.5;
  unit.assumptions.k_m2_per_dwelling = 50;
  twin::BranchStateEditor editor{twin::BranchState{}};
  editor.put(3, twin::sha256("AK-1"), std::make_shared<const twin::PlanUnit>(unit));
  const auto city = editor.publish();
  sim::RunContext context;
  context.city = city.get();

  auto out = run({{"plan_unit", "AK-1"}}, context);
  ASSERT_TRUE(out) << out.problem().message;
  EXPECT_DOUBLE_EQ((*out)["floor_area_reachable_k_m2"], 3000);
  EXPECT_EQ((*out)["dwellings"], 60);
  // What is sent along replaces: regulations as a whole, assumptions one by one.
  out = run({{"plan_unit", "AK-1"},
             {"regulations", Json::array({rule(kE, 2)})},
             {"assumptions", {{"net_ratio", 0.5}}}},
            context);
  EXPECT_DOUBLE_EQ((*out)["floor_area_reachable_k_m2"], 4000);
  EXPECT_DOUBLE_EQ((*out)["residents"], 50);
  EXPECT_EQ((*out)["dwellings"], 80);

  EXPECT_EQ(problem({{"plan_unit", "AK-2"}}, context).code, "reference-missing");
  EXPECT_THAT(problem({{"plan_unit", "AK-2"}}, context).remedy, HasSubstr("AK-1"));
  EXPECT_EQ(problem({{"plan_unit", "AK-1"}}).code, "reference-missing");
  EXPECT_EQ(problem({{"plan_unit", "AK-1"}, {"unit", rectangle(4, 5)}}, context).code, "input-invalid");
}

}  // namespace
