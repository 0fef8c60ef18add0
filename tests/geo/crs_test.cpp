#include "geo/crs/crs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace {

using testing::HasSubstr;

struct Plan {
  double east, north;
};

/// Transverse Mercator on GRS 80 by Krüger's series to the fourth order, as JHS 197 (appendix 2) prints
/// it; written here from the publication, not taken from PROJ. Better than 0.1 mm in Finland.
Plan krueger(double longitude_deg, double latitude_deg, double meridian_deg, double scale, double false_east) {
  const double rad = std::acos(-1.0) / 180, f = 1 / 298.257222101, a = 6378137.0;
  const double e = std::sqrt(f * (2 - f)), n = f / (2 - f), n2 = n * n, n3 = n2 * n, n4 = n2 * n2;
  const double big_a = a / (1 + n) * (1 + n2 / 4 + n4 / 64);
  const double h[] = {n / 2 - 2 * n2 / 3 + 5 * n3 / 16 + 41 * n4 / 180, 13 * n2 / 48 - 3 * n3 / 5 + 557 * n4 / 1440,
                      61 * n3 / 240 - 103 * n4 / 140, 49561 * n4 / 161280};
  const double phi = latitude_deg * rad, dl = (longitude_deg - meridian_deg) * rad;
  const double q = std::asinh(std::tan(phi)) - e * std::atanh(e * std::sin(phi));
  const double beta = std::atan(std::sinh(q)), eta0 = std::atanh(std::cos(beta) * std::sin(dl));
  const double xi0 = std::asin(std::sin(beta) * std::cosh(eta0));
  double xi = xi0, eta = eta0;
  for (int k = 1; k <= 4; ++k) {
    xi += h[k - 1] * std::sin(2 * k * xi0) * std::cosh(2 * k * eta0);
    eta += h[k - 1] * std::cos(2 * k * xi0) * std::sinh(2 * k * eta0);
  }
  return {big_a * eta * scale + false_east, big_a * xi * scale};
}

twin::Manifest helsinki() {
  twin::Manifest manifest;
  manifest.name = "Kalasatama";
  manifest.crs = "EPSG:3879";
  manifest.height_reference = "N2000";
  manifest.geoid = geo::shipped_geoid(geo::find_crs("EPSG:3879").value());
  manifest.scene_origin = {25499054.0, 6674555.0, 3.2};
  return manifest;
}

TEST(CrsNames, AllSpellingsOfTheHelsinkiFrameAreOne) {
  for (const char* name : {"EPSG:3879", "epsg:3879", "3879", " EPSG::3879 ", "urn:ogc:def:crs:EPSG::3879",
                           "urn:ogc:def:crs:EPSG:9.9.1:3879", "urn:x-ogc:def:crs:EPSG:3879:3879",
                           "http://www.opengis.net/def/crs/EPSG/0/3879", "https://www.opengis.net/def/crs/EPSG/0/3879",
                           "http://www.opengis.net/gml/srs/epsg.xml#3879", "EPSG:3879+3900",
                           "urn:ogc:def:crs,crs:EPSG::3879,crs:EPSG::3900"}) {
    const auto crs = geo::find_crs(name);
    ASSERT_TRUE(crs) << name;
    EXPECT_EQ(crs->epsg, 3879) << name;
    EXPECT_TRUE(crs->northing_first) << name;
    EXPECT_FALSE(crs->geographic) << name;
    EXPECT_EQ(crs->height_reference, "N2000") << name;
    EXPECT_EQ(crs->name(), "EPSG:3879");
  }
}

TEST(CrsNames, CompoundsGermanShortNamesAndCrs84) {
  const auto dhhn = geo::find_crs("urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783").value();
  EXPECT_EQ(dhhn.epsg, 25832);
  EXPECT_EQ(dhhn.height_reference, "DHHN92");
  EXPECT_FALSE(dhhn.northing_first);
  EXPECT_EQ(geo::find_crs("urn:ogc:def:crs,crs:EPSG:6.12:3068,crs:EPSG:6.12:5783")->epsg, 3068);
  EXPECT_EQ(geo::find_crs("urn:adv:crs:ETRS89_UTM32*DE_DHHN92_NH")->epsg, 25832);
  EXPECT_EQ(geo::find_crs("urn:adv:crs:DE_DHDN_3GK4*DE_DHHN92_NH")->epsg, 31468);
  // EPSG:7415 is the compound Amersfoort / RD New + NAP height.
  const auto dutch = geo::find_crs("https://www.opengis.net/def/crs/EPSG/0/7415").value();
  EXPECT_EQ(dutch.epsg, 28992);
  EXPECT_EQ(dutch.height_reference, "NAP");

  const auto crs84 = geo::find_crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84").value();
  EXPECT_TRUE(crs84.geographic);
  EXPECT_FALSE(crs84.northing_first);
  EXPECT_TRUE(geo::find_crs("EPSG:4326")->northing_first);  // latitude first by authority
}

TEST(CrsNames, GeographicSystemsWithHeightsAreTheirPlaneTwins) {
  // The EPSG dataset: 4979 is WGS 84 (4326) with ellipsoidal heights, 4937 is ETRS89 (4258) with them;
  // 10689 and 10690 are EUREF-FIN, the Finnish ETRS89, with and without.
  const std::pair<const char*, int> cases[] = {
      {"EPSG:4979", 4326}, {"urn:ogc:def:crs:EPSG::4979", 4326}, {"EPSG:4937", 4258}, {"EPSG:10689", 4258}};
  for (const auto& [name, plane] : cases) {
    const auto crs = geo::find_crs(name);
    ASSERT_TRUE(crs) << name;
    EXPECT_EQ(crs->epsg, plane) << name;
    EXPECT_TRUE(crs->geographic) << name;
    EXPECT_TRUE(crs->northing_first) << name;
    EXPECT_EQ(crs->height_reference, "ellipsoidal") << name;
    EXPECT_TRUE(crs->contains(24.94, 60.17)) << name;
  }
  EXPECT_EQ(geo::find_crs("EPSG:10690")->epsg, 4258);
  EXPECT_EQ(geo::find_crs("EPSG:10690")->height_reference, "");
}

TEST(CrsNames, AMisspeltNameIsAnsweredWithTheOneMeant) {
  const auto crs = geo::find_crs("urn:ogc:drf:crs:EPSG::3879");
  ASSERT_FALSE(crs);
  EXPECT_EQ(crs.problem().code, "crs-unknown");
  EXPECT_EQ(crs.problem().value, "urn:ogc:drf:crs:EPSG::3879");
  EXPECT_THAT(crs.problem().remedy, HasSubstr("did you mean urn:ogc:def:crs:EPSG::3879"));
}

TEST(CrsNames, TextsThatPrivateFormatsOfProjWouldTakeAreUnknown) {
  for (const char* name : {"", "EPSG:", "EPSG:-3879", "EPSG:99999999999", "EPSG:38 79", "+proj=utm +zone=35", "EPSG:1",
                           "urn:ogc:def:crs,crs:EPSG::3879", "file:///etc/passwd", "urn:adv:crs:X*Y", "EPSG:3879+4326"}) {
    const auto crs = geo::find_crs(name);
    ASSERT_FALSE(crs) << name;
    EXPECT_EQ(crs.problem().code, "crs-unknown") << name;
  }
  // In US survey feet, and geocentric.
  EXPECT_EQ(geo::find_crs("EPSG:2263").problem().code, "crs-not-accepted");
  EXPECT_EQ(geo::find_crs("EPSG:4978").problem().code, "crs-not-accepted");
}

TEST(CrsArea, OnlyTheRightOrderOfTheCitysOwnTilesLiesInside) {
  const auto crs = geo::find_crs("EPSG:3879").value();
  EXPECT_TRUE(crs.contains(25499054.1699, 6674555.691));
  EXPECT_FALSE(crs.contains(6674555.691, 25499054.1699));
  EXPECT_FALSE(crs.contains(500000, 6674555));
}

TEST(CrsZones, EuropeGetsEtrs89AndTheRestWgs84) {
  EXPECT_EQ(geo::utm_zone_of(24.94, 60.17).epsg, 25835);
  EXPECT_EQ(geo::utm_zone_of(5.3, 60.39).epsg, 25832);      // Bergen lies in the widened zone 32
  EXPECT_EQ(geo::utm_zone_of(4.36, 52.01).epsg, 25831);
  EXPECT_EQ(geo::utm_zone_of(151.2, -33.87).epsg, 32756);   // Sydney
  EXPECT_EQ(geo::utm_zone_of(139.7, 35.7).epsg, 32654);     // Tokyo
}

TEST(CrsGeoid, OnlyHelsinkiHasAConstantWorthShipping) {
  const auto geoid = geo::shipped_geoid(geo::find_crs("EPSG:3879").value());
  ASSERT_TRUE(geoid);
  EXPECT_DOUBLE_EQ(geoid->undulation_m, 17.88);
  EXPECT_DOUBLE_EQ(geoid->error_m, 0.6);
  EXPECT_FALSE(geo::shipped_geoid(geo::find_crs("EPSG:3067").value()));   // the whole country: 14 to 32 m
  EXPECT_FALSE(geo::shipped_geoid(geo::find_crs("EPSG:25832").value()));
}

TEST(Transformer, AgreesWithKruegersSeries) {
  const auto gk25 = krueger(24.94, 60.17, 25, 1, 25'500'000), tm35 = krueger(24.94, 60.17, 27, 0.9996, 500'000);
  const auto transformer =
      geo::Transformer::make(geo::find_crs("EPSG:3879").value(), geo::find_crs("EPSG:3067").value()).value();
  const auto out = transformer.apply(gk25.east, gk25.north, 12.5).value();
  EXPECT_NEAR(out.east, tm35.east, 1e-4);
  EXPECT_NEAR(out.north, tm35.north, 1e-4);
  EXPECT_EQ(out.up, 12.5);
}

TEST(Transformer, DoesNotPretendWhereNothingIsKnown) {
  const auto transformer =
      geo::Transformer::make(geo::find_crs("CRS84").value(), geo::find_crs("EPSG:3879").value()).value();
  EXPECT_EQ(transformer.apply(0, 1e9, 0).problem().code, "coordinates-outside-area");
  EXPECT_TRUE(transformer.apply(24.94, 60.17, 0));  // and works afterwards
}

TEST(SceneFrame, LongitudeAndLatitudeAreTheSeriesOwn) {
  const auto frame = geo::SceneFrame::make(helsinki()).value();
  const auto gk25 = krueger(24.94, 60.17, 25, 1, 25'500'000);
  const auto working = frame.from_geographic(24.94, 60.17).value();
  EXPECT_NEAR(working.east, gk25.east, 1e-4);
  EXPECT_NEAR(working.north, gk25.north, 1e-4);
  // Meridian arc from the equator to 60 N on GRS 80: 6 654 072.819 m.
  const auto on_meridian = frame.from_geographic(25, 60).value();
  EXPECT_NEAR(on_meridian.east, 25'500'000, 1e-4);
  EXPECT_NEAR(on_meridian.north, 6'654'072.819, 1e-3);
  // A point of the centre, about 60.17 N 24.94 E; the series takes the answer back to where it came from.
  const auto at = frame.to_geographic({25'496'830, 6'672'643, 0}).value();
  EXPECT_NEAR(at.latitude_deg, 60.17, 5e-3);
  EXPECT_NEAR(at.longitude_deg, 24.94, 5e-3);
  const auto again = krueger(at.longitude_deg, at.latitude_deg, 25, 1, 25'500'000);
  EXPECT_NEAR(again.east, 25'496'830, 1e-4);
  EXPECT_NEAR(again.north, 6'672'643, 1e-4);
  EXPECT_DOUBLE_EQ(at.ellipsoidal_height_m, 17.88);
}

TEST(SceneFrame, TheOriginLiesOnTheGlobeWhereTheFormulaSays) {
  auto manifest = helsinki();
  const auto gk25 = krueger(24.98, 60.19, 25, 1, 25'500'000);
  manifest.scene_origin = {gk25.east, gk25.north, 10};
  const auto frame = geo::SceneFrame::make(manifest).value();
  ASSERT_TRUE(frame.placed());

  // ECEF by definition: N = a / sqrt(1 - e2 sin2 phi), WGS 84, height 10 m + geoid 17.88 m.
  const double rad = std::acos(-1.0) / 180, phi = 60.19 * rad, lambda = 24.98 * rad, e2 = 0.00669437999014;
  const double normal = 6378137.0 / std::sqrt(1 - e2 * std::sin(phi) * std::sin(phi)), h = 27.88;
  const Eigen::Vector4d origin = frame.scene_to_ecef() * Eigen::Vector4d(0, 0, 0, 1);
  EXPECT_NEAR(origin.x(), (normal + h) * std::cos(phi) * std::cos(lambda), 1e-3);
  EXPECT_NEAR(origin.y(), (normal + h) * std::cos(phi) * std::sin(lambda), 1e-3);
  EXPECT_NEAR(origin.z(), (normal * (1 - e2) + h) * std::sin(phi), 1e-3);

  // Ten metres up in the scene are ten metres along the ellipsoid's normal.
  const auto up = frame.to_scene({gk25.east, gk25.north, 20});
  EXPECT_NEAR(up.east, 0, 1e-6);
  EXPECT_NEAR(up.north, 0, 1e-6);
  EXPECT_NEAR(up.up, 10, 1e-6);
}

TEST(SceneFrame, TrueNorthIsNotGridNorth) {
  // 0.02 deg west of the central meridian at 60.19 N the grid turns by -0.02 sin(60.19 deg) = -0.01735 deg:
  // 1000 m of grid north lie 0.303 m west of true north.
  auto manifest = helsinki();
  const auto gk25 = krueger(24.98, 60.19, 25, 1, 25'500'000);
  manifest.scene_origin = {gk25.east, gk25.north, 0};
  const auto frame = geo::SceneFrame::make(manifest).value();
  const auto p = frame.to_scene({gk25.east, gk25.north + 1000, 0});
  EXPECT_NEAR(std::abs(p.east), 0.303, 0.003);
  EXPECT_NEAR(p.north, 1000, 0.01);
  EXPECT_NEAR(p.up, -1000.0 * 1000 / (2 * 6.39e6), 0.002);  // the earth falls away: d2 / 2R
}

TEST(SceneFrame, ThereAndBackWithinAMicrometre) {
  const auto frame = geo::SceneFrame::make(helsinki()).value();
  std::vector<twin::WorkingPosition> from;
  for (int i = 0; i < 1301; ++i) from.push_back({25'490'000 + i * 13.7, 6'668'000 + (i * 7919 % 9001) * 1.3, i * 0.37 - 40});
  std::vector<twin::ScenePosition> scene(from.size());
  frame.to_scene(from, scene);
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto back = frame.to_working(scene[i]);
    EXPECT_NEAR(back.east, from[i].east, 1e-6);
    EXPECT_NEAR(back.north, from[i].north, 1e-6);
    EXPECT_NEAR(back.up, from[i].up, 1e-6);
    EXPECT_EQ(frame.to_scene(from[i]), scene[i]);
  }
}

TEST(SceneFrame, WithoutAGeoidNothingIsPlacedButLongitudesAreKnown) {
  auto manifest = helsinki();
  manifest.geoid.reset();
  const auto frame = geo::SceneFrame::make(manifest).value();
  EXPECT_FALSE(frame.placed());
  EXPECT_EQ(frame.why_not_placed(), "geoid-missing");
  EXPECT_EQ(frame.to_scene({25499055.0, 6674557.0, 6.2}), (twin::ScenePosition{1, 2, 3}));
  EXPECT_TRUE(frame.scene_to_ecef().isIdentity());
  const auto at = frame.to_geographic({25'496'830, 6'672'643, 0}).value();
  EXPECT_NEAR(at.latitude_deg, 60.17, 5e-3);
  EXPECT_TRUE(std::isnan(at.ellipsoidal_height_m));
}

TEST(SceneFrame, ALocalFrameIsNowhereOnTheGlobe) {
  twin::Manifest manifest;
  manifest.scene_origin = {100, 200, 3};
  const auto frame = geo::SceneFrame::make(manifest).value();
  EXPECT_EQ(frame.why_not_placed(), "local-frame");
  EXPECT_EQ(frame.to_working({1, 2, 3}), (twin::WorkingPosition{101, 202, 6}));
  EXPECT_EQ(frame.to_geographic({100, 200, 3}).problem().code, "frame-not-placed");
  manifest.crs = "EPSG:4326";
  EXPECT_EQ(geo::SceneFrame::make(manifest).problem().code, "crs-not-accepted");
}

}  // namespace
