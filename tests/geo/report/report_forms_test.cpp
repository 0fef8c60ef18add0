// The forms of one report: the page, the JSON, the layer for QGIS. They say the same.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <set>

#include "geo/io/report/code_words.hpp"
#include "geo/io/report/report_gpkg.hpp"
#include "geo/io/report/report_html.hpp"
#include "geo/io/report/report_json.hpp"
#include "geo/io/report/sentence_table.hpp"
#include "geo/io/report/sentences.hpp"
#include "tests/geo/report/boxes.hpp"
#include "twin_core/base/catalogue.hpp"

namespace {

using geo::ReportLanguage;
using geo_test::BoxCity;
using twin::Json;

constexpr std::array kLanguages = {ReportLanguage::kFinnish, ReportLanguage::kSwedish, ReportLanguage::kEnglish};

geo::QualityReport report_of(BoxCity& city, geo::ReportHeading heading = {"Boxes", "main", "2026-11-27T09:05:00.000000Z", "", ""}) {
  geo::JudgeOptions options;
  options.current_year = 2026;
  const auto quality = geo::judge_city(city.state(), city.shapes(), options);
  EXPECT_TRUE(quality);
  return geo::make_report(**quality, std::move(heading));
}

BoxCity city_with_flaws() {
  BoxCity city;
  city.add("b0");
  city.add("b1", true);
  auto& tall = city.add("b2");
  tall.card.storeys = 9;
  tall.card.address = "Katariinankatu 1, Helsinki";
  city.add("b3", true).card.storeys = 9;
  return city;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t out = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++out;
  return out;
}

/// Every attribute `data-NAME` of the page whose element has the given key, as numbers.
std::map<std::string, std::vector<std::uint64_t>> rows_of(const std::string& page, const std::string& key, int numbers) {
  std::string pattern = "data-" + key + "=\"([^\"]*)\"";
  for (int i = 0; i < numbers; ++i) pattern += " data-[a-z]+=\"([0-9]+)\"";
  std::map<std::string, std::vector<std::uint64_t>> out;
  const std::regex row(pattern);
  for (auto at = std::sregex_iterator(page.begin(), page.end(), row); at != std::sregex_iterator(); ++at) {
    for (int i = 0; i < numbers; ++i) out[(*at)[1]].push_back(std::stoull((*at)[static_cast<std::size_t>(i) + 2]));
  }
  return out;
}

/// Opening and closing tags match; void elements stand alone. The first thing wrong, or "".
std::string first_fault(const std::string& page) {
  static const std::regex tag("<(/?)([a-zA-Z0-9]+)(?:\\s[^<>]*)?>");
  std::vector<std::string> open;
  for (auto at = std::sregex_iterator(page.begin(), page.end(), tag); at != std::sregex_iterator(); ++at) {
    const std::string whole = (*at)[0], name = (*at)[2];
    if (name == "meta" || name == "br" || whole.ends_with("/>")) continue;
    if ((*at)[1] == "") {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "</" + name + "> closes " + (open.empty() ? "nothing" : open.back());
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> stays open";
}

TEST(ReportForms, ThePageHasTheNumbersOfTheJson) {
  BoxCity city = city_with_flaws();
  const auto report = report_of(city);
  const Json json = geo::report_json(report);
  for (const auto language : kLanguages) {
    const std::string page = geo::report_html(report, {language, false});
    EXPECT_EQ(first_fault(page), "");
    const auto shares = rows_of(page, "share", 2);
    ASSERT_EQ(shares.size(), 4u);
    for (const auto& [name, numbers] : shares) {
      EXPECT_EQ(json["shares"][name]["count"], numbers[0]) << name;
      EXPECT_EQ(json["shares"][name]["of"], numbers[1]) << name;
    }
    const auto codes = rows_of(page, "code", 2);
    ASSERT_EQ(codes.size(), json["codes"].size());
    for (const Json& code : json["codes"]) {
      EXPECT_EQ(codes.at(code["code"])[0], code["findings"]);
      EXPECT_EQ(codes.at(code["code"])[1], code["buildings"]);
    }
    const auto links = rows_of(page, "link", 1);
    for (const auto& [reason, number] : json["links"].items()) EXPECT_EQ(links.at(reason)[0], number) << reason;
    const auto fields = rows_of(page, "field", 1);
    for (const Json& field : json["fields"]) EXPECT_EQ(fields.at(field["field"])[0], field["missing"]) << field["field"];
    EXPECT_EQ(count_of(page, "<section class=\"building\""), json["buildings"].size());
    EXPECT_EQ(count_of(page, "<tr class=\"worst\">"), json["worst"].size());
  }
}

TEST(ReportForms, TheJsonAddsUp) {
  BoxCity city = city_with_flaws();
  const Json json = geo::report_json(report_of(city));
  EXPECT_EQ(json["type"], "kaksonen-quality-report");
  EXPECT_EQ(json["worst"], (Json{"b3", "b1", "b2"}));  // both open, b3 has a warning more
  std::map<std::string, int> severities, codes;
  for (const Json& building : json["buildings"]) {
    for (const Json& finding : building["findings"]) {
      ++severities[finding["severity"]];
      ++codes[finding["code"]];
    }
  }
  for (const auto& [name, number] : json["severities"].items()) EXPECT_EQ(number, severities[name]) << name;
  for (const Json& code : json["codes"]) EXPECT_EQ(code["findings"], codes[code["code"]]);
  EXPECT_EQ(json["codes"][0]["name"], "SHELL_NOT_CLOSED");
  EXPECT_EQ(json["buildings"][0]["volume_known"], false);
  EXPECT_EQ(json["buildings"][0]["at"], (Json{25'497'065.0, 6'672'504.0}));  // the fourth box: 60 m on, and its middle
}

TEST(ReportForms, EveryLinkOfThePageLeadsSomewhere) {
  BoxCity city = city_with_flaws();
  const std::string page = geo::report_html(report_of(city), {});
  const std::regex link("href=\"#([^\"]+)\"");
  std::size_t links = 0;
  for (auto at = std::sregex_iterator(page.begin(), page.end(), link); at != std::sregex_iterator(); ++at, ++links) {
    EXPECT_EQ(count_of(page, " id=\"" + (*at)[1].str() + "\""), 1u) << (*at)[1];
  }
  EXPECT_GT(links, 15u);
  EXPECT_EQ(count_of(page, "id=\"place-"), 3u);
  EXPECT_EQ(page.find("http"), std::string::npos) << "nothing is asked of a network";
  EXPECT_EQ(page.find("<script"), std::string::npos);
}

TEST(ReportForms, AServedPageLeadsToTheServer) {
  BoxCity city = city_with_flaws();
  const auto report = report_of(city, {"Boxes", "plan b", "", "3&<", ""});
  const std::string page = geo::report_html(report, {ReportLanguage::kEnglish, true});
  EXPECT_NE(page.find("href=\"?lang=fi&amp;as-of=3%26%3C\""), std::string::npos);
  EXPECT_NE(page.find("href=\"/#branch=plan%20b&amp;lang=en&amp;building=b1\""), std::string::npos);
  EXPECT_EQ(geo::report_html(report, {}).find("/#branch="), std::string::npos);
}

TEST(ReportForms, RulesAreInTheLanguageOfThePage) {
  BoxCity city = city_with_flaws();
  const auto report = report_of(city);
  ASSERT_EQ(report.rules.size(), 1u);
  const std::map<ReportLanguage, std::string> told = {{ReportLanguage::kFinnish, "Malli on liian matala näin monelle kerrokselle"},
                                                      {ReportLanguage::kSwedish, "Modellen är för låg för så många våningar"},
                                                      {ReportLanguage::kEnglish, "The model is too low for so many storeys"}};
  for (const auto language : kLanguages) {
    const std::string page = geo::report_html(report, {language, false});
    for (const auto& [other, sentence] : told) {
      // Once in the table of rules, once for each of the two buildings.
      EXPECT_EQ(count_of(page, sentence), language == other ? 3u : 0u) << sentence;
    }
  }
}

TEST(ReportForms, NamesOfOthersAreTextAndNothingElse) {
  constexpr const char* kHostile = "</title><script>alert(1)</script>\"' onload=\"x\" <img src=x onerror=y> & \xC3\xA4";
  BoxCity city;
  auto& building = city.add(kHostile, true);
  building.card.address = kHostile;
  building.card.storeys = 9;
  building.card.source = kHostile;
  building.link_note = kHostile;
  building.card.permanent_id = kHostile;
  const auto report = report_of(city, {kHostile, kHostile, kHostile, kHostile, kHostile});
  const std::string page = geo::report_html(report, {ReportLanguage::kEnglish, true});
  EXPECT_EQ(first_fault(page), "");
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<img"), std::string::npos);
  // What stands between the quotes of an attribute is text, whatever it says.
  const std::string tags = std::regex_replace(page, std::regex("\"[^\"]*\""), "\"\"");
  EXPECT_FALSE(std::regex_search(tags, std::regex("<[^<>]*\\son[a-z]+=[^<>]*>")));
  EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload"), std::string::npos) << "it is shown as it is";
  const std::string anchor = "#building-%3C%2Ftitle%3E%3Cscript%3E";
  EXPECT_NE(page.find("href=\"" + anchor), std::string::npos);
  EXPECT_EQ(Json::parse(geo::report_json(report).dump())["buildings"][0]["id"], kHostile);
}

std::string run(const std::string& command) {
  std::string out;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  for (int c; (c = fgetc(pipe)) != EOF;) out += static_cast<char>(c);
  pclose(pipe);
  return out;
}

TEST(ReportForms, OgrinfoReadsTheLayerOfFindings) {
  BoxCity city = city_with_flaws();
  const auto report = report_of(city);
  const auto path = std::filesystem::path(KAKSONEN_BINARY_DIR) / "report_forms_test.gpkg";
  std::filesystem::remove(path);
  ASSERT_TRUE(geo::write_findings_gpkg(report, path));
  if (std::system("command -v ogrinfo >/dev/null") != 0) GTEST_SKIP() << "ogrinfo is missing (gdal-bin)";
  const std::string layer = run("ogrinfo -ro -al -so " + path.string() + " findings");
  std::size_t findings = 0;
  for (const auto& flawed : report.flawed) findings += flawed.findings.size();
  EXPECT_NE(layer.find("Feature Count: " + std::to_string(findings)), std::string::npos) << layer;
  EXPECT_NE(layer.find("Geometry: 3D Point"), std::string::npos) << layer;
  EXPECT_NE(layer.find("ID[\"EPSG\",3879]"), std::string::npos) << layer;
  const std::string one = run("ogrinfo -ro -al -where \"building_id='b2'\" " + path.string() + " findings");
  EXPECT_NE(one.find("Feature Count: 1"), std::string::npos) << one;
  EXPECT_NE(one.find("code (String) = register-contradiction"), std::string::npos) << one;
  EXPECT_NE(one.find("severity (String) = warning"), std::string::npos) << one;
  EXPECT_NE(one.find("value (String) = 9 storeys, 6.0 m high"), std::string::npos) << one;
  EXPECT_NE(one.find("POINT Z (25497045 6672504 0)"), std::string::npos) << one;  // the third box: 40 m on, and its middle
  std::filesystem::remove(path);
}

TEST(ReportForms, TableJsonAndLayerCountTheSameFindings) {
  BoxCity city = city_with_flaws();
  auto& noted = city.add("b4");
  twin::LinkDetails details;
  details.conflicts.push_back({twin::CardField::kAddress, false, "Kuja 1"});
  noted.details = std::move(details);
  geo::JudgeOptions options;
  options.current_year = 2026;
  geo::ImportedFile file;
  file.file = "register.csv";
  file.findings = {{"duplicate-key", twin::Severity::kError, "100000001B", "", "row 2, row 7", "VTJ-PRT 100000001B", "Keep one."}};
  const auto report = geo::make_report(**geo::judge_city(city.state(), city.shapes(), options), {}, {file});
  const Json json = geo::report_json(report, ReportLanguage::kSwedish);
  std::size_t counted = 0, listed = json["records"].size(), notes = 0;
  for (const Json& code : json["codes"]) counted += code["findings"].get<std::size_t>();
  for (const Json& building : json["buildings"]) {
    listed += building["findings"].size();
    notes += building["severities"]["info"].get<std::size_t>();
  }
  EXPECT_EQ(counted, listed);
  EXPECT_EQ(notes, 1u);
  EXPECT_EQ(json["records"][0]["file"], "register.csv");
  EXPECT_EQ(json["records"][0]["id"], "100000001B");
  const std::string page = geo::report_html(report, {});
  EXPECT_EQ(count_of(page, "<section class=\"building\""), json["buildings"].size()) << "with its note, the client links there";
  EXPECT_EQ(count_of(page, "<tr class=\"record\">"), 1u);
  const auto path = std::filesystem::path(KAKSONEN_BINARY_DIR) / "report_counts_test.gpkg";
  std::filesystem::remove(path);
  ASSERT_TRUE(geo::write_findings_gpkg(report, path, ReportLanguage::kSwedish));
  if (std::system("command -v ogrinfo >/dev/null") != 0) GTEST_SKIP() << "ogrinfo is missing (gdal-bin)";
  EXPECT_NE(run("ogrinfo -ro -al -so " + path.string() + " findings").find("Feature Count: " + std::to_string(counted)), std::string::npos);
  const std::string record = run("ogrinfo -ro -al -where \"file='register.csv'\" " + path.string() + " findings");
  EXPECT_NE(record.find("record (String) = 100000001B"), std::string::npos) << record;
  EXPECT_EQ(record.find("POINT"), std::string::npos) << "a row has no place of its own";
  const std::string swedish = run("ogrinfo -ro -al -where \"building_id='b2'\" " + path.string() + " findings");
  EXPECT_NE(swedish.find("value (String) = 9 våningar, 6,0 m hög"), std::string::npos) << swedish;
  std::filesystem::remove(path);
}

TEST(ReportForms, ALocalFrameHasNoLayer) {
  BoxCity city("local");
  city.add("b", true);
  const auto report = report_of(city);
  const auto done = geo::write_findings_gpkg(report, "never.gpkg");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.problem().code, "frame-not-placed");
  EXPECT_EQ(geo::report_html(report, {}).find("gpkg"), std::string::npos) << "and the page names none";
}

TEST(ReportForms, ALargeCityIsCountedInSquares) {
  constexpr int kBuildings = 4500;
  BoxCity city;
  for (int i = 0; i < kBuildings; ++i) city.add("b" + std::to_string(i), i % 100 == 0);
  const std::string page = geo::report_html(report_of(city), {});
  const auto map = page.substr(page.find("<figure"), page.find("</figure>") - page.find("<figure"));
  EXPECT_LT(map.size(), 60'000u);
  EXPECT_EQ(count_of(map, "<a class=\"mark\""), 20u);
  // The row's westernmost box of every hundred is open: 45 buildings in 23 squares of 50 m, each with 2 or 3 x 2 buildings.
  const std::regex legend("swatch ([a-z0-9]+)\"></span>[^<]*<b>([0-9,]+)</b>");
  std::uint64_t all = 0;
  for (auto at = std::sregex_iterator(map.begin(), map.end(), legend); at != std::sregex_iterator(); ++at) {
    std::string number = (*at)[2];
    std::erase(number, ',');
    all += std::stoull(number);
  }
  EXPECT_EQ(all, static_cast<std::uint64_t>(kBuildings)) << "classes add up to all buildings";
}

TEST(ReportForms, AnEmptyTwinHasAPage) {
  BoxCity city;
  const auto report = report_of(city);
  for (const auto language : kLanguages) EXPECT_EQ(first_fault(geo::report_html(report, {language, true})), "");
  EXPECT_EQ(geo::report_json(report)["shares"]["linked"]["of"], 0);
}

TEST(ReportWords, NumbersAreWrittenAsTheLanguageDoes) {
  EXPECT_EQ(geo::amount(80'000, ReportLanguage::kFinnish), "80\u00a0000");
  EXPECT_EQ(geo::amount(1'234'567, ReportLanguage::kEnglish), "1,234,567");
  EXPECT_EQ(geo::percent(36, 61, ReportLanguage::kFinnish), "59\u00a0%");
  EXPECT_EQ(geo::percent(60, 61, ReportLanguage::kEnglish), "98%");
  EXPECT_EQ(geo::percent(3, 61, ReportLanguage::kSwedish), "4,9\u00a0%");
  EXPECT_EQ(geo::percent(1, 80'000, ReportLanguage::kEnglish), "0.1%") << "something is not nothing";
  EXPECT_EQ(geo::percent(79'999, 80'000, ReportLanguage::kEnglish), "99.9%");
  EXPECT_EQ(geo::percent(80'000, 80'000, ReportLanguage::kEnglish), "100%");
  EXPECT_EQ(geo::percent(0, 0, ReportLanguage::kEnglish), "–");
  EXPECT_EQ(geo::moment("2026-11-07T09:05:00.000000Z", ReportLanguage::kFinnish), "7.11.2026 09.05 UTC");
  EXPECT_EQ(geo::moment("2026-11-07T09:05:00.000000Z", ReportLanguage::kEnglish), "7 November 2026 09:05 UTC");
  EXPECT_EQ(geo::moment("never", ReportLanguage::kSwedish), "never");
}

TEST(ReportSentences, ValuesAreTakenOverIntoTheOtherLanguage) {
  const auto fi = [](const char* text) { return geo::sentence_in(text, ReportLanguage::kFinnish).value_or("?"); };
  const auto sv = [](const char* text) { return geo::sentence_in(text, ReportLanguage::kSwedish).value_or("?"); };
  EXPECT_EQ(fi("VTJ-PRT 190000538L in register.csv row 513"), "VTJ-PRT 190000538L: register.csv rivi 513");
  EXPECT_EQ(sv("VTJ-PRT 190000538L in register.csv row 513; 2 buildings of the model share this row"),
            "VTJ-PRT 190000538L i register.csv rad 513; 2 av modellens byggnader delar raden");
  EXPECT_EQ(fi("solid 1, shell 1, face 2"), "kappale 1, kuori 1, pinta 2");
  EXPECT_EQ(fi("1 of 7 faces"), "1 pintaa 7:sta");
  EXPECT_EQ(sv("0.250 m deep into part b, solid 1"), "0,250 m in i del b, kropp 1");
  EXPECT_EQ(fi("6 storeys: register 2015; 18.2 m high: model 2019"), "6 kerrosta: rekisteri 2015; korkeus 18,2 m: malli 2019");
  EXPECT_EQ(sv("address Kuja 1, Helsinki: register; Tiirakuja 31: model"), "adress Kuja 1, Helsinki: registret; Tiirakuja 31: modellen");
  EXPECT_EQ(fi("4 m from the footprint, same street, other number (Kuja 3, Helsinki), 6 storeys fit 18.2 m (register.csv row 7)"),
            "4 m pohjasta, sama katu, toinen numero (Kuja 3, Helsinki), 6 kerrosta sopii 18,2 m:iin (register.csv rivi 7)");
  EXPECT_EQ(fi("edge (25497001.500 6672502.250 6.000)-(25497003.000 6672502.000 6.000)"),
            "särmä (25497001.500 6672502.250 6.000)-(25497003.000 6672502.000 6.000)");
  EXPECT_EQ(fi("Its check character would be 9: one of the digits or that character is wrong."),
            "Tarkistusmerkki olisi 9: jokin numero tai merkki on väärin.");
  EXPECT_EQ(fi("a sentence that nobody wrote"), "?");
  EXPECT_EQ(geo::sentence_in("turn the face", ReportLanguage::kEnglish), "turn the face");
}

TEST(ReportSentences, HaveAsManyValuesInEachLanguage) {
  const auto values = [](std::string_view form) { return count_of(std::string(form), "{}"); };
  std::set<std::string_view> seen;
  for (const auto& table : {geo::geometry_sentences(), geo::register_sentences()}) {
    for (const auto& sentence : table) {
      EXPECT_TRUE(seen.insert(sentence.en).second) << sentence.en;
      EXPECT_EQ(values(sentence.fi), values(sentence.en)) << sentence.en;
      EXPECT_EQ(values(sentence.sv), values(sentence.en)) << sentence.en;
      // No other form takes it: with 7 for each value it comes back as its own words. Lists and brackets are taken apart before.
      const auto filled = [](std::string_view form) { return std::regex_replace(std::string(form), std::regex("\\{\\}"), "7"); };
      if (sentence.en.find_first_of(",;(") != std::string_view::npos) continue;
      EXPECT_EQ(geo::sentence_in(filled(sentence.en), ReportLanguage::kFinnish).value_or("?"), filled(sentence.fi)) << sentence.en;
    }
  }
}

TEST(ReportWords, EveryNumberOfTheValidatorIsExplained) {
  // The codes that geo/validate reports, as geo/README.md lists them.
  for (const char* code : {"101", "102", "104", "201", "202", "203", "204", "205", "206", "207", "208", "301", "302", "303", "305", "306",
                           "307", "401", "402", "403", "404", "405", "501", "502", "503", "601", "902", "999"}) {
    EXPECT_NE(twin::find_problem_kind(code), nullptr) << code;
    EXPECT_FALSE(geo::val3dity_name(code).empty()) << code;
    for (const auto language : kLanguages) EXPECT_FALSE(geo::meaning_of_code(code, language).empty()) << code;
  }
  EXPECT_EQ(geo::val3dity_name("203"), "NON_PLANAR_POLYGON_DISTANCE_PLANE");
  EXPECT_EQ(geo::title_of_code("no-such-code", ReportLanguage::kFinnish), "no-such-code");
}

}  // namespace
