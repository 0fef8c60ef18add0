// Editions of a file, states of the past, merging and taking back: on a file and through a running server.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <regex>
#include <sstream>

#include "tests/server/cli/program.hpp"

namespace tests {
namespace {

using twin::Json;

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

/// A later edition of a synthetic city.gml: its first building is pulled down, the second one has one
/// attribute more, the third one stands 10 mm higher.
struct Edition {
  std::string text, removed, renamed, raised;
};

Edition later_edition(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> members;
  const std::string open = "<core:cityObjectMember><bldg:Building", close = "</core:cityObjectMember>";
  for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const auto length = text.find(close, at) + close.size() - at;
    if (text.substr(at, length).find("<bldg:Building ") != std::string::npos) members.push_back({at, length});
  }
  const auto member = [&](std::size_t index) { return text.substr(members[index].first, members[index].second); };
  const auto id = [](const std::string& of) { return std::regex_replace(of.substr(0, of.find("\">")), std::regex("[^]*gml:id=\""), ""); };
  std::string second = member(1), third = member(2);
  Edition out;
  out.removed = id(member(0));
  out.renamed = id(second);
  out.raised = id(third);
  const auto name = second.find("<bldg:function>");
  second.insert(name, "<gen:stringAttribute name=\"Julkisivu\"><gen:value>tiili</gen:value></gen:stringAttribute>\n");
  // Every height of the third building: the third number of each position.
  const std::regex positions("<gml:posList srsDimension=\"3\">([^<]*)</gml:posList>");
  std::string raised;
  auto begin = std::sregex_iterator(third.begin(), third.end(), positions);
  std::size_t from = 0;
  for (auto it = begin; it != std::sregex_iterator(); ++it) {
    raised += third.substr(from, static_cast<std::size_t>(it->position(1)) - from);
    std::istringstream numbers((*it)[1].str());
    std::string number, list;
    for (int i = 0; numbers >> number; ++i) {
      if (i % 3 == 2) number = std::to_string(std::stod(number) + 0.01);
      list += (i ? " " : "") + number;
    }
    raised += list;
    from = static_cast<std::size_t>(it->position(1) + it->length(1));
  }
  raised += third.substr(from);
  out.text = text.substr(0, members[0].first) + second + raised + text.substr(members[2].first + members[2].second);
  return out;
}

class CommandLineHistory : public testing::TestWithParam<bool> {
 protected:
  CommandLineHistory() : file_(make_twin(folder_)), unit_(unit_with(file_, "tehokkuusluku")) {
    if (!GetParam()) return;
    served_ = std::make_unique<Served>(file_);
    twin_ = served_->address();
  }

  Json run(std::vector<std::string> arguments, int exit_code = 0) {
    arguments.insert(arguments.end(), {"--twin", twin_, "--json"});
    const Finished done = kaksonen(arguments);
    EXPECT_EQ(done.exit_code, exit_code) << arguments[0] << ": " << done.out << done.err;
    return done.json();
  }
  Json ratio(const std::vector<std::string>& when = {}) {
    std::vector<std::string> arguments = {"plan", "show", unit_};
    arguments.insert(arguments.end(), when.begin(), when.end());
    const Json unit = run(arguments);
    for (const Json& each : unit["regulations"]) {
      if (each["type"] == "tehokkuusluku") return each["value"];
    }
    return nullptr;
  }
  std::string set(const std::string& setting, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"plan", "set", unit_, setting};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments)["commit"];
  }

  TemporaryFolder folder_;
  std::string file_, unit_;
  std::unique_ptr<Served> served_;
  std::string twin_ = file_;
};

TEST_P(CommandLineHistory, TheSameFileAgainChangesNothing) {
  const std::string city = folder_ / "city";
  const auto commits = run({"log"})["entries"].size();
  for (const std::vector<std::string>& files : {std::vector{city + "/city.gml", city + "/register.csv", city + "/plan.json"},
                                                std::vector{city + "/city.gml"}, std::vector{city + "/register.csv"},
                                                std::vector{city + "/plan.json"}}) {
    std::vector<std::string> arguments = {"import"};
    arguments.insert(arguments.end(), files.begin(), files.end());
    const Json answer = run(arguments);
    EXPECT_EQ(answer.value("unchanged", false), true) << files.back();
    EXPECT_EQ(answer["changes"], (Json{{"added", 0}, {"removed", 0}, {"geometry", 0}, {"attributes", 0}})) << files.back() << answer["changed"];
  }
  EXPECT_EQ(run({"log"})["entries"].size(), commits);
}

TEST_P(CommandLineHistory, ALaterEditionIsADifferenceById) {
  const Edition later = later_edition(read_text(folder_ / "city" + "/city.gml"));
  const std::string path = folder_ / "city.gml";
  write_text(path, later.text);
  const Json kept = run({"import", path});
  EXPECT_EQ(kept["changes"], (Json{{"added", 0}, {"removed", 0}, {"geometry", 1}, {"attributes", 1}})) << kept["changed"];
  EXPECT_EQ(kept["changed"]["geometry"][0]["id"], later.raised);
  EXPECT_EQ(kept["changed"]["attributes"][0]["id"], later.renamed);
  EXPECT_EQ(kept["changed"]["attributes"][0]["attributes"], Json::array({"attribute.Julkisivu"}));
  EXPECT_EQ(run({"info"})["buildings"], 30);

  const Json whole = run({"import", "--complete", path});
  EXPECT_EQ(whole["changes"], (Json{{"added", 0}, {"removed", 1}, {"geometry", 0}, {"attributes", 0}}));
  EXPECT_EQ(whole["changed"]["removed"][0]["id"], later.removed);
  EXPECT_EQ(run({"info"})["buildings"], 29);
  EXPECT_EQ(run({"import", "--complete", path}).value("unchanged", false), true);

  const Json diff = run({"diff", "main@1", "main"});
  // Added is the register row of the building that went.
  EXPECT_EQ(diff["counts"], (Json{{"added", 1}, {"removed", 1}, {"changed", 2}, {"geometry", 1}, {"attributes", 1}}));
  for (const Json& feature : diff["features"]) {
    if (feature["id"] != later.renamed) continue;
    EXPECT_EQ(feature["attributes"][0]["name"], "attribute.Julkisivu");
    EXPECT_TRUE(feature["attributes"][0]["a"].is_null());
    EXPECT_EQ(feature["attributes"][0]["b"][0]["value"], "tiili");
  }
  // The other way round what was removed is added.
  EXPECT_EQ(run({"diff", "main", "main@1"})["counts"]["added"], 1);
  EXPECT_EQ(run({"info", "--as-of", "1"})["buildings"], 30);
  EXPECT_EQ(run({"verify"})["whole"], true);
}

TEST_P(CommandLineHistory, TheRowOfABuildingThatGoesStaysWithoutOne) {
  const Edition later = later_edition(read_text(folder_ / "city" + "/city.gml"));
  const std::string path = folder_ / "city.gml";
  write_text(path, later.text);
  const auto links = [&](const std::string& status) { return run({"links", "--status", status, "--limit", "1000"})["links"]; };
  Json row;
  for (const Json& link : links("linked")) {
    if (link["building"] == later.removed) row = link["row"]["id"];
  }
  ASSERT_TRUE(row.is_string()) << later.removed << " has no row";
  const auto is_unlinked = [&] {
    const Json all = links("unlinked");
    return std::any_of(all.begin(), all.end(), [&](const Json& link) { return link["row"].is_object() && link["row"]["id"] == row; });
  };
  EXPECT_FALSE(is_unlinked());
  EXPECT_EQ(run({"import", "--complete", path})["register_rows"]["unlinked"], 1);
  EXPECT_TRUE(is_unlinked());
  EXPECT_EQ(run({"import", "--complete", path}).value("unchanged", false), true);
  // The building comes back, and its row with it.
  run({"import", folder_ / "city" + "/city.gml"});
  EXPECT_FALSE(is_unlinked());
  EXPECT_EQ(run({"verify"})["whole"], true);
}

/// The model with the building of this id under another one, and without the identifiers of the register.
std::string renamed(std::string text, const std::string& id) {
  const auto begin = text.find("gml:id=\"" + id + "\"");
  const auto end = text.find("</bldg:Building>", begin);
  std::string building = text.substr(begin, end - begin);
  for (const char* name : {"VTJ_PRT", "RATU"}) {
    const auto at = building.find(std::string("name=\"") + name + "\"");
    if (at == std::string::npos) continue;
    const auto from = building.rfind("<gen:", at), to = building.find("</gen:", building.find("</gen:value>", at) + 1);
    building.erase(from, building.find('>', to) + 1 - from);
  }
  building.replace(building.find(id), id.size(), "BID_fresh");
  return text.replace(begin, end - begin, building);
}

TEST_P(CommandLineHistory, ABuildingThatComesUnderAnotherNameGetsTheRowOfItsPlace) {
  const std::string text = read_text(folder_ / "city" + "/city.gml"), path = folder_ / "city.gml";
  const std::string old = later_edition(text).removed;
  write_text(path, renamed(text, old));
  const Json linked = run({"info"})["linked"];
  const Json whole = run({"import", "--complete", path});
  EXPECT_EQ(whole["changes"]["added"], 1);
  EXPECT_EQ(whole["changes"]["removed"], 1);
  EXPECT_EQ(whole["register_rows"], (Json{{"review", 0}, {"unlinked", 0}}));
  EXPECT_EQ(whole["linked"]["by_place"], 1) << whole["linked"];
  EXPECT_EQ(run({"import", "--complete", path}).value("unchanged", false), true);
  EXPECT_EQ(run({"diff", "main@1", "main"})["counts"]["changed"], 0) << "nothing else moved";
  // The building under its first name again: everything is as before.
  const Json back = run({"import", "--complete", folder_ / "city" + "/city.gml"});
  EXPECT_EQ(back["linked"], linked);
  EXPECT_EQ(run({"verify"})["whole"], true);
}

TEST_P(CommandLineHistory, ARowThatACompleteRegisterLacksLeavesItsBuilding) {
  const std::string text = read_text(folder_ / "city" + "/register.csv");
  const auto first = text.find('\n') + 1, second = text.find('\n', first) + 1;
  const std::string id = text.substr(first, text.find(',', first) - first);
  const std::string path = folder_ / "register.csv";
  write_text(path, text.substr(0, first) + text.substr(second));
  const auto has_it = [&] {
    const Json all = run({"links", "--status", "linked", "--limit", "1000"})["links"];
    return std::any_of(all.begin(), all.end(), [&](const Json& link) { return link["row"]["id"] == id; });
  };
  EXPECT_TRUE(has_it());
  const Json part = run({"import", path});
  EXPECT_EQ(part["changes"]["attributes"], 0) << "the others stand one row higher, which is no change: " << part["changed"];
  EXPECT_TRUE(has_it()) << "a part of a register says nothing of the other rows";
  const Json whole = run({"import", "--complete", path});
  EXPECT_EQ(whole["changes"]["attributes"], 1) << whole["changed"];
  EXPECT_FALSE(has_it());
  EXPECT_EQ(run({"info"})["linked"], whole["linked"]);
  EXPECT_EQ(run({"import", "--complete", path}).value("unchanged", false), true);
}

TEST_P(CommandLineHistory, TimesAreAnsweredAsInstantsThatAreTakenAgain) {
  const std::string path = folder_ / "city" + "/city.gml";
  const Json answer = run({"import", "--valid-from", "2027-01-01T00:00:00+02:00", "--valid-to", "2028-01-01", path});
  EXPECT_EQ(answer["valid"], (Json{{"from", "2026-12-31T22:00:00.000000Z"}, {"to", "2028-01-01T00:00:00.000000Z"}}));
  const Json edit = run({"plan", "set", unit_, "tehokkuusluku=2.1", "--valid-from", "2027-01-01"});
  EXPECT_EQ(edit["valid"], (Json{{"from", "2027-01-01T00:00:00.000000Z"}, {"to", nullptr}})) << "a date is its first moment in UTC";
  // What the log prints for people names a state: "HASH  2026-11-27T23:12:14Z  author  message".
  const std::string log = kaksonen({"log", "--twin", twin_, "--limit", "1"}).out;
  const std::string time = log.substr(log.find("  ") + 2, 20);
  EXPECT_EQ(time.back(), 'Z') << log;
  EXPECT_EQ(kaksonen({"info", "--twin", twin_, "--as-of", time}).exit_code, 0) << time;
  EXPECT_EQ(run({"info", "--as-of", "99"}, 3)["code"], "commit-unknown");
  EXPECT_EQ(run({"diff", "main@99", "main"}, 3)["code"], "commit-unknown");
}

TEST_P(CommandLineHistory, AnEditionWithRejectedRecordsRemovesNothing) {
  std::string text = read_text(folder_ / "city" + "/city.gml");
  const auto first = text.find("<gml:posList");
  text.replace(text.find('>', first) + 1, 4, "none");
  const std::string path = folder_ / "city.gml";
  write_text(path, text);
  EXPECT_EQ(run({"import", "--complete", path}, 3)["code"], "edition-incomplete");
  EXPECT_EQ(run({"info"})["buildings"], 30);
}

TEST_P(CommandLineHistory, ThePastAndTheFutureAreAskedFor) {
  const Json before = ratio();
  const std::string planned = set("tehokkuusluku=2.5", {"--valid-from", "2030-01-01"});
  EXPECT_EQ(ratio(), 2.5);
  EXPECT_EQ(ratio({"--valid-at", "2029-12-31"}), before);
  EXPECT_EQ(ratio({"--valid-at", "2030-01-01"}), 2.5);
  EXPECT_EQ(ratio({"--as-of", "1", "--valid-at", "2031-01-01"}), before);
  EXPECT_EQ(ratio({"--as-of", planned.substr(0, 10)}), 2.5);
  const Json list = run({"plan", "list", "--as-of", "1"});
  EXPECT_EQ(list["plan_units"].size(), run({"plan", "list"})["plan_units"].size());
  EXPECT_EQ(run({"diff", "main@1", "main", "--valid-at", "2029-12-31"})["counts"]["changed"], 0);
  EXPECT_EQ(run({"diff", "main@1", "main", "--valid-at", "2030-06-01"})["counts"]["changed"], 1);
  const std::string out = folder_ / "past.csv";
  run({"export", "--format", "csv", "--as-of", "1", "--out", out});
  EXPECT_FALSE(read_text(out).empty());
  EXPECT_EQ(run({"info", "--as-of", "last year"}, 3)["code"], "parameter-invalid");
  EXPECT_EQ(run({"info", "--valid-at", "soon"}, 3)["code"], "time-invalid");
}

TEST_P(CommandLineHistory, BranchesMergeAndConflictsAreListed) {
  run({"branch", "create", "plan-b"});
  set("tehokkuusluku=2.0", {"--branch", "plan-b"});
  set("maanpaallinenKerrosluku=7");
  const Json merged = run({"merge", "plan-b", "--into", "main"});
  EXPECT_TRUE(merged["commit"].is_string());
  EXPECT_EQ(ratio(), 2.0);
  EXPECT_EQ(run({"log", "--limit", "1"})["entries"][0]["parents"].size(), 2U);
  EXPECT_EQ(run({"merge", "plan-b", "--into", "main"})["unchanged"], true);

  set("tehokkuusluku=2.2", {"--branch", "plan-b"});
  set("tehokkuusluku=1.8");
  const Json refused = run({"merge", "plan-b", "--into", "main"}, 1);
  EXPECT_TRUE(refused["commit"].is_null());
  ASSERT_EQ(refused["conflicts"].size(), 1U);
  const Json& conflict = refused["conflicts"][0];
  EXPECT_EQ(conflict["id"], unit_);
  EXPECT_EQ(conflict["attribute"], "regulation.tehokkuusluku");
  EXPECT_EQ(conflict["base"][0]["value"], 2.0);
  EXPECT_EQ(conflict["ours"][0]["value"], 1.8);
  EXPECT_EQ(conflict["theirs"][0]["value"], 2.2);
  EXPECT_EQ(ratio(), 1.8);
  EXPECT_TRUE(run({"merge", "plan-b", "--into", "main", "--take", "theirs"})["commit"].is_string());
  EXPECT_EQ(ratio(), 2.2);
  EXPECT_EQ(run({"merge", "nowhere"}, 3)["code"], "branch-unknown");
  EXPECT_EQ(run({"verify"})["whole"], true);
}

TEST_P(CommandLineHistory, AMergeOfAnEditAndARemovalTellsWhatWasEdited) {
  const std::string text = read_text(folder_ / "city" + "/city.gml"), path = folder_ / "city.gml";
  const Edition later = later_edition(text);
  run({"branch", "create", "facades"});
  std::string edited = text;
  edited.insert(edited.find("<bldg:function>", edited.find("gml:id=\"" + later.removed)),
                "<gen:stringAttribute name=\"Julkisivu\"><gen:value>tiili</gen:value></gen:stringAttribute>\n");
  write_text(path, edited);
  run({"import", "--branch", "facades", path});
  write_text(path, later.text);
  run({"import", "--complete", path});
  const Json refused = run({"merge", "facades", "--into", "main"}, 1);
  Json found;
  for (const Json& conflict : refused["conflicts"]) {
    if (conflict["kind"] == "building") found = conflict;
  }
  EXPECT_EQ(found["id"], later.removed);
  EXPECT_TRUE(found["attribute"].is_null());
  EXPECT_TRUE(found["ours"].is_null());
  EXPECT_EQ(found["theirs"]["attribute.Julkisivu"][0]["value"], "tiili") << found;
  EXPECT_EQ(found["theirs"].size(), 1U) << found;
  const std::string out = kaksonen({"merge", "facades", "--into", "main", "--twin", twin_}).out;
  EXPECT_NE(out.find("ours removed it, theirs changed it"), std::string::npos) << out;
  EXPECT_NE(out.find("attribute.Julkisivu"), std::string::npos) << out;
  EXPECT_EQ(out.find('{'), std::string::npos) << "values are words, not JSON: " << out;
  // Theirs brings the building back, with the row that it holds: that is no row without a building any more.
  EXPECT_EQ(run({"links", "--status", "unlinked"})["counts"]["unlinked_rows"], 1);
  EXPECT_TRUE(run({"merge", "facades", "--into", "main", "--take", "theirs"})["commit"].is_string());
  EXPECT_EQ(run({"info"})["buildings"], 30);
  EXPECT_EQ(run({"links", "--status", "unlinked"})["counts"]["unlinked_rows"], 0);
  EXPECT_EQ(run({"verify"})["whole"], true);
}

TEST_P(CommandLineHistory, ADifferenceOfLinksIsInWords) {
  const std::string rows = read_text(folder_ / "city" + "/register.csv"), path = folder_ / "register.csv";
  // The first row's address is another one.
  const auto line = rows.find('\n') + 1, end = rows.find('\n', line);
  std::string head = rows.substr(0, line - 1), first = rows.substr(line, end - line), edited;
  std::istringstream names(head), cells(first);
  for (std::string name, cell; std::getline(names, name, ',') && std::getline(cells, cell, ',');) {
    edited += (edited.empty() ? "" : ",") + (name == "address" || name == "osoite" ? std::string("Erehdyksenkuja 299") : cell);
  }
  ASSERT_NE(edited, first) << head;
  write_text(path, rows.substr(0, line) + edited + rows.substr(end));
  const auto before = run({"log", "--limit", "1"})["entries"][0]["sequence"].get<int>();
  run({"import", path});
  const std::string out = kaksonen({"diff", "main@" + std::to_string(before), "main", "--twin", twin_}).out;
  EXPECT_NE(out.find("Erehdyksenkuja 299"), std::string::npos) << out;
  EXPECT_EQ(out.find('{'), std::string::npos) << out;
}

TEST_P(CommandLineHistory, RevertKeepsWhatCameAfter) {
  const Json before = ratio();
  const std::string raised = set("tehokkuusluku=2.9");
  set("maanpaallinenKerrosluku=9");
  EXPECT_TRUE(run({"revert", raised.substr(0, 12)})["commit"].is_string());
  EXPECT_EQ(ratio(), before);
  const Json unit = run({"plan", "show", unit_});
  bool found = false;
  for (const Json& each : unit["regulations"]) found = found || (each["type"] == "maanpaallinenKerrosluku" && each["value"] == 9);
  EXPECT_TRUE(found);
  const std::string once = set("tehokkuusluku=2.1");
  set("tehokkuusluku=2.3");
  EXPECT_EQ(run({"revert", once}, 1)["conflicts"].size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Where, CommandLineHistory, testing::Bool(), [](const auto& where) { return where.param ? "served" : "file"; });

/// A building of one metre, or of words alone.
std::string cube_or_words(bool surfaces) {
  return std::string(R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[25496000,6672000,10]},)") +
         R"("metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/3879"},"CityObjects":{)"
         R"("square":{"type":"LandUse","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2,3]]]}]},)"
         R"("house":{"type":"Building","attributes":{"storeysAboveGround":1,"colour":"red"})" +
         (surfaces ? R"(,"geometry":[{"type":"Solid","lod":"2","boundaries":[[[[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]]}])"
                   : "") +
         R"(}},"vertices":[[0,0,0],[1,0,0],[1,1,0],[0,1,0],[0,0,3],[1,0,3],[1,1,3],[0,1,3]]})";
}

TEST(Editions, ABuildingOfWordsAloneIsABuildingAndGetsItsSurfaces) {
  const TemporaryFolder folder;
  const std::string twin = folder / "t.twin", file = folder / "a.city.json";
  for (const bool surfaces : {false, true, false}) {
    write_text(file, cube_or_words(surfaces));
    const Finished run = kaksonen({"import", "--twin", twin, file, "--json"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.json()["files"][0]["accepted"], 2);
    const Json info = kaksonen({"info", "--twin", twin, "--json"}).json();
    EXPECT_EQ(info["buildings"], 1);
    EXPECT_EQ(info["city_objects"], (Json{{"LandUse", 1}}));
  }
  // What it says goes out again.
  ASSERT_EQ(kaksonen({"export", "--twin", twin, "--format", "cityjson", "--out", folder / "back.city.json"}).exit_code, 0);
  const Json back = Json::parse(read_text(folder / "back.city.json"));
  EXPECT_EQ(back["CityObjects"]["house"]["type"], "Building");
  EXPECT_EQ(back["CityObjects"]["house"]["attributes"]["colour"], "red");
  EXPECT_EQ(back["CityObjects"]["house"]["attributes"]["storeysAboveGround"], 1);
}

}  // namespace
}  // namespace tests
