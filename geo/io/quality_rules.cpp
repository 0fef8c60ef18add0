#include "geo/io/quality_rules.hpp"

#include <algorithm>
#include <array>

namespace geo {

const QualityRule kRuleTooLow{
    "The model is too low for so many storeys (2 m each at least; laatu/vaat-rakennuksen-kerrosluku): check both.",
    "Malli on liian matala näin monelle kerrokselle (vähintään 2 m kerrosta kohti; laatu/vaat-rakennuksen-kerrosluku): tarkista molemmat.",
    "Modellen är för låg för så många våningar (minst 2 m per våning; laatu/vaat-rakennuksen-kerrosluku): kontrollera båda."};
const QualityRule kRuleTooHigh{
    "The model is too high for a dwelling house of so few storeys (5 m each and a roof of 8 m at most; "
    "laatu/vaat-rakennuksen-kerrosluku): check both.",
    "Malli on liian korkea asuinrakennukseksi, jossa on näin vähän kerroksia (enintään 5 m kerrosta kohti ja 8 m kattoa; "
    "laatu/vaat-rakennuksen-kerrosluku): tarkista molemmat.",
    "Modellen är för hög för ett bostadshus med så få våningar (högst 5 m per våning och 8 m tak; "
    "laatu/vaat-rakennuksen-kerrosluku): kontrollera båda."};
const QualityRule kRuleFloorAreaTooLarge{
    "The floor area does not fit into footprint and storeys (laatu/vaat-rakennuksen-kerrosala): check them, or whether the row is about "
    "several buildings.",
    "Kerrosala ei mahdu pohja-alaan ja kerroksiin (laatu/vaat-rakennuksen-kerrosala): tarkista ne, tai koskeeko rivi useaa rakennusta.",
    "Våningsytan ryms inte i byggnadens area på marken och dess våningar (laatu/vaat-rakennuksen-kerrosala): kontrollera dem, eller om raden "
    "gäller flera byggnader."};
const QualityRule kRuleFloorAreaTooSmall{
    "The floor area is less than a fifth of footprint times storeys (laatu/vaat-rakennuksen-kerrosala): check them.",
    "Kerrosala on alle viidesosa pohja-alan ja kerrosten tulosta (laatu/vaat-rakennuksen-kerrosala): tarkista ne.",
    "Våningsytan är mindre än en femtedel av arean på marken gånger våningarna (laatu/vaat-rakennuksen-kerrosala): kontrollera dem."};
const QualityRule kRuleTotalArea{
    "The total area of a building takes in its floor area (laatu/vaat-rakennuskohteen-kokonaisala): check both.",
    "Rakennuksen kokonaisala sisältää sen kerrosalan (laatu/vaat-rakennuskohteen-kokonaisala): tarkista molemmat.",
    "En byggnads totalarea omfattar dess våningsyta (laatu/vaat-rakennuskohteen-kokonaisala): kontrollera båda."};
const QualityRule kRuleVolume{
    "The volume is less than 1.5 m times the total area (BR407, laatu/vaat-rakennuksen-tilavuus): check both.",
    "Tilavuus on pienempi kuin 1,5 m kertaa kokonaisala (BR407, laatu/vaat-rakennuksen-tilavuus): tarkista molemmat.",
    "Volymen är mindre än 1,5 m gånger totalarean (BR407, laatu/vaat-rakennuksen-tilavuus): kontrollera båda."};
const QualityRule kRuleDwellingArea{
    "A dwelling house has more than 7 m2 (laatu/vaat-asuinrakennuksen-vahimmaispinta-ala): check the area or the use.",
    "Asuinrakennus on suurempi kuin 7 m2 (laatu/vaat-asuinrakennuksen-vahimmaispinta-ala): tarkista ala tai käyttötarkoitus.",
    "Ett bostadshus är större än 7 m2 (laatu/vaat-asuinrakennuksen-vahimmaispinta-ala): kontrollera arean eller användningen."};
const QualityRule kRuleUses{"The two classifications name different uses: check both.",
                            "Kaksi luokitusta nimeävät eri käyttötarkoituksen: tarkista molemmat.",
                            "De två klassifikationerna anger olika användning: kontrollera båda."};
const QualityRule kRuleCompletion{
    "The date is still to come (quality__req_buildingSection_completionDate): check it, or give the status.",
    "Päivä on vasta tulossa (quality__req_buildingSection_completionDate): tarkista se tai anna rakennuksen tila.",
    "Datumet ligger i framtiden (quality__req_buildingSection_completionDate): kontrollera det eller ange byggnadens status."};

const QualityRule kRuleLink{
    "An identifier says that row and building are one, and something else says that they are not: check both (kaksonen links reject takes the "
    "link back).",
    "Tunnus yhdistää rivin ja rakennuksen, mutta jokin muu tieto on sitä vastaan: tarkista molemmat (kaksonen links reject purkaa "
    "linkityksen).",
    "En beteckning förenar raden och byggnaden, men något annat talar emot det: kontrollera båda (kaksonen links reject tar bort "
    "länken)."};

const QualityRule* find_quality_rule(std::string_view remedy) {
  static const std::array kRules{&kRuleTooLow, &kRuleTooHigh,    &kRuleFloorAreaTooLarge, &kRuleFloorAreaTooSmall, &kRuleTotalArea,
                                 &kRuleVolume, &kRuleDwellingArea, &kRuleUses,             &kRuleCompletion,        &kRuleLink};
  const auto found = std::find_if(kRules.begin(), kRules.end(), [&](const QualityRule* rule) { return rule->en == remedy; });
  return found == kRules.end() ? nullptr : *found;
}

}  // namespace geo
