#include "geo/io/report/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace geo {
namespace {

struct Words {
  std::string_view key, fi, sv, en;
};

constexpr auto kWords = std::to_array<Words>({
    {"title", "Laaturaportti", "Kvalitetsrapport", "Quality report"},
    {"branch", "Vaihtoehto", "Alternativ", "Scenario"},
    {"branch.main", "nykytila", "nuläget", "the city as it stands"},
    {"recorded", "Tallennettu", "Sparat", "Recorded"},
    {"as_of", "Tilanne tallennushetkellä", "Läget enligt registrering", "As recorded at"},
    {"valid_at", "Voimassa", "Gäller", "Valid at"},
    {"commit", "muutos", "ändring", "commit"},
    {"frame", "Koordinaatisto", "Koordinatsystem", "Frame"},
    {"frame.local", "paikallinen", "lokalt", "local"},
    {"class.building", "rakennusta", "byggnader", "buildings"},
    {"class.plan_unit", "kaavayksikköä", "planenheter", "plan units"},
    {"class.city_object", "muuta kohdetta", "andra objekt", "other objects"},
    {"class.street", "katua", "gator", "streets"},
    {"class.population_area", "väestöaluetta", "befolkningsområden", "population areas"},
    {"class.time_series", "aikasarjaa", "tidsserier", "time series"},
    {"contents", "Sisältö", "Innehåll", "Contents"},
    {"to_city", "Näytä kaupungissa", "Visa i staden", "Show in the city"},
    {"language", "Kieli", "Språk", "Language"},
    {"other_forms", "Sama tieto tiedostoina", "Samma uppgifter som filer", "The same as files"},

    {"overview", "Yhteenveto", "Översikt", "Overview"},
    {"share.linked", "Rekisteririvi löytyi", "Kopplade till registret", "Linked to the register"},
    {"share.linked.why", "rakennuksista on yhdistetty rakennusrekisterin riviin", "av byggnaderna har en rad i byggnadsregistret",
     "of the buildings have a row of the building register"},
    {"share.valid", "Geometria kunnossa", "Giltig geometri", "Valid geometry"},
    {"share.valid.why", "rakennuksista ei ole geometriavirhettä (ISO 19107)", "av byggnaderna saknar geometrifel (ISO 19107)",
     "of the buildings have no error of geometry (ISO 19107)"},
    {"share.plausible", "Tiedot uskottavia", "Rimliga uppgifter", "Plausible"},
    {"share.plausible.why", "rakennuksista ei riko rekisterin laatusääntöjä", "av byggnaderna bryter inte mot registrets kvalitetsregler",
     "of the buildings contradict no quality rule of the register"},
    {"share.missing", "Tietoja puuttuu", "Uppgifter saknas", "Values missing"},
    {"share.missing.why", "suunnittelun perustiedoista puuttuu", "av planeringens basuppgifter saknas",
     "of the values that planning asks of every building"},
    {"of", "{a} / {b}", "{a} av {b}", "{a} of {b}"},

    {"map", "Havainnot kartalla", "Anmärkningarna på kartan", "Findings on the map"},
    {"map.footprints", "Rakennusten väri kertoo vakavimman havainnon. Numerot ovat 20 huonointa.",
     "Färgen visar byggnadens allvarligaste anmärkning. Siffrorna är de 20 sämsta.",
     "Each building has the colour of its worst finding. The numbers are the worst 20."},
    {"map.grid", "Ruudun väri kertoo, kuinka suuressa osassa sen rakennuksia on havaintoja. Ruutu on {a} m. Numerot ovat 20 huonointa.",
     "Rutans färg visar hur stor del av byggnaderna som har anmärkningar. Rutan är {a} m. Siffrorna är de 20 sämsta.",
     "Each square has the colour of its share of buildings with findings. A square is {a} m. The numbers are the worst 20."},
    {"map.alt", "Kartta: {a} rakennusta, joista {b} sisältää havaintoja. Samat tiedot ovat taulukoissa.",
     "Karta: {a} byggnader, av vilka {b} har anmärkningar. Samma uppgifter finns i tabellerna.",
     "Map: {a} buildings, {b} of them with findings. The tables say the same."},
    {"map.empty", "Rakennuksia ei ole, joten karttaa ei voi piirtää.", "Det finns inga byggnader att rita.",
     "There are no buildings to draw."},
    {"map.north", "P", "N", "N"},
    {"legend.none", "ei virhettä eikä varoitusta", "varken fel eller varning", "no error or warning"},
    {"legend.share", "havaintoja {a} rakennuksista", "anmärkningar i {a} av byggnaderna", "findings in {a} of the buildings"},

    {"severity.error", "virhe", "fel", "error"},
    {"severity.warning", "varoitus", "varning", "warning"},
    {"severity.info", "huomautus", "upplysning", "note"},
    {"severity.errors", "virhettä", "fel", "errors"},
    {"severity.warnings", "varoitusta", "varningar", "warnings"},
    {"severity.infos", "huomautusta", "upplysningar", "notes"},

    {"worst", "20 huonointa", "De 20 sämsta", "The worst 20"},
    {"worst.order", "Ensin rakennukset, joiden tilavuutta ei voi laskea, sitten virheiden ja varoitusten määrän mukaan.",
     "Först byggnader vilkas volym inte kan beräknas, sedan efter antalet fel och varningar.",
     "First the buildings whose volume cannot be computed, then by the number of errors and of warnings."},
    {"worst.none", "Yhdessäkään rakennuksessa ei ole havaintoja.", "Ingen byggnad har anmärkningar.", "No building has a finding."},
    {"building", "Rakennus", "Byggnad", "Building"},
    {"building.no_address", "Rakennus ilman osoitetta", "Byggnad utan adress", "Building without address"},
    {"reasons", "Syyt", "Orsaker", "Reasons"},
    {"on_map", "kartalla", "på kartan", "on the map"},
    {"volume_unknown", "tilavuutta ei voi laskea", "volymen kan inte beräknas", "its volume cannot be computed"},

    {"codes", "Havainnot lajeittain", "Anmärkningar efter art", "Findings by kind"},
    {"codes.none", "Havaintoja ei ole.", "Det finns inga anmärkningar.", "There are no findings."},
    {"code", "Tunnus", "Kod", "Code"},
    {"meaning", "Mitä se tarkoittaa", "Vad det betyder", "What it means"},
    {"severity", "Vakavuus", "Allvar", "Severity"},
    {"findings", "Havaintoja", "Anmärkningar", "Findings"},
    {"buildings", "Rakennuksia", "Byggnader", "Buildings"},
    {"share", "Osuus", "Andel", "Share"},

    {"links", "Yhteys rakennusrekisteriin", "Koppling till byggnadsregistret", "Links to the building register"},
    {"reason", "Peruste", "Grund", "Reason"},
    {"link.unlinked", "ei riviä rekisterissä; tiedot ovat mallista", "ingen rad i registret; uppgifterna kommer från modellen",
     "no register row; figures come from the model"},
    {"link.by_id", "sama pysyvä rakennustunnus", "samma permanenta byggnadsbeteckning", "same permanent building id"},
    {"link.by_municipal_number", "sama kunnan rakennusnumero", "samma kommunala byggnadsnummer", "same municipal number"},
    {"link.by_model_id", "rivi nimeää mallin kohteen", "raden nämner modellens objekt", "the row names the model object"},
    {"link.by_place", "sijainti ja koko täsmäävät", "läge och storlek stämmer", "place and sizes agree"},
    {"link.by_review", "ihmisen hyväksymä", "godkänd av en människa", "accepted by a person"},

    {"rows", "Rekisterin rivit", "Registrets rader", "Rows of the register"},
    {"rows.linked", "{a} yhdistetty", "{a} kopplade", "{a} linked"},
    {"rows.review", "{a} odottaa ihmisen päätöstä", "{a} väntar på en människas beslut", "{a} wait for a person to decide"},
    {"rows.unlinked", "{a} ilman rakennusta", "{a} utan byggnad", "{a} without a building"},
    {"rows.queue", "Päätettävät rivit luettelona", "Raderna att avgöra som lista", "The rows to decide as a list"},

    {"rules", "Rekisterin säännöt, joita rikotaan", "Registrets regler som bryts", "Rules of the register that are broken"},
    {"rules.none", "Yksikään rakennus ei riko laatusääntöjä.", "Ingen byggnad bryter mot kvalitetsreglerna.",
     "No building breaks a quality rule."},
    {"rule", "Sääntö", "Regel", "Rule"},

    {"fields", "Puuttuvat tiedot", "Saknade uppgifter", "Missing values"},
    {"fields.core", "Lihavoidut ovat perustietoja, joista puuttuvien osuus lasketaan.",
     "De fetstilta är basuppgifter, av vilka andelen saknade räknas.",
     "Those in bold are what planning asks of every building; the share of missing values counts them."},
    {"field", "Tieto", "Uppgift", "Value"},
    {"missing", "Puuttuu", "Saknas", "Missing"},
    {"field.permanent_id", "Pysyvä rakennustunnus", "Permanent byggnadsbeteckning", "Permanent building id"},
    {"field.municipal_number", "Rakennusnumero (RATU)", "Byggnadsnummer (RATU)", "Municipal number (RATU)"},
    {"field.property_id", "Kiinteistötunnus", "Fastighetsbeteckning", "Property id"},
    {"field.address", "Osoite", "Adress", "Address"},
    {"field.use_code", "Käyttötarkoitus", "Användningsändamål", "Use"},
    {"field.completion_year", "Valmistumisvuosi", "Färdigställandeår", "Year of completion"},
    {"field.floor_area", "Kerrosala", "Våningsyta", "Gross floor area"},
    {"field.total_area", "Kokonaisala", "Totalyta", "Total area"},
    {"field.basement_area", "Kellarin ala", "Källaryta", "Basement area"},
    {"field.volume", "Tilavuus", "Volym", "Volume"},
    {"field.storeys", "Kerrosluku", "Antal våningar", "Storeys"},
    {"field.dwellings", "Asuntoja", "Bostäder", "Dwellings"},
    {"field.material", "Kantava rakenne", "Bärande stomme", "Frame"},
    {"field.facade_material", "Julkisivu", "Fasad", "Facade"},
    {"field.heating_mode", "Lämmitystapa", "Uppvärmningssätt", "Heating"},
    {"field.heating_source", "Lämmönlähde", "Värmekälla", "Heat source"},
    {"field.lift", "Hissi", "Hiss", "Lift"},
    {"field.status", "Tila", "Status", "Status"},
    {"field.owner_type", "Omistajalaji", "Ägartyp", "Owner type"},

    {"imports", "Tuodut tiedostot", "Importerade filer", "Imported files"},
    {"file", "Tiedosto", "Fil", "File"},
    {"read", "Luettu", "Lästa", "Read"},
    {"accepted", "Hyväksytty", "Godtagna", "Accepted"},
    {"repaired", "Korjattu", "Reparerade", "Repaired"},
    {"rejected", "Hylätty", "Avvisade", "Rejected"},

    {"records", "Havainnot riveistä ja tiedostoista", "Anmärkningar om rader och filer", "Findings of rows and files"},
    {"records.what", "Viimeisimmän tuonnin havainnot siitä, mikä ei ole kaksosen rakennus: hylätyt tietueet, rivit ilman rakennusta, tiedosto itse.",
     "Den senaste importens anmärkningar om det som inte är en byggnad i tvillingen: avvisade poster, rader utan byggnad, själva filen.",
     "What the last import of each file said of what is no building of the twin: rejected records, rows without a building, the file itself."},
    {"records.more", "… ja {a} muuta (report.json, findings.gpkg)", "… och {a} andra (report.json, findings.gpkg)",
     "… and {a} more (report.json, findings.gpkg)"},
    {"record", "Tietue", "Post", "Record"},
    {"finding", "Havainto", "Anmärkning", "Finding"},

    {"details", "Rakennukset, joissa on havaintoja", "Byggnader med anmärkningar", "Buildings with findings"},
    {"link", "Rekisteriyhteys", "Registerkoppling", "Register link"},
    {"id", "Tunnus", "Beteckning", "Id"},
    {"place", "Paikka", "Plats", "Place"},
    {"value", "Havaittu", "Uppmätt", "Found"},
    {"remedy", "Korjaus", "Åtgärd", "Remedy"},
    {"more", "… ja {a} muuta havaintoa (report.json)", "… och {a} andra anmärkningar (report.json)",
     "… and {a} more findings (report.json)"},

    {"method", "Miten raportti on tehty", "Hur rapporten är gjord", "How this report was made"},
    {"method.state",
     "Rakennusten geometria ja tiedot on tarkistettu uudelleen kaksosen nykyisestä tilasta. Arvot, joita rekisterin rivistä ei voitu ottaa, ja hylätyt tietueet kertoo kunkin tiedoston viimeisin tuonti. Raportti ei muuta mitään.",
     "Byggnadernas geometri och uppgifter är kontrollerade på nytt ur tvillingens nuvarande läge. Värden som inte kunde tas ur en registerrad och avvisade poster berättar varje fils senaste import. Rapporten ändrar ingenting.",
     "Geometry and cards of the buildings are checked anew from what the twin holds. Values that could not be taken from a row, and rejected records, are told as the last import of each file found them. The report changes nothing."},
    {"method.geometry",
     "Geometria tarkistetaan ISO 19107:n mukaan val3dityn numeroin: pisteet ovat samat alle {a} m:n etäisyydellä, pinta saa poiketa tasostaan {b} m.",
     "Geometrin kontrolleras enligt ISO 19107 med val3ditys nummer: punkter närmare än {a} m är samma, en yta får avvika {b} m från sitt plan.",
     "Geometry is checked by ISO 19107 with val3dity's numbers: points closer than {a} m are one, a face may lie {b} m off its plane."},
    {"method.register",
     "Rekisterin säännöt ovat kansallisia rakennuskohteiden laatusääntöjä. Rivi, joka on yhteinen usealle rakennukselle, koskee niitä kaikkia yhdessä eikä sitä verrata yksittäiseen malliin.",
     "Registrets regler är de nationella kvalitetsreglerna för byggnadsobjekt. En rad som flera byggnader delar gäller dem alla tillsammans och jämförs inte med en enskild modell.",
     "The register's rules are the national quality rules of building objects. A row that several buildings share is about all of them together and is not compared with a single model."},
    {"method.english", "Harvinaisten havaintojen ohjeet ovat englanniksi.", "Anvisningar för sällsynta anmärkningar är på engelska.", ""},
});

const Words* find(std::string_view key) {
  const auto found = std::find_if(kWords.begin(), kWords.end(), [&](const Words& row) { return row.key == key; });
  return found == kWords.end() ? nullptr : found;
}

std::string_view in(const Words& row, ReportLanguage language) {
  switch (language) {
    case ReportLanguage::kFinnish: return row.fi;
    case ReportLanguage::kSwedish: return row.sv;
    case ReportLanguage::kEnglish: break;
  }
  return row.en;
}

constexpr std::string_view kNoBreakSpace = "\u00a0";

}  // namespace

std::optional<ReportLanguage> report_language_named(std::string_view code) {
  if (code == "fi") return ReportLanguage::kFinnish;
  if (code == "sv") return ReportLanguage::kSwedish;
  if (code == "en") return ReportLanguage::kEnglish;
  return std::nullopt;
}

std::string_view code_of(ReportLanguage language) {
  switch (language) {
    case ReportLanguage::kFinnish: return "fi";
    case ReportLanguage::kSwedish: return "sv";
    case ReportLanguage::kEnglish: break;
  }
  return "en";
}

std::optional<std::string_view> words_if_known(std::string_view key, ReportLanguage language) {
  const Words* row = find(key);
  if (row == nullptr) return std::nullopt;
  return in(*row, language);
}

std::string_view words(std::string_view key, ReportLanguage language) {
  const Words* row = find(key);
  assert(row != nullptr);
  return in(*row, language);
}

std::string words(std::string_view key, ReportLanguage language, std::string_view a, std::string_view b) {
  std::string out;
  const std::string_view text = words(key, language);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("{a}") || rest.starts_with("{b}")) {
      out += rest[1] == 'a' ? a : b;
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string amount(std::uint64_t value, ReportLanguage language) {
  const std::string digits = std::to_string(value);
  const std::string_view mark = language == ReportLanguage::kEnglish ? "," : kNoBreakSpace;
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += mark;
    out += digits[i];
  }
  return out;
}

std::string percent(std::uint64_t count, std::uint64_t of, ReportLanguage language) {
  if (of == 0) return "–";
  const double share = 100.0 * static_cast<double>(count) / static_cast<double>(of);
  const bool finely = count != 0 && count != of && (share < 10 || share > 99);
  // What is not all or nothing is not shown as if it were.
  const double shown = count == 0 || count == of ? share : std::clamp(share, 0.1, 99.9);
  std::string out = fmt::format("{:.{}f}", shown, finely ? 1 : 0);
  if (out.ends_with(".0")) out.resize(out.size() - 2);
  if (language == ReportLanguage::kEnglish) return out + "%";
  std::replace(out.begin(), out.end(), '.', ',');
  return out + std::string(kNoBreakSpace) + "%";
}

std::string moment(std::string_view rfc3339, ReportLanguage language) {
  constexpr std::size_t kMinutes = 16;  // "2026-11-22T12:00"
  if (rfc3339.size() < kMinutes) return std::string(rfc3339);
  const std::string_view year = rfc3339.substr(0, 4), month = rfc3339.substr(5, 2), day = rfc3339.substr(8, 2);
  const std::string_view hour = rfc3339.substr(11, 2), minute = rfc3339.substr(14, 2);
  const auto plain = [](std::string_view two) { return two.starts_with('0') ? two.substr(1) : two; };
  if (language != ReportLanguage::kEnglish) {
    return fmt::format("{}.{}.{} {}{}{} UTC", plain(day), plain(month), year, hour,
                       language == ReportLanguage::kFinnish ? "." : ":", minute);
  }
  constexpr auto kMonths = std::to_array<std::string_view>({"January", "February", "March", "April", "May", "June", "July",
                                                            "August", "September", "October", "November", "December"});
  const auto number = static_cast<std::size_t>((month[0] - '0') * 10 + (month[1] - '0'));
  if (number < 1 || number > kMonths.size()) return std::string(rfc3339);
  return fmt::format("{} {} {} {}:{} UTC", plain(day), kMonths[number - 1], year, hour, minute);
}

}  // namespace geo
