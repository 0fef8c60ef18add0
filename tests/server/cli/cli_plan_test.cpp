// Regulations from the command line: values with and without their unit, removal, what is refused.
#include <gtest/gtest.h>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

class CommandLinePlan : public testing::Test {
 protected:
  CommandLinePlan() : twin_(make_twin(folder_)), unit_(unit_with(twin_, "tehokkuusluku")) {}

  Finished set(const std::string& setting) {
    return kaksonen({"plan", "set", unit_, setting, "--twin", twin_, "--json"});
  }
  /// The unit's first regulation of this type, or null.
  Json regulation(const std::string& type) {
    const Json unit = kaksonen({"plan", "show", unit_, "--twin", twin_, "--json"}).json();
    for (const Json& each : unit["regulations"]) {
      if (each["type"] == type) return each;
    }
    return nullptr;
  }

  TemporaryFolder folder_;
  std::string twin_, unit_;
};

TEST_F(CommandLinePlan, ANewRegulationTakesTheUnitThatItsTypeHas) {
  ASSERT_EQ(regulation("height-max"), nullptr);
  const Finished run = set("height-max=17.5");
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_EQ(regulation("height-max"), (Json{{"type", "height-max"}, {"value", 17.5}, {"unit", "m"}}));
}

TEST_F(CommandLinePlan, AUnitMayBeWrittenBehindTheNumber) {
  EXPECT_EQ(set("etaisyysNaapuritontinRajasta=4m").exit_code, 0);
  EXPECT_EQ(set("rakentamisenSuhdeAlueenPintaAlaan=35 %").exit_code, 0);
  EXPECT_EQ(regulation("etaisyysNaapuritontinRajasta")["unit"], "m");
  EXPECT_EQ(regulation("rakentamisenSuhdeAlueenPintaAlaan")["unit"], "%");
  EXPECT_EQ(set("etaisyysNaapuritontinRajasta=").exit_code, 0);
  EXPECT_EQ(regulation("etaisyysNaapuritontinRajasta"), nullptr);
}

TEST_F(CommandLinePlan, WrongUnitsAndNumbersAreRefusedAndChangeNothing) {
  const Json before = regulation("tehokkuusluku");
  for (const char* setting : {"etaisyysNaapuritontinRajasta=4km", "tehokkuusluku=much", "tehokkuusluku=nan", "=4", "tehokkuusluku",
                              "tehokkuuslukku=2"}) {
    const Finished run = set(setting);
    EXPECT_NE(run.exit_code, 0) << setting;
    EXPECT_FALSE(run.json()["code"].get<std::string>().empty()) << setting;
  }
  EXPECT_EQ(regulation("tehokkuusluku"), before);
  EXPECT_EQ(regulation("etaisyysNaapuritontinRajasta"), nullptr);
}

/// A shoreline area drawn with more vertices than capacity is computed for is kept and edited all the same.
TEST_F(CommandLinePlan, AVeryFineBoundaryIsKeptAndItsFiguresSayWhyTheyAreMissing) {
  Json ring = Json::array();
  for (int i = 0; i < 4000; ++i) ring.push_back({25499000 + i * 0.05, 6674000 + (i % 2) * 0.01});
  ring.push_back({25499100, 6674100});
  ring.push_back(ring.front());
  const Json plan = {{"type", "kaksonen-plan"}, {"version", 1}, {"crs", "EPSG:3879"},
                     {"units", {{{"id", "SHORE"},
                                 {"boundary", {{"type", "Polygon"}, {"coordinates", {ring}}}},
                                 {"regulations", {{{"type", "tehokkuusluku"}, {"value", 0.5}}}}}}}};
  write_text(folder_ / "shore.json", plan.dump());
  ASSERT_EQ(kaksonen({"import", "--twin", twin_, folder_ / "shore.json"}).exit_code, 0);
  unit_ = "SHORE";
  const Finished run = set("tehokkuusluku=0.75");
  ASSERT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_EQ(run.json()["kpi"]["code"], "value-out-of-range");
  EXPECT_EQ(regulation("tehokkuusluku")["value"], 0.75);
  EXPECT_EQ(kaksonen({"plan", "show", "SHORE", "--twin", twin_}).exit_code, 0);
}

/// A whole plan area in one run: every unit has its answer, and the same one as alone.
TEST_F(CommandLinePlan, EnvelopesAndMassingsOfAllUnitsInOneRun) {
  const Json listed = kaksonen({"plan", "list", "--twin", twin_, "--json"}).json();
  const Finished run = kaksonen({"run", "zoning-capacity", "--twin", twin_, "--input", "-", "--json"}, "{}");
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const Json all = run.json();
  EXPECT_EQ(all["units"].size() + all["failed"].size(), listed["plan_units"].size());
  const Json alone = kaksonen({"run", "zoning-capacity", "--twin", twin_, "--input", "-", "--json"}, Json{{"plan_unit", unit_}}.dump()).json();
  Json found;
  for (const Json& one : all["units"]) {
    if (one["id"] == unit_) found = one;
  }
  ASSERT_FALSE(found.is_null());
  found.erase("id");
  EXPECT_EQ(found, alone);
  const Json massings = kaksonen({"run", "massing", "--twin", twin_, "--input", "-", "--json"}, R"({"kind":"slab"})").json();
  EXPECT_EQ(massings["units"].size() + massings["failed"].size(), listed["plan_units"].size());
  const Finished unknown = kaksonen({"run", "massing", "--twin", twin_, "--input", "-", "--json"}, R"({"kind":"slab","plan":"no such plan"})");
  EXPECT_EQ(unknown.json()["code"], "reference-missing");
}

}  // namespace
}  // namespace tests
