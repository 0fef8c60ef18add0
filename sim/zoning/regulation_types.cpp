#include "sim/zoning/regulation_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/run/nearest_word.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using enum RegulationKind;

constexpr auto kTypes = std::to_array<RegulationType>({
    // Evaluated.
    {"sallittuKerrosala", kFloorArea},
    {"tehokkuusluku", kEfficiency},
    {"maanpaallinenKerrosluku", kStoreys},
    {"maanpaallinenKerroslukuLuku", kStoreys},
    {"rakentamisenSuhdeAlueenPintaAlaan", kCoverage},
    {"valjyysluku", kOpenness},
    {"etaisyysNaapuritontinRajasta", kSetback},
    {"maanpinnanKorkeusasema", kGroundLevel},
    {"vesikatonYlimmanKohdanKorkeusasema", kHeightAbsolute},
    {"julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema", kHeightAbsolute},
    {"rakennustenRakenteidenJaLaitteidenYlinKorkeusasema", kHeightAbsolute},
    {"julkisivunEnimmaiskorkeus", kHeightRelative},
    {"kerrosneliomaaraYhtaAutopaikkaaKohden", kParking},
    // Generic ones.
    {"floor-area-ratio", kEfficiency},
    {"floors-max", kStoreys},
    {"coverage-max", kCoverage},
    {"setback", kSetback},
    {"height-max", kHeightRelative},
    {"sky-plane", kSkyPlane},
    // Uses of areas that are kept.
    {"asumisenAlue"},
    {"asuinkerrostaloalue"},
    {"asuinpientaloalue"},
    {"rivitalojenJaMuidenKytkettyjenAsuinpientalojenAlue"},
    {"erillistenAsuinpientalojenAlue"},
    {"asumistaPalvelevaYhteiskayttoinenAlue"},
    {"maatilanTalouskeskuksenAlue"},
    {"keskustatoimintojenAlue"},
    {"palvelujenAlue"},
    {"huviJaViihdeRakennustenAlue"},
    {"yleistenRakennustenAlue"},
    {"opetusrakennustenAlue"},
    {"hoitoalanRakennustenAlue"},
    {"kulttuurirakennustenAlue"},
    {"liikerakennustenAlue"},
    {"toimistorakennustenAlue"},
    {"toimitilojenAlue"},
    {"matkailupalvelujenAlue"},
    {"vahittaiskaupanSuuryksikko"},
    {"vahittaiskaupanMyymalakeskittyma"},
    {"teollisuusalue"},
    {"varastoalue"},
    {"lahivirkistysalue"},
    {"puisto"},
    {"yhdyskuntateknisenHuollonAlue"},
    {"pysakoinninAlue"},
    {"maantie"},
    {"katu"},
    {"pihakatu"},
    {"hidaskatu"},
    // Numbers that are kept.
    {"sallittuRakennustilavuus"},
    {"maanalainenKerrosluku"},
    {"maanalainenKerroslukuLuku"},
    {"kellarinSallittuOsuusKerrosalasta"},
    {"ullakonSallittuOsuusKerrosalasta"},
    {"rakennuspaikkojenMaara"},
    {"lisarakennusoikeus"},
    {"rakennustenRakenteidenJaLaitteidenAlinKorkeusasema"},
    {"maanalaisenKohteenKorkeusasema"},
    {"kosteudelleAlttiidenRakenteidenAlinRakentamiskorkeus"},
    {"alinPainovoimainenViemarointitaso"},
    {"kattokaltevuus"},
    {"vihertehokkuus"},
    {"autopaikkojenMaara"},
    {"autopaikkojenMaaraAsuntoaKohden"},
    {"pyorapaikkojenMaara"},
    {"kerrosneliomaaraYhtaPyorapaikkaaKohden"},
    {"pyorapaikkojenMaaraAsuntoaKohden"},
    {"asuntojenMaara"},
    {"aaneneristavyys"},
    {"tuulivoimalanEnimmaiskorkeus"},
    {"tuulivoimaloidenMaara"},
    // Lines, areas and words that are kept.
    {"rakennusala"},
    {"rakennusalanSivuJohonRakennusOnRakennettavaKiinni"},
    {"rakennusalanSivuJotaKoskeeTarkempiMaarays"},
    {"ikkunatonSeina"},
    {"rakennuksenSivuJossaSuoraUloskayntiPorrashuoneista"},
    {"rakennukseenJatettavaKulkuaukko"},
    {"rakennuksenHarjanSuunta"},
    {"uloke"},
    {"valokatteinenTila"},
    {"melueste"},
    {"meluaita"},
    {"meluvalli"},
    {"sanallinenMaarays"},
    {"kaavasuositus"},  // no regulation: what the plan recommends
});

const std::array<RegulationForm, 12> kForms = {{
    {{"k-m2", "k-m²"}, {0, 1e8}, false},                                      // kFloorArea
    {{"", "k-m2/m2", "k-m²/m²", "m2/m2"}, {0, 100}, false},                   // kEfficiency
    {{"", "kpl"}, {0, 200}, true},                                            // kStoreys
    {{"%"}, {0, 100}, false},                                                 // kCoverage
    {{"%"}, {0, 100}, false},                                                 // kOpenness
    {{"m"}, {0, 1000}, false},                                                // kSetback
    {{"m"}, {-500, 2000}, false},                                             // kHeightAbsolute
    {{"m"}, {0, 1000}, false},                                                // kHeightRelative
    {{""}, {}, false},                                                        // kSkyPlane
    {{"m"}, {-500, 2000}, false},                                             // kGroundLevel
    {{"k-m2", "k-m²", "k-m2/ap", "k-m²/ap", "m2", "m²"}, {0.1, 1e6}, false},  // kParking
    {},                                                                       // kStored
}};

twin::Problem wrong(std::string pointer, std::string message, std::string value, std::string remedy) {
  return {"input-invalid", std::move(message), std::move(pointer), std::move(value), std::move(remedy)};
}

twin::Status check_sky_plane(const twin::Regulation& regulation, std::string_view pointer) {
  if (regulation.value || regulation.value_max || !regulation.unit.empty()) {
    return wrong(std::string(pointer), "A sky-plane has an angle and a start height, no value and no unit.",
                 "", "Send angle_deg and start_height_m; the units are in their names.");
  }
  if (!regulation.angle_deg) {
    return wrong(std::string(pointer), "A sky-plane needs angle_deg.", "", "Send degrees above the horizon.");
  }
  if (!regulation.start_height_m) {
    return wrong(std::string(pointer), "A sky-plane needs start_height_m.", "",
                 "Send metres above the unit's ground level.");
  }
  const double angle = *regulation.angle_deg;
  if (!(angle > 0 && angle < 90)) {
    return twin::Problem{"value-out-of-range", "The angle lies between 0 and 90 degrees, both excluded.",
                         pointer_to(pointer, "angle_deg"), fmt::format("{}", angle),
                         "Send degrees above the horizon."};
  }
  return expect_in_range(*regulation.start_height_m, pointer_to(pointer, "start_height_m"), {0, 1000});
}

twin::Status check_figure(const RegulationForm& form, double value, const std::string& pointer) {
  TWIN_CHECK(expect_in_range(value, pointer, form.range));
  if (form.whole && value != std::floor(value)) {
    return wrong(pointer, "A whole number is expected here.", fmt::format("{}", value),
                 "Send storeys as 4; shares of cellar and attic have types of their own.");
  }
  return twin::Done{};
}

twin::Status check_value(const twin::Regulation& regulation, const RegulationForm& form,
                         std::string_view pointer) {
  if (!regulation.value && !regulation.value_max) {
    return wrong(std::string(pointer), fmt::format("{} needs a value.", regulation.type), "",
                 "Send the number as value.");
  }
  if (regulation.value) TWIN_CHECK(check_figure(form, *regulation.value, pointer_to(pointer, "value")));
  if (regulation.value_max)
    TWIN_CHECK(check_figure(form, *regulation.value_max, pointer_to(pointer, "value_max")));
  if (regulation.value && regulation.value_max && *regulation.value_max < *regulation.value) {
    return wrong(pointer_to(pointer, "value_max"), "The upper end of the range lies below the lower one.",
                 fmt::format("{}", *regulation.value_max), "Swap value and value_max.");
  }
  if (std::find(form.units.begin(), form.units.end(), regulation.unit) == form.units.end()) {
    const auto expected = form.units.front().empty() ? form.units.at(1) : form.units.front();
    return wrong(pointer_to(pointer, "unit"),
                 regulation.unit.empty() ? fmt::format("{} needs its unit.", regulation.type)
                                         : fmt::format("{} is not given in this unit.", regulation.type),
                 twin::excerpt(regulation.unit), fmt::format("Send \"unit\": \"{}\".", expected));
  }
  return twin::Done{};
}

}  // namespace

std::span<const RegulationType> regulation_types() {
  return kTypes;
}

const RegulationType* find_regulation_type(std::string_view code) {
  const auto* const found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& type) { return type.code == code; });
  return found == kTypes.end() ? nullptr : &*found;
}

const RegulationForm& form_of(RegulationKind kind) {
  return kForms[static_cast<std::size_t>(kind)];
}

double figure_of(const twin::Regulation& regulation) {
  return regulation.value_max ? *regulation.value_max : regulation.value.value_or(0);
}

twin::Status check_regulation(const twin::Regulation& regulation, std::string_view pointer) {
  const auto* const type = find_regulation_type(regulation.type);
  if (type == nullptr) {
    std::vector<std::string_view> known;
    for (const auto& each : kTypes) known.push_back(each.code);
    return twin::Problem{"code-unknown", "There is no regulation of this type.", pointer_to(pointer, "type"),
                         twin::excerpt(regulation.type), did_you_mean(regulation.type, known)};
  }
  if (type->kind == kStored) return twin::Done{};
  if (type->kind == kSkyPlane) return check_sky_plane(regulation, pointer);
  if (regulation.angle_deg || regulation.start_height_m || !regulation.edges.empty()) {
    return wrong(std::string(pointer), "Only a sky-plane has an angle, a start height and edges.",
                 twin::excerpt(regulation.type), "Leave them out, or make it a sky-plane.");
  }
  return check_value(regulation, form_of(type->kind), pointer);
}

}  // namespace sim
