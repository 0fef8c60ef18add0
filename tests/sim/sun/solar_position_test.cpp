#include "sim/sun/solar_position.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/sim/sun/sun_inputs.hpp"
#include "twin_core/base/random_stream.hpp"

namespace {

using namespace std::chrono;
using sun::Json;

twin::Instant utc(int y, unsigned m, unsigned d, int h = 0, int min = 0, int s = 0) {
  return sys_days{year{y} / static_cast<int>(m) / static_cast<int>(d)} + hours(h) + minutes(min) + seconds(s);
}

const sim::SunObserver kHelsinki{60.17, 24.94, 0, 0, 10};

// The tester values of the National Renewable Energy Laboratory, as go-spa reproduces them, and the example of the
// paper's table A5.1.
TEST(SolarPosition, TheExampleOfReda2004) {
  const auto ephemeris = sim::sun_ephemeris(utc(2003, 10, 17, 19, 30, 30), 67);
  EXPECT_NEAR(ephemeris.julian_day, 2452930.312847, 1e-6);
  EXPECT_NEAR(ephemeris.heliocentric_longitude_deg, 24.018262, 1e-6);
  EXPECT_NEAR(ephemeris.heliocentric_latitude_deg, -0.0001011, 1e-7);
  EXPECT_NEAR(ephemeris.distance_au, 0.996542, 1e-6);
  EXPECT_NEAR(ephemeris.obliquity_deg, 23.440465, 1e-6);
  EXPECT_NEAR(ephemeris.right_ascension_deg, 202.22741, 1e-5);
  EXPECT_NEAR(ephemeris.declination_deg, -9.31434, 1e-5);
  EXPECT_NEAR(ephemeris.sidereal_time_deg, 318.5119, 1e-4);
  const auto position = sim::solar_position(ephemeris, {39.742476, -105.1786, 1830.14, 820, 11});
  EXPECT_NEAR(position.zenith_deg, 50.111622, 1e-6);
  EXPECT_NEAR(position.azimuth_deg, 194.340241, 1e-6);
  EXPECT_NEAR(sim::incidence_deg(position, 30, -10), 25.187000, 1e-6);
}

// Closed form: noon altitude 90 - 60.17 + 23.44 and so on; day length 2 acos((sin -0.833 - sin φ sin δ) / (cos φ cos δ)) / 15.
TEST(SolarPosition, HelsinkiAtSolsticesAndEquinox) {
  struct Case {
    twin::Instant midnight;
    double noon_deg, length_h;
  };
  for (const Case& one : {Case{utc(2026, 6, 21), 53.27, 18.93}, Case{utc(2026, 12, 21), 6.39, 5.81}}) {
    const auto times = sim::sun_times(one.midnight, kHelsinki, 69.1);
    EXPECT_NEAR(times.transit_elevation_deg, one.noon_deg, 0.01);
    EXPECT_NEAR(duration<double>(*times.sunset - *times.sunrise).count() / 3600, one.length_h, 0.01);
  }
  // The equinox passes at 14:46 UTC on 20 March 2026: at noon the declination is within 0.1° of 0.
  EXPECT_NEAR(sim::sun_times(utc(2026, 3, 20), kHelsinki, 69.1).transit_elevation_deg, 29.83, 0.1);
}

TEST(SolarPosition, ShadowOfATwentyMetreObjectAtHelsinkiNoon) {
  const auto length = [](double altitude_deg) { return 20 / std::tan(altitude_deg * M_PI / 180); };
  EXPECT_NEAR(length(53.27), 14.92, 0.01);
  EXPECT_NEAR(length(29.83), 34.88, 0.01);
  EXPECT_NEAR(length(6.39), 178.59, 0.01);
  // The sun itself stands there within 0.01°.
  const auto june = sim::sun_times(utc(2026, 6, 21), kHelsinki, 69.1), december = sim::sun_times(utc(2026, 12, 21), kHelsinki, 69.1);
  EXPECT_NEAR(length(june.transit_elevation_deg), 14.92, 0.01);
  EXPECT_NEAR(length(december.transit_elevation_deg), 178.59, 0.3);
}

TEST(SolarPosition, PolarDayAndNight) {
  const sim::SunObserver utsjoki{69.91, 27.03, 0, 1013, 10};
  EXPECT_EQ(sim::sun_times(utc(2026, 6, 21), utsjoki, 69).kind, sim::DayKind::kPolarDay);
  const auto night = sim::sun_times(utc(2026, 12, 21), utsjoki, 69);
  EXPECT_EQ(night.kind, sim::DayKind::kPolarNight);
  EXPECT_FALSE(night.sunrise);
  ASSERT_TRUE(night.transit);
  EXPECT_LT(night.transit_elevation_deg, -0.8333);
  EXPECT_EQ(sim::sun_times(utc(2026, 3, 20), utsjoki, 69).kind, sim::DayKind::kSunrise);
}

// Holds anywhere: (1) at the transit the sun stands due south or north and highest; (2) without air the elevation
// differs from the geocentric one by the parallax of at most 9" (8.794" at 1 AU); (3) refraction lifts, less the higher the sun.
TEST(SolarPosition, HoldsAnywhere) {
  twin::RandomStream random(5, "test", "sun");
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(testing::Message() << "case " << i << " of seed 5");
    const sim::SunObserver place{random.between(-66, 66), random.between(-180, 180), 0, 0, 10};
    const auto start = utc(1950, 1, 1) + seconds(random.below(4'000'000'000U));
    const auto times = sim::sun_times(start, place, 60);
    ASSERT_TRUE(times.transit || times.sunrise);
    if (times.transit) {
      const auto at = [&](twin::Instant when) { return sim::solar_position(sim::sun_ephemeris(when, 60), place); };
      const auto noon = at(*times.transit);
      EXPECT_NEAR(noon.elevation_deg, times.transit_elevation_deg, 9.0 / 3600);
      EXPECT_NEAR(std::sin(noon.azimuth_deg * M_PI / 180) * std::sin(noon.zenith_deg * M_PI / 180), 0, 0.0001);
      EXPECT_GE(noon.elevation_deg, at(*times.transit - minutes(5)).elevation_deg);
      EXPECT_GE(noon.elevation_deg, at(*times.transit + minutes(5)).elevation_deg);
      sim::SunObserver in_air = place;
      in_air.pressure_hpa = 1010;
      const auto seen = sim::solar_position(sim::sun_ephemeris(*times.transit, 60), in_air);
      EXPECT_GE(seen.elevation_deg, noon.elevation_deg - 1e-4);
      EXPECT_LT(seen.refraction_deg, noon.elevation_deg > 10 ? 0.1 : 0.6);
    }
  }
}

TEST(DeltaT, IsAsObserved) {
  // Astronomical Almanac: 50.54 s in 1980.0, 63.83 s in 2000.0, 69.36 s in 2020.0.
  EXPECT_NEAR(sim::delta_t_at(utc(1980, 1, 1)), 50.54, 0.1);
  EXPECT_NEAR(sim::delta_t_at(utc(2000, 1, 1)), 63.83, 0.1);
  EXPECT_NEAR(sim::delta_t_at(utc(2020, 1, 1)), 69.36, 0.1);
}

TEST(SunPosition, AnswersTheContractsQuestion) {
  const Json out = sun::answer("sun-position", {{"time", "2003-10-17T12:30:30-07:00"}, {"lat_deg", 39.742476},
                                                {"lon_deg", -105.1786}, {"elevation_m", 1830.14}, {"pressure_hpa", 820},
                                                {"temperature_c", 11}, {"delta_t_s", 67}, {"slope_deg", 30},
                                                {"azimuth_rotation_deg", -10}});
  EXPECT_NEAR(out["zenith_deg"].get<double>(), 50.111622, 1e-6);
  EXPECT_NEAR(out["azimuth_deg"].get<double>(), 194.340241, 1e-6);
  EXPECT_NEAR(out["incidence_deg"].get<double>(), 25.187, 1e-6);
  EXPECT_EQ(out["sunrise"], "2003-10-17T06:12:43-07:00");
  EXPECT_EQ(out["sunset"], "2003-10-17T17:20:19-07:00");
  // That sunset is SPA's, of the universal day; on the local evening the sun sets 1.5 min earlier.
  EXPECT_EQ(out["local_day"]["sunset"], "2003-10-17T17:18:52-07:00");
  EXPECT_EQ(out["local_day"]["sunrise"], out["sunrise"]);
  EXPECT_EQ(out["lineage"]["engine"], "sun-position");
}

TEST(SunPosition, ZeroPressureIsNoRefraction) {
  const Json low = {{"time", "2026-12-21T12:00:00+02:00"}, {"lat_deg", 60.17}, {"lon_deg", 24.94}, {"pressure_hpa", 0}};
  const Json bare = sun::answer("sun-position", low), seen = sun::answer("sun-position", sun::with(low, "/pressure_hpa", 1010));
  EXPECT_EQ(bare["refraction_deg"], 0.0);
  // Saemundsson 1986: 7.9' at 6.4° and 1010 hPa, 10 °C.
  EXPECT_NEAR((seen["elevation_deg"].get<double>() - bare["elevation_deg"].get<double>()) * 60, 7.9, 0.2);
}

TEST(SunPosition, SaysWhereTheSunDoesNotCrossTheHorizon) {
  const Json june = sun::answer("sun-position", {{"time", "2026-06-21T12:00:00+03:00"}, {"lat_deg", 69.91}, {"lon_deg", 27.03}});
  EXPECT_EQ(june["day"], "polar-day");
  EXPECT_TRUE(june["sunrise"].is_null());
  const Json december = sun::answer("sun-position", {{"time", "2026-12-21T12:00:00+02:00"}, {"lat_deg", 69.91}, {"lon_deg", 27.03}});
  EXPECT_EQ(december["day"], "polar-night");
}

TEST(SunPosition, RefusesBadInput) {
  const Json good = {{"time", "2026-06-21T12:00:00+03:00"}, {"lat_deg", 60.17}, {"lon_deg", 24.94}};
  const auto refusal = [&](const char* pointer, Json value) { return sun::refusal("sun-position", sun::with(good, pointer, std::move(value))); };
  EXPECT_EQ(refusal("/lat_deg", 91), "value-out-of-range /lat_deg");
  EXPECT_EQ(refusal("/lat_deg", "60"), "input-invalid /lat_deg");
  EXPECT_EQ(refusal("/lon_deg", 25'496'830), "value-out-of-range /lon_deg");
  EXPECT_EQ(refusal("/time", "2026-06-21T12:00:00"), "time-invalid /time");
  EXPECT_EQ(refusal("/time", "2026-02-30T12:00:00Z"), "time-invalid /time");
  EXPECT_EQ(refusal("/time", 1'782'000'000), "input-invalid /time");
  EXPECT_EQ(refusal("/latitude", 60), "member-unknown /latitude");
  EXPECT_EQ(refusal("/pressure_hpa", -1), "value-out-of-range /pressure_hpa");
  EXPECT_EQ(refusal("/azimuth_rotation_deg", 10), "input-invalid /azimuth_rotation_deg");
  EXPECT_EQ(sun::refusal("sun-position", Json{{"time", "2026-06-21T12:00:00Z"}}), "input-invalid /lat_deg");
}

}  // namespace
