#include "viewer/desktop/study.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace {

using namespace viewer;
using nlohmann::json;

/// Two storeys over one square and a third over half of it, as process `massing` answers.
const char* const kMassing = R"({"kind": "slab", "floor_area_allowed_k_m2": 300, "floor_area_k_m2": 250, "footprint_m2": 100,
  "prevented_by": [{"rule": "maanpaallinenKerrosluku", "loss_k_m2": 50, "sentence": "…"}], "warnings": [],
  "buildings": [{"id": "slab-1", "storeys": 3, "floors": [
    {"storey": 1, "floor_n2000_m": 2, "top_n2000_m": 5, "area_k_m2": 100,
     "outline": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]]}},
    {"storey": 2, "floor_n2000_m": 5, "top_n2000_m": 8, "area_k_m2": 100,
     "outline": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]]]}},
    {"storey": 3, "floor_n2000_m": 8, "top_n2000_m": 11, "area_k_m2": 50,
     "outline": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [5, 0], [5, 10], [0, 10], [0, 0]]]]}}]}],
  "lineage": {"engine": "massing", "version": "1.0.0", "inputs_hash": "0123456789abcdef", "seed": 0}})";
const char* const kUnit = R"({"id": "AK-1", "boundary": {"type": "Polygon", "coordinates": [[[100, 200], [140, 200], [140, 260], [100, 200]]]}})";

TEST(Study, AMassingIsReadStoreyByStorey) {
  const auto read = read_massing(kMassing);
  ASSERT_TRUE(read) << read.problem;
  ASSERT_EQ(read.value.buildings.size(), 1u);
  const auto& storeys = read.value.buildings[0].storeys;
  ASSERT_EQ(storeys.size(), 3u);
  EXPECT_FALSE(storeys[0].roofed);
  EXPECT_TRUE(storeys[1].roofed) << "the storey above is smaller";
  EXPECT_TRUE(storeys[2].roofed);
  EXPECT_EQ(read.value.lineage, "massing 1.0.0 \u00b7 0123456789ab");
  const auto rows = massing_rows(read.value, Language::kEnglish);
  EXPECT_EQ(rows[0].value, "slab blocks");
  EXPECT_EQ(rows[1].value, "250\u00a0m² GFA (83\u00a0%)");
  EXPECT_EQ(rows[2].label, "Storey limit");
  EXPECT_EQ(rows[2].value, "\u221250\u00a0m² GFA");
  EXPECT_FALSE(read_massing("{}"));
  EXPECT_FALSE(read_massing("no JSON"));
}

TEST(Study, SunIsAskedForGroundFacadesAndMassing) {
  const auto massing = read_massing(kMassing);
  const auto requests = sun_requests(kUnit, massing.value, {"B7"}, "2024-02-29", 2);
  ASSERT_TRUE(requests) << requests.problem;
  ASSERT_EQ(requests.value.size(), 3u);
  const json ground = json::parse(requests.value[0])["inputs"], own = json::parse(requests.value[2])["inputs"];
  EXPECT_EQ(ground["from"], "2024-02-29T00:00:00+02:00");
  EXPECT_EQ(ground["to"], "2024-03-01T00:00:00+02:00");
  // 40 m around the boundary.
  EXPECT_EQ(ground["receivers"]["ground"]["area"]["coordinates"][0][2], json({180, 300}));
  EXPECT_EQ(ground["without"], json({"B7"}));
  // Two storeys of one outline are one prism of 6 m, the third one of 3 m.
  ASSERT_EQ(own["obstacles"].size(), 2u);
  EXPECT_EQ(own["obstacles"][0]["height_m"], 6);
  EXPECT_EQ(own["obstacles"][1]["base_n2000_m"], 8);
  EXPECT_EQ(own["receivers"]["facades"]["obstacles"], json({0, 1}));

  const auto plain = sun_requests(kUnit, std::nullopt, {}, "2026", -5);
  ASSERT_EQ(plain.value.size(), 2u);
  EXPECT_EQ(json::parse(plain.value[0])["inputs"]["to"], "2027-01-01T00:00:00-05:00");
  EXPECT_FALSE(json::parse(plain.value[0])["inputs"].contains("obstacles"));
  EXPECT_FALSE(sun_requests("{}", std::nullopt, {}, "2026", 2));
}

TEST(Study, SpansAndClocks) {
  EXPECT_TRUE(is_sun_span("2026-03-21"));
  EXPECT_TRUE(is_sun_span("2026"));
  for (const char* wrong : {"", "21.3.2026", "2026-13-01", "2026-3-1", "26", "2026-03-21x"}) EXPECT_FALSE(is_sun_span(wrong)) << wrong;
  EXPECT_EQ(span_text("2026-03-01"), "1.3.2026");
  // Helsinki lies at 25 degrees east: 25 / 15 = 1.7 h.
  Transform helsinki;
  helsinki.m[12] = 2886000;
  helsinki.m[13] = 1345000;
  EXPECT_EQ(zone_hours(true, helsinki), 2);
  EXPECT_EQ(zone_hours(false, helsinki), 2);
}

TEST(Study, SunHoursAreReadWholeAndInPart) {
  const auto part = read_sun_hours(R"({"revision": 1, "progress": 20, "outputs": {"hours": [3.5, null], "receivers": [
      {"at": [1, 2, 3, 0, 0, 1], "area_m2": 4}, {"at": [5, 6, 7, 0, -1, 0], "owner": "B1", "storey": 2, "area_m2": 9}]}})");
  ASSERT_TRUE(part) << part.problem;
  EXPECT_EQ(part.value.points[0].hours, 3.5);
  EXPECT_FALSE(part.value.points[1].hours);
  EXPECT_FALSE(part.value.bound_h);
  const auto& scale = Palette::built_in().sun_scale("2026-03-21");
  const auto legend = sun_legend(scale, {part.value}, "2026-03-21", Language::kEnglish);
  EXPECT_EQ(legend.unit, "h \u00b7 21.3.2026");
  EXPECT_EQ(legend.rows[3].label, "3–4");
  EXPECT_EQ(legend.rows[3].count, "4\u00a0m²");
  EXPECT_EQ(legend.rows[0].count, "0\u00a0m²");
  EXPECT_NE(sun_note({part.value}, Language::kEnglish).find("Coarse"), std::string::npos);

  const auto whole = read_sun_hours(R"({"hours": [3.5], "receivers": [{"at": [1, 2, 3, 0, 0, 1], "area_m2": 4}], "error_bound_h": 0.34,
      "sun_up_h": 12.2, "lineage": {"engine": "sun-hours", "version": "1.0.0", "inputs_hash": "aa"}})");
  EXPECT_NE(sun_note({whole.value}, Language::kEnglish).find("0.34\u00a0h"), std::string::npos);
  EXPECT_FALSE(read_sun_hours(R"({"hours": [1, 2], "receivers": []})"));
}

TEST(Study, BuildingsThatStandOnTheUnit) {
  EXPECT_EQ(standing_on_unit(R"({"units": [{"buildings": [{"id": "A", "origin": "existing", "share_within": 0.6},
      {"id": "B", "origin": "existing", "share_within": 0.2}, {"id": "C", "origin": "proposed", "share_within": 1}]}]})"),
            std::vector<std::string>{"A"});
  EXPECT_TRUE(standing_on_unit("no JSON").empty());
}

}  // namespace
