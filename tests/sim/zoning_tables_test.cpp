#include "sim/tables/zoning_tables.hpp"

#include <gmock/gmock.h>

#include "sim/tables/floor_area.hpp"
#include "twin_core/base/catalogue.hpp"
#include "zoning_inputs.hpp"

namespace {

using namespace inputs;
using testing::HasSubstr;

TEST(ZoningTables, ShippedOnesReadAndSayTheirSource) {
  const auto& tables = sim::shipped_zoning_tables();
  for (const auto* edition : tables.editions()) {
    EXPECT_FALSE(edition->source.empty()) << edition->table;
    EXPECT_EQ(edition->valid_from.size(), 10U) << edition->table;
  }
  EXPECT_DOUBLE_EQ(tables.floor_area.wall_limit_m, 0.25);
  EXPECT_DOUBLE_EQ(tables.parking.row_for("asumisenAlue", "")->k_m2_per_place.value(), 135);
  // Note 3.3: targets and minimums of the Helsinki method; VNp 993/1992.
  const std::vector<std::tuple<const char*, double, double>> green = {
      {"asuinkerrostaloalue", 0.8, 0.5}, {"palvelujenAlue", 0.7, 0.4}, {"liikerakennustenAlue", 0.6, 0.3}, {"teollisuusalue", 0.5, 0.2}};
  for (const auto& [use, target, minimum] : green) {
    EXPECT_DOUBLE_EQ(tables.green_factor.row_for(use)->target, target) << use;
    EXPECT_DOUBLE_EQ(tables.green_factor.row_for(use)->minimum, minimum) << use;
  }
  EXPECT_EQ(tables.green_factor.row_for("katu"), nullptr);
  const auto* outdoors = tables.noise.row_for("outdoors", "housing");
  EXPECT_EQ(outdoors->day_db, 55);
  EXPECT_EQ(outdoors->night_db, 50);
  EXPECT_EQ(outdoors->night_new_db, 45);
  EXPECT_EQ(tables.noise.row_for("indoors", "teaching")->day_db, 35);
  EXPECT_DOUBLE_EQ(tables.noise.tonal_addition_db, 5);
}

constexpr const char* kParking = R"(name = "Testby"
[[edition]]
valid_from = "2020-01-01"
source = "old"
row = [{use = "", k_m2_per_place = 100}]

[[edition]]
valid_from = "2025-06-01"
source = "new"
row = [
  {use = "", k_m2_per_place = 120},
  {use = "asumisenAlue", k_m2_per_place = 140},
  {use = "", zone = "centre", k_m2_per_place = 200},
]
)";

TEST(ZoningTables, TheEditionOfTheDayCounts) {
  const auto on = [](const char* day) { return sim::read_zoning_tables({{"parking", kParking}}, day); };
  EXPECT_EQ(on("2024-12-31")->parking.row_for("", "")->k_m2_per_place, 100);
  EXPECT_EQ(on("2025-06-01")->parking.row_for("", "")->k_m2_per_place, 120);
  EXPECT_EQ(on("")->parking.edition.source, "new");
  EXPECT_EQ(on("")->parking.row_for("asumisenAlue", "")->k_m2_per_place, 140);
  EXPECT_EQ(on("")->parking.row_for("asumisenAlue", "centre")->k_m2_per_place, 200);
  const auto early = sim::read_zoning_tables({{"parking", kParking}}, "2019-05-05");
  ASSERT_FALSE(early);
  EXPECT_EQ(early.problem().code, "mapping-invalid");
  EXPECT_THAT(early.problem().remedy, HasSubstr("2019-05-05"));
}

TEST(ZoningTables, DefectsNameLineAndKey) {
  struct Bad {
    const char* table;
    std::string text;
    const char* place;
    const char* key;
  };
  const std::string head = "name = \"x\"\n[[edition]]\nvalid_from = \"2020-01-01\"\nsource = \"s\"\n";
  const Bad cases[] = {
      {"parking", "name = ", "parking line 1", ""},
      {"parking", "name = \"x\"", "parking line 1", "edition"},
      {"parking", head + "row = [{use = \"\", k_m2_per_plaec = 3}]", "parking line 5", "k_m2_per_plaec"},
      {"parking", head + "row = [{use = \"\", k_m2_per_place = -3}]", "parking line 5", "k_m2_per_place"},
      {"parking", head + "row = [{use = \"\"}]", "parking line 5", "k_m2_per_place"},
      {"parking", head + "rounding = \"down\"\nrow = [{use = \"\", per_dwelling = 1}]", "parking line 5", "rounding"},
      {"parking", "name = \"x\"\n[[edition]]\nvalid_from = \"spring\"\nsource = \"s\"\nrow = [{use = \"\", per_dwelling = 1}]", "parking line 3", "valid_from"},
      {"green_factor", head + "row = [{class = \"a\", target = 0.3, minimum = 0.5, uses = []}]", "green_factor line 5", "minimum"},
      {"floor_area", head + "measured_to = \"outer-face\"\ncellar = \"sometimes\"\nattic = \"never\"\nwall_limit_m = 0.25", "floor_area line 6", "cellar"},
      {"noise", head + "row = [{place = \"outdoors\", use = \"housing\", day_db = 55}]", "noise line 2", "tonal_addition_db"},
  };
  for (const auto& bad : cases) {
    SCOPED_TRACE(bad.text);
    const auto read = sim::read_zoning_tables({{bad.table, bad.text}}, "");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.problem().code, "mapping-invalid");
    EXPECT_EQ(read.problem().place, bad.place);
    EXPECT_EQ(read.problem().value, bad.key);
    EXPECT_FALSE(read.problem().remedy.empty());
    EXPECT_NE(twin::find_problem_kind(read.problem().code), nullptr);
  }
  EXPECT_EQ(sim::read_zoning_tables({{"parkng", ""}}, "").problem().code, "code-unknown");
}

TEST(ZoningTables, AProcessTakesACitysOwn) {
  Json input = unit_with(rectangle(40, 50), {rule("tehokkuusluku", 1.5), Json{{"type", "asumisenAlue"}}});
  input["tables"] = {{"bicycles", "name = \"x\"\n[[edition]]\nvalid_from = \"2020-01-01\"\nsource = \"s\"\nrow = [{use = \"asumisenAlue\", k_m2_per_place = 20}]"}};
  const Json out = answer(input);
  EXPECT_EQ(out["bicycle_places"], 150);
  EXPECT_EQ(out["tables"][2]["source"], "s");
  Json other = input;
  other.erase("tables");
  EXPECT_NE(answer(other)["lineage"]["inputs_hash"], out["lineage"]["inputs_hash"]);
  input["tables"]["bicycles"] = "name = 3";
  EXPECT_EQ(problem(input).code, "mapping-invalid");
  EXPECT_EQ(problem(input).place, "/tables/bicycles line 1");
  input["tables"] = {{"bicycle", ""}};
  EXPECT_EQ(problem(input).code, "member-unknown");
  input.erase("tables");
  input["date"] = "yesterday";
  EXPECT_EQ(problem(input).code, "time-invalid");
  input["date"] = "2019-01-01";
  EXPECT_EQ(problem(input).place, "/tables/green_factor line 1") << "its first edition is of 2020";
}

twin::PlanPolygon block(double width, double depth) {
  return {{{0, 0}, {width, 0}, {width, depth}, {0, depth}}, {}};
}

/// MRL 115 §: outer face; cellar and attic only with main use; walls beyond 250 mm may exceed what is permitted.
TEST(FloorArea, TheThreeRulesAndEachDeduction) {
  using sim::StoreyKind;
  const std::vector<sim::MeasuredStorey> storeys = {
      {StoreyKind::kCellar, {block(20, 12)}, 0, false, {}},
      {StoreyKind::kStorey, {block(20, 12)}, 0, {}, 0.45},
      {StoreyKind::kStorey, {block(20, 12)}, 0, {}, 0.25},
      {StoreyKind::kAttic, {}, 90, true, {}},
      {StoreyKind::kAttic, {}, 40, {}, {}},
  };
  const auto out = sim::floor_area_of(storeys, sim::shipped_zoning_tables().floor_area);
  ASSERT_TRUE(out);
  EXPECT_NEAR(out->gross_m2, 3 * 240 + 130, 1e-9);
  EXPECT_NEAR(out->counted_k_m2, 2 * 240 + 130, 1e-9);
  // 0.2 m inside of 20 x 12: 240 − 19.6 · 11.6.
  EXPECT_NEAR(out->may_exceed_k_m2, 240 - 19.6 * 11.6, 1e-6);
  ASSERT_EQ(out->deductions.size(), 2U);
  EXPECT_EQ(out->deductions[0].rule, "cellar-without-main-use");
  EXPECT_NEAR(out->deductions[0].k_m2, 240, 1e-9);
  EXPECT_EQ(out->deductions[1].rule, "thick-walls");
  EXPECT_EQ(out->deductions[1].storey, 1U);
  EXPECT_EQ(out->unknown, (std::vector<std::size_t>{4}));
}

}  // namespace
