// Figures of sun in a comparison, in towns on the equator at the equinox, where the sun rises straight in the east, 15° an hour, and sets in the west.
#include <gmock/gmock.h>

#include <cmath>

#include "sim/compare/comparison.hpp"
#include "sim/run/run_memory.hpp"
#include "sun/sun_city.hpp"
#include "zoning_inputs.hpp"

namespace {

using inputs::polygon;
using inputs::ring;
using inputs::rule;
using twin::Json;

Json box(double east, double north, double width, double depth) { return polygon(ring({{0, 0}, {width, 0}, {width, depth}, {0, depth}}, east, north)); }

Json building(const char* id, Json footprint, double top) { return {{"id", id}, {"footprint", std::move(footprint)}, {"base_n2000_m", 0}, {"top_n2000_m", top}, {"floor_area_k_m2", 100}}; }

Json scenario(const char* name, Json unit, std::vector<Json> buildings) {
  Json one = inputs::unit_with(std::move(unit), {rule("tehokkuusluku", 1)});
  one["id"] = "plot";
  return {{"name", name}, {"units", {std::move(one)}}, {"buildings", std::move(buildings)}};
}

Json equator(Json more = Json::object()) {
  Json out = {{"lat_deg", 0}, {"lon_deg", 0}, {"dates", {"2026-03-20"}}, {"built", "nothing"}, {"solar", false}, {"yard_spacing_m", 1}, {"storey_height_m", 3}};
  out.update(more);
  return out;
}

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

const Json& value(const Json& answer, const std::string& id, std::size_t scenario) {
  for (const Json& one : answer["kpis"]) {
    if (one["id"] == id) return one["values"][scenario];
  }
  static const Json none;
  ADD_FAILURE() << "no " << id;
  return none;
}

double number(const Json& answer, const std::string& id, std::size_t scenario) {
  const Json& found = value(answer, id, scenario)["value"];
  return found.is_number() ? found.get<double>() : NAN;
}

TEST(ScenarioSun, ThreeQuartersOfAYardHaveNineHoursBesideAWallInTheEast) {
  // A wall 10 m high along the east side shades a point x m off until the sun stands at atan(10 / x): 9 h of 12 where that is 45° at most, from 10 m on:
  // 30 of 40 m. Without it all of the yard has them.
  const Json wall = building("wall", box(40, -1000, 5, 2000), 10);
  Json request = {{"scenarios", {scenario("open", box(0, 0, 40, 50), {}), scenario("walled", box(0, 0, 40, 50), {wall})}}, {"sun", equator({{"yard_hours", 9}})}};
  const Json out = answer(request);
  EXPECT_NEAR(number(out, "sunny_yard", 0), 100, 1e-9);
  const double bound = value(out, "sunny_yard", 1)["error_bound"];
  EXPECT_NEAR(number(out, "sunny_yard", 1), 75, bound + 1e-9);
  EXPECT_LE(bound, 12.5);  // half an hour of sun is 5 m of 40 hereabouts
  EXPECT_NEAR(out["scenarios"][1]["inputs"]["yard_area"]["value"].get<double>(), 2000, 1e-9);
  EXPECT_EQ(out["lineage"]["sun"]["engines"]["sun-hours"].is_string(), true);
}

TEST(ScenarioSun, AHouseBehindAWallLosesThreeHoursOfItsEastFacade) {
  // The house's facade of 20 x 3 m faces east, its points are at 1.5 m; a wall 20 m off that rises 20 m above them hides the sun up to 45°: 3 h after sunrise.
  const Json house = building("house", box(-20.5, -10, 0.5, 20), 3), wall = building("wall", box(0, -1000, 5, 2000), 21.5);
  Json request = {{"scenarios", {scenario("before", box(0, -1000, 10, 2000), {house}), scenario("after", box(0, -1000, 10, 2000), {house, wall})}}, {"sun", equator()}};
  request["sun"]["yard_spacing_m"] = 10;
  request["sun"]["step"] = "2min";
  const Json out = answer(request);
  EXPECT_EQ(number(out, "lost_sun", 0), 0);
  const double bound = value(out, "lost_sun", 1)["error_bound"];
  // 60 m2 for 3 h; the narrow sides of 0.5 x 3 m lose as much at the most.
  EXPECT_GE(number(out, "lost_sun", 1), 180 - bound);
  EXPECT_LE(number(out, "lost_sun", 1), 180 + 2 * 1.5 * 3.1 + bound);
  EXPECT_LE(bound, 63 * 4 * 0.07);  // two runs, a change and a step each
  // A house that the first scenario has not, or that is taken down, is no neighbour that loses.
  Json gone = request;
  gone["scenarios"][1]["buildings"] = Json::array({wall});
  EXPECT_EQ(number(answer(gone), "lost_sun", 1), 0);
}

TEST(ScenarioSun, FacadesAreBrightBelow25DegreesAndDimAbove45) {
  // BRE 209 (Littlefair 2011): an obstruction of 25° over all the width leaves a vertical sky component of 27 %, one of 45° about 15 %. A house of 20 x 10 m, one
  // storey, points at 1.5 m, a wall 2 km long 20 m south of it; its north facade sees 39.6 %, the ends half the sky at least (19.8 %).
  const Json house = building("house", box(0, 0, 20, 10), 3);
  const auto wall = [&](double degrees) { return building("wall", box(-1000, -25, 2000, 5), 1.5 + 20 * std::tan(degrees * M_PI / 180)); };
  Json request = {{"scenarios", {scenario("20", box(-5, -5, 30, 20), {house, wall(20)}), scenario("55", box(-5, -5, 30, 20), {house, wall(55)})}},
                  {"sun", equator({{"sky_rays", 4000}})}};
  const Json out = answer(request);
  EXPECT_NEAR(out["scenarios"][0]["inputs"]["facade_area"]["value"].get<double>(), 180, 1e-9);
  EXPECT_NEAR(number(out, "daylight", 0), 100, 1e-9);
  EXPECT_NEAR(number(out, "dim_facades", 0), 0, 1e-9);
  EXPECT_NEAR(number(out, "dim_facades", 1), 100.0 * 60 / 180, 1e-9);
  EXPECT_LE(number(out, "daylight", 1), 100.0 * 120 / 180 + 1e-9);
}

TEST(ScenarioSun, AnOpenRoofYieldsWhatFallsOnIt) {
  // A flat roof of 20 x 10 m that nothing shades gets the energy of open ground: global energy · 200 m2 · 0.2 · 0.75. Facades are kept out by a threshold between.
  Json yearly = {{"obstacles", Json::array()}, {"receivers", {{"points", {{0, 0, 10}}}}}, {"lat_deg", 0}, {"lon_deg", 0}, {"from", "2026-01-01T00:00:00Z"}, {"to", "2027-01-01T00:00:00Z"},
                 {"step", "1h"}};
  sim::Sink sink;
  const auto ground = sim::execute("solar-potential", yearly, {}, sink);
  ASSERT_TRUE(ground) << ground.problem().message;
  const double global = (*ground)["global_horizontal_kwh_m2"];
  const Json house = building("house", box(0, 0, 20, 10), 3);
  Json request = {{"scenarios", {scenario("a", box(-5, -5, 30, 20), {house}), scenario("b", box(-5, -5, 30, 20), {})}},
                  {"sun", equator({{"solar", true}, {"solar_least_kwh_m2", 0.9 * global}})}};
  const Json out = answer(request);
  EXPECT_NEAR(number(out, "solar_yield", 0), global * 200 * 0.2 * 0.75 / 1000, 0.002 * global * 200 * 0.15 / 1000);
  EXPECT_EQ(number(out, "solar_yield", 1), 0);
}

TEST(ScenarioSun, EmptyUnitsGetWhatTheOrderBuilds) {
  // 40 x 50 m, 12 m high: the envelope has 2 * 90 * 12 m2 of facades, and no yard.
  Json unit = inputs::unit_with(box(0, 0, 40, 50), {rule("tehokkuusluku", 1.5), rule("height-max", 12, "m")});
  unit["id"] = "plot";
  unit["use_codes"] = {"asuinkerrostaloalue"};
  const Json one = {{"name", "a"}, {"units", {unit}}}, other = {{"name", "b"}, {"units", {unit}}, {"figures", {{"yard_area", 500}, {"yard_area_sunny", 400}}}};
  Json request = {{"scenarios", {one, other}}, {"sun", equator({{"built", "envelope"}})}};
  const Json out = answer(request);
  EXPECT_NEAR(out["scenarios"][0]["inputs"]["facade_area"]["value"].get<double>(), 2160, 1e-6);
  EXPECT_NEAR(out["scenarios"][0]["inputs"]["yard_area"]["value"].get<double>(), 0, 1e-9);
  // What a scenario gives itself counts before what is computed.
  EXPECT_NEAR(number(out, "sunny_yard", 1), 80, 1e-9);
  request["sun"]["built"] = "slab";
  const Json slabs = answer(request);
  EXPECT_GT(slabs["scenarios"][0]["inputs"]["yard_area"]["value"].get<double>(), 500);
  EXPECT_THAT(value(slabs, "daylight", 0)["note"].get<std::string>(), testing::HasSubstr("slab"));
}

TEST(ScenarioSun, TheSameFromMemory) {
  const Json wall = building("wall", box(40, -100, 5, 200), 10);
  const Json request = {{"scenarios", {scenario("open", box(0, 0, 40, 50), {}), scenario("walled", box(0, 0, 40, 50), {wall})}}, {"sun", equator()}};
  sim::RunMemory memory;
  sim::RunContext context;
  context.memory = &memory;
  const Json out = answer(request, context);
  EXPECT_EQ(answer(request, context).dump(), out.dump());
  EXPECT_EQ(answer(request).dump(), out.dump());
}

TEST(ScenarioSun, BadOrdersAreRefusedWithTheirPlace) {
  const auto problem = [](Json sun) {
    const Json request = {{"scenarios", {scenario("a", box(0, 0, 40, 50), {}), scenario("b", box(0, 0, 40, 50), {})}}, {"sun", std::move(sun)}};
    const auto out = run(request);
    return out ? std::string("none") : out.problem().code + " " + out.problem().place;
  };
  EXPECT_EQ(problem(true), "input-invalid /sun/lat_deg");
  EXPECT_EQ(problem(false), "input-invalid /sun");
  EXPECT_EQ(problem(equator({{"built", "tower"}})), "code-unknown /sun/built");
  EXPECT_EQ(problem(equator({{"dates", {"2026-02-30"}}})), "time-invalid /sun/dates/0");
  EXPECT_EQ(problem(equator({{"yard_hour", 2}})), "member-unknown /sun/yard_hour");
  EXPECT_EQ(problem(equator({{"step", "0s"}})), "value-out-of-range /sun/step");
}

TEST(ScenarioSun, ABuildingBesideAUnitThatOnlyTheSecondScenarioHasLosesSun) {
  // The town of the facade that loses three hours, but the first scenario's unit lies a kilometre off, and the wall is in the second one's unit.
  const Json house = building("house", box(-20.5, -10, 0.5, 20), 3), wall = building("wall", box(0, -1000, 5, 2000), 21.5);
  Json request = {{"scenarios", {scenario("before", box(3000, 0, 10, 10), {house}), scenario("after", box(0, -1000, 10, 2000), {house, wall})}}, {"sun", equator()}};
  request["sun"]["yard_spacing_m"] = 10;
  request["sun"]["step"] = "2min";
  const Json out = answer(request);
  const double bound = value(out, "lost_sun", 1)["error_bound"];
  EXPECT_GE(number(out, "lost_sun", 1), 180 - bound);
}

TEST(ScenarioSun, APartOfAUnitIsNotBuiltOverWhatStands) {
  const auto one = [](const char* id, Json boundary) {
    Json unit = inputs::unit_with(std::move(boundary), {rule("tehokkuusluku", 1), rule("height-max", 12, "m")});
    unit["id"] = id;
    return unit;
  };
  const Json house = building("house", box(10, 10, 20, 10), 6);
  Json stands = {{"name", "a"}, {"units", {one("whole", box(0, 0, 40, 50)), one("part", box(5, 5, 30, 30))}}, {"buildings", {house}}};
  Json other = stands;
  other["name"] = "b";
  const Json out = answer({{"scenarios", {stands, other}}, {"sun", equator({{"built", "envelope"}})}});
  // The house alone: 2 · (20 + 10) · 6 m2.
  EXPECT_NEAR(out["scenarios"][0]["inputs"]["facade_area"]["value"].get<double>(), 360, 1e-6);
}

}  // namespace
