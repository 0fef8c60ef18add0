#include <gtest/gtest.h>

#include <cmath>

#include "sim/sun/offset_time.hpp"
#include "tests/sim/sun/sun_city.hpp"
#include "tests/sim/sun/sun_inputs.hpp"

namespace {

using sun::answer;
using sun::Json;

Json prism(double east, double north, double width, double depth, double height, double base = 0) {
  Json ring = Json::array();
  for (const auto& p : sun::rectangle(east, north, width, depth).outer) ring.push_back({p.east, p.north});
  ring.push_back(ring.front());
  Json out;
  out["type"] = "Polygon";
  out["coordinates"] = Json::array({ring});
  out["base_n2000_m"] = base;
  out["height_m"] = height;
  return out;
}

Json point(double east, double north, double up = 0, double nx = 0, double ny = 0, double nz = 1) {
  return {sun::kOrigin.east + east, sun::kOrigin.north + north, up, nx, ny, nz};
}

Json question(Json obstacles, Json points, const char* from, const char* to, const char* step = "10min") {
  Json out;
  out["obstacles"] = std::move(obstacles);
  out["receivers"]["points"] = std::move(points);
  out["crs"] = "EPSG:3879";
  out["from"] = from;
  out["to"] = to;
  out["step"] = step;
  return out;
}

double hour(const Json& out, std::size_t i) { return out["hours"][i].get<double>(); }

/// Hours of a day with the centre of the disc above -0.567° (refraction at the horizon), in closed form.
double day_length_h(double declination_deg) {
  constexpr double d = M_PI / 180;
  const double cosine = (std::sin(-0.567 * d) - std::sin(60.17 * d) * std::sin(declination_deg * d)) /
                        (std::cos(60.17 * d) * std::cos(declination_deg * d));
  return 2 * std::acos(cosine) / d / 15;
}

TEST(SunHours, AnOpenFieldHasTheDay) {
  const Json field = Json::array({point(0, 0, 3)});
  for (const auto& [from, to, declination] : {std::tuple{"2026-06-21T00:00:00+03:00", "2026-06-22T00:00:00+03:00", 23.44},
                                              {"2026-12-21T00:00:00+02:00", "2026-12-22T00:00:00+02:00", -23.44}}) {
    const Json out = answer("sun-hours", question(Json::array(), field, from, to, "1min"));
    EXPECT_NEAR(hour(out, 0), day_length_h(declination), 0.06);
    EXPECT_NEAR(hour(out, 0), day_length_h(declination), out["error_bound_h"].get<double>() + 0.04);  // 60.17 N is not quite here
    EXPECT_EQ(out["hours"][0], out["sun_up_h"]);
  }
  // The equator at the equinox, without air: 12 h.
  const Json out = answer("sun-hours", {{"receivers", {{"points", {{0, 0, 0}}}}}, {"crs", "local"}, {"lat_deg", 0}, {"lon_deg", 0},
                                        {"from", "2026-03-20T00:00:00Z"}, {"to", "2026-03-21T00:00:00Z"}, {"pressure_hpa", 0}});
  EXPECT_EQ(hour(out, 0), 12);
  EXPECT_EQ(out["meridian_convergence_deg"], 0.0);
}

// A 20 m wall to the south throws a shadow of 178.59 m at noon of the winter solstice (20 / tan 6.39°), of 14.92 m in June.
TEST(SunHours, ShadowOfAWallAtNoon) {
  const Json wall = Json::array({prism(-3'000, -10, 6'000, 10, 20)});
  const Json december = question(wall, {point(0, 170), point(0, 187)}, "2026-12-21T12:18:00+02:00", "2026-12-21T12:19:00+02:00", "10s");
  const Json in_winter = answer("sun-hours", sun::with(december, "/pressure_hpa", 0));
  EXPECT_EQ(hour(in_winter, 0), 0);
  EXPECT_NEAR(hour(in_winter, 1), 1.0 / 60, 1e-9);
  const Json june = question(wall, {point(0, 14.7), point(0, 15.1)}, "2026-06-21T13:21:00+03:00", "2026-06-21T13:22:00+03:00", "10s");
  const Json in_summer = answer("sun-hours", sun::with(june, "/pressure_hpa", 0));
  EXPECT_EQ(hour(in_summer, 0), 0);
  EXPECT_NEAR(hour(in_summer, 1), 1.0 / 60, 1e-9);
}

// By hand: EPSG:3067 has its meridian at 27° E; (24.94 - 27) sin 60.17° = -1.787°. An upright surface that faces grid east
// leaves the sun when it stands at true azimuth 180° - 1.787°; at the equinox the azimuth grows by 15 / sin 60.17° = 17.29°
// an hour, so that is 6.2 min before noon.
TEST(SunHours, NorthIsGridNorth) {
  const sim::Process* position = sim::find_process("sun-position");
  sim::Sink sink;
  const auto noon = position->run({{"time", "2026-03-20T12:00:00+02:00"}, {"lat_deg", 60.17}, {"lon_deg", 24.94}}, {}, sink);
  const auto transit = sim::read_time((*noon)["transit"], "")->instant;
  Json request;
  request["receivers"]["points"] = {{385'700, 6'671'960, 10, 1, 0, 0}};
  request["crs"] = "EPSG:3067";
  request["from"] = sim::to_text(transit - std::chrono::hours(1), std::chrono::minutes(0));
  request["to"] = sim::to_text(transit + std::chrono::hours(1), std::chrono::minutes(0));
  request["step"] = "30s";
  const Json out = answer("sun-hours", request);
  EXPECT_NEAR(out["meridian_convergence_deg"].get<double>(), -1.79, 0.01);
  EXPECT_NEAR(hour(out, 0), 1 - 6.2 / 60, 0.015);
}

TEST(SunHours, CountsStepsByTheirMiddles) {
  // From 9 to 10:25 in steps of 10 min: eight of them and one of 5 min, all in the sun.
  const Json out = answer("sun-hours", question(Json::array(), {point(0, 0)}, "2026-06-21T09:00:00+03:00", "2026-06-21T10:25:00+03:00"));
  EXPECT_DOUBLE_EQ(hour(out, 0), 85.0 / 60);
  EXPECT_EQ(out["rays"], 9);
  EXPECT_DOUBLE_EQ(out["error_bound_h"].get<double>(), 1.0 / 6);  // nothing changed; one step for what may fall between
}

TEST(SunHours, TheTruthLiesWithinTheBound) {
  const Json town = {prism(20, 0, 30, 12, 25), prism(-40, 10, 12, 40, 16), prism(-5, -60, 60, 10, 33)};
  Json points = Json::array();
  for (int i = 0; i < 12; ++i) points.push_back(point(-30 + 7.3 * i, -20 + 3.1 * i, 1.5));
  points.push_back(point(-28, 30, 6, 1, 0, 0));
  const char *from = "2026-04-12T00:00:00+03:00", *to = "2026-04-13T00:00:00+03:00";
  const Json truth = answer("sun-hours", question(town, points, from, to, "10s"));
  for (const char* step : {"10min", "20min", "7min", "1h"}) {
    const Json out = answer("sun-hours", question(town, points, from, to, step));
    for (std::size_t i = 0; i < points.size(); ++i) {
      EXPECT_NEAR(hour(out, i), hour(truth, i), out["error_bounds_h"][i].get<double>()) << step << " at " << i;
      EXPECT_LE(out["error_bounds_h"][i], out["error_bound_h"]);
    }
  }
}

// Invariants of the note, 5.2.
TEST(SunHours, ABuildingNeverAddsSun) {
  Json town = Json::array(), points = Json::array();
  for (int i = 0; i < 25; ++i) points.push_back(point(-40 + 17 * (i % 5), -40 + 17 * (i / 5), 2));
  const auto ask = [&] { return answer("sun-hours", question(town, points, "2026-09-01T00:00:00+03:00", "2026-09-02T00:00:00+03:00")); };
  Json before = ask();
  twin::RandomStream random(3, "test", "houses");
  for (int house = 0; house < 8; ++house) {
    town.push_back(prism(random.between(-60, 60), random.between(-60, 60), random.between(3, 25), random.between(3, 25), random.between(2, 40)));
    const Json after = ask();
    for (std::size_t i = 0; i < points.size(); ++i) EXPECT_LE(hour(after, i), hour(before, i)) << "house " << house << " at " << i;
    before = after;
  }
}

TEST(SunHours, AMirroredTownMirrorsTheDay) {
  const auto local = [](double mirror, const char* from, const char* to) {
    Json obstacle;
    obstacle["type"] = "Polygon";
    obstacle["coordinates"] = {{{mirror * 10, -5}, {mirror * 25, -5}, {mirror * 25, 30}, {mirror * 10, 30}, {mirror * 10, -5}}};
    obstacle["height_m"] = 20;
    return Json{{"obstacles", {obstacle}}, {"receivers", {{"points", {{0, 5, 0}}}}}, {"crs", "local"}, {"lat_deg", 60}, {"lon_deg", 0},
                {"from", from}, {"to", to}, {"step", "1min"}};
  };
  // The sun culminates at 12:01:47 UTC at longitude 0 on 21 June 2026.
  const Json east = answer("sun-hours", local(1, "2026-06-21T02:01:47Z", "2026-06-21T22:01:47Z"));
  const Json west = answer("sun-hours", local(-1, "2026-06-21T02:01:47Z", "2026-06-21T22:01:47Z"));
  EXPECT_LT(hour(east, 0), east["sun_up_h"].get<double>() - 1);
  EXPECT_NEAR(hour(east, 0), hour(west, 0), 2.0 / 60);
  const Json morning = answer("sun-hours", local(1, "2026-06-21T02:01:47Z", "2026-06-21T12:01:47Z"));
  const Json evening = answer("sun-hours", local(-1, "2026-06-21T12:01:47Z", "2026-06-21T22:01:47Z"));
  EXPECT_NEAR(hour(morning, 0), hour(evening, 0), 1.0 / 60 + 1e-9);
}

TEST(SunHours, AYearByHorizons) {
  Json town = Json::array(), points = Json::array();
  twin::RandomStream random(21, "test", "town");
  for (int i = 0; i < 60; ++i) {
    town.push_back(prism(random.between(-150, 150), random.between(-150, 150), random.between(8, 25), random.between(8, 25), random.between(6, 30)));
  }
  for (int i = 0; i < 30; ++i) points.push_back(point(random.between(-100, 100), random.between(-100, 100), 2));
  for (int i = 0; i < 10; ++i) points.push_back(point(random.between(-100, 100), random.between(-100, 100), 6, 0, -1, 0));
  const Json request = question(town, points, "2026-01-01T00:00:00+02:00", "2027-01-01T00:00:00+02:00", "5min");
  const Json rays = answer("sun-hours", sun::with(request, "/method", "rays")), out = answer("sun-hours", request);
  EXPECT_EQ(out["method"], "horizon");
  const Json coarse = answer("sun-hours", sun::with(request, "/step", "10min"));
  EXPECT_GE(rays["rays"].get<double>(), 50 * out["rays"].get<double>());
  double worst = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    // Lines of sight every 5 min miss the truth by some 0.5 h over 1,500 changes, whichever way each goes.
    EXPECT_NEAR(hour(out, i), hour(rays, i), out["error_bounds_h"][i].get<double>()) << i;
    EXPECT_NEAR(hour(coarse, i), hour(rays, i), coarse["error_bounds_h"][i].get<double>()) << i;
    EXPECT_LT(out["error_bounds_h"][i].get<double>(), 0.05 * out["sun_up_h"].get<double>()) << i;
    worst = std::max(worst, std::abs(hour(out, i) - hour(rays, i)));
  }
  EXPECT_LT(worst, 0.02 * out["sun_up_h"].get<double>());
  RecordProperty("fewer_rays", std::to_string(rays["rays"].get<double>() / out["rays"].get<double>()));
  RecordProperty("worst_h", std::to_string(worst));
}

/// By horizons the truth lies within their bound and that of the lines of sight, which are another way to it.
void expect_within_bounds(const Json& request, const sim::RunContext& context = {}) {
  const Json rays = answer("sun-hours", sun::with(request, "/method", "rays"), context), out = answer("sun-hours", sun::with(request, "/method", "horizon"), context);
  ASSERT_EQ(rays["hours"].size(), out["hours"].size());
  for (std::size_t i = 0; i < out["hours"].size(); ++i) {
    const double joint_h = out["error_bounds_h"][i].get<double>() + rays["error_bounds_h"][i].get<double>();
    EXPECT_NEAR(hour(out, i), hour(rays, i), joint_h) << i;
    EXPECT_LT(out["error_bounds_h"][i].get<double>(), 0.03 * out["sun_up_h"].get<double>()) << i;
  }
}

// A wall to the east, its foot at the ground and above it: 5 cm of sky below it are no second horizon.
TEST(SunHours, HorizonsOfRaisedObstacles) {
  for (const double base_m : {0.0, 0.05, 0.3, 1.0, 2.0, 12.0, 25.0}) {
    SCOPED_TRACE(base_m);
    const Json request = question(Json::array({prism(6, 30, 30, 20, 25, base_m)}), Json::array({point(0, 0), point(3, 36), point(12, 40)}),
                                  "2026-03-01T00:00:00+02:00", "2026-04-30T00:00:00+03:00");
    expect_within_bounds(request);
  }
}

TEST(SunHours, AYearByHorizonsUnderFloatingHouses) {
  constexpr std::uint64_t kSeed = 22;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  Json town = Json::array(), points = Json::array();
  twin::RandomStream random(kSeed, "test", "town");
  for (int i = 0; i < 30; ++i) {
    town.push_back(prism(random.between(-100, 100), random.between(-100, 100), random.between(4, 25), random.between(4, 25), random.between(2, 20),
                         random.chance(0.5) ? 0 : random.between(0.1, 15)));
  }
  for (int i = 0; i < 20; ++i) points.push_back(point(random.between(-80, 80), random.between(-80, 80), random.between(0, 4)));
  for (int i = 0; i < 10; ++i) points.push_back(point(random.between(-80, 80), random.between(-80, 80), 6, 0, -1, 0));
  const Json request = question(town, points, "2026-01-01T00:00:00+02:00", "2027-01-01T00:00:00+02:00");
  const Json rays = answer("sun-hours", sun::with(request, "/method", "rays")), out = answer("sun-hours", request);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_NEAR(hour(out, i), hour(rays, i), out["error_bounds_h"][i].get<double>() + rays["error_bounds_h"][i].get<double>()) << i;
    EXPECT_LT(out["error_bounds_h"][i].get<double>(), 0.08 * out["sun_up_h"].get<double>()) << i;
  }
}

// As on the tile of Kalasatama: no terrain, a yard at 2.5 m, and houses whose models begin at 2.6 to 6 m. They stand on the ground.
TEST(SunHours, ATwinsHousesStandOnTheGround) {
  sun::City city;
  Json sent = Json::array();
  const auto add = [&](twin::FeatureNumber number, double east, double north, double width, double depth, double base, double height, bool with_shape) {
    city.add_block(number, "house " + std::to_string(number), sun::rectangle(east, north, width, depth), base, height, with_shape);
    sent.push_back(prism(east, north, width, depth, base + height - 2, 2));
  };
  add(0, -30, -40, 60, 12, 3.1, 18, true);
  add(1, 25, -10, 12, 40, 2.6, 24, false);
  add(2, -45, -5, 12, 30, 6, 15, true);
  add(3, -20, 60, 50, 14, 4.2, 30, true);
  Json request = question(Json::array(), Json::array(), "2026-01-01T00:00:00+02:00", "2027-01-01T00:00:00+02:00", "30min");
  for (int i = 0; i < 12; ++i) request["receivers"]["points"].push_back(point(-20 + 3.7 * i, -20 + 5.3 * i, 2.5));
  const auto context = city.context();
  expect_within_bounds(sun::with(request, "/step", "10min"), context);
  // Prisms from below the yard to the same tops give the same.
  request["method"] = "rays";
  const Json of_twin = answer("sun-hours", request, context), of_prisms = answer("sun-hours", sun::with(request, "/obstacles", sent));
  EXPECT_EQ(of_twin["hours"], of_prisms["hours"]);
}

// A deck over the yard: its underside is an obstacle, and the sky below it is none.
TEST(SunHours, ABridgeIsSeenUnder) {
  sun::City city;
  twin::BuildingShape deck = sun::block_shape(sun::rectangle(-40, -25, 80, 12), 8, 1.2);
  twin::Polygon3 underside;
  for (const auto& p : sun::rectangle(-40, -25, 80, 12).outer) underside.exterior.points.insert(underside.exterior.points.begin(), {p.east, p.north, 8});
  deck.parts[0].polygons.push_back(underside);
  city.add_object(0, "bridge", "Bridge", deck);
  Json request;
  request["receivers"]["points"] = {point(0, 0, 1.5), point(0, -19, 1.5), point(20, 10, 1.5)};
  request["from"] = "2026-02-01T00:00:00+02:00";
  request["to"] = "2026-06-01T00:00:00+03:00";
  expect_within_bounds(request, city.context());
}

TEST(SunHours, SeveralPeriodsAddUp) {
  const Json town = {prism(20, -30, 30, 12, 25)};
  const Json one = answer("sun-hours", question(town, {point(0, 0)}, "2026-03-20T00:00:00Z", "2026-03-21T00:00:00Z"));
  const Json two = answer("sun-hours", question(town, {point(0, 0)}, "2026-06-21T00:00:00Z", "2026-06-22T00:00:00Z"));
  Json both = question(town, {point(0, 0)}, "2026-03-20T00:00:00Z", "2026-03-21T00:00:00Z");
  both.erase("from");
  both.erase("to");
  both["periods"] = {{{"from", "2026-03-20T00:00:00Z"}, {"to", "2026-03-21T00:00:00Z"}}, {{"from", "2026-06-21T00:00:00Z"}, {"to", "2026-06-22T00:00:00Z"}}};
  EXPECT_DOUBLE_EQ(hour(answer("sun-hours", both), 0), hour(one, 0) + hour(two, 0));
}

TEST(SunHours, CoarsePartsComeFirst) {
  struct Listener final : sim::Sink {
    void partial(const Json& outputs) override { parts.push_back(outputs); }
    std::vector<Json> parts;
  } listener;
  Json points = Json::array();
  for (int i = 0; i < 500; ++i) points.push_back(point(i % 25, i / 25));
  const auto out = sim::execute("sun-hours", question({prism(10, -20, 5, 5, 20)}, points, "2026-06-21T00:00:00Z", "2026-06-22T00:00:00Z"), {}, listener);
  ASSERT_TRUE(out);
  ASSERT_EQ(listener.parts.size(), 2U);
  for (std::size_t part = 0; part < 2; ++part) {
    const std::size_t stride = part == 0 ? 64 : 8;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Json& hours = listener.parts[part]["hours"][i];
      EXPECT_EQ(hours, i % stride == 0 ? (*out)["hours"][i] : Json()) << i;
    }
  }
}

TEST(SunHours, StopsWhenNobodyWaits) {
  struct Gone final : sim::Sink {
    bool cancelled() const override { return true; }
  } gone;
  const auto out = sim::execute("sun-hours", sim::find_process("sun-hours")->example(), {}, gone);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.problem().code, "run-cancelled");
}

TEST(SunHours, RefusesBadInput) {
  const Json good = sim::find_process("sun-hours")->example();
  const auto refusal = [&](const char* pointer, Json value) { return sun::refusal("sun-hours", sun::with(good, pointer, std::move(value))); };
  EXPECT_EQ(refusal("/step", "10"), "unit-unknown /step");
  EXPECT_EQ(refusal("/step", 10), "input-invalid /step");
  EXPECT_EQ(refusal("/step", "0s"), "value-out-of-range /step");
  EXPECT_EQ(refusal("/step", "min"), "input-invalid /step");
  EXPECT_EQ(refusal("/to", "2026-03-20T00:00:00+02:00"), "input-invalid /to");
  EXPECT_EQ(refusal("/from", "2026-03-20"), "time-invalid /from");
  EXPECT_EQ(refusal("/to", "2126-03-21T00:00:00+02:00"), "value-out-of-range /step");
  EXPECT_EQ(refusal("/crs", "EPSG:4326"), "crs-not-accepted /crs");
  EXPECT_EQ(refusal("/crs", "EPSG:99999"), "crs-unknown /crs");
  EXPECT_EQ(refusal("/crs", "EPSG:3067"), "coordinates-outside-area /obstacles/0/coordinates/0/0");
  EXPECT_EQ(refusal("/crs", "local"), "input-invalid /lat_deg");
  EXPECT_EQ(refusal("/lat_deg", 60), "input-invalid /lat_deg");
  EXPECT_EQ(refusal("/obstacles/0/height_m", 0), "value-out-of-range /obstacles/0/height_m");
  EXPECT_EQ(refusal("/obstacles/0/height", 5), "member-unknown /obstacles/0/height");
  EXPECT_EQ(refusal("/obstacles/0/type", "Point"), "input-invalid /obstacles/0/type");
  EXPECT_EQ(refusal("/obstacles/0/coordinates/0", {{25497010, 6673005}, {25497050, 6673020}, {25497050, 6673005}, {25497010, 6673020}}).substr(0, 25),
            "polygon-self-intersection");
  EXPECT_EQ(refusal("/receivers/points/0", {1, 2}), "input-invalid /receivers/points/0");
  EXPECT_EQ(refusal("/receivers/points/0/3", "up"), "input-invalid /receivers/points/0/3");
  EXPECT_EQ(refusal("/receivers/points/0", {25497030, 6673040, 3, 0, 0, 0}), "input-invalid /receivers/points/0");
  EXPECT_EQ(refusal("/receivers/points/0", {6673040, 25497030, 3}), "coordinates-outside-area /receivers/points/0");
  EXPECT_EQ(refusal("/receivers/point", 1), "member-unknown /receivers/point");
  EXPECT_EQ(refusal("/receivers", Json::object()), "input-invalid /receivers");
  EXPECT_EQ(refusal("/without", {"B1"}), "input-invalid /without");
  EXPECT_EQ(refusal("/method", "fast"), "input-invalid /method");
  EXPECT_EQ(refusal("/receivers", {{"facades", {{"obstacles", {7}}}}}), "input-invalid /receivers/facades/obstacles/0");
  EXPECT_EQ(refusal("/receivers", {{"plan_unit", "AK-1"}}), "reference-missing /receivers/plan_unit");
  Json far = good;
  far["receivers"]["points"].push_back({25'520'000, 6'673'000, 0});
  EXPECT_EQ(sun::refusal("sun-hours", far), "value-out-of-range /receivers");
}

TEST(SunHours, FacadesOfSentObstaclesStoreyByStorey) {
  Json request = question({prism(0, 0, 20, 10, 12, 5)}, Json::array(), "2026-06-21T12:00:00+03:00", "2026-06-21T14:00:00+03:00");
  request["receivers"] = {{"facades", {{"obstacles", {0}}, {"spacing_m", 5}, {"storey_height_m", 3}}}};
  const Json out = answer("sun-hours", request);
  // (20 + 10 + 20 + 10) / 5 = 12 along the walls, four storeys.
  ASSERT_EQ(out["receivers"].size(), 48U);
  for (std::size_t i = 0; i < 48; ++i) {
    const Json& at = out["receivers"][i]["at"];
    EXPECT_NEAR(at[2].get<double>(), 5 + 3 * (out["receivers"][i]["storey"].get<int>() - 0.5), 1e-6);
    // From noon to two the sun is in the south: that facade is lit throughout, that to the north never.
    EXPECT_DOUBLE_EQ(hour(out, i), at[4] == -1.0 ? 2.0 : at[4] == 1.0 ? 0.0 : hour(out, i));
  }
}

TEST(SunHours, OfATwin) {
  sun::City city;
  city.add_block(0, "tower", sun::rectangle(0, 0, 20, 20), 3, 40);
  city.add_block(1, "no-shape", sun::rectangle(60, 0, 20, 20), 3, 12, false);
  twin::PlanUnit unit;
  unit.id = "AK-1";
  unit.boundary = sun::rectangle(-20, -20, 120, 80);
  unit.ground_level_m = 3;
  city.add_unit(2, unit);
  city.add_object(5, "lawn", "LandUse", sun::block_shape(sun::rectangle(-100, -100, 300, 300), 50, 1));
  const auto context = city.context();
  Json request;
  request["from"] = "2026-03-20T00:00:00+02:00";
  request["to"] = "2026-03-21T00:00:00+02:00";

  // Behind the tower there is shade; without the tower there is none. What lies flat on the ground casts none anyway.
  request["receivers"]["points"] = {point(10, 40, 3)};
  const Json with = answer("sun-hours", request, context);
  EXPECT_EQ(with["triangles"], 10 + 12);
  const Json without = answer("sun-hours", sun::with(request, "/without", {"tower"}), context);
  EXPECT_LT(hour(with, 0), hour(without, 0) - 1);
  // The same by obstacles sent along.
  const Json sent = answer("sun-hours", question({prism(0, 0, 20, 20, 40, 3), prism(60, 0, 20, 20, 12, 3)}, {point(10, 40, 3)},
                                                 "2026-03-20T00:00:00+02:00", "2026-03-21T00:00:00+02:00"));
  EXPECT_EQ(sent["hours"], with["hours"]);

  // A yard has a grid outside of footprints: 12 x 8 squares of 10 m, less 4 and 4.
  request["receivers"] = {{"plan_unit", "AK-1"}, {"spacing_m", 10}};
  const Json yard = answer("sun-hours", request, context);
  ASSERT_EQ(yard["receivers"].size(), 88U);
  EXPECT_EQ(yard["receivers"][0]["at"][2], 3.0);

  request["receivers"] = {{"facades", {{"buildings", {"no-shape"}}, {"spacing_m", 20}, {"storey_height_m", 4}}}};
  EXPECT_EQ(answer("sun-hours", request, context)["receivers"].size(), 12U);  // four walls, three storeys
  request["receivers"] = {{"facades", {{"buildings", {"tover"}}}}};
  const auto unknown = sun::run("sun-hours", request, context);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.problem().code, "reference-missing");
  EXPECT_NE(unknown.problem().remedy.find("tower"), std::string::npos);
  EXPECT_EQ(sun::refusal("sun-hours", sun::with(request, "/crs", "EPSG:3067"), context), "crs-mismatch /crs");
}

TEST(SunHours, AHillIsTerrain) {
  // A ridge of 60 m along grid east, 100 m south of the receiver; the terrain gives the ground too.
  sun::City city;
  twin::Terrain terrain;
  terrain.id = "ridge";
  terrain.first = {sun::kOrigin.east - 1'000, sun::kOrigin.north - 200};
  terrain.step_m = 50;
  terrain.columns = 41;
  terrain.rows = 9;
  twin::TerrainHeights heights{41, 9, std::vector<std::int32_t>(41 * 9, 5'000)};
  for (std::uint32_t column = 0; column < 41; ++column) heights.millimetres[2 * 41 + column] = 65'000;
  terrain.lowest_m = 5;
  terrain.highest_m = 65;
  city.add_terrain(7, terrain, heights);
  Json request;
  request["from"] = "2026-12-21T00:00:00+02:00";
  request["to"] = "2026-12-22T00:00:00+02:00";
  Json corner = Json::array();
  for (const auto& p : sun::rectangle(0, 0, 10, 10).outer) corner.push_back({p.east, p.north});
  request["receivers"]["ground"] = {{"area", {{"type", "Polygon"}, {"coordinates", Json::array({corner})}}}, {"spacing_m", 10}};
  const Json out = answer("sun-hours", request, city.context());
  ASSERT_EQ(out["receivers"].size(), 1U);
  EXPECT_NEAR(out["receivers"][0]["at"][2].get<double>(), 5, 1e-9);
  EXPECT_EQ(hour(out, 0), 0);  // 60 m at 105 m stand 29.7° high, the sun 6.4°
  EXPECT_GT(out["sun_up_h"], 5);
}

}  // namespace
