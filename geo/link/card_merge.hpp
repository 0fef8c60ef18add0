#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "twin_core/city/building.hpp"

namespace geo {

enum class CardWinner : unsigned char { kRegister, kModel, kNewer };
enum class CardComparison : unsigned char { kValue, kAddress, kNone };
enum class OfSeveral : unsigned char { kFirst, kSum, kLargest };

/// One table of `datasets/linking/attributes.toml`: how attributes of two sources become one.
struct CardRule {
  std::vector<twin::CardField> fields;
  bool together = false;  ///< all fields come from one source
  CardWinner wins = CardWinner::kRegister;
  CardComparison compare = CardComparison::kValue;
  OfSeveral of_several = OfSeveral::kFirst;
  double within = 0, within_share = 0;  ///< numbers that differ by no more agree: absolute, or of the larger one
};

/// Every attribute of the card stands in exactly one rule.
using CardRules = std::vector<CardRule>;

/// A card of two sources, with what tells them apart.
struct MergedCard {
  twin::RegisterCard card;
  twin::CardFields from_model;               ///< attributes whose value is the model's
  std::vector<twin::CardConflict> conflicts;  ///< both know it and disagree, in the order of the rules
};

/// The row's card and the model's, attribute by attribute as the rules say. `surveyed` is the date of the model.
/// The card's `source` and `updated` are the row's.
///
/// Holds for all inputs (tested): (1) what one side alone knows is in the card; (2) a side merged with itself or with
/// an empty card gives itself, without conflicts; (3) every conflict names a value that the card does not have.
MergedCard merge_cards(const twin::RegisterCard& row, const twin::RegisterCard& model, std::string_view surveyed,
                       const CardRules& rules);

/// The card of an object that holds several rows; the first one decides where the rule says "first". At least one row.
twin::RegisterCard card_of_several(std::span<const twin::RegisterCard* const> rows, const CardRules& rules);

}  // namespace geo
