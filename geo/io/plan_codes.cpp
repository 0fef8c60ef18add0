#include "geo/io/plan_codes.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace geo {
namespace {

struct CodeName {
  std::string_view code, type;
};

/// @source national plan information model, profile "asemakaava", codes 03, 06, 07 and 08; the last
/// rows are the narrower names that the national plan service uses for one figure.
constexpr auto kCodeNames = std::to_array<CodeName>({
    {"0301", "sallittuKerrosala"},
    {"0302", "sallittuRakennustilavuus"},
    {"0303", "tehokkuusluku"},
    {"0304", "maanpaallinenKerrosluku"},
    {"0305", "maanalainenKerrosluku"},
    {"0306", "kellarinSallittuOsuusKerrosalasta"},
    {"0307", "ullakonSallittuOsuusKerrosalasta"},
    {"0308", "rakennuspaikkojenMaara"},
    {"0309", "lisarakennusoikeus"},
    {"0601", "maanpinnanKorkeusasema"},
    {"0602", "vesikatonYlimmanKohdanKorkeusasema"},
    {"0603", "julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema"},
    {"0604", "julkisivunEnimmaiskorkeus"},
    {"0605", "rakennustenRakenteidenJaLaitteidenYlinKorkeusasema"},
    {"0606", "maanalaisenKohteenKorkeusasema"},
    {"0701", "vihertehokkuus"},
    {"0803", "autopaikkojenMaara"},
    {"0804", "pyorapaikkojenMaara"},
    {"maanpaallinenKerroslukuLuku", "maanpaallinenKerrosluku"},
    {"maanalainenKerroslukuLuku", "maanalainenKerrosluku"},
});

constexpr auto kNotNegative = std::to_array<std::string_view>({
    "sallittuKerrosala",
    "sallittuRakennustilavuus",
    "tehokkuusluku",
    "maanpaallinenKerrosluku",
    "maanalainenKerrosluku",
    "kellarinSallittuOsuusKerrosalasta",
    "ullakonSallittuOsuusKerrosalasta",
    "rakennuspaikkojenMaara",
    "lisarakennusoikeus",
    "rakentamisenSuhdeAlueenPintaAlaan",
    "valjyysluku",
    "julkisivunEnimmaiskorkeus",
    "vihertehokkuus",
    "autopaikkojenMaara",
    "pyorapaikkojenMaara",
    "kerrosneliomaaraYhtaAutopaikkaaKohden",
    "kerrosneliomaaraYhtaPyorapaikkaaKohden",
    "asuntojenMaara",
    "setback",
    "sky-plane",
});

struct TypeUnit {
  std::string_view type, unit;
};

constexpr auto kUnits = std::to_array<TypeUnit>({
    {"kerrosneliomaaraYhtaAutopaikkaaKohden", "k-m2"},
    {"kerrosneliomaaraYhtaPyorapaikkaaKohden", "k-m2"},
});

const CodeName* find(std::string_view code) {
  const auto entry = std::find_if(kCodeNames.begin(), kCodeNames.end(),
                                  [&](const CodeName& row) { return row.code == code; });
  return entry == kCodeNames.end() ? nullptr : &*entry;
}

}  // namespace

std::string regulation_type(std::string_view code) {
  const auto* const row = find(code);
  return std::string(row == nullptr ? code : row->type);
}

bool is_unknown_number(std::string_view code) {
  const bool number = code.size() == 4 && std::all_of(code.begin(), code.end(),
                                                      [](unsigned char c) { return std::isdigit(c) != 0; });
  return number && find(code) == nullptr;
}

bool must_not_be_negative(std::string_view type) {
  return std::find(kNotNegative.begin(), kNotNegative.end(), type) != kNotNegative.end();
}

bool is_height_above_sea(std::string_view type) {
  return type == "vesikatonYlimmanKohdanKorkeusasema" || type == "julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema" ||
         type == "rakennustenRakenteidenJaLaitteidenYlinKorkeusasema";
}

std::string_view unit_of_type(std::string_view type) {
  for (const auto& row : kUnits) {
    if (row.type == type) return row.unit;
  }
  return "";
}

bool is_national_type(std::string_view type) {
  return type != "setback" && type != "tier" && type.find('-') == std::string_view::npos;
}

std::string_view code_of_uri(std::string_view uri) {
  const auto slash = uri.rfind('/');
  return slash == std::string_view::npos ? uri : uri.substr(slash + 1);
}

}  // namespace geo
