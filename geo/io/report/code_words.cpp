#include "geo/io/report/code_words.hpp"

#include <algorithm>
#include <array>

#include "geo/io/quality_rules.hpp"
#include "twin_core/base/catalogue.hpp"

namespace geo {
namespace {

struct CodeWords {
  std::string_view code, name, fi, sv, en;
};

/// Names: val3dity 2.5, docs/errors.rst. Sentences: ours.
constexpr auto kCodes = std::to_array<CodeWords>({
    {"101", "TOO_FEW_POINTS", "Pinnan reunassa on alle kolme pistettä, joten sillä ei ole alaa.",
     "Ytans kant har färre än tre punkter och därför ingen area.", "The edge of a face has fewer than three points and so no area."},
    {"102", "CONSECUTIVE_POINTS_SAME", "Sama piste on kirjattu kahdesti peräkkäin; muoto ei muutu.",
     "Samma punkt är angiven två gånger i rad; formen ändras inte.", "A point is written twice in a row; the shape is not changed by it."},
    {"103", "RING_NOT_CLOSED", "Pinnan reuna ei palaa alkuunsa.", "Ytans kant återvänder inte till sin början.",
     "The edge of a face does not return to its start."},
    {"104", "RING_SELF_INTERSECTION", "Pinnan reuna leikkaa itsensä, joten sen ala on epäselvä.",
     "Ytans kant skär sig själv, så arean är oklar.", "The edge of a face crosses itself, so that its area is unclear."},
    {"201", "INTERSECTION_RINGS", "Pinnan aukot leikkaavat toisiaan tai ulkoreunaa.", "Ytans hål skär varandra eller ytterkanten.",
     "Holes of a face cross one another or its outer edge."},
    {"202", "DUPLICATED_RINGS", "Sama aukko on kirjattu kahdesti.", "Samma hål är angivet två gånger.", "A hole is written twice."},
    {"203", "NON_PLANAR_POLYGON_DISTANCE_PLANE", "Pinta on vääntynyt: sen pisteet eivät ole samassa tasossa. Ala ja tilavuus ovat likimääräisiä.",
     "Ytan är skev: punkterna ligger inte i ett plan. Area och volym är ungefärliga.",
     "A face is warped: its points do not lie in one plane. Area and volume are approximate."},
    {"204", "NON_PLANAR_POLYGON_NORMALS_DEVIATION", "Pinta on taitettu: sen osat kääntyvät eri suuntiin.",
     "Ytan är vikt: dess delar vetter åt olika håll.", "A face is folded: its parts face different ways."},
    {"205", "POLYGON_INTERIOR_DISCONNECTED", "Aukot jakavat pinnan kahtia.", "Hålen delar ytan i två.", "Holes cut a face in two."},
    {"206", "INNER_RING_OUTSIDE", "Aukko on pinnan ulkopuolella.", "Ett hål ligger utanför ytan.", "A hole lies outside its face."},
    {"207", "INNER_RINGS_NESTED", "Aukko on toisen aukon sisällä.", "Ett hål ligger i ett annat.", "A hole lies inside another one."},
    {"208", "ORIENTATION_RINGS_SAME", "Aukko kiertää samaan suuntaan kuin ulkoreuna.", "Hålet går åt samma håll som ytterkanten.",
     "A hole turns the same way as the outer edge."},
    {"300", "NOT_VALID_2_MANIFOLD", "Ulkopinta ei ole ehjä.", "Ytterytan är inte hel.", "The outer surface is not sound."},
    {"301", "TOO_FEW_POLYGONS", "Ulkopinnassa on alle neljä pintaa, joten se ei voi sulkeutua.",
     "Ytterytan har färre än fyra ytor och kan inte slutas.", "The outer surface has fewer than four faces and cannot close."},
    {"302", "SHELL_NOT_CLOSED", "Ulkopinnassa on aukko: rakennuksen tilavuutta ei voi laskea.",
     "Ytterytan har ett hål: byggnadens volym kan inte beräknas.",
     "The outer surface has a gap: the building's volume cannot be computed."},
    {"303", "NON_MANIFOLD_CASE", "Reunassa tai kärjessä kohtaa liian monta pintaa: sisä- ja ulkopuoli ovat epäselvät.",
     "För många ytor möts i en kant eller ett hörn: in- och utsida är oklara.",
     "Too many faces meet at an edge or corner: inside and outside are unclear."},
    {"304", "NON_MANIFOLD_EDGE", "Reunassa kohtaa yli kaksi pintaa.", "Fler än två ytor möts i en kant.", "More than two faces meet at an edge."},
    {"305", "MULTIPLE_CONNECTED_COMPONENTS", "Yhdeksi merkitty kappale on erillisissä osissa.", "Kroppen består av skilda delar.",
     "What is marked as one solid lies in separate pieces."},
    {"306", "SHELL_SELF_INTERSECTION", "Ulkopinta leikkaa itsensä: tilavuus on epäluotettava.", "Ytterytan skär sig själv: volymen är opålitlig.",
     "The outer surface crosses itself: its volume is unreliable."},
    {"307", "POLYGON_WRONG_ORIENTATION", "Pinta on nurin: sen ulkopuoli osoittaa sisään.", "En yta är felvänd: utsidan vetter inåt.",
     "A face is inside out."},
    {"401", "INTERSECTION_SHELLS", "Ulkopinta ja ontelo leikkaavat.", "Ytteryta och hålrum skär varandra.", "Outer surface and cavity cross."},
    {"402", "DUPLICATED_SHELLS", "Ontelo on sama kuin ulkopinta.", "Hålrummet är detsamma som ytterytan.", "A cavity is the same as the outer surface."},
    {"403", "INNER_SHELL_OUTSIDE", "Ontelo on rakennuksen ulkopuolella.", "Hålrummet ligger utanför byggnaden.", "A cavity lies outside the building."},
    {"404", "SOLID_INTERIOR_DISCONNECTED", "Ontelot jakavat rakennuksen kahtia.", "Hålrummen delar byggnaden i två.", "Cavities cut the building in two."},
    {"405", "WRONG_ORIENTATION_SHELL", "Koko ulkopinta on nurin.", "Hela ytterytan är felvänd.", "The whole outer surface is inside out."},
    {"501", "INTERSECTION_SOLIDS", "Rakennuksen kappaleet menevät sisäkkäin: yhteinen osa laskettaisiin kahdesti.",
     "Byggnadens kroppar går in i varandra: det gemensamma räknas dubbelt.",
     "Solids of a building overlap: what they share would count twice."},
    {"502", "DUPLICATED_SOLIDS", "Sama kappale on kirjattu kahdesti.", "Samma kropp är angiven två gånger.", "A solid is written twice."},
    {"503", "DISCONNECTED_SOLIDS", "Yhdeksi merkityt kappaleet eivät kosketa toisiaan.", "Kropparna rör inte varandra.",
     "Solids that are marked as one do not touch."},
    {"601", "BUILDINGPARTS_OVERLAP", "Rakennuksen osat menevät sisäkkäin.", "Byggnadens delar går in i varandra.", "Parts of a building overlap."},
    {"902", "EMPTY_PRIMITIVE", "Kappaleella ei ole pintoja.", "Kroppen saknar ytor.", "A solid has no faces."},
    {"999", "UNKNOWN_ERROR", "Kohde on niin monimutkainen, ettei kaikkea voitu tarkistaa.", "Objektet är så komplext att allt inte kunde kontrolleras.",
     "The object is too complex for everything to be checked."},
    {"register-contradiction", "", "Rekisterin tiedot eivät sovi yhteen keskenään tai mallin kanssa; kumpaakaan ei ole muutettu.",
     "Registrets uppgifter stämmer inte med varandra eller med modellen; inget har ändrats.",
     "What the register says does not fit together, or not with the model; neither was changed."},
    {"link-contradiction", "", "Tunnus yhdistää rivin ja rakennuksen, mutta toinen tunnus, sijainti tai osoite on sitä vastaan.",
     "En beteckning förenar raden och byggnaden, men en annan beteckning, läget eller adressen talar emot det.",
     "An identifier ties the row to the building, and another identifier, the place or the address speaks against it."},
});

const CodeWords* find(std::string_view code) {
  const auto found = std::find_if(kCodes.begin(), kCodes.end(), [&](const CodeWords& row) { return row.code == code; });
  return found == kCodes.end() ? nullptr : found;
}

}  // namespace

std::string_view val3dity_name(std::string_view code) {
  const CodeWords* row = find(code);
  return row == nullptr ? std::string_view() : row->name;
}

std::string title_of_code(std::string_view code, ReportLanguage language) {
  const twin::ProblemKind* kind = twin::find_problem_kind(code);
  if (kind == nullptr) return std::string(code);
  switch (language) {
    case ReportLanguage::kFinnish: return std::string(kind->title_fi);
    case ReportLanguage::kSwedish: return std::string(kind->title_sv);
    case ReportLanguage::kEnglish: break;
  }
  return std::string(kind->title_en);
}

std::string_view meaning_of_code(std::string_view code, ReportLanguage language) {
  const CodeWords* row = find(code);
  if (row == nullptr) return {};
  switch (language) {
    case ReportLanguage::kFinnish: return row->fi;
    case ReportLanguage::kSwedish: return row->sv;
    case ReportLanguage::kEnglish: break;
  }
  return row->en;
}

std::optional<std::string_view> remedy_in(std::string_view remedy, ReportLanguage language) {
  const QualityRule* rule = find_quality_rule(remedy);
  if (rule == nullptr) return std::nullopt;
  return language == ReportLanguage::kFinnish ? rule->fi : language == ReportLanguage::kSwedish ? rule->sv : rule->en;
}

std::string words_of_rule(const RuleCount& rule, ReportLanguage language) {
  if (rule.rule.empty()) return title_of_code(rule.code, language);
  const auto told = remedy_in(rule.rule, language);
  return told ? std::string(*told) : rule.rule;
}

}  // namespace geo
