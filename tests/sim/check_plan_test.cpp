#include <gmock/gmock.h>

#include "zoning_inputs.hpp"

// Buildings against the plan: 40 x 50 m at (25,497,010; 6,673,005), ground 0 unless said otherwise.
namespace {

using namespace inputs;
using testing::HasSubstr;

constexpr double kEast = 25'497'010, kNorth = 6'673'005;

Json box(double x, double y, double width, double depth) {
  return rectangle(width, depth, kEast + x, kNorth + y);
}

Json building(Json footprint, Json more = Json::object()) {
  more["footprint"] = std::move(footprint);
  return more;
}

twin::Result<Json> run_check(const Json& request, const sim::RunContext& context = {}) {
  sim::Sink sink;
  return sim::execute("check-plan", request, context, sink);
}

Json check(std::vector<Json> rules, std::vector<Json> buildings) {
  Json request = unit_with(rectangle(40, 50), std::move(rules));
  request["buildings"] = std::move(buildings);
  const auto out = run_check(request);
  EXPECT_TRUE(out) << out.problem().code << " " << out.problem().message << " at " << out.problem().place;
  return out ? out->at("units").at(0) : Json::object();
}

/// The check of a rule in a list; null where there is none.
Json of(const Json& checks, std::string_view rule) {
  for (const auto& check : checks) {
    if (check["rule"] == rule) return check;
  }
  return nullptr;
}

/// An L; a house in its long wing, 10 m and more from every edge of the wing, so 20 m high at least, but behind the inner
/// edge's line. At 24 m its corner nearest to an edge, 10 m, is 4 m too high, to the digit.
TEST(CheckPlan, ASkyPlaneSaysNothingOfWhatLiesBehindItsEdge) {
  const auto found = [](double height) {
    Json request = unit_with(polygon(ring({{0, 0}, {60, 0}, {60, 20}, {25, 20}, {25, 70}, {0, 70}}, kEast, kNorth)), {sky_plane(45, 10, nullptr)});
    request["buildings"] = Json::array({building(box(10, 50, 4, 4), {{"base_n2000_m", 0}, {"top_n2000_m", height}, {"eaves_n2000_m", height}})});
    const auto out = run_check(request);
    EXPECT_TRUE(out) << out.problem().message << out.problem().place;
    Json all = Json::array();
    for (const auto& one : out->at("units").at(0)["buildings"][0]["checks"]) {
      if (one["rule"] == "sky-plane" && one["status"] == "breached") all.push_back(one);
    }
    return all;
  };
  EXPECT_EQ(found(17).size(), 0U);
  const Json over = found(24);
  ASSERT_GE(over.size(), 1U);
  double excess = 0;
  for (const auto& one : over) excess = std::max(excess, one["excess"].get<double>());
  EXPECT_NEAR(excess, 4, 1e-9);
}

TEST(CheckPlan, ABuildingBeyondTheSetback) {
  // 4 m set back; 30 x 15 m beginning 2 m from the western side: 2 · 15 m² beyond.
  const Json unit = check({rule("setback", 4, "m")}, {building(box(2, 10, 30, 15))});
  const Json found = of(unit["buildings"][0]["checks"], "setback");
  EXPECT_EQ(found["status"], "breached");
  EXPECT_NEAR(found["measured"], 2, 1e-6);
  EXPECT_DOUBLE_EQ(found["limit"], 4);
  EXPECT_NEAR(found["excess"], 2, 1e-6);
  EXPECT_EQ(found["geometry"]["type"], "MultiPolygon");
  double west = 1e9, east = 0;
  for (const auto& p : found["geometry"]["coordinates"][0][0]) {
    west = std::min(west, p[0].get<double>()), east = std::max(east, p[0].get<double>());
  }
  EXPECT_NEAR(west, kEast + 2, 1e-6);
  EXPECT_NEAR(east, kEast + 4, 1e-6);
  EXPECT_EQ(of(check({rule("setback", 4, "m")}, {building(box(4, 10, 30, 15))})["buildings"][0]["checks"], "setback")["status"], "fulfilled");
}

TEST(CheckPlan, StoreysHeightAndFloorArea) {
  const std::vector<Json> rules = {rule("sallittuKerrosala", 2000, "k-m2"), rule("maanpaallinenKerrosluku", 4),
                                   rule("vesikatonYlimmanKohdanKorkeusasema", 16, "m")};
  const Json unit = check(rules, {building(box(5, 5, 30, 15), {{"storeys", 5}, {"base_n2000_m", 0}, {"top_n2000_m", 16.5}})});
  const Json& checks = unit["buildings"][0]["checks"];
  EXPECT_EQ(of(checks, "maanpaallinenKerrosluku")["status"], "breached");
  EXPECT_DOUBLE_EQ(of(checks, "maanpaallinenKerrosluku")["excess"], 1);
  const Json height = of(checks, "vesikatonYlimmanKohdanKorkeusasema");
  EXPECT_DOUBLE_EQ(height["excess"], 0.5);
  EXPECT_DOUBLE_EQ(height["from_n2000_m"], 16);
  EXPECT_DOUBLE_EQ(height["to_n2000_m"], 16.5);
  // 5 · 450 = 2,250 k-m² of 2,000.
  EXPECT_EQ(of(unit["checks"], "sallittuKerrosala")["status"], "breached");
  EXPECT_NEAR(of(unit["checks"], "sallittuKerrosala")["excess"], 250, 1e-6);
  EXPECT_NEAR(unit["floor_area_reserve_k_m2"], -250, 1e-6);
  EXPECT_EQ(unit["buildings"][0]["measured"]["floor_area_source"], "measured");
}

TEST(CheckPlan, ThickWallsMayExceed) {
  // 30 x 15 m, walls of 0.45 m: 0.2 m inside is 450 − 29.6 · 14.6 = 17.84 m² a storey, 71.36 in four.
  const Json block = building(box(5, 5, 30, 15), {{"storeys", 4}, {"wall_thickness_m", 0.45}});
  const Json within = check({rule("sallittuKerrosala", 1730, "k-m2")}, {block});
  EXPECT_NEAR(within["floor_area_may_exceed_k_m2"], 71.36, 1e-6);
  EXPECT_EQ(of(within["checks"], "sallittuKerrosala")["status"], "fulfilled");
  EXPECT_THAT(of(within["checks"], "sallittuKerrosala")["sentence"].get<std::string>(), HasSubstr("250 mm"));
  EXPECT_EQ(of(check({rule("sallittuKerrosala", 1725, "k-m2")}, {block})["checks"], "sallittuKerrosala")["status"], "breached");
}

TEST(CheckPlan, CellarAndAttic) {
  const std::vector<Json> rules = {rule("kellarinSallittuOsuusKerrosalasta", 50, "%"), rule("ullakonSallittuOsuusKerrosalasta", 33, "%")};
  const Json unit = check(rules, {building(box(5, 5, 30, 20), {{"storeys", 4},
                                                                 {"cellar", {{"area_m2", 310}, {"main_use", true}}},
                                                                 {"attic", {{"area_m2", 190}, {"main_use", true}}}})});
  const Json& checks = unit["buildings"][0]["checks"];
  EXPECT_NEAR(of(checks, "kellarinSallittuOsuusKerrosalasta")["excess"], 10, 1e-6);  // half of 600
  EXPECT_EQ(of(checks, "ullakonSallittuOsuusKerrosalasta")["status"], "fulfilled");
  EXPECT_NEAR(unit["floor_area_used_k_m2"], 2400 + 500, 1e-6);
  // Without main use the cellar is no floor area.
  const Json store = check(rules, {building(box(5, 5, 30, 20), {{"storeys", 4}, {"cellar", {{"area_m2", 310}, {"main_use", false}}}})});
  EXPECT_NEAR(store["floor_area_used_k_m2"], 2400, 1e-6);
  EXPECT_EQ(store["buildings"][0]["measured"]["deductions"][0]["rule"], "cellar-without-main-use");
  // Not told: then the floor area is not known either.
  EXPECT_TRUE(check(rules, {building(box(5, 5, 30, 20), {{"storeys", 4}, {"cellar", {{"area_m2", 310}}}})})["floor_area_used_k_m2"].is_null());
}

TEST(CheckPlan, SkyPlaneAndTier) {
  // 45° from 10 m over the southern side; a flat building 15 m high that begins 3 m from it: 2 m of 30 m beyond, at the
  // southern facade 2 m too high.
  const std::vector<Json> rules = {sky_plane(45, 10, Json::array({0}))};
  const Json flat{{"base_n2000_m", 0}, {"top_n2000_m", 15}, {"eaves_n2000_m", 15}};
  const Json found = of(check(rules, {building(box(5, 3, 30, 15), flat)})["buildings"][0]["checks"], "sky-plane");
  EXPECT_EQ(found["status"], "breached");
  EXPECT_NEAR(found["excess"], 2, 2e-3);
  double north = 0;
  for (const auto& p : found["geometry"]["coordinates"][0][0]) north = std::max(north, p[1].get<double>());
  EXPECT_NEAR(north, kNorth + 5, 1e-5);
  // Not knowing the eaves it cannot be told; farther in it is fulfilled whatever the roof.
  EXPECT_EQ(of(check(rules, {building(box(5, 3, 30, 15), {{"base_n2000_m", 0}, {"top_n2000_m", 15}})})["buildings"][0]["checks"], "sky-plane")["status"],
            "cannot tell");
  EXPECT_EQ(of(check(rules, {building(box(5, 5, 30, 15), {{"base_n2000_m", 0}, {"top_n2000_m", 15}})})["buildings"][0]["checks"], "sky-plane")["status"],
            "fulfilled");
  Json tier = rule("tier", 8, "m");
  tier["start_height_m"] = 12;
  tier["edges"] = Json::array({0});
  const Json stepped = of(check({tier}, {building(box(5, 3, 30, 15), flat)})["buildings"][0]["checks"], "tier");
  EXPECT_EQ(stepped["status"], "breached");
  EXPECT_NEAR(stepped["excess"], 3, 2e-3);
  EXPECT_DOUBLE_EQ(stepped["to_n2000_m"], 15);
}

TEST(CheckPlan, PlacesCoverageAndCounts) {
  const std::vector<Json> rules = {rule("kerrosneliomaaraYhtaAutopaikkaaKohden", 135, "k-m2"), rule("pyorapaikkojenMaaraAsuntoaKohden", 2),
                                   rule("rakentamisenSuhdeAlueenPintaAlaan", 30, "%"), rule("rakennuspaikkojenMaara", 1)};
  const Json unit = check(rules, {building(box(2, 2, 30, 15), {{"floor_area_k_m2", 2800}, {"car_spaces", 20}, {"bicycle_places", 70}, {"dwellings", 30}}),
                                  building(box(2, 30, 20, 10), {{"floor_area_k_m2", 200}, {"car_spaces", 2}, {"bicycle_places", 10}, {"dwellings", 5}})});
  // 3,000 / 135 = 22.2: 23 (note 3.5), 22 are there.
  const Json cars = of(unit["checks"], "kerrosneliomaaraYhtaAutopaikkaaKohden");
  EXPECT_DOUBLE_EQ(cars["limit"], 23);
  EXPECT_DOUBLE_EQ(cars["measured"], 22);
  EXPECT_DOUBLE_EQ(cars["excess"], 1);
  EXPECT_EQ(of(unit["checks"], "pyorapaikkojenMaaraAsuntoaKohden")["status"], "fulfilled");
  EXPECT_NEAR(of(unit["checks"], "rakentamisenSuhdeAlueenPintaAlaan")["measured"], 650 / 2000.0 * 100, 1e-6);
  EXPECT_EQ(of(unit["checks"], "rakennuspaikkojenMaara")["status"], "breached");
}

TEST(CheckPlan, LevelsFacadesAndDistances) {
  const std::vector<Json> rules = {rule("kosteudelleAlttiidenRakenteidenAlinRakentamiskorkeus", 2.8, "m"), rule("facade-length-max", 25, "m"),
                                   rule("tower-separation-min", 8, "m")};
  const Json unit = check(rules, {building(box(2, 2, 30, 15), {{"lowest_floor_n2000_m", 2.3}}), building(box(2, 22, 20, 10))});
  const Json& first = unit["buildings"][0]["checks"];
  EXPECT_NEAR(of(first, "kosteudelleAlttiidenRakenteidenAlinRakentamiskorkeus")["excess"], 0.5, 1e-9);
  EXPECT_NEAR(of(first, "facade-length-max")["excess"], 5, 1e-9);
  EXPECT_NEAR(of(first, "tower-separation-min")["excess"], 3, 1e-9);
  EXPECT_EQ(of(unit["buildings"][1]["checks"], "facade-length-max")["status"], "fulfilled");
  EXPECT_EQ(of(unit["buildings"][1]["checks"], "kosteudelleAlttiidenRakenteidenAlinRakentamiskorkeus")["status"], "cannot tell");
}

TEST(CheckPlan, EveryRegulationHasAnAnswer) {
  const std::vector<Json> rules = {Json{{"type", "ikkunatonSeina"}, {"text", "north"}}, rule("vihertehokkuus", 0.8), rule("tehokkuusluku", 1),
                                   rule("setback", 3, "m"), Json{{"type", "sanallinenMaarays"}, {"text", "red brick"}}};
  const Json unit = check(rules, {building(box(5, 5, 10, 10))});
  for (const auto& rule : rules) {
    const auto type = rule["type"].get<std::string>();
    EXPECT_TRUE(!of(unit["checks"], type).is_null() || !of(unit["buildings"][0]["checks"], type).is_null()) << type;
  }
  EXPECT_EQ(of(unit["checks"], "ikkunatonSeina")["status"], "cannot tell");
  EXPECT_FALSE(of(unit["checks"], "ikkunatonSeina")["sentence"].get<std::string>().empty());
}

TEST(CheckPlan, TheBranchWithItsRegister) {
  twin::PlanUnit unit;
  unit.id = "AK-1";
  unit.boundary.outer = {{0, 0}, {40, 0}, {40, 50}, {0, 50}};
  auto& ratio = unit.regulations.emplace_back();
  ratio.type = "tehokkuusluku";
  ratio.value = 1;
  auto& height = unit.regulations.emplace_back();
  height.type = "height-max";
  height.value = 12;
  height.unit = "m";
  twin::Building house, half, far;
  house.id = "house";
  house.footprint.outer = {{5, 5}, {25, 5}, {25, 20}, {5, 20}};
  house.height_m = 14;
  house.card.floor_area_m2 = 1200;
  half.id = "half";  // half of it lies in the neighbouring unit
  half.footprint.outer = {{30, 30}, {50, 30}, {50, 40}, {30, 40}};
  half.card.floor_area_m2 = 400;
  far.id = "far";
  far.footprint.outer = {{80, 5}, {90, 5}, {90, 20}, {80, 20}};
  twin::BranchStateEditor editor{twin::BranchState{}};
  editor.put(1, twin::sha256("AK-1"), std::make_shared<const twin::PlanUnit>(unit));
  twin::FeatureNumber number = 2;
  for (const auto& building : {house, half, far}) editor.put(number++, twin::sha256(building.id), std::make_shared<const twin::Building>(building));
  const auto city = editor.publish();
  sim::RunContext context;
  context.city = city.get();

  const auto whole = run_check(Json::object(), context);
  ASSERT_TRUE(whole) << whole.problem().message;
  const Json checked = whole->at("units").at(0);
  EXPECT_EQ(checked["id"], "AK-1");
  ASSERT_EQ(checked["buildings"].size(), 2U);
  EXPECT_NEAR(checked["floor_area_used_k_m2"], 1200 + 200, 1e-6);
  EXPECT_NEAR(checked["floor_area_reserve_k_m2"], 600, 1e-6);
  EXPECT_DOUBLE_EQ(of(checked["buildings"][0]["checks"], "height-max")["excess"], 2);
  EXPECT_EQ(of(checked["buildings"][1]["checks"], "height-max")["status"], "cannot tell") << "its height is not known";
  EXPECT_EQ(whole->at("summary")["breached"], 1);

  // A proposal that replaces the house.
  Json proposal = {{"plan_unit", "AK-1"}, {"without_buildings", {"house"}},
                   {"buildings", {building(polygon(ring({{5, 5}, {25, 5}, {25, 20}, {5, 20}})), {{"id", "new"}, {"storeys", 4}})}}};
  const auto out = run_check(proposal, context);
  ASSERT_TRUE(out) << out.problem().message;
  EXPECT_NEAR(out->at("units").at(0)["floor_area_used_k_m2"], 200 + 1200, 1e-6);
  EXPECT_EQ(out->at("units").at(0)["buildings"][1]["origin"], "proposed");
  proposal["existing"] = false;
  EXPECT_NEAR(run_check(proposal, context)->at("units").at(0)["floor_area_used_k_m2"], 1200, 1e-6);
  proposal["without_buildings"] = {"hause"};
  EXPECT_EQ(run_check(proposal, context).problem().code, "reference-missing");
}

TEST(CheckPlan, BadInputIsNamed) {
  const auto found = [](Json one, const char* member = nullptr, Json value = nullptr) {
    Json request = unit_with(rectangle(40, 50), {});
    request["buildings"] = Json::array({std::move(one)});
    if (member != nullptr) request[member] = std::move(value);
    const auto out = run_check(request);
    return out ? std::string("none") : out.problem().code + " " + out.problem().place;
  };
  EXPECT_EQ(found(Json::object()), "input-invalid /buildings/0");
  EXPECT_EQ(found(3), "input-invalid /buildings/0");
  EXPECT_EQ(found(building(box(0, 0, 5, 5), {{"storey", 3}})), "member-unknown /buildings/0/storey");
  EXPECT_EQ(found(building(box(0, 0, 5, 5), {{"storeys", 3.5}})), "input-invalid /buildings/0/storeys");
  EXPECT_EQ(found(building(box(0, 0, 5, 5), {{"storeys", -3}})), "value-out-of-range /buildings/0/storeys");
  EXPECT_EQ(found(building(box(0, 0, 5, 5), {{"top_n2000_m", "high"}})), "input-invalid /buildings/0/top_n2000_m");
  EXPECT_EQ(found(building(box(0, 0, 5, 5), {{"top_n2000_m", 3}, {"eaves_n2000_m", 4}})), "input-invalid /buildings/0/eaves_n2000_m");
  EXPECT_EQ(found(building(box(0, 0, 5, 5), {{"cellar", {{"main_use", true}}}})), "input-invalid /buildings/0/cellar");
  EXPECT_THAT(found(building(polygon(ring({{0, 0}, {10, 10}, {10, 0}, {0, 10}})))), HasSubstr("polygon-self-intersection /buildings/0/footprint"));
  EXPECT_EQ(found(building(box(0, 0, 5, 5)), "existing", 3), "input-invalid /existing");
  EXPECT_EQ(found(building(box(0, 0, 5, 5)), "building", 3), "member-unknown /building");
  EXPECT_EQ(run_check(Json::object()).problem().place, "/unit");
}

TEST(CheckPlan, RoofSlopeAgainstBothEndsOfARange) {
  // 1:3 to 1:1.5 is 18.435 to 33.690 degrees.
  Json slope = rule("kattokaltevuus", 1.5, "1:x");
  slope["value_max"] = 3;
  const auto status = [&](double degrees) {
    std::vector<std::string> out;
    const Json unit = check({slope}, {building(box(5, 5, 10, 10), {{"roof_slope_deg", degrees}})});
    for (const auto& one : unit["buildings"][0]["checks"]) {
      if (one["rule"] == "kattokaltevuus") out.push_back(one["status"]);
    }
    return out;
  };
  EXPECT_THAT(status(30), testing::ElementsAre("fulfilled", "fulfilled"));
  EXPECT_THAT(status(40), testing::ElementsAre("breached", "fulfilled"));
  EXPECT_THAT(status(5), testing::ElementsAre("fulfilled", "breached"));
  const Json steep = of(check({rule("kattokaltevuus", 30, "deg")}, {building(box(5, 5, 10, 10), {{"roof_slope_deg", 45}})})["buildings"][0]["checks"], "kattokaltevuus");
  EXPECT_NEAR(steep["limit"], 30, 1e-9);
  EXPECT_NEAR(steep["excess"], 15, 1e-9);
  const Json unknown = of(check({rule("kattokaltevuus", 30, "deg")}, {building(box(5, 5, 10, 10))})["buildings"][0]["checks"], "kattokaltevuus");
  EXPECT_EQ(unknown["status"], "cannot tell");
}

TEST(CheckPlan, LotWidthIsThatOfTheNarrowestStrip) {
  const Json unit = check({rule("lot-width-min", 45, "m")}, {building(box(5, 5, 10, 10))});
  const Json found = of(unit["checks"], "lot-width-min");
  EXPECT_EQ(found["status"], "breached");
  EXPECT_NEAR(found["measured"], 40, 1e-6);
  EXPECT_EQ(of(check({rule("lot-width-min", 40, "m")}, {})["checks"], "lot-width-min")["status"], "fulfilled");
}

/// Two regulations of a kind: each against its own figure, the weaker one too.
TEST(CheckPlan, EachRegulationAgainstItsOwnFigure) {
  // 2,000 m² of plot; 20 x 30 m in five storeys: 3,000 k-m², 30 % of the plot; eaves 15 m, top 18 m.
  const std::vector<Json> rules = {rule("sallittuKerrosala", 2500, "k-m2"), rule("tehokkuusluku", 1.0),
                                   rule("rakentamisenSuhdeAlueenPintaAlaan", 20, "%"), rule("valjyysluku", 90, "%"),
                                   rule("setback", 4, "m"), rule("etaisyysNaapuritontinRajasta", 5, "m"),
                                   rule("vesikatonYlimmanKohdanKorkeusasema", 16, "m"), rule("rakennustenRakenteidenJaLaitteidenYlinKorkeusasema", 17, "m"),
                                   rule("julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema", 14, "m"), rule("julkisivunEnimmaiskorkeus", 12, "m")};
  const Json unit = check(rules, {building(box(10, 10, 20, 30), {{"storeys", 5}, {"base_n2000_m", 0}, {"top_n2000_m", 18}, {"eaves_n2000_m", 15}})});
  const Json &of_unit = unit["checks"], &of_building = unit["buildings"][0]["checks"];
  const auto breached = [](const Json& found, double measured, double limit) {
    ASSERT_FALSE(found.is_null());
    EXPECT_EQ(found["status"], "breached") << found.dump();
    EXPECT_NEAR(found["measured"], measured, 1e-6);
    EXPECT_NEAR(found["limit"], limit, 1e-9);
    EXPECT_NEAR(found["excess"], measured - limit, 1e-6);
  };
  breached(of(of_unit, "sallittuKerrosala"), 3000, 2500);
  breached(of(of_unit, "tehokkuusluku"), 3000, 2000);
  breached(of(of_unit, "rakentamisenSuhdeAlueenPintaAlaan"), 30, 20);
  breached(of(of_unit, "valjyysluku"), 30, 10);
  breached(of(of_building, "vesikatonYlimmanKohdanKorkeusasema"), 18, 16);
  breached(of(of_building, "rakennustenRakenteidenJaLaitteidenYlinKorkeusasema"), 18, 17);
  breached(of(of_building, "julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema"), 15, 14);
  breached(of(of_building, "julkisivunEnimmaiskorkeus"), 15, 12);
  EXPECT_EQ(of(of_building, "setback")["status"], "fulfilled");
  EXPECT_EQ(of(of_building, "etaisyysNaapuritontinRajasta")["status"], "fulfilled");
  EXPECT_EQ(unit.dump().find("A stricter regulation"), std::string::npos);
}

/// The nearest place of a plot with an inner corner lies on an edge of the house, not at a corner of it.
TEST(CheckPlan, TheDistanceToAnInnerCorner) {
  // The hypotenuse of (10,6)-(37,6)-(10,33) runs along x + y = 43; the inner corner is (25,20): 2 / √2 beyond.
  Json request = unit_with(polygon(ring({{0, 0}, {60, 0}, {60, 20}, {25, 20}, {25, 70}, {0, 70}}, kEast, kNorth)), {rule("setback", 3, "m")});
  request["buildings"] = Json::array({building(polygon(ring({{10, 6}, {37, 6}, {10, 33}}, kEast, kNorth)))});
  const auto out = run_check(request);
  ASSERT_TRUE(out) << out.problem().message;
  const Json found = of(out->at("units")[0]["buildings"][0]["checks"], "setback");
  EXPECT_EQ(found["status"], "breached");
  EXPECT_NEAR(found["measured"], std::sqrt(2), 1e-6);
  EXPECT_NEAR(found["excess"], 3 - std::sqrt(2), 1e-6);
}

TEST(CheckPlan, AHouseAcrossTheBoundaryLiesBeyondItByALength) {
  // x 30 to 50 of a plot that ends at 40: 10 m beyond the boundary, 15 m beyond the line of 5 m.
  const Json found = of(check({rule("setback", 5, "m")}, {building(box(30, 10, 20, 10))})["buildings"][0]["checks"], "setback");
  EXPECT_EQ(found["status"], "breached");
  EXPECT_NEAR(found["measured"], -10, 1e-6);
  EXPECT_NEAR(found["excess"], 15, 1e-6);
}

TEST(CheckPlan, AHouseOutsideOfEveryUnitIsNamed) {
  Json request = unit_with(rectangle(40, 50), {rule("rakentamisenSuhdeAlueenPintaAlaan", 20, "%")});
  request["buildings"] = Json::array({building(box(100, 100, 10, 10), {{"id", "far"}}), building(box(5, 5, 10, 10), {{"id", "near"}})});
  const auto out = run_check(request);
  ASSERT_TRUE(out) << out.problem().message;
  ASSERT_EQ(out->at("warnings").size(), 1U) << out->at("warnings").dump();
  EXPECT_THAT(out->at("warnings")[0].get<std::string>(), HasSubstr("far lies in none of the units"));
}

TEST(CheckPlan, NoBuildingCountsTwice) {
  Json request = unit_with(rectangle(40, 50), {rule("sallittuKerrosala", 500, "k-m2")});
  request["buildings"] = Json::array({building(box(5, 5, 10, 10), {{"id", "A"}, {"storeys", 1}}), building(box(5, 5, 10, 10), {{"id", "A"}, {"storeys", 1}})});
  const auto twice = run_check(request);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.problem().code, "input-invalid");
  EXPECT_EQ(twice.problem().place, "/buildings/1/id");
  EXPECT_EQ(twice.problem().value, "A");
  // Under another id: 10 x 5 m stand in both.
  request["buildings"] = Json::array({building(box(5, 5, 10, 10), {{"id", "A"}, {"storeys", 1}}), building(box(5, 10, 10, 10), {{"id", "B"}, {"storeys", 1}})});
  const auto over = run_check(request);
  ASSERT_TRUE(over) << over.problem().message;
  ASSERT_EQ(over->at("units")[0]["warnings"].size(), 1U) << over->at("units")[0].dump(1);
  EXPECT_THAT(over->at("units")[0]["warnings"][0].get<std::string>(), HasSubstr("50.0 m2"));
}

/// Limits are told as the plan wrote them.
TEST(CheckPlan, ARoofSlopeIsToldToTheDigit) {
  Json slope = rule("kattokaltevuus", 20, "deg");
  slope["value_max"] = 30;
  const Json unit = check({slope}, {building(box(5, 5, 10, 10), {{"roof_slope_deg", 35}})});
  const Json found = of(unit["buildings"][0]["checks"], "kattokaltevuus");
  EXPECT_EQ(found["limit"], 30.0) << found.dump();
  EXPECT_EQ(found["excess"], 5.0) << found.dump();
}

TEST(CheckPlan, ALeastNumberOfStoreysStandsBesideAStricterMost) {
  // II to IV storeys, three at most: one storey is one too few.
  Json storeys = rule("maanpaallinenKerrosluku", 2);
  storeys["value_max"] = 4;
  const Json unit = check({storeys, rule("floors-max", 3)}, {building(box(5, 5, 10, 10), {{"storeys", 1}})});
  int breached = 0;
  for (const auto& one : unit["buildings"][0]["checks"]) {
    if (one["rule"] != "maanpaallinenKerrosluku" || one["status"] != "breached") continue;
    ++breached;
    EXPECT_DOUBLE_EQ(one["limit"], 2);
  }
  EXPECT_EQ(breached, 1) << unit["buildings"][0]["checks"].dump(1);
}

TEST(CheckPlan, WhatIsNotInForceHasNoAnswer) {
  Json old = rule("setback", 4, "m");
  old["valid"] = {{"from", "2026-01-01"}, {"to", "2026-04-01"}};
  Json request = unit_with(rectangle(40, 50), {old});
  request["buildings"] = Json::array({building(box(0, 0, 10, 10))});
  request["date"] = "2026-02-01";
  EXPECT_EQ(run_check(request)->at("summary")["breached"], 1);
  request["date"] = "2026-06-01";
  EXPECT_EQ(run_check(request)->at("summary"), (Json{{"fulfilled", 0}, {"breached", 0}, {"cannot_tell", 0}}));
}

}  // namespace
