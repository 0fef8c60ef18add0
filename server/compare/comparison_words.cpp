#include "server/compare/comparison_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace server {
namespace {

struct Words {
  std::string_view key, fi, sv, en;
};

constexpr auto kWords = std::to_array<Words>({
    {"title", "Vaihtoehtojen vertailu", "Jämförelse av alternativ", "Comparison of scenarios"},
    {"of_scenarios", "{a} vaihtoehtoa, {b} tunnuslukua; erot vaihtoehtoon {c}", "{a} alternativ, {b} nyckeltal; skillnader mot {c}", "{a} scenarios, {b} key figures; differences from {c}"},
    {"contents", "Sisältö", "Innehåll", "Contents"},
    {"overview", "Tulos", "Resultat", "Result"},
    {"pictures", "Kuvat", "Bilder", "Pictures"},
    {"pictures.why", "Kaikki kuvat samasta paikasta.", "Alla bilder från samma plats.", "All pictures from the same camera."},
    {"table", "Tunnusluvut", "Nyckeltal", "Key figures"},
    {"charts", "Rinnakkain", "Sida vid sida", "Side by side"},
    {"ranking", "Painotettu järjestys", "Viktad rangordning", "Weighted ranking"},
    {"spread", "Epävarmuus", "Osäkerhet", "Uncertainty"},
    {"map", "Erot kartalla", "Skillnaderna på kartan", "Differences on the map"},
    {"rules", "Määräykset", "Bestämmelser", "Regulations"},
    {"changes", "Mikä eroaa", "Vad som skiljer", "What differs"},
    {"assumptions", "Oletukset", "Antaganden", "Assumptions"},
    {"lineage", "Mistä luvut tulevat", "Var talen kommer ifrån", "Where the numbers come from"},
    {"first", "{a} on ensimmäinen näillä painoilla (pisteet {b}).", "{a} är först med dessa vikter (poäng {b}).", "{a} is first with these weights (score {b})."},
    {"first_together", "{a} ovat yhdessä ensimmäisiä näillä painoilla (pisteet {b}).", "{a} är först tillsammans med dessa vikter (poäng {b}).", "{a} are first together with these weights (score {b})."},
    {"no_ranking", "Millään tunnusluvulla, joka kaikilla on, ei ole painoa: järjestystä ei ole.", "Inget nyckeltal som alla har är viktat: det finns ingen rangordning.", "No key figure that all scenarios have carries a weight: there is no ranking."},
    {"pareto", "Mikään muu ei ole kaikessa vähintään yhtä hyvä: {a}.", "Inget annat är minst lika bra i allt: {a}.", "No other is as good in everything: {a}."},
    {"dominated", "{a} on kaikessa vähintään yhtä hyvä kuin {b} ja jossakin parempi.", "{a} är i allt minst lika bra som {b} och bättre i något.", "{a} is as good as {b} in everything and better in something."},
    {"regret", "Suurin menetys on pienin vaihtoehdossa {a}: {b} vaihteluvälistä ({c}).", "Den största förlusten är minst i {a}: {b} av spännvidden ({c}).", "The largest regret is least in {a}: {b} of the range ({c})."},
    {"score", "Pisteet", "Poäng", "Score"},
    {"place", "Sija", "Plats", "Place"},
    {"scenario", "Vaihtoehto", "Alternativ", "Scenario"},
    {"figure", "Tunnusluku", "Nyckeltal", "Key figure"},
    {"unit", "Yksikkö", "Enhet", "Unit"},
    {"better", "Parempi", "Bättre", "Better"},
    {"better.up", "enemmän", "mer", "more"},
    {"better.down", "vähemmän", "mindre", "less"},
    {"better.neither", "–", "–", "–"},
    {"good", "parempi", "bättre", "better"},
    {"bad", "huonompi", "sämre", "worse"},
    {"same", "sama", "samma", "same"},
    {"unknown", "ei laskettavissa", "kan inte beräknas", "cannot be computed"},
    {"unknown.why", "Ei laskettavissa: syyt", "Kan inte beräknas: orsaker", "Cannot be computed: reasons"},
    {"notes", "Huomattavaa", "Att observera", "To be noted"},
    {"weights", "Painot", "Vikter", "Weights"},
    {"flip", "{a} menee edelle ({b} jää taakse), kun paino {c}.", "{a} går om {b} när vikten {c}.", "{a} passes {b} when the weight {c}."},
    {"flip.rises", "nousee yli arvon {a}", "stiger över {a}", "rises above {a}"},
    {"flip.falls", "laskee alle arvon {a}", "sjunker under {a}", "falls below {a}"},
    {"flip.first", "Ensimmäinen sija vaihtuu", "Första platsen byts", "The first place changes"},
    {"flip.none", "Mikään yksittäinen painon muutos ei muuta järjestystä.", "Ingen enskild viktändring ändrar ordningen.", "No change of a single weight changes the order."},
    {"left_out", "Eivät ole mukana järjestyksessä: {a}.", "Ingår inte i rangordningen: {a}.", "Not part of the ranking: {a}."},
    {"draws", "{a} arvontaa oletuksista, samat kaikille vaihtoehdoille (siemen {b}).", "{a} dragningar av antagandena, samma för alla alternativ (frö {b}).", "{a} draws of the assumptions, the same for all scenarios (seed {b})."},
    {"beats", "Todennäköisyys, että rivi on parempi kuin sarake", "Sannolikheten att raden är bättre än kolumnen", "Probability that the row beats the column"},
    {"always_first", "Ensimmäisenä painoin", "Först med vikterna", "First with the weights"},
    {"max_regret", "Suurin menetys", "Största förlust", "Largest regret"},
    {"breaches", "Rikotut määräykset", "Bestämmelser som bryts", "Regulations broken"},
    {"breaches.none", "Mikään tutkittu rakennus ei riko määräyksiä.", "Ingen granskad byggnad bryter mot bestämmelserna.", "No building that was checked breaks a regulation."},
    {"contradictions", "Ristiriidat", "Motsägelser", "Contradictions"},
    {"rule", "Määräys", "Bestämmelse", "Regulation"},
    {"plan_unit", "Kaavayksikkö", "Planenhet", "Plan unit"},
    {"buildings", "Rakennuksia", "Byggnader", "Buildings"},
    {"excess", "Ylitys enintään", "Överskrids med högst", "Exceeded by at most"},
    {"change.added", "uusi", "ny", "added"},
    {"change.removed", "poistettu", "borttagen", "removed"},
    {"change.changed", "muutettu", "ändrad", "changed"},
    {"no_change", "Mikään ei eroa.", "Inget skiljer.", "Nothing differs."},
    {"more", "ja {a} muuta", "och {a} till", "and {a} more"},
    {"value", "Arvo", "Värde", "Value"},
    {"source", "Lähde", "Källa", "Source"},
    {"commit", "Muutos", "Ändring", "Commit"},
    {"engine", "Laskenta", "Beräkning", "Engine"},
    {"seed", "Siemen", "Frö", "Seed"},
    {"hash", "Lähtötietojen tiiviste", "Indatas kontrollsumma", "Hash of the inputs"},
    {"formula", "Kaava", "Formel", "Formula"},
    {"version", "Versio", "Version", "Version"},
    {"trust", "Rakennuksista rekisteriin liitetty {a} %, kerrosala arvioitu {b} %.", "Av byggnaderna är {a} % kopplade till registret, våningsytan uppskattad för {b} %.", "Of the buildings {a} % are linked to the register, {b} % have an estimated floor area."},
    {"map.why", "Kerrosala, joka määräysten puitteissa voidaan saavuttaa: {a} − {b}.", "Våningsyta som kan uppnås inom bestämmelserna: {a} − {b}.", "Floor area that can be reached within the regulations: {a} − {b}."},
    {"map.same", "ei eroa", "ingen skillnad", "no difference"},
    {"map.more", "enemmän", "mer", "more"},
    {"map.less", "vähemmän", "mindre", "less"},
    {"map.none", "ei tietoa", "uppgift saknas", "no data"},
    {"map.north", "P", "N", "N"},
    {"group.built", "Rakentaminen", "Byggande", "Built"},
    {"group.people", "Ihmiset ja liikenne", "Människor och trafik", "People and traffic"},
    {"group.green", "Vihreä ja vesi", "Grönt och vatten", "Green and water"},
    {"group.light", "Valo", "Ljus", "Light"},
    {"group.rules", "Määräykset", "Bestämmelser", "Regulations"},
    {"group.trust", "Tietojen luotettavuus", "Uppgifternas tillförlitlighet", "Trust in the data"},
    {"unit.dwelling", "asuntoa", "bostäder", "dwellings"},
    {"unit.person", "henkilöä", "personer", "persons"},
    {"unit.job", "työpaikkaa", "arbetsplatser", "jobs"},
    {"unit.space", "paikkaa", "platser", "spaces"},
    {"unit.building", "rakennusta", "byggnader", "buildings"},
    {"unit.k-m2", "k-m²", "m² vy", "m² GFA"},
    {"unit.k-m2/m2", "k-m²/m²", "m² vy/m²", "m² GFA/m²"},
    {"unit.k-m2/job", "k-m²/työpaikka", "m² vy/arbetsplats", "m² GFA/job"},
    {"id.storey_height_m", "Kerroskorkeus, m", "Våningshöjd, m", "Storey height, m"},
    {"id.net_ratio", "Huoneistoalan osuus kerrosalasta", "Lägenhetsytans andel av våningsytan", "Net share of the floor area"},
    {"id.m2_per_resident", "Asumisväljyys, m² asukasta kohden", "Boyta, m² per invånare", "Living space, m² per resident"},
    {"id.k_m2_per_dwelling", "Kerrosala asuntoa kohden, k-m²", "Våningsyta per bostad, m² vy", "Floor area per dwelling, m² GFA"},
    {"id.k_m2_per_parking_space", "Kerrosala autopaikkaa kohden, k-m²", "Våningsyta per bilplats, m² vy", "Floor area per car space, m² GFA"},
    {"reason.Nothing in the twin tells it: send it in the scenario's figures.", "Kaksosessa ei ole tietoa: anna se vaihtoehdon luvuissa (figures).", "Tvillingen saknar uppgiften: ge den i alternativets tal (figures).", "Nothing in the twin tells it: send it in the scenario's figures."},
    {"reason.Sun and sky were not asked for: send sun, or what sun-hours, lost-sun and sky-view give in the scenario's figures.", "Aurinkoa ja taivasta ei pyydetty laskemaan: pyydä ne (sun, --sun) tai anna prosessien sun-hours, lost-sun ja sky-view tulokset vaihtoehdon luvuissa (figures).", "Sol och himmel efterfrågades inte: be om dem (sun, --sun) eller ge vad sun-hours, lost-sun och sky-view svarar i alternativets tal (figures).", "Sun and sky were not asked for: send sun, or what sun-hours, lost-sun and sky-view give in the scenario's figures."},
    {"reason.The solar yield was not asked for (solar is false).", "Aurinkosähköä ei pyydetty laskemaan (solar on false).", "Solelen efterfrågades inte (solar är false).", "The solar yield was not asked for (solar is false)."},
    {"reason.No plan unit has a green factor (vihertehokkuus).", "Missään kaavayksikössä ei ole vihertehokkuutta.", "Ingen planenhet har en grönfaktor (vihertehokkuus).", "No plan unit has a green factor (vihertehokkuus)."},
    {"source.the plan units", "kaavayksiköt", "planenheterna", "the plan units"},
    {"source.this request", "tämä vertailu", "denna jämförelse", "this comparison"},
});

std::string_view in(const Words& words, ReportLanguage language) {
  return language == ReportLanguage::kFinnish ? words.fi : language == ReportLanguage::kSwedish ? words.sv : words.en;
}

void fill(std::string& text, std::string_view slot, std::string_view with) {
  if (const auto at = text.find(slot); at != std::string::npos) text.replace(at, slot.size(), with);
}

}  // namespace

std::string_view compare_words(std::string_view key, ReportLanguage language) {
  const auto* const found = std::find_if(kWords.begin(), kWords.end(), [&](const Words& words) { return words.key == key; });
  assert(found != kWords.end());
  return in(*found, language);
}

std::string compare_words(std::string_view key, ReportLanguage language, std::string_view a, std::string_view b, std::string_view c) {
  std::string out(compare_words(key, language));
  // From the back: what is filled in may hold braces of its own.
  fill(out, "{c}", c);
  fill(out, "{b}", b);
  fill(out, "{a}", a);
  return out;
}

std::string compare_words_or_key(const std::string& prefix, const std::string& key, ReportLanguage language) {
  const auto* const found = std::find_if(kWords.begin(), kWords.end(), [&](const Words& words) { return words.key == prefix + key; });
  return found == kWords.end() ? key : std::string(in(*found, language));
}

std::string number_text(double value, int decimals, ReportLanguage language, bool sign) {
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  const bool english = language == ReportLanguage::kEnglish;
  auto point = digits.find('.');
  if (point == std::string::npos) point = digits.size();
  if (!english && point < digits.size()) digits[point] = ',';
  for (std::size_t at = point; at > 3; at -= 3) digits.insert(at - 3, english ? "," : "\u00a0");
  if (zero) return digits;
  return (value < 0 ? "−" : sign ? "+" : "") + digits;
}

std::string label_of(const twin::Json& thing, ReportLanguage language) {
  const std::string code(geo::code_of(language));
  if (thing.contains("label") && thing["label"].contains(code)) return thing["label"][code].get<std::string>();
  return compare_words_or_key("id.", thing.value("id", ""), language);
}

std::string unit_words(const std::string& unit, ReportLanguage language) {
  if (unit == "1") return "";
  std::string out = compare_words_or_key("unit.", unit, language);
  if (out != unit) return out;
  for (const auto& [plain, written] : {std::pair{"m2", "m²"}, std::pair{"m3", "m³"}}) {
    for (auto at = out.find(plain); at != std::string::npos; at = out.find(plain, at)) out.replace(at, 2, written);
  }
  return out;
}

}  // namespace server
