// Files of key figures: formulas, units, what is refused and where.
#include "sim/kpi/kpi_set.hpp"

#include <gmock/gmock.h>

#include <map>

#include "sim/kpi/kpi_inputs.hpp"

namespace {

using testing::HasSubstr;

const std::map<std::string, sim::KpiUnit, std::less<>>& units() {
  static const auto out = [] {
    std::map<std::string, sim::KpiUnit, std::less<>> made;
    for (const auto& [name, unit] : {std::pair{"floor", "k-m2"}, {"land", "m2"}, {"people", "person"}, {"jobs", "job"}, {"share", "%"}})
      made.emplace(name, *sim::KpiUnit::read(unit, "test"));
    return made;
  }();
  return out;
}

twin::Result<sim::Formula> read(std::string_view text, std::string_view unit) {
  const std::vector<std::string_view> known{"floor", "land", "people", "jobs", "share"};
  const auto unit_of = [](std::string_view name) -> const sim::KpiUnit* {
    const auto found = units().find(name);
    return found == units().end() ? nullptr : &found->second;
  };
  return sim::Formula::read(text, *sim::KpiUnit::read(unit, "test"), unit_of, known, "own.toml line 7");
}

/// floor 3,000 k-m2, land 2,000 m2, people 60, jobs not known, share 30 %.
std::optional<double> value(std::string_view text, std::string_view unit) {
  const auto formula = read(text, unit);
  if (!formula) {
    ADD_FAILURE() << text << ": " << formula.problem().message << " " << formula.problem().value;
    return {};
  }
  const std::map<std::string, std::optional<double>> known{{"floor", 3000}, {"land", 2000}, {"people", 60}, {"jobs", {}}, {"share", 30}};
  std::vector<std::optional<double>> values;
  for (const auto& name : formula->inputs()) values.push_back(known.at(name));
  return formula->evaluate(values).value;
}

TEST(KpiFormula, ComputesInTheUnitThatIsDeclared) {
  EXPECT_DOUBLE_EQ(*value("floor / land", "k-m2/m2"), 1.5);
  EXPECT_DOUBLE_EQ(*value("land", "ha"), 0.2);
  EXPECT_DOUBLE_EQ(*value("people / land", "person/ha"), 300);          // 60 in a fifth of a hectare
  EXPECT_DOUBLE_EQ(*value("land * share", "m2"), 600);                  // the note's plot: 30 % of 2,000 m2
  EXPECT_DOUBLE_EQ(*value("600 [m2] / land", "%"), 30);
  EXPECT_DOUBLE_EQ(*value("2 + 3 * 4 - 10 / 4", "1"), 11.5);
  EXPECT_DOUBLE_EQ(*value("-(2 - 5) * -2", "1"), -6);
  EXPECT_DOUBLE_EQ(*value("2 - 3 - 4", "1"), -5);                       // from the left
  EXPECT_DOUBLE_EQ(*value("16 / 4 / 2", "1"), 2);
  EXPECT_DOUBLE_EQ(*value("ceil(3000 [k-m2] / 135 [k-m2/space])", "space"), 23);  // the note's parking: 22.2, round up
  EXPECT_DOUBLE_EQ(*value("min(floor, 2500 [k-m2], 9000 [k-m2])", "k-m2"), 2500);
  EXPECT_DOUBLE_EQ(*value("max(abs(0 - 2), 1.5)", "1"), 2);
  // Rational method on 1 ha of roof: C 0.9, 150 l/s/ha.
  EXPECT_NEAR(*value("10000 [m2] * 0.9 * 150 [l/s/ha]", "l/s"), 135, 1e-9);
  EXPECT_DOUBLE_EQ(*value("90 [min]", "h"), 1.5);
}

TEST(KpiFormula, WhatIsNotKnownStaysUnknown) {
  EXPECT_FALSE(value("count(people) + count(jobs)", "1"));
  EXPECT_DOUBLE_EQ(*value("count(people) + first(count(jobs), 0)", "1"), 60);
  const auto formula = read("(count(people) + count(jobs)) / land", "1/ha");
  const std::vector<std::optional<double>> values{60, std::nullopt, 2000};
  EXPECT_EQ(formula->evaluate(values).missing, 1U);
  EXPECT_EQ(formula->inputs()[1], "jobs");
  EXPECT_FALSE(value("floor / (land - land)", "k-m2/m2"));
  EXPECT_TRUE(read("1 / (land - land)", "1/m2")->evaluate(std::vector<std::optional<double>>{5}).not_finite);
}

TEST(KpiFormula, FindsUnitErrorsWhenItIsRead) {
  const auto sum = read("people + jobs", "person");
  ASSERT_FALSE(sum);
  EXPECT_EQ(sum.problem().code, "unit-mismatch");
  EXPECT_THAT(sum.problem().place, HasSubstr("own.toml line 7, character 8"));
  EXPECT_THAT(sum.problem().message, HasSubstr("person and job"));
  EXPECT_EQ(read("floor - land", "k-m2").problem().code, "unit-mismatch");  // floor area is not ground
  EXPECT_EQ(read("floor / land", "m2").problem().code, "unit-mismatch");
  EXPECT_EQ(read("floor / land", "%").problem().code, "unit-mismatch");
  EXPECT_EQ(read("min(floor, land)", "k-m2").problem().code, "unit-mismatch");
  EXPECT_EQ(read("floor + 75", "k-m2").problem().code, "unit-mismatch");
}

TEST(KpiFormula, RefusesWhatIsNoFormula) {
  for (const char* text : {"", "floor +", "(floor", "floor)", "floor land", "3..4", "1e999", "min(floor)", "abs(1, 2)", "floor / [m2]", "75 [k-m2", "75 [acre]", "()", "min()",
                           "floor ** 2", "floor; land", "π"}) {
    const auto formula = read(text, "k-m2");
    ASSERT_FALSE(formula) << text;
    EXPECT_EQ(formula.problem().code, "kpi-invalid") << text;
    EXPECT_FALSE(formula.problem().remedy.empty()) << text;
  }
  EXPECT_THAT(read("flor", "k-m2").problem().remedy, HasSubstr("Did you mean floor?"));
  EXPECT_THAT(read("maxx(1, 2)", "1").problem().remedy, HasSubstr("max"));
  EXPECT_EQ(read(std::string(5000, '('), "1").problem().code, "kpi-invalid");
  EXPECT_EQ(read(std::string(1000, '-') + "1", "1").problem().code, "kpi-invalid");
  EXPECT_EQ(read("1" + std::string(990, '+'), "1").problem().code, "kpi-invalid");
}

TEST(KpiUnit, SaysItselfInBaseUnits) {
  for (const auto& [text, base] : {std::pair{"m2·h", "m2·h"}, {"l/s/ha", "m/h"}, {"%", "1"}, {"", "1"}, {"MWh/a", "MWh/a"}, {"kg/m2/a", "t/m2/a"}, {"m*m", "m2"}, {"1/person", "1/person"}})
    EXPECT_EQ(sim::KpiUnit::read(text, "test")->text(), base);
  for (const char* text : {"m4", "m2·", "·m", "m//s", "k-m²", "m m"}) EXPECT_FALSE(sim::KpiUnit::read(text, "test")) << text;
  std::string high = "ha";
  for (int i = 0; i < 300; ++i) high += "·ha";
  EXPECT_FALSE(sim::KpiUnit::read(high, "test"));
}

TEST(KpiFiles, AsShippedAreReadAndEveryInputHasAUnit) {
  const auto set = sim::read_kpis({});
  ASSERT_TRUE(set) << set.problem().place << " " << set.problem().message << " " << set.problem().remedy;
  EXPECT_EQ(set->files.size(), 5U);
  // The list of key figures that a comparison begins with, by its numbers.
  for (const char* id : {"floor_area", "efficiency", "coverage", "reserve", "dwellings", "residents", "jobs", "density", "parking_balance", "bicycle_balance", "green_factor", "canopy",
                         "sealed", "storm_peak", "sunny_yard", "lost_sun", "daylight", "solar_yield", "demolition", "breaches", "linked", "imputed"})
    EXPECT_NE(set->find(id), nullptr) << id;
  for (const auto& input : sim::kpi_inputs()) EXPECT_TRUE(sim::KpiUnit::read(input.unit, "test")) << input.name;
}

constexpr const char* kOwn = R"(name = "Own"
[[assumption]]
id = "trees_per_hectare"
label = {fi = "a", sv = "b", en = "c"}
unit = "1/ha"
value = 40
source = "garden office"

[[kpi]]
id = "trees"
version = "2"
group = "green"
unit = "1"
better = "up"
label = {fi = "Puut", sv = "Träd", en = "Trees"}
formula = "land_area * trees_per_hectare"
)";

TEST(KpiFiles, ACityAddsItsOwnAndReplacesOurs) {
  std::string text = kOwn;
  text += "[[kpi]]\nid = \"efficiency\"\nversion = \"own\"\ngroup = \"built\"\nunit = \"k-m2/ha\"\nbetter = \"up\"\nlabel = {fi = \"e\", sv = \"e\", en = \"e\"}\n"
          "formula = \"floor_area / land_area\"\n";
  const std::vector<sim::KpiText> own{{"own.toml", text}};
  const auto set = sim::read_kpis(own);
  ASSERT_TRUE(set) << set.problem().place << set.problem().message;
  EXPECT_EQ(set->find("trees")->version, "2");
  EXPECT_EQ(set->find("efficiency")->version, "own");
  EXPECT_EQ(set->kpis.size(), sim::read_kpis({})->kpis.size() + 1);
}

TEST(KpiFiles, TellFileLineAndRemedyOfEveryFault) {
  struct Fault {
    const char *from, *to, *place, *what;
  };
  for (const auto& fault : {Fault{"version = \"2\"", "verson = \"2\"", "own.toml line 11", "Did you mean version?"},
                            Fault{"land_area * trees", "land_aera * trees", "own.toml line 16, trees, character 1", "Did you mean land_area?"},
                            Fault{"unit = \"1\"", "unit = \"m2\"", "own.toml line 16", "Correct the formula or the unit."},
                            Fault{"unit = \"1/ha\"", "unit = \"1/hectare\"", "own.toml line 5", "ha"},
                            Fault{"\"up\"", "\"higher\"", "own.toml line 14", "\"up\""},
                            Fault{"sv = \"Träd\", ", "", "own.toml line 15", "sv is missing"},
                            Fault{"value = 40", "value = \"40\"", "own.toml line 6", "value is a number"},
                            Fault{"value = 40", "value = nan", "own.toml line 6", "value lies outside"},
                            Fault{"id = \"trees\"", "id = \"Trees!\"", "own.toml line 10", "a-z"},
                            Fault{"id = \"trees_per_hectare\"", "id = \"floor_area\"", "own.toml", "Choose another id"},
                            Fault{"name = \"Own\"", "name = ", "own.toml line 1", ""},
                            Fault{"[[kpi]]", "[kpi]", "own.toml line 9", "[[kpi]]"}}) {
    std::string text = kOwn;
    text.replace(text.find(fault.from), std::string_view(fault.from).size(), fault.to);
    const std::vector<sim::KpiText> own{{"own.toml", text}};
    const auto set = sim::read_kpis(own);
    ASSERT_FALSE(set) << fault.to;
    EXPECT_THAT(set.problem().place, HasSubstr(fault.place)) << fault.to;
    EXPECT_THAT(set.problem().remedy, HasSubstr(fault.what)) << fault.to;
  }
  const std::string twice = std::string(kOwn) + std::string(kOwn).substr(std::string_view(kOwn).find("[[kpi]]"));
  const std::vector<sim::KpiText> own{{"own.toml", twice}};
  EXPECT_THAT(sim::read_kpis(own).problem().remedy, HasSubstr("twice"));
}

}  // namespace
