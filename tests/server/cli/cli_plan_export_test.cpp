// Plans out of a twin and into another: national plan JSON, our own form, plan units in CityJSON.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

Json load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto out = twin::parse_json(text, 64);
  EXPECT_TRUE(out) << path;
  return out ? *out : Json();
}

std::vector<std::string> example_plans() {
  std::vector<std::string> out;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(shared_data("plan/examples"), missing)) {
    if (entry.path().extension() == ".json") out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// A plan unit as the twin tells it, without what is of the twin alone.
Json unit(const std::string& twin, const std::string& id, const std::string& branch = "main") {
  Json out = kaksonen({"plan", "show", id, "--twin", twin, "--branch", branch, "--json"}).json();
  for (const char* const member : {"digest", "feature", "source"}) out.erase(member);
  return out;
}

void expect_fine(const Finished& run) { EXPECT_EQ(run.exit_code, 0) << run.out << run.err; }

TEST(PlanExportCommand, TheExamplesAreImportedCheckedExportedAndEqual) {
  const auto files = example_plans();
  if (files.empty()) GTEST_SKIP() << "the example plans are not beside the project";
  EXPECT_EQ(files.size(), 17u);
  const TemporaryFolder folder;
  for (const auto& file : files) {
    SCOPED_TRACE(file);
    const auto name = std::filesystem::path(file).filename().string();
    const auto twin = folder / (name + ".twin"), out = folder / name;
    expect_fine(kaksonen({"import", "--twin", twin, file}));
    const auto written = kaksonen({"export", "--twin", twin, "--format", "plan", "--out", out, "--json"});
    expect_fine(written);
    EXPECT_EQ(written.json()["findings"], Json::array());
    EXPECT_EQ(load(out), load(file)) << Json::diff(load(file), load(out)).dump();
    // Under the name that it came in, it is not even a new file.
    EXPECT_EQ(kaksonen({"import", "--twin", twin, out, "--json"}).json()["unchanged"], true);
    std::filesystem::remove(twin);
  }
}

TEST(PlanExportCommand, AnEditOfABranchComesToAnotherTwin) {
  const auto file = shared_data("plan/examples/SpatialPlan-kayttotarkoituskohdistus.json");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the example plans are not beside the project";
  const TemporaryFolder folder;
  const auto twin = folder / "a.twin", other = folder / "b.twin", out = folder / "out.json";
  const std::string block = "ac314efb-3298-4e26-8358-8a17a16eb0c8";
  expect_fine(kaksonen({"import", "--twin", twin, file}));
  expect_fine(kaksonen({"branch", "create", "plan-b", "--twin", twin}));
  expect_fine(kaksonen({"plan", "set", block, "sallittuKerrosala=4800", "--twin", twin, "--branch", "plan-b"}));
  const auto written = kaksonen({"export", "--twin", twin, "--branch", "plan-b", "--format", "plan", "--out", out, "--json"});
  EXPECT_EQ(written.json()["findings"], Json::array());
  // 4,000 k-m2 stand in the file that it came in, and nothing else changes.
  const Json difference = Json::diff(load(file), load(out));
  ASSERT_EQ(difference.size(), 1u) << difference.dump();
  EXPECT_EQ(difference[0]["path"], "/planRegulationGroups/5/planRegulations/0/value/number");
  EXPECT_EQ(difference[0]["value"], 4800);
  expect_fine(kaksonen({"import", "--twin", other, out}));
  const Json list = kaksonen({"plan", "list", "--twin", twin, "--branch", "plan-b", "--json"}).json();
  ASSERT_EQ(list["plan_units"].size(), 3u);
  for (const Json& one : list["plan_units"]) EXPECT_EQ(unit(other, one["id"]), unit(twin, one["id"], "plan-b"));
  // The first branch, and the second one before the edit, go out as they were.
  expect_fine(kaksonen({"export", "--twin", twin, "--format", "plan", "--out", out}));
  EXPECT_EQ(load(out), load(file));
}

TEST(PlanExportCommand, AServedTwinTellsWhatIsNotCarriedToo) {
  const auto file = shared_data("plan/examples/SpatialPlan-korkeusasema.json");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the example plans are not beside the project";
  const TemporaryFolder folder;
  const auto twin = folder / "a.twin", out = folder / "out.json", own = folder / "own.json", patch = folder / "patch.json";
  expect_fine(kaksonen({"import", "--twin", twin, file}));
  const Json list = kaksonen({"plan", "list", "--twin", twin, "--json"}).json();
  Json changed = list["plan_units"][0];
  const std::string id = changed["id"];
  changed["assumptions"]["m2_per_resident"] = 33;
  for (const char* const member : {"digest", "feature", "edit_lock"}) changed.erase(member);
  write_text(patch, changed.dump());
  expect_fine(kaksonen({"plan", "set", id, "--input", patch, "--twin", twin}));
  const Served served(twin);
  const auto written = kaksonen({"export", "--twin", served.address(), "--format", "plan", "--out", out, "--json"});
  expect_fine(written);
  const Json told = written.json()["findings"];
  ASSERT_EQ(told.size(), 1u) << told.dump();
  EXPECT_EQ(told[0]["code"], "plan-not-carried");
  EXPECT_EQ(told[0]["id"], id);
  EXPECT_EQ(told[0]["value"], "assumptions.m2_per_resident");
  EXPECT_EQ(load(out), load(file)) << "the form has no place for it";
  expect_fine(kaksonen({"export", "--twin", served.address(), "--format", "kaksonen-plan", "--out", own}));
  const auto other = folder / "b.twin";
  expect_fine(kaksonen({"import", "--twin", other, own}));
  EXPECT_EQ(unit(other, id), unit(twin, id));
}

TEST(PlanExportCommand, OfSeveralPlansOneIsNamedAndOneNameIsManyAPlan) {
  const auto first = shared_data("plan/examples/SpatialPlan-asemakaava-kumottava-001741.json"),
             second = shared_data("plan/examples/SpatialPlan-asemakaava-kumottava-140500.json");
  if (!std::filesystem::exists(first)) GTEST_SKIP() << "the example plans are not beside the project";
  const TemporaryFolder folder;
  const auto twin = folder / "a.twin", out = folder / "out.json", name = folder / "plan.json";
  for (const auto& file : {first, second}) {  // both under one name
    std::filesystem::copy_file(file, name, std::filesystem::copy_options::overwrite_existing);
    expect_fine(kaksonen({"import", "--twin", twin, name}));
  }
  const auto unsaid = kaksonen({"export", "--twin", twin, "--format", "plan", "--out", out, "--json"});
  EXPECT_NE(unsaid.exit_code, 0);
  EXPECT_EQ(unsaid.json()["code"], "parameter-invalid");
  EXPECT_EQ(unsaid.json()["value"], "2 plans");
  for (const auto& file : {first, second}) {
    const Json plan = load(file);
    expect_fine(kaksonen({"export", "--twin", twin, "--format", "plan", "--plan", plan["planKey"], "--out", out}));
    EXPECT_EQ(load(out), plan) << file;
  }
  const auto wrong = kaksonen({"export", "--twin", twin, "--format", "plan", "--plan", "AK-9", "--out", out, "--json"}).json();
  EXPECT_EQ(wrong["code"], "parameter-invalid");
  EXPECT_NE(wrong["remedy"].get<std::string>().find(load(first)["planKey"].get<std::string>()), std::string::npos) << wrong;
}

TEST(PlanExportCommand, OurOwnPlansComeBackWhole) {
  const TemporaryFolder folder;
  const auto twin = make_twin(folder, 17), other = folder / "other.twin", own = folder / "own.json", plan = folder / "national.json";
  expect_fine(kaksonen({"export", "--twin", twin, "--format", "kaksonen-plan", "--out", own}));
  expect_fine(kaksonen({"import", "--twin", other, own}));
  const Json list = kaksonen({"plan", "list", "--twin", twin, "--json"}).json();
  ASSERT_GE(list["plan_units"].size(), 5u);
  for (const Json& one : list["plan_units"]) EXPECT_EQ(unit(other, one["id"]), unit(twin, one["id"]));
  // Sky planes and setbacks go through the national form as well; uses become regulations there.
  expect_fine(kaksonen({"export", "--twin", twin, "--format", "plan", "--out", plan}));
  const auto national = folder / "national.twin";
  expect_fine(kaksonen({"import", "--twin", national, plan}));
  std::size_t planes = 0;
  for (const Json& one : list["plan_units"]) {
    for (const Json& rule : one["regulations"]) {
      const Json rules = unit(national, one["id"])["regulations"];
      EXPECT_TRUE(std::any_of(rules.begin(), rules.end(), [&](Json again) {
        again.erase("group");
        Json wanted = rule;
        wanted.erase("group");
        return again == wanted;
      })) << one["id"] << " " << rule << " not in " << rules;
      planes += rule["type"] == "sky-plane" ? 1 : 0;
    }
  }
  EXPECT_GT(planes, 0u);
}

TEST(PlanExportCommand, CityJsonHasThePlanUnitsOfABranchAndWhatIsAskedFor) {
  const TemporaryFolder folder;
  const auto twin = make_twin(folder, 17), out = folder / "city.city.json";
  const Json list = kaksonen({"plan", "list", "--twin", twin, "--json"}).json();
  const auto written = kaksonen({"export", "--twin", twin, "--format", "cityjson", "--with", "envelope,massing", "--out", out, "--json"});
  expect_fine(written);
  const Json model = load(out);
  std::map<std::string, std::size_t> classes;
  for (const auto& [id, object] : model["CityObjects"].items()) {
    const Json attributes = object.value("attributes", Json::object());
    if (attributes.contains("kaksonen:class")) ++classes[attributes["kaksonen:class"].get<std::string>() + " " + object["type"].get<std::string>()];
  }
  EXPECT_EQ(classes["PlanUnit LandUse"], list["plan_units"].size());
  EXPECT_GT(classes["PlanEnvelope GenericCityObject"], 2u);
  EXPECT_GT(classes["PlanMassing GenericCityObject"], 2u);
  const Json& first = model["CityObjects"]["plan_unit:AK-1"];
  EXPECT_EQ(first["attributes"]["symbol"], "AK");
  EXPECT_EQ(first["attributes"]["regulations"], list["plan_units"][0]["regulations"]);
  // Its area, by the shoelace formula on the corners of the file, is that of the boundary.
  const auto area_of = [](const auto& corner, std::size_t count) {
    double twice = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto [x0, y0] = corner(i);
      const auto [x1, y1] = corner((i + 1) % count);
      twice += x0 * y1 - x1 * y0;
    }
    return twice / 2;
  };
  const Json ring = first["geometry"][0]["boundaries"][0][0], drawn = list["plan_units"][0]["boundary"]["coordinates"][0];
  const double in_file = area_of([&](std::size_t i) {
    const Json& vertex = model["vertices"][ring[i].get<std::size_t>()];
    return std::pair{vertex[0].get<double>() * 1e-4, vertex[1].get<double>() * 1e-4};
  }, ring.size());
  const double told = area_of([&](std::size_t i) {
    return std::pair{drawn[i][0].get<double>() - drawn[0][0].get<double>(), drawn[i][1].get<double>() - drawn[0][1].get<double>()};
  }, drawn.size() - 1);
  EXPECT_NEAR(in_file, std::abs(told), 0.05) << "seen from above it turns left";

  // As buildings, the solids have no fault that our validator knows.
  Json solids = model;
  for (auto at = solids["CityObjects"].begin(); at != solids["CityObjects"].end();) {
    if (!at.key().starts_with("envelope:") && !at.key().starts_with("massing:")) {
      at = solids["CityObjects"].erase(at);
      continue;
    }
    (*at)["type"] = "Building";
    at->erase("attributes");
    ++at;
  }
  write_text(folder / "solids.city.json", solids.dump());
  const auto checked = kaksonen({"validate", folder / "solids.city.json", "--json"}).json();
  for (const Json& file : checked["files"]) {
    for (const Json& finding : file["findings"]) ADD_FAILURE() << finding;
  }
  // The city that it came from does not take plan units for land use.
  const Json again = kaksonen({"import", "--twin", twin, out, "--json"}).json();
  for (const auto& [kind, count] : again["changes"].items()) EXPECT_EQ(count, 0) << kind;
}

TEST(PlanExportCommand, LayersOfOurOwnExportsAreCalledByTheirName) {
  const TemporaryFolder folder;
  const auto twin = make_twin(folder, 17);
  expect_fine(kaksonen({"synth", "--buildings", "17", "--out", folder / "more"}));
  expect_fine(kaksonen({"import", "--twin", twin, folder / "more/streets.osm", folder / "more/residents.csv"}));
  const std::pair<const char*, const char*> layers[] = {
      {"plan_unit", "--format kaksonen-plan"}, {"city_object", "--format cityjson"}, {"street", "OpenStreetMap"}, {"population_area", "--format gpkg or geojson"}};
  for (const auto& [layer, remedy] : layers) {
    for (const std::string format : {"geojson", "csv", "gpkg"}) {
      if (layer == std::string("population_area") && format != "csv") continue;  // these are read
      const auto out = folder / (std::string(layer) + "." + format);
      const auto written = kaksonen({"export", "--twin", twin, "--format", format, "--layer", layer, "--out", out});
      expect_fine(written);
      const auto told = kaksonen({"import", "--twin", folder / "new.twin", out, "--json"});
      EXPECT_NE(told.exit_code, 0);
      EXPECT_EQ(told.json()["code"], "layer-not-read") << layer << " " << format << " " << told.out << told.err;
      EXPECT_NE(told.json()["remedy"].get<std::string>().find(remedy), std::string::npos) << told.out;
    }
  }
}

TEST(PlanExportCommand, OptionsOfOtherFormatsAreRefused) {
  const TemporaryFolder folder;
  const auto twin = make_twin(folder, 5), out = folder / "out";
  const auto code = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments{"export", "--twin", twin, "--out", out, "--json", "--format"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return kaksonen(arguments).json()["code"].get<std::string>();
  };
  EXPECT_EQ(code({"gpkg", "--plan", "x"}), "parameter-invalid");
  EXPECT_EQ(code({"plan", "--with", "envelope"}), "parameter-invalid");
  EXPECT_EQ(code({"cityjson", "--with", "towers"}), "parameter-invalid");
  EXPECT_EQ(code({"plan", "--layer", "plan_unit"}), "parameter-invalid");
  const auto unknown = kaksonen({"export", "--twin", twin, "--out", out, "--json", "--format", "shapefile"}).json();
  const auto help = kaksonen({"export", "--help"}).out;
  for (const char* const format : {"gpkg", "geojson", "geojson-plan", "csv", "cityjson", "cityjsonseq", "geotiff", "plan", "kaksonen-plan"}) {
    EXPECT_NE(unknown["remedy"].get<std::string>().find(format), std::string::npos) << format;
    EXPECT_NE(help.find(format), std::string::npos) << format;
  }
}

}  // namespace
}  // namespace tests
