// scenario-comparison against hand-computed tables: the note's plot of 40 x 50 m with four and with five storeys.
#include <gmock/gmock.h>

#include <cmath>

#include "sim/compare/comparison.hpp"
#include "sim/compare/ensemble.hpp"
#include "sim/run/run_memory.hpp"
#include "zoning_inputs.hpp"

namespace {

using inputs::rectangle;
using inputs::rule;
using testing::ElementsAre;
using testing::HasSubstr;
using twin::Json;

Json plot(double storeys, const char* use = "asuinkerrostaloalue") {
  Json out = inputs::unit_with(rectangle(40, 50), {rule("tehokkuusluku", 1.5), rule("maanpaallinenKerrosluku", storeys), rule("rakentamisenSuhdeAlueenPintaAlaan", 30, "%")});
  out["id"] = "plot";
  out["use_codes"] = {use};
  return out;
}

Json scenario(const char* name, std::vector<Json> units, Json figures = Json::object()) {
  return {{"name", name}, {"units", std::move(units)}, {"figures", std::move(figures)}};
}

Json two() { return {{"scenarios", {scenario("IV", {plot(4)}), scenario("V", {plot(5)})}}}; }

twin::Result<Json> run(const Json& request, const sim::RunContext& context = {}) {
  sim::Sink sink;
  return sim::execute("scenario-comparison", request, context, sink);
}

Json answer(const Json& request, const sim::RunContext& context = {}) {
  auto out = run(request, context);
  if (out) return *out;
  ADD_FAILURE() << out.problem().code << ": " << out.problem().message << " at " << out.problem().place << " " << out.problem().value;
  return Json::object();
}

twin::Problem problem(const Json& request) {
  const auto out = run(request);
  return out ? twin::Problem{} : out.problem();
}

const Json& kpi(const Json& answer, const std::string& id) {
  for (const Json& one : answer["kpis"]) {
    if (one["id"] == id) return one;
  }
  static const Json none;
  ADD_FAILURE() << "no " << id;
  return none;
}

std::vector<double> values(const Json& answer, const std::string& id) {
  std::vector<double> out;
  for (const Json& value : kpi(answer, id)["values"]) out.push_back(value["value"].is_number() ? value["value"].get<double>() : NAN);
  return out;
}

auto near(const std::vector<double>& expected) { return testing::Pointwise(testing::DoubleNear(1e-9), expected); }

TEST(Comparison, TheNotesPlotWithFourAndFiveStoreys) {
  // 2,000 m2, e 1.5: 3,000 k-m2 allowed; 30 %: 600 m2 a storey, so IV reaches 2,400 and V 3,000. Dwellings at 75 k-m2: 32 and 40; residents
  // 0.8 / 40 per k-m2: 48 and 60; parking 1 / 135 k-m2 rounded up: 18 and 23; efficiency 1.2 and 1.5.
  const Json out = answer(two());
  EXPECT_THAT(values(out, "floor_area"), near({2400, 3000}));
  EXPECT_THAT(values(out, "floor_area_housing"), near({2400, 3000}));
  EXPECT_THAT(values(out, "floor_area_other"), near({0, 0}));
  EXPECT_THAT(values(out, "efficiency"), near({1.2, 1.5}));
  EXPECT_THAT(values(out, "coverage"), near({30, 30}));
  EXPECT_THAT(values(out, "reserve"), near({3000, 3000}));
  EXPECT_THAT(values(out, "dwellings"), near({32, 40}));
  EXPECT_THAT(values(out, "residents"), near({48, 60}));
  EXPECT_THAT(values(out, "jobs"), near({0, 0}));
  EXPECT_THAT(values(out, "density"), near({240, 300}));  // on 0.2 ha
  EXPECT_THAT(values(out, "parking_required"), near({18, 23}));
  // C i A: (600 * 0.9 + 1,400 * 0.4) m2 * 150 l/s/ha = 16.5 l/s.
  EXPECT_NEAR(values(out, "storm_peak")[0], 16.5, 1e-9);
  EXPECT_NEAR(kpi(out, "floor_area")["differences"][1].get<double>(), 600, 1e-9);
  // Not known is null, and says why and who could mend it.
  EXPECT_TRUE(kpi(out, "parking_balance")["values"][0]["value"].is_null());
  EXPECT_THAT(kpi(out, "parking_balance")["values"][0]["reason"].get<std::string>(), HasSubstr("parking_provided: Nothing in the twin tells it"));
  EXPECT_THAT(kpi(out, "sunny_yard")["values"][0]["reason"].get<std::string>(), HasSubstr("sun-hours"));
  EXPECT_EQ(out["scenarios"][0]["inputs"]["dwellings"]["source"], "plan");
  EXPECT_EQ(out["scenarios"][0]["inputs"]["k_m2_per_job_office"]["source"], "assumption");
  EXPECT_NE(kpi(out, "dwellings")["values"][0]["inputs_hash"], kpi(out, "dwellings")["values"][1]["inputs_hash"]);
  EXPECT_EQ(out["lineage"]["engine"], "scenario-comparison");
  EXPECT_EQ(out["lineage"]["kpi_files"].size(), 5U);
}

TEST(Comparison, OfficesHaveJobsAndNobodyLivesThere) {
  // 2,400 k-m2 of offices at 25 k-m2 a job: 96 jobs. Undivided housing and shops: 80 % of 2,400 is housing, the rest shops at 50 k-m2.
  Json mixed = plot(4);
  mixed["use_codes"] = {"asumisenAlue", "liikerakennustenAlue"};
  const Json out = answer({{"scenarios", {scenario("offices", {plot(4, "toimistorakennustenAlue")}), scenario("mixed", {mixed})}}});
  EXPECT_THAT(values(out, "residents"), ElementsAre(0, testing::DoubleNear(1920 * 0.8 / 40, 1e-9)));
  EXPECT_THAT(values(out, "jobs"), ElementsAre(96, testing::DoubleNear(480.0 / 50, 1e-9)));
  EXPECT_THAT(kpi(out, "residents")["values"][1]["note"].get<std::string>(), HasSubstr("leave open how uses share 2400 k-m2"));
  const Json other = answer({{"scenarios", {scenario("offices", {plot(4, "toimistorakennustenAlue")}), scenario("mixed", {mixed})}},
                             {"assumptions", {{"housing_share_of_undivided", 0.5}, {"k_m2_per_job_office", 20}}}});
  EXPECT_THAT(values(other, "jobs"), ElementsAre(120, testing::DoubleNear(1200.0 / 50, 1e-9)));
}

TEST(Comparison, BuildingsStandBreakAndAreTakenDown) {
  // A house of 800 m2 on a plot for 600 m2: 40 % of the plot, 10 points beyond the 30 %; six storeys where four are allowed.
  Json house = {{"id", "h"}, {"footprint", rectangle(20, 40, 25'497'015, 6'673'010)}, {"storeys", 6}, {"car_spaces", 12}};
  Json small = {{"id", "s"}, {"footprint", rectangle(10, 10, 25'497'036, 6'673'010)}, {"floor_area_k_m2", 150}, {"car_spaces", 2}};
  Json now = scenario("now", {plot(4)}), then = scenario("then", {plot(4)});
  now["buildings"] = {house, small};
  then["buildings"] = Json::array({small});
  const Json out = answer({{"scenarios", {now, then}}});
  EXPECT_THAT(values(out, "reserve"), near({3000 - 4950, 2850}));
  EXPECT_GE(values(out, "breaches")[0], 3);
  EXPECT_EQ(values(out, "breaches")[1], 0);
  EXPECT_NEAR(values(out, "breach_excess_floor_area")[0], 1950, 1e-6);
  // 4,800 k-m2 go, 2,400 - 150 may come.
  EXPECT_THAT(values(out, "demolition"), ElementsAre(testing::NanSensitiveDoubleEq(NAN), testing::DoubleNear(100 * 4800.0 / 2250, 1e-9)));
  EXPECT_THAT(kpi(out, "demolition")["values"][0]["reason"].get<std::string>(), HasSubstr("divides by 0"));
  EXPECT_THAT(values(out, "parking_balance"), near({14 - 18, 2 - 18}));
  bool told = false;
  for (const Json& breach : out["scenarios"][0]["breaches"]) told = told || (breach["rule"] == "maanpaallinenKerrosluku" && breach["building"] == "h" && breach["excess"] == 2);
  EXPECT_TRUE(told) << out["scenarios"][0]["breaches"];
}

TEST(Comparison, DecidesByWhatAllScenariosHave) {
  Json request = {{"scenarios", {scenario("a", {plot(4)}, {{"parking_provided", 30}}), scenario("b", {plot(5)}, {{"parking_provided", 23}}), scenario("c", {plot(3)}, {{"parking_provided", 20}})}},
                  {"weights", {{"dwellings", 2}, {"parking_balance", 1}, {"storm_peak", 0}, {"breaches", 0}, {"jobs", 0}}}};
  // Dwellings 32, 40, 24; balance 30 - 18 = 12, 0, 20 - 14 = 6. Utilities (½, 1, 0) and (1, 0, ½): scores (2/3, 2/3, 1/6).
  const Json out = answer(request);
  EXPECT_THAT(values(out, "parking_balance"), near({12, 0, 6}));
  EXPECT_NEAR(out["ranking"]["scores"][0].get<double>(), 2.0 / 3, 1e-12);
  EXPECT_NEAR(out["ranking"]["scores"][1].get<double>(), 2.0 / 3, 1e-12);
  EXPECT_NEAR(out["ranking"]["scores"][2].get<double>(), 1.0 / 6, 1e-12);
  EXPECT_EQ(out["ranking"]["order"], Json({"a", "b", "c"}));
  EXPECT_EQ(out["dominance"]["pairs"], Json::array({{{"winner", "a"}, {"loser", "c"}}}));
  EXPECT_EQ(out["dominance"]["pareto"], Json({"a", "b"}));
  EXPECT_THAT(kpi(out, "dwellings")["regret"], ElementsAre(8, 0, 16));
  EXPECT_EQ(out["regret"]["least"], "a");
  EXPECT_NEAR(out["regret"]["max"][0]["share"].get<double>(), 0.5, 1e-12);
  bool left = false;
  for (const Json& one : out["dominance"]["left_out"]) left = left || one["id"] == "canopy";
  EXPECT_TRUE(left);
}

TEST(Comparison, SpreadAssumptionsGiveQuantilesAndProbabilities) {
  Json request = two();
  request["assumptions"]["m2_per_resident"] = {{"type", "uniform"}, {"low", 30}, {"high", 50}};
  request["samples"] = 4000;
  request["seed"] = 7;
  const Json out = answer(request);
  // residents = 2,400 * 0.8 / x with x even on [30, 50]: P10 is at x = 48, P50 at 40, P90 at 32.
  const Json& value = kpi(out, "residents")["values"][0];
  EXPECT_NEAR(value["p10"].get<double>(), 1920 / 48.0, 0.3);
  EXPECT_NEAR(value["p50"].get<double>(), 1920 / 40.0, 0.4);
  EXPECT_NEAR(value["p90"].get<double>(), 1920 / 32.0, 0.5);
  EXPECT_NEAR(value["value"].get<double>(), 48, 1e-9);  // at the median
  // Common random numbers: five storeys have more dwellings in every draw.
  for (const Json& one : out["robustness"]["kpis"]) {
    if (one["kpi"] != "dwellings") continue;
    EXPECT_EQ(one["beats"], Json::parse("[[0,0],[1,0]]"));
    EXPECT_EQ(one["max_regret"], Json::parse("[8,0]"));
  }
  EXPECT_EQ(out["robustness"]["draws"], 4000);
  // The same seed gives the same bytes; another one other draws.
  EXPECT_EQ(answer(request).dump(), out.dump());
  request["seed"] = 8;
  EXPECT_NE(kpi(answer(request), "residents")["values"][0]["p10"], value["p10"]);
}

TEST(Comparison, StoreyHeightsAreDrawnThroughTheEnvelope) {
  // Eaves at 13.5 m: four storeys of 3 m, three of 3.5 m and above. Drawn from 2.8 to 3.8 m: up to 3.35 (13.5 / 4 = 3.375, steps of 5 cm) four fit.
  Json low = inputs::unit_with(rectangle(40, 50), {rule("tehokkuusluku", 1.5), rule("rakentamisenSuhdeAlueenPintaAlaan", 30, "%"), rule("julkisivunEnimmaiskorkeus", 13.5, "m")});
  low["use_codes"] = {"asuinkerrostaloalue"};
  Json request = {{"scenarios", {scenario("low", {low}), scenario("IV", {plot(4)})}}, {"kpis", {"floor_area", "dwellings"}}, {"samples", 2000}};
  request["assumptions"]["storey_height_m"] = {{"type", "uniform"}, {"low", 2.8}, {"high", 3.8}};
  sim::RunMemory memory;
  sim::RunContext context;
  context.memory = &memory;
  const Json out = answer(request, context);
  const Json& floor = kpi(out, "floor_area")["values"];
  EXPECT_NEAR(floor[0]["p10"].get<double>(), 1800, 1e-9);
  EXPECT_NEAR(floor[0]["p90"].get<double>(), 2400, 1e-9);
  EXPECT_NEAR(floor[1]["p10"].get<double>(), 2400, 1e-9);  // storeys bind, whatever their height
  for (const Json& one : out["robustness"]["kpis"]) {
    if (one["kpi"] != "dwellings") continue;
    // IV beats low wherever three storeys fit: heights above 3.375, that is 0.425 of the range.
    EXPECT_NEAR(one["beats"][1][0].get<double>(), 0.425, 0.03);
  }
  EXPECT_EQ(answer(request, context).dump(), out.dump());  // from memory
}

TEST(Comparison, AnyNumberOfThreadsGivesTheSame) {
  sim::Comparison comparison;
  comparison.kpis = *sim::read_kpis({});
  Json request = two();
  request["assumptions"]["m2_per_resident"] = {{"type", "normal"}, {"mean", 40}, {"sd", 3}};
  request["assumptions"]["storey_height_m"] = {{"type", "triangular"}, {"low", 2.8}, {"mode", 3}, {"high", 3.4}};
  comparison.order.assumptions = *sim::Assumptions::read(request, comparison.kpis);
  for (const auto& one : comparison.kpis.kpis) comparison.order.shown.push_back(&one);
  comparison.scenarios = *sim::read_scenarios(request, comparison.kpis, {});
  sim::Sink sink;
  ASSERT_TRUE(sim::compute_figures(comparison, {}, sink));
  const auto with = [&](unsigned threads) {
    return sim::run_ensemble(comparison.figures, comparison.order.shown, comparison.kpis, comparison.order.assumptions, 333, 41, nullptr, sink, threads)->values;
  };
  const auto one = with(1);
  for (const unsigned threads : {2U, 7U}) {
    const auto many = with(threads);
    for (std::size_t k = 0; k < one.size(); ++k) {
      for (std::size_t s = 0; s < one[k].size(); ++s) {
        for (std::size_t i = 0; i < one[k][s].size(); ++i) ASSERT_TRUE(one[k][s][i] == many[k][s][i] || (std::isnan(one[k][s][i]) && std::isnan(many[k][s][i])));
      }
    }
  }
}

TEST(Comparison, TellsWhatDiffersAndDrawsIt) {
  Json request = two();
  request["map"] = true;
  Json park = inputs::unit_with(rectangle(30, 30, 25'497'100, 6'673'005), {});
  park["id"] = "park";
  request["scenarios"][1]["units"].push_back(park);
  const Json out = answer(request);
  EXPECT_EQ(out["differences"][0]["counts"], Json::parse(R"({"added":1,"changed":1,"removed":0})"));
  ASSERT_EQ(out["map"]["features"].size(), 2U);
  const Json& properties = out["map"]["features"][0]["properties"];
  EXPECT_EQ(properties["id"], "plot");
  EXPECT_NEAR(properties["floor_area_1"].get<double>(), 2400, 1e-9);
  EXPECT_NEAR(properties["floor_area_2_minus_1"].get<double>(), 600, 1e-9);
  EXPECT_EQ(properties["dwellings_2_minus_1"], 8);
  EXPECT_EQ(out["map"]["crs_name"], "EPSG:3879");
  // The park has no right, which is told and not counted as unknown.
  EXPECT_THAT(kpi(out, "floor_area")["values"][1]["note"].get<std::string>(), HasSubstr("1 of 2 plan units have no rule on floor area and count as 0: park."));
}

TEST(Comparison, TakesOwnFiguresFromAFile) {
  Json request = two();
  request["kpi_files"] = {{{"name", "own.toml"}, {"text", "[[kpi]]\nid = \"trees\"\nversion = \"1\"\ngroup = \"green\"\nunit = \"1\"\nbetter = \"up\"\nweight = 3\n"
                                                        "label = {fi = \"Puut\", sv = \"Träd\", en = \"Trees\"}\nformula = \"land_area * 40 [1/ha]\"\n"}}};
  request["kpis"] = {"trees"};
  EXPECT_THAT(values(answer(request), "trees"), near({8, 8}));
  request["kpi_files"][0]["text"] = "[[kpi]]\nid = \"trees\"\nversion = 1\n";
  EXPECT_EQ(problem(request).place, "/kpi_files: own.toml line 3");
}

TEST(Comparison, RefusesWhatItCannotCompare) {
  const auto with = [](const char* member, Json value) {
    Json request = two();
    request[member] = std::move(value);
    return problem(request);
  };
  EXPECT_EQ(problem(Json::object()).place, "/scenarios");
  EXPECT_EQ(with("scenarios", {"main", "plan-b"}).code, "reference-missing");
  EXPECT_EQ(with("scenarios", Json::array({scenario("a", {plot(4)})})).code, "value-out-of-range");
  EXPECT_EQ(with("scenarios", Json::array({scenario("a", {plot(4)}), scenario("a", {plot(5)})})).place, "/scenarios/1");
  EXPECT_EQ(with("scenarios", Json::array({scenario("a", {plot(4)}), {{"name", "b"}}})).code, "input-invalid");
  Json bad = two();
  bad["scenarios"][1]["units"][0]["regulations"][0]["value"] = -1;
  EXPECT_EQ(problem(bad).place, "/scenarios/1/units/0/regulations/0/value");
  bad = two();
  bad["scenarios"][1]["figures"] = {{"parking_provide", 3}};
  EXPECT_EQ(problem(bad).place, "/scenarios/1/figures/parking_provide");
  EXPECT_THAT(problem(bad).remedy, HasSubstr("parking_provided"));
  bad["scenarios"][1]["figures"] = {{"k_m2_per_job_office", 3}};
  EXPECT_EQ(problem(bad).remedy, "Send it in assumptions.");
  EXPECT_THAT(with("kpis", {"resident"}).remedy, HasSubstr("residents"));
  EXPECT_EQ(with("weights", {{"dwellings", -1}}).code, "value-out-of-range");
  EXPECT_EQ(with("weights", {{"dweling", 1}}).code, "code-unknown");
  // More residents are neither better nor worse: a weight on them would change nothing.
  EXPECT_EQ(with("weights", {{"residents", 2}}).code, "input-invalid");
  EXPECT_EQ(with("weights", {{"residents", 2}}).place, "/weights/residents");
  EXPECT_EQ(with("assumptions", {{"m2_per_residents", 40}}).remedy, "Did you mean m2_per_resident?");
  EXPECT_EQ(with("assumptions", {{"net_ratio", 1.2}}).code, "value-out-of-range");
  EXPECT_EQ(with("samples", -3).place, "/samples");
  EXPECT_EQ(with("samples", 1e9).place, "/samples");
  EXPECT_EQ(with("seed", "7").place, "/seed");
  EXPECT_EQ(with("map", 1).place, "/map");
  EXPECT_EQ(with("plan_units", "AK-1").place, "/plan_units");
  EXPECT_EQ(with("wheights", 1).code, "member-unknown");
  EXPECT_EQ(with("kpi_files", {{{"name", "a"}}}).place, "/kpi_files/0/text");
}

TEST(RunMemory, GivesBackWhatItKeepsAndForgetsTheOldest) {
  sim::RunMemory memory(2);
  const auto key = [](int i) { return twin::sha256(std::to_string(i)); };
  memory.keep(key(1), std::make_shared<const int>(1));
  memory.keep(key(2), std::make_shared<const int>(2));
  EXPECT_EQ(*memory.find<int>(key(1)), 1);
  memory.keep(key(3), std::make_shared<const int>(3));
  EXPECT_EQ(memory.find<int>(key(2)), nullptr);
  EXPECT_NE(memory.find<int>(key(1)), nullptr);
  EXPECT_EQ(memory.find<double>(key(1)), nullptr);  // of another type
}

TEST(Comparison, RegulationsCountOnTheDayAsked) {
  // The ratio of 0.1 holds until April: 200 k-m² in February, 3,000 in June.
  Json early = rule("tehokkuusluku", 0.1);
  early["valid"] = {{"from", "2026-01-01"}, {"to", "2026-04-01"}};
  Json unit = inputs::unit_with(rectangle(40, 50), {early, rule("tehokkuusluku", 1.5)});
  unit["id"] = "plot";
  unit["use_codes"] = {"asuinkerrostaloalue"};
  Json request = {{"scenarios", {scenario("a", {unit}), scenario("b", {unit})}}, {"date", "2026-02-01"}};
  const auto fits = [&] {
    const Json out = answer(request);
    for (const auto& one : out["kpis"]) {
      if (one["id"] == "residents") return one["values"][0]["value"].get<double>();
    }
    return -1.0;
  };
  const double february = fits();
  request["date"] = "2026-06-01";
  EXPECT_NEAR(fits() / february, 15, 1.5);  // as floor area; dwellings are whole
}

}  // namespace
