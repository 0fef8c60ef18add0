#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/sim/sun/sun_city.hpp"
#include "tests/sim/sun/sun_inputs.hpp"

namespace {

using sun::answer;
using sun::Json;

Json block(double west, double south, double width, double depth, double height, double base = 0) {
  Json out;
  out["type"] = "Polygon";
  out["coordinates"] = {{{west, south}, {west + width, south}, {west + width, south + depth}, {west, south + depth}, {west, south}}};
  out["base_n2000_m"] = base;
  out["height_m"] = height;
  return out;
}

Json at_helsinki(Json obstacles, const char* time) {
  return {{"obstacles", std::move(obstacles)}, {"crs", "local"}, {"lat_deg", 60.17}, {"lon_deg", 24.94}, {"time", time}, {"pressure_hpa", 0}};
}

/// Footprint and width across the light times length: the note's invariant, 5.2.
double convex_area(const Json& out, double width, double depth, double height) {
  const double azimuth = out["sun_azimuth_grid_deg"].get<double>() * M_PI / 180;
  const double across = width * std::abs(std::cos(azimuth)) + depth * std::abs(std::sin(azimuth));
  return width * depth + across * height * out["length_per_metre"].get<double>();
}

TEST(Shadow, OfAPrismIsItsFootprintAndWhatItSweeps) {
  for (const char* time : {"2026-06-21T08:00:00+03:00", "2026-03-20T12:18:00+02:00", "2026-12-21T11:00:00+02:00", "2026-09-01T18:30:00+03:00"}) {
    const Json out = answer("shadow", at_helsinki({block(5, 7, 30, 12, 20)}, time));
    EXPECT_NEAR(out["area_m2"].get<double>() / convex_area(out, 30, 12, 20), 1, 1e-9) << time;
    EXPECT_EQ(out["shadow"]["coordinates"].size(), 1U);
  }
}

// Lengths of the note, 5.2: 14.92 m, 34.88 m, 178.59 m at noon; the shadow points away from the sun.
TEST(Shadow, OfTwentyMetresAtHelsinkiNoon) {
  for (const auto& [time, length, within] : {std::tuple{"2026-06-21T13:22:05+03:00", 14.92, 0.02}, {"2026-12-21T12:18:25+02:00", 178.59, 0.5}}) {
    const Json out = answer("shadow", at_helsinki({block(0, 0, 1, 1, 20)}, time));
    EXPECT_NEAR(20 * out["length_per_metre"].get<double>(), length, within);
    EXPECT_NEAR(out["sun_azimuth_grid_deg"].get<double>(), 180, 0.3);
    double north = 0;
    for (const Json& p : out["shadow"]["coordinates"][0][0]) north = std::max(north, p[1].get<double>());
    EXPECT_NEAR(north, 1 + length, within + 0.1);
    EXPECT_LT(out["error_bound_m"], 0.2);
  }
}

TEST(Shadow, OverlapsCountOnce) {
  const char* noon = "2026-03-20T12:18:00+02:00";
  const Json first = answer("shadow", at_helsinki({block(0, 0, 10, 10, 30)}, noon)), second = answer("shadow", at_helsinki({block(4, 20, 10, 10, 30)}, noon));
  const Json both = answer("shadow", at_helsinki({block(0, 0, 10, 10, 30), block(4, 20, 10, 10, 30)}, noon));
  const double sum = first["area_m2"].get<double>() + second["area_m2"].get<double>();
  EXPECT_LT(both["area_m2"].get<double>(), sum - 100);
  EXPECT_GT(both["area_m2"], first["area_m2"]);
  // The same block twice is the block.
  const Json twice = answer("shadow", at_helsinki({block(0, 0, 10, 10, 30), block(0, 0, 10, 10, 30)}, noon));
  EXPECT_NEAR(twice["area_m2"].get<double>(), first["area_m2"].get<double>(), 1e-6);
}

TEST(Shadow, ASunnyYardIsAHole) {
  Json yard = block(0, 0, 60, 60, 6);
  yard["coordinates"].push_back({{10, 10}, {10, 50}, {50, 50}, {50, 10}, {10, 10}});
  const Json out = answer("shadow", at_helsinki({yard}, "2026-06-21T13:22:00+03:00"));
  ASSERT_EQ(out["shadow"]["coordinates"].size(), 1U);
  ASSERT_EQ(out["shadow"]["coordinates"][0].size(), 2U);
  // At noon the south side's shadow takes 6 / tan 53.27° = 4.48 m of the yard's 40 m.
  double south = 1e9;
  for (const Json& p : out["shadow"]["coordinates"][0][1]) south = std::min(south, p[1].get<double>());
  EXPECT_NEAR(south, 14.48, 0.02);
}

TEST(Shadow, OfWhatHangsInTheAir) {
  // A slab from 10 to 12 m over ground at 0: its shadow lies apart from it. On ground at 11 m only its upper metre counts.
  const char* noon = "2026-03-20T12:18:00+02:00";
  Json request = at_helsinki({block(0, 0, 10, 10, 2, 10)}, noon);
  const Json hung = answer("shadow", sun::with(request, "/ground_n2000_m", 0));
  EXPECT_NEAR(hung["area_m2"].get<double>(), convex_area(hung, 10, 10, 2), 1e-6);
  double south = 1e9;
  for (const Json& p : hung["shadow"]["coordinates"][0][0]) south = std::min(south, p[1].get<double>());
  EXPECT_GT(south, 10);
  const Json cut = answer("shadow", sun::with(request, "/ground_n2000_m", 11));
  EXPECT_NEAR(cut["area_m2"].get<double>(), convex_area(cut, 10, 10, 1), 1e-6);
}

TEST(Shadow, AtNightSaysSo) {
  const Json out = answer("shadow", at_helsinki({block(0, 0, 10, 10, 2)}, "2026-03-20T00:00:00+02:00"));
  EXPECT_TRUE(out["shadow"].is_null());
  EXPECT_EQ(out["warnings"].size(), 1U);
}

TEST(Shadow, OfBuildingsOfATwin) {
  sun::City city;
  city.add_block(0, "B1", sun::rectangle(0, 0, 30, 12), 3, 20);
  const auto context = city.context();
  const Json out = answer("shadow", {{"buildings", {"B1"}}, {"time", "2026-03-20T12:00:00+02:00"}}, context);
  EXPECT_NEAR(out["area_m2"].get<double>() / convex_area(out, 30, 12, 20), 1, 1e-6);
  EXPECT_EQ(sun::refusal("shadow", {{"buildings", {"B2"}}, {"time", "2026-03-20T12:00:00+02:00"}}, context), "reference-missing /buildings/0");
}

TEST(Shadow, RefusesBadInput) {
  const Json good = sim::find_process("shadow")->example();
  const auto refusal = [&](const char* pointer, Json value) { return sun::refusal("shadow", sun::with(good, pointer, std::move(value))); };
  EXPECT_EQ(refusal("/time", "noon"), "time-invalid /time");
  EXPECT_EQ(refusal("/step", "1min"), "member-unknown /step");
  EXPECT_EQ(refusal("/obstacles", Json::array()), "input-invalid /obstacles");
  EXPECT_EQ(refusal("/buildings", {"B1"}), "input-invalid /buildings");
  EXPECT_EQ(refusal("/ground_n2000_m", "low"), "input-invalid /ground_n2000_m");
}

TEST(LostSun, OnlyWhatIsReachedIsComputedTwice) {
  sun::City city;
  city.add_block(0, "old", sun::rectangle(0, -40, 20, 10), 0, 30);
  const auto context = city.context();
  Json request;
  request["from"] = "2026-03-20T00:00:00+02:00";
  request["to"] = "2026-03-21T00:00:00+02:00";
  Json corner = Json::array();
  for (const auto& p : sun::rectangle(-200, -200, 400, 400).outer) corner.push_back({p.east, p.north});
  request["receivers"]["ground"] = {{"area", {{"type", "Polygon"}, {"coordinates", Json::array({corner})}}}, {"spacing_m", 10}, {"ground_n2000_m", 0}};
  Json proposal;
  proposal["type"] = "Polygon";
  proposal["coordinates"] = Json::array({Json::array()});
  for (const auto& p : sun::rectangle(100, 100, 12, 12).outer) proposal["coordinates"][0].push_back({p.east, p.north});
  proposal["height_m"] = 15;
  request["proposal"] = Json::array({proposal});
  const Json out = answer("lost-sun", request, context);
  const auto receivers = out["receivers"].size();
  EXPECT_LT(out["receivers_recomputed"].get<std::size_t>(), receivers / 3);
  EXPECT_GT(out["receivers_recomputed"], 0);

  // The same as two runs of sun-hours.
  Json after = request;
  after.erase("proposal");
  EXPECT_EQ(answer("sun-hours", after, context)["hours"], out["hours_before"]);
  Json points = Json::array();
  for (const Json& receiver : out["receivers"]) points.push_back(receiver["at"]);
  after["receivers"] = {{"points", points}};
  after["obstacles"] = Json::array({proposal});
  EXPECT_EQ(answer("sun-hours", after, context)["hours"], out["hours_after"]);

  // A building never adds sun; taking one down never takes any.
  double lost = 0;
  for (const Json& hours : out["lost_h"]) {
    EXPECT_GE(hours, 0);
    lost += 100 * hours.get<double>();
  }
  EXPECT_GT(lost, 0);
  EXPECT_NEAR(out["lost_m2h"].get<double>(), lost, 1e-6);
  request.erase("proposal");
  request["demolished"] = {"old"};
  const Json cleared = answer("lost-sun", request, context);
  EXPECT_EQ(cleared["lost_m2h"], 0.0);
  EXPECT_LT(std::min_element(cleared["lost_h"].begin(), cleared["lost_h"].end())->get<double>(), -1);
  EXPECT_EQ(sun::refusal("lost-sun", sun::with(request, "/demolished", {"new"}), context), "reference-missing /demolished");
  request.erase("demolished");
  EXPECT_EQ(sun::refusal("lost-sun", request, context), "input-invalid /proposal");
}

}  // namespace
