#include <gmock/gmock.h>

#include "zoning_inputs.hpp"

// Zone types, overlays, unit overrides; tiers and sky planes by orientation and street adjacency. 40 x 50 m; edge 0 is
// the southern side of 40 m.
namespace {

using namespace inputs;
using testing::HasSubstr;

Json told(const char* type, const char* code, Json edges) {
  return {{"type", type}, {"code", code}, {"edges", std::move(edges)}};
}

Json told_of(Json rule, const char* what, const char* code) {
  rule["information"].push_back({{"type", what}, {"code", code}});
  return rule;
}

Json tier(double setback, double start, Json edges = nullptr) {
  Json out = rule("tier", setback, "m");
  out["start_height_m"] = start;
  if (!edges.is_null()) out["edges"] = std::move(edges);
  return out;
}

Json plot(std::vector<Json> rules) {
  return answer(unit_with(rectangle(40, 50), std::move(rules)));
}

TEST(Layers, OverlaysOverrideZonesAndTheUnitBeatsBoth) {
  Json input = unit_with(rectangle(40, 50), {});
  input["zones"] = Json::array({{{"label", "R3"}, {"colour", "#ffcc00"},
                                 {"regulations", {rule("floor-area-ratio", 1), rule("floors-max", 3), rule("coverage-max", 40, "%")}}}});
  EXPECT_DOUBLE_EQ(answer(input)["floor_area_allowed_k_m2"], 2000);
  input["overlays"] = Json::array({{{"label", "station"}, {"regulations", {rule("floor-area-ratio", 2)}}}});
  EXPECT_DOUBLE_EQ(answer(input)["floor_area_allowed_k_m2"], 4000) << "looser than the zone, still the overlay's";
  input["regulations"] = Json::array({rule("tehokkuusluku", 1.75), rule("floors-max", 6)});
  const Json out = answer(input);
  EXPECT_DOUBLE_EQ(out["floor_area_allowed_k_m2"], 3500);
  EXPECT_DOUBLE_EQ(out["footprint_max_m2"], 800);
  EXPECT_EQ(out["storeys_max"], 6);
  EXPECT_EQ(out["regulations_applied"], Json::parse(R"([{"rule":"coverage-max","from":"zone R3"},
      {"rule":"tehokkuusluku","from":"unit"},{"rule":"floors-max","from":"unit"}])"));
  input["overlays"][0]["regulations"][0]["value"] = -1;
  EXPECT_EQ(problem(input).place, "/overlays/0/regulations/0/value");
  input["overlays"] = Json::array({{{"label", "x"}}});
  EXPECT_EQ(problem(input).place, "/overlays/0");
  input["overlays"] = Json::array({{{"regulation", Json::array()}}});
  EXPECT_EQ(problem(input).code, "member-unknown");
}

TEST(Tiers, SetbacksPerEdgeFromTheGroundOn) {
  // Edge 0 (40 m) by 6, edge 1 (50 m) by 3: 37 · 44.
  EXPECT_NEAR(plot({tier(6, 0, Json::array({0})), tier(3, 0, Json::array({1}))})["buildable_area_m2"], 37 * 44, 1e-6);
}

TEST(Tiers, ByOrientationAndAdjacency) {
  const Json street = told("edge-adjacency", "street", Json::array({0, 1}));
  // The longest street edge is edge 1 (50 m): front; edge 3 faces away: rear; 0 and 2 are sides.
  const auto area = [&](const char* what, const char* code) {
    return plot({street, told_of(tier(5, 0), what, code)})["buildable_area_m2"].get<double>();
  };
  EXPECT_NEAR(area("orientation", "front"), 35 * 50, 1e-6);
  EXPECT_NEAR(area("orientation", "rear"), 35 * 50, 1e-6);
  EXPECT_NEAR(area("orientation", "side"), 40 * 40, 1e-6);
  EXPECT_NEAR(area("adjacency", "street"), 35 * 45, 1e-6);
  EXPECT_NEAR(area("adjacency", "interior"), 35 * 45, 1e-6);
  EXPECT_NEAR(plot({street, told_of(told_of(tier(5, 0), "orientation", "side"), "adjacency", "street")})["buildable_area_m2"], 40 * 45, 1e-6);
  // What the city says itself beats what follows.
  EXPECT_NEAR(plot({street, told("edge-orientation", "front", Json::array({0})), told_of(tier(5, 0), "orientation", "front")})["buildable_area_m2"],
              40 * 45, 1e-6);
  const Json unknown = plot({told_of(tier(5, 0), "orientation", "front")});
  EXPECT_NEAR(unknown["buildable_area_m2"], 2000, 1e-6);
  EXPECT_THAT(unknown["warnings"][0].get<std::string>(), HasSubstr("orientation or street adjacency"));
}

TEST(Tiers, StackedAndBinding) {
  // 30 m; above 12 m 5 m in on all sides, above 21 m 12 m in on edge 0: 2,000·12 + 1,200·9 + 990·9.
  const Json out = plot({rule("height-max", 30, "m"), tier(5, 12), tier(12, 21, Json::array({0})), rule("tehokkuusluku", 9)});
  EXPECT_NEAR(out["envelope_volume_m3"], 24'000 + 10'800 + 8910, 0.04);
  // Storeys of 3 m: four of 2,000, three of 1,200, three of 990.
  EXPECT_NEAR(out["floor_area_reachable_k_m2"], 8000 + 3600 + 2970, 1e-4);
  EXPECT_EQ(out["binding_rule"], "height-max");
  EXPECT_EQ(out["envelope"]["CityObjects"]["envelope"]["geometry"][0]["type"], "Solid");
  // A tier that leaves nothing ends the building.
  EXPECT_EQ(plot({rule("height-max", 30, "m"), tier(25, 12), rule("tehokkuusluku", 9)})["binding_rule"], "tier");
}

TEST(Tiers, StepBackAboveAStorey) {
  Json back = rule("step-back", 4, "m");
  back["edges"] = Json::array({0});
  EXPECT_EQ(problem(unit_with(rectangle(40, 50), {back})).code, "input-invalid");
  back["information"] = Json::array({{{"type", "above-storey"}, {"value", 3}}});
  // Above 3 storeys of 3 m: 40 x 46.
  EXPECT_NEAR(plot({back, rule("height-max", 15, "m")})["envelope_volume_m3"], 2000 * 9 + 40 * 46 * 6, 0.03);
}

TEST(Tiers, AViewConeOverAPart) {
  Json cone = rule("view-cone", 9, "m");
  cone["place"] = polygon(ring({{0, 0}, {10, 0}, {10, 50}, {0, 50}}, 25'497'010, 6'673'005));
  EXPECT_NEAR(plot({cone, rule("height-max", 15, "m")})["envelope_volume_m3"], 500 * 9 + 1500 * 15, 0.03);
}

TEST(SkyPlanes, HorizontalOffsetAndAdjacency) {
  Json plane = sky_plane(45, 10, nullptr);
  plane["information"] = Json::array({{{"type", "adjacency"}, {"code", "street"}},
                                      {{"type", "horizontal-offset"}, {"value", 4}, {"unit", "m"}}});
  // From the southern side: 10 m for 4 m, then 10 + d up to 22 m at 16 m; 40·(40 + (10+22)/2·12 + 22·34).
  const Json out = plot({told("edge-adjacency", "street", Json::array({0})), plane, rule("height-max", 22, "m")});
  EXPECT_NEAR(out["envelope_volume_m3"], 40 * (40 + 16 * 12 + 22 * 34), 0.04);
}

TEST(Tiers, DefectsAreNamed) {
  const auto found = [](Json one) {
    const auto bad = problem(unit_with(rectangle(40, 50), {std::move(one)}));
    return bad.code + " " + bad.place;
  };
  EXPECT_EQ(found(tier(5, -1)), "value-out-of-range /regulations/0/start_height_m");
  EXPECT_EQ(found(tier(-5, 1)), "value-out-of-range /regulations/0/value");
  EXPECT_EQ(found(tier(5, 1, Json::array({4}))), "edge-unknown /regulations/0/edges/0");
  EXPECT_EQ(found(told_of(tier(5, 1), "orientation", "back")), "code-unknown /regulations/0/information/0/code");
  EXPECT_EQ(found(told("edge-adjacency", "road", Json::array({0}))), "code-unknown /regulations/0/code");
  EXPECT_EQ(found(Json{{"type", "edge-adjacency"}, {"code", "street"}}), "input-invalid /regulations/0/edges");
}

}  // namespace
