#include <gtest/gtest.h>

#include <cmath>

#include "tests/viewer/box_city.hpp"
#include "viewer/desktop/orbit_camera.hpp"
#include "viewer/desktop/panels.hpp"

namespace {

using namespace viewer;

TEST(OrbitCamera, LooksNorthEastFromTheSouthWest) {
  OrbitCamera camera;
  camera.heading_deg = 45;
  camera.pitch_deg = 30;
  camera.distance = 200;
  // 200 m back at 30°: 100 m up, 173.2 m over ground, shared evenly by east and north: 122.47 m each.
  EXPECT_NEAR(camera.eye().z, 100, 1e-9);
  EXPECT_NEAR(camera.eye().x, -122.474, 1e-3);
  EXPECT_NEAR(camera.eye().y, -122.474, 1e-3);
  // At the target a picture 800 px high shows 2 · 200 · tan 16° = 114.698 m.
  EXPECT_NEAR(camera.metres_per_pixel(800) * 800, 114.698, 1e-3);
}

TEST(OrbitCamera, AFramedBoxIsInsideThePictureAndFillsIt) {
  Extent box;
  box.add(Vector{100, 300, 0});
  box.add(Vector{900, 700, 60});
  OrbitCamera camera;
  camera.heading_deg = 45;
  camera.pitch_deg = 35;
  camera.frame(box, 1.6);
  const double half = std::tan(16 * 3.14159265358979323846 / 180);
  double widest = 0;
  for (int corner = 0; corner < 8; ++corner) {
    const Vector p{(corner & 1) != 0 ? 900.0 : 100.0, (corner & 2) != 0 ? 700.0 : 300.0, (corner & 4) != 0 ? 60.0 : 0.0};
    const Vector off = p - camera.eye();
    const double depth = dot(off, camera.forward());
    const double x = std::abs(dot(off, camera.right())) / depth / half / 1.6, y = std::abs(dot(off, camera.up())) / depth / half;
    widest = std::max({widest, x, y});
  }
  EXPECT_LE(widest, 1.0);
  EXPECT_GT(widest, 0.9);
}

TEST(OrbitCamera, TheRayOfAPointGoesThroughIt) {
  OrbitCamera camera;
  camera.target = {10, 20, 0};
  const Ray ray = camera.ray_through(0, 0, 1.6);
  const Vector end = ray.origin + ray.direction * camera.distance;
  EXPECT_NEAR(end.x, 10, 1e-9);
  EXPECT_NEAR(end.y, 20, 1e-9);
}

TEST(OrbitCamera, PanningRightBringsWhatIsWest) {
  OrbitCamera camera;
  camera.heading_deg = 0;
  camera.pan(100, 0, 800);
  EXPECT_NEAR(camera.target.x, -100 * camera.metres_per_pixel(800), 1e-9);
  EXPECT_NEAR(camera.target.y, 0, 1e-9);
}

TEST(OrbitCamera, SixNumbersMakeACameraAndNothingElseDoes) {
  const auto camera = OrbitCamera::parse("12.5,-30,4,-90,25,600");
  ASSERT_TRUE(camera) << camera.problem;
  EXPECT_DOUBLE_EQ(camera.value.target.y, -30);
  EXPECT_DOUBLE_EQ(camera.value.heading_deg, 270);
  EXPECT_NE(OrbitCamera::parse("1,2,3,4,25").problem.find("six numbers"), std::string::npos);
  EXPECT_FALSE(OrbitCamera::parse("1,2,3,4,25,600,7"));
  EXPECT_FALSE(OrbitCamera::parse("1,2,3,4,95,600")) << "cannot look down by more than 89°";
  EXPECT_FALSE(OrbitCamera::parse("1,2,nan,4,25,600"));
}

TEST(Panels, LegendCountsTheBuildingsThatAreThere) {
  const auto& palette = Palette::built_in();
  // Features 5, 6 and 700 are buildings; 700 lies beyond the values, 8 is a plan unit.
  std::vector<std::uint8_t> classes(10, ColourScale::kNoData);
  classes[5] = classes[6] = classes[8] = 1;
  const auto legend = make_legend(palette.scales.at("year"), palette, classes, {5, 6, 700}, Language::kSwedish);
  EXPECT_EQ(legend.title, "Färdigställandeår");
  ASSERT_EQ(legend.rows.size(), 9U);
  EXPECT_EQ(legend.rows[1].count, "2");
  EXPECT_EQ(legend.rows[8].label, "uppgift saknas");
  EXPECT_EQ(legend.rows[8].count, "1");
}

PlanUnitView storeys_bind() {
  PlanUnitView unit;
  unit.state.set_id("AK-1");
  unit.state.set_symbol("AK");
  unit.state.set_name_fi("Kortteli 10579");
  unit.kpi = box_city::kpi(1, "AK-1", 2400).kpi();
  unit.kpi->set_binding_rule("maanpaallinenKerrosluku");
  auto* loss = unit.kpi->add_kpis();
  loss->set_key("loss_k_m2");
  loss->set_value(600);
  loss->set_unit("k-m2");
  auto* volume = unit.kpi->add_kpis();
  volume->set_key("envelope_volume_m3");
  unit.kpi->add_warnings("no height limit");
  return unit;
}

TEST(Panels, TheBindingRuleIsSaidInWords) {
  const auto unit = storeys_bind();
  EXPECT_EQ(binding_sentence(*unit.kpi, Language::kEnglish), "Binding rule: Storey limit\n600\u00a0k-m² unreachable");
  EXPECT_EQ(binding_sentence(*unit.kpi, Language::kFinnish), "Sitova määräys: Kerrosluku\n600\u00a0k-m² jää saavuttamatta");
}

TEST(Panels, UnitCardNamesUnitsDifferencesAndWhatCannotBeComputed) {
  auto unit = storeys_bind();
  unit.kpi_before = box_city::kpi(1, "AK-1", 3000).kpi();
  const auto card = make_unit_card(unit, Language::kFinnish);
  EXPECT_EQ(card.title, "AK  Kortteli 10579");
  EXPECT_EQ(card.rows[0].label, "Saavutettava kerrosala");
  EXPECT_EQ(card.rows[0].value, "2\u00a0400\u00a0k-m²");
  EXPECT_EQ(card.rows[0].change, "▼ \u2212600");
  EXPECT_EQ(card.rows[2].value, "ei laskettavissa") << "absent is never 0";
  EXPECT_EQ(card.notes[0], "no height limit");
  EXPECT_NE(card.notes[1].find("zoning-capacity 1.0.0"), std::string::npos);
}

TEST(Panels, BuildingCardShowsWhatTheRegisterSays) {
  const auto card = make_building_card("BID_1", R"({"type":"Feature","properties":{"id":"BID_1","storeys":7,
    "floor_area_m2":4321.5,"completion_year":2017,"address":"Hermannin rantatie 12","link":"by_id","material":null}})",
                                       Language::kEnglish);
  EXPECT_EQ(card.title, "Hermannin rantatie 12");
  ASSERT_EQ(card.rows.size(), 5U) << "no row for what is not known";
  EXPECT_EQ(card.rows[0].label, "Gross floor area");
  EXPECT_EQ(card.rows[0].value, "4,322\u00a0m²");
  EXPECT_EQ(card.rows[2].value, "2017") << "a year has no thousands separator";
  EXPECT_EQ(card.rows[4].value, "permanent id");
  EXPECT_EQ(make_building_card("x", "<html>", Language::kEnglish).statement, "not known");
}

TEST(Panels, BuildingCardCountsTheFindings) {
  const auto last_row = [](const std::string& quality, Language language) {
    const auto card = make_building_card("BID_1", R"({"properties":{"storeys":7}})", language, quality);
    return card.rows.back().label + ": " + card.rows.back().value;
  };
  EXPECT_EQ(last_row(R"({"severities":{"error":2,"warning":1,"info":0}})", Language::kEnglish), "Quality: 2\u00a0errors, 1\u00a0warning");
  EXPECT_EQ(last_row(R"({"severities":{"error":0,"warning":0,"info":0}})", Language::kFinnish), "Laatu: ei havaintoja");
  EXPECT_EQ(last_row("", Language::kEnglish).substr(0, 7), "Storeys") << "no answer, no row";
}

TEST(Panels, StateSentenceNamesTwinBranchVariableAndUnit) {
  EXPECT_EQ(state_sentence("Kalasatama", "plan-b", &Palette::built_in().scales.at("height"), Language::kFinnish),
            "Kalasatama · plan-b · Korkeus, m");
}

}  // namespace
