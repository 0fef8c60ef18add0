// Rows and buildings of an import and of the twin, in whatever order they come.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "geo/io/city_linking.hpp"
#include "geo/io/held_rows.hpp"
#include "geo/io/link_doubts.hpp"
#include "geo/io/linked_card.hpp"

namespace {

using geo::CityBatch;
using geo::FiledRow;
using geo::ReadBuilding;
using twin::KeptRow;
using twin::LinkReason;

/// A house of 12 x 10 m.
ReadBuilding house(const std::string& id, double east, double height, const std::string& permanent_id = "") {
  ReadBuilding out;
  out.building.id = id;
  out.building.height_m = height;
  out.building.source = "city.gml";
  out.building.footprint.outer = {{east, 0}, {east + 12, 0}, {east + 12, 10}, {east, 10}};
  if (!permanent_id.empty()) out.shape.attributes.push_back({"VTJ_PRT", "string", permanent_id, ""});
  return out;
}

FiledRow row_at(double east, double floor_area, int storeys, int number, const std::string& permanent_id = "") {
  FiledRow out;
  out.row.card.floor_area_m2 = floor_area;
  out.row.card.storeys = storeys;
  out.row.card.permanent_id = permanent_id;
  out.row.card.source = "r.csv row " + std::to_string(number);
  out.row.place = "row " + std::to_string(number);
  for (const auto field : {twin::CardField::kFloorArea, twin::CardField::kStoreys, twin::CardField::kPermanentId}) out.row.columns.add(field);
  out.row.point = twin::PlanPosition{east, 5};
  return out;
}

/// A twin in miniature: what imports left in it.
struct Town {
  std::map<std::string, ReadBuilding> buildings;
  std::map<std::string, KeptRow> rows;

  /// @returns how many buildings and rows changed
  std::size_t import(std::vector<ReadBuilding> models, std::vector<FiledRow> filed, const std::set<std::string>& leaving = {}) {
    CityBatch batch;
    batch.files.resize(1);
    batch.files[0].name = "r.csv";
    batch.buildings = std::move(models);
    std::vector<ReadBuilding> existing;
    std::vector<KeptRow> kept;
    for (const auto& [id, read] : buildings) existing.push_back(read);
    for (const auto& [id, row] : rows) kept.push_back(row);
    auto before = kept;
    for (auto& row : geo::held_rows(existing, kept, leaving, batch, !filed.empty())) before.push_back(std::move(row));
    geo::link_city(batch, geo::with_kept_rows(std::move(filed), existing, geo::filed_rows(before), batch), existing, kept, leaving);
    std::size_t changes = 0;
    for (const auto& id : leaving) changes += buildings.erase(id);
    for (auto& read : batch.buildings) {
      auto& mine = buildings[read.building.id];
      changes += mine.building == read.building ? 0 : 1;
      mine = read;
    }
    for (auto& row : batch.kept_rows) {
      ++changes;
      rows[row.id] = row;
    }
    for (const auto& id : batch.released_rows) changes += rows.erase(id);
    findings = batch.files[0].diagnostics.findings;
    linked = batch.linked;
    return changes;
  }
  const twin::Building& operator[](const std::string& id) const { return buildings.at(id).building; }
  /// The row that stands there in its file.
  const KeptRow& row(const std::string& source) const {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& entry) { return entry.second.card.source == source; });
    return found == rows.end() ? rows.at(source) : found->second;
  }

  std::vector<twin::Finding> findings;
  std::map<std::string, std::uint64_t> linked;
};

// 12 x 10 m of ground: six storeys are about 650 k-m2 and 20.1 m high, two about 215 and 7.7.
std::vector<ReadBuilding> two_houses() { return {house("HIGH", 0, 20.1), house("LOW", 14, 7.7)}; }
std::vector<FiledRow> two_rows() { return {row_at(6, 215, 2, 2), row_at(7, 650, 6, 3)}; }

TEST(CityLinking, RowsWithoutIdentifierFindTheirBuildingByPlace) {
  Town town;
  town.import(two_houses(), two_rows());
  EXPECT_EQ(town["HIGH"].link, LinkReason::kByPlace);
  EXPECT_EQ(town["HIGH"].card.floor_area_m2, 650);
  EXPECT_EQ(town["HIGH"].details->row, town.row("r.csv row 3").id);
  EXPECT_GE(town["HIGH"].details->probability, 0.95);
  EXPECT_EQ(town["LOW"].card.storeys, 2);
  EXPECT_EQ(town["LOW"].link_note, "8 m from the footprint, 2 storeys fit 7.7 m, 215 k-m2 on 120 m2 of ground (r.csv row 2)");
  EXPECT_EQ(town.linked["by_place"], 2u);
  EXPECT_EQ(town.row("r.csv row 2").buildings, std::vector<std::string>{"LOW"});
}

TEST(CityLinking, TheOrderOfImportsDoesNotMatter) {
  Town together, model_first, register_first, piecemeal;
  together.import(two_houses(), two_rows());
  model_first.import(two_houses(), {});
  EXPECT_EQ(model_first["HIGH"].link, LinkReason::kUnlinked);
  model_first.import({}, two_rows());
  register_first.import({}, two_rows());
  EXPECT_EQ(register_first.rows.size(), 2u);
  register_first.import(two_houses(), {});
  piecemeal.import({two_houses()[1]}, {two_rows()[1]});
  piecemeal.import({}, {two_rows()[0]});
  piecemeal.import({two_houses()[0]}, {});
  for (const auto* town : {&model_first, &register_first, &piecemeal}) {
    for (const char* id : {"HIGH", "LOW"}) EXPECT_TRUE((*town)[id] == together[id]) << id << ": " << (*town)[id].link_note;
    EXPECT_TRUE(town->rows == together.rows);
  }
}

TEST(CityLinking, TheSameAgainChangesNothing) {
  Town town;
  auto rows = two_rows();
  rows.push_back(row_at(300, 100, 1, 4));
  rows.push_back(row_at(10, 400, 4, 5));
  town.import(two_houses(), rows);
  EXPECT_EQ(town.import(two_houses(), rows), 0u);
  EXPECT_EQ(town.import(two_houses(), {}), 0u);
  EXPECT_EQ(town.import({}, rows), 0u);
}

TEST(CityLinking, TwinsAreAQuestionUntilAnIdentifierTells) {
  Town town;
  town.import({house("A", 0, 11), house("B", 14, 11)}, {row_at(13, 330, 3, 2, "103557252H")});
  const auto& row = town.rows.at("103557252H");
  EXPECT_TRUE(row.buildings.empty());
  ASSERT_EQ(row.candidates.size(), 2u);
  EXPECT_EQ(row.candidates[0].probability, row.candidates[1].probability);
  EXPECT_EQ(town["A"].link_note.substr(0, 18), "perhaps 103557252H");
  ASSERT_EQ(town.findings.size(), 1u);
  EXPECT_EQ(town.findings[0].code, "link-uncertain");
  // A new edition of the model knows the id.
  town.import({house("B", 14, 11, "103557252H")}, {});
  EXPECT_EQ(town["B"].link, LinkReason::kById);
  EXPECT_EQ(town["A"].link, LinkReason::kUnlinked);
  EXPECT_FALSE(town["A"].details->runner_up);
  EXPECT_TRUE(town.rows.empty()) << "a row that an identifier ties is the building's alone";
}

TEST(CityLinking, IdentifiersThatContradictAreNeverJoinedByPlace) {
  Town town;
  town.import({house("A", 0, 11, "102821537S")}, {row_at(6, 330, 3, 2, "103557252H")});
  EXPECT_EQ(town["A"].link, LinkReason::kUnlinked);
  EXPECT_TRUE(town.rows.at("103557252H").candidates.empty());
  EXPECT_EQ(town.findings.at(0).code, "reference-missing");
}

TEST(CityLinking, ARejectedPairIsNotProposedAgain) {
  Town town;
  town.import(two_houses(), two_rows());
  auto& low = town.buildings.at("LOW").building;
  auto details = *low.details;
  const std::string row = town.row("r.csv row 2").id;
  details.rejected = {row};
  low.details = details;
  for (int round = 0; round < 2; ++round) {
    town.import(two_houses(), two_rows());
    EXPECT_EQ(town["LOW"].link, LinkReason::kUnlinked);
    EXPECT_EQ(town["LOW"].details->rejected, std::vector<std::string>{row});
    for (const auto& candidate : town.row("r.csv row 2").candidates) EXPECT_NE(candidate.building, "LOW");
    EXPECT_EQ(town["HIGH"].link, LinkReason::kByPlace);
  }
}

TEST(CityLinking, WhatAPersonAcceptedStaysAndFollowsItsRow) {
  Town town;
  auto rows = two_rows();
  town.import(two_houses(), rows);
  // Against all plausibility: the low house has the high one's row.
  auto& low = town.buildings.at("LOW").building;
  const std::string row = town.row("r.csv row 3").id;
  geo::attach_rows(low, {{row, LinkReason::kByReview, 0, "accepted", rows[1].row.card}}, {});
  for (int round = 0; round < 2; ++round) {
    rows[1].row.card.floor_area_m2 = 660;
    town.import(two_houses(), rows);
    EXPECT_EQ(town["LOW"].link, LinkReason::kByReview);
    EXPECT_EQ(town["LOW"].card.floor_area_m2, 660);
    EXPECT_EQ(town.row("r.csv row 3").buildings, std::vector<std::string>{"LOW"});
    EXPECT_NE(town["HIGH"].details->row, row);
  }
}

/// Another row is put before all others: every number in the file is one more, and the file has another name.
std::vector<FiledRow> moved_down(std::vector<FiledRow> rows, const std::string& name) {
  for (auto& filed : rows) {
    const int number = std::stoi(filed.row.place.substr(4)) + 1;
    filed.row.place = "row " + std::to_string(number);
    filed.row.card.source = name + " " + filed.row.place;
  }
  rows.insert(rows.begin(), row_at(900, 71, 1, 2));
  return rows;
}

TEST(CityLinking, ADecisionStaysWithItsRowWhereverThatStands) {
  Town town;
  town.import(two_houses(), two_rows());
  const std::string high = town.row("r.csv row 3").id, low = town.row("r.csv row 2").id;
  // A person gave the low house the high one's row, and said that the other one is not the high house's.
  geo::attach_rows(town.buildings.at("LOW").building, {{high, LinkReason::kByReview, 0, "accepted (r.csv row 3)", two_rows()[1].row.card}}, {});
  auto details = *town["HIGH"].details;
  details.rejected = {low};
  town.buildings.at("HIGH").building.details = details;
  town.import(two_houses(), two_rows());
  const auto before = town.buildings;
  for (const char* name : {"r.csv", "register_2027.csv"}) {
    town.import(two_houses(), moved_down(two_rows(), name));
    EXPECT_EQ(town["LOW"].link, LinkReason::kByReview) << name;
    EXPECT_EQ(town["LOW"].card.floor_area_m2, 650) << name;
    EXPECT_EQ(town.rows.at(high).buildings, std::vector<std::string>{"LOW"}) << name;
    EXPECT_TRUE(town.rows.at(low).buildings.empty()) << name;
    EXPECT_EQ(town.rows.size(), 3u) << name << ": the two, and the new one";
  }
}

TEST(CityLinking, APlaceInAFileAloneIsNoChange) {
  Town town;
  auto rows = two_rows();
  rows.push_back(row_at(40, 400, 4, 4, "103557252H"));
  auto houses = two_houses();
  houses.push_back(house("ID", 40, 14, "103557252H"));
  town.import(houses, rows);
  EXPECT_EQ(town.import({}, moved_down(rows, "r.csv")), 1u) << "the new row alone";
  EXPECT_EQ(town["ID"].card.source, "r.csv row 4");
  EXPECT_EQ(town["ID"].link_note, "VTJ-PRT 103557252H in r.csv row 4");
  rows[2].row.card.storeys = 5;
  town.import({}, moved_down(rows, "r.csv"));
  EXPECT_EQ(town["ID"].link_note, "VTJ-PRT 103557252H in r.csv row 5") << "what says something else stands where it says it";
}

TEST(CityLinking, RowsThatSayTheSameAreKeptApart) {
  Town town;
  town.import(two_houses(), {row_at(300, 60, 1, 2), row_at(300, 60, 1, 3)});
  EXPECT_EQ(town.rows.size(), 2u);
  EXPECT_EQ(town.import({}, {row_at(300, 60, 1, 2), row_at(300, 60, 1, 3)}), 0u);
}

TEST(CityLinking, SeveralRowsOfOneObjectAndOneRowOfSeveralObjects) {
  Town town;
  auto house_row = row_at(6, 500, 5, 2, "103557252H"), shop = row_at(7, 120, 1, 3, "102821537S"), shared = row_at(60, 300, 2, 4, "103023724X");
  house_row.row.model_id = shop.row.model_id = "A";
  town.import({house("A", 0, 17, "103557252H"), house("P1", 50, 8, "103023724X"), house("P2", 62, 8, "103023724X")}, {house_row, shop, shared});
  EXPECT_EQ(town["A"].link, LinkReason::kById);
  ASSERT_EQ(town["A"].details->rows.size(), 2u);
  EXPECT_EQ(town["A"].card.floor_area_m2, 620);
  EXPECT_EQ(town["A"].card.storeys, 5);
  EXPECT_EQ(town["A"].details->rows[1].row, "102821537S");
  EXPECT_EQ(town["A"].details->rows[1].card.floor_area_m2, 120);
  for (const char* part : {"P1", "P2"}) {
    EXPECT_EQ(town[part].details->shared_by, 2u);
    EXPECT_EQ(town[part].card.floor_area_m2, 300);
  }
  EXPECT_TRUE(town.rows.empty());
}

TEST(CityLinking, ARowInsideABuildingThatHasOneIsAQuestion) {
  Town town;
  // 120 m2 of ground, 17 m: room for five storeys, 600 m2.
  town.import({house("A", 0, 17, "103557252H")}, {row_at(6, 400, 5, 2, "103557252H"), row_at(7, 110, 1, 3), row_at(8, 5000, 9, 4)});
  ASSERT_EQ(town.row("r.csv row 3").candidates.size(), 1u);
  EXPECT_EQ(town.row("r.csv row 3").candidates[0].building, "A");
  EXPECT_EQ(town.row("r.csv row 3").candidates[0].probability, 0) << "not judged by place";
  EXPECT_TRUE(town.row("r.csv row 4").candidates.empty()) << "5,000 m2 do not fit";
}

TEST(CityLinking, FootprintsThatAreTheSameLeaveNoDoubt) {
  Town town;
  auto row = row_at(0, 330, 3, 2);
  row.row.point.reset();
  row.row.footprint.outer = {{14.5, 0}, {26.5, 0}, {26.5, 10}, {14.5, 10}};
  town.import({house("A", 0, 11), house("B", 14, 11)}, {row});
  EXPECT_EQ(town["B"].link, LinkReason::kByPlace);
  EXPECT_NE(town["B"].link_note.find("footprints 9"), std::string::npos) << town["B"].link_note;
}

TEST(CityLinking, OfTwoRowsOfOneIdTheLaterOneIsToldAndTaken) {
  Town town;
  town.import({house("A", 0, 11, "103557252H")}, {row_at(6, 100, 1, 2, "103557252H"), row_at(6, 330, 3, 9, "103557252H")});
  EXPECT_EQ(town["A"].card.floor_area_m2, 330);
  ASSERT_FALSE(town.findings.empty());
  EXPECT_EQ(town.findings[0].code, "duplicate-key");
  EXPECT_EQ(town.findings[0].place, "row 2");
}

TEST(CityLinking, AFileOfFewColumnsChangesOnlyThose) {
  Town town;
  FiledRow full = row_at(6, 650, 6, 3, "103557252H");
  full.row.card.municipal_number = "55725";
  full.row.card.heating_mode = "Uunilämmitys";
  full.row.card.completed = "1962-05-01";
  full.row.card.completion_year = 1962;
  full.row.card.updated = "2020-01-01";
  for (const auto field : {twin::CardField::kMunicipalNumber, twin::CardField::kHeatingMode, twin::CardField::kCompleted,
                           twin::CardField::kCompletionYear}) {
    full.row.columns.add(field);
  }
  town.import({house("HIGH", 0, 20.1, "103557252H")}, {full});
  // The second register knows the heating, and of the storeys that they are not known.
  FiledRow heating;
  heating.row.card.municipal_number = "55725";
  heating.row.card.heating_mode = "Vesikeskuslämmitys";
  heating.row.card.source = "heat.csv row 1";
  heating.row.place = "row 1";
  for (const auto field : {twin::CardField::kMunicipalNumber, twin::CardField::kHeatingMode, twin::CardField::kStoreys}) heating.row.columns.add(field);
  EXPECT_EQ(town.import({}, {heating}), 1u);
  const auto card = town["HIGH"].card;
  EXPECT_EQ(town["HIGH"].link, LinkReason::kById);
  EXPECT_EQ(card.heating_mode, "Vesikeskuslämmitys");
  EXPECT_EQ(card.storeys, std::nullopt);
  EXPECT_EQ(card.permanent_id, "103557252H");
  EXPECT_EQ(card.floor_area_m2, 650);
  EXPECT_EQ(card.completed, "1962-05-01");
  EXPECT_EQ(card.updated, "2020-01-01");
  EXPECT_EQ(card.source, "heat.csv row 1; r.csv row 3");
  // The same again changes nothing, and the first register is told once however often both come.
  EXPECT_EQ(town.import({}, {heating}), 0u);
  town.import({}, {full});
  EXPECT_EQ(town["HIGH"].card.storeys, 6);
  town.import({}, {heating});
  EXPECT_EQ(town["HIGH"].card.source, "heat.csv row 1; r.csv row 3");
}

TEST(CityLinking, OfTwoFilesOfOneImportTheLaterOneWinsInItsColumns) {
  Town town;
  FiledRow full = row_at(6, 650, 6, 3, "103557252H");
  FiledRow storeys;
  storeys.row.card.permanent_id = "103557252H";
  storeys.row.card.storeys = 7;
  storeys.row.card.source = "storeys.csv row 1";
  storeys.row.columns.add(twin::CardField::kPermanentId);
  storeys.row.columns.add(twin::CardField::kStoreys);
  town.import({house("HIGH", 0, 20.1, "103557252H")}, {full, storeys});
  EXPECT_EQ(town["HIGH"].card.storeys, 7);
  EXPECT_EQ(town["HIGH"].card.floor_area_m2, 650);
  EXPECT_EQ(town["HIGH"].card.source, "storeys.csv row 1; r.csv row 3");
}

/// A row of the register of a house, with everything that a person can check.
FiledRow full_row(double east, int number, const std::string& permanent_id, const std::string& ratu, const std::string& address) {
  auto out = row_at(east, 330, 3, number, permanent_id);
  out.row.card.municipal_number = ratu;
  out.row.card.address = address;
  out.row.columns.add(twin::CardField::kMunicipalNumber);
  out.row.columns.add(twin::CardField::kAddress);
  return out;
}

ReadBuilding full_house(const std::string& id, double east, const std::string& permanent_id, const std::string& ratu, const std::string& address) {
  auto out = house(id, east, 11, permanent_id);
  out.shape.attributes.push_back({"RATU", "string", ratu, ""});
  out.shape.attributes.push_back({"Katuosoite", "string", address, ""});
  return out;
}

const twin::Finding* find(const std::vector<twin::Finding>& findings, const std::string& code) {
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const auto& one) { return one.code == code; });
  return found == findings.end() ? nullptr : &*found;
}

TEST(CityLinking, AnIdentifiersRowThatLiesElsewhereIsToldWithItsDistance) {
  // The house ends at 12 m east, between 0 and 10 m north; the row lies at (5012, 5).
  Town far, near;
  far.import({house("A", 0, 11, "103557252H")}, {row_at(5012, 330, 3, 2, "103557252H")});
  EXPECT_EQ(far["A"].link, LinkReason::kById) << "one contradiction is a warning";
  const auto* const told = find(far.findings, "link-contradiction");
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->severity, twin::Severity::kWarning);
  EXPECT_NE(told->value.find("5000 m from the footprint"), std::string::npos) << told->value;
  EXPECT_EQ(geo::link_doubts(far["A"]).size(), 1U) << "and a state of the city tells it still";
  near.import({house("A", 0, 11, "103557252H")}, {row_at(61, 330, 3, 2, "103557252H")});
  EXPECT_EQ(find(near.findings, "link-contradiction"), nullptr) << "49 m";
  // A register that comes after its model tells it too.
  Town later;
  later.import({house("A", 0, 11, "103557252H")}, {});
  later.import({}, {row_at(75, 330, 3, 2, "103557252H")});
  ASSERT_NE(find(later.findings, "link-contradiction"), nullptr);
  EXPECT_NE(find(later.findings, "link-contradiction")->value.find("63 m"), std::string::npos);
}

TEST(CityLinking, RowsWhosePermanentIdsWereExchangedAreQuestions) {
  Town town;
  const std::vector<ReadBuilding> models{full_house("A", 0, "103557252H", "1", "Kuja 31"), full_house("B", 16, "102821537S", "2", "Kuja 33")};
  // RATU, address and place are right, the permanent ids are the other building's.
  const std::vector<FiledRow> rows{full_row(6, 2, "102821537S", "1", "Kuja 31"), full_row(22, 3, "103557252H", "2", "Kuja 33")};
  town.import(models, rows);
  for (const char* id : {"A", "B"}) {
    EXPECT_EQ(town[id].link, LinkReason::kUnlinked) << town[id].link_note;
    EXPECT_NE(town[id].link_note.find("a question for review"), std::string::npos) << town[id].link_note;
  }
  const auto& row = town.rows.at("102821537S");
  EXPECT_TRUE(row.buildings.empty());
  ASSERT_EQ(row.candidates.size(), 2U);
  EXPECT_EQ(row.candidates[0].building, "A") << "where it lies";
  EXPECT_EQ(row.candidates[0].reason, "RATU 1 agrees, 0 m from the footprint");
  EXPECT_EQ(row.candidates[1].building, "B");
  EXPECT_EQ(row.candidates[1].reason, "VTJ-PRT 102821537S in r.csv row 2, but RATU 1 in the register, 2 in the model; Kuja 31 in the register, Kuja 33 in the model");
  EXPECT_EQ(town.import(models, rows), 0U) << "the same again";
  EXPECT_EQ(town.import({}, rows), 0U);
  // A person rejects the pair: the building is free.
  auto& b = town.buildings.at("B").building;
  auto details = *b.details;
  details.rejected = {"102821537S"};
  b.details = details;
  town.import({}, rows);
  EXPECT_EQ(town["B"].link_note, "no register row has VTJ-PRT 102821537S");
}

TEST(CityLinking, ARowOfAnotherBuildingsPermanentIdGoesToTheOneItsRatuNames) {
  Town town;
  // The second building's row has the first one's VTJ-PRT; the model of the second names no VTJ-PRT.
  town.import({full_house("A", 0, "103557252H", "1", "Kuja 31"), full_house("B", 16, "", "2", "Kuja 33")}, {full_row(22, 2, "103557252H", "2", "Kuja 33")});
  EXPECT_EQ(town["A"].link, LinkReason::kUnlinked);
  EXPECT_EQ(town["B"].link, LinkReason::kByMunicipalNumber);
  EXPECT_EQ(town["B"].details->shared_by, 1U);
  EXPECT_EQ(town["B"].link_note, "RATU 2 in r.csv row 2");
  EXPECT_TRUE(town.rows.empty());
  const auto* const told = find(town.findings, "link-contradiction");
  ASSERT_NE(told, nullptr);
  EXPECT_NE(told->value.find("the row is B's (by_municipal_number)"), std::string::npos) << told->value;
}

TEST(CityLinking, PlaceGivesNobodyToThePartnersOfADoubtedLink) {
  Town town;
  auto model = full_house("A", 0, "103557252H", "1", "Kuja 31");
  // The row lies on another house, which names no identifier at all, and fits it in everything.
  town.import({model, house("NEIGHBOUR", 200, 11)}, {full_row(206, 2, "103557252H", "2", "Kuja 33"), row_at(6, 330, 3, 3)});
  EXPECT_EQ(town["A"].link, LinkReason::kUnlinked);
  EXPECT_EQ(town["NEIGHBOUR"].link, LinkReason::kUnlinked);
  EXPECT_TRUE(town.row("r.csv row 3").buildings.empty());
}

TEST(CityLinking, ARowThatAnIdentifierTiedIsFoundByPlaceWhenItsBuildingGoes) {
  Town apart, together;
  const auto rows = [] { return std::vector<FiledRow>{row_at(6, 330, 3, 2, "103557252H")}; };
  apart.import({house("OLD", 0, 11, "103557252H")}, rows());
  // A new edition names the house otherwise, and without its id.
  apart.import({house("NEW", 0, 11)}, {}, {"OLD"});
  together.import({house("NEW", 0, 11)}, rows());
  EXPECT_EQ(apart["NEW"].link, LinkReason::kByPlace) << apart["NEW"].link_note;
  EXPECT_EQ(together["NEW"].link, LinkReason::kByPlace);
  EXPECT_TRUE(apart["NEW"].card == together["NEW"].card);
  const auto& row = apart.rows.at("103557252H");
  EXPECT_EQ(row.buildings, std::vector<std::string>{"NEW"});
  EXPECT_EQ(row.footprint.outer.size(), 4U) << "it stands where its building stood";
  EXPECT_EQ(apart.import({house("NEW", 0, 11)}, {}), 0U) << "the same edition again";
  // The register again says where the row is: nothing else than that is new.
  apart.import({}, rows());
  EXPECT_TRUE(apart.rows == together.rows);
  EXPECT_TRUE(apart["NEW"] == together["NEW"]) << apart["NEW"].link_note;
}

TEST(CityLinking, ABuildingThatComesLaterSharesTheRowThatItNames) {
  Town apart, together;
  const auto rows = [] { return std::vector<FiledRow>{row_at(6, 330, 3, 2, "103557252H")}; };
  apart.import({house("P1", 0, 11, "103557252H")}, rows());
  apart.import({house("P2", 12, 11, "103557252H")}, {});
  together.import({house("P1", 0, 11, "103557252H"), house("P2", 12, 11, "103557252H")}, rows());
  for (const char* part : {"P1", "P2"}) {
    EXPECT_EQ(apart[part].link, LinkReason::kById);
    EXPECT_TRUE(apart[part] == together[part]) << apart[part].link_note;
  }
  EXPECT_TRUE(apart.rows.empty());
}

TEST(CityLinking, NoRegisterWasReadIsSaidOnlyWhereNoneWas) {
  Town town;
  town.import({house("A", 0, 11, "103557252H")}, {});
  EXPECT_EQ(town["A"].link_note, "no register was read with this building");
  town.import({}, {row_at(6, 330, 3, 2, "103557252H")});
  // The twin's only row is A's.
  const std::vector<ReadBuilding> more{house("B", 40, 11, "102821537S")};
  town.import(more, {});
  EXPECT_EQ(town["B"].link_note, "no register row has VTJ-PRT 102821537S");
  EXPECT_EQ(town.import(more, {}), 0U);
}

TEST(CityLinking, ALinkOfAnIdentifierFollowsItsRowAlsoWhereTheModelNamesItNoMore) {
  Town town;
  town.import({house("A", 0, 11, "103557252H")}, {row_at(6, 330, 3, 2, "103557252H")});
  town.import({house("A", 0, 11)}, {});
  EXPECT_EQ(town["A"].link, LinkReason::kById);
  town.import({}, {row_at(6, 345, 3, 2, "103557252H")});
  EXPECT_EQ(town["A"].card.floor_area_m2, 345);
  EXPECT_TRUE(town.rows.empty()) << "not linked and unlinked at once";
}

TEST(CityLinking, ARowOfAnObjectWithSeveralIsNotLostWhenAnotherOneComesAgain) {
  Town town;
  auto main = row_at(6, 500, 5, 2, "103557252H"), shop = row_at(7, 120, 1, 3, "102821537S");
  main.row.model_id = shop.row.model_id = "A";
  town.import({house("A", 0, 17, "103557252H")}, {main, shop});
  ASSERT_EQ(town["A"].details->rows.size(), 2U);
  main.row.card.floor_area_m2 = 510;
  town.import({}, {main});
  ASSERT_EQ(town["A"].details->rows.size(), 2U);
  EXPECT_EQ(town["A"].card.floor_area_m2, 630);
}

TEST(CityLinking, AScoreThatHardlyMovesIsNotWrittenAgain) {
  Town town;
  town.import(two_houses(), two_rows());
  // As an import with other rows elsewhere left it: a hundredth more here and less there, the rest the same.
  auto& high = town.buildings.at("HIGH").building;
  auto details = *high.details;
  details.probability -= 0.01;
  details.runner_up = twin::LinkChoice{false, "LOW", 0.01};
  high.details = details;
  auto& row = town.rows.at(details.row);
  row.candidates[0].probability = details.probability;
  EXPECT_EQ(town.import({}, two_rows()), 0U);
  // Two hundredths are another answer.
  details.probability -= 0.02;
  high.details = details;
  EXPECT_EQ(town.import({}, two_rows()), 1U);
}

TEST(CityLinking, ScoresHaveTwoDecimals) {
  Town town;
  town.import(two_houses(), two_rows());
  for (const char* id : {"HIGH", "LOW"}) {
    const double hundredths = town[id].details->probability * 100;
    EXPECT_NEAR(hundredths, std::round(hundredths), 1e-9) << id;
  }
}

}  // namespace
