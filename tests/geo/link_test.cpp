#include "geo/link/link.hpp"

#include "geo/io/link_details_text.hpp"

#include <gtest/gtest.h>

namespace {

using geo::LinkCandidate;
using geo::RegisterRow;
using twin::LinkReason;

RegisterRow row(std::string permanent_id, std::string ratu, std::string model_id, int number) {
  RegisterRow out;
  out.card.permanent_id = std::move(permanent_id);
  out.card.municipal_number = std::move(ratu);
  out.card.source = "r.csv row " + std::to_string(number);
  out.model_id = std::move(model_id);
  out.place = "row " + std::to_string(number);
  return out;
}

LinkCandidate building(std::string id, std::string permanent_id, std::string ratu = "",
                       std::string uuid = "") {
  LinkCandidate out;
  out.model_id = std::move(id);
  out.uuid = std::move(uuid);
  out.model.permanent_id = std::move(permanent_id);
  out.model.municipal_number = std::move(ratu);
  return out;
}

TEST(Link, ThePermanentIdComesFirstThenRatuThenTheModelsId) {
  const std::vector<RegisterRow> rows{row("103557252H", "1", "B", 2), row("", "77", "", 3),
                                      row("", "", "u-9", 4), row("102821537S", "", "", 5)};
  const std::vector<LinkCandidate> buildings{building("A", "103557252H"), building("B", ""),
                                             building("C", "", "77"), building("D", "", "", "u-9"),
                                             building("E", "103023724X")};
  const auto result = geo::link_rows(buildings, rows);
  EXPECT_EQ(result.outcomes[0].reason, LinkReason::kById);
  EXPECT_EQ(result.outcomes[0].note,
            "VTJ-PRT 103557252H in r.csv row 2; 2 buildings of the model share this row");
  EXPECT_EQ(result.outcomes[1].reason, LinkReason::kByModelId);
  EXPECT_EQ(result.outcomes[2].reason, LinkReason::kByMunicipalNumber);
  EXPECT_EQ(result.outcomes[3].reason, LinkReason::kByModelId);
  EXPECT_EQ(result.outcomes[3].row, 2u);
  EXPECT_EQ(result.outcomes[4].reason, LinkReason::kUnlinked);
  EXPECT_EQ(result.outcomes[4].note, "no register row has VTJ-PRT 103023724X");
  EXPECT_EQ(result.uses, (std::vector<std::size_t>{2, 1, 1, 0}));
}

TEST(Link, ContradictingPermanentIdsAreNeverJoined) {
  const std::vector<RegisterRow> rows{row("103557252H", "77", "A", 2)};
  const std::vector<LinkCandidate> buildings{building("A", "102821537S", "77")};
  const auto result = geo::link_rows(buildings, rows);
  EXPECT_EQ(result.outcomes[0].reason, LinkReason::kUnlinked);
  EXPECT_NE(result.outcomes[0].note.find("103557252H"), std::string::npos);
  EXPECT_EQ(result.uses, std::vector<std::size_t>{0});
}

TEST(Link, ARatuOfTwoRowsIsNoReason) {
  const std::vector<RegisterRow> rows{row("", "77", "", 2), row("103557252H", "77", "", 3)};
  const std::vector<LinkCandidate> buildings{building("A", "", "77")};
  EXPECT_EQ(geo::link_rows(buildings, rows).outcomes[0].reason, LinkReason::kUnlinked);
}

/// Two register buildings in one object of the model: both rows name its gml:id, one by its VTJ-PRT too.
TEST(Link, SeveralRowsMayNameOneObject) {
  const std::vector<RegisterRow> rows{row("103557252H", "", "A", 2), row("102821537S", "", "A", 3), row("103023724X", "", "A", 4)};
  const std::vector<LinkCandidate> buildings{building("A", "103557252H"), building("D", "103023724X")};
  const auto result = geo::link_rows(buildings, rows);
  EXPECT_EQ(result.outcomes[0].row, 0u);
  EXPECT_EQ(result.outcomes[0].more_rows, std::vector<std::size_t>{1}) << "row 4 has a building of its own";
  EXPECT_EQ(result.outcomes[0].note, "VTJ-PRT 103557252H in r.csv row 2; 2 rows are this building together");
  EXPECT_EQ(result.uses, (std::vector<std::size_t>{1, 1, 1}));
}

TEST(Link, ALaterRowOfTheSameRegisterBuildingReplacesTheEarlierOne) {
  const std::vector<RegisterRow> rows{row("103557252H", "", "A", 2), row("103557252H", "", "A", 9)};
  const std::vector<LinkCandidate> buildings{building("A", "")};
  const auto result = geo::link_rows(buildings, rows);
  EXPECT_EQ(result.outcomes[0].row, 1u);
  EXPECT_TRUE(result.outcomes[0].more_rows.empty());
}

TEST(Link, ARejectedRowIsPassedOver) {
  std::vector<RegisterRow> rows{row("103557252H", "77", "A", 2)};
  rows[0].id = "103557252H";
  LinkCandidate candidate = building("A", "103557252H", "77");
  candidate.rejected = {"103557252H"};
  EXPECT_EQ(geo::link_rows(std::vector{candidate}, rows).outcomes[0].reason, LinkReason::kUnlinked);
}

TEST(LinkDetailsText, ComesBackAndRefusesWhatItIsNot) {
  twin::LinkDetails details;
  EXPECT_EQ(geo::to_text(details), "");
  details.row = "RATU 7";
  details.probability = 0.973;
  details.runner_up = twin::LinkChoice{true, "r.csv row \"3\"", 0.02};
  details.shared_by = 2;
  twin::RegisterCard card;
  card.floor_area_m2 = 1195.5;
  card.storeys = 4;
  card.lift = false;
  card.address = "Hämeentie 7 B";
  card.use_code = "039";
  card.source = "r.csv row 3";
  card.updated = "2015-06-01";
  details.rows = {{"RATU 7", LinkReason::kByReview, 0.5, "accepted", card}, {"RATU 8", LinkReason::kByModelId, 0, "gml:id A", {}}};
  details.conflicts = {{twin::CardField::kVolume, true, "4765 m3"}};
  details.rejected = {"103557252H"};
  const auto back = geo::link_details_of(geo::to_text(details));
  ASSERT_TRUE(back);
  EXPECT_TRUE(*back == details) << geo::to_text(*back);
  for (const char* text : {"", "[]", "7", "{\"row\":7}", "{\"probability\":2}", "{\"rows\":[7]}", "{\"rows\":[{\"reason\":\"by_id\",\"card\":{\"height\":3}}]}",
                           "{\"conflicts\":[{\"attribute\":\"height\"}]}", "{\"rejected\":[1]}", "{\"shared_by\":-1}"}) {
    EXPECT_FALSE(geo::link_details_of(text)) << text;
  }
  twin::CardFields fields;
  fields.add(twin::CardField::kStoreys);
  fields.add(twin::CardField::kLift);
  EXPECT_EQ(geo::to_text(fields), "storeys, lift");
  EXPECT_EQ(geo::card_fields_of("storeys, lift"), fields);
  EXPECT_FALSE(geo::card_fields_of("storeys, height"));
}

}  // namespace
