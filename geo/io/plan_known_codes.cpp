#include "geo/io/plan_known_codes.hpp"

#include <array>

namespace geo {
namespace {

constexpr auto kRegulationTypes = std::to_array<std::string_view>({
    "sallittuKerrosala",
    "tehokkuusluku",
    "maanpaallinenKerrosluku",
    "maanpaallinenKerroslukuLuku",
    "rakentamisenSuhdeAlueenPintaAlaan",
    "valjyysluku",
    "etaisyysNaapuritontinRajasta",
    "maanpinnanKorkeusasema",
    "vesikatonYlimmanKohdanKorkeusasema",
    "julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema",
    "rakennustenRakenteidenJaLaitteidenYlinKorkeusasema",
    "julkisivunEnimmaiskorkeus",
    "kerrosneliomaaraYhtaAutopaikkaaKohden",
    "floor-area-ratio",
    "floors-max",
    "coverage-max",
    "setback",
    "height-max",
    "sky-plane",
    "sallittuRakennustilavuus",
    "maanalainenKerrosluku",
    "maanalainenKerroslukuLuku",
    "kellarinSallittuOsuusKerrosalasta",
    "ullakonSallittuOsuusKerrosalasta",
    "rakennuspaikkojenMaara",
    "lisarakennusoikeus",
    "rakennustenRakenteidenJaLaitteidenAlinKorkeusasema",
    "maanalaisenKohteenKorkeusasema",
    "kosteudelleAlttiidenRakenteidenAlinRakentamiskorkeus",
    "alinPainovoimainenViemarointitaso",
    "kattokaltevuus",
    "vihertehokkuus",
    "autopaikkojenMaara",
    "autopaikkojenMaaraAsuntoaKohden",
    "pyorapaikkojenMaara",
    "kerrosneliomaaraYhtaPyorapaikkaaKohden",
    "pyorapaikkojenMaaraAsuntoaKohden",
    "asuntojenMaara",
    "aaneneristavyys",
    "tuulivoimalanEnimmaiskorkeus",
    "tuulivoimaloidenMaara",
    "rakennusala",
    "rakennusalanSivuJohonRakennusOnRakennettavaKiinni",
    "rakennusalanSivuJotaKoskeeTarkempiMaarays",
    "ikkunatonSeina",
    "rakennuksenSivuJossaSuoraUloskayntiPorrashuoneista",
    "rakennukseenJatettavaKulkuaukko",
    "rakennuksenHarjanSuunta",
    "uloke",
    "valokatteinenTila",
    "melueste",
    "meluaita",
    "meluvalli",
    "sanallinenMaarays",
    "kaavasuositus",
    // Beyond the national codes: the zoning model of other tools.
    "tier",
    "step-back",
    "edge-orientation",
    "edge-adjacency",
    "floors-min",
    "floors-below-max",
    "density-max",
    "dwellings-max",
    "lot-size-min",
    "lot-width-min",
    "floor-height",
    "ground-floor-height",
    "facade-length-max",
    "tower-separation-min",
    "inclusionary-share",
    "open-space-per-dwelling",
    "view-cone",
    "airport-surface",
});

/// @source use classes of the Katja guide by the codes of the national list RY_Kaavamaarayslaji, as in
/// the example plans of the national service; the list itself is longer.
constexpr auto kUseCodes = std::to_array<std::string_view>({
    "asumisenAlue",
    "asuinkerrostaloalue",
    "asuinpientaloalue",
    "rivitalojenJaMuidenKytkettyjenAsuinpientalojenAlue",
    "erillistenAsuinpientalojenAlue",
    "asumistaPalvelevaYhteiskayttoinenAlue",
    "maatilanTalouskeskuksenAlue",
    "keskustatoimintojenAlue",
    "palvelujenAlue",
    "huviJaViihdeRakennustenAlue",
    "matkailupalvelujenAlue",
    "yleistenRakennustenAlue",
    "opetusrakennustenAlue",
    "hoitoalanRakennustenAlue",
    "kulttuurirakennustenAlue",
    "liikerakennustenAlue",
    "toimistorakennustenAlue",
    "toimitilojenAlue",
    "vahittaiskaupanSuuryksikko",
    "vahittaiskaupanMyymalakeskittyma",
    "teollisuusalue",
    "varastoalue",
    "lahivirkistysalue",
    "puisto",
    "yhdyskuntateknisenHuollonAlue",
    "pysakoinninAlue",
    "maantie",
    "katu",
    "pihakatu",
    "hidaskatu",
});

}  // namespace

std::span<const std::string_view> known_regulation_types() {
  return kRegulationTypes;
}

std::span<const std::string_view> known_use_codes() {
  return kUseCodes;
}

}  // namespace geo
