// Register row and model say different things: the declared rules decide, and what lost is kept.
#include <gtest/gtest.h>

#include "geo/io/card_rules.hpp"
#include "geo/io/linked_card.hpp"

namespace {

using twin::CardField;
using twin::RegisterCard;

geo::MergedCard merged(const RegisterCard& row, const RegisterCard& model, std::string_view surveyed = "") {
  return geo::merge_cards(row, model, surveyed, geo::card_rules());
}

TEST(CardRules, TheCompiledInOnesSpeakOfEveryAttributeOnce) {
  std::size_t fields = 0;
  for (const auto& rule : geo::card_rules()) fields += rule.fields.size();
  EXPECT_EQ(fields, twin::kCardFieldCount);
}

TEST(CardRules, AFaultIsToldWithItsLine) {
  const auto fault = [](const std::string& text) {
    const auto rules = geo::parse_card_rules("r.toml", text);
    return rules ? std::string("taken") : rules.problem().place + " " + rules.problem().value;
  };
  EXPECT_EQ(fault("[[attribute]]\nnames = [\"storeys\"]\nwinner = \"model\"\n"), "r.toml line 3 winner");
  EXPECT_EQ(fault("[[attribute]]\nnames = [\"storeys\"]\nwins = \"owner\"\n"), "r.toml line 3 owner");
  EXPECT_EQ(fault("[[attribute]]\nnames = [\"storeys\", \"height\"]\n"), "r.toml line 2 height");
  EXPECT_EQ(fault("[[attribute]]\nnames = [\"storeys\"]\n[[attribute]]\nnames = [\"storeys\"]\n"), "r.toml line 4 storeys");
  EXPECT_EQ(fault("[[attribute]]\nnames = [\"storeys\"]\n"), "r.toml line 1 permanent_id");
  EXPECT_EQ(fault("[[attribute]]\nnames = [\"storeys\"]\nagree_within = -1\n"), "r.toml line 3 agree_within");
  EXPECT_EQ(fault("attribute = 3\n"), "r.toml line 1 ");
}

TEST(CardMerge, TheRowWinsAndTheModelFillsIn) {
  RegisterCard row, model;
  row.floor_area_m2 = 1195;
  row.use_code = "039";
  row.source = "r.csv row 2";
  model.floor_area_m2 = 1;
  model.use_text = "Something else";
  model.storeys = 4;
  const auto out = merged(row, model);
  EXPECT_EQ(out.card.floor_area_m2, 1195);
  EXPECT_EQ(out.card.storeys, 4);
  EXPECT_EQ(out.card.use_text, "") << "the text of another source does not explain this code";
  EXPECT_TRUE(out.from_model.has(CardField::kStoreys));
  EXPECT_FALSE(out.from_model.has(CardField::kFloorArea));
  ASSERT_EQ(out.conflicts.size(), 1u);
  EXPECT_EQ(out.conflicts[0], (twin::CardConflict{CardField::kFloorArea, false, "1 m2"}));
}

TEST(CardMerge, WithinTheToleranceTheyAgree) {
  RegisterCard row, model;
  row.floor_area_m2 = 1195;
  model.floor_area_m2 = 1218;  // 1.9 % apart: the rule allows 2 %
  row.volume_m3 = 100;
  model.volume_m3 = 110;  // 10 m3 apart
  row.address = "Arcturuksenkatu 6";
  model.address = "arcturuksenkatu 6 B";
  row.completion_year = 2014;
  row.completed = "2014-12-30";
  model.completion_year = 2015;
  model.completed = "2015-01-08";
  EXPECT_TRUE(merged(row, model).conflicts.empty());
  model.floor_area_m2 = 1220;  // 2.05 %
  model.volume_m3 = 110.5;
  model.address = "Arcturuksenkatu 8";
  model.completion_year = 2016;
  const auto out = merged(row, model);
  ASSERT_EQ(out.conflicts.size(), 4u);
  EXPECT_EQ(out.card.completed, "2014-12-30");
}

TEST(CardMerge, AUseThatTheModelGivesAsACodeIsComparedWithTheCode) {
  RegisterCard row, model;
  row.use_code = "021";
  row.use_text = "Rivitalot";
  model.use_text = "021";
  EXPECT_TRUE(merged(row, model).conflicts.empty());
  model.use_text = "039";
  EXPECT_EQ(merged(row, model).conflicts.size(), 1u);
  model.use_text = "Kerrostalot";
  EXPECT_EQ(merged(row, model).conflicts.size(), 1u);
}

TEST(CardMerge, TheNewerSourceWinsWhereTheRuleSaysSo) {
  RegisterCard row, model;
  row.dwellings = 24;
  model.dwellings = 26;
  row.updated = "2015-06-01";
  EXPECT_EQ(merged(row, model, "2019-07-04").card.dwellings, 26);
  EXPECT_EQ(merged(row, model, "2014-01-01").card.dwellings, 24);
  EXPECT_EQ(merged(row, model).card.dwellings, 24) << "without both dates the register";
  const auto out = merged(row, model, "2019-07-04");
  ASSERT_EQ(out.conflicts.size(), 1u);
  EXPECT_EQ(out.conflicts[0], (twin::CardConflict{CardField::kDwellings, true, "24"}));
}

TEST(CardMerge, WithItselfOrNothingACardStaysAsItIs) {
  RegisterCard card;
  card.permanent_id = "103557252H";
  card.use_code = "039";
  card.use_text = "Muut asuinkerrostalot";
  card.volume_m3 = 4765;
  card.lift = false;
  card.address_sv = "Arcturusgatan 6";
  card.updated = "2015-06-01";
  for (const auto& [row, model] : {std::pair(card, card), std::pair(card, RegisterCard{})}) {
    EXPECT_EQ(merged(row, model).card, card);
    EXPECT_TRUE(merged(row, model).conflicts.empty());
  }
}

TEST(CardMerge, SeveralRowsAddUpWhereThatMeansSomething) {
  RegisterCard house, shop;
  house.floor_area_m2 = 1200;
  house.storeys = 5;
  house.use_code = "039";
  house.source = "r.csv row 2";
  shop.floor_area_m2 = 300;
  shop.storeys = 1;
  shop.use_code = "111";
  shop.heating_mode = "Vesikeskuslämmitys";
  shop.dwellings = 0;
  const std::vector<const RegisterCard*> rows = {&house, &shop};
  const auto card = geo::card_of_several(rows, geo::card_rules());
  EXPECT_EQ(card.floor_area_m2, 1500);
  EXPECT_EQ(card.storeys, 5);
  EXPECT_EQ(card.use_code, "039");
  EXPECT_EQ(card.heating_mode, "Vesikeskuslämmitys");
  EXPECT_EQ(card.dwellings, 0);
  EXPECT_EQ(card.source, "r.csv row 2 and 1 more");
}

TEST(LinkedCard, AStoreyCountAgainstTheHeightIsSaidWithBothSources) {
  twin::Building building;
  building.id = "A";
  building.height_m = 18.2;
  building.surveyed = "2019-07-04";
  RegisterCard row;
  row.storeys = 16;  // 16 storeys need 32 m at least
  row.updated = "2015-06-01";
  row.source = "r.csv row 7";
  geo::attach_rows(building, {{"103557252H", twin::LinkReason::kById, 0, "VTJ-PRT 103557252H in r.csv row 7", row}}, {});
  EXPECT_EQ(twin::conflict_sentences(building), std::vector<std::string>{"16 storeys: register 2015; 18.2 m high: model 2019"});
  geo::attach_rows(building, {}, {});
  EXPECT_EQ(building.link, twin::LinkReason::kUnlinked);
  EXPECT_TRUE(twin::conflict_sentences(building).empty());
}

TEST(LinkedCard, TheRowIsGivenBackAsItCame) {
  twin::Building building;
  building.id = "A";
  RegisterCard row, model;
  row.permanent_id = "103557252H";
  row.floor_area_m2 = 1195;
  row.source = "r.csv row 7";
  model.storeys = 4;
  model.floor_area_m2 = 900;
  geo::attach_rows(building, {{"103557252H", twin::LinkReason::kById, 0, "why", row}}, model);
  EXPECT_EQ(building.card.source, "r.csv row 7, model attributes");
  EXPECT_EQ(building.card.storeys, 4);
  const auto rows = geo::rows_of(building);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].card, row);
  EXPECT_EQ(rows[0].row, "103557252H");
}

}  // namespace
