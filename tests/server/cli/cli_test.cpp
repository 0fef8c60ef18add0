// The command line as a user meets it: documents, exit codes, what is left behind.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

TEST(CommandLine, UsageErrorsLeaveWithTwo) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {}, {"fly"}, {"import"}, {"info", "--twin"}, {"info", "--twin", "x.twin", "--colour", "red"},
           {"branch"}, {"synth", "--buildings", "0", "--out", "x"}, {"log", "--twin", "x", "--limit", "many"}}) {
    const Finished run = kaksonen(words);
    EXPECT_EQ(run.exit_code, 2) << run.err;
    EXPECT_FALSE(run.err.empty());
  }
  const Finished json = kaksonen({"info", "--json"});
  EXPECT_EQ(json.exit_code, 2);
  EXPECT_EQ(json.json()["code"], "usage");
}

TEST(CommandLine, EveryCommandHasHelpWithAnExample) {
  for (const char* command : {"import", "validate", "info", "log", "verify", "undo", "diff", "compare", "export", "branch", "plan",
                              "run", "processes", "report", "series", "serve", "synth", "tiles", "bench", "links"}) {
    const Finished run = kaksonen({command, "--help"});
    EXPECT_EQ(run.exit_code, 0) << command;
    EXPECT_NE(run.out.find("Example:\n  kaksonen " + std::string(command)), std::string::npos) << run.out;
  }
}

TEST(CommandLine, WrongWordsAreNamed) {
  EXPECT_NE(kaksonen({"frobnicate"}).err.find("frobnicate"), std::string::npos);
  for (const auto& words : std::vector<std::vector<std::string>>{{"serve", "--twin", "x.twin", "--port", "70000"},
                                                                 {"synth", "--seed", "-1", "--out", "x"},
                                                                 {"log", "--twin", "x.twin", "--limit", "0"},
                                                                 {"import", "x.gml", "--twin", "x.twin", "--max-rejects", "-1"}}) {
    EXPECT_EQ(kaksonen(words).exit_code, 2) << words[0];
  }
  const Finished address = kaksonen({"info", "--twin", "localhost:18611", "--json"});
  EXPECT_EQ(address.exit_code, 3);
  EXPECT_NE(address.json()["remedy"].get<std::string>().find("http://localhost:18611"), std::string::npos);
}

TEST(CommandLine, ImportAnswersForEveryRecordAndWritesOneCommit) {
  const TemporaryFolder folder;
  const std::string city = folder / "city", twin = folder / "city.twin";
  ASSERT_EQ(kaksonen({"synth", "--buildings", "37", "--seed", "5", "--errors", "0", "--out", city}).exit_code, 0);
  const Finished run = kaksonen({"import", "--twin", twin, "--author", "planner", "--json", city + "/city.gml",
                            city + "/register.csv", city + "/plan.json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const Json answer = run.json();
  ASSERT_EQ(answer["files"].size(), 3U);
  for (const Json& file : answer["files"]) {
    EXPECT_EQ(file["read"].get<int>(), file["accepted"].get<int>() + file["repaired"].get<int>() + file["rejected"].get<int>());
  }
  // One Building element for each house asked for; streets and green are counted beside them.
  EXPECT_EQ(answer["files"][0]["classes"]["Building"]["read"], 37);
  EXPECT_GT(answer["files"][0]["classes"]["Road"]["accepted"], 5);
  EXPECT_GT(answer["files"][0]["classes"]["WaterBody"]["accepted"], 0);
  int linked = 0;
  for (const auto& [reason, count] : answer["linked"].items()) linked += count.get<int>();
  EXPECT_EQ(linked, 37);
  const Json log = kaksonen({"log", "--twin", twin, "--json"}).json();
  ASSERT_EQ(log["entries"].size(), 1U);
  EXPECT_EQ(log["entries"][0]["commit"], answer["commit"]);
  EXPECT_EQ(log["entries"][0]["author"], "planner");
  const Json info = kaksonen({"info", "--twin", twin, "--json"}).json();
  EXPECT_EQ(info["buildings"], 37);
  EXPECT_EQ(info["city_objects"]["Road"], answer["files"][0]["classes"]["Road"]["accepted"]);
  EXPECT_EQ(info["crs"], "EPSG:3879");
  const std::string words = kaksonen({"info", "--twin", twin}).out;
  EXPECT_NE(words.find("37 buildings, "), std::string::npos) << words;
  EXPECT_NE(words.find(", 1 commit\n"), std::string::npos) << words;
  EXPECT_NE(words.find("register rows: 34 by id, "), std::string::npos) << words;  // as the import's own "linked" says
  EXPECT_EQ(answer["linked"]["by_id"], 34);
  EXPECT_EQ(kaksonen({"verify", "--twin", twin, "--json"}).json()["whole"], true);

  // The same files again change nothing and say so.
  const Finished again = kaksonen({"import", "--twin", twin, "--json", city + "/city.gml", city + "/register.csv", city + "/plan.json"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.json()["commit"], answer["commit"]);
}

std::string street_file(const std::vector<std::pair<std::string, double>>& streets) {
  std::string out = "<?xml version=\"1.0\"?><core:CityModel xmlns:core=\"http://www.opengis.net/citygml/2.0\" "
                    "xmlns:tran=\"http://www.opengis.net/citygml/transportation/2.0\" xmlns:gml=\"http://www.opengis.net/gml\">"
                    "<gml:boundedBy><gml:Envelope srsName=\"urn:ogc:def:crs:EPSG::3879\"/></gml:boundedBy>";
  for (const auto& [id, width] : streets) {
    const std::string far = std::to_string(6'673'000 + width);
    out += "<core:cityObjectMember><tran:Road gml:id=\"" + id + "\"><tran:lod1MultiSurface><gml:MultiSurface><gml:surfaceMember><gml:Polygon>"
           "<gml:exterior><gml:LinearRing><gml:posList>6673000 25498000 5 6673000 25498100 5 " + far + " 25498100 5 " + far +
           " 25498000 5 6673000 25498000 5</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>"
           "</gml:MultiSurface></tran:lod1MultiSurface></tran:Road></core:cityObjectMember>";
  }
  return out + "</core:CityModel>";
}

TEST(CommandLine, ANewEditionOfStreetsIsADifferenceById) {
  const TemporaryFolder folder;
  const std::string file = folder / "streets.gml", twin = folder / "streets.twin";
  write_text(file, street_file({{"a", 10}, {"b", 12}, {"c", 8}}));
  const Finished first = kaksonen({"import", "--twin", twin, "--json", file});
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(first.json()["changes"]["added"], 3);
  EXPECT_EQ(kaksonen({"info", "--twin", twin, "--json"}).json()["city_objects"], Json({{"Road", 3}}));
  EXPECT_EQ(kaksonen({"import", "--twin", twin, "--json", file}).json()["unchanged"], true);

  write_text(file, street_file({{"a", 10}, {"b", 14}}));
  const Finished next = kaksonen({"import", "--complete", "--twin", twin, "--json", file});
  ASSERT_EQ(next.exit_code, 0) << next.err;
  EXPECT_EQ(next.json()["changes"], Json({{"added", 0}, {"removed", 1}, {"geometry", 1}, {"attributes", 0}}));
  EXPECT_EQ(next.json()["changed"]["removed"][0]["id"], "c");
  EXPECT_EQ(kaksonen({"info", "--twin", twin, "--json", "--as-of", "1"}).json()["city_objects"]["Road"], 3);
  EXPECT_EQ(kaksonen({"info", "--twin", twin, "--json"}).json()["city_objects"]["Road"], 2);
  EXPECT_EQ(kaksonen({"verify", "--twin", twin, "--json"}).json()["whole"], true);
}

TEST(CommandLine, FilesOfOneNameAreToldApart) {
  const TemporaryFolder folder;
  for (const char* name : {"east", "west"}) {
    std::filesystem::create_directories(folder / name);
    write_text(folder / name + "/rows.csv", "VTJ_PRT,storeys\n12345,3\n");
  }
  write_text(folder / "plain.csv", "VTJ_PRT,storeys\n12345,3\n");
  const Json files = kaksonen({"validate", "--json", folder / "east" + "/rows.csv", folder / "west" + "/rows.csv", folder / "plain.csv"}).json()["files"];
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0]["file"], "east/rows.csv");
  EXPECT_EQ(files[1]["file"], "west/rows.csv");
  EXPECT_EQ(files[2]["file"], "plain.csv");
}

TEST(CommandLine, FailedImportLeavesNothing) {
  const TemporaryFolder folder;
  write_text(folder / "cut.gml", "<?xml version=\"1.0\"?><CityModel xmlns=\"http://www.opengis.net/citygml/2.0\"><cityObjectMember>");
  for (const std::string& file : {folder / "cut.gml", folder / "absent.gml"}) {
    const Finished run = kaksonen({"import", "--twin", folder / "new.twin", "--json", file});
    EXPECT_EQ(run.exit_code, 3);
    const Json problem = run.json();
    for (const char* member : {"code", "place", "value", "remedy"}) EXPECT_TRUE(problem.contains(member)) << problem;
    EXPECT_FALSE(problem["remedy"].get<std::string>().empty());
    EXPECT_FALSE(std::filesystem::exists(folder / "new.twin"));
  }
}

TEST(CommandLine, TooManyRejectsCommitNothing) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder);
  const Json before = kaksonen({"info", "--twin", twin, "--json"}).json();
  write_text(folder / "bad.csv", "VTJ_PRT,storeys\n12345,3\n103557252X,4\n");   // too short; wrong check character
  const Finished run = kaksonen({"import", "--twin", twin, "--json", "--max-rejects", "1", folder / "bad.csv"});
  EXPECT_EQ(run.exit_code, 1) << run.err;
  EXPECT_EQ(run.json()["files"][0]["rejected"], 2);
  EXPECT_TRUE(run.json()["commit"].is_null());
  EXPECT_EQ(kaksonen({"info", "--twin", twin, "--json"}).json()["head"], before["head"]);
}

TEST(CommandLine, ASpanThatEndsBeforeItBeginsIsRefusedAtOnce) {
  const TemporaryFolder folder;
  // The file is not even looked into.
  write_text(folder / "noise.gml", "this is not XML");
  for (const char* const to : {"2026-01-01", "2027-02-01"}) {
    const Finished run = kaksonen({"import", "--twin", folder / "new.twin", "--json", "--valid-from", "2027-02-01", "--valid-to", to, folder / "noise.gml"});
    EXPECT_NE(run.exit_code, 0);
    EXPECT_EQ(run.json()["code"], "parameter-invalid") << run.out;
    EXPECT_EQ(run.json()["place"], "valid-to");
    EXPECT_EQ(run.json()["value"], to);
    EXPECT_FALSE(std::filesystem::exists(folder / "new.twin"));
  }
}

TEST(CommandLine, AnEncodingIsDeclared) {
  const TemporaryFolder folder;
  write_text(folder / "r.csv", "VTJ_PRT;address\n103557252H;H\xE4meentie 1\n");
  EXPECT_EQ(kaksonen({"validate", "--json", folder / "r.csv"}).exit_code, 3);
  const Finished declared = kaksonen({"validate", "--json", folder / "r.csv", "--encoding", "ISO-8859-1"});
  EXPECT_EQ(declared.exit_code, 0) << declared.out;
  EXPECT_EQ(declared.json()["files"][0]["accepted"], 1);
  EXPECT_EQ(kaksonen({"validate", "--json", folder / "r.csv", "--encoding", "ISO-8859-99"}).json()["code"], "encoding-unsupported");
}

TEST(CommandLine, ValidateSpeaksEvenOfUnreadableFiles) {
  const TemporaryFolder folder;
  write_text(folder / "noise.gml", "this is not XML");
  const Finished run = kaksonen({"validate", "--json", folder / "noise.gml"});
  EXPECT_EQ(run.exit_code, 3);
  const Json file = run.json()["files"][0];
  EXPECT_EQ(file["findings"][0]["severity"], "error");
  for (const char* member : {"code", "severity", "id", "lod", "place", "value", "remedy"}) {
    EXPECT_TRUE(file["findings"][0].contains(member));
  }
  const std::string city = folder / "city";
  ASSERT_EQ(kaksonen({"synth", "--buildings", "12", "--errors", "0", "--out", city}).exit_code, 0);
  const Finished whole = kaksonen({"validate", "--json", city + "/city.gml", city + "/register.csv", city + "/plan.json"});
  EXPECT_EQ(whole.exit_code, 0) << whole.out;
}

TEST(CommandLine, ValidateTakesTheTolerancesOfVal3dity) {
  const TemporaryFolder folder;
  const std::string city = folder / "city";
  ASSERT_EQ(kaksonen({"synth", "--buildings", "12", "--out", city}).exit_code, 0);
  const std::string model = city + "/city.gml";
  EXPECT_EQ(kaksonen({"validate", model, "--snap-tolerance", "0.002", "--planarity-d2p-tolerance", "0.02",
                      "--planarity-n-tolerance", "10", "--overlap-tolerance", "0.01", "--repair"}).exit_code, 0);
  // Vertices within ten metres are one: of some house no face is left.
  const Finished coarse = kaksonen({"validate", "--json", model, "--snap-tolerance", "10"});
  EXPECT_EQ(coarse.exit_code, 1);
  for (const char* flag : {"--snap-tolerance", "--planarity-d2p-tolerance", "--planarity-n-tolerance", "--overlap-tolerance"}) {
    for (const char* value : {"=-1", "=nan", "=much"}) {
      EXPECT_EQ(kaksonen({"validate", model, flag + std::string(value)}).exit_code, 2) << flag << value;
    }
  }
}

constexpr const char* kPlot = R"({"unit":{"type":"Polygon","coordinates":[[[0,0],[40,0],[40,50],[0,50]]]},
  "regulations":[{"type":"tehokkuusluku","value":1.5},{"type":"rakentamisenSuhdeAlueenPintaAlaan","value":30,"unit":"%"},
                 {"type":"maanpaallinenKerrosluku","value":4}]})";

TEST(CommandLine, RunsAProcessWithoutATwin) {
  // 40 x 50 m, e 1.5, 30 %, IV storeys: by hand 2,400 of 3,000 k-m2, 18 parking spaces, 48 residents.
  const Finished run = kaksonen({"run", "zoning-capacity", "--input", "-", "--json"}, kPlot);
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const Json answer = run.json();
  EXPECT_DOUBLE_EQ(answer["floor_area_allowed_k_m2"], 3000);
  EXPECT_DOUBLE_EQ(answer["floor_area_reachable_k_m2"], 2400);
  EXPECT_EQ(answer["binding_rule"], "maanpaallinenKerrosluku");
  EXPECT_EQ(answer["parking_spaces"], 18);
  EXPECT_DOUBLE_EQ(answer["residents"], 48);
  const Finished wrapped = kaksonen({"run", "zoning-capacity", "--input", "-", "--json"}, "{\"inputs\":" + std::string(kPlot) + "}");
  EXPECT_EQ(wrapped.out, run.out);
  EXPECT_EQ(kaksonen({"run", "flying", "--input", "-", "--json"}, "{}").json()["code"], "process-unknown");
  const Finished broken = kaksonen({"run", "zoning-capacity", "--input", "-", "--json"}, "{\"unit\":");
  EXPECT_EQ(broken.exit_code, 3);
  EXPECT_EQ(broken.json()["code"], "json-malformed");
}

TEST(CommandLine, ScenarioFromBranchToUndo) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder);
  const std::string unit = unit_with(twin, "tehokkuusluku");
  ASSERT_EQ(kaksonen({"branch", "create", "plan-b", "--twin", twin}).exit_code, 0);
  const Finished again = kaksonen({"branch", "create", "plan-b", "--twin", twin, "--json"});
  EXPECT_EQ(again.exit_code, 3);
  const Finished set = kaksonen({"plan", "set", unit, "tehokkuusluku=0.4", "--branch", "plan-b", "--author", "planner", "--twin", twin, "--json"});
  ASSERT_EQ(set.exit_code, 0) << set.err;
  const Json kpi = set.json()["kpi"];
  EXPECT_NEAR(kpi["floor_area_allowed_k_m2"].get<double>(), 0.4 * kpi["plot_area_m2"].get<double>(), 1e-6);
  const Json diff = kaksonen({"diff", "main", "plan-b", "--twin", twin, "--json"}).json();
  ASSERT_EQ(diff["features"].size(), 1U);
  EXPECT_EQ(diff["features"][0]["id"], unit);
  EXPECT_LT(diff["features"][0]["kpi"]["floor_area_allowed_k_m2"]["difference"].get<double>(), 0);
  EXPECT_EQ(kaksonen({"undo", set.json()["commit"], "--branch", "plan-b", "--twin", twin}).exit_code, 0);
  EXPECT_EQ(kaksonen({"diff", "main", "plan-b", "--twin", twin, "--json"}).json()["features"].size(), 0U);
  EXPECT_EQ(kaksonen({"branch", "delete", "plan-b", "--twin", twin}).exit_code, 0);
  EXPECT_EQ(kaksonen({"log", "--branch", "plan-b", "--twin", twin, "--json"}).exit_code, 3);
  EXPECT_EQ(kaksonen({"verify", "--twin", twin, "--json"}).json()["whole"], true);
}

TEST(CommandLine, AnEditLockKeepsOthersOut) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder);
  const std::string unit = unit_with(twin, "tehokkuusluku");
  ASSERT_EQ(kaksonen({"plan", "lock", unit, "--seconds", "600", "--author", "anna", "--twin", twin}).exit_code, 0);
  const Finished refused = kaksonen({"plan", "set", unit, "tehokkuusluku=0.7", "--author", "bertil", "--twin", twin, "--json"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_EQ(refused.json()["code"], "edit-locked");
  EXPECT_NE(refused.json().dump().find("anna"), std::string::npos);
  EXPECT_EQ(kaksonen({"plan", "set", unit, "tehokkuusluku=0.7", "--author", "anna", "--twin", twin}).exit_code, 0);
  EXPECT_EQ(kaksonen({"plan", "unlock", unit, "--author", "anna", "--twin", twin}).exit_code, 0);
  EXPECT_EQ(kaksonen({"plan", "set", unit, "tehokkuusluku=0.8", "--author", "bertil", "--twin", twin}).exit_code, 0);
}

TEST(CommandLine, AServedFileAnswersThroughItsServer) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder);
  const std::string before = kaksonen({"info", "--twin", twin, "--json"}).out;
  const std::string branches = kaksonen({"branch", "list", "--twin", twin, "--json"}).out;
  const std::string unit = unit_with(twin, "tehokkuusluku");
  const std::string shown = kaksonen({"plan", "show", unit, "--twin", twin, "--json"}).out;
  Served served(twin);
  for (const std::string& where : {twin, served.address()}) {
    EXPECT_EQ(kaksonen({"info", "--twin", where, "--json"}).out, before) << where;
    EXPECT_EQ(kaksonen({"branch", "list", "--twin", where, "--json"}).out, branches);
    EXPECT_EQ(kaksonen({"plan", "show", unit, "--twin", where, "--json"}).out, shown);
    EXPECT_EQ(kaksonen({"verify", "--twin", where, "--json"}).json()["whole"], true);
  }
  write_text(folder / "plot.json", "{\"crs\":\"local\"," + std::string(kPlot).substr(1));
  EXPECT_EQ(kaksonen({"run", "zoning-capacity", "--input", folder / "plot.json", "--json", "--twin", twin}).out,
            kaksonen({"run", "zoning-capacity", "--input", folder / "plot.json", "--json"}).out);
  const Finished set = kaksonen({"plan", "set", unit, "tehokkuusluku=0.9", "--twin", twin, "--author", "anna", "--json"});
  EXPECT_EQ(set.exit_code, 0) << set.err;
  const Finished again = kaksonen({"import", "--twin", twin, "--json", folder / "city/city.gml", folder / "city/register.csv"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  const Finished wrong = kaksonen({"import", "--twin", twin, "--json", folder / "plot.json"});
  EXPECT_EQ(wrong.exit_code, 3);
  EXPECT_TRUE(wrong.json().contains("remedy"));
  EXPECT_EQ(kaksonen({"serve", "--twin", twin, "--port", "0"}).exit_code, 3);
  EXPECT_EQ(kaksonen({"tiles", "--twin", twin, "--out", folder / "remote"}).exit_code, 0);
  EXPECT_EQ(served.stop(), 0);
  EXPECT_EQ(kaksonen({"tiles", "--twin", twin, "--out", folder / "local"}).exit_code, 0);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "local")) {
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(folder / "remote") / entry.path().filename()));
    ++files;
  }
  EXPECT_GE(files, 2U);
}

TEST(CommandLine, SameSeedSameBytes) {
  const TemporaryFolder folder;
  for (const char* name : {"a", "b"}) {
    ASSERT_EQ(kaksonen({"synth", "--buildings", "23", "--seed", "9", "--out", folder / name}).exit_code, 0);
  }
  for (const char* file : {"city.gml", "register.csv", "plan.json"}) {
    const auto same = std::system(("cmp -s " + (folder / "a/") + file + " " + (folder / "b/") + file).c_str());
    EXPECT_EQ(same, 0) << file;
  }
}

TEST(CommandLine, ExportsForOtherTools) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder, 15);
  for (const char* format : {"gpkg", "geojson", "csv", "cityjson", "cityjsonseq", "geojson-plan"}) {
    const std::string out = folder / (std::string("city.") + format);
    const Finished run = kaksonen({"export", "--twin", twin, "--format", format, "--out", out, "--json"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(std::filesystem::file_size(out), run.json()["bytes"].get<std::uintmax_t>());
  }
  for (const char* layer : {"building", "city_object", "plan_unit", "street"}) {
    const std::string out = folder / (std::string(layer) + ".geojson");
    EXPECT_EQ(kaksonen({"export", "--twin", twin, "--format", "geojson", "--layer", layer, "--out", out}).exit_code, 0) << layer;
    // make_twin has no streets: an empty collection is a file too.
    EXPECT_EQ(std::filesystem::file_size(out) > 60u, std::string(layer) != "street") << layer;
  }
  EXPECT_EQ(kaksonen({"export", "--twin", twin, "--format", "csv", "--layer", "roads", "--out", folder / "x", "--json"}).json()["code"], "parameter-invalid");
  EXPECT_EQ(kaksonen({"export", "--twin", twin, "--format", "geotiff", "--out", folder / "x", "--json"}).json()["code"], "value-missing");
  EXPECT_EQ(kaksonen({"export", "--twin", twin, "--format", "dwg", "--out", folder / "x", "--json"}).json()["code"], "format-unknown");
  EXPECT_EQ(kaksonen({"export", "--twin", twin, "--out", folder / "no/such/folder/x", "--json"}).json()["code"], "file-not-writable");
  EXPECT_EQ(kaksonen({"info", "--twin", folder / "absent.twin", "--json"}).json()["code"], "twin-missing");
}

TEST(CommandLine, AnExportNeverGoesOverATwin) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder, 7), other = folder / "other.twin", link = folder / "link.csv";
  std::filesystem::copy_file(twin, other);
  std::filesystem::create_symlink(twin, link);
  const Json before = kaksonen({"info", "--twin", twin, "--json"}).json();
  for (const std::string& out : {twin, other, link, folder / "../" + std::filesystem::path(folder / "").parent_path().filename().string() + "/" +
                                                        std::filesystem::path(twin).filename().string(),
                                 twin + "-wal"}) {
    for (const char* format : {"csv", "geojson", "cityjson", "gpkg"}) {
      const Finished run = kaksonen({"export", "--twin", twin, "--format", format, "--out", out, "--json"});
      EXPECT_EQ(run.exit_code, 3) << format << " " << out;
      EXPECT_EQ(run.json()["code"], "target-is-twin") << format << " " << out << run.out;
    }
  }
  {
    const Served served(twin);
    const Finished run = kaksonen({"export", "--twin", served.address(), "--format", "csv", "--out", twin, "--json"});
    EXPECT_EQ(run.json()["code"], "target-is-twin");
  }
  EXPECT_EQ(kaksonen({"info", "--twin", twin, "--json"}).json(), before);
  EXPECT_EQ(kaksonen({"verify", "--twin", other}).exit_code, 0);
}

TEST(CommandLine, WhereNothingCouldBeTakenNothingIsCommitted) {
  const TemporaryFolder folder;
  const std::string twin = make_twin(folder, 7);
  // One key twice: both rows are rejected.
  write_text(folder / "twice.csv", "VTJ_PRT,storeys\n103557252H,2\n103557252H,3\n");
  const Json before = kaksonen({"info", "--twin", twin, "--json"}).json();
  const Finished run = kaksonen({"import", "--twin", twin, folder / "twice.csv", "--json"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_TRUE(run.json()["commit"].is_null());
  EXPECT_EQ(run.json()["files"][0]["rejected"], 2);
  EXPECT_EQ(kaksonen({"info", "--twin", twin, "--json"}).json(), before);
  EXPECT_EQ(kaksonen({"import", "--twin", folder / "new.twin", folder / "twice.csv"}).exit_code, 1);
  EXPECT_FALSE(std::filesystem::exists(folder / "new.twin"));
}

TEST(CommandLine, AFileThatCannotBeReadHasAnExitCodeOfItsOwn) {
  const TemporaryFolder folder;
  write_text(folder / "twice.csv", "VTJ_PRT,storeys\n103557252H,2\n103557252H,3\n");
  write_text(folder / "doctype.gml", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>");
  EXPECT_EQ(kaksonen({"validate", folder / "twice.csv"}).exit_code, 1);
  EXPECT_EQ(kaksonen({"validate", folder / "absent.gml"}).exit_code, 3);
  EXPECT_EQ(kaksonen({"validate", folder / "twice.csv", folder / "doctype.gml"}).exit_code, 3);
}

}  // namespace
}  // namespace tests
