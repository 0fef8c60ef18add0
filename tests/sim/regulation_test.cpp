#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "sim/zoning/regulation_types.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/catalogue.hpp"
#include "zoning_inputs.hpp"

namespace {

using namespace inputs;
using testing::HasSubstr;

struct Bad {
  const char* json;
  const char* code;
  const char* place;
};

/// One defect each.
TEST(Regulations, DefectsAreNamedWithTheirPlace) {
  const Bad cases[] = {
      {R"({"type":"setback","value":4})", "input-invalid", "/regulations/0/unit"},
      {R"({"type":"setback","value":4,"unit":"ft"})", "input-invalid", "/regulations/0/unit"},
      {R"({"type":"setback","value":-4,"unit":"m"})", "value-out-of-range", "/regulations/0/value"},
      {R"({"type":"setback","value":"4","unit":"m"})", "input-invalid", "/regulations/0/value"},
      {R"({"type":"setback","unit":"m"})", "input-invalid", "/regulations/0"},
      {R"({"value":4})", "input-invalid", "/regulations/0"},
      {R"({"type":"tehokkuusluku","value":-1})", "value-out-of-range", "/regulations/0/value"},
      {R"({"type":"tehokkuusluku","value":1.5,"unit":"%"})", "input-invalid", "/regulations/0/unit"},
      {R"({"type":"sallittuKerrosala","value":2500})", "input-invalid", "/regulations/0/unit"},
      {R"({"type":"maanpaallinenKerrosluku","value":4.5})", "input-invalid", "/regulations/0/value"},
      {R"({"type":"maanpaallinenKerrosluku","value":"IV"})", "input-invalid", "/regulations/0/value"},
      {R"({"type":"maanpaallinenKerrosluku","value":4,"value_max":2})", "input-invalid",
       "/regulations/0/value_max"},
      {R"({"type":"rakentamisenSuhdeAlueenPintaAlaan","value":130,"unit":"%"})", "value-out-of-range",
       "/regulations/0/value"},
      {R"({"type":"kerrosneliomaaraYhtaAutopaikkaaKohden","value":0,"unit":"k-m2"})", "value-out-of-range",
       "/regulations/0/value"},
      {R"({"type":"sky-plane","start_height_m":10})", "input-invalid", "/regulations/0"},
      {R"({"type":"sky-plane","angle_deg":45})", "input-invalid", "/regulations/0"},
      {R"({"type":"sky-plane","angle_deg":90,"start_height_m":10})", "value-out-of-range",
       "/regulations/0/angle_deg"},
      {R"({"type":"sky-plane","angle_deg":45,"start_height_m":-1})", "value-out-of-range",
       "/regulations/0/start_height_m"},
      {R"({"type":"sky-plane","angle_deg":45,"start_height_m":10,"value":3})", "input-invalid",
       "/regulations/0"},
      {R"({"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":[0,4]})", "edge-unknown",
       "/regulations/0/edges/1"},
      {R"({"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":[-1]})", "input-invalid",
       "/regulations/0/edges/0"},
      {R"({"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":[0.5]})", "input-invalid",
       "/regulations/0/edges/0"},
      {R"({"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":3})", "input-invalid",
       "/regulations/0/edges"},
      {R"({"type":"setback","value":4,"unit":"m","edges":[0]})", "input-invalid", "/regulations/0"},
      {R"({"type":"setback","value":4,"unit":"m","valeu":4})", "member-unknown", "/regulations/0/valeu"},
      {R"({"type":"tehokkusluku","value":1.5})", "code-unknown", "/regulations/0/type"},
      {R"(17)", "input-invalid", "/regulations/0"},
  };
  for (const auto& bad : cases) {
    SCOPED_TRACE(bad.json);
    const auto found = problem(unit_with(rectangle(40, 50), {Json::parse(bad.json)}));
    EXPECT_EQ(found.code, bad.code);
    EXPECT_EQ(found.place, bad.place);
    EXPECT_FALSE(found.remedy.empty());
    EXPECT_NE(twin::find_problem_kind(found.code), nullptr);
  }
}

TEST(Regulations, AMisspeltCodeIsShownTheNearest) {
  EXPECT_THAT(problem(unit_with(rectangle(40, 50), {rule("tehokkusluku", 1.5)})).remedy,
              HasSubstr("Did you mean tehokkuusluku?"));
  EXPECT_THAT(problem(unit_with(rectangle(40, 50), {rule("skyplane", 1.5)})).remedy, HasSubstr("sky-plane"));
}

TEST(Regulations, SkyPlanesOverAFinelyDrawnCurveAreRefused) {
  Json corners = Json::array();
  for (int k = 0; k < 300; ++k)
    corners.push_back(Json::array({30 * std::cos(k * M_PI / 150), 30 * std::sin(k * M_PI / 150)}));
  const auto found = problem(unit_with(polygon(corners), {sky_plane(45, 3, nullptr)}));
  EXPECT_EQ(found.code, "value-out-of-range");
  EXPECT_EQ(found.place, "/regulations/0");
}

TEST(Regulations, StoredOnesAreTold) {
  const Json out = answer(unit_with(rectangle(40, 50), {rule("tuulivoimaloidenMaara", 2), rule("tehokkuusluku", 1),
                                                        Json{{"type", "uloke"}, {"text", "2 m"}}}));
  EXPECT_EQ(out["warnings"][0], "tuulivoimaloidenMaara is stored but not evaluated by zoning-capacity.");
  EXPECT_EQ(out["warnings"][1], "uloke is stored but not evaluated by zoning-capacity.");
}

TEST(Regulations, AnUnknownTypeInTheTwinIsAWarning) {
  sim::ZoningInput input;
  input.unit.boundary.outer = {{0, 0}, {40, 0}, {40, 50}, {0, 50}};
  twin::Regulation regulation;
  regulation.type = "jokinUusi";
  input.unit.regulations.push_back(regulation);
  const auto capacity = sim::zoning_capacity(input);
  ASSERT_TRUE(capacity);
  EXPECT_THAT(capacity->warnings.front(), HasSubstr("jokinUusi"));
}

TEST(Regulations, RoundTripThroughJson) {
  const Json all = Json::parse(R"([
      {"type":"tehokkuusluku","value":1.5},
      {"type":"maanpaallinenKerrosluku","value":2,"value_max":4,"text":"II-IV"},
      {"type":"setback","value":4,"unit":"m"},
      {"type":"sky-plane","angle_deg":45,"start_height_m":10,"edges":[0,2]}])");
  const auto read = sim::regulations_from_json(all, "/regulations");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at(1).value_max, 4);
  EXPECT_EQ(read->at(3).edges, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(sim::regulations_to_json(*read), all);
}

TEST(Regulations, EveryTypeOfTheNoteIsKnown) {
  for (const char* code : {"sallittuKerrosala",
                           "sallittuRakennustilavuus",
                           "tehokkuusluku",
                           "maanpaallinenKerrosluku",
                           "maanalainenKerrosluku",
                           "kellarinSallittuOsuusKerrosalasta",
                           "ullakonSallittuOsuusKerrosalasta",
                           "rakennuspaikkojenMaara",
                           "lisarakennusoikeus",
                           "rakentamisenSuhdeAlueenPintaAlaan",
                           "valjyysluku",
                           "rakennusala",
                           "rakennusalanSivuJohonRakennusOnRakennettavaKiinni",
                           "ikkunatonSeina",
                           "rakennuksenSivuJossaSuoraUloskayntiPorrashuoneista",
                           "rakennukseenJatettavaKulkuaukko",
                           "uloke",
                           "valokatteinenTila",
                           "maanpinnanKorkeusasema",
                           "vesikatonYlimmanKohdanKorkeusasema",
                           "julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema",
                           "julkisivunEnimmaiskorkeus",
                           "rakennustenRakenteidenJaLaitteidenYlinKorkeusasema",
                           "maanalaisenKohteenKorkeusasema",
                           "kosteudelleAlttiidenRakenteidenAlinRakentamiskorkeus",
                           "alinPainovoimainenViemarointitaso",
                           "kattokaltevuus",
                           "rakennuksenHarjanSuunta",
                           "vihertehokkuus",
                           "autopaikkojenMaara",
                           "kerrosneliomaaraYhtaAutopaikkaaKohden",
                           "autopaikkojenMaaraAsuntoaKohden",
                           "pyorapaikkojenMaara",
                           "asuntojenMaara",
                           "aaneneristavyys",
                           "melueste",
                           "meluaita",
                           "meluvalli",
                           "tuulivoimalanEnimmaiskorkeus",
                           "tuulivoimaloidenMaara",
                           "setback",
                           "sky-plane",
                           "floor-area-ratio",
                           "floors-max",
                           "coverage-max",
                           "height-max"}) {
    EXPECT_NE(sim::find_regulation_type(code), nullptr) << code;
  }
  std::vector<std::string_view> codes;
  for (const auto& type : sim::regulation_types()) codes.push_back(type.code);
  std::sort(codes.begin(), codes.end());
  EXPECT_EQ(std::adjacent_find(codes.begin(), codes.end()), codes.end());
}

TEST(Inputs, ABoundaryLiesInItsFrame) {
  // Helsinki's frame has eastings around 25.5 million; a unit near (0, 0), one in TM35FIN and one with its axes swapped do not.
  const std::vector<std::pair<double, double>> origins = {{0, 0}, {385'600, 6'672'100}, {6'673'005, 25'497'010}};
  for (const auto& [east, north] : origins) {
    Json input = unit_with(rectangle(40, 50, east, north), {});
    input["crs"] = "EPSG:3879";
    const auto found = problem(input);
    EXPECT_EQ(found.code, "coordinates-outside-area") << east;
    EXPECT_EQ(found.place, "/unit/coordinates/0/0") << east;
    EXPECT_THAT(found.remedy, HasSubstr("EPSG:3879")) << east;
    Json local = unit_with(rectangle(40, 50, east, north), {});
    local["crs"] = "local";
    EXPECT_TRUE(run(local)) << east;
    local.erase("crs");
    EXPECT_TRUE(run(local)) << east << ": without a twin nobody knows a frame";
  }
}

TEST(Inputs, StrictBeyondRegulations) {
  const auto with = [](const char* member, Json value) {
    Json input = unit_with(rectangle(40, 50), {});
    input[member] = std::move(value);
    return problem(input);
  };
  EXPECT_EQ(with("regulation", Json::array()).code, "member-unknown");
  EXPECT_EQ(with("regulation", Json::array()).place, "/regulation");
  EXPECT_THAT(with("regulation", Json::array()).remedy, HasSubstr("regulations"));
  EXPECT_EQ(with("ground_level_n2000_m", "low").place, "/ground_level_n2000_m");
  EXPECT_EQ(with("ground_level_n2000_m", 1e5).code, "value-out-of-range");
  EXPECT_EQ(with("assumptions", {{"storey_height", 3}}).code, "member-unknown");
  EXPECT_EQ(with("assumptions", {{"storey_height_m", 0}}).code, "value-out-of-range");
  EXPECT_EQ(with("assumptions", {{"net_ratio", -0.8}}).place, "/assumptions/net_ratio");
  EXPECT_EQ(with("regulations", {{"type", "setback"}}).code, "input-invalid");
  EXPECT_EQ(with("crs", "EPSG:4326").code, "crs-not-accepted");
  EXPECT_EQ(with("crs", "EPSG:99999").place, "/crs");
  EXPECT_EQ(with("unit", {{"type", "MultiPolygon"}, {"coordinates", Json::array()}}).place, "/unit/type");
  EXPECT_EQ(with("unit", {{"type", "Polygon"}, {"coordinates", Json::array()}}).place, "/unit/coordinates");
  EXPECT_EQ(with("unit", polygon(Json::parse(R"([[0,0],[1],[2,2]])"))).place, "/unit/coordinates/0/1");
  EXPECT_EQ(with("unit", polygon(Json::parse(R"([[0,0],[1,"x"],[2,2]])"))).place, "/unit/coordinates/0/1/1");
  EXPECT_EQ(problem(Json::object()).place, "/unit");
  EXPECT_EQ(problem(Json::array()).code, "input-invalid");
}

}  // namespace
