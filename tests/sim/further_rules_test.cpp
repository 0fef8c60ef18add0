#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "zoning_inputs.hpp"

// The numeric regulations beyond floor area, storeys, coverage and heights. 40 x 50 m unless said otherwise.
namespace {

using namespace inputs;
using testing::HasSubstr;

const char* const kE = "tehokkuusluku";
const char* const kStoreys = "maanpaallinenKerrosluku";
const char* const kCoverage = "rakentamisenSuhdeAlueenPintaAlaan";
const char* const kRidge = "vesikatonYlimmanKohdanKorkeusasema";
const char* const kEaves = "julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema";

Json range(const char* type, double low, double high, const char* unit = nullptr) {
  Json out = rule(type, low, unit);
  out["value_max"] = high;
  return out;
}

Json meant_for(Json rule, const char* use) {
  rule["information"] = Json::array({{{"type", "kayttotarkoituskohdistus"}, {"code", use}}});
  return rule;
}

Json at_line(Json rule, double x0, double y0, double x1, double y1) {
  rule["place"] = {{"type", "LineString"}, {"coordinates", {{x0, y0}, {x1, y1}}}};
  return rule;
}

Json plot(std::vector<Json> rules) {
  return answer(unit_with(rectangle(40, 50), std::move(rules)));
}

std::vector<std::string> sentences(const Json& out) {
  std::vector<std::string> all;
  for (const auto& one : out["contradictions"]) all.push_back(one["sentence"]);
  return all;
}

/// Note 3.5: ½ IV ⅓ with a largest storey of 600 m²: cellar up to 300 m², attic up to 200 m², on top of four storeys.
TEST(FurtherRules, CellarAndAtticOnTopOfTheStoreys) {
  const std::vector<Json> rules = {rule(kCoverage, 30, "%"), rule(kStoreys, 4), rule("kellarinSallittuOsuusKerrosalasta", 50, "%"),
                                   rule("ullakonSallittuOsuusKerrosalasta", 100 / 3.0, "%")};
  auto with = [&](double allowed) {
    auto all = rules;
    all.push_back(rule("sallittuKerrosala", allowed, "k-m2"));
    return plot(all);
  };
  const Json free = plot(rules);
  EXPECT_NEAR(free["cellar_max_k_m2"], 300, 1e-9);
  EXPECT_NEAR(free["attic_max_k_m2"], 200, 1e-9);
  EXPECT_NEAR(free["floor_area_reachable_k_m2"], 2400 + 500, 1e-9);
  EXPECT_EQ(free["binding_rule"], kStoreys);
  // Still capped by sallittuKerrosala: 2,700 takes the attic and 100 of the cellar.
  EXPECT_NEAR(with(2700)["floor_area_reachable_k_m2"], 2700, 1e-9);
  EXPECT_EQ(with(2700)["binding_rule"], "sallittuKerrosala");
  EXPECT_NEAR(with(2700)["loss_k_m2"], 0, 1e-9);
  EXPECT_NEAR(with(3000)["floor_area_reachable_k_m2"], 2900, 1e-9);
  EXPECT_NEAR(with(3000)["loss_k_m2"], 100, 1e-9);
  EXPECT_NEAR(with(2000)["floor_area_reachable_k_m2"], 2000, 1e-9);
}

/// A storey of 600 m2 is no larger than the 240 k-m2 allowed: half of that is the attic, a quarter the cellar.
TEST(FurtherRules, CellarAndAtticAreSharesOfWhatTheFloorAreaAllows) {
  const Json out = plot({rule(kCoverage, 30, "%"), rule("sallittuKerrosala", 240, "k-m2"), rule(kStoreys, 4),
                         rule("kellarinSallittuOsuusKerrosalasta", 25, "%"), rule("ullakonSallittuOsuusKerrosalasta", 50, "%")});
  EXPECT_NEAR(out["attic_max_k_m2"], 120, 1e-9);
  EXPECT_NEAR(out["cellar_max_k_m2"], 60, 1e-9);
}

/// Heights above the sea over a ground that nobody told count from 0 m: the answer says so, unless 0 m was said.
TEST(FurtherRules, UnknownGroundUnderHeightsAboveTheSeaIsTold) {
  const auto told = [](const Json& out) {
    return std::any_of(out["warnings"].begin(), out["warnings"].end(), [](const Json& one) {
      return one.get<std::string>().find("the ground level is not known") != std::string::npos;
    });
  };
  const auto over = [&](std::optional<double> ground, std::vector<Json> rules) {
    Json input = unit_with(rectangle(40, 50), std::move(rules));
    input.erase("ground_level_n2000_m");
    if (ground) input["ground_level_n2000_m"] = *ground;
    return told(answer(input));
  };
  const Json high = rule(kRidge, 66.3, "m");
  EXPECT_TRUE(over({}, {high}));
  EXPECT_FALSE(over({}, {high, rule("maanpinnanKorkeusasema", 44.1, "m")}));
  EXPECT_FALSE(over({}, {rule("height-max", 20, "m")}));
  EXPECT_FALSE(over(0.0, {high}));
  EXPECT_FALSE(over(44.1, {high}));
}

TEST(FurtherRules, AnAtticNeedsRoomUnderTheHeightLimit) {
  const auto at = [](double height) {
    return plot({rule(kStoreys, 4), rule("height-max", height, "m"), rule("ullakonSallittuOsuusKerrosalasta", 50, "%")})["attic_max_k_m2"];
  };
  EXPECT_DOUBLE_EQ(at(12), 0);     // four storeys of 3 m end at the limit
  EXPECT_DOUBLE_EQ(at(13.5), 1000);  // half a storey fits
}

TEST(FurtherRules, VolumeBindsLikeFloorArea) {
  // 12,000 m³ at 3 m a storey: 2,000 + 2,000 k-m².
  const Json out = plot({rule(kE, 3), rule("sallittuRakennustilavuus", 12'000, "m3")});
  EXPECT_DOUBLE_EQ(out["floor_area_reachable_k_m2"], 4000);
  EXPECT_EQ(out["binding_rule"], "sallittuRakennustilavuus");
  EXPECT_DOUBLE_EQ(out["volume_allowed_m3"], 12'000);
  EXPECT_DOUBLE_EQ(out["loss_k_m2"], 2000);
  EXPECT_DOUBLE_EQ(plot({rule("sallittuRakennustilavuus", 7500, "m3")})["floor_area_reachable_k_m2"], 2500);
}

TEST(FurtherRules, BelowGround) {
  EXPECT_EQ(plot({rule("maanalainenKerrosluku", 2)})["storeys_below_max"], 2);
  // Ground 4 m, nothing below −3.5 m: two storeys of 3 m fit.
  Json input = unit_with(rectangle(40, 50), {rule("maanalainenKerrosluku", 4), rule("maanalaisenKohteenKorkeusasema", -3.5, "m")});
  input["ground_level_n2000_m"] = 4;
  const Json out = answer(input);
  EXPECT_EQ(out["storeys_below_max"], 2);
  EXPECT_DOUBLE_EQ(out["levels"]["underground_n2000_m"], -3.5);
  EXPECT_THAT(out["demands"][0]["sentence"].get<std::string>(), HasSubstr("-3.5"));
}

TEST(FurtherRules, TheFloodSafeLevelLiftsTheLowestFloor) {
  // Ground 1 m, flood-safe 2.8 m, ridge 14.5 m: from 2.8 m on 11.7 m, three storeys of 3 m; from the ground on four.
  Json input = unit_with(rectangle(40, 50), {rule(kE, 9), rule(kRidge, 14.5, "m")});
  input["ground_level_n2000_m"] = 1;
  EXPECT_DOUBLE_EQ(answer(input)["floor_area_reachable_k_m2"], 8000);
  input["regulations"].push_back(rule("kosteudelleAlttiidenRakenteidenAlinRakentamiskorkeus", 2.8, "m"));
  input["regulations"].push_back(rule("kellarinSallittuOsuusKerrosalasta", 50, "%"));
  const Json out = answer(input);
  EXPECT_DOUBLE_EQ(out["floor_area_reachable_k_m2"], 6000);
  EXPECT_DOUBLE_EQ(out["levels"]["lowest_floor_n2000_m"], 2.8);
  EXPECT_DOUBLE_EQ(out["cellar_max_k_m2"], 0) << "below the flood-safe level";
}

TEST(FurtherRules, ExtraFloorAreaAndSites) {
  const Json out = plot({rule(kE, 1), rule("lisarakennusoikeus", 150, "k-m2"), rule("lisarakennusoikeus", 40, "k-m2"),
                         rule("rakennuspaikkojenMaara", 3), rule("lot-size-min", 800, "m2")});
  EXPECT_DOUBLE_EQ(out["extra_floor_area_k_m2"], 190);
  EXPECT_DOUBLE_EQ(out["floor_area_allowed_k_m2"], 2000) << "extra stands beside what is allowed";
  EXPECT_EQ(out["building_sites_max"], 2) << "2,000 / 800";
  EXPECT_TRUE(out["contradictions"].empty());
}

TEST(FurtherRules, LowerEndsOfRanges) {
  const Json out = plot({range("sallittuKerrosala", 1500, 3000, "k-m2"), range(kStoreys, 2, 4), rule(kCoverage, 15, "%")});
  // 300 m² · 4 = 1,200 k-m².
  EXPECT_EQ(out["minimums"].size(), 2U);
  EXPECT_EQ(out["minimums"][0]["rule"], "sallittuKerrosala");
  EXPECT_DOUBLE_EQ(out["minimums"][0]["value"], 1500);
  EXPECT_DOUBLE_EQ(out["minimums"][0]["reachable"], 1200);
  EXPECT_EQ(out["minimums"][0]["met"], false);
  EXPECT_EQ(out["minimums"][1]["met"], true);
  ASSERT_EQ(out["contradictions"].size(), 1U);
  EXPECT_EQ(out["contradictions"][0]["rules"], (Json{"sallittuKerrosala", kStoreys}));
}

TEST(FurtherRules, ABuildingAreaWithinTheUnit) {
  Json area{{"type", "rakennusala"}};
  area["place"] = polygon(ring({{5, 5}, {35, 5}, {35, 25}, {5, 25}}, 25'497'010, 6'673'005));
  const Json out = plot({area, rule("height-max", 10, "m")});
  EXPECT_NEAR(out["buildable_area_m2"], 600, 1e-6);
  EXPECT_NEAR(out["envelope_volume_m3"], 6000, 6e-3);
  // With a setback of 8 m: x 8..32, y 8..25.
  EXPECT_NEAR(plot({area, rule("setback", 8, "m")})["buildable_area_m2"], 24 * 17, 1e-6);
  // Without a place the unit is the building area itself.
  EXPECT_NEAR(plot({Json{{"type", "rakennusala"}}})["buildable_area_m2"], 2000, 1e-6);
}

TEST(FurtherRules, EavesRidgeSlopeAndRidgeDirection) {
  // 12 x 30 m along the 30 m: eaves 6 m, ridge 9 m, 1:2 — a gable roof with the ridge along the unit.
  const auto out = [&](std::vector<Json> more) {
    more.push_back(rule(kEaves, 6, "m"));
    more.push_back(rule(kRidge, 9, "m"));
    return answer(unit_with(polygon(ring({{0, 0}, {30, 0}, {30, 12}, {0, 12}})), more));
  };
  EXPECT_NEAR(out({})["envelope_volume_m3"], 2160, 2e-3) << "without a slope the eaves are a flat limit";
  const Json slope = rule("kattokaltevuus", 2, "1:x");
  EXPECT_NEAR(out({slope})["envelope_volume_m3"], 2160 + 468, 2e-3) << "hipped";
  const Json ridge = at_line(Json{{"type", "rakennuksenHarjanSuunta"}}, 3, 6, 27, 6);
  EXPECT_NEAR(out({slope, ridge})["envelope_volume_m3"], 2700, 2.7e-3);
  EXPECT_NEAR(out({rule("kattokaltevuus", std::atan(0.5) * 180 / M_PI, "deg"), ridge})["envelope_volume_m3"], 2700, 2.7e-3);
  const Json levels = out({slope, ridge})["levels"];
  EXPECT_DOUBLE_EQ(levels["eaves_n2000_m"], 6);
  EXPECT_DOUBLE_EQ(levels["highest_n2000_m"], 9);
  // The roof binds the third storey: at 9 m nothing is left of 12 m depth.
  const Json high = out({slope, ridge, rule(kE, 9)});
  EXPECT_EQ(high["binding_rule"], kEaves);
  EXPECT_NEAR(high["floor_area_reachable_k_m2"], 720, 1e-4);
}

TEST(FurtherRules, CarsInAllThreeForms) {
  // 3,000 k-m²: 40 dwellings of 75.
  const Json base = rule("sallittuKerrosala", 3000, "k-m2");
  const auto spaces = [&](std::vector<Json> rules) {
    rules.push_back(base);
    return plot(rules)["parking_spaces"];
  };
  EXPECT_EQ(spaces({}), 23) << "note 3.5: 1 space / 135 k-m²";
  EXPECT_EQ(spaces({rule("kerrosneliomaaraYhtaAutopaikkaaKohden", 100, "k-m2")}), 30);
  EXPECT_EQ(spaces({rule("autopaikkojenMaaraAsuntoaKohden", 0.4)}), 16);
  EXPECT_EQ(spaces({rule("autopaikkojenMaara", 18)}), 18);
  EXPECT_EQ(spaces({rule("autopaikkojenMaara", 18), rule("autopaikkojenMaaraAsuntoaKohden", 0.5)}), 20) << "the most";
  const Json capped = plot({base, range("autopaikkojenMaara", 5, 20), rule("kerrosneliomaaraYhtaAutopaikkaaKohden", 100, "k-m2")});
  EXPECT_EQ(capped["parking_spaces"], 30);
  EXPECT_THAT(sentences(capped), testing::Contains(HasSubstr("20 are allowed")));
}

TEST(FurtherRules, BicyclesInAllThreeForms) {
  const Json base = rule("sallittuKerrosala", 3000, "k-m2");
  const auto places = [&](std::vector<Json> rules) {
    rules.push_back(base);
    return plot(rules)["bicycle_places"];
  };
  EXPECT_TRUE(places({}).is_null()) << "no use, no rule";
  EXPECT_EQ(places({Json{{"type", "asuinkerrostaloalue"}}}), 100) << "the table: 1 / 30 k-m² of housing";
  EXPECT_EQ(places({rule("kerrosneliomaaraYhtaPyorapaikkaaKohden", 40)}), 75);
  EXPECT_EQ(places({rule("pyorapaikkojenMaaraAsuntoaKohden", 2.01)}), 81);
  EXPECT_EQ(places({rule("pyorapaikkojenMaara", 66)}), 66);
}

TEST(FurtherRules, DwellingsByNumberAndByArea) {
  const Json base = rule("sallittuKerrosala", 3000, "k-m2");
  EXPECT_EQ(plot({base, rule("asuntojenMaara", 12)})["dwellings"], 12);
  EXPECT_EQ(plot({base, rule("density-max", 90, "1/ha")})["dwellings"], 18) << "0.2 ha";
  const Json few = plot({base, range("asuntojenMaara", 50, 60)});
  EXPECT_EQ(few["dwellings"], 40);
  EXPECT_THAT(sentences(few), testing::Contains(HasSubstr("50 at least")));
}

TEST(FurtherRules, GreenFactorByFigureOrByTable) {
  const Json given = plot({rule("vihertehokkuus", 0.9)});
  EXPECT_DOUBLE_EQ(given["green_factor"]["minimum"], 0.9);
  EXPECT_DOUBLE_EQ(given["green_factor"]["weighted_area_min_m2"], 1800);
  // Note 3.3: residential target 0.8, minimum 0.5; without a figure the method's minimum.
  const Json table = plot({Json{{"type", "vihertehokkuus"}}, Json{{"type", "asuinkerrostaloalue"}}});
  EXPECT_DOUBLE_EQ(table["green_factor"]["minimum"], 0.5);
  EXPECT_DOUBLE_EQ(table["green_factor"]["target"], 0.8);
  EXPECT_TRUE(plot({})["green_factor"]["minimum"].is_null());
}

TEST(FurtherRules, WhatASoundInsulationDemands) {
  const Json out = plot({at_line(rule("aaneneristavyys", 32, "dB"), 25'497'010, 6'673'005, 25'497'050, 6'673'005)});
  ASSERT_EQ(out["demands"].size(), 1U);
  EXPECT_EQ(out["demands"][0]["rule"], "aaneneristavyys");
  EXPECT_DOUBLE_EQ(out["demands"][0]["value"], 32);
  // Indoors 35 dB by day (VNp 993/1992) and 32 dB kept out: 67 dB at the facade.
  EXPECT_THAT(out["demands"][0]["sentence"].get<std::string>(), HasSubstr("67 dB"));
  EXPECT_EQ(out["demands"][0]["place"]["type"], "LineString");
  EXPECT_TRUE(out["warnings"].dump().find("aaneneristavyys") == std::string::npos);
}

TEST(FurtherRules, ContradictionsAreReportedNotAveraged) {
  const Json twice = plot({rule("sallittuKerrosala", 3000, "k-m2"), rule("sallittuKerrosala", 2000, "k-m2")});
  EXPECT_DOUBLE_EQ(twice["floor_area_allowed_k_m2"], 2000);
  ASSERT_EQ(twice["contradictions"].size(), 1U);
  EXPECT_THAT(sentences(twice).front(), HasSubstr("both 3000 k-m2 and 2000 k-m2"));
  // Eaves above the ridge.
  const Json roof = plot({rule(kEaves, 20, "m"), rule(kRidge, 15, "m"), rule("kattokaltevuus", 30, "deg")});
  EXPECT_THAT(sentences(roof), testing::ElementsAre(HasSubstr("eaves")));
  // Different uses, different edges and an equal figure are no contradiction.
  EXPECT_TRUE(plot({meant_for(rule("sallittuKerrosala", 3000, "k-m2"), "asumisenAlue"),
                    meant_for(rule("sallittuKerrosala", 500, "k-m2"), "liikerakennustenAlue"), sky_plane(45, 3, Json::array({0})),
                    sky_plane(45, 9, Json::array({1})), rule(kStoreys, 4), rule(kStoreys, 4)})["contradictions"]
                  .empty());
}

TEST(FurtherRules, StoreyHeightsByRule) {
  // Ground floor 4.5 m, others 3.3 m: 4.5 + 2 · 3.3 = 11.1.
  const std::vector<Json> rules = {rule("ground-floor-height", 4.5, "m"), rule("floor-height", 3.3, "m"), rule(kE, 9)};
  auto at = [&](double height) {
    auto all = rules;
    all.push_back(rule("height-max", height, "m"));
    return plot(all)["floor_area_reachable_k_m2"];
  };
  EXPECT_DOUBLE_EQ(at(11.1), 6000);
  EXPECT_DOUBLE_EQ(at(11.0), 4000);
}

TEST(FurtherRules, WithoutAFigureTheyAreShown) {
  const Json out = plot({Json{{"type", "asuntojenMaara"}, {"text", "as many as fit"}}, rule("kattokaltevuus", 2)});
  EXPECT_EQ(out["warnings"][0], "asuntojenMaara is stored but not evaluated by zoning-capacity.");
  EXPECT_EQ(out["warnings"][1], "kattokaltevuus is stored but not evaluated by zoning-capacity.");
}

TEST(FurtherRules, ARegulationCountsOnItsDays) {
  Json old = rule("tehokkuusluku", 0.1);
  old["valid"] = {{"from", "2026-01-01"}, {"to", "2026-04-01"}};
  Json request = unit_with(rectangle(40, 50), {old, rule("tehokkuusluku", 1.0)});
  request["date"] = "2026-06-01";
  const Json later = answer(request);
  EXPECT_NEAR(later["floor_area_allowed_k_m2"], 2000, 1e-6);
  EXPECT_THAT(later["warnings"].dump(), HasSubstr("tehokkuusluku is not in force on 2026-06-01"));
  request["date"] = "2026-02-01";
  EXPECT_NEAR(answer(request)["floor_area_allowed_k_m2"], 200, 1e-6);
  // The day it ends is the first without it.
  request["date"] = "2026-04-01";
  EXPECT_NEAR(answer(request)["floor_area_allowed_k_m2"], 2000, 1e-6);
  request.erase("date");
  EXPECT_THAT(answer(request)["warnings"].dump(), HasSubstr("holds until 2026-04-01 only"));

  request["regulations"][0]["valid"] = {{"from", "2002-01-01"}, {"to", "2001-01-01"}};
  const auto turned = problem(request);
  EXPECT_EQ(turned.place, "/regulations/0/valid/to");
  EXPECT_THAT(turned.message, HasSubstr("ends before it begins"));
}

TEST(FurtherRules, ContradictionsWithoutARoofSlope) {
  // Eaves at 18 m under a ridge of 15 m; 80 % may be built on while 50 % stay open.
  const Json eaves = answer(unit_with(rectangle(40, 50), {rule("vesikatonYlimmanKohdanKorkeusasema", 15, "m"),
                                                           rule("julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema", 18, "m")}));
  ASSERT_EQ(eaves["contradictions"].size(), 1U) << eaves["contradictions"].dump();
  EXPECT_THAT(eaves["contradictions"][0]["sentence"].get<std::string>(), HasSubstr("eaves lie above the highest point"));
  const Json open = answer(unit_with(rectangle(40, 50), {rule("rakentamisenSuhdeAlueenPintaAlaan", 80, "%"), rule("valjyysluku", 50, "%")}));
  ASSERT_EQ(open["contradictions"].size(), 1U) << open["contradictions"].dump();
  EXPECT_TRUE(answer(unit_with(rectangle(40, 50), {rule("rakentamisenSuhdeAlueenPintaAlaan", 50, "%"), rule("valjyysluku", 50, "%")}))["contradictions"].empty());
}

}  // namespace
