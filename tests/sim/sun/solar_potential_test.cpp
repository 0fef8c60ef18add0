#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sim/sun/clear_sky.hpp"
#include "sim/sun/weather_year.hpp"
#include "tests/sim/sun/sun_inputs.hpp"

namespace {

using sun::answer;
using sun::Json;

// FAO-56, examples 8 and 9: 20° S on 3 September (day 246) has 32.2 MJ/m2 and 11.7 h; the Helsinki values are the note's.
TEST(Extraterrestrial, IsFao56) {
  EXPECT_NEAR(sim::extraterrestrial_mj_m2(-20, 246), 32.2, 0.05);
  EXPECT_NEAR(sim::daylight_h(-20, 246), 11.7, 0.05);
  EXPECT_NEAR(sim::extraterrestrial_mj_m2(60.17, 172), 41.33, 0.01);
  EXPECT_NEAR(sim::extraterrestrial_mj_m2(60.17, 80), 18.54, 0.01);
  EXPECT_NEAR(sim::extraterrestrial_mj_m2(60.17, 355), 2.04, 0.01);
}

TEST(ClearSky, HoldsItsProperties) {
  double before = 0;
  for (double elevation = 0.5; elevation < 90; elevation += 0.5) {
    for (const double turbidity : {1.0, 2.0, 3.0, 5.0, 10.0}) {
      const auto sky = sim::clear_sky(elevation, 1, 0, turbidity);
      EXPECT_GE(sky.beam_normal, 0);
      EXPECT_GE(sky.diffuse_level, 0);
      EXPECT_LE(sky.global_level, sim::kSolarConstant * std::sin(elevation * M_PI / 180) + 1e-9);
      EXPECT_GE(sky.beam_normal + (turbidity < 5 ? 0 : 1e9), sim::clear_sky(elevation, 1, 0, turbidity + 1).beam_normal) << elevation;
    }
    const double global = sim::clear_sky(elevation, 1, 0, 3).global_level;
    EXPECT_GE(global, before) << elevation;
    before = global;
  }
  EXPECT_EQ(sim::clear_sky(0, 1, 0, 3).global_level, 0);
  EXPECT_EQ(sim::clear_sky(-5, 1, 0, 3).beam_normal, 0);
  // By hand from the paper's equations, zenith, sea level, turbidity 3: 0.868 * 1361 * exp(-0.0387 * 3) = 1052 W/m2;
  // beam 0.827 * 1361 * exp(-0.18) = 940 W/m2.
  EXPECT_NEAR(sim::clear_sky(90, 1, 0, 3).global_level, 1052, 1);
  EXPECT_NEAR(sim::clear_sky(90, 1, 0, 3).beam_normal, 940, 1);
}

Json open_ground(Json points) {
  return {{"receivers", {{"points", std::move(points)}}}, {"crs", "local"}, {"lat_deg", -20}, {"lon_deg", 0}, {"pressure_hpa", 0},
          {"from", "2026-09-03T00:00:00Z"}, {"to", "2026-09-04T00:00:00Z"}, {"step", "5min"}, {"albedo", 0}, {"sky_rays", 5'000}};
}

TEST(SolarPotential, AboveTheAirItIsFao56) {
  // FAO-56, example 8: 32.2 MJ/m2, with a solar constant of 1,367 W/m2 and a declination of 6.9 deg from a series of one term.
  // With 1,361 W/m2, the declination of the day (7.5 deg) and 1.0087 AU its equation 21 gives 31.73 MJ/m2.
  const Json out = answer("solar-potential", open_ground({{0, 0, 0}}));
  EXPECT_NEAR(out["extraterrestrial_kwh_m2"].get<double>(), 31.73 / 3.6, 0.002 * 31.73 / 3.6);
  EXPECT_NEAR(out["extraterrestrial_kwh_m2"].get<double>(), 32.2 / 3.6, 0.015 * 32.2 / 3.6);
  EXPECT_LT(out["global_horizontal_kwh_m2"], out["extraterrestrial_kwh_m2"]);
}

TEST(SolarPotential, OpenPlanesSeeTheirShareOfTheSky) {
  Json points = {{0, 0, 0}};
  for (const double slope : {30.0, 45.0, 90.0}) {
    const double radians = slope * M_PI / 180;
    points.push_back({0, 0, 0, 0, std::sin(radians), std::cos(radians)});
  }
  const Json out = answer("solar-potential", open_ground(points));
  const auto diffuse = [&](std::size_t i) { return out["diffuse_kwh_m2"][i].get<double>() / out["diffuse_kwh_m2"][0].get<double>(); };
  // (1 + cos β) / 2, the note's 5.4.
  EXPECT_NEAR(diffuse(1), 0.9330, 0.003);
  EXPECT_NEAR(diffuse(2), 0.8536, 0.003);
  EXPECT_NEAR(diffuse(3), 0.5, 1e-9);
  EXPECT_NEAR(out["irradiation_kwh_m2"][0].get<double>(), out["global_horizontal_kwh_m2"].get<double>(), 1e-9);
  EXPECT_NEAR(out["electricity_kwh_m2"][0].get<double>(), 0.15 * out["global_horizontal_kwh_m2"].get<double>(), 1e-9);
  // Beam on a plane is beam · cos θ: the steeper the less at noon in the tropics, and the plane faces the sun from the north.
  EXPECT_GT(out["beam_kwh_m2"][1], out["beam_kwh_m2"][3]);
}

TEST(SolarPotential, ReflectionIsTheAlbedosShare) {
  Json request = open_ground({{0, 0, 0, 0, -1, 0}, {0, 0, 0}});
  request["albedo"] = 0.2;
  const Json out = answer("solar-potential", request);
  EXPECT_NEAR(out["reflected_kwh_m2"][0].get<double>(), 0.1 * out["global_horizontal_kwh_m2"].get<double>(), 1e-9);
  EXPECT_EQ(out["reflected_kwh_m2"][1], 0.0);
}

// Energy is conserved (albedo 0): what a block takes is missing on the ground around it, but for the little that it takes
// from ground beyond the area.
TEST(SolarPotential, ABlockTakesWhatTheGroundMisses) {
  Json block;
  block["type"] = "Polygon";
  block["coordinates"] = {{{-5, -5}, {5, -5}, {5, 5}, {-5, 5}, {-5, -5}}};
  block["height_m"] = 10;
  Json request = open_ground(Json::array());
  request["obstacles"] = {block};
  request["step"] = "10min";
  request["lat_deg"] = 60;
  const auto total = [&](const char* kind, Json how) {
    Json asked = request;
    asked["receivers"] = {{kind, std::move(how)}};
    return answer("solar-potential", asked)["irradiation_kwh"].get<double>();
  };
  constexpr double kHalf = 60;
  const Json area = {{"type", "Polygon"}, {"coordinates", {{{-kHalf, -kHalf}, {kHalf, -kHalf}, {kHalf, kHalf}, {-kHalf, kHalf}, {-kHalf, -kHalf}}}}};
  const double ground = total("ground", {{"area", area}, {"spacing_m", 2.5}});
  const double walls = total("facades", {{"obstacles", {0}}, {"spacing_m", 1}, {"storey_height_m", 1}});
  const double roof = total("roofs", {{"obstacles", {0}}, {"spacing_m", 1}});
  request["receivers"] = {{"points", {{500, 500, 0}}}};
  const double open = answer("solar-potential", request)["global_horizontal_kwh_m2"].get<double>() * 4 * kHalf * kHalf;
  EXPECT_LT(ground, 0.985 * open);
  EXPECT_NEAR((ground + walls + roof) / open, 1, 0.01);
}

std::string weather_file(double beam, double diffuse) {
  std::string out = "LOCATION,Helsinki,-,FIN,IWEC,029740,60.32,24.97,2.0,56.0\n";
  for (int i = 0; i < 7; ++i) out += "HEADER\n";
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int month = 1; month <= 12; ++month) {
    for (int day = 1; day <= kDays[month - 1]; ++day) {
      for (int hour = 1; hour <= 24; ++hour) {
        out += fmt::format("2002,{},{},{},60,?9,1.0,-2.0,80,101000,0,0,300,{},{},{},0,0,0,0,180,3.0\n", month, day, hour, beam, beam, diffuse);
      }
    }
  }
  return out;
}

TEST(SolarPotential, TakesAWeatherFile) {
  Json request = open_ground({{0, 0, 0}});
  request["lat_deg"] = 60;
  request["weather"] = weather_file(0, 100);
  const Json out = answer("solar-potential", request);
  // 100 W/m2 of diffuse light in every step with the sun up: about 13.6 h on 3 September at 60° N.
  EXPECT_NEAR(out["irradiation_kwh_m2"][0].get<double>(), 1.36, 0.03);
  EXPECT_EQ(out["beam_kwh_m2"][0], 0.0);
  EXPECT_EQ(sun::refusal("solar-potential", sun::with(request, "/linke_turbidity", 3)), "input-invalid /linke_turbidity");
  EXPECT_EQ(sun::refusal("solar-potential", sun::with(request, "/weather", "sunny")), "input-invalid /weather line 1");
  std::string cut = request["weather"];
  cut.resize(cut.size() / 2);
  cut.resize(cut.rfind('\n') + 1);
  EXPECT_EQ(sun::refusal("solar-potential", sun::with(request, "/weather", cut)).substr(0, 22), "input-invalid /weather");
  std::string broken = request["weather"];
  broken.replace(broken.find(",100,", 5'000), 5, ",1x0,");
  EXPECT_EQ(sun::refusal("solar-potential", sun::with(request, "/weather", broken)).substr(0, 25), "value-not-a-number /weath");
}

TEST(SolarPotential, AYearByHorizonsIsTheYearByRays) {
  Json request = sim::find_process("solar-potential")->example();
  request["receivers"] = {{"points", {{25497030, 6673003, 3, 0, 0, 1}, {25497030, 6673024, 3, 0, 0, 1}, {25497055, 6673010, 3, 0, 0, 1}}}};
  request["from"] = "2026-01-01T00:00:00+02:00";
  request["to"] = "2027-01-01T00:00:00+02:00";
  const Json horizon = answer("solar-potential", request), rays = answer("solar-potential", sun::with(request, "/method", "rays"));
  for (std::size_t i = 0; i < 3; ++i) {
    const double a = horizon["irradiation_kwh_m2"][i], b = rays["irradiation_kwh_m2"][i];
    EXPECT_NEAR(a, b, 0.02 * b);
    EXPECT_NEAR(a, b, horizon["error_bound_kwh_m2"].get<double>());
  }
  // A clear year at 60° N gives some 1,500 kWh/m2 on open level ground; the measured one, with clouds, is 950.
  EXPECT_GT(rays["global_horizontal_kwh_m2"], 1'300);
  EXPECT_LT(rays["global_horizontal_kwh_m2"], 1'800);
}

TEST(SolarPotential, RefusesBadInput) {
  const Json good = sim::find_process("solar-potential")->example();
  const auto refusal = [&](const char* pointer, Json value) { return sun::refusal("solar-potential", sun::with(good, pointer, std::move(value))); };
  EXPECT_EQ(refusal("/albedo", 1.2), "value-out-of-range /albedo");
  EXPECT_EQ(refusal("/module_efficiency", "20 %"), "input-invalid /module_efficiency");
  EXPECT_EQ(refusal("/receivers/roofs/storey_height_m", 3), "member-unknown /receivers/roofs/storey_height_m");
  EXPECT_EQ(refusal("/tilt_deg", 30), "member-unknown /tilt_deg");
}

}  // namespace
