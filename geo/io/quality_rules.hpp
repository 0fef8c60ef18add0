#pragma once

#include <string_view>

namespace geo {

/// A rule of the register in one sentence, with the name that the national rules give it. `en` is the remedy of its findings.
struct QualityRule {
  std::string_view en, fi, sv;
};

/// The model is lower than the storeys, or higher than a dwelling house of so few.
extern const QualityRule kRuleTooLow, kRuleTooHigh;
/// Floor area against footprint and storeys.
extern const QualityRule kRuleFloorAreaTooLarge, kRuleFloorAreaTooSmall;
/// What a card says against itself.
extern const QualityRule kRuleTotalArea, kRuleVolume, kRuleDwellingArea, kRuleUses, kRuleCompletion;

/// A link whose identifier agrees and something else does not.
extern const QualityRule kRuleLink;

/// The rule whose findings carry this remedy; null where it is none.
const QualityRule* find_quality_rule(std::string_view remedy);

}  // namespace geo
