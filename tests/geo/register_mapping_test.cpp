#include "geo/io/register_mapping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "geo/io/embedded_data.hpp"
#include "geo/io/register_quality.hpp"
#include "geo/io/register_reader.hpp"

namespace {

using geo::RegisterField;

twin::Problem refusal(const std::string& text) {
  const auto out = geo::parse_mapping("mine.toml", text);
  EXPECT_FALSE(out) << text;
  return out ? twin::Problem{} : out.problem();
}

geo::RegisterFile read(const std::string& text, const geo::MappingPtr& mapping = nullptr) {
  auto out = geo::read_register("r.csv", text, {mapping, 2026});
  EXPECT_TRUE(out) << out.problem().code << " " << out.problem().message;
  return out ? *out : geo::RegisterFile{};
}

const twin::Finding* find(const geo::RegisterFile& file, std::string_view code) {
  for (const auto& finding : file.diagnostics.findings) {
    if (finding.code == code) return &finding;
  }
  return nullptr;
}

/// A row of the WFS layer; field names from shared/data/registry/helsinki_wfs_rakennukset_fields.csv.
constexpr const char* kWfs =
    "ratu,vtj_prt,tila_koodi,c_kayttark,i_raktilav,i_kokala,i_kerrosala,i_kellarala,i_kerrlkm,i_huoneistojen_lkm,"
    "c_valmpvm,c_lammtapa,c_poltaine,c_rakeaine,c_julkisivu,c_hissi,c_viemlii,c_kiinteistotunnus,i_ekoord,i_nkoord,"
    "katunimi_suomi,katunimi_ruotsi,osoitenumero\n"
    "62413,102821537S,2,39,4765,1596,1195,0,4,24,2015-06-12T00:00:00,1,1,1,2,true,true,09101005980001,25498938.2,"
    "6674515.4,Arcturuksenkatu,Arcturusgatan,6\n";

TEST(RegisterMapping, TheWfsLayerIsRecognisedAndFillsTheCard) {
  const auto file = read(kWfs);
  EXPECT_EQ(file.mapping, "helsinki-wfs");
  ASSERT_EQ(file.rows.size(), 1u);
  const auto& card = file.rows[0].card;
  EXPECT_EQ(card.use_code, "039");  // the layer drops the leading zero; the list has it
  EXPECT_EQ(card.use_text, "Muut kerrostalot");
  EXPECT_EQ(card.volume_m3, 4765);
  EXPECT_EQ(card.total_area_m2, 1596);
  EXPECT_EQ(card.basement_area_m2, 0) << "no cellar is known, not unknown";
  EXPECT_EQ(card.dwellings, 24);
  EXPECT_EQ(card.completed, "2015-06-12");
  // Labels from shared/data/registry/helsinki_register_codelists.csv.
  EXPECT_EQ(card.heating_mode, "Vesikeskuslämmitys");
  EXPECT_EQ(card.heating_source, "Kauko- tai aluelämpö");
  EXPECT_EQ(card.material, "Betoni tai kevytbetoni");
  EXPECT_EQ(card.facade_material, "Tiili");
  EXPECT_EQ(card.status, "voimassa");
  EXPECT_EQ(card.lift, true);
  EXPECT_EQ(card.connections.sewer, true);
  EXPECT_FALSE(card.connections.water);
  EXPECT_EQ(card.address, "Arcturuksenkatu 6");
  EXPECT_EQ(card.address_sv, "Arcturusgatan 6");
  ASSERT_TRUE(file.rows[0].point);
  EXPECT_EQ(file.rows[0].point->east, 25498938.2);
  EXPECT_EQ(file.rows[0].location_crs, "EPSG:3879");
}

TEST(RegisterMapping, DatesOutsideTheYearsOfTheSourceAreFillers) {
  const std::string head = "vtj_prt,c_kayttark,i_kerrosala,c_valmpvm\n103557252H,039,100,";
  EXPECT_EQ(find(read(head + "1700-01-01\n"), "date-invalid"), nullptr);
  EXPECT_NE(find(read(head + "1699-12-31\n"), "date-invalid"), nullptr);
  EXPECT_NE(find(read(head + "2031-01-01\n"), "date-invalid"), nullptr);
}

TEST(RegisterMapping, TheNationalServiceNamesAreRecognised) {
  const auto file = read(
      "permanentBuildingIdentifier,mainPurpose,numberOfStoreys,grossFloorArea,completionDate\n"
      "103557252H,http://uri.suomi.fi/codelist/jhs/rakennus_1_20180712/code/0121,4,1195,2015-06-12\n");
  EXPECT_EQ(file.mapping, "ryhti-building");
  EXPECT_EQ(file.rows.at(0).card.use_code_2018, "0121");
  EXPECT_EQ(file.rows.at(0).card.use_text, "Asuinkerrostalot");
  EXPECT_EQ(file.rows.at(0).card.storeys, 4);
}

TEST(RegisterMapping, NamesOfSeveralSourcesInOneTableAreAllRead) {
  const auto file = read("Rakennustunnus_(VTJ-PRT),floor_area_m2,storeys\n103557252H,100,2\n");
  EXPECT_EQ(file.mapping, "helsinki-citygml-attributes");
  EXPECT_EQ(file.rows.at(0).card.floor_area_m2, 100);
  EXPECT_EQ(file.rows.at(0).card.permanent_id, "103557252H");
}

TEST(RegisterMapping, AnOwnersNameGoesNowhere) {
  const auto file = read("VTJ_PRT,owner,owner_name,omistaja,omistajan nimi,owner_type\n103557252H,Maija,Maija,Maija,Maija,yksityinen\n");
  twin::RegisterCard expected;
  expected.permanent_id = "103557252H";
  expected.owner_type = "Yksityinen";
  expected.source = "r.csv row 2";
  EXPECT_TRUE(file.rows.at(0).card == expected);
}

TEST(RegisterMapping, ANameInTheColumnOfTheKindIsDroppedAndNotRepeated) {
  const auto file = read("VTJ_PRT,owner_type\n103557252H,Matti Meikäläinen\n100012345N,Housing company\n");
  const auto* const finding = find(file, "owner-type-unknown");
  ASSERT_NE(finding, nullptr);
  for (const auto& one : file.diagnostics.findings) {
    EXPECT_EQ((one.value + one.remedy + one.place).find("Matti"), std::string::npos) << one.code;
  }
  EXPECT_EQ(file.rows.at(0).card.owner_type, "");
  EXPECT_EQ(file.diagnostics.tally.repaired, 1u);
}

TEST(RegisterMapping, AColumnThatNobodyReadsIsToldWithWhatItMayMean) {
  const auto file = read("VTJ_PRT,floor_aera_m2,remarks,storeys\n103557252H,100,old,2\n");
  const auto* const unknown = find(file, "column-unknown");
  ASSERT_NE(unknown, nullptr);
  EXPECT_EQ(unknown->value, "floor_aera_m2");
  EXPECT_NE(unknown->remedy.find("did you mean floor_area?"), std::string::npos) << unknown->remedy;
  const auto* const others = find(file, "column-not-read");
  ASSERT_NE(others, nullptr);
  EXPECT_EQ(others->value, "remarks");
  // Two spellings of one field: the one that is there will do.
  EXPECT_EQ(find(read("VTJ_PRT,floor_area_m2,floor_area_k\n103557252H,100,100\n"), "column-unknown"), nullptr);
}

TEST(RegisterMapping, NamesThatAShapefileCutAreReadWhereTheyMeanOneThing) {
  const auto file = read("VTJ_PRT,property_i,basement_a\n103557252H,91-10-29-1,40\n");
  EXPECT_EQ(file.rows.at(0).card.property_id, "91-10-29-1");
  EXPECT_EQ(file.rows.at(0).card.basement_area_m2, 40);
  const auto* const guessed = find(file, "column-guessed");
  ASSERT_NE(guessed, nullptr);
  EXPECT_EQ(guessed->value, "property_i");
}

TEST(RegisterMapping, ATableOfServicesIsNoRegister) {
  const std::string text = "VTJ_PRT,kind,capacity,capacity_unit\n103557252H,school,300,pupils\n";
  const auto refused = geo::read_register("services.csv", text, {nullptr, 2026});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problem().code, "table-not-register");
  EXPECT_EQ(refused.problem().place, "row 1, column capacity_unit");
  EXPECT_EQ(read(text, geo::built_in_mappings().front()).rows.size(), 1u) << "whoever names a mapping is believed";
}

TEST(RegisterMapping, AWrongCheckCharacterIsToldWithTheRightOne) {
  // 103557252 modulo 31 is 16, "H" of the characters of the population register (shared/data/registry).
  const auto file = read("VTJ_PRT,storeys\n103557252A,2\n");
  const auto* const finding = find(file, "building-id-format");
  ASSERT_NE(finding, nullptr);
  EXPECT_NE(finding->remedy.find("would be H"), std::string::npos) << finding->remedy;
}

TEST(RegisterMapping, OwnMappingWithUnitsZeroAndDates) {
  const auto mapping = geo::parse_mapping("mine.toml", R"(
      name = "mine"
      [[column]]
      field = "permanent_id"
      names = ["Tunnus"]
      [[column]]
      field = "floor_area"
      names = ["ala ha"]
      unit = "ha"
      zero = "unknown"
      [[column]]
      field = "completed"
      names = ["vuosi"]
      dates = ["year"]
      earliest_year = 1900
  )");
  ASSERT_TRUE(mapping) << mapping.problem().remedy;
  const auto file = read("tunnus;ALA (ha);vuosi;kerrosala\n103557252H;0,05;1931;7\n102821537S;0;1899;7\n", *mapping);
  EXPECT_EQ(file.mapping, "mine");
  EXPECT_EQ(file.rows.at(0).card.floor_area_m2, 500);  // 0.05 ha
  EXPECT_EQ(file.rows.at(0).card.completion_year, 1931);
  EXPECT_FALSE(file.rows.at(1).card.floor_area_m2);
  EXPECT_EQ(file.rows.at(1).card.completed, "");
  ASSERT_NE(find(file, "date-invalid"), nullptr);
  EXPECT_EQ(find(file, "date-invalid")->place, "row 3, column vuosi");
}

TEST(RegisterMapping, AKeyNobodyKnowsIsAnErrorWithLineAndGuess) {
  const auto top = refusal("name = \"x\"\nextend = \"common\"\n");
  EXPECT_EQ(top.code, "member-unknown");
  EXPECT_EQ(top.place, "mine.toml line 2");
  EXPECT_EQ(top.remedy, "did you mean extends?");
  const auto column = refusal("name = \"x\"\n[[column]]\nfield = \"volume\"\nnames = [\"v\"]\nunits = \"m3\"\n");
  EXPECT_EQ(column.code, "member-unknown");
  EXPECT_EQ(column.place, "mine.toml line 5");
  EXPECT_EQ(column.remedy, "did you mean unit?");
}

TEST(RegisterMapping, EverythingElseThatIsWrongHasItsLine) {
  const auto remedy = [](const std::string& column) {
    const auto problem = refusal("name = \"x\"\n[[column]]\n" + column);
    EXPECT_EQ(problem.code, "mapping-invalid");
    EXPECT_THAT(problem.place, testing::StartsWith("mine.toml line ")) << column;
    return problem.remedy;
  };
  EXPECT_THAT(remedy("field = \"storey\"\nnames = [\"k\"]\n"), testing::HasSubstr("did you mean storeys?"));
  EXPECT_THAT(remedy("field = \"owner_name\"\nnames = [\"k\"]\n"), testing::HasSubstr("No field is called so"));
  EXPECT_THAT(remedy("field = \"volume\"\nnames = [\"k\"]\nunit = \"m2\"\n"), testing::HasSubstr("volume is in m3"));
  EXPECT_THAT(remedy("field = \"storeys\"\nnames = [\"k\"]\nunit = \"m2\"\n"), testing::HasSubstr("has no unit"));
  EXPECT_THAT(remedy("field = \"material\"\nnames = [\"k\"]\ncodes = \"helsinki.fram\"\n"), testing::HasSubstr("did you mean helsinki.frame?"));
  EXPECT_THAT(remedy("field = \"volume\"\nnames = [\"k\"]\nzero = \"nothing\"\n"), testing::HasSubstr("unknown"));
  EXPECT_THAT(remedy("field = \"completed\"\nnames = [\"k\"]\ndates = [\"american\"]\n"), testing::HasSubstr("iso"));
  EXPECT_THAT(remedy("field = \"volume\"\nnames = []\n"), testing::HasSubstr("names"));
  EXPECT_THAT(remedy("field = \"volume\"\nnames = [7]\n"), testing::HasSubstr("list of texts"));
  EXPECT_EQ(refusal("name = \"x\"\nname = \"y\"\n").code, "mapping-invalid");  // no TOML: a key twice
  EXPECT_EQ(refusal("name = \"x\"\n").code, "mapping-invalid");
  EXPECT_EQ(refusal("name = \"x\"\nextends = \"comon\"\n[[column]]\nfield=\"volume\"\nnames=[\"v\"]\n").remedy,
            "No mapping is called so: did you mean common?");
  EXPECT_EQ(refusal("name = ,\n").code, "mapping-invalid");  // an assertion of the parser, not an error of it
  EXPECT_EQ(refusal("name = [\"a\",,]\n").code, "mapping-invalid");
  EXPECT_EQ(refusal("name = ").code, "mapping-invalid");
  // A letter beyond ASCII where only a bare key may stand: the parser's table of blank spaces does not expect it.
  for (const char* letter : {"\u0251", "\u00e4", "\u1681", "\u2070"}) {
    const auto problem = refusal(std::string("name = \"x\"\n") + letter + "ika = \"x\"\n");
    EXPECT_EQ(problem.code, "mapping-invalid") << letter;
    EXPECT_EQ(problem.place, "mine.toml line 2") << letter;
  }
  EXPECT_EQ(refusal("# " + std::string(300'000, 'x')).code, "mapping-invalid");
  EXPECT_EQ(refusal("name = \"" + std::string("\xE4") + "\"").code, "encoding-invalid");
}

TEST(RegisterMapping, TheShippedFilesAreTheOnesCompiledIn) {
  ASSERT_EQ(geo::built_in_mappings().size(), 6u);
  EXPECT_EQ(geo::built_in_mappings().front()->name, "common");
  std::vector<geo::EmbeddedFile> files(geo::embedded_mappings().begin(), geo::embedded_mappings().end());
  const auto of_population = geo::embedded_population_mappings();
  files.insert(files.end(), of_population.begin(), of_population.end());
  for (const auto& file : files) {
    std::ifstream in(std::string(KAKSONEN_SOURCE_DIR "/datasets/mappings/") + std::string(file.name));
    std::ostringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str(), file.text) << file.name;
  }
}

TEST(CodeList, HoldsTheCodesOfHelsinkiAndKnowsBothClassifications) {
  const std::string path = KAKSONEN_SOURCE_DIR "/../shared/data/registry/helsinki_register_codelists.csv";
  ASSERT_NE(geo::find_code_list("use_1994"), nullptr);
  EXPECT_EQ(geo::find_code_list("use_1994")->find("039")->en, "Other blocks of flats");
  EXPECT_EQ(geo::find_code_list("use_1994")->find("040"), nullptr);
  EXPECT_EQ(geo::find_code_list("use_2018")->find("0121")->fi, "Asuinkerrostalot");
  EXPECT_TRUE(geo::uses_agree("011", "0110"));
  EXPECT_TRUE(geo::uses_agree("011", "01")) << "a higher level takes in the lower";
  EXPECT_FALSE(geo::uses_agree("011", "0400"));
  EXPECT_TRUE(geo::uses_agree("", "0400"));
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "shared data is not beside the repository";
  std::ifstream in(path);
  std::size_t uses = 0;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("ra_kayttark,")) continue;
    ++uses;
    const auto code = line.substr(std::string("ra_kayttark,c_kayttark,").size(), 3);
    EXPECT_NE(geo::find_code_list("use_1994")->find(code), nullptr) << code;
  }
  EXPECT_EQ(uses, 77u);  // shared/data/README.md
}

TEST(QualityRules, ContradictionsOfARowAreToldAndTheRowStays) {
  const auto file = read(
      "VTJ_PRT,use_code,use_code_2018,floor_area_m2,total_area_m2,volume_m3,completed,status\n"
      "103557252H,039,0400,1000,1100,4000,2015,voimassa\n"   // a block of flats that is an office
      "102821537S,039,,1000,500,4000,2015,voimassa\n"        // total area below floor area
      "103023724X,039,,1000,1100,1600,2015,voimassa\n"       // 1100 m2 * 1.5 m = 1650 m3
      "1017733410,011,,7,8,20,2027,voimassa\n");             // a house of 7 m2, completed next year
  EXPECT_EQ(file.rows.size(), 4u);
  EXPECT_EQ(file.diagnostics.tally.accepted, 4u);
  std::vector<std::string> places;
  for (const auto& finding : file.diagnostics.findings) {
    EXPECT_EQ(finding.code, "register-contradiction");
    places.push_back(finding.place);
  }
  EXPECT_THAT(places, testing::ElementsAre("row 2", "row 3", "row 4", "row 5", "row 5"));
  EXPECT_THAT(file.diagnostics.findings.at(2).remedy, testing::HasSubstr("BR407"));
  EXPECT_THAT(file.diagnostics.findings.at(3).remedy, testing::HasSubstr("laatu/vaat-asuinrakennuksen-vahimmaispinta-ala"));
}

/// A block of flats on 10 m by 10 m.
std::size_t contradictions(int storeys, double height_m, double floor_area_m2, const twin::BuildingShape& shape = {}) {
  twin::Building building;
  building.id = "b";
  building.height_m = height_m;
  building.footprint.outer = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  building.card.use_code = "039";
  building.card.storeys = storeys;
  building.card.floor_area_m2 = floor_area_m2;
  std::vector<twin::Finding> findings;
  geo::check_building(building, shape, findings);
  return findings.size();
}

TEST(QualityRules, StoreysAndFloorAreaAgainstTheModel) {
  EXPECT_EQ(contradictions(4, 14, 390), 0u);
  EXPECT_EQ(contradictions(8, 15.9, 780), 1u) << "eight storeys of 2 m are 16 m";
  EXPECT_EQ(contradictions(8, 16.0, 780), 0u);
  EXPECT_EQ(contradictions(2, 18.1, 200), 1u) << "two storeys of 5 m under a roof of 8 m are 18 m";
  EXPECT_EQ(contradictions(2, 7, 320), 0u) << "100 m2 times 2 times 1.35, and 50 m2";
  EXPECT_EQ(contradictions(2, 7, 321), 1u);
  // A second part of 10 m by 10 m doubles the ground: 200 m2 times 2 times 1.35, and 50 m2, are 590 m2.
  twin::BuildingShape two;
  for (const double east : {0.0, 10.0}) {
    auto& polygon = two.parts.emplace_back().polygons.emplace_back();
    polygon.kind = twin::SurfaceKind::kGround;
    polygon.exterior.points = {{east, 0, 0}, {east, 10, 0}, {east + 10, 10, 0}, {east + 10, 0, 0}};
  }
  EXPECT_EQ(contradictions(2, 7, 590, two), 0u);
  EXPECT_EQ(contradictions(2, 7, 591, two), 1u);
  EXPECT_EQ(contradictions(2, 7, 39), 1u) << "a fifth of 200 m2 is 40 m2";
}

TEST(QualityRules, ABuildingToComeMayHaveAYearToCome) {
  EXPECT_EQ(find(read("VTJ_PRT,completed,status\n103557252H,2030,suunnitelma\n"), "register-contradiction"), nullptr);
}

TEST(QualityRules, WhatTheRulesAskForAndIsMissingIsCounted) {
  const auto file = read("VTJ_PRT,storeys,floor_area_m2\n103557252H,4,0\n102821537S,,0\n1017733410,2,100\n");
  const auto* const area = find(file, "register-value-missing");
  ASSERT_NE(area, nullptr);
  EXPECT_EQ(area->value, "2 of 3 rows");
  EXPECT_THAT(area->remedy, testing::HasSubstr("laatu/vaat-rakennuksen-kerrosala-pakollinen"));
}

TEST(QualityRules, ACodeThatNoListHasIsKeptAndTold) {
  const auto file = read("VTJ_PRT,use_code\n103557252H,777\n");
  ASSERT_NE(find(file, "code-unknown"), nullptr);
  EXPECT_EQ(file.rows.at(0).card.use_code, "777");
  EXPECT_EQ(file.diagnostics.tally.accepted, 1u);
}

TEST(QualityRules, WordsThatNoListHasAreKeptAndTold) {
  const auto file = read("VTJ_PRT,heating_mode,heating_source,facade_material,material,status\n103557252H,Atomi,Uraani,Kulta,Pahvi,kadonnut\n");
  EXPECT_EQ(std::count_if(file.diagnostics.findings.begin(), file.diagnostics.findings.end(), [](const auto& one) { return one.code == "code-unknown"; }), 5);
  const auto& card = file.rows.at(0).card;
  EXPECT_EQ(card.heating_mode, "Atomi");
  EXPECT_EQ(card.heating_source, "Uraani");
  EXPECT_EQ(card.facade_material, "Kulta");
  EXPECT_EQ(card.material, "Pahvi");
  EXPECT_EQ(card.status, "kadonnut");
  EXPECT_EQ(file.diagnostics.tally.accepted, 1u);
}

TEST(QualityRules, CodesAndNamesOfBothRegistersAreKnown) {
  // Codes of the city's lists and of the national ones, their names, and what others write; all kept as sent.
  for (const char* const row : {"1,10,7,5,2", "99,1104,00,99,11", "Vesikeskuslämmitys,Kauko- tai aluelämpö,Betoni,Betoni tai kevytbetoni,käytössä",
                                "ilmalämpöpumppu,maalämpöpumppu,rappaus,hirsi,purettu", "http://uri.suomi.fi/codelist/rytj/lammitystapa/code/06,sähkö,glass,timber,in use"}) {
    const auto file = read(std::string("VTJ_PRT,heating_mode,heating_source,facade_material,material,status\n103557252H,") + row + "\n");
    const auto* const told = find(file, "code-unknown");
    EXPECT_EQ(told, nullptr) << row << " " << (told != nullptr ? told->value : "");
    EXPECT_TRUE(std::string(row).starts_with(std::string(file.rows.at(0).card.heating_mode.str()) + ",")) << row;
  }
}

TEST(QualityRules, CodesOfTheNationalServiceBecomeNames) {
  const auto file = read("permanentBuildingIdentifier,heatingMethod,heatingEnergySource,facadeMaterial\n"
                         "103557252H,http://uri.suomi.fi/codelist/rytj/lammitystapa/code/05,1101,http://uri.suomi.fi/codelist/rytj/julkisivunrakennusaine/code/77\n");
  EXPECT_EQ(file.rows.at(0).card.heating_mode, "Aurinkolämmitys");
  EXPECT_EQ(file.rows.at(0).card.heating_source, "Maalämpöpumppu");
  EXPECT_EQ(file.rows.at(0).card.facade_material, "77");
  ASSERT_NE(find(file, "code-unknown"), nullptr);
  EXPECT_EQ(find(file, "code-unknown")->value, "77");
}

TEST(QualityRules, LimitsAreThoseOfTheNationalModel) {
  EXPECT_EQ(read("VTJ_PRT,storeys\n103557252H,99\n").rows.at(0).card.storeys, 99);
  const auto high = read("VTJ_PRT,storeys\n103557252H,100\n");
  EXPECT_FALSE(high.rows.at(0).card.storeys);
  ASSERT_NE(find(high, "value-out-of-range"), nullptr);
  EXPECT_THAT(find(high, "value-out-of-range")->remedy, testing::HasSubstr("laatu/vaat-rakennuksen-kerrosluku"));
}

}  // namespace
